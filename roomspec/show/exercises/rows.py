"""Write the row that is missing from a table of the rules: judged in every situation that the table is asked about."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from spec_impl import COMPLETED, Reading
from spec_impl.cells import PLANS, Cell
from spec_impl.rows import Row, Table

from .exercise import Exercise, Reply, no_answer

Rows = Table[Any, Any]


def missing_row(
    name: str, task: str, hints: tuple[str, ...], table: Rows, gone: str, reading: Reading = COMPLETED
) -> Exercise:
    """The table without the row whose sentence begins with `gone`; the answer is a row to stand in its place."""
    (lost,) = (row for row in table.rows if row.sentence.startswith(gone))

    def judge(answer: object) -> Reply:
        if not isinstance(answer, Row):
            return no_answer("a row, such as refuse(...) or accept(...)", answer)
        mended = replace(table, rows=tuple(answer if row is lost else row for row in table.rows))
        return _judged(table, mended, reading)

    return Exercise(name, task, hints, judge)


def table_without(table: Rows, gone: str) -> Rows:
    """The table as it is shown: with a row missing."""
    return table.without(*(row for row in table.rows if row.sentence.startswith(gone)))


def _judged(table: Rows, mended: Rows, reading: Reading) -> Reply:
    cells = tuple(PLANS[table.name].cells(reading))
    try:
        wrong = [cell for cell in cells if _said(table, cell) != _said(mended, cell)]
    except Exception as broken:  # noqa: BLE001 - a guard may do anything, and its author is still learning
        return Reply("no answer", f"Your row breaks when it is asked: {type(broken).__name__}: {broken}.")
    looked = f"{len(cells)} situations of “{table.title}”, in reading {reading.name}."
    if wrong:
        where = "; ".join(f"{axis}: {word}" for axis, word in _unusual(table, wrong[0]))
        words = f"In {len(wrong)} of them the table does something else than the rules do, first at {where}."
        return Reply("not yet", words, looked)
    unread = "whether your sentence says what your guard does, and whether the clauses that you cite say it."
    return Reply("solved", "The table decides and tells in each of them what the rules do.", looked, unread)


def _said(table: Rows, cell: Cell) -> tuple[object, ...]:
    """What is decided and told, and what is done."""
    _, row = table.deciding(cell.situation)
    return row.outcome, row.tells, row.does(cell.situation)


def _unusual(table: Rows, cell: Cell) -> Iterator[tuple[str, str]]:
    """What sets a situation apart from the usual one; where nothing does, all of it."""
    usual = {axis: words[0] for axis, words in PLANS[table.name].axes.items()}
    apart = [(axis, word) for axis, word in cell.values if usual[axis] != word]
    yield from apart or cell.values
