"""Everything that a stepper shows of a session, as one figure: chart, memberships, the decision, the claims.

The widget puts this under its buttons. Tables are the narrow forms of those that walks show at full width; nothing is
decided here.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from spec_impl import RoomId, ServerName, Trace

from ...search.claims import ClaimStanding, ClaimStatus, standings
from ..decisions import STATES, StepDecision, judged_line
from ..drawing import sheet
from ..drawing.sheet import LINE, Figure, TableLine, cell, element, joined, mono, muted, tags, text
from ..drawing.tables import held_cell
from ..drawing.two_worlds_sheet import two_worlds_sheet
from ..run import as_chart, chart, membership_rows
from ..walk import Walk
from .beside import beside
from .session import NOTHING_YET, Session, lines, on_their_way, rooms_of

LAST_STEPS = 5
MANY_SERVERS = 3
MANY_LANES = 12
MANY_USERS = 40
MANY_CLAIMS = 8
HALF = ";display:inline-block;vertical-align:top;width:calc(50% - 7px);min-width:240px;margin:0 0 8px 0"
"""A pane that stands beside another, and on a narrow page below it."""
SHEET_STYLE = f"{sheet.FRAME};padding:10px"
LEGEND = "J joined, I invited, K knocked, L left, N none, – holds nothing"
STANDINGS: dict[ClaimStatus, tuple[sheet.SignKind, str, sheet.Hue]] = {
    "holds": ("accepted", "holds here", sheet.GREEN),
    "fails": ("fails", "fails here", sheet.VERMILLION),
    "not yet": ("held", "not yet", sheet.ORANGE),
    "witnessed": ("witnessed", "seen", sheet.BLUE),
}

StandingOf = Callable[[Trace], Sequence[ClaimStanding]]


@dataclass(frozen=True)
class Display:
    """How a session is to be shown: its title, the claims that are asked, and the stranger whose worlds differ.

    With `lanes`, the servers of a walk in their order, it is shown as the walk shows its runs, and names no clauses.
    """

    title: str
    standing: StandingOf | None = standings
    two_worlds: tuple[RoomId, ServerName] | None = None
    lanes: tuple[str, ...] = ()

    def cited(self, clauses: Iterable[str], before: str = "") -> str:
        """The ids of clauses, with words before them; nothing in a walk."""
        return "" if self.lanes else before + tags(clauses)


# --- The whole --------------------------------------------------------------------------------------------------------


def panes(session: Session, display: Display) -> Figure:
    """The panes, one under the other; what has nothing to show yet is left out, and the chart says so for all."""
    trace = session.trace
    parts = [_chart(session, display)]
    what = f"Who holds what, after step {len(trace.steps)}"
    if trace.steps:
        left, right = pane(what, _held(trace), f"{HALF};margin:0 8px 8px 0"), pane(*_why(trace, display), HALF)
        parts.append(element("div", left + right))
    elif held := _held(trace):
        parts.append(pane(what, held))
    if display.two_worlds is not None:
        found = beside(trace, *display.two_worlds, plain=bool(display.lanes))
        sees = f"What {display.two_worlds[1]} sees is underlined."
        parts.append(two_worlds_sheet("The same acts in two worlds.", sees, found).html)
    if display.standing is not None:
        parts.append(pane("Claims in this run", _claims(display, trace)))
    between = element("div", style="height:12px")
    return Figure(element("div", joined(parts, between), style=SHEET_STYLE), display.title)


def head_words(session: Session) -> str:
    """Reading, scope and how far the run is; a run under way has no last step: only steps taken back stand ahead."""
    scope = f" · scope {session.run.scope}" if session.run.scope else ""
    at, steps = session.at, len(session.run.steps)
    how_far = f"step {at} of {steps}" if at < steps else f"{sheet.counted(steps, 'step')} so far"
    return f"reading {session.world.reading.name}{scope} · {how_far}"


def flight_title(session: Session) -> str:
    """How much is on its way, and what Next would do."""
    coming = on_their_way(session)
    first = next((each for each in coming if each.arrives == session.next_arrival), None)
    would = f" Next: {first.route} {first.words}." if first and first.arrives else ""
    return f"On its way: {sheet.counted(coming, 'message')}.{would}" if coming else "Nothing is on its way."


def _chart(session: Session, display: Display) -> str:
    trace = session.trace
    lanes = as_chart(trace).lanes
    if len(lanes) > MANY_LANES:
        words = f"{len(lanes)} servers take part and a chart draws {MANY_LANES}, so this run stands here as text."
        return pane(words, joined(element("div", text(line)) for line in lines(trace)[-LAST_STEPS:]))
    title = f"The run, up to step {session.at}." if trace.steps else NOTHING_YET
    others = (lane.key for lane in lanes if not lane.is_directory)  # whom the walk had not to do with, and now has
    drawn = Walk(*dict.fromkeys((*display.lanes, *others))).chart if display.lanes else chart
    return drawn(trace, title, since=max(1, session.at - LAST_STEPS + 1), latest=True).html


def _held(trace: Trace) -> str:
    """A table of memberships for each room that anybody is written down in; what the step changed is marked."""
    users = sum(len(server.users) for server in trace.world.servers)
    if users > MANY_USERS:
        words = f"{users} users are more than the {MANY_USERS} that are drawn here"
        return muted(f"{words}; show.members(trace, room) has them.")
    rooms = [room for room in rooms_of(trace.world) if any(server.room(room).members for server in trace.world.servers)]
    headers = ["user", *(f"at {server.name[0]}" for server in trace.world.servers)]
    with_words, tables = len(trace.world.servers) <= MANY_SERVERS, []
    for room in rooms:
        lines: list[TableLine] = []
        for row in membership_rows(trace, room):
            nothing = ("– nothing" if with_words or each.changed_from else "–" for each in row.cells)
            held = (held_cell(each, with_words, words) for each, words in zip(row.cells, nothing, strict=True))
            lines.append((element("b", text(row.user)), *held))
        tables.append(muted(text(room)) + _small(headers, lines) + ("" if with_words else muted(LEGEND)))
    nobody = muted("Nobody holds anything of a room yet.") if trace.steps else ""
    return joined(tables, element("div", style="height:8px")) or nobody


def _why(trace: Trace, display: Display) -> tuple[str, str]:
    """A heading, and each row of the rule that decided with what became of it; then what was decided and told."""
    if not trace.last.verdicts:
        return "Why", muted("No rule decided anything in this step.")
    decision, lines = StepDecision.of(trace.last), []
    for judgement in decision.judgements:
        mark, word, bar = STATES[judgement.state]
        under = sheet.second_line(sheet.prose(judgement.facts)) if bar and judgement.facts else ""
        if judgement.state == "disagrees" and decision.decider.row.over:
            under += sheet.second_line(display.cited(decision.decider.row.over, "ordered by "))
        lines.append(judged_line(judgement, under, f"{mark} {word}"))
    last = joined((*decision.sentences("11.5px"), display.cited(decision.clauses)), " ")
    below = element("div", last, style="margin:8px 0 0 0;font-size:13px")
    title = f"Why, in step {len(trace.steps)}: {trace.last.verdicts[0].table}"
    return title, _small(("#", "rule", "this time"), lines) + below


# --- One pane ---------------------------------------------------------------------------------------------------------


def pane(title: str, body: str, more: str = "") -> str:
    """One bordered pane, with more to its style."""
    style = f"box-sizing:border-box;border:1px solid {LINE};border-radius:3px;padding:10px 12px{more}"
    heading = element("div", text(title), style="font-size:12.5px;font-weight:700;margin:0 0 6px 0")
    return element("div", heading + element("div", body, style="overflow-x:auto"), style=style)


def _claims(display: Display, trace: Trace) -> str:
    """How the claims stand; a claim may be a reader's own, and one that breaks takes nothing else with it."""
    try:
        found = display.standing(trace) if display.standing else ()
    except Exception as broken:  # noqa: BLE001 - a claim may do anything, and its author is still learning
        return muted(text(f"These claims cannot be asked of this run: {type(broken).__name__}: {broken}."))
    return claims_pane(found, display) if found else muted("No claim is asked of this run.")


