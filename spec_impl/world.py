"""What there is between two steps: each home server with what it has stored, the directory, what is on its way.

Rule 1: awareness, members and destinations are derived from this and never stored beside it.
Rule 2: every collection is a sorted tuple, so that equal worlds are equal values; nothing is decided here.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Protocol, TypeVar

from .messages import Acceptance, Asking, Envelope, Invitation, Listing, NamePublished, StateUpdate
from .reading import COMPLETED, Reading
from .room import Room
from .terms import DIRECTORY, JoinMode, Membership, NotAName, PduId, RoomAlias, RoomId, ServerName, UserId, check_names
from .wanted import brief, check_fit, want, want_all


class _OfUser(Protocol):
    @property
    def user(self) -> UserId: ...
    @property
    def room(self) -> RoomId: ...


T = TypeVar("T", bound=_OfUser)


@dataclass(frozen=True, slots=True)
class Found:
    """A user's discovery: a room's id and servers likely to hold it (DISC-1)."""

    user: UserId
    listing: Listing

    @property
    def room(self) -> RoomId:
        """The room found."""
        return self.listing.room


@dataclass(frozen=True, slots=True)
class Wish:
    """What a user wants of a room he is not in, and how far his home server has got in asking for it.

    It stands until it is granted, refused or taken back; the servers asked are remembered beyond that, since an
    answer may still come.
    """

    user: UserId
    room: RoomId
    asking: Asking
    epoch: int
    proof: PduId | None
    untried: tuple[ServerName, ...]
    asked: tuple[ServerName, ...] = ()
    waiting_for: ServerName | None = None
    wanted: bool = True


@dataclass(frozen=True, slots=True)
class KnockMemory:
    """That a user knocked, kept so that his home server can answer an invitation for him (KNK-7).

    `asked` are the servers at which the knock may stand: those asked that have not refused it.
    """

    user: UserId
    room: RoomId
    epoch: int
    asked: tuple[ServerName, ...] = ()


@dataclass(frozen=True, slots=True)
class Held:
    """An acceptance kept until its invitation is seen, and the server asked for that invitation, if any (ACC-5)."""

    acceptance: Acceptance
    asker: ServerName
    fetching_from: ServerName | None = None

    @property
    def user(self) -> UserId:
        """Who accepted."""
        return self.acceptance.user

    @property
    def room(self) -> RoomId:
        """Which room he wants to enter."""
        return self.acceptance.room


@dataclass(frozen=True, slots=True)
class HomeServer:
    """A home server between two steps; every collection is a sorted tuple, so that equal states are equal values."""

    name: ServerName
    users: tuple[UserId, ...] = ()
    rooms: tuple[Room, ...] = ()
    found: tuple[Found, ...] = ()
    invitations: tuple[Invitation, ...] = ()
    wishes: tuple[Wish, ...] = ()
    knocks: tuple[KnockMemory, ...] = ()
    held: tuple[Held, ...] = ()
    names: tuple[NamePublished, ...] = ()

    def room(self, room: RoomId) -> Room:
        """The server's view of a room; an empty one where it holds nothing."""
        for view in self.rooms:
            if view.room == room:
                return view
        return Room(room)

    def is_aware(self, room: RoomId) -> bool:
        """Whether some user of this server is a member: the source's own definition (PUB-6)."""
        return bool(self.room(room).joined(self.name))

    def invitation(self, user: UserId, room: RoomId) -> Invitation | None:
        """The invitation that the user holds, if any."""
        return _of(self.invitations, user, room)

    def wish(self, user: UserId, room: RoomId) -> Wish | None:
        """What the user asked for, if anything."""
        return _of(self.wishes, user, room)

    def hopes(self, room: RoomId) -> tuple[Wish, ...]:
        """What its users have asked of the room and may still be granted: one no, or none, is not the last answer."""
        settled = Membership.JOINED.rank  # by a join, or by an end; what stands below still runs
        over = {entry.user: entry.epoch - (entry.membership.rank < settled) for entry in self.room(room).members}
        return tuple(wish for wish in self.wishes if wish.room == room and wish.epoch > over.get(wish.user, 0))

    def knock(self, user: UserId, room: RoomId) -> KnockMemory | None:
        """The knock that the server remembers, if any."""
        return _of(self.knocks, user, room)

    def candidates(self, user: UserId, room: RoomId) -> tuple[ServerName, ...]:
        """The servers that the user's discovery of the room names, in the order given."""
        found = _of(self.found, user, room)
        return found.listing.candidates if found else ()

    def storing(self, view: Room) -> "HomeServer":
        """The server with this view in place of its old one."""
        others = (held for held in self.rooms if held.room != view.room)
        return replace(self, rooms=tuple(sorted((*others, view), key=lambda held: held.room)))

    def wishing(self, wish: Wish) -> "HomeServer":
        """The server with this wish in place of the user's old one for the room; servers asked stay remembered."""
        old = self.wish(wish.user, wish.room)
        asked = tuple(sorted({*wish.asked, *(old.asked if old else ())}))
        return replace(self, wishes=_put(self.wishes, replace(wish, asked=asked)))

    def inviting(self, invitation: Invitation) -> "HomeServer":
        """The server with this invitation in the user's hands."""
        return replace(self, invitations=_put(self.invitations, invitation))

    def remembering(self, user: UserId, room: RoomId, epoch: int, *asked: ServerName) -> "HomeServer":
        """The server with this knock in memory; servers asked for the same stay stay remembered."""
        old = self.knock(user, room)
        also = old.asked if old and old.epoch == epoch else ()
        return replace(self, knocks=_put(self.knocks, KnockMemory(user, room, epoch, tuple(sorted({*also, *asked})))))

    def finding(self, found: Found) -> "HomeServer":
        """The server with this discovery in the user's hands."""
        return replace(self, found=_put(self.found, found))

    def holding(self, held: Held) -> "HomeServer":
        """The server keeping this acceptance, the newest one for each user only."""
        kept = _of(self.held, held.user, held.room)
        if kept and kept.acceptance.epoch > held.acceptance.epoch:
            return self
        return replace(self, held=_put(self.held, held))

    def declining(self, user: UserId, room: RoomId) -> "HomeServer":
        """The server without the user's invitation."""
        return replace(self, invitations=_without(self.invitations, user, room))

    def releasing(self, held: Held) -> "HomeServer":
        """The server without this acceptance."""
        return replace(self, held=_without(self.held, held.user, held.room))

    def forgetting_knock(self, user: UserId, room: RoomId) -> "HomeServer":
        """The server without the memory of that knock."""
        return replace(self, knocks=_without(self.knocks, user, room))


