"""A log against the rules, line by line: what came goes to `receive`, and what the server did must be what follows.

Rule 1: nothing is decided here about rooms or users: what a server should do is what `receive` and `inquire` say.
Rule 2: a server is kept cut into its rooms, since no rule looks at two, so that a line costs what its own room does.
A room in which a line breaks the rules is set aside, and the others go on.
Rule 3: what one state makes of one line is remembered, whatever the room is called: ids of rooms are opaque.
"""

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from spec_impl import Create, Envelope, Give, RoomId
from spec_impl.actions import Crash
from spec_impl.messages import DirectoryAnswer, Restart, StateUpdate
from spec_impl.notices import CommandRefused, NothingFound, Notice, RoomFound
from spec_impl.stepping import arrival
from spec_impl.terms import Update
from spec_impl.world import Directory, HomeServer

from ..change.observer import LineHeld, ModeHeld
from .before import Before, beginning, users_in
from .judge import Unlike, apart, judge_line, only, together, with_room_called
from .log import PARTS, Coming, LogError, LogHead, LogLine, line_in

Deed = Envelope | StateUpdate | Notice | LineHeld | ModeHeld
"""One thing that a line says that the server did."""

ANY_ROOM = RoomId("!0")
"""What a room is called while it is judged."""

MOST_REMEMBERED = 200_000
"""After so many remembered lines all are forgotten, so that a log of any length takes the same memory."""

MOST_TOLD = 100
"""How many lines are told that no rule allows; after these, wrong ones are only counted among those passed over."""

LINES_AFTER = 6
"""How many lines of a room are kept after one that no rule allows, to tell what may have become of the log there."""

MOST_KEPT = 30
"""How many lines of a room are explained anew when one more shows that the beginning was another."""

_ROOM = re.compile(r'"(![^"\\]*)"')


# --- A log ------------------------------------------------------------------------------------------------------------


@dataclass
class LogFault:
    """A line that no rule allows, the state that it met, and the lines of the same room that came next."""

    number: int
    room: RoomId | None
    line: LogLine
    held: HomeServer | Directory
    unlike: Unlike
    cites: tuple[str, ...]
    tail: list[tuple[int, LogLine]] = field(default_factory=list)


@dataclass
class Begun:
    """A room in a log that begins in the middle: its first line, since which line it is explained, and by what.

    `said` is what the lines say that was held before it, and `came` what may have come unseen. The lines since then are
    kept as long as they are few, and counted with the clauses behind each. A room that is made in the log, whose id
    nobody had before, has no other beginning.
    """

    first: int
    since: int
    said: tuple[Update, ...] = ()
    came: tuple[Coming, ...] = ()
    lines: list[LogLine] = field(default_factory=list)
    cited: Counter[tuple[str, ...]] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class ToldOutsider:
    """A line by which a server with nobody in a hidden room was told of it (PRV-3)."""

    line: int
    envelope: Envelope


@dataclass(eq=False)
class _State:
    """What is held of one room, and what follows from each line that met it; None for one to be looked at by itself."""

    held: HomeServer
    follows: "dict[str, _Next | None]" = field(default_factory=dict)


class _Next(NamedTuple):
    """A line that one room explains, the clauses behind it, and the state after it."""

    line: LogLine
    cites: tuple[str, ...]
    state: _State


def _done_in(line: LogLine) -> tuple[Deed, ...]:
    """All that a line says that the server did."""
    return (*line.sends, *line.published, *line.notices, *line.changes)


def _room_of(done: Deed) -> RoomId | None:
    """The room that one thing which the server did is about."""
    match done:
        case Envelope(message=message):
            return message.room
        case NothingFound() | RoomFound() | CommandRefused():
            return None
        case _:
            return done.room


def _about(line: LogLine, room: RoomId) -> LogLine:
    """The line as far as it is about one room."""
    parts: Any = {part: tuple(each for each in getattr(line, part) if _room_of(each) == room) for part in PARTS}
    return replace(line, **parts)


