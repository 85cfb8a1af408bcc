"""What people may count on: who accepted is let in, nobody is lost, servers agree, and there is always a way out."""

from collections.abc import Iterator

from .. import Asking, Decline, Membership, RoomId, StateUpdate, UserId, Withdraw
from ..commands import Create
from ..messages import KnockRequest
from ..rows import Outcome
from ..stepping import receive
from ..world import HomeServer
from .claim import (
    Moment,
    Over,
    Quiet,
    changes_a_register,
    changes_the_server,
    in_every_run,
    in_force,
    lines_of,
    of_whole_runs,
    others_than,
    publishes,
)

KNOCKED = Membership.KNOCKED.rank


@in_every_run("ACC-4 ACC-5 TEN-2 GAP-16", Over.QUIET)
def the_genuine_invitee_is_served(quiet: Quiet) -> Iterator[str]:
    """Who accepted, and still wants to come, is let in.

    That takes fewer messages lost than servers were sent the acceptance, were in the room all the while, and hold the
    invitation in force.
    """
    for server, wish in quiet.wishes():
        is_in = server.room(wish.room).membership(wish.user) is Membership.JOINED
        if wish.asking is Asking.ACCEPTANCE and wish.wanted and not is_in:
            invitation = server.invitation(wish.user, wish.room)
            listed = invitation.servers if invitation and invitation.proof == wish.proof else ()
            asked = {*listed} & {*wish.asked} - {*wish.untried}
            inside = (each for each in quiet.inside(wish.room) if each.name in asked and _never_left(each, wish.room))
            knowing = [each for each in inside if in_force(each.room(wish.room), wish.user, wish.epoch)]
            if len(knowing) > quiet.lost:
                names = ", ".join(each.name for each in knowing)
                yield f"{wish.user.name} accepted and is outside, and was asked of {names}, where the invitation stands"


def _never_left(server: HomeServer, room: RoomId) -> bool:
    """Whether the server was surely in the room all the while: none of its users has left, or is in a later stay.

    Else it may have been asked while it was out, and have known no such room: dave of c.example invites a neighbour of
    alice's and leaves, c.example refuses the neighbour's acceptance, and is in again when alice's server lets carol in.
    """
    own = (entry for entry in server.room(room).members if entry.user in server.users)
    return all(entry.epoch == 1 and entry.membership is not Membership.LEFT for entry in own)


@in_every_run("INV-5 TEN-1 GAP-18", concerns=changes_a_register)
def no_join_is_lost(moment: Moment) -> Iterator[str]:
    """Whoever a server in the room, or her own, holds as joined stays so until her stay is ended."""
    for view in others_than(moment.after.rooms, moment.before.rooms):
        for entry in view.members:
            looked_at = moment.after.is_aware(view.room) or entry.user in moment.after.users
            if entry.membership is not Membership.JOINED or _ends(moment, entry.user) or not looked_at:
                continue
            now = moment.after.room(view.room).entry(entry.user)
            if now is None or (now.membership.rank < Membership.JOINED.rank and now.epoch <= entry.epoch):
                becomes = now.membership if now else "nothing"
                yield f"{moment.after.name} held {entry.user.name} as joined, and now as {becomes}"


def _ends(moment: Moment, user: UserId) -> bool:
    """Whether the moment is about the end of the user's stay."""
    heard = [moment.message.update] if isinstance(moment.message, StateUpdate) else []
    lines = (line for update in (*heard, *(p.update for p in moment.reaction.published)) for line in lines_of(update))
    return any(line.user == user and line.membership.is_over for line in lines)


@in_every_run("PUB-10 ACC-9 TEN-1", Over.QUIET)
def whoever_is_in_is_in_everywhere(quiet: Quiet) -> Iterator[str]:
    """Whoever is joined, as his own home server holds, is held as joined by every server in the room."""
    for home, room, entry in quiet.own_lines():
        if entry.membership is Membership.JOINED:
            for server in quiet.inside(room):
                if (held := server.room(room).membership(entry.user)) is not Membership.JOINED:
                    yield f"{home.name} holds {entry.user.name} as joined, and {server.name} as {held}"


@in_every_run("GAP-1 GAP-18 INV-7 ACC-11", Over.QUIET)
def servers_in_a_room_agree(quiet: Quiet) -> Iterator[str]:
    """All servers in a room hold the same members and the same mode."""
    for room in quiet.rooms:
        for server in (inside := quiet.inside(room))[1:]:
            first, view = inside[0].room(room), server.room(room)
            if view.mode_change != first.mode_change:
                yield f"{inside[0].name} holds the mode {first.mode}, and {server.name} {view.mode}"
            for entry in {*first.members} ^ {*view.members}:
                here, there = first.membership(entry.user), view.membership(entry.user)
                yield f"{inside[0].name} holds {entry.user.name} as {here}, and {server.name} as {there}"


