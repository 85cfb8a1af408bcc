"""What a claim is: a sentence about every run of the specification, the clauses it rests on, and how it is judged.

Rule 1: a claim reads what the rules left behind, and never asks a rule for its opinion.
Rule 2: each says over what it is judged, so that it is judged once for each such thing and not in every world: a moment
        at one home server with the acts of its users that stand by then, or a quiet world, in which all has come right.
Rule 3: a claim about every run yields a sentence for each part that fails and says on whom; it never answers yes or no.
"""

import linecache
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from inspect import isfunction, isgeneratorfunction, signature
from types import UnionType
from typing import Any

from .. import Accept, Entry, Join, Knock, Membership, Reading, RoomId, ServerName, UserId, World
from ..clauses import cited
from ..room import Room
from ..rows import Outcome
from ..situation import Incoming, Reaction
from ..terms import MemberMap, Update, epoch_after
from ..wanted import WrongUse, brief
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
        for view in others_than(self.before.rooms, self.after.rooms):
            for entry in view.members:
                if entry != (was := self.before.room(view.room).entry(entry.user)):
                    yield view.room, was, entry


def publishes(moment: Moment) -> bool:
    """Whether the server publishes anything in this moment."""
    return bool(moment.reaction.published)


def changes_a_register(moment: Moment) -> bool:
    """Whether the server holds another register after this moment."""
    return moment.after.rooms != moment.before.rooms


def changes_the_server(moment: Moment) -> bool:
    """Whether the server holds anything otherwise after this moment."""
    return moment.after != moment.before


def tells_somebody(moment: Moment) -> bool:
    """Whether somebody is shown something, or something is sent, in this moment."""
    return bool(moment.reaction.notices or moment.reaction.sends)


def does_something(moment: Moment) -> bool:
    """Whether anything comes of this moment: most of what an outsider can say is ignored."""
    return publishes(moment) or tells_somebody(moment) or changes_the_server(moment)


def others_than(those: tuple[Room, ...], views: tuple[Room, ...]) -> Iterator[Room]:
    """The views that are not among those: of two states of a server, what is another one in the second."""
    return (view for view in views if view not in those)


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


Concerns = Callable[[Moment], bool]
"""What picks the moments in which a claim is asked."""

Kinds = type | UnionType | None
"""Kinds of message or command; none stands for all."""

OWNERS = {"anothers": "another's", "ones": "one's", "rooms": "room's", "users": "user's"}


@dataclass(frozen=True)
class Claim:
    """One claim.

    `judge` is asked of what it is judged over: it yields what is wrong there, or says of a moment whether it is a
    witness. `about` are the kinds of message in whose moments it is asked, `concerns` picks the moments themselves;
    without them it is asked in all. `first` is set on a first wording that cannot hold: it says why not, and what is
    claimed instead.
    """

    name: str
    mood: Mood
    over: Over
    cites: tuple[str, ...]
    sentence: str
    judge: Callable[..., Any]
    concerns: Concerns | None = None
    first: str = ""
    about: Kinds = None

    @property
    def words(self) -> str:
        """The name as words, with the apostrophes for which a name has no room."""
        return " ".join(OWNERS.get(word, word) for word in self.name.split("-"))

    def is_about(self, kind: type) -> bool:
        """Whether it is asked in the moments of a message of this kind."""
        return self.about is None or issubclass(kind, self.about)

    def is_asked_of(self, looked_at: Any) -> bool:
        """Whether it is asked there at all: of a moment the kind of message and what comes of it may say no."""
        is_about = self.about is None or self.is_about(type(looked_at.message))
        return is_about and (self.concerns is None or self.concerns(looked_at))

    def flaws(self, *looked_at: Any) -> tuple[str, ...]:
        """What of it fails there, part by part, and on whom; nothing where it holds. Raises `BadClaim`."""
        return self.judged(*looked_at) if self.is_asked_of(looked_at[-1]) else ()

    def judged(self, *looked_at: Any) -> tuple[str, ...]:
        """The same where it is known to be asked."""
        try:
            return tuple(self.judge(*looked_at))
        except Exception as error:
            raise BadClaim(f"“{self.words}” cannot be judged: {_where(error, self.judge)}") from error

    def is_shown_by(self, moment: Moment) -> bool:
        """Whether a moment is a witness of it. Raises `BadClaim`."""
        if not self.is_asked_of(moment):
            return False
        try:
            shown = self.judge(moment)
        except Exception as error:
            raise BadClaim(f"“{self.words}” cannot be judged: {_where(error, self.judge)}") from error
        if not isinstance(shown, bool):
            raise BadClaim(f"“{self.words}” answers {shown!r}: a claim about some run returns True or False")
        return shown


