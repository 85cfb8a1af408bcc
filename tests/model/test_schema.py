"""The published schema explains itself, and accepts exactly the documents that `parse` accepts.

Whether the stored one is fresh is asked where the folder of vectors is, which it stands in.
"""

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from spec_impl.trace_schema import TraceError
from spec_impl.tracefile import dump, parse, schema
from tests.model.strategies import damaged
from tests.model.walks import single_steps
from tests.schemas import Fits, fitting

SCHEMA = schema()


@cache
def fits() -> Fits:
    return fitting(SCHEMA)


@cache
def texts() -> tuple[str, ...]:
    return tuple(map(dump, single_steps()))


def decoder_accepts(document: Any) -> bool:
    """Whether `parse` takes the document."""
    try:
        parse(json.dumps(document))
    except TraceError:
        return False
    return True


def test_it_is_a_schema_of_draft_2020_12() -> None:
    assert not fits()({})
    assert SCHEMA["$schema"].endswith("2020-12/schema")


def schemas_within(found: Any) -> Iterator[dict[str, Any]]:
    if isinstance(found, dict):
        yield found
    for part in found.values() if isinstance(found, dict) else found if isinstance(found, list) else ():
        yield from schemas_within(part)


def test_it_is_complete_in_itself() -> None:
    wanted = {each["$ref"] for each in schemas_within(SCHEMA) if isinstance(each.get("$ref"), str)}
    assert wanted == {f"#/$defs/{name}" for name in SCHEMA["$defs"]}


def test_every_part_says_what_it_is() -> None:
    silent = [name for name, part in SCHEMA["$defs"].items() if not part.get("description", "").endswith(".")]
    assert silent == []


def test_an_object_has_the_fields_that_it_names_and_may_lack_those_with_a_default() -> None:
    objects = [each for each in schemas_within(SCHEMA) if each.get("type") == "object"]
    assert objects
    for each in objects:
        assert each["additionalProperties"] is False
        assert each["required"] == [name for name, part in each["properties"].items() if "default" not in part]


def test_it_accepts_what_the_codec_writes() -> None:
    for text in texts():
        assert fits()(json.loads(text))


def test_decoder_and_schema_accept_the_same_damaged_documents() -> None:
    answers = set()

    @settings(max_examples=400, suppress_health_check=[HealthCheck.too_slow], deadline=None)
    @given(damaged(st.sampled_from(texts())))
    def agree(document: Any) -> None:
        answer = decoder_accepts(document)
        assert fits()(document) == answer
        answers.add(answer)

    agree()
    assert answers == {True, False}, "damage that is always seen, or never, compares nothing"


def test_decoder_and_schema_agree_that_a_link_has_two_ends() -> None:
    document = json.loads(texts()[0])
    for ends in range(5):
        document["initial"]["cut"] = [["a.example"] * ends]
        assert fits()(document) == decoder_accepts(document) == (ends == 2)
