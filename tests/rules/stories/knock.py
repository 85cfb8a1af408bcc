"""Knocking: who may, who learns of it, how it is answered, and how it is taken back or turned down."""

from roomspec.change.vectors import about
from spec_impl import (
    COMPLETED,
    LITERAL_2014,
    Accept,
    Acceptance,
    Asking,
    Decline,
    Deny,
    Ending,
    Entry,
    Grant,
    Invitation,
    Invite,
    Join,
    JoinMode,
    JoinRequest,
    Knock,
    KnockPlaced,
    KnockRequest,
    Leave,
    Membership,
    Reading,
    Refusal,
    Revoke,
    SetJoinMode,
    Told,
    Trace,
    Withdraw,
)
from spec_impl.cast import (
    ALICE,
    BOB,
    CAROL,
    DAVE,
    DAVE_APART,
    MALLORY,
    TEA,
    A,
    B,
    C,
    M,
    forging,
    inviting,
    knowing,
    named_room,
    tea_room,
    unnamed_room,
)
from spec_impl.reading import otherwise


def knocking(reading: Reading = COMPLETED) -> Trace:
    """Carol's knock is on its way to Alice's server."""
    return named_room("knock", CAROL, reading=reading).give(CAROL, Knock(TEA))


@about("KNK-3", observer=C)
def the_members_learn_who_wishes_to_come_in() -> Trace:
    """Carol knocks; Alice sees it, and Carol's server hears that the knock stands."""
    return knocking().settle()


@about("KNK-8", observer=C)
def an_invitation_that_answers_a_knock_is_accepted_at_once() -> Trace:
    """Alice invites Carol, who has knocked; Carol's server accepts for her."""
    return knocking().settle().give(ALICE, Invite(TEA, CAROL)).settle()


@about("NOTE-2", observer=C)
def in_another_reading_the_user_is_asked_first() -> Trace:
    """Where nothing is accepted without the user, Carol is shown the invitation that answers her knock."""
    return knocking(otherwise("automatic_acceptance", "off")).settle().give(ALICE, Invite(TEA, CAROL)).settle()


@about("GAP-10")
def a_member_who_knocks_is_answered_as_joined() -> Trace:
    """Alice, who is in, knocks, and is shown that she is in."""
    return unnamed_room("knock").give(ALICE, Knock(TEA))


@about("TEN-13", observer=C)
def who_is_invited_need_not_knock() -> Trace:
    """Carol holds an invitation, and knocks."""
    return inviting(unnamed_room("knock"), CAROL).give(CAROL, Knock(TEA))


@about("TEN-13", observer=C)
def a_knock_that_meets_an_invitation_never_overwrites_it() -> Trace:
    """Alice invites Carol while her knock is on its way; that answers the knock, and is accepted at once."""
    return knocking().give(ALICE, Invite(TEA, CAROL)).deliver(KnockRequest).deliver(Refusal).deliver(Invitation)


@about("KNK-4", observer=C)
def in_another_reading_a_knock_costs_the_user_her_invitation() -> Trace:
    """Carol is invited, and the knock that she places all the same takes the place of the invitation."""
    lost = knocking(otherwise("knock_when_invited", "overwrite")).give(ALICE, Invite(TEA, CAROL))
    return lost.deliver(KnockRequest).deliver(KnockPlaced)


@about("GAP-10", observer=C)
def a_knock_that_arrives_twice_is_acknowledged_twice() -> Trace:
    """The network repeats Carol's knock; nothing changes the second time."""
    return knocking().repeat(KnockRequest).deliver(KnockPlaced).deliver(KnockRequest).deliver(KnockPlaced)


@about("GAP-10", observer=C)
def who_has_joined_meanwhile_is_granted_it_again() -> Trace:
    """A copy of Carol's knock arrives when she has been invited and let in."""
    joined = knocking().repeat(KnockRequest).give(ALICE, Invite(TEA, CAROL)).deliver(Invitation).deliver(Acceptance)
    return joined.deliver(Grant).deliver(KnockRequest).deliver(Grant)


