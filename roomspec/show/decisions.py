"""Decision tables printed from the rows themselves, and why a step was decided as it was."""

from typing import Any

from spec_impl import COMPLETED, Membership, Reading, Trace
from spec_impl.cells import PLANS
from spec_impl.messages import DirectoryAnswer, Grant, KnockPlaced, PduAnswer
from spec_impl.rows import Judgement, Outcome, Row, Table
from spec_impl.rows import why as judgements_of
from spec_impl.rules import HOME_SERVER_TABLES
from spec_impl.situation import Situation
from spec_impl.stepping import Step, directory_table_for, situation, table_for

from .drawing import tables as picture
from .drawing.sheet import Figure
from .words import OUTCOME_SIGN, letter, told

COMMANDS = tuple(table.name for table in HOME_SERVER_TABLES if table.title.startswith("The command"))
Judgements = tuple[Judgement[Any, Any], ...]
ASKED = ("join request", "knock request", "acceptance", "fetch", "name query", "search", *COMMANDS)
ANSWERS = ((Grant, "joined"), (KnockPlaced, "knock placed"), (PduAnswer, "the state change"))


def rules(table: Table[Any, Any], reading: Reading = COMPLETED, title: str = "") -> Figure:
    """The rows of a table in one reading: sentence, clauses, what is decided, what the asker is told."""
    rows = tuple(
        picture.DecisionRow(number, row.sentence, row.cites, _outcome(row, table), _told(table, row, number, reading))
        for number, row in enumerate(table.rows_in(reading), start=1)
    )
    return picture.decision_table(
        title or f"{table.title}.", f"The first row that applies decides. Reading: {reading.name}.", rows
    )


def grid(table: Table[Any, Any], down: str, across: str, reading: Reading = COMPLETED, title: str = "") -> Figure:
    """Every answer along two axes of the table's situations; all else is as usual. Disagreeing rows are named."""
    plan = PLANS[table.name]
    judged: dict[str, list[Judgements]] = {word: [] for word in plan.axes[down]}
    for cell in plan.cells(reading, running=(down, across)):
        judged[dict(cell.values)[down]].append(judgements_of(table, cell.situation))
    lines = [
        picture.GridRow(_letter(word), word, tuple(_grid_cell(table, each) for each in line))
        for word, line in judged.items()
    ]
    orders = sorted({clause for line in judged.values() for judgements in line for clause in _orders(judgements)})
    rest = f"The number is the row that decides, reading {reading.name}."
    if orders:
        rest += f" ≠ another row applies too and would say otherwise; the order follows {', '.join(orders)}."
    corner = f"{down} ↓ {across} →"
    return picture.grid_table(title or f"{table.title}: every answer.", rest, corner, plan.axes[across], lines)


def why(trace: Trace, title: str, rest: str = "") -> Figure:
    """Each row in the situation of the last step: held or not, what it looked at, and what decided."""
    rows, done = why_rows(trace.last)
    return picture.why_table(title, rest or f"Reading: {trace.last.before.reading.name}.", rows, done)


def why_rows(step: Step) -> tuple[tuple[picture.WhyRow, ...], picture.Decided]:
    """The same table as picture values, and the line below it."""
    table, situated = judged(step)
    judgements = judgements_of(table, situated)
    decider = _decider(judgements)
    done = picture.Decided(_outcome(decider.row, table), _said(step), decider.number, step.verdicts[0].cites)
    return tuple(_why_row(judgement, decider, table) for judgement in judgements), done


def _said(step: Step) -> str:
    """What the asker of a step hears; where the deciding row hands the decision on, the words come from the next."""
    first = step.verdicts[0]
    if first.outcome is Outcome.ACCEPT and told(step):
        return f"“{told(step)}”"
    return str(first.told or _answer(step))


def judged(step: Step) -> tuple[Table[Any, Any], Any]:
    """The table that decides in a step, and the situation that it judges. Raises `ValueError` where none does."""
    situated = situation(step.before, step.action)
    if situated is None:
        raise ValueError("a fault is decided by no table; choose a step in which a command or a message arrives")
    if isinstance(situated, Situation):
        return table_for(situated.message), situated
    return directory_table_for(situated.message), situated


def _why_row(judgement: Judgement[Any, Any], decider: Judgement[Any, Any], table: Table[Any, Any]) -> picture.WhyRow:
    row, disagrees = judgement.row, judgement.state == "disagrees"
    states: dict[str, picture.RowState] = {"decides": "decides", "disagrees": "disagrees", "did not apply": "not_held"}
    return picture.WhyRow(
        judgement.number,
        row.sentence,
        judgement.facts,
        states.get(judgement.state, "not_reached"),
        row.cites,
        _outcome(row, table),
        f"Would {row.outcome} where row {decider.number} says {decider.row.outcome}." if disagrees else "",
        decider.row.over if disagrees else (),
    )


def _outcome(row: Row[Any, Any], table: Table[Any, Any]) -> picture.ShownOutcome:
    """What a row does, in a word; where nobody asks for anything, taking a message in is no acceptance."""
    word = "act on it" if row.outcome is Outcome.ACCEPT and table.name not in ASKED else str(row.outcome)
    return picture.ShownOutcome(word, OUTCOME_SIGN[row.outcome], str(row.reason or ""))


def _told(table: Table[Any, Any], row: Row[Any, Any], number: int, reading: Reading) -> str:
    """The words that the row tells; for a grant, what the answer sent in a situation that it decides amounts to."""
    if row.tells:
        return str(row.tells)
    for cell in PLANS[table.name].cells(reading):
        if table.deciding(cell.situation)[0] == number:
            return _answer(row.does(cell.situation))
    return ""


def _answer(reaction: Any) -> str:
    for sent in reaction.sends:
        if isinstance(sent.message, DirectoryAnswer):
            return "the listing" if sent.message.found else "nothing found"
        for kind, words in ANSWERS:
            if isinstance(sent.message, kind):
                return words
    return ""


def _decider(judgements: Judgements) -> Judgement[Any, Any]:
    return next(judgement for judgement in judgements if judgement.state == "decides")


def _grid_cell(table: Table[Any, Any], judgements: Judgements) -> picture.GridCell:
    decider = _decider(judgements)
    others = tuple(judgement.number for judgement in judgements if judgement.state == "disagrees")
    return picture.GridCell(_outcome(decider.row, table), decider.number, others)


def _orders(judgements: Judgements) -> tuple[str, ...]:
    """What ranks the deciding row above those that would have said otherwise."""
    disputed = any(judgement.state == "disagrees" for judgement in judgements)
    return _decider(judgements).row.over if disputed else ()


def _letter(word: str) -> str:
    first = word.split(" ", maxsplit=1)[0]
    return letter(Membership(first)) if first in set(Membership) else "·"
