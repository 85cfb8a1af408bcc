"""How a vector is written: a short chain of what people do, beginning in a town where there is no room yet.

The name of the function is the name of the vector, its docstring the sentence; a vector is a run and nothing else, so
that no world stands in it that no run leads to.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from spec_impl import (
    COMPLETED,
    Accept,
    Acceptance,
    Create,
    Deliver,
    Envelope,
    Find,
    Grant,
    Invitation,
    Invite,
    JoinMode,
    NamePublished,
    Reading,
    ServerName,
    Trace,
    UserId,
    WireMessage,
    World,
)
from spec_impl.cells.plan import ALICE, BOB, CAROL, DAVE, MALLORY, TEA, TEA_NAME, A, B, C, M

__all__ = ["ALICE", "BOB", "CAROL", "DAVE", "MALLORY", "TEA", "TEA_NAME", "A", "B", "C", "M"]

TOWN: dict[str, tuple[str, ...]] = {A: ("alice",), B: ("bob",), C: ("carol", "dave"), M: ("mallory",)}
"""Everybody and their home servers; mallory is the outsider."""


@dataclass(frozen=True)
class Story:
    """A vector before it is written: the clause that it is about, the observer of whom a view is kept, and the run."""

    workflow: str
    clause: str
    name: str
    sentence: str
    observer: ServerName
    tell: Callable[[], Trace]
    told_as_in: "Story | None" = None

    @property
    def path(self) -> str:
        """Where its files stand in the folder, without the endings that say which of them."""
        return f"{self.workflow}/{self.clause}-{self.name}"

    def trace(self) -> Trace:
        """The run; its scope is the name of the vector."""
        return replace(self.tell(), scope=self.path)


def about(
    clause: str, observer: ServerName = M, told_as_in: Story | None = None
) -> Callable[[Callable[[], Trace]], Story]:
    """Make a function a story of the workflow that its module is named after.

    `told_as_in` names a story that the observer must not be able to tell from this one: his two views are the same.
    """

    def told(tell: Callable[[], Trace]) -> Story:
        workflow = tell.__module__.rpartition(".")[2].replace("_", "-")
        sentence = (tell.__doc__ or "").strip().partition("\n")[0]
        return Story(workflow, clause, tell.__name__.replace("_", "-"), sentence, observer, tell, told_as_in)

    return told


def otherwise(switch: str, value: str) -> Reading:
    """The recommended reading with one switch turned."""
    return replace(COMPLETED, name=f"{switch}={value}", **{switch: value})  # type: ignore[arg-type]


def town(reading: Reading = COMPLETED) -> Trace:
    """Everybody at home, and no room yet."""
    return Trace(World.of(TOWN, reading))


def room(mode: str = "public", *guests: UserId, by: UserId = ALICE, reading: Reading = COMPLETED) -> Trace:
    """A room of Alice's without a name; the guests have accepted her invitations, and everybody knows."""
    trace = town(reading).give(by, Create(TEA, JoinMode(mode)))
    for guest in guests:
        trace = trace.give(ALICE, Invite(TEA, guest)).deliver(Invitation).give(guest, Accept(TEA))
        trace = trace.deliver(Acceptance).deliver(Grant).settle()
    return trace


def named(mode: str = "public", *finders: UserId, reading: Reading = COMPLETED) -> Trace:
    """Alice's room, listed as #tea; the finders have looked it up."""
    trace = town(reading).give(ALICE, Create(TEA, JoinMode(mode), TEA_NAME, listed=True)).deliver(NamePublished)
    return found(trace, *finders)


def found(trace: Trace, *finders: UserId) -> Trace:
    """The same, and these users have looked #tea up."""
    for finder in finders:
        trace = trace.give(finder, Find(TEA_NAME)).settle()
    return trace


def invited(trace: Trace, user: UserId, by: UserId = ALICE) -> Trace:
    """The user has been invited, and everybody knows."""
    return trace.give(by, Invite(TEA, user)).settle()


def forging(trace: Trace, sender: ServerName, to: ServerName, message: WireMessage) -> Trace:
    """A server sends a message of its own making, and it arrives at once."""
    return trace.post(sender, to, message).then(Deliver(Envelope(sender, to, message)))
