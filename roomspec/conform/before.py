"""What may have come before a line that no rule allows as it stands: lines that are missing, or twice, or misplaced.

Nothing here knows what a message means: what may have come is every command and message there is, over the names that
stand in the lines and in what is held, and what follows from it is what the rules say.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, reduce
from itertools import product
from typing import Any, Literal, assert_never, get_args

from spec_impl import Deliver, Entry, Envelope, Give, JoinMode, Membership, PduId, RoomId, ServerName, Told, UserId
from spec_impl.actions import GiveUp, Spread
from spec_impl.commands import Command
from spec_impl.messages import Grant, NamesNoRoom, StateUpdate, WireMessage
from spec_impl.room import Room
from spec_impl.terms import DIRECTORY, ModeChange, RoomAlias, Update
from spec_impl.trace_schema import Actor, Spelling, defaults_of, fields_of, spelling_of
from spec_impl.world import HomeServer

from ..change.observer import LineHeld
from .judge import JudgedLine, after, judge_line
from .log import Coming, LogHead, LogLine

MOST_EVENTS = 2
"""How many things may have come unseen before a log begins; with more, nobody could tell which."""

MOST_WAYS = 20_000
"""How many ways are tried for one line: a second or two."""


@dataclass(frozen=True)
class Before:
    """What came unseen, as little of it as explains the lines, what is held then, and what became of each line.

    `said` is what was held of the room before anything came, where the lines themselves say so.
    """

    came: tuple[Coming, ...]
    held: HomeServer
    lines: tuple[JudgedLine, ...]
    said: tuple[Update, ...] = ()


@lru_cache(maxsize=1_000)
def beginning(head: LogHead, lines: tuple[LogLine, ...]) -> Before | None:
    """The smallest beginning that explains these lines of one room; None where none that was tried does.

    First those from what the lines themselves say was held of it, with one thing more at most, then those from nothing.
    """
    nothing = HomeServer(head.name, users_in(head, *lines) or (UserId("somebody", head.name),))
    if said := _said_to_be_held(lines):
        for found in _explaining(nothing.storing(said), lines, head, 1):
            return replace(found, said=said.as_updates(as_one_map=False))
    return next(_explaining(nothing, lines, head, MOST_EVENTS), None)


def _said_to_be_held(lines: Sequence[LogLine]) -> Room | None:
    """The room as the lines say that it was held: what was there before a change, and in a room sent with a grant.

    Of each user, and of the mode, what is said first counts; of whom a change is published that is what it replaced.
    """
    found, rooms = dict[UserId | None, Update | None](), list[Room]()
    for line in lines:
        for change in line.changes:
            rooms.append(Room(change.room))
            found.setdefault(change.user if isinstance(change, LineHeld) else None, change.before)
        for published in line.published:
            found.setdefault(_whose(published.update), None)
        for grant in (sent.message for sent in line.sends if isinstance(sent.message, Grant)):
            rooms.insert(0, Room(grant.state.room, map_version=grant.state.map_version))
            for update in grant.state.as_updates(as_one_map=False):
                found.setdefault(_whose(update), update)
    known = [update for update in found.values() if update]
    return reduce(Room.merged, known, rooms[0]) if known else None


def _whose(update: Update) -> UserId | None:
    """Whose line an update is; nobody's, where it is the mode."""
    return update.user if isinstance(update, Entry) else None


def users_in(head: LogHead, *lines: LogLine) -> tuple[UserId, ...]:
    """The server's own users that the lines speak of."""
    found = _names_in(HomeServer(head.name), lines)[UserId]
    return tuple(sorted(user for user in found if user.server == head.name))


def explained(held: HomeServer, lines: Iterable[LogLine], head: LogHead) -> tuple[JudgedLine, ...]:
    """What becomes of one line after the other from here on, as far as they are explained."""
    found: list[JudgedLine] = []
    for line in lines:
        judged = judge_line(held, line, head)
        if judged.unlike or not isinstance(judged.after, HomeServer):
            break
        found.append(judged)
        held = judged.after
    return tuple(found)


def _explaining(held: HomeServer, lines: Sequence[LogLine], head: LogHead, depth: int) -> Iterator[Before]:
    """What may have come to make all these lines explained, fewest things first; each state is tried once."""
    letters, known, tries = _letters(held, lines, head), {held}, 0
    level = [Before((), held, explained(held, lines, head))]
    yield from (before for before in level if len(before.lines) == len(lines))
    for _ in range(depth):
        deeper = []
        for what, before in product(letters, level):
            tries += 1
            if tries > MOST_WAYS:
                return
            then = after(before.held, what, head)
            if then is None or then in known:
                continue
            known.add(then)
            deeper.append(Before((*before.came, what), then, explained(then, lines, head)))
            if len(deeper[-1].lines) == len(lines):
                yield deeper[-1]
        level = deeper


# --- What may have become of a log ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class MayBe:
    """What may have become of a log at a line, and how many lines after it are explained then.

    `came` is what may have come in a line that is missing, `place` which line further down belonged before it.
    """

    kind: Literal["misplaced", "missing", "too many", "alone"]
    follow: int
    came: Coming | None = None
    place: int | None = None


