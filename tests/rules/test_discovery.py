"""The directory: looking a room up by its name, browsing and searching, and what must never be found."""

import pytest

from spec_impl import (
    LITERAL_2014,
    Browse,
    Create,
    DirectoryAnswer,
    DirectoryQuery,
    Find,
    Join,
    JoinMode,
    Leave,
    Listing,
    NamePublished,
    NotEnabled,
    NothingFound,
    RoomAlias,
    RoomFound,
    RoomId,
    SetJoinMode,
    Trace,
)
from spec_impl.cast import (
    ALICE,
    BOB,
    CAROL,
    DAVE,
    LOUNGE,
    MALLORY,
    TEA,
    TEA_NAME,
    A,
    C,
    M,
    forging,
    knowing,
    named_room,
    tea_room,
    town,
)
from tests.model.story import decided, everywhere, heard, reached, shown
from tests.rules.stories import discovery

CHESS, CHESS_NAME = RoomId("!chess"), RoomAlias("#chess")


def found(trace: Trace) -> list[RoomId]:
    """The rooms that Carol finds when she looks for the name, and then lists everything."""
    asked = trace.give(CAROL, Find(TEA_NAME)).settle().give(CAROL, Browse()).settle()
    return [notice.listing.room for notice in shown(asked, CAROL) if isinstance(notice, RoomFound)]


def test_carols_home_server_asks_the_directory_for_the_name_and_shows_her_id_and_candidates() -> None:
    asked = named_room("public").give(CAROL, Find(TEA_NAME))
    assert asked.message(to="directory").message == DirectoryQuery(CAROL, TEA_NAME)
    answered = asked.deliver(DirectoryQuery).deliver(DirectoryAnswer)
    assert shown(answered, CAROL) == [RoomFound(CAROL, Listing(TEA_NAME, TEA, (A,)))]
    assert answered.world.server(C).candidates(CAROL, TEA) == (A,)


def test_a_search_finds_the_listed_rooms_whose_names_contain_the_word() -> None:
    two = named_room("public").give(BOB, Create(CHESS, JoinMode.KNOCK, CHESS_NAME, listed=True)).settle()
    for word, rooms in (("tea", [TEA]), ("chess", [CHESS]), ("", [CHESS, TEA]), ("go", [])):
        searched = two.give(CAROL, Browse(word)).settle()
        assert [n.listing.room for n in shown(searched, CAROL) if isinstance(n, RoomFound)] == rooms


def test_whether_by_name_or_by_search_the_same_kind_of_answer_leads_in() -> None:
    browsed = named_room("public").give(CAROL, Browse("tea")).settle().give(CAROL, Join(TEA)).settle()
    assert everywhere(browsed, CAROL, A, C) == {"joined"}


def test_where_nothing_is_found_the_user_is_told_so() -> None:
    assert shown(named_room("public").give(CAROL, Find(CHESS_NAME)).settle(), CAROL) == [NothingFound(CAROL)]
    assert shown(town().give(CAROL, Browse()).settle(), CAROL) == [NothingFound(CAROL)]


def test_a_room_that_is_not_listed_is_found_by_its_name_alone() -> None:
    unlisted = town().give(ALICE, Create(TEA, JoinMode.PUBLIC, TEA_NAME)).settle()
    assert found(unlisted) == [TEA]


@pytest.mark.parametrize(("mode", "times"), [("public", 2), ("knock", 2), ("invite", 0), ("private", 0)])
def test_a_hidden_room_is_neither_found_nor_listed(mode: str, times: int) -> None:
    assert found(named_room(mode)) == [TEA] * times


def test_the_name_of_a_hidden_room_and_a_name_that_nobody_gave_sound_the_same() -> None:
    answers = [
        trace.give(MALLORY, Find(TEA_NAME)).settle().give(MALLORY, Browse()).settle()
        for trace in (named_room("invite"), town())
    ]
    with_room, without_room = (reached(trace, M)[-2:] for trace in answers)
    assert with_room == without_room != []


def test_read_literally_the_directory_gives_hidden_rooms_away() -> None:
    assert found(named_room("invite", reading=LITERAL_2014)) == [TEA, TEA]


@pytest.mark.parametrize(("mode", "times"), [("invite", 0), ("private", 0), ("knock", 2)])
def test_a_room_that_its_founder_hides_later_is_found_no_longer(mode: str, times: int) -> None:
    assert found(named_room("public").give(ALICE, SetJoinMode(TEA, JoinMode(mode))).settle()) == [TEA] * times


def test_a_room_that_its_founder_opens_later_is_found() -> None:
    assert found(named_room("invite").give(ALICE, SetJoinMode(TEA, JoinMode.PUBLIC)).settle()) == [TEA, TEA]


