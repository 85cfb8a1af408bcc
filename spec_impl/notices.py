"""Notices: what a home server shows to one of its clients."""

from dataclasses import dataclass

from .messages import Listing, Told
from .terms import JoinMode, Membership, RoomId, UserId


@dataclass(frozen=True, slots=True)
class InvitationShown:
    """A client may show the invitation (INV-12)."""

    to: UserId
    room: RoomId
    inviter: UserId


@dataclass(frozen=True, slots=True)
class Joined:
    """The user is in."""

    to: UserId
    room: RoomId


@dataclass(frozen=True, slots=True)
class JoinRefused:
    """A join, an acceptance or a knock came to nothing, and what was said."""

    to: UserId
    room: RoomId
    told: Told


@dataclass(frozen=True, slots=True)
class CommandRefused:
    """The user's own home server would not carry the command out."""

    to: UserId
    told: Told


@dataclass(frozen=True, slots=True)
class KnockSeen:
    """A member learns that somebody wishes to come in (KNK-3)."""

    to: UserId
    room: RoomId
    user: UserId


@dataclass(frozen=True, slots=True)
class MembershipChanged:
    """A member, or the user himself, learns of a change."""

    to: UserId
    room: RoomId
    user: UserId
    membership: Membership


@dataclass(frozen=True, slots=True)
class ModeChanged:
    """A member learns that the room's join mode is another now (GAP-12)."""

    to: UserId
    room: RoomId
    mode: JoinMode


@dataclass(frozen=True, slots=True)
class RoomFound:
    """The directory knew a room."""

    to: UserId
    listing: Listing


@dataclass(frozen=True, slots=True)
class NothingFound:
    """The directory knew none, or none that it may name."""

    to: UserId


Notice = (
    InvitationShown
    | Joined
    | JoinRefused
    | CommandRefused
    | KnockSeen
    | MembershipChanged
    | ModeChanged
    | RoomFound
    | NothingFound
)