class BadClaim(WrongUse):
    """A claim that cannot be judged; the message says which line of it, and what to write."""


def _where(error: Exception, judge: Callable[..., Any]) -> str:
    """What went wrong in a claim, with the last line of its own on the way there."""
    code = judge.__code__
    own = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename == code.co_filename]
    number = (own[-1].lineno if own else code.co_firstlineno) or 0
    line = linecache.getline(code.co_filename, number).strip()
    return f"{type(error).__name__}, {error}, in line {number}, `{line}`"


_GIVEN = {
    Over.MOMENT: ("moment",),
    Over.MEETING: ("servers", "moment"),
    Over.DIRECTORY: ("directory", "reaction", "reading"),
    Over.QUIET: ("quiet",),
}
"""What a function is given by what it is judged over; what one about whole runs is given is the search's own matter."""


def _named(function: Callable[..., Any], over: Over = Over.RUN) -> str:
    """The claim's name, which is the function's. Raises `BadClaim` for what cannot be called with what it is given."""
    if not isfunction(function):
        raise BadClaim(f"a claim is made of a function, and this is {brief(function)}: write the decorator above a def")
    name, given = function.__name__, () if over is Over.RUN else _GIVEN[over]
    try:
        if given:
            signature(function).bind(*given)
    except TypeError as wrong:
        call = f"{name}({', '.join(given)})"
        raise BadClaim(f"a claim over “{over}” is asked as {call}, and here is {wrong}: write def {call}") from None
    return name.strip("_").replace("_", "-")


def _sentence(function: Callable[..., Any]) -> str:
    if not function.__doc__:
        raise BadClaim(f"{_named(function)} has no docstring, which is the sentence that it claims")
    return " ".join(function.__doc__.split())


Flaws = Callable[..., Iterator[str]]
Witness = Callable[[Moment], bool]


def in_every_run(
    cites: str,
    over: Over = Over.MOMENT,
    *,
    about: Kinds = None,
    concerns: Concerns | None = None,
    first: str = "",
) -> Callable[[Flaws], Claim]:
    """Make a claim about every run of a function that yields a sentence for each thing that is wrong.

    Its name is the claim's name, its docstring the sentence. Raises `BadClaim` where it would never be judged.
    """
    judged = tuple(each for each in Over if each is not Over.RUN)
    if over not in judged:
        there = ", ".join(f"Over.{each.name} ({each})" for each in judged)
        raise BadClaim(f"a claim is not judged over {over!r}; there are {there}")
    over = Over(over)
    if (about, concerns) != (None, None) and over not in (Over.MOMENT, Over.MEETING):
        raise BadClaim(f"a claim over “{over}” is about no kind of message, and concerns no moments")
    if concerns is None and over is Over.MEETING:
        raise BadClaim(f"a claim over “{over}” says which moments it concerns")

    def claim(judge: Flaws) -> Claim:
        if not isgeneratorfunction(judge):
            raise BadClaim(f"{_named(judge)} yields nothing: write `yield` and a sentence for each thing that is wrong")
        name = _named(judge, over)
        return Claim(name, Mood.ALWAYS, over, cited(cites), _sentence(judge), judge, concerns, first, about)

    return claim


def in_some_run(
    cites: str, about: Kinds = None, *, concerns: Concerns | None = None
) -> Callable[[Witness], Claim]:
    """Make a claim about some run: the moment that the function says yes to is a witness."""
    return lambda judge: Claim(
        _named(judge, Over.MOMENT),
        Mood.SOMETIMES,
        Over.MOMENT,
        cited(cites),
        _sentence(judge),
        judge,
        concerns,
        about=about,
    )


def of_whole_runs(cites: str) -> Callable[[Flaws], Claim]:
    """Make a claim about whole runs: the function is given one that never ends, where the search found one."""
    return lambda judge: Claim(_named(judge), Mood.ALWAYS, Over.RUN, cited(cites), _sentence(judge), judge)


def of_two_worlds(cites: str) -> Callable[[Flaws], Claim]:
    """Make a claim about two worlds and one observer: the function is given what the account of a run comes to."""
    return lambda judge: Claim(_named(judge), Mood.PAIR, Over.RUN, cited(cites), _sentence(judge), judge)