@about("GAP-11", observer=C)
def a_public_room_needs_no_knock_and_says_so() -> Trace:
    """Carol knocks at a public room, and is shown an invitation that comes after that."""
    refused = named_room("public", CAROL).give(CAROL, Knock(TEA)).settle()
    return refused.give(ALICE, Invite(TEA, CAROL)).deliver(Invitation)


@about("GAP-11")
def where_only_joins_are_hidden_from_an_invite_room_says_that_it_takes_no_knocks() -> Trace:
    """Mallory's knock finds out that a hidden room exists."""
    return forging(unnamed_room("invite", reading=LITERAL_2014), M, A, KnockRequest(TEA, MALLORY, 1)).deliver(Refusal)


@about("GAP-17")
def nobody_knocks_for_another_servers_user() -> Trace:
    """Mallory's server knocks in Carol's name."""
    return forging(unnamed_room("knock"), M, A, KnockRequest(TEA, CAROL, 1)).deliver(Refusal)


@about("PUB-6", observer=C)
def a_server_whose_members_have_left_takes_no_knock() -> Trace:
    """Alice, who was alone in it, has left since Carol found the room."""
    return named_room("knock", CAROL).give(ALICE, Leave(TEA)).give(CAROL, Knock(TEA)).settle()


@about("GAP-9", observer=C)
def a_copy_of_a_knock_taken_back_comes_too_late() -> Trace:
    """Carol has taken her knock back when a copy of it arrives."""
    back = knocking().repeat(KnockRequest).give(CAROL, Withdraw(TEA)).deliver(Ending)
    return back.deliver(KnockRequest).deliver(Refusal)


@about("GAP-13", observer=C)
def a_flatmate_knocks_at_the_server_that_is_in_the_room() -> Trace:
    """Dave is in and shares Carol's server, which asks nobody; Dave sees the knock, once."""
    return unnamed_room("knock", host=DAVE).give(CAROL, Knock(TEA)).give(CAROL, Knock(TEA))


@about("GAP-7", observer=C)
def a_member_denies_a_knock_and_the_knocker_hears_of_it() -> Trace:
    """Alice turns Carol's knock down."""
    return knocking().settle().give(ALICE, Deny(TEA, CAROL)).settle()


@about("GAP-7")
def only_a_member_denies() -> Trace:
    """Mallory would turn Carol's knock down."""
    return knocking().settle().give(MALLORY, Deny(TEA, CAROL))


@about("GAP-7")
def only_a_knock_that_stands_can_be_denied() -> Trace:
    """Alice denies Bob, who has not knocked."""
    return unnamed_room("knock").give(ALICE, Deny(TEA, BOB))


@about("GAP-6", observer=C)
def a_knock_taken_back_before_its_acknowledgement_is_taken_back_there_too() -> Trace:
    """Carol takes her knock back while the word that it was placed is on its way."""
    placed = knocking().deliver(KnockRequest).give(CAROL, Withdraw(TEA)).deliver(Ending)
    return placed.deliver(KnockPlaced).deliver(Ending)


@about("GAP-6", observer=C)
def only_a_knock_or_a_join_under_way_can_be_taken_back() -> Trace:
    """Carol takes back what she never asked for."""
    return unnamed_room("knock").give(CAROL, Withdraw(TEA))


@about("GAP-17", observer=C)
def word_that_a_knock_was_placed_counts_only_from_a_server_that_was_asked() -> Trace:
    """Mallory's server tells Carol's, who has taken her knock back, that it stands, and learns nothing from that."""
    return forging(
        knocking().give(CAROL, Withdraw(TEA)), M, C, KnockPlaced(TEA, Entry(CAROL, 1, Membership.KNOCKED, M))
    )


