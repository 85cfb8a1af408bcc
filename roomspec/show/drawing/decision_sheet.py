"""Decision tables: the rows of a rule, why a request was answered as it was, and every answer at a glance.

What was decided and what the asker is told are two fields and two columns, also where both say the same.
Rows that did not apply stay in grey: the reader came to see why.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from .markup import element, joined, text
from .membership_sheet import lettered
from .palette import INK, MUTED, ORANGE, SHEET, YELLOW, Hue, SignKind
from .sheet import Cell, Figure, framed, mono, muted, prose, second_line, sign, signed, table, tags

WORDS_UP_TO: Final = 6

RowState = Literal["not_held", "decides", "disagrees", "not_reached"]
_THIS_TIME: Final[dict[RowState, str]] = {
    "not_held": "✗ did not apply",
    "decides": "▶ ✓ applied, decides",
    "disagrees": "≠ applied, disagrees",
    "not_reached": "· not reached",
}
_HUES: Final[dict[RowState, Hue]] = {"decides": YELLOW, "disagrees": ORANGE}


@dataclass(frozen=True)
class Outcome:
    """What a row decides: its word and sign, and the name of the reason where there is one."""

    word: str
    tone: SignKind
    reason: str = ""


@dataclass(frozen=True)
class DecisionRow:
    """One row of a rule: its sentence, its clauses, what it decides and what the asker is told."""

    number: int
    sentence: str
    clauses: tuple[str, ...]
    outcome: Outcome
    told: str


@dataclass(frozen=True)
class WhyRow:
    """The same row in one situation: what the server knew, whether the row applied, and with whom it disagrees."""

    number: int
    sentence: str
    facts: str
    state: RowState
    clauses: tuple[str, ...]
    outcome: Outcome
    disagreement: str = ""
    ordered_by: tuple[str, ...] = ()


@dataclass(frozen=True)
class Decided:
    """The last line of a "why" table."""

    outcome: Outcome
    told: str
    row: int
    clauses: tuple[str, ...]


@dataclass(frozen=True)
class GridCell:
    """One answer: its outcome, the number of the deciding row, and the rows that apply too and say otherwise."""

    outcome: Outcome
    row: int
    disagrees_with: tuple[int, ...] = ()


@dataclass(frozen=True)
class GridRow:
    """Who asks, as a membership letter and word, and the answer in each column."""

    letter: str
    word: str
    cells: tuple[GridCell, ...]


def decision_table(caption_bold: str, caption_rest: str, rows: Sequence[DecisionRow]) -> Figure:
    """A rule's rows in reading order; the first that applies decides."""
    headers = ("#", "rule", "clauses", "decided", "told")
    lines = [
        (
            Cell(str(row.number), ink=MUTED.ink, names_row=True),
            Cell(prose(row.sentence)),
            Cell(tags(row.clauses)),
            Cell(_decided(row.outcome)),
            Cell(element("span", told_words(row.told, row.outcome), style="white-space:nowrap")),
        )
        for row in rows
    ]
    return framed(caption_bold, table(caption_bold, caption_rest, headers, lines, {"rule": "38%"}))


def why_table(caption_bold: str, caption_rest: str, rows: Sequence[WhyRow], decided: Decided) -> Figure:
    """Each row with whether it applied, then what was decided and told, and by which clauses."""
    headers = ("#", "rule, and what the server knew", "this time", "clauses", "outcome")
    body = table(caption_bold, caption_rest, headers, [_why_line(row) for row in rows], {headers[1]: "42%"})
    return framed(caption_bold, body + element("div", _last_line(decided), style="margin:10px 0 0 0"))


def grid_table(
    caption_bold: str, caption_rest: str, corner: str, columns: Sequence[str], rows: Sequence[GridRow]
) -> Figure:
    """Who asks by what the room is; with more than six columns the words go into a legend."""
    with_words = len(columns) <= WORDS_UP_TO
    lines = [
        [Cell(lettered(row.letter, row.word), names_row=True), *(_grid_cell(cell, with_words) for cell in row.cells)]
        for row in rows
    ]
    body = table(caption_bold, caption_rest, (corner, *columns), lines)
    return framed(caption_bold, body if with_words else body + _grid_legend(rows))


def told_words(told: str, outcome: Outcome) -> str:
    """What the asker is told, in quotes exactly as sent; an acceptance is no quotation."""
    if not told:
        return "–" if outcome.tone == "accepted" else element("i", "(nothing)")
    return text(told) if outcome.tone == "accepted" else f"“{text(told)}”"


def _decided(outcome: Outcome) -> str:
    reason = second_line(mono(outcome.reason, MUTED.ink, "11.5px")) if outcome.reason else ""
    return signed(outcome.tone, outcome.word) + reason


def _why_line(row: WhyRow) -> tuple[Cell, ...]:
    hue = _HUES.get(row.state)
    tint, bar = (hue.tint, hue.ink) if hue else (SHEET, "")
    ink = INK.ink if hue else MUTED.ink
    state = text(_THIS_TIME[row.state])
    outcome = _decided(row.outcome) if row.state == "decides" else element("span", text(row.outcome.word))
    return (
        Cell(str(row.number), ink=MUTED.ink, tint=tint, bar=bar, names_row=True),
        Cell(prose(row.sentence) + _knew(row), ink=ink, tint=tint),
        Cell(element("span", element("b", state) if hue else state, style="white-space:nowrap"), ink=ink, tint=tint),
        Cell(tags(row.clauses), ink=ink, tint=tint),
        Cell(outcome, ink=ink, tint=tint),
    )


def _knew(row: WhyRow) -> str:
    facts = second_line(prose(row.facts)) if row.facts else ""
    if not row.disagreement:
        return facts
    order = f" Ordered by {tags(row.ordered_by)}." if row.ordered_by else ""
    return facts + second_line(prose(row.disagreement) + order, ORANGE.ink)


def _last_line(decided: Decided) -> str:
    outcome = decided.outcome
    reason = f", {mono(outcome.reason)}" if outcome.reason else ""
    sentences = (
        f"{sign(outcome.tone)} {element('b', 'Decided')} {text(outcome.word)}{reason}.",
        f"{element('b', 'Told')} {told_words(decided.told, outcome)}.",
        f"{muted(f'Row {decided.row} by')} {tags(decided.clauses)}",
    )
    return joined(sentences, " &#160; ")


def _grid_cell(cell: GridCell, with_words: bool) -> Cell:
    number = muted(str(cell.row))
    word = signed(cell.outcome.tone, cell.outcome.word) if with_words else sign(cell.outcome.tone)
    answer = element("span", f"{word} {number}", style="white-space:nowrap")
    if not cell.disagrees_with:
        return Cell(answer)
    others = f"≠ row {', '.join(map(str, cell.disagrees_with))}"
    return Cell(answer + second_line(element("b", others), ORANGE.ink), tint=ORANGE.tint, bar=ORANGE.ink)


def _grid_legend(rows: Sequence[GridRow]) -> str:
    outcomes = {cell.outcome.word: cell.outcome.tone for row in rows for cell in row.cells}
    words = joined((signed(tone, word) for word, tone in outcomes.items()), " &#160; ")
    return element("div", muted(words), style="margin:8px 0 0 0")
