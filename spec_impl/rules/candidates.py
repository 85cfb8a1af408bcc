"""The walk over candidate servers: whom to ask first, what a refusal or a silence leads to (PUB-5, GAP-15, GAP-16)."""

from dataclasses import replace

from ..messages import Acceptance, Asking, Envelope, JoinRequest, KnockRequest, NoAnswer, Refusal, Restart, Told
from ..notices import InvitationShown, JoinRefused
from ..rows import always, looks_at
from ..situation import Reaction, Situation
from ..terms import Membership
from ..world import HomeServer, Wish
from .table import Reason, Rules, accept, ignore, to_the_user


def ask_next(server: HomeServer, wish: Wish) -> Reaction:
    """Send the wish to the next candidate that has not been tried; a server never asks itself."""
    candidate, *untried = wish.untried
    wish = replace(wish, untried=tuple(untried), asked=(*wish.asked, candidate), waiting_for=candidate, wanted=True)
    if wish.asking is Asking.KNOCK:
        server = server.remembering(wish.user, wish.room, wish.epoch, candidate)
    return Reaction(server.wishing(wish), sends=(Envelope(server.name, candidate, request_of(wish)),))


def acceptance_of(wish: Wish) -> Acceptance:
    """The acceptance that the wish is; it says which stay it means where that is not the invitation's own."""
    assert wish.proof
    return Acceptance(wish.room, wish.user, wish.proof, wish.epoch if wish.epoch > wish.proof.epoch else 0)


def request_of(wish: Wish) -> JoinRequest | Acceptance | KnockRequest:
    """The wire message that puts the wish to a candidate."""
    if wish.asking is Asking.ACCEPTANCE and wish.proof:
        return acceptance_of(wish)
    request = JoinRequest if wish.asking is Asking.JOIN else KnockRequest
    return request(wish.room, wish.user, wish.epoch)


def _strike_the_knock(s: Situation) -> HomeServer:
    """A server that refuses a knock does not hold it; where none is left that may, the knock is forgotten (KNK-7)."""
    message, server, knock = s.message, s.server, s.server.knock(s.user, s.room_id)
    if not isinstance(message, Refusal) or message.asking is not Asking.KNOCK or message.told is Told.ALREADY_INVITED:
        return server
    if knock is None or knock.epoch != message.epoch or s.sender not in knock.asked:
        return server
    asked = tuple(name for name in knock.asked if name != s.sender)
    stands = s.room.membership(s.user) is Membership.KNOCKED
    if not asked and not stands and s.reading.knock_memory == "until_resolved":
        return server.forgetting_knock(s.user, s.room_id)
    return server.forgetting_knock(s.user, s.room_id).remembering(s.user, s.room_id, knock.epoch, *asked)


def _note_the_refusal(s: Situation) -> Reaction:
    """Strike the knock where the refusal is of one; change nothing else."""
    return Reaction(_strike_the_knock(s))


def _go_on(s: Situation) -> Reaction:
    """Strike the knock where a refusal of one came, and ask the next candidate."""
    assert s.wish
    return ask_next(_strike_the_knock(s), s.wish)


def _stop(s: Situation) -> Reaction:
    """Strike the knock, end the walk, and show the user what was told, or that none answered.

    The wish waits for nobody; only for an acceptance it stays wanted, since one may be held somewhere (ACC-5). If it is
    for one, with an invitation in hand and a knock remembered, the invitation is shown next: it was accepted for the
    user, and not by him, and is still in hand.
    """
    assert s.wish
    told = s.message.told if isinstance(s.message, Refusal) else Told.NO_ANSWER
    told = to_the_user(s, told)
    wish = replace(s.wish, waiting_for=None, wanted=s.wish.asking is Asking.ACCEPTANCE)
    reaction = Reaction(_strike_the_knock(s).wishing(wish)).showing(JoinRefused(s.user, s.room_id, told))
    invitation = s.server.invitation(s.user, s.room_id)
    if invitation and wish.asking is Asking.ACCEPTANCE and s.server.knock(s.user, s.room_id):
        return reaction.showing(InvitationShown(s.user, s.room_id, invitation.inviter))
    return reaction


@looks_at("{sender} says {says} for stay {epoch}; an answer is awaited from: {awaited}.")
def not_awaited(s: Situation) -> bool:
    """The refusal answers no request that is still waiting: by sender, by what was asked, and by stay."""
    wish, message = s.wish, s.message
    assert isinstance(message, Refusal)
    return wish is None or (wish.waiting_for, wish.asking, wish.epoch) != (s.sender, message.asking, message.epoch)


@looks_at("{sender} says {says}; left to try for {user}: {untried}.")
def unknown_there_and_more_to_try(s: Situation) -> bool:
    """That server does not know the room, and the list has more."""
    return isinstance(s.message, Refusal) and s.message.told is Told.NO_SUCH_ROOM and more_to_try(s)


@looks_at("An answer is awaited from: {awaited}.")
def waits_for_nobody(s: Situation) -> bool:
    """No answer is awaited."""
    return s.wish is None or s.wish.waiting_for is None


@looks_at("Left to try for {user}: {untried}.")
def more_to_try(s: Situation) -> bool:
    """The list of candidates has more."""
    return s.wish is not None and bool(s.wish.untried)


REFUSAL = Rules(
    "refusal", "A refusal, at the home server that asked", kind=Refusal, rows=(
        ignore("GAP-9 KNK-7", "A refusal of nothing that is awaited starts nothing.",
            Reason.NOT_ASKED, when=not_awaited, does=_note_the_refusal, over="GAP-9"),
        accept("PUB-5 PUB-6 PUB-7", "Where one candidate knows no such room, the next is asked.",
            when=unknown_there_and_more_to_try, does=_go_on, over="PUB-5", under="retry=when_unknown|any_refusal"),
        accept("PUB-5 TEN-3", "After any refusal the next candidate is asked.",
            when=more_to_try, does=_go_on, over="TEN-3", under="retry=any_refusal"),
        accept("GAP-16 KNK-1", "Otherwise the walk ends, and the user hears the answer.",
            when=always, does=_stop),
    ),
)

NO_ANSWER = Rules(
    "no answer", "A candidate's silence, at the home server that asked", kind=NoAnswer, rows=(
        ignore("GAP-9", "A silence that nobody waits in is none.",
            Reason.NOT_ASKED, when=waits_for_nobody, over="GAP-9"),
        accept("GAP-15 PUB-5", "A silent candidate is given up and the next is asked.",
            when=more_to_try, does=_go_on, over="GAP-15", under="retry=when_unknown|any_refusal"),
        accept("GAP-15 GAP-16", "Otherwise the walk ends, and the user hears that none answered.",
            when=always, does=_stop),
    ),
)


def _ask_again(s: Situation) -> Reaction:
    """Forget what was found, and send each request again that is wanted and waits for an answer."""
    reaction = Reaction(replace(s.server, found=()))
    for wish in s.server.wishes:
        if wish.wanted and wish.waiting_for:
            reaction = reaction.sending(wish.waiting_for, request_of(wish))
    return reaction


RESTART = Rules(
    "restart", "A crashed home server comes up again", kind=Restart, rows=(
        accept("GAP-15 DISC-3",
            "What was stored is there; look-ups are forgotten; requests that wait for an answer are sent again.",
            when=always, does=_ask_again),
    ),
)
