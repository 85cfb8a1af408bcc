"""How the tests' stories begin, and what somebody noticed in them. Nothing here asserts.

Memberships, modes and the words of an answer are compared as plain words, such as "joined" or "no such room".
"""

from dataclasses import replace

from spec_impl import (
    COMPLETED,
    Create,
    Deliver,
    Envelope,
    Find,
    Invite,
    Join,
    JoinMode,
    JoinRefused,
    Membership,
    Notice,
    Reading,
    Repeat,
    ServerName,
    SetJoinMode,
    Trace,
    UserId,
    WireMessage,
    World,
)
from tests.model.cast import ALICE, TEA, TEA_NAME, A, B, C, M


def town(reading: Reading = COMPLETED) -> Trace:
    """Everybody at home, and no room yet."""
    return Trace(World.of({A: ["alice"], B: ["bob"], C: ["carol", "dave"], M: ["mallory"]}, reading))


def tea_room(mode: str = "public", *guests: UserId, reading: Reading = COMPLETED) -> Trace:
    """Alice's room, listed as #tea; the guests joined while it was public, then she set the mode; all is quiet."""
    trace = town(reading).give(ALICE, Create(TEA, JoinMode.PUBLIC, TEA_NAME, listed=True)).settle()
    for guest in guests:
        trace = knowing(trace, guest).give(guest, Join(TEA)).settle()
    return trace if mode == "public" else trace.give(ALICE, SetJoinMode(TEA, JoinMode(mode))).settle()


def knowing(trace: Trace, *users: UserId) -> Trace:
    """These users have looked #tea up."""
    for user in users:
        trace = trace.give(user, Find(TEA_NAME)).settle()
    return trace


def invited(trace: Trace, user: UserId, by: UserId = ALICE) -> Trace:
    """The user has been invited, and everybody knows."""
    return trace.give(by, Invite(TEA, user)).settle()


def directing_to(trace: Trace, *candidates: ServerName) -> Trace:
    """The same world, but the directory's list for #tea has become this one (PUB-4)."""
    (name,) = trace.world.directory.names
    names = (replace(name, listing=replace(name.listing, candidates=candidates)),)
    return Trace(replace(trace.world, directory=replace(trace.world.directory, names=names)))


def arriving(trace: Trace, message: WireMessage, sender: ServerName, to: ServerName) -> Trace:
    """Somebody's own server sends whatever it likes, and it arrives at once."""
    envelope = Envelope(sender, to, message)
    in_flight = tuple(sorted({*trace.world.in_flight, envelope}, key=repr))
    return Trace(replace(trace.world, in_flight=in_flight)).then(Deliver(envelope))


def standing(trace: Trace, user: UserId, at: ServerName) -> Membership:
    """How one server holds the user."""
    return trace.world.server(at).room(TEA).membership(user)


def everywhere(trace: Trace, user: UserId, *servers: ServerName) -> set[Membership]:
    """How the servers hold the user; one word where they agree."""
    return {standing(trace, user, server) for server in servers}


def decided(trace: Trace) -> tuple[str | None, str | None]:
    """What the last step decided, and apart from it, what the asker was told."""
    verdict = trace.last.verdicts[-1]
    return verdict.reason, verdict.told


def shown(trace: Trace, user: UserId) -> list[Notice]:
    """Everything that the user's client was shown, in order."""
    return [notice for step in trace.steps for notice in step.notices if notice.to == user]


def heard(trace: Trace, user: UserId) -> list[str]:
    """Every no that the user's client was shown, in order, in its words."""
    return [notice.told for notice in shown(trace, user) if isinstance(notice, JoinRefused)]


def reached(trace: Trace, server: ServerName) -> list[Envelope]:
    """Everything that arrived at a server from others, in order."""
    arrivals = (step.action for step in trace.steps if isinstance(step.action, Deliver | Repeat))
    return [arrival.envelope for arrival in arrivals if arrival.envelope.receiver == server]


def on_the_way(trace: Trace) -> list[tuple[str, str]]:
    """What is in flight: the kind of message, and to whom."""
    return [(type(envelope.message).__name__, envelope.receiver) for envelope in trace.world.in_flight]
