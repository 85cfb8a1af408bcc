"""Every way out: leaving, declining, revoking, and word of endings from elsewhere."""

from roomspec.change.vectors import about
from spec_impl import (
    LITERAL_2014,
    Accept,
    Acceptance,
    Decline,
    Ending,
    Entry,
    Grant,
    Invitation,
    Invite,
    Join,
    JoinRequest,
    Knock,
    Leave,
    Membership,
    PduId,
    Revoke,
    ServerName,
    StateUpdate,
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
    forging,
    inviting,
    named_room,
    tea_room,
    unnamed_room,
)


def ended(user: UserId, how: Membership, by: ServerName) -> Ending:
    """Word that a first stay has ended."""
    return Ending(TEA, Entry(user, 1, how, by))


@about("GAP-4")
def who_leaves_is_written_down_as_left_everywhere() -> Trace:
    """Bob leaves, and Alice sees it."""
    return unnamed_room("public", BOB).give(BOB, Leave(TEA)).settle()


@about("GAP-4")
def only_a_member_can_leave() -> Trace:
    """Mallory leaves a room that she was never in."""
    return unnamed_room().give(MALLORY, Leave(TEA))


@about("GAP-4")
def read_literally_a_server_forgets_the_room_with_its_last_member() -> Trace:
    """Alice, alone in her room, leaves it; her server keeps nothing of it."""
    return unnamed_room("invite", reading=LITERAL_2014).give(ALICE, Leave(TEA))


@about("GAP-2", observer=C)
def an_invitation_is_declined() -> Trace:
    """Carol says no; her server tells the one that invited her, and it the members."""
    return inviting(unnamed_room("invite"), CAROL).give(CAROL, Decline(TEA)).settle()


@about("GAP-2", observer=C)
def an_invitation_into_a_stay_that_was_ended_is_answered_with_the_ending() -> Trace:
    """A copy of the invitation comes after Carol has said no; whoever wrote it is told again."""
    copied = unnamed_room("invite").give(ALICE, Invite(TEA, CAROL)).repeat(Invitation).give(CAROL, Decline(TEA))
    return copied.deliver(Invitation).settle()


@about("GAP-4", observer=C)
def a_server_whose_users_have_all_left_passes_word_of_an_ending_on() -> Trace:
    """Carol declines, and knows of Alice's server alone, which has left; it tells Bob's, and a copy changes nothing."""
    bob_in = inviting(inviting(unnamed_room("invite"), CAROL), BOB).give(BOB, Accept(TEA)).settle()
    return bob_in.give(ALICE, Leave(TEA)).settle().give(CAROL, Decline(TEA)).repeat(Ending).settle()


@about("GAP-4", observer=C)
def what_is_ended_after_the_last_has_left_reaches_who_comes_in_meanwhile() -> Trace:
    """Bob, of Alice's server, and Carol are invited; Alice lets Carol in and leaves, and Bob declines."""
    bob = UserId("bob", A)
    both = inviting(inviting(unnamed_room("invite", others=(CAROL, bob)), CAROL), bob)
    left = both.give(CAROL, Accept(TEA)).deliver(Acceptance).give(ALICE, Leave(TEA)).give(bob, Decline(TEA))
    return left.settle()


@about("GAP-4", observer=C)
def what_is_ended_reaches_even_who_is_not_known_to_have_come_in() -> Trace:
    """Alice lets Carol in and leaves; Bob, who has yet to hear of Carol, leaves too, and a guest of his declines."""
    dave = UserId("dave", B)
    invited = inviting(unnamed_room("invite", BOB, others=(CAROL, dave)), CAROL)
    let_in = invited.give(CAROL, Accept(TEA)).deliver(Acceptance)
    left = let_in.give(ALICE, Leave(TEA)).give(BOB, Invite(TEA, dave)).give(BOB, Leave(TEA))
    return left.give(dave, Decline(TEA)).settle()


@about("GAP-6", observer=C)
def a_server_that_waits_to_enter_takes_no_note_of_an_ending() -> Trace:
    """Mallory's server, which has nothing to do with the room, tells Carol's of a knock that she has taken back."""
    asked = inviting(unnamed_room("invite"), CAROL).give(CAROL, Accept(TEA))
    return forging(asked, M, C, ended(MALLORY, Membership.WITHDRAWN, M)).settle()


@about("GAP-2", observer=C)
def only_an_invitation_can_be_declined() -> Trace:
    """Carol declines what she was never sent."""
    return unnamed_room("invite").give(CAROL, Decline(TEA))


