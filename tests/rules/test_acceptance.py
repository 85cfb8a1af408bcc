"""Who accepts an invitation: which candidate is asked, what the proof is worth, and what comes too soon."""

import pytest

from roomspec.change.vectors import Story
from spec_impl import (
    LITERAL_2014,
    Accept,
    Acceptance,
    Decline,
    Ending,
    Entry,
    FetchPdu,
    Grant,
    Invitation,
    Invite,
    Join,
    Joined,
    JoinMode,
    JoinRequest,
    Leave,
    Membership,
    PduId,
    Refusal,
    Trace,
    UserId,
)
from spec_impl.cast import (
    ALICE,
    BOB,
    CAROL,
    DAVE,
    LOUNGE,
    MALLORY,
    TEA,
    A,
    B,
    C,
    M,
    forging,
    inviting,
    knowing,
    tea_room,
)
from spec_impl.reading import otherwise
from spec_impl.room import Room
from spec_impl.terms import ModeChange
from tests.model.story import decided, everywhere, heard, on_the_way, reached, standing
from tests.rules.stories import acceptance, private
from tests.rules.stories.acceptance import CAROLS, overtaking


def test_carol_says_yes_and_the_inviters_server_admits_her() -> None:
    accepted = inviting(tea_room("invite", BOB), CAROL).give(CAROL, Accept(TEA))
    assert accepted.message(Acceptance, to=A).message == Acceptance(TEA, CAROL, CAROLS)
    assert standing(accepted.deliver(Acceptance), CAROL, at=A) == "joined"
    assert everywhere(accepted.settle(), CAROL, A, B, C) == {"joined"}


def test_only_an_invitation_can_be_accepted() -> None:
    asked = acceptance.only_an_invitation_can_be_accepted.tell()
    assert decided(asked) == ("NOT_INVITED", "you are not invited")


def test_an_invitation_that_ones_own_server_has_seen_can_be_accepted_before_it_comes() -> None:
    let_in = acceptance.an_invitation_is_accepted_when_the_own_server_has_seen_it_and_it_has_yet_to_come.tell()
    assert standing(let_in, CAROL, at=C) == "joined"
    late = let_in.deliver(Invitation)
    assert (late.last.changes, late.last.notices) == ((), ())
    assert everywhere(late.settle(), CAROL, A, C) == {"joined"}


def test_a_server_keeps_an_acceptance_of_one_user_for_each_of_two_rooms() -> None:
    let_in = acceptance.acceptances_of_one_user_for_two_rooms_are_kept_side_by_side.tell()
    assert [let_in.world.server(B).room(room).membership(CAROL) for room in (TEA, LOUNGE)] == ["joined", "joined"]


def test_one_candidate_is_asked_at_a_time_beginning_with_the_inviters_server() -> None:
    accepted = inviting(tea_room("invite", BOB), CAROL, by=BOB).give(CAROL, Accept(TEA))
    assert on_the_way(accepted) == [("Acceptance", B)]
    silent = accepted.lose(Acceptance).give_up(CAROL, TEA)
    assert on_the_way(silent) == [("Acceptance", A)]
    assert everywhere(silent.settle(), CAROL, A, B, C) == {"joined"}


def test_who_overtakes_her_invitation_hears_that_nobody_knows_it_yet_and_is_admitted_when_it_arrives() -> None:
    assert decided(overtaking()) == ("PROOF_NOT_SEEN", "no such room")
    admitted = acceptance.an_acceptance_that_overtakes_its_invitation_hears_no_and_is_admitted_later.tell()
    assert heard(admitted, CAROL) == ["no server asked knows your invitation yet"]
    assert everywhere(admitted.settle(), CAROL, A, B, C) == {"joined"}


@pytest.mark.parametrize(("way", "outcome"), [("refuse", "invited"), ("queue", "joined"), ("trust", "joined")])
def test_other_readings_refuse_it_queue_it_or_believe_it(way: str, outcome: str) -> None:
    assert everywhere(overtaking(otherwise("unseen_invitation", way)).settle(), CAROL, A, B, C) == {outcome}


def test_queued_in_silence_it_is_answered_only_when_the_invitation_arrives() -> None:
    silent = overtaking(otherwise("unseen_invitation", "queue"))
    assert silent.last.sends == ()
    assert standing(silent.spread(B).deliver(Grant), CAROL, at=C) == "joined"


