"""Accepting an invitation: whom to ask, what the proof is worth, and what comes too soon or too late."""

from roomspec.change.vectors import about
from spec_impl import (
    LITERAL_2014,
    Accept,
    Acceptance,
    Asking,
    Create,
    Decline,
    Ending,
    Entry,
    FetchPdu,
    Grant,
    Invitation,
    Invite,
    Join,
    JoinMode,
    JoinRequest,
    Knock,
    Leave,
    Membership,
    PduAnswer,
    PduId,
    Reading,
    Refusal,
    Revoke,
    SetJoinMode,
    Told,
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
    D,
    M,
    forging,
    inviting,
    unnamed_room,
)
from spec_impl.reading import COMPLETED, otherwise

CAROLS = PduId(CAROL, 1, 2, A)
"""The id of Alice's invitation of Carol."""

CITING = Acceptance(TEA, CAROL, CAROLS)
"""An acceptance that cites it, before or after it was written."""


def overtaking(reading: Reading = COMPLETED) -> Trace:
    """Alice's server falls silent; Carol's acceptance reaches Bob's, which has heard of no invitation."""
    asked = unnamed_room("invite", BOB, reading=reading).give(ALICE, Invite(TEA, CAROL)).deliver(Invitation)
    asked = asked.give(CAROL, Accept(TEA))
    return asked.lose(Acceptance).give_up(CAROL, TEA).deliver(Acceptance, to=B)


def fetching_from_mallory() -> Trace:
    """Carol cites an invitation of Mallory's server, and Alice's asks it for that."""
    fetching = unnamed_room("invite", reading=otherwise("unseen_invitation", "fetch"))
    return forging(fetching, C, A, Acceptance(TEA, CAROL, PduId(CAROL, 1, 2, M)))


@about("ACC-7")
def the_inviters_server_admits_who_accepts() -> Trace:
    """Carol accepts; Alice's server writes her down as joined and sends her the room."""
    return inviting(unnamed_room("invite"), CAROL).give(CAROL, Accept(TEA)).settle()


@about("ACC-1", observer=C)
def only_an_invitation_can_be_accepted() -> Trace:
    """Carol accepts what she was never sent."""
    return unnamed_room("invite").give(CAROL, Accept(TEA))


@about("ACC-3")
def when_one_candidate_is_silent_the_next_is_asked() -> Trace:
    """Alice's server does not answer; Bob's, which has heard of the invitation, admits Carol."""
    asked = inviting(unnamed_room("invite", BOB), CAROL).give(CAROL, Accept(TEA)).lose(Acceptance).give_up(CAROL, TEA)
    return asked.deliver(Acceptance, to=B).deliver(Grant)


@about("TEN-2", observer=C)
def an_acceptance_that_overtakes_its_invitation_hears_no_and_is_admitted_later() -> Trace:
    """Bob's server says that it knows no such room, keeps the acceptance, and admits Carol when the word arrives."""
    return overtaking().deliver(Refusal).spread(B).deliver(Grant)


@about("ACC-5", observer=C)
def in_another_reading_it_waits_in_silence() -> Trace:
    """Carol's acceptance is answered only once Alice has written the invitation that it cites."""
    early = forging(unnamed_room("invite", reading=otherwise("unseen_invitation", "queue")), C, A, CITING)
    return early.give(ALICE, Invite(TEA, CAROL))


@about("PRV-3", observer=C)
def in_another_reading_it_is_refused_for_good() -> Trace:
    """Carol cites an invitation that Alice has yet to write, and is not kept in mind."""
    early = forging(unnamed_room("invite", reading=otherwise("unseen_invitation", "refuse")), C, A, CITING)
    return early.deliver(Refusal).give(ALICE, Invite(TEA, CAROL)).deliver(Invitation)


@about("TEN-9", observer=C)
def read_literally_it_is_believed() -> Trace:
    """Where a proof is taken on trust, whoever cites one that was never written is written down as joined."""
    return forging(unnamed_room("invite", reading=LITERAL_2014), C, A, CITING)


