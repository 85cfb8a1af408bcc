"""What every rule does to a register in the same way: author a change, take one in, and settle what it settles."""

from dataclasses import replace

from ..messages import StateUpdate
from ..reading import Reading
from ..room import Room
from ..situation import Reaction, Situation
from ..terms import DIRECTORY, Entry, MemberMap, Membership, ModeChange, RoomId, ServerName, Update
from ..world import HomeServer


def author(situation: Situation, change: Entry | ModeChange, onto: Room | None = None) -> Reaction:
    """Make a state change and publish it among the members in the usual way (INV-5, INV-6, INV-7).

    With one key for all members the update carries the whole map; `onto` is the view that it is made from.
    """
    update = _as_update(onto or situation.room, change, situation.server.name, situation.reading)
    server = learn(situation.server, situation.room_id, update, situation.reading)
    return Reaction(server, published=(StateUpdate(situation.room_id, update),))


def note(situation: Situation, entry: Entry) -> Reaction:
    """Write an entry down here; publish it too where a user of this server is a member."""
    if situation.is_aware:
        return author(situation, entry)
    return Reaction(learn(situation.server, situation.room_id, entry, situation.reading))


def announced(situation: Situation, reaction: Reaction) -> Reaction:
    """Tell the directory of a new mode, where this server gave the room its name (PUB-4, PRV-4)."""
    change = reaction.server.room(situation.room_id).mode_change
    if change is None or change == situation.room.mode_change:
        return reaction
    for name in reaction.server.names:
        if name.room == situation.room_id:
            reaction = reaction.sending(
                DIRECTORY, replace(name, mode=change.mode, depth=change.depth, set_by=change.origin)
            )
    return reaction


def _as_update(view: Room, change: Entry | ModeChange, author_name: ServerName, reading: Reading) -> Update:
    if reading.member_register == "per_user" or isinstance(change, ModeChange):
        return change
    return MemberMap(view.map_version[0] + 1, view.merged(change).members, author_name)


def learn(server: HomeServer, room: RoomId, update: Update, reading: Reading) -> HomeServer:
    """Take an update in, settle what it means for this server's own users, and forget what the reading forgets."""
    before = server.room(room)
    after = before.merged(update)
    server = server.storing(after)
    for entry in after.members:
        if entry.user in server.users and entry != before.entry(entry.user):
            server = _settled(server, room, entry, reading)
    if reading.forgetting == "on_last_leave" and before.joined(server.name) and not after.joined(server.name):
        return replace(server, rooms=tuple(view for view in server.rooms if view.room != room))
    return server


def _settled(server: HomeServer, room: RoomId, entry: Entry, reading: Reading) -> HomeServer:
    """A knock is remembered; a join or an ending settles invitation, wish and knock of its stay, of no later one."""
    user = entry.user
    if entry.membership is Membership.KNOCKED:
        return server.remembering(user, room, entry.epoch)
    if entry.membership.rank < Membership.JOINED.rank:
        return server
    if (invitation := server.invitation(user, room)) and invitation.proof.epoch <= entry.epoch:
        server = server.declining(user, room)
    if (wish := server.wish(user, room)) and wish.epoch <= entry.epoch:
        server = server.wishing(replace(wish, proof=None, untried=(), waiting_for=None, wanted=False))
    knock = server.knock(user, room)
    if knock and reading.knock_memory == "until_resolved" and knock.epoch <= entry.epoch:
        server = server.forgetting_knock(user, room)
    return server
