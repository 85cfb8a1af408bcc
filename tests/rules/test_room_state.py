"""A room's own affairs: who creates it, who changes its mode, and updates that come late, twice or out of order."""

import pytest

from spec_impl import (
    COMPLETED,
    LITERAL_2014,
    Create,
    Entry,
    Invite,
    JoinMode,
    Leave,
    Membership,
    ModeChanged,
    NamePublished,
    NotEnabled,
    Reading,
    RoomAlias,
    RoomId,
    SetJoinMode,
    Spread,
    StateUpdate,
    UserId,
    step,
)
from spec_impl.cast import (
    ALICE,
    BOB,
    CAROL,
    MALLORY,
    TEA,
    TEA_NAME,
    A,
    B,
    C,
    M,
    directing_to,
    forging,
    inviting,
    knowing,
    tea_room,
    town,
)
from spec_impl.cells import ELSEWHERE, PLANS
from spec_impl.room import Room
from spec_impl.rules import TABLES
from spec_impl.terms import ModeChange
from tests.model.story import decided, everywhere, on_the_way, standing
from tests.rules.stories import discovery, public_join


@pytest.mark.parametrize("mode", JoinMode)
def test_who_creates_a_room_is_its_first_member_and_names_its_mode(mode: JoinMode) -> None:
    room = town().give(ALICE, Create(TEA, mode)).world.server(A).room(TEA)
    assert room.mode == mode
    assert room.members == (Entry(ALICE, 1, Membership.JOINED, A),)


def test_a_room_without_a_name_is_not_told_to_the_directory() -> None:
    assert on_the_way(town().give(ALICE, Create(TEA, JoinMode.PUBLIC))) == []


def test_a_room_with_a_name_tells_the_directory_its_name_its_mode_and_whether_it_may_be_listed() -> None:
    created = town().give(ALICE, Create(TEA, JoinMode.KNOCK, TEA_NAME))
    told = created.message(NamePublished, to="directory").message
    assert (told.alias, told.room, told.mode, told.listed) == (TEA_NAME, TEA, "knock", False)


@pytest.mark.parametrize("maker", [ALICE, BOB])
def test_a_room_id_is_used_once_and_nobody_can_ask_by_making_a_room_whether_there_is_one(maker: UserId) -> None:
    with pytest.raises(NotEnabled, match="ids are opaque"):
        tea_room("private").give(maker, Create(TEA, JoinMode.PUBLIC))


def test_two_rooms_of_two_ids_are_made_side_by_side() -> None:
    both = discovery.who_makes_a_room_is_its_first_member_and_names_its_mode.tell()
    assert both.world.server(B).room(discovery.CHESS).membership(BOB) is Membership.JOINED
    assert not both.world.server(B).is_aware(TEA)


def test_any_member_changes_the_mode_and_the_members_are_told() -> None:
    changed = tea_room("public", BOB).give(BOB, SetJoinMode(TEA, JoinMode.INVITE))
    assert changed.last.published == (StateUpdate(TEA, ModeChange(2, JoinMode.INVITE, B)),)
    assert {changed.settle().world.server(name).room(TEA).mode for name in (A, B)} == {"invite"}


def test_only_a_member_changes_the_mode() -> None:
    asked = inviting(tea_room(), CAROL).give(CAROL, SetJoinMode(TEA, JoinMode.PRIVATE))
    assert decided(asked) == ("NOT_A_MEMBER", "you are not a member")


def test_a_mode_that_the_room_has_already_changes_nothing_and_the_member_hears_so() -> None:
    same = public_join.a_mode_that_the_room_has_already_changes_nothing_and_the_member_hears_so.tell()
    assert decided(same) == ("NOT_NEWS", "it is so already")
    assert same.last.published == ()
    assert on_the_way(same) == []


def test_two_members_who_change_the_mode_at_once_agree_in_the_end() -> None:
    both = tea_room("public", BOB).give(ALICE, SetJoinMode(TEA, JoinMode.KNOCK))
    settled = both.give(BOB, SetJoinMode(TEA, JoinMode.INVITE)).settle()
    assert {settled.world.server(name).room(TEA).mode for name in (A, B)} == {"invite"}


def test_updates_may_arrive_in_any_order_and_an_old_one_never_wins() -> None:
    room = tea_room("public", BOB).give(ALICE, SetJoinMode(TEA, JoinMode.KNOCK))
    twice = room.give(ALICE, SetJoinMode(TEA, JoinMode.INVITE))
    newest_first = twice.spread(B, mode=JoinMode.INVITE)
    assert newest_first.world.server(B).room(TEA).mode == "invite"
    with pytest.raises(NotEnabled, match="0 updates"):
        newest_first.spread(B)


def test_an_update_that_is_no_news_cannot_happen() -> None:
    room = tea_room("public", BOB)
    for update in room.world.broadcast:
        with pytest.raises(NotEnabled, match="no news"):
            step(room.world, Spread(B, update))


def test_an_update_that_reaches_a_server_without_a_member_tells_it_nothing() -> None:
    strayed = public_join.a_server_without_a_member_takes_no_note_of_the_rooms_changes.tell()
    assert decided(strayed) == ("UNAWARE", None)
    assert strayed.world.server(M).rooms == ()


def test_an_update_that_comes_a_second_time_changes_nothing() -> None:
    (update,) = tea_room("public", BOB).give(ALICE, Invite(TEA, CAROL)).last.published
    again = forging(inviting(tea_room("public", BOB), CAROL), A, B, update)
    assert decided(again) == ("NOT_NEWS", None)
    assert again.last.notices == ()


def test_an_update_reaches_only_servers_with_a_member() -> None:
    room = inviting(tea_room("public", BOB), CAROL).give(ALICE, SetJoinMode(TEA, JoinMode.INVITE))
    assert room.settle().world.server(C).room(TEA).mode is None
    assert room.settle().world.server(B).room(TEA).mode == "invite"


