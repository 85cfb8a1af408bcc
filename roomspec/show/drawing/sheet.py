"""The parts of every HTML figure: colours and signs, one way to write an element, cells, tables and sheets.

What may stand here is whatever two kinds of figures share; nothing here knows a chart, a rule or a room.

Colour says what happened, never who, and it comes last: a sign and a word stand beside every hue, so that a figure
printed in grey loses nothing.

JupyterLab drops `<style>`, inline SVG, roles and most layout properties from an untrusted output, and gives tables a
look of its own. A figure cannot know whether its page is light or dark, since nothing here can ask.
So words have no colour and no ground of their own but take the page's, and hues are for lines alone, in a shade that
is seen on both. Pictures bring their own ground and both palettes (see `svg`). A row sets its ground to none, against
the stripes that a page would give it.

Every block, row and cell ends its line of the markup, where a browser shows no white space, so that a changed cell is a
changed line.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape, unescape
from typing import Any, Final, Literal

from spec_impl.terms import UNSEEN

# --- Colours, type and signs ------------------------------------------------------------------------------------------

WIDTH: Final = 700
SANS: Final = "system-ui, -apple-system, 'Segoe UI', Helvetica, Arial, sans-serif"
MONO: Final = "ui-monospace,Menlo,Consolas,monospace"


@dataclass(frozen=True)
class Hue:
    """One meaning's shades: in a picture `ink` for text and lines and `tint` behind them, on a light and a dark ground.

    `mark` is the shade of lines in HTML, where the ground is the page's.
    """

    ink: str
    tint: str
    dark_ink: str
    dark_tint: str
    mark: str


LINE: Final = "#8A919C"
INK: Final = Hue("#1A1D21", "#F1F2F3", "#E8EAED", "#2A3038", LINE)
MUTED: Final = Hue("#565D68", "#F1F2F3", "#A8B0BB", "#2A3038", LINE)
BLUE: Final = Hue("#00568A", "#E3F0F8", "#86C5EE", "#17344A", "#0072B2")
GREEN: Final = Hue("#00634A", "#DFF3EC", "#6AD3B0", "#153A30", "#009E73")
VERMILLION: Final = Hue("#9A3E00", "#FCE8DC", "#F4A67A", "#42281A", "#D55E00")
ORANGE: Final = Hue("#7A5000", "#FDF1D6", "#EFC76E", "#3B3014", "#B87A00")
PURPLE: Final = Hue("#8A2F63", "#F8E6F0", "#E6A9CA", "#3C2434", "#B8638F")
YELLOW: Final = Hue("#1A1D21", "#FCF8CF", "#E8EAED", "#38361C", LINE)
"""The latest step of a chart, and nothing else."""

SHEET: Final = "#FDFDFB"
BORDER: Final = "#B9BEC6"
HAIRLINE: Final = "#E7E9EC"
LIFELINE: Final = "#858C97"
TAG: Final = Hue("#3A4048", "#F1F2F3", "#C3C9D1", "#2A3038", LINE)
TAG_BORDER: Final = "#C9CDD3"
GROUNDS: Final = {
    SHEET: "#1E232A",
    BORDER: "#3F4752",
    HAIRLINE: "#303740",
    LIFELINE: "#747D89",
    TAG_BORDER: "#3F4752",
}
"""What is no hue, as it is on a light and on a dark ground."""

SignKind = Literal[
    "accepted", "refused", "held", "changed", "lost", "fails", "leak", "differ", "same", "unknown", "witnessed", "plain"
]


@dataclass(frozen=True)
class Sign:
    """A glyph and the hue it may be shown in; the word beside it is the caller's."""

    glyph: str
    hue: Hue


SIGNS: Final[dict[SignKind, Sign]] = {
    "accepted": Sign("✓", GREEN),
    "refused": Sign("\N{EN DASH}", VERMILLION),
    "held": Sign("◷", ORANGE),
    "changed": Sign("▲", PURPLE),
    "lost": Sign("\N{MULTIPLICATION SIGN}", VERMILLION),
    "fails": Sign("✗", VERMILLION),
    "leak": Sign("≠", VERMILLION),
    "differ": Sign("≠", ORANGE),
    "same": Sign("=", GREEN),
    "unknown": Sign("?", ORANGE),
    "witnessed": Sign("★", BLUE),
    "plain": Sign("·", INK),
}


