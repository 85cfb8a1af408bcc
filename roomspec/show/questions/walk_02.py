"""Facts that the questions of walk 02 are about: an invitation, and a yes that comes too early."""

from dataclasses import replace
from typing import Literal

from spec_impl import COMPLETED, Membership, PduId, Reading, Trace
from spec_impl.cast import ALICE, BOB, CAROL, MALLORY, TEA, A, B, C, M, inviting, town, unnamed_room
from spec_impl.commands import Accept, Invite, Revoke
from spec_impl.messages import Acceptance, Grant, Invitation, Refusal, Told

from .facts import Facts, decided_and_told, hears, held, joined_at, kind_of_sent, receivers, told_apart

MADE_UP = Acceptance(TEA, MALLORY, PduId(MALLORY, 1, Membership.INVITED.rank, M))
"""mallory's yes to an invitation that she says her own server wrote."""
BORROWED = Acceptance(TEA, MALLORY, PduId(CAROL, 1, Membership.INVITED.rank, A))


def early(reading: Reading = COMPLETED) -> Trace:
    """Carol's yes is on its way to b.example, which has not heard that she is invited."""
    run = unnamed_room("invite", BOB).under(reading).give(ALICE, Invite(TEA, CAROL)).deliver(Invitation)
    return run.give(CAROL, Accept(TEA)).lose(Acceptance).give_up(CAROL, TEA)


def choosing(way: Literal["refuse", "fetch", "queue"]) -> Reading:
    """The recommended reading with another answer to an invitation not yet seen."""
    return replace(COMPLETED, name=way.upper(), unseen_invitation=way)


def carol_invited() -> Trace:
    """Carol is invited, and everybody who should know it does."""
    return inviting(unnamed_room("invite", BOB), CAROL)


def what_lets_her_in() -> str:
    """The kind of message on whose arrival carol becomes a member of b.example's copy."""
    run = early().settle()
    (step,) = (step for step in run.steps if any(c.server == B and c.after == "joined" for c in step.changes))
    return type(step.judged.message).__name__  # type: ignore[union-attr]


def heard_by_carol() -> Told:
    """The words that carol is told before the news arrives."""
    run = early().deliver(Acceptance).deliver(Refusal)
    return next(notice.told for notice in run.last.notices)  # type: ignore[union-attr]


def is_given_away(way: Literal["fetch", "queue"]) -> bool:
    """Whether mallory's made-up yes is answered otherwise than where there is no room."""
    there, nowhere = (each.under(choosing(way)) for each in (unnamed_room("invite", BOB), town()))
    return told_apart(there, nowhere, MADE_UP, B)


def crossed() -> Trace:
    """Alice takes back what carol has just accepted; b.example hears of the yes first."""
    run = carol_invited().give(CAROL, Accept(TEA)).give(ALICE, Revoke(TEA, CAROL))
    return run.deliver(Acceptance).deliver(Refusal).deliver(Acceptance).deliver(Grant).settle()


WALK_02: Facts = {
    "02.early-yes": lambda: (kind_of_sent(early().deliver(Acceptance)), B in joined_at(early().settle(), CAROL)),
    "02.end.whom": lambda: receivers(carol_invited().give(CAROL, Accept(TEA))),
    "02.end.asks": lambda: receivers(carol_invited().give(CAROL, Accept(TEA)).deliver(Acceptance)),
    "02.end.early": lambda: decided_and_told(early().deliver(Acceptance)),
    "02.end.news": what_lets_her_in,
    "02.end.carol": heard_by_carol,
    "02.end.borrowed": lambda: hears(carol_invited().world, M, A, BORROWED),
    "02.end.fetch": lambda: "another" if is_given_away("fetch") else "the same",
    "02.end.queue": lambda: "a room" if is_given_away("queue") else "nothing",
    "02.end.refuse": lambda: held(early(choosing("refuse")).settle(), C, CAROL),
    "02.end.revoked": lambda: joined_at(crossed(), CAROL),
}
