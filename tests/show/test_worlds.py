"""One request in two worlds: told the same, told apart, or answered in one world only."""

from dataclasses import replace

import pytest

from roomspec.show import two_worlds
from roomspec.show.drawing.sheet import Figure
from spec_impl import (
    Acceptance,
    DirectoryQuery,
    FetchPdu,
    Invite,
    JoinRequest,
    KnockRequest,
    Leave,
    PduId,
    Reading,
    Revoke,
    WireMessage,
    World,
)
from spec_impl.cast import ALICE, BOB, MALLORY, TEA, TEA_NAME, A, tea_room
from spec_impl.reading import otherwise
from spec_impl.terms import DIRECTORY
from tests.show.drawing.untrusted import words

JOIN_ONLY, QUEUE = otherwise("hidden_requests", "join_only"), otherwise("unseen_invitation", "queue")
JOIN, KNOCK = JoinRequest(TEA, MALLORY, 1), KnockRequest(TEA, MALLORY, 1)
FALSE_YES = Acceptance(TEA, MALLORY, PduId(MALLORY, 1, 2, A))
FETCH = FetchPdu(TEA, PduId(ALICE, 1, 3, A))
LOOK_UP, BROWSE = DirectoryQuery(MALLORY, TEA_NAME), DirectoryQuery(MALLORY, None, "tea")
QUESTIONS: list[tuple[WireMessage, str]] = [
    (JOIN, A), (KNOCK, A), (FALSE_YES, A), (FETCH, A), (LOOK_UP, DIRECTORY), (BROWSE, DIRECTORY),
]  # fmt: skip


def room(mode: str = "invite", reading: Reading | None = None) -> World:
    """Alice and Bob are in; the reading may be another from now on."""
    world = tea_room(mode, BOB).world
    return replace(world, reading=reading) if reading else world


def compared(world: World, message: WireMessage, server: str = A) -> Figure:
    """Mallory's question in both worlds."""
    return two_worlds(world, TEA, MALLORY, server, message, "Two worlds.")


@pytest.mark.parametrize("mode", ["invite", "private"])
@pytest.mark.parametrize(("message", "server"), QUESTIONS, ids=lambda each: type(each).__name__)
def test_a_hidden_room_is_told_like_none_at_a_server_and_at_the_directory(
    mode: str, message: WireMessage, server: str
) -> None:
    said = words(compared(room(mode), message, server).html)
    assert "Told the same, one answer in each world. mallory cannot tell them apart." in said
    assert "“no such room”" in said or "“nothing found”" in said


@pytest.mark.parametrize(
    ("world", "message", "server", "heard"),
    [
        (room("public"), JOIN, A, "“come in, here is the room”"),
        (room("knock"), JOIN, A, "“knock first”"),
        (room("knock"), KNOCK, A, "“the knock stands”"),
        (room("invite", JOIN_ONLY), KNOCK, A, "“this room takes no knocks”"),
        (room("public"), LOOK_UP, DIRECTORY, "“#tea is !tea, ask a”"),
        (room("invite", JOIN_ONLY), LOOK_UP, DIRECTORY, "“#tea is !tea, ask a”"),
    ],
    ids=["public", "knock", "knock placed", "join only", "looked up", "looked up, join only"],
)
def test_a_room_that_shows_itself_is_told_apart_and_one_that_should_not_is_a_leak(
    world: World, message: WireMessage, server: str, heard: str
) -> None:
    said = words(compared(world, message, server).html)
    is_hidden = world.server(A).room(TEA).mode == "invite"
    told = "LEAK: told apart." if is_hidden else "≠ Told apart."
    assert f"{told} mallory learns which world this is." in said
    assert heard in said


def test_a_server_that_keeps_quiet_in_one_world_is_a_silence() -> None:
    said = words(compared(room("invite", QUEUE), FALSE_YES).html)
    assert "SILENCE: only one world answers. mallory learns which world this is." in said
    assert "(nothing)" in said


def test_the_worlds_are_named_by_what_is_in_them() -> None:
    said = words(compared(room(), JOIN).html)
    assert "World 0: there is no room" in said
    assert "World 1: a room of mode invite, alice and bob in it" in said
    assert "decided inside a.example (never shown to mallory)" in said
    assert "m → a JoinRequest !tea" in said


def test_what_is_asked_of_the_directory_is_decided_inside_it() -> None:
    said = words(compared(room(), LOOK_UP, DIRECTORY).html)
    assert "m → directory DirectoryQuery #tea" in said
    assert "decided inside the directory (never shown to mallory)" in said


def test_a_room_that_everybody_has_left_was_there() -> None:
    gone = tea_room("invite", BOB).give(BOB, Leave(TEA)).settle().give(ALICE, Leave(TEA)).settle()
    said = words(compared(gone.world, JOIN).html)
    assert "World 1: !tea was there, and everybody has left" in said
    assert "Told the same, one answer in each world." in said


def test_what_mallory_was_once_told_stays_with_her_in_both_worlds() -> None:
    once = tea_room("invite", BOB).give(ALICE, Invite(TEA, MALLORY)).settle().give(ALICE, Revoke(TEA, MALLORY)).settle()
    said = words(compared(once.world, FALSE_YES).html)
    assert "UNAWARE" in said
    assert "NOT_IN_FORCE" in said
    assert "Told the same, one answer in each world." in said
