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
    Option(
        "It says that there is no such room, and lets her in later.",
        ("Refusal", True),
    ),
    Option(
        "It lets her in at once, because her yes cites the invitation.",
        ("Grant", True),
        "Anybody can write such a line; b.example has nothing to compare it with.",
        "to name it is to prove it",
    ),
    Option(
        "It asks a.example whether she is invited, and lets her in later.",
        ("FetchPdu", True),
        "The same question would go to a server that mallory names, and show that there is a room.",
        "who does not know asks",
    ),
    Option(
        "It says that there is no such room, and carol has to ask again.",
        ("Refusal", False),
        "What is told now need not be all that is decided.",
        "a no is final",
    ),
    because="“An invitation not yet seen: the asker hears at once that there is no room, the acceptance waits for it.”",
)(lambda: (type(early().deliver(Acceptance).last.sends[0].message).__name__, B in joined_at(early().settle(), CAROL)))

question(
    "02.end.whom",
    "To whom does c.example send carol's yes?",
    Option("It sends it to the first server on the invitation's list.", (A,)),
    Option("It sends it to every server on the list.", (A, B), "One at a time: two servers could both let her in."),
    Option(
        "It sends it to alice, who has invited her.", (ALICE,), "Messages go from server to server, not to a person."
    ),
    because="The next on the list is asked only when the first has said no, or nothing.",
)(lambda: tuple(sent.receiver for sent in carol_invited().give(CAROL, Accept(TEA)).last.sends))

question(
    "02.end.asks",
    "Whom does a.example ask before it lets her in?",
    Option(
        "It asks alice, who has invited her.",
        (ALICE,),
        "alice has done her part: a.example has her invitation written down.",
    ),
    Option(
        "It asks b.example, which has a member too.",
        (B,),
        "Nobody is in charge, and each server decides by its own copy.",
    ),
    Option("It asks nobody, and looks at what it holds.", (C,)),
    because="“An invitation that is known and in force admits.” Only c.example gets a message, the grant.",
)(lambda: tuple(sent.receiver for sent in carol_invited().give(CAROL, Accept(TEA)).deliver(Acceptance).last.sends))

question(
    "02.end.early",
    "b.example has not heard of the invitation. What does it decide, and what does it tell?",
    Option(
        "It decides to refuse, and tells so.",
        ("refuse", "no such room"),
        "Then carol would stay outside though she is invited.",
    ),
    Option("It parks her yes, and tells that there is no such room.", ("hold", "no such room")),
    Option(
        "It parks her yes, and tells nothing.",
        ("hold", "None"),
        "A server without the room would answer, so silence would show it.",
    ),
    because="“An invitation not yet seen: the asker hears at once that there is no room, the acceptance waits for it.”",
)(decided_and_told)

question(
    "02.end.news",
    "What makes b.example let her in at last?",
    Option("A second yes of hers makes it.", "Acceptance", "The first one is parked there, and is enough."),
    Option("The grant of a.example makes it.", "Grant", "a.example never got her yes: that one was lost."),
    Option("The news that she is invited makes it.", "StateUpdate"),
    because="With the news it goes through its rows again: “An invitation that is known and in force admits.”",
)(what_lets_her_in)

question(
    "02.end.carol",
    "What is carol told meanwhile?",
    Option(
        "She is told that there is no such room.",
        Told.NO_SUCH_ROOM,
        "Her own server has her invitation, and knows better.",
    ),
    Option("She is told that no server knows her invitation yet.", Told.NOT_KNOWN_YET),
    Option(
        "She is told nothing until she is in.",
        None,
        "Both servers on her list have been tried, and she hears how it stands.",
    ),
    because="Her server puts together what it heard and what it holds.",
)(heard_by_carol)

question(
    "02.end.borrowed",
    "mallory cites carol's invitation in her own name. What does she hear?",
    Option("She hears that there is no such room.", "no such room"),
    Option(
        "She hears that she is in, for the citation is right.",
        "joined",
        "The line is no secret, so to know it proves nothing.",
    ),
    Option(
        "She hears that the invitation is carol's.",
        "not your invitation",
        "That would show the room, and who is invited to it.",
    ),
    because="“An invitation is a proof only for the user whom it names.”",
)(lambda: hears(carol_invited().world, M, A, Acceptance(TEA, MALLORY, PduId(CAROL, 1, Membership.INVITED.rank, A))))

question(
    "02.end.fetch",
    "Suppose that b.example asked whoever wrote the cited invitation. What would mallory hear?",
    Option(
        "She would hear just what she hears where there is no room.",
        "the same",
        "A server without the room asks nothing.",
    ),
    Option(
        "She would hear nothing, for alice's server is asked.",
        "nothing",
        "mallory says who wrote it: her own server is asked.",
    ),
    Option("She would hear a question, which shows that there is a room.", "another"),
    because="A server without the room has nothing to ask.",
)(lambda: "another" if told_apart("fetch") else "the same")

question(
    "02.end.queue",
    "Suppose that b.example waited in silence. What would mallory learn?",
    Option(
        "She would learn nothing, since nothing is said.",
        "nothing",
        "She knows what a server without the room says, and it has not come.",
    ),
    Option("She would learn that there is a room.", "a room"),
    Option("She would learn who else is invited.", "the invited", "Silence shows that something is kept, not what."),
    because="A server without the room answers at once.",
)(lambda: "a room" if told_apart("queue") else "nothing")

question(
    "02.end.refuse",
    "Suppose that it refused for good. Where is carol when everything has arrived?",
    Option("She is inside, because the news has come.", "joined", "The news finds no yes to be decided again."),
    Option("She has no invitation any more.", "none", "A no takes no invitation away; only an end does."),
    Option("She is outside, with an invitation in her hand.", "invited"),
    because="Nobody looks again at what was refused, so she would have to say yes once more.",
)(lambda: held(early(choosing("refuse")).settle(), C, CAROL))

question(
    "02.end.revoked",
    "alice takes the invitation back; b.example lets carol in before it hears so. Who holds her as joined in the end?",
    Option(
        "b.example and c.example do, for they heard of the yes first.",
        (B, C),
        "The order in which they hear does not count.",
    ),
    Option("Nobody does, neither b.example nor c.example.", ()),
    Option("c.example alone does, because it got the grant.", (C,), "c.example hears of the end as well."),
    because="“An update that wins over what is held is taken in”, and an end wins over all before it in a stay.",
)(lambda: joined_at(crossed(), CAROL))
