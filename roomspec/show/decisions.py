"""What is decided: the rows of a table, every answer at a glance, and why one step went as it did.

The figures are made from the rows and from what `spec_impl.rows.why` says of them; no rule is written here again.
"""

from typing import Any

from spec_impl import COMPLETED, Membership, Reading, Trace, why
from spec_impl.cells import PLANS
from spec_impl.messages import DirectoryAnswer, Grant, KnockPlaced, PduAnswer
from spec_impl.rows import Judgement, Outcome, Row, Table
from spec_impl.rules import HOME_SERVER_TABLES, table_for
from spec_impl.situation import Situation
from spec_impl.stepping import Step, directory_table_for

from .drawing import tables as picture
from .drawing.sheet import Figure
from .words import OUTCOME_SIGN, answer_words, letter, told

Judgements = tuple[Judgement[Any, Any], ...]
COMMAND_TABLES = tuple(table.name for table in HOME_SERVER_TABLES if table.title.startswith("The command"))
REQUEST_TABLES = ("join request", "knock request", "acceptance", "fetch", "name query", "search", *COMMAND_TABLES)
"""The tables in which somebody asks for something; taking any other message in is no acceptance."""

ROW_STATES: dict[str, picture.RowState] = {"decides": "decides", "disagrees": "disagrees", "did not apply": "not_held"}


def rules(table: Table[Any, Any], reading: Reading = COMPLETED, title: str = "") -> Figure:
    """The rows of a table in one reading: sentence, clauses, what is decided, what the asker is told."""
    rows = tuple(
        picture.DecisionRow(number, row.sentence, row.cites, _outcome(row, table), _told(table, row, number, reading))
        for number, row in enumerate(table.rows_in(reading), start=1)
    )
    rest = f"The first row that applies decides. Reading: {reading.name}."
    return picture.decision_table(title or f"{table.title}.", rest, rows)


def grid(table: Table[Any, Any], down: str, across: str, reading: Reading = COMPLETED, title: str = "") -> Figure:
    """Every answer along two axes of the table's situations; all else is as usual. Disagreeing rows are named."""
    plan = PLANS[table.name]
    cells: dict[str, list[picture.GridCell]] = {word: [] for word in plan.axes[down]}
    orders: set[str] = set()
    for cell in plan.cells(reading, running=(down, across)):
        judgements = why(table, cell.situation)
        decider = _decider(judgements)
        others = tuple(judgement.number for judgement in judgements if judgement.state == "disagrees")
        cells[dict(cell.values)[down]].append(picture.GridCell(_outcome(decider.row, table), decider.number, others))
        orders |= set(decider.row.over if others else ())
    rest = f"The number is the row that decides, reading {reading.name}."
    if orders:
        rest += f" ≠ another row applies too and would say otherwise; the order follows {', '.join(sorted(orders))}."
    lines = [picture.GridRow(_first_letter(word), word, tuple(line)) for word, line in cells.items()]
    return picture.grid_table(
        title or f"{table.title}: every answer.", rest, f"{down} ↓ {across} →", plan.axes[across], lines
    )


def decision(trace: Trace, title: str, rest: str = "") -> Figure:
    """Each row in the situation of the last step: held or not, what it looked at, and what decided."""
    rows, done = decision_rows(trace.last)
    return picture.why_table(title, rest or f"Reading: {trace.last.before.reading.name}.", rows, done)


def decision_rows(step: Step) -> tuple[tuple[picture.WhyRow, ...], picture.Decided]:
    """The same table as picture values, and the line below it."""
    table, situated = asked_of(step)
    judgements = why(table, situated)
    decider, first = _decider(judgements), step.verdicts[0]
    # Where the deciding row hands the decision on, the words come from the next.
    handed_on = first.outcome is Outcome.ACCEPT and told(step)
    said = f"“{told(step)}”" if handed_on else str(first.told or _answer(step))
    done = picture.Decided(_outcome(decider.row, table), said, decider.number, first.cites)
    return tuple(_decision_row(judgement, decider, table) for judgement in judgements), done


def asked_of(step: Step) -> tuple[Table[Any, Any], Any]:
    """The table that decides in a step, and the situation that it judges. Raises `ValueError` where none does."""
    situated = step.judged
    if situated is None:
        raise ValueError("a fault is decided by no table; choose a step in which a command or a message arrives")
    if isinstance(situated, Situation):
        return table_for(situated.message), situated
    return directory_table_for(situated.message), situated


def _decision_row(
    judgement: Judgement[Any, Any], decider: Judgement[Any, Any], table: Table[Any, Any]
) -> picture.WhyRow:
    row, disagrees = judgement.row, judgement.state == "disagrees"
    return picture.WhyRow(
        judgement.number,
        row.sentence,
        judgement.facts,
        ROW_STATES.get(judgement.state, "not_reached"),
        row.cites,
        _outcome(row, table),
        f"Would {row.outcome} where row {decider.number} says {decider.row.outcome}." if disagrees else "",
        decider.row.over if disagrees else (),
    )


def _decider(judgements: Judgements) -> Judgement[Any, Any]:
    return next(judgement for judgement in judgements if judgement.state == "decides")


def _outcome(row: Row[Any, Any], table: Table[Any, Any]) -> picture.ShownOutcome:
    """What a row does, in a word; where nobody asks for anything, taking a message in is no acceptance."""
    word = "act on it" if row.outcome is Outcome.ACCEPT and table.name not in REQUEST_TABLES else str(row.outcome)
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
    """What the asker is sent, in words: the first message that is an answer."""
    for sent in reaction.sends:
        if isinstance(sent.message, DirectoryAnswer):
            return "the listing" if sent.message.found else "nothing found"
        if isinstance(sent.message, Grant | KnockPlaced | PduAnswer):
            return answer_words(sent.message)
    return ""


def _first_letter(word: str) -> str:
    """The letter of the membership that an axis value begins with, if it begins with one."""
    first = word.split(" ", maxsplit=1)[0]
    return letter(Membership(first)) if first in set(Membership) else "·"
