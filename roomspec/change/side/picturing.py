"""Pictures of a run as this revision makes it: the picture values of the sequence chart and of the two worlds."""

from dataclasses import asdict, replace
from typing import Any

from spec_impl import Deliver, Post, Trace
from spec_impl.actions import Action
from spec_impl.scopes import SCOPES
from spec_impl.tracefile.codec import from_json
from spec_impl.tracefile.shapes import TraceError
from spec_impl.world import NotEnabled, World

from ...show.run import as_chart
from ...show.worlds import as_comparison
from .deciding import reading_named


def chart(reading: str, world: Any, lead: list[Any], run: list[Any]) -> dict[str, Any]:
    """The run as a chart, after the actions that lead to where it begins; it ends early where it cannot go on."""
    trace, stopped = _made(Trace(_lead(reading, world, lead).world), run)
    return {"chart": asdict(as_chart(trace)), "stopped": stopped}


def _lead(reading: str, world: Any, lead: list[Any]) -> Trace:
    start: World = replace(from_json(world, World), reading=reading_named(reading))
    return _made(Trace(start), lead)[0]


def _made(trace: Trace, run: list[Any]) -> tuple[Trace, str]:
    for written in run:
        try:
            trace = trace.then(from_json(written, Action))
        except (NotEnabled, TraceError) as refused:
            return trace, str(refused)
    return trace, ""


def two_worlds(reading: str, world: Any, lead: list[Any], run: list[Any], scope: str) -> dict[str, Any] | None:
    """The last question of an outsider in a run, put where there is no room and where there is one."""
    trace, _ = _made(Trace(_lead(reading, world, lead).world), run)
    posts = {made.action.envelope for made in trace.steps if isinstance(made.action, Post)}
    asked = [made for made in trace.steps if isinstance(made.action, Deliver) and made.action.envelope in posts]
    room = SCOPES[scope].hides
    if not asked or room is None:
        return None
    made = asked[-1]
    assert isinstance(made.action, Deliver)
    envelope = made.action.envelope
    (asker,) = made.before.server(envelope.sender).users
    return asdict(as_comparison(made.before, room, asker, envelope.receiver, envelope.message))
