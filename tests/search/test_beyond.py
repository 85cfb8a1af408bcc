"""The larger scopes are what they are called, and nothing fails in the quickest of them."""

import pytest

from roomspec.search import check
from spec_impl import COMPLETED, Membership, enabled
from spec_impl.cast import DAVE_APART
from spec_impl.claims import CLAIMS
from spec_impl.scopes import SCOPES
from spec_impl.scopes.scope import Scope
from tests.search.beyond import with_a_fourth, with_one_more

ROOMS = SCOPES["two rooms"]


def test_a_fourth_server_is_in_no_room_or_has_a_member_whom_every_server_inside_knows() -> None:
    beside, inside = with_a_fourth(ROOMS)
    for scope in (beside, inside):
        world = scope.world(COMPLETED)
        assert len(world.servers) == 4
        assert enabled(world) == ()
    assert beside.world(COMPLETED).server(DAVE_APART.server).rooms == ()
    (room,) = inside.world(COMPLETED).server(DAVE_APART.server).rooms
    held = [server.room(room.room) for server in inside.world(COMPLETED).servers if server.is_aware(room.room)]
    assert {view.membership(DAVE_APART) for view in held} == {Membership.JOINED}
    assert len(held) == 2


@pytest.mark.parametrize("name", ["an open door", "everybody at the door"])
def test_only_a_scope_of_three_servers_gets_a_fourth(name: str) -> None:
    assert list(with_a_fourth(SCOPES[name])) == []


@pytest.mark.parametrize("scope", [*with_one_more(ROOMS), *with_a_fourth(ROOMS)], ids=lambda scope: scope.name)
def test_nothing_fails_in_the_quickest_of_them(scope: Scope) -> None:
    found = check(scope, claims=CLAIMS)
    assert found.exploration.is_exhaustive
    assert found.failing == ()
