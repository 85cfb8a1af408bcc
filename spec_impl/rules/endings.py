"""How a stay ends: leaving, declining, withdrawing, denying, revoking; and word of an ending from elsewhere.

The source is silent on all of it (GAP-2 to GAP-7); every ending closes the user's stay and wins over what came before.
"""

from dataclasses import replace

from ..commands import Decline, Deny, Leave, Revoke, Withdraw
from ..messages import Asking, Ending, Told
from ..rows import always, looks_at
from ..situation import Reaction, Situation
from ..terms import Ender, Entry, Membership, ServerName, UserId
from ..world import HomeServer, Wish
from .guards import giver_is_no_member, has_knocked, is_a_member, is_invited, no_news, not_invited
from .register import author, note
from .table import Reason, Rules, accept, ignore, refuse


def _telling(reaction: Reaction, s: Situation, entry: Entry, servers: set[ServerName]) -> Reaction:
    for server in sorted(servers - {s.server.name}):
        reaction = reaction.sending(server, Ending(s.room_id, entry))
    return reaction


def _end_own(s: Situation, how: Membership) -> Reaction:
    """The user's own server ends his stay.

    It publishes that if it is in the room, or was (GAP-4); else it tells every server likely to know of it.
    """
    wish, invitation = s.wish, s.server.invitation(s.user, s.room_id)
    carriers = (s.entry, wish if wish and wish in s.server.hopes(s.room_id) else None, invitation)
    entry = Entry(s.user, max(carrier.epoch for carrier in carriers if carrier), how, s.server.name)
    if s.entry and not s.room.is_news(entry):
        entry = s.entry
    told = _likely_to_know(s)
    s = replace(s, server=_knowing_of(told, s, entry.epoch).declining(s.user, s.room_id))
    if s.room.mode is not None:
        return author(s, entry)
    return _telling(note(s, entry), s, entry, told)


def _leave(s: Situation) -> Reaction:
    """End the user's own stay as `left`."""
    return _end_own(s, Membership.LEFT)


def _decline(s: Situation) -> Reaction:
    """End the user's own stay as `declined`."""
    return _end_own(s, Membership.DECLINED)


def _withdraw(s: Situation) -> Reaction:
    """End the user's own stay as `withdrawn`."""
    return _end_own(s, Membership.WITHDRAWN)


def _knowing_of(told: set[ServerName], s: Situation, epoch: int) -> HomeServer:
    """The server remembering those it tells of the ending: they have to do with the room, and may be answered."""
    others = told - {s.server.name}
    wish = s.wish or Wish(s.user, s.room_id, Asking.ACCEPTANCE, epoch, None, (), wanted=False)
    return s.server.wishing(replace(wish, asked=tuple(others))) if others else s.server


def _likely_to_know(s: Situation) -> set[ServerName]:
    """Every server that may hold something of the user's stay: the inviter's, those that he named, asked and found."""
    invitation, wish = s.server.invitation(s.user, s.room_id), s.wish
    invited = (invitation.proof.origin, *invitation.servers) if invitation else ()
    asked = wish.asked if wish else ()
    return {*invited, *asked, *s.server.candidates(s.user, s.room_id)}


def _end_others(s: Situation, how: Membership) -> Reaction:
    """A member's server ends somebody else's stay, and tells that user's own server."""
    assert s.entry
    entry = Entry(s.user, s.entry.epoch, how, s.server.name)
    return _telling(author(s, entry), s, entry, {s.user.server})


def _revoke(s: Situation) -> Reaction:
    """Publish that the stay held ends as `revoked`, and send word of it to the user's server unless it is this one."""
    return _end_others(s, Membership.REVOKED)


def _deny(s: Situation) -> Reaction:
    """Publish that the stay held ends as `denied`, and send word of it to the user's server unless it is this one."""
    return _end_others(s, Membership.DENIED)


@looks_at("{server} holds {user} as {held}.")
def is_no_member(s: Situation) -> bool:
    """The user is not joined."""
    return not is_a_member(s)


@looks_at("{server} holds {user} as {held}.")
def is_not_invited(s: Situation) -> bool:
    """The user is not held as invited."""
    return not is_invited(s)


@looks_at("{server} holds {user} as {held}.")
def has_not_knocked(s: Situation) -> bool:
    """The user is not held as knocked."""
    return not has_knocked(s)


@looks_at("{server} holds {user} as {held}; to enter, {waiting}.")
def asks_for_nothing(s: Situation) -> bool:
    """The user is not held as knocked; and he is a member, or no wish of his for the room may still be granted."""
    may_come = any(wish.user == s.user for wish in s.server.hopes(s.room_id))
    return has_not_knocked(s) and (is_a_member(s) or not may_come)


LEAVE = Rules(
    "leave", "The command Leave, at the member's home server", kind=Leave, rows=(
        refuse("GAP-4", "Only a member can leave.",
            Reason.NOT_A_MEMBER, Told.NOT_A_MEMBER, when=is_no_member, over="GAP-4"),
        accept("GAP-4 SCOPE-1", "The member's server writes that the stay is over, and tells the others.",
            when=always, does=_leave),
    ),
)

