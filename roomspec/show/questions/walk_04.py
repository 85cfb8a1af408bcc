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
    Option(
        "She finds an invitation that waits for her yes.",
        "invited",
        "That is the other answer, which a comment beside the text asks for; the text itself wants it otherwise.",
        "a knock is a question",
    ),
    Option(
        "She finds her knock still waiting, until alice agrees as well.",
        "knocked",
        "Any member may let somebody in; whoever made the room is one of them.",
        "the room is its maker's",
    ),
    Option("She finds that she is a member, and that everybody knows.", "joined"),
    Option(
        "She finds that bob's invitation has lapsed, because she was away.",
        "none",
        "A home server acts for its users, whether or not they are at their desks.",
        "joined means present",
    ),
    because="“An invitation that answers a remembered knock is accepted for the user at once.” Whether that is wise is "
    "another matter.",
)(lambda: held(answered(), C, CAROL))

question(
    "04.turned-down",
    "The invitation arrives. What does carol's server do?",
    Option("It shows her the invitation, and waits.", "invited"),
    Option(
        "It says yes for her, as it did before.",
        "joined",
        "It would, if it still had its note; that ended when alice said no.",
        "a wish has no end",
    ),
    Option(
        "It drops the invitation, because alice said no.",
        "denied",
        "The no ended that stay. bob's invitation begins a new one.",
        "a no is final",
    ),
    Option(
        "It keeps the invitation until alice agrees.",
        "knocked",
        "bob is a member, and needs nobody's leave.",
        "the room is its maker's",
    ),
    because="“The invitation is kept, and shown to the user.” No remembered knock was left.",
)(lambda: held(invited_later(), C, CAROL))

question(
    "04.end.learns",
    "Which members learn that carol has knocked?",
    Option("Only alice does, who made the room.", ("alice",), "Whoever made the room is a member like the others."),
    Option("Only bob does, whose server is asked last.", ("bob",), "The news goes to every server with a member."),
    Option("Both alice and bob do, being members.", ("alice", "bob")),
    because="“A semi-public room takes the knock, and its members learn of it.”",
)(lambda: tuple(user.name for user in (ALICE, BOB) if "KnockSeen" in shown_to(carol_knocked(), user)))

question(
    "04.end.note",
    "Which servers keep the note that she wants to come in?",
    Option("Only c.example keeps it, for itself.", (C,)),
    Option(
        "a.example keeps it, which was asked.",
        (A,),
        "a.example writes her down as *knocked*; that is her membership, not the note.",
    ),
    Option(
        "Every server in the room keeps it.",
        (A, B, C),
        "They hold that she knocked; the note is for her own server to act on.",
    ),
    because="Her membership is everybody's news; the note is c.example's own.",
)(lambda: tuple(home.name for home in carol_knocked().world.servers if home.knocks))

question(
    "04.end.answer",
    "With what does bob answer the knock?",
    Option(
        "He answers with a message of its own kind.",
        "KnockPlaced",
        "There is none for it: that one only says that the knock stands.",
    ),
    Option("He answers with an ordinary invitation.", "Invitation"),
    Option(
        "He answers with a grant, which lets her in.", "Grant", "The grant comes later, for the yes to his invitation."
    ),
    because="A member who wants to let her in invites her, as he would invite anybody.",
)(lambda: type(carol_knocked().give(BOB, Invite(TEA, CAROL)).last.sends[0].message).__name__)

question(
    "04.end.yes",
    "Does carol have to say yes to it?",
    Option(
        "She does, as to any invitation.", "invited", "She has asked already, so her server does not ask her again."
    ),
    Option("alice has to, as the one who made the room.", "knocked", "Any member may let somebody in."),
    Option("She does not: her server says it.", "joined"),
    because="“An invitation that answers a remembered knock is accepted for the user at once.”",
)(lambda: held(answered(), C, CAROL))

question(
    "04.end.present",
    "alice reads that carol has joined. Can she tell whether carol pressed a button?",
    Option(
        "She can, since joined says that somebody is there.", "present", "It says that her server said yes for her."
    ),
    Option("She cannot, since she sees the same in both cases.", "the same"),
    Option("She can, since a yes given for her is marked so.", "marked", "No message says who pressed what."),
    because="An acceptance is the same message whoever caused it.",
)(
    lambda: (
        "the same"
        if shown_to(answered(), ALICE) == shown_to(answered(ASKS_HER).give(CAROL, Accept(TEA)).settle(), ALICE)
        else "marked"
    )
)

question(
    "04.end.asked",
    "The other answer: her server asks her once more. Where is she until she says yes?",
    Option("She is outside, invited and not yet in.", "invited"),
    Option(
        "She is inside, because bob has said yes.",
        "joined",
        "An invitation opens a door; a member is who has gone through it.",
    ),
    Option("She is outside, with her knock still waiting.", "knocked", "bob's invitation has answered the knock."),
    because="“The invitation is kept, and shown to the user.”",
)(lambda: held(answered(ASKS_HER), C, CAROL))

question(
    "04.end.denied",
    "alice says no. What becomes of the note at c.example?",
    Option(
        "It stays until somebody invites her.",
        (C,),
        "Then an invitation for another reason would put her into the room.",
    ),
    Option("It is passed on to bob's server.", (B,), "It is c.example's own, and goes nowhere."),
    Option("It ends together with the knock.", ()),
    because="“The knock ends; the members and the knocker's server are told.”",
)(
    lambda: tuple(
        home.name for home in carol_knocked().give(ALICE, Deny(TEA, CAROL)).settle().world.servers if home.knocks
    )
)

question(
    "04.end.forever",
    "With the memory set to *forever*, bob invites her after the no. Where is she, before anybody has asked her?",
    Option(
        "She is outside, because alice's no still counts.",
        "denied",
        "The no ended one stay; the invitation begins the next.",
    ),
    Option("She is inside, by a wish that she no longer has.", "joined"),
    Option(
        "She is outside, with an invitation in her hand.",
        "invited",
        "So it is when the note ends with the knock; here it does not.",
    ),
    because="“An invitation that answers a remembered knock is accepted for the user at once”, however old.",
)(lambda: held(invited_later(FOREVER), C, CAROL))

question(
    "04.end.door",
    "mallory knocks at such a room. Can she tell that it is there?",
    Option("She can, because her knock is taken.", "her knock is taken"),
    Option(
        "She cannot, until a member answers her.",
        "not yet",
        "The word that her knock stands comes at once, from a server.",
    ),
    Option(
        "She cannot, because she was never invited.",
        "never",
        "So it is with a hidden room; one that takes knocks has to say so.",
    ),
    because="“A semi-public room takes the knock, and its members learn of it.”",
)(lambda: "her knock is taken" if a_door_can_be_seen() else "never")

question(
    "04.end.crash",
    "c.example goes down while carol waits, and comes up again. What does bob's invitation do?",
    Option(
        "It is shown to her, because the note is lost.",
        "invited",
        "The note was stored, and is there when it comes up.",
    ),
    Option("It lets her in, because the note was stored.", "joined"),
    Option(
        "It gets lost, because nobody could take it in.", "knocked", "A server that is up again takes in what comes."
    ),
    because="“An invitation that answers a remembered knock is accepted for the user at once.”",
)(lambda: held(carol_knocked().crash(C).give(BOB, Invite(TEA, CAROL)).settle(), C, CAROL))
