"""Tables: plain words in rows, who is in a room, the rows of a rule, why one decided, every answer at a glance.

What may stand here is a table made of picture values; what the values are, the caller has looked up.

Servers may hold different things for the same user: the last column of a membership table says so, and only the cells
that this step changed are marked.

What was decided and what the asker is told are two fields and two columns, also where both say the same.
Rows that did not apply stay in grey: the reader came to see why.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from .sheet import (
    HAIRLINE,
    INK,
    MONO,
    MUTED,
    ORANGE,
    PURPLE,
    SHEET,
    SIGNS,
    YELLOW,
    Figure,
    Hue,
    SignKind,
    TableCell,
    element,
    framed,
    html_table,
    joined,
    mono,
    muted,
    prose,
    second_line,
    sign,
    signed,
    tags,
    text,
)


def plain_table(caption_bold: str, caption_rest: str, headers: Sequence[str], rows: Sequence[Sequence[str]]) -> Figure:
    """Plain words in rows, the first column naming each row; clause ids get their tags."""
    lines = [[TableCell(prose(words), names_row=i == 0) for i, words in enumerate(row)] for row in rows]
    return framed(caption_bold, html_table(caption_bold, caption_rest, headers, lines))


# --- Who is in a room -------------------------------------------------------------------------------------------------

MEMBERSHIP_WORDS_UP_TO: Final = 4
LETTERS_UP_TO: Final = 9
NONE: Final = SIGNS["refused"].glyph
_BORDERS: Final = {
    "N": f"1px dotted {MUTED.ink}",
    "I": f"1px solid {INK.ink}",
    "K": f"1.5px dashed {INK.ink}",
    "J": f"3px solid {INK.ink}",
    "L": f"1.5px solid {MUTED.ink}",
}
_LEGEND: Final = {"N": "none", "I": "invited", "K": "knocked", "J": "joined", "L": "left"}


@dataclass(frozen=True)
class MembershipCell:
    """What one server holds for one user: a letter of N I K J L and its word; without a letter it holds nothing.

    `changed_from` is the word before, where this step changed the cell. What a server `is_apart` holds is old: it is
    told nothing any more, and left out of the comparison.
    """

    letter: str = ""
    word: str = ""
    changed_from: str = ""
    is_apart: bool = False


@dataclass(frozen=True)
class MembershipRow:
    """One user, its home server, and what each server holds for it, in the order of the columns."""

    user: str
    server: str
    cells: tuple[MembershipCell, ...]


def membership_table(
    caption_bold: str, caption_rest: str, servers: Sequence[str], rows: Sequence[MembershipRow]
) -> Figure:
    """Users by servers; words for up to four servers, letters alone for more, and above nine only those that differ."""
    shown, alike = _columns(servers, rows)
    headers = ["user", *(f"{servers[i]} holds" for i in shown), "all alike?"]
    with_words = len(shown) <= MEMBERSHIP_WORDS_UP_TO
    lines = [
        [
            TableCell(element("b", text(row.user)) + second_line(text(row.server)), names_row=True),
            *(_held(row.cells[i], with_words) for i in shown),
            _alike(row.cells),
        ]
        for row in rows
    ]
    letters = [f"{element('b', letter)} {word}" for letter, word in _LEGEND.items()]
    legend = joined([*letters, f"{NONE} holds nothing for this room", "▲ changed by this step"], " &#160; ")
    below = element("div", muted(legend), style="margin:8px 0 0 0")
    if alike:
        others = f"{len(alike)} others as {servers[0]}: {', '.join(servers[i] for i in alike)}."
        below += element("div", muted(text(others)))
    return framed(caption_bold, html_table(caption_bold, caption_rest, headers, lines) + below)


def letter_box(letter: str) -> str:
    """The letter of a membership in a box whose border says the same."""
    fill, colour = HAIRLINE if letter == "L" else SHEET, MUTED.ink if letter in "NL" else INK.ink
    return element(
        "span",
        text(letter),
        style=f"display:inline-block;box-sizing:border-box;width:20px;height:20px;border:{_BORDERS[letter]};"
        f"border-radius:3px;background:{fill};color:{colour};font-family:{MONO};font-size:12px;font-weight:700;"
        f"line-height:{14 if letter == 'J' else 17}px;text-align:center;vertical-align:1px;margin:0 2px 0 0",
    )


def lettered(letter: str, word: str) -> str:
    """Box and word, which stay together; a word that is no membership has no box."""
    box = letter_box(letter) if letter in _BORDERS else ""
    return element("span", joined((box, text(word)), " "), style="white-space:nowrap")


def _columns(servers: Sequence[str], rows: Sequence[MembershipRow]) -> tuple[list[int], list[int]]:
    """The columns to show, and those left out because they hold just what the first one does."""
    every = list(range(len(servers)))
    if len(every) <= LETTERS_UP_TO:
        return every, []
    alike = [i for i in every[1:] if all(row.cells[i] == row.cells[0] for row in rows)]
    return [i for i in every if i not in alike], alike


def _held(cell: MembershipCell, with_words: bool) -> TableCell:
    nothing = joined((NONE, "nothing held" if with_words else ""), " ")
    value = lettered(cell.letter, cell.word if with_words else "") if cell.letter else nothing
    if cell.is_apart and not cell.changed_from:
        return TableCell(value + second_line(text("not told any more")), ink=MUTED.ink)
    if not cell.changed_from:
        return TableCell(value, ink=INK.ink if cell.letter else MUTED.ink)
    before = second_line(element("b", text(f"▲ was {cell.changed_from}")), PURPLE.ink)
    marked = element("mark", value, style=f"background:{PURPLE.tint};color:{INK.ink}")
    return TableCell(marked + before, tint=PURPLE.tint, bar=PURPLE.ink)


def _alike(cells: Sequence[MembershipCell]) -> TableCell:
    """Servers that hold nothing, or nothing new, are left out of the comparison."""
    if len({cell.word for cell in cells if cell.letter and not cell.is_apart}) <= 1:
        return TableCell("= agree", ink=MUTED.ink)
    return TableCell(signed("differ", "differ"))


# --- What is decided --------------------------------------------------------------------------------------------------

GRID_WORDS_UP_TO: Final = 6

RowState = Literal["not_held", "decides", "disagrees", "not_reached"]
_THIS_TIME: Final[dict[RowState, tuple[str, Hue | None]]] = {
    "not_held": ("✗ did not apply", None),
    "decides": ("▶ ✓ applied, decides", YELLOW),
    "disagrees": ("≠ applied, disagrees", ORANGE),
    "not_reached": ("· not reached", None),
}


@dataclass(frozen=True)
class ShownOutcome:
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
    outcome: ShownOutcome
    told: str


@dataclass(frozen=True)
class WhyRow:
    """The same row in one situation: what the server knew, whether the row applied, and with whom it disagrees."""

    number: int
    sentence: str
    facts: str
    state: RowState
    clauses: tuple[str, ...]
    outcome: ShownOutcome
    disagreement: str = ""
    ordered_by: tuple[str, ...] = ()


@dataclass(frozen=True)
class Decided:
    """The last line of a "why" table."""

    outcome: ShownOutcome
    told: str
    row: int
    clauses: tuple[str, ...]


@dataclass(frozen=True)
class GridCell:
    """One answer: its outcome, the number of the deciding row, and the rows that apply too and say otherwise."""

    outcome: ShownOutcome
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
            TableCell(str(row.number), ink=MUTED.ink, names_row=True),
            TableCell(prose(row.sentence)),
            TableCell(tags(row.clauses)),
            TableCell(_decided(row.outcome)),
            TableCell(element("span", told_words(row.told, row.outcome), style="white-space:nowrap")),
        )
        for row in rows
    ]
    return framed(caption_bold, html_table(caption_bold, caption_rest, headers, lines, {"rule": "38%"}))


def why_table(caption_bold: str, caption_rest: str, rows: Sequence[WhyRow], decided: Decided) -> Figure:
    """Each row with whether it applied, then what was decided and told, and by which clauses."""
    headers = ("#", "rule, and what the server knew", "this time", "clauses", "outcome")
    body = html_table(caption_bold, caption_rest, headers, [_why_line(row) for row in rows], {headers[1]: "42%"})
    outcome = decided.outcome
    reason = f", {mono(outcome.reason)}" if outcome.reason else ""
    sentences = (
        f"{sign(outcome.tone)} {element('b', 'Decided')} {text(outcome.word)}{reason}.",
        f"{element('b', 'Told')} {told_words(decided.told, outcome)}.",
        f"{muted(f'Row {decided.row} by')} {tags(decided.clauses)}",
    )
    return framed(caption_bold, body + element("div", joined(sentences, " &#160; "), style="margin:10px 0 0 0"))


def grid_table(
    caption_bold: str, caption_rest: str, corner: str, columns: Sequence[str], rows: Sequence[GridRow]
) -> Figure:
    """Who asks by what the room is; with more than six columns the words go into a legend."""
    with_words = len(columns) <= GRID_WORDS_UP_TO
    lines = [
        [
            TableCell(lettered(row.letter, row.word), names_row=True),
            *(_grid_cell(cell, with_words) for cell in row.cells),
        ]
        for row in rows
    ]
    body = html_table(caption_bold, caption_rest, (corner, *columns), lines)
    if not with_words:
        outcomes = {cell.outcome.word: cell.outcome.tone for row in rows for cell in row.cells}
        words = joined((signed(tone, word) for word, tone in outcomes.items()), " &#160; ")
        body += element("div", muted(words), style="margin:8px 0 0 0")
    return framed(caption_bold, body)


def told_words(told: str, outcome: ShownOutcome) -> str:
    """What the asker is told, in quotes exactly as sent; an acceptance is no quotation."""
    if not told:
        return "–" if outcome.tone == "accepted" else element("i", "(nothing)")
    return text(told) if outcome.tone == "accepted" else f"“{text(told)}”"


def _decided(outcome: ShownOutcome) -> str:
    reason = second_line(mono(outcome.reason, MUTED.ink, "11.5px")) if outcome.reason else ""
    return signed(outcome.tone, outcome.word) + reason


def _why_line(row: WhyRow) -> tuple[TableCell, ...]:
    said, hue = _THIS_TIME[row.state]
    tint, bar, ink = (hue.tint, hue.ink, INK.ink) if hue else (SHEET, "", MUTED.ink)
    state = element("span", element("b", said) if hue else said, style="white-space:nowrap")
    outcome = _decided(row.outcome) if row.state == "decides" else element("span", text(row.outcome.word))
    return (
        TableCell(str(row.number), ink=MUTED.ink, tint=tint, bar=bar, names_row=True),
        TableCell(prose(row.sentence) + _knew(row), ink=ink, tint=tint),
        TableCell(state, ink=ink, tint=tint),
        TableCell(tags(row.clauses), ink=ink, tint=tint),
        TableCell(outcome, ink=ink, tint=tint),
    )


def _knew(row: WhyRow) -> str:
    facts = second_line(prose(row.facts)) if row.facts else ""
    if not row.disagreement:
        return facts
    order = f" Ordered by {tags(row.ordered_by)}." if row.ordered_by else ""
    return facts + second_line(prose(row.disagreement) + order, ORANGE.ink)


def _grid_cell(cell: GridCell, with_words: bool) -> TableCell:
    number = muted(str(cell.row))
    word = signed(cell.outcome.tone, cell.outcome.word) if with_words else sign(cell.outcome.tone)
    answer = element("span", f"{word} {number}", style="white-space:nowrap")
    if not cell.disagrees_with:
        return TableCell(answer)
    others = f"≠ row {', '.join(map(str, cell.disagrees_with))}"
    return TableCell(answer + second_line(element("b", others), ORANGE.ink), tint=ORANGE.tint, bar=ORANGE.ink)
