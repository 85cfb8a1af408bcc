"""The older version led along the table of the newer: pairs of states, and the lines in which the two part.

What the older version has no words for it passes over, and stays as it is: from then on the two are asked only for what
is decided and told, since what they hold differs. What parts them there is behind something new.
"""

from collections import defaultdict
from typing import Any

from ..search.table import Numbers
from .beside import Beside
from .differences import (
    Known,
    Observation,
    Parting,
    parting,
    rows_decided,
    same_decided,
    same_outcome,
    same_seen,
    stopped,
)

StatePair = tuple[int, int, bool]
"""A state of the newer version and one of the older, by their numbers, and whether something was passed over."""


class Followed:
    """One beginning, from which both go on; a line is a pair and an event, by their numbers."""

    def __init__(self, table: dict[str, Any], base: Beside, known: Known) -> None:
        self.table, self.base, self.known = table, base, known
        self.pairs: Numbers[StatePair] = Numbers()
        self.after: dict[tuple[int, int], int] = {}
        self.parted: dict[tuple[int, int], str] = {}
        self.partings: dict[str, Parting] = {}
        self.inside: dict[str, Parting] = {}
        """What is decided otherwise without anybody seeing anything of it."""

        self.passed_over = 0
        self.cannot = 0
        """How many lines the older version passed over, and in how many it could not go on."""

        self._seen: list[Observation] = []
        self._keys: dict[tuple[int, int, bool], str] = {}

    def follow(self, actors: dict[str, int]) -> None:
        """From where both begin, until no pair is left whose lines have not been compared."""
        lines_of: dict[int, list[list[int]]] = defaultdict(list)
        for mine, *line in self.table["lines"]:
            lines_of[mine].append(line)
        for name, mine in self.table["actors"].items():
            self.pairs.of((mine, actors[name], False))
        done = 0
        while done < len(self.pairs):
            ahead = range(done, len(self.pairs))
            done = ahead.stop
            self._compare([(pair, line) for pair in ahead for line in lines_of[self.pairs.values[pair][0]]])

    def state_of(self) -> dict[int, int]:
        """For each state of the newer version that of the older one, where nothing was passed over."""
        return {mine: theirs for mine, theirs, passed in reversed(self.pairs.values) if not passed}

    def rows_decided(self) -> set[tuple[str, str]]:
        """The rows of the older version that decided."""
        return rows_decided(self._seen)

    def _compare(self, lines: list[tuple[int, list[int]]]) -> None:
        questions = [[self.pairs.values[pair][1], action] for pair, (_, action, _, _) in lines]
        answered = self.base.ask("react", questions=questions)
        self._seen += answered["observations"]
        for (pair, (event, _, mine, number)), answer in zip(lines, answered["answers"], strict=True):
            _, theirs, passed = self.pairs.values[pair]
            state, how, *_ = answer
            if state >= 0:
                key, theirs = self._key(number, how, passed), state
            elif how == "unknown":  # passed over: one does what the other has no words for, and the other stays
                key = (
                    "" if passed else self._noted(stopped(answer[2]), self.table["observations"][number], self.partings)
                )
                self.passed_over, passed = self.passed_over + 1, True
                self.after[pair, event] = self.pairs.of((mine, theirs, passed))
            elif passed:
                self.cannot += 1
                continue
            else:
                key = self._noted(stopped(answer[2]), self.table["observations"][number], self.partings)
            if key:
                self.parted[pair, event] = key
            else:
                self.after[pair, event] = self.pairs.of((mine, theirs, passed))

    def _key(self, number: int, answer: int, passed: bool) -> str:
        """The key of the parting, or nothing where both do the same."""
        at = (number, answer, passed)
        if at not in self._keys:
            theirs, mine = self._seen[answer], self.table["observations"][number]
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
