"""What a claim is: a sentence about every run of the specification, the clauses it rests on, and how it is judged.

Rule 1: a claim reads what the rules left behind, and never asks a rule for its opinion.
Rule 2: each says over what it is judged, so that it is judged once for each such thing and not in every world: a moment
        at one home server with the acts of its users that stand by then, or a quiet world, in which all has come right.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

from .. import Accept, Entry, Join, Knock, Membership, Reading, RoomId, ServerName, UserId, World
from ..clauses import cited
from ..room import Room
from ..rows import Outcome
from ..situation import Incoming, Reaction
from ..terms import MemberMap, Update, epoch_after
from ..world import HomeServer, Wish


@dataclass(frozen=True, order=True, slots=True)
class Act:
    """That a user asked to be in a room himself, and for which stay; it stands until that stay has ended."""

    user: UserId
    room: RoomId
    epoch: int


Acts = tuple[Act, ...]


@dataclass(frozen=True)
class Moment:
    """One message at one home server, what the server did about it, and the acts of its users that stand by then."""

    before: HomeServer
    sender: ServerName | UserId
    message: Incoming
    reading: Reading
    reaction: Reaction
    acts: Acts = ()

    @property
    def after(self) -> HomeServer:
        """The server when it is over."""
        return self.reaction.server

    @property
    def outcome(self) -> Outcome:
        """What the first table decided."""
        return self.reaction.verdicts[0].outcome

    def written(self) -> Iterator[tuple[RoomId, Entry]]:
        """The lines that this server itself wrote and published in this moment."""
        for update in self.reaction.published:
            for line in lines_of(update.update):
                if line.origin == self.after.name and line != self.before.room(update.room).entry(line.user):
                    yield update.room, line

    def changed(self) -> Iterator[tuple[RoomId, Entry | None, Entry]]:
        """Every line of the register that is another one now: room, the line before, the line after."""
        for view in self.after.rooms:
            for entry in view.members:
                if entry != (was := self.before.room(view.room).entry(entry.user)):
                    yield view.room, was, entry


def lines_of(update: Update) -> tuple[Entry, ...]:
    """The lines of a register that an update carries."""
    if isinstance(update, MemberMap):
        return update.members
    return (update,) if isinstance(update, Entry) else ()


def acts_before(acts: Acts, server: HomeServer, giver: UserId, command: Incoming) -> Acts:
    """The acts that stand while a command is carried out, this one among them."""
    if not isinstance(command, Accept | Join | Knock):
        return acts
    invitation = server.invitation(giver, command.room) if isinstance(command, Accept) else None
    epoch = max(invitation.epoch if invitation else 0, epoch_after(server.room(command.room).entry(giver)))
    return tuple(sorted({*acts, Act(giver, command.room, epoch)}))


def acts_after(moment: Moment) -> Acts:
    """The acts that still stand afterwards: none of a stay that has ended."""
    return tuple(act for act in moment.acts if not _is_over(moment.after.room(act.room).entry(act.user), act.epoch))


def _is_over(entry: Entry | None, epoch: int) -> bool:
    return entry is not None and entry.membership.is_over and entry.epoch >= epoch


@dataclass(frozen=True)
class Quiet:
    """One quiet world, and how many messages were lost on the way to it."""

    world: World
    lost: int = 0

    @cached_property
    def rooms(self) -> tuple[RoomId, ...]:
        """Every room of which some server holds something."""
        return tuple(sorted({view.room for server in self.world.servers for view in server.rooms}))

    @cached_property
    def people(self) -> frozenset[UserId]:
        """Everybody who has a home server here."""
        return frozenset(user for server in self.world.servers for user in server.users)

    def inside(self, room: RoomId) -> tuple[HomeServer, ...]:
        """The servers that are in a room: each has a user joined, as it holds itself (PUB-6)."""
        return tuple(server for server in self.world.servers if server.is_aware(room))

    def views(self, room: RoomId) -> tuple[Room, ...]:
        """The room as each server in it holds it."""
        return tuple(server.room(room) for server in self.inside(room))

    def own_lines(self) -> Iterator[tuple[HomeServer, RoomId, Entry]]:
        """What each home server holds of its own users."""
        for server in self.world.servers:
            for view in server.rooms:
                for entry in view.members:
                    if entry.user in server.users:
                        yield server, view.room, entry

    def wishes(self) -> Iterator[tuple[HomeServer, Wish]]:
        """What users asked for, wherever it got to."""
        for server in self.world.servers:
            for wish in server.wishes:
                yield server, wish

    def ended(self, room: RoomId) -> Iterator[Entry]:
        """Every stay that has ended as a server in the room holds, or the user's own, whether that has left or not."""
        for server in self.world.servers:
            for entry in server.room(room).members:
                if entry.membership.is_over and (server.is_aware(room) or entry.user in server.users):
                    yield entry

    def held_of(self, user: UserId, room: RoomId) -> Iterator[tuple[ServerName, Entry]]:
        """How a user is held by the servers in the room, and by his own unless that has left it."""
        for server in self.world.servers:
            view = server.room(room)
            has_left = view.mode is not None and not server.is_aware(room)
            entry = view.entry(user)
            if entry and not has_left and (server.name == user.server or server.is_aware(room)):
                yield server.name, entry


