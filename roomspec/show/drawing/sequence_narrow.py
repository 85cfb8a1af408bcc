"""The narrow form of a sequence chart: many thin lanes, and all words in a column at their right."""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

from .chart import Chart, Note, Row, Waiting
from .markup import wrapped
from .palette import BLUE, BORDER, INK, MUTED, SIGNS, text_width
from .sequence_cards import letter_box
from .sequence_layout import GUTTER, RIGHT, TOP, Band, Rail, RailKey, Shape, lengthened, pieces, side_of
from .sequence_parts import Arrow, Layers, draw_in_flight_ground, draw_link, draw_message, draw_pieces, ground_of, mark
from .svg import circle, line, path, rect, sign, words

FEW: Final = 9
LOST_BEFORE: Final = 18
LINE: Final = 15


@dataclass(frozen=True)
class Narrow:
    """The measures and strokes of the narrow form."""

    chart: Chart

    strip_height = 44
    rail_offsets = (9, 5)

    @cached_property
    def pitch(self) -> int:
        """The width of a lane."""
        lanes = len(self.chart.lanes)
        return min(72, 396 // lanes) if lanes <= FEW else min(35, 420 // lanes)

    @cached_property
    def xs(self) -> dict[str, int]:
        """Each lane's lifeline, in the middle of its lane."""
        return {lane.key: GUTTER + self.pitch * i + self.pitch // 2 for i, lane in enumerate(self.chart.lanes)}

    @cached_property
    def column(self) -> int:
        """Where the words begin."""
        return GUTTER + self.pitch * len(self.chart.lanes) + 24

    def needs_key(self) -> bool:
        """Letters alone always need one."""
        return True

    def shape(self, row: Row) -> Shape:
        """Who and what, the clause ids under it, then a line for each thing decided."""
        label = wrapped(self._words(row), self._label_room(self._who(row)))
        lines = pieces(row, RIGHT - self.column)
        tags = 20 + LINE * (len(label) - 1)
        foot = tags + 18 * max(1, len(lines))
        noted = LINE * sum(len(self._note_lines(note)) for note in row.notes)
        return Shape(label, lines, LINE, tags, foot, foot + (noted + 5 if noted else 0))

    def departure(self, row: Row, lane: str) -> int:  # noqa: ARG002
        """Just under the event."""
        return LINE + 12

    def draw_head(self, layers: Layers) -> None:
        """The letters, and what the column of words holds."""
        self._draw_letters(layers, 38)
        layers.lines.append(line(self.column - 12, 12, self.column - 12, TOP, BORDER))
        layers.words.append(words(self.column, 34, "what happens, under which clause", 12.5, weight=600))
        layers.words.append(words(self.column, 51, "letters: see the key under the figure", 11.5, colour=MUTED.ink))

    def draw_strip(self, layers: Layers, top: int) -> None:
        """The participants named again."""
        self._draw_letters(layers, top + 23)

    def draw_row(self, layers: Layers, band: Band, row: Row, rail: Rail | None, latest: bool) -> None:
        """Strokes on the lanes, words in the column."""
        shape = self.shape(row)
        y, x = band.top + shape.event, self.xs[row.at]
        layers.lines.append(line(self.column - 12, band.top, self.column - 12, band.bottom, BORDER))
        if row.kind == "command":
            layers.words.append(circle(x, y, 7.5, BLUE.tint, BLUE.ink, 1.5))
            layers.words.append(path(f"M{x - 2} {y - 4} L{x + 4} {y} L{x - 2} {y + 4} Z", BLUE.ink, 1, fill=BLUE.ink))
        elif row.kind == "act":
            layers.words.append(rect(x - 7, y - 7, 14, 14, INK.tint, INK.ink, 1.5, 2) + circle(x, y, 2.5, INK.ink))
        else:
            self._draw_line(layers, row, y, rail, latest)
        self._draw_squares(layers, row, y)
        self._draw_words(layers, band, row, shape, ground_of(latest))

    def draw_in_flight(self, layers: Layers, top: int, found: dict[RailKey, Rail]) -> tuple[dict[RailKey, Rail], int]:
        """Each rail goes on to a ring; the messages stand in the column, one line for each sender and message."""
        draw_in_flight_ground(layers, top)
        longer, y = dict(found), top + 24
        for (frm, label), messages in self._in_flight().items():
            for message in messages:
                key = (message.frm, side_of(self, message.frm, message.to), message.sent_at)
                longer[key] = lengthened(found[key], max(y - 4, longer[key].bottom))
            who = f"{frm} → {' '.join(self.chart.lane(message.to).letter for message in messages)}"
            layers.words.append(words(self.column, y, who, 12.5, weight=700, mono=True))
            for sentence in wrapped(label, self._label_room(who)):
                layers.words.append(words(self._label_x(who), y, sentence, 12.5, weight=600))
                y += LINE
        return longer, y - top + 1

    def _in_flight(self) -> dict[tuple[str, str], list[Waiting]]:
        """The messages under way, by the sender's letter and their name."""
        groups: dict[tuple[str, str], list[Waiting]] = {}
        for message in self.chart.waiting:
            groups.setdefault((self.chart.lane(message.frm).letter, message.label), []).append(message)
        return groups

    def _draw_letters(self, layers: Layers, middle: int) -> None:
        side = min(34, self.pitch - 2) // 2 * 2
        for lane in self.chart.lanes:
            layers.words.append(letter_box(lane, self.xs[lane.key], middle, side))

    def _draw_line(self, layers: Layers, row: Row, y: int, rail: Rail | None, latest: bool) -> None:
        side = side_of(self, row.at, row.receiver)
        decided = any(note.at == row.receiver for note in row.notes)
        start, end = rail.x if rail else self.xs[row.at], self.xs[row.receiver] - (6 * side if decided else 0)
        arrow = Arrow(start, end, y, latest)
        if row.is_message:
            draw_message(layers, row, arrow, LOST_BEFORE)
            layers.words.append(mark(row, (start + end) // 2, y, ground_of(latest)))
        else:
            draw_link(layers, row, arrow, (start + end) // 2)

    def _draw_squares(self, layers: Layers, row: Row, y: int) -> None:
        """A decision on its server's lifeline; a command or act is its own mark."""
        for note in row.notes:
            if row.is_message or note.at != row.at:
                hue, x = SIGNS[note.tone].hue, self.xs[note.at]
                layers.words.append(rect(x - 6, y - 6, 12, 12, hue.tint, hue.ink, 1.5, 1))

    def _draw_words(self, layers: Layers, band: Band, row: Row, shape: Shape, halo: str) -> None:
        who, top = self._who(row), band.top
        layers.words.append(words(self.column, top + LINE, who, 12.5, weight=700, mono=True))
        for i, label in enumerate(shape.label):
            layers.words.append(words(self._label_x(who), top + LINE * (i + 1), label, 12.5, weight=600))
        draw_pieces(layers, shape.pieces, self.column, top + shape.tags, halo, centred=False)
        y = top + shape.foot + 11
        for note in row.notes:
            if note.tone != "plain":
                layers.words.append(sign(note.tone, self.column + 8, y - 4, halo))
            for sentence in self._note_lines(note):
                layers.words.append(words(self.column + 22, y, sentence, 12))
                y += LINE

    def _note_lines(self, note: Note) -> tuple[str, ...]:
        limit = (RIGHT - self.column - 22) * 10 // 72
        return tuple(part for whole in note.lines for part in wrapped(whole, limit))

    def _who(self, row: Row) -> str:
        at, between = self.chart.lane(row.at).letter, "→" if row.is_message else "and"
        return at if row.to is None else f"{at} {between} {self.chart.lane(row.to).letter}"

    def _words(self, row: Row) -> str:
        return f"{row.words}, lost" if row.kind == "lost" else row.words

    def _label_room(self, who: str) -> int:
        """How many bold characters stand beside the letters."""
        return (RIGHT - self._label_x(who)) * 100 // 825

    def _label_x(self, who: str) -> int:
        return self.column + text_width(who, 12.5, "mono") + 10
