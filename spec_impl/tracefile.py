"""A trace as a file: canonical JSON, read back only if its outcomes follow; what is no trace is refused with its place.

`parse` asks what the published schema asks and no more; `load` also lets every step happen again and compares. What a
trace holds stands here, and in what order; how a value is spelt stands in `trace_schema.py`.
`python -m spec_impl.tracefile` prints the schema; it is stored once, beside the vectors.
"""

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import cache
from itertools import pairwise
from operator import attrgetter
from typing import Any, Literal, get_args, get_origin, get_type_hints

from .actions import Action
from .messages import DirectoryAnswer, Envelope, Invitation, Listing, NamePublished, StateUpdate, Told
from .notices import Notice
from .reading import Reading, misnomer
from .room import Room
from .rows import Outcome
from .rules.table import Reason
from .stepping import Change, Step, step
from .terms import Entry
from .trace import Trace
from .trace_schema import (
    ClauseId,
    Schema,
    Spelling,
    TraceError,
    from_json,
    from_text,
    schema_of,
    shown,
    spelling_of,
    to_json,
    to_text,
)
from .world import HomeServer, NamedRoom, NotEnabled, Wish, World, link

_FORMAT: Literal["roomspec-trace"] = "roomspec-trace"
_VERSION: Literal[1] = 1
_HEAD: Schema = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "urn:roomspec:trace:1",
    "title": "roomspec trace",
    "$comment": "A reader asks for more than this: sets are sorted, and each step follows from what came before it. "
    "A field that has a default may be left out.",
}

# --- The document -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RecordedVerdict:
    """What one table decided; not by which row, so that a row put in between changes no trace."""

    table: str
    outcome: Outcome
    reason: Reason | None
    told: Told | None
    cites: tuple[ClauseId, ...]


