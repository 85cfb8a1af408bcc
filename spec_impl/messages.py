"""Wire messages: what one server sends another, and what the transport itself tells a home server.

Each says who sends it to whom, under which clauses, and whether the network may lose it. What a receiver does with it
stands in `rules/`. The words of an answer are closed lists: nothing else may be said, so nothing else can leak.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from .room import Room
from .terms import Entry, JoinMode, Membership, ModeChange, PduId, RoomAlias, RoomId, ServerName, Update, UserId


class Told(StrEnum):
    """The words an asker can hear; a closed list, so that nothing else can leak."""

    NO_SUCH_ROOM = "no such room"
    KNOCK_FIRST = "knock first"
    NOT_INVITED = "you are not invited"
    ALREADY_INVITED = "you are invited"
    ALREADY_MEMBER = "already a member"
    JOIN_DIRECTLY = "join without a knock"
    NO_KNOCKING = "this room takes no knocks"
    OUT_OF_DATE = "your request is out of date"
    NOBODY_TO_ASK = "there is no server to ask"
    NO_ANSWER = "no server answered"
    NOTHING_TO_END = "there is nothing to end"
    NAME_TAKEN = "that room exists already"


class Asking(StrEnum):
    """What a server asks another for; a refusal repeats it, so that it can be matched with its request."""

    JOIN = "join"
    ACCEPTANCE = "acceptance"
    KNOCK = "knock"
    FETCH = "fetch"


@dataclass(frozen=True, slots=True)
class Listing:
    """What the directory says of a room: its name, its opaque id and servers likely to hold it (DISC-2, DISC-3)."""

    alias: RoomAlias
    room: RoomId
    candidates: tuple[ServerName, ...]


@dataclass(frozen=True, slots=True)
class DirectoryQuery:
    """A look-up of one name, or with no name a search for a word."""

    route: ClassVar[str] = "a user's home server → the directory"
    cites: ClassVar[str] = "DIR-4 TODO-2"
    may_be_lost: ClassVar[bool] = True
    user: UserId
    alias: RoomAlias | None
    word: str = ""


@dataclass(frozen=True, slots=True)
class DirectoryAnswer:
    """What was found, possibly nothing."""

    route: ClassVar[str] = "the directory → the home server that asked"
    cites: ClassVar[str] = "DIR-4 DIR-5"
    may_be_lost: ClassVar[bool] = True
    user: UserId
    found: tuple[Listing, ...]


@dataclass(frozen=True, slots=True)
class NamePublished:
    """A room's name, its mode as of one change of it, and whether it may be listed."""

    route: ClassVar[str] = "the home server of the room's creator → the directory"
    cites: ClassVar[str] = "TODO-2 PUB-4"
    may_be_lost: ClassVar[bool] = False
    alias: RoomAlias
    room: RoomId
    mode: JoinMode
    listed: bool
    depth: int
    set_by: ServerName


@dataclass(frozen=True, slots=True)
class StateUpdate:
    """A change of the room's state, broadcast among its members."""

    route: ClassVar[str] = "a server with a member → every server with a member"
    cites: ClassVar[str] = "INV-6 INV-7 GAP-1"
    may_be_lost: ClassVar[bool] = False
    room: RoomId
    update: Update


@dataclass(frozen=True, slots=True)
class Ending:
    """The end of somebody's stay, told to a server that the broadcast may not reach."""

    route: ClassVar[str] = "the user's server → servers asked; a member's server → the user's"
    cites: ClassVar[str] = "GAP-2 GAP-3 GAP-6 GAP-7"
    may_be_lost: ClassVar[bool] = False
    room: RoomId
    entry: Entry

    @property
    def user(self) -> UserId:
        """Whose stay ended."""
        return self.entry.user


@dataclass(frozen=True, slots=True)
class Invitation:
    """The invitation itself: the room, the id of the state change that made it, servers through which to accept."""

    route: ClassVar[str] = "the inviter's home server → the invitee's"
    cites: ClassVar[str] = "INV-8 INV-9 INV-10 INV-11 TODO-1"
    may_be_lost: ClassVar[bool] = False
    room: RoomId
    proof: PduId
    inviter: UserId
    servers: tuple[ServerName, ...]

    @property
    def user(self) -> UserId:
        """The invitee."""
        return self.proof.user


@dataclass(frozen=True, slots=True)
class Acceptance:
    """Yes to an invitation, citing it."""

    route: ClassVar[str] = "the invitee's home server → a candidate server"
    cites: ClassVar[str] = "ACC-2 ACC-3 ACC-4"
    may_be_lost: ClassVar[bool] = True
    room: RoomId
    user: UserId
    proof: PduId


