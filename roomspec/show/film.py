"""A run as a film: a strip of small frames, a step each: what arrives, and whom each server then holds as in the room.

Nothing is decided here: words and notes are those of the chart.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from spec_impl import RoomId, Trace, World
from spec_impl.claims import named

from ..search.claims import ClaimStatus, standings
from .drawing import sheet, svg
from .drawing.chart import Chart, ChartRow, Lane, NoteTone, steps_text
from .drawing.sequence import TONES
from .drawing.sheet import BLUE, BORDER, HAIRLINE, INK, LIFELINE, MUTED, PURPLE, SHEET, SIGNS, VERMILLION, WIDTH, Figure
from .run import as_chart

MOST_FRAMES, FEWEST_FRAMES = 5, 4
"""As many as there is room for with the names in them."""
LANES_IN_A_FRAME: Final = 6
"""Of more servers than these the letters would not stand beside each other in a frame."""
NARROWEST: Final = WIDTH
"""As wide as it is drawn, on a phone too, where it scrolls: its smallest words are 11 pixels high."""
PAD: Final = 9
LINE_HEIGHT: Final = 16
CHIP: Final = 26
BESIDE_A_NAME, BETWEEN_CHIPS = 1, 3
STANDING_WORDS: dict[ClaimStatus, str] = {
    "holds": "are true",
    "fails": "fail",
    "not yet": "not decided yet",
    "witnessed": "seen",
}


@dataclass(frozen=True)
class Frame:
    """One step: its row of the chart, whom each server holds as in the room and who of them is new, what came of it.

    The directory, which holds nobody, stands last, in those films in which it is asked or told something.
    """

    row: ChartRow
    held: tuple[tuple[Lane, tuple[str, ...], tuple[str, ...]], ...]
    tone: NoteTone
    words: str


def film_figure(
    trace: Trace, title: str, rest: str = "", servers: Sequence[str] = (), *, claims: bool = True
) -> Figure:
    """The run in frames of those steps in which most happens, with every step as text; `claims` says how they stand.

    Raises `ValueError` for a run without a step.
    """
    chart, room = as_chart(trace, servers=servers, plain=True), _room_of(trace)
    if not chart.rows:
        raise ValueError("a film shows what has happened, and in this run nothing has")
    frames = _frames(trace, chart, room)
    many = sheet.counted(chart.rows, "step")
    shows = "A frame a step" if len(frames) == len(chart.rows) else f"{len(frames)} of {many}, a frame each"
    holds = f"whom it then holds as in {room or 'a room'}; empty: it has no member"
    explains = f"{shows}. Under a server's letter: {holds}."
    if frames[0].held[-1][0].is_directory:
        explains += " # is the directory."
    shown = "; ".join(f"step {frame.row.number}, {frame.row.drawn_words}" for frame in frames)
    alt = f"Film of {many} in {len(frames)} frames: {shown}."[: svg.LONGEST_ALT]
    summary, words = f"the same as text, {many}", f"{rest} {explains}".strip()
    below = sheet.details(*standing_words(trace)) if claims else ""
    return svg.picture_figure(film_svg(frames), title, words, alt, summary, steps_text(chart), below, NARROWEST)


# --- What is shown ----------------------------------------------------------------------------------------------------


def _frames(trace: Trace, chart: Chart, room: RoomId | None) -> tuple[Frame, ...]:
    """The steps that tell most: so many that each name fits its chip, or the most where none does."""
    films = []
    for most in range(MOST_FRAMES, FEWEST_FRAMES - 1, -1):
        numbers = most_telling(chart, most)
        films.append(tuple(_frame(trace, chart, room, number, numbers) for number in numbers))
    return next(filter(_names_fit, films), films[0])


def _frame(trace: Trace, chart: Chart, room: RoomId | None, number: int, film: Sequence[int]) -> Frame:
    """A step of the run; where nobody asks the directory anything in the whole film, it has no column."""
    row = chart.rows[number - 1]
    before, after = (trace.steps[number - 2].after if number > 1 else trace.initial), trace.steps[number - 1].after
    ends = {end for shown in film for end in (chart.rows[shown - 1].at, chart.rows[shown - 1].to)}
    held = []
    for lane in chart.lanes:
        if not lane.is_directory or lane.key in ends:
            earlier, now = _inside(before, lane.key, room), _inside(after, lane.key, room)
            held.append((lane, now, tuple(name for name in now if name not in earlier)))
    note = row.notes[0] if row.notes else None
    words = note.lines[0] if note else ""
    if note and note.tone == "changed" and len(note.lines) > 1:
        words = f"{len(note.lines)} changes at {note.at[0]}"
    return Frame(row, tuple(held), note.tone if note else "plain", words)


def most_telling(chart: Chart, most: int = MOST_FRAMES) -> tuple[int, ...]:
    """The steps that tell most: what people did, then what was decided, what changed, what arrived; in their order."""
    ranked = sorted(chart.rows, key=lambda row: (_weight(row), -row.number))
    return tuple(sorted(row.number for row in ranked[:most]))


def _weight(row: ChartRow) -> int:
    if row.is_message:
        return 1 if any(note.tone != "changed" for note in row.notes) else 2 if row.notes else 3
    return 0 if row.kind == "command" else 4


def _room_of(trace: Trace) -> RoomId | None:
    """The room that somebody was in most lately."""
    for world in (trace.world, trace.initial):
        for server in world.servers:
            for view in server.rooms:
                if view.members:
                    return view.room
    return None


def _inside(world: World, server: str, room: RoomId | None) -> tuple[str, ...]:
    homes = {home.name: home for home in world.servers}
    if room is None or server not in homes or not homes[server].is_aware(room):  # type: ignore[index]
        return ()
    return tuple(user.name for user in homes[server].room(room).joined())  # type: ignore[index]


def standing_words(trace: Trace) -> tuple[str, list[str]]:
    """How the claims stand after the run: `16 claims are true, 8 not decided yet`, and the names behind the numbers."""
    found = standings(trace)
    by_status = {status: [each for each in found if each.status == status] for status in STANDING_WORDS}
    parts = [f"{len(those)} {STANDING_WORDS[status]}" for status, those in by_status.items() if those]
    first, *others = parts or ["0 are true"]
    count, _, rest = first.partition(" ")
    summary = ", ".join((f"{count} claims {rest}", *others))
    lines = [f"{named(each.claim).words}: {each.status}" for those in by_status.values() for each in those]
    return summary, lines


# --- How it is drawn --------------------------------------------------------------------------------------------------


def film_svg(frames: Sequence[Frame]) -> str:
    """Frame beside frame, each of the same width."""
    width = WIDTH // len(frames)
    room = int((width - 2 * PAD - 16) / 8.0)
    said = [svg.wrapped(frame.row.drawn_words, room) for frame in frames]
    came = [svg.wrapped(frame.words, int((width - 2 * PAD) / 7.2)) for frame in frames]
    tallest = max(len(names) for frame in frames for _, names, _ in frame.held)
    head = 20 + LINE_HEIGHT * max(map(len, said)) + LINE_HEIGHT
    letters = head + 34
    chips = letters + 30
    foot = chips + CHIP * max(1, tallest) + 22
    height = foot + 14 + LINE_HEIGHT * max(1, *map(len, came))
    strokes = []
    for i, frame in enumerate(frames):
        left = i * width
        if i:
            strokes.append(svg.straight(left, 14, left, height - 12, BORDER))
        strokes += _words(frame, said[i], left, width)
        strokes += _arrow(frame, left, width, head + 12, letters)
        for j, held in enumerate(frame.held):
            strokes += _column(*held, _middle(frame, j, left, width), letters, chips, _chip(frame, width))
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
    directory = sum(lane.is_directory for lane, _, _ in frame.held)
    return (width - 2 * PAD - CHIP * directory) // (len(frame.held) - directory)


def _chip(frame: Frame, width: int) -> int:
    """The width of a chip: its column but for what keeps it from the next."""
    return _step(frame, width) - BETWEEN_CHIPS


def _names_fit(film: Sequence[Frame]) -> bool:
    """Whether each name stands in its chip."""
    named = ((name, frame) for frame in film for _, names, _ in frame.held for name in names)
    return all(_fits(name, _chip(frame, WIDTH // len(film))) for name, frame in named)


def _fits(name: str, wide: int) -> bool:
    """Whether a name stands in a chip so wide, with some room at either side."""
    return svg.text_width(name, 11) + 2 * BESIDE_A_NAME <= wide


def _middle(frame: Frame, number: int, left: int, width: int) -> int:
    """The middle of a column."""
    step = _step(frame, width)
    return left + PAD + step * number + (CHIP if frame.held[number][0].is_directory else step) // 2


def _arrow(frame: Frame, left: int, width: int, y: int, letters: int) -> list[str]:
    """The message over the letters; a person's act is a pill over her server."""
    xs = {lane.key: _middle(frame, i, left, width) for i, (lane, _, _) in enumerate(frame.held)}
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


