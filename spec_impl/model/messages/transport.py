"""What carries a message, and what the transport itself tells a home server."""

from dataclasses import dataclass

from ..terms import RoomId, ServerName, UserId
from .wire import WireMessage


@dataclass(frozen=True, slots=True)
class Envelope:
    """A wire message on its way."""

    sender: ServerName
    receiver: ServerName
    message: WireMessage


@dataclass(frozen=True, slots=True)
class NoAnswer:
    """The transport's word to the asker that no answer will come (GAP-15); nobody sends it."""

    room: RoomId
    user: UserId


@dataclass(frozen=True, slots=True)
class Restart:
    """A crashed server comes up with what it had stored; nobody sends it."""
