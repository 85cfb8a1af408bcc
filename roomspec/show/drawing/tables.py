"""Plain tables: casts, messages, counts, anything that is words in rows."""

from collections.abc import Sequence

from .sheet import Cell, Figure, framed, prose, table


def plain_table(caption_bold: str, caption_rest: str, headers: Sequence[str], rows: Sequence[Sequence[str]]) -> Figure:
    """Plain words in rows, the first column naming each row; clause ids get their tags."""
    lines = [[Cell(prose(words), names_row=i == 0) for i, words in enumerate(row)] for row in rows]
    return framed(caption_bold, table(caption_bold, caption_rest, headers, lines))
