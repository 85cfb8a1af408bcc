"""One room that several servers keep: a copy at each, an empty place in the middle, and who stands outside.

Only strokes and their places may stand here; whose copies they are comes from `roomspec.show.kept`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import hypot
from typing import Final

from . import svg
from .sheet import BLUE, INK, LIFELINE, MUTED, SHEET, Figure

HOME_WIDTH, HEIGHT = 160, 112
PLACES: Final = ((12, 14), (266, 14), (139, 244))
"""Where the boxes of up to three copies stand."""
NEWS: Final = (
    ((176, 70), (262, 70), (219, 62)),
    ((66, 130), (135, 266), (74, 208)),
    ((372, 130), (303, 266), (366, 208)),
)
"""Between which points news goes both ways, and where the word stands; the first and the second box come first."""
EMPTY: Final = (155, 150, 128, 64)
OUTSIDE: Final = 448
ASKER: Final = (520, 30)
DIRECTORY_PLACE: Final = (520, 252)

Point = tuple[int, int]


@dataclass(frozen=True)
class Copy:
    """A server and whom its copy of the room has as members: its own users and others."""

    server: str
    own: tuple[str, ...]
    others: tuple[str, ...]


@dataclass(frozen=True)
class Copies:
    """The room's name, its copies, the server outside with its users, and the servers that the directory lists."""

    room: str
    copies: tuple[Copy, ...]
    outside: Copy
    listed: tuple[str, ...]


def copies_figure(shown: Copies, title: str, rest: str, alt: str, twin: tuple[str, ...]) -> Figure:
    """The picture with its caption and its text twin. Raises `ValueError` for more copies than there are places."""
    if len(shown.copies) > len(PLACES):
        raise ValueError(f"{len(shown.copies)} servers keep {shown.room}; the picture has places for {len(PLACES)}")
    return svg.picture_figure(svg.picture(372, _body(shown)), title, rest, alt, "the same as text", twin, narrowest=620)


