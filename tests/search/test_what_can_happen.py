"""What can happen is written once: in every world that a search comes by its moves are those of the model's `enabled`.

Each world here is met in a walk of the search, and asked of the model as a whole. A mistake planted in one of the
model's functions changes the search as it changes the model, and each is seen in the pinned counts.
"""

import tomllib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from random import Random
from typing import Any

import pytest

from roomspec.search import Limits, check
from roomspec.search.claims import Watching
from roomspec.search.moves import Move, State, ones
from roomspec.search.town import FAULTS, Left, Town
from spec_impl import (
    COMPLETED,
    Action,
    Cut,
    Deliver,
    Fault,
    Give,
    Lose,
    Post,
    Reading,
    ServerName,
    StateUpdate,
    Trace,
    World,
    stepping,
    world,
)
from spec_impl.actions import Allowed
from spec_impl.scopes import SCOPES, SMALL, TINY
from spec_impl.scopes.scope import Scope
from spec_impl.world import HomeServer, Wish
from tests.model.readings import READINGS
from tests.search.pins import FILE, pin_of

PINS = tomllib.loads(FILE.read_text(encoding="utf-8"))[COMPLETED.name]
WORLDS, LENGTH = 90, 18
"""How many worlds of each scope are met, in walks of which length; together more than two thousand."""


def met(scope: Scope, reading: Reading = COMPLETED) -> Iterator[tuple[Watching, State, list[Move], Move]]:
    """Worlds of a scope, met in walks that are the same every time, each with its moves and the one that is taken."""
    watching, chance = Watching(scope, reading, ()), Random(scope.name)
    state = watching.town.initial()
    for count in range(WORLDS):
        moves = list(watching.town.enabled(state))
        if not moves or count % LENGTH == 0:
            state = watching.town.initial()
            moves = list(watching.town.enabled(state))
        taken = chance.choice([move for move in moves if move.is_own] or moves) if count % 3 else chance.choice(moves)
        yield watching, state, moves, taken
        state = watching.town.step(state, taken)


def left_of(town: Town, state: State) -> list[Give]:
    """The commands that are still to be given, each as often as it may be."""
    marks = (town.marks.values[n] for n in ones(state[-1]))
    return [mark.what for mark in marks if isinstance(mark, Left) and isinstance(mark.what, Give)]


def can_happen(town: Town, state: State) -> tuple[Action, ...]:
    """What the model says, given what is left; a link can be healed whatever is left, and nobody takes the bait."""
    here, left = town.world_of(state), left_of(town, state)
    allowed = {fault: bool(state[-1] & town.left[fault]) for fault in FAULTS}
    kinds = tuple(fault for fault in FAULTS if allowed[fault] or (fault is Fault.CUT and here.cut))
    actions = stepping.enabled(here, Allowed(tuple(dict.fromkeys(left)), kinds))
    spoken = tuple(action for action in actions if not is_told_by_the_baited(here, town.scope.outsider, action))
    return tuple(action for action in spoken if allowed[Fault.CUT] or not isinstance(action, Cut))


def is_told_by_the_baited(here: World, outsider: ServerName | None, action: Action) -> bool:
    """Whether it is a command at a server that holds an invitation in which the outsider's has a hand."""
    held = here.server(action.user.server).invitations if isinstance(action, Give) else ()
    return any(outsider in (each.inviter.server, *each.servers) for each in held)


def without_post_to(outsider: ServerName | None, after: World) -> World:
    """The world of a search, in which what is sent to the outsider is not kept."""
    return replace(after, in_flight=tuple(each for each in after.in_flight if each.receiver != outsider))


def disagreements(scope: Scope, reading: Reading = COMPLETED) -> list[object]:
    """The worlds in which search and model do not say the same, and the steps that do not lead to the same world."""
    found: list[object] = []
    for watching, state, moves, taken in met(scope, reading):
        town = watching.town
        mine = Counter(move.action for move in moves if not isinstance(move.action, Post))
        if mine != Counter(can_happen(town, state)):
            found.append((state, mine))
        after = watching.town.step(state, taken)
        made = stepping.step(town.world_of(state), taken.action).after
        if not after[-1] & town.ended and town.world_of(after) != without_post_to(scope.outsider, made):
            found.append((state, taken))
    return found


