"""Every way out: leaving, declining, revoking; what a server without members forgets; and word of endings from afar."""

import pytest

from roomspec.change.vectors import Story
from spec_impl import (
    LITERAL_2014,
    Accept,
    Acceptance,
    Decline,
    Ending,
    Entry,
    Grant,
    Invite,
    Join,
    JoinRequest,
    Leave,
    Membership,
    MembershipChanged,
    Reading,
    Refusal,
    Revoke,
    ServerName,
    SetJoinMode,
    StateUpdate,
    Trace,
    UserId,
    Withdraw,
)
from spec_impl.cast import ALICE, BOB, CAROL, DAVE, MALLORY, TEA, A, B, C, M, forging, inviting, knowing, tea_room
from spec_impl.reading import otherwise
from spec_impl.terms import JoinMode
from tests.model.story import decided, everywhere, heard, on_the_way, shown, standing
from tests.rules.stories import ending, faults

FORGETFUL = otherwise("forgetting", "on_last_leave")


def ended(user: UserId, how: str, by: ServerName, stay: int = 1) -> Ending:
    """Word that a stay has ended."""
    return Ending(TEA, Entry(user, stay, Membership(how), by))


def test_who_leaves_is_written_down_as_left_everywhere_and_the_others_see_it() -> None:
    left = tea_room("public", BOB).give(BOB, Leave(TEA))
    assert left.last.published == (StateUpdate(TEA, Entry(BOB, 1, Membership.LEFT, B)),)
    assert everywhere(left.settle(), BOB, A, B) == {"left"}
    assert shown(left.settle(), ALICE)[-1] == MembershipChanged(ALICE, TEA, BOB, Membership.LEFT)


def test_only_a_member_can_leave() -> None:
    assert decided(inviting(tea_room(), CAROL).give(CAROL, Leave(TEA))) == ("NOT_A_MEMBER", "you are not a member")


def test_a_server_whose_last_member_has_left_does_not_know_the_room_but_forgets_nobody() -> None:
    left = tea_room("public", BOB).give(BOB, Leave(TEA)).settle()
    assert decided(forging(left, C, B, JoinRequest(TEA, CAROL, 1))) == ("UNAWARE", "no such room")
    assert everywhere(left, ALICE, B) == {"joined"}


@pytest.mark.parametrize("reading", [FORGETFUL, LITERAL_2014])
def test_read_otherwise_it_forgets_the_room_altogether(reading: Reading) -> None:
    left = tea_room("public", BOB, reading=reading).give(BOB, Leave(TEA))
    assert left.world.server(B).rooms == ()
    assert everywhere(left.settle(), BOB, A) == {"left"}


def test_a_server_with_another_member_still_knows_the_room() -> None:
    room = knowing(tea_room("public", DAVE, reading=FORGETFUL), CAROL).give(CAROL, Join(TEA)).settle()
    left = room.give(DAVE, Leave(TEA)).settle()
    assert everywhere(left, DAVE, A, C) == {"left"}
    assert standing(left, CAROL, at=C) == "joined"


def test_a_server_that_has_forgotten_who_left_cannot_bring_him_back() -> None:
    """It asks for his first stay again, which the others know to have ended."""
    left = tea_room("public", BOB, reading=FORGETFUL).give(BOB, Leave(TEA)).settle()
    assert heard(knowing(left, BOB).give(BOB, Join(TEA)).settle(), BOB) == ["your request is out of date"]


def test_nothing_more_reaches_a_server_whose_last_member_has_left() -> None:
    left = tea_room("public", BOB).give(BOB, Leave(TEA)).settle().give(ALICE, SetJoinMode(TEA, JoinMode.INVITE))
    assert left.settle().world.server(B).room(TEA).mode == "public"


def test_who_declines_tells_every_server_on_the_invitation_and_they_tell_the_members() -> None:
    declined = inviting(tea_room("invite", BOB), CAROL).give(CAROL, Decline(TEA))
    assert on_the_way(declined) == [("Ending", A), ("Ending", B)]
    assert everywhere(declined.settle(), CAROL, A, B, C) == {"declined"}
    assert declined.world.server(C).invitations == ()


def test_only_an_invitation_can_be_declined() -> None:
    declined = ending.only_an_invitation_can_be_declined.tell()
    assert decided(declined) == ("NOTHING_TO_END", "no invitation stands")


def test_who_has_joined_declines_nothing_and_by_leaving_ends_the_next_stay_as_well() -> None:
    left = ending.who_has_joined_has_nothing_to_decline_and_leaves_both_stays.tell()
    assert decided(left, by="decline") == ("ALREADY_MEMBER", "already a member")
    assert left.world.server(C).invitations == ()
    assert everywhere(left.settle(), CAROL, A, B, C) == {"left"}


