"""What one click costs in Python: working out the next session and every pane, and filling every control."""

from roomspec.show.stepper.widget import Stepper
from spec_impl import Create, Invite, JoinMode, RoomAlias, RoomId, SetJoinMode, Trace, World, step
from tests.benchmarks.compare import Comparison, calling, compare

TEA = RoomId("!tea")
PEOPLE = {"a.example": ["alice", "ann"], "b.example": ["bob", "ben"], "c.example": ["carol"], "d.example": ["dave"]}
STEPS = 30


def a_long_run() -> Trace:
    """Four servers, six users and thirty steps, the last few with something on its way."""
    trace = Trace(World.of(PEOPLE)).give("alice", Create(TEA, JoinMode.KNOCK, RoomAlias("#tea"))).settle()
    for name in ("ann", "bob", "ben", "carol"):
        trace = trace.give("alice", Invite(TEA, trace.world.user(name))).settle()
    while len(trace.steps) < STEPS - 1:
        trace = trace.give("alice", SetJoinMode(TEA, JoinMode.KNOCK))
    return trace.give("alice", Invite(TEA, trace.world.user("dave")))


def clicking() -> Comparison:
    """Undo and Redo in turn, against the step of the model that a click may make."""
    run = a_long_run()
    widget = Stepper(run)
    last = run.last

    def click() -> None:
        (widget.forward if widget.session.can_redo else widget.back).click()

    return compare(
        f"a click in the stepper, {len(run.steps)} steps, {len(run.world.servers)} servers",
        calling(click, times=10),
        "`step` alone",
        calling(lambda: step(last.before, last.action), times=200),
        rounds=15,
    )
