"""Random runs of the model, drawn from numbers: standard library only, so that every Python here can make them.

The numbers come from hypothesis (`strategies.py`) or from a seed; each number chooses one of the enabled actions, by
the names of what there is and never by its place, so that one more member or message is not another run everywhere.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import cache
from hashlib import blake2b
from itertools import product
from typing import Any, TypeVar

from spec_impl import (
    Accept,
    Acceptance,
    Action,
    Allowed,
    Browse,
    Create,
    Decline,
    Deliver,
    Deny,
    Ending,
    Entry,
    Envelope,
    Fault,
    FetchPdu,
    Find,
    Give,
    Grant,
    Invitation,
    Invite,
    Join,
    JoinMode,
    JoinRequest,
    Knock,
    KnockPlaced,
    KnockRequest,
    Leave,
    Lose,
    Membership,
    PduAnswer,
    Reading,
    Repeat,
    Revoke,
    RoomAlias,
    RoomId,
    ServerName,
    SetJoinMode,
    StateUpdate,
    Trace,
    UserId,
    Withdraw,
    World,
    enabled,
)
from spec_impl.commands import Command
from spec_impl.reading import COMPLETED, switches, values_of
from spec_impl.trace_schema import to_json
from spec_impl.tracefile import Document, document_of

TEA, CHESS = RoomId("!tea"), RoomId("!chess")
PEOPLE = {"a.example": ("alice", "ann"), "b.example": ("bob",), "c.example": ("carol",)}
BEGINNINGS = ("at rest", *JoinMode, "under way")
"""Nothing yet; a room of each mode; or one with an invitation and a knock under way."""

T = TypeVar("T")


def lot(*seed: object) -> float:
    """A number from 0 to 1, always the same for the same seed."""
    return int.from_bytes(blake2b(repr(seed).encode(), digest_size=7).digest()) / 2**56


def chosen(seed: object, options: Iterable[T], name: Callable[[T], str] = str) -> T:
    """One of the options: each draws a lot under its own name, and the highest wins.

    So one more option takes only the draws that it wins, and every other stays as it was.
    """
    return max(options, key=lambda option: lot(seed, name(option)))


def _commands(users: tuple[UserId, ...]) -> Iterator[Command]:
    yield from (Find(RoomAlias("#tea")), Find(RoomAlias("#nowhere")), Browse(), Browse("tea"))
    for room in (TEA, CHESS):
        yield from (Accept(room), Decline(room), Join(room), Knock(room), Withdraw(room), Leave(room))
        for user in users:
            yield from (Invite(room, user), Revoke(room, user), Deny(room, user))
        for mode in JoinMode:
            yield from (SetJoinMode(room, mode), Create(room, mode, RoomAlias(f"#{room[1:]}"), mode == "public"))
    yield Create(CHESS, JoinMode.KNOCK)


def allowed_in(world: World) -> Allowed:
    """Every command that anybody in the world can give about two rooms, and every fault."""
    users = tuple(user for server in world.servers for user in server.users)
    return Allowed(tuple(Give(user, command) for user, command in product(users, _commands(users))), tuple(Fault))


def reading_of(seed: object) -> Reading:
    """One of all readings there can be, each switch turned by a draw of its own."""
    turned = {switch: chosen((seed, switch), values_of(switch)) for switch in switches()}
    return Reading(f"turned {seed}", **turned)  # type: ignore[arg-type]


def beginning(how: str, reading: Reading = COMPLETED) -> World:
    """A world to start from: one of `BEGINNINGS`."""
    world = World.of(PEOPLE, reading)
    if how == "at rest":
        return world
    if how != "under way":
        return _with_a_room(world, JoinMode(how)).world
    trace = _with_a_room(world, JoinMode.KNOCK).give("alice", Invite(TEA, world.user("carol")))
    return trace.give("ann", Knock(TEA)).give("bob", Leave(TEA)).give("bob", Knock(TEA)).world


def _with_a_room(world: World, mode: JoinMode) -> Trace:
    """A room of alice's under the name #tea, which bob and carol have found and bob has joined while it was public."""
    trace = Trace(world).give("alice", Create(TEA, JoinMode.PUBLIC, RoomAlias("#tea"), True)).settle()
    for user in ("bob", "carol"):
        trace = trace.give(user, Find(RoomAlias("#tea"))).settle()
    return trace.give("bob", Join(TEA)).settle().give("alice", SetJoinMode(TEA, mode))


def kind_of(action: Action) -> str:
    """What kind of thing happens: the command that is given, or what becomes of which message."""
    match action:
        case Give(_, command):
            return type(command).__name__
        case Deliver(envelope) | Lose(envelope) | Repeat(envelope):
            return f"{type(action).__name__} {type(envelope.message).__name__}"
        case _:
            return type(action).__name__