def guess(held: HomeServer, line: LogLine, tail: Sequence[tuple[int, LogLine]], head: LogHead) -> MayBe | None:
    """What explains most of the lines that come next in the room; None where nothing explains any.

    A line further down belonged before this one; or one is missing before it; or this one is too many, such as a line
    that stands twice; or it is wrong by itself, and what follows goes on from what the server should have done.
    """
    numbers, later = [number for number, _ in tail], [each for _, each in tail]
    found = []
    for place, other in enumerate(later):
        order = (other, line, *later[:place], *later[place + 1 :])
        if (count := len(explained(held, order, head))) > 1:
            found.append(MayBe("misplaced", count - 2, place=numbers[place]))
    for before in _explaining(held, (line,), head, 1):
        if before.came:
            after = before.lines[0].after
            assert isinstance(after, HomeServer)
            found.append(MayBe("missing", len(explained(after, later, head)), before.came[0]))
    skipped, should = explained(held, later, head), judge_line(held, line, head)
    if skipped:
        found.append(MayBe("too many", len(skipped)))
    if should.unlike and should.unlike.expected and isinstance(should.after, HomeServer):
        found.append(MayBe("alone", len(explained(should.after, later, head))))
    return max(found, key=lambda each: each.follow, default=None)


# --- What there is to say ---------------------------------------------------------------------------------------------


def _letters(held: HomeServer, lines: Sequence[LogLine], head: LogHead) -> tuple[Coming, ...]:
    """Everything that may come to the server, over the names that stand in what it holds and in the lines."""
    found = _names_in(held, lines)
    own = [user for user in sorted(found[UserId]) if user.server == head.name]
    others = sorted(found[ServerName] - {head.name})
    said = {kind: tuple(_all(kind, found)) for kind in (*get_args(Command), *get_args(WireMessage))}
    rooms = sorted(found[RoomId])
    return (
        *(Give(user, command) for kind in get_args(Command) for command in said[kind] for user in own),
        *(GiveUp(user, room) for user in own for room in rooms),
        *(
            Deliver(Envelope(sender, head.name, message))
            for kind in get_args(WireMessage)
            if kind is not StateUpdate and not kind.is_for_the_directory
            for message in said[kind]
            for sender in ([DIRECTORY] if issubclass(kind, NamesNoRoom) else others)
        ),
        *(Spread(head.name, update) for update in said[StateUpdate]),
    )


def _names_in(held: HomeServer, lines: Sequence[LogLine]) -> dict[Any, set[Any]]:
    """The names in the lines and in what is held, and besides the stays before those, and one name for any room."""
    found = defaultdict[Any, set[Any]](set)
    _gather((*lines,), tuple[LogLine, ...], found)
    _gather(held, HomeServer, found)
    actors = {*found[ServerName], *found[Actor], *(user.server for user in found[UserId])}
    found[ServerName] = {ServerName(name) for name in actors if name != DIRECTORY}
    found[int] |= {1, *(number - 1 for number in found[int] if number > 1)}
    found[RoomAlias] |= set() if found[RoomAlias] else {RoomAlias("#somewhere")}
    return found


def _gather(value: Any, hint: Any, found: dict[Any, set[Any]]) -> None:
    """Put every name, stay, word and record within a value under its type."""
    spelling, within = spelling_of(hint)
    match spelling:
        case Spelling.TEXT | Spelling.WORDS | Spelling.NUMBER:
            found[hint].add(value)
        case Spelling.LIST | Spelling.ROW:
            for part, each in zip(value, within, strict=False):
                _gather(part, each, found)
        case Spelling.MAYBE:
            if value is not None:
                _gather(value, within, found)
        case Spelling.RECORD | Spelling.KINDS:
            cls: Any = type(value)
            found[cls].add(value)
            for name, each in fields_of(cls).items():
                if each is not int or name in _COUNTED:
                    _gather(getattr(value, name), each, found)
        case Spelling.FLAG:
            pass
        case _:
            assert_never(spelling)


_COUNTED = ("epoch", "depth")
"""The numbers that count something; the others are derived from words or say nothing."""


def _all(hint: Any, found: Mapping[Any, set[Any]]) -> Iterator[Any]:  # noqa: C901, a case for each spelling
    """Every value of a type over these names; of a list, one thing at most."""
    spelling, within = spelling_of(hint)
    match spelling:
        case Spelling.TEXT:
            yield from sorted(found[hint]) if hint is not str else ("",)
        case Spelling.NUMBER:
            yield from sorted(found[int])
        case Spelling.FLAG:
            yield from (False, True)
        case Spelling.WORDS:
            yield from sorted(found[Told] | {Told.NO_SUCH_ROOM}) if hint is Told else within
        case Spelling.LIST:
            yield ()
            yield from ((each,) for each in _all(next(within), found))
        case Spelling.ROW:
            yield from product(*(tuple(_all(each, found)) for each in within))
        case Spelling.MAYBE:
            yield None
            yield from _all(within, found)
        case Spelling.KINDS:
            for each in within.values():
                yield from _all(each, found)
        case Spelling.RECORD:
            yield from _records(within, found)
        case _:
            assert_never(spelling)


def _records(cls: Any, found: Mapping[Any, set[Any]]) -> Iterator[Any]:
    """Every record of a class; a number or a word that has a default stays at it."""
    if cls is Room:
        modes = (ModeChange(1, mode, origin) for mode in JoinMode for origin in sorted(found[ServerName]))
        yield from sorted(found[Room], key=ascii)
        yield from (Room(room, mode) for mode in modes for room in sorted(found[RoomId]))
    elif cls is PduId:
        yield from (entry.pdu_id for entry in _records(Entry, found) if entry.membership is Membership.INVITED)
    else:
        fixed = {name: default for name, default in defaults_of(cls).items() if fields_of(cls)[name] in (int, str)}
        free = {name: tuple(_all(hint, found)) for name, hint in fields_of(cls).items() if name not in fixed}
        for chosen in product(*free.values()):
            made = cls(**dict(zip(free, chosen, strict=True)), **fixed)
            if not isinstance(made, Entry) or made.membership.rank:
                yield made
