"""SVG: the strokes of a chart, and any picture as a figure.

Strokes have whole-pixel coordinates, a fixed order of attributes, no ids and no markers. Signs are drawn as paths and
not as glyphs, since no font is certain to have them.

A figure is the one form in which a picture keeps its alternative text in an untrusted notebook: the SVG travels as a
data URI inside an `<img>`, its caption stands under it, and the same in words behind a summary.
The URI stays base64, so it is one long line that changes as a whole. A percent-encoded one in lines would survive in
JupyterLab, which checks no image address; for GitHub's page of a notebook that is not certain, and a lost picture
weighs more than a long line, since the words under the picture change line by line.
"""

from base64 import b64encode
from math import ceil
from typing import Final, Literal

from wcwidth import width, wrap

from . import sheet
from .sheet import FRAME, HAIRLINE, INK, MONO, SANS, SHEET, SIGNS, WIDTH, Figure, SignKind, caption, element, text

LONGEST_ALT: Final = 350
LONGEST_WORD: Final = 48
_SIGN_PATHS: Final[dict[SignKind, str]] = {
    "accepted": "M{l} {y} L{x} {b} L{r} {t}",
    "refused": "M{l} {y} H{r}",
    "held": "M{x} {t} V{y} H{r}",
    "changed": "M{x} {t} L{r} {b} H{l} Z",
}


Face = Literal["sans", "bold", "mono"]
_EM: Final[dict[Face, float]] = {"sans": 0.60, "bold": 0.66, "mono": 0.61}


def picture(height: int, body: str) -> str:
    """The whole drawing, on a solid sheet."""
    inside = rect(0, 0, WIDTH, height, SHEET) + element("g", body, font_family=SANS)
    size: dict[str, str | float] = {"width": WIDTH, "height": height, "viewBox": f"0 0 {WIDTH} {height}"}
    return element("svg", inside, xmlns="http://www.w3.org/2000/svg", **size)


def picture_figure(
    svg: str, caption_bold: str, caption_rest: str, alt: str, summary: str, twin: tuple[str, ...], below: str = ""
) -> Figure:
    """Any SVG text as a figure; `below` is markup under the caption.

    Raises ValueError for an alternative text over 350 characters: what is longer belongs into the twin.
    """
    if len(alt) > LONGEST_ALT:
        raise ValueError(f"alternative text of {len(alt)} characters, at most {LONGEST_ALT}: {alt}")
    source = "data:image/svg+xml;base64," + b64encode(svg.encode()).decode("ascii")
    style = f"display:block;width:100%;max-width:{WIDTH}px;height:auto;margin:0"
    image = element("img", alt=alt, src=source, style=style)
    key = element("div", below, style="margin:4px 0 0 0") if below else ""
    legend = element(
        "figcaption",
        element("div", caption(caption_bold, caption_rest)) + key + sheet.details(summary, twin),
        style=f"border-top:1px solid {HAIRLINE};padding:8px 14px;color:{INK.ink};font-size:14px;line-height:1.45",
    )
    return Figure(element("figure", image + legend, style=f"{FRAME};overflow:hidden"), caption_bold)


def rect(
    x: int, y: int, width: int, height: int, fill: str, edge: str = "", line: float = 1.25, rx: int = 0, dash: str = ""
) -> str:
    """A box; without an edge it is a plain area."""
    pen = _pen(edge, line, dash)
    return element("rect", x=x, y=y, width=width, height=height, rx=rx or "", fill=fill, **pen)


def circle(x: int, y: int, radius: float, fill: str, edge: str = "", line: float = 1.75) -> str:
    """A dot, or a ring if it has an edge."""
    return element("circle", cx=x, cy=y, r=radius, fill=fill, **_pen(edge, line))


def path(d: str, ink: str, line: float = 1.75, dash: str = "", round_ends: bool = False, fill: str = "none") -> str:
    """A line along `d`."""
    ends = {"stroke_linecap": "round", "stroke_linejoin": "round"} if round_ends else {}
    return element("path", d=d, fill=fill, **_pen(ink, line, dash), **ends)


