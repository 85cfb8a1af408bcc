"""The logs of several servers together: what one says it sent, and what another says that it received.

Logs have no common clock, so that it is not asked in which order two servers did something. A message may arrive twice,
since the network may repeat it; one that is still on its way at the end, or was lost, arrives never.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from spec_impl import Deliver, Envelope, RoomId, ServerName, Spread, StateUpdate
from spec_impl.actions import Crash, Give, GiveUp, Post
from spec_impl.world import HomeServer

from .fold import ANY_ROOM
from .judge import renamed
from .log import LogHead, LogLine


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
        said: tuple[Said, ...] = (*line.sends, *line.published)
        for sent in said:
            self._note(self._sent, sent, room, place)
        match line.what:
            case Deliver(envelope):
                self._note(self._arrived, envelope, room, place)
            case Spread(_, update):
                self._note(self._arrived, update, room, place)
            case Post(envelope):
                self._note(self._sent, envelope, room, place)
            case Give() | GiveUp() | Crash():
                pass

    def _note(self, where: dict[tuple[Said, RoomId | None], Place], said: Said, room: RoomId | None, at: Place) -> None:
        """Note it once; under whatever name its room stands there, it is one message."""
        is_between = said.sender in self._heads and said.receiver in self._heads if isinstance(said, Envelope) else True
        if not is_between:
            return
        own = said.message.room if isinstance(said, Envelope) else said.room
        if own is None and room:  # an answer that names rooms and is about none
            said, room = renamed(said, ANY_ROOM, room), None
        elif own and room is None:
            said, room = renamed(said, own, ANY_ROOM), own
        where.setdefault((said, room), at)

    def never_arrived(self) -> Iterator[tuple[Envelope, Place]]:
        """What was sent to a server whose log does not have it: on its way at the end, lost, or left out there."""
        for (said, room), place in self._sent.items():
            if isinstance(said, Envelope) and (said, room) not in self._arrived:
                yield renamed(said, ANY_ROOM, room) if room else said, place

    def never_sent(self) -> Iterator[tuple[Said, Place]]:
        """What arrived from a server whose log, though it begins with what was held, says of no such thing."""
        for (said, room), place in self._arrived.items():
            if (said, room) in self._sent:
                continue
            message = renamed(said, ANY_ROOM, room) if room else said
            sender = said.sender if isinstance(said, Envelope) else said.update.origin
            head = self._heads.get(sender)
            if head and head.initial is not None and not (isinstance(message, StateUpdate) and _is_held(head, message)):
                yield message, place


def _is_held(head: LogHead, update: StateUpdate) -> bool:
    """Whether the server held this, or something newer, before its log begins, and published it then."""
    return isinstance(head.initial, HomeServer) and not head.initial.room(update.room).is_news(update.update)
