"""An exhaustive breadth-first search of whatever can be searched; it knows no word of any protocol.

Rule 1: everything that a search reports follows from the system alone; no clock, no randomness, no order of a set.
Rule 2: a search that was stopped says so, and by what; only one that was not may be called exhaustive.
"""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar

S = TypeVar("S", bound=Hashable)
A = TypeVar("A")
S_contra = TypeVar("S_contra", bound=Hashable, contravariant=True)
A_contra = TypeVar("A_contra", contravariant=True)

EVERY = 4096
"""After how many expanded states somebody who watches is told how far the search is."""


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

    def of_step(self, before: S_contra, action: A_contra, after: S_contra, /) -> Iterable[str]:
        """The names of what one step shows."""

    def of_state(self, state: S_contra, is_quiet: bool, /) -> Iterable[str]:
        """The names of what one state shows."""


class Nothing:
    """No property at all: only to count."""

    def of_step(self, _before: object, _action: object, _after: object, /) -> Iterable[str]:
        """Nothing is looked for."""
        return ()

    def of_state(self, _state: object, _is_quiet: bool, /) -> Iterable[str]:
        """Nothing is looked for."""
        return ()


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

    def search(self, watch: Callable[[int, int], None] | None = None) -> Exploration[A]:
        """Expand level after level. `watch` is told, now and then, how many states are expanded and how many known."""
        self._reach(self.system.initial(), None)
        stopped = self._levels(watch)
        endless = None if stopped else self._endless()
        sightings = {name: self._run(*where) for name, where in self.first.items()}
        return Exploration(len(self.states), self.transitions, self.depth, self.quiet, sightings, endless, stopped)

    def _levels(self, watch: Callable[[int, int], None] | None) -> str:
        """Expand what is known until nothing is left, or until there is a reason to stop, which is returned."""
        end_of_level = 1
        while self.expanded < len(self.states):
            if len(self.states) > self.limits.states:
                return f"stopped at the limit of {self.limits.states:,} states"
            if self.limits.until and self.limits.until <= self.first.keys():
                return "stopped once everything asked for had been seen"
            if self.expanded == end_of_level:
                self.depth, end_of_level = self.depth + 1, len(self.states)
            self._expand(self.expanded)
            self.expanded += 1
            if watch and self.expanded % EVERY == 0:
                watch(self.expanded, len(self.states))
        return ""

    def _expand(self, number: int) -> None:
        step, is_own, of_step = self.system.step, self.system.is_own, self.properties.of_step
        numbers, first, state = self.number, self.first, self.states[number]
        own = []
        actions = self.system.enabled(state)
        for action in actions:
            after = step(state, action)
            reached = numbers.get(after)
            if reached is None:
                reached = self._reach(after, (number, action))
            if is_own(action):
                own.append(reached)
            for name in of_step(state, action, after):
                if name not in first:
                    first[name] = (number, action)
        self.own.append(tuple(own))
        self.transitions += len(actions)
        is_quiet = not own
        self.quiet += is_quiet
        for name in self.properties.of_state(state, is_quiet):
            self.first.setdefault(name, (number, None))

    def _reach(self, state: S, parent: tuple[int, A] | None) -> int:
        number = self.number[state] = len(self.states)
        self.states.append(state)
        self.parents.append(parent)
        return number

    def _run(self, number: int, last: A | None) -> tuple[A, ...]:
        run = [] if last is None else [last]
        while parent := self.parents[number]:
            number, action = parent
            run.append(action)
        return tuple(reversed(run))

    def _endless(self) -> tuple[A, ...] | None:
        """A run into a circle of the system's own steps, if there is one: what is left when all dead ends are cut."""
        waits = [len(after) for after in self.own]
        before: list[list[int]] = [[] for _ in self.own]
        for number, after in enumerate(self.own):
            for reached in after:
                before[reached].append(number)
        ready = [number for number, count in enumerate(waits) if count == 0]
        left = len(waits) - len(ready)
        while ready:
            for number in before[ready.pop()]:
                waits[number] -= 1
                if waits[number] == 0:
                    ready.append(number)
                    left -= 1
        return self._circle(waits) if left else None

    def _circle(self, waits: list[int]) -> tuple[A, ...]:
        """The shortest run to a state that never comes to rest, and on from there once round."""
        number = next(number for number, count in enumerate(waits) if count)
        run, met = list(self._run(number, None)), set[int]()
        while number not in met:
            met.add(number)
            state = self.states[number]
            for action in self.system.enabled(state):
                after = self.number[self.system.step(state, action)]
                if self.system.is_own(action) and waits[after]:
                    run.append(action)
                    number = after
                    break
        return tuple(run)


def explore(
    system: System[S, A],
    properties: Properties[S, A] | None = None,
    limits: Limits | None = None,
    watch: Callable[[int, int], None] | None = None,
) -> Exploration[A]:
    """Search everything that a system can reach; a state is expanded once, shorter runs before longer ones."""
    return Explorer(system, properties or Nothing(), limits or Limits()).search(watch)
