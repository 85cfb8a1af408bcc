"""A run as a strip of small frames, one step each: what arrives, and whom each server then holds as being in the room.

Only strokes may stand here; which steps are shown, and what stands in a frame, the caller has decided.
"""

from dataclasses import dataclass
from typing import Final

from . import sheet, svg
from .chart import Chart, ChartRow, NoteTone, steps_text
from .sequence import TONES
from .sheet import BLUE, BORDER, HAIRLINE, INK, LIFELINE, MUTED, PURPLE, SHEET, SIGNS, VERMILLION, WIDTH, Figure

LONGEST_FILM: Final = 6
LANES_IN_A_FRAME: Final = 6
"""Of more servers than these the letters would not stand beside each other in a frame."""
NARROWEST: Final = 620
"""A notebook's column on a page of 800 pixels is wider, so that nothing is cut off there."""
PAD: Final = 9
LINE_HEIGHT: Final = 16
CHIP: Final = 26


@dataclass(frozen=True)
class Column:
    """A server in a frame: its letter, the names that it holds as in the room, and which of them are new.

    The directory, which holds nobody, stands last, in those films in which it is asked or told something.
    """

    letter: str
    names: tuple[str, ...] = ()
    new: tuple[str, ...] = ()
    is_directory: bool = False


@dataclass(frozen=True)
class Frame:
    """One step: its row of the chart, every server, and what came of it in a few words."""

    row: ChartRow
    columns: tuple[Column, ...]
    tone: NoteTone
    words: str


@dataclass(frozen=True)
class Film:
    """The whole run as a chart, for its lanes and its text, and the frames that are shown of it."""

    chart: Chart
    frames: tuple[Frame, ...]
    room: str


def film_figure(film: Film, title: str, rest: str = "", below: str = "") -> Figure:
    """The strip with its caption, what stands folded below it, and every step as text."""
    if not 1 <= len(film.frames) <= LONGEST_FILM:
        raise ValueError(f"a film has 1 to {LONGEST_FILM} frames, and this one {len(film.frames)}: choose its steps")
    steps = len(film.chart.rows)
    count = f"{steps} {'step' if steps == 1 else 'steps'}"
    holds = f"whom each server with a member in {film.room} then holds as in; a dash: it has none"
    explains = f"Each frame shows one step, and {holds}."
    if film.frames[0].columns[-1].is_directory:
        explains += " # is the directory."
    shown = "; ".join(f"step {frame.row.number}, {frame.row.drawn_words}" for frame in film.frames)
    alt = f"Film of {count} in {len(film.frames)} frames: {shown}."
    words = f"{rest} {explains}".strip()
    picture = film_svg(film)
    return svg.picture_figure(
        picture,
        title,
        words,
        alt[: svg.LONGEST_ALT],
        f"the same as text, {count}",
        steps_text(film.chart),
        below,
        NARROWEST,
    )


def film_svg(film: Film) -> str:
    """Frame beside frame, each of the same width."""
    width = WIDTH // len(film.frames)
    room = int((width - 2 * PAD - 16) / 8.0)
    said = [svg.wrapped(frame.row.drawn_words, room) for frame in film.frames]
    came = [svg.wrapped(frame.words, int((width - 2 * PAD) / 7.2)) for frame in film.frames]
    tallest = max(len(column.names) for frame in film.frames for column in frame.columns)
    head = 20 + LINE_HEIGHT * max(map(len, said)) + LINE_HEIGHT
    letters = head + 34
    chips = letters + 30
    foot = chips + CHIP * max(1, tallest) + 22
    height = foot + 14 + LINE_HEIGHT * max(1, *map(len, came))
    strokes = []
    for i, frame in enumerate(film.frames):
        left = i * width
        if i:
            strokes.append(svg.straight(left, 14, left, height - 12, BORDER))
        strokes += _words(frame, said[i], left, width)
        strokes += _arrow(film, frame, left, width, head + 12, letters)
        for j, column in enumerate(frame.columns):
            strokes += _column(column, _middle(frame, j, left, width), letters, chips, _step(frame, width) - 3)
        strokes.append(svg.straight(left + PAD, foot, left + width - PAD, foot, HAIRLINE))
        strokes += _outcome(frame, came[i], left + PAD, foot)
    return svg.picture(height, "\n".join(strokes))


