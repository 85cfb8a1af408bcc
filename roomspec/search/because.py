"""Why a run ends as it does: the steps that its last one rests on, each with the row that decided it and its clauses.

A step rests on the one that sent what it delivers, or published what it spreads, and on the last ones that changed what
its server then looked at. What no later step of the chain rests on is left out.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from spec_impl import Deliver, GiveUp, Lose, Post, Repeat, ServerName, Spread, Step, Trace
from spec_impl.rules import TABLES
from spec_impl.stepping import arrival
from spec_impl.terms import DIRECTORY

from ..doors import door, wrong_use


@dataclass(frozen=True)
class Decision:
    """A row that decided in a step: its table and number there, its sentence, and its clauses."""

    table: str
    row: int
    sentence: str
    cites: tuple[str, ...]


@dataclass(frozen=True)
class CausalStep:
    """One step of the chain: its number in the trace, the step, the rows that decided, and the steps it rests on."""

    number: int
    step: Step
    decisions: tuple[Decision, ...]
    rests_on: tuple[int, ...]


@door
def because(trace: Trace, *, whole_world: bool = False) -> tuple[CausalStep, ...]:
    """The steps that a trace's last one rests on, in their order, itself last.

    With `whole_world` the chain explains not the last step but the world after it: what each server holds, and what
    never arrived.
    """
    if not trace.steps:
        raise wrong_use("because: nothing has happened in this run, so nothing has a reason: let a step happen first")
    count = len(trace.steps)
    open_ends = _ends(trace) if whole_world else [count]
    grounds: dict[int, tuple[int, ...]] = {}
    while open_ends:
        number = open_ends.pop()
        if number not in grounds:
            grounds[number] = tuple(sorted(set(_grounds(trace, number))))
            open_ends += grounds[number]
    return tuple(
        CausalStep(number, trace.steps[number - 1], decisions(trace.steps[number - 1]), grounds[number])
        for number in sorted(grounds)
    )


def decisions(step: Step) -> tuple[Decision, ...]:
    """The rows that decided in a step."""
    return tuple(
        Decision(verdict.table, verdict.row, row.sentence, row.cites)
        for verdict in step.verdicts
        for row in (TABLES[verdict.table].rows_in(step.before.reading)[verdict.row - 1],)
    )


def actor_of(step: Step) -> ServerName | None:
    """Where a step happens: the server that reacts, or writes; nowhere for a fault of the network."""
    if isinstance(step.action, Post):
        return step.action.envelope.sender
    comes = arrival(step.action)
    return comes.actor if comes else None


def _changes_its_actor(step: Step) -> bool:
    actor = actor_of(step)
    if actor is None:
        return False
    if actor == DIRECTORY:
        return step.before.directory != step.after.directory
    return step.before.server(actor) != step.after.server(actor)


def _grounds(trace: Trace, number: int) -> Iterator[int]:
    step, earlier = trace.steps[number - 1], trace.steps[: number - 1]
    yield from _sent(step, earlier)
    actor = actor_of(step)
    for n in range(len(earlier), 0, -1):
        if actor_of(earlier[n - 1]) == actor and _changes_its_actor(earlier[n - 1]):
            yield n
            break


def _sent(step: Step, earlier: tuple[Step, ...]) -> Iterator[int]:
    """The step that sent what this one delivers or loses, or first published what it spreads."""
    if isinstance(step.action, Deliver | Repeat | Lose):
        envelope = step.action.envelope
        for n in range(len(earlier), 0, -1):
            if envelope in earlier[n - 1].sends:
                yield n
                break
    elif isinstance(step.action, Spread):
        for n, one in enumerate(earlier, start=1):
            if step.action.update in one.published:
                yield n
                break


def _ends(trace: Trace) -> list[int]:
    """The last step that changed each server, and whatever was lost: together they explain the world as it stands."""
    last: dict[ServerName, int] = {}
    lost = []
    for number, step in enumerate(trace.steps, start=1):
        if _changes_its_actor(step) and (actor := actor_of(step)):
            last[actor] = number
        if isinstance(step.action, Lose | GiveUp):
            lost.append(number)
    return sorted({*last.values(), *lost, len(trace.steps)})
