"""The plain way to search a scope: whole worlds, `enabled` and `step` of the model, nothing remembered, nothing packed.

It is slow and says nothing in its own words, so that what the tabulated search counts can be held against it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from roomspec.search.claims import is_asked_in
from spec_impl import (
    Allowed,
    Crash,
    Cut,
    Deliver,
    Fault,
    Give,
    GiveUp,
    Lose,
    Reading,
    Repeat,
    ServerName,
    Spread,
    UserId,
    World,
    enabled,
    step,
)
from spec_impl.actions import Action
from spec_impl.claims import ALL, Claim, Mood, Over
from spec_impl.claims.claim import Acts, Moment, Quiet, acts_after, acts_before
from spec_impl.scopes.scope import Scope
from spec_impl.situation import Situation
from spec_impl.stepping import receive, situation

BUDGET: dict[type, Fault] = {Lose: Fault.LOSS, Repeat: Fault.REPETITION, Crash: Fault.CRASH, Cut: Fault.CUT}


@dataclass(frozen=True)
class Plain:
    """A world, the commands still to be given, the faults still to occur, and the acts of users that stand."""

    world: World
    left: tuple[Give, ...]
    faults: tuple[tuple[Fault, int], ...]
    acts: tuple[tuple[ServerName, Acts], ...] = ()


def moment_of(state: Plain, action: Action) -> Moment | None:
    """The moment that an action brings about at a home server, if it does."""
    judged = situation(state.world, action)
    if not isinstance(judged, Situation):
        return None
    acts = dict(state.acts).get(judged.server.name, ())
    if isinstance(judged.sender, UserId):
        acts = acts_before(acts, judged.server, judged.sender, judged.message)
    reaction = receive(judged.server, judged.sender, judged.message, judged.reading)
    return Moment(judged.server, judged.sender, judged.message, judged.reading, reaction, acts)


class PlainTown:
    """A scope under one reading, as a system to be searched."""

    def __init__(self, scope: Scope, reading: Reading) -> None:
        self.scope, self.reading = scope, reading

    def initial(self) -> Plain:
        return Plain(self.scope.world(self.reading), self.scope.commands, tuple(sorted(self.scope.faults.items())))

    def enabled(self, state: Plain) -> Sequence[Action]:
        kinds = tuple(fault for fault, count in state.faults if count)
        if Fault.CUT in self.scope.faults and state.world.cut:
            kinds = (*kinds, Fault.CUT)
        spent = Fault.CUT in self.scope.faults and not dict(state.faults)[Fault.CUT]
        actions = enabled(state.world, Allowed(tuple(dict.fromkeys(state.left)), tuple(dict.fromkeys(kinds))))
        return [action for action in actions if not (spent and isinstance(action, Cut))]

    def step(self, state: Plain, action: Action) -> Plain:
        made = step(state.world, action)
        left, acts, faults = state.left, dict(state.acts), dict(state.faults)
        if moment := moment_of(state, action):
            name = moment.before.name
            before = acts.get(name, ())
            acts[name] = acts_after(moment)
            changed = moment.before != moment.after or before != acts[name] or made.sends or made.published
            if isinstance(action, Give) and changed:
                at = left.index(action)
                left = (*left[:at], *left[at + 1 :])
        if (fault := BUDGET.get(type(action))) is not None:
            faults[fault] -= 1
        kept = tuple(sorted((name, of) for name, of in acts.items() if of))
        return Plain(made.after, left, tuple(sorted(faults.items())), kept)

    def is_own(self, action: Action) -> bool:
        return isinstance(action, Deliver | Spread | GiveUp)


class PlainWatch:
    """The claims, asked anew in every step and every quiet world."""

    def __init__(self, scope: Scope, claims: Iterable[Claim] = ALL) -> None:
        self.claims = [claim for claim in claims if is_asked_in(claim, scope) and claim.mood is not Mood.PAIR]
        self.faults = scope.faults

    def of_step(self, before: Plain, action: Action, /) -> Iterable[str]:
        moment = moment_of(before, action)
        for claim in self.claims if moment else ():
            if claim.over is Over.MOMENT and claim.mood is Mood.SOMETIMES and claim.is_shown_by(moment):
                yield claim.name
            if claim.over is Over.MOMENT and claim.mood is Mood.ALWAYS and claim.flaws(moment):
                yield claim.name
            if claim.over is Over.MEETING and claim.flaws(before.world.servers, moment):
                yield claim.name

    def of_state(self, state: Plain, is_quiet: bool, /) -> Iterable[str]:
        if is_quiet and not state.world.cut:
            left = dict(state.faults)
            quiet = Quiet(state.world, self.faults.get(Fault.LOSS, 0) - left.get(Fault.LOSS, 0))
            yield from (c.name for c in self.claims if c.over is Over.QUIET and c.flaws(quiet))
