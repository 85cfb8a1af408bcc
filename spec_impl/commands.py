"""Commands: what a client may ask of its own home server. Imperatives, each one record.

A record says which clauses the command comes from, who can have reason to give it, and what it asks of other servers,
if anything. Its table in `rules/`, its situations, its place in the stepper and in scopes, and how it is written
follow from the record and its fields.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from .messages import Asking, NamesNobody, NamesNoRoom, NamesNoStay
from .terms import JoinMode, RoomAlias, RoomId, UserId


class Giver(StrEnum):
    """Who can have reason to give a command; whoever else does is refused by a rule."""

    ANYBODY = "anybody"
    A_MEMBER = "a member of the room"
    AN_OUTSIDER = "somebody who is not in the room"


class GivenByAClient(NamesNoStay):
    """What every command says of itself; by its fields it is about somebody, or about its giver."""

    __slots__ = ()
    cites: ClassVar[str]
    giver: ClassVar[Giver]
    asks: ClassVar[Asking | None] = None


class OnesOwnAct(GivenByAClient, NamesNobody):
    """For a command that is about its giver."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Create(OnesOwnAct):
    """Make a room, alone in it at first; with a name, tell the directory."""

    cites = "GAP-21"
    giver = Giver.ANYBODY
    room: RoomId
    mode: JoinMode
    alias: RoomAlias | None = None
    listed: bool = False


@dataclass(frozen=True, slots=True)
class Find(OnesOwnAct, NamesNoRoom):
    """Look a room up by its name."""

    cites = "DIR-2"
    giver = Giver.AN_OUTSIDER
    alias: RoomAlias


@dataclass(frozen=True, slots=True)
class Browse(OnesOwnAct, NamesNoRoom):
    """Search the listed rooms for names that contain a word; no word lists them all."""

    cites = "DIR-3"
    giver = Giver.AN_OUTSIDER
    word: str = ""


@dataclass(frozen=True, slots=True)
class Invite(GivenByAClient):
    """Ask somebody in."""

    cites = "INV-2"
    giver = Giver.A_MEMBER
    room: RoomId
    user: UserId


@dataclass(frozen=True, slots=True)
class Revoke(GivenByAClient):
    """Take an invitation back."""

    cites = "GAP-3"
    giver = Giver.A_MEMBER
    room: RoomId
    user: UserId


@dataclass(frozen=True, slots=True)
class Accept(OnesOwnAct):
    """Say yes to an invitation."""

    cites = "ACC-1"
    giver = Giver.AN_OUTSIDER
    asks = Asking.ACCEPTANCE
    room: RoomId


@dataclass(frozen=True, slots=True)
class Decline(OnesOwnAct):
    """Say no to an invitation."""

    cites = "GAP-2"
    giver = Giver.AN_OUTSIDER
    room: RoomId


@dataclass(frozen=True, slots=True)
class Join(OnesOwnAct):
    """Ask to enter without an invitation."""

    cites = "PUB-2"
    giver = Giver.AN_OUTSIDER
    asks = Asking.JOIN
    room: RoomId


@dataclass(frozen=True, slots=True)
class Knock(OnesOwnAct):
    """Ask the members to be let in."""

    cites = "KNK-2"
    giver = Giver.AN_OUTSIDER
    asks = Asking.KNOCK
    room: RoomId


@dataclass(frozen=True, slots=True)
class Withdraw(OnesOwnAct):
    """Take one's knock, or a join still under way, back."""

    cites = "GAP-6"
    giver = Giver.AN_OUTSIDER
    room: RoomId


@dataclass(frozen=True, slots=True)
class Deny(GivenByAClient):
    """Turn a knock down."""

    cites = "GAP-7"
    giver = Giver.A_MEMBER
    room: RoomId
    user: UserId


@dataclass(frozen=True, slots=True)
class Leave(OnesOwnAct):
    """Go."""

    cites = "GAP-4"
    giver = Giver.A_MEMBER
    room: RoomId


@dataclass(frozen=True, slots=True)
class SetJoinMode(OnesOwnAct):
    """Change who may enter."""

    cites = "GAP-12"
    giver = Giver.A_MEMBER
    room: RoomId
    mode: JoinMode


Command = (
    Create | Find | Browse | Invite | Revoke | Accept | Decline | Join | Knock | Withdraw | Deny | Leave | SetJoinMode
)
