"""Tables: plain words in rows, and who is in a room.

What may stand here is a table made of picture values; what the values are, the caller has looked up.

Servers may hold different things for the same user: the last column of a membership table says so, and only the cells
that this step changed are marked.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from . import sheet
from .sheet import LINE, PURPLE, Figure, TableCell, element, joined, second_line, table_sheet, text


def plain_table(caption_bold: str, caption_rest: str, headers: Sequence[str], rows: Sequence[Sequence[str]]) -> Figure:
    """Plain words in rows, the first column naming each row; clause ids get their tags."""
    return table_sheet(caption_bold, caption_rest, headers, [[*map(sheet.prose, row)] for row in rows])


MEMBERSHIP_WORDS_UP_TO: Final = 4
LETTERS_UP_TO: Final = 9
NONE: Final = sheet.SIGNS["refused"].glyph
_BORDERS: Final = {
    "N": f"1px dotted {LINE}",
    "I": "1px solid",
    "K": "1.5px dashed",
    "J": "3px solid",
    "L": f"3px double {LINE}",
}
_LEGEND: Final = {"N": "none", "I": "invited", "K": "knocked", "J": "joined", "L": "over"}


@dataclass(frozen=True)
class MembershipCell:
    """What one server holds for one user: a letter of N I K J L and its word; without a letter it holds nothing.

    `changed_from` is the word before, where this step changed the cell. A server that `is_inside` has a member in the
    room; what one that `is_apart` holds is old, since it is told nothing any more.
    """

    letter: str = ""
    word: str = ""
    changed_from: str = ""
    is_apart: bool = False
    is_inside: bool = False


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
    headers = ["user", *(f"{servers[i]} holds" for i in shown), "servers in the room agree?"]
    with_words = len(shown) <= MEMBERSHIP_WORDS_UP_TO
    nothing = f"{NONE} nothing held" if with_words else NONE
    lines: list[sheet.TableLine] = [
        (
            element("b", text(row.user)) + second_line(text(row.server)),
            *(held_cell(row.cells[i], with_words, nothing, "no news since") for i in shown),
            _alike(row.cells),
        )
        for row in rows
    ]
    letters = [f"{element('b', letter)} {word}" for letter, word in _LEGEND.items()]
    legend = joined([*letters, f"{NONE} holds nothing of the room", "▲ changed by this step"], " &#160; ")
    below = element("div", sheet.muted(legend))
    if alike:
        others = f"{len(alike)} others as {servers[0]}: {', '.join(servers[i] for i in alike)}."
        below += element("div", sheet.muted(text(others)))
    return table_sheet(caption_bold, caption_rest, headers, lines, below=below)


def letter_box(letter: str) -> str:
    """The letter of a membership in a box whose border says the same."""
    return element(
        "span",
        text(letter),
        style=f"display:inline-block;box-sizing:border-box;width:20px;height:20px;border:{_BORDERS[letter]};"
        f"border-radius:3px;font-family:{sheet.MONO};font-size:12px;font-weight:700;"
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
        before = second_line(element("b", text(f"▲ was {cell.changed_from}")))
        return TableCell(value + before, PURPLE.mark)
    return TableCell(value + (second_line(apart) if cell.is_apart and apart else ""))


def _alike(cells: Sequence[MembershipCell]) -> str:
    """Whether the servers in the room hold the same, and how many do; what others hold is no part of it."""
    held = [cell.word for cell in cells if cell.is_inside]
    if not held:
        return "none"
    if len(held) == 1:
        return "only one"
    most = max(map(held.count, held))
    if most == len(held):
        return f"= yes, {most} of {most}"
    return sheet.signed("differ", f"no, {most} of {len(held)} alike")
