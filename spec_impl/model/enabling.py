"""What can happen next in a world, in a fixed order."""

from collections.abc import Iterator
from itertools import combinations

from .actions import Action, Allowed, Crash, Cut, Deliver, Fault, Give, GiveUp, Heal, Lose, Repeat, Spread
from .homeserver import Wish
from .messages import (
    Acceptance,
    Create,
    Envelope,
    FetchPdu,
    Grant,
    JoinRequest,
    KnockPlaced,
    KnockRequest,
    PduAnswer,
    Refusal,
)
from .world import World

NOTHING_ELSE = Allowed()
REQUESTS_AND_ANSWERS = (JoinRequest, Acceptance, KnockRequest, Grant, KnockPlaced, Refusal, FetchPdu, PduAnswer)


def enabled(world: World, allowed: Allowed = NOTHING_ELSE) -> tuple[Action, ...]:
    """Everything that can happen: commands, deliveries, updates spreading, giving up, faults, an outsider's posts."""
    commands = (give for give in allowed.commands if not is_taken(world, give))
    passing = [envelope for envelope in world.in_flight if world.passes(envelope.sender, envelope.receiver)]
    waiting = (wish for server in world.servers for wish in server.wishes if may_give_up(world, wish))
    return (
        *commands,
        *map(Deliver, passing),
        *spreads(world),
        *(GiveUp(wish.user, wish.room) for wish in waiting),
        *_faults(world, allowed.faults, passing),
        *(post for post in allowed.posts if post.envelope not in world.in_flight),
    )


def is_quiet(world: World) -> bool:
    """Whether nothing more happens unless a client gives a command or a fault occurs."""
    return not enabled(world)


def _faults(world: World, faults: tuple[Fault, ...], passing: list[Envelope]) -> Iterator[Action]:
    if Fault.LOSS in faults:
        yield from (Lose(envelope) for envelope in world.in_flight if envelope.message.may_be_lost)
    if Fault.REPETITION in faults:
        yield from map(Repeat, passing)
    if Fault.CRASH in faults:
        yield from (Crash(server.name) for server in world.servers)
    if Fault.CUT in faults:
        for one, other in combinations([server.name for server in world.servers], 2):
            yield Heal(one, other) if world.is_cut(one, other) else Cut(one, other)


def spreads(world: World) -> tuple[Spread, ...]:
    """Every update that is news to a server with a member, in any order; older ones may be passed over (GAP-1)."""
    return tuple(
        Spread(server.name, update)
        for update in world.broadcast
        for server in world.servers
        if server.is_aware(update.room)
        and server.room(update.room).is_news(update.update)
        and not world.is_cut(update.update.origin, server.name)
    )


def may_give_up(world: World, wish: Wish) -> bool:
    """A request is given up only when no message of it is in flight, or none can pass (GAP-15)."""
    if wish.waiting_for is None:
        return False
    if not world.passes(wish.user.server, wish.waiting_for):
        return True
    return not any(
        isinstance(envelope.message, REQUESTS_AND_ANSWERS)
        and (envelope.message.user, envelope.message.room) == (wish.user, wish.room)
        and wish.waiting_for in (envelope.sender, envelope.receiver)
        for envelope in world.in_flight
    )


def is_taken(world: World, give: Give) -> bool:
    """Whether the command would make a room of an id that another server has used (GAP-21)."""
    command, home = give.command, give.user.server
    return isinstance(command, Create) and any(
        view.room == command.room for server in world.servers if server.name != home for view in server.rooms
    )
