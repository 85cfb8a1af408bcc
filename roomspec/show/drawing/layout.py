"""Where all that a sequence chart shows stands: lanes, rows, folds, and the rails of messages under way.

Only measures may stand here; `sequence` draws by them.

A rail is the vertical line of a message that is not delivered in the step right after its sending: it keeps the sending
and the delivery each in its own row, and no slanted line crosses a label.

Each lane leaves room for a label between two lifelines: of more than five the picture grows wider, and scrolls.
"""

from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import Final, Literal

from .chart import Chart, ChartRow, Fold, Note
from .svg import tag_width, text_width, wrapped

GUTTER: Final = 52
RIGHT: Final = 688
TOP: Final = 76
FOLD_LINE: Final = 16
STRIP: Final = 50
SCREEN: Final = 620
"""So far down the participants are named again, since those at the top have left a screen."""
TOO_LITTLE: Final = 280
"""Of so little at the end nobody has to be told again whose lanes they are."""
APART: Final = 4
NARROWEST_LANE: Final = 126
"""Five of them fill a page."""
WIDEST_CARD: Final = 240
KEPT_LANE: Final = 158
SEEN_ON_A_PHONE: Final = 370
"""What stands further right, a page of 390 px shows only after scrolling."""
LABEL_EM: Final = 8.2
LONGEST_PILL: Final = 40
LANES_OF_A_PILL: Final = 1.4
"""How wide the words of a box may be, in lanes: less than reaches from it to the next lifeline."""
MARK: Final = 20
LOST_BEFORE: Final = 46
"""How far before the receiver a lost message ends."""
FIRST_RAIL, NEXT_RAIL = 16, 12
"""How far the first rail stands from its lifeline, and each further one from the one before."""

RailKey = tuple[str, int, int]
"""The sender, the side of its lifeline and the step of sending."""


@dataclass(frozen=True)
class Piece:
    """The kind of a message, a clause id, or a few italic words after them, and the room it takes."""

    text: str
    width: int
    look: Literal["kind", "tag", "remark"]


@dataclass(frozen=True)
class RowShape:
    """A row's inner measures, each from the row's top: the event's line, the tags, the first note, the end."""

    label: tuple[str, ...]
    pieces: tuple[tuple[Piece, ...], ...]
    event: int
    tags: int
    foot: int
    height: int


@dataclass(frozen=True)
class Band:
    """A horizontal part of the sheet: a row, a fold, or the participants named again."""

    top: int
    height: int
    content: ChartRow | Fold | None

    @property
    def bottom(self) -> int:
        """Where the next band begins."""
        return self.top + self.height


@dataclass(frozen=True)
class Rail:
    """The line of one step's messages to one side; it begins or ends in a ring where a step is not shown."""

    x: int
    top: int
    bottom: int
    begins_hidden: bool
    ends_hidden: bool


