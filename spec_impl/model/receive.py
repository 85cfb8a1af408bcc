"""How an actor reacts to one message: the table decides, its row acts, and what follows at once is done.

`receive` is pure; the same server, message and reading always give the same reaction.
"""

from dataclasses import replace

from .directory import Directory, DirectoryReaction, Inquiry
from .homeserver import HomeServer
from .messages import (
    Asking,
    DirectoryQuery,
    Joined,
    KnockSeen,
    MembershipChanged,
    NamePublished,
    Notice,
    Refusal,
    WireMessage,
)
from .reading import Reading
from .room import Room
from .rows import Table
from .rules import TABLE_FOR
from .rules.accepting import decide_again
from .rules.discovering import NAME_PUBLISHED, NAME_QUERY, SEARCH
from .rules.fetching import FETCH_REFUSED
from .rules.writing import Rules, judged
from .situation import Incoming, Reaction, Situation
from .terms import Entry, Membership, ServerName, UserId


def receive(server: HomeServer, sender: ServerName | UserId, message: Incoming, reading: Reading) -> Reaction:
    """What a home server does about one message.

    Arguments: the server as it stands, who sent the message (a client's command comes from a user), and the reading.
    Returns the next server, what it sends, publishes and shows, and every verdict behind that, the first one first.
    """
    situation = Situation(server, sender, message, reading)
    reaction = judged(table_for(message), situation)
    reaction = _decide_what_waits(situation, reaction)
    return reaction.showing(*_changes_seen(server, reaction.server))


def table_for(message: Incoming) -> Rules:
    """The table that decides about a message; a refusal goes by what was asked for."""
    if isinstance(message, Refusal) and message.asking is Asking.FETCH:
        return FETCH_REFUSED
    return TABLE_FOR[type(message)]


def _decide_what_waits(situation: Situation, reaction: Reaction) -> Reaction:
    """After a room's register has changed, every acceptance kept for that room is decided again (ACC-5)."""
    for held in situation.server.held:
        changed = reaction.server.room(held.room) != situation.server.room(held.room)
        if changed and held in reaction.server.held:
            reaction = reaction.then(decide_again(replace(situation, server=reaction.server), held))
    return reaction


def _changes_seen(before: HomeServer, after: HomeServer) -> tuple[Notice, ...]:
    """What clients see of a changed register: members each change, and a user what became of himself."""
    return _of_forgotten_rooms(before, after) + tuple(
        notice
        for view in after.rooms
        for entry in view.members
        if entry.membership is not before.room(view.room).membership(entry.user)
        for notice in (*_to_members(before.room(view.room), view, entry, after.name), *_to_himself(view, entry, after))
    )


def _of_forgotten_rooms(before: HomeServer, after: HomeServer) -> tuple[Notice, ...]:
    """Where a server forgets a room with its last member, that member is still told that she has left (GAP-4)."""
    held = {view.room for view in after.rooms}
    return tuple(
        MembershipChanged(user, view.room, user, Membership.LEFT)
        for view in before.rooms
        if view.room not in held
        for user in view.joined(before.name)
    )


def _to_members(before: Room, after: Room, entry: Entry, server: ServerName) -> tuple[Notice, ...]:
    witnesses = [user for user in before.joined(server) if user in after.joined(server) and user != entry.user]
    if entry.membership is Membership.KNOCKED:
        return tuple(KnockSeen(user, after.room, entry.user) for user in witnesses)
    return tuple(MembershipChanged(user, after.room, entry.user, entry.membership) for user in witnesses)


def _to_himself(view: Room, entry: Entry, server: HomeServer) -> tuple[Notice, ...]:
    if entry.user not in server.users or entry.membership is Membership.INVITED:
        return ()
    if entry.membership is Membership.JOINED:
        return (Joined(entry.user, view.room),)
    return (MembershipChanged(entry.user, view.room, entry.user, entry.membership),)


def inquire(directory: Directory, sender: ServerName, message: WireMessage, reading: Reading) -> DirectoryReaction:
    """What the directory does about one message."""
    inquiry = Inquiry(directory, sender, message, reading)
    verdict, row = directory_table_for(message).decide(inquiry)
    return replace(row.does(inquiry), verdicts=(verdict,))


def directory_table_for(message: WireMessage) -> Table[Inquiry, DirectoryReaction]:
    """The table that decides about a message at the directory."""
    if isinstance(message, NamePublished):
        return NAME_PUBLISHED
    assert isinstance(message, DirectoryQuery), "only queries and names are sent to the directory"
    return NAME_QUERY if message.alias else SEARCH
