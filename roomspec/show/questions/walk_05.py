"""Questions of walk 05: what a stranger may never learn."""

from dataclasses import replace

from spec_impl import (
    COMPLETED,
    Acceptance,
    FetchPdu,
    Join,
    JoinMode,
    JoinRequest,
    KnockRequest,
    Membership,
    PduId,
    Reading,
    Trace,
    WireMessage,
)
from spec_impl.cast import ALICE, BOB, MALLORY, TEA, A, B, C, M, forging, tea_room, town, unnamed_room

from ..predictions import Option, question
from .facts import hears, under

HER_JOIN, HER_KNOCK = JoinRequest(TEA, MALLORY, 1), KnockRequest(TEA, MALLORY, 1)
GUESS = Acceptance(TEA, MALLORY, PduId(MALLORY, 1, Membership.INVITED.rank, A))
CHANGE = FetchPdu(TEA, PduId(ALICE, 1, Membership.JOINED.rank, A))
QUEUE = replace(COMPLETED, name="QUEUE", unseen_invitation="queue")
JOIN_ONLY = replace(COMPLETED, name="JOIN_ONLY", hidden_requests="join_only")


def room(mode: str = "invite", reading: Reading = COMPLETED) -> Trace:
    """Alice's room, with bob in it."""
    return under(unnamed_room(mode, BOB), reading)


def what_gives_it_away() -> tuple[str, ...]:
    """The messages that are answered otherwise where the room is than where there is none."""
    messages: dict[str, WireMessage] = {"knock": HER_KNOCK, "yes": GUESS, "fetch": CHANGE}
    return tuple(
        name for name, each in messages.items() if hears(room().world, M, A, each) != hears(town().world, M, A, each)
    )


def same_reason_same_words() -> tuple[bool, bool]:
    """Whether a server that hides the room and one that knows none decide and tell the same."""
    one, other = (forging(room(), M, server, HER_JOIN).last.verdicts[0] for server in (A, C))
    return one.reason == other.reason, one.told == other.told


def held_and_told() -> tuple[str, str]:
    """What is decided about a guess, and what is told."""
    verdict = forging(room(), M, A, GUESS).last.verdicts[0]
    return str(verdict.outcome), str(verdict.told)


def found_while_public() -> Trace:
    """Mallory found the room while it was public; her list names three servers."""
    return tea_room("invite", BOB, finders=(MALLORY,), candidates=(C, B, A))


def refused_so_often() -> int:
    """How many refusals reach her server when she asks to join a room that is hidden by now."""
    run = found_while_public().give(MALLORY, Join(TEA)).settle()
    return sum(type(sent.message).__name__ == "Refusal" for step in run.steps for sent in step.sends)


question(
    "05.which-question",
    "One of these messages gives the hidden room away, or none does. Which?",
    Option("A knock does, because the members have to learn of it.", ("knock",), "a door can be unseen"),
    Option("A made-up invitation does, because it has to be kept.", ("yes",), "what is decided can be heard"),
    Option(
        "Asking for a change by its id does, because no rule is about that.",
        ("fetch",),
        "the text must have thought of it",
    ),
    Option("None of them does, because all are answered alike.", ()),
    because="Every server answers each of them as if there were no such room.",
)(what_gives_it_away)

question(
    "05.end.never",
    "What does a server answer that has never heard of the room?",
    Option("It answers that there is no such room.", "no such room"),
    Option("It answers nothing, because there is nothing to say.", "nothing", "silence gives nothing away"),
)(lambda: hears(town().world, M, A, HER_JOIN))

question(
    "05.end.silent",
    "A server is silent until it knows whether her invitation is true. In which world is mallory answered?",
    Option("She is answered where there is no room, and only there.", (True, False)),
    Option("She is answered in neither, so she learns nothing.", (False, False), "silence gives nothing away"),
)(lambda: tuple(hears(under(run, QUEUE).world, M, A, GUESS) != "nothing" for run in (town(), room())))

question(
    "05.end.two",
    "a.example hides the room, c.example has never heard of it. What do they have in common?",
    Option("They have what they decide and what they tell in common.", (True, True), "who is asked gives its reason"),
    Option("They have what they tell in common, and nothing else.", (False, True)),
)(same_reason_same_words)

question(
    "05.end.modes",
    "In which modes does a room answer a stranger who wants to join as if there were none?",
    Option("In the modes `invite` and `private` it does.", ("invite", "private")),
    Option("In the mode `private` alone it does.", ("private",), "the text must have thought of it"),
)(lambda: tuple(mode for mode in JoinMode if hears(room(mode).world, M, A, HER_JOIN) == "no such room"))

question(
    "05.end.guess",
    "mallory cites an invitation that nobody wrote. What is decided, and what is told?",
    Option("It is held, and told is that there is no such room.", ("hold", "no such room")),
    Option("It is refused, and told is that it is false.", ("refuse", "not invited"), "“forbidden” is a polite answer"),
)(held_and_told)

question(
    "05.end.change",
    "She asks a server in a *public* room for a change by its id. What does she get?",
    Option("She gets the change, because the room is open.", "the state change", "a guess is knowledge"),
    Option("She hears that there is no such room.", "no such room"),
)(lambda: hears(room("public").world, M, A, CHANGE))

question(
    "05.end.knock",
    "Can a room that takes knocks be told from no room?",
    Option("It can, because it asks for a knock or takes one.", True),
    Option("It cannot, as long as nobody lets her in.", False, "a door can be unseen"),
)(lambda: hears(room("knock").world, M, A, HER_KNOCK) != hears(town().world, M, A, HER_KNOCK))

question(
    "05.end.only",
    "A room hides from requests to join, and from nothing else. What does she get for a change by its id?",
    Option("She gets the change, with a member's name in it.", "the state change"),
    Option("She hears that there is no such room.", "no such room", "hidden from one question is hidden"),
)(lambda: hears(room(reading=JOIN_ONLY).world, M, A, CHANGE))

question(
    "05.end.cost",
    "She has a list of three servers, and the room is hidden. How often is she refused?",
    Option("She is refused once, because a no is a no.", 1, "a no is final"),
    Option("She is refused three times, since each no may come from an old list.", 3),
)(refused_so_often)

question(
    "05.end.kept",
    "She looked the name up while the room was public. What has her server after it was hidden?",
    Option("It has nothing, because the room is hidden now.", False, "what was shown can be taken back"),
    Option("It still has the id and the servers.", True),
)(lambda: bool(found_while_public().world.server(M).found))
