"""Tables: plain words in rows, and who is in a room.

What may stand here is a table made of picture values; what the values are, the caller has looked up.

Servers may hold different things for the same user: the last column of a membership table says so, and only the cells
that this step changed are marked.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from . import sheet
from .sheet import INK, MUTED, PURPLE, SHEET, Figure, TableCell, element, joined, second_line, table_sheet, text


def plain_table(caption_bold: str, caption_rest: str, headers: Sequence[str], rows: Sequence[Sequence[str]]) -> Figure:
    """Plain words in rows, the first column naming each row; clause ids get their tags."""
    return table_sheet(caption_bold, caption_rest, headers, [[*map(sheet.prose, row)] for row in rows])


MEMBERSHIP_WORDS_UP_TO: Final = 4
LETTERS_UP_TO: Final = 9
NONE: Final = sheet.SIGNS["refused"].glyph
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
    every, alike = range(len(servers)), list[int]()
    if len(servers) > LETTERS_UP_TO:
        alike = [i for i in every[1:] if all(row.cells[i] == row.cells[0] for row in rows)]
    shown = [i for i in every if i not in alike]
    headers = ["user", *(f"{servers[i]} holds" for i in shown), "all alike?"]
    with_words = len(shown) <= MEMBERSHIP_WORDS_UP_TO
    nothing = f"{NONE} nothing held" if with_words else NONE
    lines: list[sheet.TableLine] = [
        (
            element("b", text(row.user)) + second_line(text(row.server)),
            *(held_cell(row.cells[i], with_words, nothing, "not told any more") for i in shown),
            _alike(row.cells),
        )
        for row in rows
    ]
    letters = [f"{element('b', letter)} {word}" for letter, word in _LEGEND.items()]
    legend = joined([*letters, f"{NONE} holds nothing for this room", "▲ changed by this step"], " &#160; ")
    below = element("div", sheet.muted(legend), style="margin:8px 0 0 0")
    if alike:
        others = f"{len(alike)} others as {servers[0]}: {', '.join(servers[i] for i in alike)}."
        below += element("div", sheet.muted(text(others)))
    return table_sheet(caption_bold, caption_rest, headers, lines, below=below)


def letter_box(letter: str) -> str:
    """The letter of a membership in a box whose border says the same."""
    fill, colour = sheet.HAIRLINE if letter == "L" else SHEET, MUTED.ink if letter in "NL" else INK.ink
    return element(
        "span",
        text(letter),
        style=f"display:inline-block;box-sizing:border-box;width:20px;height:20px;border:{_BORDERS[letter]};"
        f"border-radius:3px;background:{fill};color:{colour};font-family:{sheet.MONO};font-size:12px;font-weight:700;"
        f"line-height:{14 if letter == 'J' else 17}px;text-align:center;vertical-align:1px;margin:0 2px 0 0",
    )


def lettered(letter: str, word: str) -> str:
    """Box and word, which stay together; a word that is no membership has no box."""
    box = letter_box(letter) if letter in _BORDERS else ""
    return element("span", joined((box, text(word)), " "), style="white-space:nowrap")


def held_cell(cell: MembershipCell, with_words: bool, nothing: str, apart: str = "") -> TableCell:
    """What a server holds, in words or letters, marked if it changed; with what is said of nothing, and of old news."""
    value = lettered(cell.letter, cell.word if with_words else "") if cell.letter else nothing
    if cell.changed_from:
        before = second_line(element("b", text(f"▲ was {cell.changed_from}")), PURPLE.ink)
        marked = element("mark", value, style=f"background:{PURPLE.tint};color:{INK.ink}")
        return TableCell(marked + before, tint=PURPLE.tint, bar=PURPLE.ink)
    if cell.is_apart or not cell.letter:
        return TableCell(value + (second_line(apart) if cell.is_apart and apart else ""), ink=MUTED.ink)
    return TableCell(value)


def _alike(cells: Sequence[MembershipCell]) -> TableCell:
    """Servers that hold nothing, or nothing new, are left out of the comparison."""
    if len({cell.word for cell in cells if cell.letter and not cell.is_apart}) <= 1:
        return TableCell("= agree", ink=MUTED.ink)
    return TableCell(sheet.signed("differ", "differ"))
