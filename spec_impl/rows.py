"""Rules as ordered rows: the first row that applies decides, and the last always applies.

This is machinery; it knows no message, no room and no server, so that other rule sets can be written with it.
A row has its clauses, one sentence, a guard that reads as English, an outcome, and what the asker is told.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Generic, Protocol, TypeVar, runtime_checkable

from .clauses import cited
from .reading import values_of
from .wanted import check_fit


class Choosing(Protocol):
    """What decides which rows there are: a reading of the text, or for another rule set the edition that is meant."""

    @property
    def name(self) -> str:
        """What it is called."""

    def takes(self, switch: str, *values: str) -> bool:
        """Whether its switch stands at one of the values."""


@runtime_checkable
class Judged(Protocol):
    """What a guard may look at; every rule set has its own."""

    @property
    def reading(self) -> Choosing:
        """The reading that decides which rows there are."""

    def facts(self) -> dict[str, str]:
        """The words that a guard's sentence of facts is filled with."""


S = TypeVar("S", bound=Judged)
R = TypeVar("R")


class Outcome(StrEnum):
    """What a row does with what it judges."""

    ACCEPT = "accept"
    REFUSE = "refuse"
    HOLD = "hold"
    IGNORE = "ignore"


@dataclass(frozen=True)
class Row(Generic[S, R]):
    """One rule; `over` names what ranks it above later rows that disagree, `under` the reading that it needs."""

    cites: tuple[str, ...]
    sentence: str
    outcome: Outcome
    when: Callable[[S], bool]
    does: Callable[[S], R]
    reason: StrEnum | None = None
    tells: StrEnum | None = None
    over: tuple[str, ...] = ()
    under: tuple[str, tuple[str, ...]] | None = None

    def belongs_to(self, reading: Choosing) -> bool:
        """Whether the reading has this row at all."""
        return self.under is None or reading.takes(self.under[0], *self.under[1])

    def agrees_with(self, other: "Row[S, R]") -> bool:
        """Whether the asker could not tell which of the two decided."""
        return (self.outcome, self.tells) == (other.outcome, other.tells)


@dataclass(frozen=True)
class Verdict:
    """What was decided and, apart from it, what the asker is told: that difference is what concealment rests on."""

    table: str
    row: int
    outcome: Outcome
    reason: StrEnum | None
    told: StrEnum | None
    cites: tuple[str, ...]


@dataclass(frozen=True)
class Judgement(Generic[S, R]):
    """One row as it stood in one situation: whether it applied, decided or disagreed, and what it looked at."""

    number: int
    row: Row[S, R]
    state: str
    facts: str

    def __str__(self) -> str:
        mark = {"decides": "▶", "disagrees": "≠", "applied": "=", "not reached": "·", "did not apply": "✗"}[self.state]
        return f"{mark} {self.number}. {self.row.sentence} [{' '.join(self.row.cites)}] {self.state}: {self.facts}"


@dataclass(frozen=True)
class Table(Generic[S, R]):
    """The ordered rows for one kind of request."""

    name: str
    title: str
    rows: tuple[Row[S, R], ...]

    def rows_in(self, reading: Choosing) -> tuple[Row[S, R], ...]:
        """The rows of one reading, in the order in which they are asked."""
        return tuple(row for row in self.rows if row.belongs_to(reading))

    def deciding(self, situation: S) -> tuple[int, Row[S, R]]:
        """The number and the row that decides; a table in which no row applies is a broken specification."""
        number = 0
        for row in self.rows:
            if row.belongs_to(situation.reading):
                number += 1
                if row.when(situation):
                    return number, row
        raise AssertionError(f"no row of the table '{self.name}' applies; its last row must always apply")

    def decide(self, situation: S) -> tuple[Verdict, Row[S, R]]:
        """The verdict, and the row whose effect is to follow."""
        number, row = self.deciding(situation)
        return Verdict(self.name, number, row.outcome, row.reason, row.tells, row.cites), row

    def without(self, *dropped: Row[S, R]) -> "Table[S, R]":
        """The same table lacking some rows; for asking what a row is needed for."""
        return replace(self, rows=tuple(row for row in self.rows if row not in dropped))


def why(table: Table[S, R], situation: S) -> tuple[Judgement[S, R], ...]:
    """Every row of the table in this situation: which applied, which decided, and which would have said otherwise."""
    check_fit("why: table", table, Table)
    check_fit("why: situation", situation, Judged)
    number, decider = table.deciding(situation)
    return tuple(
        Judgement(n, row, _state(n, row, number, decider, situation), _facts(row, situation))
        for n, row in enumerate(table.rows_in(situation.reading), start=1)
    )


def _state(n: int, row: Row[S, R], number: int, decider: Row[S, R], situation: S) -> str:
    if n == number:
        return "decides"
    if not row.when(situation):
        return "did not apply"
    if row.when is always:
        return "not reached"
    return "applied" if row.agrees_with(decider) else "disagrees"


def _facts(row: Row[S, R], situation: S) -> str:
    return str(getattr(row.when, "looks_at", "")).format_map(situation.facts())


def looks_at(facts: str) -> Callable[[Callable[[S], bool]], Callable[[S], bool]]:
    """Say in a sentence what a guard looks at, so that `why` can show the facts beside the rule."""

    def named(guard: Callable[[S], bool]) -> Callable[[S], bool]:
        guard.looks_at = facts  # type: ignore[attr-defined]
        return guard

    return named


@looks_at("")
def always(_: Any) -> bool:
    """Always, whatever comes."""
    return True


def row(
    cites: str,
    sentence: str,
    outcome: Outcome,
    *,
    when: Callable[[S], bool],
    does: Callable[[S], R],
    reason: StrEnum | None = None,
    tells: StrEnum | None = None,
    over: str = "",
    under: str = "",
) -> Row[S, R]:
    """Write a row; clause ids and the reading are checked at once, so that a slip of the pen cannot stay unseen."""
    return Row(cited(cites), sentence, outcome, when, does, reason, tells, cited(over), _condition(under))


def _condition(under: str) -> tuple[str, tuple[str, ...]] | None:
    if not under:
        return None
    switch, _, values = under.partition("=")
    wanted = tuple(values.split("|"))
    if not set(wanted) <= set(values_of(switch)):
        raise ValueError(f"{under!r} is no setting of a reading; {switch} can be {', '.join(values_of(switch))}")
    return switch, wanted