class LogFold:
    """A log being judged: it is given line after line, and may be asked at any time what was found so far."""

    def __init__(self, head: LogHead, file: str = "the log") -> None:
        self.head, self.file = head, file
        self.lines = self.passed_over = self.untold = 0
        self.faults: list[LogFault] = []
        self.leaks: list[ToldOutsider] = []
        self.begun: dict[RoomId, Begun] = {}
        self._cited, self._remembered = Counter[tuple[str, ...]](), 0
        self._states: dict[HomeServer, _State] = {}
        self._aside: dict[RoomId, LogFault] = {}
        self._directory = head.initial if isinstance(head.initial, Directory) else None
        server = head.initial if isinstance(head.initial, HomeServer) else HomeServer(head.name)
        self._nothing = self._state(only(server, None))
        self._rooms = {
            room: self._state(with_room_called(part, room, ANY_ROOM)) for room, part in apart(server).items()
        }

    @property
    def kept(self) -> Counter[str]:
        """How often each clause stood behind what the server did, and was kept."""
        found = Counter[str]()
        for cites, times in self._cited.items():
            found.update(dict.fromkeys(cites, times))
        return found

    def take(self, number: int, text: str) -> tuple[LogLine, RoomId | None]:
        """Judge the next line. Returns it, and what the room is called that stands there as `ANY_ROOM`, if any does.

        Raises `LogError` for what is no line.
        """
        self.lines += 1
        named = _ROOM.findall(text)
        if self._directory is not None or len(set(named)) > 1 or "\\" in text:
            return self.take_by_itself(number, text), None
        room = RoomId(named[0]) if named else None
        state = self._rooms.get(room, self._nothing) if room else self._nothing
        key = text.replace(f'"{room}"', f'"{ANY_ROOM}"') if room else text
        if room in self._aside:
            return self.take_by_itself(number, text), None
        if key not in state.follows:
            state.follows[key] = self._next(state, key, number, text)
            self._forget_at_the_limit()
        found = state.follows[key]
        if found is None:
            return self.take_by_itself(number, text), None
        self._cited[found.cites] += 1
        if room:
            self._rooms[room] = found.state
            self._keep(room, number, found.line, found.cites)
        return found.line, room

    def _next(self, state: _State, key: str, number: int, text: str) -> _Next | None:
        """What follows from a line of one room, or of none; None where there is more to say of it."""
        try:
            line = line_in(key, self.file, number)
        except LogError:
            line_in(text, self.file, number)  # refused under the room's own name
            raise
        rooms, judged = self._rooms_of(line), judge_line(self._with_users(state.held, line), line, self.head)
        is_of_one = not rooms or rooms == (ANY_ROOM,)
        if not is_of_one or judged.unlike or judged.leaks or not isinstance(judged.after, HomeServer):
            return None
        return _Next(line, judged.cites, self._state(judged.after))

    def _state(self, held: HomeServer) -> _State:
        if held not in self._states:
            self._states[held] = _State(held)
        return self._states[held]

    def _forget_at_the_limit(self) -> None:
        self._remembered += 1
        if self._remembered > MOST_REMEMBERED:
            for state in self._states.values():
                state.follows.clear()
            self._states.clear()
            self._remembered = 0

    def _rooms_of(self, line: LogLine) -> tuple[RoomId, ...]:
        """The rooms whose state a line can touch: that which it is about, those found, or all after a crash."""
        comes = arrival(line.what)
        match comes.message if comes else None:
            case DirectoryAnswer(found=found):
                return tuple(sorted({listing.room for listing in found}))
            case Restart():
                return tuple(self._rooms)
            case None:
                return ()
            case message:
                return (message.room,) if message.room else ()

    def take_by_itself(self, number: int, text: str) -> LogLine:
        """Judge a line under its own names, in all the rooms that it touches; nothing is remembered of it."""
        line = line_in(text, self.file, number)
        rooms = self._rooms_of(line)
        if self.head.initial is None and isinstance(line.what, Crash):
            # Nobody knows of which rooms such a server comes up again: each that the line speaks of is judged alone.
            for room in sorted({*rooms, *filter(None, map(_room_of, _done_in(line)))}):
                self._judge_by_itself(number, _about(line, room), (room,))
        elif len(rooms) == 1 and rooms[0] in self._aside:
            self._pass_over(number, line, rooms[0])
        else:
            self._judge_by_itself(number, line, rooms)
        return line

    def _judge_by_itself(self, number: int, whole: LogLine, touched: tuple[RoomId, ...]) -> None:
        rooms = tuple(room for room in touched if room not in self._aside)
        line = replace(whole, sends=tuple(each for each in whole.sends if each.message.room not in self._aside))
        held: HomeServer | Directory
        if self._directory is not None:
            held = self._directory
        else:
            parts = (with_room_called(self._rooms[room].held, ANY_ROOM, room) for room in rooms if room in self._rooms)
            held = self._with_users(together(parts, self._nothing.held), line)
        judged = judge_line(held, line, self.head)
        room = rooms[0] if len(rooms) == 1 and self._directory is None else None
        if judged.unlike and judged.unlike.expected and room and self._began_before(room, line):
            self._begin(room, number, line)
            return
        self.leaks += (ToldOutsider(number, each) for each in judged.leaks)
        if judged.unlike and len(self.faults) >= MOST_TOLD:
            self.passed_over += 1
        elif judged.unlike:
            self.faults.append(LogFault(number, room, line, held, judged.unlike, judged.cites))
            if room:
                self._aside[room] = self.faults[-1]
        else:
            self._cited[judged.cites] += 1
            if room:
                self._keep(room, number, with_room_called(line, room, ANY_ROOM), judged.cites)
        if isinstance(judged.after, Directory):
            self._directory = judged.after
        else:
            after = apart(judged.after)
            for room in {*rooms, *after}:
                part = after.get(room, self._nothing.held)
                self._rooms[room] = self._state(with_room_called(part, room, ANY_ROOM))

    # What follows is for a log that begins in the middle.

    def _with_users(self, held: HomeServer, line: LogLine) -> HomeServer:
        """Whoever such a log speaks of as the server's own user is one."""
        if self.head.initial is not None:
            return held
        return replace(held, users=tuple(sorted({*held.users, *users_in(self.head, line)})))

    def _keep(self, room: RoomId, number: int, line: LogLine, cites: tuple[str, ...]) -> None:
        if self.head.initial is None:
            begun = self.begun.setdefault(room, Begun(number, number))
            begun.cited[cites] += 1
            if len(begun.lines) <= MOST_KEPT:
                begun.lines.append(line)

    def _began_before(self, room: RoomId, line: LogLine) -> bool:
        """Whether something may have been held of the room before the log, in which this line is the next about it."""
        if self.head.initial is not None:
            return False
        first = self.begun[room].lines[0] if room in self.begun and self.begun[room].lines else line
        return not (isinstance(first.what, Give) and isinstance(first.what.command, Create))

    def _begin(self, room: RoomId, number: int, line: LogLine) -> None:
        """Look for a beginning that explains the room up to this line, else this line, else nothing before the next."""
        begun = self.begun.setdefault(room, Begun(number, number))
        lines = (*begun.lines, with_room_called(line, room, ANY_ROOM))
        found = beginning(self.head, lines) if len(lines) <= MOST_KEPT else None
        self._cited -= begun.cited  # what was found to be kept was found from another beginning
        if found is None:
            self.untold += begun.cited.total()
            begun.since, lines = number, lines[-1:]
            found = beginning(self.head, lines)
        if found is None:
            self.untold += 1
            begun.since, found, lines = number + 1, Before((), self._nothing.held, ()), ()
        held = found.lines[-1].after if found.lines else found.held
        assert isinstance(held, HomeServer)
        begun.said, begun.came, begun.lines = found.said, found.came, [*lines]
        begun.cited = Counter(each.cites for each in found.lines)
        self._cited += begun.cited
        self._rooms[room] = self._state(held)

    def _pass_over(self, number: int, line: LogLine, room: RoomId) -> None:
        self.passed_over += 1
        tail = self._aside[room].tail
        if len(tail) < LINES_AFTER:
            tail.append((number, line))
