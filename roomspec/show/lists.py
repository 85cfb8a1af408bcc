"""Plain lists: who plays, which messages there are, and any table of words that a walk needs."""

from typing import Any, get_args

from spec_impl import Reading, Trace
from spec_impl.messages import WireMessage
from spec_impl.reading import switches
from spec_impl.terms import RoomId

from .drawing.sheet import Figure
from .drawing.tables import plain_table
from .pdu import Reference
from .pdu import pdus as pdus_of

table = plain_table


def cast(trace: Trace, title: str) -> Figure:
    """Every home server with its users, and what it holds at the start."""
    lines = [
        (server.name, " and ".join(user.name for user in server.users), _rooms(trace, server.name))
        for server in trace.world.servers
    ]
    return plain_table(title, "", ("home server", "its users", "rooms that it has a member in"), lines)


def _rooms(trace: Trace, name: str) -> str:
    server = next(server for server in trace.world.servers if server.name == name)
    inside = [f"{view.room} ({view.mode})" for view in server.rooms if server.is_aware(view.room)]
    return ", ".join(inside) or "none"


def messages(title: str, *kinds: Any) -> Figure:
    """The wire messages: who sends each to whom, under which clauses, and whether the network may lose it."""
    lines = [
        (kind.__name__, kind.route, kind.cites, "may be lost" if kind.may_be_lost else "arrives in the end")
        for kind in kinds or get_args(WireMessage)
    ]
    return plain_table(title, "", ("message", "from → to", "clauses", "network"), lines)


def pdus(trace: Trace, room: RoomId, title: str, rest: str = "") -> Figure:
    """The room's state changes as PDUs of 2014, one a line, each with those that it points back to."""
    lines = [
        (
            _pair(pdu.reference),
            f"{pdu.pdu_type} {pdu.state_key}".strip(),
            ", ".join(f"{key}: {word}" for key, word in pdu.content),
            ", ".join(map(_pair, pdu.prev_pdus)) or "none",
            str(pdu.depth),
        )
        for pdu in pdus_of(trace, room)
    ]
    return plain_table(title, rest, ("pdu_id, origin", "pdu_type, state_key", "content", "prev_pdus", "depth"), lines)


def readings(recommended: Reading, other: Reading) -> Figure:
    """The switches at which two readings differ, and why the recommended one stands as it does."""
    lines = [
        (
            name.replace("_", " "),
            _setting(recommended, name),
            _setting(other, name),
            switch.metadata["because"],
            switch.metadata["cites"],
        )
        for name, switch in switches().items()
        if getattr(recommended, name) != getattr(other, name)
    ]
    headers = ("decision", recommended.name, other.name, "why we take the first", "leaves it open")
    return plain_table("Where two readings differ.", "", headers, lines)


def _setting(reading: Reading, name: str) -> str:
    return str(getattr(reading, name)).replace("_", " ")


def _pair(reference: Reference) -> str:
    return f"({reference[0]}, {reference[1]})"
