"""The tool's own searches over one revision: a scope with its claims, and again in lock-step with another revision.

A search leaves behind its table: for each state of an actor and each action that came to it, what followed. The other
revision is led along these lines; where no line differs, no run within the scope tells the two apart.
Pictures of the runs that were found, as this revision makes them, are drawn here as well.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from typing import Any

from spec_impl import Crash, Deliver, Envelope, Give, GiveUp, NoAnswer, Post, Restart, Spread, StateUpdate, Trace
from spec_impl.actions import Action
from spec_impl.claims import CLAIMS, WITNESSES
from spec_impl.claims.claim import Mood, Over
from spec_impl.interface import TraceError, from_json, to_json
from spec_impl.scopes import SCOPES
from spec_impl.situation import Inquiry, Situation
from spec_impl.terms import DIRECTORY
from spec_impl.world import Directory, NotEnabled, World

from ...search import Limits
from ...search.claims import Watching
from ...search.explorer import explore
from ...search.moves import Move, State
from ...search.outsider import Besieged
from ...search.table import Consequence, Event, Local, Numbers, RuleTable
from ...search.town import Town
from .observe import Observations, reacted, reading_named, step_seen

JUDGED_CLAIMS = (*CLAIMS, *WITNESSES)
"""The claims that are compared; first wordings, which cannot hold, are not."""

NOWHERE = -1
"""Where the two revisions have parted: there is no state that both are in."""

_SEARCHED: list[Watching] = []
"""The latest search, whose table a search in lock-step goes by."""


def list_scopes() -> list[dict[str, Any]]:
    """Every named scope, with the number of its commands, by which one may guess how long it takes."""
    return [
        {"name": each.name, "sentence": each.sentence, "size": each.size, "commands": len(each.commands)}
        for each in SCOPES.values()
    ]


def search(scope: str, reading: str) -> dict[str, Any]:
    """Search a scope; where it begins, its table, its counts, and what becomes of the claims."""
    watching = Watching(SCOPES[scope], reading_named(reading), JUDGED_CLAIMS)
    _SEARCHED[:] = [watching]
    found = explore(watching.town, watching)
    begin = watching.town.scope.begin(watching.rules.reading)
    claims = []
    for claim in JUDGED_CLAIMS:
        over_whole_runs = claim.over is Over.RUN and claim.mood is Mood.ALWAYS
        run = found.endless if over_whole_runs else found.sightings.get(claim.name)
        about = {"name": claim.name, "mood": str(claim.mood), "cites": list(claim.cites), "sentence": claim.sentence}
        claims.append({**about, "run": None if run is None else _written(run)})
    return {
        "begin": {
            "world": to_json(begin.initial, World),
            "actions": [to_json(made.action, Action) for made in begin.steps],
            "seen": [step_seen(made) for made in begin.steps],
        },
        "table": _table(watching),
        "counts": {
            "worlds": found.states,
            "transitions": found.transitions,
            "depth": found.depth,
            "stopped": found.stopped,
        },
        "claims": claims,
    }


def _written(run: Iterable[Move]) -> list[Any]:
    return [to_json(move.action, Action) for move in run]


def _table(watching: Watching) -> dict[str, Any]:
    """Every line that the search came by, with the actors' states as numbers."""
    town, rules, seen, actions = watching.town, watching.rules, Observations(), Numbers[Action]()
    lines = []
    for (local, number), effect in rules.lines():
        actor, event = rules.locals.values[local], rules.events.values[number]
        if isinstance(actor, Directory):
            name: Any = DIRECTORY
            judged: Any = Inquiry(actor, event.sender, event.message, rules.reading)  # type: ignore[arg-type]
        else:
            name = actor.server.name
            judged = Situation(actor.server, event.sender, event.message, rules.reading)
        observed = seen.of(*reacted(judged, rules.reading), rules.reading)
        lines.append([local, number, actions.of(_action(name, event)), effect.after, observed])
    actors = dict(zip((*town.names, DIRECTORY), town.initial()[: town.directory + 1], strict=True))
    return {
        "actors": {str(name): number for name, number in actors.items()},
        "lines": lines,
        "actions": [to_json(action, Action) for action in actions.values],
        "observations": seen.written(),
    }


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

Line = tuple[int, int]
"""A state, or a pair of states, and an event, by their numbers."""


