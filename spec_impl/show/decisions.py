"""Decision tables printed from the rows themselves, and why a step was decided as it was."""

from typing import Any

from ..model import COMPLETED, Membership, Reading, Trace
from ..model.cells import PLANS
from ..model.messages import Grant, KnockPlaced, PduAnswer
from ..model.receive import directory_table_for, table_for
from ..model.rows import Judgement, Outcome, Row, Table
from ..model.rows import why as judgements_of
from ..model.situation import Reaction, Situation
from ..model.stepping import Step, situation
from .drawing import decision_sheet as picture
from .drawing.sheet import Figure
from .words import OUTCOME_SIGN, letter

Judgements = tuple[Judgement[Any, Any], ...]
ANSWERS = ((Grant, "joined"), (KnockPlaced, "knock placed"), (PduAnswer, "the state change"))


def rules(table: Table[Any, Any], reading: Reading = COMPLETED, title: str = "") -> Figure:
    """The rows of a table in one reading: sentence, clauses, what is decided, what the asker is told."""
    rows = tuple(
        picture.DecisionRow(number, row.sentence, row.cites, _outcome(row), _told(table, row, number, reading))
        for number, row in enumerate(table.rows_in(reading), start=1)
    )
    return picture.decision_table(
        title or f"{table.title}.", f"The first row that holds decides. Reading: {reading.name}.", rows
    )


def grid(table: Table[Any, Any], down: str, across: str, reading: Reading = COMPLETED, title: str = "") -> Figure:
    """Every answer along two axes of the table's situations; all else is as usual. Disagreeing rows are named."""
    plan = PLANS[table.name]
    judged: dict[str, list[Judgements]] = {word: [] for word in plan.axes[down]}
    for cell in plan.cells(reading, running=(down, across)):
        judged[dict(cell.values)[down]].append(judgements_of(table, cell.situation))
    lines = [picture.GridRow(_letter(word), word, tuple(map(_grid_cell, line))) for word, line in judged.items()]
    orders = sorted({clause for line in judged.values() for judgements in line for clause in _orders(judgements)})
    rest = f"The number is the row that decides, reading {reading.name}."
    if orders:
        rest += f" ≠ another row holds too and would say otherwise; the order follows {', '.join(orders)}."
    return picture.grid_table(title or f"{table.title}: every answer.", rest, down, plan.axes[across], lines)


def why(trace: Trace, title: str, rest: str = "") -> Figure:
    """Each row in the situation of the last step: held or not, what it looked at, and what decided."""
    table, judged = _judged(trace.last)
    judgements = judgements_of(table, judged)
    decider = _decider(judgements)
    verdict = trace.last.verdicts[0]
    done = picture.Decided(_outcome(decider.row), str(verdict.told or ""), decider.number, verdict.cites)
    rows = tuple(_why_row(judgement, decider) for judgement in judgements)
    return picture.why_table(title, rest or f"Reading: {judged.reading.name}.", rows, done)


def _judged(step: Step) -> tuple[Table[Any, Any], Any]:
    judged = situation(step.before, step.action)
    if judged is None:
        raise ValueError("a fault is decided by no table; choose a step in which a command or a message arrives")
    if isinstance(judged, Situation):
        return table_for(judged.message), judged
    return directory_table_for(judged.message), judged


def _why_row(judgement: Judgement[Any, Any], decider: Judgement[Any, Any]) -> picture.WhyRow:
    row, disagrees = judgement.row, judgement.state == "disagrees"
    states: dict[str, picture.RowState] = {"decides": "decides", "disagrees": "disagrees", "did not hold": "not_held"}
    return picture.WhyRow(
        judgement.number,
        row.sentence,
        judgement.facts,
        states.get(judgement.state, "not_reached"),
        row.cites,
        _outcome(row),
        f"Would {row.outcome} where row {decider.number} says {decider.row.outcome}." if disagrees else "",
        decider.row.over if disagrees else (),
    )


def _outcome(row: Row[Any, Any]) -> picture.Outcome:
    return picture.Outcome(row.outcome, OUTCOME_SIGN[row.outcome], str(row.reason or ""))


def _told(table: Table[Any, Any], row: Row[Any, Any], number: int, reading: Reading) -> str:
    """The words that the row tells; for a grant, what the answer sent in a situation that it decides amounts to."""
    if row.tells:
        return str(row.tells)
    if row.outcome is not Outcome.ACCEPT:
        return ""
    for cell in PLANS[table.name].cells(reading):
        if table.deciding(cell.situation)[0] == number:
            return _answer(row.does(cell.situation))
    return ""


def _answer(reaction: Any) -> str:
    sends = reaction.sends if isinstance(reaction, Reaction) else ()
    return next((words for sent in sends for kind, words in ANSWERS if isinstance(sent.message, kind)), "")


def _decider(judgements: Judgements) -> Judgement[Any, Any]:
    return next(judgement for judgement in judgements if judgement.state == "decides")


def _grid_cell(judgements: Judgements) -> picture.GridCell:
    decider = _decider(judgements)
    others = tuple(judgement.number for judgement in judgements if judgement.state == "disagrees")
    return picture.GridCell(_outcome(decider.row), decider.number, others)


def _orders(judgements: Judgements) -> tuple[str, ...]:
    """What ranks the deciding row above those that would have said otherwise."""
    disputed = any(judgement.state == "disagrees" for judgement in judgements)
    return _decider(judgements).row.over if disputed else ()


def _letter(word: str) -> str:
    first = word.split(" ", maxsplit=1)[0]
    return letter(Membership(first)) if first in set(Membership) else "·"
