"""Exercises that are answered with a run: reach something, or bring a wrong rule to do harm.

The run is judged by the rules and by the claim; how short it could be is what a search of the scope found.
"""

from collections import Counter
from functools import cache

from spec_impl import Crash, Cut, Give, Lose, NotEnabled, Post, Reading, Repeat, Trace
from spec_impl.actions import Action, Fault
from spec_impl.claims import Claim
from spec_impl.scopes.scope import Scope

from ...search import check
from ...search.claims import standings
from .exercise import Exercise, Reply, no_answer

FAULT_OF: dict[type[Action], Fault] = {
    Lose: Fault.LOSS,
    Repeat: Fault.REPETITION,
    Crash: Fault.CRASH,
    Cut: Fault.CUT,
}


def reach(name: str, task: str, hints: tuple[str, ...], scope: Scope, reading: Reading, claim: Claim) -> Exercise:
    """Find a run of the scope that witnesses the claim."""
    return _by_run(name, task, hints, scope, reading, claim, "witnessed")


def break_it(name: str, task: str, hints: tuple[str, ...], scope: Scope, reading: Reading, claim: Claim) -> Exercise:
    """Find a run of the scope in which the claim fails under a reading that is wrong."""
    return _by_run(name, task, hints, scope, reading, claim, "fails")


def _by_run(
    name: str, task: str, hints: tuple[str, ...], scope: Scope, reading: Reading, claim: Claim, wanted: str
) -> Exercise:
    start = Trace(scope.world(reading), (), scope.name)
    shortest = cache(lambda: _shortest(scope, reading, claim))

    def judge(answer: object) -> Reply:
        if not isinstance(answer, Trace):
            return no_answer("a run, such as start.give(...)", answer)
        flaw = _flaw(answer, start, scope)
        if flaw:
            return Reply("no answer", flaw)
        (found,) = standings(answer, (claim,))
        if found.status == wanted:
            return _solved(answer, _what(claim, wanted), shortest())
        looked = f"each of the {len(answer.steps)} steps, against “{claim.words}”."
        return Reply("not yet", f"In this run the claim is at “{found.status}”, not at “{wanted}”.", looked)

    return Exercise(name, task, hints, judge, start, scope)


def _solved(answer: Trace, what: str, shortest: int) -> Reply:
    steps = len(answer.steps)
    longer = f" A shortest one has {shortest}." if steps > shortest else " None is shorter."
    return Reply(
        "solved",
        f"{what} A run of {steps} steps.{longer}",
        f"the run, made again step by step by the rules; and its length, by a search of all of “{answer.scope}”.",
        "whether there are other ways.",
    )


def _what(claim: Claim, wanted: str) -> str:
    return f"“{claim.sentence}”" if wanted == "witnessed" else f"Here this fails: “{claim.sentence}”"


def _shortest(scope: Scope, reading: Reading, claim: Claim) -> int:
    """How many steps the shortest run has; found by the search, and only when somebody has found one himself."""
    run = check(scope, reading, (claim,)).run(claim)
    assert run is not None, f"{claim.name} has no run in {scope.name}, so the exercise cannot be solved"
    return len(run)


def _flaw(answer: Trace, start: Trace, scope: Scope) -> str:
    """Why a run is no answer: it begins elsewhere, was not made by the rules, or does what the scope does not have."""
    if answer.initial != start.initial:
        return "Begin where this exercise begins: with its own start, and under its own reading."
    try:
        if Trace(answer.initial, (), answer.scope).then(*(step.action for step in answer.steps)) != answer:
            return "These steps were not made by the rules: build the run with give, deliver and the like."
    except NotEnabled as refused:
        return f"These steps were not made by the rules: {refused}."
    return _beyond(answer, scope)


def _beyond(answer: Trace, scope: Scope) -> str:
    """The first thing that happens more often than the scope lets it."""
    commands, faults = Counter(scope.commands), Counter(dict(scope.faults))
    for number, step in enumerate(answer.steps, start=1):
        action = step.action
        if isinstance(action, Post):
            return f"Step {number} is not in the scope: nobody may write messages of his own making."
        if isinstance(action, Give):
            if commands[action] == 0:
                return f"Step {number} is not in the scope: {action.user.name} may not give that command, or not again."
            commands[action] -= 1
        elif fault := FAULT_OF.get(type(action)):
            if faults[fault] == 0:
                return f"Step {number} is not in the scope: no {fault}, or no more of it, may occur."
            faults[fault] -= 1
    return ""