@about("INV-12", observer=C)
def a_denied_knock_accepts_no_later_invitation() -> Trace:
    """Alice turns Carol down and later invites her; Carol is asked."""
    denied = knocking().settle().give(ALICE, Deny(TEA, CAROL)).settle()
    return denied.give(ALICE, Invite(TEA, CAROL)).deliver(Invitation)


@about("KNK-7", observer=C)
def remembered_for_ever_it_accepts_one_unasked() -> Trace:
    """The same where a knock is never forgotten: Carol's server accepts for her."""
    denied = knocking(otherwise("knock_memory", "forever")).settle().give(ALICE, Deny(TEA, CAROL)).settle()
    return denied.give(ALICE, Invite(TEA, CAROL)).deliver(Invitation)


@about("KNK-7", observer=C)
def a_knock_refused_after_the_user_asked_to_join_instead_is_forgotten() -> Trace:
    """Alice opens the room; Carol joins before the refusal of her knock has come; invited after that, she is asked."""
    opened = knocking().give(ALICE, SetJoinMode(TEA, JoinMode.PUBLIC)).deliver(KnockRequest)
    refused = opened.give(CAROL, Join(TEA)).deliver(Refusal).lose(JoinRequest).give_up(CAROL, TEA)
    return refused.give(ALICE, Invite(TEA, CAROL)).deliver(Invitation)


def with_a_colleague() -> Trace:
    """Dave, who shares Carol's server, is in; Carol has knocked; Alice's invitation overtakes its broadcast."""
    knocked = unnamed_room("knock", DAVE).give(CAROL, Knock(TEA)).settle()
    return knocked.give(ALICE, Invite(TEA, CAROL)).deliver(Invitation)


@about("GAP-13", observer=C)
def who_knocked_beside_a_colleague_is_let_in_by_the_inviter_before_her_own_server_has_heard() -> Trace:
    """Carol's server is in the room and has not seen the invitation yet: it asks Alice's."""
    return with_a_colleague().settle()


@about("GAP-13", observer=C)
def she_is_let_in_though_her_colleague_leaves_meanwhile() -> Trace:
    """Dave leaves before the broadcast has come to Carol's server; Alice's lets her in all the same."""
    return with_a_colleague().give(DAVE, Leave(TEA)).settle()


@about("KNK-8", observer=C)
def an_acceptance_made_for_the_user_that_nobody_answers_shows_her_the_invitation() -> Trace:
    """Alice invites Carol, who has knocked; what Carol's server sends for her is lost, and she can say yes herself."""
    answered = knocking().settle().give(ALICE, Invite(TEA, CAROL)).deliver(Invitation)
    return answered.lose(Acceptance).give_up(CAROL, TEA).give(CAROL, Accept(TEA)).settle()


@about("KNK-8", observer=C)
def an_acceptance_made_for_the_user_that_she_overtakes_shows_her_the_invitation() -> Trace:
    """Carol's server accepts for her; she asks to join before the answer has come, and is shown what she holds."""
    answered = knocking().settle().give(ALICE, Invite(TEA, CAROL)).deliver(Invitation)
    return answered.give(CAROL, Join(TEA)).settle()


@about("TEN-13", observer=C)
def who_holds_an_invitation_that_the_members_server_has_not_seen_need_not_knock() -> Trace:
    """Dave, who shares Carol's server, is in; her invitation has come and its broadcast has not; she knocks."""
    invited = unnamed_room("knock", DAVE).give(ALICE, Invite(TEA, CAROL)).deliver(Invitation)
    return invited.give(CAROL, Knock(TEA)).settle()


@about("KNK-7", observer=C)
def a_knock_that_stands_is_remembered_though_its_acknowledgement_was_given_up() -> Trace:
    """The link is cut before Carol's server hears that her knock stands; the invitation is accepted for her."""
    placed = knocking().deliver(KnockRequest).cut(A, C).give_up(CAROL, TEA).heal(A, C)
    return placed.give(ALICE, Invite(TEA, CAROL)).deliver(Invitation).settle()


