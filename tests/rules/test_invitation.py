"""Who invites, what an invitation says to whom, and what the invitee's home server does with it."""

import pytest

from roomspec.change.vectors import Story
from spec_impl import (
    LITERAL_2014,
    Accept,
    Acceptance,
    Decline,
    Deny,
    Entry,
    Invitation,
    InvitationShown,
    Invite,
    Join,
    Joined,
    JoinRefused,
    Knock,
    KnockPlaced,
    KnockRequest,
    Leave,
    Membership,
    MembershipChanged,
    PduId,
    Refusal,
    Revoke,
    ServerName,
    StateUpdate,
    Told,
    Trace,
    UserId,
    Withdraw,
)
from spec_impl.cast import (
    ALICE,
    BOB,
    CAROL,
    DAVE,
    MALLORY,
    TEA,
    A,
    B,
    C,
    M,
    directing_to,
    forging,
    inviting,
    knowing,
    tea_room,
)
from spec_impl.reading import otherwise
from tests.model.story import decided, everywhere, heard, on_the_way, reached, shown, standing
from tests.rules.stories import ending, invitation, knock, private


def test_an_invitation_is_a_change_of_state_told_to_the_members_and_a_message_to_the_invitee() -> None:
    asked = tea_room("invite", BOB).give(ALICE, Invite(TEA, CAROL))
    written = Entry(CAROL, 1, Membership.INVITED, A)
    assert standing(asked, CAROL, at=A) == "invited"
    assert asked.last.published == (StateUpdate(TEA, written),)
    assert asked.message(Invitation, to=C).message == Invitation(TEA, written.pdu_id, ALICE, (A, B))
    assert everywhere(asked.settle(), CAROL, A, B, C) == {"invited"}


def test_the_invitee_is_shown_it_and_the_other_members_see_the_change() -> None:
    room = inviting(tea_room("invite", BOB), CAROL)
    assert shown(room, CAROL) == [InvitationShown(CAROL, TEA, ALICE)]
    assert shown(room, BOB)[-1] == MembershipChanged(BOB, TEA, CAROL, Membership.INVITED)


def test_the_invitee_who_is_no_member_learns_nothing_of_the_room_but_the_invitation() -> None:
    view = inviting(tea_room("invite", BOB), CAROL).world.server(C).room(TEA)
    assert view.mode is None
    assert [entry.user for entry in view.members] == [CAROL]


def test_read_literally_the_list_leaves_out_the_one_server_sure_to_know_the_invitation() -> None:
    asked = tea_room("invite", BOB, reading=LITERAL_2014).give(ALICE, Invite(TEA, CAROL))
    assert asked.message(Invitation).message.servers == (B,)


def test_the_list_never_names_the_invitees_own_server() -> None:
    asked = tea_room("invite", BOB, DAVE).give(ALICE, Invite(TEA, CAROL))
    assert asked.message(Invitation).message.servers == (A, B)


def test_only_a_member_invites() -> None:
    room = inviting(tea_room("invite"), CAROL)
    assert decided(room.give(CAROL, Invite(TEA, MALLORY))) == ("NOT_A_MEMBER", "you are not a member")


def test_who_has_joined_cannot_be_invited() -> None:
    asked = invitation.who_has_joined_cannot_be_invited.tell()
    assert decided(asked) == ("ALREADY_MEMBER", "already a member")
    assert on_the_way(asked) == []


def test_who_is_invited_is_sent_the_same_invitation_again_and_nothing_changes() -> None:
    first = tea_room("invite", BOB).give(ALICE, Invite(TEA, CAROL))
    again = first.settle().give(BOB, Invite(TEA, CAROL))
    assert again.last.changes == ()
    assert again.message(Invitation).message.proof == first.message(Invitation).message.proof
    assert decided(again.deliver(Invitation)) == ("NOT_NEWS", None)


def test_a_server_named_while_an_acceptance_waits_is_asked_in_its_turn_and_lets_the_user_in() -> None:
    led_in = invitation.a_server_named_while_an_acceptance_waits_is_asked_in_its_turn.tell()
    assert everywhere(led_in, CAROL, A, B, C) == {"joined"}
    assert not any(isinstance(notice, JoinRefused) for notice in shown(led_in, CAROL))


