"""Questions of walk 04: a knock, a no, and a memory."""

from dataclasses import replace

from spec_impl import COMPLETED, Accept, Deny, Invite, Knock, KnockRequest, Reading, Trace
from spec_impl.cast import ALICE, BOB, CAROL, MALLORY, TEA, A, B, C, M, tea_room, town

from ..predictions import Option, question
from .facts import hears, held, shown_to, under

FOREVER = replace(COMPLETED, name="FOREVER", knock_memory="forever")
ASKS_HER = replace(COMPLETED, name="ASKS_HER", automatic_acceptance="off")


def carol_knocked(reading: Reading = COMPLETED) -> Trace:
    """Carol has knocked, and every member knows."""
    semi = tea_room("knock", BOB, finders=(CAROL,), candidates=(A, B))
    return under(semi, reading).give(CAROL, Knock(TEA)).settle()


def answered(reading: Reading = COMPLETED) -> Trace:
    """Bob has invited the one who knocked, and all has arrived."""
    return carol_knocked(reading).give(BOB, Invite(TEA, CAROL)).settle()


def invited_later(reading: Reading = COMPLETED) -> Trace:
    """Alice has said no; later bob invites carol, and all has arrived."""
    denied = carol_knocked(reading).give(ALICE, Deny(TEA, CAROL)).settle()
    return denied.give(BOB, Invite(TEA, CAROL)).settle()


def a_door_can_be_seen() -> bool:
    """Whether a room that takes knocks answers a stranger otherwise than a server without it."""
    ask = KnockRequest(TEA, MALLORY, 1)
    return hears(carol_knocked().world, M, A, ask) != hears(town().world, M, A, ask)


question(
    "04.away",
    "What does carol find when she comes back?",
    Option("She finds an invitation that waits for her yes.", "invited", "a knock is a question"),
    Option("She finds that she is a member, and that everybody knows.", "joined"),
    Option("She finds nothing new, because alice has to agree as well.", "knocked", "the room is its maker's"),
    Option("She finds that she missed it, because she was away.", "none", "joined means present"),
    because="Her server remembers the knock and accepts for her. Whether that is wise is another matter.",
)(lambda: held(answered(), C, CAROL))

question(
    "04.turned-down",
    "The invitation arrives. What does carol's server do?",
    Option("It says yes for her, because she did knock.", "joined", "a wish has no end"),
    Option("It shows her the invitation, because the knock is over.", "invited"),
    Option("It drops the invitation, because alice said no.", "denied", "a no is final"),
    Option("It waits until alice has changed her mind.", "knocked", "the room is its maker's"),
    because="Its note of the knock ended with the knock, so this is an invitation like any other.",
)(lambda: held(invited_later(), C, CAROL))

question(
    "04.end.learns",
    "Which members learn that carol has knocked?",
    Option("Every member learns it.", ("alice", "bob")),
    Option("Only alice does, who made the room.", ("alice",), "the room is its maker's"),
)(lambda: tuple(user.name for user in (ALICE, BOB) if "KnockSeen" in shown_to(carol_knocked(), user)))

question(
    "04.end.note",
    "Which servers keep the note that she wants to come in?",
    Option("Every server in the room keeps it.", (A, B, C), "every server learns at once"),
    Option("Only c.example keeps it.", (C,)),
)(lambda: tuple(home.name for home in carol_knocked().world.servers if home.knocks))

question(
    "04.end.answer",
    "With what does bob answer the knock?",
    Option("He answers with an ordinary invitation.", "Invitation"),
    Option("He answers with a word that means: come in.", "Grant", "a knock is a question"),
)(lambda: type(carol_knocked().give(BOB, Invite(TEA, CAROL)).last.sends[0].message).__name__)

question(
    "04.end.yes",
    "Does carol have to say yes to it?",
    Option("She does, as to any invitation.", "invited", "a knock is a question"),
    Option("She does not, because her server accepts for her.", "joined"),
)(lambda: held(answered(), C, CAROL))

question(
    "04.end.present",
    "alice reads that carol has joined. Can she tell whether carol pressed a button?",
    Option("She can, because joined means that somebody is there.", False, "joined means present"),
    Option("She cannot, because she sees the same in both cases.", True),
)(lambda: shown_to(answered(), ALICE) == shown_to(answered(ASKS_HER).give(CAROL, Accept(TEA)).settle(), ALICE))

question(
    "04.end.asked",
    "The other answer: her server asks her once more. Where is she until she says yes?",
    Option("She is outside, though she asked and bob said yes.", "invited"),
    Option("She is inside, because she has asked already.", "joined", "a knock is a question"),
)(lambda: held(answered(ASKS_HER), C, CAROL))

question(
    "04.end.denied",
    "alice says no. What becomes of the note at c.example?",
    Option("It ends with the knock.", ()),
    Option("It stays until somebody invites her.", (C,), "a wish has no end"),
)(
    lambda: tuple(
        home.name for home in carol_knocked().give(ALICE, Deny(TEA, CAROL)).settle().world.servers if home.knocks
    )
)

question(
    "04.end.forever",
    "Under FOREVER bob invites her after the no. Where is she, without having been asked?",
    Option("She is outside, because alice's no still counts.", "denied", "a no is final"),
    Option("She is inside, because her server says yes for her.", "joined"),
)(lambda: held(invited_later(FOREVER), C, CAROL))

question(
    "04.end.door",
    "mallory knocks at such a room. Can she tell that it is there?",
    Option("She cannot, because she was never invited.", False, "a door can be unseen"),
    Option("She can, because her knock is taken.", True),
)(a_door_can_be_seen)

question(
    "04.end.crash",
    "c.example goes down while carol waits, and comes up again. What does bob's invitation do?",
    Option("It is shown to her, because the knock is forgotten.", "invited", "a server that goes down forgets"),
    Option("It lets her in, because the note was stored.", "joined"),
)(lambda: held(carol_knocked().crash(C).give(BOB, Invite(TEA, CAROL)).settle(), C, CAROL))
