"""Questions of walk 02: an invitation, and a yes that comes too early."""

from dataclasses import replace
from typing import Literal

from spec_impl import (
    COMPLETED,
    Accept,
    Acceptance,
    Grant,
    Invitation,
    Invite,
    Membership,
    PduId,
    Reading,
    Refusal,
    Revoke,
    Told,
    Trace,
)
from spec_impl.cast import ALICE, BOB, CAROL, MALLORY, TEA, A, B, C, M, inviting, town, unnamed_room

from ..predictions import Option, question
from .facts import hears, held, joined_at, under

MADE_UP = Acceptance(TEA, MALLORY, PduId(MALLORY, 1, Membership.INVITED.rank, M))
"""mallory's yes to an invitation that she says her own server wrote."""


def early(reading: Reading = COMPLETED) -> Trace:
    """Carol's yes is on its way to b.example, which has not heard that she is invited."""
    run = under(unnamed_room("invite", BOB), reading).give(ALICE, Invite(TEA, CAROL)).deliver(Invitation)
    return run.give(CAROL, Accept(TEA)).lose(Acceptance).give_up(CAROL, TEA)


def choosing(way: Literal["refuse", "fetch", "queue"]) -> Reading:
    """The recommended reading with another answer to an invitation not yet seen."""
    return replace(COMPLETED, name=way.upper(), unseen_invitation=way)


def carol_invited() -> Trace:
    """Carol is invited, and everybody who should know it does."""
    return inviting(unnamed_room("invite", BOB), CAROL)


def decided_and_told() -> tuple[str, str]:
    """What b.example decides about the early yes, and what it tells."""
    verdict = early().deliver(Acceptance).last.verdicts[0]
    return str(verdict.outcome), str(verdict.told)


def what_lets_her_in() -> str:
    """The kind of message on whose arrival carol becomes a member of b.example's copy."""
    run = early().settle()
    (step,) = (step for step in run.steps if any(c.server == B and c.after == "joined" for c in step.changes))
    return type(step.judged.message).__name__  # type: ignore[union-attr]


def heard_by_carol() -> Told:
    """The words that carol is told before the news arrives."""
    run = early().deliver(Acceptance).deliver(Refusal)
    return next(notice.told for notice in run.last.notices)  # type: ignore[union-attr]


def told_apart(way: Literal["fetch", "queue"]) -> bool:
    """Whether mallory's made-up yes is answered otherwise than where there is no room."""
    there, nowhere = under(unnamed_room("invite", BOB), choosing(way)), under(town(), choosing(way))
    return hears(there.world, M, B, MADE_UP) != hears(nowhere.world, M, B, MADE_UP)


def crossed() -> Trace:
    """Alice takes back what carol has just accepted; b.example hears of the yes first."""
    run = carol_invited().give(CAROL, Accept(TEA)).give(ALICE, Revoke(TEA, CAROL))
    return run.deliver(Acceptance).deliver(Refusal).deliver(Acceptance).deliver(Grant).settle()


question(
    "02.early-yes",
    "What does b.example do?",
    Option("It lets her in, because her yes cites the invitation.", ("Grant", True), "to name it is to prove it"),
    Option("It asks a.example whether she is invited, and waits.", ("FetchPdu", True), "who does not know asks"),
    Option("It says that there is no such room, and she stays outside.", ("Refusal", False), "a no is final"),
    Option("It says that there is no such room, and lets her in later.", ("Refusal", True)),
    because="Told at once, decided later: the two are not the same.",
)(lambda: (type(early().deliver(Acceptance).last.sends[0].message).__name__, B in joined_at(early().settle(), CAROL)))

question(
    "02.end.whom",
    "To whom does c.example send carol's yes?",
    Option("It sends it to the first server on her invitation's list.", (A,)),
    Option("It sends it to every server on the list.", (A, B), "every server learns at once"),
)(lambda: tuple(sent.receiver for sent in carol_invited().give(CAROL, Accept(TEA)).last.sends))

question(
    "02.end.asks",
    "Whom does a.example ask before it lets her in?",
    Option("It asks alice, who has invited her.", (ALICE,), "the room is its maker's"),
    Option("It asks nobody; it looks at what it holds.", (C,)),
)(lambda: tuple(sent.receiver for sent in carol_invited().give(CAROL, Accept(TEA)).deliver(Acceptance).last.sends))

question(
    "02.end.early",
    "b.example has not heard of the invitation. What does it decide, and what does it tell?",
    Option("It decides to refuse, and tells so.", ("refuse", "no such room"), "a no is final"),
    Option("It decides to hold the acceptance, and tells that there is no such room.", ("hold", "no such room")),
    Option("It decides to hold the acceptance, and tells nothing.", ("hold", "None"), "silence gives nothing away"),
)(decided_and_told)

question(
    "02.end.news",
    "What makes b.example let her in at last?",
    Option("The news that she is invited makes it.", "StateUpdate"),
    Option("A second yes of hers makes it.", "Acceptance", "an acceptance cannot come before its invitation"),
)(what_lets_her_in)

question(
    "02.end.carol",
    "What does carol hear meanwhile?",
    Option("She hears that there is no such room.", Told.NO_SUCH_ROOM, "a no is final"),
    Option("She hears that no server knows her invitation yet.", Told.NOT_KNOWN_YET),
)(heard_by_carol)

question(
    "02.end.borrowed",
    "mallory cites carol's invitation in her own name. What does she hear?",
    Option("She hears that she is in, because the citation is right.", "joined", "to name it is to prove it"),
    Option("She hears that there is no such room.", "no such room"),
)(lambda: hears(carol_invited().world, M, A, Acceptance(TEA, MALLORY, PduId(CAROL, 1, Membership.INVITED.rank, A))))

question(
    "02.end.fetch",
    "Suppose that b.example asked whoever wrote the invitation. Why would that be bad?",
    Option("The question reaches mallory's server, and shows that there is a room.", True),
    Option("It would be harmless, because it is only a question.", False, "who does not know asks"),
)(lambda: told_apart("fetch"))

question(
    "02.end.queue",
    "Suppose that it waited in silence. What would mallory learn?",
    Option("She would learn nothing, because nothing is said.", False, "silence gives nothing away"),
    Option("She would learn that there is a room, since a server without it answers.", True),
)(lambda: told_apart("queue"))

question(
    "02.end.refuse",
    "Suppose that it refused for good. Where is carol when everything has arrived?",
    Option("She is outside, with an invitation in her hand.", "invited"),
    Option("She is inside, because the news has come.", "joined", "every server learns at once"),
)(lambda: held(early(choosing("refuse")).settle(), C, CAROL))

question(
    "02.end.revoked",
    "alice takes the invitation back; b.example lets carol in before it hears so. Who holds her as joined in the end?",
    Option("b.example and c.example do, which let her in first.", (B, C), "who comes first has won"),
    Option("Nobody does, because an end wins at every server.", ()),
)(lambda: joined_at(crossed(), CAROL))
