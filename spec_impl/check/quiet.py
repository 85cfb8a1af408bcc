"""A world in which nothing more happens by itself, as claims look at it; by then everything must have come right."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from ..model import Entry, Membership, RoomId, ServerName, UserId, World
from ..model.homeserver import HomeServer, Wish
from ..model.room import Room


@dataclass(frozen=True)
class Quiet:
    """One quiet world, and how many messages were lost on the way to it."""

    world: World
    lost: int = 0

    @cached_property
    def rooms(self) -> tuple[RoomId, ...]:
        """Every room of which some server holds something."""
        return tuple(sorted({view.room for server in self.world.servers for view in server.rooms}))

    def inside(self, room: RoomId) -> tuple[HomeServer, ...]:
        """The servers that are in a room: each has a user joined, as it holds itself (PUB-6)."""
        return tuple(server for server in self.world.servers if server.is_aware(room))

    def views(self, room: RoomId) -> tuple[Room, ...]:
        """The room as each server in it holds it."""
        return tuple(server.room(room) for server in self.inside(room))

    def own_lines(self) -> Iterator[tuple[HomeServer, RoomId, Entry]]:
        """What each home server holds of its own users."""
        for server in self.world.servers:
            for view in server.rooms:
                for entry in view.members:
                    if entry.user in server.users:
                        yield server, view.room, entry

    def wishes(self) -> Iterator[tuple[HomeServer, Wish]]:
        """What users asked for, wherever it got to."""
        for server in self.world.servers:
            for wish in server.wishes:
                yield server, wish

    def ended(self, room: RoomId) -> Iterator[Entry]:
        """Every stay that has ended as a server in the room holds, or the user's own, whether that has left or not."""
        for server in self.world.servers:
            for entry in server.room(room).members:
                if entry.membership.is_over and (server.is_aware(room) or entry.user in server.users):
                    yield entry

    def held_of(self, user: UserId, room: RoomId) -> Iterator[tuple[ServerName, Entry]]:
        """How a user is held by the servers in the room, and by his own unless that has left it."""
        for server in self.world.servers:
            view = server.room(room)
            has_left = view.mode is not None and not server.is_aware(room)
            entry = view.entry(user)
            if entry and not has_left and (server.name == user.server or server.is_aware(room)):
                yield server.name, entry


def in_force(view: Room, user: UserId, epoch: int) -> bool:
    """Whether a view holds the user as invited, in that stay."""
    entry = view.entry(user)
    return entry is not None and (entry.epoch, entry.membership) == (epoch, Membership.INVITED)
