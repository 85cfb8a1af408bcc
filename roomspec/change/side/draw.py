"""Pictures and words of a run that was found, as this revision makes it: its chart, its steps, and what comes of it.

What draws is imported when a picture is asked for. The run goes on for a few steps by itself, so that a difference in
a message is followed to the person who hears of it: what was sent arrives, an invitation that is shown is accepted.
"""

from dataclasses import asdict, replace
from itertools import islice
from typing import Any

from spec_impl import Accept, Deliver, Give, GiveUp, InvitationShown, Spread, Trace
from spec_impl.actions import Action
from spec_impl.interface import TraceError, from_json, to_json
from spec_impl.scopes import SCOPES
from spec_impl.stepping import enabled
from spec_impl.world import NotEnabled, World

from .observe import reading_named, step_seen

FURTHER = 8
"""How many steps a run is followed after the two versions do something else."""


def draw_run(reading: str, world: Any, lead: list[Any], run: list[Any]) -> dict[str, Any]:
    """The run as a chart and step by step, after the actions that lead to where it begins; then what comes of it.

    It ends early, and `stopped` says why, where it cannot go on. As texts, with what comes of it and without, it can be
    opened elsewhere.
    """
    from ...show.run import as_chart
    from ...show.stepper.sharing import shared

    trace, stopped = _made(reading, world, lead, run)
    followed = trace if stopped or not trace.steps else _followed(trace)
    steps = [{"action": to_json(made.action, Action), **step_seen(made)} for made in followed.steps]
    return {
        "chart": asdict(as_chart(trace)),
        "stopped": stopped,
        "steps": steps,
        "shared": [shared(followed), shared(trace)],
    }


def _followed(trace: Trace) -> Trace:
    """The run and what follows by itself from its last step, whatever else was under way before."""
    before, made = trace.last.before, len(trace.steps) - 1
    for _ in range(FURTHER):
        fresh = (
            action
            for action in enabled(trace.world)
            if (isinstance(action, Deliver) and action.envelope not in before.in_flight)
            or (isinstance(action, Spread) and action.update not in before.broadcast)
            or isinstance(action, GiveUp)
        )
        shown = [n for each in islice(trace.steps, made, None) for n in each.notices if isinstance(n, InvitationShown)]
        given = {each.action for each in islice(trace.steps, made, None)}
        yes = (Give(notice.to, Accept(notice.room)) for notice in shown)
        action = next(fresh, None) or next((each for each in yes if each not in given), None)
        if action is None:
            break
        trace = trace.then(action)
    return trace


def draw_worlds(
    reading: str, world: Any, lead: list[Any], run: list[Any], scope: str, at: int | None = None
) -> dict[str, Any] | None:
    """A question of an outsider, put where there is no room and where there is one.

    It is the one of step `at`, or the last one by which he can tell the two apart; there may be none.
    """
    from ...show.worlds import as_comparison

    room, outsider = SCOPES[scope].hides, SCOPES[scope].outsider
    if room is None:
        return None
    trace, _ = _made(reading, world, lead, run)
    asked = [
        (number, made.before, made.action.envelope)
        for number, made in enumerate(trace.steps, start=1)
        if isinstance(made.action, Deliver) and made.action.envelope.sender == outsider and at in (None, number)
    ]
    for number, before, envelope in reversed(asked):
        (asker,) = before.server(envelope.sender).users
        found = as_comparison(before, room, asker, envelope.receiver, envelope.message)
        if at or found.worlds[0].told != found.worlds[1].told:
            return {"at": number, "comparison": asdict(found)}
    return None


def _made(reading: str, world: Any, lead: list[Any], run: list[Any]) -> tuple[Trace, str]:
    """The run from where its lead ends, and why it ends early, if it does."""
    trace, stopped = Trace(replace(from_json(world, World), reading=reading_named(reading))), ""
    for part in (lead, run):
        trace, stopped = Trace(trace.world), ""
        for written in part:
            try:
                trace = trace.then(from_json(written, Action))
            except (NotEnabled, TraceError) as refused:
                stopped = str(refused)
                break
    return trace, stopped
