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
    "Under `COMPLETED`, which of these messages gives the hidden room away?",
    Option(
        "A knock gives it away, because the members have to learn of it.",
        ("knock",),
        "The members of a hidden room learn of no stranger's knock: it is refused like any other question.",
        "a door can be unseen",
    ),
    Option(
        "A made-up yes gives it away, because it has to be kept for later.",
        ("yes",),
        "It is kept, but nobody outside can see what a server keeps.",
        "what is decided can be heard",
    ),
    Option("None of these messages gives it away.", ()),
    Option(
        "Asking to read a record by its id gives it away, because an id is no secret.",
        ("fetch",),
        "Only servers with a member are given records; she could guess a thousand ids and hear the same.",
        "a guess is knowledge",
    ),
    because="“A stranger to a hidden room hears the same”, and there is such a row for each question.",
)(what_gives_it_away)

question(
    "05.end.never",
    "What does a server answer that has never heard of the room?",
    Option("It answers nothing, having nothing to say.", "nothing", "It does answer, and at once."),
    Option("It answers that there is no such room.", "no such room"),
    Option("It answers that another server should be asked.", "ask another", "It knows of no other."),
    because="“A server with no member in the room does not know it.”",
)(lambda: hears(town().world, M, A, HER_JOIN))

question(
    "05.end.silent",
    "A server is silent until it knows whether her invitation is true. In which world is mallory answered?",
    Option("She is answered where there is no room.", (True, False)),
    Option(
        "She is answered where there is a room.",
        (False, True),
        "There the server waits for an invitation that never comes.",
    ),
    Option(
        "She is answered in neither of the two.",
        (False, False),
        "Where there is no room, there is nothing to wait for.",
    ),
    because="So the silence tells her in which world she lives.",
)(lambda: tuple(hears(under(run, QUEUE).world, M, A, GUESS) != "nothing" for run in (town(), room())))

question(
    "05.end.two",
    "a.example hides the room, c.example has never heard of it. What do they have in common?",
    Option("They have what they decide in common.", (True, False), "One decides *not invited*, the other *unaware*."),
    Option("They have both in common, decided and told.", (True, True), "What is decided differs, and stays inside."),
    Option("They have what they tell in common.", (False, True)),
    because="“A stranger to a hidden room hears the same.”",
)(same_reason_same_words)

question(
    "05.end.modes",
    "In which modes does a room answer a stranger who wants to join as if there were none?",
    Option(
        "In the mode `private` alone it does.", ("private",), "In mode `invite`, too, only the invited may know of it."
    ),
    Option("In the modes `invite` and `private` it does.", ("invite", "private")),
    Option(
        "In all modes but `public` it does.",
        ("knock", "invite", "private"),
        "In mode `knock` it asks for a knock, and so shows itself.",
    ),
    because="These two are the hidden modes.",
)(lambda: tuple(mode for mode in JoinMode if hears(room(mode).world, M, A, HER_JOIN) == "no such room"))

question(
    "05.end.guess",
    "mallory says yes to an invitation that nobody wrote. What is decided, and what is told?",
    Option(
        "It is refused, and told that it is false.",
        ("refuse", "not invited"),
        "“False” could only be said by somebody who knows the room.",
    ),
    Option("It is parked, and told that there is no such room.", ("hold", "no such room")),
    Option(
        "It is parked, and told that she has to wait.",
        ("hold", "wait"),
        "“Wait” would say that there is something to wait for.",
    ),
    because="“An invitation not yet seen: the asker hears at once that there is no room, the acceptance waits for it.”",
)(held_and_told)

question(
    "05.end.change",
    "She asks a server in a *public* room for one of its records. What does she get?",
    Option(
        "She gets the record, since the room is open.",
        "the state change",
        "Open to walk into, not to be read from outside.",
    ),
    Option("She hears that she has to join first.", "join first", "That would say that there is a room."),
    Option("She hears that there is no such room.", "no such room"),
    because="“Only a server with a member is given state; any other hears that there is no room.”",
)(lambda: hears(room("public").world, M, A, CHANGE))

question(
    "05.end.knock",
    "mallory knocks at a room that takes knocks. What does she hear?",
    Option("She hears that her knock stands.", "knock placed"),
    Option(
        "She hears that there is no such room.",
        "no such room",
        "So it is with a hidden room. One knocks only at a door that one can see.",
    ),
    Option(
        "She hears nothing until a member lets her in.", "nothing", "The server answers at once; the members later."
    ),
    because="“A semi-public room takes the knock, and its members learn of it.”",
)(lambda: hears(room("knock").world, M, A, HER_KNOCK))

question(
    "05.end.only",
    "A room hides from requests to join, and from nothing else. What does she get when she asks for a record?",
    Option("She hears that there is no such room.", "no such room", "It does not hide from this question."),
    Option("She gets the record, with a member's name in it.", "the state change"),
    Option(
        "She hears that she is no member.",
        "not a member",
        "A sentence like that would show the room too, but she gets more.",
    ),
    because="“What is held about that user is given”: hidden from one question is not hidden.",
)(lambda: hears(room(reading=JOIN_ONLY).world, M, A, CHANGE))

question(
    "05.end.cost",
    "She has a list of three servers, and the room is hidden. How often is she refused?",
    Option(
        "She is refused once, by the first of them.", 1, "Her server cannot tell that no from an old list, and goes on."
    ),
    Option("She is refused twice, and then gives up.", 2, "A server goes on to the end of its list."),
    Option("She is refused three times, once by each.", 3),
    because="“Where one candidate knows no such room, the next is asked.”",
)(refused_so_often)

question(
    "05.end.kept",
    "She looked the name up while the room was public. What has her server after it was hidden?",
    Option("It still has the id and the servers.", "id and servers"),
    Option(
        "It has the id, and the servers are taken back.",
        "id",
        "What was told cannot be taken back from whoever heard it.",
    ),
    Option(
        "It has nothing, for the room is hidden now.", "nothing", "To hide a room changes what is told, not what was."
    ),
    because="Hiding covers what is told from now on.",
)(lambda: "id and servers" if found_while_public().world.server(M).found else "nothing")
