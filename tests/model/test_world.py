"""The world between two steps: at rest, canonical, and the same value however it came about."""

import pytest

from spec_impl import (
    LITERAL_2014,
    Accept,
    Create,
    Directory,
    Invite,
    JoinMode,
    Listing,
    NamedRoom,
    NotEnabled,
    RoomAlias,
    RoomId,
    ServerName,
    UserId,
    World,
)
from spec_impl.cast import ALICE, BOB, CAROL, TEA, TEA_NAME, A, B, C, inviting, tea_room, town
from spec_impl.world import link
from tests.model.story import everywhere


def test_a_world_begins_at_rest() -> None:
    world = World.of({A: ["alice"], B: ["bob"]})
    assert [server.name for server in world.servers] == [A, B]
    assert (world.in_flight, world.broadcast, world.cut, world.directory) == ((), (), (), Directory())
    assert all(server.rooms == () for server in world.servers)


def test_as_many_servers_users_and_rooms_as_the_caller_wants() -> None:
    world = World.of({f"s{number}.example": [f"u{number}", "anna", "ben"] for number in range(9)})
    assert len(world.servers) == 9
    assert world.user("u7") == UserId("u7", ServerName("s7.example"))


def test_the_order_in_which_a_caller_names_servers_and_users_does_not_matter() -> None:
    one, other = World.of({B: ["bob"], A: ["alice", "ann"]}), World.of({A: ["ann", "alice"], B: ["bob"]})
    assert one == other
    assert repr(one) == repr(other)


def test_a_user_is_named_by_his_name_alone_only_where_there_is_one_of_that_name() -> None:
    world = World.of({A: ["sam"], B: ["sam"]})
    with pytest.raises(NotEnabled, match="2 users are called 'sam'"):
        world.user("sam")
    with pytest.raises(NotEnabled, match="0 users are called 'zoe'"):
        world.user("zoe")


def test_a_server_that_is_not_there_is_named_with_those_that_are() -> None:
    with pytest.raises(NotEnabled, match=r"no home server 'z.example'; there are a.example"):
        town().world.server(ServerName("z.example"))


def test_a_link_is_the_same_from_both_ends() -> None:
    assert link(A, B) == link(B, A)
    assert town().cut(B, A).world.is_cut(A, B)


def test_a_world_may_begin_with_a_directory_of_its_own() -> None:
    directory = Directory((NamedRoom(Listing(TEA_NAME, TEA, (A, B)), JoinMode.PUBLIC, listed=True, owner=A),))
    assert World.of({A: ["alice"]}, directory=directory).directory.named(TEA_NAME).listing.candidates == (A, B)


def test_worlds_that_hold_the_same_are_one_value_and_are_written_alike() -> None:
    one = inviting(inviting(tea_room(), CAROL), BOB).world
    other = inviting(inviting(tea_room(), BOB), CAROL).world
    assert one == other
    assert (hash(one), repr(one)) == (hash(other), repr(other))


def test_a_world_cannot_be_changed_but_by_a_step() -> None:
    with pytest.raises(AttributeError):
        town().world.servers = ()


def test_a_world_knows_the_reading_in_which_it_goes_on() -> None:
    assert tea_room(reading=LITERAL_2014).world.reading is LITERAL_2014


def test_two_members_may_act_at_once_and_the_order_of_their_acts_leaves_no_trace() -> None:
    room = tea_room("public", BOB)
    one = room.give(ALICE, Invite(TEA, CAROL)).give(BOB, Invite(TEA, UserId("mallory", ServerName("m.example"))))
    other = room.give(BOB, Invite(TEA, UserId("mallory", ServerName("m.example")))).give(ALICE, Invite(TEA, CAROL))
    assert one.world == other.world
    assert everywhere(one.settle(), CAROL, A, B, C) == {"invited"}


def test_two_names_given_in_either_order_make_the_same_world() -> None:
    chess = Create(RoomId("!chess"), JoinMode.PUBLIC, RoomAlias("#chess"))
    tea = Create(TEA, JoinMode.PUBLIC, TEA_NAME)
    assert town().give(ALICE, chess).give(ALICE, tea).world == town().give(ALICE, tea).give(ALICE, chess).world


def test_who_has_come_in_waits_no_more_whatever_was_asked_on_the_way() -> None:
    joined = inviting(tea_room("invite"), CAROL).give(CAROL, Accept(TEA))
    assert [wish.user for wish in joined.world.server(C).hopes(TEA)] == [CAROL]
    assert joined.settle().world.server(C).hopes(TEA) == ()
