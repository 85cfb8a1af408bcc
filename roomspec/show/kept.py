"""A room as it is kept: a copy at each server with a member, no original, and a server that stands outside."""

from spec_impl import World
from spec_impl.terms import RoomId

from .drawing.copies import Copies, Copy, copies_figure
from .drawing.sheet import Figure


def copies(world: World, room: RoomId, title: str, rest: str = "") -> Figure:
    """Who keeps a copy of the room, and the first server that keeps none, with the directory's list in between.

    Raises `ValueError` where nobody stands outside or the directory has no name for the room: there is nothing to ask.
    """
    name = next((each.listing for each in world.directory.names if each.listing.room == room), None)
    apart = next((home for home in world.servers if not home.is_aware(room)), None)
    if name is None or apart is None:
        raise ValueError(f"the picture needs a name for {room} at the directory, and a server that keeps no copy")
    kept = []
    for home in world.servers:
        if home.is_aware(room):
            joined = home.room(room).joined()
            own = tuple(user.name for user in joined if user.server == home.name)
            kept.append(Copy(home.name, own, tuple(user.name for user in joined if user.server != home.name)))
    outside = Copy(apart.name, tuple(user.name for user in apart.users), ())
    asks = f"{outside.server} ({', '.join(outside.own)}) keeps none, and asks the directory"
    twin = (
        *(f"{each.server} keeps a copy; its own in it: {', '.join(each.own)}." for each in kept),
        f"{asks}, which lists {', '.join(name.candidates)}.",
    )
    alt = f"{len(kept)} servers keep a copy of {name.alias} each, and send each other news; there is no original."
    return copies_figure(Copies(name.alias, tuple(kept), outside, name.candidates), title, rest, alt, twin)
