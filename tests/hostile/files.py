"""Files of any bytes: traces, manifests, records, clause files and fragments, put to whatever reads them.

Every kind of file is one of ours, damaged in every way that is listed here, and by a seed in some hundred more.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from functools import cache, partial
from random import Random
from typing import Any

from roomspec.change.beside import NotComparable
from roomspec.change.judge import declared
from roomspec.change.ledger import MUTANTS, NOTEBOOKS, TESTS, VECTORS
from spec_impl.bounds import LONGEST, UnreadableError
from spec_impl.clauses import clause_tables
from tests.hostile.attempt import Attempt
from tests.hostile.command import LOG, REFUSED, ROOT, a_place, answer_to, asking

SEEDS, FEW = 60, 15
"""How many times each file is damaged by chance in each of two ways: a few bytes, and one value of a document.

Few times where the command works for a second on what it reads.
"""

VALUES: tuple[Any, ...] = (
    None, True, False, 0, -1, 1, 1.5, 1e999, 10**18, 10**30, 2**53, 2**53 - 1,
    "", " ", "x", "a.example", "@alice:a.example", "!tea", "#tea",
    "\n", "\x00", "\x1b[31m", "\ud800", "\u202e", "zoë", "🫖", "[/x]", "x" * 10_000,
    [], [[]], [None], {}, {"kind": "Give"}, {"kind": []}, {"": {}}, [0] * 1_000,
)  # fmt: skip
"""What a value of a document is replaced by."""


A_TRACE, A_LOG = ("a trace", REFUSED), ("a log", LOG)
ASKED_OF_A_FILE = (
    (("replay", "FILE"), A_TRACE),
    (("replay", "-"), A_TRACE),
    (("why", "FILE"), A_TRACE),
    (("replay", "FILE", "--itf"), A_TRACE),
    (("conform", "FILE"), A_LOG),
    (("conform", "-"), A_LOG),
    (("conform", "FILE", "--json"), A_LOG),
)
"""Each command that reads one file, with what kind of file that is and one of ours."""


def attempts() -> Iterator[Attempt]:
    clauses = (ROOT / "spec_impl/clauses.toml").read_bytes()
    for words, (kind, given) in ASKED_OF_A_FILE:
        for what, content in damaged(given.encode()):
            yield Attempt(f"roomspec {' '.join(words)}", kind, what, partial(_of_a_trace, words, content))
    for record in (NOTEBOOKS, TESTS, MUTANTS, f"{VECTORS}/some.trace.json"):
        for what, content in damaged(_records()[record], FEW):
            files = {**_records(), record: content}
            yield Attempt("roomspec ledger", record, what, asking("ledger", files=files), takes_long=True)
    for what, content in damaged((ROOT / "tests/vectors/manifest.json").read_bytes(), FEW):
        for words in (("vectors", "folder", "--check"), ("vectors", "folder")):
            asked = asking(*words, files={"folder/manifest.json": content})
            yield Attempt(f"roomspec {' '.join(words)}", "a manifest", what, asked, takes_long=True)
    for what, content in damaged(clauses):
        yield Attempt("the clauses", "a file of clauses", what, partial(_refused, clause_tables, content))
    for what, content in damaged(b"Plainer words.\nacknowledges: 0123456789ab because we mean it\n"):
        yield Attempt("a fragment", "its text", what, partial(_refused, _declared, content))
    for name in (
        "",
        ".md",
        "1.md",
        "1.better.md",
        "\n.md",
        "1.new.md\n",
        "zoë.new.md",
        "\udcff.new.md",
        "x" * 200 + ".new.md",
    ):
        yield Attempt("a fragment", "its name", ascii(name), partial(_refused, _declared, b"Plainer.\n", name))


def damaged(content: bytes, seeds: int = SEEDS) -> Iterator[tuple[str, bytes]]:
    """The file in every way in which it may come to us, each with what it is."""
    text = content.decode()
    yield from {
        "as it is": content,
        "empty": b"",
        "a blank": b" ",
        "a line break": b"\n",
        "a NUL": b"\x00",
        "a byte order mark alone": b"\xef\xbb\xbf",
        "half a byte order mark": b"\xff",
        "with a byte order mark": b"\xef\xbb\xbf" + content,
        "in UTF-16": text.encode("utf-16"),
        "in UTF-32": text.encode("utf-32"),
        "in Latin-1": "zoë".encode("latin-1") + content,
        "with Windows' line ends": text.replace("\n", "\r\n").encode(),
        "with old line ends": text.replace("\n", "\r").encode(),
        "twice": content * 2,
        "backwards": content[::-1],
        "in capitals": content.upper(),
        "without line ends": content.replace(b"\n", b""),
        "every key twice": text.replace('": ', '": 0, "x": 0, "x": ').encode(),
        "a comment before it": b"// a trace\n# a trace\n" + content,
        "a web page": b"<!doctype html><title>Not found</title>",
        "a program": b"#!/bin/sh\nrm -rf nothing\n",
        "an archive": b"PK\x03\x04" + bytes(range(256)) * 9,
        "quoted": json.dumps(text).encode(),
        "in backticks": b"```json\n" + content + b"```\n",
        "one line too long": b" " * (LONGEST + 1),
        "as long as may be": content + b" " * (LONGEST - len(content)),
        "as long as may be, of digits": b"9" * LONGEST,
        "as long as may be, of brackets": b"[" * LONGEST,
        "as long as may be, of braces": b'{"a":' * (LONGEST // 5),
        "as long as may be, of quotes": b'"' * LONGEST,
        "as long as may be, of escapes": b'"' + b"\\u0000" * (LONGEST // 6 - 1) + b'"',
        "as long as may be, of items": b"[" + b"1," * (LONGEST // 2 - 1) + b"1]",
        "as long as may be, of lines": b"\n" * LONGEST,
        "a bracket in a bracket": b"[" * 70 + b"]" * 70,
        **{f"the value {value!r:.30}": json.dumps(value).encode() for value in VALUES},
    }.items()
    for part in range(20):
        yield f"cut off after {part * 5} hundredths", content[: len(content) * part // 20]
    for seed in range(seeds):
        yield f"bytes changed by seed {seed}", _bytes_changed(content, Random(seed))
    if documents := _documents(text):
        for seed in range(seeds):
            place = seed % len(documents)
            changed = [*documents[:place], _value_changed(documents[place], Random(seed)), *documents[place + 1 :]]
            yield f"a value changed by seed {seed}", "\n".join(map(json.dumps, changed)).encode()


@cache
def _documents(text: str) -> list[Any]:
    """The one document that a text is, or that of each line."""
    if not text.startswith("{"):
        return []
    try:
        return [json.loads(text)]
    except json.JSONDecodeError:
        return [json.loads(line) for line in text.splitlines()]


def _bytes_changed(content: bytes, chance: Random) -> bytes:
    changed = bytearray(content)
    for _ in range(chance.randint(1, 8)):
        place = chance.randrange(len(changed))
        changed[place : place + chance.randint(0, 3)] = chance.randbytes(chance.randint(0, 3))
    return bytes(changed)


def _value_changed(document: Any, chance: Random) -> Any:
    """The document with one value in it replaced, left out or named otherwise, at any depth."""
    if not document or not isinstance(document, dict | list) or chance.random() < 0.15:
        return chance.choice(VALUES)
    if isinstance(document, list):
        place = chance.randrange(len(document))
        return [*document[:place], _value_changed(document[place], chance), *document[place + chance.randint(0, 1) :]]
    key = chance.choice(sorted(document))
    changed = {**document, key: _value_changed(document[key], chance)}
    if chance.random() < 0.1:
        changed[str(chance.choice(VALUES))] = changed.pop(key)
    return changed


def _of_a_trace(words: Iterable[str], content: bytes) -> str:
    with a_place({"given.json": content}) as folder:
        asked = ["given.json" if word == "FILE" else word for word in words]
        return answer_to(*asked, given=content, at=folder).fault()


@cache
def _records() -> dict[str, bytes]:
    vector = next((ROOT / VECTORS).rglob("*.trace.json")).read_bytes()
    return {name: (ROOT / name).read_bytes() for name in (NOTEBOOKS, TESTS, MUTANTS)} | {
        f"{VECTORS}/some.trace.json": vector
    }


def _declared(content: bytes, name: str = "1.new.md") -> object:
    return declared({}, {name: content})


def _refused(reader: Callable[..., object], *given: object) -> str:
    """A reader gives a value, or refuses with one sentence on one line."""
    try:
        reader(*given)
    except (UnreadableError, NotComparable) as refused:
        return "" if str(refused).strip() and len(str(refused)) < 1_000 else f"says {str(refused)[:80]!r}"
    return ""