@about("GAP-2", observer=C)
def who_has_joined_has_nothing_to_decline_and_leaves_both_stays() -> Trace:
    """Bob takes back the invitation by which Carol has come in, and Alice sends the next: she declines, and leaves."""
    accepted = inviting(unnamed_room("invite", BOB), CAROL).give(CAROL, Accept(TEA)).deliver(Acceptance)
    revoked = accepted.deliver(Grant).give(BOB, Revoke(TEA, CAROL)).spread(A, origin=B)
    again = revoked.give(ALICE, Invite(TEA, CAROL)).deliver(Invitation)
    return again.give(CAROL, Decline(TEA)).give(CAROL, Leave(TEA))


@about("GAP-3", observer=C)
def a_member_revokes_an_invitation_and_the_invitee_hears_of_it() -> Trace:
    """Alice takes Carol's invitation back, who would accept it after that."""
    return inviting(unnamed_room("invite"), CAROL).give(ALICE, Revoke(TEA, CAROL)).settle().give(CAROL, Accept(TEA))


@about("GAP-3")
def only_a_member_revokes() -> Trace:
    """Mallory would take Carol's invitation back."""
    return inviting(unnamed_room("invite"), CAROL).give(MALLORY, Revoke(TEA, CAROL))


@about("GAP-3")
def only_an_invitation_that_stands_can_be_revoked() -> Trace:
    """Alice revokes what she never wrote."""
    return unnamed_room("invite").give(ALICE, Revoke(TEA, CAROL))


@about("GAP-6", observer=C)
def a_join_under_way_is_taken_back() -> Trace:
    """Carol takes her request back; word of that arrives first, and the request comes too late."""
    asked = named_room("public", CAROL).give(CAROL, Join(TEA)).give(CAROL, Withdraw(TEA))
    return asked.deliver(Ending).deliver(JoinRequest).settle()


@about("GAP-6", observer=C)
def an_acceptance_under_way_is_taken_back() -> Trace:
    """Carol says yes and thinks better of it at once; word of that arrives first, and she is not let in."""
    asked = inviting(unnamed_room("invite"), CAROL).give(CAROL, Accept(TEA)).give(CAROL, Withdraw(TEA))
    return asked.deliver(Ending).deliver(Acceptance).settle()


@about("GAP-17")
def an_ending_counts_only_from_its_author() -> Trace:
    """Mallory's server says that Alice has left."""
    return forging(unnamed_room(), M, A, ended(ALICE, Membership.LEFT, A))


@about("GAP-6")
def a_server_that_has_nothing_to_do_with_the_room_takes_no_note() -> Trace:
    """Carol's server tells Bob's, which knows of no room, that Carol has taken her knock back."""
    return forging(unnamed_room("knock"), C, B, ended(CAROL, Membership.WITHDRAWN, C))


@about("GAP-18")
def word_of_an_ending_that_comes_twice_changes_nothing() -> Trace:
    """The network repeats the word that Carol has declined."""
    return inviting(unnamed_room("invite"), CAROL).give(CAROL, Decline(TEA)).repeat(Ending).deliver(Ending)


@about("GAP-3", observer=C)
def where_the_room_is_not_held_a_revocation_is_believed_from_anybody() -> Trace:
    """A known limit: Carol's server does not know the members, so that a stranger can take her invitation away."""
    return forging(inviting(unnamed_room("invite"), CAROL), M, C, ended(CAROL, Membership.REVOKED, M))


@about("GAP-17")
def a_stranger_makes_herself_no_former_member_by_leaving() -> Trace:
    """Mallory, who was never in, says that she has left, and then that Alice is denied: neither counts."""
    gone = forging(unnamed_room("invite"), M, A, ended(MALLORY, Membership.LEFT, M))
    return forging(gone, M, A, ended(ALICE, Membership.DENIED, M))


def declined_and_revoked() -> Trace:
    """Carol says no while Bob takes her invitation back: two endings of one stay, and neither server knows the other's.

    The one from the server with the later name wins, here Carol's; the words would say otherwise.
    """
    return inviting(unnamed_room("invite", BOB), CAROL).give(BOB, Revoke(TEA, CAROL)).give(CAROL, Decline(TEA))


def says(how: Membership, by: ServerName) -> StateUpdate:
    """Word of the same to the members."""
    return StateUpdate(TEA, ended(CAROL, how, by).entry)


@about("GAP-18", observer=C)
def an_ending_of_equal_weight_that_loses_changes_nothing_at_home() -> Trace:
    """Carol has declined; word that Bob has revoked comes to her server after that."""
    return declined_and_revoked().deliver(Ending, to=C)


