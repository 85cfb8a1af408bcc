"""PDUs in their shape of 2014, rebuilt from a trace: the rules need only entries, readers want to see the wire.

The fields are those of the protocol draft beside the source (matrix-org/synapse at 4f475c7697,
`docs/server-server/protocol-format`); the time stamp and the power level are left out, since the model has neither.
A PDU id is the pair (reference, origin). The draft's prose puts the origin first, its examples and its code the
reference, and so do we.
"""

from dataclasses import dataclass

from spec_impl import Deliver, Envelope, Grant, PduAnswer, Repeat, Spread, Trace, WireMessage, World
from spec_impl.situation import Situation
from spec_impl.terms import Entry, MemberMap, Membership, RoomId, ServerName, Update

from .drawing.sheet import Figure
from .drawing.tables import plain_table

Reference = tuple[str, ServerName]


@dataclass(frozen=True, slots=True)
class Pdu:
    """One state change as its origin puts it on the wire (INV-6)."""

    context: RoomId
    pdu_id: str
    origin: ServerName
    pdu_type: str
    state_key: str
    content: tuple[tuple[str, str], ...]
    prev_pdus: tuple[Reference, ...]
    depth: int
    is_state: bool = True

    @property
    def reference(self) -> Reference:
        """How other PDUs point to this one."""
        return (self.pdu_id, self.origin)


def pdus(trace: Trace, room: RoomId, title: str, rest: str = "") -> Figure:
    """The room's state changes as PDUs of 2014, one a line, each with those that it points back to."""
    lines = [
        (
            f"({pdu.pdu_id}, {pdu.origin})",
            f"{pdu.pdu_type} {pdu.state_key}".strip(),
            ", ".join(f"{key}: {word}" for key, word in pdu.content),
            ", ".join(f"({pdu_id}, {origin})" for pdu_id, origin in pdu.prev_pdus) or "none",
            str(pdu.depth),
        )
        for pdu in pdus_in(trace, room)
    ]
    return plain_table(title, rest, ("pdu_id, origin", "pdu_type, state_key", "content", "prev_pdus", "depth"), lines)


def pdus_in(trace: Trace, room: RoomId) -> tuple[Pdu, ...]:
    """Every state change of a room in a trace, as they were made; what was there before the first step comes first."""
    known = _Known(room, trace.initial)
    handed_over: dict[WireMessage, set[Update]] = {}
    for step in trace.steps:
        match step.action:
            case Spread(server=reader, update=update) if update.room == room:
                known.see(reader, {update.update})
            case Deliver(Envelope(_, reader, message)) | Repeat(Envelope(_, reader, message)) if message.room == room:
                if isinstance(message, Grant):
                    known.see(reader, handed_over.get(message, set()))
                elif isinstance(message, PduAnswer):
                    known.see(reader, {message.entry})
            case _:
                pass
        judged = step.judged
        for update in step.published:
            if update.room == room and isinstance(judged, Situation):
                known.make(update.update)
                known.see(judged.server.name, {update.update})
        for sent in step.sends:
            if isinstance(sent.message, Grant):
                handed_over[sent.message] = set(known.seen.get(sent.sender, set()))
    return tuple(known.made.values())


class _Known:
    """What each server has seen so far: the updates by value, each with the PDU that carries it."""

    def __init__(self, room: RoomId, world: World) -> None:
        self.room = room
        self.made: dict[Update, Pdu] = {}
        self.seen: dict[ServerName, set[Update]] = {}
        as_one_map = world.reading.member_register == "single"
        for server in world.servers:
            for update in server.room(room).as_updates(as_one_map):
                self.make(update)
                self.see(server.name, {update})

    def make(self, update: Update) -> None:
        """Write the PDU of a new update; it points to what its origin had seen and nothing there points to yet."""
        if update in self.made:
            return
        known = [self.made[other] for other in self.seen.get(update.origin, ()) if other in self.made]
        pointed_to = {reference for pdu in known for reference in pdu.prev_pdus}
        number = 1 + sum(pdu.origin == update.origin for pdu in self.made.values())
        self.made[update] = Pdu(
            self.room,
            f"{update.origin[0]}{number}",
            update.origin,
            *_written(update),
            tuple(sorted(pdu.reference for pdu in known if pdu.reference not in pointed_to)),
            1 + max((pdu.depth for pdu in known), default=0),
        )
        self.see(update.origin, {update})

    def see(self, server: ServerName, updates: set[Update]) -> None:
        """A server has these updates now."""
        self.seen.setdefault(server, set()).update(updates)


def _written(update: Update) -> tuple[str, str, tuple[tuple[str, str], ...]]:
    """Type, state key and content: one key for each user, or one for all as the source has it (INV-5, TEN-1)."""
    if isinstance(update, Entry):
        return "m.member", str(update.user), (("membership", _word(update.membership)),)
    if isinstance(update, MemberMap):
        return "m.members", "", tuple((str(entry.user), _word(entry.membership)) for entry in update.members)
    return "m.join_mode", "", (("mode", update.mode),)


def _word(membership: Membership) -> str:
    """The membership on the wire; who ended a stay is seen from the PDU's origin, so every ending reads the same."""
    return Membership.LEFT if membership.is_over else membership
