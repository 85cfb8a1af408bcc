"""What a home server can see when it judges one message, and what it does about it.

A guard may ask only what stands here: the server's own state, the message and its sender, and the reading.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from .commands import Command
from .messages import (
    Acceptance,
    DirectoryAnswer,
    DirectoryQuery,
    Ending,
    Envelope,
    Grant,
    Invitation,
    KnockPlaced,
    NamePublished,
    NoAnswer,
    Refusal,
    Restart,
    StateUpdate,
    WireMessage,
)
from .notices import Notice
from .reading import Reading
from .room import Room
from .rows import Verdict
from .terms import Entry, JoinMode, MemberMap, Membership, ModeChange, RoomId, ServerName, Update, UserId
from .wanted import WrongUse, brief
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
        if not isinstance(self.sender, UserId):
            raise WrongUse(f"the sender is {brief(self.sender)}, and a command comes from a user: UserId(name, server)")
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

    def heard_of(self, user: UserId) -> tuple[ServerName, ...]:
        """The other servers that may hold the room: those of the user's discovery, then an invitation's."""
        invitation = self.server.invitation(user, self.room_id)
        listed = (*self.server.candidates(user, self.room_id), *(invitation.servers if invitation else ()))
        return tuple(server for server in dict.fromkeys(listed) if server != self.server.name)

    def facts(self) -> dict[str, str]:
        """What the guards looked at, in words."""
        about = self.message.user or self.sender
        user = about if isinstance(about, UserId) else None
        proof = self.message.proof if isinstance(self.message, Acceptance | Invitation) else None
        giver = self.sender if isinstance(self.sender, UserId) else None
        asker = self.sender if not isinstance(self.sender, UserId) else None
        entry = self.room.entry(user) if user else None
        return {
            "server": self.server.name,
            "sender": giver.name if giver else str(self.sender),
            "user": user.name if user else "nobody",
            "home": user.server if user else "no server",
            "inside": _all(self.room.joined(self.server.name), "is joined", "are joined"),
            "members_there": _all(self.room.joined(asker) if asker else (), "is joined", "are joined"),
            "ever_there": "a user" if asker and self.room.was_ever_joined(asker) else "no user",
            "others_inside": _listed(name for name in self.room.servers() if name != self.server.name),
            "mode": self.room.mode or "not known here",
            "origin": proof.origin if proof else "nobody",
            "named": proof.user.name if proof else "nobody",
            "giver": giver.name if giver else "nobody",
            "giver_held": self.room.membership(giver) if giver else "none",
            "waiting": _all((wish.user for wish in self.server.hopes(self.room_id)), "waits", "wait"),
            "heard_of": _listed(self.heard_of(user) if user else ()),
            "held": f"{entry.membership} in stay {entry.epoch}" if entry else "none",
            "written": f", written by {entry.origin}" if entry else "",
            "epoch": str(self.epoch),
            "cited": str(proof.epoch) if proof else "none",
            **self._of_the_user(user),
            **_said_in(self.message, self.room),
        }

    def _of_the_user(self, user: UserId | None) -> dict[str, str]:
        """What is stored of the user besides the register, in words."""
        invitation = self.server.invitation(user, self.room_id) if user else None
        knock = self.server.knock(user, self.room_id) if user else None
        wish = self.server.wish(user, self.room_id) if user else None
        waits = next((held for held in self.server.held if (held.user, held.room) == (user, self.room_id)), None)
        through = f"through {_listed(invitation.servers)}" if invitation else ""
        awaited = f", of the {wish.asking} for stay {wish.epoch}" if wish and wish.waiting_for else ""
        return {
            "holding": f"an invitation for stay {invitation.epoch} {through}" if invitation else "no invitation",
            "remembered": f"a knock for stay {knock.epoch}" if knock else "no knock",
            "wished": f"a request for stay {wish.epoch}" if wish else "no request",
            "awaited": (wish.waiting_for if wish and wish.waiting_for else "nobody") + awaited,
            "untried": _listed(wish.untried if wish else ()),
            "asked": _listed(wish.asked if wish else ()),
            "fetched_from": waits.fetching_from if waits and waits.fetching_from else "nobody",
        }


def _listed(servers: Iterable[str]) -> str:
    return ", ".join(servers) or "nobody"


def _all(users: Iterable[UserId], one_does: str, many_do: str) -> str:
    names = [user.name for user in users]
    return f"{' and '.join(names) or 'nobody'} {many_do if len(names) > 1 else one_does}"


def _said_in(message: Incoming, room: Room) -> dict[str, str]:
    """What the message says, and what is held in the place of an update, in words."""
    match message:
        case StateUpdate(update=Entry() as line):
            return {"says": _words(line), "in_its_place": _words(room.entry(line.user))}
        case StateUpdate(update=ModeChange() as change):
            return {"says": _words(change), "in_its_place": _words(room.mode_change)}
        case StateUpdate(update=MemberMap() as members):
            return {"says": _words(members), "in_its_place": f"a register as of change {room.map_version[0]}"}
        case Ending(entry=line) | Grant(entry=line) | KnockPlaced(entry=line):
            return {"says": _words(line)}
        case Invitation(inviter=inviter, servers=servers):
            return {"says": f"{inviter.name} of {inviter.server}, through {_listed(servers)}"}
        case Refusal(told=told, asking=asking):
            return {"says": f"“{told}” of the {asking}"}
        case DirectoryAnswer(found=found):
            return {"says": " and ".join(listing.room for listing in found) or "no room"}
        case _:
            return {}


def _words(update: Update | None) -> str:
    """An update in words, as far as it can win over another."""
    match update:
        case None:
            return "nothing"
        case Entry(user, epoch, membership, origin):
            return f"{user.name} as {membership} in stay {epoch}, written by {origin}"
        case ModeChange(depth, mode, origin):
            return f"the mode {mode} as of change {depth}, written by {origin}"
        case MemberMap(depth, _, origin):
            return f"a register as of change {depth}, written by {origin}"


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

    def decided_by(self, verdict: Verdict) -> "Reaction":
        """The same, with the verdict that led to it ahead of those that followed."""
        return Reaction(self.server, self.sends, self.published, self.notices, (verdict, *self.verdicts))

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
        message = self.message
        alias, named = message.alias, self.directory.named(message.alias)
        told = f"change {message.depth} by {message.set_by}" if isinstance(message, NamePublished) else "no change"
        return {
            "alias": alias or "no name",
            "mode": named.mode if named else "not known",
            "set_by": (named.set_by if named else "") or "nobody",
            "depth": str(named.depth) if named else "none",
            "owner": named.owner if named else "nobody",
            "room": named.listing.room if named else "no room",
            "told": told,
            "told_room": message.room or "no room",
            "sender": self.sender,
        }


@dataclass(frozen=True)
class DirectoryReaction:
    """What the directory does: its next state, what it sends, and the verdict behind it."""

    directory: Directory
    sends: tuple[Envelope, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
