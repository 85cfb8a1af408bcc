"""How a row for home servers is written: `accept`, `refuse`, `hold`, `ignore`, and how a table is asked."""

from collections.abc import Callable
from dataclasses import replace

from ..messages import (
    Accept,
    Acceptance,
    Asking,
    CommandRefused,
    Envelope,
    FetchPdu,
    Join,
    JoinRefused,
    JoinRequest,
    Knock,
    KnockRequest,
    Refusal,
    Told,
)
from ..rows import Outcome, Row, Table, row
from ..situation import Reaction, Situation
from ..terms import ServerName
from .reasons import Reason

Rule = Row[Situation, Reaction]
Rules = Table[Situation, Reaction]
Guard = Callable[[Situation], bool]
Effect = Callable[[Situation], Reaction]

ASKING: dict[type, Asking] = {
    JoinRequest: Asking.JOIN,
    Acceptance: Asking.ACCEPTANCE,
    KnockRequest: Asking.KNOCK,
    FetchPdu: Asking.FETCH,
}


def nothing(situation: Situation) -> Reaction:
    """The effect that changes nothing."""
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
    return replace(reaction, verdicts=(verdict, *reaction.verdicts))


def telling(situation: Situation, reaction: Reaction, told: Told) -> Reaction:
    """Give the asker an answer in these words: a refusal to a server, a notice to a client of this one."""
    message, sender = situation.message, situation.sender
    if isinstance(message, JoinRequest | Acceptance | KnockRequest | FetchPdu) and sender != situation.server.name:
        answer = Refusal(message.room, message.user, ASKING[type(message)], situation.epoch, told)
        return replace(
            reaction, sends=(*reaction.sends, Envelope(situation.server.name, ServerName(str(sender)), answer))
        )
    if isinstance(message, JoinRequest | Acceptance | KnockRequest):
        return reaction.showing(JoinRefused(message.user, message.room, told))
    if isinstance(message, Join | Accept | Knock):
        return reaction.showing(JoinRefused(situation.giver, message.room, told))
    return reaction.showing(CommandRefused(situation.giver, told))
