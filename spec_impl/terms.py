"""The words of the workflow as small values: users, servers, rooms, memberships, join modes, entries of a register.

Only values and their order belong here; who may change them is decided in `rules/`.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import NewType

ServerName = NewType("ServerName", str)
RoomId = NewType("RoomId", str)
RoomAlias = NewType("RoomAlias", str)

DIRECTORY = ServerName("directory")
"""The directory service as a sender and a receiver; a word without a dot, so that no home server can carry it."""


@dataclass(frozen=True, order=True, slots=True)
class UserId:
    """A person with an account on one home server, which alone speaks for him (GAP-17)."""

    name: str
    server: ServerName

    def __str__(self) -> str:
        return f"@{self.name}:{self.server}"


class Membership(StrEnum):
    """How a user stands to a room; the first four words are the source's, the endings are ours (GAP-2 to GAP-7)."""

    NONE = "none"
    KNOCKED = "knocked"
    INVITED = "invited"
    JOINED = "joined"
    LEFT = "left"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    DENIED = "denied"
    REVOKED = "revoked"

    @property
    def rank(self) -> int:
        """0 to 4: a later stage of one stay wins over an earlier one, and every ending wins over all (GAP-18)."""
        return _RANK.get(self, 4)

    @property
    def is_over(self) -> bool:
        """Whether the stay has ended, however it did."""
        return self.rank == 4


_RANK = {Membership.NONE: 0, Membership.KNOCKED: 1, Membership.INVITED: 2, Membership.JOINED: 3}


class JoinMode(StrEnum):
    """Who may enter; `private` comes from a sibling draft of the source (GAP-20, TEN-12)."""

    PUBLIC = "public"
    KNOCK = "knock"
    INVITE = "invite"
    PRIVATE = "private"


@dataclass(frozen=True, order=True, slots=True)
class PduId:
    """Which state change is meant: here (user, epoch, rank, origin), shown as the 2014 pair (reference, origin)."""

    user: UserId
    epoch: int
    rank: int
    origin: ServerName


@dataclass(frozen=True, slots=True)
class Entry:
    """One user's line in a member register.

    An epoch is one stay, from knock or invitation to its end; the next stay has the next number.
    Entries of one user are compared by (epoch, rank, origin): the larger one wins at every server (GAP-18).
    """

    user: UserId
    epoch: int
    membership: Membership
    origin: ServerName

    @property
    def pdu_id(self) -> PduId:
        """The id under which other messages cite this change (INV-10)."""
        return PduId(self.user, self.epoch, self.membership.rank, self.origin)

    @property
    def weight(self) -> tuple[int, int, str, str]:
        """What decides between two entries of one user; the word itself only breaks a tie of equals."""
        return (self.epoch, self.membership.rank, self.origin, self.membership)


@dataclass(frozen=True, slots=True)
class ModeChange:
    """The join mode of a room, with what is needed to let the last writer win (GAP-12)."""

    depth: int
    mode: JoinMode
    origin: ServerName

    @property
    def weight(self) -> tuple[int, str, str]:
        """What decides between two changes of mode."""
        return (self.depth, self.origin, self.mode)


@dataclass(frozen=True, slots=True)
class MemberMap:
    """All members under one state key, as the source has it: whoever writes last replaces all (INV-5, TEN-1)."""

    depth: int
    members: tuple[Entry, ...]
    origin: ServerName


Update = Entry | ModeChange | MemberMap
"""What a state update PDU can change."""


def epoch_after(entry: Entry | None) -> int:
    """The epoch that a new act of the user belongs to: the running one, or the next when the last has ended."""
    if entry is None:
        return 1
    return entry.epoch + entry.membership.is_over