def test_a_forger_brings_no_server_of_his_own_into_an_acceptance_under_way() -> None:
    walked = invitation.a_server_that_a_stranger_names_is_not_asked_before_the_next_yes.tell()
    assert heard(walked, CAROL)[-1] == Told.NOT_KNOWN_YET
    assert _asked_to_accept(walked) == [A]
    assert _asked_to_accept(walked.give(CAROL, Accept(TEA)).settle()) == [A, A, M]


def test_of_the_servers_that_a_stranger_names_only_one_that_was_asked_before_is_asked() -> None:
    """Bob's server, which he has left, was asked to let Carol in, so that to ask it again tells it nothing new."""
    asked = tea_room("public", ALICE, finders=(CAROL,), host=BOB).give(BOB, Leave(TEA)).settle()
    left = inviting(asked.give(CAROL, Join(TEA)).settle(), CAROL).give(ALICE, Leave(TEA)).give(CAROL, Accept(TEA))
    walked = forging(left, M, C, Invitation(TEA, PduId(CAROL, 1, 2, A), MALLORY, (M, B))).settle()
    again = walked.give(CAROL, Accept(TEA)).settle()
    assert heard(walked, CAROL)[-1] == Told.NOT_KNOWN_YET
    assert [_asked_to_accept(trace) for trace in (walked, again)] == [[A, B], [A, B, A, M, B]]


def _asked_to_accept(trace: Trace) -> list[ServerName]:
    return [sent.receiver for step in trace.steps for sent in step.sends if isinstance(sent.message, Acceptance)]


def test_an_invitation_that_was_answered_before_changes_nothing_when_a_copy_comes_late() -> None:
    room = tea_room("invite").give(ALICE, Invite(TEA, CAROL)).repeat(Invitation)
    late = room.give(CAROL, Decline(TEA)).deliver(Invitation)
    assert (late.last.changes, late.last.notices) == ((), ())
    assert on_the_way(late) == [("Ending", A)]
    assert standing(late.settle(), CAROL, A) == "declined"


def test_an_invitation_that_crosses_a_withdrawal_is_answered_with_it_so_that_nobody_stays_invited_for_ever() -> None:
    """The inviter's server was never asked, so that it could not be told of the withdrawal (GAP-6)."""
    asked = knowing(directing_to(tea_room("knock", BOB), B), CAROL).give(CAROL, Knock(TEA))
    crossed = asked.give(ALICE, Invite(TEA, CAROL)).give(CAROL, Withdraw(TEA)).give(BOB, Leave(TEA))
    settled = crossed.settle()
    assert everywhere(settled, CAROL, A, C) == {"withdrawn"}


def test_an_invitation_that_came_twice_changes_nothing_the_second_time() -> None:
    assert decided(invitation.a_copy_of_an_invitation_is_shown_once.tell()) == ("NOT_NEWS", None)


def test_who_has_declined_or_left_can_be_invited_anew() -> None:
    room = inviting(tea_room("invite"), CAROL).give(CAROL, Decline(TEA)).settle()
    again = inviting(room, CAROL)
    assert shown(again, CAROL)[-1] == InvitationShown(CAROL, TEA, ALICE)
    gone = again.give(CAROL, Accept(TEA)).settle().give(CAROL, Leave(TEA)).settle()
    assert everywhere(inviting(gone, CAROL).give(CAROL, Accept(TEA)).settle(), CAROL, A, C) == {"joined"}


def test_an_invitation_stays_valid_when_the_inviter_leaves() -> None:
    room = inviting(tea_room("invite", BOB), CAROL, by=BOB).give(BOB, Leave(TEA)).settle()
    assert everywhere(room.give(CAROL, Accept(TEA)).settle(), CAROL, A, C) == {"joined"}


def test_a_flatmate_is_invited_without_a_message_leaving_the_house() -> None:
    room = invitation.a_flatmate_is_invited_without_a_message.tell()
    assert on_the_way(room) == []
    assert shown(room, CAROL) == [InvitationShown(CAROL, TEA, DAVE)]


@pytest.mark.parametrize(("invitee", "sender"), [(UserId("nobody", C), A), (CAROL, M)])
def test_an_invitation_counts_only_for_a_user_here_and_from_the_inviters_own_server(
    invitee: UserId, sender: ServerName
) -> None:
    forged = forging(tea_room(), sender, C, Invitation(TEA, PduId(invitee, 1, 2, A), ALICE, (A,)))
    assert decided(forged) == ("NOT_YOUR_USER", None)
    assert shown(forged, CAROL) == []
    assert forged.world.server(C).rooms == ()


