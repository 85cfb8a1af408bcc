"""Who is in a room, as each home server holds it.

Servers may hold different things for the same user: the last column says so, and only the cells that this step changed
are marked.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from .markup import element, joined, text
from .palette import HAIRLINE, INK, MONO, MUTED, PURPLE, SHEET, SIGNS, Hue
from .sheet import Cell, Figure, framed, muted, second_line, signed, table

WORDS_UP_TO: Final = 4
LETTERS_UP_TO: Final = 9
NONE: Final = SIGNS["refused"].glyph
_BORDERS: Final = {
    "N": f"1px dotted {MUTED.ink}",
    "I": f"1px solid {INK.ink}",
    "K": f"1.5px dashed {INK.ink}",
    "J": f"3px solid {INK.ink}",
    "L": f"1.5px solid {MUTED.ink}",
}
_LEGEND: Final = (("N", "none"), ("I", "invited"), ("K", "knocked"), ("J", "joined"), ("L", "left"))


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
    with_words = len(shown) <= WORDS_UP_TO
    lines = [[_who(row), *(_cell(row.cells[i], with_words) for i in shown), _verdict(row.cells)] for row in rows]
    below = element("div", _legend(), style="margin:8px 0 0 0")
    if alike:
        others = f"{len(alike)} others as {servers[0]}: {', '.join(servers[i] for i in alike)}."
        below += element("div", muted(text(others)))
    return framed(caption_bold, table(caption_bold, caption_rest, headers, lines) + below)


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


def _who(row: MembershipRow) -> Cell:
    return Cell(element("b", text(row.user)) + second_line(text(row.server)), names_row=True)


def _cell(cell: MembershipCell, with_words: bool) -> Cell:
    nothing = joined((NONE, "nothing held" if with_words else ""), " ")
    value = lettered(cell.letter, cell.word if with_words else "") if cell.letter else nothing
    if cell.is_apart and not cell.changed_from:
        return Cell(value + second_line(text("not told any more")), ink=MUTED.ink)
    if not cell.changed_from:
        return Cell(value, ink=INK.ink if cell.letter else MUTED.ink)
    before = second_line(element("b", text(f"▲ was {cell.changed_from}")), PURPLE.ink)
    return Cell(_marked(value, PURPLE) + before, tint=PURPLE.tint, bar=PURPLE.ink)


def _marked(body: str, hue: Hue) -> str:
    return element("mark", body, style=f"background:{hue.tint};color:{INK.ink}")


def _verdict(cells: Sequence[MembershipCell]) -> Cell:
    """Servers that hold nothing, or nothing new, are left out of the comparison."""
    if len({cell.word for cell in cells if cell.letter and not cell.is_apart}) <= 1:
        return Cell("= agree", ink=MUTED.ink)
    return Cell(signed("differ", "differ"))


def _legend() -> str:
    letters = [f"{element('b', letter)} {word}" for letter, word in _LEGEND]
    return muted(joined([*letters, f"{NONE} holds nothing for this room", "▲ changed by this step"], " &#160; "))
