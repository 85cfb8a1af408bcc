"""Everything that a stepper shows of a session, as one figure: chart, memberships, the decision, the claims.

The widget puts this under its buttons; the static twin is the same with the lists as text. Tables are the narrow forms
of those that walks show at full width, from the same picture values; nothing is decided here.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from spec_impl import RoomId, ServerName, Trace

from ...search.claims import ClaimStanding, ClaimStatus, standings
from ..decisions import decision_rows
from ..drawing.chart import MANY_LANES
from ..drawing.sheet import (
    BLUE,
    BORDER,
    FRAME,
    GREEN,
    HAIRLINE,
    INK,
    MUTED,
    ORANGE,
    PURPLE,
    SHEET,
    VERMILLION,
    YELLOW,
    Figure,
    Hue,
    SignKind,
    TableCell,
    caption,
    cell,
    details,
    element,
    joined,
    mono,
    muted,
    prose,
    second_line,
    sign,
    tags,
    text,
)
from ..drawing.tables import Decided, MembershipCell, MembershipRow, RowState, WhyRow, lettered, told_words
from ..run import as_chart, chart, membership_rows
from .beside import beside, two_worlds_pane
from .session import NOTHING_YET, Session, commands_of, lines, on_their_way, other_acts, rooms_of

LAST_STEPS = 5
MANY_SERVERS = 3
MANY_USERS = 40
MANY_COMMANDS = 12
MANY_CLAIMS = 8
SHEET_STYLE = f"{FRAME};padding:10px"
LEGEND = "J joined, I invited, K knocked, L left, N none, – holds nothing"
STATE_COLOURS: dict[RowState, tuple[str, str, str, str]] = {
    "not_held": ("✗ did not apply", MUTED.ink, SHEET, ""),
    "decides": ("▶ ✓ decides", INK.ink, YELLOW.tint, YELLOW.ink),
    "disagrees": ("≠ disagrees", ORANGE.ink, ORANGE.tint, ORANGE.ink),
    "not_reached": ("· not reached", MUTED.ink, SHEET, ""),
}
STANDINGS: dict[ClaimStatus, tuple[SignKind, str, Hue]] = {
    "holds": ("accepted", "holds here", GREEN),
    "fails": ("fails", "fails here", VERMILLION),
    "not yet": ("held", "not yet", ORANGE),
    "witnessed": ("witnessed", "seen", BLUE),
}

StandingOf = Callable[[Trace], Sequence[ClaimStanding]]


@dataclass(frozen=True)
class Display:
    """How a session is to be shown: its title, the claims that are asked, and the stranger whose worlds differ."""

    title: str
    standing: StandingOf | None = standings
    two_worlds: tuple[RoomId, ServerName] | None = None


# --- The whole --------------------------------------------------------------------------------------------------------


def panes(session: Session, display: Display) -> Figure:
    """The panes, one under the other."""
    trace = session.trace
    held = heading(f"Who holds what, after step {len(trace.steps)}") + _held(trace)
    parts = [_chart(session), _beside_each_other(held, _why(trace))]
    if display.two_worlds is not None:
        parts.append(two_worlds_pane(beside(trace, *display.two_worlds)).html)
    if display.standing is not None:
        found = display.standing(trace)
        claims = claims_pane(found) if found else muted("No claim is asked of this run.")
        parts.append(pane("Claims in this run", claims))
    gap = element("div", style="height:12px")
    return Figure(element("div", joined(parts, gap), style=SHEET_STYLE), display.title)


def twin(session: Session, display: Display) -> Figure:
    """The same without buttons: what could be pressed stands there as text."""
    words = caption(f"{display.title}.", f"R{head_words(session)[1:]}.")
    head = element("div", words, style="padding:0 0 10px 0")
    body = element("div", head + pane(_flight_count(session), _listed(session)), style=SHEET_STYLE)
    return Figure(element("div", body + panes(session, display).html, style="margin:0"), display.title)


def head_words(session: Session) -> str:
    """Reading, scope and how far the run is; a run under way has no last step: only steps taken back stand ahead."""
    scope = f" · scope {session.run.scope}" if session.run.scope else ""
    at, steps = session.at, len(session.run.steps)
    how_far = f"step {at} of {steps}" if at < steps else f"{steps} {'step' if steps == 1 else 'steps'} so far"
    return f"reading {session.world.reading.name}{scope} · {how_far}"


def flight_title(session: Session) -> str:
    """How much is on its way, and what Next would do."""
    first = next((each for each in on_their_way(session) if each.arrives == session.next_arrival), None)
    would = f" Next: {first.route} {first.words}." if first and first.arrives else ""
    return _flight_count(session) + would


def _flight_count(session: Session) -> str:
    count = len(on_their_way(session))
    noun = "message" if count == 1 else "messages"
    return f"On its way: {count} {noun}." if count else "Nothing is on its way."


def _listed(session: Session) -> str:
    """What is on its way, and what can be commanded: by name, or where it is too much, how many commands."""
    arrivals = joined(element("div", text(each.sentence)) for each in on_their_way(session))
    said = [
        f"{user}: {', '.join(words) if len(words) <= MANY_COMMANDS else f'{len(words)} commands'}."
        for user, words in commands_of(session).items()
    ]
    others = other_acts(session)
    faults = [f"Faults and posts: {', '.join(others)}."] if others else []
    return arrivals + details("what can be commanded or go wrong now", said + faults)


def _chart(session: Session) -> str:
    trace = session.trace
    lanes = len(as_chart(trace).lanes)
    if lanes > MANY_LANES:
        words = f"{lanes} servers take part and a chart draws {MANY_LANES}, so this run stands here as text."
        return pane(words, joined(element("div", text(line)) for line in lines(trace)[-LAST_STEPS:]))
    title = f"Step {lines(trace)[-1]}" if trace.steps else NOTHING_YET
    return chart(trace, title, since=max(1, session.at - LAST_STEPS + 1), latest=True).html


def _held(trace: Trace) -> str:
    """A table of memberships for each room that anybody is written down in."""
    users = sum(len(server.users) for server in trace.world.servers)
    if users > MANY_USERS:
        return muted(
            f"{users} users are more than the {MANY_USERS} that are drawn here; show.members(trace, room) has them."
        )
    rooms = [room for room in rooms_of(trace.world) if any(server.room(room).members for server in trace.world.servers)]
    servers = tuple(server.name for server in trace.world.servers)
    tables = (muted(text(room)) + membership_pane(servers, membership_rows(trace, room)) for room in rooms)
    return joined(tables, element("div", style="height:8px")) or muted("Nobody holds anything of a room yet.")


def _why(trace: Trace) -> str:
    if not trace.steps or not trace.last.verdicts:
        words = "No rule decided anything in this step." if trace.steps else "Nothing has happened yet."
        return heading("Why") + muted(words)
    title = f"Why, in step {len(trace.steps)}: {trace.last.verdicts[0].table}"
    return heading(title) + why_pane(*decision_rows(trace.last))


# --- One pane ---------------------------------------------------------------------------------------------------------


def heading(words: str) -> str:
    """What a pane is about."""
    return element("div", text(words), style=f"color:{MUTED.ink};font-size:12.5px;font-weight:700;margin:0 0 6px 0")


def pane(title: str, body: str) -> str:
    """One bordered pane."""
    style = f"box-sizing:border-box;border:1px solid {BORDER};border-radius:3px;background:{SHEET};padding:10px 12px"
    return element("div", heading(title) + element("div", body, style="overflow-x:auto"), style=style)


def _beside_each_other(*bodies: str) -> str:
    """Panes of equal height in one row."""
    edge = f"border:1px solid {BORDER};border-radius:3px;width:50%"
    cells = [cell("td", body, edge, padding="10px 12px") for body in bodies]
    gap = cell("td", "", "border:0;width:12px;min-width:12px", padding="0")
    style = "table-layout:auto;width:100%;margin:0;border-collapse:separate;border-spacing:0;border:0"
    return element("table", element("tbody", element("tr", joined(cells, gap))), style=style)


def membership_pane(servers: Sequence[str], rows: Iterable[MembershipRow]) -> str:
    """Users by servers; the cells that the step changed are marked and say what was there before."""
    with_words = len(servers) <= MANY_SERVERS
    headers = ["user", *(f"at {name[0]}" for name in servers)]
    body = [
        [
            TableCell(element("b", text(row.user)), names_row=True),
            *(_membership(each, with_words) for each in row.cells),
        ]
        for row in rows
    ]
    return _small(headers, body) + ("" if with_words else muted(LEGEND))


def _membership(held: MembershipCell, with_words: bool) -> TableCell:
    if not held.letter and not held.changed_from:
        return TableCell("– nothing" if with_words else "–", ink=MUTED.ink)
    value = lettered(held.letter, held.word if with_words else "") if held.letter else "– nothing"
    if not held.changed_from:
        return TableCell(value, ink=MUTED.ink if held.is_apart else INK.ink)
    was = second_line(element("b", text(f"▲ was {held.changed_from}")), PURPLE.ink)
    marked = element("mark", value, style=f"background:{PURPLE.tint};color:{INK.ink}")
    return TableCell(marked + was, tint=PURPLE.tint, bar=PURPLE.ink)


def why_pane(rows: Iterable[WhyRow], decided: Decided) -> str:
    """Each row of the rule with what became of it, then what was decided and told."""
    outcome = decided.outcome
    reason = f", {mono(outcome.reason, size='11.5px')}" if outcome.reason else ""
    last = joined(
        (
            f"{sign(outcome.tone)} {element('b', 'Decided')} {text(outcome.word)}{reason}.",
            f"{element('b', 'Told')} {told_words(decided.told, outcome)}.",
            tags(decided.clauses),
        ),
        " ",
    )
    table = _small(("#", "rule", "this time"), map(_why_cells, rows))
    return table + element("div", last, style="margin:8px 0 0 0;font-size:13px")


def _why_cells(row: WhyRow) -> list[TableCell]:
    words, ink, tint, bar = STATE_COLOURS[row.state]
    state = element("b", text(words)) if bar else text(words)
    knew = second_line(prose(row.facts)) if bar and row.facts else ""
    order = second_line(f"ordered by {tags(row.ordered_by)}") if row.ordered_by else ""
    return [
        TableCell(str(row.number), ink=MUTED.ink, tint=tint, bar=bar, names_row=True),
        TableCell(prose(row.sentence) + knew + order, ink=ink, tint=tint),
        TableCell(element("span", state, style="white-space:nowrap"), ink=ink, tint=tint),
    ]


def claims_pane(standings: Sequence[ClaimStanding]) -> str:
    """Each claim with how it stands at this step, four to a row; where there are many, the quiet ones in two lines."""
    together: tuple[ClaimStatus, ...] = ("not yet", "holds") if len(standings) > MANY_CLAIMS else ()
    boxes = [_claim(each) for each in standings if each.status not in together]
    blank = cell("td", "", "border:0", padding="4px")
    boxes += [blank] * (-len(boxes) % 4)
    body = joined(element("tr", joined(boxes[i : i + 4])) for i in range(0, len(boxes), 4))
    style = "table-layout:fixed;width:100%;margin:0;border-collapse:separate;border-spacing:6px;border:0"
    table = element("table", element("tbody", body), style=style) if boxes else ""
    return table + joined(_alike(status, standings) for status in together)


def _claim(claim: ClaimStanding) -> str:
    kind, word, hue = STANDINGS[claim.status]
    shown = (
        f"{sign(kind)} {element('b', word, style=f'color:{hue.ink}')}",
        mono(claim.claim, size="12px"),
        muted(f"{text(claim.mood)} {tags(claim.cites)}"),
        muted(prose(claim.sentence)) if claim.status == "fails" else "",
    )
    body = joined(element("div", line) for line in shown if line)
    return cell("td", body, f"border:0;border-left:3px solid {hue.ink};width:25%", padding="2px 4px 2px 8px")


def _alike(status: ClaimStatus, standings: Sequence[ClaimStanding]) -> str:
    """The names of all claims that stand alike."""
    names = [each.claim for each in standings if each.status == status]
    if not names:
        return ""
    kind, word, hue = STANDINGS[status]
    line = f"{sign(kind)} {element('b', f'{word}: {len(names)}', style=f'color:{hue.ink}')} "
    return element("div", line + mono(", ".join(names), MUTED.ink, "12px"), style="margin:4px 6px 0 6px")


def _small(headers: Iterable[str], rows: Iterable[Iterable[TableCell]]) -> str:
    """A table with narrow cells."""
    below = f"border:0;border-bottom:1.5px solid {INK.ink};font-size:12.5px"
    head = joined(
        cell("th", element("b", text(title)), below, ink=MUTED.ink, padding="3px 6px", scope="col") for title in headers
    )
    body = joined(element("tr", joined(map(_entry, row))) for row in rows)
    style = f"table-layout:auto;width:100%;margin:0;border-collapse:collapse;border:0;font-size:13px;background:{SHEET}"
    return element("table", element("thead", element("tr", head)) + element("tbody", body), style=style)


def _entry(entry: TableCell) -> str:
    bar = f"border-left:4px solid {entry.bar};" if entry.bar else ""
    return cell(
        "th" if entry.names_row else "td",
        entry.body,
        f"border:0;{bar}border-bottom:1px solid {HAIRLINE}",
        ink=entry.ink,
        tint=entry.tint,
        padding="5px 6px",
        scope="row" if entry.names_row else "",
    )