def test_who_declines_after_having_accepted_tells_every_server_that_was_asked() -> None:
    room = inviting(tea_room("invite", BOB), CAROL, by=BOB).give(CAROL, Accept(TEA))
    asked_both = room.lose(Acceptance).give_up(CAROL, TEA)
    assert on_the_way(asked_both.give(CAROL, Decline(TEA))) == [("Acceptance", A), ("Ending", A), ("Ending", B)]


@pytest.mark.parametrize("first", [Acceptance, Ending])
def test_a_decline_wins_over_its_own_acceptance_in_either_order(first: type) -> None:
    accepted = inviting(tea_room("invite", BOB), CAROL).give(CAROL, Accept(TEA)).give(CAROL, Decline(TEA))
    assert everywhere(accepted.deliver(first, to=A).settle(), CAROL, A, B, C) == {"declined"}


def test_a_grant_that_comes_after_the_decline_admits_nobody() -> None:
    granted = inviting(tea_room("invite", BOB), CAROL).give(CAROL, Accept(TEA)).deliver(Acceptance)
    declined = granted.give(CAROL, Decline(TEA)).deliver(Grant)
    assert standing(declined, CAROL, at=C) == "declined"
    assert everywhere(declined.settle(), CAROL, A, B, C) == {"declined"}


def test_a_flatmate_who_declines_tells_the_members_in_the_usual_way() -> None:
    declined = inviting(tea_room("invite", DAVE), CAROL).give(CAROL, Decline(TEA))
    assert on_the_way(declined) == []
    assert everywhere(declined.settle(), CAROL, A, C) == {"declined"}


def test_any_member_revokes_an_invitation_and_the_invitee_hears_of_it() -> None:
    revoked = inviting(tea_room("invite", BOB), CAROL).give(BOB, Revoke(TEA, CAROL))
    assert on_the_way(revoked) == [("Ending", C)]
    assert everywhere(revoked.settle(), CAROL, A, B, C) == {"revoked"}
    assert revoked.settle().world.server(C).invitations == ()
    assert shown(revoked.settle(), CAROL)[-1].membership == "revoked"


def test_only_a_member_revokes_and_only_an_invitation_that_stands() -> None:
    nothing = ("NOTHING_TO_END", "no invitation stands")
    assert decided(ending.only_a_member_revokes.tell()) == ("NOT_A_MEMBER", "you are not a member")
    assert decided(ending.only_an_invitation_that_stands_can_be_revoked.tell()) == nothing


def test_revoking_what_another_server_has_just_accepted_ends_the_stay_everywhere() -> None:
    room = inviting(tea_room("invite", BOB), CAROL).give(CAROL, Accept(TEA)).deliver(Acceptance)
    late = room.give(BOB, Revoke(TEA, CAROL)).deliver(Grant)
    assert standing(late, CAROL, at=C) == "joined"
    assert everywhere(late.settle(), CAROL, A, B, C) == {"revoked"}


def test_what_a_server_ends_after_it_has_left_reaches_whoever_comes_in_meanwhile() -> None:
    guest, neighbour = UserId("dave", B), UserId("bob", A)
    known = ending.what_is_ended_after_the_last_has_left_reaches_who_comes_in_meanwhile.tell()
    assert everywhere(known, neighbour, A, C) == {"declined"}
    unknown = ending.what_is_ended_reaches_even_who_is_not_known_to_have_come_in.tell()
    assert everywhere(unknown, guest, B, C) == {"declined"}


def test_a_server_that_waits_to_enter_takes_no_note_of_an_ending() -> None:
    stranger = ending.a_server_that_waits_to_enter_takes_no_note_of_an_ending.tell()
    assert everywhere(stranger, MALLORY, A, C) == {"none"}
    assert everywhere(stranger, CAROL, A, C) == {"joined"}


def test_word_of_an_ending_that_is_no_news_changes_nothing() -> None:
    again = ending.word_of_an_ending_that_comes_twice_changes_nothing.tell()
    assert decided(again) == ("NOT_NEWS", None)
    assert again.last.after.servers == again.last.before.servers


def test_an_old_ending_says_nothing_about_a_newer_stay() -> None:
    room = inviting(tea_room("invite"), CAROL).give(CAROL, Decline(TEA)).repeat(Ending)
    late = room.give(ALICE, Invite(TEA, CAROL)).deliver(Ending)
    assert decided(late) == ("NOT_NEWS", None)
    assert standing(late, CAROL, at=A) == "invited"