@dataclass(frozen=True, slots=True)
class JoinRequest:
    """A request to enter directly; it names the epoch that it means, so that an old copy is known as old (GAP-9)."""

    route: ClassVar[str] = "a user's home server → a candidate server"
    cites: ClassVar[str] = "PUB-2 PUB-3"
    may_be_lost: ClassVar[bool] = True
    room: RoomId
    user: UserId
    epoch: int


@dataclass(frozen=True, slots=True)
class KnockRequest:
    """A knock; it names its epoch as a join request does."""

    route: ClassVar[str] = "a user's home server → a candidate server"
    cites: ClassVar[str] = "KNK-2"
    may_be_lost: ClassVar[bool] = True
    room: RoomId
    user: UserId
    epoch: int


@dataclass(frozen=True, slots=True)
class Grant:
    """The answer that lets a user in, with the room as the admitting server holds it, in one piece (ACC-11)."""

    route: ClassVar[str] = "the admitting server → the user's home server"
    cites: ClassVar[str] = "ACC-10 ACC-11"
    may_be_lost: ClassVar[bool] = False
    entry: Entry
    state: Room

    @property
    def user(self) -> UserId:
        """Who was admitted."""
        return self.entry.user

    @property
    def room(self) -> RoomId:
        """Which room he entered."""
        return self.state.room


@dataclass(frozen=True, slots=True)
class KnockPlaced:
    """The answer that a knock now stands before the members."""

    route: ClassVar[str] = "the server asked → the user's home server"
    cites: ClassVar[str] = "KNK-2 KNK-4"
    may_be_lost: ClassVar[bool] = False
    room: RoomId
    entry: Entry

    @property
    def user(self) -> UserId:
        """Who knocked."""
        return self.entry.user


@dataclass(frozen=True, slots=True)
class Refusal:
    """The answer no, in words that never say more than the rule allows."""

    route: ClassVar[str] = "the server asked → the server that asked"
    cites: ClassVar[str] = "PRV-3 KNK-1"
    may_be_lost: ClassVar[bool] = True
    room: RoomId
    user: UserId
    asking: Asking
    epoch: int
    told: Told


@dataclass(frozen=True, slots=True)
class FetchPdu:
    """A request for one state change by its id."""

    route: ClassVar[str] = "a candidate server → the server that the proof names"
    cites: ClassVar[str] = "ACC-4 ACC-5"
    may_be_lost: ClassVar[bool] = False
    room: RoomId
    pdu: PduId

    @property
    def user(self) -> UserId:
        """Whom the change is about."""
        return self.pdu.user


@dataclass(frozen=True, slots=True)
class PduAnswer:
    """The state change that was asked for."""

    route: ClassVar[str] = "the server that holds it → the server that asked"
    cites: ClassVar[str] = "ACC-5"
    may_be_lost: ClassVar[bool] = False
    room: RoomId
    entry: Entry

    @property
    def user(self) -> UserId:
        """Whom the change is about."""
        return self.entry.user


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
class NoAnswer:
    """The transport's word to the asker that no answer will come (GAP-15); nobody sends it."""

    room: RoomId
    user: UserId


@dataclass(frozen=True, slots=True)
class Restart:
    """A crashed server comes up with what it had stored; nobody sends it."""


BROADCAST_FOR = {
    Membership.INVITED: "INV-6 INV-7",
    Membership.JOINED: "ACC-9 PUB-8",
    Membership.KNOCKED: "KNK-3",
    Membership.LEFT: "GAP-4",
    Membership.DECLINED: "GAP-2",
    Membership.WITHDRAWN: "GAP-6",
    Membership.DENIED: "GAP-7",
    Membership.REVOKED: "GAP-3",
}
"""The clauses behind word of a change, by what it says of a user."""


REFUSED_FOR = {
    Told.NO_SUCH_ROOM: "PRV-3",
    Told.KNOCK_FIRST: "KNK-1",
    Told.NOT_INVITED: "ACC-6",
    Told.OUT_OF_DATE: "GAP-9",
    Told.ALREADY_INVITED: "GAP-10",
    Told.JOIN_DIRECTLY: "GAP-11",
    Told.NO_KNOCKING: "GAP-11",
}
"""The clause behind a refusal, by what it tells."""


def carried(message: WireMessage) -> tuple[str, ...]:
    """The clauses behind one message: those of its kind, or where its kind says many things those of what it says."""
    match message:
        case StateUpdate(update=Entry(membership=membership)):
            return tuple(BROADCAST_FOR[membership].split())
        case Ending(entry=entry):
            return tuple(BROADCAST_FOR[entry.membership].split())
        case StateUpdate(update=ModeChange()):
            return ("GAP-12",)
        case Refusal(told=told):
            return (REFUSED_FOR.get(told, "GAP-16"),)
        case _:
            return tuple(message.cites.split())
