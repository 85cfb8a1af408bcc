"""The questions that more than one table asks of a situation; each says what it looks at."""

from ..messages import Ending, Grant, KnockPlaced
from ..rows import looks_at
from ..situation import Situation
from ..terms import JoinMode, Membership


@looks_at("{sender} asks for {user}, whose home server is {home}.")
def speaks_for_another(s: Situation) -> bool:
    """The asking server is not the user's own."""
    return s.sender != s.user.server


@looks_at("On {server}, {inside}.")
def unaware(s: Situation) -> bool:
    """No user of this server is a member."""
    return not s.is_aware


@looks_at("The mode is {mode}; {server} holds {user} as {held}.")
def hidden_from_asker(s: Situation) -> bool:
    """The mode hides the room, and in the stay meant the user stands neither as invited nor as joined."""
    return s.mode_hides and s.standing not in (Membership.INVITED, Membership.JOINED)


@looks_at("The request is for stay {epoch}; {server} holds {user} as {held}.")
def out_of_date(s: Situation) -> bool:
    """The request belongs to a stay that has ended here: the line is of a later stay, or says that this one is over."""
    entry = s.entry
    return entry is not None and (entry.epoch, entry.membership.is_over) > (s.epoch, False)


@looks_at("{server} holds {user} as {held}; the message is about stay {epoch}.")
def joined_in_that_stay(s: Situation) -> bool:
    """The user is held as joined, in this very stay."""
    return s.entry is not None and (s.entry.epoch, s.entry.membership) == (s.epoch, Membership.JOINED)


@looks_at("{server} holds {user} as {held}; the request is for stay {epoch}.")
def invited(s: Situation) -> bool:
    """In the stay meant, the user stands as invited."""
    return s.standing is Membership.INVITED


@looks_at("{server} holds {user} as {held}; the request is for stay {epoch}.")
def knocked(s: Situation) -> bool:
    """In the stay meant, the user stands as knocked."""
    return s.standing is Membership.KNOCKED


@looks_at("The mode is {mode}.")
def room_is_public(s: Situation) -> bool:
    """The room's mode is public."""
    return s.room.mode is JoinMode.PUBLIC


@looks_at("The mode is {mode}.")
def knock_required(s: Situation) -> bool:
    """The room's mode is knock."""
    return s.room.mode is JoinMode.KNOCK


@looks_at("{server} holds {user} as {held}.")
def is_a_member(s: Situation) -> bool:
    """The user is held as joined, whichever stay the message means."""
    return s.room.membership(s.user) is Membership.JOINED


@looks_at("{server} holds {user} as {held}.")
def is_invited(s: Situation) -> bool:
    """The user is held as invited, whichever stay the message means."""
    return s.room.membership(s.user) is Membership.INVITED


@looks_at("{server} holds {giver} as {giver_held}.")
def giver_is_no_member(s: Situation) -> bool:
    """Whoever gave the command is not joined."""
    return s.room.membership(s.giver) is not Membership.JOINED


@looks_at("On {server}, {inside}.")
def aware(s: Situation) -> bool:
    """Some user of this server is a member, so it can decide by itself."""
    return s.is_aware


@looks_at("{server} holds {user} as {held}; the message says {says}.")
def no_news(s: Situation) -> bool:
    """The line that came does not win over the one held."""
    assert isinstance(s.message, Ending | Grant | KnockPlaced)
    return not s.room.is_news(s.message.entry)


@looks_at("The message comes from {sender}; asked so far: {asked}.")
def was_not_asked(s: Situation) -> bool:
    """The sender is no server that was asked for this user and room, as the wish remembers them."""
    return s.wish is None or s.sender not in s.wish.asked


@looks_at("{server} holds {user} as {held}.")
def has_knocked(s: Situation) -> bool:
    """The user is held as knocked, whichever stay the message means."""
    return s.room.membership(s.user) is Membership.KNOCKED


@looks_at("{user} holds {holding} and is held as {held}.")
def invited_or_holds_an_invitation(s: Situation) -> bool:
    """The user is held as invited, or has an invitation in hand; the broadcast may come later."""
    return is_invited(s) or s.server.invitation(s.user, s.room_id) is not None


@looks_at("{user} holds {holding} and is held as {held}.")
def not_invited(s: Situation) -> bool:
    """The user is not invited: neither held so nor with an invitation in hand."""
    return not invited_or_holds_an_invitation(s)
