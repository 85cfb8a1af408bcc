"""The claims in every tiny and small scope: what holds, what fails, what is witnessed, and how large each search is."""

import tomllib
from dataclasses import replace

import pytest

from roomspec.search import check
from roomspec.search.claims import is_asked_in
from spec_impl import (
    COMPLETED,
    LITERAL_2014,
    Accept,
    Decline,
    Fault,
    Invite,
    Join,
    Knock,
    Leave,
    Revoke,
    UserId,
    Withdraw,
)
from spec_impl.cast import ALICE, BOB, CAROL, DAVE, TEA, A, B
from spec_impl.claims import ALL, CLAIMS, FIRST_WORDINGS, WITNESSES, Claim, Mood, named
from spec_impl.clauses import CLAUSES
from spec_impl.scopes import SCOPES, SMALL, TINY
from spec_impl.scopes.scope import Scope, gives, with_tea_room
from tests.mutants import mutants, planted
from tests.search.pins import FILE, PINNED, PINNED_FULL, pin_of, searched

PINS = tomllib.loads(FILE.read_text(encoding="utf-8"))
BY_NAME = {claim.name: claim for claim in ALL}


def scopes_about(claim: Claim) -> list[str]:
    return [scope.name for scope in (*TINY, *SMALL) if is_asked_in(claim, scope)]


@pytest.mark.parametrize(("reading", "scope"), PINNED)
def test_each_search_is_as_large_as_pinned_and_the_same_claims_fail_as_soon(reading: str, scope: str) -> None:
    pinned = {"fails": {}, **PINS[reading][scope]}
    assert pin_of(searched(reading, scope)) == pinned, "if this is meant: make pins, and read the difference"


@pytest.mark.slow
@pytest.mark.parametrize(("reading", "scope"), PINNED_FULL)
def test_the_largest_searches_are_as_large_as_pinned_and_every_claim_holds_there(reading: str, scope: str) -> None:
    found = searched(reading, scope)
    assert pin_of(found) == {"fails": {}, **PINS[reading][scope]}
    assert [claim.name for claim in found.failing if not claim.first] == []


def test_no_pin_is_left_of_a_scope_that_is_gone() -> None:
    assert {(reading, scope) for reading, scopes in PINS.items() for scope in scopes} == {*PINNED, *PINNED_FULL}


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.name)
def test_in_the_recommended_reading_the_claim_holds_in_every_scope_and_in_two_at_least(claim: Claim) -> None:
    scopes = scopes_about(claim)
    assert len(scopes) >= 2
    for scope in scopes:
        found = searched(COMPLETED.name, scope)
        assert claim in found.claims
        assert found.exploration.is_exhaustive
        assert found.run(claim) is None


@pytest.mark.parametrize("claim", WITNESSES, ids=lambda claim: claim.name)
def test_each_path_of_the_text_is_walked_in_some_run(claim: Claim) -> None:
    runs = [run for scope in scopes_about(claim) if (run := searched(COMPLETED.name, scope).run(claim)) is not None]
    assert runs
    assert min(map(len, runs)) > 0


@pytest.mark.parametrize("claim", FIRST_WORDINGS, ids=lambda claim: claim.name)
def test_a_first_wording_fails_even_in_the_recommended_reading_and_says_what_is_claimed_instead(claim: Claim) -> None:
    broken = [s for s in scopes_about(claim) if searched(COMPLETED.name, s).run(claim) is not None]
    assert broken
    instead = [other for other in CLAIMS if f"({other.name})" in claim.first]
    assert instead
    for other in instead:
        assert all(searched(COMPLETED.name, s).run(other) is None for s in broken if is_asked_in(other, SCOPES[s]))


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.name)
def test_a_claim_is_broken_by_the_literal_reading_or_by_a_named_mistake_so_it_can_fail(claim: Claim) -> None:
    literal = any(claim.name in pin.get("fails", {}) for pin in PINS[LITERAL_2014.name].values())
    assert literal or claim.name in {mutant.caught_by for mutant in mutants()} | {"every-run-comes-to-rest"}


def test_a_walk_that_never_crosses_a_server_off_its_list_never_comes_to_rest() -> None:
    mistake = next(mutant for mutant in mutants() if mutant.name == "the same candidate is asked again and again")
    rest = named("every-run-comes-to-rest")
    with planted(mistake):
        found = check(SCOPES["a closed door"], claims=(rest,))
        run = found.run(rest)
        assert run is not None
        states = [found.trace(rest).initial, *(step.after for step in found.trace(rest).steps)]
        assert states[-1] in states[:-1]
    assert check(SCOPES["a closed door"], claims=(rest,)).run(rest) is None


KNOCKS_AT_A_NEWCOMER = Scope(
    "invited again by a newcomer",
    "carol knocks at bob's server, which is not in the room yet; alice, then bob, invite her; she may accept.",
    "small",
    with_tea_room("knock", ALICE, others=(BOB,), strangers=(CAROL,), candidates=(B,)),
    (
        *gives(ALICE, Invite(TEA, BOB), Invite(TEA, CAROL)),
        *gives(BOB, Accept(TEA), Invite(TEA, CAROL)),
        *gives(CAROL, Knock(TEA), Accept(TEA)),
    ),
)
AND_ALICE_LEAVES = replace(KNOCKS_AT_A_NEWCOMER, commands=(*KNOCKS_AT_A_NEWCOMER.commands, *gives(ALICE, Leave(TEA))))