@about("KNK-4", observer=C)
def whose_knock_stands_and_who_asks_to_enter_directly_waits_for_the_members() -> Trace:
    """Carol's knock stands; she asks to enter directly, and is told that it awaits an answer."""
    return knocking().settle().give(CAROL, Join(TEA)).settle()


@about("KNK-7", observer=C)
def a_refusal_of_an_earlier_knock_leaves_a_later_one_remembered() -> Trace:
    """Carol takes her knock back and knocks again; the first is refused, the second lost; invited, she accepts."""
    again = knocking().give(CAROL, Withdraw(TEA)).deliver(Ending).give(CAROL, Knock(TEA))
    refused = again.deliver(KnockRequest, epoch=1).deliver(Refusal).lose(KnockRequest).give_up(CAROL, TEA)
    return refused.give(ALICE, Invite(TEA, CAROL)).deliver(Invitation)


@about("KNK-7", observer=C)
def a_knock_that_stands_is_remembered_though_a_copy_of_it_is_refused() -> Trace:
    """Alice hides the room, and a copy of Carol's knock comes after that; she is let in when invited, and asks once."""
    placed = knocking().repeat(KnockRequest).deliver(KnockPlaced).give(ALICE, SetJoinMode(TEA, JoinMode.INVITE))
    refused = placed.deliver(KnockRequest).deliver(Refusal).give(ALICE, Invite(TEA, CAROL))
    return refused.repeat(Invitation).deliver(Invitation)


@about("GAP-17", observer=C)
def a_refusal_by_a_server_that_was_not_asked_makes_no_knock_forgotten() -> Trace:
    """Carol's own server took her knock; Mallory's refuses it, and Alice's invitation is accepted at once."""
    knocked = unnamed_room("knock", DAVE).give(CAROL, Knock(TEA)).settle().give(ALICE, Invite(TEA, CAROL)).spread(C)
    refusal = Refusal(TEA, CAROL, Asking.KNOCK, 1, Told.NO_SUCH_ROOM)
    return forging(knocked, M, C, refusal).deliver(Invitation)


@about("GAP-15", observer=C)
def a_knock_that_stands_is_not_sent_again_after_a_crash() -> Trace:
    """Carol's server has heard that her knock stands, and again when she repeated it: after a crash it asks nobody."""
    crashed = knowing(knocking().settle().crash(C), CAROL)
    return crashed.give(CAROL, Knock(TEA)).settle().crash(C).give(ALICE, Invite(TEA, CAROL)).settle()


@about("KNK-7", observer=C)
def word_that_a_knock_stands_does_not_answer_a_join() -> Trace:
    """Carol knocks and asks to join instead; that her knock stands is heard first, and her request is lost."""
    asked = knocking().deliver(KnockRequest).give(CAROL, Join(TEA)).deliver(KnockPlaced)
    return asked.lose(JoinRequest).give_up(CAROL, TEA)


@about("GAP-9", observer=C)
def word_of_an_earlier_knock_does_not_answer_a_later_one() -> Trace:
    """Alice denies Carol's knock, who knocks again; word that the first stood comes late, and the second is lost."""
    denied = knocking().deliver(KnockRequest).give(ALICE, Deny(TEA, CAROL)).deliver(Ending)
    return denied.give(CAROL, Knock(TEA)).deliver(KnockPlaced).lose(KnockRequest).give_up(CAROL, TEA)


@about("GAP-18", observer=C)
def word_of_an_earlier_stay_leaves_a_later_knock_alone() -> Trace:
    """Carol declines while Dave revokes; his word comes when she has knocked for her next; invited, she accepts."""
    both = inviting(tea_room("knock", DAVE_APART, finders=(CAROL,)), CAROL).give(DAVE_APART, Revoke(TEA, CAROL))
    knocked = both.give(CAROL, Decline(TEA)).deliver(Ending, to=A).give(CAROL, Knock(TEA)).deliver(Ending, to=C)
    unheard = knocked.lose(KnockRequest).give_up(CAROL, TEA)
    return unheard.give(ALICE, Invite(TEA, CAROL)).deliver(Invitation)


