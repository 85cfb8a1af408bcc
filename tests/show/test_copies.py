"""The picture of a room without an original: whose copies it shows, and when there is none to show."""

import pytest

from roomspec import show
from spec_impl import Leave, UserId
from spec_impl.cast import ALICE, BOB, CAROL, TEA, A, B, D, tea_room, unnamed_room
from tests.show.drawing.untrusted import words

DAVE = UserId("dave", D)


def test_each_server_with_a_member_keeps_a_copy_and_the_first_without_one_stands_outside() -> None:
    world = tea_room("public", BOB, DAVE, candidates=(B, A), others=(CAROL,)).world
    said = words(show.copies(world, TEA, "Three copies.").html)
    assert [f"{home.name} keeps a copy" in said for home in world.servers] == [True, True, False, True]
    assert "c.example (carol) keeps none, and asks the directory, which lists b.example, a.example." in said


def test_who_has_left_keeps_no_copy() -> None:
    left = tea_room("public", BOB, others=(ALICE,)).give(BOB, Leave(TEA)).settle()
    assert "b.example (bob) keeps none" in words(show.copies(left.world, TEA, "One copy.").html)


def test_a_room_without_a_name_cannot_be_asked_for() -> None:
    with pytest.raises(ValueError, match="needs a name for .!tea"):
        show.copies(unnamed_room().world, TEA, "No name.")


def test_there_are_places_for_three_copies() -> None:
    everywhere = tea_room("public", BOB, CAROL, DAVE)
    with pytest.raises(ValueError, match="4 servers keep #tea; the picture has places for 3"):
        show.copies(everywhere.world, TEA, "Four copies.")
