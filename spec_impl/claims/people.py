"""What people count on, as they feel it: what they are shown and told is true, and can be acted on."""

from collections.abc import Iterator
from dataclasses import fields, replace

from .. import (
    Accept,
    Command,
    CommandRefused,
    Decline,
    Deny,
    Invitation,
    InvitationShown,
    Invite,
    JoinRefused,
    Knock,
    Leave,
    Membership,
    Refusal,
    Revoke,
    RoomId,
    Told,
    Trace,
    UserId,
    Withdraw,
)
from ..messages import Asking
from ..rows import Outcome
from ..situation import NO_ROOM, hides
from ..stepping import receive
from ..world import HomeServer, Wish
from .claim import Moment, Over, Quiet, changes_the_server, in_every_run, tells_somebody


@in_every_run("INV-8 INV-12 KNK-8", Over.QUIET)
def who_is_invited_has_it_in_hand_or_is_in_or_has_ended_it(quiet: Quiet) -> Iterator[str]:
    """Whoever a server in the room holds as invited has the invitation at home, or has dealt with it there."""
    for room in quiet.rooms:
        for view in quiet.views(room):
            for entry in view.members:
                if entry.membership is not Membership.INVITED or entry.user not in quiet.people:
                    continue
                home = quiet.world.server(entry.user.server)
                own, invitation = home.room(room).entry(entry.user), home.invitation(entry.user, room)
                dealt_with = own and own.epoch >= entry.epoch and own.membership.rank > Membership.INVITED.rank
                if not dealt_with and not (invitation and invitation.epoch >= entry.epoch):
                    yield f"{entry.user.name} is held as invited to {room}, and {home.name} has no invitation"


@in_every_run("INV-12 KNK-8 NOTE-1", concerns=changes_the_server)
def an_invitation_in_hand_is_shown_or_is_being_accepted(moment: Moment) -> Iterator[str]:
    """A new invitation is shown, or accepted for the user at once; when that walk comes to nothing, it is shown."""
    shown = {(each.to, each.room) for each in moment.reaction.notices if isinstance(each, InvitationShown)}
    for invitation in moment.after.invitations:
        user, room = invitation.user, invitation.room
        before, after = moment.before.wish(user, room), moment.after.wish(user, room)
        is_new = moment.before.invitation(user, room) != invitation
        waits = after is not None and after.proof == invitation.proof and after.waiting_for is not None
        waited = before is not None and before.proof == invitation.proof and before.waiting_for is not None
        was_knock = moment.before.knock(user, room) is not None
        if ((is_new and not waits) or (waited and not waits and was_knock)) and (user, room) not in shown:
            what = "is new and waits for nothing" if is_new else "was accepted by the server, to no end"
            yield f"the invitation of {user.name} to {room} {what}, and is not shown"


@in_every_run("GAP-8 INV-11 PUB-5", Over.QUIET)
def a_repeated_invitation_works(quiet: Quiet) -> Iterator[str]:
    """Whoever is held as invited in a room comes in if a member invites her once more and she then says yes.

    That takes links that are not cut.
    """
    for room in () if quiet.world.cut else quiet.rooms:
        for server in quiet.inside(room):
            member = server.room(room).joined(server.name)[0]
            for entry in server.room(room).members:
                if entry.membership is Membership.INVITED and entry.user in quiet.people:
                    asked = Trace(quiet.world).give(member, Invite(room, entry.user)).settle()
                    if not _comes_in(asked, entry.user, room):
                        yield f"{member.name} invites {entry.user.name} once more, who says yes and stays outside"


def _comes_in(trace: Trace, user: UserId, room: RoomId) -> bool:
    if trace.world.server(user.server).room(room).membership(user) is not Membership.JOINED:
        trace = trace.give(user, Accept(room)).settle()
    return trace.world.server(user.server).room(room).membership(user) is Membership.JOINED


