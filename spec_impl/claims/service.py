"""What people may count on: who accepted is let in, nobody is lost, servers agree, and there is always a way out."""

from .. import Asking, Decline, Give, Membership, StateUpdate, UserId, Withdraw
from ..commands import Create
from ..messages import KnockRequest
from ..rows import Outcome
from ..stepping import step
from .claim import Moment, Over, Quiet, in_every_run, in_force, lines_of

KNOCKED = Membership.KNOCKED.rank


@in_every_run("ACC-4 ACC-5 TEN-2 GAP-16", Over.QUIET)
def the_genuine_invitee_is_served(quiet: Quiet) -> bool:
    """Who accepted, and still wants to come, is let in.

    That takes fewer messages lost than there are servers, among those asked, that hold the invitation in force.
    """
    for server, wish in quiet.wishes():
        is_in = server.room(wish.room).membership(wish.user) is Membership.JOINED
        if wish.asking is Asking.ACCEPTANCE and wish.wanted and not is_in:
            knowing = [
                each
                for each in quiet.inside(wish.room)
                if each.name in wish.asked and in_force(each.room(wish.room), wish.user, wish.epoch)
            ]
            if len(knowing) > quiet.lost:
                return False
    return True


@in_every_run("INV-5 TEN-1 GAP-18")
def no_join_is_lost(moment: Moment) -> bool:
    """Whoever a server in the room, or her own, holds as joined stays so until her stay is ended."""
    return all(
        (now := moment.after.room(view.room).entry(entry.user)) is not None
        and (now.membership is Membership.JOINED or now.membership.is_over or now.epoch > entry.epoch)
        for view in moment.before.rooms
        for entry in view.members
        if entry.membership is Membership.JOINED and not _ends(moment, entry.user)
        if moment.after.is_aware(view.room) or entry.user in moment.after.users
    )


def _ends(moment: Moment, user: UserId) -> bool:
    """Whether the moment is about the end of the user's stay."""
    heard = [moment.message.update] if isinstance(moment.message, StateUpdate) else []
    lines = (line for update in (*heard, *(p.update for p in moment.reaction.published)) for line in lines_of(update))
    return any(line.user == user and line.membership.is_over for line in lines)


@in_every_run("PUB-10 ACC-9 TEN-1", Over.QUIET)
def whoever_is_in_is_in_everywhere(quiet: Quiet) -> bool:
    """Whoever is joined, as his own home server holds, is held as joined by every server in the room."""
    return all(
        view.membership(entry.user) is Membership.JOINED
        for _, room, entry in quiet.own_lines()
        if entry.membership is Membership.JOINED
        for view in quiet.views(room)
    )


@in_every_run("GAP-1 GAP-18 INV-7 ACC-11", Over.QUIET)
def servers_in_a_room_agree(quiet: Quiet) -> bool:
    """All servers in a room hold the same members and the same mode."""
    return all(
        (view.mode_change, view.members) == (first.mode_change, first.members)
        for room in quiet.rooms
        for first, *others in [quiet.views(room) or (None,)]
        if first
        for view in others
    )


@in_every_run("PUB-6 PUB-10 GAP-4", Over.QUIET)
def a_server_is_in_a_room_iff_a_user_of_its_is(quiet: Quiet) -> bool:
    """The servers that hold themselves to be in a room are those of which the others hold a user as joined."""
    return all(
        view.servers() == tuple(server.name for server in quiet.inside(room))
        for room in quiet.rooms
        for view in quiet.views(room)
    )


@in_every_run("GAP-2 GAP-6", Over.QUIET)
def there_is_a_way_out(quiet: Quiet) -> bool:
    """Whoever a server in the room holds as invited or knocked can decline or withdraw at his own server."""
    out: dict[Membership, type[Decline | Withdraw]] = {Membership.INVITED: Decline, Membership.KNOCKED: Withdraw}
    for room in quiet.rooms:
        for view in quiet.views(room):
            for entry in view.members:
                if entry.membership in out and any(entry.user in server.users for server in quiet.world.servers):
                    left = step(quiet.world, Give(entry.user, out[entry.membership](room)))
                    if left.verdicts[0].outcome is not Outcome.ACCEPT:
                        return False
    return True


@in_every_run("KNK-7 TEN-6")
def the_memory_of_a_knock_ends(moment: Moment) -> bool:
    """No home server remembers a knock of a stay that it holds as joined or ended."""
    for knock in moment.after.knocks:
        entry = moment.after.room(knock.room).entry(knock.user)
        if entry and entry.epoch >= knock.epoch and entry.membership.rank >= Membership.JOINED.rank:
            return False
    return True


@in_every_run("KNK-8 NOTE-1 TEN-5")
def every_join_has_the_users_act_behind_it(moment: Moment) -> bool:
    """Nobody is joined, as her own server holds, who did not make the room or ask to be in it.

    To ask is to accept, to join or to knock, for a stay that has not ended since.
    """
    own = [
        (room, entry.user)
        for room, was, entry in moment.changed()
        if entry.user in moment.after.users and entry.membership is Membership.JOINED
    ]
    asked = {(act.room, act.user) for act in moment.acts}
    return set(own) <= asked or isinstance(moment.message, Create)


@in_every_run("KNK-3 GAP-1", Over.QUIET)
def members_learn_of_every_knock(quiet: Quiet) -> bool:
    """A knock that its home server holds as standing stands before every server in the room, or was answered there."""
    return all(
        (held := view.entry(entry.user)) is not None and (held.epoch, held.membership.rank) >= (entry.epoch, KNOCKED)
        for _, room, entry in quiet.own_lines()
        if entry.membership is Membership.KNOCKED
        for view in quiet.views(room)
    )


@in_every_run("KNK-4 TEN-13 GAP-10")
def a_knock_costs_no_invitation(moment: Moment) -> bool:
    """Whoever is invited is not written down as knocked instead, unless the knock is for a later stay."""
    for room, entry in moment.written():
        was = moment.before.room(room).entry(entry.user)
        if was and (was.membership, entry.membership) == (Membership.INVITED, Membership.KNOCKED):
            return isinstance(moment.message, KnockRequest) and moment.message.epoch > was.epoch
    return True


@in_every_run("GAP-16 GAP-15", Over.RUN)
def every_run_comes_to_rest(endless: object) -> bool:
    """Without new commands or faults every run ends in a quiet world."""
    return endless is None