def test_an_invitation_not_seen_can_be_fetched_from_the_server_that_wrote_it() -> None:
    assert overtaking(otherwise("unseen_invitation", "fetch")).message(FetchPdu).receiver == A
    admitted = acceptance.an_invitation_not_seen_can_be_fetched.tell()
    assert standing(admitted, CAROL, at=B) == "joined"
    assert everywhere(admitted.settle(), CAROL, A, B, C) == {"joined"}


def test_a_server_that_itself_waits_to_enter_keeps_the_acceptance_too() -> None:
    """Bob's server asks to be let back in; Carol's acceptance reaches it before the grant does."""
    room = inviting(tea_room("public", BOB), CAROL, by=BOB).give(BOB, Leave(TEA)).settle()
    waiting = knowing(room, BOB).give(BOB, Join(TEA)).deliver(JoinRequest, to=A)
    early = waiting.give(CAROL, Accept(TEA)).deliver(Acceptance, to=B)
    assert decided(early) == ("WAITING_TO_ENTER", "no such room")
    admitted = early.deliver(Refusal).lose(Acceptance, to=A).deliver(Grant, to=B)
    assert standing(admitted, CAROL, at=B) == "joined"


def test_it_keeps_the_acceptance_even_when_it_has_given_up_since_the_grant_may_come_all_the_same() -> None:
    """Alice lets Bob in, invites Carol and leaves; the link to Bob's server is cut meanwhile, and he hears nothing."""
    granted = knowing(tea_room("public"), BOB).give(BOB, Join(TEA)).deliver(JoinRequest)
    gone = granted.give(ALICE, Invite(TEA, CAROL)).give(ALICE, Leave(TEA)).cut(A, B).give_up(BOB, TEA)
    asked = gone.deliver(Invitation).give(CAROL, Accept(TEA)).deliver(Acceptance).deliver(Refusal)
    early = asked.deliver(Acceptance, to=B)
    assert decided(early) == ("WAITING_TO_ENTER", "no such room")
    assert everywhere(early.heal(A, B).settle(), CAROL, B, C) == {"joined"}


def test_somebody_elses_proof_admits_nobody() -> None:
    posing = acceptance.an_invitation_is_a_proof_only_for_the_user_whom_it_names.tell()
    assert decided(posing, by="acceptance") == ("NOT_THE_INVITEE", "no such room")
    assert standing(posing, MALLORY, at=A) == "invited"


def test_a_proof_is_accepted_from_the_home_server_of_the_user_alone() -> None:
    posing = acceptance.a_home_server_accepts_only_for_its_own_users.tell()
    assert decided(posing, by="acceptance") == ("NOT_YOUR_USER", "no such room")


def test_a_made_up_proof_hears_no_such_room_and_never_comes_true() -> None:
    posing = forging(tea_room("invite", BOB), M, A, Acceptance(TEA, MALLORY, PduId(MALLORY, 1, 2, A)))
    assert decided(posing) == ("PROOF_NOT_SEEN", "no such room")
    assert everywhere(posing.settle(), MALLORY, A, B, M) == {"none"}


def test_read_literally_the_uninvited_is_admitted_by_trust_in_a_made_up_proof() -> None:
    room = tea_room("invite", BOB, reading=LITERAL_2014)
    posing = forging(room, M, A, Acceptance(TEA, MALLORY, PduId(MALLORY, 1, 2, B)))
    assert standing(posing, MALLORY, at=A) == "joined"


@pytest.mark.parametrize(
    ("story", "words"),
    [
        (acceptance.a_revoked_invitation_admits_nobody_and_hears_what_a_stranger_hears, "no such room"),
        (acceptance.where_only_joins_are_hidden_from_it_hears_that_she_is_not_invited, "you are not invited"),
    ],
)
def test_a_revoked_invitation_admits_nobody_and_the_asker_hears_what_the_reading_hides(
    story: Story, words: str
) -> None:
    late = story.tell()
    assert decided(late, by="acceptance") == ("NOT_IN_FORCE", words)
    assert everywhere(late, CAROL, A, C) == {"revoked"}