def in_force(view: Room, user: UserId, epoch: int) -> bool:
    """Whether a view holds the user as invited, in that stay."""
    entry = view.entry(user)
    return entry is not None and (entry.epoch, entry.membership) == (epoch, Membership.INVITED)


class Mood(StrEnum):
    """How a claim speaks: of every run, of some run, or of two worlds that one observer must not tell apart."""

    ALWAYS = "always"
    SOMETIMES = "sometimes"
    PAIR = "pair"


class Over(StrEnum):
    """What a claim is judged over."""

    MOMENT = "each moment at one home server"
    MEETING = "each moment at one home server, in the world in which it happens"
    DIRECTORY = "each answer of the directory"
    QUIET = "each quiet world"
    RUN = "whole runs"


OWNERS = {"anothers": "another's", "rooms": "room's", "users": "user's"}


@dataclass(frozen=True)
class Claim:
    """One claim.

    `holds` is asked of what it is judged over: an `always` claim fails where it says no, a `sometimes` claim is
    witnessed where it says yes. `concerns` picks the moments that are judged by what every home server holds then.
    `first` is set on a first wording that cannot hold: it says why not, and what is claimed instead.
    """

    name: str
    mood: Mood
    over: Over
    cites: tuple[str, ...]
    sentence: str
    holds: Callable[..., bool]
    concerns: Callable[[Moment], bool] | None = None
    first: str = ""

    @property
    def words(self) -> str:
        """The name as words, with the apostrophes for which a name has no room."""
        return " ".join(OWNERS.get(word, word) for word in self.name.split("-"))


def _named(function: Callable[..., Any]) -> str:
    return function.__name__.strip("_").replace("_", "-")


def _sentence(function: Callable[..., Any]) -> str:
    return " ".join((function.__doc__ or "").split())


Judge = Callable[..., bool]
Decorator = Callable[[Judge], Claim]


def in_every_run(
    cites: str, over: Over = Over.MOMENT, *, concerns: Callable[[Moment], bool] | None = None, first: str = ""
) -> Decorator:
    """Make a claim about every run of a function: its name, and its docstring as the sentence."""
    return lambda holds: Claim(_named(holds), Mood.ALWAYS, over, cited(cites), _sentence(holds), holds, concerns, first)


def in_some_run(cites: str) -> Decorator:
    """Make a claim about some run: the moment that the function says yes to is a witness."""
    return lambda holds: Claim(_named(holds), Mood.SOMETIMES, Over.MOMENT, cited(cites), _sentence(holds), holds)


def of_two_worlds(cites: str) -> Decorator:
    """Make a claim about two worlds and one observer; whole runs decide it, and the function names the verdicts."""
    return lambda holds: Claim(_named(holds), Mood.PAIR, Over.RUN, cited(cites), _sentence(holds), holds)
