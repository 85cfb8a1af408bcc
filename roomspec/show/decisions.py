"""What is decided: the rows of a table, every answer at a glance, and why one step went as it did.

The figures are made from the rows and from what `spec_impl.rows.why` says of them; no rule is written here again.
What was decided and what the asker is told are two fields and two columns, also where both say the same.
"""

from dataclasses import dataclass
from typing import Any

from spec_impl import COMPLETED, DirectoryAnswer, Grant, KnockPlaced, Membership, PduAnswer, Reading, Trace, why
from spec_impl.cells import PLANS
from spec_impl.rows import Judgement, Outcome, Row, Table
from spec_impl.rules import HOME_SERVER_TABLES, table_for
from spec_impl.situation import Situation
from spec_impl.stepping import Step, directory_table_for

from .drawing import sheet
from .drawing.sheet import LINE, ORANGE, Figure, TableCell, element, table_sheet, tags, text
from .drawing.tables import lettered
from .drawing.two_worlds_sheet import ShownOutcome
from .words import OUTCOME_SIGN, OUTCOME_WORDS, answer_words, letter, told

AnyTable = Table[Any, Any]
Judgements = tuple[Judgement[Any, Any], ...]
COMMAND_TABLES = tuple(table.name for table in HOME_SERVER_TABLES if table.title.startswith("The command"))
REQUEST_TABLES = ("join request", "knock request", "acceptance", "fetch", "name query", "search", *COMMAND_TABLES)
"""The tables in which somebody asks for something; taking any other message in is no acceptance."""

GRID_WORDS_UP_TO = 6
NOTHING_TOLD = "(nothing)"
TOGETHER = "white-space:nowrap"
STATES: dict[str, tuple[str, str, str]] = {
    "decides": ("▶ ✓", "decides", "currentcolor"),
    "disagrees": ("≠", "disagrees", ORANGE.mark),
    "did not apply": ("✗", "did not apply", ""),
    "applied": ("·", "not reached", ""),
    "not reached": ("·", "not reached", ""),
}
"""What became of a row: its mark, its word, and the bar of a row that applied: where it decides, in the text's own."""


@dataclass(frozen=True)
class StepDecision:
    """What a step decided: the table asked, each of its rows as it stood, and what the asker was told."""

    table: AnyTable
    judgements: Judgements
    told: str
    clauses: tuple[str, ...]

    @classmethod
    def of(cls, step: Step) -> "StepDecision":
        """What was asked and decided in a step. Raises `ValueError` where no table decides."""
        table, situated = asked_of(step)
        first = step.verdicts[0]
        # Where the deciding row hands the decision on, the words come from the next.
        handed_on = first.outcome is Outcome.ACCEPT and told(step)
        said = f"“{told(step)}”" if handed_on else str(first.told or _answer(step))
        return cls(table, why(table, situated), said, first.cites)

    @property
    def decider(self) -> Judgement[Any, Any]:
        """The row that decided."""
        return _decider(self.judgements)

    def sentences(self, size: str = "12.5px") -> tuple[str, str]:
        """What was decided, with the reason in type of that size, and what was told."""
        outcome = _outcome(self.decider.row, self.table)
        reason = f", {sheet.mono(outcome.reason, size=size)}" if outcome.reason else ""
        return (
            f"{sheet.sign(outcome.tone)} {element('b', 'Decided')} {text(outcome.word)}{reason}.",
            f"{element('b', 'Told')} {_told_words(self.told, outcome)}.",
        )


def rules(table: AnyTable, reading: Reading = COMPLETED, title: str = "") -> Figure:
    """The rows of a table in one reading: sentence, clauses, what is decided, what the asker is told."""
    lines = []
    for number, row in enumerate(table.rows_in(reading), start=1):
        outcome = _outcome(row, table)
        words = _told_words(_told(table, row, number, reading), outcome)
        first = TableCell(str(number))
        lines.append((first, sheet.prose(row.sentence), tags(row.cites), _decided(outcome), words))
    rest = f"The first row that applies decides. Reading: {reading.name}."
    headers = ("#", "rule", "clauses", "decided", "told")
    return table_sheet(title or f"{table.title}.", rest, headers, lines, {"rule": "38%"})


