"""Which runs the site shows: a shortest one against each claim that fails, and one of each witness, under each reading.

Which scope has the shortest run against a claim was recorded when all were searched; only these few are searched anew.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from roomspec.search import Limits, check
from roomspec.search.claims import is_asked_in
from roomspec.show.stepper.sharing import shared
from spec_impl import READINGS, Reading, Trace
from spec_impl.claims import WITNESSES, Claim, Mood, named
from spec_impl.scopes import SCOPES, Scope

MOST_WORLDS_FOR_A_WITNESS = 2_600
"""Scopes with more worlds take too long for a page; where none smaller shows a witness, the page says so."""


@dataclass(frozen=True)
class ShownRun:
    """A run with the claim that it breaks or witnesses."""

    claim: Claim
    reading: Reading
    scope: Scope
    trace: Trace
    flaws: tuple[str, ...]

    @property
    def is_witness(self) -> bool:
        """Whether it shows that something can happen, and not that something fails."""
        return self.claim.mood is Mood.SOMETIMES

    @property
    def place(self) -> str:
        """Where it is played in the site."""
        return f"runs/{self.claim.name}-{self.reading.name.lower().replace('_', '-')}.html"

    @property
    def count(self) -> str:
        """How long it is, in words."""
        steps = len(self.trace.steps)
        return f"{steps} {'step' if steps == 1 else 'steps'}"

    @cached_property
    def text(self) -> str:
        """The run as a text that opens it anywhere."""
        return shared(self.trace)


def shown_runs(pins: Mapping[str, Any]) -> Iterator[ShownRun]:
    """The runs, reading by reading: first those against claims, then the witnesses."""
    for name, reading in READINGS.items():
        yield from _against_claims(reading, pins[name])
        by_size = sorted((found["states"], scope) for scope, found in pins[name].items())
        yield from _witnesses(reading, [scope for size, scope in by_size if size <= MOST_WORLDS_FOR_A_WITNESS])


def _against_claims(reading: Reading, scopes: Mapping[str, Any]) -> Iterator[ShownRun]:
    shortest: dict[str, tuple[int, int, str]] = {}
    for scope, found in scopes.items():
        for claim, steps in found["fails"].items():
            shortest[claim] = min(shortest.get(claim, (steps, found["states"], scope)), (steps, found["states"], scope))
    by_scope: dict[str, list[Claim]] = defaultdict(list)
    for claim, (_, _, scope) in shortest.items():
        by_scope[scope].append(named(claim))
    for scope, claims in by_scope.items():
        yield from _found(reading, scope, claims)


def _witnesses(reading: Reading, scopes: list[str]) -> Iterator[ShownRun]:
    """Of each witness a shortest run in the smallest scope that has one."""
    unseen = list(WITNESSES)
    for scope in scopes:
        asked = [claim for claim in unseen if is_asked_in(claim, SCOPES[scope])]
        seen = tuple(_found(reading, scope, asked)) if asked else ()
        yield from seen
        unseen = [claim for claim in unseen if claim not in {run.claim for run in seen}]


def _found(reading: Reading, scope: str, claims: list[Claim]) -> Iterator[ShownRun]:
    found = check(SCOPES[scope], reading, claims, Limits(until=frozenset(claim.name for claim in claims)))
    for claim in claims:
        if found.run(claim) is not None:
            flaws = () if claim.mood is Mood.SOMETIMES else found.flaws(claim)
            yield ShownRun(claim, reading, SCOPES[scope], found.trace(claim), flaws)