def walk(world: World, choices: Iterable[int], scope: str = "") -> Trace:
    """Let as many things happen as there are numbers; every other number lets something arrive if anything can.

    A number chooses a kind first and then one of that kind, so that what there are many of does not crowd out the rest.
    """
    trace, allowed = Trace(world, (), scope), allowed_in(world)
    for choice in choices:
        number, arrives = divmod(choice, 2)
        actions = (arrives and enabled(trace.world)) or enabled(trace.world, allowed)
        kind = chosen(number, {kind_of(action) for action in actions})
        trace = trace.then(chosen(number, (action for action in actions if kind_of(action) == kind), repr))
    return trace


def seeded(seed: int, length: int = 12) -> Trace:
    """The run of a seed; the same in every Python."""
    choices = (int(lot(seed, number) * 2**40) for number in range(length))
    return walk(beginning(chosen(seed, BEGINNINGS), reading_of(seed)), choices, scope=f"seed {seed}")


def story_of_faults() -> Trace:
    """A join of carol's on a bad day: a request lost, a link cut, an answer given up, a crash, and a copy come late."""
    trace = Trace(beginning("public")).give("carol", Join(TEA)).lose(JoinRequest).give_up("carol", TEA)
    trace = trace.give("carol", Join(TEA)).cut("a.example", "c.example").crash("c.example")
    return trace.heal("a.example", "c.example").repeat(JoinRequest).settle().give("carol", Leave(TEA)).settle()


def story_of_a_fetch() -> Trace:
    """Carol accepts through a server that has not yet seen her invitation, and fetches it."""
    reading = replace(COMPLETED, name="fetching", unseen_invitation="fetch", invitation_list="others_only")
    trace = Trace(beginning("invite", reading)).give("alice", Invite(TEA, UserId("carol", ServerName("c.example"))))
    trace = trace.deliver(Invitation).give("carol", Accept(TEA))
    return trace.deliver(Acceptance).deliver(FetchPdu).deliver(PduAnswer).settle()


def story_of_an_update_in_an_envelope() -> Trace:
    """An update that one server addresses to another, as readings without the usual way assumed will do it."""
    world = beginning("public")
    update = StateUpdate(TEA, Entry(world.user("carol"), 1, Membership.INVITED, ServerName("a.example")))
    envelope = Envelope(ServerName("a.example"), ServerName("b.example"), update)
    return Trace(replace(world, in_flight=tuple(sorted((*world.in_flight, envelope), key=repr)))).deliver(StateUpdate)


def story_of_a_knock_taken_back() -> Trace:
    """Carol knocks, and thinks better of it; her server tells the one that it asked."""
    trace = Trace(beginning("knock")).give("carol", Knock(TEA)).deliver(KnockRequest).deliver(KnockPlaced)
    return trace.give("carol", Withdraw(TEA)).deliver(Ending).settle()


def story_of_a_stranger_who_writes_what_she_likes() -> Trace:
    """Bob's server, which has no member in the room, asks for it in its own way."""
    bob = UserId("bob", ServerName("b.example"))
    return Trace(beginning("knock")).post("b.example", "a.example", KnockRequest(TEA, bob, 2)).deliver(KnockRequest)


def story_of_an_acceptance_that_waits_at_home(reading: Reading = COMPLETED) -> Trace:
    """Ann has knocked; carol's invitation is there before word of it, so ann's own server must wait with her yes."""
    trace = Trace(beginning("under way", reading)).deliver(Invitation).give("carol", Accept(TEA))
    trace = trace.deliver(Acceptance).deliver(Grant).give("carol", Invite(TEA, trace.world.user("ann")))
    return trace.deliver(Invitation, to="a.example")


STORIES = (
    story_of_faults,
    story_of_a_fetch,
    story_of_an_update_in_an_envelope,
    story_of_a_knock_taken_back,
    story_of_a_stranger_who_writes_what_she_likes,
    story_of_an_acceptance_that_waits_at_home,
)
"""Short runs for what a random one rarely meets."""


def kinds_in(found: Any) -> Iterator[str]:
    """Every kind that a piece of JSON names."""
    if isinstance(found, dict):
        yield from (found["kind"],) if "kind" in found else ()
    for part in found.values() if isinstance(found, dict) else found if isinstance(found, list) else ():
        yield from kinds_in(part)


@cache
def single_steps() -> tuple[Trace, ...]:
    """Runs of one step, out of the stories and of random runs, each with a kind of thing that those before it lack."""
    chosen, seen = [], set[str]()
    for run in (*(story() for story in STORIES), *map(seeded, range(40))):
        for made in run.steps:
            trace = Trace(made.before, (made,), run.scope)
            kinds = set(kinds_in(to_json(document_of(trace), Document)))
            if not kinds <= seen:
                chosen.append(trace)
            seen |= kinds
    return tuple(chosen)