class Paired(RuleTable):
    """The table of two revisions at once: a number stands for a pair of states, one of each.

    Where both were seen to do the same there is a pair after it; where not, the line has a name and leads nowhere.
    """

    def __init__(self, rules: RuleTable, mine: Sequence[int], after: dict[Line, int], parted: dict[Line, str]) -> None:
        super().__init__(rules.reading, rules.sights, rules.sights_of_directory)
        self.rules, self.mine, self.lines_after, self.parted = rules, mine, after, parted
        self.locals = _Pairs(rules.locals, mine)
        self.events, self.envelopes, self.updates = rules.events, rules.envelopes, rules.updates

    def _meet(self, local: int, event: int) -> Consequence:
        effect = self.rules.effect(self.mine[local], event)
        name = self.parted.get((local, event))
        after = NOWHERE if name else self.lines_after[local, event]
        return effect._replace(after=after, sights=(name,) if name else ())


class _Pairs(Numbers[Local | Directory]):
    """The states of this revision by the numbers of the pairs; each first state has the first pair."""

    def __init__(self, numbers: Numbers[Local | Directory], mine: Sequence[int]) -> None:
        super().__init__()
        self.values = [numbers.values[number] for number in mine]
        for pair, value in enumerate(self.values):
            self._numbers.setdefault(value, pair)


class Partings:
    """What is looked for where two revisions do the same up to the step in which they part: the names of such lines."""

    def __init__(self, rules: Paired) -> None:
        self.rules = rules

    def of_step(self, before: State, move: Move, _after: State, /) -> Iterable[str]:
        """The name of the line in which the two part, if the step is one."""
        return self.rules.effect(before[move.actor], move.event).sights if move.event >= 0 else ()

    def of_state(self, _state: State, _is_quiet: bool, /) -> Iterable[str]:
        """A state shows nothing that a step does not."""
        return ()


def lockstep(pairs: list[int], after: list[Any], parted: list[Any]) -> dict[str, Any]:
    """A shortest run to each named difference in the scope searched last: both do the same until its last step."""
    (watching,) = _SEARCHED
    named = {(pair, event): name for pair, event, name in parted}
    rules = Paired(watching.rules, pairs, {(pair, event): number for pair, event, number in after}, named)
    scope = watching.town.scope
    both = Besieged(scope, rules) if scope.outsider else Town(scope, rules)
    found = explore(both, Partings(rules), Limits(until=frozenset(named.values())))
    runs = {name: _written(run) for name, run in sorted(found.sightings.items())}
    return {"runs": runs, "pairs": found.states, "stopped": found.stopped}


# --- Pictures of a run, as values; what draws is imported when it is needed, since a search can do without ------------


def draw_run(reading: str, world: Any, lead: list[Any], run: list[Any]) -> dict[str, Any]:
    """The run as a chart, after the actions that lead to where it begins; it ends early where it cannot go on."""
    from ...show.run import as_chart

    trace, stopped = _made(reading, world, lead, run)
    return {"chart": asdict(as_chart(trace)), "stopped": stopped}


def draw_worlds(reading: str, world: Any, lead: list[Any], run: list[Any], scope: str) -> dict[str, Any] | None:
    """The last question of an outsider in a run, put where there is no room and where there is one."""
    from ...show.worlds import as_comparison

    trace, _ = _made(reading, world, lead, run)
    posts = {made.action.envelope for made in trace.steps if isinstance(made.action, Post)}
    asked = [
        (made.before, made.action.envelope)
        for made in trace.steps
        if isinstance(made.action, Deliver) and made.action.envelope in posts
    ]
    room = SCOPES[scope].hides
    if not asked or room is None:
        return None
    before, envelope = asked[-1]
    (asker,) = before.server(envelope.sender).users
    return asdict(as_comparison(before, room, asker, envelope.receiver, envelope.message))


def _made(reading: str, world: Any, lead: list[Any], run: list[Any]) -> tuple[Trace, str]:
    """The run from where its lead ends, and why it ends early, if it does."""
    trace, stopped = Trace(replace(from_json(world, World), reading=reading_named(reading))), ""
    for part in (lead, run):
        trace, stopped = Trace(trace.world), ""
        for written in part:
            try:
                trace = trace.then(from_json(written, Action))
            except (NotEnabled, TraceError) as refused:
                stopped = str(refused)
                break
    return trace, stopped