@about("ACC-5", observer=C)
def an_invitation_not_seen_can_be_fetched() -> Trace:
    """Bob's server fetches the invitation from the one that wrote it, and admits Carol."""
    fetching = overtaking(otherwise("unseen_invitation", "fetch"))
    return fetching.deliver(FetchPdu).deliver(PduAnswer).deliver(Grant)


@about("TEN-2", observer=C)
def when_the_server_named_gives_nothing_the_acceptance_is_refused() -> Trace:
    """The proof that Carol cites names Mallory's server, which knows no room."""
    return fetching_from_mallory().deliver(FetchPdu).deliver(Refusal, to=A).deliver(Refusal, to=C)


@about("GAP-17")
def a_change_counts_only_from_the_server_that_was_asked_for_it() -> Trace:
    """Mallory's server sends Alice's a change that it asked nobody for."""
    return forging(unnamed_room("invite"), M, A, PduAnswer(TEA, Entry(MALLORY, 1, Membership.INVITED, A)))


@about("GAP-17")
def a_refusal_to_give_a_change_counts_only_from_the_server_that_was_asked() -> Trace:
    """Bob's server says that it has no such change, in the place of Mallory's."""
    return forging(fetching_from_mallory(), B, A, Refusal(TEA, CAROL, Asking.FETCH, 1, Told.NO_SUCH_ROOM))


@about("ACC-5")
def what_is_not_held_cannot_be_given() -> Trace:
    """Bob's server asks Alice's for an invitation that was never written."""
    return forging(unnamed_room("invite", BOB), B, A, FetchPdu(TEA, CAROLS))


@about("INV-10")
def a_server_with_a_member_is_given_the_change_that_it_asks_for() -> Trace:
    """Bob's server asks Alice's for Carol's invitation."""
    return forging(inviting(unnamed_room("invite", BOB), CAROL), B, A, FetchPdu(TEA, CAROLS))


@about("TEN-2", observer=C)
def a_server_that_itself_waits_to_enter_keeps_the_acceptance() -> Trace:
    """Bob's server asks to be let back in when Carol's acceptance reaches it, and admits her once it is in."""
    left = inviting(inviting(unnamed_room("invite", BOB), CAROL, by=BOB).give(BOB, Leave(TEA)).settle(), BOB)
    early = left.give(BOB, Accept(TEA)).give(CAROL, Accept(TEA)).deliver(Acceptance, to=B)
    return early.deliver(Acceptance, to=A, user=BOB).deliver(Grant, to=B)


@about("TEN-9")
def an_invitation_is_a_proof_only_for_the_user_whom_it_names() -> Trace:
    """Mallory's server cites Carol's invitation for Mallory; invited later, Mallory is not let in for that."""
    cited = forging(inviting(unnamed_room("invite"), CAROL), M, A, Acceptance(TEA, MALLORY, CAROLS)).settle()
    return cited.give(ALICE, Invite(TEA, MALLORY))


@about("GAP-17")
def a_home_server_accepts_only_for_its_own_users() -> Trace:
    """Mallory's server accepts in Carol's name."""
    return forging(inviting(unnamed_room("invite"), CAROL), M, A, CITING).settle()


@about("PUB-6", observer=C)
def a_server_whose_members_have_left_admits_nobody() -> Trace:
    """Alice, who was alone in it, has left since she invited Carol."""
    return inviting(unnamed_room("invite"), CAROL).give(ALICE, Leave(TEA)).give(CAROL, Accept(TEA)).settle()


@about("GAP-3", observer=C)
def a_revoked_invitation_admits_nobody_and_hears_what_a_stranger_hears() -> Trace:
    """Alice revokes while Carol's acceptance is on its way."""
    late = inviting(unnamed_room("invite"), CAROL).give(CAROL, Accept(TEA)).give(ALICE, Revoke(TEA, CAROL))
    return late.deliver(Acceptance).settle()


@about("GAP-3", observer=C)
def where_only_joins_are_hidden_from_it_hears_that_she_is_not_invited() -> Trace:
    """The same where the rule about hidden rooms is read to bind join requests alone."""
    late = inviting(unnamed_room("invite", reading=otherwise("hidden_requests", "join_only")), CAROL)
    return late.give(CAROL, Accept(TEA)).give(ALICE, Revoke(TEA, CAROL)).deliver(Acceptance).settle()


