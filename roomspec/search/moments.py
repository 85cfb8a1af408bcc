"""A trace as claims look at it: the moment behind each of its steps, with the acts of users that stand by then."""

from collections.abc import Iterator

from spec_impl import ServerName, Step, Trace, UserId
from spec_impl.claims.claim import Acts, Moment, acts_after, acts_before
from spec_impl.situation import Situation
from spec_impl.stepping import receive, situation


def moments(trace: Trace) -> Iterator[tuple[int, Step, Moment]]:
    """The number of each step at a home server, the step, and the moment there."""
    acts: dict[ServerName, Acts] = {}
    for number, step in enumerate(trace.steps, start=1):
        judged = situation(step.before, step.action)
        if isinstance(judged, Situation):
            moment = _moment(judged, acts.get(judged.server.name, ()))
            acts[judged.server.name] = acts_after(moment)
            yield number, step, moment


def _moment(judged: Situation, acts: Acts) -> Moment:
    server, sender, message = judged.server, judged.sender, judged.message
    if isinstance(sender, UserId):
        acts = acts_before(acts, server, sender, message)
    return Moment(server, sender, message, judged.reading, receive(server, sender, message, judged.reading), acts)
