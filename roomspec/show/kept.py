"""A room as it is kept: a copy at each server with a member, no original, and a server that stands outside.

Only this one picture may stand here.
"""

from collections.abc import Iterable, Sequence
from math import hypot
from typing import Final

from spec_impl import RoomId, ServerName, World
from spec_impl.wanted import brief
from spec_impl.world import HomeServer

from .drawing import svg
from .drawing.sheet import BLUE, INK, LIFELINE, MUTED, SHEET, WIDTH, Figure

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
ASKER: Final = (512, 30)
DIRECTORY_PLACE: Final = (512, 252)

Point = tuple[int, int]


def copies(world: World, room: RoomId, title: str, rest: str = "") -> Figure:
    """Who keeps a copy of the room, and the first server that keeps none, with the directory's list in between.

    Raises `ValueError` where nobody stands outside or the directory has no name for the room, since there is nothing to
    ask then; and where there are more copies than places.
    """
    listing = next((each.listing for each in world.directory.names if each.listing.room == room), None)
    keep = [home for home in world.servers if home.is_aware(room)]
    apart = next((home for home in world.servers if home not in keep), None)
    if listing is None or apart is None:
        raise ValueError(f"the picture needs a name for {brief(room)} at the directory, and a server without a copy")
    name, listed = listing.alias, listing.candidates
    if len(keep) > len(PLACES):
        raise ValueError(f"{len(keep)} servers keep {name}; the picture has places for {len(PLACES)}")
    own = [", ".join(user.name for user in home.room(room).joined() if user.server == home.name) for home in keep]
    twin = (
        *(f"{home.name} keeps a copy; its own in it: {names}." for home, names in zip(keep, own, strict=True)),
        f"{apart.name} ({_users(apart)}) keeps none, and asks the directory, which lists {', '.join(listed)}.",
    )
    alt = f"{len(keep)} servers keep a copy of {name} each, and send each other news; there is no original."
    places = {home.name: place for home, place in zip(keep, PLACES, strict=False)}
    x, y, width, height = EMPTY
    strokes = (
        *(_copy(name, home, room, places[home.name]) for home in keep),
        *(_news(*ends) for ends in NEWS[: len(keep) * (len(keep) - 1) // 2]),
        svg.rect(x, y, width, height, SHEET, LIFELINE, 1.25, 4, "3 4"),
        svg.words(x + width // 2, y + 29, "no original", 13.5, weight=700, anchor="middle", colour=MUTED.ink),
        svg.words(x + width // 2, y + 47, "nobody in charge", 12, anchor="middle", colour=MUTED.ink),
        svg.straight(OUTSIDE, 8, OUTSIDE, 364, LIFELINE, 1.5, "2 4"),
        svg.words(OUTSIDE + 10, 20, "outside", 12, colour=MUTED.ink),
        *_outside(name, apart, listed, places),
    )
    picture = svg.picture(372, "\n".join(strokes))
    return svg.picture_figure(picture, title, rest, alt, "the same as text", twin, narrowest=WIDTH)


def _users(home: HomeServer) -> str:
    return ", ".join(user.name for user in home.users)


def _box(server: str, place: Point) -> Iterable[str]:
    """A server's box: its letter, its name, and room below for what it holds."""
    x, y = place
    yield svg.rect(x, y, HOME_WIDTH, HEIGHT, SHEET, INK.ink, 1.5, 3)
    yield svg.rect(x, y, HOME_WIDTH, 30, INK.tint, INK.ink, 1.5, 3)
    yield svg.rect(x, y, 30, 30, INK.ink, INK.ink, 1.5, 3)
    yield svg.words(x + 15, y + 21, server[0], 16, weight=700, anchor="middle", colour=SHEET, mono=True)
    yield svg.words(x + 39, y + 20, server, 13.5, weight=700)


def _copy(name: str, home: HomeServer, room: RoomId, place: Point) -> str:
    """A server with its copy; its own users stand out."""
    x, y = place
    strokes = [
        *_box(home.name, place),
        svg.rect(x + 10, y + 40, HOME_WIDTH - 20, 62, INK.tint, LIFELINE, 1),
        svg.words(x + 20, y + 60, name, 13, weight=700),
        svg.words(x + HOME_WIDTH - 20, y + 60, "a copy", 12, anchor="end", colour=MUTED.ink),
    ]
    left = x + 16
    for user in sorted(home.room(room).joined(), key=lambda user: user.name):
        width = svg.text_width(user.name, 11.5) + 12
        edge, line, weight = (INK.ink, 2, 700) if user.server == home.name else (LIFELINE, 1, 400)
        strokes.append(svg.rect(left, y + 71, width, 22, SHEET, edge, line, 11))
        strokes.append(svg.words(left + width // 2, y + 86, user.name, 11.5, weight=weight, anchor="middle"))
        left += width + 4
    return "".join(strokes)


def _outside(
    name: str, apart: HomeServer, listed: Sequence[ServerName], places: dict[ServerName, Point]
) -> Iterable[str]:
    """Who stands outside, what she asks, and whom: the directory, then a server with a copy."""
    (x, y), (left, top) = ASKER, DIRECTORY_PLACE
    yield from _box(apart.name, ASKER)
    yield svg.words(x + 14, y + 58, _users(apart), 13, weight=700)
    yield svg.words(x + 14, y + 76, "keeps no copy,", 12, colour=MUTED.ink)
    yield svg.words(x + 14, y + 92, "wants to come in", 12, colour=MUTED.ink)
    yield svg.rect(left, top, HOME_WIDTH, 88, INK.tint, MUTED.ink, 1.25, 14, "4 3")
    middle = left + HOME_WIDTH // 2
    yield svg.words(middle, top + 26, "directory", 13.5, weight=700, anchor="middle")
    has = f"{name}: {', '.join(server[0] for server in listed)}"
    yield svg.words(middle, top + 46, has, 12.5, weight=700, anchor="middle", mono=True)
    yield svg.words(middle, top + 64, "knows names,", 12, anchor="middle", colour=MUTED.ink)
    yield svg.words(middle, top + 79, "lets nobody in", 12, anchor="middle", colour=MUTED.ink)
    yield _arrow((x + 56, y + HEIGHT), (x + 56, top), INK.ink)
    yield _arrow((x + 98, top), (x + 98, y + HEIGHT), INK.ink)
    yield svg.words(x + 48, y + HEIGHT + 52, "who has it?", 12, weight=600, anchor="end", halo=SHEET)
    yield svg.words(x + 105, y + HEIGHT + 52, "ask these", 12, weight=600)
    if listed and listed[0] in places:
        there = places[listed[0]]
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
