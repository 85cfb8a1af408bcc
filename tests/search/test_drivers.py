"""Two drivers, one meaning: the plain loop and the blocks find the same worlds, runs and ends, whatever is searched."""

from collections.abc import Callable, Iterable
from math import factorial, inf
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roomspec.search import Limits
from roomspec.search.blocks import BlockExplorer
from roomspec.search.claims import Watching
from roomspec.search.engine import explore
from roomspec.search.explorer import Nothing
from roomspec.search.moves import NONE_THERE, Line, Move, Moves, State, TooLarge
from roomspec.search.packed import Worlds
from spec_impl import COMPLETED, LITERAL_2014, Reading
from spec_impl.claims import ALL
from spec_impl.scopes import SCOPES, SMALL, TINY
from tests.search.puzzles import Philosophers, by_both, coins, row, sliding, told, towers

# --- Puzzles with published numbers -----------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 9, 12])
def test_coins_are_counted_as_subsets_and_their_edges(count: int) -> None:
    states, transitions, depth, quiet, *_ = by_both([coins(count), coins(count)])
    assert (states, transitions, depth, quiet) == (2**count, count * 2 ** (count - 1), count, 1)


@pytest.mark.parametrize("discs", [1, 4, 7])
def test_towers_of_hanoi_have_three_to_the_n_worlds_and_the_farthest_is_two_to_the_n_less_one_away(discs: int) -> None:
    states, transitions, depth, quiet, _, _, endless = by_both([towers(discs), towers(discs)])
    assert (states, depth, quiet) == (3**discs, 2**discs - 1, 0)
    assert transitions == 3 ** (discs + 1) - 3, "the graph has half as many edges"
    assert endless is not None


@pytest.mark.parametrize(("count", "states"), [(2, 6), (3, 14), (4, 34), (5, 82), (6, 198), (11, 16238)])
def test_philosophers_are_counted_by_the_pell_lucas_numbers(count: int, states: int) -> None:
    """The numbers are sequence A002203 of the OEIS; with a fifth part the parts take more than one word."""
    found = by_both([Philosophers(count), Philosophers(count)])
    assert (found[0], found[3]) == (states, 1)


