"""The parts of every HTML figure: colours and signs, one way to write an element, cells, tables and sheets.

What may stand here is whatever two kinds of figures share; nothing here knows a chart, a rule or a room.

Colour says what happened, never who, and it comes last: a sign and a word stand beside every hue, so that a figure
printed in grey loses nothing.

JupyterLab drops `<style>`, inline SVG, roles and most layout properties from an untrusted output, and gives tables a
look of its own.
So every element carries its whole style, every cell sets its own background and colour, and no text is white: a browser
that prints without backgrounds would lose it.

Every block, row and cell ends its line of the markup, where a browser shows no white space, so that a changed cell is a
changed line.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Final, Literal

from spec_impl.terms import UNSEEN

# --- Colours, type and signs ------------------------------------------------------------------------------------------

WIDTH: Final = 760
SANS: Final = "system-ui, -apple-system, 'Segoe UI', Helvetica, Arial, sans-serif"
MONO: Final = "ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace"


@dataclass(frozen=True)
class Hue:
    """One outcome's two shades: `ink` for its text and lines, `tint` for the cell or box behind them."""

    ink: str
    tint: str


INK: Final = Hue("#1A1D21", "#F1F2F3")
MUTED: Final = Hue("#565D68", "#F1F2F3")
BLUE: Final = Hue("#00568A", "#E3F0F8")
GREEN: Final = Hue("#00634A", "#DFF3EC")
VERMILLION: Final = Hue("#9A3E00", "#FCE8DC")
ORANGE: Final = Hue("#7A5000", "#FDF1D6")
PURPLE: Final = Hue("#8A2F63", "#F8E6F0")
YELLOW: Final = Hue("#1A1D21", "#FCF8CF")

SHEET: Final = "#FDFDFB"
BORDER: Final = "#B9BEC6"
HAIRLINE: Final = "#E7E9EC"
LIFELINE: Final = "#858C97"
TAG: Final = Hue("#3A4048", "#F1F2F3")
TAG_BORDER: Final = "#C9CDD3"

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


def tag_colours(clause: str) -> tuple[str, Hue]:
    """Border and hue of a clause id: orange where it names a silence or a contradiction of the source."""
    return (ORANGE.ink, ORANGE) if clause.startswith(("GAP-", "TEN-")) else (TAG_BORDER, TAG)


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


# --- Sheets, tables and what stands in them ---------------------------------------------------------------------------

FRAME: Final = (
    f"box-sizing:border-box;max-width:{WIDTH + 2}px;margin:0;border:1px solid {BORDER};border-radius:4px;"
    f"background:{SHEET};color:{INK.ink};font-family:{SANS};font-size:14px;line-height:1.45;text-align:left;"
    "page-break-inside:avoid"
)
_CLAUSE: Final = re.compile(r"\b[A-Z]{3,5}-\d{1,2}\b")
_LITERAL: Final = re.compile(r"`([^`]+)`")
_KEYWORD: Final = re.compile(r"\b(?:MUST NOT|MUST|SHOULD NOT|SHOULD|MAY)\b")


@dataclass(frozen=True, repr=False)
class Figure:
    """One `text/html` output; its `repr` is short and fixed, since notebooks compare stored outputs byte for byte."""

    html: str
    name: str

    def __repr__(self) -> str:
        return f"<figure: {visible(self.name)}>"

    def _repr_html_(self) -> str:
        return self.html

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:  # noqa: ARG002
        return {"text/html": self.html, "text/plain": repr(self)}


@dataclass(frozen=True)
class TableCell:
    """One table cell: markup, its colours, and a `bar` at its left where it is marked.

    A tint never stands without its bar and a sign: in grey all tints look alike.
    """

    body: str
    ink: str = INK.ink
    tint: str = SHEET
    bar: str = ""


TableLine = Sequence[str | TableCell]
"""A row of a table: its cells; one that is no more than its markup is a plain one."""


def stack(*figures: Figure, apart: int = 18) -> Figure:
    """Several figures as one output, one under the other; cards stand 12 apart."""
    parts = joined((figure.html for figure in figures), element("div", style=f"height:{apart}px"))
    return Figure(element("div", parts, style="margin:0"), ", ".join(figure.name for figure in figures))


def framed(name: str, body: str) -> Figure:
    """A bordered sheet around markup that brings its own caption, as a table does; a wide body scrolls inside it."""
    scrolling = element("div", body, style="overflow-x:auto")
    return Figure(element("div", scrolling, style=f"{FRAME};padding:14px 12px"), name)


def table_sheet(
    caption_bold: str,
    caption_rest: str,
    headers: Sequence[str],
    rows: Iterable[TableLine],
    widths: Mapping[str, str] | None = None,
    below: str = "",
) -> Figure:
    """A table on a sheet, a hairline under each row; `widths` is by header, `below` the markup that follows."""
    head = element("tr", head_cells(headers, "5px 10px", widths))
    body = joined(element("tr", row_cells(row, "7px"), style="page-break-inside:avoid") for row in rows)
    return framed(caption_bold, ruled_table(caption_bold, caption_rest, head, body) + below)


def head_cells(headers: Iterable[str], padding: str, widths: Mapping[str, str] | None = None) -> str:
    """The head of each column, in plain words."""
    cells = []
    for title in headers:
        wide = f";width:{widths[title]};min-width:160px" if widths and title in widths else ""
        borders = f"border:0;border-bottom:1.5px solid {INK.ink};font-size:12.5px{wide}"
        cells.append(cell("th", element("b", text(title)), borders, ink=MUTED.ink, padding=padding, scope="col"))
    return joined(cells)


