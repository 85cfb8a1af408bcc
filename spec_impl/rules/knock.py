"""Knocking: the command, the knock at a candidate server, and the word that it was placed (KNK-1 to KNK-4)."""

from dataclasses import replace

from ..commands import Knock
from ..messages import Asking, Ending, KnockPlaced, KnockRequest, Told
from ..notices import MembershipChanged
from ..rows import always, looks_at
from ..situation import Reaction, Situation
from ..terms import Entry, Membership, UserId, epoch_after
from .candidates import ask_next
from .guards import (
    aware,
    hidden_from_asker,
    invited,
    invited_or_holds_an_invitation,
    is_a_member,
    joined_in_that_stay,
    knock_required,
    knocked,
    no_news,
    out_of_date,
    room_is_public,
    speaks_for_another,
    unaware,
    was_not_asked,
)
from .public_join import grant_again, joined_already, not_discovered, wish_for
from .register import author, learn
from .table import Reason, Rules, accept, ignore, judged, refuse


def _place(s: Situation) -> Reaction:
    """Publish the knock, for all members to see, and acknowledge it (TEN-13).

    The stay is the largest of these: the one meant; the running stay or the next; over an invitation or a membership,
    the one after the stay held.
    """
    running = s.entry is not None and s.entry.membership in (Membership.INVITED, Membership.JOINED)
    epoch = max(s.epoch, epoch_after(s.entry) + running)
    return _acknowledging(s, author(s, Entry(s.user, epoch, Membership.KNOCKED, s.server.name)))


def _place_again(s: Situation) -> Reaction:
    """Acknowledge once more a knock that stands; a user of this very server is shown that he is held as knocked."""
    if s.user.server == s.server.name:
        return Reaction(s.server).showing(MembershipChanged(s.user, s.room_id, s.user, Membership.KNOCKED))
    return _acknowledging(s, Reaction(s.server))


def _acknowledging(s: Situation, reaction: Reaction) -> Reaction:
    entry = reaction.server.room(s.room_id).entry(s.user)
    if s.user.server == s.server.name or entry is None:
        return reaction
    return reaction.sending(s.user.server, KnockPlaced(s.room_id, entry))


KNOCK_REQUEST = Rules(
    "knock request", "A knock, at a candidate server", kind=KnockRequest, rows=(
        refuse("GAP-17", "A home server speaks only for its own users.",
            Reason.NOT_YOUR_USER, Told.NO_SUCH_ROOM, when=speaks_for_another, over="GAP-17"),
        refuse("PRV-1 PRV-3 PUB-6", "A server with no member in the room does not know it.",
            Reason.UNAWARE, Told.NO_SUCH_ROOM, when=unaware, over="PRV-3"),
        refuse("PRV-2 PRV-3 PRV-4 GAP-11", "A stranger who knocks at a hidden room hears the same.",
            Reason.NOT_INVITED, Told.NO_SUCH_ROOM, when=hidden_from_asker, over="PRV-4", under="hidden_requests=all"),
        refuse("GAP-9", "A knock of a stay that has ended comes too late.",
            Reason.OUT_OF_DATE, Told.OUT_OF_DATE, when=out_of_date, over="GAP-9", under="old_requests=by_epoch"),
        accept("GAP-10", "Who has joined is granted it again, and nothing changes.",
            when=joined_in_that_stay, does=grant_again, over="GAP-10"),
        refuse("GAP-10 TEN-13", "Who is invited is told so; a knock never overwrites an invitation.",
            Reason.ALREADY_INVITED, Told.ALREADY_INVITED, when=invited, over="TEN-13",
            under="knock_when_invited=refuse"),
        accept("GAP-10 KNK-2", "A knock that stands is acknowledged again, and nothing changes.",
            when=knocked, does=_place_again, over="GAP-10"),
        accept("KNK-2 KNK-3 KNK-4", "A semi-public room takes the knock, and its members learn of it.",
            when=knock_required, does=_place),
        refuse("GAP-11", "A public room needs no knock, and says so.",
            Reason.NOT_KNOCKABLE, Told.JOIN_DIRECTLY, when=room_is_public, over="GAP-11"),
        # Nor here, for the same reason; where only joins are hidden, rooms that are not semi-public say so.
        refuse("GAP-11", "Any other room takes no knocks.",
            Reason.NOT_KNOCKABLE, Told.NO_KNOCKING, when=always),
    ),
)


