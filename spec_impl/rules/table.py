"""Why a server decided as it did: a closed list that stays inside the server, apart from what the asker is told."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import StrEnum

from ..commands import Accept, Join, Knock
from ..messages import Acceptance, Envelope, FetchPdu, JoinRequest, KnockRequest, Refusal, Told
from ..notices import CommandRefused, JoinRefused
from ..rows import Outcome, Row, Table, row
from ..situation import Incoming, Reaction, Situation
from ..terms import ServerName


class Reason(StrEnum):
    """The internal reason of a verdict."""

    ALREADY_INVITED = "ALREADY_INVITED"
    ALREADY_MEMBER = "ALREADY_MEMBER"
    HIDDEN_NAME = "HIDDEN_NAME"
    MUST_KNOCK = "MUST_KNOCK"
    NAME_TAKEN = "NAME_TAKEN"
    NOT_ASKED = "NOT_ASKED"
    NOT_A_MEMBER = "NOT_A_MEMBER"
    NOT_DISCOVERED = "NOT_DISCOVERED"
    NOT_HELD = "NOT_HELD"
    NOT_INVITED = "NOT_INVITED"
    NOT_IN_FORCE = "NOT_IN_FORCE"
    NOT_KNOCKABLE = "NOT_KNOCKABLE"
    NOT_NEWS = "NOT_NEWS"
    NOT_THE_INVITEE = "NOT_THE_INVITEE"
    NOT_YOUR_USER = "NOT_YOUR_USER"
    NO_CANDIDATE = "NO_CANDIDATE"
    NO_RULE = "NO_RULE"
    NOTHING_TO_END = "NOTHING_TO_END"
    OUT_OF_DATE = "OUT_OF_DATE"
    PROOF_NOT_SEEN = "PROOF_NOT_SEEN"
    UNAWARE = "UNAWARE"
    UNKNOWN_NAME = "UNKNOWN_NAME"
    WAITING_TO_ENTER = "WAITING_TO_ENTER"


Rule = Row[Situation, Reaction]
Guard = Callable[[Situation], bool]
Effect = Callable[[Situation], Reaction]


@dataclass(frozen=True)
class Rules(Table[Situation, Reaction]):
    """The rows for one kind of message at a home server, which finds its table by that kind."""

    kind: type[Incoming] = field(kw_only=True)


def nothing(situation: Situation) -> Reaction:
    """Change nothing."""
    return Reaction(situation.server)


def accept(
    cites: str, sentence: str, *, when: Guard, does: Effect, over: str = "", under: str = "", tells: Told | None = None
) -> Rule:
    """Write a row that grants what was asked, or takes in what came."""
    return row(cites, sentence, Outcome.ACCEPT, when=when, does=does, over=over, under=under, tells=tells)


def refuse(
    cites: str,
    sentence: str,
    reason: Reason,
    tells: Told,
    *,
    when: Guard,
    does: Effect = nothing,
    over: str = "",
    under: str = "",
) -> Rule:
    """Write a row that says no: the reason stays inside, the asker is told the given words."""
    return row(
        cites, sentence, Outcome.REFUSE, when=when, does=does, reason=reason, tells=tells, over=over, under=under
    )


def hold(
    cites: str,
    sentence: str,
    reason: Reason,
    *,
    when: Guard,
    does: Effect,
    tells: Told | None = None,
    over: str = "",
    under: str = "",
) -> Rule:
    """Write a row that keeps the request to decide it later; with `tells`, the asker has an answer now."""
    return row(cites, sentence, Outcome.HOLD, when=when, does=does, reason=reason, tells=tells, over=over, under=under)


def ignore(
    cites: str, sentence: str, reason: Reason, *, when: Guard, does: Effect = nothing, over: str = "", under: str = ""
) -> Rule:
    """Write a row under which a message counts for nothing and nobody is told."""
    return row(cites, sentence, Outcome.IGNORE, when=when, does=does, reason=reason, over=over, under=under)


def judged(table: Rules, situation: Situation) -> Reaction:
    """Ask the table, do what the deciding row does, and tell the asker what it tells."""
    verdict, decider = table.decide(situation)
    reaction = decider.does(situation)
    if isinstance(decider.tells, Told):
        reaction = telling(situation, reaction, decider.tells)
    return reaction.decided_by(verdict)


def telling(situation: Situation, reaction: Reaction, told: Told) -> Reaction:
    """Give the asker an answer in these words: a refusal to a server, a notice to a client of this one."""
    message, sender = situation.message, situation.sender
    if isinstance(message, JoinRequest | Acceptance | KnockRequest | FetchPdu) and sender != situation.server.name:
        answer = Refusal(message.room, message.user, message.asks, situation.epoch, told)
        return replace(
            reaction, sends=(*reaction.sends, Envelope(situation.server.name, ServerName(str(sender)), answer))
        )
    if isinstance(message, JoinRequest | Acceptance | KnockRequest):
        return reaction.showing(JoinRefused(message.user, message.room, to_the_user(situation, told)))
    if isinstance(message, Join | Accept | Knock):
        return reaction.showing(JoinRefused(situation.giver, message.room, to_the_user(situation, told)))
    return reaction.showing(CommandRefused(situation.giver, told))


def to_the_user(situation: Situation, told: Told) -> Told:
    """What a home server tells its own user: who holds an invitation hears that it is not known, in whatever words."""
    holds_one = situation.server.invitation(situation.user, situation.room_id) is not None
    unknown = told in (Told.NO_SUCH_ROOM, Told.KNOCK_FIRST, Told.KNOCK_STANDS)
    return Told.NOT_KNOWN_YET if unknown and holds_one else told
