"""The logs of several servers together: what one says it sent, and what another says that it received.

Logs have no common clock, so that it is not asked in which order two servers did something. A message may arrive twice,
since the network may repeat it; one that is still on its way at the end, or was lost, arrives never.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple, TypeGuard

from spec_impl import Deliver, Ending, Envelope, Grant, KnockPlaced, PduAnswer, RoomId, ServerName, Spread, StateUpdate
from spec_impl.actions import Crash, Give, GiveUp, Post
from spec_impl.messages import AboutALine, WireMessage
from spec_impl.world import HomeServer

from ..show.words import plain_words, update_words
from .fold import ANY_ROOM
from .judge import with_room_called
from .log import LogHead, LogLine


@dataclass(frozen=True, slots=True)
class Unmatched:
    """A message, or an update in the usual way, that only one of two logs has: which has it, and in which line."""

    file: str
    line: int
    message: Envelope | None
    update: StateUpdate | None

    @property
    def words(self) -> str:
        """What it is, in words."""
        if self.update:
            return f"the update “{update_words(self.update)}” in {self.update.room}"
        assert self.message
        sender, receiver, said = self.message.sender, self.message.receiver, self.message.message
        return f"{type(said).__name__} from {sender} to {receiver}, “{plain_words(said)}”"


class Place(NamedTuple):
    """A line of a file."""

    file: str
    line: int


Said = Envelope | StateUpdate
"""What one server says and another hears: a message, or an update in the usual way."""


class Messages:
    """What the servers whose logs are there said to each other, as each of them tells it."""

    def __init__(self, heads: Mapping[ServerName, LogHead]) -> None:
        self._heads = heads
        self._sent: dict[tuple[Said, RoomId | None], Place] = {}
        self._arrived: dict[tuple[Said, RoomId | None], Place] = {}

    def take(self, place: Place, line: LogLine, room: RoomId | None) -> None:
        """Note what a line says was sent and what arrived; `room` is what the room is called that `ANY_ROOM` means."""
        said: list[Said] = [*line.sends, *line.published]
        arrived: list[Said] = []
        match line.what:
            case Deliver(envelope):
                arrived.append(envelope)
            case Spread(_, update):
                arrived.append(update)
            case Post(envelope):
                said.append(envelope)
            case Give() | GiveUp() | Crash():
                pass
        # Whoever is sent a line of a register in any message may pass it on to the members.
        said += (StateUpdate(each.message.room, each.message.entry) for each in line.sends if _has_a_line(each.message))
        for where, those in ((self._sent, said), (self._arrived, arrived)):
            for each in those:
                if isinstance(each, StateUpdate) or {each.sender, each.receiver} <= self._heads.keys():
                    where.setdefault(_key(each, room), place)

    def never_arrived(self) -> Iterator[Unmatched]:
        """What was sent to a server whose log does not have it: on its way at the end, lost, or left out there."""
        for key, place in self._sent.items():
            if key not in self._arrived and isinstance(key[0], Envelope):
                yield _unmatched(key, place)

    def never_sent(self) -> Iterator[Unmatched]:
        """What arrived from a server whose log has all that it sent, from a known beginning on, and not this."""
        for key, place in self._arrived.items():
            found = _unmatched(key, place)
            sender = found.message.sender if found.message else found.update and found.update.update.origin
            head = self._heads.get(sender) if sender else None
            part = "sends" if found.message else "published"
            if key in self._sent or not head or not head.initial or part in head.leaves_out:
                continue
            if not (found.update and _is_held(head, found.update)):
                yield found


def _has_a_line(message: WireMessage) -> TypeGuard[Ending | Grant | KnockPlaced | PduAnswer]:
    return isinstance(message, AboutALine)


def _key(said: Said, room: RoomId | None) -> tuple[Said, RoomId | None]:
    """The same for one message, whatever its room is called where it stands."""
    own = said.message.room if isinstance(said, Envelope) else said.room
    if own is None:  # an answer that names rooms and is about none
        return (with_room_called(said, ANY_ROOM, room) if room else said), None
    return (said, room) if room else (with_room_called(said, own, ANY_ROOM), own)


def _unmatched(key: tuple[Said, RoomId | None], place: Place) -> Unmatched:
    said = with_room_called(key[0], ANY_ROOM, key[1]) if key[1] else key[0]
    message, update = (said, None) if isinstance(said, Envelope) else (None, said)
    return Unmatched(place.file, place.line, message, update)


def _is_held(head: LogHead, update: StateUpdate) -> bool:
    """Whether the server held this, or something newer, before its log begins, and published it then."""
    return isinstance(head.initial, HomeServer) and not head.initial.room(update.room).is_news(update.update)
