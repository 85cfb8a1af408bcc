"""One line of a log in one state of a server: what the rules say of it, and a server cut into its rooms.

Nothing is decided here about rooms or users: what a server should do is what `receive` and `inquire` say.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from itertools import chain
from typing import Any, NamedTuple

from spec_impl import Envelope, Reading, RoomId, ServerName, UserId
from spec_impl.actions import Give
from spec_impl.messages import DirectoryQuery, NamePublished, Refusal, Told
from spec_impl.situation import hides
from spec_impl.stepping import Arrival, arrival, forbids, inquire, receive
from spec_impl.terms import DIRECTORY
from spec_impl.tracefile import sets_of
from spec_impl.world import Directory, HomeServer, KnockMemory, Wish

from ..change.observer import changes_between
from .log import Coming, LogHead, LogLine, LogPart

_VERBS: dict[LogPart, tuple[str, str]] = {
    "sends": ("send", "sends"),
    "published": ("publish", "publishes"),
    "notices": ("show", "shows"),
    "changes": ("come to hold", "comes to hold"),
}

# --- One line in one state --------------------------------------------------------------------------------------------


class Unlike(NamedTuple):
    """Why a line is not allowed, and the line that follows by the rules, where they say anything of it.

    Where the log leaves a part out, that part is as the log has it.
    """

    sentence: str
    expected: LogLine | None = None


@dataclass(frozen=True)
class JudgedLine:
    """What became of one line: the state that follows by the rules, the clauses behind that, and what is wrong.

    `leaks` are messages about a hidden room to a server that has nobody in it.
    """

    after: HomeServer | Directory
    cites: tuple[str, ...] = ()
    unlike: Unlike | None = None
    leaks: tuple[Envelope, ...] = ()


def judge_line(held: HomeServer | Directory, line: LogLine, head: LogHead) -> JudgedLine:
    """What the rules say of one line, where this is held."""
    comes = arrival(line.what)
    if comes is None or (flaw := _cannot_come(held, line, comes, head)):
        made_up = "no rule makes a server send this by itself"
        return JudgedLine(held, unlike=Unlike(made_up if comes is None else flaw))
    try:
        after, expected, cites = _followed(held, line, comes, head.reading)
    except Exception as broken:  # noqa: BLE001, in a state that no run leads to a rule may meet what it takes for impossible
        return JudgedLine(held, unlike=Unlike(f"no rule was made for this in such a state ({type(broken).__name__})"))
    left_out: Any = {part: getattr(line, part) for part in head.leaves_out}
    expected = replace(expected, **left_out)
    flaw = difference(line, expected)
    leaks = tuple(_leaks(held, after, line, head.reading))
    return JudgedLine(after, cites, Unlike(flaw, expected) if flaw else None, leaks)


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


def after(held: HomeServer, what: Coming, head: LogHead) -> HomeServer | None:
    """What is held after something came of which no line says what the server did; None where it cannot come."""
    comes = arrival(what)
    if comes is None or _cannot_come(held, LogLine(what), comes, head):
        return None
    try:
        return receive(held, comes.sender, comes.message, head.reading).server
    except Exception:  # noqa: BLE001, as in `judge`
        return None


def difference(line: LogLine, expected: LogLine) -> str:
    """In what the server did otherwise than it should, in words; empty where it did what it should.

    Only the order of notices means anything.
    """
    words = []
    for part, (verb, does) in _VERBS.items():
        did, due = getattr(line, part), getattr(expected, part)
        if did == due:
            continue
        missing, more = Counter(due) - Counter(did), Counter(did) - Counter(due)
        if missing and more:
            words.append(f"{does} something else than it should")
        elif missing:
            words.append(f"does not {verb} all that it should")
        elif more:
            words.append(f"{does} what it should not")
        elif part == "notices":
            words.append(f"{does} it in another order")
    return f"it {', and it '.join(words)}" if words else ""


def _leaks(
    before: HomeServer | Directory, after: HomeServer | Directory, line: LogLine, reading: Reading
) -> Iterator[Envelope]:
    """Messages about a hidden room to whoever has nobody in it and was asked nothing by our own users.

    The word that there is no such room tells nothing.
    """
    if isinstance(before, Directory) or isinstance(after, Directory):
        return
    for envelope in line.sends:
        room, message = envelope.message.room, envelope.message
        says_nothing = isinstance(message, Refusal) and message.told is Told.NO_SUCH_ROOM
        if room is None or envelope.receiver == DIRECTORY or says_nothing:
            continue
        views = (before.room(room), after.room(room))
        known = {entry.user.server for view in views for entry in view.members}
        held: Iterator[Wish | KnockMemory] = chain(before.wishes, after.wishes, before.knocks, after.knocks)
        asked = {server for each in held if each.room == room for server in each.asked}
        if envelope.receiver not in known | asked and any(hides(reading, view.mode) for view in views):
            yield envelope


# --- A server cut into its rooms --------------------------------------------------------------------------------------

_OF_ROOMS = tuple(each.name for each in fields(HomeServer) if each.name not in ("name", "users"))
"""What a server holds of rooms: everything but who it is and whose home."""


def apart(server: HomeServer) -> dict[RoomId, HomeServer]:
    """What the server holds of each room."""
    rooms = {each.room for name in _OF_ROOMS for each in getattr(server, name)}
    return {room: only(server, room) for room in sorted(rooms)}


def only(server: HomeServer, room: RoomId | None) -> HomeServer:
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


def with_room_called(value: Any, old: RoomId, new: RoomId) -> Any:
    """The same with another id in every place of the room's; a user may be called as a room is."""
    if isinstance(value, str):
        return new if value == old else value
    if isinstance(value, tuple):
        return tuple(with_room_called(each, old, new) for each in value)
    if is_dataclass(value) and not isinstance(value, type | UserId):
        return replace(
            value, **{each.name: with_room_called(getattr(value, each.name), old, new) for each in fields(value)}
        )
    return value