@dataclass(frozen=True)
class Layout:
    """The measures of one chart."""

    chart: Chart

    # --- Lanes ---

    @cached_property
    def lane_width(self) -> int:
        """Whole and even, so that lifelines stand on whole pixels; lanes that are kept are narrow, for a phone."""
        width = max(NARROWEST_LANE, (RIGHT - GUTTER) // max(1, len(self.chart.lanes)) // 2 * 2)
        return min(width, KEPT_LANE) if self.chart.keeps_lanes else width

    @cached_property
    def right(self) -> int:
        """Where the sheet's last words may end."""
        return max(RIGHT, GUTTER + self.lane_width * len(self.chart.lanes))

    @property
    def card_width(self) -> int:
        """A little less than a lane."""
        return min(self.lane_width - 14, WIDEST_CARD)

    @cached_property
    def xs(self) -> dict[str, int]:
        """Each lane's lifeline, in the middle of its lane."""
        width = self.lane_width
        return {lane.key: GUTTER + width * i + width // 2 for i, lane in enumerate(self.chart.lanes)}

    def note_left(self, at: str, width: int) -> int:
        """The left edge of a note so wide: around its lifeline, or where lanes are kept as far left as it goes."""
        x = self.xs[at]
        left = self.clamped(x, width)
        return max(GUTTER, min(left, max(SEEN_ON_A_PHONE, x + 14) - width)) if self.chart.keeps_lanes else left

    def clamped(self, middle: int, width: int) -> int:
        """The left edge of what is to stand around `middle`, kept on the sheet."""
        return max(GUTTER, min(middle - width // 2, self.right - width))

    def side_of(self, frm: str, to: str) -> int:
        """1 where the receiver stands at the right of the sender, else -1."""
        return 1 if self.xs[to] > self.xs[frm] else -1

    # --- The words of a row ---

    def shape(self, row: ChartRow) -> RowShape:
        """A message or link has its label over the line; a command or act has it in its box."""
        if row.is_box:
            label = wrapped(row.drawn_words, min(LONGEST_PILL, int(LANES_OF_A_PILL * self.lane_width / LABEL_EM)))
            extra, lines = 15 * (len(label) - 1), pieces(row, self.lane_width - 8)
            event, tags, base = 22 + extra // 2, 38 + extra, 22
        else:
            start, end = self.word_gap(row, None)
            room = abs(end - start) - 8 - (MARK if row.is_marked else 0)
            label = wrapped(row.drawn_words, max(8, int(room / LABEL_EM)))
            extra, lines = 15 * (len(label) - 1), pieces(row, abs(self.free_end(row, end) - start) - 8)
            event, tags, base = 25 + lift(row) + extra, 31 + lift(row) + extra, 17
        foot = tags + 18 * (len(lines) or not row.is_box)
        height = foot - 18 + base + sum(note_height(note) + 8 for note in row.notes)
        return RowShape(label, lines, event, tags, foot, height)

    def origin(self, row: ChartRow, rail: Rail | None) -> int:
        """Where the line of a message or link begins: at its sender, or at the message's rail."""
        on_rail = 0 if row.sent_at is None else self.side_of(row.at, row.receiver) * FIRST_RAIL
        return rail.x if rail else self.xs[row.at] + on_rail

    def word_gap(self, row: ChartRow, rail: Rail | None) -> tuple[int, int]:
        """The gap in which the words of a line stand, along its way: the leftmost, which a narrow page shows too."""
        keys, side = list(self.xs), self.side_of(row.at, row.receiver)
        beside = keys[keys.index(row.at) + side]
        if side > 0 or beside == row.receiver:
            return self.origin(row, rail), self.xs[beside]
        return self.xs[keys[keys.index(row.receiver) + 1]], self.xs[row.receiver]

    def free_end(self, row: ChartRow, end: int) -> int:
        """Where words over and under the line must end, clear of the cross and the word "lost"."""
        if row.kind == "lost" and end == self.xs[row.receiver]:
            return end - (LOST_BEFORE + 18) * self.side_of(row.at, row.receiver)
        return end

    def middle_of(self, row: ChartRow, rail: Rail | None, width: int, *, over: bool = False) -> int:
        """The middle of words so wide, over the line or under it: in their gap if they fit, else on the sheet."""
        start, end = self.word_gap(row, rail)
        middle = (start + (end if over else self.free_end(row, end))) // 2
        half = max(abs(middle - start), width // 2 + 4)
        return self.clamped(start + self.side_of(row.at, row.receiver) * half, width) + width // 2

    # --- Rows and rails ---

    @cached_property
    def bands(self) -> tuple[Band, ...]:
        """Every row, fold and strip from the top, one under the other."""
        parts: list[tuple[int, ChartRow | Fold]] = []
        for row in self.chart.rows:
            fold = self.chart.fold_of(row.number)
            if fold is None:
                parts.append((self.shape(row).height, row))
            elif fold not in (content for _, content in parts):
                parts.append((4 + FOLD_LINE * len(fold_lines(fold)), fold))
        heights: list[tuple[int, ChartRow | Fold | None]] = []
        above, below = 0, sum(height for height, _ in parts)
        for height, content in parts:
            if above + height > SCREEN and below > TOO_LITTLE:
                heights.append((STRIP, None))
                above = 0
            heights.append((height, content))
            above, below = above + height, below - height
        tops = accumulate((height for height, _ in heights), initial=TOP)
        return tuple(Band(top, height, content) for top, (height, content) in zip(tops, heights, strict=False))

    @property
    def bottom(self) -> int:
        """Where the last band ends."""
        return self.bands[-1].bottom if self.bands else TOP

    @cached_property
    def rails(self) -> dict[RailKey, Rail]:
        """One rail for each sender, side and step of sending; those that would overlap stand further out."""
        ends = self._rail_ends()
        begun = [(key, *self._rail_begins(key)) for key in ends]
        found: dict[RailKey, Rail] = {}
        for key, top, hidden in sorted(begun, key=lambda start: (start[1], start[0])):
            bottom, folded = ends[key]
            if bottom <= top:
                continue
            taken = {rail.x for other, rail in found.items() if other[:2] == key[:2] and rail.bottom >= top}
            x = self.xs[key[0]] + key[1] * FIRST_RAIL
            while x in taken:
                x += key[1] * NEXT_RAIL
            found[key] = Rail(x, top, bottom, hidden, folded)
        return found

    def rail_key(self, row: ChartRow) -> RailKey | None:
        """Which rail a message comes off that was sent some steps before."""
        if row.sent_at is None or not row.is_message:
            return None
        return row.at, self.side_of(row.at, row.receiver), row.sent_at

    def rail_of(self, row: ChartRow) -> Rail | None:
        """The rail off which such a message comes, if it has one."""
        key = self.rail_key(row)
        return self.rails.get(key) if key else None

    def line_of(self, row: ChartRow) -> int:
        """The height of a shown row's line."""
        return self._band_of[row.number].top + self.shape(row).event

    @cached_property
    def _band_of(self) -> dict[int, Band]:
        """What shows each step: its row, or the fold that hides it."""
        of_content = {band.content: band for band in self.bands}
        return {row.number: of_content[self.chart.fold_of(row.number) or row] for row in self.chart.rows}

    def _rail_ends(self) -> dict[RailKey, tuple[int, bool]]:
        """How far down each rail goes, and whether it ends in a fold."""
        ends: dict[RailKey, tuple[int, bool]] = {}
        for row in self.chart.rows:
            if row.is_message and {row.at, row.receiver} <= self.xs.keys() and (key := self.rail_key(row)):
                band = self._band_of[row.number]
                folded = isinstance(band.content, Fold)
                y = band.top + (4 if folded else self.shape(row).event)
                ends[key] = max(ends.get(key, (0, False)), (y, folded))
        for message in self.chart.waiting:
            ends[message.frm, self.side_of(message.frm, message.to), message.sent_at] = (self.bottom, False)
        return ends

    def _rail_begins(self, key: RailKey) -> tuple[int, bool]:
        """Where a rail begins, under the sender's note or else the event, and whether its sending is out of sight."""
        lane, _, sent_at = key
        if sent_at not in self._band_of:
            return TOP - 4, True
        band = self._band_of[sent_at]
        if not isinstance(row := band.content, ChartRow):
            return band.bottom, True
        shape = self.shape(row)
        under, bottom = shape.height - 3 if row.is_box else shape.event + 11, shape.foot
        for note in row.notes:
            bottom += note_height(note)
            under = bottom + 6 if note.at == lane else under
            bottom += 8
        return band.top + under, False


def lift(row: ChartRow) -> int:
    """How much higher words stand over their line, to be clear of the cross of a lost message."""
    return 5 if row.kind == "lost" else 0


def pieces(row: ChartRow, room: int) -> tuple[tuple[Piece, ...], ...]:
    """The row's clause ids and remark in lines that fit the room; nothing is cut."""
    remark = wrapped(row.remarks, max(8, room * 10 // 72))
    every = [Piece(row.drawn_kind, text_width(row.drawn_kind, 12, "mono"), "kind")] if row.drawn_kind else []
    every += [Piece(clause, tag_width(clause), "tag") for clause in row.tags]
    every += [Piece(words, text_width(words, 12), "remark") for words in remark]
    lines: list[tuple[Piece, ...]] = []
    for piece in every:
        if lines and pieces_width((*lines[-1], piece)) <= room:
            lines[-1] = (*lines[-1], piece)
        else:
            lines.append((piece,))
    return tuple(lines)


def pieces_width(line: tuple[Piece, ...]) -> int:
    """The room a line of pieces takes."""
    return sum(piece.width for piece in line) + APART * (len(line) - 1)


def fold_lines(fold: Fold) -> tuple[str, ...]:
    """The words of a fold's strip, in as many lines as they need."""
    return wrapped(fold.sentence, 84)


def note_lines(note: Note) -> tuple[str, ...]:
    """What was decided and told, in as many lines as it needs."""
    return tuple(line for whole in note.lines for line in wrapped(whole, 66))


def note_height(note: Note) -> int:
    """The height of a note's box."""
    return 8 + 15 * len(note_lines(note))
