"""Inviting: who may, how the invitation travels, and which invitations count for nothing."""

from roomspec.change.vectors import about
from spec_impl import Invitation, Invite, PduId, Trace
from spec_impl.cast import ALICE, CAROL, DAVE, MALLORY, TEA, A, C, M, forging, inviting, town, unnamed_room


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