def row_cells(row: TableLine, padding: str) -> str:
    """The cells of a row, the first of which names it."""
    cells = []
    for i, each in enumerate(row):
        entry = TableCell(each) if isinstance(each, str) else each
        bar = f"border-left:4px solid {entry.bar};" if entry.bar else ""
        borders = f"border:0;{bar}border-bottom:1px solid {HAIRLINE}"
        name, scope = ("td", "") if i else ("th", "row")
        cells.append(cell(name, entry.body, borders, ink=entry.ink, tint=entry.tint, padding=padding, scope=scope))
    return joined(cells)


def ruled_table(caption_bold: str, caption_rest: str, head: str, body: str) -> str:
    """A table with its caption, from rows that are markup already."""
    title = element(
        "caption",
        caption(caption_bold, caption_rest),
        style=f"caption-side:top;text-align:left;padding:0 0 8px 0;color:{INK.ink};font-size:14px;line-height:1.45",
    )
    return element(
        "table",
        title + element("thead", head) + element("tbody", body),
        style="table-layout:auto;width:100%;margin:0;border-collapse:collapse;border:0;font-size:14px",
    )


def cell(
    name: str,
    body: str,
    borders: str,
    *,
    ink: str = INK.ink,
    tint: str = SHEET,
    padding: str = "7px",
    scope: str = "",
    span: int = 1,
) -> str:
    """One `td` or `th` with all that a page might otherwise decide for it."""
    weight = "font-weight:400;" if name == "th" else ""  # which a page makes bold by itself
    style = (
        f"text-align:left;vertical-align:top;background:{tint};color:{ink};padding:{padding};{weight}"
        f"line-height:1.4;{borders}"
    )
    return element(name, body, scope=scope, colspan=str(span) if span > 1 else "", style=style)


def caption(bold: str, rest: str) -> str:
    """The bold sentence and what follows it."""
    return joined((element("b", text(bold)), prose(rest)), " ")


def prose(plain: str) -> str:
    """Plain words as markup, with each clause id in its tag and what stands in backticks in the mono face."""
    return _CLAUSE.sub(lambda found: tag(found.group()), _literals(text(plain)))


def normative(plain: str) -> str:
    """A clause's sentence, with its BCP 14 words bold."""
    return _KEYWORD.sub(lambda found: element("b", found.group()), _literals(text(plain)))


def _literals(markup: str) -> str:
    return _LITERAL.sub(lambda found: element("span", found.group(1), style=f"font-family:{MONO}"), markup)


def tag(clause: str) -> str:
    """A clause id in its small box, orange where the source is silent or contradicts itself."""
    edge, hue = tag_colours(clause)
    return element(
        "span",
        text(clause),
        style=f"display:inline-block;border:1px solid {edge};border-radius:2px;padding:0 4px;background:{hue.tint};"
        f"color:{hue.ink};font-family:{MONO};font-size:11.5px;line-height:16px;white-space:nowrap",
    )


def tags(clauses: Iterable[str]) -> str:
    """Clause ids one after another, each on a line of the markup; the page may break the line between them as well."""
    return joined(map(tag, clauses), "\n")


def sign(kind: SignKind) -> str:
    """A glyph in an 18 px ring; its word belongs beside it."""
    hue = SIGNS[kind].hue
    return element(
        "span",
        text(SIGNS[kind].glyph),
        style=f"display:inline-block;box-sizing:border-box;width:18px;height:18px;border:1px solid {hue.ink};"
        f"border-radius:9px;background:{SHEET};color:{hue.ink};font-size:12px;font-weight:700;"
        "line-height:16px;text-align:center;vertical-align:1px;margin:0 2px 0 0",
    )


def signed(kind: SignKind, word: str) -> str:
    """A ring and its word, which stay together."""
    return element("span", f"{sign(kind)} {text(word)}", style="white-space:nowrap")


def badge(words: str, border: str, colour: str = INK.ink, background: str = SHEET) -> str:
    """A few bold words in a box; the border's style carries the meaning."""
    return element(
        "span",
        text(words),
        style=f"display:inline-block;border:{border};border-radius:2px;padding:0 8px;background:{background};"
        f"color:{colour};font-size:11.5px;font-weight:700;line-height:16px;letter-spacing:0.3px;white-space:nowrap;"
        "vertical-align:1px",
    )


def mono(plain: str, colour: str = INK.ink, size: str = "12.5px") -> str:
    """A name or message as the rules spell it, with its spaces."""
    style = f"font-family:{MONO};font-size:{size};color:{colour};white-space:pre-wrap"
    return element("span", text(plain), style=style)


def muted(markup: str) -> str:
    """A second voice: small and grey."""
    return element("span", markup, style=f"color:{MUTED.ink};font-size:12.5px")


def hyperlink(address: str, words: str) -> str:
    """A link that keeps its colour and underline under a page's own style."""
    return element("a", text(words), href=address, style=f"color:{BLUE.ink};text-decoration:underline")


def second_line(markup: str, colour: str = MUTED.ink) -> str:
    """What stands under a cell's first line."""
    return element("div", markup, style=f"color:{colour};font-size:12.5px;line-height:1.4")


def details(summary: str, lines: Iterable[str]) -> str:
    """Lines of plain words behind a summary."""
    body = joined(element("div", text(line), style="margin:2px 0") for line in lines)
    title = element("summary", text(summary), style=f"color:{MUTED.ink};font-size:12.5px")
    inside = element("div", body, style=f"margin:6px 0 0 0;color:{INK.ink};font-size:12.5px")
    return element("details", title + inside, style="margin:6px 0 0 0")