def test_a_room_that_another_member_hides_is_found_no_longer() -> None:
    room = tea_room("public", BOB).give(BOB, SetJoinMode(TEA, JoinMode.INVITE)).settle()
    assert found(room) == []


def test_a_hidden_room_is_not_found_though_the_directory_hears_of_its_modes_in_the_wrong_order() -> None:
    hidden = town().give(ALICE, Create(TEA, JoinMode.PUBLIC, TEA_NAME, listed=True))
    hidden = hidden.give(ALICE, SetJoinMode(TEA, JoinMode.INVITE))
    late = hidden.deliver(NamePublished, mode=JoinMode.INVITE).deliver(NamePublished)
    assert found(late) == []


def test_a_name_given_twice_by_one_server_does_not_show_the_hidden_room_behind_it() -> None:
    twice = named_room("invite").give(ALICE, Create(CHESS, JoinMode.PUBLIC, TEA_NAME, listed=True)).settle()
    assert TEA not in found(twice)


def test_a_name_outlives_its_giver_and_tells_a_stranger_of_it_and_no_more() -> None:
    asked = discovery.a_name_outlives_its_giver_and_is_found_after_the_room_was_hidden.tell()
    assert found(asked) == [TEA, TEA]
    assert heard(asked, MALLORY) == ["no such room"]


def test_a_name_belongs_to_the_server_that_gave_it_first() -> None:
    taken = discovery.a_name_stays_with_the_room_that_it_was_given_to.tell()
    assert decided(taken, by="name published") == ("NAME_TAKEN", None)
    assert found(taken) == [TEA, TEA]


def test_the_list_goes_stale_by_itself() -> None:
    left = tea_room("public", BOB).give(ALICE, Leave(TEA)).settle()
    stale = knowing(left, CAROL)
    assert stale.world.server(C).candidates(CAROL, TEA) == (A,)
    assert heard(stale.give(CAROL, Join(TEA)).settle(), CAROL) == ["no such room"]


def test_nobody_but_the_directory_answers_for_the_directory() -> None:
    forged = forging(named_room("public"), M, C, DirectoryAnswer(CAROL, (Listing(TEA_NAME, TEA, (M,)),)))
    assert decided(forged) == ("NOT_ASKED", None)
    assert forged.world.server(C).found == ()


def test_what_one_user_has_found_is_not_known_to_his_flatmates() -> None:
    assert decided(knowing(tea_room(), CAROL).give(DAVE, Join(TEA))) == ("NOT_DISCOVERED", "no such room")


def test_a_question_to_the_directory_is_never_lost_nor_its_answer_so_that_nobody_waits_for_ever() -> None:
    asked = named_room("public").give(CAROL, Find(TEA_NAME))
    with pytest.raises(NotEnabled, match="it is sent until it arrives"):
        asked.lose(DirectoryQuery)
    with pytest.raises(NotEnabled, match="it is sent until it arrives"):
        asked.deliver(DirectoryQuery).lose(DirectoryAnswer)


def test_a_hidden_room_is_not_found_though_two_members_changed_its_mode_at_once() -> None:
    both = tea_room("public", BOB).give(ALICE, SetJoinMode(TEA, JoinMode.KNOCK))
    both = both.give(BOB, SetJoinMode(TEA, JoinMode.INVITE)).spread(A)
    late = both.deliver(NamePublished, mode=JoinMode.INVITE).deliver(NamePublished)
    assert found(late) == []


def test_the_directory_holds_the_mode_from_the_later_name_in_whichever_order_two_come() -> None:
    for story in (
        discovery.word_of_a_mode_of_equal_depth_that_loses_changes_nothing_at_the_directory,
        discovery.word_of_a_mode_of_equal_depth_that_wins_is_taken_by_the_directory,
    ):
        assert shown(story.tell(), MALLORY) == [NothingFound(MALLORY)]


def test_who_comes_back_tells_the_directory_of_the_mode_set_meanwhile() -> None:
    back = discovery.who_comes_back_tells_the_directory_of_the_mode_that_was_set_meanwhile.tell()
    (name,) = back.world.directory.names
    assert name.mode is JoinMode.INVITE


def test_a_search_shows_two_rooms_by_their_names_and_leads_into_each() -> None:
    joined = discovery.a_search_that_finds_two_rooms_leads_into_each.tell()
    assert [each.listing.room for each in shown(joined, CAROL) if isinstance(each, RoomFound)] == [LOUNGE, TEA]
    assert all(joined.world.server(C).is_aware(room) for room in (LOUNGE, TEA))
