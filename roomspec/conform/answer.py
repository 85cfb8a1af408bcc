"""The answer about logs, as values: what was explained, each line that no rule allows and why, and clause by clause.

What stands here is what the JSON of the answer holds, and the text and the XML are made from it; nothing is judged.
"""

import io
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, BinaryIO, Literal

from spec_impl import Reading, RoomId, ServerName, Told, why
from spec_impl.clauses import CLAUSES
from spec_impl.messages import DirectoryQuery, NamePublished
from spec_impl.reading import READINGS, otherwise, switches, values_of
from spec_impl.rows import Judgement, Outcome
from spec_impl.rules import table_for
from spec_impl.situation import Inquiry, Situation
from spec_impl.stepping import arrival, directory_table_for
from spec_impl.terms import Update
from spec_impl.trace_schema import Actor, ClauseId, Schema, schema_of, to_json, to_text
from spec_impl.world import Directory, HomeServer

from ..show.drawing.sheet import visible
from .before import MayBe, guess
from .fold import ANY_ROOM, LogFault, LogFold, ToldOutsider
from .judge import judge_line, with_room_called
from .log import Coming, LogError, LogHead, LogLine, LogPart, read_lines
from .messages import Messages, Place, Unmatched

LineWatch = Callable[[int], object]
WATCHED_EACH = 500
"""After so many lines whoever watches is told."""

MOST_GUESSED = 5
"""Of how many faults of a log it is said what may have become of it there, since that takes as long as many lines."""


@dataclass(frozen=True, slots=True)
class RowAsked:
    """One row of the table that judges what came: what it would have done, and what became of it this time."""

    number: int
    sentence: str
    cites: tuple[ClauseId, ...]
    outcome: Outcome
    told: Told | None
    state: str
    looked_at: str


@dataclass(frozen=True, slots=True)
class Unexplained:
    """A line that no rule allows: what the server did and should have done, and by which clauses.

    What is expected and the rows are missing where no rule speaks of such a thing at all. `readings` are other readings
    of the text under which this one line is allowed; `may_be` is what explains most of the next lines about the room.
    """

    line: int
    room: RoomId | None
    sentence: str
    did: LogLine
    expected: LogLine | None
    broken: tuple[ClauseId, ...]
    table: str
    rows: tuple[RowAsked, ...]
    readings: tuple[str, ...]
    may_be: MayBe | None


@dataclass(frozen=True, slots=True)
class ClauseSeen:
    """How often a clause stood behind what the server had to do: so often it was kept, and so often broken."""

    clause: ClauseId
    kept: int
    broken: int


@dataclass(frozen=True, slots=True)
class Beginning:
    """How a room may have begun that the log meets in the middle: as little as explains its lines.

    That is what was held of it, where they say so, and what came unseen after that.

    Where `since` is not the first line about the room, no beginning that was tried explains the lines before it, so
    that nothing can be told of them.
    """

    room: RoomId
    first: int
    since: int
    held: tuple[Update, ...]
    came: tuple[Coming, ...]


