"""Whatever hypothesis can think of, put to each decoder: it gives a value, or one sentence that says what is wrong."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roomspec.change.beside import NotComparable
from roomspec.change.judge import declared
from roomspec.change.observer import RunViews
from roomspec.change.rulebook import Rulebook
from roomspec.change.vectors import Manifest
from spec_impl.bounds import LONGEST, UnreadableError, text_in, toml_in
from spec_impl.clauses import clause_tables
from spec_impl.trace_schema import TraceError, fields_of, from_json, from_text
from spec_impl.tracefile import Document, load
from tests.model.strategies import junk

DECODERS: dict[str, Callable[[bytes], object]] = {
    "a text": text_in,
    "TOML": toml_in,
    "JSON": from_text,
    "a trace": load,
    "a manifest": lambda content: from_json(from_text(content), Manifest),
    "clauses": clause_tables,
    "a fragment": lambda content: declared({}, {"1.new.md": content}),
}
REFUSALS = (UnreadableError, TraceError, NotComparable)

SCRAPS = (
    b"{", b"}", b"[", b"]", b'"', b"'", b'"""', b"\\", b"\\u", b",", b":", b"=", b"\n", b"\r", b"\x00", b"\xff", b"#",
    b"\xef\xbb\xbf", b"[[clause]]\n", b'id = "PRV-3"\n', b"acknowledges: ", b'"format"', b'"roomspec-trace"', b"1e400",
)  # fmt: skip
"""Pieces that mean something to one decoder or another."""

texts = st.one_of(st.binary(max_size=60), st.lists(st.sampled_from(SCRAPS), max_size=12).map(b"".join))
documents = st.recursive(
    junk, lambda each: st.lists(each, max_size=3) | st.dictionaries(st.text(max_size=3), each), max_leaves=9
)


def refusal(decoder: Callable[..., object], *given: object) -> Exception | None:
    """The exception with which what is given is refused, if it is one that is documented."""
    try:
        decoder(*given)
    except REFUSALS as refused:
        return refused
    return None


@pytest.mark.parametrize("name", DECODERS)
@given(content=texts)
def test_bytes_are_read_or_refused_in_one_sentence(name: str, content: bytes) -> None:
    refused = refusal(DECODERS[name], content)
    assert refused is None or 0 < len(str(refused)) < 1_000


@pytest.mark.parametrize("name", DECODERS)
def test_more_bytes_than_any_file_needs_are_refused_for_that(name: str) -> None:
    assert f"longer than {LONGEST:,} bytes" in str(refusal(DECODERS[name], b"#" * (LONGEST + 1)))


@pytest.mark.parametrize("cls", [Document, Manifest, RunViews, Rulebook])
@given(data=st.data())
def test_the_right_fields_with_anything_in_them_are_refused_at_their_place(cls: Any, data: st.DataObject) -> None:
    found = {name: data.draw(documents, label=name) for name in fields_of(cls)}
    refused = refusal(from_json, json.loads(json.dumps(found)), cls)
    assert isinstance(refused, TraceError)
    assert refused.place.partition(".")[0].partition("[")[0] in found