def _words(frame: Frame, said: tuple[str, ...], left: int, width: int) -> list[str]:
    found = [svg.words(left + PAD, 24 + LINE_HEIGHT * i, line, 12.5, weight=700) for i, line in enumerate(said)]
    number = str(frame.row.number)
    found.append(svg.words(left + width - PAD, 24, number, 12, anchor="end", colour=MUTED.ink, mono=True))
    if kind := frame.row.drawn_kind:
        found.append(svg.words(left + PAD, 24 + LINE_HEIGHT * len(said), kind, 11.5, colour=MUTED.ink, mono=True))
    return found


def _step(frame: Frame, width: int) -> int:
    """The width of a server's column; that of the directory is as wide as its letter."""
    directory = sum(column.is_directory for column in frame.columns)
    return (width - 2 * PAD - CHIP * directory) // (len(frame.columns) - directory)


def _middle(frame: Frame, number: int, left: int, width: int) -> int:
    """The middle of a column."""
    step = _step(frame, width)
    return left + PAD + step * number + (CHIP if frame.columns[number].is_directory else step) // 2


def _arrow(film: Film, frame: Frame, left: int, width: int, y: int, letters: int) -> list[str]:
    """The message over the letters; a person's act is a pill over her server."""
    keys = [lane.key for lane in film.chart.lanes][: len(frame.columns)]
    xs = {key: _middle(frame, i, left, width) for i, key in enumerate(keys)}
    strokes = [svg.straight(x, y - 16, x, letters, LIFELINE, 1.25) for x in xs.values()]
    row = frame.row
    if row.is_box:
        hue, radius = (BLUE, 8) if row.kind == "command" else (INK, 2)
        return [*strokes, svg.rect(xs[row.at] - 14, y - 8, 28, 16, hue.tint, hue.ink, 1.75, radius)]
    start, end = xs[row.at], xs[row.receiver]
    way, colour = (1 if end > start else -1), TONES[row.tone]
    if row.kind == "lost":
        middle = (start + end) // 2
        return [*strokes, svg.straight(start, y, middle, y, VERMILLION.ink, 1.75, "2 4"), svg.cross(middle, y)]
    neck, dash = (end - way * 2, "7 4") if row.tone == "refusal" else (end - way * 9, "")
    line = svg.straight(start, y, neck, y, colour, 1.75, dash)
    head = svg.arrow_head(end - way, y, way, colour, row.tone == "refusal")
    return [*strokes, line, head, svg.circle(start, y, 3.5, colour)]


def _column(column: Column, x: int, letters: int, chips: int, wide: int) -> list[str]:
    """A server's letter, and under it a chip for each whom it holds as in."""
    if column.is_directory:
        box = svg.rect(x - 10, letters - 10, 20, 20, INK.tint, MUTED.ink, 1.25, 8, "4 3")
        return [box, svg.words(x, letters + 5, column.letter, 13, weight=700, anchor="middle", mono=True)]
    strokes = [
        svg.rect(x - 10, letters - 10, 20, 20, INK.ink, "", 0, 2),
        svg.words(x, letters + 5, column.letter, 13, weight=700, anchor="middle", colour=SHEET, mono=True),
    ]
    if not column.names:
        strokes.append(svg.words(x, chips + 4, "\N{EN DASH}", 12, anchor="middle", colour=MUTED.ink))
    for i, name in enumerate(column.names):
        hue, y = (PURPLE if name in column.new else MUTED), chips + CHIP * i
        fits = svg.text_width(name, 11) <= wide + 6
        edge = PURPLE.ink if name in column.new else BORDER
        strokes.append(svg.rect(x - wide // 2, y - 10, wide, 21, hue.tint, edge, 1.5 if name in column.new else 1, 10))
        strokes.append(svg.words(x, y + 5, name if fits else name[0], 11.5 if fits else 12, anchor="middle"))
    if column.new:
        y = chips + CHIP * len(column.names)
        mark = sheet.SIGNS["changed"].glyph
        strokes.append(svg.words(x, y + 2, f"{mark} new", 11.5, weight=700, anchor="middle", colour=PURPLE.ink))
    return strokes


def _outcome(frame: Frame, lines: tuple[str, ...], left: int, foot: int) -> list[str]:
    """What came of the step, with its sign where something was decided."""
    ink = INK.ink if frame.tone == "plain" else SIGNS[frame.tone].hue.ink
    return [
        svg.words(left, foot + 20 + LINE_HEIGHT * i, line, 12, weight=700 if frame.tone != "plain" else 400, colour=ink)
        for i, line in enumerate(lines)
    ]