@dataclass(frozen=True, slots=True)
class LogJudged:
    """What became of one log: so many lines explained, passed over after a wrong one, or before what can be told."""

    file: str
    server: Actor
    reading: str
    lines: int
    explained: int
    passed_over: int
    untold: int
    not_looked_at: tuple[LogPart, ...]
    beginnings: tuple[Beginning, ...]
    unexplained: tuple[Unexplained, ...]
    told_outsiders: tuple[ToldOutsider, ...]
    clauses: tuple[ClauseSeen, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of every log that was asked about, and of the messages between servers whose logs are among them.

    What never arrived may be on its way or lost; what was never sent is a fault of one of the two logs.
    """

    format: Literal["roomspec-conform"]
    version: Literal[1]
    logs: tuple[LogJudged, ...]
    never_arrived: tuple[Unmatched, ...]
    never_sent: tuple[Unmatched, ...]

    @property
    def conforms(self) -> bool:
        """Whether nothing is wrong with any of them."""
        return not self.never_sent and not any(log.unexplained or log.told_outsiders for log in self.logs)

    @property
    def can_tell(self) -> bool:
        """Whether there is a line, and every room was judged from a beginning that is known or explains all of it."""
        begins = all(each.since == each.first for log in self.logs for each in log.beginnings)
        return begins and any(log.lines for log in self.logs)


def answer_schema() -> Schema:
    """The published JSON Schema of an answer."""
    head: Schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "urn:roomspec:conform:1"}
    return schema_of(Answer, {**head, "title": "roomspec conform"})


def answer_text(answer: Answer) -> str:
    """The answer as JSON, the same on every machine."""
    return to_text(to_json(answer, Answer)) + "\n"


# --- Asked ------------------------------------------------------------------------------------------------------------


def check_logs(files: Mapping[str, BinaryIO | str], watch: LineWatch = lambda _: None) -> Answer:
    """Judge each log, and match the messages between them where there are several.

    Arguments: the open files, or their texts, by what they are called, and whom to tell how many lines were read since.
    Raises `LogError` for what is no log, and for two of one server.
    """
    folds, messages = fold_logs(files, watch)
    return Answer(
        "roomspec-conform",
        1,
        tuple(map(_judged, folds)),
        tuple(messages.never_arrived()),
        tuple(messages.never_sent()),
    )


def fold_logs(
    files: Mapping[str, BinaryIO | str], watch: LineWatch = lambda _: None
) -> tuple[tuple[LogFold, ...], Messages]:
    """The same before anything is said of it: each log folded, and what the logs say was sent and arrived."""
    bytes_of = {name: io.BytesIO(file.encode()) if isinstance(file, str) else file for name, file in files.items()}
    opened = {name: read_lines(file, name) for name, file in bytes_of.items()}
    heads: dict[ServerName, LogHead] = {}
    for name, (head, _) in opened.items():
        if heads.setdefault(head.name, head) is not head:
            raise LogError(name, 0, f"another of these logs is {head.name}'s too; give one log for each server")
    messages, folds = Messages(heads), []
    for name, (head, lines) in opened.items():
        folds.append(LogFold(head, name))
        for number, text in lines:
            line, room = folds[-1].take(number, text)
            if len(heads) > 1:
                messages.take(Place(visible(name), number), line, room)
            if number % WATCHED_EACH == 0:
                watch(WATCHED_EACH)
    return tuple(folds), messages


def _judged(fold: LogFold) -> LogJudged:
    head, kept = fold.head, fold.kept
    broken = Counter(clause for fault in fold.faults for clause in fault.cites)
    clauses = tuple(
        ClauseSeen(ClauseId(each), kept[each], broken[each]) for each in CLAUSES if kept[each] or broken[each]
    )
    return LogJudged(
        visible(fold.file),
        head.server,
        head.reading.name,
        fold.lines,
        fold.lines - fold.passed_over - fold.untold - len(fold.faults),
        fold.passed_over,
        fold.untold,
        head.leaves_out,
        tuple(
            Beginning(room, begun.first, begun.since, begun.said, with_room_called(begun.came, ANY_ROOM, room))
            for room, begun in sorted(fold.begun.items())
            if begun.said or begun.came or begun.since != begun.first
        ),
        tuple(_unexplained(fault, head, n < MOST_GUESSED) for n, fault in enumerate(fold.faults)),
        tuple(fold.leaks),
        clauses,
    )


def _unexplained(fault: LogFault, head: LogHead, is_early: bool) -> Unexplained:
    sentence, expected = fault.unlike
    may_be = None
    if is_early and fault.room and isinstance(fault.held, HomeServer):
        may_be = guess(fault.held, fault.line, fault.tail, head)
    table, rows = _asked(fault, head.reading) if expected else ("", ())
    others = tuple(reading.name for reading in _other_readings(head.reading) if _allows(reading, fault, head))
    return Unexplained(
        fault.number,
        fault.room,
        sentence,
        fault.line,
        expected,
        tuple(map(ClauseId, fault.cites)),
        table,
        rows,
        others if expected else (),
        may_be,
    )


def _asked(fault: LogFault, reading: Reading) -> tuple[str, tuple[RowAsked, ...]]:
    """The table that judges what came, and each of its rows as it stood."""
    comes = arrival(fault.line.what)
    assert comes
    if isinstance(fault.held, Directory):
        assert isinstance(comes.message, DirectoryQuery | NamePublished)
        inquiry = Inquiry(fault.held, ServerName(str(comes.sender)), comes.message, reading)
        at_directory = directory_table_for(comes.message)
        return at_directory.title, tuple(map(_row, why(at_directory, inquiry)))
    table = table_for(comes.message)
    return table.title, tuple(map(_row, why(table, Situation(fault.held, comes.sender, comes.message, reading))))


def _row(judged: Judgement[Any, Any]) -> RowAsked:
    row = judged.row
    told = Told(row.tells) if row.tells else None
    cites = tuple(map(ClauseId, row.cites))
    return RowAsked(judged.number, row.sentence, cites, row.outcome, told, judged.state, judged.facts)


def _other_readings(reading: Reading) -> Iterator[Reading]:
    """Those that have a name of their own, and those that turn one switch of this one."""
    yield from (each for each in READINGS.values() if each != reading)
    for switch in switches():
        for value in values_of(switch):
            if not reading.takes(switch, value):
                yield otherwise(switch, value, reading)


def _allows(reading: Reading, fault: LogFault, head: LogHead) -> bool:
    return judge_line(fault.held, fault.line, replace(head, reading=reading)).unlike is None