@about("GAP-18", observer=B)
def an_ending_of_equal_weight_that_wins_takes_the_place_of_the_one_held() -> Trace:
    """Bob has revoked; word that Carol has declined comes to his server after that."""
    return declined_and_revoked().deliver(Ending, to=B)


@about("GAP-18", observer=A)
def an_update_of_equal_weight_that_loses_changes_nothing_when_it_comes_last() -> Trace:
    """Alice's server hears that Carol has declined, and after that, that Bob has revoked."""
    first = declined_and_revoked().deliver(Ending, to=A)
    return forging(first, B, A, says(Membership.REVOKED, B))


@about("GAP-18", observer=A)
def an_update_of_equal_weight_that_wins_is_taken_when_it_comes_last() -> Trace:
    """Alice's server hears that Bob has revoked, and after that, that Carol has declined."""
    return declined_and_revoked().spread(A).deliver(Ending, to=A)


@about("GAP-2", observer=C)
def a_copy_of_an_invitation_into_an_earlier_stay_is_answered_with_how_the_latest_ended() -> Trace:
    """Carol has said no twice; then a copy of the first invitation arrives."""
    first = unnamed_room("invite").give(ALICE, Invite(TEA, CAROL)).repeat(Invitation).give(CAROL, Decline(TEA))
    second = first.deliver(Ending).give(ALICE, Invite(TEA, CAROL)).deliver(Invitation, proof=PduId(CAROL, 2, 2, A))
    return second.give(CAROL, Decline(TEA)).deliver(Ending).deliver(Invitation).settle()


@about("GAP-2", observer=C)
def an_invitation_is_declined_before_the_server_in_the_room_has_heard_of_it() -> Trace:
    """Dave is in and shares Carol's server; she says no to an invitation whose broadcast has yet to come."""
    invited = unnamed_room("invite", DAVE).give(ALICE, Invite(TEA, CAROL)).deliver(Invitation)
    return invited.give(CAROL, Decline(TEA)).settle()


@about("GAP-2", observer=C)
def who_declines_tells_the_server_that_wrote_the_invitation_too() -> Trace:
    """Alice's invitation is slow, and she leaves; Bob sends it again, in whose list her server is not."""
    slow = unnamed_room("invite", BOB).give(ALICE, Invite(TEA, CAROL)).spread(B).give(ALICE, Leave(TEA)).spread(B)
    return slow.give(BOB, Invite(TEA, CAROL)).deliver(Invitation, inviter=BOB).give(CAROL, Decline(TEA))


@about("GAP-2", observer=C)
def who_declines_tells_the_servers_that_she_found_too() -> Trace:
    """Carol has found the room through Alice's server; Alice has left, and Bob invites her."""
    left = tea_room("knock", BOB, finders=(CAROL,)).give(ALICE, Leave(TEA)).settle()
    return left.give(BOB, Invite(TEA, CAROL)).deliver(Invitation).give(CAROL, Decline(TEA))


@about("GAP-2", observer=C)
def who_declines_after_having_been_in_the_room_tells_its_members() -> Trace:
    """Bob let Carol in, who has left; Alice leaves, of which Carol's server does not hear; Bob invites her again."""
    gone = inviting(unnamed_room("invite", BOB), CAROL, by=BOB).give(CAROL, Accept(TEA)).settle()
    left = gone.give(CAROL, Leave(TEA)).settle().give(ALICE, Leave(TEA)).settle()
    return left.give(BOB, Invite(TEA, CAROL)).deliver(Invitation).give(CAROL, Decline(TEA))


@about("GAP-6", observer=C)
def who_takes_a_join_back_tells_the_server_asked_though_the_look_up_is_forgotten() -> Trace:
    """Carol's server crashes when it has asked Alice's; what it found is gone, and whom it asked is not."""
    return named_room("public", CAROL).give(CAROL, Join(TEA)).crash(C).give(CAROL, Withdraw(TEA))


@about("GAP-2", observer=C)
def who_declines_what_she_had_taken_back_has_taken_it_back() -> Trace:
    """Carol took her knock back beside Dave; Bob, of whom her server has not heard, invites her, and she declines."""
    bob_in = inviting(unnamed_room("knock", DAVE), BOB).give(BOB, Accept(TEA)).deliver(Acceptance).deliver(Grant)
    back = bob_in.give(CAROL, Knock(TEA)).give(CAROL, Withdraw(TEA)).give(BOB, Invite(TEA, CAROL))
    return back.deliver(Invitation).give(CAROL, Decline(TEA))