@dataclass(frozen=True, slots=True)
class RecordedStep:
    """One action, and what followed from it; `told` is what the first verdict that tells somebody says."""

    action: Action
    told: Told | None
    verdicts: tuple[RecordedVerdict, ...]
    cites: tuple[ClauseId, ...]
    sends: tuple[Envelope, ...]
    published: tuple[StateUpdate, ...]
    notices: tuple[Notice, ...]
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A run of the 2014 room-join workflow: the reading of the text, the world at first, and every step."""

    format: Literal["roomspec-trace"]
    version: Literal[1]
    reading: Reading
    scope: str
    initial: World
    steps: tuple[RecordedStep, ...]


def dump(trace: Trace) -> str:
    """The trace as canonical text, the same on every machine. Raises `TraceError` for what could not be read back."""
    return to_text(to_json(document_of(trace), Document)) + "\n"


def load(text: str) -> Trace:
    """The trace that the text holds. Raises `TraceError`, naming the place, for whatever is no trace."""
    document = parse(text)
    _check_order(document.initial)
    trace = Trace(document.initial, (), document.scope)
    for n, recorded in enumerate(document.steps):
        place = f"steps[{n}]"
        try:
            made = step(trace.world, recorded.action)
        except NotEnabled as refused:
            raise TraceError(f"{place}.action", str(refused)) from None
        except Exception as broken:  # a world that no run leads to may bring a rule to what it takes for impossible
            sentence = f"no rule was made for this in such a world ({type(broken).__name__})"
            raise TraceError(f"{place}.action", sentence) from broken
        _compare(to_json(recorded, RecordedStep, place), to_json(_recorded(made), RecordedStep, place), place)
        trace = replace(trace, steps=(*trace.steps, made))
    return trace


def parse(text: str) -> Document:
    """The document as it is written, each value of its shape; whether its steps can happen is not asked here."""
    found = from_text(text)
    if isinstance(found, dict):  # format and version before all else, since another version has other fields
        from_json(found.get("format", _FORMAT), Literal["roomspec-trace"], "format")
        version = found.get("version")
        if isinstance(version, int) and version not in (False, _VERSION):
            sentence = f"this is version {version} of the format, and this program reads version {_VERSION}"
            raise TraceError("version", f"{sentence}: use the roomspec that wrote it")
    document: Document = from_json(found, Document)
    return replace(document, initial=replace(document.initial, reading=document.reading))


def document_of(trace: Trace) -> Document:
    """What is written of a trace."""
    _check_order(trace.initial)
    steps = tuple(map(_recorded, trace.steps))
    return Document(_FORMAT, _VERSION, trace.initial.reading, trace.scope, trace.initial, steps)


def _check_order(world: World) -> None:
    """Ask that every set is in order, which no schema can; a world that fails differs from its equals.

    And that the reading is the one that its name promises.
    """
    if flaw := misnomer(world.reading):
        raise TraceError("reading.name", flaw)
    for place, sentence in disorder(world, "initial"):
        raise TraceError(place, sentence)


def schema() -> Schema:
    """The published JSON Schema of a document, complete in itself."""
    return schema_of(Document, _HEAD)


def _recorded(made: Step) -> RecordedStep:
    verdicts = []
    for verdict in made.verdicts:
        reason = Reason(verdict.reason) if verdict.reason else None
        told = Told(verdict.told) if verdict.told else None
        cites = tuple(map(ClauseId, verdict.cites))
        verdicts.append(RecordedVerdict(verdict.table, verdict.outcome, reason, told, cites))
    told, cites = next((each.told for each in verdicts if each.told), None), tuple(map(ClauseId, made.cites))
    rest = (made.sends, made.published, made.notices, made.changes)
    return RecordedStep(made.action, told, tuple(verdicts), cites, *rest)


def _compare(recorded: Any, follows: Any, place: str) -> None:
    """Go down to the first value that differs, and name it; different objects differ in their kind first."""
    if recorded == follows:
        return
    if isinstance(recorded, dict) and isinstance(follows, dict):
        for name in follows | recorded:
            _compare(recorded.get(name, "its default"), follows.get(name, "its default"), f"{place}.{name}")
    if isinstance(recorded, list) and isinstance(follows, list):
        for n, (one, other) in enumerate(zip(recorded, follows, strict=False)):
            _compare(one, other, f"{place}[{n}]")
        raise TraceError(place, f"recorded a list of {len(recorded)}, but a list of {len(follows)} follows")
    raise TraceError(place, f"recorded {shown(recorded)}, but {shown(follows)} follows")


# --- Order ------------------------------------------------------------------------------------------------------------

LISTS = {(Listing, "candidates"), (Invitation, "servers"), (Wish, "untried"), (DirectoryAnswer, "found")}
"""Tuples whose order says something; every other one in a world is a set, and sorted."""

_SORTED_BY: dict[Any, Callable[[Any], Any]] = {
    HomeServer: attrgetter("name"),
    Room: attrgetter("room"),
    Entry: attrgetter("user"),
    NamedRoom: attrgetter("listing.alias"),
    NamePublished: attrgetter("alias", "room"),
    Envelope: ascii,
    StateUpdate: ascii,
}
"""What a set of such things is sorted by; other things go by their user and room, and words by themselves."""


def disorder(value: object, place: str) -> Iterator[tuple[str, str]]:
    """Each place where a set does not stand in its order, or holds a thing twice, and a sentence about it."""
    if isinstance(value, tuple):
        for n, each in enumerate(value):
            yield from disorder(each, f"{place}[{n}]")
    elif is_dataclass(value):
        cls: Any = type(value)
        sets = sets_of(cls)
        for name in (field.name for field in fields(value)):
            items = getattr(value, name)
            keys = [sets[name](item) for item in items] if name in sets else []
            for n, (one, other) in enumerate(pairwise(keys), start=1):
                if not one < other:
                    sentence = "this stands twice" if one == other else "this belongs before the one above it"
                    yield f"{place}.{name}[{n}]", sentence
            yield from disorder(items, f"{place}.{name}")
    if isinstance(value, World):
        for n, pair in enumerate(value.cut):
            if pair != link(*pair):
                yield f"{place}.cut[{n}]", "the two ends of a link stand in the order of their names"


@cache
def sets_of(cls: Any) -> dict[str, Callable[[Any], Any]]:
    """The fields of a type that are sets, by their type hints, each with what it is sorted by.

    Raises `TypeError` for a set of things that have no order.
    """
    found: dict[str, Callable[[Any], Any]] = {}
    for name, hint in get_type_hints(cls).items():
        if get_origin(hint) is not tuple or get_args(hint)[-1] is not Ellipsis or (cls, name) in LISTS:
            continue
        item = get_args(hint)[0]
        if item in _SORTED_BY:
            found[name] = _SORTED_BY[item]
        elif hasattr(item, "user") and hasattr(item, "room"):
            found[name] = attrgetter("user", "room")
        elif spelling_of(item)[0] in (Spelling.TEXT, Spelling.WORDS, Spelling.NUMBER, Spelling.ROW):
            found[name] = lambda each: each
        else:
            raise TypeError(f"{cls.__name__}.{name}: say in tracefile.py what a set of {item} is sorted by")
    return found


if __name__ == "__main__":
    sys.stdout.write(to_text(schema()) + "\n")