@about("GAP-9", observer=C)
def an_acceptance_that_arrives_twice_is_granted_twice() -> Trace:
    """The network repeats Carol's acceptance; the second grant says the same and changes nothing."""
    accepted = inviting(unnamed_room("invite"), CAROL).give(CAROL, Accept(TEA)).repeat(Acceptance).deliver(Grant)
    return accepted.deliver(Acceptance).deliver(Grant)


@about("GAP-13", observer=C)
def an_invitee_whose_server_is_in_the_room_is_let_in_by_it() -> Trace:
    """Dave invites Carol, who shares his server; it asks nobody."""
    return unnamed_room("invite", host=DAVE).give(DAVE, Invite(TEA, CAROL)).give(CAROL, Accept(TEA))


@about("TEN-8", observer=C)
def read_literally_an_empty_list_leaves_nobody_to_ask() -> Trace:
    """The invitation of a room with one server names no server to accept through."""
    return inviting(unnamed_room("invite", reading=LITERAL_2014), CAROL).give(CAROL, Accept(TEA))


@about("ACC-6")
def in_another_reading_the_very_id_has_to_match() -> Trace:
    """Carol cites an invitation of Bob's where Alice's is held."""
    held = inviting(unnamed_room("invite", reading=otherwise("proof", "exact_id")), CAROL)
    return forging(held, C, A, Acceptance(TEA, CAROL, PduId(CAROL, 1, 2, B)))


@about("GAP-17", observer=C)
def a_grant_counts_only_from_a_server_that_was_asked() -> Trace:
    """Mallory's server hands Carol a room that she did not ask it for, and once more when she has declined."""
    granted = inviting(unnamed_room("invite"), CAROL).give(CAROL, Accept(TEA)).deliver(Acceptance)
    grant = granted.message(Grant).message
    return forging(forging(granted, M, C, grant).give(CAROL, Decline(TEA)), M, C, grant)


@about("GAP-18", observer=C)
def a_grant_after_the_invitee_has_declined_is_disowned() -> Trace:
    """Carol declines while the grant is on its way; her server publishes that she is not there."""
    granted = inviting(unnamed_room("invite"), CAROL).give(CAROL, Accept(TEA)).deliver(Acceptance)
    return granted.give(CAROL, Decline(TEA)).deliver(Grant).settle()


@about("GAP-9")
def a_member_who_accepts_is_answered_as_the_first_time() -> Trace:
    """Alice, who is in, accepts, and is shown that she is in."""
    return unnamed_room("invite").give(ALICE, Accept(TEA))


@about("GAP-13", observer=C)
def in_another_reading_a_server_in_the_room_decides_before_it_has_seen_the_invitation() -> Trace:
    """Dave is in and shares Carol's server, which refuses her what it has not heard of yet, and asks nobody."""
    inside = unnamed_room("invite", DAVE, reading=otherwise("unseen_invitation", "refuse"))
    return inside.give(ALICE, Invite(TEA, CAROL)).deliver(Invitation).give(CAROL, Accept(TEA))


@about("ACC-6", observer=C)
def who_has_declined_and_says_yes_to_the_next_member_enters_by_a_new_stay() -> Trace:
    """Word of Carol's no is on its way when Bob, of whom her server has never heard, sends her the invitation again."""
    both = inviting(inviting(unnamed_room("invite"), BOB), CAROL).give(BOB, Accept(TEA)).settle()
    declined = both.give(CAROL, Decline(TEA)).give(BOB, Invite(TEA, CAROL)).deliver(Invitation)
    return declined.give(CAROL, Accept(TEA)).deliver(Acceptance).settle()


