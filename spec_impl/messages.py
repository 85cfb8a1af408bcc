"""Wire messages: what one server sends another, and what the transport itself tells a home server.

Each says who sends it to whom, under which clauses, and whether the network may lose it. What a receiver does with it
stands in `rules/`. The words of an answer are closed lists: nothing else may be said, so nothing else can leak.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, Self

from .room import Room
from .terms import Entry, JoinMode, MemberMap, ModeChange, PduId, RoomAlias, RoomId, ServerName, Update, UserId


class Told(StrEnum):
    """The words an asker can hear; a closed list, so that nothing else can leak; each with the clause behind it."""

    clause: str

    def __new__(cls, words: str, clause: str = "GAP-16") -> Self:
        """Make the words a member that knows its clause."""
        member = str.__new__(cls, words)
        member._value_, member.clause = words, clause
        return member

    NO_SUCH_ROOM = "no such room", "PRV-3"
    KNOCK_FIRST = "knock first", "KNK-1"
    NOT_INVITED = "you are not invited", "ACC-6"
    ALREADY_INVITED = "you are invited", "GAP-10"
    ALREADY_MEMBER = "already a member", "GAP-8"
    JOIN_DIRECTLY = "join without a knock", "GAP-11"
    NO_KNOCKING = "this room takes no knocks", "GAP-11"
    OUT_OF_DATE = "your request is out of date", "GAP-9"
    NOT_KNOWN_YET = "no server asked knows your invitation yet", "TEN-2"
    NOBODY_TO_ASK = "there is no server to ask"
    NO_ANSWER = "no server answered"
    ALREADY_SO = "it is so already", "GAP-12"
    NOT_A_MEMBER = "you are not a member", "INV-2"
    NO_INVITATION = "no invitation stands", "GAP-2"
    KNOCK_STANDS = "your knock stands and awaits an answer", "KNK-4"
    NO_KNOCK = "no knock stands", "GAP-7"
    NOTHING_ASKED = "there is nothing to take back", "GAP-6"


class Asking(StrEnum):
    """What a server asks another for; a refusal repeats it, so that it can be matched with its request."""

    JOIN = "join"
    ACCEPTANCE = "acceptance"
    KNOCK = "knock"
    FETCH = "fetch"


class NamesNobody:
    """For a kind of message that names no user: a command is about its giver, an update about the room."""

    __slots__ = ()
    user: ClassVar[None] = None


class NamesNoRoom:
    """For a kind of message that is about no room, or about any."""

    __slots__ = ()
    room: ClassVar[None] = None


class NamesNoStay:
    """For a kind of message that means whichever stay of the user runs."""

    __slots__ = ()
    epoch: ClassVar[None] = None


class OnTheWire:
    """What every kind of wire message says of itself; `user`, `room` and `epoch` it names as well, or says none of."""

    __slots__ = ()
    route: ClassVar[str]
    cites: ClassVar[str]
    may_be_lost: ClassVar[bool] = False
    is_for_the_directory: ClassVar[bool] = False

    @property
    def clauses(self) -> tuple[str, ...]:
        """The clauses behind this very message; where its kind says many things, those of what it says."""
        return tuple(self.cites.split())


class AboutALine:
    """For a kind of message that carries a line of a register, and is about its user and his stay."""

    __slots__ = ()
    entry: Entry

    @property
    def user(self) -> UserId:
        """Whom the line is about."""
        return self.entry.user

    @property
    def epoch(self) -> int:
        """Which of the user's stays it is."""
        return self.entry.epoch


class OfARequest(OnTheWire):
    """A request to another server or an answer to one: while one is on its way, nobody gives that request up."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Listing:
    """What the directory says of a room: its name, its opaque id and servers likely to hold it (DISC-2, DISC-3)."""

    alias: RoomAlias
    room: RoomId
    candidates: tuple[ServerName, ...]


@dataclass(frozen=True, slots=True)
class DirectoryQuery(OnTheWire, NamesNoRoom, NamesNoStay):
    """A look-up of one name, or with no name a search for a word."""

    route = "a user's home server → the directory"
    cites = "DIR-4 TODO-2"
    is_for_the_directory = True
    user: UserId
    alias: RoomAlias | None
    word: str = ""


@dataclass(frozen=True, slots=True)
class DirectoryAnswer(OnTheWire, NamesNoRoom, NamesNoStay):
    """What was found, possibly nothing."""

    route = "the directory → the home server that asked"
    cites = "DIR-4 DIR-5"
    user: UserId
    found: tuple[Listing, ...]


@dataclass(frozen=True, slots=True)
class NamePublished(OnTheWire, NamesNobody, NamesNoStay):
    """A room's name, its mode as of one change of it, and whether it may be listed."""

    route = "the home server of the room's creator → the directory"
    cites = "TODO-2 PUB-4"
    is_for_the_directory = True
    alias: RoomAlias
    room: RoomId
    mode: JoinMode
    listed: bool
    depth: int
    set_by: ServerName


@dataclass(frozen=True, slots=True)
class StateUpdate(OnTheWire):
    """A change of the room's state, broadcast among its members."""

    route = "a server with a member → every server with a member"
    cites = "INV-6 INV-7 GAP-1"
    room: RoomId
    update: Update

    @property
    def user(self) -> UserId | None:
        """Whose line it changes, where it changes one."""
        return self.update.user if isinstance(self.update, Entry) else None

    @property
    def epoch(self) -> int | None:
        """The stay of that line."""
        return self.update.epoch if isinstance(self.update, Entry) else None

    @property
    def clauses(self) -> tuple[str, ...]:
        """Those of the membership that it brings, or of a change of mode."""
        match self.update:
            case Entry(membership=membership):
                return membership.clauses
            case ModeChange():
                return ("GAP-12",)
            case MemberMap():
                return tuple(self.cites.split())


