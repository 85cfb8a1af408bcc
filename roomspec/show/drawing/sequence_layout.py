"""Where the rows, folds and rails of a sequence chart stand, for either form of the chart.

A rail is the vertical line of a message that is not delivered in the step right after its sending: it keeps the sending
and the delivery each in its own row, and no slanted line crosses a label.
Nothing here draws.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final, Protocol

from .chart import OTHERS, Chart, Fold, Row
from .markup import wrapped
from .palette import text_width
from .svg import tag_width

GUTTER: Final = 40
RIGHT: Final = 748
TOP: Final = 76
FOLD_LINE: Final = 14
ROWS_PER_STRIP: Final = 12
APART: Final = 4

RailKey = tuple[str, int, int]


@dataclass(frozen=True)
class Piece:
    """A clause id, or a few italic words after it, and the room it takes."""

    text: str
    width: int
    is_tag: bool


@dataclass(frozen=True)
class Shape:
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
    content: Row | Fold | None

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


class Form(Protocol):
    """What wide and narrow charts measure differently."""

    @property
    def xs(self) -> dict[str, int]:
        """Each lane's lifeline."""

    @property
    def rail_offsets(self) -> tuple[int, int]:
        """How far the first rail stands from its lifeline, and each further one from the one before."""

    @property
    def strip_height(self) -> int:
        """The height of the participants named again."""

    def shape(self, row: Row) -> Shape:
        """The measures of that row."""

    def departure(self, row: Row, lane: str) -> int:
        """How far under the row's top a message of that lane sets out on its rail."""


def side_of(form: Form, frm: str, to: str) -> int:
    """1 where the receiver stands at the right of the sender, else -1."""
    return 1 if form.xs[to] > form.xs[frm] else -1


def bands(chart: Chart, form: Form) -> tuple[Band, ...]:
    """Every row, fold and strip from the top, one under the other."""
    placed: list[Band] = []
    top = TOP
    for content in _contents(chart):
        band = Band(top, _height(form, content), content)
        placed.append(band)
        top = band.bottom
    return tuple(placed)


def rails(chart: Chart, form: Form, placed: tuple[Band, ...]) -> dict[RailKey, Rail]:
    """One rail for each sender, side and step of sending; those that would overlap stand further out."""
    ends = _ends(chart, form, placed)
    begun = [(key, *_begin(chart, form, placed, key)) for key in ends]
    found: dict[RailKey, Rail] = {}
    first, step = form.rail_offsets
    for key, top, hidden in sorted(begun, key=lambda start: (start[1], start[0])):
        bottom, folded = ends[key]
        if bottom <= top:
            continue
        taken = {rail.x for other, rail in found.items() if other[:2] == key[:2] and rail.bottom >= top}
        x = form.xs[key[0]] + key[1] * first
        while x in taken:
            x += key[1] * step
        found[key] = Rail(x, top, bottom, hidden, folded)
    return found


def lengthened(rail: Rail, bottom: int) -> Rail:
    """The rail drawn on to the ring of a message in flight."""
    return replace(rail, bottom=bottom, ends_hidden=True)


def pieces(row: Row, room: int) -> tuple[tuple[Piece, ...], ...]:
    """The row's clause ids and remark in lines that fit the room; nothing is cut."""
    remark = wrapped(row.remarks, max(8, room * 10 // 69))
    every = [Piece(clause, tag_width(clause), True) for clause in row.tags]
    every += [Piece(words, text_width(words, 11.5), False) for words in remark]
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
    return wrapped(fold.sentence, 100)


def lifelines(chart: Chart) -> tuple[str, ...]:
    """The lanes that have a lifeline: the card for those who take no part has none."""
    return tuple(lane.key for lane in chart.lanes if lane.key != OTHERS)


def _contents(chart: Chart) -> Iterator[Row | Fold | None]:
    shown = 0
    folded: set[Fold] = set()
    for row in chart.rows:
        fold = chart.fold_of(row.number)
        if fold is None:
            if shown and shown % ROWS_PER_STRIP == 0:
                yield None
            shown += 1
            yield row
        elif fold not in folded:
            folded.add(fold)
            yield fold


def _height(form: Form, content: Row | Fold | None) -> int:
    if content is None:
        return form.strip_height
    if isinstance(content, Fold):
        return 4 + FOLD_LINE * len(fold_lines(content))
    return form.shape(content).height


def _ends(chart: Chart, form: Form, placed: tuple[Band, ...]) -> dict[RailKey, tuple[int, bool]]:
    """How far down each rail goes, and whether it ends in a fold."""
    ends: dict[RailKey, tuple[int, bool]] = {}
    for row in chart.rows:
        if row.sent_at is not None and row.is_message and {row.at, row.receiver} <= form.xs.keys():
            key = (row.at, side_of(form, row.at, row.receiver), row.sent_at)
            band = _band_of(chart, placed, row.number)
            folded = isinstance(band.content, Fold)
            y = band.top + (4 if folded else form.shape(row).event)
            ends[key] = max(ends.get(key, (0, False)), (y, folded))
    for message in chart.waiting:
        key = (message.frm, side_of(form, message.frm, message.to), message.sent_at)
        ends[key] = (placed[-1].bottom if placed else TOP, False)
    return ends


def _begin(chart: Chart, form: Form, placed: tuple[Band, ...], key: RailKey) -> tuple[int, bool]:
    """Where a rail begins, and whether its sending is out of sight."""
    lane, _, sent_at = key
    row = next((row for row in chart.rows if row.number == sent_at), None)
    if row is None:
        return TOP - 4, True
    band = _band_of(chart, placed, sent_at)
    if isinstance(band.content, Fold):
        return band.bottom, True
    return band.top + form.departure(row, lane), False


def _band_of(chart: Chart, placed: tuple[Band, ...], number: int) -> Band:
    fold = chart.fold_of(number)
    for band in placed:
        if (fold is not None and band.content == fold) or (
            isinstance(band.content, Row) and band.content.number == number
        ):
            return band
    raise ValueError(f"step {number} is not in the chart")