def test_who_knocked_and_is_invited_is_let_in_without_being_asked_again() -> None:
    knocked = knowing(tea_room("knock", BOB), CAROL).give(CAROL, Knock(TEA)).settle()
    answered = knocked.give(BOB, Invite(TEA, CAROL)).deliver(Invitation)
    assert on_the_way(answered) == [("Acceptance", B)]
    assert everywhere(answered.settle(), CAROL, A, B, C) == {"joined"}
    assert InvitationShown(CAROL, TEA, BOB) not in shown(answered, CAROL)


def test_with_automatic_acceptance_off_the_invitation_is_shown_and_the_user_decides() -> None:
    room = knowing(tea_room("knock", BOB, reading=otherwise("automatic_acceptance", "off")), CAROL)
    answered = inviting(room.give(CAROL, Knock(TEA)).settle(), CAROL)
    assert shown(answered, CAROL)[-1] == InvitationShown(CAROL, TEA, ALICE)
    assert everywhere(answered, CAROL, A, B, C) == {"invited"}
    assert everywhere(answered.give(CAROL, Accept(TEA)).settle(), CAROL, A, B, C) == {"joined"}


def test_who_never_knocked_is_not_let_in_unasked() -> None:
    assert everywhere(inviting(knowing(tea_room("knock"), CAROL), CAROL), CAROL, A, C) == {"invited"}


def test_a_knock_and_an_invitation_that_cross_are_one_stay_and_lead_in() -> None:
    """The knock arrives first at Alice's server, while Bob's has just sent its invitation."""
    room = knowing(tea_room("knock", BOB), CAROL).give(CAROL, Knock(TEA)).give(BOB, Invite(TEA, CAROL))
    crossed = room.deliver(KnockRequest, to=A).deliver(Invitation, to=C).deliver(KnockPlaced)
    assert everywhere(crossed.settle(), CAROL, A, B, C) == {"joined"}


@pytest.mark.parametrize(("memory", "outcome"), [("until_resolved", "invited"), ("forever", "joined")])
def test_a_knock_long_denied_accepts_a_later_invitation_only_where_it_is_remembered_for_ever(
    memory: str, outcome: str
) -> None:
    room = knowing(tea_room("knock", BOB, reading=otherwise("knock_memory", memory)), CAROL)
    denied = room.give(CAROL, Knock(TEA)).settle().give(BOB, Deny(TEA, CAROL)).settle()
    assert everywhere(inviting(denied, CAROL), CAROL, A, B, C) == {outcome}


def test_read_literally_a_stale_memory_brings_in_who_took_the_knock_back() -> None:
    """LITERAL_2014 remembers the knock for ever; by its list of others Carol is let in through Bob's server."""
    room = knowing(tea_room("knock", BOB, reading=LITERAL_2014), CAROL).give(CAROL, Knock(TEA)).settle()
    again = inviting(room.give(BOB, Deny(TEA, CAROL)).settle(), CAROL)
    assert everywhere(again, CAROL, A, B, C) == {"joined"}


def test_a_revocation_that_overtakes_its_invitation_leaves_nothing_to_accept() -> None:
    room = tea_room("public").give(ALICE, Invite(TEA, CAROL)).give(ALICE, Revoke(TEA, CAROL))
    late = room.deliver(entry=Entry(CAROL, 1, Membership.REVOKED, A)).deliver(Invitation)
    assert everywhere(late.settle(), CAROL, A, C) == {"revoked"}


def test_a_knock_that_meets_the_invitation_under_way_leads_in_whichever_answer_comes_first() -> None:
    room = knowing(tea_room("knock"), CAROL).give(CAROL, Knock(TEA)).give(ALICE, Invite(TEA, CAROL))
    crossed = room.deliver(KnockRequest).deliver(Refusal).deliver(Invitation)
    assert everywhere(crossed.settle(), CAROL, A, C) == {"joined"}


def test_who_declines_after_the_inviter_left_can_be_invited_by_another_member() -> None:
    room = inviting(tea_room("invite", BOB), CAROL, by=BOB).give(BOB, Leave(TEA)).settle()
    again = inviting(room.give(CAROL, Decline(TEA)).settle(), CAROL)
    assert shown(again, CAROL)[-1] == InvitationShown(CAROL, TEA, ALICE)