def names_a_silence(clause: str) -> bool:
    """Whether a clause id stands for a silence or a contradiction of the source."""
    return clause.startswith(("GAP-", "TEN-"))


# --- Markup -----------------------------------------------------------------------------------------------------------

_HIDDEN: Final = re.compile(f"[{UNSEEN}]")
_EMPTY: Final = frozenset({"img", "rect", "circle", "line", "path"})
_OPENS_A_LINE: Final = frozenset({"figure", "table", "thead", "tbody", "tr"})
_ENDS_ITS_LINE: Final = _OPENS_A_LINE | {"caption", "details", "div", "figcaption", "img", "summary", "td", "th"}
"""What is laid out as a block, so that white space beside it does not show; never a `span` or what is within one."""


def element(name: str, body: str = "", /, **attributes: str | float) -> str:
    """`<name ...>body</name>`; the body is markup already, attribute values are escaped here.

    `font_size` is written `font-size`.
    An attribute with an empty value is left out, so that a caller need not branch; `alt` alone may be empty.
    """
    written = ""
    for key, value in attributes.items():
        if value != "" or key == "alt":
            quoted = text(str(value)).replace('"', "&quot;")
            written += f' {key.replace("_", "-")}="{quoted}"'
    begun, end = "\n" if name in _OPENS_A_LINE else "", "\n" if name in _ENDS_ITS_LINE else ""
    return f"<{name}{written}/>{end}" if name in _EMPTY else f"<{name}{written}>{begun}{body}</{name}>{end}"


def text(plain: str) -> str:
    """Plain words as markup."""
    return escape(visible(plain), quote=False)


def visible(plain: str) -> str:
    """The words with each sign that nobody sees, or that turns the others round, as its number."""
    return _HIDDEN.sub(lambda found: f"⟨U+{ord(found.group()):04X}⟩", plain)


def joined(parts: Iterable[str], between: str = "") -> str:
    """Parts that are not empty, one after another."""
    return between.join(part for part in parts if part)


def counted(things: Any, one: str, several: str = "") -> str:
    """How many there are, and of what."""
    count = things if isinstance(things, int) else len(things)
    return f"{count:,} {one if count == 1 else several or f'{one}s'}"


# --- Sheets, tables and what stands in them ---------------------------------------------------------------------------

FRAME: Final = (
    f"box-sizing:border-box;max-width:{WIDTH + 2}px;margin:0;border:1px solid {LINE};border-radius:4px;"
    f"font-family:{SANS};font-size:14px;line-height:1.45;text-align:left;page-break-inside:avoid"
)
_CLAUSE: Final = re.compile(r"\b[A-Z]{3,5}-\d{1,2}\b")
_LITERAL: Final = re.compile(r"`([^`]+)`")
_STRESSED: Final = re.compile(r"(?<![\w*])\*(\w[^*\n]*)\*(?![\w*])")
_KEYWORD: Final = re.compile(r"\b(?:MUST NOT|MUST|SHOULD NOT|SHOULD|MAY)\b")
_NUMBER: Final = re.compile(r"[\d,.]*")
_MARKUP: Final = re.compile(r"<[^>]*>")
LONG_WORDS, SHORT_WORDS, FEW_COLUMNS = 36, 12, 4
"""From so many characters on a column is one of sentences, and one of words: neither is squeezed on a narrow page.

So many columns fit on a sheet all the same, and need no scrolling where there is room for one.
"""


@dataclass(frozen=True, repr=False)
class Figure:
    """One `text/html` output; its `repr` is short and fixed, since notebooks compare stored outputs byte for byte.

    `columns` and `lines` are what it shows as plain words, where that is a table or the steps of a run.
    """

    html: str
    name: str
    columns: tuple[str, ...] = ()
    lines: tuple[tuple[str, ...], ...] = ()

    @property
    def frame(self) -> Any:
        """What it shows as a pandas frame. Raises `ValueError` where that is no table."""
        if not self.columns:
            raise ValueError(f"{self!r} shows no table, so it has no frame")
        from .frame import frame_of

        return frame_of(self.columns, self.lines)

    def __repr__(self) -> str:
        return f"<figure: {visible(self.name)}>"

    def _repr_html_(self) -> str:
        return self.html

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:  # noqa: ARG002
        return {"text/html": self.html, "text/plain": repr(self)}


@dataclass(frozen=True)
class TableCell:
    """One table cell: markup, and a `bar` at its left where it is marked, never without a sign or a word."""

    body: str
    bar: str = ""


