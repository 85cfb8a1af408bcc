"""The parts that wide and narrow sequence charts draw alike: ground, rails, arrows, clause ids.

Each function puts strokes on layers, so that no line crosses a word: ground, lifelines,
other lines, rails, arrows, words.
"""

from dataclasses import dataclass, field
from itertools import chain
from typing import Final

from .chart import Fold, Row, Tone
from .palette import BORDER, GREEN, HAIRLINE, INK, LIFELINE, MUTED, SHEET, VERMILLION, WIDTH, YELLOW
from .sequence_layout import APART, FOLD_LINE, GUTTER, RIGHT, Band, Piece, Rail, fold_lines, pieces_width
from .svg import arrow_head, circle, cross, line, path, rect, sign, tag, twice, words

TONES: Final[dict[Tone, str]] = {"plain": INK.ink, "refusal": VERMILLION.ink, "grant": GREEN.ink}


@dataclass(frozen=True)
class Layers:
    """Strokes in the order in which they cover each other."""

    ground: list[str] = field(default_factory=list)
    lifelines: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    rails: list[str] = field(default_factory=list)
    arrows: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)

    def markup(self) -> str:
        """All strokes, the lowest layer first, one a line."""
        return "\n".join(chain(self.ground, self.lifelines, self.lines, self.rails, self.arrows, self.words))


@dataclass(frozen=True)
class Arrow:
    """A message's way across the lanes: from and to which x, how far down, and whether its row is the latest."""

    start: int
    end: int
    y: int
    latest: bool

    @property
    def direction(self) -> int:
        """1 to the right, -1 to the left."""
        return 1 if self.end > self.start else -1


def ground_of(is_latest: bool) -> str:
    """The colour behind a row's words."""
    return YELLOW.tint if is_latest else SHEET


def draw_row_ground(layers: Layers, band: Band, row: Row, event: int, latest: bool) -> None:
    """The row's number, the hairline under it, and the band that marks the latest step."""
    y = band.top + event
    if latest:
        layers.ground.append(rect(0, band.top, WIDTH, band.height, YELLOW.tint))
        layers.ground.append(rect(0, band.top, 4, band.height, INK.ink))
        layers.words.append(words(23, y + 17, "latest", 10.5, weight=700, anchor="middle"))
    layers.ground.append(line(GUTTER, band.bottom, RIGHT, band.bottom, HAIRLINE))
    colour, weight = (INK.ink, 700) if latest else (MUTED.ink, 400)
    number = words(30, y + 4, str(row.number), 12, weight=weight, anchor="end", colour=colour, mono=True)
    layers.words.append(number)


def draw_fold(layers: Layers, band: Band, fold: Fold) -> None:
    """A strip in place of the steps that are folded away."""
    layers.lines.append(rect(GUTTER, band.top, RIGHT - GUTTER, band.height, MUTED.tint))
    for i, sentence in enumerate(fold_lines(fold)):
        layers.words.append(words(GUTTER + 8, band.top + 13 + FOLD_LINE * i, sentence, 11, colour=MUTED.ink))


def draw_lifeline(layers: Layers, x: int, top: int, bottom: int, is_directory: bool) -> None:
    """A participant's line; the directory's is dotted."""
    layers.lifelines.append(line(x, top, x, bottom, LIFELINE, 1.25, "2 3" if is_directory else ""))


def draw_in_flight_ground(layers: Layers, top: int) -> None:
    """The rule above what is still under way, and the name of that part."""
    layers.ground.append(line(GUTTER, top, RIGHT, top, BORDER))
    layers.words.append(words(5, top + 24, "in flight", 10.5, weight=700, halo=SHEET))


