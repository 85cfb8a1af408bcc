"""Inviting: who may, how the invitation travels, and which invitations count for nothing."""

from roomspec.change.vectors import about
from spec_impl import Accept, Acceptance, Invitation, Invite, Leave, PduId, Trace, UserId
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
    town,
    unnamed_room,
)


@about("INV-12", observer=C)
def a_member_invites_and_the_invitee_is_shown_it() -> Trace:
    """Alice invites Carol; Carol's server keeps the invitation and shows it to her."""
    return unnamed_room("invite").give(ALICE, Invite(TEA, CAROL)).deliver(Invitation)


@about("INV-2")
def an_invitation_to_a_room_that_is_not_is_refused() -> Trace:
    """Mallory invites Carol to a room that nobody has made."""
    return town().give(MALLORY, Invite(TEA, CAROL))


@about("INV-2", told_as_in=an_invitation_to_a_room_that_is_not_is_refused)
def only_a_member_invites() -> Trace:
    """Mallory invites Carol to a room that she is not in, and hears what she would hear of no room."""
    return unnamed_room("invite").give(MALLORY, Invite(TEA, CAROL))


@about("GAP-8")
def who_has_joined_cannot_be_invited() -> Trace:
    """Alice invites herself, who is in."""
    return unnamed_room("invite").give(ALICE, Invite(TEA, ALICE))


@about("GAP-8", observer=C)
def who_is_invited_is_sent_the_invitation_again() -> Trace:
    """Alice invites Carol twice; the second time changes nothing, and shows Carol nothing new."""
    return inviting(unnamed_room("invite"), CAROL).give(ALICE, Invite(TEA, CAROL)).deliver(Invitation)


@about("GAP-9", observer=C)
def a_copy_of_an_invitation_is_shown_once() -> Trace:
    """The network delivers Carol's invitation twice."""
    return unnamed_room("invite").give(ALICE, Invite(TEA, CAROL)).repeat(Invitation).deliver(Invitation)


@about("GAP-17", observer=C)
def an_invitation_counts_only_from_the_inviters_own_server() -> Trace:
    """Mallory's server sends Carol an invitation in Alice's name."""
    return forging(unnamed_room("invite"), M, C, Invitation(TEA, PduId(CAROL, 1, 2, A), ALICE, (M,)))


@about("INV-4", observer=C)
def a_flatmate_is_invited_without_a_message() -> Trace:
    """Dave invites Carol, who shares his server."""
    return unnamed_room("invite", host=DAVE).give(DAVE, Invite(TEA, CAROL))


@about("INV-11", observer=C)
def an_invitation_sent_again_brings_its_own_servers_and_leads_in() -> Trace:
    """Alice, who invited Carol, has left, and Carol hears that nobody knows of it; then Bob, who is in, invites her."""
    both = inviting(inviting(unnamed_room("invite"), BOB), CAROL).give(BOB, Accept(TEA)).settle()
    stale = both.give(ALICE, Leave(TEA)).settle().give(CAROL, Accept(TEA)).settle()
    return inviting(stale, CAROL, by=BOB).give(CAROL, Accept(TEA)).settle()


@about("GAP-8", observer=C)
def the_second_invitation_through_another_server_is_shown_again_and_nothing_is_sent() -> Trace:
    """Alice and then Bob, who came in meanwhile, invite Carol: her server may ask either's."""
    both = inviting(inviting(unnamed_room("invite"), BOB), CAROL).give(BOB, Accept(TEA)).settle()
    return both.give(BOB, Invite(TEA, CAROL)).deliver(Invitation)


@about("GAP-8", observer=C)
def a_server_named_while_an_acceptance_waits_is_asked_in_its_turn() -> Trace:
    """Carol has said yes; Alice invites her again, through Bob's server too; hers falls silent, and his is asked."""
    both = inviting(inviting(unnamed_room("invite"), CAROL), BOB).give(BOB, Accept(TEA)).settle()
    waits = both.give(CAROL, Accept(TEA)).lose(Acceptance).give(ALICE, Invite(TEA, CAROL)).deliver(Invitation)
    return waits.give_up(CAROL, TEA).settle()


@about("GAP-8", observer=C)
def a_server_that_a_stranger_names_is_not_asked_before_the_next_yes() -> Trace:
    """Carol says yes to Alice, who has left; Mallory invites her, too, and Carol's server asks hers nothing so far."""
    left = inviting(unnamed_room("invite"), CAROL).give(ALICE, Leave(TEA)).give(CAROL, Accept(TEA))
    return forging(left, M, C, Invitation(TEA, PduId(CAROL, 1, 2, A), MALLORY, (M,))).settle()


@about("INV-6")
def an_invitation_lists_the_inviters_server_and_then_the_others_inside_by_their_names() -> Trace:
    """Bob is at the server with the later name, and Carol at the one with the earlier; Alice invites Mallory."""
    bob, carol = UserId("bob", C), UserId("carol", B)
    return unnamed_room("invite", bob, carol, others=(MALLORY,)).give(ALICE, Invite(TEA, MALLORY)).deliver(Invitation)


@about("GAP-23", observer=C)
def an_invitation_of_somebody_who_does_not_live_there_counts_for_nothing() -> Trace:
    """Alice invites Mallory at Carol's server, which has no such user and keeps quiet."""
    return unnamed_room("invite").give(ALICE, Invite(TEA, UserId("mallory", C))).deliver(Invitation)


@about("GAP-1", observer=C)
def all_members_at_a_server_are_shown_who_is_invited() -> Trace:
    """Carol and Dave are in and share a server; both are shown that Alice has invited Bob."""
    return unnamed_room("public", CAROL, DAVE).give(ALICE, Invite(TEA, BOB)).spread(C)
