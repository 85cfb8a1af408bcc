"""The lines between the driver and a server in any language, as types; `protocol.md` says them in words.

Rule 1: what is sent is an action as traces have it, with whatever its kind declares; nothing is spelt here.
Rule 2: another version has another number, and is refused by it.
"""

from dataclasses import dataclass
from typing import Literal

from spec_impl.actions import Crash, Deliver, Give, GiveUp, Spread
from spec_impl.messages import Envelope, StateUpdate
from spec_impl.notices import Notice
from spec_impl.reading import Reading
from spec_impl.terms import Entry, ModeChange, RoomId, UserId
from spec_impl.trace_schema import Actor

PROTOCOL: Literal["roomspec-play"] = "roomspec-play"
PROTOCOL_VERSION: Literal[1] = 1


@dataclass(frozen=True, slots=True)
class Start:
    """Forget everything, and be this server with these users and no rooms, under this reading."""

    protocol: Literal["roomspec-play"]
    version: Literal[1]
    vector: str
    server: Actor
    users: tuple[UserId, ...]
    reading: Reading


@dataclass(frozen=True, slots=True)
class Ready:
    """The server stands; in which version of the protocol it answers."""

    protocol: Literal["roomspec-play"]
    version: Literal[1]


@dataclass(frozen=True, slots=True)
class NotPlayed:
    """The program is no such server, or follows no such reading, and why."""

    why: str


@dataclass(frozen=True, slots=True)
class RoomHeld:
    """What the server holds of one room."""

    room: RoomId
    mode_change: ModeChange | None
    members: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Done:
    """What followed from one thing at the server, and all that it then holds."""

    sends: tuple[Envelope, ...]
    published: tuple[StateUpdate, ...]
    notices: tuple[Notice, ...]
    holds: tuple[RoomHeld, ...]


ToServer = Start | Give | Deliver | Spread | GiveUp | Crash
FromServer = Ready | NotPlayed | Done


@dataclass(frozen=True, slots=True)
class LineAndAnswer:
    """A line that a server is sent, and the line that it answers."""

    line: ToServer
    answer: FromServer
