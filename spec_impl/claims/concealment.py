"""Concealment: what somebody outside can find out about a room that is hidden from him."""

from collections.abc import Iterator
from dataclasses import replace

from ..messages import Acceptance, DirectoryAnswer, JoinRequest, KnockRequest, Refusal
from ..reading import Reading
from ..situation import DirectoryReaction, Reaction
from ..stepping import receive
from ..terms import JoinMode, Membership, ServerName, UserId
from ..world import Directory
from .claim import Moment, Over, Quiet, in_every_run, of_two_worlds, tells_somebody

HIDDEN = (JoinMode.INVITE, JoinMode.PRIVATE)


@of_two_worlds("PRV-2 PRV-3 PRV-4")
def a_hidden_room_is_as_good_as_none(leaks: bool, is_silent: bool) -> Iterator[str]:
    """An outsider is sent the same, and as often, whether there is a hidden room or none.

    His server may write anything; he was never invited, never knocked or joined, and nobody inside tells him.
    """
    if leaks:
        yield "the outsider is sent what nobody would send if there were no room"
    if is_silent:
        yield "the outsider is not sent what he would be sent if there were no room"


@in_every_run("PRV-2 PRV-3 PRV-4", about=JoinRequest | KnockRequest | Acceptance, concerns=tells_somebody)
def a_hidden_room_does_not_know_who_knocked_or_left(moment: Moment) -> Iterator[str]:
    """A server that holds a room as hidden tells whoever knocked or left before what it tells a stranger.

    What it tells a stranger is the matter of a-hidden-room-is-as-good-as-none, which leaves these out: they know that
    there was a room.
    """
    message, sender, server = moment.message, moment.sender, moment.before
    assert isinstance(message, JoinRequest | KnockRequest | Acceptance)
    view = server.room(message.room)
    entry = view.entry(message.user)
    if view.mode not in HIDDEN or entry is None or entry.membership in (Membership.INVITED, Membership.JOINED):
        return
    of_others = tuple(each for each in view.members if each != entry)
    a_stranger = receive(server.storing(replace(view, members=of_others)), sender, message, moment.reading)
    here, there = (_told(reaction, sender) for reaction in (moment.reaction, a_stranger))
    if here != there:
        yield f"{message.user.name}, held as {entry.membership}, hears {here} of a hidden room, and a stranger {there}"


def _told(reaction: Reaction, asker: ServerName | UserId) -> str:
    said = (each.message for each in reaction.sends if each.receiver == asker)
    words = (f"“{each.told}”" if isinstance(each, Refusal) else f"a {type(each).__name__}" for each in said)
    return ", ".join(words) or "nothing"


@in_every_run("PRV-4 PUB-4 GAP-12", Over.QUIET)
def the_directory_hears_of_every_mode(quiet: Quiet) -> Iterator[str]:
    """The directory holds the mode that a room has at the server which named it, as long as that one is in the room.

    A name that its giver's server has left behind keeps the last mode that the directory heard of (TODO-2).
    """
    for name in quiet.world.directory.names:
        for server in quiet.inside(name.listing.room):
            mode = server.room(name.listing.room).mode
            if server.name == name.owner and name.mode is not mode:
                yield f"the directory holds {name.listing.alias} as {name.mode}, and {server.name} as {mode}"


@in_every_run("PRV-4 DIR-3 DIR-4", Over.DIRECTORY)
def the_directory_names_no_hidden_room(
    before: Directory, reaction: DirectoryReaction, reading: Reading
) -> Iterator[str]:
    """No answer of the directory names a room whose mode, as it was told, is invite or private."""
    del reading
    hidden = {name.listing.room for name in before.names if name.mode in HIDDEN}
    for sent in reaction.sends:
        if isinstance(sent.message, DirectoryAnswer):
            for listing in sent.message.found:
                if listing.room in hidden:
                    yield f"the answer to {sent.message.user.name} names {listing.room}, which is hidden"
