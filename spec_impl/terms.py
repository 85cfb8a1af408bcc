"""The words of the workflow as small values: users, servers, rooms, memberships, join modes, entries of a register.

Only values and their order belong here; who may change them is decided in `rules/`.
"""

import re
from dataclasses import dataclass, fields, is_dataclass
from enum import StrEnum
from typing import NewType, Self

from .wanted import WrongUse, no_such

ServerName = NewType("ServerName", str)
RoomId = NewType("RoomId", str)
RoomAlias = NewType("RoomAlias", str)

DIRECTORY = ServerName("directory")
"""The directory service as a sender and a receiver; a word without a dot, so that no home server can carry it."""

UNSEEN = (
    r"\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2061-\u206f\ufeff\ufff9-\uffff\ud800-\udfff"
)
"""Signs that nobody sees and no name may have, as Python and JSON Schema write them between brackets.

Controls, breaks of lines, marks that turn the direction of what follows, halves of signs. Names may be in any script,
so what letters and emoji are joined with is not among them.
"""
BLANK = r" \xa0\u1680\u2000-\u200a\u202f\u205f\u3000"
"""Signs that part words, in the same form; a name that has one runs, and cannot be written into a trace."""

_UNSEEN = re.compile(f"[{UNSEEN}]")


class NotAName(ValueError):
    """A word that nobody could tell from another by looking; the message shows what is in it."""


def check_names(value: object) -> None:
    """Raise `NotAName` for the first word within a value that has a sign in it which cannot be seen."""
    if isinstance(value, str):
        if found := _UNSEEN.search(value):
            sign = f"U+{ord(found.group()):04X}, which cannot be seen or turns the others round"
            raise NotAName(f"the name {value[:60]!a} has the sign {sign}: leave it out")
    elif isinstance(value, tuple):
        for part in value:
            check_names(part)
    elif is_dataclass(value):
        for field in fields(value):
            check_names(getattr(value, field.name))


@dataclass(frozen=True, order=True, slots=True)
class UserId:
    """A person with an account on one home server, which alone speaks for him (GAP-17)."""

    name: str
    server: ServerName

    def __str__(self) -> str:
        return f"@{self.name}:{self.server}"


class Ender(StrEnum):
    """Whose home server may end a stay: for each ending it is one of them."""

    THE_USER = "the user's own"
    A_MEMBER = "a member's"


class Membership(StrEnum):
    """How a user stands to a room; the first four words are the source's, the endings are ours (GAP-2 to GAP-7).

    Each says all there is to say of it: its rank among those of one stay, the clauses behind word of it, for an ending
    who may author it, and whether it shows that the user is or was in the room.
    """

    rank: int
    clauses: tuple[str, ...]
    ended_by: Ender | None
    shows_presence: bool

    def __new__(
        cls, word: str, rank: int = 0, cites: str = "", by: Ender | None = None, shows_presence: bool = False
    ) -> Self:
        """Make the word a member that knows the rest."""
        member = str.__new__(cls, word)
        member._value_, member.rank, member.clauses = word, rank, tuple(cites.split())
        member.ended_by, member.shows_presence = by, shows_presence
        return member

    NONE = "none", 0
    KNOCKED = "knocked", 1, "KNK-3"
    INVITED = "invited", 2, "INV-6 INV-7"
    JOINED = "joined", 3, "ACC-9 PUB-8", None, True
    LEFT = "left", 4, "GAP-4", Ender.THE_USER, True
    DECLINED = "declined", 4, "GAP-2", Ender.THE_USER
    WITHDRAWN = "withdrawn", 4, "GAP-6", Ender.THE_USER
    DENIED = "denied", 4, "GAP-7", Ender.A_MEMBER
    REVOKED = "revoked", 4, "GAP-3", Ender.A_MEMBER

    @property
    def is_over(self) -> bool:
        """Whether the stay has ended, however it did; an ending wins over all that came before it (GAP-18)."""
        return self.ended_by is not None


class JoinMode(StrEnum):
    """Who may enter; `private` comes from a sibling draft of the source (GAP-20, TEN-12).

    Each says under which values of the reading's switch `hidden_modes` it keeps the room from strangers (PRV-2).
    """

    hidden_under: tuple[str, ...]

    def __new__(cls, word: str, *hidden_under: str) -> Self:
        """Make the word a member that knows whether it hides."""
        member = str.__new__(cls, word)
        member._value_, member.hidden_under = word, hidden_under
        return member

    @classmethod
    def _missing_(cls, word: object) -> Self:
        """Say which there are to whoever names another."""
        raise WrongUse(no_such("join mode", word, cls))

    PUBLIC = "public"
    KNOCK = "knock"
    INVITE = "invite", "invite_only", "invite_and_private"
    PRIVATE = "private", "invite_and_private"


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
        """What decides between two entries of one user; the word itself only breaks a tie of equals (GAP-18)."""
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
    """The epoch that a new act belongs to: the running one, or the next when the last has ended (GAP-18)."""
    if entry is None:
        return 1
    return entry.epoch + entry.membership.is_over
