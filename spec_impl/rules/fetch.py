"""Fetching a state change by its id: who is given it, and what the answer does to an acceptance that waits (ACC-5)."""

from ..messages import FetchPdu, PduAnswer, Refusal, Told
from ..rows import always, looks_at
from ..situation import Reaction, Situation
from ..terms import UserId
from ..world import Held
from .guards import unaware
from .register import learn
from .table import Reason, Rules, accept, ignore, refuse, telling


@looks_at("On {sender}, as {server} holds, {members_there}.")
def asker_has_no_member(s: Situation) -> bool:
    """No user of the asking server is a member, as this one knows."""
    assert not isinstance(s.sender, UserId)
    return not s.room.joined(s.sender)


@looks_at("{server} holds {user} as {held}; asked is stay {epoch}.")
def not_held(s: Situation) -> bool:
    """The server holds no line of the user, or one below the change asked for in stay and rank."""
    assert isinstance(s.message, FetchPdu)
    return s.entry is None or (s.entry.epoch, s.entry.membership.rank) < (s.message.pdu.epoch, s.message.pdu.rank)


def _hand_out(s: Situation) -> Reaction:
    """Send the asking server the line that is held about that user."""
    assert s.entry and not isinstance(s.sender, UserId)
    return Reaction(s.server).sending(s.sender, PduAnswer(s.room_id, s.entry))


FETCH_PDU = Rules(
    "fetch", "A request for a state change by its id", kind=FetchPdu, rows=(
        refuse("PRV-1 PRV-3", "A server with no member in the room does not know it.",
            Reason.UNAWARE, Told.NO_SUCH_ROOM, when=unaware, over="PRV-3"),
        refuse("PRV-4 TEN-9", "Only a server with a member is given state; any other hears that there is no room.",
            Reason.NOT_A_MEMBER, Told.NO_SUCH_ROOM, when=asker_has_no_member, over="PRV-4",
            under="hidden_requests=all"),
        refuse("ACC-5", "What is not held cannot be given.",
            Reason.NOT_HELD, Told.NO_SUCH_ROOM, when=not_held, over="ACC-5"),
        accept("ACC-5 INV-10", "What is held about that user is given.", when=always, does=_hand_out),
    ),
)


def _waiting(s: Situation) -> Held | None:
    return next((held for held in s.server.held if (held.user, held.room) == (s.user, s.room_id)), None)


@looks_at("The answer comes from {sender}; an acceptance of {user} waits for one from {fetched_from}.")
def not_fetched(s: Situation) -> bool:
    """No acceptance kept here of that user and room waits for an answer from that server."""
    held = _waiting(s)
    return held is None or held.fetching_from != s.sender


def _take_and_decide(s: Situation) -> Reaction:
    """Learn the line; whether it proves the acceptance is then asked as of any that waits."""
    held = _waiting(s)
    assert isinstance(s.message, PduAnswer) and held
    return Reaction(learn(s.server, s.room_id, s.message.entry, s.reading))


def _refuse_the_acceptance(s: Situation) -> Reaction:
    """Drop the acceptance that waits, and tell whoever asked for it that there is no such room."""
    held = _waiting(s)
    assert held
    return telling(s.facing(held.acceptance, held.asker), Reaction(s.server.releasing(held)), Told.NO_SUCH_ROOM)


PDU_ANSWER = Rules(
    "state change", "A state change that was fetched", kind=PduAnswer, rows=(
        ignore("ACC-5 GAP-17", "It counts only from the server asked, while an acceptance waits for it.",
            Reason.NOT_ASKED, when=not_fetched, over="GAP-17"),
        accept("ACC-5", "The change is taken in, and the acceptance decided.",
            when=always, does=_take_and_decide),
    ),
)

FETCH_REFUSED = Rules(
    "fetch refused", "A refusal to give a state change", kind=Refusal, rows=(
        ignore("ACC-5 GAP-17", "It counts only from the server asked, while an acceptance waits for it.",
            Reason.NOT_ASKED, when=not_fetched, over="GAP-17"),
        accept("ACC-5 TEN-2", "The acceptance that waited is refused as by a server that knows no room.",
            when=always, does=_refuse_the_acceptance),
    ),
)
