"""One server's view of a room: its join mode and its member register.

Which updates win is decided here, since it is arithmetic on weights; who may author one is decided in `rules/`.
"""

from dataclasses import dataclass, replace

from .terms import Entry, JoinMode, MemberMap, Membership, ModeChange, RoomId, ServerName, Update, UserId

NO_MAP = (0, "")
"""The version of a map that nobody has written yet."""


@dataclass(frozen=True, slots=True)
class Room:
    """A room as one server holds it; members and awareness are derived from the register, never stored."""

    room: RoomId
    mode_change: ModeChange | None = None
    members: tuple[Entry, ...] = ()
    map_version: tuple[int, str] = NO_MAP

    @property
    def mode(self) -> JoinMode | None:
        """The join mode, or None where the server holds no more than its own users' entries."""
        return self.mode_change.mode if self.mode_change else None

    def entry(self, user: UserId) -> Entry | None:
        """The user's line, if the server holds one."""
        for entry in self.members:
            if entry.user == user:
                return entry
        return None

    def membership(self, user: UserId) -> Membership:
        """How the user stands, as this server holds it."""
        entry = self.entry(user)
        return entry.membership if entry else Membership.NONE

    def joined(self, server: ServerName | None = None) -> tuple[UserId, ...]:
        """The joined users, of one server or of all."""
        return tuple(
            entry.user
            for entry in self.members
            if entry.membership is Membership.JOINED and server in (None, entry.user.server)
        )

    def was_ever_joined(self, server: ServerName) -> bool:
        """Whether a user of the server is joined or has left; word of his leave may overtake what he wrote before."""
        return any(entry.user.server == server and entry.membership.shows_presence for entry in self.members)

    def servers(self) -> tuple[ServerName, ...]:
        """The servers with a joined user, which is where changes are broadcast to (INV-7, PUB-10)."""
        return tuple(sorted({user.server for user in self.joined()}))

    def is_news(self, update: Update) -> bool:
        """Whether the update would win over what is held in its place."""
        if isinstance(update, MemberMap):
            return (update.depth, update.origin) > self.map_version
        if isinstance(update, ModeChange):
            return self.mode_change is None or update.weight > self.mode_change.weight
        held = self.entry(update.user)
        return held is None or update.weight > held.weight

    def merged(self, update: Update) -> "Room":
        """The view with the update in it, or the same view where the update is no news."""
        if not self.is_news(update):
            return self
        if isinstance(update, MemberMap):
            return replace(self, members=update.members, map_version=(update.depth, update.origin))
        if isinstance(update, ModeChange):
            return replace(self, mode_change=update)
        others = (entry for entry in self.members if entry.user != update.user)
        return replace(self, members=tuple(sorted((*others, update), key=lambda entry: entry.user)))

    def as_updates(self, as_one_map: bool) -> tuple[Update, ...]:
        """The view taken apart into the updates that rebuild it, members singly or as the one map (INV-5)."""
        mode = (self.mode_change,) if self.mode_change else ()
        if as_one_map and self.map_version == NO_MAP:
            return mode
        if as_one_map:
            return (*mode, MemberMap(self.map_version[0], self.members, ServerName(self.map_version[1])))
        return (*mode, *self.members)
