"""A room's own affairs: creating it, changing its mode, and the updates that its members' servers broadcast."""

from dataclasses import replace

from ..commands import Create, SetJoinMode
from ..messages import NamePublished, StateUpdate, Told
from ..room import Room
from ..rows import always, looks_at
from ..situation import Reaction, Situation
from ..terms import DIRECTORY, Entry, Membership, ModeChange
from .guards import giver_is_no_member, unaware
from .register import announced, author, learn
from .table import Reason, Rules, accept, ignore, refuse


def _create(s: Situation) -> Reaction:
    """Make the room with its creator in it, publish both, and tell the directory the name if there is one."""
    assert isinstance(s.message, Create)
    name, message = s.server.name, s.message
    view = Room(
        message.room, ModeChange(1, message.mode, name), (Entry(s.giver, 1, Membership.JOINED, name),), (1, name)
    )
    first = view.as_updates(s.reading.member_register == "single")
    created = Reaction(s.server.storing(view), published=tuple(StateUpdate(message.room, update) for update in first))
    if message.alias is None:
        return created
    written = NamePublished(message.alias, message.room, message.mode, message.listed, 1, name)
    names = tuple(sorted((*created.server.names, written), key=lambda name: (name.alias, name.room)))
    server = replace(created.server, names=names)
    return replace(created, server=server).sending(DIRECTORY, written)


CREATE = Rules(
    "create", "The command Create, at the creator's home server", kind=Create, rows=(
        accept("GAP-19 GAP-21", "The creator is the first member, and names the mode.",
            when=always, does=_create),
    ),
)


@looks_at("The mode is {mode}.")
def same_mode(s: Situation) -> bool:
    """The room has that mode already."""
    assert isinstance(s.message, SetJoinMode)
    return s.room.mode is s.message.mode


def _set_mode(s: Situation) -> Reaction:
    """Publish the new mode as the change after the one held, and announce it."""
    assert isinstance(s.message, SetJoinMode) and s.room.mode_change
    return announced(s, author(s, ModeChange(s.room.mode_change.depth + 1, s.message.mode, s.server.name)))


SET_JOIN_MODE = Rules(
    "set join mode", "The command SetJoinMode, at a member's home server", kind=SetJoinMode, rows=(
        refuse("GAP-12", "Only a member changes the mode.",
            Reason.NOT_A_MEMBER, Told.NOT_A_MEMBER, when=giver_is_no_member, over="GAP-12"),
        refuse("GAP-12", "A mode that the room has already changes nothing, and the member hears so.",
            Reason.NOT_NEWS, Told.ALREADY_SO, when=same_mode, over="GAP-12"),
        accept("GAP-12", "The mode changes, and the members are told.", when=always, does=_set_mode),
    ),
)


@looks_at("{server} holds {in_its_place}; the update says {says}.")
def old_update(s: Situation) -> bool:
    """The update does not win over what is held."""
    assert isinstance(s.message, StateUpdate)
    return not s.room.is_news(s.message.update)


def _take(s: Situation) -> Reaction:
    """Learn the update, and announce a new mode."""
    assert isinstance(s.message, StateUpdate)
    return announced(s, Reaction(learn(s.server, s.room_id, s.message.update, s.reading)))


STATE_UPDATE = Rules(
    "state update", "A state update, at a server with a member", kind=StateUpdate, rows=(
        ignore("PUB-6 GAP-17", "A server with no member in the room takes no note of its changes.",
            Reason.UNAWARE, when=unaware, over="PUB-6"),
        ignore("GAP-18 GAP-9", "An update that is no news changes nothing.",
            Reason.NOT_NEWS, when=old_update, over="GAP-18"),
        accept("GAP-1 GAP-18", "An update that wins over what is held is taken in.",
            when=always, does=_take),
    ),
)
