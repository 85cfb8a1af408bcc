"""A scope with the home servers' names given round: where two writers collide the name decides, so both ways are tried.

Nothing may be said here of a single scope. People keep their own names and live where they lived; what moves is what
their server is called, in the world in which the scope begins, in what led there, in commands and in forged letters.
"""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from functools import lru_cache
from itertools import permutations
from typing import Any

from .. import COMPLETED, Entry, Reading, ServerName, Trace, UserId, World
from ..cast import A, B, C, D, M
from ..stepping import as_set
from ..world import HomeServer, link
from .scope import Scope

Names = Mapping[ServerName, ServerName]
_Pairs = tuple[tuple[ServerName, ServerName], ...]


def renamed(scope: Scope, names: Names, name: str) -> Scope:
    """The same scope, called `name`, in which each of these servers is called as the mapping says."""
    pairs = tuple(names.items())

    def begin(reading: Reading) -> Trace:
        usual = scope.begin(reading)
        trace = Trace(_canonical(_moved(usual.initial, pairs)))
        for step in usual.steps:
            trace = trace.then(_moved(step.action, pairs))
        return trace

    moved = {field: _moved(getattr(scope, field), pairs) for field in ("commands", "outsider", "alphabet")}
    return replace(scope, name=name, begin=begin, **moved)


def names_reversed(scope: Scope) -> Scope:
    """The scope with the town's names in the opposite order, so that each two home servers compare the other way."""
    homes = tuple(server for server in (A, B, C, D, M) if server != scope.outsider)
    return renamed(scope, dict(zip(homes, reversed(homes), strict=True)), f"{scope.name}, names reversed")


def every_order(scope: Scope) -> Iterator[Scope]:
    """The scope under each order of its home servers' names but its own; an outsider's is compared with nobody's."""
    homes = tuple(server.name for server in scope.world(COMPLETED).servers if server.name != scope.outsider)
    for order in permutations(homes):
        if order != homes:
            yield renamed(scope, dict(zip(homes, order, strict=True)), f"{scope.name}, as {' '.join(order)}")


@lru_cache(maxsize=10_000, typed=True)
def _moved(value: Any, names: _Pairs) -> Any:
    """The value with each server's name in it replaced; what is no server's name stays.

    The scopes have most of their letters in common, and each is asked for when they are loaded.
    """
    match value:
        case str():
            return dict(names).get(ServerName(value), value)
        case tuple():
            return tuple(_moved(each, names) for each in value)
        case _ if is_dataclass(value) and not isinstance(value, type):
            return replace(value, **{each.name: _moved(getattr(value, each.name), names) for each in fields(value)})
        case _:
            return value


def _canonical(world: World) -> World:
    """The world with each collection in its order again where servers' names make the order."""

    def sorted_within(server: HomeServer) -> HomeServer:
        return replace(
            server,
            rooms=tuple(replace(view, members=tuple(sorted(view.members, key=_user))) for view in server.rooms),
            wishes=tuple(replace(wish, asked=tuple(sorted(wish.asked))) for wish in server.wishes),
            knocks=tuple(replace(knock, asked=tuple(sorted(knock.asked))) for knock in server.knocks),
        )

    return replace(
        world,
        servers=tuple(sorted(map(sorted_within, world.servers), key=lambda server: server.name)),
        in_flight=as_set(world.in_flight),
        broadcast=as_set(world.broadcast),
        cut=tuple(sorted(link(*pair) for pair in world.cut)),
    )


def _user(entry: Entry) -> UserId:
    return entry.user
