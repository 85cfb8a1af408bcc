"""A sequence chart as SVG text and as a figure: the same chart gives the same bytes on every machine.

Only strokes may stand here; where they go `layout` has measured.

Each function puts strokes on layers, so that no line crosses a word: ground, lifelines, other lines, rails, arrows,
words.
Servers are told apart by letter, name and place, never by colour. A name that does not fit is neither cut nor shrunk:
the card shows its first label, the key under the figure the whole.
"""

from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Any, Final, assert_never

from . import layout as measured
from . import sheet, svg
from .chart import Chart, ChartRow, Fold, Lane, Note, Tone, fit, steps_text
from .layout import APART, FOLD_LINE, GUTTER, LOST_BEFORE, Band, Layout, Rail, RailKey, lift, note_height, pieces_width
from .sheet import BLUE, BORDER, GREEN, HAIRLINE, INK, LIFELINE, MUTED, SHEET, SIGNS, VERMILLION, YELLOW, text

LIFELINE_TOP: Final = 68
TAIL, MARGIN = 12, 12
LONG_NAME: Final = 16
TONES: Final[dict[Tone, str]] = {"plain": INK.ink, "refusal": VERMILLION.ink, "grant": GREEN.ink}


def chart_figure(chart: Chart, caption_bold: str, caption_rest: str, alt: str) -> sheet.Figure:
    """A sequence chart with its caption, its key where letters need one, and its steps as text."""
    summary = f"the same as text, {sheet.counted(chart.rows, 'step')}"
    key = sheet.joined((f"{sheet.element('b', text(letter))} {text(name)}" for letter, name in key_of(chart)), "; ")
    below = f"Key: {key}." if key else ""
    drawn = svg.picture_figure(sequence_svg(chart), caption_bold, caption_rest, alt, summary, steps_text(chart), below)
    return replace(drawn, columns=STEP_COLUMNS, lines=tuple(map(_plain_line, chart.rows)))


STEP_COLUMNS: Final = ("step", "from", "to", "what", "says", "what came of it", "clauses")


def _plain_line(row: ChartRow) -> tuple[str, ...]:
    """A step as the plain words of a table's line."""
    came = "; ".join(line for note in row.notes for line in note.lines)
    return (str(row.number), row.at, row.to or "", row.words, row.says, came, " ".join(row.tags))


def sequence_svg(chart: Chart) -> str:
    """The chart: heads, then band under band, then what is in flight."""
    layout, layers = Layout(fit(chart)), Layers()
    for lane in layout.chart.lanes:
        layers.words.append(_card(layout, lane, 12, 52))
    for band in layout.bands:
        _draw_band(layers, layout, band)
    rails, bottom = layout.rails, layout.bottom + TAIL
    if layout.chart.waiting:
        rails, bottom = _draw_in_flight(layers, layout)
    broken = {key for key, rail in rails.items() if _is_broken(layers, rail)}
    for row in (band.content for band in layout.bands):
        if isinstance(row, ChartRow) and (key := layout.rail_key(row)) in broken:
            layers.arrows.append(_ring(rails[key].x, layout.line_of(row)))
    for lane in layout.chart.lanes:
        x, dash = layout.xs[lane.key], "2 3" if lane.is_directory else ""
        layers.lifelines.append(svg.straight(x, LIFELINE_TOP, x, bottom, LIFELINE, 1.25, dash))
    for key, rail in rails.items():
        _draw_rail(layers, rail, layout.xs[key[0]], key in broken)
    return svg.picture(bottom, layers.markup(), layout.right + MARGIN)


def key_of(chart: Chart) -> tuple[tuple[str, str], ...]:
    """Letter and whole name of each participant, where the picture alone does not say them."""
    layout = Layout(fit(chart))
    lanes, width = layout.chart.lanes, layout.card_width
    told = ((_card_title(lane, width), _card_subtitle(lane, width)) == (lane.title, lane.subtitle) for lane in lanes)
    if all(told):
        return ()
    users = [f" ({lane.subtitle})" if lane.subtitle and not lane.is_directory else "" for lane in lanes]
    return tuple((lane.letter, lane.title + of) for lane, of in zip(lanes, users, strict=True))