def grid(table: AnyTable, down: str, across: str, reading: Reading = COMPLETED, title: str = "") -> Figure:
    """Every answer along two axes of the table's situations; all else is as usual. Disagreeing rows are named.

    With more than six columns the words go into a legend.
    """
    plan = PLANS[table.name]
    cells = list(plan.cells(reading, running=(down, across)))
    with_words = len(plan.axes[across]) <= GRID_WORDS_UP_TO
    lines: dict[str, list[str | TableCell]] = {word: [_first_cell(word)] for word in plan.axes[down]}
    legend, orders = dict[str, str](), set[str]()
    for cell in sorted(cells, key=lambda cell: plan.axes[down].index(dict(cell.values)[down])):
        judgements = why(table, cell.situation)
        decider = _decider(judgements)
        outcome = _outcome(decider.row, table)
        legend[outcome.word] = sheet.signed(outcome.tone, outcome.word)
        word = legend[outcome.word] if with_words else sheet.sign(outcome.tone)
        answer = element("span", f"{word} {sheet.muted(str(decider.number))}", style=TOGETHER)
        others = ", ".join(str(judgement.number) for judgement in judgements if judgement.state == "disagrees")
        marked = answer + sheet.second_line(element("b", f"≠ row {others}"))
        line = lines[dict(cell.values)[down]]
        line.append(TableCell(marked, ORANGE.mark) if others else answer)
        orders |= set(decider.row.over if others else ())
    rest = f"The number is the row that decides, reading {reading.name}."
    if orders:
        rest += f" ≠ another row applies too and would say otherwise; the order follows {', '.join(sorted(orders))}."
    words = sheet.muted(sheet.joined(legend.values(), " &#160; "))
    below = "" if with_words else element("div", words)
    headers = (f"{down} ↓ {across} →", *plan.axes[across])
    return table_sheet(title or f"{table.title}: every answer.", rest, headers, lines.values(), below=below)


def decision(trace: Trace, title: str, rest: str = "") -> Figure:
    """Each row in the situation of the last step: held or not, what it looked at, and what decided."""
    done, lines = StepDecision.of(trace.last), []
    decider = done.decider
    for judgement in done.judgements:
        mark, word, hue = STATES[judgement.state]
        row, outcome = judgement.row, _outcome(judgement.row, done.table)
        under = sheet.second_line(sheet.prose(judgement.facts)) if judgement.facts else ""
        if judgement.state == "disagrees":
            would, says = (OUTCOME_WORDS[each.outcome] for each in (row, decider.row))
            other = f"Would {would} where row {decider.number} says {says}."
            order = f" Ordered by {tags(decider.row.over)}." if decider.row.over else ""
            under += sheet.second_line(sheet.prose(other) + order)
        shown = _decided(outcome) if judgement is decider else element("span", text(outcome.word))
        state = f"{mark} applied, {word}" if hue else f"{mark} {word}"
        lines.append(judged_line(judgement, under, state, tags(row.cites), shown))
    by = f"{sheet.muted(f'Row {decider.number} by')} {tags(done.clauses)}"
    below = element("div", sheet.joined((*done.sentences(), by), " &#160; "))
    headers = ("#", "rule, and what the server knew", "this time", "clauses", "outcome")
    rest = rest or f"Reading: {trace.last.before.reading.name}."
    return table_sheet(title, rest, headers, lines, {headers[1]: "42%"}, below)


TAKEN_IN = "act on it"
"""What a row says that accepts where nobody asked for anything."""