TableLine = Sequence[str | TableCell]
"""A row of a table: its cells; one that is no more than its markup is a plain one."""


def stack(*figures: Figure, apart: int = 18) -> Figure:
    """Several figures as one output, one under the other; cards stand 12 apart."""
    parts = joined((figure.html for figure in figures), element("div", style=f"height:{apart}px"))
    return Figure(element("div", parts, style="margin:0"), ", ".join(figure.name for figure in figures))


def framed(name: str, body: str, head: str = "", below: str = "") -> Figure:
    """A bordered sheet; a wide body scrolls inside it, what stands over and under it does not."""
    over = element("figcaption", head, style=f"padding:10px 14px;border-bottom:1px solid {LINE}") if head else ""
    scrolling = element("div", body, style=f"overflow-x:auto{'' if head else ';padding:12px 14px'}")
    under = element("div", below, style=f"padding:8px 14px;border-top:1px solid {LINE}") if below else ""
    return Figure(element("figure", over + scrolling + under, style=FRAME), name)


def table_sheet(
    caption_bold: str,
    caption_rest: str,
    headers: Sequence[str],
    rows: Iterable[TableLine],
    widths: Mapping[str, str] | None = None,
    below: str = "",
) -> Figure:
    """A table on a sheet, a hairline under each row; `widths` is by header, `below` the markup that follows.

    A column of numbers stands at the right, its header over it; one of sentences keeps a width that can be read.
    """
    lines = [[each if isinstance(each, TableCell) else TableCell(each) for each in row] for row in rows]
    plain = tuple(tuple(words_of(each.body) for each in row) for row in lines)
    styles = [_column_style(headers, number, plain, widths or {}) for number in range(len(headers))]
    table = ruled_table(headers, lines, ("7px 10px", "7px 10px"), styles)
    figure = framed(caption_bold, table, caption(caption_bold, caption_rest), below)
    return Figure(figure.html, caption_bold, tuple(headers), plain)