@dataclass(frozen=True)
class Layers:
    """Strokes in the order in which they cover each other."""

    ground: list[str] = field(default_factory=list)
    lifelines: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    rails: list[str] = field(default_factory=list)
    arrows: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    taken: list[tuple[int, int, int, int]] = field(default_factory=list)
    """Left, top, right and bottom of what no rail may run behind: words and boxes."""

    def say(self, x: int, y: int, plain: str, size: float, **look: Any) -> None:
        """A line of words, over everything else."""
        self.words.append(svg.words(x, y, plain, size, **look))
        face: svg.Face = "mono" if look.get("mono") else "bold" if look.get("weight") else "sans"
        width = svg.text_width(plain, size, face)
        left = x - {"middle": width // 2, "end": width}.get(look.get("anchor", ""), 0)
        self.taken.append((left, y - 12, left + width, y + 3))

    def box(self, x: int, y: int, width: int, height: int, *look: Any) -> None:
        """A box with words in it."""
        self.words.append(svg.rect(x, y, width, height, *look))
        self.taken.append((x, y, x + width, y + height))

    def markup(self) -> str:
        """All strokes, the lowest layer first, one a line."""
        return "\n".join(chain(self.ground, self.lifelines, self.lines, self.rails, self.arrows, self.words))


# --- The participants -------------------------------------------------------------------------------------------------


def _card(layout: Layout, lane: Lane, top: int, height: int) -> str:
    """A card centred on its lifeline: name and users, in a low card the name alone."""
    x, width, middle = layout.xs[lane.key], layout.card_width, top + height // 2
    left, subtitle = x - width // 2, _card_subtitle(lane, width) if height > 40 else ""
    at, anchor = (x, "middle") if lane.is_directory else (left + 38, "")
    y, title = middle - 3 if subtitle else middle + 5, _card_title(lane, width)
    lines = svg.words(at, y, title, 13.5, weight=700, anchor=anchor)
    if subtitle:
        lines += svg.words(at, middle + 16, subtitle, 12, anchor=anchor, colour=MUTED.ink)
    if lane.is_directory:
        return svg.rect(left, top, width, height, INK.tint, MUTED.ink, 1.25, 14, "4 3") + lines
    outline = f"M{left + 28} {top} H{left + 3} q-3 0 -3 3 v{height - 6} q0 3 3 3 H{left + 28} Z"
    block = svg.path(outline, INK.ink, 1, fill=INK.ink)
    letter = svg.words(left + 14, middle + 6, lane.letter, 17, weight=700, anchor="middle", colour=SHEET, mono=True)
    return svg.rect(left, top, width, height, INK.tint, INK.ink, 1.25, 3) + block + letter + lines


def _card_title(lane: Lane, width: int) -> str:
    """The name, else its first label, else that it is the server of that letter."""
    names = (lane.title, lane.title.split(".")[0])
    return next((name for name in names if _fits(lane, name, 13.5, width)), f"server {lane.letter}")


def _card_subtitle(lane: Lane, width: int) -> str:
    """The users, else how many there are."""
    if _fits(lane, lane.subtitle, 12, width):
        return lane.subtitle
    several = lane.subtitle.count(",") + 1
    return f"{several} users" if several > 1 else "see the key"


def _fits(lane: Lane, name: str, size: float, width: int) -> bool:
    room = width - (20 if lane.is_directory else 44)
    return svg.columns(name) <= LONG_NAME and svg.text_width(name, size, "bold" if size > 13 else "sans") <= room


# --- Bands ------------------------------------------------------------------------------------------------------------


def _draw_band(layers: Layers, layout: Layout, band: Band) -> None:
    match band.content:
        case ChartRow() as row:
            _draw_row(layers, layout, band, row)
        case Fold() as fold:
            layers.lines.append(svg.rect(GUTTER, band.top, layout.right - GUTTER, band.height, MUTED.tint))
            layers.taken.append((GUTTER, band.top, layout.right, band.bottom))
            for i, sentence in enumerate(measured.fold_lines(fold)):
                layers.say(GUTTER + 8, band.top + 14 + FOLD_LINE * i, sentence, 12, colour=MUTED.ink)
        case None:
            for lane in layout.chart.lanes:
                layers.words.append(_card(layout, lane, band.top + 8, 34))
            layers.taken.append((GUTTER, band.top + 8, layout.right, band.top + 42))
        case _:
            assert_never(band.content)


def _draw_row(layers: Layers, layout: Layout, band: Band, row: ChartRow) -> None:
    """The row's number and ground, the event, then what was decided there."""
    shape, latest = layout.shape(row), layout.chart.latest and row == layout.chart.rows[-1]
    y = band.top + shape.event
    if latest:
        layers.ground.append(svg.rect(0, band.top, layout.right + MARGIN, band.height, YELLOW.tint))
        layers.ground.append(svg.rect(0, band.top, 4, band.height, INK.ink))
        layers.say(28, y + 17, "latest", 12, weight=700, anchor="middle")
    layers.ground.append(svg.straight(GUTTER, band.bottom, layout.right, band.bottom, HAIRLINE))
    colour, weight = (INK.ink, 700) if latest else (MUTED.ink, 400)
    layers.say(35, y + 4, str(row.number), 12, weight=weight, anchor="end", colour=colour, mono=True)
    if row.is_box:
        _draw_box(layers, layout, band, row)
    else:
        _draw_line(layers, layout, band, row, latest)
    top = band.top + shape.foot
    for note in row.notes:
        _draw_note(layers, layout, note, top)
        top += note_height(note) + 8


def _draw_box(layers: Layers, layout: Layout, band: Band, row: ChartRow) -> None:
    """A command's pill or the box of a server's own act, on its lifeline."""
    (hue, radius), shape, x = (BLUE, 12) if row.kind == "command" else (INK, 2), layout.shape(row), layout.xs[row.at]
    words = max(svg.text_width(label, 12.5, "bold") for label in shape.label)
    width = (words + 11) // 2 * 2  # Five beside the words at either side, and a middle on a whole pixel.
    left = layout.clamped(x, width)
    layers.box(left, band.top + 10, width, 9 + 15 * len(shape.label), hue.tint, hue.ink, 1.5, radius)
    for i, label in enumerate(shape.label):
        layers.say(left + width // 2, band.top + 26 + 15 * i, label, 12.5, weight=600, anchor="middle")
    for i, line in enumerate(shape.pieces):
        _draw_pieces(layers, line, layout.clamped(x, pieces_width(line)), band.top + shape.tags + 18 * i, SHEET)


def _draw_line(layers: Layers, layout: Layout, band: Band, row: ChartRow, latest: bool) -> None:
    """A message or link with its label over it, its clause ids and remarks under it."""
    shape, rail, ground = layout.shape(row), layout.rail_of(row), YELLOW.tint if latest else SHEET
    (gap_start, gap_end), y = layout.word_gap(row, rail), band.top + shape.event
    start = layout.origin(row, rail)
    if row.is_message:
        _draw_message(layers.arrows, layout, row, start, y, latest)
    else:
        _draw_link(layers.arrows, row, start, layout.xs[row.receiver], y, (gap_start + gap_end) // 2, ground)
    if row.kind == "lost":
        x = layout.xs[row.receiver] - layout.side_of(row.at, row.receiver) * LOST_BEFORE
        layers.say(x, y + 20, "lost", 12, weight=700, anchor="middle", colour=VERMILLION.ink, halo=ground)
    width = max(svg.text_width(line, 12.5, "bold") for line in shape.label)
    middle = layout.middle_of(row, rail, width, over=True)
    first = y - 8 - lift(row) - 15 * (len(shape.label) - 1)
    beside = middle - svg.text_width(shape.label[0], 12.5, "bold") // 2 - 3
    middle += 10 if row.is_marked else 0
    for i, label in enumerate(shape.label):
        layers.say(middle, first + 15 * i, label, 12.5, weight=600, anchor="middle", halo=ground)
    mark = svg.twice(beside, first - 4) if row.repeated else ""
    if row.tone != "plain" and not row.repeated:
        mark = svg.drawn_sign("accepted" if row.tone == "grant" else "refused", beside, first - 4, ground)
    if mark:
        layers.words.append(mark)
        layers.taken.append((beside - 10, first - 14, beside + 10, first + 6))
    for i, line in enumerate(shape.pieces):
        left = layout.middle_of(row, rail, pieces_width(line)) - pieces_width(line) // 2
        _draw_pieces(layers, line, left, band.top + shape.tags + 18 * i, ground)


def _draw_pieces(layers: Layers, line: tuple[measured.Piece, ...], left: int, y: int, halo: str) -> None:
    """Clause ids and remarks, one after another."""
    for piece in line:
        match piece.look:
            case "tag":
                layers.words.append(svg.drawn_tag(left, y, piece.text))
                layers.taken.append((left, y, left + piece.width, y + 15))
            case "kind":
                layers.say(left + 2, y + 12, piece.text, 12, colour=MUTED.ink, halo=halo, mono=True)
            case "remark":
                layers.say(left + 2, y + 12, piece.text, 12, colour=MUTED.ink, halo=halo, italic=True)
        left += piece.width + APART


def _draw_note(layers: Layers, layout: Layout, note: Note, top: int) -> None:
    hue, lines, indent = SIGNS[note.tone].hue, measured.note_lines(note), 10 if note.tone == "plain" else 28
    width = indent + 6 + max(svg.text_width(line, 12, "sans" if i else "bold") for i, line in enumerate(lines))
    left, height = layout.note_left(note.at, width), note_height(note)
    layers.box(left, top, width, height, hue.tint, hue.ink, 1.25, 2)
    if note.tone != "plain":
        layers.words.append(svg.drawn_sign(note.tone, left + 14, top + height // 2, hue.tint))
    for i, line in enumerate(lines):
        layers.say(left + indent, top + 16 + 15 * i, line, 12, weight=400 if i else 600)


# --- Arrows and rails -------------------------------------------------------------------------------------------------


def _draw_message(strokes: list[str], layout: Layout, row: ChartRow, start: int, y: int, latest: bool) -> None:
    """The line of a message, dotted up to a cross if it was lost, double if it came again."""
    heavy, colour, way = 2.5 if latest else 1.75, TONES[row.tone], layout.side_of(row.at, row.receiver)
    end = layout.xs[row.receiver]
    if row.kind == "lost":
        colour, end = VERMILLION.ink, end - way * LOST_BEFORE
        strokes.append(svg.straight(start, y, end - way * 12, y, colour, heavy, "2 4"))
        strokes.append(svg.cross(end, y))
    else:
        refused, tip = row.tone == "refusal", end - way
        neck, dash = (tip - way * 2, "7 4") if refused else (tip - way * 9, "")
        lines = ((y - 2, 1.25), (y + 2, 1.25)) if row.repeated else ((y, heavy),)
        strokes.extend(svg.straight(start, at, neck, at, colour, line, dash) for at, line in lines)
        strokes.append(svg.arrow_head(tip, y, way, colour, refused))
    if row.sent_at is None:  # What comes off a rail has its dot at the rail's beginning.
        strokes.append(svg.circle(start, y, 3.5, colour))


def _draw_link(strokes: list[str], row: ChartRow, start: int, end: int, y: int, middle: int, ground: str) -> None:
    """A link between two servers: two bars on it where it is cut, whole where it is healed."""
    colour, dash = (LIFELINE, "2 4") if row.kind == "cut" else (INK.ink, "")
    strokes.append(svg.straight(start, y, end, y, colour, 1.75, dash))
    if row.kind == "cut":
        strokes.append(svg.rect(middle - 4, y - 6, 8, 12, ground))
        strokes.extend(svg.straight(x, y - 6, x, y + 7, INK.ink, 2.5) for x in (middle - 4, middle + 4))
    strokes.extend(svg.circle(x, y, 3.5, ground, colour) for x in (start, end))


def _is_broken(layers: Layers, rail: Rail) -> bool:
    """Whether a rail is shown by its ends alone: its sending is out of sight, or words or a box stand in its way."""
    spans = layers.taken
    in_the_way = (
        left <= rail.x <= right and top < rail.bottom and rail.top < under for left, top, right, under in spans
    )
    return rail.begins_hidden or any(in_the_way)


def _draw_rail(layers: Layers, rail: Rail, lifeline: int, is_broken: bool) -> None:
    """From the sending down to the delivery or to a ring; of one that is broken the beginning alone, with a ring."""
    strokes, ink = layers.rails, INK.ink
    if not rail.begins_hidden:
        strokes.append(svg.straight(lifeline, rail.top, rail.x, rail.top, ink, 1.75))
        strokes.append(svg.circle(lifeline, rail.top, 3.5, ink))
        strokes.extend([_ring(rail.x, rail.top)] if is_broken else [])
    if is_broken:
        return
    strokes.append(svg.path(f"M{rail.x} {rail.top} V{rail.bottom}", ink, 1.75, "1.5 4.5", round_ends=True))
    if rail.ends_hidden:
        strokes.append(_ring(rail.x, rail.bottom))


def _ring(x: int, y: int) -> str:
    return svg.circle(x, y, 5, SHEET, INK.ink, 1.75)


# --- On its way -------------------------------------------------------------------------------------------------------


def _draw_in_flight(layers: Layers, layout: Layout) -> tuple[dict[RailKey, Rail], int]:
    """What is under way at the end: each message on a line towards its receiver."""
    top = layout.bottom
    layers.ground.append(svg.straight(GUTTER, top, layout.right, top, BORDER))
    layers.say(8, top + 20, "on its way", 12, weight=700, halo=SHEET)
    longer, sendings = dict(layout.rails), _sendings(layout)
    last = layout.chart.rows[-1].number if layout.chart.rows else 0
    for number, ((key, label, says), receivers) in enumerate(sendings.items()):
        line, y = longer[key], top + 26
        longer[key] = replace(line, bottom=y, ends_hidden=False)
        beside = {longer[other].x for other, _, _ in [*sendings][number + 1 :]}
        ends = [_clear_of(beside, layout.xs[to] - 12 * key[1], key[1]) for to in receivers if to != key[0]] or [line.x]
        far = max(ends, key=lambda x: x * key[1])
        layers.rails.append(svg.straight(line.x, y, far, y, INK.ink, 1.75, "1.5 4.5"))
        layers.rails.extend(_ring(x, y) for x in ends)
        route = f"{layout.chart.lane(key[0]).short} → {', '.join(layout.chart.lane(to).short for to in receivers)}"
        layers.say(8, y + 12, route, 12, colour=MUTED.ink, mono=True, halo=SHEET)
        inner = [x for x in layout.xs.values() if min(line.x, far) < x < max(line.x, far)]
        home = layout.xs[key[0]]
        start, end = (home, min([*inner, far + 12])) if key[1] > 0 else (far - 12, min([*inner, home]))
        words = svg.wrapped(says or label, max(8, int((end - start - 8) / measured.LABEL_EM)))
        lines: list[tuple[str, float, dict[str, Any]]] = [(each, 12.5, {"weight": 600}) for each in words]
        lines += [(label, 12, {"mono": True, "colour": MUTED.ink})] if says else []
        if key[2] != last:
            sent = f"sent at {key[2]}" if key[2] else "from the start"
            lines.append((sent, 12, {"italic": True, "colour": MUTED.ink}))
        for i, (each, size, look) in enumerate(lines):
            width = svg.text_width(each, size, "mono" if look.get("mono") else "bold")
            middle = max(GUTTER + 30 + width // 2, (start + end) // 2)
            layers.say(middle, y + 19 + 16 * i, each, size, anchor="middle", halo=SHEET, **look)
        top = y + 19 + 16 * (len(words) + (key[2] != last))
    return longer, top + 14


def _clear_of(rails: set[int], x: int, side: int) -> int:
    """Where the ring of a message to that side stands: clear of the rails that run on beside it."""
    in_the_way = next((rail for rail in rails if abs(rail - x) < 10), None)
    return x if in_the_way is None else _clear_of(rails, in_the_way - 12 * side, side)


def _sendings(layout: Layout) -> dict[tuple[RailKey, str, str], list[str]]:
    """The messages under way, those of one rail and one wording together, with their receivers."""
    found: dict[tuple[RailKey, str, str], list[str]] = {}
    for each in layout.chart.waiting:
        rail = (each.frm, layout.side_of(each.frm, each.to), each.sent_at)
        found.setdefault((rail, each.label, each.says), []).append(each.to)
    # What was sent last stands first, so that no line crosses the rail of another.
    return dict(sorted(found.items(), key=lambda item: (-item[0][0][2], layout.xs[item[0][0][0]], item[0])))