def straight(x1: int, y1: int, x2: int, y2: int, ink: str, line: float = 1, dash: str = "") -> str:
    """A straight line."""
    return element("line", x1=x1, y1=y1, x2=x2, y2=y2, **_pen(ink, line, dash))


def _pen(ink: str, line: float, dash: str = "") -> dict[str, str | float]:
    return {"stroke": ink, "stroke_width": line, "stroke_dasharray": dash} if ink else {}


def words(
    x: int,
    y: int,
    plain: str,
    size: float,
    *,
    weight: int = 400,
    anchor: str = "",
    colour: str = INK.ink,
    halo: str = "",
    mono: bool = False,
    italic: bool = False,
) -> str:
    """A line of text on baseline `y`; a halo in the ground's colour keeps it apart from lines behind it."""
    face = {
        "font_family": MONO if mono else "",
        "font_size": size,
        "font_weight": weight if weight != 400 else "",
        "font_style": "italic" if italic else "",
    }
    behind = _pen(halo, 4) | {"stroke_linejoin": "round", "paint_order": "stroke"} if halo else {}
    spaces = {"xml:space": "preserve"} if "  " in plain else {}
    return element("text", text(plain), x=x, y=y, **face, text_anchor=anchor, fill=colour, **behind, **spaces)


def arrow_head(x: int, y: int, direction: int, colour: str, is_open: bool = False) -> str:
    """A head 11 long and 11 wide with its tip at `x`; an open one belongs to a refusal."""
    back = x - 11 * direction
    if is_open:
        return path(f"M{back} {y - 6} L{x} {y} L{back} {y + 6}", colour, 2)
    return element("path", d=f"M{x} {y} L{back} {y - 6} V{y + 6} Z", fill=colour)


def drawn_sign(kind: SignKind, x: int, y: int, ground: str = SHEET) -> str:
    """The ring and stroke of an outcome, centred on a point."""
    ink = SIGNS[kind].hue.ink
    stroke = _SIGN_PATHS[kind].format(x=x, y=y, l=x - 4, r=x + 4, t=y - 4, b=y + 3)
    return circle(x, y, 7.5, ground, ink, 1.5) + path(stroke, ink, 1.75, round_ends=True)


def cross(x: int, y: int) -> str:
    """The mark of a lost message."""
    return path(f"M{x - 7} {y - 7} L{x + 7} {y + 7} M{x - 7} {y + 7} L{x + 7} {y - 7}", SIGNS["lost"].hue.ink, 3.5)


def twice(x: int, y: int) -> str:
    """The badge of a message delivered once more."""
    said = words(x, y + 4, "2\N{MULTIPLICATION SIGN}", 10.5, weight=700, anchor="middle")
    return circle(x, y, 10, SHEET, INK.ink, 1.5) + said


def tag_width(clause: str) -> int:
    """The width of a clause id in its box."""
    return round(6.7 * len(clause)) + 8


def drawn_tag(x: int, y: int, clause: str) -> str:
    """A clause id in its box, orange where the source is silent or contradicts itself."""
    edge, hue = sheet.tag_colours(clause)
    width = tag_width(clause)
    box = rect(x, y, width, 15, hue.tint, edge, 1, 2)
    return box + words(x + width // 2, y + 11, clause, 11, anchor="middle", colour=hue.ink, mono=True)


def text_width(text: str, size: float, face: Face = "sans") -> int:
    """Whole pixels that `text` may take in the widest common font.

    No font is asked, so that the bytes of a figure are the same on every machine; in a narrower font boxes look roomy.
    """
    return ceil(columns(text) * size * _EM[face])


def columns(plain: str) -> int:
    """How many letters wide words are: two for a sign of Chinese or an emoji, none for what stands over another."""
    return width(plain, control_codes="ignore")


def wrapped(plain: str, limit: int) -> tuple[str, ...]:
    """Words in lines as wide as `limit` letters; a longer word stands out, and is broken where no sheet has room."""
    lines: list[str] = []
    for word in (part for whole in plain.split() for part in wrap(whole, LONGEST_WORD, break_on_hyphens=False)):
        if lines and columns(lines[-1]) + 1 + columns(word) <= limit:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return tuple(lines)
