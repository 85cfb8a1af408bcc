"""Traces as text: canonical JSON and back, refusing with one sentence and its place whatever is no trace.

`parse` asks what the published schema asks and no more; `load` also lets every step happen again and compares.
How each type is spelt stands in `spelling.py`; here stands the document.
"""

import json
from collections import Counter
from dataclasses import dataclass, replace
from typing import Any, Literal

from ..actions import Action
from ..messages import Envelope, StateUpdate, Told
from ..notices import Notice
from ..reading import Reading
from ..rows import Outcome, Verdict
from ..rules.table import Reason
from ..stepping import Change, Step, step
from ..trace import Trace
from ..world import NotEnabled, World
from .order import disorder
from .shapes import Flaw, TraceError, read, shown
from .spelling import ClauseId, shape_of

__all__ = ["Document", "TraceError", "document_of", "dump", "from_json", "load", "parse", "to_json", "to_text"]

FORMAT: Literal["roomspec-trace"] = "roomspec-trace"
VERSION: Literal[1] = 1
LINE = 120
"""How many characters a value may have to stand on one line."""


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


# --- The whole document -----------------------------------------------------------------------------------------------


def dump(trace: Trace) -> str:
    """The trace as canonical text, the same on every machine. Raises `TraceError` for what could not be read back."""
    return to_text(to_json(document_of(trace), Document)) + "\n"


def load(text: str) -> Trace:
    """The trace that the text holds. Raises `TraceError`, naming the place, for whatever is no trace."""
    document = parse(text)
    _check_order(document.initial)
    return _replayed(document)


def parse(text: str) -> Document:
    """The document as it is written, each value of its shape; whether its steps can happen is not asked here."""
    found = _json(text)
    _check_head(found)
    document: Document = from_json(found, Document)
    return replace(document, initial=replace(document.initial, reading=document.reading))


def document_of(trace: Trace) -> Document:
    """What is written of a trace."""
    _check_order(trace.initial)
    steps = tuple(map(_recorded, trace.steps))
    return Document(FORMAT, VERSION, trace.initial.reading, trace.scope, trace.initial, steps)


def to_json(value: object, hint: Any, place: str = "") -> Any:
    """A value of the model as JSON; the hint is its declared type, such as `Action`, which tells if it needs a kind."""
    return shape_of(hint).write(value, place)


def from_json(found: Any, hint: Any, place: str = "") -> Any:
    """The value of the declared type that a piece of JSON stands for."""
    return read(shape_of(hint), found, place)


# --- Text -------------------------------------------------------------------------------------------------------------


def to_text(found: Any, indent: str = "") -> str:
    """JSON with its keys sorted: a value of up to `LINE` characters on one line, a longer one an item a line."""
    line = json.dumps(found, sort_keys=True, ensure_ascii=False)
    if len(line) <= LINE or not isinstance(found, dict | list):
        return line
    inner = indent + "  "
    if isinstance(found, list):
        (first, last), parts = "[]", [to_text(each, inner) for each in found]
    else:
        (first, last), parts = "{}", [f"{json.dumps(key)}: {to_text(found[key], inner)}" for key in sorted(found)]
    return f"{first}\n{inner}" + f",\n{inner}".join(parts) + f"\n{indent}{last}"


def _json(text: str) -> Any:
    """The text as JSON; what JSON cannot hold, or not twice, is left as a `Flaw` to be met at its place."""
    try:
        return json.loads(text, object_pairs_hook=_object, parse_int=_whole, parse_constant=_constant)
    except json.JSONDecodeError as error:
        raise TraceError(f"line {error.lineno}, column {error.colno}", "from here on this is not JSON") from None
    except RecursionError:
        raise TraceError("", "this is nested far deeper than any trace") from None


def _object(pairs: list[tuple[str, Any]]) -> Any:
    twice = next((key for key, times in Counter(key for key, _ in pairs).items() if times > 1), None)
    return dict(pairs) if twice is None else Flaw(f"the field {shown(twice)} stands twice in this object")


def _whole(digits: str) -> Any:
    return int(digits) if len(digits) < 20 else Flaw(f"a number of {len(digits)} digits is too large")


def _constant(word: str) -> Flaw:
    return Flaw(f"{word} is no number in JSON")


def _check_head(found: Any) -> None:
    """Ask for format and version before all else, since another one has other fields."""
    if not isinstance(found, dict):
        return
    from_json(found.get("format", FORMAT), Literal["roomspec-trace"], "format")
    version = found.get("version")
    if isinstance(version, int) and version not in (False, VERSION):
        sentence = f"this is version {version} of the format, and this program reads version {VERSION}"
        raise TraceError("version", f"{sentence}: use the roomspec that wrote it")


def _check_order(world: World) -> None:
    """Ask that every set is in order, which no schema can; a world that fails differs from its equals."""
    for place, sentence in disorder(world, "initial"):
        raise TraceError(place, sentence)


# --- Steps ------------------------------------------------------------------------------------------------------------


def _recorded(made: Step) -> RecordedStep:
    verdicts = tuple(map(_recorded_verdict, made.verdicts))
    told = next((verdict.told for verdict in verdicts if verdict.told), None)
    cites = tuple(map(ClauseId, made.cites))
    return RecordedStep(made.action, told, verdicts, cites, made.sends, made.published, made.notices, made.changes)


def _recorded_verdict(verdict: Verdict) -> RecordedVerdict:
    reason = Reason(verdict.reason) if verdict.reason else None
    told = Told(verdict.told) if verdict.told else None
    return RecordedVerdict(verdict.table, verdict.outcome, reason, told, tuple(map(ClauseId, verdict.cites)))


def _replayed(document: Document) -> Trace:
    """Let every step happen again; what was recorded must be what follows."""
    trace = Trace(document.initial, (), document.scope)
    for n, recorded in enumerate(document.steps):
        place = f"steps[{n}]"
        made = _made(trace.world, recorded.action, f"{place}.action")
        _compare(to_json(recorded, RecordedStep, place), to_json(_recorded(made), RecordedStep, place), place)
        trace = replace(trace, steps=(*trace.steps, made))
    return trace


def _made(world: World, action: Action, place: str) -> Step:
    """Let the action happen; a world that no run leads to may bring a rule to what it takes for impossible."""
    try:
        return step(world, action)
    except NotEnabled as refused:
        raise TraceError(place, str(refused)) from None
    except Exception as broken:
        raise TraceError(place, f"no rule was made for this in such a world ({type(broken).__name__})") from broken


def _compare(recorded: Any, follows: Any, place: str) -> None:
    """Go down to the first value that differs, and name it; different objects differ in their kind first."""
    if recorded == follows:
        return
    if isinstance(recorded, dict) and isinstance(follows, dict):
        for name in follows:
            _compare(recorded.get(name), follows.get(name), f"{place}.{name}")
    if isinstance(recorded, list) and isinstance(follows, list):
        for n, (one, other) in enumerate(zip(recorded, follows, strict=False)):
            _compare(one, other, f"{place}[{n}]")
        raise TraceError(place, f"recorded a list of {len(recorded)}, but a list of {len(follows)} follows")
    raise TraceError(place, f"recorded {shown(recorded)}, but {shown(follows)} follows")
