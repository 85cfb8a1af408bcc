"""The explorer on puzzles whose numbers are published or can be counted by hand; it knows nothing else."""

from collections.abc import Iterable, Sequence
from math import comb

import pytest

from roomspec.search import Limits
from roomspec.search.engine import explore
from roomspec.search.explorer import Nothing


class Jugs:
    """Two jugs without marks, of three and of five gallons; they can be filled, emptied and poured over."""

    def initial(self) -> tuple[int, int]:
        return (0, 0)

    def enabled(self, state: tuple[int, int]) -> Sequence[str]:
        return ("fill 3", "fill 5", "empty 3", "empty 5", "3 into 5", "5 into 3")

    def step(self, state: tuple[int, int], action: str) -> tuple[int, int]:
        small, big = state
        poured, back = min(small, 5 - big), min(big, 3 - small)
        return {
            "fill 3": (3, big),
            "fill 5": (small, 5),
            "empty 3": (0, big),
            "empty 5": (small, 0),
            "3 into 5": (small - poured, big + poured),
            "5 into 3": (small + back, big - back),
        }[action]

    def is_own(self, action: str) -> bool:
        return False


class FourGallons(Nothing):
    """What the puzzle asks for."""

    def of_state(self, state: tuple[int, int], is_quiet: bool) -> Iterable[str]:
        return ("four gallons",) if state[1] == 4 else ()


class Ferry:
    """Three missionaries, three cannibals and a boat for two, on two banks; nobody may be outnumbered."""

    def initial(self) -> tuple[int, int, int]:
        return (3, 3, 1)

    def enabled(self, state: tuple[int, int, int]) -> Sequence[tuple[int, int]]:
        loads = ((1, 0), (2, 0), (0, 1), (0, 2), (1, 1))
        return [load for load in loads if self.is_safe(self.step(state, load))]

    def step(self, state: tuple[int, int, int], action: tuple[int, int]) -> tuple[int, int, int]:
        missionaries, cannibals, boat = state
        sign = -1 if boat else 1
        return (missionaries + sign * action[0], cannibals + sign * action[1], 1 - boat)

    def is_safe(self, state: tuple[int, int, int]) -> bool:
        missionaries, cannibals, _ = state
        there = 0 <= missionaries <= 3 and 0 <= cannibals <= 3
        return there and missionaries in (0, 3, cannibals)

    def is_own(self, action: tuple[int, int]) -> bool:
        return False


class AllAcross(Nothing):
    """What the puzzle asks for."""

    def of_state(self, state: tuple[int, int, int], is_quiet: bool) -> Iterable[str]:
        return ("all across",) if state == (0, 0, 0) else ()


class Philosophers:
    """Diners round a table who take the left fork, then the right one, then put both down; they never think long."""

    def __init__(self, count: int) -> None:
        self.count = count

    def initial(self) -> tuple[int, ...]:
        return (0,) * self.count

    def has(self, state: tuple[int, ...], fork: int) -> bool:
        return state[fork] > 0 or state[fork - 1] == 2

    def enabled(self, state: tuple[int, ...]) -> Sequence[int]:
        free = [not self.has(state, fork) for fork in range(self.count)]
        right = [(who + 1) % self.count for who in range(self.count)]
        return [who for who in range(self.count) if (free[who], free[right[who]], True)[state[who]]]

    def step(self, state: tuple[int, ...], action: int) -> tuple[int, ...]:
        return tuple((held + 1) % 3 if who == action else held for who, held in enumerate(state))

    def is_own(self, action: int) -> bool:
        return True


class Stuck(Nothing):
    """Nobody can move, though somebody holds a fork."""

    def of_state(self, state: tuple[int, ...], is_quiet: bool) -> Iterable[str]:
        return ("deadlock",) if is_quiet else ()


class Coins:
    """So many coins, each turned over once: every subset is a state."""

    def __init__(self, count: int) -> None:
        self.count = count

    def initial(self) -> frozenset[int]:
        return frozenset()

    def enabled(self, state: frozenset[int]) -> Sequence[int]:
        return [coin for coin in range(self.count) if coin not in state]

    def step(self, state: frozenset[int], action: int) -> frozenset[int]:
        return state | {action}

    def is_own(self, action: int) -> bool:
        return True