@in_every_run("GAP-8 INV-11 PUB-5", about=Invitation)
def an_acceptance_takes_in_the_servers_named_meanwhile(moment: Moment) -> Iterator[str]:
    """What a server that was asked names anew, while an acceptance waits for an answer, is asked as well in its turn.

    A server that is in the room itself asks only those that it knows inside.
    """
    message, server = moment.message, moment.before
    assert isinstance(message, Invitation)
    held = server.invitation(message.user, message.room)
    before, after = (each.wish(message.user, message.room) for each in (server, moment.after))
    if before is None or after is None or server.is_aware(message.room) or moment.sender not in before.asked:
        return
    if held and before.waiting_for and before.proof == held.proof and held.epoch == message.epoch:
        for name in sorted({*message.servers} - {server.name, *held.servers, *after.asked, *after.untried}):
            yield f"{moment.sender} names {name} to {message.user.name}, who has said yes, and it is not to be asked"


@in_every_run("ACC-5 TEN-2 PRV-3", concerns=tells_somebody)
def nobody_with_an_invitation_hears_that_there_is_no_room(moment: Moment) -> Iterator[str]:
    """Whoever has an invitation in hand is not told by her own server that there is no such room.

    Nor that she is to knock first, or that her knock awaits an answer.
    """
    unknowing = (Told.NO_SUCH_ROOM, Told.KNOCK_FIRST, Told.KNOCK_STANDS)
    for each in moment.reaction.notices:
        if not isinstance(each, JoinRefused) or each.told not in unknowing:
            continue
        if moment.after.invitation(each.to, each.room):
            yield f"{each.to.name} holds an invitation to {each.room} and hears “{each.told}”"


@in_every_run("KNK-1 KNK-4 GAP-2 GAP-4 GAP-6", concerns=tells_somebody)
def what_is_said_to_be_missing_is_missing(moment: Moment) -> Iterator[str]:
    """Whoever hears that she has no knock, invitation, membership or request has none at the server that says so."""
    room = moment.message.room
    refused = (each for each in moment.reaction.notices if isinstance(each, CommandRefused | JoinRefused))
    own = (each for each in refused if each.to == moment.sender)
    sent = (each.message for each in moment.reaction.sends if isinstance(each.message, Refusal))
    said = [(each.to, 0, each.told) for each in own if not isinstance(moment.message, Deny | Revoke)]
    said += [(each.user, each.epoch, each.told) for each in sent]
    for user, since, told in said:
        if room is not None and _has(moment.after, user, room, since, told):
            yield f"“{told}” is said of {user.name}, and {moment.after.name} holds that very thing"


def _has(server: HomeServer, user: UserId, room: RoomId, since: int, told: Told) -> bool:
    """Whether the server holds of the user, in that stay or a later one, what these words say that she lacks."""
    entry = server.room(room).entry(user)
    held = entry.membership if entry and entry.epoch >= since else Membership.NONE
    match told:
        case Told.KNOCK_FIRST:
            return held is Membership.KNOCKED
        case Told.NOT_A_MEMBER:
            return held is Membership.JOINED
        case Told.NO_INVITATION | Told.NOT_INVITED:
            return held is Membership.INVITED or server.invitation(user, room) is not None
        case Told.NOTHING_ASKED:
            waits = any(wish.user == user for wish in server.hopes(room))
            return held is Membership.KNOCKED or (waits and held is not Membership.JOINED)
        case _:
            return False


@in_every_run("GAP-6 GAP-15 GAP-16", concerns=tells_somebody)
def whoever_may_still_be_let_in_can_take_it_back(moment: Moment) -> Iterator[str]:
    """Whoever is told no, while an answer may still come, can withdraw, or decline what she has accepted and holds.

    If she is in by then, by an earlier stay, she can leave, which ends both.
    """
    for each in moment.reaction.notices:
        if isinstance(each, JoinRefused):
            wish = next((w for w in moment.after.hopes(each.room) if w.user == each.to), None)
            out = _way_out(moment.after, wish) if wish else None
            if out and receive(moment.after, each.to, out, moment.reading).verdicts[0].outcome is not Outcome.ACCEPT:
                act = type(out).__name__
                yield f"{each.to.name} hears “{each.told}”, may still be let in, and cannot take it back by {act}"


