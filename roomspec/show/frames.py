"""What there is to be counted, as pandas frames: runs, findings, clauses, readings, and every situation of a table.

A column of words that repeat is a category, one of numbers an `Int64`. Nothing is decided and nothing searched here: a
frame holds what was found. The frame of a figure is `figure.frame`, that of the ledger `figures.ledger(...).frame`.
"""

from collections.abc import Iterable
from typing import Any

from spec_impl import COMPLETED, Reading, Trace
from spec_impl.cells import PLANS
from spec_impl.claims import Mood
from spec_impl.clauses import CLAUSES
from spec_impl.reading import READINGS, switches, values_of
from spec_impl.rows import Table

from ..search import Findings
from .drawing.frame import pd
from .run import as_chart


def trace_frame(trace: Trace) -> pd.DataFrame:
    """One line a step of a run: what happened, between whom, what was decided by which row, what was told, and why."""
    lines = []
    for row, step in zip(as_chart(trace).rows, trace.steps, strict=True):
        first = step.verdicts[0] if step.verdicts else None
        decided = (first.table, str(first.outcome), first.row) if first else (pd.NA, pd.NA, pd.NA)
        told = next((str(verdict.told) for verdict in step.verdicts if verdict.told), pd.NA)
        changes = ", ".join(f"{c.server}: {c.user.name} {c.before} → {c.after}" for c in step.changes)
        who = (row.at, row.to if row.to else pd.NA)
        lines.append((row.number, row.kind, *who, row.label, *decided, told, changes, " ".join(row.tags)))
    columns = ("step", "kind", "who", "to", "what", "table", "decided", "row", "told", "changes", "clauses")
    categories = ("kind", "who", "to", "what", "table", "decided", "told")
    return _typed(pd.DataFrame(lines, columns=columns), categories, ("step", "row")).set_index("step")


def finding_frame(findings: Iterable[Findings]) -> pd.DataFrame:
    """One line for each scope and claim that was asked there: what became of it, and after how many steps."""
    lines = []
    for found in findings:
        for claim in found.claims:
            run = found.run(claim)
            seen = "witnessed" if claim.mood is Mood.SOMETIMES else "fails"
            quiet = "not seen" if claim.mood is Mood.SOMETIMES else "holds"
            verdict = seen if run is not None else quiet if found.exploration.is_exhaustive else "searched in part"
            length = len(run) if run is not None else pd.NA
            about = (found.scope.name, found.scope.size, found.reading.name, claim.name, str(claim.mood))
            lines.append((*about, verdict, length, found.exploration.states, " ".join(claim.cites)))
    columns = ("scope", "size", "reading", "claim", "mood", "verdict", "steps", "worlds", "clauses")
    return _typed(pd.DataFrame(lines, columns=columns), columns[:6], ("steps", "worlds"))


def clause_frame() -> pd.DataFrame:
    """One line a clause, indexed by its id: section, strength, status, first and last source line, text."""
    lines = [
        (each.id, each.section, each.strength, each.status, *(each.lines or (pd.NA, pd.NA)), each.text)
        for each in CLAUSES.values()
    ]
    columns = ["id", "section", "strength", "status", "first line", "last line", "text"]
    frame = pd.DataFrame(lines, columns=columns).set_index("id")
    return _typed(frame, ("section", "strength", "status"), ("first line", "last line"))


def reading_frame(*readings: Reading) -> pd.DataFrame:
    """One line a decision: how each reading takes it (the named ones if none is given), the ways there are, and why."""
    shown = readings or tuple(READINGS.values())
    lines = []
    for name, switch in switches().items():
        stands = [getattr(reading, name) for reading in shown]
        lines.append((name, *stands, ", ".join(values_of(name)), switch.metadata["cites"], switch.metadata["because"]))
    columns = ("switch", *(reading.name for reading in shown), "values", "clauses", "because")
    return _typed(pd.DataFrame(lines, columns=columns), columns[1 : 1 + len(shown)], ()).set_index("switch")


def cell_frame(table: Table[Any, Any], reading: Reading = COMPLETED) -> pd.DataFrame:
    """One line a situation: a column for each axis, then what is decided, by which row, why, and what is told."""
    lines, plan = [], PLANS[table.name]
    for cell in plan.cells(reading):
        verdict, _ = table.decide(cell.situation)
        said = {"reason": str(verdict.reason or ""), "told": str(verdict.told or "")}
        lines.append({**dict(cell.values), "outcome": str(verdict.outcome), "row": verdict.row, **said})
    frame = _typed(pd.DataFrame(lines), ("outcome", "reason", "told"), ("row",))
    for axis, values in plan.axes.items():
        if axis in frame:
            frame[axis] = pd.Categorical(frame[axis], categories=list(values))
    return frame


def _typed(frame: pd.DataFrame, categories: Iterable[str], numbers: Iterable[str]) -> pd.DataFrame:
    """The frame with words that repeat as categories, and numbers that may be missing."""
    return frame.astype(dict.fromkeys(categories, "category") | dict.fromkeys(numbers, "Int64"))
