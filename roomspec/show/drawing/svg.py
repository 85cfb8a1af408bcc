"""SVG: the strokes of a chart, and any picture as a figure.

Strokes have whole-pixel coordinates, a fixed order of attributes, no ids and no markers. Signs are drawn as paths and
not as glyphs, since no font is certain to have them.

A figure is the one form in which a picture keeps its alternative text in an untrusted notebook: the SVG travels as a
data URI inside an `<img>`, its caption stands under it, and the same in words behind a summary.
The URI stays base64, so it is one long line that changes as a whole. A percent-encoded one in lines would survive in
JupyterLab, which checks no image address; for GitHub's page of a notebook that is not certain, and a lost picture
weighs more than a long line, since the words under the picture change line by line.
"""

import re
from base64 import b64encode
from math import ceil
from typing import Final, Literal

from . import sheet
from .sheet import FRAME, INK, LINE, MONO, SANS, SHEET, SIGNS, WIDTH, Figure, SignKind, caption, element, text

LONGEST_ALT: Final = 350
_HUES: Final = (sheet.INK, sheet.MUTED, sheet.BLUE, sheet.GREEN, sheet.VERMILLION, sheet.ORANGE, sheet.PURPLE,
    sheet.YELLOW, sheet.TAG)  # fmt: skip
DARK: Final = sheet.GROUNDS | {hue.ink: hue.dark_ink for hue in _HUES} | {hue.tint: hue.dark_tint for hue in _HUES}
"""For each shade of a light picture the one of a dark picture."""
LONGEST_WORD: Final = 48
_SIGN_PATHS: Final[dict[SignKind, str]] = {
    "accepted": "M{l} {y} L{x} {b} L{r} {t}",
    "refused": "M{l} {y} H{r}",
    "held": "M{x} {t} V{y} H{r}",
    "changed": "M{x} {t} L{r} {b} H{l} Z",
}


Face = Literal["sans", "bold", "mono"]
_EM: Final[dict[Face, float]] = {"sans": 0.60, "bold": 0.66, "mono": 0.61}


def picture(height: int, body: str, width: int = WIDTH) -> str:
    """The whole drawing, on a solid sheet."""
    inside = rect(0, 0, width, height, SHEET) + element("g", body, font_family=SANS)
    size: dict[str, str | float] = {"width": width, "height": height, "viewBox": f"0 0 {width} {height}"}
    return element("svg", inside, xmlns="http://www.w3.org/2000/svg", **size)


def picture_figure(
    svg: str,
    caption_bold: str,
    caption_rest: str,
    alt: str,
    summary: str,
    twin: tuple[str, ...],
    below: str = "",
    narrowest: int = 660,
) -> Figure:
    """Any SVG text as a figure; `below` is markup under the caption. On a page that is too narrow the picture scrolls.

    Raises ValueError for an alternative text over 350 characters: what is longer belongs into the twin.
    """
    if len(alt) > LONGEST_ALT:
        raise ValueError(f"alternative text of {len(alt)} characters, at most {LONGEST_ALT}: {alt}")
    picture_of = element("div", image(svg, alt, narrowest), style="overflow-x:auto")
    key = element("div", below, style="margin:4px 0 0 0") if below else ""
    legend = element(
        "figcaption",
        element("div", caption(caption_bold, caption_rest)) + key + (sheet.details(summary, twin) if summary else ""),
        style=f"border-top:1px solid {LINE};padding:8px 14px;font-size:14px;line-height:1.45",
    )
    return Figure(element("figure", picture_of + legend, style=FRAME), caption_bold)


def image(svg: str, alt: str, narrowest: int, widest: int = WIDTH) -> str:
    """SVG text as an image on both grounds, no wider than drawn, and no narrower than its words can be read.

    One that is drawn wider than a page keeps its width, and scrolls.
    """
    drawn = re.search(r'^<svg[^>]* width="(\d+)"', svg)
    if drawn and int(drawn[1]) > widest:
        narrowest = int(drawn[1])
    source = "data:image/svg+xml;base64," + b64encode(on_both_grounds(svg).encode()).decode("ascii")
    style = (
        f"display:block;width:100%;min-width:{narrowest}px;max-width:{max(narrowest, widest)}px;height:auto;margin:0"
    )
    return element("img", alt=alt, src=source, style=style)


def on_both_grounds(svg: str) -> str:
    """The same picture with a second palette, which a browser takes where its reader asks for dark pages.

    It follows the reader's system and not the page: the picture has a ground of its own and is legible on either.
    """
    rules = "".join(
        f'[{pen}="{light}"]{{{pen}:{dark}}}'
        for light, dark in DARK.items()
        for pen in ("fill", "stroke")
        if f'{pen}="{light}"' in svg
    )
    end = svg.index(">", svg.index("<svg")) + 1
    return f"{svg[:end]}<style>@media(prefers-color-scheme:dark){{{rules}}}</style>{svg[end:]}"


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
    said = words(x, y + 4, "2\N{MULTIPLICATION SIGN}", 12, weight=700, anchor="middle")
    return circle(x, y, 10, SHEET, INK.ink, 1.5) + said


def tag_width(clause: str) -> int:
    """The width of a clause id in its box."""
    return round(7.3 * len(clause)) + 8


def drawn_tag(x: int, y: int, clause: str) -> str:
    """A clause id in its box, orange where the source is silent or contradicts itself."""
    hue = sheet.ORANGE if sheet.names_a_silence(clause) else sheet.TAG
    edge = hue.ink if hue is sheet.ORANGE else sheet.TAG_BORDER
    width = tag_width(clause)
    box = rect(x, y, width, 15, hue.tint, edge, 1, 2)
    return box + words(x + width // 2, y + 12, clause, 12, anchor="middle", colour=hue.ink, mono=True)


def text_width(text: str, size: float, face: Face = "sans") -> int:
    """Whole pixels that `text` may take in the widest common font.

    No font is asked, so that the bytes of a figure are the same on every machine; in a narrower font boxes look roomy.
    """
    return ceil(columns(text) * size * _EM[face])


def columns(plain: str) -> int:
    """How many letters wide words are: two for a sign of Chinese or an emoji, none for what stands over another."""
    from wcwidth import width  # not at the top: who asks for a chart as values, as a comparison does, has no packages

    return width(plain, control_codes="ignore")


def wrapped(plain: str, limit: int) -> tuple[str, ...]:
    """Words in lines as wide as `limit` letters; a longer word stands out, and is broken where no sheet has room."""
    from wcwidth import wrap

    lines: list[str] = []
    for word in (part for whole in plain.split() for part in wrap(whole, LONGEST_WORD, break_on_hyphens=False)):
        if lines and columns(lines[-1]) + 1 + columns(word) <= limit:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return tuple(lines)
