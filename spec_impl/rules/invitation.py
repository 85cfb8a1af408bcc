"""Inviting: the command, and the invitation as the invitee's home server takes it (INV, KNK-5 to KNK-9)."""

from dataclasses import replace

from ..commands import Accept, Invite
from ..messages import Ending, Invitation, Told
from ..notices import InvitationShown, MembershipChanged
from ..rows import always, looks_at
from ..situation import Reaction, Situation
from ..terms import Entry, Membership, ServerName, UserId, epoch_after
from .acceptance import ACCEPT, wish_to_accept
from .guards import giver_is_no_member, has_knocked, is_a_member, is_invited
from .register import author, learn
from .table import Reason, Rules, accept, ignore, judged, refuse


def _servers_to_accept_through(s: Situation) -> tuple[ServerName, ...]:
    others = tuple(name for name in s.room.servers() if name not in (s.server.name, s.user.server))
    return (s.server.name, *others) if s.reading.invitation_list == "inviter_first" else others


def _deliver(s: Situation, reaction: Reaction) -> Reaction:
    """Send the invitation to the invitee's home server, or take it in where that is this one (INV-8)."""
    entry = reaction.server.room(s.room_id).entry(s.user)
    assert entry
    invitation = Invitation(s.room_id, entry.pdu_id, s.giver, _servers_to_accept_through(s))
    if s.user.server != s.server.name:
        return reaction.sending(s.user.server, invitation)
    here = Situation(reaction.server, s.server.name, invitation, s.reading)
    return reaction.then(judged(INVITATION, here))


def _invite(s: Situation) -> Reaction:
    """Publish the user as invited, in the running stay or, if that is over, the next; then send the invitation."""
    entry = Entry(s.user, epoch_after(s.entry), Membership.INVITED, s.server.name)
    return _deliver(s, author(s, entry))


def _invite_again(s: Situation) -> Reaction:
    """Show the inviter that the user is held as invited; then send the invitation for the line held."""
    held = MembershipChanged(s.giver, s.room_id, s.user, Membership.INVITED)
    return _deliver(s, Reaction(s.server).showing(held))


INVITE = Rules(
    "invite", "The command Invite, at the inviter's home server", kind=Invite, rows=(
        refuse("INV-2 TEN-11", "Only a member invites.",
            Reason.NOT_A_MEMBER, Told.NOT_A_MEMBER, when=giver_is_no_member, over="INV-2"),
        refuse("INV-2 GAP-8", "Who has joined cannot be invited.",
            Reason.ALREADY_MEMBER, Told.ALREADY_MEMBER, when=is_a_member, over="GAP-8"),
        accept("GAP-8", "Who is invited is sent the invitation again, and nothing changes.",
            when=is_invited, does=_invite_again, over="GAP-8"),
        # It does what the last row does, and stands for the clauses that say so of a knock.
        accept("KNK-5 KNK-6 INV-3 INV-4", "An invitation answers a knock, in the usual way.",
            when=has_knocked, does=_invite),
        accept("INV-2 INV-3 INV-4 INV-5 INV-6 INV-7",
            "A member's server writes the user down as invited, and sends an invitation.",
            when=always, does=_invite),
    ),
)


@looks_at("The invitation comes from {sender}, for {user} of {home}, and is by {says}.")
def not_for_a_user_here(s: Situation) -> bool:
    """The invitee is no user of this server, or the inviter none of the sender's."""
    assert isinstance(s.message, Invitation)
    return s.user not in s.server.users or s.sender != s.message.inviter.server


def _ended_here(s: Situation) -> bool:
    entry = s.entry
    ended = entry is not None and entry.membership.is_over and entry.epoch >= s.epoch
    return ended and entry is not None and entry.origin == s.server.name


def _has_to_do_with_it(s: Situation, server: ServerName) -> bool:
    """A server is known to have to do with the room: it has or had a member, or was asked, or told of an ending."""
    return s.room.was_ever_joined(server) or (s.wish is not None and server in s.wish.asked)


@looks_at(
    "{server} holds {user} as {held}{written}, and {ever_there} of {sender} as joined or left; "
    "{user} holds {holding}; this one is for stay {epoch}; asked or told so far: {asked}."
)
def ended_here_as_the_sender_may_know(s: Situation) -> bool:
    """It was this very server that ended the stay meant, or a later one, and no invitation is in hand.

    And the sender is known to have to do with the room: a user of it is held as joined or left, or it was asked.
    """
    assert not isinstance(s.sender, UserId)
    in_hand = s.server.invitation(s.user, s.room_id) is not None
    return _ended_here(s) and _has_to_do_with_it(s, s.sender) and not in_hand


@looks_at("{user} holds {holding}; this one is for stay {epoch}, by {says}.")
def sent_again_through_other_servers(s: Situation) -> bool:
    """An invitation of this very stay is in hand, and this one names servers that it does not."""
    assert isinstance(s.message, Invitation)
    held = s.server.invitation(s.user, s.room_id)
    return held is not None and held.epoch == s.epoch and not set(s.message.servers) <= set(held.servers)