def _body(shown: Copies) -> str:
    placed = list(zip(shown.copies, PLACES, strict=False))
    strokes = [_copy(shown.room, copy, place) for copy, place in placed]
    strokes += [_news(*ends) for ends in NEWS[: len(placed) * (len(placed) - 1) // 2]]
    x, y, width, height = EMPTY
    strokes += [
        svg.rect(x, y, width, height, SHEET, LIFELINE, 1.25, 4, "3 4"),
        svg.words(x + width // 2, y + 29, "no original", 13.5, weight=700, anchor="middle", colour=MUTED.ink),
        svg.words(x + width // 2, y + 47, "nobody in charge", 12, anchor="middle", colour=MUTED.ink),
        svg.straight(OUTSIDE, 8, OUTSIDE, 364, LIFELINE, 1.5, "2 4"),
        svg.words(OUTSIDE + 10, 20, "outside", 12, colour=MUTED.ink),
    ]
    return "\n".join((*strokes, *_outside(shown, {copy.server: place for copy, place in placed})))


def _box(server: str, place: Point) -> Iterable[str]:
    """A server's box: its letter, its name, and room below for what it holds."""
    x, y = place
    yield svg.rect(x, y, HOME_WIDTH, HEIGHT, SHEET, INK.ink, 1.5, 3)
    yield svg.rect(x, y, HOME_WIDTH, 30, INK.tint, INK.ink, 1.5, 3)
    yield svg.rect(x, y, 30, 30, INK.ink, INK.ink, 1.5, 3)
    yield svg.words(x + 15, y + 21, server[0], 16, weight=700, anchor="middle", colour=SHEET, mono=True)
    yield svg.words(x + 39, y + 20, server, 13.5, weight=700)


def _copy(room: str, copy: Copy, place: Point) -> str:
    """A server with its copy; its own users stand out."""
    x, y = place
    strokes = [
        *_box(copy.server, place),
        svg.rect(x + 10, y + 40, HOME_WIDTH - 20, 62, INK.tint, LIFELINE, 1),
        svg.words(x + 20, y + 60, room, 13, weight=700),
        svg.words(x + HOME_WIDTH - 20, y + 60, "a copy", 12, anchor="end", colour=MUTED.ink),
    ]
    left = x + 16
    for user in sorted((*copy.own, *copy.others)):
        width = svg.text_width(user, 11.5) + 8
        is_own = user in copy.own
        strokes.append(
            svg.rect(left, y + 71, width, 22, SHEET, INK.ink if is_own else LIFELINE, 2 if is_own else 1, 11)
        )
        weight = 700 if is_own else 400
        strokes.append(svg.words(left + width // 2, y + 86, user, 11.5, weight=weight, anchor="middle"))
        left += width + 4
    return "".join(strokes)


def _outside(shown: Copies, places: dict[str, Point]) -> Iterable[str]:
    """Who stands outside, what she asks, and whom: the directory, then a server with a copy."""
    (x, y), (left, top) = ASKER, DIRECTORY_PLACE
    yield from _box(shown.outside.server, ASKER)
    yield svg.words(x + 14, y + 58, ", ".join(shown.outside.own), 13, weight=700)
    yield svg.words(x + 14, y + 76, "keeps no copy,", 12, colour=MUTED.ink)
    yield svg.words(x + 14, y + 92, "wants to come in", 12, colour=MUTED.ink)
    yield svg.rect(left, top, HOME_WIDTH, 88, INK.tint, MUTED.ink, 1.25, 14, "4 3")
    middle = left + HOME_WIDTH // 2
    yield svg.words(middle, top + 26, "directory", 13.5, weight=700, anchor="middle")
    listed = f"{shown.room}: {', '.join(server[0] for server in shown.listed)}"
    yield svg.words(middle, top + 46, listed, 12.5, weight=700, anchor="middle", mono=True)
    yield svg.words(middle, top + 64, "knows names,", 12, anchor="middle", colour=MUTED.ink)
    yield svg.words(middle, top + 79, "lets nobody in", 12, anchor="middle", colour=MUTED.ink)
    yield _arrow((x + 56, y + HEIGHT), (x + 56, top), INK.ink)
    yield _arrow((x + 104, top), (x + 104, y + HEIGHT), INK.ink)
    yield svg.words(x + 48, y + HEIGHT + 52, "who has it?", 12, weight=600, anchor="end", halo=SHEET)
    yield svg.words(x + 112, y + HEIGHT + 52, "ask these", 12, weight=600)
    if shown.listed and shown.listed[0] in places:
        there = places[shown.listed[0]]
        yield _arrow((x, y + 56), (there[0] + HOME_WIDTH, y + 56), BLUE.ink, "2 4")
        between = (x + there[0] + HOME_WIDTH) // 2 + 6
        yield svg.words(between, y + 48, "may I?", 12.5, weight=700, anchor="middle", colour=BLUE.ink, halo=SHEET)


def _news(one: Point, other: Point, at: Point) -> str:
    """News goes both ways."""
    said = svg.words(*at, "news", 12, anchor="middle", colour=MUTED.ink, halo=SHEET)
    return _arrow(one, other, LIFELINE) + _arrow(other, one, LIFELINE) + said


def _arrow(start: Point, end: Point, ink: str, dash: str = "") -> str:
    """A straight arrow at any slope, with a filled head."""
    length = hypot(end[0] - start[0], end[1] - start[1])
    along = (end[0] - start[0]) / length, (end[1] - start[1]) / length
    back = end[0] - 10 * along[0], end[1] - 10 * along[1]
    sides = [(round(back[0] + s * 5 * along[1]), round(back[1] - s * 5 * along[0])) for s in (1, -1)]
    head = "M{} {} L{} {} L{} {} Z".format(*end, *sides[0], *sides[1])
    stop = round(back[0]), round(back[1])
    return svg.straight(*start, *stop, ink, 1.75, dash) + svg.path(head, ink, 1, fill=ink)
