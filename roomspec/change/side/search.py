"""The tool's own searches over one revision: a scope with its claims, and again in lock-step with another revision.

A search leaves behind its table: for each state of an actor and each action that came to it, what followed. The other
revision is led along these lines; where no line differs, no run within the scope tells the two apart.
Scopes and claims are the revision's own, and with them those of the other revision that are not the same here.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import cache, cached_property
from importlib import import_module
from typing import Any, get_args

from spec_impl import (
    Crash,
    Deliver,
    Envelope,
    Give,
    GiveUp,
    NoAnswer,
    Reading,
    Restart,
    Spread,
    StateUpdate,
    scopes,
)
from spec_impl.actions import Action, Fault
from spec_impl.claims import CLAIMS, WITNESSES
from spec_impl.claims.claim import Claim, Moment, Mood, Over
from spec_impl.commands import Command
from spec_impl.interface import to_json
from spec_impl.messages import WireMessage
from spec_impl.scopes import SCOPES, Scope
from spec_impl.situation import DirectoryReaction
from spec_impl.terms import DIRECTORY
from spec_impl.world import Directory, World

from ...search import Limits
from ...search.claims import Watching, is_asked_in
from ...search.engine import explore
from ...search.explorer import Properties
from ...search.moves import Move, State
from ...search.outsider import Besieged
from ...search.table import ActorState, Consequence, Event, Numbers, RuleTable
from ...search.town import Town
from .marks import AS_OTHERS_HAVE_IT, NOT_AT_WORK, OTHER_PACKAGES, paused, times, unseen, was_at_work
from .observe import ACTOR, Observations, reading_named, step_seen
from .possible import asked_about

NOWHERE = -1
"""Where the two revisions have parted: there is no state that both are in."""

_SEARCHED: list[Town] = []
"""What was searched last, whose table a search in lock-step goes by."""


# --- What is asked: the revision's own scopes and claims, and those of the other one ----------------------------------


@cache
def _scopes() -> dict[str, Scope]:
    """Every named scope; one of the other version that is not the same here has a name that says so."""
    found = dict(SCOPES)
    for each in _of_the_other(1, "SCOPES", {}).values():
        if each.name not in SCOPES:
            found[each.name] = each
        elif _bounds(each) != _bounds(SCOPES[each.name]):
            found[each.name + AS_OTHERS_HAVE_IT] = replace(each, name=each.name + AS_OTHERS_HAVE_IT)
    # What runs on the way to where a scope begins does not count as seen.
    return {name: replace(each, begin=paused()(each.begin)) for name, each in found.items()}


def _bounds(scope: Scope) -> str:
    """What a scope comes to, where it begins in the recommended reading among it."""
    kept = ("size", "commands", "faults", "outsider", "alphabet", "hides")
    return repr([scope.world(reading_named("COMPLETED")), *(vars(scope)[name] for name in kept)])


def _of_the_other(place: int, name: str, nothing: Any) -> Any:
    """What a package of the other version defines, as far as it could be loaded here."""
    try:
        package = import_module(f"spec_impl.{OTHER_PACKAGES[place]}")
    except ImportError:
        return nothing
    return vars(package).get(name, nothing)


class _Asking:
    """A claim of the other version, asked here for as long as this version has the words for it."""

    missing: dict[str, str] = {}  # noqa: RUF012  by name, why a claim could not be asked

    def __init__(self, name: str, asked: Callable[..., Any], otherwise: Any) -> None:
        self.name, self.asked, self.otherwise = name, asked, otherwise

    def __call__(self, *about: Any) -> Any:
        if self.name not in self.missing:
            try:
                return self.asked(*about)
            except Exception as broken:  # noqa: BLE001  this version may lack whatever it speaks of
                self.missing[self.name] = f"{type(broken).__name__}: {broken}"
        return self.otherwise


@cache
def _claims(differing: tuple[str, ...]) -> tuple[Claim, ...]:
    """The claims that are compared, of both versions; first wordings, which cannot hold, are not."""
    own = (*CLAIMS, *WITNESSES)
    names = {claim.name for claim in own}
    others = (*_of_the_other(0, "CLAIMS", ()), *_of_the_other(0, "WITNESSES", ()))
    wanted = [each for each in others if each.name in differing or each.name not in names]
    return (*own, *(_asked_here(each, each.name in names) for each in wanted))


def _asked_here(claim: Any, is_otherwise_here: bool) -> Claim:
    """A claim of the other version in the types of this one."""
    name, mood = claim.name + AS_OTHERS_HAVE_IT * is_otherwise_here, Mood(claim.mood)
    is_witness = mood is Mood.SOMETIMES

    def judge(*about: Any) -> Any:
        return claim.judge(*about) if is_witness else tuple(claim.judge(*about))  # a flaw may lack its words too

    judged = _Asking(name, judge, otherwise=False if is_witness else ())
    concerns = claim.concerns and _Asking(name, claim.concerns, otherwise=False)
    kinds = vars(claim).get("about")  # an older version's claims look for themselves at what a moment is about
    return Claim(name, mood, Over(claim.over), claim.cites, claim.sentence, judged, concerns, about=kinds)


def list_scopes() -> list[dict[str, Any]]:
    """Every scope, with a guess at how long it takes, by the number of its commands and letters.

    `is_once_more` is one with the servers' names reversed, which an older version may lack, that is too large to be
    searched again in every comparison.
    """
    names_reversed = {each.name for each in vars(scopes).get("REVERSED", ())}
    return [
        {
            "name": name,
            "sentence": each.sentence,
            "size": each.size,
            "is_once_more": name in names_reversed and (len(each.commands) > 4 or bool(each.alphabet)),
            "weight": (1 + len(each.alphabet)) * 2 ** len(each.commands) * 3 ** sum(each.faults.values()),
        }
        for name, each in _scopes().items()
    ]


def beginnings() -> dict[str, Any]:
    """The steps with which each scope begins in the recommended reading."""
    begun = {name: each.begin(reading_named("COMPLETED")) for name, each in _scopes().items()}
    return {name: [to_json(made.action, Action) for made in trace.steps] for name, trace in begun.items()}


# --- One search -------------------------------------------------------------------------------------------------------


LineOfTable = tuple[int, int]
"""A state, or a pair of states, and an event, by their numbers."""

_WITNESSED: set[str] = set()
"""What must be possible under the recommended reading, and was seen in one of the scopes searched here."""


class Observing(RuleTable):
    """A table, with what everybody sees of each of its lines, and whether anything that differs was at work there."""

    def __init__(self, reading: Reading, witnesses: Iterable[Claim]) -> None:
        super().__init__(reading, self._of_moment, self._of_answer)
        self.witnesses = [each for each in witnesses if each.name not in _WITNESSED]
        self.seen = Observations()
        self.times = 0
        """How often something that differs was at work in all lines."""
        self.actions: Numbers[Action] = Numbers()
        self._action = cache(lambda name, event: self.actions.of(_action(name, self.events.values[event])))
        self._of_line: dict[LineOfTable, int] = {}
        self._last: Any = None

    def seen_in(self, number: int, event_number: int, *, at_work: bool = False) -> int:
        """The number of what is seen in a line; with `at_work`, only where anything that differs was."""
        found = self._of_line[number, event_number]
        if found == NOT_AT_WORK and not at_work:
            super()._reacts(number, event_number)
            found = self.seen.of(*self._last)
        return found

    def action(self, number: int, event_number: int) -> int:
        """The number of the action by which an event comes to an actor in some state."""
        actor = self.actor(number)
        return self._action(DIRECTORY if isinstance(actor, Directory) else actor.name, event_number)

    @cached_property
    def events_of(self) -> dict[int, list[int]]:
        """What came to the actor in each state, by the time that somebody asks."""
        found = defaultdict[int, list[int]](list)
        for (number, event), _ in self.lines():
            found[number].append(event)
        return found

    def _reacts(self, number: int, event_number: int) -> Consequence:
        since = times()
        found = super()._reacts(number, event_number)
        self._of_line[number, event_number] = self.seen.of(*self._last) if was_at_work(since) else NOT_AT_WORK
        self.times += times() - since
        return found

    def _of_moment(self, moment: Moment) -> tuple[str, ...]:
        self._last = moment.before, moment.after, moment.reaction, moment.reading
        if self.witnesses:
            with unseen():
                shown = [claim for claim in self.witnesses if claim.is_shown_by(moment)]
            self.witnesses = [claim for claim in self.witnesses if claim not in shown]
            _WITNESSED.update(claim.name for claim in shown)
        return ()

    def _of_answer(self, before: Directory, reaction: DirectoryReaction, reading: Reading) -> tuple[str, ...]:
        self._last = before, reaction.directory, reaction, reading
        return ()


def search(scope: str, reading: str, differing: list[str]) -> dict[str, Any]:
    """Search a scope: where it begins, its counts, and whether all is the same in the other one.

    Where it may not be: the table, the rows that decided in its lines, and the questions about what can happen in whose
    answers what differs was at work.
    """
    searched, read = _scopes()[scope], reading_named(reading)
    claims = _claims(tuple(differing)) if reading == "COMPLETED" else ()
    witnesses = (each for each in claims if each.mood is Mood.SOMETIMES and is_asked_in(each, searched))
    rules = Observing(read, witnesses)
    since = times()
    begin = searched.begin(read)
    begins_otherwise = was_at_work(since)
    town = Besieged(searched, rules) if searched.outsider else Town(searched, rules)
    _SEARCHED[:] = [town]
    since = times()
    found = explore(town)
    possible = _possible(town, rules, is_at_work=was_at_work(since + rules.times))
    is_the_same = not (begins_otherwise or len(rules.seen) or possible["asked"])
    return {
        "begin": {
            "world": to_json(begin.initial, World),
            "actions": [to_json(made.action, Action) for made in begin.steps],
            "seen": [step_seen(made) for made in begin.steps],
        },
        "counts": {
            "worlds": found.states,
            "transitions": found.transitions,
            "depth": found.depth,
            "stopped": found.stopped,
        },
        "lines": len(rules.lines()),
        "rows": sorted(rules.seen.rows()),
        "is_the_same": is_the_same,
        **({} if is_the_same else {"table": _table(town, rules), "possible": possible}),
    }


def written_states(numbers: list[int]) -> list[Any]:
    """What actors hold in these states of the table of the scope searched last."""
    (town,) = _SEARCHED
    return [to_json(town.rules.actor(number), ACTOR) for number in numbers]


def lines_from(states: list[int]) -> dict[str, Any]:
    """Every line of these states of that table, and what is seen there and was not told of."""
    (town,) = _SEARCHED
    rules = town.rules
    assert isinstance(rules, Observing)
    told = len(rules.seen)
    lines = [_line(rules, state, event) for state in states for event in rules.events_of[state]]
    return {"lines": lines, "observations": rules.seen.written(told)}


def ask_claims(scope: str, reading: str, differing: list[str], only: list[str] | None = None) -> list[dict[str, Any]]:
    """What becomes of the claims in a scope, each with a shortest run that breaks or witnesses it.

    Arguments: the scope, the reading, the claims that the two versions word otherwise, and which to ask, if not all.
    """
    claims = (claim for claim in _claims(tuple(differing)) if only is None or claim.name in only)
    asked = tuple(claim for claim in claims if is_asked_in(claim, _scopes()[scope]))
    watching = Watching(_scopes()[scope], reading_named(reading), asked)
    until = frozenset(claim.name for claim in asked if only)
    found = explore(watching.town, watching, Limits(until=until))
    told = []
    for claim in asked:
        over_whole_runs = claim.over is Over.RUN and claim.mood is Mood.ALWAYS
        run = found.endless if over_whole_runs else found.sightings.get(claim.name)
        about = {"name": claim.name, "mood": str(claim.mood), "cites": list(claim.cites), "sentence": claim.sentence}
        missing = _Asking.missing.get(claim.name, "")
        told.append({**about, "run": None if run is None else _written(run), "missing": missing})
    return told


def witnesses(differing: list[str]) -> dict[str, bool]:
    """What must be possible, and whether it was seen in a scope that was searched here in the recommended reading."""
    return {each.name: each.name in _WITNESSED for each in _claims(tuple(differing)) if each.mood is Mood.SOMETIMES}


def _possible(town: Town, rules: RuleTable, is_at_work: bool) -> dict[str, Any]:
    """What can happen in the states and with the letters that the search came by."""
    states = [rules.actor(number) for number in range(len(rules.states))]
    network: dict[str, Sequence[Any]] = {
        "letters": rules.envelopes.values,
        "updates": rules.updates.values,
        "commands": tuple(dict.fromkeys(town.scope.commands)),
    }
    faults = [each for each in Fault if town.scope.faults.get(each)]
    return asked_about(town.start, states, network, faults, is_at_work)


def _written(run: Iterable[Move]) -> list[Any]:
    return [to_json(move.action, Action) for move in run]


def _table(town: Town, rules: Observing) -> dict[str, Any]:
    """The lines in which anything that differs was at work; and which states follow which in the others."""
    lines, rest = [], defaultdict[int, dict[int, None]](dict)
    for (number, event), effect in rules.lines():
        rules.action(number, event)
        if rules.seen_in(number, event, at_work=True) == NOT_AT_WORK:
            rest[number][effect.after] = None
        else:
            lines.append(_line(rules, number, event))
    actors = dict(zip((*town.names, DIRECTORY), town.initial()[: town.directory + 1], strict=True))
    return {
        "actors": {str(name): number for name, number in actors.items()},
        "lines": lines,
        "rest": [[number, [*after]] for number, after in rest.items()],
        "actions": [to_json(action, Action) for action in rules.actions.values],
        "observations": rules.seen.written(),
    }


def _line(rules: Observing, number: int, event: int) -> list[int]:
    """A line: the state, the event, the action by which it comes, the state after it, and what is seen."""
    return [number, event, rules.action(number, event), rules.effect(number, event).after, rules.seen_in(number, event)]


def _action(name: Any, event: Event) -> Action:
    """The action by which an event comes to the actor of that name."""
    match event.message:
        case StateUpdate() as update:
            return Spread(name, update)
        case NoAnswer(room, user):
            return GiveUp(user, room)
        case Restart():
            return Crash(name)
        case message if isinstance(event.sender, str):
            return Deliver(Envelope(event.sender, name, message))  # type: ignore[arg-type]
        case command:
            return Give(event.sender, command)  # type: ignore[arg-type]


# --- Both revisions at once -------------------------------------------------------------------------------------------

class Paired(RuleTable):
    """The table of two revisions at once: a number stands for a pair of states, one of each.

    Where both were seen to do the same there is a pair after it; where not, the line has a name and leads nowhere, but
    where the other revision passed over what it has no words for: then it has a name, and leads on. Of a pair that is
    the same state twice only those lines were compared in which anything that differs was at work.
    """

    def __init__(
        self, rules: Observing, pairs: list[list[int]], after: dict[LineOfTable, int], parted: dict[LineOfTable, str]
    ) -> None:
        super().__init__(rules.reading, rules.sights, rules.sights_of_directory)
        self.rules, self.lines_after, self.parted = rules, after, parted
        self.mine = [mine for mine, _ in pairs]
        self.twice = {mine: pair for pair, (mine, is_twice) in enumerate(pairs) if is_twice}
        self.states = _Pairs(rules.states, self.mine)
        self.events, self.envelopes, self.updates = rules.events, rules.envelopes, rules.updates

    def _meet(self, local: int, event: int) -> Consequence:
        mine, line = self.mine[local], (local, event)
        effect = self.rules.effect(mine, event)
        if self.twice.get(mine) == local and self.rules.seen_in(mine, event, at_work=True) == NOT_AT_WORK:
            return effect._replace(after=self.twice.get(effect.after, NOWHERE), sights=())
        after = self.lines_after.get(line, NOWHERE)
        return effect._replace(after=after, sights=(self.parted[line],) if line in self.parted else ())


class _Pairs(Numbers[ActorState]):
    """The states of this revision by the numbers of the pairs; each first state has the first pair."""

    def __init__(self, numbers: Numbers[ActorState], mine: Sequence[int]) -> None:
        super().__init__()
        self.values = [numbers.values[number] for number in mine]
        for pair, value in enumerate(self.values):
            self._numbers.setdefault(value, pair)


class Partings(Properties[State, Move]):
    """What is looked for where two revisions do the same up to the step in which they part: the names of such lines."""

    def __init__(self, rules: Paired) -> None:
        self.rules = rules

    def of_step(self, before: State, move: Move, /) -> Iterable[str]:
        """The name of the line in which the two part, if the step is one."""
        return self.rules.effect(before[move.actor], move.event).sights if move.event >= 0 else ()


def lockstep(pairs: list[list[int]], after: list[Any], parted: list[Any]) -> dict[str, Any]:
    """A shortest run to each named difference in the scope searched last: both do the same until its last step.

    Arguments: of each pair the newer version's state, and whether the other one's is the same; the pairs that follow,
    and what parts the two, by pair and event.
    """
    (town,) = _SEARCHED
    assert isinstance(town.rules, Observing)
    named = {(pair, event): name for pair, event, name in parted}
    rules = Paired(town.rules, pairs, {(pair, event): number for pair, event, number in after}, named)
    scope = town.scope
    both = Besieged(scope, rules) if scope.outsider else Town(scope, rules)
    found = explore(both, Partings(rules), Limits(until=frozenset(named.values())))
    runs = {name: _written(run) for name, run in sorted(found.sightings.items())}
    return {"runs": runs, "pairs": found.states, "stopped": found.stopped}


def kinds() -> dict[str, list[str]]:
    """The clauses of each kind of message and command, by its name in what is seen."""
    return {kind.__name__: kind.cites.split() for kind in (*get_args(WireMessage), *get_args(Command))}
