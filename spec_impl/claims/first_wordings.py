"""Claims as one would word them first, which no reading can make true; each says why, and what is claimed instead."""

from collections.abc import Iterable, Iterator

from .. import Asking, JoinMode, Membership, StateUpdate
from ..world import HomeServer, Wish
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
def nobody_is_let_in_once_the_stay_has_been_ended_anywhere(
    servers: Iterable[HomeServer], moment: Moment
) -> Iterator[str]:
    """From the moment in which a stay is ended, at whichever server, nobody is let in by it."""
    for room, entry in moment.written():
        for server in servers if entry.membership is Membership.JOINED else ():
            held = server.room(room).entry(entry.user)
            if held and held.membership.is_over and held.epoch >= entry.epoch:
                lets_in = f"{moment.after.name} lets {entry.user.name} in"
                yield f"{lets_in}, and {server.name} holds that stay as {held.membership}"


@in_every_run(
    "GAP-1 GAP-17",
    first="Who leaves has written before that, and the word of his leave may come first. Instead: an update counts by "
    "its weight, whoever wrote it, and the usual way is trusted (servers-in-a-room-agree).",
)
def only_current_members_are_heard(moment: Moment) -> Iterator[str]:
    """An update is taken in only from a server that has a member at that time, as the receiver knows."""
    message = moment.message
    if not isinstance(message, StateUpdate) or moment.after.room(message.room) == moment.before.room(message.room):
        return
    if not moment.before.room(message.room).joined(message.update.origin):
        yield f"{moment.after.name} takes in an update of {message.update.origin}, which has no member as it holds"


@in_every_run(
    "ACC-4 ACC-5 GAP-16",
    Over.QUIET,
    first="Every message of a request may be lost. Instead: fewer are lost than servers asked know the invitation "
    "(the-genuine-invitee-is-served).",
)
def the_genuine_invitee_is_served_whatever_is_lost(quiet: Quiet) -> Iterator[str]:
    """Who accepted and still wants to come is let in if a server asked holds the invitation in force."""
    for wish, knowing in _unserved(quiet):
        for each in knowing:
            if each.name in wish.asked:
                yield f"{wish.user.name} accepted and is outside; {each.name}, which was asked, knows of it"


def _unserved(quiet: Quiet) -> Iterator[tuple[Wish, list[HomeServer]]]:
    """Every acceptance that is still wanted and has come to nothing, with the servers where the invitation stands."""
    for server, wish in quiet.wishes():
        is_in = server.room(wish.room).membership(wish.user) is Membership.JOINED
        if wish.asking is Asking.ACCEPTANCE and wish.wanted and not is_in:
            inside = quiet.inside(wish.room)
            yield wish, [each for each in inside if in_force(each.room(wish.room), wish.user, wish.epoch)]


@in_every_run(
    "ACC-3 ACC-5 INV-11",
    Over.QUIET,
    first="The member who knows of it need not be on the invitation's list, and is never asked. Instead: a server that "
    "was asked (the-genuine-invitee-is-served).",
)
def the_genuine_invitee_is_served_if_any_member_knows(quiet: Quiet) -> Iterator[str]:
    """Who accepted and still wants to come is let in if any server in the room holds the invitation in force."""
    for wish, knowing in () if quiet.lost else _unserved(quiet):
        for each in knowing:
            yield f"{wish.user.name} accepted and is outside, and {each.name} knows the invitation"


@in_every_run(
    "PUB-5 PUB-6 PUB-7",
    Over.QUIET,
    first="The walk takes time: a candidate may come into the room after it was asked. Instead: each candidate is "
    "asked once, and one that is in the room all the while answers (each-candidate-is-asked-once).",
)
def a_join_succeeds_if_a_candidate_is_in_the_room_at_the_end(quiet: Quiet) -> Iterator[str]:
    """Whoever asked to join a public room is in, or has ended the stay, if in the end a candidate is in it."""
    for server, wish in () if quiet.lost else quiet.wishes():
        if wish.asking is Asking.JOIN and server.room(wish.room).entry(wish.user) is None:
            for each in quiet.inside(wish.room):
                if each.name in wish.asked and each.room(wish.room).mode is JoinMode.PUBLIC:
                    yield f"{wish.user.name} is outside, and {each.name}, which was asked, is in the public room"


@in_every_run(
    "GAP-7 GAP-17 GAP-4",
    Over.QUIET,
    first="A server that has left hears no broadcast, and believes no denial by a server that it never saw as a "
    "member. Instead: at every server in the room, and at the user's own unless that has left "
    "(an-ending-wins-everywhere).",
)
def an_ending_wins_at_a_home_that_has_left_too(quiet: Quiet) -> Iterator[str]:
    """Once a stay has been ended, the user's own server does not hold it as running, whether it has left or not."""
    for room in quiet.rooms:
        for ended in quiet.ended(room):
            for home in quiet.world.servers:
                held = home.room(room).entry(ended.user) if home.name == ended.user.server else None
                if held and held.epoch <= ended.epoch and not held.membership.is_over:
                    over = f"stay {ended.epoch} of {ended.user.name} is over"
                    yield f"{over}, and {home.name} holds it as {held.membership}"


@in_every_run(
    "KNK-7 TEN-6 GAP-4",
    Over.QUIET,
    first="Nobody is left to answer the knock, or to tell of it. Instead: no memory outlives an answer that its home "
    "server has heard of (the-memory-of-a-knock-ends).",
)
def no_memory_of_a_knock_outlives_the_room(quiet: Quiet) -> Iterator[str]:
    """Where nobody is in a room any more, no home server remembers a knock at it."""
    for server in quiet.world.servers:
        for knock in server.knocks:
            if not quiet.inside(knock.room):
                yield f"{server.name} remembers the knock of {knock.user.name}, and nobody is in {knock.room}"