def draw_rail(layers: Layers, rail: Rail, lifeline: int) -> None:
    """From the sending, or from a ring where that is hidden, down to the delivery or to a ring."""
    rails, ink = layers.rails, INK.ink
    if not rail.begins_hidden:
        rails.append(line(lifeline, rail.top, rail.x, rail.top, ink, 1.75))
    rails.append(path(f"M{rail.x} {rail.top} V{rail.bottom}", ink, 1.75, "1.5 4.5", round_ends=True))
    rails.append(_ring(rail.x, rail.top) if rail.begins_hidden else circle(lifeline, rail.top, 3.5, ink))
    if rail.ends_hidden:
        rails.append(_ring(rail.x, rail.bottom))


def draw_message(layers: Layers, row: Row, arrow: Arrow, lost_before: int) -> None:
    """The line of a message, dotted up to a cross if it was lost, double if it came again."""
    heavy = 2.5 if arrow.latest else 1.75
    if row.kind == "lost":
        _draw_lost(layers, row, arrow, lost_before, heavy)
        return
    colour = TONES[row.tone]
    tip = arrow.end - arrow.direction
    neck = tip - arrow.direction * (2 if row.tone == "refusal" else 9)
    dash = "7 4" if row.tone == "refusal" else ""
    for y in (arrow.y - 2, arrow.y + 2) if row.repeated else (arrow.y,):
        layers.arrows.append(line(arrow.start, y, neck, y, colour, 1.25 if row.repeated else heavy, dash))
    layers.arrows.append(arrow_head(tip, arrow.y, arrow.direction, colour, row.tone == "refusal"))
    _draw_start(layers, row, arrow, colour)


def draw_link(layers: Layers, row: Row, arrow: Arrow, middle: int) -> None:
    """A link between two servers: two bars on it where it is cut, whole where it is healed."""
    colour, y = INK.ink if row.kind == "heal" else LIFELINE, arrow.y
    layers.arrows.append(line(arrow.start, y, arrow.end, y, colour, 1.75, "" if row.kind == "heal" else "2 4"))
    if row.kind == "cut":
        layers.arrows.append(rect(middle - 4, y - 6, 8, 12, ground_of(arrow.latest)))
        layers.arrows.extend(line(x, y - 6, x, y + 7, INK.ink, 2.5) for x in (middle - 4, middle + 4))
    layers.arrows.extend(circle(x, y, 3.5, ground_of(arrow.latest), colour) for x in (arrow.start, arrow.end))


def mark(row: Row, x: int, y: int, ground: str = SHEET) -> str:
    """The sign beside a message's label or on its arrow: granted, refused, come again; most messages have none."""
    if row.repeated:
        return twice(x, y)
    if row.tone == "plain":
        return ""
    return sign("accepted" if row.tone == "grant" else "refused", x, y, ground)


def draw_pieces(layers: Layers, lines: tuple[tuple[Piece, ...], ...], x: int, y: int, halo: str, centred: bool) -> None:
    """Clause ids and remarks, centred on `x` or beginning there."""
    for i, pieces in enumerate(lines):
        left = x - pieces_width(pieces) // 2 if centred else x
        for piece in pieces:
            layers.words.append(
                tag(left, y + 18 * i, piece.text)
                if piece.is_tag
                else words(left + 2, y + 11 + 18 * i, piece.text, 11, colour=MUTED.ink, halo=halo, italic=True)
            )
            left += piece.width + APART


def _draw_lost(layers: Layers, row: Row, arrow: Arrow, lost_before: int, heavy: float) -> None:
    at = arrow.end - arrow.direction * lost_before
    colour = VERMILLION.ink
    layers.arrows.append(line(arrow.start, arrow.y, at - arrow.direction * 12, arrow.y, colour, heavy, "2 4"))
    layers.arrows.append(cross(at, arrow.y))
    _draw_start(layers, row, arrow, colour)


def _draw_start(layers: Layers, row: Row, arrow: Arrow, colour: str) -> None:
    """A dot on the sender; a message that comes off a rail has its dot at the rail's beginning."""
    if row.sent_at is None:
        layers.arrows.append(circle(arrow.start, arrow.y, 3.5, colour))


def _ring(x: int, y: int) -> str:
    return circle(x, y, 5, SHEET, INK.ink, 1.75)
