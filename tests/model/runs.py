"""Long and busy runs under any reading, made once and shared by every property; each is known by its number.

What `strategies.py` draws shrinks well and stays short. These runs go further: most steps let something arrive, the
commands are about one room and seldom refused, and every kind of fault occurs.
"""

from functools import cache
from random import Random

from hypothesis import strategies as st

from spec_impl import (
    COMPLETED,
    Accept,
    Allowed,
    Decline,
    Deny,
    Fault,
    Find,
    Give,
    Invite,
    Join,
    Knock,
    Leave,
    Revoke,
    SetJoinMode,
    Step,
    Trace,
    Withdraw,
    enabled,
    step,
)
from spec_impl.rows import Outcome
from tests.model.walks import TEA, allowed_in, beginning, reading_of

HOW_MANY, HOW_LONG = 150, 30
KINDS = (Invite, Accept, Join, Knock, Find, Invite, Accept, Join, Leave, Decline, Withdraw, Deny, Revoke, SetJoinMode)
"""What clients do, as often as it stands here."""


def run_on(trace: Trace, chance: Random, commands: dict[type, list[Give]]) -> Step:
    """The next step: an arrival where there is one, else a fault or a command."""
    arrivals = enabled(trace.world)
    if arrivals and chance.random() < 0.55:
        return step(trace.world, chance.choice(arrivals))
    fault = Allowed(faults=(chance.choice(list(Fault)),))
    if chance.random() < 0.3 and (faults := enabled(trace.world, fault)[len(arrivals) :]):
        return step(trace.world, chance.choice(faults))
    for _ in range(10):
        given = step(trace.world, chance.choice(commands[chance.choice(KINDS)]))
        if given.verdicts[-1].outcome is not Outcome.REFUSE:
            break
    return given


@cache
def run(number: int) -> Trace:
    """The run of that number; every other one is under the recommended reading."""
    chance = Random(number)
    reading = reading_of(chance.randrange(2**32)) if number % 2 else COMPLETED
    trace = Trace(beginning(1 + number % 5, reading))
    about = [give for give in allowed_in(trace.initial).commands if give.command.room in (None, TEA)]
    commands = {kind: [give for give in about if isinstance(give.command, kind)] for kind in KINDS}
    for _ in range(HOW_LONG):
        trace = Trace(trace.initial, (*trace.steps, run_on(trace, chance, commands)))
    return trace


RUNS = st.integers(0, HOW_MANY - 1).map(run)
