"""Accepting: the command, and the acceptance at a candidate server, with the proof that it cites (ACC)."""

from dataclasses import replace

from ..commands import Accept
from ..messages import Acceptance, Asking, FetchPdu, Invitation, Told
from ..rows import Outcome, always, looks_at
from ..situation import Reaction, Situation
from ..terms import Membership
from ..world import Held, Wish
from .candidates import acceptance_of, ask_next
from .guards import (
    aware,
    invited_or_holds_an_invitation,
    is_a_member,
    joined_in_that_stay,
    not_invited,
    speaks_for_another,
    unaware,
)
from .public_join import admit, grant_again, joined_already, wish_for
from .table import Reason, Rules, accept, hold, judged, refuse, telling


def _acceptance(s: Situation) -> Acceptance:
    assert isinstance(s.message, Acceptance)
    return s.message


@looks_at("The proof names {named}, and the acceptance is {user}'s.")
def proof_names_another(s: Situation) -> bool:
    """The invitation cited is somebody else's."""
    return _acceptance(s).proof.user != s.user


@looks_at("On {server}, {inside}; to enter, {waiting}.")
def waits_to_enter(s: Situation) -> bool:
    """The server is not in the room, and a wish of a user of its own for the room may still be granted."""
    return unaware(s) and bool(s.server.hopes(s.room_id))


@looks_at("{server} holds {user} as {held}{written}; cited is stay {cited} of {named}, written by {origin}.")
def proof_in_force(s: Situation) -> bool:
    """The user is held as invited, in the stay cited; where `proof` is `exact_id`, by the very change cited."""
    entry, proof = s.entry, _acceptance(s).proof
    if entry is None or entry.membership is not Membership.INVITED:
        return False
    return entry.pdu_id == proof if s.reading.proof == "exact_id" else entry.epoch == proof.epoch


def invitation_seen(s: Situation) -> bool:
    """The register holds the invitation in the user's hands, or a later stage of that stay or of a later one."""
    invitation, entry = s.server.invitation(s.user, s.room_id), s.entry
    stay = invitation.epoch if invitation else 0
    return entry is not None and (entry.epoch, entry.membership.rank) >= (stay, Membership.INVITED.rank)


@looks_at("{server} holds {user} as {held}{written}; cited is stay {cited} of {named}, written by {origin}.")
def proof_is_over(s: Situation) -> bool:
    """The line held is not below the change cited in stay and rank, and neither in force nor joined in that stay."""
    if proof_in_force(s) or joined_in_that_stay(s):
        return False
    return s.entry is not None and (s.entry.epoch, s.entry.membership.rank) >= (
        _acceptance(s).proof.epoch, Membership.INVITED.rank,
    )


@looks_at("The proof was written by {origin}.")
def proof_is_elsewhere(s: Situation) -> bool:
    """Another server wrote the proof, so that it can be asked for it."""
    return _acceptance(s).proof.origin != s.server.name


def _keep(s: Situation) -> Reaction:
    """Keep the acceptance, to be decided again; a kept one of a later stay stays instead."""
    return Reaction(s.server.holding(Held(_acceptance(s), s.user.server)))


def _keep_and_fetch(s: Situation) -> Reaction:
    """Keep the acceptance, and ask the server that the proof names for the change."""
    acceptance = _acceptance(s)
    origin = acceptance.proof.origin
    kept = Reaction(s.server.holding(Held(acceptance, s.user.server, fetching_from=origin)))
    return kept.sending(origin, FetchPdu(s.room_id, acceptance.proof))


ACCEPTANCE = Rules(
    "acceptance", "An acceptance, at a candidate server", kind=Acceptance, rows=(
        refuse("GAP-17", "A home server speaks only for its own users.",
            Reason.NOT_YOUR_USER, Told.NO_SUCH_ROOM, when=speaks_for_another, over="GAP-17"),
        refuse("ACC-4 TEN-9", "An invitation is a proof only for the user whom it names.",
            Reason.NOT_THE_INVITEE, Told.NO_SUCH_ROOM, when=proof_names_another, over="TEN-9"),
        hold("ACC-5 PRV-3 TEN-2",
            "A server that itself waits to enter keeps the acceptance, and says that it knows no room.",
            Reason.WAITING_TO_ENTER, tells=Told.NO_SUCH_ROOM, when=waits_to_enter, does=_keep, over="TEN-2",
            under="unseen_invitation=hold"),
        refuse("PRV-1 PRV-3 PUB-6", "A server with no member in the room does not know it.",
            Reason.UNAWARE, Told.NO_SUCH_ROOM, when=unaware, over="PRV-3"),
        accept("GAP-9", "Who has joined by that invitation is granted it again, and nothing changes.",
            when=joined_in_that_stay, does=grant_again, over="GAP-9"),
        accept("ACC-6 ACC-7 ACC-8 ACC-9 ACC-10 GAP-14", "An invitation that is known and in force admits.",
            when=proof_in_force, does=admit, over="ACC-6"),
        refuse("ACC-6 GAP-3 PRV-3",
            "An invitation that is known and no longer in force admits nobody; the asker hears what a stranger hears.",
            Reason.NOT_IN_FORCE, Told.NO_SUCH_ROOM, when=proof_is_over, over="ACC-6", under="hidden_requests=all"),
        refuse("ACC-6 GAP-3",
            "An invitation that is known and no longer in force admits nobody, and the asker is told so.",
            Reason.NOT_IN_FORCE, Told.NOT_INVITED, when=proof_is_over, over="ACC-6", under="hidden_requests=join_only"),
        hold("ACC-4 ACC-5 TEN-2",
            "An invitation not yet seen: the asker hears at once that there is no room, the acceptance waits for it.",
            Reason.PROOF_NOT_SEEN, tells=Told.NO_SUCH_ROOM, when=always, does=_keep, under="unseen_invitation=hold"),
        hold("ACC-4 ACC-5 TEN-2", "An invitation not yet seen: the acceptance waits for it, in silence.",
            Reason.PROOF_NOT_SEEN, when=always, does=_keep, under="unseen_invitation=queue"),
        hold("ACC-4 ACC-5 TEN-2", "An invitation not yet seen is fetched from the server that the proof names.",
            Reason.PROOF_NOT_SEEN, when=proof_is_elsewhere, does=_keep_and_fetch, under="unseen_invitation=fetch"),
        accept("ACC-4 ACC-5 TEN-9", "An invitation not yet seen is believed.",
            when=always, does=admit, under="unseen_invitation=trust"),
        refuse("PRV-2 PRV-3 TEN-2", "An invitation not seen is none.",
            Reason.PROOF_NOT_SEEN, Told.NO_SUCH_ROOM, when=always, under="unseen_invitation=refuse|fetch"),
    ),
)