def _decide_here(s: Situation) -> Reaction:
    """Decide here: judge a knock for the running or the next stay, as one from this very server."""
    return judged(KNOCK_REQUEST, s.facing(KnockRequest(s.room_id, s.user, epoch_after(s.entry))))


def _ask(s: Situation) -> Reaction:
    """Wish for a knock, and ask the next candidate."""
    return ask_next(s.server, wish_for(s, Asking.KNOCK))


KNOCK = Rules(
    "knock", "The command Knock, at the user's own home server", kind=Knock, rows=(
        accept("GAP-10", "A member who knocks is answered as joined, and nothing changes.",
            when=is_a_member, does=joined_already, over="GAP-10"),
        refuse("GAP-10 TEN-13", "Who is invited need not knock, whether the room's members or the invitation say so.",
            Reason.ALREADY_INVITED, Told.ALREADY_INVITED, when=invited_or_holds_an_invitation, over="TEN-13",
            under="knock_when_invited=refuse"),
        accept("JOIN-1 GAP-13", "A server that is in the room decides for its own user.",
            when=aware, does=_decide_here, over="GAP-13"),
        refuse("DISC-1", "Nobody knocks at a room without having discovered it.",
            Reason.NOT_DISCOVERED, Told.NO_SUCH_ROOM, when=not_discovered, over="DISC-1"),
        accept("KNK-2 KNK-7", "The knock is remembered, and the first server on the list is asked.",
            when=always, does=_ask),
    ),
)


@looks_at("{server} holds {user} as {held}; placed is stay {epoch}.")
def knock_taken_back(s: Situation) -> bool:
    """The line held says that this stay, or a later one, is over, and this very server wrote it."""
    entry = s.entry
    ended = entry is not None and entry.membership.is_over and entry.epoch >= s.epoch
    return ended and entry is not None and entry.origin == s.server.name


def _say_it_ended(s: Situation) -> Reaction:
    """Send the sender the line held, as word of an ending."""
    assert s.entry and not isinstance(s.sender, UserId)
    return Reaction(s.server).sending(s.sender, Ending(s.room_id, s.entry))


def _knows_it_stands(s: Situation) -> Reaction:
    """The server asked owes no answer any more; learn the line, in whichever stay it is."""
    assert isinstance(s.message, KnockPlaced)
    return Reaction(learn(_answered(s).server, s.room_id, s.message.entry, s.reading))


def _answered(s: Situation) -> Reaction:
    """The server asked owes no answer any more: a wish to knock that waits for the sender waits for nobody.

    That is, where it is for the stay placed or an earlier one.
    """
    wish = s.wish
    if wish and (wish.asking, wish.waiting_for) == (Asking.KNOCK, s.sender) and wish.epoch <= s.epoch:
        return Reaction(s.server.wishing(replace(wish, waiting_for=None)))
    return Reaction(s.server)


KNOCK_PLACED = Rules(
    "knock placed", "The word that a knock was placed, at the knocker's home server", kind=KnockPlaced, rows=(
        ignore("GAP-17", "The word counts only from a server that was asked.",
            Reason.NOT_ASKED, when=was_not_asked, over="GAP-17"),
        accept("GAP-6", "A knock taken back meanwhile is taken back there too.",
            when=knock_taken_back, does=_say_it_ended, over="GAP-6"),
        ignore("GAP-9", "Word of a knock that is known to stand, or has been answered, changes nothing.",
            Reason.NOT_NEWS, when=no_news, does=_answered, over="GAP-9"),
        accept("KNK-2 KNK-4", "The user is held as knocked, and waits for the members.",
            when=always, does=_knows_it_stands),
    ),
)
