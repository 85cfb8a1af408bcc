"""Claims put to a scope, in one search that sees all they have to say, and to one run, as they stand after it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Literal, assert_never

from spec_impl import COMPLETED, Action, Lose, Reading, ServerName, Step, Trace, stepping
from spec_impl.actions import Fault
from spec_impl.claims import ALL, CLAIMS, Claim, Mood, Over
from spec_impl.claims.claim import Acts, Concerns, Moment, Quiet, acts_after
from spec_impl.scopes.hidden import is_believed
from spec_impl.scopes.scope import Scope
from spec_impl.situation import DirectoryReaction, Inquiry, Situation
from spec_impl.stepping import inquire
from spec_impl.world import Directory, HomeServer

from ..doors import door, wrong_use
from .engine import explore
from .explorer import Exploration, Limits
from .moves import NONE_THERE, Move, State
from .outsider import Besieged, balance
from .table import InItsWorld, Numbers, RuleTable, moment_of
from .town import Town

# --- Of a scope -------------------------------------------------------------------------------------------------------


class Watching:
    """What the claims see of a search, by their names: a claim that fails, or one that is witnessed."""

    def __init__(self, scope: Scope, reading: Reading, claims: Iterable[Claim]) -> None:
        self.claims = tuple(claim for claim in claims if claim.over is not Over.RUN or claim.mood is not Mood.PAIR)
        self.hiding = tuple(claim for claim in claims if claim.mood is Mood.PAIR)
        self.rules = RuleTable(reading, self._of_moment, self._of_answer)
        self.town = Besieged(scope, self.rules) if scope.outsider else Town(scope, self.rules)
        self.over = {over: tuple(c for c in self.claims if c.over is over) for over in Over}
        self.moment, self.met = cache(self.rules.moment), cache(self._met)
        self.asked: Callable[[type], list[tuple[Concerns | None, tuple[Claim, ...]]]] = cache(self._asked)
        self.servers: Numbers[HomeServer] = Numbers()
        self.held = cache(lambda number: self.servers.of(self.rules.server(number)))
        self._quiet: dict[tuple[int, ...], tuple[str, ...]] = {}

    # --- What the table sees, once for each of its lines ----------------------------------------------------------

    def _asked(self, kind: type) -> list[tuple[Concerns | None, tuple[Claim, ...]]]:
        """The claims about the moments of a kind of message, those together that concern the same moments."""
        claims = [claim for claim in self.over[Over.MOMENT] if claim.is_about(kind)]
        chosen = dict.fromkeys(claim.concerns for claim in claims)
        return [(concerns, tuple(c for c in claims if c.concerns is concerns)) for concerns in chosen]

    def _of_moment(self, moment: Moment) -> tuple[str, ...]:
        seen = (
            claim.name
            for concerns, claims in self.asked(type(moment.message))
            if concerns is None or concerns(moment)
            for claim in claims
            if (claim.is_shown_by(moment) if claim.mood is Mood.SOMETIMES else claim.judged(moment))
        )
        met = (InItsWorld(c.name) for c in self.over[Over.MEETING] if c.concerns and c.concerns(moment))
        return (*seen, *met)

    def _of_answer(self, before: Directory, reaction: DirectoryReaction, reading: Reading) -> tuple[str, ...]:
        return tuple(c.name for c in self.over[Over.DIRECTORY] if c.flaws(before, reaction, reading))

    # --- What the search sees -------------------------------------------------------------------------------------

    def of_step(self, before: State, move: Move, /) -> Iterable[str]:
        """What the claims about moments said when this line of the table was filled, or say in this world."""
        if move.event == NONE_THERE:
            return ()
        sights = self.rules.effect(before[move.actor], move.event).sights
        met = tuple(name for name in sights if isinstance(name, InItsWorld))
        if not met:
            return sights
        judged = self.met(before[: self.town.directory], move.actor, move.event, met)
        return tuple(name for name in sights if name not in met or name in judged)

    def _met(self, numbers: tuple[int, ...], actor: int, event: int, met: tuple[str, ...]) -> tuple[str, ...]:
        """What these claims say of a moment, given what every home server holds then."""
        servers = tuple(map(self.rules.server, numbers))
        moment = self.moment(numbers[actor], event)
        return tuple(c.name for c in self.over[Over.MEETING] if c.name in met and c.flaws(servers, moment))

    def of_state(self, state: State, is_quiet: bool, /) -> Iterable[str]:
        """What the claims about quiet worlds say, judged once for all that differ in nothing that they look at."""
        town = self.town
        if not is_quiet:
            return ()
        if isinstance(town, Besieged):
            account = town.has_leaked(state), town.owes(state)
            if any(account):
                return (claim.name for claim in self.hiding if claim.flaws(*account))
        cut, lost = state[-1] & town.links, town.spent(state, Fault.LOSS)
        if cut and stepping.is_held_up(town.world_of(state)):
            return ()
        key = (*map(self.held, state[: town.directory]), state[town.directory], cut, lost)
        seen = self._quiet.get(key)
        if seen is None:
            quiet = Quiet(town.world_of(state), lost)
            seen = self._quiet[key] = tuple(c.name for c in self.over[Over.QUIET] if c.flaws(quiet))
        return seen


@door
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
        """A shortest run that breaks the claim, or witnesses it; none where there is none. Raises `WrongUse`."""
        if claim.name not in (each.name for each in self.claims):
            raise wrong_use(f"{claim.name} was not asked in “{self.scope.name}”, or cannot be: name it in claims")
        if claim.over is Over.RUN and claim.mood is Mood.ALWAYS:
            return self.exploration.endless
        return self.exploration.sightings.get(claim.name)

    def trace(self, claim: Claim) -> Trace:
        """That run, made again step by step by the one mover."""
        run = self.run(claim)
        if run is None:
            raise wrong_use(f"{claim.name} has no run to show in “{self.scope.name}”: nothing shows it there")
        return Trace(self.scope.world(self.reading), (), self.scope.name).then(*run)

    def flaws(self, claim: Claim) -> tuple[str, ...]:
        """What of a claim fails at the end of that run, part by part, and on whom; nothing where it has none."""
        if self.run(claim) is None or claim.mood is Mood.SOMETIMES:
            return ()
        trace = self.trace(claim)
        match claim.over:
            case Over.QUIET:
                return claim.flaws(_at_rest(trace))
            case Over.RUN if claim.mood is Mood.PAIR:
                assert self.scope.hides and self.scope.outsider
                found = balance(trace, self.scope.hides, self.scope.outsider)
                return claim.flaws(found == "leak", found == "silence")
            case Over.RUN:
                return claim.flaws(self.exploration.endless)
            case Over.DIRECTORY:
                asked = trace.last.judged
                assert isinstance(asked, Inquiry)
                done = inquire(asked.directory, asked.sender, asked.message, asked.reading)
                return claim.flaws(asked.directory, done, self.reading)
            case Over.MOMENT | Over.MEETING:
                *_, (_, step, moment) = moments(trace)
                return claim.flaws(*([step.before.servers] if claim.over is Over.MEETING else []), moment)
            case _:
                assert_never(claim.over)


def is_asked_in(claim: Claim, scope: Scope) -> bool:
    """Whether a scope has what a claim speaks of: a secret needs somebody to hide it from, a witness honest servers.

    What users count on at rest needs nobody who forges what a home server outside the room cannot but believe (GAP-17).
    """
    match claim.mood:
        case Mood.PAIR:
            return scope.hides is not None
        case Mood.SOMETIMES:
            return not scope.outsider
        case Mood.ALWAYS:
            return claim.over is not Over.QUIET or not any(map(is_believed, scope.alphabet))


def actions_of(run: Iterable[Move]) -> tuple[Action, ...]:
    """A run of the search as actions of the model."""
    return tuple(move.action for move in run)


@door
def check(
    scope: Scope,
    reading: Reading = COMPLETED,
    claims: Iterable[Claim] = ALL,
    limits: Limits | None = None,
    watch: Callable[[int, int], None] | None = None,
) -> Findings:
    """Search a scope under a reading, and say what becomes of the claims there.

    Arguments: the scope, the reading, the claims, when to stop early, and who is told how far the search is. Raises
    `WrongUse` for a scope or limits that no search fits, `TooLarge` for a scope with more than there is room for.
    """
    claims = tuple(claims)
    if limits and limits.states < 1:
        raise wrong_use(f"check: limits.states is {limits.states}, and a search begins with one state: allow more")
    if limits and (others := limits.until - {claim.name for claim in claims}):
        raise wrong_use(f"check: limits.until has {min(others)!r}, which is no claim that is asked: name it in claims")
    asked = tuple(claim for claim in claims if is_asked_in(claim, scope))
    watching = Watching(scope, reading, asked)
    found = explore(watching.town, watching, limits, watch)
    runs = {name: actions_of(run) for name, run in found.sightings.items()}
    endless = None if found.endless is None else actions_of(found.endless)
    counts = (found.states, found.transitions, found.depth, found.quiet)
    return Findings(scope, reading, asked, Exploration(*counts, runs, endless, found.stopped))


# --- Of a run ---------------------------------------------------------------------------------------------------------

ClaimStatus = Literal["holds", "fails", "not yet", "witnessed"]


@dataclass(frozen=True)
class ClaimStanding:
    """One claim at the end of a trace, and what of it fails.

    It is "not yet" where it speaks of quiet worlds, or of something still to be seen.
    """

    claim: str
    mood: str
    cites: tuple[str, ...]
    status: ClaimStatus
    sentence: str
    flaws: tuple[str, ...] = ()


@door
def standings(trace: Trace, claims: tuple[Claim, ...] = CLAIMS) -> tuple[ClaimStanding, ...]:
    """How these claims stand after the last step of a trace; those about whole runs are for a search alone."""
    seen = tuple(moment for _, _, moment in moments(trace))
    rests = stepping.is_quiet(trace.world) and not stepping.is_held_up(trace.world)
    quiet = _at_rest(trace) if rests else None
    return tuple(
        ClaimStanding(claim.name, claim.mood, claim.cites, status, claim.sentence, flaws)
        for claim in claims
        if claim.over in (Over.MOMENT, Over.QUIET)
        for status, flaws in [_standing_of(claim, seen, quiet)]
    )


def _standing_of(claim: Claim, seen: tuple[Moment, ...], quiet: Quiet | None) -> tuple[ClaimStatus, tuple[str, ...]]:
    if claim.mood is Mood.SOMETIMES:
        return ("witnessed" if any(map(claim.is_shown_by, seen)) else "not yet"), ()
    if claim.over is Over.QUIET and quiet is None:
        return "not yet", ()
    looked_at = (quiet,) if claim.over is Over.QUIET else seen
    flaws = tuple(flaw for each in looked_at for flaw in claim.flaws(each))
    return ("fails" if flaws else "holds"), flaws


def _at_rest(trace: Trace) -> Quiet:
    return Quiet(trace.world, sum(isinstance(step.action, Lose) for step in trace.steps))


def moments(trace: Trace) -> Iterator[tuple[int, Step, Moment]]:
    """The number of each step at a home server, the step, and the moment there."""
    acts: dict[ServerName, Acts] = {}
    for number, step in enumerate(trace.steps, start=1):
        judged = step.judged
        if isinstance(judged, Situation):
            server = judged.server
            before = acts.get(server.name, ())
            moment = moment_of(server, judged.sender, judged.message, judged.reading, before)
            acts[server.name] = acts_after(moment)
            yield number, step, moment