def test_two_by_three_tiles_have_half_of_all_orders_and_the_farthest_is_twenty_one_away() -> None:
    states, _, depth, *_ = by_both([sliding(2, 3), sliding(2, 3)])
    assert (states, depth) == (factorial(6) // 2, 21)


@pytest.mark.slow
def test_two_by_five_tiles_have_half_of_all_orders_and_the_farthest_is_fifty_five_away() -> None:
    found = explore(sliding(5, 2), limits=Limits(states=2_000_000))
    assert (found.states, found.depth) == (factorial(10) // 2, 55)


@pytest.mark.slow
def test_three_by_three_tiles_have_half_of_all_orders_and_the_farthest_is_thirty_one_away() -> None:
    states, _, depth, *_ = by_both([sliding(3, 3), sliding(3, 3)])
    assert (states, depth) == (factorial(9) // 2, 31)


# --- Systems that chance makes ----------------------------------------------------------------------------------------

PLACES = (0, 1, 2, 40, 63, 64, 65, 130)
"""The marks of these systems, which take from one to three words."""

MARKS = st.integers(0, 255).map(lambda chosen: sum(1 << at for n, at in enumerate(PLACES) if chosen >> n & 1))
FEW = st.sampled_from([0, *(1 << at for at in PLACES)])
RARE = st.sampled_from([0] * 8 + [1 << at for at in PLACES])
ROWS = st.tuples(st.integers(-1, 2), RARE, RARE, FEW, FEW, st.booleans(), st.integers(0, 15), st.booleans())
LINES = st.tuples(st.integers(0, 3), RARE, FEW, RARE, st.booleans())


class ByChance(Moves):
    """Up to three parts of four states. Some moves are found only while lines are asked for, so that order counts: each
    needs a mark that was in no world before, which the line puts."""

    def __init__(self, parts: int, begin: int, rows: list[tuple[object, ...]], lines: list[tuple[int, ...]]) -> None:
        super().__init__()
        self.parts, self.begin, self.lines = parts, begin, lines
        self.asked: list[tuple[int, int]] = []
        self.later = [each for each in rows if each[-1]]
        for each in rows:
            if not each[-1]:
                self.take(each)

    def take(self, spec: tuple[object, ...], also: int = 0) -> None:
        actor, needs, lacks, clears, puts, is_own, offered, _ = spec
        assert isinstance(actor, int) and isinstance(offered, int) and isinstance(needs, int)
        host = actor if actor < self.parts else NONE_THERE
        assert isinstance(lacks, int)
        move = row(len(self.moves), needs | also, lacks & ~needs, clears, puts, host, is_own)  # type: ignore[arg-type]
        move = move._replace(order=(hash((actor, needs, lacks)) % 7, len(self.moves)))
        self.add(move, host, None if host == NONE_THERE else lambda number: bool(offered >> number % 4 & 1))

    def initial(self) -> State:
        return (*(4 * part for part in range(self.parts)), self.begin)

    def host_of(self, number: int) -> int:
        return number // 4

    def _line(self, number: int, move: int) -> Line:
        self.asked.append((number, move))
        made = self.moves[move]
        if self.later and len(self.asked) % 3 == 0:
            found = 1 << 131 + len(self.later)
            self.take(self.later.pop(), found)
            made = made._replace(puts=made.puts | found)
        if number == NONE_THERE:
            return Line(number, made.clears, made.puts)
        after, clears, puts, demands, in_its_world = self.lines[(5 * number + 3 * move) % len(self.lines)]
        line = Line(number // 4 * 4 + after, made.clears | clears, made.puts | puts, in_its_world=bool(in_its_world))
        return (
            line._replace(demands=demands, otherwise=line._replace(after=number, puts=made.puts)) if demands else line
        )


class Sights(Nothing):
    """What is seen at each line, in some worlds, and at rest."""

    def of_step(self, before: State, move: Move, /) -> Iterable[str]:
        number = NONE_THERE if move.actor == NONE_THERE else before[move.actor]
        seen = (f"line {number} {move.number}",)
        if number != NONE_THERE and self.system.line(number, move.number).in_its_world:
            seen = (*seen, f"among {before[:-1]}")
        return seen

    def of_state(self, state: State, is_quiet: bool, /) -> Iterable[str]:
        return (f"at rest with {state[-1] % 8}",) if is_quiet else ()

    def __init__(self, system: Moves) -> None:
        self.system = system


@settings(max_examples=150, deadline=None)
@given(
    st.integers(0, 3), MARKS, st.lists(ROWS, min_size=3, max_size=9), st.lists(LINES, min_size=1, max_size=7),
    st.sampled_from([Limits(400), Limits(400), Limits(30), Limits(400, frozenset({"at rest with 0"})), Limits(0)]),
)  # fmt: skip
def test_whatever_chance_makes_both_find_the_same(
    parts: int, begin: int, rows: list[tuple[object, ...]], lines: list[tuple[int, ...]], limits: Limits
) -> None:
    made = [ByChance(parts, begin, rows, lines) for _ in range(2)]
    by_both(made, [Sights(system) for system in made], limits)
    assert made[0].asked == made[1].asked or explore(ByChance(parts, begin, rows, lines), limits=limits).stopped


# --- Scopes -----------------------------------------------------------------------------------------------------------

FIRST = Limits(states=20_000)


@pytest.mark.parametrize(
    ("scope", "reading"),
    [(scope.name, reading) for reading in (COMPLETED, LITERAL_2014) for scope in TINY]
    + [
        pytest.param(scope.name, reading, marks=pytest.mark.slow)
        for reading in (COMPLETED, LITERAL_2014)
        for scope in SMALL
    ],
)
def test_in_every_scope_both_find_the_same_worlds_runs_and_ends(scope: str, reading: Reading) -> None:
    watching = [Watching(SCOPES[scope], reading, ALL) for _ in range(2)]
    watching[1].rules.effect = watching[0].rules.effect  # the rules are asked once
    for numbers in ("states", "events"):
        setattr(watching[1].rules, numbers, getattr(watching[0].rules, numbers))
    by_both([each.town for each in watching], watching, FIRST)


# --- Bounds and interruptions -----------------------------------------------------------------------------------------


def test_a_search_goes_on_in_blocks_where_the_plain_one_leaves_off() -> None:
    found = [told(explore(towers(6), limits=Limits(), most=most)) for most in (0, 1, 10, 300, inf)]
    assert all(each == found[0] for each in found)


def test_more_moves_or_states_of_a_part_than_there_are_numbers_for_are_an_error_and_never_a_wrong_answer() -> None:
    many = coins(3)
    many.moves += [many.moves[0]] * 2**16
    with pytest.raises(TooLarge, match="65,539 moves"):
        explore(many, most=0)
    system = Philosophers(2)
    system.line = lambda *_: Line(1 << 16, 0, 0)
    with pytest.raises(TooLarge, match="more than 65,536 states"):
        explore(system, most=0)


def test_whoever_interrupts_a_block_ends_the_search() -> None:
    def interrupt(_expanded: int, _known: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        explore(coins(14), watch=interrupt, most=0)


def without_numpy(_name: str) -> None:
    return None


def test_where_there_is_no_numpy_the_plain_loop_serves(monkeypatch: pytest.MonkeyPatch) -> None:
    found = told(explore(towers(5), most=0))
    monkeypatch.setattr("roomspec.search.engine.find_spec", without_numpy)
    monkeypatch.setattr("roomspec.search.blocks.BlockExplorer", None)
    assert told(explore(towers(5), most=0)) == found


# --- Mistakes planted in the blocks -----------------------------------------------------------------------------------


def without_lacks(self: Any, needs: list[int], _lacks: list[int]) -> Any:
    return AS_IT_IS["_allowed"](self, needs, [0] * len(needs))


def out_of_order(self: Any) -> Any:
    return AS_IT_IS["_in_order"](self)[::-1].copy()


def offered_by_all_but_one(self: Any, numbers: list[int]) -> Any:
    """One of several states that are met in a block offers nothing."""
    found = AS_IT_IS["_offers_of"](self, numbers)
    found[1:2] = 0
    return found


def nothing_demanded(_self: Any, _columns: Any, _places: Any, lines: Any) -> Any:
    return lines


def asked_backwards(self: Any, at: Any, *keys: Any) -> list[int]:
    return list(reversed(AS_IT_IS["_first_of_each"](self, at, *keys)))


def to_the_end_of_the_block(_self: Any, _start: int, end: int, _sources: Any) -> int:
    return end


def all_are_restless(self: Any) -> Any:
    return [True] * self.known


def hashes_are_enough(self: Any, columns: Any) -> Any:
    """Worlds of which a part of the bits agree are one."""
    columns = columns.copy()
    columns[-1] &= columns.dtype.type(0xFFFF_FFFF)
    return AS_IT_IS["find"](self, columns)


def the_last_claimant_wins(self: Any, columns: Any) -> Any:
    numbers, fresh = AS_IT_IS["find"](self, columns[:, ::-1])
    return numbers[::-1].copy(), columns.shape[1] - 1 - fresh[::-1]


AS_IT_IS: dict[str, Any] = {
    **{name: getattr(BlockExplorer, name) for name in ("_allowed", "_in_order", "_offers_of", "_first_of_each")},
    "find": Worlds.find,
}
"""What the mistakes are made of."""

MISTAKES: list[tuple[Any, str, Callable[..., Any]]] = [
    (BlockExplorer, "_allowed", without_lacks),
    (BlockExplorer, "_in_order", out_of_order),
    (BlockExplorer, "_offers_of", offered_by_all_but_one),
    (BlockExplorer, "_as_demanded", nothing_demanded),
    (BlockExplorer, "_first_of_each", asked_backwards),
    (BlockExplorer, "_expanded", to_the_end_of_the_block),
    (BlockExplorer, "_restless", all_are_restless),
    (Worlds, "find", hashes_are_enough),
    (Worlds, "find", the_last_claimant_wins),
]


def by_seed(seed: int) -> ByChance:
    """A system that chance makes, the same each time."""
    chance = Random(seed)

    def few(nothing: int) -> int:
        return chance.choice([0] * nothing + [1 << at for at in PLACES])

    rows = [
        (
            chance.randint(-1, 2),
            few(8),
            few(8),
            few(1),
            few(1),
            chance.random() < 0.5,
            chance.randint(0, 15),
            n % 3 == 0,
        )
        for n in range(8)
    ]
    lines = [(chance.randint(0, 3), few(8), few(1), few(2), seed % 2) for _ in range(6)]
    return ByChance(seed % 4, 5, rows, lines)


def everything_once() -> None:
    """Searches of each kind by both drivers; raises where they do not find the same."""
    for seed in range(40):
        made = [by_seed(seed), by_seed(seed)]
        by_both(made, [Sights(system) for system in made], Limits(300))
    by_both([towers(4), towers(4)])
    by_both([sliding(2, 3), sliding(2, 3)], limits=Limits(200))
    for name, reading in (("an open door", COMPLETED), ("a private room and an outsider", LITERAL_2014)):
        watching = [Watching(SCOPES[name], reading, ALL) for _ in range(2)]
        by_both([each.town for each in watching], watching)


@pytest.mark.parametrize(("where", "name", "mistake"), MISTAKES, ids=[mistake.__name__ for *_, mistake in MISTAKES])
def test_a_mistake_in_the_blocks_is_seen_beside_the_plain_loop(
    where: Any, name: str, mistake: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(where, name, mistake)
    with pytest.raises((AssertionError, IndexError, RuntimeError)):
        everything_once()


def test_without_a_mistake_all_of_this_is_found_alike() -> None:
    everything_once()
