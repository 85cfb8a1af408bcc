"""The clauses behind one message: what an arrow in a chart is tagged with, and what its arrival exercises."""

from ..terms import Entry, Membership, ModeChange
from .wire import Ending, Refusal, StateUpdate, WireMessage
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
"""The clauses behind word of a change, by what it says of a user."""


REFUSED_FOR = {
    Told.NO_SUCH_ROOM: "PRV-3",
    Told.KNOCK_FIRST: "KNK-1",
    Told.NOT_INVITED: "ACC-6",
    Told.OUT_OF_DATE: "GAP-9",
    Told.ALREADY_INVITED: "GAP-10",
    Told.JOIN_DIRECTLY: "GAP-11",
    Told.NO_KNOCKING: "GAP-11",
}
"""The clause behind a refusal, by what it tells."""


def carried(message: WireMessage) -> tuple[str, ...]:
    """The clauses behind one message: those of its kind, or where its kind says many things those of what it says."""
    match message:
        case StateUpdate(update=Entry(membership=membership)):
            return tuple(BROADCAST_FOR[membership].split())
        case Ending(entry=entry):
            return tuple(BROADCAST_FOR[entry.membership].split())
        case StateUpdate(update=ModeChange()):
            return ("GAP-12",)
        case Refusal(told=told):
            return (REFUSED_FOR.get(told, "GAP-16"),)
        case _:
            return tuple(message.cites.split())
