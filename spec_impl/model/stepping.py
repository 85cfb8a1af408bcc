"""One step: the only way in which a world changes.

Nothing is decided here about rooms or users: a step hands a message to an actor and puts back what the actor did.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TypeVar, assert_never

from .actions import Action, Crash, Cut, Deliver, Give, GiveUp, Heal, Lose, Repeat, Spread
from .enabling import is_taken, may_give_up, spreads
from .messages import Envelope, NoAnswer, Notice, Restart, StateUpdate
from .receive import inquire, receive
from .rows import Verdict
from .situation import Incoming
from .terms import DIRECTORY, Membership, RoomId, ServerName, UserId
from .world import NotEnabled, World, link

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Change:
    """What one server holds of one user, before and after a step."""

    server: ServerName
    room: RoomId
    user: UserId
    before: Membership
    after: Membership


@dataclass(frozen=True, slots=True)
class Step:
    """One step: the action, what the actor decided, sent, published and showed, and the world after it."""

    before: World
    action: Action
    after: World
    verdicts: tuple[Verdict, ...] = ()
    sends: tuple[Envelope, ...] = ()
    published: tuple[StateUpdate, ...] = ()
    notices: tuple[Notice, ...] = ()

    @property
    def cites(self) -> tuple[str, ...]:
        """The clauses behind the step, each once."""
        return tuple(dict.fromkeys(clause for verdict in self.verdicts for clause in verdict.cites))

    @property
    def changes(self) -> tuple[Change, ...]:
        """Each line of a member register that the step changed."""
        return tuple(
            Change(new.name, view.room, entry.user, held, entry.membership)
            for old, new in zip(self.before.servers, self.after.servers, strict=True)
            if old is not new
            for view in new.rooms
            for entry in view.members
            if (held := old.room(view.room).membership(entry.user)) is not entry.membership
        )


def step(world: World, action: Action) -> Step:
    """Let one thing happen. Raises `NotEnabled`, with the reason, where it cannot; then nothing has happened."""
    match action:
        case Give(user, command):
            _check_command(world, action)
            return _received(world, action, world, user.server, user, command)
        case Deliver(envelope) | Repeat(envelope):
            _check_passes(world, envelope)
            rest = world if isinstance(action, Repeat) else _without(world, envelope)
            if envelope.receiver == DIRECTORY:
                return _inquired(world, action, rest, envelope)
            return _received(world, action, rest, envelope.receiver, envelope.sender, envelope.message)
        case Spread(server, update):
            if action not in spreads(world):
                raise NotEnabled(f"that update is no news at {server}, or does not reach it")
            return _received(world, action, world, server, update.update.origin, update)
        case GiveUp(user, room):
            wish = world.server(user.server).wish(user, room)
            if wish is None or not may_give_up(world, wish):
                raise NotEnabled(f"{user} waits for no answer about {room}, or one may still come")
            return _received(world, action, world, user.server, user.server, NoAnswer(room, user))
        case Crash(server):
            return _received(world, action, world, server, server, Restart())
        case Lose() | Cut() | Heal():
            return Step(world, action, _disturbed(world, action))
        case _:
            assert_never(action)


def _disturbed(world: World, action: Lose | Cut | Heal) -> World:
    """The world after a fault that no actor notices."""
    match action:
        case Lose(envelope):
            if not getattr(envelope.message, "may_be_lost", False):
                raise NotEnabled(f"a {type(envelope.message).__name__} is not lost: it is sent until it arrives")
            return _without(world, envelope)
        case Cut(one, other):
            return replace(
                world, cut=tuple(sorted({*world.cut, link(world.server(one).name, world.server(other).name)}))
            )
        case Heal(one, other):
            if not world.is_cut(one, other):
                raise NotEnabled(f"the link between {one} and {other} is not cut")
            return replace(world, cut=tuple(pair for pair in world.cut if pair != link(one, other)))
        case _:
            assert_never(action)


def _received(
    world: World, action: Action, rest: World, name: ServerName, sender: ServerName | UserId, message: Incoming
) -> Step:
    reaction = receive(rest.server(name), sender, message, world.reading)
    servers = tuple(reaction.server if server.name == name else server for server in rest.servers)
    after = replace(
        rest,
        servers=servers,
        in_flight=_as_set((*rest.in_flight, *reaction.sends)),
        broadcast=_as_set((*rest.broadcast, *reaction.published)),
    )
    return Step(world, action, after, reaction.verdicts, reaction.sends, reaction.published, reaction.notices)


def _inquired(world: World, action: Action, rest: World, envelope: Envelope) -> Step:
    reaction = inquire(rest.directory, envelope.sender, envelope.message, world.reading)
    after = replace(rest, directory=reaction.directory, in_flight=_as_set((*rest.in_flight, *reaction.sends)))
    return Step(world, action, after, reaction.verdicts, reaction.sends)


def _check_command(world: World, give: Give) -> None:
    if give.user not in world.server(give.user.server).users:
        raise NotEnabled(f"{give.user} is no user of {give.user.server}")
    if is_taken(world, give):
        raise NotEnabled("another server made a room of that id; ids are opaque and never the same twice (GAP-21)")


def _check_passes(world: World, envelope: Envelope) -> None:
    if envelope not in world.in_flight:
        raise NotEnabled(
            f"no such {type(envelope.message).__name__} from {envelope.sender} to {envelope.receiver} is in flight"
        )
    if world.is_cut(envelope.sender, envelope.receiver):
        raise NotEnabled(f"the link between {envelope.sender} and {envelope.receiver} is cut")


def _without(world: World, envelope: Envelope) -> World:
    if envelope not in world.in_flight:
        raise NotEnabled(
            f"no such {type(envelope.message).__name__} from {envelope.sender} to {envelope.receiver} is in flight"
        )
    return replace(world, in_flight=tuple(other for other in world.in_flight if other != envelope))


def _as_set(items: Iterable[T]) -> tuple[T, ...]:
    return tuple(sorted(set(items), key=repr))