@pytest.mark.parametrize("scope", [*TINY, *SMALL], ids=lambda scope: scope.name)
def test_in_each_world_of_a_search_that_can_happen_which_the_model_says_and_leads_where_it_says(scope: Scope) -> None:
    assert disagreements(scope) == []


@pytest.mark.parametrize("reading", READINGS, ids=lambda reading: reading.name)
def test_so_it_is_under_every_reading(reading: Reading) -> None:
    assert disagreements(SCOPES["a cut link"], reading) == disagreements(SCOPES["a closed door"], reading) == []


def test_the_worlds_that_are_met_are_more_than_two_thousand_and_of_every_kind() -> None:
    taken = [taken.action for scope in (*TINY, *SMALL) for _, _, _, taken in met(scope)]
    assert len(taken) > 2000
    assert {type(action).__name__ for action in taken} == {
        "Give", "Deliver", "Spread", "GiveUp", "Lose", "Repeat", "Crash", "Cut", "Heal", "Post",
    }  # fmt: skip


# --- Mistakes in what can happen --------------------------------------------------------------------------------------


AS_IT_IS: dict[str, Callable[..., Any]] = {
    name: getattr(stepping, name) for name in ("may_spread", "faults", "carried_out")
}


def given_up_whenever(*_: object, **__: object) -> bool:
    return True


def given_up_while_under_way(wish: Wish, *_: object, **__: object) -> bool:
    return wish.waiting_for is not None


def part_of_nothing(*_: object) -> bool:
    return False


def always_answered(_: World, wish: Wish) -> bool:
    return wish.waiting_for is not None


def spread_to_the_unaware(server: HomeServer, update: StateUpdate, is_cut: bool) -> bool:
    return not is_cut and server.room(update.room).is_news(update.update)


def spread_over_cut_links(server: HomeServer, update: StateUpdate, *_: object, **__: object) -> Any:
    return AS_IT_IS["may_spread"](server, update, is_cut=False)


def anything_lost(here: World, fault: Fault) -> Any:
    return tuple(map(Lose, here.in_flight)) if fault is Fault.LOSS else AS_IT_IS["faults"](here, fault)


def delivered_over_cut_links(here: World) -> tuple[Deliver, ...]:
    return tuple(map(Deliver, here.in_flight))


def forbidden_by_any_room(server: HomeServer, _: Give) -> bool:
    return bool(server.rooms)


def delivered_again_and_again(here: World, action: Action) -> Any:
    return here if isinstance(action, Deliver) else AS_IT_IS["carried_out"](here, action)


def one_way(one: ServerName, other: ServerName) -> tuple[ServerName, ServerName]:
    return one, other


MISTAKES: list[tuple[str, Callable[..., object], str]] = [
    ("may_give_up", given_up_whenever, "a closed door"),
    ("may_give_up", given_up_while_under_way, "a closed door"),
    ("is_part_of", part_of_nothing, "an open door"),
    ("can_be_answered", always_answered, "a cut link"),
    ("may_spread", spread_to_the_unaware, "an open door"),
    ("may_spread", spread_over_cut_links, "a cut link"),
    ("faults", anything_lost, "an invitation among three"),
    ("deliveries", delivered_over_cut_links, "a cut link"),
    ("forbids", forbidden_by_any_room, "discovery"),
    ("carried_out", delivered_again_and_again, "an open door"),
    ("link", one_way, "a cut link"),
]


@pytest.mark.parametrize(("name", "mistake", "scope"), MISTAKES, ids=[mistake.__name__ for _, mistake, _ in MISTAKES])
def test_a_mistake_in_what_can_happen_changes_the_search_as_it_changes_the_model(
    name: str, mistake: Callable[..., object], scope: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    begins = Trace(SCOPES[scope].world(COMPLETED))
    begun = replace(SCOPES[scope], begin=lambda _: begins)
    monkeypatch.setattr(stepping, name, mistake)
    if name == "link":
        monkeypatch.setattr(world, name, mistake)
    pinned = PINS[scope]
    few = Limits(states=2 * pinned["states"])
    assert pin_of(check(begun, limits=few)) != {"fails": {}, **pinned}
    assert disagreements(begun) == []