def decide_again(s: Situation, held: Held) -> Reaction:
    """Decide a kept acceptance once more; who was answered already hears nothing a second time (PRV-3)."""
    again = s.facing(held.acceptance, held.asker)
    verdict, rule = ACCEPTANCE.decide(again)
    if verdict.outcome is Outcome.HOLD:
        return Reaction(s.server)
    released = replace(again, server=s.server.releasing(held))
    if verdict.outcome is Outcome.ACCEPT:
        return judged(ACCEPTANCE, released)
    if s.reading.unseen_invitation == "hold":
        return Reaction(released.server)
    assert isinstance(rule.tells, Told)
    return replace(telling(released, Reaction(released.server), rule.tells), verdicts=(verdict,))


def _decide_here(s: Situation) -> Reaction:
    """Decide here: judge the acceptance that the wish would send, as one from this very server."""
    return judged(ACCEPTANCE, s.facing(acceptance_of(wish_to_accept(s))))


def _ask(s: Situation) -> Reaction:
    """Wish for it with the invitation as proof, and ask the next candidate."""
    return ask_next(s.server, wish_to_accept(s))


def wish_to_accept(s: Situation) -> Wish:
    """The wish to come in by the invitation in hand, or held; a server in the room asks only those it knows inside."""
    cited = s.server.invitation(s.user, s.room_id) or s.entry
    assert cited
    wish = wish_for(s, Asking.ACCEPTANCE, cited.proof if isinstance(cited, Invitation) else cited.pdu_id)
    inside = s.room.servers() if s.is_aware else wish.untried
    return replace(wish, untried=tuple(server for server in wish.untried if server in inside))


@looks_at(
    "On {server}, {inside}; {user} is held as {held} and holds {holding}; "
    "other servers known to be inside: {others_inside}."
)
def aware_and_asks_nobody(s: Situation) -> bool:
    """The server is in the room, an invitation is in hand or held, and one of two things holds.

    Either the line held is not below what is in hand in stay and rank, or no server of its list, as wished for, is
    known to be inside: another it does not ask, since what it would be granted might come from anybody.
    """
    return s.is_aware and invited_or_holds_an_invitation(s) and (invitation_seen(s) or not wish_to_accept(s).untried)


@looks_at(
    "{user} is held as {held} and holds {holding}; "
    "on {server}, {inside}; other servers known to be inside: {others_inside}."
)
def nobody_to_ask(s: Situation) -> bool:
    """An invitation is in hand, and its list, as wished for, names no server; or it is held alone, without a list."""
    return invited_or_holds_an_invitation(s) and not wish_to_accept(s).untried


ACCEPT = Rules(
    "accept", "The command Accept, at the invitee's home server", kind=Accept, rows=(
        accept("GAP-9", "A member who accepts is answered as the first time, and nothing changes.",
            when=is_a_member, does=joined_already, over="GAP-9"),
        refuse("ACC-1", "Only an invitation, in hand or held, can be accepted.",
            Reason.NOT_INVITED, Told.NOT_INVITED, when=not_invited, over="ACC-1"),
        accept("JOIN-1 GAP-13 GAP-17",
            "A server in the room decides for its own user if it has seen the invitation or knows no other inside.",
            when=aware_and_asks_nobody, does=_decide_here, over="GAP-13", under="unseen_invitation=hold"),
        accept("JOIN-1 GAP-13", "A server that is in the room decides for its own user.",
            when=aware, does=_decide_here, over="GAP-13", under="unseen_invitation=refuse|fetch|queue|trust"),
        refuse("TEN-8 INV-11", "An empty list leaves nobody to ask.",
            Reason.NO_CANDIDATE, Told.NOBODY_TO_ASK, when=nobody_to_ask, over="TEN-8"),
        accept("ACC-1 ACC-2 ACC-3 ACC-4", "The first server on the invitation's list is asked, citing the invitation.",
            when=always, does=_ask),
    ),
)