@pytest.mark.parametrize("end", [Leave(TEA), None])
def test_a_used_invitation_lets_nobody_back_in(end: Leave | None) -> None:
    used = inviting(tea_room("invite"), CAROL).give(CAROL, Accept(TEA)).repeat(Acceptance).deliver(Grant)
    again = (used.give(CAROL, end).spread(A) if end else used).deliver(Acceptance)
    assert decided(again) == (("NOT_IN_FORCE", "no such room") if end else (None, None))
    assert on_the_way(again) == [("Refusal" if end else "Grant", C)]
    assert everywhere(again.settle(), CAROL, A, C) == {"left" if end else "joined"}


def test_a_declined_invitation_lets_nobody_in_though_its_acceptance_still_arrives() -> None:
    accepted = inviting(tea_room("invite"), CAROL).give(CAROL, Accept(TEA)).give(CAROL, Decline(TEA))
    assert everywhere(accepted.settle(), CAROL, A, C) == {"declined"}


@pytest.mark.parametrize(("proof", "outcome"), [("epoch", "joined"), ("exact_id", "invited")])
def test_who_is_invited_by_two_members_at_once_may_cite_either_unless_the_id_must_match(
    proof: str, outcome: str
) -> None:
    room = tea_room("invite", BOB, reading=otherwise("proof", proof)).give(ALICE, Invite(TEA, CAROL))
    twice = room.deliver(Invitation).give(BOB, Invite(TEA, CAROL)).spread(A).give(CAROL, Accept(TEA))
    assert standing(twice.deliver(Acceptance, to=A), CAROL, at=A) == outcome


def test_read_literally_the_invitation_of_a_room_with_one_server_leaves_nobody_to_ask() -> None:
    accepted = acceptance.read_literally_an_empty_list_leaves_nobody_to_ask.tell()
    assert decided(accepted) == ("NO_CANDIDATE", "there is no server to ask")
    assert heard(accepted, CAROL) == ["there is no server to ask"]


def test_an_invitee_whose_server_is_in_the_room_is_let_in_by_it_at_once() -> None:
    room = inviting(tea_room("public", DAVE), CAROL).give(CAROL, Accept(TEA))
    assert standing(room, CAROL, at=C) == "joined"
    assert on_the_way(room) == []
    assert everywhere(room.settle(), CAROL, A, C) == {"joined"}


def test_what_is_held_is_let_go_in_silence_when_the_stay_has_ended() -> None:
    early = overtaking().deliver(Refusal).give(CAROL, Decline(TEA))
    over = early.settle()
    assert everywhere(over, CAROL, A, B, C) == {"declined"}
    assert over.world.server(B).held == ()
    assert [m for m in reached(over, C) if isinstance(m.message, Refusal)] == reached(early, C)[-1:]


def test_a_late_copy_of_an_old_acceptance_does_not_displace_the_newer_one_that_is_held() -> None:
    early = overtaking_again()
    (held,) = early.world.server(B).held
    assert held.acceptance.proof.epoch == 2
    late = early.deliver(Acceptance, to=B, proof=CAROLS)
    assert late.world.server(B).held == (held,)
    assert everywhere(late.settle(), CAROL, A, B, C) == {"joined"}


def overtaking_again() -> Trace:
    """Carol accepted, declined, was invited anew and accepts again; a copy of her first acceptance is still due."""
    room = tea_room("invite", BOB).give(ALICE, Invite(TEA, CAROL)).deliver(Invitation).give(CAROL, Accept(TEA))
    once = room.lose(Acceptance).give_up(CAROL, TEA).repeat(Acceptance).deliver(Refusal).give(CAROL, Decline(TEA))
    again = once.deliver(Ending, to=A).give(ALICE, Invite(TEA, CAROL)).deliver(Invitation).give(CAROL, Accept(TEA))
    return again.lose(Acceptance, to=A).give_up(CAROL, TEA).deliver(Acceptance, to=B, proof=PduId(CAROL, 2, 2, A))


def test_a_false_invitation_of_a_members_neighbour_is_put_to_nobody_outside_the_room() -> None:
    neighbour = UserId("dave", B)
    inside = tea_room("invite", BOB, others=(neighbour, MALLORY))
    false = Invitation(TEA, PduId(neighbour, 1, 2, M), MALLORY, (M,))
    accepted = forging(inside, M, B, false).give(neighbour, Accept(TEA))
    assert on_the_way(accepted) == []
    taken = Room(TEA, ModeChange(9, JoinMode.PUBLIC, M), (Entry(MALLORY, 1, Membership.JOINED, M),))
    granted = forging(accepted, M, B, Grant(Entry(neighbour, 1, Membership.JOINED, M), taken))
    assert (standing(granted, MALLORY, at=B), granted.world.server(B).room(TEA).mode) == ("none", "invite")