@about("GAP-2", observer=C)
def a_knock_that_was_taken_back_accepts_nothing_and_stays_taken_back() -> Trace:
    """Bob, who never heard of her knock, invites Carol into the stay that she took back, and she declines.

    Her server holds that she took it back, and says so; the invitation is no more in hand; a copy is answered.
    """
    back = tea_room("knock", BOB, finders=(CAROL,)).give(CAROL, Knock(TEA)).give(CAROL, Withdraw(TEA))
    shown = back.give(BOB, Invite(TEA, CAROL)).repeat(Invitation)
    return shown.give(CAROL, Decline(TEA)).give(CAROL, Accept(TEA)).deliver(Invitation)


@about("KNK-2", observer=C)
def a_knock_for_a_later_stay_is_placed_in_that_stay() -> Trace:
    """Carol leaves, knocks, takes it back and knocks again; Alice's server, which holds her as joined, hears that."""
    inside = named_room("public", CAROL).give(CAROL, Join(TEA)).settle()
    left = inside.give(ALICE, SetJoinMode(TEA, JoinMode.KNOCK)).settle().give(CAROL, Leave(TEA))
    again = left.give(CAROL, Knock(TEA)).give(CAROL, Withdraw(TEA)).give(CAROL, Knock(TEA))
    return again.deliver(KnockRequest, epoch=3).deliver(KnockPlaced)


@about("KNK-8", observer=C)
def an_acceptance_made_for_the_user_that_nobody_answers_shows_her_the_first_invitation() -> Trace:
    """Bob comes in and sends Carol's invitation again; what her server sent for her is lost, and Alice's is shown."""
    invited = inviting(knocking().settle(), BOB).give(ALICE, Invite(TEA, CAROL)).deliver(Invitation)
    bob_in = invited.give(BOB, Accept(TEA)).deliver(Acceptance, user=BOB).deliver(Grant)
    again = bob_in.give(BOB, Invite(TEA, CAROL)).deliver(Invitation)
    return again.lose(Acceptance).give_up(CAROL, TEA)


@about("KNK-8", observer=C)
def an_acceptance_made_for_the_user_that_her_own_server_keeps_shows_her_the_invitation() -> Trace:
    """Dave, at Carol's server, is in the room; Bob invites Carol, who has knocked, and leaves: nobody can be asked."""
    knocked = tea_room("knock", BOB, finders=(CAROL,), host=DAVE).give(CAROL, Knock(TEA)).settle()
    gone = knocked.give(BOB, Invite(TEA, CAROL)).give(BOB, Leave(TEA)).spread(to=C, user=BOB)
    return gone.deliver(Invitation)


@about("KNK-3", observer=B)
def members_learn_of_a_knock_that_was_placed_before_the_room_was_closed() -> Trace:
    """Alice makes the room private when Carol has knocked; Bob's server hears of that first, and of the knock then."""
    knocked = forging(unnamed_room("knock", BOB), C, A, KnockRequest(TEA, CAROL, 1))
    closed = knocked.give(ALICE, SetJoinMode(TEA, JoinMode.PRIVATE))
    return closed.spread(B, mode=JoinMode.PRIVATE).spread(B)


@about("KNK-2", observer=C)
def who_was_denied_may_knock_once_more() -> Trace:
    """Alice turns Carol down; her next knock is placed in the next stay, and lets her in."""
    denied = knocking().settle().give(ALICE, Deny(TEA, CAROL)).settle().give(CAROL, Knock(TEA)).settle()
    return denied.give(ALICE, Invite(TEA, CAROL)).settle()
