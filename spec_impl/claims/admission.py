"""Who gets in, and by whose doing: authorisation."""

from collections.abc import Iterator

from .. import Create, Entry, Grant, Invite, JoinMode, Membership, PduAnswer, RoomId, StateUpdate, UserId
from ..messages import Acceptance, JoinRequest, KnockRequest
from ..room import Room
from ..rows import Outcome
from ..situation import NO_ROOM
from .claim import Moment, Over, Quiet, changes_a_register, in_every_run, lines_of, publishes

Request = JoinRequest | Acceptance | KnockRequest


def _known(moment: Moment, room: RoomId) -> Room:
    """The room as the server knew it when it decided: what it held, with what the message brought."""
    view, message = moment.before.room(room), moment.message
    if isinstance(message, StateUpdate) and message.room == room:
        return view.merged(message.update)
    if isinstance(message, PduAnswer) and message.room == room:
        return view.merged(message.entry)
    if isinstance(message, Grant) and message.room == room:
        for update in message.state.as_updates(moment.reading.member_register == "single"):
            view = view.merged(update)
    return view


def _admitted(moment: Moment) -> Iterator[tuple[RoomId, Entry, Room]]:
    """Whom this server itself wrote down as joined in this moment, with the room as it knew it just before."""
    views: dict[RoomId, Room] = {}
    for update in moment.reaction.published:
        view = views.setdefault(update.room, _known(moment, update.room))
        for entry in lines_of(update.update):
            is_new = entry != view.entry(entry.user) and entry.origin == moment.after.name
            if is_new and entry.membership is Membership.JOINED:
                yield update.room, entry, view
        views[update.room] = view.merged(update.update)


@in_every_run("PUB-8 PUB-11 ACC-6 TEN-14 GAP-21", concerns=publishes)
def nobody_enters_uninvited(moment: Moment) -> Iterator[str]:
    """Whoever is written down as joined made the room, or it was public, or that user's invitation was in force.

    What counts is what the admitting server knew.
    """
    for room, entry, view in _admitted(moment):
        if not (
            isinstance(moment.message, Create)
            or view.mode is JoinMode.PUBLIC
            or view.membership(entry.user) is Membership.INVITED
        ):
            held = view.membership(entry.user)
            yield f"{moment.after.name} lets {entry.user.name}, held as {held}, into {room}, mode {view.mode}"


@in_every_run("ACC-4 ACC-6 TEN-9", concerns=publishes)
def an_invitation_serves_once_and_one_user(moment: Moment) -> Iterator[str]:
    """Into a room that is not public nobody is let in by another's invitation, by an ended one, or twice by one.

    She enters in its stay, or in a later one that her acceptance names, where she has ended that one at home.
    """
    for room, entry, view in _admitted(moment):
        held = view.entry(entry.user)
        is_open = isinstance(moment.message, Create) or view.mode is JoinMode.PUBLIC
        if is_open:
            continue
        lets_in = f"{moment.after.name} lets {entry.user.name} into {room} for stay {entry.epoch}"
        if held is None:
            yield f"{lets_in}, and holds no invitation for that user"
        elif held.membership.is_over:
            yield f"{lets_in}, and holds that stay {held.epoch} has ended ({held.membership})"
        elif entry.epoch not in {max(held.epoch, stay) for stay in _named_by_acceptances(moment, room, entry.user)}:
            yield f"{lets_in}, by an invitation for stay {held.epoch}"


def _named_by_acceptances(moment: Moment, room: RoomId, user: UserId) -> set[int]:
    """The later stays named by the acceptance that came, or else by one that was kept; 0 where none is named."""
    if isinstance(moment.message, Acceptance):
        return {moment.message.enters}
    kept = (each.acceptance for each in moment.before.held)
    return {0, *(each.enters for each in kept if (each.room, each.user) == (room, user))}


