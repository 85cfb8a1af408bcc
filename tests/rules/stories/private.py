"""A hidden room, and the same question about a room that is not: the outsider's two views have to be alike."""

from roomspec.change.vectors import about
from spec_impl import (
    LITERAL_2014,
    Accept,
    Acceptance,
    Create,
    Decline,
    FetchPdu,
    Grant,
    Invitation,
    Invite,
    Join,
    JoinRequest,
    KnockRequest,
    Leave,
    PduId,
    SetJoinMode,
    Trace,
    WireMessage,
)
from spec_impl.cast import (
    ALICE,
    CAROL,
    DAVE,
    LOUNGE,
    MALLORY,
    TEA,
    A,
    C,
    M,
    forging,
    inviting,
    named_room,
    town,
    unnamed_room,
)
from spec_impl.reading import otherwise
from spec_impl.terms import JoinMode

JOIN = JoinRequest(TEA, MALLORY, 1)
KNOCK = KnockRequest(TEA, MALLORY, 1)
GUESSED = Acceptance(TEA, MALLORY, PduId(MALLORY, 1, 2, A))
FETCH = FetchPdu(TEA, PduId(CAROL, 1, 2, A))


def asking(trace: Trace, message: WireMessage) -> Trace:
    """Mallory's server sends Alice's a message, and hears the answer."""
    return forging(trace, M, A, message).settle()


@about("PRV-1")
def a_stranger_joins_a_room_that_is_not() -> Trace:
    """Mallory's server asks to enter a room that nobody has made."""
    return asking(town(), JOIN)


@about("PRV-2", told_as_in=a_stranger_joins_a_room_that_is_not)
def a_stranger_joins_an_invite_room() -> Trace:
    """Mallory was never invited; there is a room, and her server hears that there is none."""
    return asking(unnamed_room("invite"), JOIN)


@about("PRV-3", told_as_in=a_stranger_joins_a_room_that_is_not)
def a_stranger_joins_a_private_room() -> Trace:
    """The stricter mode does not show the room either."""
    return asking(unnamed_room("private"), JOIN)


@about("PRV-1")
def a_stranger_knocks_at_a_room_that_is_not() -> Trace:
    """Mallory's server knocks at a room that nobody has made."""
    return asking(town(), KNOCK)


@about("PRV-4", told_as_in=a_stranger_knocks_at_a_room_that_is_not)
def a_stranger_knocks_at_an_invite_room() -> Trace:
    """Nobody may knock here, and Mallory's server hears that there is no room."""
    return asking(unnamed_room("invite"), KNOCK)


@about("PRV-1")
def a_stranger_accepts_an_invitation_to_a_room_that_is_not() -> Trace:
    """Mallory's server cites an invitation to a room that nobody has made."""
    return asking(town(), GUESSED)


@about("TEN-2", told_as_in=a_stranger_accepts_an_invitation_to_a_room_that_is_not)
def a_stranger_accepts_an_invitation_that_was_never_written() -> Trace:
    """The acceptance is kept, should the invitation still come; the answer is that there is no room."""
    return asking(unnamed_room("invite"), GUESSED)


@about("PRV-1")
def a_stranger_fetches_a_change_of_a_room_that_is_not() -> Trace:
    """Mallory's server asks for a state change of a room that nobody has made."""
    return asking(town(), FETCH)


@about("PRV-4", told_as_in=a_stranger_fetches_a_change_of_a_room_that_is_not)
def a_stranger_fetches_a_change_of_an_invite_room() -> Trace:
    """Carol's invitation is there and its id is easily guessed; only servers with a member are given it."""
    return asking(inviting(unnamed_room("invite"), CAROL), FETCH)


@about("PRV-2")
def a_room_that_is_hidden_after_it_was_found_is_hidden_all_the_same() -> Trace:
    """Mallory has found #tea while it was public; when she asks to enter, Alice has hidden it."""
    closed = named_room("public", MALLORY).give(ALICE, SetJoinMode(TEA, JoinMode.INVITE)).settle()
    return closed.give(MALLORY, Join(TEA)).settle()


@about("ACC-6", observer=C)
def who_was_invited_enters_a_private_room_as_any_other() -> Trace:
    """Carol accepts her invitation to a private room."""
    return inviting(unnamed_room("private"), CAROL).give(CAROL, Accept(TEA)).deliver(Acceptance).deliver(Grant)


@about("PRV-2", observer=C)
def a_server_in_the_room_hides_it_from_its_own_user_too() -> Trace:
    """Dave is in; Carol, who shares his server, asks to enter and hears that there is no room."""
    return unnamed_room("invite", host=DAVE).give(CAROL, Join(TEA))


