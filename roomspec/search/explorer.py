"""An exhaustive breadth-first search of whatever can be searched; it knows no word of any protocol.

Rule 1: everything that a search reports follows from the system alone; no clock, no randomness, no order of a set.
Rule 2: a search that was stopped says so, and by what; only one that was not may be called exhaustive.
"""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from math import inf
from typing import Generic, Protocol, TypeVar

S = TypeVar("S", bound=Hashable)
A = TypeVar("A")
S_contra = TypeVar("S_contra", bound=Hashable, contravariant=True)
A_contra = TypeVar("A_contra", contravariant=True)

EVERY = 4096
"""After how many expanded states somebody who watches is told how far the search is."""

Watch = Callable[[int, int], None]
"""Who is told, now and then, how many states are expanded and how many are known."""


class System(Protocol[S, A]):
    """What can be searched: where it begins, what can happen, and what it leads to."""

    def initial(self) -> S:
        """The state in which every run begins."""

    def enabled(self, state: S) -> Sequence[A]:
        """Everything that can happen in a state, in a fixed order."""

    def step(self, state: S, action: A) -> S:
        """The state that an enabled action leads to."""

    def is_own(self, action: A) -> bool:
        """Whether the system does this by itself; a state in which it can do nothing of the kind is quiet."""


class Properties(Protocol[S_contra, A_contra]):
    """What is looked for, by name: whatever is named is recorded where it is first seen."""

    def of_step(self, _before: S_contra, _action: A_contra, /) -> Iterable[str]:
        """The names of what one step shows."""
        return ()

    def of_state(self, _state: S_contra, _is_quiet: bool, /) -> Iterable[str]:
        """The names of what one state shows."""
        return ()


class Nothing(Properties[object, object]):
    """No property at all: only to count."""


@dataclass(frozen=True)
class Limits:
    """When to stop early: after so many states, or once all of these have been seen."""

    states: int = 3_000_000
    until: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Exploration(Generic[A]):
    """What a search found.

    `states` and `transitions` count what was reached, `depth` is the length of the longest shortest run, `quiet` the
    number of quiet states; `sightings` has for each name a shortest run that shows it; `endless` is a run that comes
    back to where it was without anything from outside, and `stopped` says why the search is not exhaustive.
    """

    states: int
    transitions: int
    depth: int
    quiet: int
    sightings: dict[str, tuple[A, ...]] = field(default_factory=dict)
    endless: tuple[A, ...] | None = None
    stopped: str = ""

    @property
    def is_exhaustive(self) -> bool:
        """Whether every reachable state was expanded."""
        return not self.stopped


class Explorer(Generic[S, A]):
    """One search, level by level; a run is found again through the parent that each state keeps."""

    def __init__(self, system: System[S, A], properties: Properties[S, A], limits: Limits) -> None:
        self.system, self.properties, self.limits = system, properties, limits
        self.states: list[S] = []
        self.number: dict[S, int] = {}
        self.parents: list[tuple[int, A] | None] = []
        self.own: list[tuple[int, ...]] = []
        self.first: dict[str, tuple[int, A | None]] = {}
        self.transitions = self.quiet = self.depth = self.expanded = 0
        self.known = self.end_of_level = 1
        self._reach(system.initial(), None)

    def search(self, watch: Watch | None = None, most: float = inf) -> str | None:
        """Expand level after level, and say why the search ended early; none where it was left after `most` states."""
        while self.expanded < self.known:
            if self.known > self.limits.states:
                return f"stopped at the limit of {self.limits.states:,} states"
            if self.limits.until and self.limits.until <= self.first.keys():
                return "stopped once everything asked for had been seen"
            if self.expanded == self.end_of_level:
                self.depth, self.end_of_level = self.depth + 1, self.known
                if self.expanded >= most:
                    return None
            before = self.expanded
            self._expand_some()
            if watch and self.expanded // EVERY > before // EVERY:
                watch(self.expanded, self.known)
        return ""

    def found(self, stopped: str) -> Exploration[A]:
        """What there is to tell, once the search has ended."""
        endless = None if stopped else self._endless()
        sightings = {name: self._run(*where) for name, where in self.first.items()}
        return Exploration(self.known, self.transitions, self.depth, self.quiet, sightings, endless, stopped)

    def _expand_some(self) -> None:
        """Expand the next state, or some of its level."""
        number, state, first = self.expanded, self.states[self.expanded], self.first
        own = []
        actions = self.system.enabled(state)
        for action in actions:
            after = self.system.step(state, action)
            reached = self.number.get(after)
            if reached is None:
                reached = self._reach(after, (number, action))
            if self.system.is_own(action):
                own.append(reached)
            for name in self.properties.of_step(state, action):
                first.setdefault(name, (number, action))
        for name in self.properties.of_state(state, not own):
            first.setdefault(name, (number, None))
        self.own.append(tuple(own))
        self.transitions += len(actions)
        self.quiet += not own
        self.expanded += 1

    def _reach(self, state: S, parent: tuple[int, A] | None) -> int:
        number = self.number[state] = len(self.states)
        self.states.append(state)
        self.parents.append(parent)
        self.known = number + 1
        return number

    # --- Runs -----------------------------------------------------------------------------------------------------

    def _run(self, number: int, last: A | None) -> tuple[A, ...]:
        run = [] if last is None else [last]
        while parent := self.parent_of(number):
            number, action = parent
            run.append(action)
        return tuple(reversed(run))

    def parent_of(self, number: int) -> tuple[int, A] | None:
        """The state from which one was reached first, and by what."""
        return self.parents[number]

    def _endless(self) -> tuple[A, ...] | None:
        """The shortest run to a state that never comes to rest, and on from there once round, if there is any."""
        restless = self._restless()
        if not any(restless):
            return None
        number = next(n for n, is_restless in enumerate(restless) if is_restless)
        run, met = list(self._run(number, None)), set[int]()
        while number not in met:
            met.add(number)
            state = self.state_of(number)
            own = (action for action in self.system.enabled(state) if self.system.is_own(action))
            number, action = next((n, a) for a in own if restless[n := self.number_of(self.system.step(state, a))])
            run.append(action)
        return tuple(run)

    def _restless(self) -> Sequence[bool]:
        """Of each state whether the system can go on by itself for ever: what is left when all dead ends are cut."""
        left = [len(after) for after in self.own]
        before: list[list[int]] = [[] for _ in self.own]
        for number, after in enumerate(self.own):
            for reached in after:
                before[reached].append(number)
        ends = [number for number, count in enumerate(left) if count == 0]
        while ends:
            for number in before[ends.pop()]:
                left[number] -= 1
                if left[number] == 0:
                    ends.append(number)
        return [count > 0 for count in left]

    def state_of(self, number: int) -> S:
        """The state of a number."""
        return self.states[number]

    def number_of(self, state: S) -> int:
        """The number of a state that is known."""
        return self.number[state]
