"""Entering a public room directly, and what a request to enter hears where the room is of another kind."""

from dataclasses import replace

from roomspec.change.vectors import about
from spec_impl import (
    LITERAL_2014,
    Accept,
    Acceptance,
    Decline,
    Ending,
    Entry,
    Find,
    Grant,
    Invitation,
    Invite,
    Join,
    JoinMode,
    JoinRequest,
    Knock,
    KnockRequest,
    Leave,
    Membership,
    Refusal,
    Revoke,
    ServerName,
    SetJoinMode,
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
    TEA_NAME,
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
from spec_impl.reading import otherwise
from spec_impl.terms import ModeChange


@about("PUB-8")
def anyone_enters_a_public_room() -> Trace:
    """Mallory finds #tea, asks the server that the directory named, and is let in."""
    return named_room("public", MALLORY).give(MALLORY, Join(TEA)).settle()


@about("KNK-1")
def a_knock_room_asks_for_a_knock_first() -> Trace:
    """Mallory asks to enter a knock room directly."""
    return named_room("knock", MALLORY).give(MALLORY, Join(TEA)).settle()


@about("GAP-22", observer=C)
def who_is_invited_may_enter_by_the_direct_way_too() -> Trace:
    """Carol holds an invitation to a knock room and joins instead of accepting."""
    return inviting(unnamed_room("knock"), CAROL).give(CAROL, Join(TEA)).settle()


@about("PUB-5", observer=C)
def where_one_candidate_knows_no_such_room_the_next_is_asked() -> Trace:
    """Bob has left since he invited Carol; his server knows no room any more, and Alice's lets her in."""
    left = inviting(unnamed_room("public", BOB), CAROL, by=BOB).give(BOB, Leave(TEA)).settle()
    return left.give(CAROL, Join(TEA)).deliver(JoinRequest, to=B).deliver(Refusal).deliver(JoinRequest).deliver(Grant)


@about("TEN-3", observer=C)
def in_another_reading_any_refusal_leads_on() -> Trace:
    """Alice has revoked Carol's invitation; her server asks for a knock first, and Bob's is asked all the same."""
    room_of_two = unnamed_room("knock", BOB, reading=otherwise("retry", "any_refusal")).give(ALICE, Invite(TEA, CAROL))
    asked = room_of_two.deliver(Invitation).give(CAROL, Join(TEA)).give(ALICE, Revoke(TEA, CAROL))
    return asked.deliver(JoinRequest).deliver(Refusal).deliver(JoinRequest, to=B).deliver(Refusal)


@about("PUB-8", observer=C)
def who_has_left_a_public_room_enters_it_again() -> Trace:
    """Carol joins, leaves and joins once more, through the server that wrote down that she has left."""
    entered = named_room("public", CAROL).give(CAROL, Join(TEA)).settle()
    return entered.give(CAROL, Leave(TEA)).settle().give(CAROL, Join(TEA)).settle()


@about("GAP-9")
def a_member_who_joins_again_is_answered_as_the_first_time() -> Trace:
    """Alice, who is in, joins, and is shown that she is in."""
    return unnamed_room().give(ALICE, Join(TEA))


@about("GAP-13", observer=C)
def a_server_that_is_in_the_room_decides_for_its_own_user() -> Trace:
    """Dave is in and shares Carol's server, which lets her in without asking anybody."""
    return unnamed_room("public", host=DAVE).give(CAROL, Join(TEA))


@about("GAP-9", observer=C)
def a_request_that_arrives_twice_is_granted_twice() -> Trace:
    """The network repeats Carol's request; the second grant says the same and changes nothing."""
    asked = named_room("public", CAROL).give(CAROL, Join(TEA)).repeat(JoinRequest).deliver(Grant)
    return asked.deliver(JoinRequest).deliver(Grant)


@about("GAP-9", observer=C)
def a_late_copy_of_a_request_does_not_bring_back_who_has_left() -> Trace:
    """Carol has joined and left; then a copy of her request arrives."""
    gone = named_room("public", CAROL).give(CAROL, Join(TEA)).repeat(JoinRequest).deliver(Grant).give(CAROL, Leave(TEA))
    return gone.spread(A).deliver(JoinRequest).deliver(Refusal)


@about("PUB-9", observer=C)
def taken_as_new_a_late_copy_brings_her_back() -> Trace:
    """The same where an old request is taken as a new one: she is in again, without having asked."""
    gone = named_room("public", CAROL, reading=otherwise("old_requests", "as_new")).give(CAROL, Join(TEA))
    gone = gone.repeat(JoinRequest).deliver(Grant).give(CAROL, Leave(TEA)).spread(A)
    return gone.deliver(JoinRequest).deliver(Grant).settle()


@about("GAP-17")
def a_home_server_asks_only_for_its_own_users() -> Trace:
    """Mallory's server asks to enter in Carol's name."""
    return forging(unnamed_room(), M, A, JoinRequest(TEA, CAROL, 1)).settle()


@about("PUB-6", observer=C)
def a_server_whose_members_have_left_does_not_know_the_room() -> Trace:
    """Alice, who was alone in it, has left since Carol found the room."""
    return named_room("public", CAROL).give(ALICE, Leave(TEA)).give(CAROL, Join(TEA)).settle()


@about("PUB-9")
def read_literally_anyone_enters_a_room_that_the_server_knows() -> Trace:
    """Where the heading about public rooms binds nobody, Mallory's server walks into a private room."""
    return forging(unnamed_room("private", reading=LITERAL_2014), M, A, JoinRequest(TEA, MALLORY, 1))


@about("GAP-20")
def a_private_room_that_is_not_hidden_still_lets_no_stranger_in() -> Trace:
    """Where only invite rooms are hidden, no rule grants a stranger a private one."""
    shown = unnamed_room("private", reading=otherwise("hidden_modes", "invite_only"))
    return forging(shown, M, A, JoinRequest(TEA, MALLORY, 1)).settle()


@about("GAP-12")
def a_member_changes_the_mode_and_the_members_are_told() -> Trace:
    """Alice closes the room while a request is on its way, and the mode at its arrival counts."""
    asked = named_room("public", MALLORY).give(MALLORY, Join(TEA)).give(ALICE, SetJoinMode(TEA, JoinMode.KNOCK))
    return asked.settle()


@about("GAP-12")
def only_a_member_changes_the_mode() -> Trace:
    """Mallory would open an invite room."""
    return unnamed_room("invite").give(MALLORY, SetJoinMode(TEA, JoinMode.PUBLIC))


@about("GAP-12")
def a_mode_that_the_room_has_already_changes_nothing_and_the_member_hears_so() -> Trace:
    """Alice makes a public room public, and hears that it is so already."""
    return unnamed_room("public").give(ALICE, SetJoinMode(TEA, JoinMode.PUBLIC))


@about("PUB-10")
def of_two_joins_at_once_one_is_lost_where_one_key_holds_all_members() -> Trace:
    """Carol enters through Bob's server and Mallory through Alice's; the later word undoes the other."""
    single = unnamed_room("public", BOB, reading=otherwise("member_register", "single"))
    both = forging(single, C, B, JoinRequest(TEA, CAROL, 1))
    return forging(both, M, A, JoinRequest(TEA, MALLORY, 1)).spread(A, origin=B)


@about("PUB-6")
def a_server_without_a_member_takes_no_note_of_the_rooms_changes() -> Trace:
    """Alice's server sends Mallory's a change of a room that nobody there is in."""
    change = StateUpdate(TEA, Entry(MALLORY, 1, Membership.JOINED, A))
    return forging(unnamed_room(), A, M, change)


@about("GAP-18")
def a_change_that_is_no_news_changes_nothing() -> Trace:
    """Mallory's server sends Alice's word that she is invited, which she was before she was in."""
    return forging(unnamed_room(), M, A, StateUpdate(TEA, Entry(ALICE, 1, Membership.INVITED, A)))


@about("GAP-18", observer=B)
def an_update_of_an_older_stay_changes_nothing_though_it_got_further() -> Trace:
    """Carol declined and was invited anew; word of her first stay comes to Bob's server after that."""
    declined = inviting(unnamed_room("invite", BOB), CAROL).give(CAROL, Decline(TEA)).settle()
    again = inviting(declined, CAROL)
    return forging(again, A, B, StateUpdate(TEA, Entry(CAROL, 1, Membership.DECLINED, C)))


@about("GAP-18", observer=B)
def an_update_of_a_newer_stay_is_taken_though_it_got_less_far() -> Trace:
    """Carol declined, as Bob's server knows, and is invited anew."""
    declined = inviting(unnamed_room("invite", BOB), CAROL).give(CAROL, Decline(TEA)).settle()
    return declined.give(ALICE, Invite(TEA, CAROL)).spread(B)


def invited_by_both() -> Trace:
    """Alice and Bob invite Carol at once; the invitation from the server with the later name wins."""
    return unnamed_room("invite", BOB).give(ALICE, Invite(TEA, CAROL)).give(BOB, Invite(TEA, CAROL))


@about("GAP-18", observer=A)
def of_two_invitations_at_once_the_one_from_the_later_name_is_taken_by_the_other_server() -> Trace:
    """Bob's comes to Alice's server; what she then sends anew cites it."""
    return invited_by_both().spread(A).give(ALICE, Invite(TEA, CAROL))


@about("GAP-18", observer=B)
def of_two_invitations_at_once_the_one_from_the_earlier_name_changes_nothing() -> Trace:
    """Alice's comes to Bob's server; what he then sends anew cites his own."""
    lost = forging(invited_by_both(), A, B, StateUpdate(TEA, Entry(CAROL, 1, Membership.INVITED, A)))
    return lost.give(BOB, Invite(TEA, CAROL))


def closed_by_both() -> Trace:
    """Alice lets people knock while Bob hides the room: two changes of mode that are equally deep.

    The one from the server with the later name wins, here Bob's; the words would say otherwise.
    """
    both_in = inviting(named_room("public"), BOB).give(BOB, Accept(TEA)).settle()
    return both_in.give(ALICE, SetJoinMode(TEA, JoinMode.KNOCK)).give(BOB, SetJoinMode(TEA, JoinMode.INVITE))


def asked_by_mallory(trace: Trace, at: ServerName) -> Trace:
    """What a stranger hears there tells which mode the server holds."""
    return forging(trace, M, at, JoinRequest(TEA, MALLORY, 1)).deliver(Refusal)


@about("GAP-18")
def a_mode_of_equal_depth_that_wins_takes_the_place_of_the_one_held() -> Trace:
    """Bob's change comes to Alice's server, which tells the directory and hides the room."""
    return asked_by_mallory(closed_by_both().spread(A), A)


@about("GAP-18")
def a_mode_of_equal_depth_that_loses_changes_nothing() -> Trace:
    """Alice's change comes to Bob's server, which goes on hiding the room."""
    lost = StateUpdate(TEA, ModeChange(2, JoinMode.KNOCK, A))
    return asked_by_mallory(forging(closed_by_both(), A, B, lost), B)


@about("GAP-18")
def a_deeper_mode_wins_though_its_server_has_the_earlier_name() -> Trace:
    """Bob hides the room; Alice, who knows, opens it again for knocks, and his server takes that."""
    hidden = inviting(unnamed_room("public"), BOB).give(BOB, Accept(TEA)).settle()
    hidden = hidden.give(BOB, SetJoinMode(TEA, JoinMode.INVITE)).settle()
    return asked_by_mallory(hidden.give(ALICE, SetJoinMode(TEA, JoinMode.KNOCK)).spread(B), B)


@about("GAP-18")
def an_older_mode_changes_nothing_though_its_server_has_the_later_name() -> Trace:
    """The same, and after that Bob's change comes once more to Alice's server, which goes on taking knocks."""
    hidden = inviting(unnamed_room("public"), BOB).give(BOB, Accept(TEA)).settle()
    hidden = hidden.give(BOB, SetJoinMode(TEA, JoinMode.INVITE)).settle()
    opened = hidden.give(ALICE, SetJoinMode(TEA, JoinMode.KNOCK))
    late = forging(opened, B, A, StateUpdate(TEA, ModeChange(2, JoinMode.INVITE, B)))
    return asked_by_mallory(late, A)


@about("KNK-1", observer=C)
def a_refusal_names_the_stay_that_was_asked_for() -> Trace:
    """Carol was in and has left; she asks for a second stay, and the room has been closed meanwhile."""
    gone = named_room("public", CAROL).give(CAROL, Join(TEA)).settle().give(CAROL, Leave(TEA)).settle()
    return gone.give(ALICE, SetJoinMode(TEA, JoinMode.KNOCK)).settle().give(CAROL, Join(TEA)).settle()


@about("PRV-2", observer=A)
def who_shares_a_name_with_somebody_invited_is_not_invited() -> Trace:
    """Bob of Bob's server is invited; Bob of Alice's, who is called so too, asks to enter and hears of no room."""
    namesakes = unnamed_room("invite", others=(BOB, UserId("bob", A))).give(ALICE, Invite(TEA, BOB)).settle()
    return namesakes.give(UserId("bob", A), Join(TEA))


HERE, THERE = ServerName("localhost:8448"), ServerName("localhost:8449")
"""Two home servers on one machine: behind the first colon of a user id stands all of such a name."""


@about("GAP-17", observer=THERE)
def two_home_servers_that_differ_in_their_ports_are_two() -> Trace:
    """Alice's server, at another port of Carol's machine, asks in her name and hears no; Carol asks; Bob leaves."""
    alice, carol = UserId("alice", HERE), UserId("carol", THERE)
    asked = named_room("public", carol, host=alice, others=(BOB, CAROL)).give(BOB, Find(TEA_NAME)).settle()
    asked = asked.give(BOB, Join(TEA)).settle()
    joined = forging(asked, HERE, B, JoinRequest(TEA, carol, 1)).settle().give(carol, Join(TEA)).settle()
    return joined.give(BOB, Leave(TEA)).settle()


@about("ACC-10", observer=C)
def a_grant_by_a_server_that_was_asked_before_the_last_one_counts() -> Trace:
    """Carol joins, and asks whom the directory named first; she accepts, and asks Bob's; then the first lets her in."""
    invited = tea_room("public", BOB, finders=(CAROL,)).give(BOB, Invite(TEA, CAROL)).deliver(Invitation)
    return invited.give(CAROL, Join(TEA)).give(CAROL, Accept(TEA)).deliver(JoinRequest).deliver(Grant)


@about("KNK-1", observer=C)
def an_invitation_of_an_earlier_stay_opens_no_later_one() -> Trace:
    """Carol declines and asks to enter directly; her request is there before word of her no."""
    declined = inviting(named_room("knock", CAROL), CAROL).give(CAROL, Decline(TEA))
    return declined.give(CAROL, Join(TEA)).deliver(JoinRequest).deliver(Refusal)


@about("GAP-9", observer=C)
def a_late_copy_hears_that_it_is_out_of_date_from_whoever_holds_a_later_invitation() -> Trace:
    """Carol has left, and is invited anew into a room that is hidden now, when a copy of her first request arrives."""
    gone = named_room("public", CAROL).give(CAROL, Join(TEA)).repeat(JoinRequest).deliver(Grant).give(CAROL, Leave(TEA))
    hidden = gone.spread(A).give(ALICE, SetJoinMode(TEA, JoinMode.INVITE)).give(ALICE, Invite(TEA, CAROL))
    return hidden.deliver(JoinRequest).deliver(Refusal)


def says(trace: Trace, *updates: Entry | ModeChange) -> Trace:
    """Alice's server makes up these changes and sends them to Bob's, one after the other."""
    for update in updates:
        trace = forging(trace, A, B, StateUpdate(TEA, update))
    return trace


@about("GAP-18", observer=B)
def a_name_that_begins_another_with_a_hyphen_is_the_later_one() -> Trace:
    """Two servers invite Carol: the signs of their names are compared, and not the parts between the points."""
    invited = (Entry(CAROL, 1, Membership.INVITED, ServerName(name)) for name in ("a-b.example", "a.example"))
    return says(unnamed_room("invite", BOB), *invited)


@about("ACC-11")
def members_are_in_the_order_of_their_names_and_then_of_their_servers() -> Trace:
    """Bob's server has heard of people with names of many scripts; it grants Mallory the room with all of them."""
    names = ("Carol", "carol", "carol2", "\uff43arol", "\U0001d41carol")
    heard = (Entry(UserId(name, C), 1, Membership.INVITED, A) for name in reversed(names))
    return inviting(says(unnamed_room("invite", BOB), *heard), MALLORY, by=BOB).give(MALLORY, Accept(TEA)).settle()


@about("GAP-18", observer=B)
def of_changes_that_differ_in_their_words_alone_the_later_word_wins() -> Trace:
    """One server says of one stay that it was denied, revoked and denied, and of one mode likewise."""
    words = (Membership.DENIED, Membership.REVOKED, Membership.DENIED)
    modes = (JoinMode.KNOCK, JoinMode.PRIVATE, JoinMode.KNOCK)
    ended = says(unnamed_room("invite", BOB), *(Entry(CAROL, 1, word, A) for word in words))
    return says(ended, *(ModeChange(2, mode, A) for mode in modes))


@about("ACC-11", observer=C)
def who_is_put_out_is_shown_nothing_of_what_happens_in_the_same_step() -> Trace:
    """Alice's server says in its grant to Carol, against the rules, that Dave has left, who shares her server."""
    invited = unnamed_room("invite", DAVE).give(ALICE, Invite(TEA, CAROL)).deliver(Invitation)
    granted = invited.give(CAROL, Accept(TEA)).deliver(Acceptance)
    grant = granted.message(Grant).message
    assert isinstance(grant, Grant)
    lines = (replace(each, membership=Membership.LEFT) if each.user == DAVE else each for each in grant.state.members)
    return forging(granted, A, C, replace(grant, state=replace(grant.state, members=tuple(lines))))


@about("PRV-2", observer=C)
def a_request_taken_back_before_the_room_was_hidden_hears_of_no_room() -> Trace:
    """Carol's request and her knock arrive when she has taken both back, and Alice has hidden the room."""
    asked = named_room("public", CAROL).give(CAROL, Join(TEA)).give(CAROL, Knock(TEA)).give(CAROL, Withdraw(TEA))
    hidden = asked.deliver(Ending).give(ALICE, SetJoinMode(TEA, JoinMode.INVITE))
    return hidden.deliver(JoinRequest).deliver(KnockRequest)


@about("GAP-9", observer=C)
def a_copy_of_a_grant_changes_nothing_when_a_colleague_has_joined() -> Trace:
    """Carol is in and her server lets Dave in, whom the copy does not know of: it publishes him once."""
    granted = named_room("public", CAROL).give(CAROL, Join(TEA)).deliver(JoinRequest).repeat(Grant)
    return granted.give(DAVE, Join(TEA)).deliver(Grant)


@about("GAP-13", observer=C)
def who_holds_an_invitation_that_her_own_server_has_not_seen_hears_that_it_is_not_known_yet() -> Trace:
    """Dave is in and shares Carol's server, which has not heard that she is invited: it does not send her to knock."""
    return unnamed_room("knock", DAVE).give(ALICE, Invite(TEA, CAROL)).deliver(Invitation).give(CAROL, Join(TEA))
