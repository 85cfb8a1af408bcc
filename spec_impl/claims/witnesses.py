"""That every path of the source document is walked in some run: without these the other claims might be vacuous."""

from .. import (
    Accept,
    Acceptance,
    Decline,
    DirectoryAnswer,
    Grant,
    Invitation,
    InvitationShown,
    Invite,
    Join,
    Joined,
    JoinRequest,
    KnockSeen,
    Leave,
    Membership,
    NoAnswer,
    NothingFound,
    Refusal,
    Revoke,
    RoomFound,
    SetJoinMode,
    StateUpdate,
    Told,
    Withdraw,
)
from ..commands import Deny
from ..rows import Outcome
from ..rules.table import Reason
from .claim import Moment, in_some_run, tells_somebody


def _shows(moment: Moment, kind: type) -> bool:
    return any(isinstance(notice, kind) for notice in moment.reaction.notices)


def _decided(moment: Moment, table: str, outcome: Outcome, reason: Reason | None = None) -> bool:
    return any((v.table, v.outcome, v.reason) == (table, outcome, reason) for v in moment.reaction.verdicts)


def _is_carried_out(moment: Moment) -> bool:
    return moment.outcome is Outcome.ACCEPT


@in_some_run("DISC-1 DISC-2 DISC-3 DIR-2 DIR-4", DirectoryAnswer)
def a_room_is_found(moment: Moment) -> bool:
    """A user learns a room's id and candidates from the directory."""
    return _shows(moment, RoomFound)


@in_some_run("DIR-3 DIR-5 PRV-4", DirectoryAnswer)
def nothing_is_found(moment: Moment) -> bool:
    """The directory has nothing to name."""
    return _shows(moment, NothingFound)


@in_some_run("INV-2 INV-3 INV-4 INV-5 INV-6 INV-7 INV-8", Invite)
def somebody_is_invited(moment: Moment) -> bool:
    """A member's server writes a user down as invited, publishes it and sends the invitation."""
    sends = any(isinstance(sent.message, Invitation) for sent in moment.reaction.sends)
    return _is_carried_out(moment) and sends and bool(moment.reaction.published)


@in_some_run("INV-9 INV-10 INV-11 INV-12", concerns=tells_somebody)
def an_invitation_is_shown(moment: Moment) -> bool:
    """The invitee's client may show the invitation."""
    return _shows(moment, InvitationShown)


@in_some_run("ACC-1 ACC-2 ACC-3 ACC-4", Accept)
def an_invitation_is_accepted_elsewhere(moment: Moment) -> bool:
    """The invitee's server sends the acceptance to a candidate, citing the invitation."""
    return _is_carried_out(moment) and any(isinstance(sent.message, Acceptance) for sent in moment.reaction.sends)


@in_some_run("ACC-6 ACC-7 ACC-8 ACC-9 ACC-10", Acceptance)
def an_acceptance_lets_the_invitee_in(moment: Moment) -> bool:
    """A candidate that knows the invitation admits the invitee."""
    return _decided(moment, "acceptance", Outcome.ACCEPT)


@in_some_run("ACC-5 TEN-2", Accept | Acceptance | Invitation)
def an_acceptance_overtakes_its_invitation(moment: Moment) -> bool:
    """An acceptance reaches a server in the room before the invitation does, and is kept."""
    return _decided(moment, "acceptance", Outcome.HOLD, Reason.PROOF_NOT_SEEN)


@in_some_run("ACC-5 TEN-2", StateUpdate | Grant)
def an_acceptance_that_was_kept_lets_the_invitee_in(moment: Moment) -> bool:
    """The invitation arrives after all, and the acceptance that waited for it is granted."""
    return _decided(moment, "acceptance", Outcome.ACCEPT)


@in_some_run("ACC-10 ACC-11 PUB-9", Grant)
def a_user_comes_in_with_the_rooms_state(moment: Moment) -> bool:
    """The grant arrives, and the home server holds the room as the admitting server does."""
    return _shows(moment, Joined)


@in_some_run("JOIN-1 PUB-1 PUB-2 PUB-3 PUB-8 PUB-9 PUB-10 PUB-11", JoinRequest)
def a_stranger_enters_a_public_room(moment: Moment) -> bool:
    """A join request is granted by a server in the room."""
    return bool(moment.reaction.published)