@dataclass(frozen=True, slots=True)
class Ending(OnTheWire, AboutALine):
    """The end of somebody's stay, told to a server that the broadcast may not reach."""

    route = "the user's server → servers asked; a member's server → the user's"
    cites = "GAP-2 GAP-3 GAP-6 GAP-7"
    room: RoomId
    entry: Entry

    @property
    def clauses(self) -> tuple[str, ...]:
        """Those of the ending that it tells of."""
        return self.entry.membership.clauses


@dataclass(frozen=True, slots=True)
class Invitation(OnTheWire):
    """The invitation itself: the room, the id of the state change that made it, servers through which to accept."""

    route = "the inviter's home server → the invitee's"
    cites = "INV-8 INV-9 INV-10 INV-11 TODO-1"
    room: RoomId
    proof: PduId
    inviter: UserId
    servers: tuple[ServerName, ...]

    @property
    def user(self) -> UserId:
        """The invitee."""
        return self.proof.user

    @property
    def epoch(self) -> int:
        """Which of the user's stays is meant."""
        return self.proof.epoch


@dataclass(frozen=True, slots=True)
class Acceptance(OfARequest):
    """Yes to an invitation, citing it; `enters` is the stay meant, where the invitation's own has ended at home."""

    route = "the invitee's home server → a candidate server"
    cites = "ACC-2 ACC-3 ACC-4"
    may_be_lost = True
    asks = Asking.ACCEPTANCE
    room: RoomId
    user: UserId
    proof: PduId
    enters: int = 0

    @property
    def epoch(self) -> int:
        """Which of the user's stays is meant."""
        return max(self.proof.epoch, self.enters)


@dataclass(frozen=True, slots=True)
class JoinRequest(OfARequest):
    """A request to enter directly; it names the epoch that it means, so that an old copy is known as old (GAP-9)."""

    route = "a user's home server → a candidate server"
    cites = "PUB-2 PUB-3"
    may_be_lost = True
    asks = Asking.JOIN
    room: RoomId
    user: UserId
    epoch: int


@dataclass(frozen=True, slots=True)
class KnockRequest(OfARequest):
    """A knock; it names its epoch as a join request does."""

    route = "a user's home server → a candidate server"
    cites = "KNK-2"
    may_be_lost = True
    asks = Asking.KNOCK
    room: RoomId
    user: UserId
    epoch: int


@dataclass(frozen=True, slots=True)
class Grant(OfARequest, AboutALine):
    """The answer that lets a user in, with the room as the admitting server holds it, in one piece (ACC-11)."""

    route = "the admitting server → the user's home server"
    cites = "ACC-10 ACC-11"
    entry: Entry
    state: Room

    @property
    def room(self) -> RoomId:
        """Which room he entered."""
        return self.state.room


@dataclass(frozen=True, slots=True)
class KnockPlaced(OfARequest, AboutALine):
    """The answer that a knock now stands before the members."""

    route = "the server asked → the user's home server"
    cites = "KNK-2 KNK-4"
    room: RoomId
    entry: Entry


@dataclass(frozen=True, slots=True)
class Refusal(OfARequest):
    """The answer no, in words that never say more than the rule allows."""

    route = "the server asked → the server that asked"
    cites = "PRV-3 KNK-1"
    may_be_lost = True
    room: RoomId
    user: UserId
    asking: Asking
    epoch: int
    told: Told

    @property
    def clauses(self) -> tuple[str, ...]:
        """That of the words."""
        return (self.told.clause,)


@dataclass(frozen=True, slots=True)
class FetchPdu(OfARequest):
    """A request for one state change by its id."""

    route = "a candidate server → the server that the proof names"
    cites = "ACC-4 ACC-5"
    asks = Asking.FETCH
    room: RoomId
    pdu: PduId

    @property
    def user(self) -> UserId:
        """Whom the change is about."""
        return self.pdu.user

    @property
    def epoch(self) -> int:
        """Which of the user's stays is meant."""
        return self.pdu.epoch


@dataclass(frozen=True, slots=True)
class PduAnswer(OfARequest, AboutALine):
    """The state change that was asked for."""

    route = "the server that holds it → the server that asked"
    cites = "ACC-5"
    room: RoomId
    entry: Entry


WireMessage = (
    DirectoryQuery
    | DirectoryAnswer
    | NamePublished
    | StateUpdate
    | Ending
    | Invitation
    | Acceptance
    | JoinRequest
    | KnockRequest
    | Grant
    | KnockPlaced
    | Refusal
    | FetchPdu
    | PduAnswer
)


@dataclass(frozen=True, slots=True)
class Envelope:
    """A wire message on its way."""

    sender: ServerName
    receiver: ServerName
    message: WireMessage


@dataclass(frozen=True, slots=True)
class NoAnswer(NamesNoStay):
    """The transport's word to the asker that no answer will come (GAP-15); nobody sends it."""

    room: RoomId
    user: UserId


@dataclass(frozen=True, slots=True)
class Restart(NamesNobody, NamesNoRoom, NamesNoStay):
    """A crashed server comes up with what it had stored; nobody sends it."""