class HalfTurned(Nothing):
    """Seen in a step, not in a state."""

    def of_step(self, before: frozenset[int], action: int) -> Iterable[str]:
        return ("coin 2 turned last of three",) if action == 2 and len(before) == 2 else ()


def test_four_gallons_take_six_steps_with_jugs_of_three_and_five() -> None:
    found = explore(Jugs(), FourGallons())
    assert found.sightings["four gallons"] == ("fill 5", "5 into 3", "empty 3", "5 into 3", "fill 5", "5 into 3")
    assert (found.states, found.transitions) == (16, 96)
    assert found.is_exhaustive


def test_missionaries_and_cannibals_cross_in_eleven_trips_and_have_sixteen_states() -> None:
    found = explore(Ferry(), AllAcross())
    assert found.states == 16
    assert len(found.sightings["all across"]) == 11


@pytest.mark.parametrize(("count", "states"), [(2, 6), (3, 14), (4, 34), (5, 82), (6, 198)])
def test_philosophers_are_counted_by_the_pell_lucas_numbers_and_starve_in_one_way(count: int, states: int) -> None:
    """The numbers are sequence A002203 of the OEIS: each is twice the one before and the one before that."""
    found = explore(Philosophers(count), Stuck())
    assert found.states == states
    assert found.quiet == 1
    assert len(found.sightings["deadlock"]) == count


@pytest.mark.parametrize("count", [1, 4, 9])
def test_coins_turned_once_are_counted_as_subsets_and_their_edges(count: int) -> None:
    found = explore(Coins(count))
    assert (found.states, found.transitions, found.depth, found.quiet) == (2**count, count * 2 ** (count - 1), count, 1)
    assert found.states == sum(comb(count, turned) for turned in range(count + 1))


def test_what_a_step_shows_is_seen_after_a_shortest_run_and_the_step() -> None:
    run = explore(Coins(4), HalfTurned()).sightings["coin 2 turned last of three"]
    assert (len(run), run[-1]) == (3, 2)


def test_a_system_that_goes_round_by_itself_is_found_with_a_run_and_the_circle() -> None:
    found = explore(Philosophers(2))
    assert found.endless is not None
    state = Philosophers(2).initial()
    states = [state]
    for action in found.endless:
        assert action in Philosophers(2).enabled(state)
        state = Philosophers(2).step(state, action)
        states.append(state)
    assert state in states[:-1]


def test_a_system_that_comes_to_rest_has_no_circle_and_one_that_is_only_pushed_round_has_none_either() -> None:
    assert explore(Coins(5)).endless is None
    assert explore(Jugs()).endless is None


def test_a_limit_ends_the_search_and_the_search_says_so() -> None:
    found = explore(Coins(10), limits=Limits(states=100))
    assert not found.is_exhaustive
    assert found.stopped == "stopped at the limit of 100 states"
    assert 100 < found.states < 1024


def test_a_search_may_end_once_all_that_was_asked_for_has_been_seen() -> None:
    found = explore(Coins(10), HalfTurned(), Limits(until=frozenset({"coin 2 turned last of three"})))
    assert found.stopped == "stopped once everything asked for had been seen"
    assert found.states < 1024


def test_whoever_interrupts_ends_the_search() -> None:
    class Impatient(Coins):
        def step(self, state: frozenset[int], action: int) -> frozenset[int]:
            if len(state) == 3:
                raise KeyboardInterrupt
            return super().step(state, action)

    with pytest.raises(KeyboardInterrupt):
        explore(Impatient(6), HalfTurned())


def test_whoever_watches_is_told_how_far_it_is() -> None:
    told: list[tuple[int, int]] = []
    explore(Coins(13), watch=lambda expanded, known: told.append((expanded, known)))
    assert told[0][0] == 4096
    assert all(expanded <= known for expanded, known in told)
