"""The wide form of a sequence chart: up to five lanes, every label in the gap beside its sender."""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

from .chart import Chart, Note, Row
from .markup import wrapped
from .palette import BLUE, INK, SHEET, SIGNS, VERMILLION, text_width
from .sequence_cards import CARD, card, is_shortened
from .sequence_layout import GUTTER, RIGHT, Band, Rail, RailKey, Shape, lengthened, pieces, side_of
from .sequence_parts import Arrow, Layers, draw_in_flight_ground, draw_link, draw_message, draw_pieces, ground_of, mark
from .svg import box_width, rect, sign, words

MANY_WIDE: Final = 5
LOST_BEFORE: Final = 46
LABEL_EM: Final = 8.2
MARK: Final = 20


@dataclass(frozen=True)
class Wide:
    """The measures and strokes of the wide form."""

    chart: Chart

    strip_height = 50
    rail_offsets = (16, 8)

    @cached_property
    def lane_width(self) -> int:
        """Whole and even, so that lifelines stand on whole pixels."""
        return (RIGHT - GUTTER) // max(1, len(self.chart.lanes)) // 2 * 2

    @cached_property
    def card_width(self) -> int:
        """A little less than a lane."""
        return min(self.lane_width - 14, CARD)

    @cached_property
    def xs(self) -> dict[str, int]:
        """Each lane's lifeline, in the middle of its lane."""
        width = self.lane_width
        return {lane.key: GUTTER + width * i + width // 2 for i, lane in enumerate(self.chart.lanes)}

    def fits(self) -> bool:
        """Whether every label fits its gap."""
        few = len(self.chart.lanes) <= MANY_WIDE
        return few and all(_is_box(row) or self._label_fits(row) for row in self.chart.rows)

    def needs_key(self) -> bool:
        """Whether a card leaves words to the key under the figure."""
        return any(is_shortened(lane, self.card_width) for lane in self.chart.lanes)

    def shape(self, row: Row) -> Shape:
        """A message or link has its label over the line; a command or act has it in its box."""
        label = self._label(row)
        extra = 15 * (len(label) - 1)
        if _is_box(row):
            lines = pieces(row, self.lane_width - 8)
            event, tags, base = 22 + extra // 2, 38 + extra, 22
        else:
            start, end = self._free_span(row, None)
            lines = pieces(row, abs(end - start) - 8)
            event, tags, base = 25 + extra, 31 + extra, 17
        foot = tags + 18 * max(1, len(lines))
        height = tags + base + 18 * (max(1, len(lines)) - 1) + sum(_note_height(note) + 8 for note in row.notes)
        return Shape(label, lines, event, tags, foot, height)

    def departure(self, row: Row, lane: str) -> int:
        """Under the note of the sending server, else just under the event."""
        shape = self.shape(row)
        bottom, under = shape.foot, 0
        for note in row.notes:
            bottom += _note_height(note)
            under = bottom + 4 if note.at == lane else under
            bottom += 8
        return under or (shape.height - 3 if _is_box(row) else shape.event + 11)

    def draw_head(self, layers: Layers) -> None:
        """The cards, with each server's users."""
        for lane in self.chart.lanes:
            layers.words.append(card(lane, self.xs[lane.key], 12, self.card_width, 52))

    def draw_strip(self, layers: Layers, top: int) -> None:
        """The participants named again."""
        for lane in self.chart.lanes:
            layers.words.append(card(lane, self.xs[lane.key], top + 8, self.card_width, 34))

    def draw_row(self, layers: Layers, band: Band, row: Row, rail: Rail | None, latest: bool) -> None:
        """The event, then what was decided there."""
        shape = self.shape(row)
        if _is_box(row):
            self._draw_box(layers, band, row, shape)
        else:
            self._draw_line(layers, band, row, rail, latest)
        y = band.top + shape.foot
        for note in row.notes:
            self._draw_note(layers, note, y)
            y += _note_height(note) + 8

    def draw_in_flight(self, layers: Layers, top: int, found: dict[RailKey, Rail]) -> tuple[dict[RailKey, Rail], int]:
        """Each rail goes on to a ring with its messages beside it, on a line of its own where two would meet."""
        draw_in_flight_ground(layers, top)
        tiers: list[list[tuple[int, int]]] = []
        longer = dict(found)
        for key, messages in self._in_flight().items():
            rail, side = found[key], key[1]
            reach = rail.x + side * (14 + text_width(messages, 12, "bold"))
            tier = _place(tiers, rail.x, (min(rail.x - 8, reach), max(rail.x + 8, reach)))
            y = top + 20 + 18 * tier
            longer[key] = lengthened(rail, y)
            anchor = "end" if side < 0 else ""
            layers.words.append(words(rail.x + 10 * side, y + 4, messages, 12, weight=700, anchor=anchor, halo=SHEET))
        return longer, 22 + 18 * max(1, len(tiers))

    def _in_flight(self) -> dict[RailKey, str]:
        """What waits at the end of each rail, from the left: `StateUpdate → a, c`."""
        under_way: dict[RailKey, dict[str, list[str]]] = {}
        for message in self.chart.waiting:
            key = (message.frm, side_of(self, message.frm, message.to), message.sent_at)
            letters = under_way.setdefault(key, {}).setdefault(message.label, [])
            letters.append(self.chart.lane(message.to).letter)
        return {
            key: "; ".join(f"{label} → {', '.join(letters)}" for label, letters in under_way[key].items())
            for key in sorted(under_way, key=lambda key: (self.xs[key[0]], key))
        }

    def _label(self, row: Row) -> tuple[str, ...]:
        return wrapped(row.words, self._label_room(row))

    def _label_room(self, row: Row) -> int:
        """How many characters of a label stand in one line."""
        room = 300 if _is_box(row) else self.lane_width - 24 - (MARK if mark(row, 0, 0) else 0)
        return int(room / LABEL_EM)

    def _label_fits(self, row: Row) -> bool:
        label = self._label(row)
        return len(label) <= 2 and max(map(len, label)) <= self._label_room(row)

    def _span(self, row: Row, rail: Rail | None) -> tuple[int, int]:
        """The first gap beside the sender, from its lifeline or the message's rail."""
        keys, side = list(self.xs), side_of(self, row.at, row.receiver)
        on_rail = 0 if row.sent_at is None else side * self.rail_offsets[0]
        return rail.x if rail else self.xs[row.at] + on_rail, self.xs[keys[keys.index(row.at) + side]]

    def _free_span(self, row: Row, rail: Rail | None) -> tuple[int, int]:
        """Where words may stand over and under the line, clear of the cross and the word "lost"."""
        start, end = self._span(row, rail)
        if row.kind == "lost" and end == self.xs[row.receiver]:
            end -= (LOST_BEFORE + 18) * side_of(self, row.at, row.receiver)
        return start, end

    def _draw_line(self, layers: Layers, band: Band, row: Row, rail: Rail | None, latest: bool) -> None:
        shape, halo = self.shape(row), ground_of(latest)
        start, end = self._span(row, rail)
        arrow = Arrow(start, self.xs[row.receiver], band.top + shape.event, latest)
        if row.is_message:
            draw_message(layers, row, arrow, LOST_BEFORE)
        else:
            draw_link(layers, row, arrow, (start + end) // 2)
        if row.kind == "lost":
            x, y = arrow.end - arrow.direction * LOST_BEFORE, arrow.y + 20
            lost = words(x, y, "lost", 11.5, weight=700, anchor="middle", colour=VERMILLION.ink, halo=halo)
            layers.words.append(lost)
        left, right = self._free_span(row, rail)
        middle = (left + right) // 2
        half = max(abs(middle - left), text_width(shape.label[0], 12.5, "bold") // 2 + 4)
        self._draw_label(layers, row, shape, left + arrow.direction * half, arrow.y, halo)
        draw_pieces(layers, shape.pieces, middle, band.top + shape.tags, halo, centred=True)

    def _draw_label(self, layers: Layers, row: Row, shape: Shape, middle: int, y: int, halo: str) -> None:
        first = y - 8 - 15 * (len(shape.label) - 1)
        beside = mark(row, middle - text_width(shape.label[0], 12.5, "bold") // 2 - 3, first - 4, halo)
        middle += MARK // 2 if beside else 0
        for i, label in enumerate(shape.label):
            layers.words.append(words(middle, first + 15 * i, label, 12.5, weight=600, anchor="middle", halo=halo))
        layers.words.append(beside)

    def _draw_box(self, layers: Layers, band: Band, row: Row, shape: Shape) -> None:
        hue, radius = (BLUE, 12) if row.kind == "command" else (INK, 2)
        width = max(box_width(label, 12.5, 5) for label in shape.label)
        left = self._clamped(row.at, width)
        layers.words.append(rect(left, band.top + 10, width, 9 + 15 * len(shape.label), hue.tint, hue.ink, 1.5, radius))
        for i, label in enumerate(shape.label):
            y = band.top + 26 + 15 * i
            layers.words.append(words(left + width // 2, y, label, 12.5, weight=600, anchor="middle"))
        draw_pieces(layers, shape.pieces, self.xs[row.at], band.top + shape.tags, SHEET, centred=True)

    def _draw_note(self, layers: Layers, note: Note, top: int) -> None:
        hue, lines, indent = SIGNS[note.tone].hue, _note_lines(note), 10 if note.tone == "plain" else 28
        width = indent + 6 + max(text_width(line, 12, "sans" if i else "bold") for i, line in enumerate(lines))
        left, height = self._clamped(note.at, width), _note_height(note)
        layers.words.append(rect(left, top, width, height, hue.tint, hue.ink, 1.25, 2))
        if note.tone != "plain":
            layers.words.append(sign(note.tone, left + 14, top + height // 2, hue.tint))
        for i, line in enumerate(lines):
            layers.words.append(words(left + indent, top + 16 + 15 * i, line, 12, weight=400 if i else 600))

    def _clamped(self, key: str, width: int) -> int:
        """The left edge of a box centred on a lifeline, kept on the sheet."""
        return max(GUTTER, min(self.xs[key] - width // 2, RIGHT - width))


def _is_box(row: Row) -> bool:
    return row.kind in ("command", "act")


def _note_lines(note: Note) -> tuple[str, ...]:
    return tuple(line for whole in note.lines for line in wrapped(whole, 72))


def _note_height(note: Note) -> int:
    return 8 + 15 * len(_note_lines(note))


def _place(tiers: list[list[tuple[int, int]]], x: int, span: tuple[int, int]) -> int:
    """The first line where `span` meets nothing; the rail at `x` then takes its room on the lines above."""
    free = (i for i, taken in enumerate(tiers) if all(span[1] < left or span[0] > right for left, right in taken))
    tier = next(free, len(tiers))
    if tier == len(tiers):
        tiers.append([])
    for upper in tiers[:tier]:
        upper.append((x - 4, x + 4))
    tiers[tier].append(span)
    return tier
