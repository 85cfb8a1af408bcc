"""The older version led along the table of the newer: pairs of states, and the lines in which the two part.

What the older version has no words for it passes over, and stays as it is: from then on the two are asked only for what
is decided and told, since what they hold differs. What parts them there is behind something new.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from ..search.table import Numbers
from .beside import Beside, NotComparable
from .differences import (
    Known,
    Observation,
    Parting,
    parting,
    same_decided,
    same_outcome,
    same_seen,
    stopped,
)

StatePair = tuple[int, int, bool]
"""A state of the newer version and one of the older, by their numbers, and whether something was passed over."""

SAME = -1
"""In place of the older version's state where it holds the same as the newer one."""


class Followed:
    """One beginning, from which both go on; a line is a pair and an event, by their numbers.

    Where both hold the same and nothing that differs was at work, both do the same, and the older one is not asked.
    """

    def __init__(self, table: dict[str, Any], sides: tuple[Beside, Beside], known: Known) -> None:
        self.table, self.known = table, known
        self.base, self.head = sides
        self.pairs: Numbers[StatePair] = Numbers()
        self.after: dict[tuple[int, int], int] = {}
        self.parted: dict[tuple[int, int], str] = {}
        self.partings: dict[str, Parting] = {}
        self.inside: dict[str, Parting] = {}
        """What is decided otherwise without anybody seeing anything of it."""

        self.passed_over = 0
        self.cannot = 0
        """How many lines the older version passed over, and in how many it could not go on."""

        self.observed: list[Observation] = table["observations"]
        self.seen: list[Observation] = []
        """What the newer and the older version were seen to do."""

        self._at_work: dict[int, list[list[int]]] = defaultdict(list)
        for mine, *line in table["lines"]:
            self._at_work[mine].append(line)
        self._rest: dict[int, list[int]] = dict(table["rest"])
        """Which states follow a state by all other lines."""

        self._twins: dict[int, int] = {}
        self._keys: dict[tuple[int, int, bool], str] = {}

    def follow(self, actors: dict[str, int]) -> None:
        """From where both begin, until no pair is left whose lines have not been compared."""
        self.twins(self.table["actors"].values())
        for name, mine in self.table["actors"].items():
            self._pair(mine, actors[name], passed=False)
        done = 0
        while done < len(self.pairs):
            ahead = self.pairs.values[done:]
            lines = self._lines_from({mine for mine, theirs, _ in ahead if theirs != SAME})
            asked = []
            for pair, (mine, theirs, _) in enumerate(ahead, start=done):
                if theirs == SAME:
                    for after in self._rest.get(mine, ()):
                        self.pairs.of((after, SAME, False))
                asked += [(pair, line) for line in (self._at_work if theirs == SAME else lines)[mine]]
            done += len(ahead)
            if asked:
                self._compare(asked)

    def _lines_from(self, states: set[int]) -> dict[int, list[list[int]]]:
        """All lines of these states of the newer version."""
        found = defaultdict[int, list[list[int]]](list)
        if states:
            told = self.head.ask("search.lines_from", states=sorted(states))
            self.observed += told["observations"]
            for mine, *line in told["lines"]:
                found[mine].append(line)
        return found

    @property
    def is_the_same(self) -> bool:
        """Whether both hold, send and show the same wherever they come."""
        is_held = all(theirs == SAME for _, theirs, _ in self.pairs.values)
        return is_held and not (self.partings or self.inside)

    def twins(self, states: Iterable[int]) -> list[int]:
        """The numbers that states of the newer version have in the older one."""
        wanted = list(states)
        missing = [each for each in dict.fromkeys(wanted) if each not in self._twins]
        if missing:
            written = self.head.ask("search.written_states", numbers=missing)
            self._twins.update(zip(missing, self.base.ask("observe.place", states=written), strict=True))
        return [self._twins[each] for each in wanted]

    def states_of(self, states: set[int]) -> dict[int, int]:
        """For each of these states of the newer version that of the older one, where nothing was passed over."""
        pairs = reversed(self.pairs.values)
        found = {mine: theirs for mine, theirs, passed in pairs if mine in states and not passed}
        same = [mine for mine, theirs in found.items() if theirs == SAME]
        return found | dict(zip(same, self.twins(same), strict=True))

    def _pair(self, mine: int, theirs: int, passed: bool) -> int:
        is_same = not passed and self._twins[mine] == theirs
        return self.pairs.of((mine, SAME if is_same else theirs, passed))

    def _theirs(self, pair: int) -> int:
        """The older version's state, by the number that it has there."""
        mine, theirs, _ = self.pairs.values[pair]
        return self.twins([mine])[0] if theirs == SAME else theirs

    def _compare(self, asked: list[tuple[int, list[int]]]) -> None:
        self.twins([*(self.pairs.values[pair][0] for pair, _ in asked), *(line[2] for _, line in asked)])
        questions = [[self._theirs(pair), line[1]] for pair, line in asked]
        if any(state < 0 for state, _ in questions):
            raise NotComparable(f"{self.base.name} cannot read what the newer version holds; compare by hand")
        self._hear(asked, self.base.ask("observe.react", questions=questions))

    def _hear(self, asked: list[tuple[int, list[int]]], answered: dict[str, Any]) -> None:
        self.seen += answered["observations"]
        for (pair, (event, _, mine, number)), answer in zip(asked, answered["answers"], strict=True):
            passed = self.pairs.values[pair][2]
            state, how, *_ = answer
            if state >= 0:
                key = self._key(number, how, passed)
            else:
                key = "" if passed else self._noted(stopped(answer[2]), self.observed[number], self.partings)
            if key:
                self.parted[pair, event] = key
            if how == "unknown":  # passed over: one does what the other has no words for, and the other stays
                self.passed_over += 1
                self.after[pair, event] = self._pair(mine, self._theirs(pair), passed=True)
            elif state < 0:
                self.cannot += passed
            elif not key:
                self.after[pair, event] = self._pair(mine, state, passed)

    def _key(self, number: int, answer: int, passed: bool) -> str:
        """The key of the parting, or nothing where both do the same."""
        at = (number, answer, passed)
        if at not in self._keys:
            theirs, mine = self.seen[answer], self.observed[number]
            self._keys[at] = ""
            if passed:
                if not same_outcome(theirs, mine):
                    self._keys[at] = self._noted(theirs, mine, self.partings, behind=True)
            elif not same_seen(theirs, mine):
                self._keys[at] = self._noted(theirs, mine, self.partings)
            elif theirs != mine and not same_decided(theirs, mine):
                self._noted(theirs, mine, self.inside)
        return self._keys[at]

    def _noted(self, theirs: Observation, mine: Observation, among: dict[str, Parting], behind: bool = False) -> str:
        way = parting(theirs, mine, self.known, behind)
        among.setdefault(way.key, way)
        return way.key