DECLINE = Rules(
    "decline", "The command Decline, at the invitee's home server", kind=Decline, rows=(
        refuse("GAP-2 GAP-4", "Who has joined has nothing to decline, and can leave.",
            Reason.ALREADY_MEMBER, Told.ALREADY_MEMBER, when=is_a_member, over="GAP-2"),
        refuse("GAP-2", "Only an invitation can be declined.",
            Reason.NOTHING_TO_END, Told.NO_INVITATION, when=not_invited, over="GAP-2"),
        accept("GAP-2", "The invitation is declined, and every server likely to know of it is told.",
            when=always, does=_decline),
    ),
)

WITHDRAW = Rules(
    "withdraw", "The command Withdraw, at the asking user's home server", kind=Withdraw, rows=(
        refuse("GAP-6", "Only a knock that stands or a request under way can be taken back.",
            Reason.NOTHING_TO_END, Told.NOTHING_ASKED, when=asks_for_nothing, over="GAP-6"),
        accept("GAP-6 KNK-7", "It is taken back, and every server likely to know of it is told.",
            when=always, does=_withdraw),
    ),
)

REVOKE = Rules(
    "revoke", "The command Revoke, at a member's home server", kind=Revoke, rows=(
        refuse("GAP-3", "Only a member revokes.",
            Reason.NOT_A_MEMBER, Told.NOT_A_MEMBER, when=giver_is_no_member, over="GAP-3"),
        refuse("GAP-3", "Only an invitation that stands can be revoked.",
            Reason.NOTHING_TO_END, Told.NO_INVITATION, when=is_not_invited, over="GAP-3"),
        accept("GAP-3", "The invitation ends; the members and the invitee's server are told.",
            when=always, does=_revoke),
    ),
)

DENY = Rules(
    "deny", "The command Deny, at a member's home server", kind=Deny, rows=(
        refuse("GAP-7", "Only a member denies.",
            Reason.NOT_A_MEMBER, Told.NOT_A_MEMBER, when=giver_is_no_member, over="GAP-7"),
        refuse("GAP-7", "Only a knock that stands can be denied.",
            Reason.NOTHING_TO_END, Told.NO_KNOCK, when=has_not_knocked, over="GAP-7"),
        accept("GAP-7", "The knock ends; the members and the knocker's server are told.",
            when=always, does=_deny),
    ),
)


@looks_at(
    "{sender} says {says}; the home server of {user} is {home}. "
    "On {server}, {inside}, which holds {user} as {held}, and {ever_there} of {sender} as joined or left."
)
def not_the_senders_to_end(s: Situation) -> bool:
    """The line is not by the sender, or is none that the sender may end.

    An ending by the user is his own server's to write; `left`, only of one held as joined, since else a stranger could
    make himself a former member, whose word counts. An ending by a member is the sender's to write of a user of this
    server; if this server is in the room, only where a user of the sender's is held as joined or left.
    Word that ends no stay is nobody's.
    """
    assert isinstance(s.message, Ending) and not isinstance(s.sender, UserId)
    entry = s.message.entry
    if s.sender != entry.origin:
        return True
    match entry.membership.ended_by:
        case Ender.THE_USER:
            can_go = is_a_member(s) or not entry.membership.shows_presence
            return not (s.sender == entry.user.server and can_go)
        case Ender.A_MEMBER:
            by_a_member = not s.is_aware or s.room.was_ever_joined(s.sender)
            return not (entry.user in s.server.users and by_a_member)
        case None:
            return True


@looks_at("On {server} the mode is {mode}; the home server of {user} is {home}.")
def not_concerned(s: Situation) -> bool:
    """The server knows no mode of the room, and the stay that ended is not that of a user of its own."""
    return s.room.mode is None and s.user not in s.server.users


@looks_at("On {server}, {inside}; the home server of {user} is {home}.")
def all_have_left(s: Situation) -> bool:
    """No user of this server is a member, and the stay that ended is somebody else's."""
    return not s.is_aware and s.user not in s.server.users


def _take(s: Situation) -> Reaction:
    """Note the line."""
    assert isinstance(s.message, Ending)
    return note(s, s.message.entry)


def _pass_on(s: Situation) -> Reaction:
    """Publish the line."""
    assert isinstance(s.message, Ending)
    return author(s, s.message.entry)


ENDING = Rules(
    "ending", "Word of an ending, at a server outside the broadcast or at the one that was asked", kind=Ending, rows=(
        ignore("GAP-17", "An ending counts only from its author, for a user of the author's server or of ours.",
            Reason.NOT_YOUR_USER, when=not_the_senders_to_end, over="GAP-17"),
        ignore("GAP-6 GAP-7", "A server that never had to do with the room takes no note.",
            Reason.UNAWARE, when=not_concerned, over="GAP-6"),
        ignore("GAP-9 GAP-18", "An ending that is no news changes nothing.",
            Reason.NOT_NEWS, when=no_news, over="GAP-18"),
        accept("GAP-2 GAP-4 GAP-6", "A server whose users have all left since passes the word on to the members.",
            when=all_have_left, does=_pass_on, over="GAP-4"),
        accept("GAP-2 GAP-3 GAP-6 GAP-7", "The ending is written down, and told to the members where there are any.",
            when=always, does=_take),
    ),
)
