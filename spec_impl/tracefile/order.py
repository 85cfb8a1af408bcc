"""What is a set in the world, and what it is sorted by, so that equal worlds are equal values."""

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from itertools import pairwise
from operator import attrgetter
from typing import Any

from ..room import Room
from ..terms import MemberMap
from ..world import Directory, HomeServer, Wish, World, link

_by_user_and_room = attrgetter("user", "room")

SORTED_BY: dict[tuple[type[Any], str], Callable[[Any], Any]] = {
    (World, "servers"): attrgetter("name"),
    (World, "in_flight"): repr,
    (World, "broadcast"): repr,
    (World, "cut"): tuple,
    (Directory, "names"): attrgetter("listing.alias"),
    (HomeServer, "users"): attrgetter("name", "server"),
    (HomeServer, "rooms"): attrgetter("room"),
    (HomeServer, "found"): _by_user_and_room,
    (HomeServer, "invitations"): _by_user_and_room,
    (HomeServer, "wishes"): _by_user_and_room,
    (HomeServer, "knocks"): _by_user_and_room,
    (HomeServer, "held"): _by_user_and_room,
    (HomeServer, "names"): attrgetter("alias", "room"),
    (Wish, "asked"): str,
    (Room, "members"): attrgetter("user"),
    (MemberMap, "members"): attrgetter("user"),
}
"""Every field that is a set; other tuples, such as candidates, are lists whose order says something."""


def disorder(value: object, place: str) -> Iterator[tuple[str, str]]:
    """Each place where a set does not stand in its order, or holds a thing twice, and a sentence about it."""
    if isinstance(value, tuple):
        for n, each in enumerate(value):
            yield from disorder(each, f"{place}[{n}]")
    elif is_dataclass(value):
        for name in (field.name for field in fields(value)):
            items = getattr(value, name)
            if key := SORTED_BY.get((type(value), name)):
                yield from _unsorted([key(item) for item in items], f"{place}.{name}")
            yield from disorder(items, f"{place}.{name}")
    if isinstance(value, World):
        yield from _crossed(value, place)


def _unsorted(keys: list[Any], place: str) -> Iterator[tuple[str, str]]:
    for n, (one, other) in enumerate(pairwise(keys), start=1):
        if not one < other:
            yield f"{place}[{n}]", "this stands twice" if one == other else "this belongs before the one above it"


def _crossed(world: World, place: str) -> Iterator[tuple[str, str]]:
    for n, pair in enumerate(world.cut):
        if pair != link(*pair):
            yield f"{place}.cut[{n}]", "the two ends of a link stand in the order of their names"
