"""Concealment: the search with owed answers says what two worlds side by side say; each leak is a run to look at."""

from dataclasses import replace
from typing import get_args

import pytest

from roomspec.search import Limits, check, constant_answers
from roomspec.search.claims import Watching
from roomspec.search.engine import explore
from roomspec.search.outsider import NotConstant
from spec_impl import (
    COMPLETED,
    LITERAL_2014,
    Acceptance,
    Envelope,
    FetchPdu,
    Give,
    Invitation,
    JoinMode,
    JoinRequest,
    KnockRequest,
    NamePublished,
    Reading,
    Refusal,
)
from spec_impl.cast import BOB, MALLORY, TEA, TEA_NAME, A, B, M
from spec_impl.claims import named
from spec_impl.messages import DirectoryQuery, WireMessage
from spec_impl.reading import otherwise
from spec_impl.scopes import SCOPES
from spec_impl.scopes.hidden import LEFT_OUT, alphabet, not_looked_at
from spec_impl.scopes.scope import Scope
from spec_impl.terms import DIRECTORY
from tests.model.readings import READINGS
from tests.search.two_worlds import TOLD_APART, TwoWorlds

HIDDEN = named("a-hidden-room-is-as-good-as-none")
ALONE, BESIDE_AN_INVITATION = SCOPES["a private room and an outsider"], SCOPES["an invitation and an outsider"]
NAMED = SCOPES["a named room, closed, and an outsider"]
KINDS = (JoinRequest, KnockRequest, Acceptance, FetchPdu)


def with_fewer_words(scope: Scope) -> Scope:
    """The same scope with an alphabet that the plain search can bear: requests for the first stay, and one fetch."""
    first = [e for e in scope.alphabet if isinstance(e.message, KINDS) and getattr(e.message, "epoch", 1) == 1]
    return replace(scope, alphabet=tuple(first[::3]))


def are_told_apart(scope: Scope, reading: Reading) -> bool:
    """Whether the two worlds are; the search ends there, since what is leaked cannot be taken back."""
    system = TwoWorlds(scope, reading)
    return TOLD_APART in explore(system, system, Limits(until=frozenset({TOLD_APART}))).sightings


def leaks(scope: Scope, reading: Reading) -> bool:
    return check(scope, reading, (HIDDEN,)).run(HIDDEN) is not None


@pytest.mark.parametrize("reading", READINGS, ids=lambda reading: reading.name)
def test_owed_answers_and_two_worlds_agree_on_whether_a_private_room_is_hidden(reading: Reading) -> None:
    """Two worlds are the stricter judge: they do not wait for an answer that comes late."""
    scope = ALONE if reading is COMPLETED else with_fewer_words(ALONE)
    assert are_told_apart(scope, reading) == leaks(scope, reading)


@pytest.mark.parametrize("reading", [COMPLETED, LITERAL_2014, otherwise("hidden_requests", "join_only")])
def test_they_agree_beside_an_invitation_too(reading: Reading) -> None:
    scope = with_fewer_words(BESIDE_AN_INVITATION)
    assert are_told_apart(scope, reading) == leaks(scope, reading)


@pytest.mark.parametrize("scope", [ALONE, BESIDE_AN_INVITATION, NAMED], ids=lambda scope: scope.name)
def test_a_hidden_room_is_as_good_as_none_in_the_recommended_reading(scope: Scope) -> None:
    assert not leaks(scope, COMPLETED)


@pytest.mark.parametrize(
    ("switch", "value", "steps"),
    [
        ("hidden_requests", "join_only", 2),
        ("hidden_modes", "invite_only", 2),
        ("unseen_invitation", "queue", 2),
        ("unseen_invitation", "fetch", 2),
        ("unseen_invitation", "trust", 2),
    ],
)
def test_each_other_way_of_hiding_lets_something_out(switch: str, value: str, steps: int) -> None:
    found = check(ALONE, otherwise(switch, value), (HIDDEN,))
    run = found.run(HIDDEN)
    assert run is not None
    assert len(run) == steps
    assert len(found.trace(HIDDEN).steps) == steps


def test_a_leak_is_the_end_of_its_run() -> None:
    town = Watching(ALONE, LITERAL_2014, (HIDDEN,)).town
    *parts, marks = town.initial()
    assert town.enabled((*parts, marks)) and not town.enabled((*parts, marks | town.ended))


def test_without_the_room_every_message_is_answered_alike_whatever_came_before() -> None:
    for scope in (ALONE, BESIDE_AN_INVITATION, NAMED):
        answers = constant_answers(scope.world(COMPLETED), TEA, M, scope.alphabet)
        assert set(answers) == set(scope.alphabet)
        requests = [envelope for envelope in scope.alphabet if isinstance(envelope.message, KINDS)]
        assert requests
        for envelope in requests:
            (answer,) = answers[envelope]
            assert isinstance(answer.message, Refusal)
            assert (answer.sender, answer.receiver, answer.message.told) == (envelope.receiver, M, "no such room")


def test_a_name_given_to_the_directory_is_seen_by_whoever_asks_so_it_is_left_out() -> None:
    """An accomplice of this kind would make the empty world answer by what came before."""
    name = NamePublished(TEA_NAME, TEA, JoinMode.PUBLIC, listed=True, depth=1, set_by=M)
    words = (Envelope(M, DIRECTORY, name), Envelope(M, DIRECTORY, DirectoryQuery(MALLORY, TEA_NAME)))
    with pytest.raises(NotConstant, match="by what came before it"):
        constant_answers(ALONE.world(COMPLETED), TEA, M, words)


def test_bait_tells_nothing_and_whoever_holds_it_gives_no_command() -> None:
    """The claim leaves out what follows once somebody has answered an invitation of his: that was her doing."""
    lure = tuple(each for each in alphabet((BOB,), (B,)) if isinstance(each.message, Invitation))
    offered = replace(BESIDE_AN_INVITATION, alphabet=lure)
    assert not leaks(offered, COMPLETED)
    watching = Watching(offered, COMPLETED, ())
    met, speaking = [watching.town.initial()], set()
    for state in met:
        moves = watching.town.enabled(state)
        held = watching.town.world_of(state).server(B).invitations
        spoken = {move.action.user for move in moves if isinstance(move.action, Give)}
        speaking.add((any(M in each.servers for each in held), BOB in spoken))
        met += [watching.town.step(state, move) for move in moves if len(met) < 400]
    assert speaking == {(False, False), (False, True), (True, False)}


def test_the_alphabet_has_every_kind_of_message_but_those_it_says_are_left_out() -> None:
    kinds = {type(envelope.message) for scope in (ALONE, BESIDE_AN_INVITATION) for envelope in scope.alphabet}
    assert kinds == {*get_args(WireMessage)} - LEFT_OUT.keys()
    assert {what for what, _ in not_looked_at()} >= {f"he writes no {kind.__name__}" for kind in LEFT_OUT}
    assert {envelope.receiver for envelope in BESIDE_AN_INVITATION.alphabet} == {A, B, DIRECTORY}
    assert all(envelope.sender == M for envelope in BESIDE_AN_INVITATION.alphabet)
