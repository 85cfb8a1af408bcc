"""The town in which every scope plays: three home servers with a user each, a room of alice's, and how it begins."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from . import (
    Accept,
    Create,
    Find,
    Give,
    Invite,
    Join,
    JoinMode,
    Reading,
    RoomAlias,
    RoomId,
    ServerName,
    SetJoinMode,
    Trace,
    UserId,
    World,
)
from .commands import Command

TEA, TEA_NAME = RoomId("!tea"), RoomAlias("#tea")
A, B, C, D, M = (ServerName(f"{letter}.example") for letter in "abcdm")

Begin = Callable[[Reading], Trace]


@dataclass(frozen=True)
class Cast:
    """Who lives where. Servers are compared by name where nothing else decides, so scopes are run with others too."""

    alice: UserId
    bob: UserId
    carol: UserId
    dave: UserId


def cast(alice: ServerName, bob: ServerName, carol: ServerName, dave: ServerName) -> Cast:
    """The four people at these servers."""
    return Cast(UserId("alice", alice), UserId("bob", bob), UserId("carol", carol), UserId("dave", dave))


USUAL, REVERSED = cast(A, B, C, D), cast(C, B, A, D)
MALLORY = UserId("mallory", M)


def town(reading: Reading, *users: UserId) -> Trace:
    """These people at home, and no room yet."""
    homes: dict[str, list[str]] = {}
    for user in users:
        homes.setdefault(user.server, []).append(user.name)
    return Trace(World.of(homes, reading))


def tea_room(
    mode: str,
    host: UserId,
    *guests: UserId,
    strangers: tuple[UserId, ...] = (),
    others: tuple[UserId, ...] = (),
    candidates: tuple[ServerName, ...] = (),
) -> Begin:
    """Alice's room: the guests joined and the strangers found it while it was public, then she set the mode.

    The others only live there. With `candidates` the strangers were given this list, as stale as it may be (PUB-4).
    """

    def begin(reading: Reading) -> Trace:
        trace = town(reading, host, *guests, *strangers, *others)
        trace = trace.give(host, Create(TEA, JoinMode.PUBLIC, TEA_NAME, listed=True)).settle()
        for guest in guests:
            trace = trace.give(guest, Find(TEA_NAME)).settle().give(guest, Join(TEA)).settle()
        trace = _directing_to(trace, candidates) if candidates else trace
        for stranger in strangers:
            trace = trace.give(stranger, Find(TEA_NAME)).settle()
        return trace if mode == "public" else trace.give(host, SetJoinMode(TEA, JoinMode(mode))).settle()

    return begin


def _directing_to(trace: Trace, candidates: tuple[ServerName, ...]) -> Trace:
    (name,) = trace.world.directory.names
    names = (replace(name, listing=replace(name.listing, candidates=candidates)),)
    return Trace(replace(trace.world, directory=replace(trace.world.directory, names=names)))


def hidden_room(mode: str, host: UserId, *others: UserId, guests: tuple[UserId, ...] = ()) -> Begin:
    """Alice's room, hidden from the first moment and without a name; guests were invited; mallory lives there too."""

    def begin(reading: Reading) -> Trace:
        trace = town(reading, host, *guests, *others, MALLORY).give(host, Create(TEA, JoinMode(mode))).settle()
        for guest in guests:
            trace = trace.give(host, Invite(TEA, guest)).settle().give(guest, Accept(TEA)).settle()
        return trace

    return begin


def gives(user: UserId, *commands: Command) -> tuple[Give, ...]:
    """The same user gives these commands, each once, in any order."""
    return tuple(Give(user, command) for command in commands)