def _column_style(
    headers: Sequence[str], number: int, lines: Sequence[Sequence[str]], widths: Mapping[str, str]
) -> str:
    """How a column stands, and how wide it has to be."""
    cells = [row[number] for row in lines if number < len(row)]
    if cells and all(map(_NUMBER.fullmatch, cells)) and any(cells):
        return "text-align:right"
    longest = max(map(len, cells), default=0)
    least = 200 if longest > LONG_WORDS else 110 if longest > SHORT_WORDS else 0
    if len(headers) <= FEW_COLUMNS:  # these fit on the sheet, with ten pixels at either side of each
        least = min(least, WIDTH // len(headers) - 20)
    wide = f";width:{widths[headers[number]]}" if headers[number] in widths else ""
    return "text-align:left" + (f";min-width:{least}px" if least else "") + wide


def words_of(markup: str) -> str:
    """Markup as the plain words that it shows."""
    return " ".join(unescape(_MARKUP.sub(" ", markup)).split())


def table_row(cells: str) -> str:
    """A row, without a page's stripes and its mark for the row under the pointer."""
    return element("tr", cells, style="background:transparent;page-break-inside:avoid")


def ruled_table(
    headers: Sequence[str],
    rows: Iterable[TableLine],
    padding: tuple[str, str],
    styles: Sequence[str] = (),
    size: str = "14px",
) -> str:
    """Plain words over columns of cells, the first of which names its row; `padding` is of the head and of the rest."""
    styles = styles or [""] * len(headers)
    under = f"border:0;border-bottom:1.5px solid {LINE};font-size:12.5px"
    heads = zip(headers, styles, strict=True)
    head = joined(
        cell("th", element("b", text(title)), under, padding=padding[0], scope="col", style=style)
        for title, style in heads
    )
    body = ""
    for row in rows:
        cells = []
        for i, (each, style) in enumerate(zip(row, styles, strict=False)):
            entry = TableCell(each) if isinstance(each, str) else each
            bar = f"border-left:4px solid {entry.bar};" if entry.bar else ""
            borders = f"border:0;{bar}border-bottom:1px solid {LINE}"
            name, scope = ("td", "") if i else ("th", "row")
            cells.append(cell(name, entry.body, borders, padding=padding[1], scope=scope, style=style))
        body += table_row(joined(cells))
    return whole_table(table_row(head), body, size)


def whole_table(head: str, body: str, size: str = "14px") -> str:
    """A table from rows that are markup already."""
    return element(
        "table",
        element("thead", head) + element("tbody", body),
        style=f"table-layout:auto;width:100%;margin:0;border-collapse:collapse;border:0;font-size:{size}",
    )


def cell(
    name: str, body: str, borders: str, *, padding: str = "7px", scope: str = "", span: int = 1, style: str = ""
) -> str:
    """One `td` or `th` with all that a page might otherwise decide for it, but for colour and ground."""
    weight = "font-weight:400;" if name == "th" else ""  # which a page makes bold by itself
    whole = f"{style or 'text-align:left'};vertical-align:top;padding:{padding};{weight}line-height:1.4;{borders}"
    return element(name, body, scope=scope, colspan=str(span) if span > 1 else "", style=whole)


def caption(bold: str, rest: str) -> str:
    """The bold sentence and what follows it."""
    return joined((element("b", text(bold)), prose(rest)), " ")


def prose(plain: str) -> str:
    """Plain words as markup: each clause id in its tag, `names` in the mono face and what is *stressed* in italics."""
    stressed = _STRESSED.sub(lambda found: element("i", found.group(1)), _literals(text(plain)))
    return _CLAUSE.sub(lambda found: tag(found.group()), stressed)


def normative(plain: str) -> str:
    """A clause's sentence, with its BCP 14 words bold."""
    return _KEYWORD.sub(lambda found: element("b", found.group()), _literals(text(plain)))


def _literals(markup: str) -> str:
    return _LITERAL.sub(lambda found: element("span", found.group(1), style=f"font-family:{MONO}"), markup)


def tag(clause: str) -> str:
    """A clause id in its small box, orange where the source is silent or contradicts itself."""
    hue = ORANGE if names_a_silence(clause) else TAG
    return element(
        "span",
        text(clause),
        style=f"display:inline-block;border:1px solid {hue.mark};border-radius:2px;padding:0 4px;"
        f"font-family:{MONO};font-size:11.5px;line-height:16px;white-space:nowrap",
    )


def tags(clauses: Iterable[str]) -> str:
    """Clause ids one after another, each on a line of the markup; the page may break the line between them as well."""
    return joined(map(tag, clauses), "\n")


def sign(kind: SignKind) -> str:
    """A glyph in an 18 px ring; its word belongs beside it."""
    return element(
        "span",
        text(SIGNS[kind].glyph),
        style=f"display:inline-block;box-sizing:border-box;width:18px;height:18px;border:2px solid "
        f"{SIGNS[kind].hue.mark};border-radius:9px;font-size:12px;font-weight:700;"
        "line-height:14px;text-align:center;vertical-align:1px;margin:0 2px 0 0",
    )


def signed(kind: SignKind, word: str) -> str:
    """A ring and its word, which stay together."""
    return element("span", f"{sign(kind)} {text(word)}", style="white-space:nowrap")


def badge(words: str, border: str) -> str:
    """A few bold words in a box; the border's style carries the meaning."""
    return element(
        "span",
        text(words),
        style=f"display:inline-block;border:{border};border-radius:2px;padding:0 8px;font-size:11.5px;"
        "font-weight:700;line-height:16px;letter-spacing:0.3px;white-space:nowrap;vertical-align:1px",
    )


def mono(plain: str, size: str = "12.5px") -> str:
    """A name or message as the rules spell it, with its spaces."""
    return element("span", text(plain), style=f"font-family:{MONO};font-size:{size};white-space:pre-wrap")


def muted(markup: str) -> str:
    """A second voice: small, never grey, since no grey can be read on both grounds."""
    return element("span", markup, style="font-size:12.5px")


def hyperlink(address: str, words: str) -> str:
    """A link in the page's colour, underlined."""
    return element("a", text(words), href=address, style="text-decoration:underline")


def second_line(markup: str) -> str:
    """What stands under a cell's first line."""
    return element("div", markup, style="font-size:12.5px;line-height:1.4")


def details(summary: str, lines: Iterable[str]) -> str:
    """Lines of plain words behind a summary."""
    return folded(summary, joined(element("div", text(line), style="margin:2px 0") for line in lines))


def folded(summary: str, body: str) -> str:
    """Markup behind a summary."""
    title = element("summary", text(summary), style="font-size:12.5px")
    return element("details", title + element("div", body, style="margin:6px 0 0 0;font-size:12.5px"))
