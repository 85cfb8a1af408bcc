"""The panes that stand side by side under the chart: who holds what, why it was so decided, how the claims stand.

Narrow forms of the tables that walks show at full width, from the same picture values.
"""

from collections.abc import Iterable, Sequence
from typing import Protocol

from ..drawing.sheet import (
    BLUE,
    BORDER,
    GREEN,
    HAIRLINE,
    INK,
    MUTED,
    ORANGE,
    PURPLE,
    SHEET,
    VERMILLION,
    YELLOW,
    Hue,
    SignKind,
    TableCell,
    cell,
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
from ..drawing.tables import Decided, MembershipCell, MembershipRow, WhyRow, lettered, told_words

WORDS_UP_TO = 3
MANY_CLAIMS = 8
LEGEND = "J joined, I invited, K knocked, L left, N none, – holds nothing"
STATES = {
    "not_held": ("✗ did not apply", MUTED.ink, SHEET, ""),
    "decides": ("▶ ✓ decides", INK.ink, YELLOW.tint, YELLOW.ink),
    "disagrees": ("≠ disagrees", ORANGE.ink, ORANGE.tint, ORANGE.ink),
    "not_reached": ("· not reached", MUTED.ink, SHEET, ""),
}
STANDINGS: dict[str, tuple[SignKind, str, Hue]] = {
    "holds": ("accepted", "holds here", GREEN),
    "fails": ("fails", "fails here", VERMILLION),
    "not yet": ("held", "not yet", ORANGE),
    "witnessed": ("witnessed", "seen", BLUE),
}


class Standing(Protocol):
    """How one claim stands at the end of a run."""

    @property
    def claim(self) -> str:
        """Its name."""

    @property
    def mood(self) -> str:
        """Always, sometimes or pair."""

    @property
    def cites(self) -> tuple[str, ...]:
        """The clauses that it is about."""

    @property
    def status(self) -> str:
        """Holds, fails, not yet or witnessed."""

    @property
    def sentence(self) -> str:
        """Why it stands so."""


def heading(words: str) -> str:
    """What a pane is about."""
    return element("div", text(words), style=f"color:{MUTED.ink};font-size:12.5px;font-weight:700;margin:0 0 6px 0")


def pane(title: str, body: str) -> str:
    """One bordered pane."""
    style = f"box-sizing:border-box;border:1px solid {BORDER};border-radius:3px;background:{SHEET};padding:10px 12px"
    return element("div", heading(title) + element("div", body, style="overflow-x:auto"), style=style)


def beside_each_other(*panes: tuple[str, str]) -> str:
    """Panes of equal height in one row, each a title and its body."""
    edge = f"border:1px solid {BORDER};border-radius:3px;width:50%"
    cells = [cell("td", heading(title) + body, edge, padding="10px 12px") for title, body in panes]
    gap = cell("td", "", "border:0;width:12px;min-width:12px", padding="0")
    style = "table-layout:auto;width:100%;margin:0;border-collapse:separate;border-spacing:0;border:0"
    return element("table", element("tbody", element("tr", joined(cells, gap))), style=style)


def membership(servers: Sequence[str], rows: Iterable[MembershipRow]) -> str:
    """Users by servers; the cells that the step changed are marked and say what was there before."""
    with_words = len(servers) <= WORDS_UP_TO
    headers = ["user", *(f"at {name[0]}" for name in servers)]
    body = [
        [TableCell(element("b", text(row.user)), names_row=True), *(_held(each, with_words) for each in row.cells)]
        for row in rows
    ]
    return _small(headers, body) + ("" if with_words else muted(LEGEND))


def _held(held: MembershipCell, with_words: bool) -> TableCell:
    if not held.letter and not held.changed_from:
        return TableCell("– nothing" if with_words else "–", ink=MUTED.ink)
    value = lettered(held.letter, held.word if with_words else "") if held.letter else "– nothing"
    if not held.changed_from:
        return TableCell(value, ink=MUTED.ink if held.is_apart else INK.ink)
    was = second_line(element("b", text(f"▲ was {held.changed_from}")), PURPLE.ink)
    marked = element("mark", value, style=f"background:{PURPLE.tint};color:{INK.ink}")
    return TableCell(marked + was, tint=PURPLE.tint, bar=PURPLE.ink)


def why(rows: Iterable[WhyRow], decided: Decided) -> str:
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
    return _small(("#", "rule", "this time"), map(_why, rows)) + element(
        "div", last, style="margin:8px 0 0 0;font-size:13px"
    )


def _why(row: WhyRow) -> list[TableCell]:
    words, ink, tint, bar = STATES[row.state]
    state = element("b", text(words)) if bar else text(words)
    knew = second_line(prose(row.facts)) if bar and row.facts else ""
    order = second_line(f"ordered by {tags(row.ordered_by)}") if row.ordered_by else ""
    return [
        TableCell(str(row.number), ink=MUTED.ink, tint=tint, bar=bar, names_row=True),
        TableCell(prose(row.sentence) + knew + order, ink=ink, tint=tint),
        TableCell(element("span", state, style="white-space:nowrap"), ink=ink, tint=tint),
    ]


def claims(standings: Sequence[Standing]) -> str:
    """Each claim with how it stands at this step, four to a row; where there are many, the quiet ones in two lines."""
    together = ("not yet", "holds") if len(standings) > MANY_CLAIMS else ()
    boxes = [_claim(each) for each in standings if each.status not in together]
    lines = [boxes[i : i + 4] for i in range(0, len(boxes), 4)]
    blank = cell("td", "", "border:0", padding="4px")
    body = joined(element("tr", joined(line + [blank] * (4 - len(line)))) for line in lines)
    style = "table-layout:fixed;width:100%;margin:0;border-collapse:separate;border-spacing:6px;border:0"
    rest = joined(_together(status, standings) for status in together)
    return (element("table", element("tbody", body), style=style) if boxes else "") + rest


def _claim(standing: Standing) -> str:
    kind, word, hue = STANDINGS[standing.status]
    lines = (
        f"{sign(kind)} {element('b', word, style=f'color:{hue.ink}')}",
        mono(standing.claim, size="12px"),
        muted(f"{text(standing.mood)} {tags(standing.cites)}"),
        muted(prose(standing.sentence)) if standing.status == "fails" else "",
    )
    body = joined(element("div", line) for line in lines if line)
    return cell("td", body, f"border:0;border-left:3px solid {hue.ink};width:25%", padding="2px 4px 2px 8px")


def _together(status: str, standings: Sequence[Standing]) -> str:
    """The names of all claims that stand alike."""
    names = [each.claim for each in standings if each.status == status]
    if not names:
        return ""
    kind, word, hue = STANDINGS[status]
    line = f"{sign(kind)} {element('b', f'{word}: {len(names)}', style=f'color:{hue.ink}')} "
    return element("div", line + mono(", ".join(names), MUTED.ink, "12px"), style="margin:4px 6px 0 6px")


def _small(headers: Iterable[str], rows: Iterable[Iterable[TableCell]]) -> str:
    head = joined(
        cell(
            "th",
            element("b", text(title)),
            f"border:0;border-bottom:1.5px solid {INK.ink};font-size:12.5px",
            ink=MUTED.ink,
            padding="3px 6px",
            scope="col",
        )
        for title in headers
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
