"""How to read the figures: each stroke of a chart once, with what it means. Only the legend may stand here."""

from typing import Final

from . import sheet, svg
from .sheet import BLUE, INK, MUTED, SHEET, SIGNS, VERMILLION, Figure, SignKind, element, text

BESIDE: Final = 140
STROKE_HEIGHT: Final = 44
TITLE: Final = "How to read the figures"


def legend(*, folded: bool = True) -> Figure:
    """The strokes of a chart as small pictures with their meaning in words; folded, one line until it is opened."""
    items = [
        ("arrow", "a message arrives; under it, its kind", svg.straight(12, 22, 112, 22, INK.ink, 1.75)
            + svg.arrow_head(122, 22, 1, INK.ink) + svg.circle(12, 22, 3.5, INK.ink)),
        ("dotted line", "the message was sent some steps before",
            svg.circle(16, 8, 3.5, INK.ink) + _dots("M16 8 V30 H124")),
        ("circle", "a message still on its way; also the two ends of a dotted line that has no room to be drawn",
            _dots("M12 22 H112") + svg.circle(118, 22, 5, SHEET, INK.ink)),
        ("cross", "the message was lost",
            svg.straight(12, 22, 100, 22, VERMILLION.ink, 1.75, "2 4") + svg.cross(114, 22)),
        ("pill", "a person tells her own server what she wants", svg.rect(8, 9, 120, 26, BLUE.tint, BLUE.ink, 1.5, 13)
            + _words("carol: join")),
        ("tick", "a server says yes; the arrow of its answer is green", _box("accepted", "admitted")),
        ("bar", "a server says no, and why; the arrow of its answer is dashed", _box("refused", "refused")),
        ("clock", "a server says no for now: it keeps the message, and looks again when it hears more",
            _box("held", "parked")),
        ("triangle", "what a server holds of a person has changed; a dash: it held nothing of the room",
            _box("changed", "– → joined")),
        ("box without a sign", "a server does something of its own", svg.rect(8, 8, 124, 28, SHEET, INK.ink, 1.25, 2)
            + _words("asks b")),
        ("double line, 2×", "the network delivers the same message a second time", _twice()),
        ("latest", "the step that has just happened", svg.rect(0, 8, BESIDE, 28, sheet.YELLOW.tint)
            + svg.rect(0, 8, 4, 28, INK.ink) + svg.words(26, 27, "latest", 12, weight=700)),
        ("fold", "steps left out here; the text under the picture has them all",
            svg.rect(8, 10, 124, 24, MUTED.tint) + svg.words(18, 27, "▸ steps 1–4", 12, colour=MUTED.ink)),
    ]  # fmt: skip
    body = "".join(_item(name, meaning, strokes) for name, meaning, strokes in items)
    if not folded:
        return sheet.framed(TITLE, body, element("b", f"{TITLE}."))
    summary = element("summary", f"{TITLE}: arrow, dotted line, circle, pill, box, sign, fold", style="padding:6px 0")
    whole = element("div", element("details", summary + body), style=f"max-width:{sheet.WIDTH}px;font-size:13.5px")
    return Figure(whole, TITLE)


def _item(name: str, meaning: str, strokes: str) -> str:
    """A stroke and its meaning, narrow, so that two stand side by side where there is room."""
    picture = svg.image(svg.picture(STROKE_HEIGHT, strokes, BESIDE), name, BESIDE, BESIDE)
    shown = element("div", picture, style=f"display:inline-block;width:{BESIDE}px;vertical-align:top")
    words = element("b", text(name)) + element("div", text(meaning))
    said = element("div", words, style="display:inline-block;width:190px;vertical-align:top;padding:3px 0 0 8px")
    return element("div", shown + said, style="display:inline-block;width:346px;max-width:100%;margin:4px 0")


def _dots(d: str) -> str:
    return svg.path(d, INK.ink, 1.75, "1.5 4.5", round_ends=True)


def _box(kind: SignKind, words: str) -> str:
    hue = SIGNS[kind].hue
    box = svg.rect(8, 8, 124, 28, hue.tint, hue.ink, 1.25, 2)
    return box + svg.drawn_sign(kind, 24, 22, hue.tint) + svg.words(40, 26, words, 12.5, weight=600)


def _twice() -> str:
    lines = (svg.straight(12, y, 112, y, INK.ink, 1.75) for y in (26, 30))
    return "".join(lines) + svg.arrow_head(122, 28, 1, INK.ink) + svg.twice(62, 14)


def _words(plain: str) -> str:
    return svg.words(BESIDE // 2 - 2, 26, plain, 12.5, weight=600, anchor="middle")
