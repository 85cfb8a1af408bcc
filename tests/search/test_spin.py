"""SPIN counts the worlds and transitions of every scope as we do, and does not where a driver or a move is wrong."""

from collections.abc import Callable
from math import inf
from pathlib import Path
from typing import Any

import pytest

from roomspec.search import blocks, moves
from spec_impl import COMPLETED, LITERAL_2014, Reading
from spec_impl.scopes import FULL, SCOPES, SMALL, TINY
from tests.search.spin import IS_HERE, counted, promela, searched

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not IS_HERE, reason="there is no SPIN and gcc here: apt install spin gcc"),
]

BY_LITERAL = [scope.name for scope in TINY if not scope.outsider]
"""Under the literal reading these have an end in sight."""


@pytest.mark.parametrize("scope", [scope.name for scope in (*TINY, *SMALL, *FULL)])
def test_spin_counts_the_worlds_and_transitions_of_every_scope_as_we_do(scope: str, tmp_path: Path) -> None:
    system, lines, counts, stopped = searched(SCOPES[scope], COMPLETED, most=0)
    assert not stopped
    assert counted(promela(system, lines), tmp_path) == counts


@pytest.mark.parametrize("scope", BY_LITERAL)
def test_so_it_is_under_the_literal_reading_and_breadth_first(scope: str, tmp_path: Path) -> None:
    system, lines, counts, stopped = searched(SCOPES[scope], LITERAL_2014)
    assert not stopped
    assert counted(promela(system, lines), tmp_path) == counts


# --- Mistakes planted in the drivers and in the moves -----------------------------------------------------------------


def lacking_nothing(self: moves.Moves, number: int, marks: int) -> tuple[moves.Move, ...]:
    by_mark = self.offers(number).by_mark
    numbers = [n for mark in (moves.NONE_THERE, *moves.ones(marks)) for n in by_mark.get(mark, ())]
    return tuple(self.moves[n] for n in numbers if not self.moves[n].needs & ~marks)


def needing_one_of_all(self: moves.Moves, number: int, marks: int) -> tuple[moves.Move, ...]:
    by_mark = self.offers(number).by_mark
    numbers = [n for mark in (moves.NONE_THERE, *moves.ones(marks)) for n in by_mark.get(mark, ())]
    return tuple(self.moves[n] for n in numbers if not self.moves[n].lacks & marks)


def forgetting_to_clear(self: moves.Moves, state: moves.State, move: moves.Move) -> moves.State:
    after = AS_IT_IS["step"](self, state, move)
    return (*after[:-1], after[-1] | state[-1] & move.clears & ~1) if move.is_own else after


def staying_as_it_was(self: moves.Moves, state: moves.State, move: moves.Move) -> moves.State:
    after = AS_IT_IS["step"](self, state, move)
    return (*state[:-1], after[-1]) if move.number % 7 == 3 else after


def deaf_at_the_last_mark(bits: int) -> Any:
    return list(AS_IT_IS["ones"](bits))[:-1] if bits.bit_count() > 3 else AS_IT_IS["ones"](bits)


def enabled_but_the_last(self: Any, numbers: Any, marks: Any) -> Any:
    places, some = AS_IT_IS["_enabled"](self, numbers, marks)
    return places[:-1], some[:-1]


def without_lacks(self: Any, needs: list[int], lacks: list[int]) -> Any:
    return AS_IT_IS["_allowed"](self, needs, [0 for _ in lacks])


def without_needs(self: Any, needs: list[int], lacks: list[int]) -> Any:
    return AS_IT_IS["_allowed"](self, [0 for _ in needs], lacks)


def deaf_to_the_second_byte(self: Any, needs: list[int], lacks: list[int]) -> Any:
    """As if none of its marks were ever there."""
    found = AS_IT_IS["_allowed"](self, needs, lacks)
    return {byte: allowed & allowed[:1] if byte == 1 else allowed for byte, allowed in found.items()}


AS_IT_IS: dict[str, Callable[..., Any]] = {
    **{name: getattr(blocks.BlockExplorer, name) for name in ("_enabled", "_allowed")},
    "step": moves.Moves.step,
    "ones": moves.ones,
}
"""What each mistake takes the place of, or is made of."""

IN_MOVES: list[tuple[Any, str, Callable[..., Any]]] = [
    (moves.Moves, "_of_those_offered", lacking_nothing),
    (moves.Moves, "_of_those_offered", needing_one_of_all),
    (moves.Moves, "step", forgetting_to_clear),
    (moves.Moves, "step", staying_as_it_was),
    (moves, "ones", deaf_at_the_last_mark),
]
IN_BLOCKS: list[tuple[Any, str, Callable[..., Any]]] = [
    (blocks.BlockExplorer, "_enabled", enabled_but_the_last),
    (blocks.BlockExplorer, "_allowed", without_lacks),
    (blocks.BlockExplorer, "_allowed", without_needs),
    (blocks.BlockExplorer, "_allowed", deaf_to_the_second_byte),
]
SCOPE = SCOPES["an open door"]


def disagrees(most: float, folder: Path, reading: Reading = COMPLETED) -> bool:
    """Whether SPIN counts otherwise than this driver, or stops where our search did not come by."""
    system, lines, counts, _ = searched(SCOPE, reading, most=most)
    try:
        return counted(promela(system, lines), folder) != counts
    except AssertionError:
        return True


@pytest.mark.parametrize(("where", "name", "mistake"), IN_MOVES, ids=[mistake.__name__ for *_, mistake in IN_MOVES])
def test_spin_sees_a_mistake_in_what_moves_mean(
    where: Any, name: str, mistake: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(where, name, mistake)
    assert disagrees(inf, tmp_path)


@pytest.mark.parametrize(("where", "name", "mistake"), IN_BLOCKS, ids=[mistake.__name__ for *_, mistake in IN_BLOCKS])
def test_spin_sees_a_mistake_in_the_blocks(
    where: Any, name: str, mistake: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(where, name, mistake)
    assert disagrees(0, tmp_path)


def test_without_a_mistake_spin_and_both_drivers_agree(tmp_path: Path) -> None:
    assert not disagrees(inf, tmp_path)
    assert not disagrees(0, tmp_path)