@pytest.mark.parametrize(
    ("word", "sender"),
    [
        (ended(CAROL, "left", C), M),
        (ended(CAROL, "left", M), M),
        (ended(CAROL, "denied", C), C),
        (ended(ALICE, "withdrawn", M), M),
    ],
)
def test_an_ending_counts_only_from_its_author_for_his_own_user_or_for_one_of_ours(
    word: Ending, sender: ServerName
) -> None:
    room = knowing(tea_room(), CAROL).give(CAROL, Join(TEA)).settle()
    assert decided(forging(room, sender, A, word)) == ("NOT_YOUR_USER", None)


def test_a_server_that_has_nothing_to_do_with_the_room_takes_no_note_of_an_ending() -> None:
    told = forging(tea_room(), C, B, ended(CAROL, "withdrawn", C))
    assert decided(told) == ("UNAWARE", None)
    assert told.world.server(B).rooms == ()


def test_a_server_whose_users_have_all_left_passes_on_that_somebody_has_declined() -> None:
    """Nobody else was told: when Carol was invited Bob was not in the room yet."""
    declined = ending.a_server_whose_users_have_all_left_passes_word_of_an_ending_on.tell()
    sent = [envelope for step in declined.steps for envelope in step.sends]
    assert [envelope.receiver for envelope in sent if isinstance(envelope.message, Ending)] == [A]
    assert everywhere(declined, CAROL, A, B, C) == {"declined"}


def test_what_a_server_that_has_left_hears_of_its_own_user_it_keeps_to_itself() -> None:
    room = inviting(tea_room("invite", BOB), DAVE, by=BOB)
    left = inviting(room.give(DAVE, Accept(TEA)).settle(), CAROL).give(DAVE, Leave(TEA)).settle()
    told = forging(left, M, C, ended(CAROL, "revoked", M))
    assert (standing(told, CAROL, at=C), told.last.published) == ("revoked", ())


def alone(trace: Trace) -> Trace:
    """Everybody leaves."""
    return trace.give(ALICE, Leave(TEA)).settle()


def test_a_room_that_everybody_has_left_can_be_entered_by_nobody() -> None:
    room = alone(knowing(tea_room("public"), CAROL))
    assert heard(room.give(CAROL, Join(TEA)).settle(), CAROL) == ["no such room"]


def test_a_stranger_who_denies_a_member_is_not_believed() -> None:
    room = tea_room("invite", DAVE)
    assert everywhere(forging(room, M, C, ended(DAVE, "denied", M)).settle(), DAVE, A, C) == {"joined"}


@pytest.mark.parametrize("reading", [FORGETFUL, LITERAL_2014])
def test_who_leaves_is_shown_it_though_his_server_forgets_the_room(reading: Reading) -> None:
    left = tea_room("public", BOB, reading=reading).give(BOB, Leave(TEA))
    assert shown(left, BOB)[-1] == MembershipChanged(BOB, TEA, BOB, Membership.LEFT)


def test_where_the_room_is_not_held_a_revocation_is_believed_from_anybody_which_is_a_known_limit() -> None:
    """GAP-17: the invitee's server does not know the members, and a revocation may come before its invitation."""
    room = inviting(tea_room("invite"), CAROL)
    assert everywhere(forging(room, M, C, ended(CAROL, "revoked", M)), CAROL, C) == {"revoked"}
    assert everywhere(forging(room, M, A, ended(CAROL, "revoked", M)), CAROL, A) == {"invited"}


def test_an_ending_counts_though_word_of_its_authors_leave_came_first() -> None:
    """Bob revokes the second invitation and leaves; carol, still in by the first, hears of his leave before that."""
    room = inviting(tea_room("invite", BOB), CAROL, by=BOB).give(CAROL, Accept(TEA)).settle()
    again = forging(room, A, C, Ending(TEA, Entry(CAROL, 1, Membership.REVOKED, A)))
    left = room.give(BOB, Leave(TEA)).settle()
    late = forging(left, B, C, Ending(TEA, Entry(CAROL, 2, Membership.REVOKED, B)))
    assert standing(again, CAROL, C) == "revoked"
    assert standing(late, CAROL, C) == "revoked"


def test_an_ending_by_somebody_who_only_ever_declined_does_not_count() -> None:
    """To have been a member is not earned by saying no."""
    room = (
        inviting(inviting(tea_room("invite"), CAROL), BOB)
        .give(CAROL, Accept(TEA))
        .settle()
        .give(BOB, Decline(TEA))
        .settle()
    )
    assert decided(forging(room, B, C, Ending(TEA, Entry(CAROL, 1, Membership.REVOKED, B)))) == ("NOT_YOUR_USER", None)