@in_every_run("PUB-6 PUB-10 GAP-4", Over.QUIET)
def a_server_is_in_a_room_iff_a_user_of_its_is(quiet: Quiet) -> Iterator[str]:
    """The servers that hold themselves to be in a room are those of which the others hold a user as joined."""
    for room in quiet.rooms:
        inside = tuple(server.name for server in quiet.inside(room))
        for server in quiet.inside(room):
            if (held := server.room(room).servers()) != inside:
                yield f"in {room} are {', '.join(inside)}, and {server.name} holds that {', '.join(held)} are"


@in_every_run("GAP-2 GAP-6", Over.QUIET)
def there_is_a_way_out(quiet: Quiet) -> Iterator[str]:
    """Whoever a server in the room holds as invited or knocked can decline or withdraw at his own server."""
    out: dict[Membership, type[Decline | Withdraw]] = {Membership.INVITED: Decline, Membership.KNOCKED: Withdraw}
    for room in quiet.rooms:
        for view in quiet.views(room):
            for entry in view.members:
                if entry.membership in out and entry.user in quiet.people:
                    home = quiet.world.server(entry.user.server)
                    left = receive(home, entry.user, out[entry.membership](room), quiet.world.reading)
                    if left.verdicts[0].outcome is not Outcome.ACCEPT:
                        act = out[entry.membership].__name__
                        yield f"{entry.user.name} is held as {entry.membership}, and {entry.user.server} refuses {act}"


@in_every_run("KNK-7 TEN-6", concerns=changes_the_server)
def the_memory_of_a_knock_ends(moment: Moment) -> Iterator[str]:
    """No home server remembers a knock of a stay that it holds as joined or ended."""
    for knock in moment.after.knocks:
        entry = moment.after.room(knock.room).entry(knock.user)
        if entry and entry.epoch >= knock.epoch and entry.membership.rank >= Membership.JOINED.rank:
            yield f"{moment.after.name} remembers the knock of {knock.user.name}, who is {entry.membership}"


@in_every_run("KNK-8 NOTE-1 TEN-5", concerns=changes_a_register)
def every_join_has_the_users_act_behind_it(moment: Moment) -> Iterator[str]:
    """Nobody is joined, as her own server holds, who did not make the room or ask to be in it.

    To ask is to accept, to join or to knock, for a stay that has not ended since.
    """
    for room, _, entry in () if isinstance(moment.message, Create) else moment.changed():
        is_own = entry.user in moment.after.users and entry.membership is Membership.JOINED
        if is_own and not any((act.room, act.user) == (room, entry.user) for act in moment.acts):
            yield f"{entry.user.name} is joined at {moment.after.name}, and does not ask to be"


@in_every_run("KNK-3 GAP-1", Over.QUIET)
def members_learn_of_every_knock(quiet: Quiet) -> Iterator[str]:
    """A knock that its home server holds as standing stands before every server in the room, or was answered there."""
    for home, room, entry in quiet.own_lines():
        if entry.membership is Membership.KNOCKED:
            for server in quiet.inside(room):
                held = server.room(room).entry(entry.user)
                if held is None or (held.epoch, held.membership.rank) < (entry.epoch, KNOCKED):
                    yield f"{home.name} holds {entry.user.name} as knocked, and {server.name} knows of no such knock"


@in_every_run("KNK-4 TEN-13 GAP-10", concerns=publishes)
def a_knock_costs_no_invitation(moment: Moment) -> Iterator[str]:
    """Whoever is invited is not written down as knocked instead, unless the knock is for a later stay."""
    later = moment.message.epoch if isinstance(moment.message, KnockRequest) else 0
    for room, entry in moment.written():
        was = moment.before.room(room).entry(entry.user)
        costs = was and (was.membership, entry.membership) == (Membership.INVITED, Membership.KNOCKED)
        if was and costs and later <= was.epoch:
            yield f"{moment.after.name} held {entry.user.name} as invited, and writes knocked over it"


@of_whole_runs("GAP-16 GAP-15")
def every_run_comes_to_rest(endless: object) -> Iterator[str]:
    """Without new commands or faults every run ends in a quiet world."""
    if endless is not None:
        yield "this run goes on for ever by itself"
