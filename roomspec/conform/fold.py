"""A log against the rules, line by line: what came goes to `receive`, and what the server did must be what follows.

Rule 1: nothing is decided here about rooms or users: what a server should do is what `receive` and `inquire` say.
Rule 2: a server is kept cut into its rooms, since no rule looks at two, so that a line costs what its own room does.
A room in which a line breaks the rules is set aside, and the others go on.
Rule 3: what one state makes of one line is remembered, whatever the room is called: ids of rooms are opaque.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields, is_dataclass, replace
from typing import Any, NamedTuple

from spec_impl import Envelope, Reading, RoomId, ServerName, UserId
from spec_impl.actions import Give
from spec_impl.messages import DirectoryAnswer, DirectoryQuery, NamePublished, Refusal, Restart, Told
from spec_impl.situation import hides
from spec_impl.stepping import Arrival, arrival, forbids, inquire, receive
from spec_impl.terms import DIRECTORY
from spec_impl.tracefile import sets_of
from spec_impl.world import Directory, HomeServer

from ..change.observer import changes_between
from .log import PARTS, LogError, LogHead, LogLine, Part, line_in

ANY_ROOM = RoomId("!0")
"""What a room is called while it is judged."""

MOST_REMEMBERED = 200_000
"""After so many remembered lines all are forgotten, so that a log of any length takes the same memory."""

TAIL = 6
"""How many lines of a room are kept after one that no rule allows, to tell what may have become of the log there."""

_ROOM = re.compile(r'"(![^"\\]*)"')
_VERBS: dict[Part, tuple[str, str]] = {
    "sends": ("send", "sends"),
    "published": ("publish", "publishes"),
    "notices": ("show", "shows"),
    "changes": ("come to hold", "comes to hold"),
}

# --- One line in one state --------------------------------------------------------------------------------------------


class Unlike(NamedTuple):
    """Why a line is not allowed, and what would have followed by the rules, where they say anything of it."""

    sentence: str
    expected: LogLine | None = None


@dataclass(frozen=True)
class Judged:
    """What became of one line: the state that follows by the rules, the clauses behind that, and what is wrong.

    `leaks` are messages about a hidden room to a server that has nobody in it.
    """

    after: HomeServer | Directory
    cites: tuple[str, ...] = ()
    unlike: Unlike | None = None
    leaks: tuple[Envelope, ...] = ()


def judge(held: HomeServer | Directory, line: LogLine, head: LogHead) -> Judged:
    """What the rules say of one line, where this is held."""
    comes = arrival(line.what)
    if comes is None or (flaw := _cannot_come(held, line, comes, head)):
        made_up = "no rule makes a server send this by itself"
        return Judged(held, unlike=Unlike(made_up if comes is None else flaw))
    try:
        after, expected, cites = _followed(held, line, comes, head.reading)
    except Exception as broken:  # noqa: BLE001, in a state that no run leads to a rule may meet what it takes for impossible
        return Judged(held, unlike=Unlike(f"no rule was made for this in such a state ({type(broken).__name__})"))
    leaks = tuple(_leaks(held, after, line, head.reading))
    unlike = None if is_like(line, expected, head) else Unlike(difference(line, expected, head), expected)
    return Judged(after, cites, unlike, leaks)


def _cannot_come(held: HomeServer | Directory, line: LogLine, comes: Arrival, head: LogHead) -> str:
    """Why what a line says came cannot have come to this server; empty where it can."""
    if comes.actor != head.name:
        return f"this comes to {comes.actor}, and the log is {head.name}'s"
    if isinstance(held, Directory):
        is_asked = isinstance(comes.message, DirectoryQuery | NamePublished)
        return "" if is_asked else f"a {type(comes.message).__name__} is no message for the directory"
    if isinstance(line.what, Give) and line.what.user not in held.users:
        return f"{line.what.user} is no user of {held.name}"
    if isinstance(line.what, Give) and forbids(held, line.what):
        return "there is a room of that id; ids are opaque, and none is drawn twice"
    return ""


def _followed(
    held: HomeServer | Directory, line: LogLine, comes: Arrival, reading: Reading
) -> tuple[HomeServer | Directory, LogLine, tuple[str, ...]]:
    """The state that follows by the rules, the line as it should be, and the clauses behind it."""
    if isinstance(held, Directory):
        assert isinstance(comes.message, DirectoryQuery | NamePublished)
        answer = inquire(held, ServerName(str(comes.sender)), comes.message, reading)
        cites = tuple(dict.fromkeys(clause for verdict in answer.verdicts for clause in verdict.cites))
        return answer.directory, LogLine(line.what, answer.sends), cites
    reaction = receive(held, comes.sender, comes.message, reading)
    changes = tuple(changes_between(held, reaction.server))
    should = LogLine(line.what, reaction.sends, reaction.published, reaction.notices, changes)
    return reaction.server, should, reaction.cites


def _in_one_order(line: LogLine, part: Part) -> list[str]:
    """What a server did, so that two of them compare: only the order of notices means anything."""
    told = [ascii(each) for each in getattr(line, part)]
    return told if part == "notices" else sorted(told)


def looked_at(head: LogHead) -> tuple[Part, ...]:
    """The parts of what the server did that the log has."""
    return tuple(part for part in PARTS if part not in head.leaves_out)


def is_like(line: LogLine, expected: LogLine, head: LogHead) -> bool:
    """Whether the server did what it should, as far as the log says what it did."""
    return all(_in_one_order(line, part) == _in_one_order(expected, part) for part in looked_at(head))


def difference(line: LogLine, expected: LogLine, head: LogHead) -> str:
    """In what the server did otherwise, in words."""
    words = []
    for part in looked_at(head):
        verb, does = _VERBS[part]
        did, due = Counter(_in_one_order(line, part)), Counter(_in_one_order(expected, part))
        if due - did and did - due:
            words.append(f"{does} something else than it should")
        elif due - did:
            words.append(f"does not {verb} all that it should")
        elif did - due:
            words.append(f"{does} what it should not")
        elif _in_one_order(line, part) != _in_one_order(expected, part):
            words.append(f"{does} it in another order")
    return "it " + ", and it ".join(words)


def _leaks(
    before: HomeServer | Directory, after: HomeServer | Directory, line: LogLine, reading: Reading
) -> Iterator[Envelope]:
    """Messages about a hidden room to whoever has nobody in it, but for the word that there is no such room."""
    if isinstance(before, Directory) or isinstance(after, Directory):
        return
    for envelope in line.sends:
        room, message = envelope.message.room, envelope.message
        says_nothing = isinstance(message, Refusal) and message.told is Told.NO_SUCH_ROOM
        if room is None or envelope.receiver == DIRECTORY or says_nothing:
            continue
        views = (before.room(room), after.room(room))
        is_known = any(entry.user.server == envelope.receiver for view in views for entry in view.members)
        if not is_known and any(hides(reading, view.mode) for view in views):
            yield envelope


# --- A server cut into its rooms --------------------------------------------------------------------------------------

_OF_ROOMS = tuple(each.name for each in fields(HomeServer) if each.name not in ("name", "users"))
"""What a server holds of rooms: everything but who it is and whose home."""


def apart(server: HomeServer) -> dict[RoomId, HomeServer]:
    """What the server holds of each room."""
    rooms = {each.room for name in _OF_ROOMS for each in getattr(server, name)}
    return {room: _only(server, room) for room in sorted(rooms)}


def _only(server: HomeServer, room: RoomId | None) -> HomeServer:
    """The server with what it holds of one room, or of none."""
    kept: Any = {name: tuple(each for each in getattr(server, name) if each.room == room) for name in _OF_ROOMS}
    return replace(server, **kept)


def together(parts: Iterable[HomeServer], nothing: HomeServer) -> HomeServer:
    """The server that holds all of these rooms."""
    held = list(parts)
    order = sets_of(HomeServer)
    kept = {name: sorted((one for part in held for one in getattr(part, name)), key=order[name]) for name in _OF_ROOMS}
    users = sorted({user for part in (nothing, *held) for user in part.users})
    whole: Any = {"users": tuple(users), **{name: tuple(each) for name, each in kept.items()}}
    return replace(nothing, **whole)


def renamed(value: Any, old: RoomId, new: RoomId) -> Any:
    """The same with another id in every place of the room's; a user may be called as a room is."""
    if isinstance(value, str):
        return new if value == old else value
    if isinstance(value, tuple):
        return tuple(renamed(each, old, new) for each in value)
    if is_dataclass(value) and not isinstance(value, type | UserId):
        return replace(value, **{each.name: renamed(getattr(value, each.name), old, new) for each in fields(value)})
    return value


