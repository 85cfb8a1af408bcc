"""One step: the only way in which a world changes.

Nothing is decided here about rooms or users: a step hands a message to an actor and puts back what the actor did.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TypeVar, assert_never

from .actions import Action, Crash, Cut, Deliver, Give, GiveUp, Heal, Lose, Post, Repeat, Spread
from .directory import Inquiry
from .enabling import is_taken, may_give_up, spreads
from .homeserver import HomeServer
from .messages import Envelope, NoAnswer, Notice, Restart, StateUpdate
from .receive import inquire, receive
from .rows import Verdict
from .situation import Situation
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
            Change(new.name, room, user, was, now)
            for old, new in zip(self.before.servers, self.after.servers, strict=True)
            if old is not new
            for room, user in _lines(old, new)
            if (was := old.room(room).membership(user)) is not (now := new.room(room).membership(user))
        )


def _lines(*servers: HomeServer) -> list[tuple[RoomId, UserId]]:
    """Every user in every room that one of these states of a server holds a line of."""
    return sorted({(view.room, entry.user) for server in servers for view in server.rooms for entry in view.members})


def situation(world: World, action: Action) -> Situation | Inquiry | None:
    """What an actor judges when the action happens, at a home server or at the directory; a fault is judged by none."""
    match action:
        case Give(user, command):
            return Situation(world.server(user.server), user, command, world.reading)
        case Deliver(envelope) | Repeat(envelope) if envelope.receiver == DIRECTORY:
            return Inquiry(world.directory, envelope.sender, envelope.message, world.reading)
        case Deliver(envelope) | Repeat(envelope):
            return Situation(world.server(envelope.receiver), envelope.sender, envelope.message, world.reading)
        case Spread(server, update):
            return Situation(world.server(server), update.update.origin, update, world.reading)
        case GiveUp(user, room):
            return Situation(world.server(user.server), user.server, NoAnswer(room, user), world.reading)
        case Crash(server):
            return Situation(world.server(server), server, Restart(), world.reading)
        case Lose() | Cut() | Heal() | Post():
            return None
        case _:
            assert_never(action)


def step(world: World, action: Action) -> Step:
    """Let one thing happen. Raises `NotEnabled`, with the reason, where it cannot; then nothing has happened."""
    _check(world, action)
    judged = situation(world, action)
    rest = _without(world, action.envelope) if isinstance(action, Deliver | Lose) else world
    if isinstance(judged, Situation):
        return _received(world, action, rest, judged)
    if isinstance(judged, Inquiry):
        return _inquired(world, action, rest, judged)
    if isinstance(action, Post):
        return Step(world, action, _posted(world, action.envelope), sends=(action.envelope,))
    return Step(world, action, _relinked(rest, action))


def _check(world: World, action: Action) -> None:
    """Raise `NotEnabled` where the action cannot happen."""
    match action:
        case Give():
            _check_command(world, action)
        case Deliver(envelope) | Repeat(envelope):
            _check_passes(world, envelope)
        case Lose(envelope):
            _check_can_be_lost(world, envelope)
        case Spread(server) if action not in spreads(world):
            raise NotEnabled(f"that update is no news at {server}, or does not reach it")
        case GiveUp(user, room):
            wish = world.server(user.server).wish(user, room)
            if wish is None or not may_give_up(world, wish):
                raise NotEnabled(f"{user} waits for no answer about {room}, or one may still come")
        case Cut(one, other) | Heal(one, other):
            _check_link(world, one, other, should_be_cut=isinstance(action, Heal))
        case Post(envelope):
            _check_post(world, envelope)
        case Spread() | Crash():
            return


def _posted(world: World, envelope: Envelope) -> World:
    return replace(world, in_flight=as_set((*world.in_flight, envelope)))


def _relinked(world: World, action: Action) -> World:
    if isinstance(action, Cut):
        return replace(world, cut=tuple(sorted({*world.cut, link(action.one, action.other)})))
    if isinstance(action, Heal):
        return replace(world, cut=tuple(pair for pair in world.cut if pair != link(action.one, action.other)))
    return world


def _received(world: World, action: Action, rest: World, judged: Situation) -> Step:
    reaction = receive(judged.server, judged.sender, judged.message, world.reading)
    after = replace(
        rest,
        servers=tuple(reaction.server if server.name == judged.server.name else server for server in rest.servers),
        in_flight=as_set((*rest.in_flight, *reaction.sends)),
        broadcast=as_set((*rest.broadcast, *reaction.published)),
    )
    return Step(world, action, after, reaction.verdicts, reaction.sends, reaction.published, reaction.notices)


def _inquired(world: World, action: Action, rest: World, judged: Inquiry) -> Step:
    reaction = inquire(judged.directory, judged.sender, judged.message, world.reading)
    after = replace(rest, directory=reaction.directory, in_flight=as_set((*rest.in_flight, *reaction.sends)))
    return Step(world, action, after, reaction.verdicts, reaction.sends)


def _check_link(world: World, one: ServerName, other: ServerName, should_be_cut: bool) -> None:
    if world.server(one) is world.server(other) or world.is_cut(one, other) is not should_be_cut:
        raise NotEnabled(f"the link between {one} and {other} is {'not' if should_be_cut else 'none, or already'} cut")


def _check_command(world: World, give: Give) -> None:
    if give.user not in world.server(give.user.server).users:
        raise NotEnabled(f"{give.user} is no user of {give.user.server}")
    if is_taken(world, give):
        raise NotEnabled("another server made a room of that id; ids are opaque and never the same twice (GAP-21)")


def _check_post(world: World, envelope: Envelope) -> None:
    if envelope in world.in_flight or envelope.sender == envelope.receiver:
        raise NotEnabled(f"that message from {world.server(envelope.sender).name} is in flight already, or to itself")


def _check_in_flight(world: World, envelope: Envelope) -> None:
    if envelope not in world.in_flight:
        kind = type(envelope.message).__name__
        raise NotEnabled(f"no such {kind} from {envelope.sender} to {envelope.receiver} is in flight")


def _check_can_be_lost(world: World, envelope: Envelope) -> None:
    _check_in_flight(world, envelope)
    if not envelope.message.may_be_lost:
        raise NotEnabled(f"a {type(envelope.message).__name__} is not lost: it is sent until it arrives")


def _check_passes(world: World, envelope: Envelope) -> None:
    _check_in_flight(world, envelope)
    if world.is_cut(envelope.sender, envelope.receiver):
        raise NotEnabled(f"the link between {envelope.sender} and {envelope.receiver} is cut")
    if not world.passes(envelope.sender, envelope.receiver):
        raise NotEnabled(f"there is no server {envelope.receiver}, so nothing arrives there")


def _without(world: World, envelope: Envelope) -> World:
    return replace(world, in_flight=tuple(other for other in world.in_flight if other != envelope))


def as_set(items: Iterable[T]) -> tuple[T, ...]:
    """The items once each, in their one order, which is that of their `repr`."""
    return tuple(sorted(set(items), key=repr))
