"""Claims as one would word them first, which no reading can make true; each says why, and what is claimed instead."""

from collections.abc import Iterable

from .. import Asking, JoinMode, Membership, StateUpdate
from ..world import HomeServer
from .claim import Moment, Over, Quiet, in_every_run, in_force


def _admits(moment: Moment) -> bool:
    return any(entry.membership is Membership.JOINED for _, entry in moment.written())


@in_every_run(
    "GAP-3 GAP-6 ACC-6",
    Over.MEETING,
    concerns=_admits,
    first="The ending is still on its way, and nobody can know of it. Instead: in force as the admitting server knows, "
    "and in every quiet world the ending has won (an-ending-wins-everywhere).",
)
def nobody_is_let_in_once_the_stay_has_been_ended_anywhere(servers: Iterable[HomeServer], moment: Moment) -> bool:
    """From the moment in which a stay is ended, at whichever server, nobody is let in by it."""
    return not any(
        (held := server.room(room).entry(entry.user)) and held.membership.is_over and held.epoch >= entry.epoch
        for room, entry in moment.written()
        if entry.membership is Membership.JOINED
        for server in servers
    )


@in_every_run(
    "GAP-1 GAP-17",
    first="Who leaves has written before that, and the word of his leave may come first. Instead: an update counts by "
    "its weight, whoever wrote it, and the usual way is trusted (servers-in-a-room-agree).",
)
def only_current_members_are_heard(moment: Moment) -> bool:
    """An update is taken in only from a server that has a member at that time, as the receiver knows."""
    message = moment.message
    if not isinstance(message, StateUpdate) or moment.after.room(message.room) == moment.before.room(message.room):
        return True
    return bool(moment.before.room(message.room).joined(message.update.origin))


@in_every_run(
    "ACC-4 ACC-5 GAP-16",
    Over.QUIET,
    first="Every message of a request may be lost. Instead: fewer are lost than servers asked know the invitation "
    "(the-genuine-invitee-is-served).",
)
def the_genuine_invitee_is_served_whatever_is_lost(quiet: Quiet) -> bool:
    """Who accepted and still wants to come is let in if a server asked holds the invitation in force."""
    return not any(
        wish.asking is Asking.ACCEPTANCE
        and wish.wanted
        and server.room(wish.room).membership(wish.user) is not Membership.JOINED
        and any(
            each.name in wish.asked and in_force(each.room(wish.room), wish.user, wish.epoch)
            for each in quiet.inside(wish.room)
        )
        for server, wish in quiet.wishes()
    )


@in_every_run(
    "ACC-3 ACC-5 INV-11",
    Over.QUIET,
    first="The member who knows of it need not be on the invitation's list, and is never asked. Instead: a server that "
    "was asked (the-genuine-invitee-is-served).",
)
def the_genuine_invitee_is_served_if_any_member_knows(quiet: Quiet) -> bool:
    """Who accepted and still wants to come is let in if any server in the room holds the invitation in force."""
    return not any(
        wish.asking is Asking.ACCEPTANCE
        and wish.wanted
        and quiet.lost == 0
        and server.room(wish.room).membership(wish.user) is not Membership.JOINED
        and any(in_force(each.room(wish.room), wish.user, wish.epoch) for each in quiet.inside(wish.room))
        for server, wish in quiet.wishes()
    )


@in_every_run(
    "PUB-5 PUB-6 PUB-7",
    Over.QUIET,
    first="The walk takes time: a candidate may come into the room after it was asked. Instead: each candidate is "
    "asked once, and one that is in the room all the while answers (each-candidate-is-asked-once).",
)
def a_join_succeeds_if_a_candidate_is_in_the_room_at_the_end(quiet: Quiet) -> bool:
    """Whoever asked to join a public room is in, or has ended the stay, if in the end a candidate is in it."""
    return not any(
        wish.asking is Asking.JOIN
        and quiet.lost == 0
        and server.room(wish.room).entry(wish.user) is None
        and any(
            each.name in wish.asked and each.room(wish.room).mode is JoinMode.PUBLIC for each in quiet.inside(wish.room)
        )
        for server, wish in quiet.wishes()
    )


@in_every_run(
    "GAP-7 GAP-17 GAP-4",
    Over.QUIET,
    first="A server that has left hears no broadcast, and believes no denial by a server that it never saw as a "
    "member. Instead: at every server in the room, and at the user's own unless that has left "
    "(an-ending-wins-everywhere).",
)
def an_ending_wins_at_a_home_that_has_left_too(quiet: Quiet) -> bool:
    """Once a stay has been ended, the user's own server does not hold it as running, whether it has left or not."""
    return not any(
        (held := home.room(room).entry(ended.user)) and held.epoch <= ended.epoch and not held.membership.is_over
        for room in quiet.rooms
        for ended in quiet.ended(room)
        for home in quiet.world.servers
        if home.name == ended.user.server
    )


@in_every_run(
    "KNK-7 TEN-6 GAP-4",
    Over.QUIET,
    first="Nobody is left to answer the knock, or to tell of it. Instead: no memory outlives an answer that its home "
    "server has heard of (the-memory-of-a-knock-ends).",
)
def no_memory_of_a_knock_outlives_the_room(quiet: Quiet) -> bool:
    """Where nobody is in a room any more, no home server remembers a knock at it."""
    return not any(not quiet.inside(knock.room) for server in quiet.world.servers for knock in server.knocks)