def _of(items: Iterable[T], user: UserId, room: RoomId) -> T | None:
    return next((item for item in items if (item.user, item.room) == (user, room)), None)


def _without(items: Iterable[T], user: UserId, room: RoomId) -> tuple[T, ...]:
    return tuple(item for item in items if (item.user, item.room) != (user, room))


def _put(items: Iterable[T], item: T) -> tuple[T, ...]:
    """The items with this one in the place of its user and room, sorted by them."""
    return tuple(sorted((*_without(items, item.user, item.room), item), key=lambda kept: (kept.user, kept.room)))


NOBODY = ServerName("")


@dataclass(frozen=True, slots=True)
class NamedRoom:
    """A name and what stands behind it: the listing, the mode with the change that set it, whether it may be listed."""

    listing: Listing
    mode: JoinMode
    listed: bool
    owner: ServerName
    depth: int = 1
    set_by: ServerName = NOBODY


@dataclass(frozen=True, slots=True)
class Directory:
    """The directory between two steps."""

    names: tuple[NamedRoom, ...] = ()

    def named(self, alias: RoomAlias | None) -> NamedRoom | None:
        """The room behind a name, if there is one."""
        return next((name for name in self.names if name.listing.alias == alias), None)


EMPTY_DIRECTORY = Directory()


class NotEnabled(ValueError):
    """The action cannot happen in this world; nothing has happened."""


@dataclass(frozen=True, slots=True)
class World:
    """Everything there is between two steps; equal worlds have equal `repr`.

    `in_flight` is a set kept sorted, since the network orders nothing; `broadcast` holds, for the usual way assumed
    (GAP-1), every update published so far; `cut` lists the links that let nothing pass.
    """

    reading: Reading = COMPLETED
    servers: tuple[HomeServer, ...] = ()
    directory: Directory = EMPTY_DIRECTORY
    in_flight: tuple[Envelope, ...] = ()
    broadcast: tuple[StateUpdate, ...] = ()
    cut: tuple[tuple[ServerName, ServerName], ...] = ()

    def __post_init__(self) -> None:
        """Refuse what no world is made of; each part is not looked into, since a search makes many worlds."""
        want("World: reading", self.reading, Reading)
        want("World: directory", self.directory, Directory)
        want("World: cut", self.cut, tuple)
        want_all("World: servers", self.servers, HomeServer)
        want_all("World: in_flight", self.in_flight, Envelope)
        want_all("World: broadcast", self.broadcast, StateUpdate)

    @classmethod
    def of(
        cls, users: Mapping[str, Iterable[str]], reading: Reading = COMPLETED, directory: Directory | None = None
    ) -> "World":
        """A world at rest: home servers by name, each with the names of its users.

        Raises `NotAName` for a name with a sign in it that cannot be seen, or a server's that is empty.
        """
        check_fit("World.of: users", users, Mapping[str, Iterable[str]])
        check_fit("World.of: directory", directory, Directory | None)
        servers = tuple(
            HomeServer(ServerName(name), tuple(sorted(UserId(user, ServerName(name)) for user in names)))
            for name, names in users.items()
        )
        check_names(servers)
        if any(name in ("", DIRECTORY) for name in users):
            raise NotAName(f"a home server has a name, and none is called {DIRECTORY!r}: write a.example")
        there = EMPTY_DIRECTORY if directory is None else directory
        return cls(reading, tuple(sorted(servers, key=lambda server: server.name)), there)

    def server(self, name: ServerName) -> HomeServer:
        """The home server of that name."""
        for server in self.servers:
            if server.name == name:
                return server
        raise NotEnabled(f"there is no home server {brief(name)}; there are {', '.join(s.name for s in self.servers)}")

    def user(self, name: str) -> UserId:
        """The user of that name, where only one server has one."""
        users = [user for server in self.servers for user in server.users if user.name == name]
        if len(users) != 1:
            raise NotEnabled(f"{len(users)} users are called {name!r}; name one with UserId(name, server)")
        return users[0]

    def passes(self, sender: ServerName, receiver: ServerName) -> bool:
        """Whether a message can arrive: the receiver exists, and the link is not cut."""
        exists = receiver == DIRECTORY or any(server.name == receiver for server in self.servers)
        return exists and not self.is_cut(sender, receiver)

    def is_cut(self, one: ServerName, other: ServerName) -> bool:
        """Whether nothing passes between the two."""
        return link(one, other) in self.cut


def link(one: ServerName, other: ServerName) -> tuple[ServerName, ServerName]:
    """The two servers as one value, whichever is named first."""
    return (one, other) if one <= other else (other, one)
