"""Random runs of the model, drawn from numbers: standard library only, so that every Python here can make them.

The numbers come from hypothesis (`strategies.py`) or from a seed; each number chooses one of the enabled actions.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from itertools import product
from random import Random
from typing import Any

from spec_impl import (
    Accept,
    Acceptance,
    Allowed,
    Browse,
    Create,
    Decline,
    Deny,
    Ending,
    Entry,
    Envelope,
    Fault,
    FetchPdu,
    Find,
    Give,
    Invitation,
    Invite,
    Join,
    JoinMode,
    JoinRequest,
    Knock,
    KnockPlaced,
    KnockRequest,
    Leave,
    Membership,
    PduAnswer,
    Reading,
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


def reading_of(number: int) -> Reading:
    """One of all readings there can be, each switch turned by its own digits of the number."""
    turned = {}
    for switch in switches():
        number, digit = divmod(number, len(values_of(switch)))
        turned[switch] = values_of(switch)[digit]
    return Reading(f"turned {number}", **turned)  # type: ignore[arg-type]


def beginning(number: int, reading: Reading = COMPLETED) -> World:
    """A world to start from: at rest; with a room of each mode; or with an invitation and a knock under way."""
    world, number = World.of(PEOPLE, reading), number % 6
    if number == 0:
        return world
    if number <= len(JoinMode):
        return _with_a_room(world, list(JoinMode)[number - 1]).world
    trace = _with_a_room(world, JoinMode.KNOCK).give("alice", Invite(TEA, world.user("carol")))
    return trace.give("ann", Knock(TEA)).give("bob", Leave(TEA)).give("bob", Knock(TEA)).world


def _with_a_room(world: World, mode: JoinMode) -> Trace:
    """A room of alice's under the name #tea, which bob and carol have found and bob has joined while it was public."""
    trace = Trace(world).give("alice", Create(TEA, JoinMode.PUBLIC, RoomAlias("#tea"), True)).settle()
    for user in ("bob", "carol"):
        trace = trace.give(user, Find(RoomAlias("#tea"))).settle()
    return trace.give("bob", Join(TEA)).settle().give("alice", SetJoinMode(TEA, mode))


def walk(world: World, choices: Iterable[int], scope: str = "") -> Trace:
    """Let as many things happen as there are numbers; every other number lets something arrive if anything can."""
    trace, allowed = Trace(world, (), scope), allowed_in(world)
    for choice in choices:
        number, arrives = divmod(choice, 2)
        actions = (arrives and enabled(trace.world)) or enabled(trace.world, allowed)
        trace = trace.then(actions[number % len(actions)])
    return trace


def seeded(seed: int, length: int = 12) -> Trace:
    """The run of a seed; the same in every Python."""
    random = Random(seed)
    start, *choices = (int(random.random() * 2**40) for _ in range(length + 1))
    return walk(beginning(start, reading_of(start)), choices, scope=f"seed {seed}")


def story_of_faults() -> Trace:
    """A join of carol's on a bad day: a request lost, a link cut, an answer given up, a crash, and a copy come late."""
    trace = Trace(beginning(1)).give("carol", Join(TEA)).lose(JoinRequest).give_up("carol", TEA)
    trace = trace.give("carol", Join(TEA)).cut("a.example", "c.example").crash("c.example")
    return trace.heal("a.example", "c.example").repeat(JoinRequest).settle().give("carol", Leave(TEA)).settle()


def story_of_a_fetch() -> Trace:
    """Carol accepts through a server that has not yet seen her invitation, and fetches it."""
    reading = replace(COMPLETED, name="fetching", unseen_invitation="fetch", invitation_list="others_only")
    trace = Trace(beginning(3, reading)).give("alice", Invite(TEA, UserId("carol", ServerName("c.example"))))
    trace = trace.deliver(Invitation).give("carol", Accept(TEA))
    return trace.deliver(Acceptance).deliver(FetchPdu).deliver(PduAnswer).settle()


def story_of_an_update_in_an_envelope() -> Trace:
    """An update that one server addresses to another, as readings without the usual way assumed will do it."""
    world = beginning(1)
    update = StateUpdate(TEA, Entry(world.user("carol"), 1, Membership.INVITED, ServerName("a.example")))
    envelope = Envelope(ServerName("a.example"), ServerName("b.example"), update)
    return Trace(replace(world, in_flight=tuple(sorted((*world.in_flight, envelope), key=repr)))).deliver(StateUpdate)


def story_of_a_knock_taken_back() -> Trace:
    """Carol knocks, and thinks better of it; her server tells the one that it asked."""
    trace = Trace(beginning(2)).give("carol", Knock(TEA)).deliver(KnockRequest).deliver(KnockPlaced)
    return trace.give("carol", Withdraw(TEA)).deliver(Ending).settle()


def story_of_a_stranger_who_writes_what_she_likes() -> Trace:
    """Bob's server, which has no member in the room, asks for it in its own way."""
    bob = UserId("bob", ServerName("b.example"))
    return Trace(beginning(2)).post("b.example", "a.example", KnockRequest(TEA, bob, 2)).deliver(KnockRequest)


STORIES = (
    story_of_faults,
    story_of_a_fetch,
    story_of_an_update_in_an_envelope,
    story_of_a_knock_taken_back,
    story_of_a_stranger_who_writes_what_she_likes,
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
    for run in (*(story() for story in STORIES), *map(seeded, range(20))):
        for made in run.steps:
            trace = Trace(made.before, (made,), run.scope)
            kinds = set(kinds_in(to_json(document_of(trace), Document)))
            if not kinds <= seen:
                chosen.append(trace)
            seen |= kinds
    return tuple(chosen)
