"""The world between two steps: every home server, the directory, what is on its way, and which links are cut.

Nothing is decided here; `enabled.py` says what can happen next and `step.py` lets it happen.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from .directory import Directory
from .homeserver import HomeServer
from .messages import Envelope, StateUpdate
from .reading import COMPLETED, Reading
from .terms import DIRECTORY, ServerName, UserId

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

    @classmethod
    def of(
        cls, users: Mapping[str, Iterable[str]], reading: Reading = COMPLETED, directory: Directory | None = None
    ) -> "World":
        """A world at rest: home servers by name, each with the names of its users."""
        servers = (
            HomeServer(ServerName(name), tuple(sorted(UserId(user, ServerName(name)) for user in names)))
            for name, names in users.items()
        )
        return cls(reading, tuple(sorted(servers, key=lambda server: server.name)), directory or EMPTY_DIRECTORY)

    def server(self, name: ServerName) -> HomeServer:
        """The home server of that name."""
        for server in self.servers:
            if server.name == name:
                return server
        raise NotEnabled(f"there is no home server {name!r}; there are {', '.join(s.name for s in self.servers)}")

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
