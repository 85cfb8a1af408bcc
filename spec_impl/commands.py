"""Commands: what a client may ask of its own home server. Imperatives, each naming the clause that it comes from."""

from dataclasses import dataclass

from .terms import JoinMode, RoomAlias, RoomId, UserId


@dataclass(frozen=True, slots=True)
class Create:
    """Make a room, alone in it at first (GAP-21); with a name, tell the directory."""

    room: RoomId
    mode: JoinMode
    alias: RoomAlias | None = None
    listed: bool = False


@dataclass(frozen=True, slots=True)
class Find:
    """Look a room up by its name (DIR-2)."""

    alias: RoomAlias


@dataclass(frozen=True, slots=True)
class Browse:
    """Search the listed rooms for names that contain a word; no word lists them all (DIR-3)."""

    word: str = ""


@dataclass(frozen=True, slots=True)
class Invite:
    """Ask somebody in (INV-2)."""

    room: RoomId
    user: UserId


@dataclass(frozen=True, slots=True)
class Revoke:
    """Take an invitation back (GAP-3)."""

    room: RoomId
    user: UserId


@dataclass(frozen=True, slots=True)
class Accept:
    """Say yes to an invitation (ACC-1)."""

    room: RoomId


@dataclass(frozen=True, slots=True)
class Decline:
    """Say no to an invitation (GAP-2)."""

    room: RoomId


@dataclass(frozen=True, slots=True)
class Join:
    """Ask to enter without an invitation (PUB-2)."""

    room: RoomId


@dataclass(frozen=True, slots=True)
class Knock:
    """Ask the members to be let in (KNK-2)."""

    room: RoomId


@dataclass(frozen=True, slots=True)
class Withdraw:
    """Take one's knock, or a join still under way, back (GAP-6)."""

    room: RoomId


@dataclass(frozen=True, slots=True)
class Deny:
    """Turn a knock down (GAP-7)."""

    room: RoomId
    user: UserId


@dataclass(frozen=True, slots=True)
class Leave:
    """Go (GAP-4)."""

    room: RoomId


@dataclass(frozen=True, slots=True)
class SetJoinMode:
    """Change who may enter (GAP-12)."""

    room: RoomId
    mode: JoinMode


Command = (
    Create | Find | Browse | Invite | Revoke | Accept | Decline | Join | Knock | Withdraw | Deny | Leave | SetJoinMode
)
