"""The world without a room: what an outsider would face if there were none (PRV-4).

Two worlds that differ only in this are what concealment is about: he must not be able to tell in which one he lives.
"""

from dataclasses import replace

from spec_impl import World
from spec_impl.messages import DirectoryAnswer, Envelope
from spec_impl.stepping import as_set
from spec_impl.terms import RoomId, ServerName
from spec_impl.world import HomeServer


def without(world: World, room: RoomId, outsider: ServerName) -> World:
    """The same world, never touched by the room: not at other servers, not at the directory, not on its way.

    What the outsider's own server holds, has sent or is being sent stays as it is.
    """
    return replace(
        world,
        servers=tuple(server if server.name == outsider else _erased(server, room) for server in world.servers),
        directory=replace(
            world.directory, names=tuple(name for name in world.directory.names if name.listing.room != room)
        ),
        in_flight=as_set(
            _unlisted(envelope, room, outsider)
            for envelope in world.in_flight
            if outsider in (envelope.sender, envelope.receiver) or getattr(envelope.message, "room", None) != room
        ),
        broadcast=tuple(update for update in world.broadcast if update.room != room),
    )


def _unlisted(envelope: Envelope, room: RoomId, outsider: ServerName) -> Envelope:
    """An answer of the directory to somebody else, without the room in it."""
    message = envelope.message
    if outsider in (envelope.sender, envelope.receiver) or not isinstance(message, DirectoryAnswer):
        return envelope
    found = tuple(listing for listing in message.found if listing.room != room)
    return replace(envelope, message=replace(message, found=found))


def _erased(server: HomeServer, room: RoomId) -> HomeServer:
    return replace(
        server,
        rooms=tuple(view for view in server.rooms if view.room != room),
        found=tuple(found for found in server.found if found.room != room),
        invitations=tuple(invitation for invitation in server.invitations if invitation.room != room),
        wishes=tuple(wish for wish in server.wishes if wish.room != room),
        knocks=tuple(knock for knock in server.knocks if knock.room != room),
        held=tuple(held for held in server.held if held.room != room),
        names=tuple(name for name in server.names if name.room != room),
    )