@in_some_run("PUB-4 PUB-5 PUB-6 PUB-7", Refusal)
def a_stale_candidate_is_passed_over(moment: Moment) -> bool:
    """A candidate knows no such room, and the next one is asked."""
    return bool(moment.reaction.sends)


@in_some_run("GAP-15 PUB-5", NoAnswer)
def a_silent_candidate_is_given_up(moment: Moment) -> bool:
    """No answer comes, and the next candidate is asked."""
    return bool(moment.reaction.sends)


@in_some_run("GAP-16", Refusal)
def nobody_is_left_to_ask(moment: Moment) -> bool:
    """The last candidate knows no such room, and the user hears it."""
    return isinstance(moment.message, Refusal) and moment.message.told is Told.NO_SUCH_ROOM and _ends(moment)


def _ends(moment: Moment) -> bool:
    return bool(moment.reaction.notices) and not moment.reaction.sends


@in_some_run("KNK-1", Join | JoinRequest)
def a_join_is_told_to_knock_first(moment: Moment) -> bool:
    """A semi-public room answers a join so that the user can knock."""
    return _decided(moment, "join request", Outcome.REFUSE, Reason.MUST_KNOCK)


@in_some_run("KNK-2 KNK-3 KNK-4", concerns=tells_somebody)
def a_knock_is_seen_by_a_member(moment: Moment) -> bool:
    """A member's client is shown that somebody would like to come in."""
    return _shows(moment, KnockSeen)


@in_some_run("KNK-5 KNK-6", Invite)
def a_knock_is_answered_by_an_invitation(moment: Moment) -> bool:
    """A member invites a user whose knock stands."""
    message = moment.message
    assert isinstance(message, Invite)
    stood = moment.before.room(message.room).membership(message.user)
    return stood is Membership.KNOCKED and _is_carried_out(moment)


@in_some_run("KNK-7 KNK-8 KNK-9", Invitation)
def an_invitation_is_accepted_for_the_knocker(moment: Moment) -> bool:
    """The knocker's server accepts on her behalf, at once."""
    return _decided(moment, "accept", Outcome.ACCEPT)


@in_some_run("PRV-1 PRV-3", JoinRequest)
def an_unknown_room_does_not_exist(moment: Moment) -> bool:
    """A server with no member in the room says that there is none."""
    return _decided(moment, "join request", Outcome.REFUSE, Reason.UNAWARE)


@in_some_run("PRV-2 PRV-3 PRV-4", Join | JoinRequest)
def a_hidden_room_does_not_exist_for_a_stranger(moment: Moment) -> bool:
    """A server in the room tells a stranger that there is none."""
    return _decided(moment, "join request", Outcome.REFUSE, Reason.NOT_INVITED)


@in_some_run("GAP-2", Decline)
def an_invitation_is_declined(moment: Moment) -> bool:
    """The invitee says no."""
    return _is_carried_out(moment)


@in_some_run("GAP-3", Revoke)
def an_invitation_is_revoked(moment: Moment) -> bool:
    """A member takes an invitation back."""
    return _is_carried_out(moment)


@in_some_run("GAP-4 PUB-6", Leave)
def the_last_user_of_a_server_leaves(moment: Moment) -> bool:
    """The server is no longer in the room."""
    assert isinstance(moment.message, Leave)
    room = moment.message.room
    return moment.before.is_aware(room) > moment.after.is_aware(room)


@in_some_run("GAP-6", Withdraw)
def a_knock_is_withdrawn(moment: Moment) -> bool:
    """The knocker thinks better of it."""
    return _is_carried_out(moment)


@in_some_run("GAP-7", Deny)
def a_knock_is_denied(moment: Moment) -> bool:
    """A member turns a knock down."""
    return _is_carried_out(moment)


@in_some_run("GAP-12", SetJoinMode)
def the_mode_of_a_room_changes(moment: Moment) -> bool:
    """A member changes who may enter."""
    return _is_carried_out(moment) and bool(moment.reaction.published)


@in_some_run("GAP-13 JOIN-1", Accept)
def a_server_in_the_room_decides_for_its_own_user(moment: Moment) -> bool:
    """A home server that has a member lets another of its users in without asking anybody."""
    return _shows(moment, Joined)


@in_some_run("GAP-18 GAP-6", Grant)
def a_grant_comes_too_late(moment: Moment) -> bool:
    """A user has thought better of it; her server declares that she has left."""
    return bool(moment.reaction.published) and not _shows(moment, Joined)
