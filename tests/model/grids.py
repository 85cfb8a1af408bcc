"""Every table in every situation: each guard is asked in each cell once, and all else follows from who holds where."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from spec_impl import COMPLETED, LITERAL_2014, Reading
from spec_impl.cells import PLANS
from spec_impl.reading import otherwise, switches, values_of
from spec_impl.rows import Row, Table
from spec_impl.rules import DIRECTORY_TABLES, HOME_SERVER_TABLES

TABLES: dict[str, Table] = {table.name: table for table in (*HOME_SERVER_TABLES, *DIRECTORY_TABLES)}


Situations = tuple[Any, ...]


@dataclass(frozen=True)
class Grid:
    """The rows of one table in one reading, its cells, and for each cell the numbers of the rows that hold."""

    rows: tuple[Row, ...]
    cells: Situations
    held: tuple[tuple[int, ...], ...]

    @property
    def said(self) -> tuple[object, ...]:
        """What each cell says: what is decided, why, and what is told."""
        deciders = (self.rows[held[0]] for held in self.held)
        return tuple((row.outcome, row.reason, row.tells, row.sentence) for row in deciders)

    def both(self, one: int, other: int) -> Situations:
        """The cells in which both rows hold, and one of them is the first that does."""
        cells = zip(self.cells, self.held, strict=True)
        return tuple(cell for cell, held in cells if {one, other} <= {*held} and held[0] in (one, other))

    def decided_by(self, number: int) -> Iterator[tuple[Any, int | None]]:
        """The cells that a row decides, each with the row that would decide without it."""
        for cell, held in zip(self.cells, self.held, strict=True):
            if held[0] == number:
                yield cell, next(iter(held[1:]), None)

    def differ(self, cell: Any, one: int, other: int) -> bool:
        """Whether two rows would do something different in this cell."""
        first, second = self.rows[one], self.rows[other]
        said = [(row.outcome, row.reason, row.tells) for row in (first, second)]
        return said[0] != said[1] or first.does(cell) != second.does(cell)


class Noting:
    """A reading that notes which of its switches somebody looks at."""

    def __init__(self, reading: Reading) -> None:
        self.reading, self.asked = reading, set[str]()

    def __getattr__(self, switch: str) -> str:
        self.asked.add(switch)
        return getattr(self.reading, switch)

    def takes(self, switch: str, *values: str) -> bool:
        self.asked.add(switch)
        return self.reading.takes(switch, *values)


def holds(row: Row, cell: Any) -> bool:
    """Whether the row's guard holds; one that cannot be asked counts as no, and is seen by the last test below."""
    try:
        return row.when(cell)
    except AssertionError:
        return False


@cache
def situations(name: str) -> Situations:
    """Every situation in which the table can be printed."""
    return tuple(cell.situation for cell in PLANS[name].cells())


@cache
def grid(name: str, reading: Reading | Noting) -> Grid:
    """Every guard of the table asked in every situation."""
    rows = TABLES[name].rows_in(reading)
    cells = tuple(replace(situation, reading=reading) for situation in situations(name))
    return Grid(rows, cells, tuple(tuple(n for n, row in enumerate(rows) if holds(row, cell)) for cell in cells))


@cache
def switches_of(name: str) -> tuple[str, ...]:
    """The switches that a row of the table stands under, or that a guard of it looks at: found by trying."""
    noting = Noting(COMPLETED)
    grid(name, noting)
    asked = noting.asked | {row.under[0] for row in TABLES[name].rows if row.under}
    return tuple(switch for switch in switches() if switch in asked)


@cache
def readings_for(name: str) -> tuple[Reading, ...]:
    """The two named readings, and the recommended one with each switch of the table turned each other way."""
    turned = (otherwise(switch, value) for switch in switches_of(name) for value in values_of(switch))
    return (COMPLETED, LITERAL_2014, *(each for each in turned if replace(each, name="COMPLETED") != COMPLETED))