@about("INV-10")
def read_literally_a_stranger_who_guesses_an_id_is_given_the_change() -> Trace:
    """Where only join requests are hidden from, Mallory's server is handed Carol's invitation."""
    return asking(inviting(unnamed_room("invite", reading=LITERAL_2014), CAROL), FETCH)


@about("ACC-5")
def fetching_from_whoever_the_proof_names_tells_that_there_is_a_room() -> Trace:
    """The made-up proof names Mallory's own server, and Alice's asks it: a room that is not asks nobody."""
    named_herself = Acceptance(TEA, MALLORY, PduId(MALLORY, 1, 2, M))
    fetching = unnamed_room("invite", reading=otherwise("unseen_invitation", "fetch"))
    return forging(fetching, M, A, named_herself).deliver(FetchPdu)


FROM_A_STRANGER = Invitation(TEA, PduId(CAROL, 1, 2, M), MALLORY, (M,))
"""Mallory invites Carol into a room that she has nothing to do with, or that is not."""


def invited_by_a_stranger(trace: Trace) -> Trace:
    """Mallory's server invites Carol, waits for word of that, and then asks hers to enter."""
    return forging(forging(trace, M, C, FROM_A_STRANGER).settle(), M, C, JOIN).settle()


@about("INV-12")
def a_stranger_invites_into_a_room_that_is_not() -> Trace:
    """Carol is shown what Mallory's server sends, and nothing is sent back; asked to enter, hers knows no room."""
    return invited_by_a_stranger(town())


@about("GAP-2", told_as_in=a_stranger_invites_into_a_room_that_is_not)
def a_stranger_who_invites_into_a_stay_that_was_declined_is_not_told_so() -> Trace:
    """Carol has said no to Alice; Mallory's server, which has nothing to do with the room, hears nothing of it."""
    return invited_by_a_stranger(inviting(unnamed_room("invite"), CAROL).give(CAROL, Decline(TEA)).settle())


@about("GAP-4", told_as_in=a_stranger_invites_into_a_room_that_is_not)
def a_stranger_who_invites_into_a_stay_that_was_left_is_not_told_so() -> Trace:
    """Carol was in and has left; Mallory's server hears nothing of it."""
    return invited_by_a_stranger(unnamed_room("invite", CAROL).give(CAROL, Leave(TEA)).settle())


def lounge(trace: Trace) -> Trace:
    """Alice makes another room and invites Mallory there."""
    return trace.give(ALICE, Create(LOUNGE, JoinMode.INVITE)).give(ALICE, Invite(LOUNGE, MALLORY)).settle()


@about("PRV-1")
def an_invitation_into_one_room_opens_none_that_is_not() -> Trace:
    """Mallory is invited to Alice's lounge, and her server cites that at a room that nobody has made."""
    return asking(lounge(town()), GUESSED)


@about("ACC-4", told_as_in=an_invitation_into_one_room_opens_none_that_is_not)
def an_invitation_into_one_room_opens_no_other() -> Trace:
    """Mallory is invited to Alice's lounge; cited at her hidden room, that is no invitation."""
    return asking(lounge(unnamed_room("invite")), GUESSED)


@about("PRV-4")
def a_member_of_one_room_is_given_no_change_of_another() -> Trace:
    """Mallory is in Alice's lounge; of her hidden room her server is given nothing."""
    in_lounge = lounge(inviting(unnamed_room("invite"), CAROL)).give(MALLORY, Accept(LOUNGE)).settle()
    return asking(in_lounge, FETCH)


@about("PRV-4", told_as_in=a_stranger_knocks_at_a_room_that_is_not)
def a_stranger_knocks_at_a_private_room() -> Trace:
    """The stricter mode does not say that it takes no knocks either."""
    return asking(unnamed_room("private"), KNOCK)


@about("ACC-5", told_as_in=a_stranger_accepts_an_invitation_to_a_room_that_is_not)
def an_acceptance_that_is_kept_hears_nothing_more_when_something_else_changes() -> Trace:
    """Mallory's acceptance waits; Alice invites Carol, it is looked at again, and no second answer is sent."""
    return asking(unnamed_room("invite"), GUESSED).give(ALICE, Invite(TEA, CAROL)).settle()


@about("INV-2", observer=C)
def whoever_lives_beside_a_member_hears_nothing_of_the_room() -> Trace:
    """Carol shares Dave's server; she would invite him, set the mode that it has, and accept: she is no member."""
    beside = (
        unnamed_room("invite", host=DAVE).give(CAROL, Invite(TEA, DAVE)).give(CAROL, SetJoinMode(TEA, JoinMode.INVITE))
    )
    return beside.give(CAROL, Accept(TEA))