@in_every_run("ACC-7 PUB-9", about=Request, concerns=publishes)
def a_request_lets_in_nobody_but_its_user(moment: Moment) -> Iterator[str]:
    """A request to join, or an acceptance, lets in the user whom it names, into the room that it names."""
    message = moment.message
    assert isinstance(message, Request)
    for room, entry, _ in _admitted(moment):
        if (room, entry.user) != (message.room, message.user):
            yield f"a request for {message.user.name} and {message.room} lets {entry.user.name} into {room}"


@in_every_run("INV-2 INV-3 TEN-11", concerns=publishes)
def only_members_invite(moment: Moment) -> Iterator[str]:
    """Whoever is written down as invited was invited by a member, as the inviter's own server knew."""
    by_command = isinstance(moment.message, Invite) and isinstance(moment.sender, UserId)
    for room, entry in moment.written():
        if entry.membership is Membership.INVITED:
            if not by_command:
                yield f"{moment.after.name} writes {entry.user.name} down as invited, and no member has invited"
            elif moment.before.room(room).membership(moment.sender) is not Membership.JOINED:  # type: ignore[arg-type]
                yield f"{moment.sender} invites {entry.user.name} and is no member of {room}"


@in_every_run("GAP-17", about=Request)
def nobody_speaks_for_anothers_user(moment: Moment) -> Iterator[str]:
    """A request in the name of a user is taken from that user's own home server alone, and never held."""
    message = moment.message
    assert isinstance(message, Request)
    if moment.sender != message.user.server and moment.outcome in (Outcome.ACCEPT, Outcome.HOLD):
        yield f"{moment.after.name} takes from {moment.sender} a request in the name of {message.user.name}"


@in_every_run("GAP-17 GAP-2 GAP-6", concerns=changes_a_register)
def nobody_ends_anothers_stay_from_outside(moment: Moment) -> Iterator[str]:
    """A server that is in the room takes an ending from outside only for a user of the sender's."""
    if isinstance(moment.sender, UserId) or isinstance(moment.message, StateUpdate | Grant):
        return
    view = moment.before.room(moment.message.room or NO_ROOM)
    for _, was, entry in moment.changed():
        ends = entry.membership.is_over and was is not None and not was.membership.is_over
        is_outside = view.joined(moment.before.name) and not view.was_ever_joined(moment.sender)
        if ends and is_outside and entry.user.server != moment.sender:
            yield f"{moment.sender}, from outside, ends the stay of {entry.user.name} at {moment.after.name}"


@in_every_run("GAP-2 GAP-3 GAP-4 GAP-6 GAP-7 GAP-18", Over.QUIET)
def an_ending_wins_everywhere(quiet: Quiet) -> Iterator[str]:
    """Once a stay has been ended, no server in the room still holds it as running, nor does the user's own.

    The user's own server is excused once it has left the room: it hears no broadcast any more. So is a stay into which
    the user has an invitation in hand, which came after she had ended it: it is hers to accept or to decline.
    """
    for room in quiet.rooms:
        for ended in quiet.ended(room):
            if _in_hand(quiet, room, ended):
                continue
            for server, entry in quiet.held_of(ended.user, room):
                if entry.epoch <= ended.epoch and not entry.membership.is_over:
                    over = f"stay {ended.epoch} of {ended.user.name} is over ({ended.membership})"
                    yield f"{over}, and {server} holds {entry.membership}"


def _in_hand(quiet: Quiet, room: RoomId, ended: Entry) -> bool:
    if ended.user not in quiet.people:
        return False
    home = quiet.world.server(ended.user.server)
    own, invitation = home.room(room).entry(ended.user), home.invitation(ended.user, room)
    knows = own is not None and own.membership.is_over and own.epoch >= ended.epoch
    return knows and invitation is not None and invitation.epoch == ended.epoch


@in_every_run("GAP-8 INV-4", concerns=publishes)
def whoever_is_invited_is_not_invited_anew(moment: Moment) -> Iterator[str]:
    """An invitation that stands is sent again as it is; no second one is written."""
    for room, entry in moment.written():
        was = moment.before.room(room).entry(entry.user)
        if was and was.membership is entry.membership is Membership.INVITED:
            yield f"{moment.after.name} writes a second invitation for {entry.user.name}, who is invited"