def _column(
    lane: Lane, names: Sequence[str], new: Sequence[str], x: int, letters: int, chips: int, wide: int
) -> list[str]:
    """A server's letter, and under it a chip for each whom it holds as in."""
    if lane.is_directory:
        box = svg.rect(x - 10, letters - 10, 20, 20, INK.tint, MUTED.ink, 1.25, 8, "4 3")
        return [box, svg.words(x, letters + 5, lane.letter, 13, weight=700, anchor="middle", mono=True)]
    strokes = [
        svg.rect(x - 10, letters - 10, 20, 20, INK.ink, "", 0, 2),
        svg.words(x, letters + 5, lane.letter, 13, weight=700, anchor="middle", colour=SHEET, mono=True),
    ]
    if not names:
        strokes.append(svg.words(x, chips + 4, "empty", 11, anchor="middle", colour=MUTED.ink))
    for i, name in enumerate(names):
        hue, y = (PURPLE if name in new else MUTED), chips + CHIP * i
        fits = _fits(name, wide)
        edge = PURPLE.ink if name in new else BORDER
        strokes.append(svg.rect(x - wide // 2, y - 10, wide, 21, hue.tint, edge, 1.5 if name in new else 1, 10))
        strokes.append(svg.words(x, y + 5, name if fits else name[0], 11 if fits else 12, anchor="middle"))
    if new:
        y = chips + CHIP * len(names)
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
