"""Long and busy runs under any reading, made once and shared by every property; each is known by its number.

What `strategies.py` draws shrinks well and stays short. These runs go further: most steps let something arrive, the
commands are about one room and seldom refused. Each run leaves out some kinds of command and of fault, by lot: what
crowds out other things in one run is missing in the next, and a new kind leaves every run as it was that lacks it.
"""

from functools import cache
from itertools import count
from typing import get_args

from hypothesis import strategies as st

from spec_impl import COMPLETED, Accept, Allowed, Command, Fault, Give, Invite, Join, Step, Trace, enabled, step
from spec_impl.rows import Outcome
from tests.model.walks import BEGINNINGS, TEA, allowed_in, beginning, chosen, lot, reading_of

HOW_MANY, HOW_LONG = 150, 30
OFTEN = (Invite, Accept, Join)
"""What clients do in every run, and twice as often as anything else: without it, little happens."""


def run_on(trace: Trace, seed: object, commands: dict[str, tuple[Give, ...]], faults: list[Fault]) -> Step:
    """The next step: an arrival where there is one, else a fault or a command."""
    arrivals = enabled(trace.world)
    if arrivals and lot(seed, "arrival") < 0.55:
        return step(trace.world, chosen(seed, arrivals, repr))
    if faults and lot(seed, "fault") < 0.3:
        fault = Allowed(faults=(chosen(seed, faults),))
        if possible := enabled(trace.world, fault)[len(arrivals) :]:
            return step(trace.world, chosen(seed, possible, repr))
    for attempt in count():
        kind = chosen((seed, attempt), commands)
        possible = [act for act in enabled(trace.world, Allowed(commands[kind])) if isinstance(act, Give)]
        if possible:
            given = step(trace.world, chosen((seed, attempt), possible, repr))
            if attempt >= 9 or given.verdicts[-1].outcome is not Outcome.REFUSE:
                return given
    raise AssertionError("some command is always possible")


@cache
def run(number: int) -> Trace:
    """The run of that number; every other one is under the recommended reading."""
    reading = reading_of(number) if number % 2 else COMPLETED
    trace = Trace(beginning(chosen(number, BEGINNINGS[1:]), reading))
    about = [give for give in allowed_in(trace.initial).commands if give.command.room in (None, TEA)]
    commands = {
        kind.__name__ + again: tuple(give for give in about if isinstance(give.command, kind))
        for kind in get_args(Command)
        for again in (("", " again") if kind in OFTEN else ("",))
        if kind in OFTEN or lot(number, kind.__name__) < 0.5
    }
    faults = [fault for fault in Fault if lot(number, fault) < 0.5]
    for at in range(HOW_LONG):
        trace = Trace(trace.initial, (*trace.steps, run_on(trace, (number, at), commands, faults)))
    return trace


RUNS = st.integers(0, HOW_MANY - 1).map(run)