def test_a_stranger_cannot_make_herself_a_former_member_by_leaving_what_she_was_never_in() -> None:
    room = inviting(tea_room("invite", BOB), CAROL, by=BOB).give(CAROL, Accept(TEA)).settle()
    posing = forging(room, M, C, Ending(TEA, Entry(MALLORY, 1, Membership.LEFT, M)))
    assert decided(posing) == ("NOT_YOUR_USER", None)
    assert decided(forging(posing, M, C, ended(CAROL, "revoked", M))) == ("NOT_YOUR_USER", None)


def test_who_heard_that_nobody_answered_can_take_it_back_and_is_not_let_in_when_the_link_heals() -> None:
    back = faults.who_heard_that_nobody_answered_can_take_it_back_and_is_not_let_in_later.tell()
    assert heard(back, CAROL) == ["no server answered"]
    assert shown(back, CAROL)[-1] == MembershipChanged(CAROL, TEA, CAROL, Membership.WITHDRAWN)
    assert everywhere(back, CAROL, A, C) == {"withdrawn"}


def test_who_was_told_no_by_every_server_asked_can_still_take_back_what_a_late_copy_could_bring() -> None:
    """A copy of her request is on its way when she hears no; taken back, it comes too late."""
    told = knowing(tea_room("knock"), CAROL).give(CAROL, Join(TEA)).repeat(JoinRequest).deliver(Refusal)
    back = told.give(CAROL, Withdraw(TEA)).deliver(Ending).give(ALICE, SetJoinMode(TEA, JoinMode.PUBLIC))
    assert everywhere(back.settle(), CAROL, A, C) == {"withdrawn"}


def test_a_stranger_who_says_that_she_has_left_is_no_former_member_whose_word_counts() -> None:
    posing = ending.a_stranger_makes_herself_no_former_member_by_leaving.tell()
    assert decided(posing) == ("NOT_YOUR_USER", None)
    assert (standing(posing, MALLORY, A), standing(posing, ALICE, A)) == ("none", "joined")


def test_of_two_endings_of_one_stay_the_one_from_the_later_name_stays_in_whichever_order_they_come() -> None:
    assert standing(ending.an_ending_of_equal_weight_that_loses_changes_nothing_at_home.tell(), CAROL, C) == "declined"
    for story, server in (
        (ending.an_ending_of_equal_weight_that_wins_takes_the_place_of_the_one_held, B),
        (ending.an_update_of_equal_weight_that_loses_changes_nothing_when_it_comes_last, A),
        (ending.an_update_of_equal_weight_that_wins_is_taken_when_it_comes_last, A),
    ):
        assert standing(story.tell(), CAROL, server) == "declined"


def test_an_acceptance_under_way_can_be_withdrawn_like_any_request() -> None:
    back = ending.an_acceptance_under_way_is_taken_back.tell()
    assert everywhere(back, CAROL, A, C) == {"withdrawn"}
    assert shown(back, CAROL)[-1] == MembershipChanged(CAROL, TEA, CAROL, Membership.WITHDRAWN)


@pytest.mark.parametrize(
    ("story", "others"),
    [
        (ending.who_declines_tells_the_server_that_wrote_the_invitation_too, [A, B]),
        (ending.who_declines_tells_the_servers_that_she_found_too, [A, B]),
        (ending.who_declines_after_having_been_in_the_room_tells_its_members, []),
        (ending.who_takes_a_join_back_tells_the_server_asked_though_the_look_up_is_forgotten, [A]),
    ],
    ids=lambda value: value.name if isinstance(value, Story) else "",
)
def test_every_server_likely_to_know_is_told_of_the_end(story: Story, others: list[ServerName]) -> None:
    told = story.tell().last
    assert [envelope.receiver for envelope in told.sends] == others
    assert bool(told.published) is not bool(others)


def test_an_end_is_of_the_stay_that_she_was_invited_to_and_of_one_already_over_the_same() -> None:
    early = ending.an_invitation_is_declined_before_the_server_in_the_room_has_heard_of_it.tell()
    assert Entry(CAROL, 1, Membership.DECLINED, C) in early.world.server(A).room(TEA).members
    back = ending.who_declines_what_she_had_taken_back_has_taken_it_back.tell()
    assert standing(back, CAROL, at=C) == "withdrawn"
    revoked = ending.a_member_revokes_an_invitation_and_the_invitee_hears_of_it.tell()
    assert heard(revoked, CAROL) == ["you are not invited"]


def test_an_invitation_into_an_earlier_stay_hears_how_the_latest_ended() -> None:
    copied = ending.a_copy_of_an_invitation_into_an_earlier_stay_is_answered_with_how_the_latest_ended.tell()
    assert decided(copied, by="ending") == ("NOT_NEWS", None)