def claims_pane(standings: Sequence[ClaimStanding], display: Display) -> str:
    """Each claim with how it stands at this step, four to a row; where there are many, the quiet ones as a number."""
    together: tuple[ClaimStatus, ...] = ("not yet", "holds") if len(standings) > MANY_CLAIMS else ()
    boxes = [_claim(each, display) for each in standings if each.status not in together]
    blank = cell("td", "", "border:0", padding="4px")
    boxes += [blank] * (-len(boxes) % 4)
    body = joined(sheet.table_row(joined(boxes[i : i + 4])) for i in range(0, len(boxes), 4))
    style = "table-layout:fixed;width:100%;margin:0;border-collapse:separate;border-spacing:6px;border:0"
    table = element("table", element("tbody", body), style=style) if boxes else ""
    names = {status: [each.claim for each in standings if each.status == status] for status in together}
    counts = (_standing(status, f": {len(names[status])}") for status in together if names[status])
    lines = [f"{STANDINGS[status][1]}: {', '.join(names[status])}" for status in together if names[status]]
    summary = element("div", joined(counts, " &#160; "), style="margin:4px 6px 0 6px") if lines else ""
    return table + summary + (sheet.details("which claims these are", lines) if lines else "")


def _standing(status: ClaimStatus, more: str = "") -> str:
    kind, word, _ = STANDINGS[status]
    return f"{sheet.sign(kind)} {element('b', word + more)}"


def _claim(claim: ClaimStanding, display: Display) -> str:
    shown = (
        _standing(claim.status),
        mono(claim.claim, size="12px"),
        muted(text(claim.mood) + display.cited(claim.cites, " ")),
        muted(sheet.prose(claim.sentence)) if claim.status == "fails" else "",
        *(sheet.prose(flaw) for flaw in claim.flaws),
    )
    body = joined(element("div", line) for line in shown if line)
    edge = f"border:0;border-left:3px solid {STANDINGS[claim.status][2].mark};width:25%"
    return cell("td", body, edge, padding="2px 4px 2px 8px")


def _small(headers: Sequence[str], rows: Iterable[TableLine]) -> str:
    """A table with narrow cells."""
    return sheet.ruled_table(headers, rows, ("3px 6px", "5px 6px"), size="13px")