def test_an_invitation_to_a_server_that_does_not_exist_stops_nobody() -> None:
    nobody = UserId("nobody", ServerName("nowhere.example"))
    assert standing(tea_room().give(ALICE, Invite(TEA, nobody)).settle(), nobody, at=A) == "invited"


def test_a_member_who_invites_again_after_the_inviter_has_left_leads_the_invitee_in() -> None:
    again = invitation.an_invitation_sent_again_brings_its_own_servers_and_leads_in.tell()
    assert heard(again, CAROL) == ["no server asked knows your invitation yet"]
    assert shown(again, CAROL).count(InvitationShown(CAROL, TEA, BOB)) == 1
    assert everywhere(again, CAROL, B, C) == {"joined"}


def test_an_invitation_sent_again_adds_its_servers_is_shown_again_and_nothing_is_sent() -> None:
    again = invitation.the_second_invitation_through_another_server_is_shown_again_and_nothing_is_sent.tell()
    assert again.last.notices == (InvitationShown(CAROL, TEA, BOB),)
    assert (again.last.sends, again.last.changes) == ((), ())
    assert again.world.server(C).invitation(CAROL, TEA).servers == (A, B)


def test_who_asks_to_join_while_she_is_being_let_in_for_her_knock_is_shown_the_invitation_and_enters() -> None:
    entered = knock.an_acceptance_made_for_the_user_that_she_overtakes_shows_her_the_invitation.tell()
    assert InvitationShown(CAROL, TEA, ALICE) in shown(entered, CAROL)
    assert everywhere(entered, CAROL, A, C) == {"joined"}


def test_an_acceptance_made_for_the_user_that_comes_to_nothing_shows_her_the_invitation() -> None:
    answered = knock.an_acceptance_made_for_the_user_that_nobody_answers_shows_her_the_invitation.tell()
    told = shown(answered, CAROL)
    after = told[told.index(JoinRefused(CAROL, TEA, Told.NO_ANSWER)) :]
    assert after == [JoinRefused(CAROL, TEA, Told.NO_ANSWER), InvitationShown(CAROL, TEA, ALICE), Joined(CAROL, TEA)]
    assert everywhere(answered, CAROL, A, C) == {"joined"}


STRANGERS = [
    private.a_stranger_invites_into_a_room_that_is_not,
    private.a_stranger_who_invites_into_a_stay_that_was_declined_is_not_told_so,
    private.a_stranger_who_invites_into_a_stay_that_was_left_is_not_told_so,
]


@pytest.mark.parametrize("story", STRANGERS, ids=lambda story: story.name)
def test_a_stranger_who_invites_into_a_stay_that_has_ended_hears_nothing_and_the_user_is_shown_it(story: Story) -> None:
    invited = story.tell()
    assert [type(envelope.message).__name__ for envelope in reached(invited, M)] == ["Refusal"]
    assert shown(invited, CAROL)[-1] == InvitationShown(CAROL, TEA, MALLORY)


def test_a_member_who_invites_into_a_stay_that_has_ended_is_told_so() -> None:
    told = ending.an_invitation_into_a_stay_that_was_ended_is_answered_with_the_ending.tell()
    assert ("Ending", C, A) in [
        (type(sent.message).__name__, sent.sender, sent.receiver) for sent in told.steps[-2].sends
    ]


def test_an_invitation_lists_the_inviters_server_and_then_the_others_by_their_names() -> None:
    invited = invitation.an_invitation_lists_the_inviters_server_and_then_the_others_inside_by_their_names.tell()
    (held,) = invited.world.server(M).invitations
    assert held.servers == (A, B, C)


def test_an_invitation_of_nobody_who_lives_there_is_not_kept() -> None:
    counted = invitation.an_invitation_of_somebody_who_does_not_live_there_counts_for_nothing.tell()
    assert decided(counted) == ("NOT_YOUR_USER", None)
    assert counted.world.server(C).invitations == ()


def test_who_lives_beside_a_member_invites_nobody() -> None:
    assert (
        decided(private.whoever_lives_beside_a_member_hears_nothing_of_the_room.tell(), by="invite")[0]
        == "NOT_A_MEMBER"
    )
