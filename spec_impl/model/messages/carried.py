"""The clauses behind one message: what an arrow in a chart is tagged with, and what its arrival exercises."""

from ..terms import Entry, Membership, ModeChange
from .wire import Refusal, StateUpdate, WireMessage
from .words import Told

BROADCAST_FOR = {
    Membership.INVITED: "INV-6 INV-7",
    Membership.JOINED: "ACC-9 PUB-8",
    Membership.KNOCKED: "KNK-3",
    Membership.LEFT: "GAP-4",
    Membership.DECLINED: "GAP-2",
    Membership.WITHDRAWN: "GAP-6",
    Membership.DENIED: "GAP-7",
    Membership.REVOKED: "GAP-3",
}
"""The clauses behind a broadcast, by what it says of a user."""


def carried(message: WireMessage) -> tuple[str, ...]:
    """The clauses behind one message: those of its kind, or where its kind says many things those of what it says."""
    match message:
        case StateUpdate(update=Entry(membership=membership)):
            return tuple(BROADCAST_FOR[membership].split())
        case StateUpdate(update=ModeChange()):
            return ("GAP-12",)
        case Refusal(told=told):
            return ("PRV-3",) if told is Told.NO_SUCH_ROOM else ("KNK-1",) if told is Told.KNOCK_FIRST else ("GAP-16",)
        case _:
            return tuple(message.cites.split())
