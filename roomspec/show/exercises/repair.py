"""Repair a reading, so that a claim holds and nothing that held before is lost for it."""

from functools import cache

from spec_impl import Reading, Trace
from spec_impl.claims import CLAIMS, Claim
from spec_impl.reading import switches
from spec_impl.scopes.scope import Scope

from ...search import Findings, check
from .exercise import Exercise, Reply, no_answer


def repair(
    name: str, task: str, hints: tuple[str, ...], scope: Scope, reading: Reading, claim: Claim, at_most: int = 1
) -> Exercise:
    """Turn at most so many switches of the reading, so that the claim holds in the whole scope."""
    before = cache(lambda: check(scope, reading, CLAIMS))

    def judge(answer: object) -> Reply:
        if not isinstance(answer, Reading):
            return no_answer("a reading, such as replace(reading, switch=...)", answer)
        turned = [switch for switch in switches() if getattr(answer, switch) != getattr(reading, switch)]
        if len(turned) > at_most:
            return Reply("not yet", f"{len(turned)} switches are turned; {at_most} has to do.")
        return _judged(check(scope, answer, CLAIMS), before(), claim, turned)

    return Exercise(name, task, hints, judge, Trace(scope.world(reading), (), scope.name), scope)


def _judged(now: Findings, before: Findings, claim: Claim, turned: list[str]) -> Reply:
    worlds = f"all {now.exploration.states} worlds of “{now.scope.name}” under this reading"
    looked = f"{worlds}, for {len(now.claims)} claims."
    if claim in now.failing:
        run = now.trace(claim)
        words = f"“{claim.words}” still fails; a shortest run that shows it has {len(run.steps)} steps (reply.run)."
        return Reply("not yet", words, looked, run=run)
    lost = [each for each in now.failing if each not in before.failing]
    if lost:
        words = f"It holds now, and the price is “{lost[0].words}”, which held before (reply.run)."
        return Reply("not yet", words, looked, run=now.trace(lost[0]))
    words = f"Turning {', '.join(turned)} is enough here, and nothing that held is lost."
    return Reply("solved", words, looked, "larger scopes, and whether the text would agree.")
