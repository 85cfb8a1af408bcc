"""Moves as data: what can happen is a list of rows of one form, searched alike by a plain loop and block by block.

A world is a number for each of its parts, and marks, which are bits: what is on its way, cut off, still allowed. A part
is whoever reacts, and its number stands for the state that it is in. One move, and what it does to one world:

     parts            marks                 move 5: part 1 meets event 9          line (17, 5)
    +---+----+---+   +---------------+      needs   . . 1 . . . .   all there     after   23
    | 4 | 17 | 8 |   | 0 1 1 0 0 1 0 |      lacks   . . . . 1 . .   none there    clears  . . 1 . . . .
    +---+----+---+   +---------------+      is offered in state 17 of its host    puts    . . . . . . 1
          |                                 |                                     |
          v                                 v                                     v
    who hosts moves  ------------------>  enabled  ---------------------------->  4 | 23 | 8,  0 1 0 0 0 1 1

A system says where it begins, which part hosts a number, and what a line is: it is asked once for each state and move,
and only then may it find new moves, which need a mark or a state that was in no world before. Whoever searches asks for
lines in the order in which a search of one world after the other, one move after the other, comes by them: so all
numbers, counts and runs are the same whoever searches. Nothing here knows what a part, a mark or a move stands for.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, NamedTuple

State = tuple[int, ...]
"""The number of each part, and last the marks as bits."""

NONE_THERE = -1
"""In place of a part, a number or an event where there is none."""


class TooLarge(ValueError):
    """A system with more moves, worlds, or states of its parts than there are numbers for them here."""

    def _render_traceback_(self) -> list[str]:
        """What a notebook shows of it: the sentence, and not the way to it."""
        return [f"TooLarge: {self}"]


def ones(bits: int) -> Iterator[int]:
    """The numbers of the bits that are set, lowest first."""
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest


class Move(NamedTuple):
    """One thing that can happen.

    It is enabled where all of `needs` and none of `lacks` are there and its host, if it has one, offers it. What can
    happen in a world happens in the order of `order`; `is_own` says that the system does it by itself.
    """

    action: Any
    actor: int
    event: int
    needs: int
    lacks: int
    clears: int
    puts: int
    order: tuple[int, ...]
    is_own: bool
    number: int = NONE_THERE


class Line(NamedTuple):
    """What a move does to its actor in some state: the number after it, and which marks it clears, and then puts.

    Where not all of `demands` are there, `otherwise` holds instead. `in_its_world` says that what the step shows
    depends on all parts; else it is looked at once for each line.
    """

    after: int
    clears: int
    puts: int
    demands: int = 0
    otherwise: "Line | None" = None
    in_its_world: bool = False


class Offers:
    """The moves that a part hosts in one state, each under the last mark that it needs, or under none."""

    def __init__(self) -> None:
        self.numbers: list[int] = []
        self.by_mark: dict[int, list[int]] = {}
        self.asked = self.relevant = self.changes = 0


class Moves(ABC):
    """A system given by its moves, and what they mean in one world."""

    def __init__(self) -> None:
        self.moves: list[Move] = []
        self.changes = 0
        """How often a move was added or changed."""
        self._hosted: dict[int, list[tuple[int, Callable[[int], bool] | None]]] = {}
        self._offers: dict[int, Offers] = {}
        self.line: Callable[[int, int], Line] = cache(self._line)
        self._ready = cache(self._of_those_offered)

    # --- What a system says ---------------------------------------------------------------------------------------

    @abstractmethod
    def initial(self) -> State:
        """The world in which every run begins."""

    @abstractmethod
    def host_of(self, number: int) -> int:
        """The part that a number stands for a state of."""

    @abstractmethod
    def _line(self, number: int, move: int) -> Line:
        """What a move does to its actor in this state, or to the marks alone."""

    def add(self, move: Move, host: int = NONE_THERE, offers: Callable[[int], bool] | None = None) -> int:
        """One more move, which its host offers in the states that the function says; returns its number."""
        assert not move.needs & move.lacks, f"{move.action} needs what it lacks"
        number = len(self.moves)
        self.moves.append(move._replace(number=number))
        self._hosted.setdefault(host, []).append((number, offers))
        self.changes += 1
        return number

    def forbid(self, number: int, mark: int) -> None:
        """From now on a move lacks this mark too, which is in no world yet."""
        move = self.moves[number]
        self.moves[number] = move._replace(lacks=move.lacks | 1 << mark)
        self.changes += 1

    # --- What follows for one world -------------------------------------------------------------------------------

    def offers(self, number: int) -> Offers:
        """The moves hosted in this state so far; with `NONE_THERE` those that nobody hosts."""
        offers = self._offers.setdefault(number, Offers())
        hosted = self._hosted.get(NONE_THERE if number == NONE_THERE else self.host_of(number), [])
        for each, is_offered in hosted[offers.asked :]:
            if is_offered is None or is_offered(number):
                move = self.moves[each]
                mark = move.needs.bit_length() - 1
                offers.numbers.append(each)
                offers.by_mark.setdefault(mark, []).append(each)
        offers.asked = len(hosted)
        return offers

    def enabled(self, state: State) -> list[Move]:
        """Everything that can happen in a world, in its order."""
        found: list[Move] = []
        for number in (NONE_THERE, *state[:-1]):
            found += self._ready(number, state[-1] & self._relevant(self.offers(number)))
        return sorted(found, key=lambda move: move.order)

    def _relevant(self, offers: Offers) -> int:
        """The marks of which it depends whether what is offered can happen."""
        if offers.changes < self.changes:
            offers.changes, offers.relevant = self.changes, 0
            for number in offers.numbers:
                offers.relevant |= self.moves[number].needs | self.moves[number].lacks
        return offers.relevant

    def _of_those_offered(self, number: int, marks: int) -> tuple[Move, ...]:
        by_mark = self.offers(number).by_mark
        numbers = (n for mark in (NONE_THERE, *ones(marks)) for n in by_mark.get(mark, ()))
        return tuple(move for n in numbers if not ((move := self.moves[n]).needs & ~marks or move.lacks & marks))

    def step(self, state: State, move: Move) -> State:
        """The world after one move."""
        after = list(state)
        line = self.line(NONE_THERE if move.actor == NONE_THERE else state[move.actor], move.number)
        if line.otherwise and line.demands & ~state[-1]:
            line = line.otherwise
        if move.actor != NONE_THERE:
            after[move.actor] = line.after
        after[-1] = state[-1] & ~line.clears | line.puts
        return tuple(after)

    def is_own(self, move: Move) -> bool:
        """Whether the system does this by itself."""
        return move.is_own