# --- A log ------------------------------------------------------------------------------------------------------------


@dataclass
class Fault:
    """A line that no rule allows, the state that it met, and the lines of the same room that came next."""

    number: int
    room: RoomId | None
    line: LogLine
    held: HomeServer | Directory
    unlike: Unlike
    cites: tuple[str, ...]
    tail: list[tuple[int, LogLine]] = field(default_factory=list)


class Leak(NamedTuple):
    """A line by which a server was told of a hidden room that it has nobody in."""

    number: int
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


class Fold:
    """A log being judged: it is given line after line, and may be asked at any time what was found so far."""

    def __init__(self, head: LogHead, file: str = "the log") -> None:
        self.head, self.file = head, file
        self.lines = self.passed_over = 0
        self.faults: list[Fault] = []
        self.leaks: list[Leak] = []
        self._cited, self._remembered = Counter[tuple[str, ...]](), 0
        self._states: dict[HomeServer, _State] = {}
        self._aside: dict[RoomId, Fault] = {}
        self._directory = head.initial if isinstance(head.initial, Directory) else None
        server = head.initial if isinstance(head.initial, HomeServer) else HomeServer(head.name)
        self._nothing = self._state(_only(server, None))
        self._rooms = {room: self._state(renamed(part, room, ANY_ROOM)) for room, part in apart(server).items()}

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
            return self._take_by_itself(number, text), None
        room = RoomId(named[0]) if named else None
        state = self._rooms.get(room, self._nothing) if room else self._nothing
        key = text.replace(f'"{room}"', f'"{ANY_ROOM}"') if room else text
        if room in self._aside:
            return self._take_by_itself(number, text), None
        if key not in state.follows:
            state.follows[key] = self._next(state, key, number, text)
            self._forget_at_the_limit()
        found = state.follows[key]
        if found is None:
            return self._take_by_itself(number, text), None
        self._cited[found.cites] += 1
        if room:
            self._rooms[room] = found.state
        return found.line, room

    def _next(self, state: _State, key: str, number: int, text: str) -> _Next | None:
        """What follows from a line of one room, or of none; None where there is more to say of it."""
        try:
            line = line_in(key, self.file, number)
        except LogError:
            line_in(text, self.file, number)  # refused under the room's own name
            raise
        rooms, judged = self._rooms_of(line), judge(state.held, line, self.head)
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

    def _take_by_itself(self, number: int, text: str) -> LogLine:
        """Judge a line under its own names, in all the rooms that it touches; nothing is remembered of it."""
        line = line_in(text, self.file, number)
        rooms = self._rooms_of(line)
        if len(rooms) == 1 and rooms[0] in self._aside:
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
            parts = (renamed(self._rooms[room].held, ANY_ROOM, room) for room in rooms if room in self._rooms)
            held = together(parts, self._nothing.held)
        judged = judge(held, line, self.head)
        self.leaks += (Leak(number, each) for each in judged.leaks)
        if judged.unlike:
            room = rooms[0] if len(rooms) == 1 and self._directory is None else None
            self.faults.append(Fault(number, room, line, held, judged.unlike, judged.cites))
            if room:
                self._aside[room] = self.faults[-1]
        else:
            self._cited[judged.cites] += 1
        if isinstance(judged.after, Directory):
            self._directory = judged.after
        else:
            after = apart(judged.after)
            for room in {*rooms, *after}:
                part = after.get(room, self._nothing.held)
                self._rooms[room] = self._state(renamed(part, room, ANY_ROOM))

    def _pass_over(self, number: int, line: LogLine, room: RoomId) -> None:
        self.passed_over += 1
        tail = self._aside[room].tail
        if len(tail) < TAIL:
            tail.append((number, line))