@about("ACC-4", observer=C)
def who_is_invited_by_two_may_cite_either_at_a_server_that_holds_the_other() -> Trace:
    """Alice and Bob invite Carol at once; Alice's server, where she cites Alice's, holds Bob's by then."""
    both = unnamed_room("invite", BOB).give(ALICE, Invite(TEA, CAROL)).give(BOB, Invite(TEA, CAROL))
    cited = both.deliver(Invitation, inviter=ALICE).spread(A).give(CAROL, Accept(TEA))
    return cited.deliver(Acceptance).deliver(Grant)


@about("ACC-5", observer=C)
def an_acceptance_that_waited_is_granted_once_whatever_changes_later() -> Trace:
    """Bob's server has let Carol in, whose acceptance had to wait; when the mode changes, it grants nothing again."""
    admitted = overtaking().deliver(Refusal).spread(B).deliver(Grant).settle()
    return admitted.give(ALICE, SetJoinMode(TEA, JoinMode.PRIVATE)).settle()


@about("ACC-5", observer=C)
def an_acceptance_that_waits_outlives_a_crash() -> Trace:
    """Bob's server, which keeps Carol's acceptance, crashes before word of her invitation arrives, and lets her in."""
    return overtaking().deliver(Refusal).crash(B).spread(B).deliver(Grant)


@about("KNK-1", observer=C)
def a_refusal_by_a_server_that_knows_the_room_is_the_answer() -> Trace:
    """Alice has revoked Carol's invitation; her server asks for a knock first, and no other server is asked."""
    invited = unnamed_room("knock", BOB).give(ALICE, Invite(TEA, CAROL)).deliver(Invitation)
    asked = invited.give(CAROL, Join(TEA)).give(ALICE, Revoke(TEA, CAROL))
    return asked.deliver(JoinRequest).deliver(Refusal)


@about("ACC-5", observer=C)
def of_two_acceptances_of_one_user_that_wait_the_one_of_the_later_stay_is_kept() -> Trace:
    """Carol has said yes, no, and yes again; a copy of her first yes comes last, and the second is granted."""
    declined = overtaking().deliver(Refusal).give(CAROL, Decline(TEA)).deliver(Ending, to=A)
    again = declined.give(ALICE, Invite(TEA, CAROL)).deliver(Invitation).give(CAROL, Accept(TEA))
    kept = again.lose(Acceptance).give_up(CAROL, TEA).deliver(Acceptance, to=B)
    return forging(kept, C, B, CITING).spread(B, epoch=2).deliver(Grant)


@about("ACC-5", observer=C)
def an_acceptance_that_waits_is_dropped_when_the_last_member_leaves() -> Trace:
    """Bob leaves while his server keeps Carol's acceptance; when he is back, it has been forgotten."""
    left = overtaking().deliver(Refusal).give(BOB, Leave(TEA)).settle()
    return inviting(left, BOB).give(BOB, Accept(TEA)).settle()


@about("ACC-5", observer=B)
def acceptances_that_waited_are_granted_in_the_order_of_the_users() -> Trace:
    """Two of almost one name wait at Bob's server until he is back in: the shorter name is first, then the server."""
    carols = (UserId("carol2", D), CAROL)
    trace = unnamed_room("invite", BOB, others=(BOB, *carols))
    for carol in carols:
        trace = inviting(trace, carol, by=BOB)
    trace = inviting(trace.give(BOB, Leave(TEA)).settle(), BOB).give(BOB, Accept(TEA))
    for carol in carols:
        trace = trace.give(carol, Accept(TEA)).deliver(Acceptance, to=B, user=carol)
    return trace.deliver(Acceptance, to=A, user=BOB).deliver(Grant, to=B)


@about("ACC-5", observer=B)
def acceptances_of_one_user_for_two_rooms_are_kept_side_by_side() -> Trace:
    """Bob's server, in the tea room and the lounge, keeps what Carol sends of each until he has invited her to it."""
    trace = unnamed_room("invite", BOB).give(BOB, Create(LOUNGE, JoinMode.INVITE))
    for room in (TEA, LOUNGE):
        trace = forging(trace, C, B, Acceptance(room, CAROL, CAROLS))
    return trace.give(BOB, Invite(TEA, CAROL)).give(BOB, Invite(LOUNGE, CAROL))