def test_a_member_who_accepts_is_answered_as_the_first_time_and_nothing_changes() -> None:
    again = acceptance.a_member_who_accepts_is_answered_as_the_first_time.tell()
    assert again.last.notices == (Joined(ALICE, TEA),)
    assert again.world.servers == again.last.before.servers


def test_read_otherwise_a_server_in_the_room_refuses_its_own_user_an_invitation_that_it_has_not_seen() -> None:
    refused = acceptance.in_another_reading_a_server_in_the_room_decides_before_it_has_seen_the_invitation.tell()
    assert heard(refused, CAROL) == ["no server asked knows your invitation yet"]
    assert refused.last.sends == ()


def test_an_invitation_into_one_room_opens_no_other() -> None:
    posing = private.an_invitation_into_one_room_opens_no_other.tell()
    assert decided(posing, by="acceptance") == ("PROOF_NOT_SEEN", "no such room")
    assert standing(posing, MALLORY, at=A) == "none"
    assert posing.world.server(A).room(LOUNGE).membership(MALLORY) == "invited"


def test_a_member_of_one_room_is_given_no_change_of_another() -> None:
    refused = private.a_member_of_one_room_is_given_no_change_of_another.tell()
    assert decided(refused, by="fetch") == ("NOT_A_MEMBER", "no such room")


def test_who_has_declined_and_says_yes_to_the_next_member_enters_by_a_new_stay_and_stays_in() -> None:
    entered = acceptance.who_has_declined_and_says_yes_to_the_next_member_enters_by_a_new_stay.tell()
    assert {entered.world.server(name).room(TEA).entry(CAROL).epoch for name in (A, B, C)} == {2}
    assert everywhere(entered, CAROL, A, B, C) == {"joined"}


def test_what_waits_is_granted_once_to_whom_it_is_due_and_in_the_order_of_the_users() -> None:
    later = acceptance.of_two_acceptances_of_one_user_that_wait_the_one_of_the_later_stay_is_kept.tell()
    assert {entry.epoch for entry in later.world.server(C).room(TEA).members if entry.user == CAROL} == {2}
    assert standing(later, CAROL, at=C) == "joined"
    ordered = acceptance.acceptances_that_waited_are_granted_in_the_order_of_the_users.tell()
    assert [str(each.update.user) for each in ordered.last.published if isinstance(each.update, Entry)] == [
        "@carol:c.example",
        "@carol2:d.example",
    ]


def test_what_waits_is_dropped_where_the_last_member_leaves_and_where_its_proof_is_over() -> None:
    left = acceptance.an_acceptance_that_waits_is_dropped_when_the_last_member_leaves.tell()
    assert left.world.server(B).held == ()
    assert standing(left, CAROL, at=B) == "invited"
    over = acceptance.an_acceptance_by_an_invitation_that_is_over_is_not_kept.tell()
    assert [type(each.message) for each in reached(over, C)].count(Grant) == 1


def test_of_two_invitations_the_first_is_cited_and_word_of_an_earlier_stay_settles_neither() -> None:
    cited = acceptance.who_was_sent_two_invitations_cites_the_first.tell().message(Acceptance).message
    assert isinstance(cited, Acceptance)
    assert cited.proof.origin == A
    assert (
        standing(acceptance.word_of_an_earlier_stay_leaves_a_later_invitation_and_a_later_wish_alone.tell(), CAROL, C)
        == "joined"
    )


def test_carol_hears_it_where_there_is_nobody_left_or_nobody_at_all_to_ask() -> None:
    inside = acceptance.a_server_in_the_room_asks_only_those_that_it_knows_to_be_inside.tell()
    assert heard(inside, CAROL) == ["no server answered"]
    assert heard(acceptance.an_invitation_that_names_no_server_leaves_nobody_to_ask.tell(), CAROL) == [
        "there is no server to ask"
    ]


def test_a_server_whose_members_have_left_grants_nothing_and_hands_nothing_out() -> None:
    granted = acceptance.a_server_whose_members_have_left_grants_nothing_again.tell()
    assert decided(granted, by="acceptance") == ("UNAWARE", "no such room")
    assert decided(acceptance.a_server_whose_members_have_left_hands_nothing_out.tell()) == ("UNAWARE", "no such room")
