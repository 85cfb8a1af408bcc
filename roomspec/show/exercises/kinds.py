"""The kinds of exercise, by what is handed in: a run, a reading, or a row. Each makes the judge that looks at it.

A run is judged by the rules and by the claim, and its length by a search of the scope; a reading in every world of a
scope; a row in every situation that its table is asked about. Which exercises there are stands in `catalogue`.
"""

from collections import Counter
from dataclasses import replace
from functools import cache
from typing import Any

from spec_impl import COMPLETED, Fault, Give, Heal, NotEnabled, Post, Reading, Trace, stepping
from spec_impl.cells import PLANS
from spec_impl.claims import CLAIMS, Claim
from spec_impl.reading import switches
from spec_impl.rows import Row
from spec_impl.scopes.scope import Scope

from ...search import check
from ...search.claims import ClaimStatus, standings
from ..decisions import AnyTable
from .exercise import Exercise, Reply, no_answer

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
        worlds = f"all {now.exploration.states} worlds of “{scope.name}” under this reading"
        looked = f"{worlds}, for {len(now.claims)} claims."
        if claim in now.failing:
            run = now.trace(claim)
            words = f"“{claim.words}” still fails; a shortest run that shows it has {len(run.steps)} steps (reply.run)."
            return Reply("not yet", words, looked, run=run)
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

    def judge(answer: object) -> Reply:
        if not isinstance(answer, Row):
            return no_answer("a row, such as refuse(...) or accept(...)", answer)
        mended = replace(table, rows=tuple(answer if row is lost else row for row in table.rows))
        plan = PLANS[table.name]
        cells = tuple(plan.cells(reading))
        try:
            wrong = [cell for cell in cells if _said(table, cell.situation) != _said(mended, cell.situation)]
        except Exception as broken:  # noqa: BLE001 - a guard may do anything, and its author is still learning
            return Reply("no answer", f"Your row breaks when it is asked: {type(broken).__name__}: {broken}.")
        looked = f"{len(cells)} situations of “{table.title}”, in reading {reading.name}."
        if wrong:
            unusual = [(axis, word) for axis, word in wrong[0].values if plan.axes[axis][0] != word] or wrong[0].values
            where = "; ".join(f"{axis}: {word}" for axis, word in unusual)
            words = f"In {len(wrong)} of them the table does something else than the rules do, first at {where}."
            return Reply("not yet", words, looked)
        unread = "whether your sentence says what your guard does, and whether the clauses that you cite say it."
        return Reply("solved", "The table decides and tells in each of them what the rules do.", looked, unread)

    return Exercise(name, task, hints, judge)


def table_without(table: AnyTable, gone: str) -> AnyTable:
    """The table as it is shown: with a row missing."""
    return table.without(*_beginning_with(gone, table))


def _beginning_with(words: str, table: AnyTable) -> list[Row[Any, Any]]:
    return [row for row in table.rows if row.sentence.startswith(words)]


def _said(by: AnyTable, situation: Any) -> tuple[object, ...]:
    """What the table decides, tells and does in a situation."""
    _, row = by.deciding(situation)
    return row.outcome, row.tells, row.does(situation)
