"""Puzzles as moves: what is published about them, or what chance makes of them, is asked of both drivers."""

from collections.abc import Iterable, Sequence
from itertools import permutations
from math import inf

from roomspec.search import Limits
from roomspec.search.engine import explore
from roomspec.search.explorer import Exploration, Nothing, Properties
from roomspec.search.moves import NONE_THERE, Line, Move, Moves, State


def row(
    action: object,
    needs: int = 0,
    lacks: int = 0,
    clears: int = 0,
    puts: int = 0,
    actor: int = NONE_THERE,
    is_own: bool = True,
) -> Move:
    return Move(action, actor, NONE_THERE, needs, lacks, clears, puts, (repr(action),), is_own)


def bits(numbers: Iterable[int]) -> int:
    return sum(1 << number for number in numbers)


class OfMarks(Moves):
    """A puzzle in which nobody reacts: worlds are marks, and every move is in the list from the start."""

    def __init__(self, begin: int, rows: Iterable[Move]) -> None:
        super().__init__()
        self.begin = begin
        for each in rows:
            self.add(each)

    def initial(self) -> State:
        return (self.begin,)

    def host_of(self, number: int) -> int:
        raise AssertionError("nobody has a state")

    def _line(self, number: int, move: int) -> Line:
        return Line(number, self.moves[move].clears, self.moves[move].puts)


def coins(count: int) -> Moves:
    """So many coins, each turned over once: every subset is a world."""
    return OfMarks(0, [row(n, lacks=1 << n, puts=1 << n) for n in range(count)])


def towers(discs: int) -> Moves:
    """The towers of Hanoi: a mark says that a disc, the smallest first, is on a peg; no smaller one may be above it."""
    rows = []
    for disc in range(discs):
        for here, there in permutations(range(3), 2):
            smaller = bits(3 * other + peg for other in range(disc) for peg in (here, there))
            needs, puts = 1 << 3 * disc + here, 1 << 3 * disc + there
            rows.append(row(f"{disc:02}{here}{there}", needs=needs, lacks=smaller, clears=needs, puts=puts))
    return OfMarks(bits(3 * disc for disc in range(discs)), rows)


def sliding(width: int, height: int) -> Moves:
    """The sliding puzzle: a mark says that a tile is on a square, tile 0 being the hole."""
    squares = width * height
    beside = [(a, b) for a, b in permutations(range(squares), 2) if (a % width, a // width) in around(b, width)]
    rows = []
    for tile in range(1, squares):
        for here, there in beside:
            needs = bits((tile * squares + here, there))
            rows.append(row(f"{tile:02} {here:02} {there:02}", needs, 0, needs, bits((tile * squares + there, here))))
    return OfMarks(bits(square * squares + square for square in range(squares)), rows)


def around(square: int, width: int) -> list[tuple[int, int]]:
    x, y = square % width, square // width
    return [(x + 1, y), (x - 1, y), (x, y + 1), (x, y - 1)]


class Philosophers(Moves):
    """Diners round a table, each a part with three states, who mark the forks that they hold."""

    def __init__(self, count: int) -> None:
        super().__init__()
        self.count = count
        for who in range(count):
            left, right = 1 << who, 1 << (who + 1) % count
            for state, (lacks, puts, clears) in enumerate([(left, left, 0), (right, right, 0), (0, 0, left | right)]):
                move = row((who, state), lacks=lacks, clears=clears, puts=puts, actor=who)
                self.add(move, who, lambda number, state=state: number % 3 == state)  # type: ignore[misc]

    def initial(self) -> State:
        return (*(3 * who for who in range(self.count)), 0)

    def host_of(self, number: int) -> int:
        return number // 3

    def _line(self, number: int, move: int) -> Line:
        return Line(number // 3 * 3 + (number + 1) % 3, self.moves[move].clears, self.moves[move].puts)


Found = tuple[int, int, int, int, str, dict[str, list[object]], list[object] | None]


def told(found: Exploration[Move]) -> Found:
    """All that a search reports, its runs as actions."""
    runs = {name: [move.action for move in run] for name, run in found.sightings.items()}
    endless = None if found.endless is None else [move.action for move in found.endless]
    return found.states, found.transitions, found.depth, found.quiet, found.stopped, runs, endless


def by_both(
    made: Sequence[Moves], properties: Sequence[Properties[State, Move]] = (Nothing(),), limits: Limits | None = None
) -> Found:
    """What the plain loop finds, once it is sure that the blocks find the same; the system is made twice."""
    plain, blocks = (
        told(explore(system, properties[n % len(properties)], limits, most=most))
        for n, (system, most) in enumerate(zip(made, (inf, 0), strict=True))
    )
    assert plain == blocks
    return plain
