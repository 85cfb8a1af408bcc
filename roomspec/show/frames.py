"""The clauses, and every situation of a table with its answer, as pandas frames: for counting, slicing and pivoting."""

from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

from spec_impl import COMPLETED, Reading
from spec_impl.cells import PLANS
from spec_impl.clauses import CLAUSES
from spec_impl.rows import Table


def frame_of(columns: Sequence[str], lines: Iterable[Sequence[str]]) -> pd.DataFrame:
    """Plain words as a frame; a column in which all are numbers is one of numbers."""
    frame = pd.DataFrame(list(lines), columns=list(columns))
    for column in frame.columns:
        if len(frame) and frame[column].str.fullmatch(r"\d[\d,]*").all():
            frame[column] = frame[column].str.replace(",", "").astype("Int64")
    return frame


def clause_frame() -> pd.DataFrame:
    """One line a clause, indexed by its id: section, strength, status, first and last source line, text."""
    lines = [
        (each.id, each.section, each.strength, each.status, *(each.lines or (pd.NA, pd.NA)), each.text)
        for each in CLAUSES.values()
    ]
    columns = ["id", "section", "strength", "status", "first line", "last line", "text"]
    return pd.DataFrame(lines, columns=columns).set_index("id")


def cell_frame(table: Table[Any, Any], reading: Reading = COMPLETED) -> pd.DataFrame:
    """One line a situation: a column for each axis, then what is decided, by which row, why, and what is told."""
    lines = []
    for cell in PLANS[table.name].cells(reading):
        verdict, _ = table.decide(cell.situation)
        said = {"reason": str(verdict.reason or ""), "told": str(verdict.told or "")}
        lines.append({**dict(cell.values), "outcome": str(verdict.outcome), "row": verdict.row, **said})
    return pd.DataFrame(lines)
