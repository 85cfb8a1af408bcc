"""Claims put to a scope: one search, in which everything that any of them has to say is seen at once."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from spec_impl import COMPLETED, Reading, Trace
from spec_impl.actions import Action, Fault
from spec_impl.claims import ALL, Claim, Mood, Over
from spec_impl.claims.claim import Moment, Quiet
from spec_impl.scopes.scope import Scope
from spec_impl.situation import DirectoryReaction
from spec_impl.stepping import receive
from spec_impl.world import Directory

from .explorer import Exploration, Limits, explore
from .outsider import LEAK, Besieged
from .tabulated import Local, Rules
from .town import FAULTS, Move, State, Town

IN_ITS_WORLD = "in its world: "
"""What stands before the name of a claim that is still to be judged in the world in which a moment happens."""


class Watching:
    """What the claims see of a search, by their names: a claim that fails, or one that is witnessed."""

    def __init__(self, scope: Scope, reading: Reading, claims: Iterable[Claim]) -> None:
        self.claims = tuple(claim for claim in claims if claim.over is not Over.RUN or claim.mood is not Mood.PAIR)
        self.hiding = tuple(claim for claim in claims if claim.mood is Mood.PAIR)
        self.rules = Rules(reading, self._of_moment, self._of_answer)
        self.system: Town | Besieged = Besieged(scope, self.rules) if scope.outsider else Town(scope, self.rules)
        self.town = self.system.town if isinstance(self.system, Besieged) else self.system
        self.losses = scope.faults.get(Fault.LOSS, 0)
        self.over = {over: tuple(c for c in self.claims if c.over is over) for over in Over}
        self.moment, self.met = cache(self._moment), cache(self._met)
        self._quiet: dict[tuple[int, ...], tuple[str, ...]] = {}

    # --- What the table sees, once for each of its lines ----------------------------------------------------------

    def _of_moment(self, moment: Moment) -> tuple[str, ...]:
        seen = [c.name for c in self.over[Over.MOMENT] if c.holds(moment) is (c.mood is Mood.SOMETIMES)]
        seen += [IN_ITS_WORLD + c.name for c in self.over[Over.MEETING] if c.concerns and c.concerns(moment)]
        return tuple(seen)

    def _of_answer(self, before: Directory, reaction: DirectoryReaction, reading: Reading) -> tuple[str, ...]:
        return tuple(c.name for c in self.over[Over.DIRECTORY] if not c.holds(before, reaction, reading))

    # --- What the search sees -------------------------------------------------------------------------------------

    def of_step(self, before: State, action: Move, _after: State, /) -> Iterable[str]:
        """What the claims about moments said when this line of the table was filled."""
        _, actor, event, _ = action
        if event < 0:
            return ()
        sights = self.rules.effect(before[actor], event).sights
        if not sights:
            return sights
        seen, met = self._sorted(sights)
        if not met:
            return seen
        return seen + self.met(before[: self.town.directory], actor, event, met)

    @staticmethod
    @cache
    def _sorted(sights: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """What was seen, and the claims still to be judged in its world."""
        met = tuple(name.removeprefix(IN_ITS_WORLD) for name in sights if name.startswith(IN_ITS_WORLD))
        return tuple(name for name in sights if not name.startswith(IN_ITS_WORLD)), met

    def _met(self, numbers: tuple[int, ...], actor: int, event: int, met: tuple[str, ...]) -> tuple[str, ...]:
        """What these claims say of a moment, given what every home server holds then."""
        servers = tuple(local.server for n in numbers if isinstance(local := self.rules.locals.values[n], Local))
        moment = self.moment(numbers[actor], event)
        return tuple(c.name for c in self.over[Over.MEETING] if c.name in met and not c.holds(servers, moment))

    def _moment(self, local: int, event_number: int) -> Moment:
        actor, event = self.rules.locals.values[local], self.rules.events.values[event_number]
        assert isinstance(actor, Local)
        reaction = receive(actor.server, event.sender, event.message, self.rules.reading)
        return Moment(actor.server, event.sender, event.message, self.rules.reading, reaction, actor.acts)

    def of_state(self, state: State, is_quiet: bool, /) -> Iterable[str]:
        """What the claims about quiet worlds say, judged once for all that differ in nothing that they look at."""
        town = self.town
        if isinstance(self.system, Besieged) and (state[-1] == LEAK or (is_quiet and self.system.owes(state))):
            return (claim.name for claim in self.hiding)
        if not is_quiet or state[town.cut]:
            return ()
        lost = self.losses - state[town.cut + 1 + FAULTS.index(Fault.LOSS)]
        key = (*state[: town.directory], lost)
        seen = self._quiet.get(key)
        if seen is None:
            quiet = Quiet(town.world_of(state), lost)
            seen = self._quiet[key] = tuple(c.name for c in self.over[Over.QUIET] if not c.holds(quiet))
        return seen


@dataclass(frozen=True)
class Findings:
    """What one search had to say about some claims."""

    scope: Scope
    reading: Reading
    claims: tuple[Claim, ...]
    exploration: Exploration[Action]

    @cached_property
    def failing(self) -> tuple[Claim, ...]:
        """The claims about every run that fail here."""
        return tuple(claim for claim in self.claims if claim.mood is not Mood.SOMETIMES and self.run(claim) is not None)

    @cached_property
    def witnessed(self) -> tuple[Claim, ...]:
        """The claims about some run that have a witness here."""
        return tuple(claim for claim in self.claims if claim.mood is Mood.SOMETIMES and self.run(claim) is not None)

    def run(self, claim: Claim) -> tuple[Action, ...] | None:
        """A shortest run that breaks the claim, or witnesses it; none where there is none."""
        if claim.over is Over.RUN and claim.mood is Mood.ALWAYS:
            return self.exploration.endless
        return self.exploration.sightings.get(claim.name)

    def trace(self, claim: Claim) -> Trace:
        """That run, made again step by step by the one mover."""
        run = self.run(claim)
        assert run is not None, f"{claim.name} has no run to show in {self.scope.name}"
        return Trace(self.scope.world(self.reading), (), self.scope.name).then(*run)


def is_about(claim: Claim, scope: Scope) -> bool:
    """Whether a scope has what a claim speaks of: a secret needs somebody to hide it from, a witness honest servers."""
    return (scope.hides is not None) if claim.mood is Mood.PAIR else claim.mood is Mood.ALWAYS or not scope.outsider


def check(
    scope: Scope,
    reading: Reading = COMPLETED,
    claims: Iterable[Claim] = ALL,
    limits: Limits | None = None,
    watch: Callable[[int, int], None] | None = None,
) -> Findings:
    """Search a scope under a reading, and say what becomes of the claims there.

    Arguments: the scope, the reading, the claims, when to stop early, and who is told how far the search is.
    """
    asked = tuple(claim for claim in claims if is_about(claim, scope))
    watching = Watching(scope, reading, asked)
    system: Any = watching.system
    found = explore(system, watching, limits, watch)
    action_of = watching.town.action_of
    runs = {name: tuple(map(action_of, run)) for name, run in found.sightings.items()}
    endless = None if found.endless is None else tuple(map(action_of, found.endless))
    counts = (found.states, found.transitions, found.depth, found.quiet)
    return Findings(scope, reading, asked, Exploration(*counts, runs, endless, found.stopped))
