"""Joining directly: the command, the request at a candidate server, and the grant that answers it (PUB, JOIN)."""

from ..commands import Join
from ..messages import Asking, Grant, JoinRequest, StateUpdate, Told
from ..notices import InvitationShown, Joined
from ..rows import always, looks_at
from ..situation import Reaction, Situation
from ..terms import Entry, Membership, PduId, epoch_after
from ..world import Wish
from .candidates import ask_next
from .guards import (
    aware,
    hidden_from_asker,
    invited,
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
from .register import announced, author, learn
from .table import Reason, Rules, accept, ignore, judged, refuse


def admit(s: Situation) -> Reaction:
    """Publish the user as joined, and send his home server the room as it now stands (ACC-7, PUB-8).

    The stay is the one meant or, if that is a later one, the running stay or the next.
    """
    epoch = max(s.epoch, epoch_after(s.entry))
    return _granting(s, author(s, Entry(s.user, epoch, Membership.JOINED, s.server.name)))


def grant_again(s: Situation) -> Reaction:
    """Send the grant again, of the line held and the room as it stands; nothing changes (GAP-9)."""
    return _granting(s, Reaction(s.server))


def _granting(s: Situation, reaction: Reaction) -> Reaction:
    view = reaction.server.room(s.room_id)
    entry = view.entry(s.user)
    if s.user.server == s.server.name or entry is None:
        return reaction
    return reaction.sending(s.user.server, Grant(entry, view))


@looks_at("The mode is {mode}; {server} holds {user} as {held}.")
def knock_stands(s: Situation) -> bool:
    """The room's mode is knock, and in the stay meant the user stands as knocked."""
    return knock_required(s) and knocked(s)


JOIN_REQUEST = Rules(
    "join request", "A join request, at a candidate server", kind=JoinRequest, rows=(
        refuse("GAP-17", "A home server speaks only for its own users.",
            Reason.NOT_YOUR_USER, Told.NO_SUCH_ROOM, when=speaks_for_another, over="GAP-17"),
        refuse("PRV-1 PRV-3 PUB-6", "A server with no member in the room does not know it.",
            Reason.UNAWARE, Told.NO_SUCH_ROOM, when=unaware, over="PRV-3"),
        refuse("PRV-2 PRV-3 PRV-4", "A stranger to a hidden room hears the same.",
            Reason.NOT_INVITED, Told.NO_SUCH_ROOM, when=hidden_from_asker, over="PRV-3 TEN-14"),
        refuse("GAP-9", "A request for a stay that has ended comes too late.",
            Reason.OUT_OF_DATE, Told.OUT_OF_DATE, when=out_of_date, over="GAP-9", under="old_requests=by_epoch"),
        accept("GAP-9", "Who has joined in this very stay is granted it again, and nothing changes.",
            when=joined_in_that_stay, does=grant_again, over="GAP-9"),
        accept("PUB-7 PUB-8 PUB-9 PUB-10 PUB-11", "Anyone enters a public room.",
            when=room_is_public, does=admit, under="direct_join=public_only"),
        accept("PUB-1 GAP-22", "Whoever is invited may also enter by the direct way.",
            when=invited, does=admit, over="GAP-22", under="direct_join=public_only"),
        refuse("KNK-1 KNK-4", "Whose knock stands at a semi-public room waits for the members' answer.",
            Reason.MUST_KNOCK, Told.KNOCK_STANDS, when=knock_stands, over="KNK-1"),
        refuse("KNK-1", "A semi-public room asks for a knock first.",
            Reason.MUST_KNOCK, Told.KNOCK_FIRST, when=knock_required, over="KNK-1 TEN-14"),
        accept("PUB-7 PUB-8 PUB-9 PUB-10", "Anyone enters a room that the server knows.",
            when=aware, does=admit, under="direct_join=any_mode"),
        # No mode of the recommended reading comes here: it is the answer of a mode that no row above speaks of.
        refuse("GAP-19 GAP-20", "Any other request is refused as if there were no room.",
            Reason.NO_RULE, Told.NO_SUCH_ROOM, when=always),
    ),
)


def wish_for(s: Situation, asking: Asking, proof: PduId | None = None) -> Wish:
    """What the user now wants, and whom his home server will ask, in order (PUB-5)."""
    others, invitation, epoch = s.heard_of(s.user), s.server.invitation(s.user, s.room_id), epoch_after(s.entry)
    if proof:
        listed = dict.fromkeys(invitation.servers if invitation else ())
        others = tuple(server for server in listed if server != s.server.name)
    return Wish(s.user, s.room_id, asking, max(proof.epoch, epoch) if proof else epoch, proof, others)


def joined_already(s: Situation) -> Reaction:
    """Show the giver once more that he is in (GAP-9, GAP-10)."""
    return Reaction(s.server).showing(Joined(s.user, s.room_id))


def _decide_here(s: Situation) -> Reaction:
    """Decide here: judge a join request for the running or the next stay, as one from this very server."""
    return judged(JOIN_REQUEST, s.facing(JoinRequest(s.room_id, s.user, epoch_after(s.entry))))


def _ask(s: Situation) -> Reaction:
    """Wish to join, and ask the next candidate.

    With an invitation in hand and a knock remembered, show the invitation: it was being accepted for the user, who now
    overtakes that himself.
    """
    reaction, invitation = ask_next(s.server, wish_for(s, Asking.JOIN)), s.server.invitation(s.user, s.room_id)
    if invitation and s.server.knock(s.user, s.room_id):
        return reaction.showing(InvitationShown(s.user, s.room_id, invitation.inviter))
    return reaction


@looks_at("Other servers of which {user} has heard that they may hold the room: {heard_of}.")
def not_discovered(s: Situation) -> bool:
    """Neither the user's discovery nor an invitation in his hands names another server to ask."""
    return not wish_for(s, Asking.JOIN).untried


JOIN = Rules(
    "join", "The command Join, at the user's own home server", kind=Join, rows=(
        accept("GAP-9", "A member who joins again is answered as the first time, and nothing changes.",
            when=is_a_member, does=joined_already, over="GAP-9"),
        accept("JOIN-1 GAP-13", "A server that is in the room decides for its own user.",
            when=aware, does=_decide_here, over="GAP-13"),
        refuse("DISC-1 DISC-2 DISC-3", "Nobody joins a room without having discovered it.",
            Reason.NOT_DISCOVERED, Told.NO_SUCH_ROOM, when=not_discovered, over="DISC-1"),
        accept("JOIN-1 PUB-2 PUB-3", "The first server on the list is asked.", when=always, does=_ask),
    ),
)


def _take_grant(s: Situation) -> Reaction:
    """Learn the room's state, its mode first; then, if no user here was a member, publish each line that is news to it.

    These are the lines as they were held before, of own users and of those whose ending was told here meanwhile.
    Announce a new mode. With one register for all, nothing is published.
    """
    assert isinstance(s.message, Grant)
    server, state = s.server, s.message.state
    as_one_map = s.reading.member_register == "single"
    for update in state.as_updates(as_one_map):
        server = learn(server, s.room_id, update, s.reading)
    news = () if as_one_map or s.is_aware else filter(state.is_news, s.room.members)
    return announced(s, Reaction(server, published=tuple(StateUpdate(s.room_id, entry) for entry in news)))


def _disown(s: Situation) -> Reaction:
    """Publish, onto the room's state in the grant, that the user is not there; learn that line alone.

    It is the line held, where that ended the stay granted or a later one; else that he has left the stay granted.
    """
    assert isinstance(s.message, Grant)
    own = s.entry
    if own is None or own.epoch < s.epoch or not own.membership.is_over:
        own = Entry(s.user, s.epoch, Membership.LEFT, s.server.name)
    published = author(s, own, onto=s.message.state).published
    return Reaction(learn(s.server, s.room_id, own, s.reading), published=published)


@looks_at("{server} holds {user} as {held}, and {wished} of {user}; granted is stay {epoch}.")
def no_longer_wanted(s: Situation) -> bool:
    """The user wants this room no more: the line held says that this stay, or a later one, is over.

    Or he is no member, and no wish of his is for this stay or an earlier one.
    """
    if s.entry and s.entry.epoch >= s.epoch and s.entry.membership.is_over:
        return True
    return not is_a_member(s) and not (s.wish and s.wish.epoch <= s.epoch)


GRANT = Rules(
    "grant", "A grant, at the home server that asked", kind=Grant, rows=(
        ignore("GAP-17", "A grant counts only from a server that was asked.",
            Reason.NOT_ASKED, when=was_not_asked, over="GAP-17"),
        accept("GAP-6 GAP-18", "Whom nobody here wants in any more, the home server declares to have left.",
            when=no_longer_wanted, does=_disown, over="GAP-18"),
        ignore("GAP-9", "A grant that says nothing new changes nothing.",
            Reason.NOT_NEWS, when=no_news, over="GAP-9"),
        accept("ACC-10 ACC-11 PUB-9", "The user is in, with the room's state as the admitting server holds it.",
            when=always, does=_take_grant),
    ),
)