def _way_out(server: HomeServer, wish: Wish) -> Decline | Leave | Withdraw:
    if server.room(wish.room).membership(wish.user) is Membership.JOINED:
        return Leave(wish.room)
    accepts = wish.asking is Asking.ACCEPTANCE and server.invitation(wish.user, wish.room) is not None
    return Decline(wish.room) if accepts else Withdraw(wish.room)


@in_every_run("KNK-2 KNK-4 GAP-10 TEN-13", about=Knock)
def nobody_knocks_with_an_invitation_in_hand(moment: Moment) -> Iterator[str]:
    """A home server puts no knock to anybody for a user who has an invitation in hand, seen by the members or not.

    A member who knocks, with an invitation of a later stay in hand, is answered as joined, and no knock is put.
    """
    assert isinstance(moment.message, Knock)
    if isinstance(moment.sender, UserId):
        in_hand = moment.before.invitation(moment.sender, moment.message.room) is not None
        is_in = moment.before.room(moment.message.room).membership(moment.sender) is Membership.JOINED
        if in_hand and moment.outcome is Outcome.ACCEPT and not is_in:
            yield f"{moment.sender.name} holds an invitation to {moment.message.room}, and the knock is put"


@in_every_run("KNK-7", concerns=changes_the_server)
def a_standing_knock_is_remembered(moment: Moment) -> Iterator[str]:
    """A home server that holds its user as knocked remembers the knock, whatever else it has been answered."""
    for view in moment.after.rooms:
        for entry in view.members:
            is_own = entry.membership is Membership.KNOCKED and entry.user in moment.after.users
            if is_own and moment.after.knock(entry.user, view.room) is None:
                yield f"{moment.after.name} holds {entry.user.name} as knocked and remembers no knock"


@in_every_run("GAP-16 GAP-15", about=Command)
def every_command_is_answered_or_goes_on(moment: Moment) -> Iterator[str]:
    """Whoever gives a command is shown something, or something is sent or published for him."""
    shown = any(notice.to == moment.sender for notice in moment.reaction.notices)
    if not shown and not moment.reaction.sends and not moment.reaction.published:
        yield f"{moment.sender} gives {type(moment.message).__name__} and hears nothing"


@in_every_run("PRV-3 PRV-4 GAP-21", about=Command)
def no_act_at_ones_own_server_tells_of_a_hidden_room(moment: Moment) -> Iterator[str]:
    """A stranger who lives on a member's server sees the same, and it sends the same, as if there were no such room.

    A stranger has no line in the register but one that his own act wrote, no invitation, asked for nothing, and has not
    found the room: for whoever found it, while it was public, others would be asked if his own server knew of none.
    """
    command, giver, server = moment.message, moment.sender, moment.before
    assert isinstance(giver, UserId), "a command comes from a user"
    view = server.room(command.room or NO_ROOM)
    if not hides(moment.reading, view.mode) or view.entry(giver) or server.invitation(giver, view.room):
        return
    if server.wish(giver, view.room) or server.candidates(giver, view.room):
        return
    there = receive(_without(server, view.room), giver, command, moment.reading)
    if there.notices != moment.reaction.notices:
        yield f"{giver.name} is shown something else than if there were no {view.room}"
    if there.sends != moment.reaction.sends:
        yield f"for {giver.name} something else is sent than if there were no {view.room}"


def _without(server: HomeServer, room: RoomId) -> HomeServer:
    """The server as it would be if its members had never heard of the room; what was found was found elsewhere."""
    kept = {"name", "users", "found"}
    erased = {
        field.name: tuple(each for each in getattr(server, field.name) if each.room != room)
        for field in fields(server)
        if field.name not in kept
    }
    return replace(server, **erased)  # type: ignore[arg-type]
