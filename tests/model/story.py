"""What somebody noticed in a run. Nothing here begins a run or asserts.

Memberships, modes and the words of an answer are compared as plain words, such as "joined" or "no such room".
"""

from spec_impl import Deliver, Envelope, JoinRefused, Membership, Notice, Repeat, ServerName, Trace, UserId
from spec_impl.cast import TEA


def standing(trace: Trace, user: UserId, at: ServerName) -> Membership:
    """How one server holds the user."""
    return trace.world.server(at).room(TEA).membership(user)


def everywhere(trace: Trace, user: UserId, *servers: ServerName) -> set[Membership]:
    """How the servers hold the user; one word where they agree."""
    return {standing(trace, user, server) for server in servers}


def decided(trace: Trace, by: str | None = None) -> tuple[str | None, str | None]:
    """What was decided last, or last by the table of this name, and apart from it, what the asker was told."""
    verdicts = [verdict for step in trace.steps for verdict in step.verdicts if by in (None, verdict.table)]
    return verdicts[-1].reason, verdicts[-1].told


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
