"""The tabulated search counts what the plain one counts, and sees what it sees; what can happen in it is what the model
says, so that a change of the model's own functions is a change of the search."""

from dataclasses import replace

import pytest

from roomspec.search import check
from roomspec.search.claims import Watching
from roomspec.search.engine import explore
from roomspec.search.explorer import Nothing
from roomspec.search.town import Town
from spec_impl import (
    COMPLETED,
    LITERAL_2014,
    Create,
    Fault,
    Find,
    Give,
    Join,
    JoinMode,
    Leave,
    Reading,
    Trace,
    World,
    enabled,
    step,
    stepping,
)
from spec_impl.actions import Allowed
from spec_impl.cast import ALICE, CAROL, TEA, TEA_NAME
from spec_impl.claims import ALL, Over
from spec_impl.scopes import SCOPES, TINY
from spec_impl.scopes.scope import Scope, gives
from spec_impl.situation import Reaction
from tests.model.readings import READINGS, otherwise
from tests.search.plain import PlainTown, PlainWatch


def smaller(scope: Scope, commands: int, **faults: int) -> Scope:
    """The same scope with fewer commands and other faults, so that the plain search is done soon."""
    return replace(scope, commands=scope.commands[:commands], faults={Fault[kind]: n for kind, n in faults.items()})


BOTH_MAKE_IT = (Give(ALICE, Create(TEA, JoinMode.PUBLIC, TEA_NAME)), Give(CAROL, Create(TEA, JoinMode.INVITE)))
TAKEN = replace(
    SCOPES["discovery"],
    name="one id, and two who would make a room of it",
    commands=(*BOTH_MAKE_IT, *gives(ALICE, Leave(TEA)), *gives(CAROL, Find(TEA_NAME), Join(TEA))),
)
INVITED, KNOCKED = SCOPES["an invitation among three"], SCOPES["a knock among three"]
COMPARED = [
    (SCOPES["discovery"], COMPLETED),
    (SCOPES["an open door"], COMPLETED),
    (SCOPES["an open door"], LITERAL_2014),
    (SCOPES["a neighbour"], COMPLETED),
    (SCOPES["a neighbour"], LITERAL_2014),
    (SCOPES["a closed door"], LITERAL_2014),
    (SCOPES["two hosts at once"], LITERAL_2014),
    (SCOPES["a cut link"], COMPLETED),
    (SCOPES["too short a list"], COMPLETED),
    (smaller(INVITED, 4, LOSS=1), COMPLETED),
    (smaller(INVITED, 3, REPETITION=1), otherwise("unseen_invitation", "fetch")),
    (smaller(KNOCKED, 3, CRASH=1), COMPLETED),
    (TAKEN, COMPLETED),
    (smaller(SCOPES["a stale list"], 2, LOSS=1, CUT=1), otherwise("retry", "any_refusal")),
]


def names(scope: Scope, reading: Reading) -> str:
    return f"{scope.name}, {len(scope.commands)} commands, {reading.name}"


@pytest.mark.parametrize(("scope", "reading"), COMPARED, ids=[names(*each) for each in COMPARED])
def test_the_tabulated_search_counts_and_sees_what_the_plain_one_does(scope: Scope, reading: Reading) -> None:
    plain = explore(PlainTown(scope, reading), PlainWatch(scope))
    tabulated = check(scope, reading).exploration
    counts = [(e.states, e.transitions, e.depth, e.quiet, e.endless is None) for e in (plain, tabulated)]
    assert counts[0] == counts[1]
    directory = {claim.name for claim in ALL if claim.over is Over.DIRECTORY}
    lengths = {name: len(run) for name, run in tabulated.sightings.items() if name not in directory}
    assert lengths == {name: len(run) for name, run in plain.sightings.items()}


@pytest.mark.parametrize("scope", TINY, ids=lambda scope: scope.name)
def test_every_run_that_is_reported_can_be_made_again_by_the_one_mover(scope: Scope) -> None:
    found = check(scope, LITERAL_2014)
    for claim in (*found.failing, *found.witnessed):
        trace = found.trace(claim)
        assert len(trace.steps) == len(found.run(claim) or ())


def test_a_state_stands_for_a_world_of_the_model_and_its_moves_for_what_is_enabled_there() -> None:
    scope = SCOPES["an open door"]
    town = Town(scope, Watching(scope, COMPLETED, ALL).rules)
    state, world = town.initial(), scope.world(COMPLETED)
    for turn in range(12):
        assert town.world_of(state) == world
        moves = town.enabled(state)
        own = [move.action for move in moves if town.is_own(move)]
        assert set(own) == set(enabled(world))
        move = moves[turn % len(moves)]
        state, world = town.step(state, move), step(world, move.action).after


def test_a_command_that_changes_nothing_is_not_used_up() -> None:
    scope = SCOPES["a closed door"]
    town = Town(scope, Watching(scope, COMPLETED, ALL).rules)
    again = Town(SCOPES["a neighbour"], Watching(SCOPES["a neighbour"], COMPLETED, ALL).rules)
    decline = next(m for m in again.enabled(again.initial()) if str(m.action).count("Decline"))
    assert again.step(again.initial(), decline) == again.initial()
    stays = {
        str(m.action.command) for m in town.enabled(town.initial()) if town.step(town.initial(), m) == town.initial()
    }
    assert stays == {"Invite(room='!tea', user=UserId(name='alice', server='a.example'))"}


def test_rules_run_once_for_each_state_of_an_actor_and_message(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[object, ...]] = []
    receive = stepping.receive

    def counted(*question: object) -> Reaction:
        asked.append(question)
        return receive(*question)

    watching = Watching(SCOPES["a knock"], COMPLETED, ALL)
    monkeypatch.setattr(stepping, "receive", counted)
    found = explore(watching.town, Nothing())
    assert 0 < len(asked) < found.transitions / 40


def test_what_may_be_given_twice_is_offered_once_at_a_time() -> None:
    scope = SCOPES["an invitation"]
    town = Town(scope, Watching(scope, COMPLETED, ALL).rules)
    gives = [move.action for move in town.enabled(town.initial()) if isinstance(move.action, Give)]
    assert len(gives) == len(set(gives)) < len(scope.commands)


@pytest.mark.parametrize("scope", SCOPES.values(), ids=lambda scope: scope.name)
def test_a_scope_begins_in_a_quiet_world_under_every_reading_and_its_commands_are_of_people_there(scope: Scope) -> None:
    for reading in READINGS:
        world = scope.world(reading)
        assert enabled(world) == ()
        assert all(give.user in world.server(give.user.server).users for give in scope.commands)
        assert isinstance(Trace(world).world, World)
    assert Allowed(scope.commands).commands