@pytest.mark.parametrize(("reading", "lost"), [(COMPLETED, set()), (LITERAL_2014, {"none"})])
def test_where_one_key_holds_all_members_two_invitations_at_once_cost_one_of_them(
    reading: Reading, lost: set[str]
) -> None:
    room = knowing(directing_to(tea_room("public", BOB, reading=reading), A, B), CAROL)
    both = room.give(ALICE, Invite(TEA, CAROL)).give(BOB, Invite(TEA, MALLORY)).settle()
    assert everywhere(both, CAROL, A, B) | everywhere(both, MALLORY, A, B) == {"invited", *lost}


def test_an_update_about_one_user_never_touches_another() -> None:
    room = Room(TEA).merged(Entry(ALICE, 1, Membership.JOINED, A))
    after = room.merged(Entry(BOB, 2, Membership.LEFT, B))
    assert after.entry(ALICE) == room.entry(ALICE)


def test_two_rooms_know_nothing_of_each_other() -> None:
    chess = RoomId("!chess")
    two = tea_room("public", BOB).give(BOB, Create(chess, JoinMode.PUBLIC, RoomAlias("#chess"))).settle()
    left = two.give(BOB, Leave(TEA)).settle()
    assert left.world.server(B).is_aware(chess)
    assert left.world.server(B).room(chess) == two.world.server(B).room(chess)
    assert standing(left, BOB, at=A) == "left"


@pytest.mark.parametrize("name", [name for name, plan in PLANS.items() if ELSEWHERE in plan.axes])
def test_an_invitation_that_is_good_in_another_room_changes_no_decision(name: str) -> None:
    alike: dict[object, set[str]] = {}
    for cell in PLANS[name].cells():
        values = tuple(each for each in cell.values if each[0] != ELSEWHERE)
        alike.setdefault(values, set()).add(TABLES[name].decide(cell.situation)[1].sentence)
    assert all(len(rows) == 1 for rows in alike.values())


def test_where_servers_forget_an_id_that_all_have_forgotten_can_be_used_again_which_is_a_known_limit() -> None:
    """GAP-21: only whoever holds a room knows that its id is taken."""
    left = tea_room(reading=LITERAL_2014).give(ALICE, Leave(TEA)).settle()
    assert left.give(BOB, Create(TEA, JoinMode.PUBLIC)).world.server(B).is_aware(TEA)
    remembered = tea_room().give(ALICE, Leave(TEA)).settle()
    with pytest.raises(NotEnabled, match="there is a room of that id"):
        remembered.give(BOB, Create(TEA, JoinMode.PUBLIC))


def test_a_neighbour_on_the_creators_server_cannot_ask_by_making_a_room_whether_there_is_one() -> None:
    neighbour = UserId("bob", A)
    room = tea_room("private", others=(neighbour,))
    with pytest.raises(NotEnabled, match="ids are opaque"):
        room.give(neighbour, Create(TEA, JoinMode.PUBLIC))


def test_a_neighbour_who_makes_a_room_beside_a_hidden_one_sees_what_he_would_see_without_it() -> None:
    beside = discovery.who_makes_a_room_learns_nothing_of_a_hidden_one_beside_it.tell()
    alone = discovery.a_room_is_made_where_there_is_none_beside.tell()
    assert beside.steps[-1].notices == alone.steps[-1].notices != ()
    assert beside.steps[-1].sends == alone.steps[-1].sends == ()


def test_who_changes_the_mode_and_every_other_member_sees_it_and_nobody_else_does() -> None:
    room = tea_room("public", BOB, finders=(CAROL,)).give(ALICE, SetJoinMode(TEA, JoinMode.KNOCK)).settle()
    shown = [notice for step in room.steps for notice in step.notices if isinstance(notice, ModeChanged)]
    assert shown == [ModeChanged(ALICE, TEA, JoinMode.KNOCK), ModeChanged(BOB, TEA, JoinMode.KNOCK)]


def test_of_two_modes_at_once_the_one_from_the_later_name_is_held_in_whichever_order_they_come() -> None:
    for story, server in (
        (public_join.a_mode_of_equal_depth_that_wins_takes_the_place_of_the_one_held, A),
        (public_join.a_mode_of_equal_depth_that_loses_changes_nothing, B),
    ):
        assert story.tell().world.server(server).room(TEA).mode == "invite"


def test_a_later_mode_is_held_whatever_the_names_and_an_older_one_changes_nothing() -> None:
    later = public_join.a_deeper_mode_wins_though_its_server_has_the_earlier_name.tell()
    older = public_join.an_older_mode_changes_nothing_though_its_server_has_the_later_name.tell()
    assert later.world.server(B).room(TEA).mode == older.world.server(A).room(TEA).mode == "knock"


def test_of_two_stays_the_newer_one_is_held_however_far_the_older_one_got() -> None:
    older = public_join.an_update_of_an_older_stay_changes_nothing_though_it_got_further.tell()
    newer = public_join.an_update_of_a_newer_stay_is_taken_though_it_got_less_far.tell()
    assert decided(older) == ("NOT_NEWS", None)
    assert everywhere(older, CAROL, B) | everywhere(newer, CAROL, B) == {"invited"}


def test_of_two_invitations_at_once_the_one_from_the_later_name_is_cited_by_both_servers() -> None:
    for story in (
        public_join.of_two_invitations_at_once_the_one_from_the_later_name_is_taken_by_the_other_server,
        public_join.of_two_invitations_at_once_the_one_from_the_earlier_name_changes_nothing,
    ):
        assert story.tell().last.sends[0].message.proof.origin == B