@about("GAP-13", observer=C)
def an_invitation_is_accepted_when_the_own_server_has_seen_it_and_it_has_yet_to_come() -> Trace:
    """Dave is in and shares Carol's server, which has heard that she is invited; she knocks, hears so, and says yes."""
    seen = unnamed_room("knock", DAVE).give(ALICE, Invite(TEA, CAROL)).spread(C)
    return seen.give(CAROL, Knock(TEA)).give(CAROL, Accept(TEA))


@about("ACC-4", observer=C)
def who_was_sent_two_invitations_cites_the_first() -> Trace:
    """Alice and Bob invite Carol at once; Bob's adds his server to the list, and what she cites is Alice's."""
    both = unnamed_room("invite", BOB).give(ALICE, Invite(TEA, CAROL)).give(BOB, Invite(TEA, CAROL))
    shown = both.deliver(Invitation, inviter=ALICE).deliver(Invitation, inviter=BOB)
    return shown.give(CAROL, Accept(TEA))


@about("ACC-3", observer=C)
def a_server_in_the_room_asks_only_those_that_it_knows_to_be_inside() -> Trace:
    """Dave is in and shares Carol's server, which does not know of Bob yet: when Alice's is silent, nobody is left."""
    joined = inviting(unnamed_room("invite", DAVE), BOB).give(BOB, Accept(TEA)).deliver(Acceptance)
    asked = joined.give(ALICE, Invite(TEA, CAROL)).deliver(Invitation).give(CAROL, Accept(TEA))
    return asked.lose(Acceptance).give_up(CAROL, TEA)


@about("GAP-18", observer=C)
def word_of_an_earlier_stay_leaves_a_later_invitation_and_a_later_wish_alone() -> Trace:
    """Alice takes Carol's invitation back and invites her anew; word of the first comes when she has said yes."""
    anew = inviting(unnamed_room("invite", DAVE), CAROL).give(ALICE, Revoke(TEA, CAROL)).give(ALICE, Invite(TEA, CAROL))
    late = anew.deliver(Invitation).give(CAROL, Accept(TEA)).deliver(Ending)
    return late.lose(Acceptance).give_up(CAROL, TEA).give(CAROL, Accept(TEA)).deliver(Acceptance).deliver(Grant)


@about("ACC-6", observer=C)
def an_acceptance_by_an_invitation_that_is_over_is_not_kept() -> Trace:
    """Both servers have heard Carol's no before her yes to the same invitation; invited anew, she is let in once."""
    both = inviting(inviting(unnamed_room("invite"), BOB), CAROL).give(BOB, Accept(TEA)).settle()
    declined = both.give(CAROL, Decline(TEA)).give(BOB, Invite(TEA, CAROL)).deliver(Invitation)
    late = declined.give(CAROL, Accept(TEA)).deliver(Ending, to=A).spread(B).settle()
    return inviting(late, CAROL, by=BOB).give(CAROL, Accept(TEA)).settle()


@about("TEN-8", observer=C)
def an_invitation_that_names_no_server_leaves_nobody_to_ask() -> Trace:
    """Mallory's server makes up an invitation whose list is empty, and Carol accepts it."""
    shown = forging(unnamed_room("invite"), M, C, Invitation(TEA, PduId(CAROL, 1, 2, M), MALLORY, ()))
    return shown.give(CAROL, Accept(TEA))


@about("PUB-6", observer=C)
def a_server_whose_members_have_left_grants_nothing_again() -> Trace:
    """Carol is in, by Alice's word, who has left; a copy of her acceptance finds no member there."""
    accepted = inviting(unnamed_room("invite"), CAROL).give(CAROL, Accept(TEA)).repeat(Acceptance).deliver(Grant)
    return accepted.give(ALICE, Leave(TEA)).deliver(Acceptance).settle()


@about("PRV-3")
def a_server_whose_members_have_left_hands_nothing_out() -> Trace:
    """Alice has left; Bob's server asks hers for Carol's invitation."""
    left = inviting(unnamed_room("invite", BOB), CAROL).give(ALICE, Leave(TEA)).settle()
    return forging(left, B, A, FetchPdu(TEA, CAROLS))