def verdict(trace: Trace, title: str, rest: str = "") -> Figure:
    """The row that decided the last step and the one that would have said otherwise, in sentences; the rest folded.

    The first row that applies ends the reading, so of the rows below it nothing is said but that they were not reached.
    """
    done = StepDecision.of(trace.last)
    shown, others = [], []
    for judgement in done.judgements:
        outcome = _outcome(judgement.row, done.table)
        facts = sheet.second_line(sheet.prose(judgement.facts)) if judgement.facts else ""
        if judgement.state == "decides":
            word = "decides: it is done" if outcome.word == TAKEN_IN else f"decides: {outcome.word}"
            said = f"▶ {sheet.sign(outcome.tone)} {element('b', text(word))}"
            if done.told or outcome.tone != "accepted":
                said += sheet.second_line(f"told: {_told_words(done.told, outcome)}")
            shown.append((judgement, element("b", sheet.prose(judgement.row.sentence)) + facts, said, "4px solid"))
        elif judgement.state == "disagrees":
            said = sheet.signed("differ", f"would {outcome.word}")
            said += sheet.second_line(f"but row {done.decider.number} came first")
            shown.append((judgement, sheet.prose(judgement.row.sentence) + facts, said, f"4px dotted {ORANGE.mark}"))
        else:
            is_above = judgement.number < done.decider.number
            others.append(
                f"{judgement.number}. {judgement.row.sentence} {'Did not apply' if is_above else 'Not reached'}."
            )
    body = sheet.joined(_sentence_row(*each) for each in shown)
    above = done.decider.number - 1
    became = [f"{above} above did not apply"] if above else []
    became += [f"{len(others) - above} below not reached"] if len(others) > above else []
    below = sheet.details(f"the other {len(others)} rows: {', '.join(became)}", others) if others else ""
    table = element("table", element("tbody", body), style=f"{TABLE};border-collapse:collapse")
    return sheet.framed(title, table, sheet.caption(title, rest), below)


TABLE = "table-layout:fixed;width:100%;margin:0;border:0;font-size:14px"


def _sentence_row(judgement: Judgement[Any, Any], words: str, said: str, bar: str) -> str:
    """A row that reads as sentences; what it comes to stands beside them, or under them where the page is narrow."""
    line = f"border:0;border-bottom:1px solid {LINE}"
    number = sheet.cell("th", sheet.mono(str(judgement.number)), f"{line};border-left:{bar};width:30px", scope="row")
    left = element("div", words, style="display:inline-block;vertical-align:top;width:400px;max-width:100%")
    right = element("div", said, style="display:inline-block;vertical-align:top;width:206px;max-width:100%")
    return sheet.table_row(
        number + sheet.cell("td", left + right, line, padding="10px 8px", style="text-align:left;width:100%")
    )


def judged_line(judgement: Judgement[Any, Any], under: str, state: str, *more: str) -> list[TableCell]:
    """A row's number, its sentence and what stands under it, what became of it, and more."""
    _, _, bar = STATES[judgement.state]
    decides = judgement.state == "decides"
    sentence = sheet.prose(judgement.row.sentence)
    became = element("span", element("b", state) if bar else state, style=TOGETHER)
    words = ((element("b", sentence) if decides else sentence) + under, became, *more)
    return [TableCell(str(judgement.number), bar), *map(TableCell, words)]


def asked_of(step: Step) -> tuple[AnyTable, Any]:
    """The table that decides in a step, and the situation that it judges. Raises `ValueError` where none does."""
    situated = step.judged
    if situated is None:
        raise ValueError("a fault is decided by no table; choose a step in which a command or a message arrives")
    if isinstance(situated, Situation):
        return table_for(situated.message), situated
    return directory_table_for(situated.message), situated


def _decider(judgements: Judgements) -> Judgement[Any, Any]:
    return next(judgement for judgement in judgements if judgement.state == "decides")


def _outcome(row: Row[Any, Any], table: AnyTable) -> ShownOutcome:
    """What a row does, in a word; where nobody asks for anything, taking a message in is no acceptance."""
    is_taken_in = row.outcome is Outcome.ACCEPT and table.name not in REQUEST_TABLES
    word = TAKEN_IN if is_taken_in else OUTCOME_WORDS[row.outcome]
    return ShownOutcome(word, OUTCOME_SIGN[row.outcome], str(row.reason or ""))


def _told(table: AnyTable, row: Row[Any, Any], number: int, reading: Reading) -> str:
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


def _decided(outcome: ShownOutcome) -> str:
    reason = sheet.second_line(sheet.mono(outcome.reason, "11.5px")) if outcome.reason else ""
    return sheet.signed(outcome.tone, outcome.word) + reason


def _told_words(words: str, outcome: ShownOutcome) -> str:
    """What the asker is told, in quotes exactly as sent; an acceptance is no quotation."""
    if not words:
        return element("i", NOTHING_TOLD)
    return text(words) if outcome.tone == "accepted" else f"“{text(words)}”"


def _first_cell(word: str) -> str:
    """Who asks: the membership that an axis value begins with, if it begins with one, as its letter; and its words."""
    first = word.split(" ", maxsplit=1)[0]
    return lettered(letter(Membership(first)) if first in set(Membership) else "·", word)
