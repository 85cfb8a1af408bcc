"""What one step costs: a typical delivery, which is what walks, checks and explorers are made of."""

import pickle

from spec_impl import Create, Deliver, Find, Invite, Join, JoinMode, JoinRequest, RoomAlias, RoomId, Trace, World, step
from tests.benchmarks.compare import Comparison, calling, compare

TEA, TEA_NAME = RoomId("!tea"), RoomAlias("#tea")
PEOPLE = {"a.example": ["alice", "ann"], "b.example": ["bob"], "c.example": ["carol"], "d.example": ["dave"]}


def before_the_delivery() -> tuple[World, Deliver]:
    """Four servers, three members, an invitation under way, and a request to join that is about to be granted."""
    trace = Trace(World.of(PEOPLE)).give("alice", Create(TEA, JoinMode.PUBLIC, TEA_NAME)).settle()
    for user in ("bob", "carol", "dave"):
        trace = trace.give(user, Find(TEA_NAME)).settle()
    for user in ("bob", "carol"):
        trace = trace.give(user, Join(TEA)).settle()
    trace = trace.give("alice", Invite(TEA, trace.world.user("ann"))).give("dave", Join(TEA))
    return trace.world, Deliver(trace.message(JoinRequest))


def taking_a_step() -> Comparison:
    """A delivery that admits somebody, against copying the world that it happens in."""
    world, delivery = before_the_delivery()
    stored = pickle.dumps(world)
    return compare(
        "step, a join request that is granted",
        calling(lambda: step(world, delivery), times=200),
        "reading the same world from a pickle",
        calling(lambda: pickle.loads(stored), times=200),
        rounds=15,
    )
