"""One version led along the table of another: pairs of states, and the lines in which the two part.

What is followed is every line that the newer version's search came by. Where no line parts, the two do the same in
every run within the scope, whatever their states look like inside.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from .beside import Beside
from .parting import Observation, Parting, Rows, parting, same_decided, same_seen

Line = tuple[int, int]


@dataclass
class Followed:
    """What came of it; `mine` has the newer version's state of each pair."""

    mine: list[int] = field(default_factory=list)
    theirs: list[int] = field(default_factory=list)
    after: dict[Line, int] = field(default_factory=dict)
    parted: dict[Line, str] = field(default_factory=dict)
    partings: dict[str, Parting] = field(default_factory=dict)
    inside: dict[str, Parting] = field(default_factory=dict)
    """Lines decided otherwise of which nobody sees anything."""


class Follower:
    """The older version, led along."""

    def __init__(self, table: dict[str, Any], base: Beside, changed: Rows) -> None:
        self.table, self.base, self.changed = table, base, changed
        self.found = Followed()
        self.pairs: dict[tuple[int, int], int] = {}
        self.lines: dict[int, list[list[int]]] = defaultdict(list)
        self.seen: list[Observation] = []
        self.compared: dict[tuple[int, int], str] = {}
        for line in table["lines"]:
            self.lines[line[0]].append(line[1:])

    def follow(self, actors: dict[str, int]) -> Followed:
        """From where both begin, until no pair is left whose lines have not been compared."""
        for name, mine in self.table["actors"].items():
            self._pair(mine, actors[name])
        done = 0
        while done < len(self.found.mine):
            ahead = range(done, len(self.found.mine))
            done = ahead.stop
            lines = [(pair, line) for pair in ahead for line in self.lines[self.found.mine[pair]]]
            self._compare(lines)
        return self.found

    def _pair(self, mine: int, theirs: int) -> int:
        number = self.pairs.setdefault((mine, theirs), len(self.pairs))
        if number == len(self.found.mine):
            self.found.mine.append(mine)
            self.found.theirs.append(theirs)
        return number

    def _compare(self, lines: list[tuple[int, list[int]]]) -> None:
        actions = self.table["actions"]
        questions = [[self.found.theirs[pair], actions[action]] for pair, (_, action, _, _) in lines]
        answered = self.base.ask("answers", questions=questions)
        self.seen += answered["observations"]
        for (pair, (event, _, mine, number)), answer in zip(lines, answered["answers"], strict=True):
            key = self._key(number, answer)
            if key:
                self.found.parted[pair, event] = key
            else:
                self.found.after[pair, event] = self._pair(mine, answer[0])

    def _key(self, number: int, answer: list[Any]) -> str:
        """The key of the parting, or nothing where both do the same."""
        mine = self.table["observations"][number]
        if answer[0] < 0:
            return self._noted(parting(stopped(answer[2]), mine, self.changed), self.found.partings)
        key = self.compared.get((number, answer[1]))
        if key is None:
            key = self.compared[number, answer[1]] = self._compared(self.seen[answer[1]], mine)
        return key

    def _compared(self, theirs: Observation, mine: Observation) -> str:
        if theirs == mine:
            return ""
        if not same_seen(theirs, mine):
            return self._noted(parting(theirs, mine, self.changed), self.found.partings)
        if not same_decided(theirs, mine):
            self._noted(parting(theirs, mine, self.changed), self.found.inside)
        return ""

    @staticmethod
    def _noted(found: Parting, among: dict[str, Parting]) -> str:
        among.setdefault(found.key, found)
        return found.key


def stopped(sentence: str) -> Observation:
    """What is seen of a version in which this cannot happen."""
    return {"seen": None, "decided": [], "stopped": sentence}