@pytest.mark.parametrize(
    ("scope", "faults"),
    [
        (SCOPES["too late for a knock"], {Fault.LOSS: 1}),
        (KNOCKS_AT_A_NEWCOMER, {Fault.LOSS: 1}),
        (KNOCKS_AT_A_NEWCOMER, {Fault.LOSS: 1, Fault.CRASH: 1}),
        (AND_ALICE_LEAVES, {}),
    ],
)
def test_a_server_asked_for_a_knock_alone_does_not_count_as_asked_with_the_acceptance(
    scope: Scope, faults: dict[Fault, int]
) -> None:
    served = named("the-genuine-invitee-is-served")
    found = check(replace(scope, faults=faults), claims=(served,))
    assert found.exploration.is_exhaustive
    assert found.flaws(served) == ()


TAKEN_BACK = (Knock(TEA), Withdraw(TEA), Accept(TEA))
CAROL_OF_B, DAVE_OF_A = UserId("carol", B), UserId("dave", A)

WHAT_A_HUNT_FOUND = (
    Scope(
        "a kept acceptance",
        "bob invites carol, who knocks, takes it back, and accepts: alice's server keeps that until it hears of her.",
        "small",
        with_tea_room("knock", ALICE, BOB, strangers=(CAROL,)),
        (*gives(BOB, Invite(TEA, CAROL)), *gives(CAROL, *TAKEN_BACK)),
        {Fault.LOSS: 1},
    ),
    Scope(
        "ended elsewhere and invited again",
        "carol comes in while bob takes her invitation back; alice invites her anew, and she says whatever she can.",
        "small",
        with_tea_room("invite", ALICE, BOB, others=(CAROL,)),
        (
            *gives(ALICE, Invite(TEA, CAROL), Invite(TEA, CAROL)),
            *gives(BOB, Revoke(TEA, CAROL)),
            *gives(CAROL, Accept(TEA), Decline(TEA), Knock(TEA)),
        ),
    ),
    Scope(
        "in already and accepting",
        "dave, of alice's server, comes in by an invitation that bob takes back, and accepts the next over a cut link.",
        "small",
        with_tea_room("invite", ALICE, BOB, others=(DAVE_OF_A,)),
        (
            *gives(ALICE, Invite(TEA, DAVE_OF_A)),
            *gives(BOB, Revoke(TEA, DAVE_OF_A), Invite(TEA, DAVE_OF_A)),
            *gives(DAVE_OF_A, Accept(TEA), Join(TEA)),
        ),
        {Fault.CUT: 1},
    ),
    Scope(
        "asked between leaving and coming back",
        "dave, of carol's server, invites alice's neighbour and leaves; carol joins: her server was asked in between.",
        "small",
        with_tea_room("public", ALICE, DAVE, others=(DAVE_OF_A,), strangers=(CAROL,)),
        (*gives(DAVE, Invite(TEA, DAVE_OF_A), Leave(TEA)), *gives(DAVE_OF_A, Accept(TEA)), *gives(CAROL, Join(TEA))),
    ),
    Scope(
        "taken back, accepted and revoked",
        "carol takes her knock back; dave, of whom her server has not heard, invites her and revokes; she accepts.",
        "small",
        with_tea_room("knock", ALICE, DAVE, strangers=(CAROL_OF_B,)),
        (*gives(DAVE, Invite(TEA, CAROL_OF_B), Revoke(TEA, CAROL_OF_B)), *gives(CAROL_OF_B, *TAKEN_BACK)),
    ),
    Scope(
        "found while it was public",
        "carol found the room of alice and bob while it was public, and bob's server is her own.",
        "tiny",
        with_tea_room("private", ALICE, BOB, strangers=(CAROL_OF_B,)),
        gives(CAROL_OF_B, Join(TEA), Knock(TEA)),
    ),
)
"""Scopes drawn at random in which claims failed, cut down to what it takes."""


@pytest.mark.parametrize("scope", WHAT_A_HUNT_FOUND, ids=lambda scope: scope.name)
def test_every_claim_holds_where_a_hunt_found_one_broken(scope: Scope) -> None:
    found = check(scope, claims=CLAIMS)
    assert found.exploration.is_exhaustive
    assert [claim.name for claim in found.failing] == []


def test_every_claim_names_clauses_of_the_catalogue_and_says_its_sentence() -> None:
    ids = set(CLAUSES)
    for claim in ALL:
        assert claim.cites
        assert set(claim.cites) <= ids
        assert claim.sentence.endswith(".")
        assert bool(claim.first) == (claim in FIRST_WORDINGS)
    assert len(BY_NAME) == len(ALL)


def test_all_stated_clauses_about_behaviour_are_behind_some_claim_or_witness() -> None:
    stated = {c.id for c in CLAUSES.values() if c.status == "stated" and c.strength in ("must", "should", "promoted")}
    assert stated - {clause for claim in ALL for clause in claim.cites} == set()


def test_moods_are_used_for_what_they_say() -> None:
    assert {claim.mood for claim in WITNESSES} == {Mood.SOMETIMES}
    assert {claim.mood for claim in CLAIMS} == {Mood.ALWAYS, Mood.PAIR}
