"""Servers' names given round: where two writers collide the name decides, and no claim may hold by luck of a name."""

import pytest

from roomspec.search import check
from spec_impl import COMPLETED, LITERAL_2014
from spec_impl.cast import ALICE, BOB, CAROL, TEA, A, B, D, tea_room
from spec_impl.commands import Leave
from spec_impl.scopes import REVERSED, SCOPES, SMALL, TINY, Scope, with_tea_room
from spec_impl.scopes.renamed import every_order, names_reversed, renamed
from spec_impl.terms import UserId
from tests.search.pins import searched


def test_every_tiny_and_small_scope_is_searched_with_the_names_reversed_too() -> None:
    assert [scope.name for scope in REVERSED] == [f"{scope.name}, names reversed" for scope in (*TINY, *SMALL)]


@pytest.mark.parametrize("scope", [*TINY, *SMALL], ids=lambda scope: scope.name)
def test_reversed_twice_it_is_the_scope_itself_world_by_world_on_the_way_there(scope: Scope) -> None:
    again = names_reversed(names_reversed(scope))
    for reading in (COMPLETED, LITERAL_2014):
        ours, theirs = scope.begin(reading), again.begin(reading)
        assert (theirs.initial, theirs.steps) == (ours.initial, ours.steps)
    assert (again.commands, again.alphabet, again.outsider) == (scope.commands, scope.alphabet, scope.outsider)


def test_a_world_with_other_names_is_the_one_that_the_rules_make_of_them() -> None:
    """Also of a list gone stale, which no rule has written."""
    (alice, bob, carol) = (UserId(user.name, to) for user, to in ((ALICE, D), (BOB, A), (CAROL, B)))
    moved = {ALICE.server: D, BOB.server: A, CAROL.server: B}
    usual = Scope("usual", "", "tiny", with_tea_room("knock", ALICE, BOB, strangers=(CAROL,), candidates=(B, A)))
    made = tea_room("knock", bob, finders=(carol,), candidates=(A, D), host=alice, others=())
    assert renamed(usual, moved, "moved").world(COMPLETED) == made.world
    left = tea_room("knock", BOB, host=ALICE, others=()).give(BOB, Leave(TEA)).settle()
    told = Scope("told", "", "tiny", lambda _: left)
    made = tea_room("knock", bob, host=alice, others=()).give(bob, Leave(TEA)).settle()
    assert renamed(told, moved, "moved").world(COMPLETED) == made.world


@pytest.mark.slow
@pytest.mark.parametrize("scope", REVERSED, ids=lambda scope: scope.name)
def test_names_reversed_the_same_claims_hold_and_the_same_first_wordings_fail(scope: Scope) -> None:
    usual, turned = searched(COMPLETED.name, scope.name.removesuffix(", names reversed")), check(scope)
    assert turned.exploration.is_exhaustive
    assert {claim.name for claim in turned.failing} == {claim.name for claim in usual.failing}
    assert [claim.name for claim in turned.failing if not claim.first] == []


def test_every_order_of_the_names_is_one_scope_each() -> None:
    orders = list(every_order(SCOPES["two hosts at once"]))
    assert len(orders) == len({scope.world(COMPLETED) for scope in orders}) == 23
    assert len(list(every_order(SCOPES["a private room and an outsider"]))) == 0