@looks_at("{user} holds {holding} and is held as {held}{written}; this one is for stay {epoch}.")
def answered_already(s: Situation) -> bool:
    """An invitation of this stay or a later one is in hand; or the line held is further on.

    Further on is a larger (stay, rank) than this stay as invited has; but no end that this very server wrote.
    """
    held = s.server.invitation(s.user, s.room_id)
    if held and held.epoch >= s.epoch:
        return True
    is_later = s.entry is not None and (s.entry.epoch, s.entry.membership.rank) > (s.epoch, Membership.INVITED.rank)
    return is_later and not _ended_here(s)


def _say_it_ended(s: Situation) -> Reaction:
    """Send the sender the line held, as word of an ending."""
    assert s.entry and not isinstance(s.sender, UserId)
    return Reaction(s.server).sending(s.sender, Ending(s.room_id, s.entry))


@looks_at("{server} remembers {remembered} of {user}; this invitation is for stay {epoch}.")
def user_has_knocked(s: Situation) -> bool:
    """The server remembers that the user knocked, in that very stay unless it remembers for ever (GAP-24)."""
    knock = s.server.knock(s.user, s.room_id)
    return knock is not None and (s.reading.knock_memory == "forever" or knock.epoch == s.epoch)


def _add_its_servers(s: Situation) -> Reaction:
    """Put its servers behind those of the invitation in hand, once each, and show that again; nothing is sent.

    The inviter that is shown is the one of the message that came. An acceptance of that invitation is to try them too,
    last of all: each, where the sender is known to have to do with the room, else each that is itself known to have.
    """
    held, wish = s.server.invitation(s.user, s.room_id), s.wish
    assert held and isinstance(s.message, Invitation) and not isinstance(s.sender, UserId)
    servers = tuple(dict.fromkeys((*held.servers, *s.message.servers)))
    server = s.server.inviting(replace(held, servers=servers))
    if wish and wish.proof == held.proof:
        vouched = {name for name in servers if _has_to_do_with_it(s, s.sender) or _has_to_do_with_it(s, name)}
        to_try = wish_to_accept(replace(s, server=server)).untried
        more = (name for name in to_try if name in vouched and name not in held.servers)
        server = server.wishing(replace(wish, untried=(*wish.untried, *more)))
    return Reaction(server).showing(InvitationShown(s.user, s.room_id, s.message.inviter))


def _take(s: Situation) -> Reaction:
    """Keep the invitation; a server that is in the room writes nothing down before the broadcast says so (GAP-17)."""
    assert isinstance(s.message, Invitation)
    if s.is_aware:
        return Reaction(s.server.inviting(s.message))
    entry = Entry(s.user, s.epoch, Membership.INVITED, s.message.proof.origin)
    return Reaction(learn(s.server.inviting(s.message), s.room_id, entry, s.reading))


def _show(s: Situation) -> Reaction:
    """Take the invitation in, and show it to the user."""
    assert isinstance(s.message, Invitation)
    return _take(s).showing(InvitationShown(s.user, s.room_id, s.message.inviter))


def _accept_for_the_user(s: Situation) -> Reaction:
    """Take the invitation in; then judge the user's command to accept, in the state after it.

    If the invitation is still in hand then, and no server is asked with it, it is shown next.
    """
    assert isinstance(s.message, Invitation)
    taken = _take(s)
    accepted = judged(ACCEPT, Situation(taken.server, s.user, Accept(s.room_id), s.reading))
    wish, in_hand = accepted.server.wish(s.user, s.room_id), accepted.server.invitation(s.user, s.room_id)
    is_asked = wish is not None and wish.waiting_for is not None and wish.proof == s.message.proof
    if is_asked or in_hand is None:
        return taken.then(accepted)
    return taken.then(accepted).showing(InvitationShown(s.user, s.room_id, s.message.inviter))


INVITATION = Rules(
    "invitation", "An invitation, at the invitee's home server", kind=Invitation, rows=(
        ignore("GAP-17 GAP-23", "An invitation counts only for a user of this server, from the inviter's own.",
            Reason.NOT_YOUR_USER, when=not_for_a_user_here, over="GAP-17"),
        accept("GAP-2 GAP-6 PRV-4",
            "A server known to have to do with the room, which invites into a stay ended here, is told that it ended.",
            when=ended_here_as_the_sender_may_know, does=_say_it_ended, over="GAP-18"),
        accept("GAP-8 INV-11 PUB-5", "An invitation sent again adds its servers to the list of the one in hand.",
            when=sent_again_through_other_servers, does=_add_its_servers, over="GAP-8"),
        ignore("GAP-9", "An invitation that was held or answered before changes nothing.",
            Reason.NOT_NEWS, when=answered_already, over="GAP-9"),
        accept("KNK-7 KNK-8 KNK-9 GAP-24",
            "An invitation that answers a remembered knock is accepted for the user at once.",
            when=user_has_knocked, does=_accept_for_the_user, over="KNK-8 TEN-5", under="automatic_acceptance=on"),
        accept("INV-12 NOTE-2", "The invitation is kept, and shown to the user.", when=always, does=_show),
    ),
)
