"""Everything that a stepper shows of a session, as one figure: chart, memberships, the decision, the claims.

The widget puts this under its buttons; the static twin is the same with the lists as text.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from spec_impl import RoomId, ServerName, Trace

from ...search.standing import standing
from ..decisions import why_rows
from ..drawing.chart import MANY_LANES
from ..drawing.sheet import FRAME, Figure, caption, details, element, joined, muted, text
from ..membership import membership_rows
from ..run import as_chart, chart
from .beside import beside, two_worlds
from .compact import Standing, beside_each_other, claims, membership, pane, why
from .offers import commands_of, on_their_way, other_acts
from .scope import rooms_of
from .session import NOTHING_YET, Session, lines

LAST_STEPS = 5
MANY_USERS = 40
MANY_COMMANDS = 12
SHEET_STYLE = f"{FRAME};padding:10px"

StandingOf = Callable[[Trace], Sequence[Standing]]


@dataclass(frozen=True)
class View:
    """How a session is to be shown: its title, the claims that are asked, and the stranger whose worlds differ."""

    title: str
    standing: StandingOf | None = standing
    two_worlds: tuple[RoomId, ServerName] | None = None


def panes(session: Session, view: View) -> Figure:
    """The panes, one under the other."""
    trace = session.trace
    parts = [_chart(session), _side_by_side(trace)]
    if view.two_worlds is not None:
        parts.append(two_worlds(beside(trace, *view.two_worlds)).html)
    if view.standing is not None:
        parts.append(pane("Claims in this run", _claims(view.standing, trace)))
    gap = element("div", style="height:12px")
    return Figure(element("div", joined(parts, gap), style=SHEET_STYLE), view.title)


def twin(session: Session, view: View) -> Figure:
    """The same without buttons: what could be pressed stands there as text."""
    listed = pane(_flight_title(session), _listed(session))
    body = element("div", _head(session, view) + listed, style=SHEET_STYLE)
    return Figure(element("div", body + panes(session, view).html, style="margin:0"), view.title)


def head_words(session: Session) -> str:
    """Reading, scope and how far the run is."""
    scope = f" · scope {session.run.scope}" if session.run.scope else ""
    return f"reading {session.world.reading.name}{scope} · {_how_far(session.at, len(session.run.steps))}"


def _how_far(at: int, steps: int) -> str:
    """A run that is under way has no last step: only steps that were taken back stand ahead."""
    if at < steps:
        return f"step {at} of {steps}"
    return f"{steps} {'step' if steps == 1 else 'steps'} so far"


def _head(session: Session, view: View) -> str:
    words = caption(f"{view.title}.", f"R{head_words(session)[1:]}.")
    return element("div", words, style="padding:0 0 10px 0")


def _flight_title(session: Session) -> str:
    count = len(on_their_way(session))
    noun = "message" if count == 1 else "messages"
    return f"On its way: {count} {noun}." if count else "Nothing is on its way."


def flight_title(session: Session) -> str:
    """How much is on its way, and what Next would do."""
    first = next((each for each in on_their_way(session) if each.arrives == session.next_arrival), None)
    would = f" Next: {first.route} {first.words}." if first and first.arrives else ""
    return _flight_title(session) + would


def _listed(session: Session) -> str:
    arrivals = joined(element("div", text(each.sentence)) for each in on_their_way(session))
    said = [f"{user}: {_some(tuple(words))}." for user, words in commands_of(session).items()]
    others = other_acts(session)
    faults = [f"Faults and posts: {', '.join(others)}."] if others else []
    return arrivals + details("what can be commanded or go wrong now", said + faults)


def _some(commands: Sequence[str]) -> str:
    """The commands, or how many there are."""
    return ", ".join(commands) if len(commands) <= MANY_COMMANDS else f"{len(commands)} commands"


def _chart(session: Session) -> str:
    trace = session.trace
    there = as_chart(trace)
    if len(there.lanes) > MANY_LANES:
        words = f"{len(there.lanes)} servers take part and a chart draws {MANY_LANES}, so this run stands here as text."
        return pane(words, joined(element("div", text(line)) for line in lines(trace)[-LAST_STEPS:]))
    title = f"Step {lines(trace)[-1]}" if trace.steps else NOTHING_YET
    return chart(trace, title, since=max(1, session.at - LAST_STEPS + 1), latest=True).html


def _side_by_side(trace: Trace) -> str:
    return beside_each_other((f"Who holds what, after step {len(trace.steps)}", _held(trace)), _why(trace))


def _held(trace: Trace) -> str:
    users = sum(len(server.users) for server in trace.world.servers)
    if users > MANY_USERS:
        return muted(
            f"{users} users are more than the {MANY_USERS} that are drawn here; show.members(trace, room) has them."
        )
    rooms = [room for room in rooms_of(trace.world) if any(server.room(room).members for server in trace.world.servers)]
    servers = tuple(server.name for server in trace.world.servers)
    tables = (muted(text(room)) + membership(servers, membership_rows(trace, room)) for room in rooms)
    return joined(tables, element("div", style="height:8px")) or muted("Nobody holds anything of a room yet.")


def _why(trace: Trace) -> tuple[str, str]:
    if not trace.steps or not trace.last.verdicts:
        return "Why", muted("No rule decided anything in this step." if trace.steps else "Nothing has happened yet.")
    table = trace.last.verdicts[0].table
    return f"Why, in step {len(trace.steps)}: {table}", why(*why_rows(trace.last))


def _claims(asked: StandingOf, trace: Trace) -> str:
    standings = asked(trace)
    return claims(standings) if standings else muted("No claim is asked of this run.")
