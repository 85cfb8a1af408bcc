"""What a home server can see when it judges one message, and what it does about it.

A guard may ask only what stands here: the server's own state, the message and its sender, and the reading.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from .commands import Command
from .messages import (
    Acceptance,
    DirectoryQuery,
    Envelope,
    Invitation,
    NamePublished,
    NoAnswer,
    Restart,
    StateUpdate,
    WireMessage,
)
from .notices import Notice
from .reading import Reading
from .room import Room
from .rows import Verdict
from .terms import Entry, JoinMode, Membership, RoomId, ServerName, UserId
from .world import Directory, HomeServer, Wish

NO_ROOM = RoomId("!")
"""The room of a message that names none; no server holds it."""

Incoming = Command | WireMessage | NoAnswer | Restart
"""Everything that a home server can be asked to react to."""


@dataclass(frozen=True)
class Situation:
    """One message at one home server."""

    server: HomeServer
    sender: ServerName | UserId
    message: Incoming
    reading: Reading

    @property
    def giver(self) -> UserId:
        """The client who gave the command."""
        assert isinstance(self.sender, UserId), "only a command has a giver"
        return self.sender

    @property
    def user(self) -> UserId:
        """Whom the message is about: the user it names, else the client who gave the command."""
        return self.message.user or self.giver

    @property
    def room_id(self) -> RoomId:
        """The room that the message is about."""
        return self.message.room or NO_ROOM

    @property
    def epoch(self) -> int:
        """The stay that the message means; 0, which is before every stay, where it means none."""
        return self.message.epoch or 0

    @property
    def room(self) -> Room:
        """What the server holds of the room."""
        return self.server.room(self.room_id)

    @property
    def entry(self) -> Entry | None:
        """The user's line in this server's register."""
        return self.room.entry(self.user)

    @property
    def standing(self) -> Membership:
        """How the user stands in the stay that the message means; an older line says nothing about it."""
        entry = self.entry
        return entry.membership if entry and entry.epoch >= self.epoch else Membership.NONE

    @property
    def wish(self) -> Wish | None:
        """What the user asked of this room, if he is a user of this server."""
        return self.server.wish(self.user, self.room_id)

    def _wish_of(self, user: UserId | None) -> Wish | None:
        return self.server.wish(user, self.room_id) if user else None

    @property
    def is_aware(self) -> bool:
        """Whether a user of this server is a member (PUB-6)."""
        return self.server.is_aware(self.room_id)

    @property
    def mode_hides(self) -> bool:
        """Whether the room's mode is one that strangers may not learn of (PRV-2)."""
        return hides(self.reading, self.room.mode)

    def facing(self, message: Incoming, sender: ServerName | UserId | None = None) -> "Situation":
        """The same server before another message, its own unless a sender is given."""
        return replace(self, message=message, sender=sender or self.server.name)

    def facts(self) -> dict[str, str]:
        """What the guards looked at, in words."""
        about = self.message.user or self.sender
        user = about if isinstance(about, UserId) else None
        proof = self.message.proof if isinstance(self.message, Acceptance | Invitation) else None
        entry = self.room.entry(user) if user else None
        mode = self.room.mode
        return {
            "server": self.server.name,
            "sender": self.sender.name if isinstance(self.sender, UserId) else self.sender,
            "user": user.name if user else "nobody",
            "home": user.server if user else "no server",
            "inside": _names(self.room.joined(self.server.name)),
            "mode": mode if mode else "not known here",
            "origin": proof.origin if proof else "nobody",
            "named": proof.user.name if proof else "nobody",
            "giver": self.sender.name if isinstance(self.sender, UserId) else "nobody",
            "giver_held": self.room.membership(self.sender) if isinstance(self.sender, UserId) else "none",
            "waiting": _names(wish.user for wish in self.server.hopes(self.room_id)),
            "holding": "an invitation" if user and self.server.invitation(user, self.room_id) else "no invitation",
            "remembered": "a knock" if user and self.server.knock(user, self.room_id) else "no knock",
            "untried": ", ".join(wish.untried) if (wish := self._wish_of(user)) and wish.untried else "nobody",
            "asked": ", ".join(wish.asked) if wish and wish.asked else "nobody",
            "held": f"{entry.membership} in stay {entry.epoch}" if entry else "none",
            "epoch": str(self.epoch),
            "cited": str(proof.epoch) if proof else "none",
        }


def _names(users: Iterable[UserId]) -> str:
    return " and ".join(user.name for user in users) or "nobody"


def hides(reading: Reading, mode: JoinMode | None) -> bool:
    """Whether a room of this mode is to be kept from strangers in this reading (PRV-2, TEN-12)."""
    return mode is not None and reading.hidden_modes in mode.hidden_under


@dataclass(frozen=True)
class Reaction:
    """What a home server does: its next state, what it sends, publishes and shows, and the verdicts behind it."""

    server: HomeServer
    sends: tuple[Envelope, ...] = ()
    published: tuple[StateUpdate, ...] = ()
    notices: tuple[Notice, ...] = ()
    verdicts: tuple[Verdict, ...] = ()

    @property
    def cites(self) -> tuple[str, ...]:
        """The clauses behind it, each once, in the order in which they were used."""
        return tuple(dict.fromkeys(clause for verdict in self.verdicts for clause in verdict.cites))

    def sending(self, receiver: ServerName, message: WireMessage) -> "Reaction":
        """The same, and a message to somebody."""
        return replace(self, sends=(*self.sends, Envelope(self.server.name, receiver, message)))

    def showing(self, *notices: Notice) -> "Reaction":
        """The same, and notices to clients."""
        return replace(self, notices=(*self.notices, *notices)) if notices else self

    def then(self, later: "Reaction") -> "Reaction":
        """Both, one after the other; the later one's server is the state that remains."""
        return Reaction(
            later.server,
            self.sends + later.sends,
            self.published + later.published,
            self.notices + later.notices,
            self.verdicts + later.verdicts,
        )


@dataclass(frozen=True)
class Inquiry:
    """One message at the directory."""

    directory: Directory
    sender: ServerName
    message: DirectoryQuery | NamePublished
    reading: Reading

    def facts(self) -> dict[str, str]:
        """What the guards looked at, in words."""
        alias = self.message.alias
        named = self.directory.named(alias)
        return {
            "alias": alias or "no name",
            "mode": named.mode if named else "not known",
            "set_by": named.set_by if named else "nobody",
            "depth": str(named.depth) if named else "none",
            "owner": named.owner if named else "nobody",
            "sender": self.sender,
            "count": str(len(self.directory.names)),
        }


@dataclass(frozen=True)
class DirectoryReaction:
    """What the directory does: its next state, what it sends, and the verdict behind it."""

    directory: Directory
    sends: tuple[Envelope, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
