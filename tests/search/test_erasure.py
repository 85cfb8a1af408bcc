"""The world without a room: nothing of it is left but what the outsider's own server holds or was sent."""

from dataclasses import replace

import pytest

from roomspec.search.erasure import without
from spec_impl import (
    Accept,
    Acceptance,
    DirectoryAnswer,
    Envelope,
    Find,
    Invitation,
    Invite,
    Join,
    JoinRequest,
    Knock,
    KnockRequest,
    Leave,
    Refusal,
    RoomId,
    World,
)
from spec_impl.cast import ALICE, BOB, CAROL, MALLORY, TEA, TEA_NAME, A, B, C, M, knowing, tea_room, town
from spec_impl.terms import DIRECTORY
from tests.model.runs import run

NOWHERE = RoomId("!nowhere")


def busy() -> World:
    """A knock is under way and remembered, an invitation too, and the room has been found and left."""
    room = knowing(tea_room("knock", BOB), CAROL, MALLORY).give(BOB, Leave(TEA)).settle()
    return room.give(CAROL, Knock(TEA)).give(ALICE, Invite(TEA, MALLORY)).give(ALICE, Invite(TEA, BOB)).world


def traces_of(room: RoomId, world: World, outsider: str) -> list[str]:
    """Where something of the room is left, but for the outsider's own server and its post."""
    places: dict[str, object] = {server.name: server for server in world.servers if server.name != outsider}
    places |= {"the directory": world.directory, "what spreads": world.broadcast}
    post = [each for each in world.in_flight if outsider not in (each.sender, each.receiver)]
    places["the post"] = [each for each in post if not isinstance(each.message, DirectoryAnswer)]
    return [name for name, place in places.items() if repr(room) in repr(place)]


def test_a_busy_room_leaves_traces_everywhere_and_is_gone_from_everywhere() -> None:
    assert traces_of(TEA, busy(), M) == [A, B, C, "the directory", "what spreads", "the post"]
    assert traces_of(TEA, without(busy(), TEA, M), M) == []


def test_an_acceptance_that_is_kept_is_erased_too() -> None:
    invited = tea_room("invite", BOB).give(BOB, Invite(TEA, CAROL)).deliver(Invitation)
    asked = invited.give(BOB, Leave(TEA)).give(CAROL, Accept(TEA)).deliver(Acceptance).deliver(Refusal)
    kept = asked.deliver(Acceptance).world
    assert kept.server(A).held
    assert not without(kept, TEA, C).server(A).held
    assert traces_of(TEA, without(kept, TEA, C), C) == []


@pytest.mark.parametrize("number", range(25))
def test_in_no_run_is_anything_of_the_room_left(number: int) -> None:
    worlds = [step.after for step in run(number).steps[::6]]
    for world in worlds:
        for outsider in (server.name for server in world.servers):
            assert traces_of(TEA, without(world, TEA, outsider), outsider) == []


@pytest.mark.parametrize("number", range(25))
def test_a_world_without_the_room_is_unchanged_and_what_is_erased_stays_erased(number: int) -> None:
    world = run(number).world
    assert without(world, NOWHERE, world.servers[0].name) == world
    once = without(world, TEA, world.servers[0].name)
    assert without(once, TEA, world.servers[0].name) == once


def test_what_the_outsider_holds_and_what_is_on_its_way_to_or_from_her_stays() -> None:
    world = busy()
    erased = without(world, TEA, M)
    assert erased.server(M) is world.server(M)
    assert erased.server(M).found
    kept = [each for each in world.in_flight if M in (each.sender, each.receiver)]
    assert list(erased.in_flight) == kept != []


def test_every_other_room_stays_as_it_is() -> None:
    both = replace(busy(), in_flight=(Envelope(C, A, KnockRequest(NOWHERE, CAROL, 1)),))
    assert without(both, TEA, M).in_flight == both.in_flight
    assert (without(both, TEA, M).reading, without(both, TEA, M).cut) == (both.reading, both.cut)


def test_users_and_servers_stay_so_that_the_world_is_the_town_before_the_room() -> None:
    quiet = without(tea_room("private", BOB).world, TEA, M)
    assert quiet == town().world


def test_a_question_about_the_room_can_be_asked_in_both_worlds() -> None:
    asked = knowing(tea_room(), MALLORY).give(MALLORY, Join(TEA))
    assert asked.message(JoinRequest) in without(asked.world, TEA, M).in_flight


def test_an_answer_of_the_directory_to_somebody_else_is_erased() -> None:
    found = tea_room().give(CAROL, Find(TEA_NAME)).deliver()
    assert found.message(DirectoryAnswer).sender == DIRECTORY
    assert repr(TEA) not in repr(without(found.world, TEA, M).in_flight)
