"""What one server received and did, as a file: JSON, one object a line, the first of them saying whose log it is.

A log is written in the vocabulary of the trace files: an action that came to the server, and what it sent, published,
showed and then held otherwise. How a value is spelt stands in `spec_impl.trace_schema`; nothing is judged here.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO, Literal, TypeVar, get_args

from spec_impl import COMPLETED, Deliver, Envelope, Notice, Reading, ServerName, StateUpdate, Trace
from spec_impl.actions import Crash, Give, GiveUp, Post, Spread
from spec_impl.bounds import LONGEST, UnreadableError, text_in
from spec_impl.reading import misnomer
from spec_impl.terms import DIRECTORY
from spec_impl.trace_schema import Actor, Schema, TraceError, from_json, from_text, schema_of, to_json
from spec_impl.tracefile import disorder
from spec_impl.world import Directory, HomeServer

from ..change.observer import Arrived, Did, Learned, LineHeld, ModeHeld, ObservedMoment, view

LogPart = Literal["sends", "published", "notices", "changes"]
PARTS: tuple[LogPart, ...] = get_args(LogPart)
"""What can be seen of what a server did; a log may leave out some of it, and says so in its first line."""

Coming = Give | Deliver | Spread | GiveUp | Crash | Post
"""The actions of a trace that come to a server, and the one that comes from nowhere: a message of its own making."""

_FORMAT: Literal["roomspec-log"] = "roomspec-log"
_VERSION: Literal[1] = 1
T = TypeVar("T")


class LogError(ValueError):
    """What is no log: the file, the line, and one sentence about what is wrong there."""

    def __init__(self, file: str, number: int, sentence: str) -> None:
        super().__init__(f"{file}, line {number}: {sentence}" if number else f"{file}: {sentence}")


@dataclass(frozen=True, slots=True)
class LogHead:
    """The first line: the server, the reading that it follows, what it held at first, and what the log leaves out.

    Without `initial` the log begins somewhere in the middle, and nobody knows what was held.
    """

    format: Literal["roomspec-log"]
    version: Literal[1]
    server: Actor
    reading: Reading = COMPLETED
    initial: HomeServer | Directory | None = None
    leaves_out: tuple[LogPart, ...] = ()

    @property
    def name(self) -> ServerName:
        """The server's name, or the directory's."""
        return ServerName(self.server)


@dataclass(frozen=True, slots=True)
class LogLine:
    """One thing that came to the server, and all that it did about it; `note` is for people and is not looked at."""

    what: Coming
    sends: tuple[Envelope, ...] = ()
    published: tuple[StateUpdate, ...] = ()
    notices: tuple[Notice, ...] = ()
    changes: tuple[LineHeld | ModeHeld, ...] = ()
    note: str = ""


# --- Read -------------------------------------------------------------------------------------------------------------


def read_lines(file: BinaryIO, name: str) -> tuple[LogHead, Iterator[tuple[int, str]]]:
    """The first line of a log, and every other as it is written, with its number; empty ones are passed over.

    The lines are read as they are asked for. Raises `LogError` for a first line that is none; so does the iterator for
    what is no text, or longer than any such line.
    """
    lines = _texts(file, name)
    number, text = next(lines, (0, ""))
    if not number:
        raise LogError(
            name, 0, 'this is empty; a log begins with {"format": "roomspec-log", "version": 1, "server": ...}'
        )
    return head_in(text, name, number), lines


def _texts(file: BinaryIO, name: str) -> Iterator[tuple[int, str]]:
    number = 0
    while content := file.readline(LONGEST + 1):
        number += 1
        try:
            text = text_in(content).strip()
        except UnreadableError as unreadable:
            raise LogError(name, number, str(unreadable)) from None
        if text:
            yield number, text


def head_in(text: str, name: str, number: int = 1) -> LogHead:
    """The first line that a text is. Raises `LogError` for what is none, of another version, or says two things."""
    head = _value_in(text, LogHead, name, number)
    if len({*head.leaves_out}) == len(PARTS):
        raise LogError(name, number, "leaves_out: this leaves out all that a server does, and nothing can be judged")
    is_directory = head.name == DIRECTORY
    if flaw := misnomer(head.reading):
        raise LogError(name, number, f"reading.name: {flaw}")
    for place, sentence in disorder(head.initial, "initial"):
        raise LogError(name, number, f"{place}: {sentence}")
    if head.initial is not None and isinstance(head.initial, Directory) is not is_directory:
        raise LogError(name, number, f"initial: this is no state of {head.server}")
    if isinstance(head.initial, HomeServer) and head.initial.name != head.name:
        raise LogError(name, number, f"initial.name: this is {head.initial.name}, and the log is {head.server}'s")
    if head.initial is None and is_directory:
        raise LogError(name, number, 'initial: a directory\'s log says what it held; write {"kind": "Directory"}')
    return head


def line_in(text: str, name: str, number: int) -> LogLine:
    """The line that a text is. Raises `LogError` for what is none."""
    return _value_in(text, LogLine, name, number)


def _value_in(text: str, cls: type[T], name: str, number: int) -> T:
    try:
        found = from_text(text)
        if cls is LogHead and isinstance(found, dict):  # another format or version has other fields, and is told first
            from_json(found.get("format"), Literal["roomspec-log"], "format")
            from_json(found.get("version"), Literal[1], "version")
        value: T = from_json(found, cls)
    except TraceError as error:
        place = error.place.removeprefix("line 1, ")
        sentence = str(error).removeprefix(error.place or "the document")
        raise LogError(name, number, f"{place}{sentence}".removeprefix(": ")) from None
    return value


# --- Written ----------------------------------------------------------------------------------------------------------


def log_of(trace: Trace, server: ServerName) -> tuple[LogHead, tuple[LogLine, ...]]:
    """What one server, or the directory, received and did in a run, with what it held at first."""
    is_directory = server == DIRECTORY
    initial = trace.initial.directory if is_directory else trace.initial.server(server)
    lines = tuple(_line_of(moment, server) for moment in view(trace, server).seen)
    return LogHead(_FORMAT, _VERSION, Actor(server), trace.initial.reading, initial), lines


def _line_of(moment: ObservedMoment, server: ServerName) -> LogLine:
    what: Coming
    match moment.what:
        case Did(action=action):
            assert isinstance(action, Coming)
            what = action
        case Arrived(envelope=envelope):
            what = Deliver(envelope)
        case Learned(update=update):
            what = Spread(server, update)
    sends, published = (each.envelope for each in moment.sends), (each.update for each in moment.published)
    return LogLine(what, tuple(sends), tuple(published), moment.notices, moment.changes)


def log_text(head: LogHead, lines: tuple[LogLine, ...]) -> str:
    """A log as a file holds it."""
    return "".join(f"{text_of(each, type(each))}\n" for each in (head, *lines))


def text_of(value: Any, hint: Any) -> str:
    """One value on one line."""
    return json.dumps(to_json(value, hint), sort_keys=True, ensure_ascii=False)


def line_schema() -> Schema:
    """The JSON Schema of one line, the first or any other."""
    head: Schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "urn:roomspec:log:1"}
    first, other = (schema_of(cls, {}) for cls in (LogHead, LogLine))
    parts = {**first.pop("$defs"), **other.pop("$defs"), "LogHead": first, "LogLine": other}
    either = {"oneOf": [{"$ref": "#/$defs/LogHead"}, {"$ref": "#/$defs/LogLine"}]}
    return {**head, "title": "roomspec log, one line", **either, "$defs": parts}
