"""What the questions ask of a run: who is held as what, who let somebody in, and what comes back to whoever asks.

No question may stand here.
"""

from collections.abc import Callable
from dataclasses import replace

from spec_impl import Envelope, ServerName, Trace, UserId, WireMessage, World
from spec_impl.cast import TEA, A, M
from spec_impl.rows import Outcome, Verdict

from ..words import answer_words

Facts = dict[str, Callable[[], object]]
"""By a question's name, how what it is about is worked out."""


def held(run: Trace, server: ServerName, user: UserId) -> str:
    """What the server holds the user as."""
    return str(run.world.server(server).room(TEA).membership(user))


def joined_at(run: Trace, user: UserId) -> tuple[ServerName, ...]:
    """The servers that hold the user as joined."""
    return tuple(home.name for home in run.world.servers if held(run, home.name, user) == "joined")


def admitted_by(run: Trace, table: str) -> tuple[ServerName, ...]:
    """The servers that let somebody in by this table, in the order in which they did."""
    granted = (step for step in run.steps if step.verdicts and step.verdicts[0].table == table)
    return tuple(step.judged.server.name for step in granted if step.verdicts[0].outcome is Outcome.ACCEPT)  # type: ignore[union-attr]


def shown_to(run: Trace, user: UserId) -> tuple[str, ...]:
    """The kinds of what the user has been shown, in order."""
    return tuple(type(notice).__name__ for step in run.steps for notice in step.notices if notice.to == user)


def receivers(run: Trace) -> tuple[str, ...]:
    """To whom something was sent in the last step."""
    return tuple(sent.receiver for sent in run.last.sends)


def kind_of_sent(run: Trace) -> str:
    """The kind of message that was sent first in the last step."""
    return type(run.last.sends[0].message).__name__


def hears(world: World, sender: ServerName, to: ServerName | str, message: WireMessage) -> str:
    """What one message of a server's own making is answered with; nothing where no answer is sent."""
    asked = Trace(replace(world, in_flight=(Envelope(sender, ServerName(to), message),))).deliver()
    return ", ".join(answer_words(sent.message) for sent in asked.last.sends if sent.receiver == sender) or "nothing"


def told_apart(there: Trace, nowhere: Trace, message: WireMessage, server: ServerName = A) -> bool:
    """Whether mallory's server is answered otherwise where the room is than where there is none."""
    return hears(there.world, M, server, message) != hears(nowhere.world, M, server, message)


def first_verdict(run: Trace) -> Verdict:
    """What was decided first in the last step."""
    return run.last.verdicts[0]


def decided_and_told(run: Trace) -> tuple[str, str]:
    """What was decided in the last step, and what is told."""
    return str(first_verdict(run).outcome), str(first_verdict(run).told)


def same_decided_and_told(one: Trace, other: Trace) -> tuple[bool, bool]:
    """Whether the last steps of two runs decide for the same reason, and tell the same words."""
    return first_verdict(one).reason == first_verdict(other).reason, first_verdict(one).told == first_verdict(
        other
    ).told
