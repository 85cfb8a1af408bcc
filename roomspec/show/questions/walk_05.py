"""Facts that the questions of walk 05 are about: what a stranger may never learn."""

from dataclasses import replace

from spec_impl import COMPLETED, JoinMode, Membership, PduId, Reading, Trace
from spec_impl.cast import ALICE, BOB, MALLORY, TEA, A, B, C, M, forging, tea_room, town, unnamed_room
from spec_impl.commands import Join
from spec_impl.messages import Acceptance, FetchPdu, JoinRequest, KnockRequest, WireMessage

from .facts import Facts, decided_and_told, hears, same_decided_and_told, told_apart

HER_JOIN, HER_KNOCK = JoinRequest(TEA, MALLORY, 1), KnockRequest(TEA, MALLORY, 1)
GUESS = Acceptance(TEA, MALLORY, PduId(MALLORY, 1, Membership.INVITED.rank, A))
CHANGE = FetchPdu(TEA, PduId(ALICE, 1, Membership.JOINED.rank, A))
QUEUE = replace(COMPLETED, name="QUEUE", unseen_invitation="queue")
JOIN_ONLY = replace(COMPLETED, name="JOIN_ONLY", hidden_requests="join_only")


def room(mode: str = "invite", reading: Reading = COMPLETED) -> Trace:
    """Alice's room, with bob in it."""
    return unnamed_room(mode, BOB).under(reading)


def what_gives_it_away() -> tuple[str, ...]:
    """The messages that are answered otherwise where the room is than where there is none."""
    messages: dict[str, WireMessage] = {"knock": HER_KNOCK, "yes": GUESS, "fetch": CHANGE}
    return tuple(name for name, each in messages.items() if told_apart(room(), town(), each))


def found_while_public() -> Trace:
    """Mallory found the room while it was public; her list names three servers."""
    return tea_room("invite", BOB, finders=(MALLORY,), candidates=(C, B, A))


def refused_so_often() -> int:
    """How many refusals reach her server when she asks to join a room that is hidden by now."""
    run = found_while_public().give(MALLORY, Join(TEA)).settle()
    return sum(type(sent.message).__name__ == "Refusal" for step in run.steps for sent in step.sends)


WALK_05: Facts = {
    "05.which-question": what_gives_it_away,
    "05.end.never": lambda: hears(town().world, M, A, HER_JOIN),
    "05.end.silent": lambda: [hears(each.under(QUEUE).world, M, A, GUESS) != "nothing" for each in (town(), room())],
    "05.end.two": lambda: same_decided_and_told(forging(room(), M, A, HER_JOIN), forging(room(), M, C, HER_JOIN)),
    "05.end.modes": lambda: [m for m in JoinMode if hears(room(m).world, M, A, HER_JOIN) == "no such room"],
    "05.end.guess": lambda: decided_and_told(forging(room(), M, A, GUESS)),
    "05.end.change": lambda: hears(room("public").world, M, A, CHANGE),
    "05.end.knock": lambda: hears(room("knock").world, M, A, HER_KNOCK),
    "05.end.only": lambda: hears(room(reading=JOIN_ONLY).world, M, A, CHANGE),
    "05.end.cost": refused_so_often,
    "05.end.kept": lambda: "id and servers" if found_while_public().world.server(M).found else "nothing",
}
