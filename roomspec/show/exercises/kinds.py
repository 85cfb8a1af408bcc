"""What an exercise is: a task, hints one after another, and a judge; and its kinds, by what is handed in.

A run is judged by the rules and by the claim, and its length by a search of the scope; a reading in every world of a
scope; a row in every situation that its table is asked about. Which exercises there are stands in `catalogue`.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Literal, NamedTuple

from spec_impl import COMPLETED, Fault, Give, Heal, NotEnabled, Post, Reading, Trace, stepping
from spec_impl.cells import PLANS, Cell
from spec_impl.claims import CLAIMS, Claim
from spec_impl.reading import switches
from spec_impl.rows import Row
from spec_impl.scopes.scope import Scope
from spec_impl.wanted import WrongUse, brief

from ...doors import door
from ...search import check
from ...search.claims import ClaimStatus, standings
from ..decisions import AnyTable
from ..drawing.sheet import FRAME, Figure, SignKind, element, framed, joined, prose, signed
from ..drawing.tables import plain_table

Kind = Literal["solved", "not yet", "no answer", "written"]
REPLY_SIGNS: dict[Kind, tuple[SignKind, str]] = {
    "solved": ("accepted", "Solved."),
    "not yet": ("held", "Not yet."),
    "no answer": ("unknown", "No answer."),
    "written": ("accepted", "Written."),
}


@dataclass(frozen=True)
class Reply:
    """What a check says: how the answer does, what was looked at, what was not, and the next hint.

    `run` is a run that shows why, where the check found one; it is a counterexample, never a solution.
    """

    kind: Kind
    words: str
    checked: str = ""
    unchecked: str = ""
    hint: str = ""
    run: Trace | None = None

    def __repr__(self) -> str:
        return " ".join(part for part in (REPLY_SIGNS[self.kind][1], *self._lines()) if part)

    def _lines(self) -> tuple[str, ...]:
        parts = (("Checked", self.checked), ("Not checked", self.unchecked), ("Hint", self.hint))
        return (self.words, *(f"{name}: {words}" for name, words in parts if words))

    def _repr_html_(self) -> str:
        first, *others = self._lines()
        head = element("div", f"{signed(*REPLY_SIGNS[self.kind])} {prose(first)}")
        style = "font-size:12.5px;margin:4px 0 0 0"
        body = joined(element("div", prose(line), style=style) for line in others)
        return element("div", head + body, style=f"{FRAME};padding:8px 12px")


class Try(NamedTuple):
    """One answer, the reason given for it, and what was said to it."""

    answer: object
    because: str
    said: Kind


@door
class Exercise:
    """A task to be solved; every answer that does not solve it yet earns the next hint.

    Where it is about runs, it has a `start` and a `scope`: with these a stepper drives it, too. It remembers what was
    tried, for `handin`; its `key` and the `word` that it was made for say which exercise it is.
    """

    def __init__(
        self,
        name: str,
        task: str,
        hints: tuple[str, ...],
        judge: Callable[[object], Reply],
        start: Trace | None = None,
        scope: Scope | None = None,
    ) -> None:
        self.name, self.task, self.hints, self._judge = name, task, hints, judge
        self.start, self.scope = start, scope
        self.key, self.word = "", ""
        self.tries: list[Try] = []
        self._misses = 0

    @property
    def reading(self) -> Reading:
        """The reading under which it is to be solved."""
        return self.start.initial.reading if self.start else COMPLETED

    def called(self, key: str, word: str) -> "Exercise":
        """The same under its key in the catalogue, made for a word."""
        self.key, self.word = key, word
        return self

    def check(self, answer: object, because: str = "") -> Reply:
        """How an answer does, and why it should; what is no answer at all costs no hint.

        The reason, in the learner's own words, is kept beside the answer and never judged.
        """
        reply = self._judge(answer)
        if reply.kind == "not yet" and self.hints:
            reply = replace(reply, hint=self.hints[min(self._misses, len(self.hints) - 1)])
            self._misses += 1
        self.tries.append(Try(answer, because, reply.kind))
        return reply

    def figure(self) -> Figure:
        """The task as a sheet."""
        hints = f"{len(self.hints)} hints, one for each try." if len(self.hints) > 1 else ""
        lines = joined(element("div", prose(line), style="margin:3px 0") for line in self.task.splitlines())
        below = element("div", prose(hints), style="font-size:12.5px") if hints else ""
        return framed(self.name, element("div", element("b", prose(self.name))) + lines + below)

    def __repr__(self) -> str:
        return f"<exercise: {self.name}>"

    def _repr_html_(self) -> str:
        return self.figure().html


def no_answer(wanted: str, given: object) -> Reply:
    """One sentence to whoever answers with something else."""
    name = type(given).__name__
    article = "an" if name[0].lower() in "aeiou" else "a"
    return Reply("no answer", f"This exercise is answered with {wanted}; this is {article} {name}.")


# --- A run ------------------------------------------------------------------------------------------------------------


def by_run(
    name: str, task: str, hints: tuple[str, ...], scope: Scope, reading: Reading, claim: Claim, wanted: ClaimStatus
) -> Exercise:
    """Find a run of the scope that witnesses the claim, or in which it fails under a reading that is wrong."""
    start = Trace(scope.world(reading), (), scope.name)

    @cache
    def shortest() -> int:
        """How many steps the shortest run has; searched for only when somebody has found one himself."""
        run = check(scope, reading, (claim,)).run(claim)
        assert run is not None, f"{claim.name} has no run in {scope.name}, so the exercise cannot be solved"
        return len(run)

    def judge(answer: object) -> Reply:
        if not isinstance(answer, Trace):
            return no_answer("a run, such as start.give(...)", answer)
        flaw = _flaw(answer, start) or _beyond(answer, scope)
        if flaw:
            return Reply("no answer", flaw)
        (found,) = standings(answer, (claim,))
        steps = len(answer.steps)
        if found.status != wanted:
            looked = f"each of the {steps} steps, against “{claim.words}”."
            return Reply("not yet", f"In this run the claim is at “{found.status}”, not at “{wanted}”.", looked)
        what = f"“{claim.sentence}”" if wanted == "witnessed" else f"Here this fails: “{claim.sentence}”"
        longer = f"A shortest one has {shortest()}." if steps > shortest() else "None is shorter."
        looked = (
            f"the run, made again step by step by the rules; and its length, by a search of all of “{answer.scope}”."
        )
        return Reply("solved", f"{what} A run of {steps} steps. {longer}", looked, "whether there are other ways.")

    return Exercise(name, task, hints, judge, start, scope)


def _flaw(answer: Trace, start: Trace) -> str:
    """Why a run is no answer: it begins elsewhere, or was not made by the rules."""
    if answer.initial != start.initial:
        return "Begin where this exercise begins: with its own start, and under its own reading."
    try:
        if Trace(answer.initial, (), answer.scope).then(*(step.action for step in answer.steps)) != answer:
            return "These steps were not made by the rules: build the run with give, deliver and the like."
    except NotEnabled as refused:
        return f"These steps were not made by the rules: {refused}."
    return ""


def _beyond(answer: Trace, scope: Scope) -> str:
    """The first thing that happens more often than the scope lets it."""
    commands, faults = Counter(scope.commands), Counter(dict(scope.faults))
    for number, step in enumerate(answer.steps, start=1):
        match step.action:
            case Post():
                return f"Step {number} is not in the scope: nobody may write messages of his own making."
            case Give(user) as give:
                commands[give] -= 1
                if commands[give] < 0:
                    return f"Step {number} is not in the scope: {user.name} may not give that command, or not again."
            case Heal():
                continue
            case action:
                for fault in (fault for fault in Fault if action in stepping.faults(step.before, fault)):
                    faults[fault] -= 1
                    if faults[fault] < 0:
                        return f"Step {number} is not in the scope: no {fault}, or no more of it, may occur."
    return ""


# --- A reading --------------------------------------------------------------------------------------------------------


def by_reading(
    name: str, task: str, hints: tuple[str, ...], scope: Scope, reading: Reading, claim: Claim, at_most: int = 1
) -> Exercise:
    """Turn at most so many switches of the reading, so that the claim holds in the whole scope and none is lost."""
    before = cache(lambda: check(scope, reading, CLAIMS))

    def judge(answer: object) -> Reply:
        if not isinstance(answer, Reading):
            return no_answer("a reading, such as replace(reading, switch=...)", answer)
        turned = [switch for switch in switches() if getattr(answer, switch) != getattr(reading, switch)]
        if len(turned) > at_most:
            return Reply("not yet", f"{len(turned)} switches are turned; {at_most} has to do.")
        now = check(scope, answer, CLAIMS)
        if claim not in now.claims or not now.exploration.is_exhaustive:
            return Reply("no answer", f"“{claim.words}” could not be judged in “{scope.name}” under this reading.")
        worlds = f"all {now.exploration.states} worlds of “{scope.name}” under this reading"
        looked = f"{worlds}, for {len(now.claims)} claims."
        if claim in now.failing:
            run = now.trace(claim)
            words = f"“{claim.words}” still fails; a shortest run that shows it has {len(run.steps)} steps (reply.run)"
            return Reply("not yet", f"{words}: {'; '.join(now.flaws(claim))}.", looked, run=run)
        lost = [each for each in now.failing if each not in before().failing]
        if lost:
            words = f"It holds now, and the price is “{lost[0].words}”, which held before (reply.run)."
            return Reply("not yet", words, looked, run=now.trace(lost[0]))
        words = f"Turning {', '.join(turned)} is enough here, and nothing that held is lost."
        return Reply("solved", words, looked, "larger scopes, and whether the text would agree.")

    return Exercise(name, task, hints, judge, Trace(scope.world(reading), (), scope.name), scope)


# --- A row ------------------------------------------------------------------------------------------------------------


def by_row(
    name: str, task: str, hints: tuple[str, ...], table: AnyTable, gone: str, reading: Reading = COMPLETED
) -> Exercise:
    """The table without the row whose sentence begins with `gone`; the answer is a row to stand in its place."""
    (lost,) = _beginning_with(gone, table)
    plan = PLANS[table.name]
    cells = tuple(plan.cells(reading))
    gap = cells_lost(table, gone, reading)

    def judge(answer: object) -> Reply:
        if not isinstance(answer, Row):
            return no_answer("a row, such as refuse(...) or accept(...)", answer)
        mended = replace(table, rows=tuple(answer if row is lost else row for row in table.rows))
        try:
            wrong = [cell for cell in cells if _said(table, cell.situation) != _said(mended, cell.situation)]
        except Exception as broken:  # noqa: BLE001 - a guard may do anything, and its author is still learning
            return Reply("no answer", f"Your row breaks when it is asked: {type(broken).__name__}: {broken}.")
        looked = f"{len(cells)} situations of “{table.title}”, in reading {reading.name}."
        if wrong:
            still = [cell for cell in wrong if cell in gap]
            unusual = [(axis, word) for axis, word in wrong[0].values if plan.axes[axis][0] != word] or wrong[0].values
            where = "; ".join(f"{axis}: {word}" for axis, word in unusual)
            score = f"It mends {len(gap) - len(still)} of the {len(gap)} situations that lost their answer"
            score += f", and spoils {len(wrong) - len(still)} others" if len(wrong) > len(still) else ""
            return Reply("not yet", f"{score}. Something else than by the rules is decided first at {where}.", looked)
        if strangers := [clause for clause in answer.cites if clause not in lost.cites]:
            words = f"All situations are decided as by the rules, but {', '.join(strangers)} does not ask for that."
            return Reply("not yet", words, looked + " And the clauses.")
        words = "The table decides and tells in each of them what the rules do, with the same reason inside."
        others = [clause for clause in lost.cites if clause not in answer.cites]
        words += f" The row that is gone cites {', '.join(others)} as well." if others else ""
        return Reply("solved", words, looked + " And the clauses.", "whether your sentence says what your guard does.")

    return Exercise(name, task, hints, judge)


def table_without(table: AnyTable, gone: str) -> AnyTable:
    """The table as it is shown: with a row missing."""
    return table.without(*_beginning_with(gone, table))


def cells_lost(table: AnyTable, gone: str, reading: Reading = COMPLETED) -> tuple[Cell, ...]:
    """The situations in which the table without that row does something else than with it."""
    less = table_without(table, gone)
    cells = PLANS[table.name].cells(reading)
    return tuple(cell for cell in cells if _said(table, cell.situation) != _said(less, cell.situation))


def row_gap(table: AnyTable, gone: str, reading: Reading = COMPLETED) -> Figure:
    """What the table without that row tells where the row decided; no such room is what a server without it says."""
    less = table_without(table, gone)
    lost = cells_lost(table, gone, reading)
    told = Counter(str(less.deciding(cell.situation)[1].tells or "it is granted") for cell in lost)
    lines = [(words, str(count)) for words, count in sorted(told.items())]
    rest = f"Of {sum(1 for _ in PLANS[table.name].cells(reading))} situations {len(lost)} are answered otherwise now."
    return plain_table("What is told where the row is missing.", rest, ("the asker hears", "situations"), lines)


def _beginning_with(words: str, table: AnyTable) -> list[Row[Any, Any]]:
    found = [row for row in table.rows if row.sentence.startswith(words)]
    if len(found) != 1:
        how = f"begin with {brief(words)}, and one is needed: give more of its sentence"
        raise WrongUse(f"{len(found)} rows of “{table.title}” {how}")
    return found


def _said(by: AnyTable, situation: Any) -> tuple[object, ...]:
    """What the table decides, with the reason that stays inside, what it tells and what it does in a situation."""
    _, row = by.deciding(situation)
    return row.outcome, row.reason, row.tells, row.does(situation)
