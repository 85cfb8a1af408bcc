"""The people, the one town in which everything plays, and how a room of alice's begins there.

Cells, scopes, the stories of the vectors and the tests all take their people, rooms and beginnings from here; nothing
that happens after the beginning may be written in this file.
"""

from collections.abc import Iterable
from dataclasses import replace

from . import (
    COMPLETED,
    Accept,
    Create,
    Deliver,
    Envelope,
    Find,
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
    WireMessage,
    World,
)

TEA, TEA_NAME, LOUNGE = RoomId("!tea"), RoomAlias("#tea"), RoomId("!lounge")
A, B, C, D, M = (ServerName(f"{letter}.example") for letter in "abcdm")


ALICE, BOB, CAROL = UserId("alice", A), UserId("bob", B), UserId("carol", C)
DAVE, DAVE_APART = UserId("dave", C), UserId("dave", D)
"""Dave shares carol's server, except in the runs that need a fourth one."""
MALLORY = UserId("mallory", M)
EVERYBODY = (ALICE, BOB, CAROL, DAVE, MALLORY)
"""Whoever lives in the town, where nothing else is said; mallory is the outsider."""


# --- How it begins: a town, and in it a room with a name or without one ---------------------------------------------


def town(*people: UserId, reading: Reading = COMPLETED) -> Trace:
    """These people at home, everybody if none is named, and no room yet."""
    homes: dict[str, set[str]] = {}
    for user in people or EVERYBODY:
        homes.setdefault(user.server, set()).add(user.name)
    return Trace(World.of(homes, reading))


def unnamed_room(
    mode: str = "public",
    *guests: UserId,
    host: UserId = ALICE,
    others: Iterable[UserId] = EVERYBODY,
    reading: Reading = COMPLETED,
) -> Trace:
    """A room of the host's without a name, so that nobody finds it; the guests have accepted her invitations."""
    trace = town(host, *guests, *others, reading=reading).give(host, Create(TEA, JoinMode(mode)))
    for guest in guests:
        trace = inviting(trace, guest, by=host).give(guest, Accept(TEA)).settle()
    return trace


def named_room(
    mode: str = "public",
    *finders: UserId,
    host: UserId = ALICE,
    others: Iterable[UserId] = EVERYBODY,
    reading: Reading = COMPLETED,
) -> Trace:
    """A room of the host's, listed as #tea, in this mode from the first; the finders have looked it up."""
    trace = town(host, *finders, *others, reading=reading)
    trace = trace.give(host, Create(TEA, JoinMode(mode), TEA_NAME, listed=True)).settle()
    return knowing(trace, *finders)


def tea_room(
    mode: str = "public",
    *guests: UserId,
    finders: tuple[UserId, ...] = (),
    candidates: tuple[ServerName, ...] = (),
    host: UserId = ALICE,
    others: Iterable[UserId] = EVERYBODY,
    reading: Reading = COMPLETED,
) -> Trace:
    """The host's room, listed as #tea: while it was public the guests joined and the finders found it; then the mode.

    With `candidates` the finders were given this list, as stale as it may be (PUB-4).
    """
    trace = named_room(host=host, others=(*guests, *finders, *others), reading=reading)
    for guest in guests:
        trace = knowing(trace, guest).give(guest, Join(TEA)).settle()
    trace = knowing(directing_to(trace, *candidates) if candidates else trace, *finders)
    return trace if mode == "public" else trace.give(host, SetJoinMode(TEA, JoinMode(mode))).settle()


# --- And how it goes on from there ----------------------------------------------------------------------------------


def knowing(trace: Trace, *users: UserId) -> Trace:
    """These users have looked #tea up."""
    for user in users:
        trace = trace.give(user, Find(TEA_NAME)).settle()
    return trace


def inviting(trace: Trace, user: UserId, by: UserId = ALICE) -> Trace:
    """The user has been invited, and everybody knows."""
    return trace.give(by, Invite(TEA, user)).settle()


def directing_to(trace: Trace, *candidates: ServerName) -> Trace:
    """The same world, but the directory's list for #tea has become this one (PUB-4)."""
    (name,) = trace.world.directory.names
    names = (replace(name, listing=replace(name.listing, candidates=candidates)),)
    return Trace(replace(trace.world, directory=replace(trace.world.directory, names=names)))


def forging(trace: Trace, sender: ServerName, to: ServerName, message: WireMessage) -> Trace:
    """A server sends a message of its own making, and it arrives at once."""
    return trace.post(sender, to, message).then(Deliver(Envelope(sender, to, message)))
