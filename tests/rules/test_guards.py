"""What a stranger sees: Mallory asks everything that could reveal a room, once where there is one and once where not.

He owns m.example, was never invited, a knocker or a member; two runs are alike when the same arrived at his server and
was shown to him, in the same order.
"""

from functools import cache

import pytest

from spec_impl import (
    COMPLETED,
    LITERAL_2014,
    Accept,
    Acceptance,
    Browse,
    Deny,
    Ending,
    Entry,
    FetchPdu,
    Find,
    Grant,
    Invite,
    Join,
    JoinRequest,
    Knock,
    KnockPlaced,
    KnockRequest,
    Leave,
    Membership,
    PduAnswer,
    PduId,
    Reading,
    Revoke,
    ServerName,
    Trace,
    UserId,
    WireMessage,
)
from spec_impl.cast import ALICE, BOB, CAROL, MALLORY, TEA, TEA_NAME, A, B, C, M, forging, inviting, tea_room, town
from spec_impl.commands import Command
from spec_impl.reading import otherwise
from spec_impl.room import Room
from tests.model.story import reached, shown


def as_joined(user: UserId) -> Entry:
    """What Mallory would like others to believe."""
    return Entry(user, 1, Membership.JOINED, M)


QUESTIONS: dict[str, WireMessage] = {
    "a join": JoinRequest(TEA, MALLORY, 1),
    "a join of a later stay": JoinRequest(TEA, MALLORY, 2),
    "a join for somebody else": JoinRequest(TEA, ALICE, 1),
    "a knock": KnockRequest(TEA, MALLORY, 1),
    "a knock for somebody else": KnockRequest(TEA, CAROL, 1),
    "an acceptance of an invitation that never was": Acceptance(TEA, MALLORY, PduId(MALLORY, 1, 2, A)),
    "an acceptance that names his own server": Acceptance(TEA, MALLORY, PduId(MALLORY, 1, 2, M)),
    "an acceptance of somebody else's invitation": Acceptance(TEA, MALLORY, PduId(CAROL, 1, 2, A)),
    "an acceptance for somebody else": Acceptance(TEA, CAROL, PduId(CAROL, 1, 2, A)),
    "a fetch of a member's join": FetchPdu(TEA, PduId(ALICE, 1, 3, A)),
    "a fetch of an invitation": FetchPdu(TEA, PduId(CAROL, 1, 2, A)),
    "the end of a stay that never was": Ending(TEA, Entry(MALLORY, 1, Membership.WITHDRAWN, M)),
    "the end of a member's stay": Ending(TEA, Entry(ALICE, 1, Membership.DENIED, M)),
    "a grant that nobody asked for": Grant(as_joined(ALICE), Room(TEA, None, (as_joined(ALICE),))),
    "word of a knock that nobody made": KnockPlaced(TEA, Entry(ALICE, 1, Membership.KNOCKED, M)),
    "a change that nobody fetched": PduAnswer(TEA, as_joined(MALLORY)),
}
COMMANDS: dict[str, Command] = {
    "looking the name up": Find(TEA_NAME),
    "listing all rooms": Browse(),
    "searching": Browse("tea"),
    "joining by a guessed id": Join(TEA),
    "knocking by a guessed id": Knock(TEA),
    "accepting what he was never sent": Accept(TEA),
    "inviting into a guessed room": Invite(TEA, CAROL),
    "revoking in a guessed room": Revoke(TEA, CAROL),
    "denying in a guessed room": Deny(TEA, CAROL),
    "leaving a guessed room": Leave(TEA),
}


@cache
def a_room(mode: str, reading: Reading) -> Trace:
    """Alice and Bob are in it, and Carol is invited."""
    return Trace(inviting(tea_room(mode, BOB, reading=reading), CAROL).world)


def noticed(trace: Trace) -> tuple[list[object], list[object]]:
    """All that Mallory can know of a run."""
    settled = trace.settle()
    return reached(settled, M), shown(settled, MALLORY)


def sees_a_difference(question: WireMessage | Command, asked: ServerName, mode: str, reading: Reading) -> bool:
    """Whether Mallory can tell the world with the room from the world without."""
    worlds = (a_room(mode, reading), town(reading=reading))
    if isinstance(question, Command):
        with_room, without = (noticed(world.give(MALLORY, question)) for world in worlds)
    else:
        with_room, without = (noticed(forging(world, M, asked, question)) for world in worlds)
    return with_room != without


@pytest.mark.parametrize("mode", ["invite", "private"])
@pytest.mark.parametrize("asked", [A, B, C])
@pytest.mark.parametrize("question", QUESTIONS)
def test_no_message_finds_out_that_a_hidden_room_exists(question: str, asked: ServerName, mode: str) -> None:
    assert not sees_a_difference(QUESTIONS[question], asked, mode, COMPLETED)


@pytest.mark.parametrize("mode", ["invite", "private"])
@pytest.mark.parametrize("command", COMMANDS)
def test_no_command_to_his_own_server_finds_out_that_a_hidden_room_exists(command: str, mode: str) -> None:
    assert not sees_a_difference(COMMANDS[command], M, mode, COMPLETED)


@pytest.mark.parametrize("first", ["a join", "an acceptance of an invitation that never was"])
@pytest.mark.parametrize("second", QUESTIONS)
def test_no_second_question_after_a_first_finds_out_either(first: str, second: str) -> None:
    notes = [
        noticed(forging(forging(world, M, A, QUESTIONS[first]).settle(), M, A, QUESTIONS[second]))
        for world in (a_room("invite", COMPLETED), town())
    ]
    assert notes[0] == notes[1]


def found_out(reading: Reading, mode: str = "invite") -> set[str]:
    """The questions by which Mallory finds the room."""
    everything = {**QUESTIONS, **COMMANDS}
    return {name for name, question in everything.items() if sees_a_difference(question, A, mode, reading)}


def test_read_literally_only_the_join_hides_the_room_and_every_other_question_shows_it() -> None:
    assert found_out(LITERAL_2014) == {
        "a knock",
        "an acceptance of an invitation that never was",
        "an acceptance that names his own server",
        "a fetch of a member's join",
        "a fetch of an invitation",
        "looking the name up",
        "listing all rooms",
        "searching",
    }


def test_read_literally_a_private_room_is_not_hidden_from_a_join_either() -> None:
    assert "a join" in found_out(LITERAL_2014, "private")


MADE_UP = {"an acceptance of an invitation that never was", "an acceptance that names his own server"}


@pytest.mark.parametrize(("way", "questions"), [("queue", MADE_UP), ("trust", MADE_UP), ("refuse", set())])
def test_what_is_done_with_an_unseen_invitation_can_show_the_room(way: str, questions: set[str]) -> None:
    assert found_out(otherwise("unseen_invitation", way)) == questions


def test_a_room_that_takes_knocks_has_to_show_itself() -> None:
    assert {"a join", "a knock", "looking the name up"} <= found_out(COMPLETED, "knock")
