"""Tables: plain words, and what each server holds."""

import pytest

from roomspec.show.drawing.sheet import PURPLE, Figure, tag
from roomspec.show.drawing.tables import MembershipCell, MembershipRow, letter_box, membership_table, plain_table
from tests.show.drawing.untrusted import Outline, complaints, words
from tests.show.seen import lines_of

CAST = plain_table(
    "The cast.", "Who is where.", ("user", "part"), (("alice", "made !tea, INV-2"), ("<bob>", "a member"))
)


def test_a_plain_table_is_kept_by_an_untrusted_notebook() -> None:
    assert complaints(CAST.html) == []


def test_words_are_escaped_and_clause_ids_tagged() -> None:
    assert words(CAST.html) == "The cast. Who is where. user part alice made !tea, INV-2 <bob> a member"
    assert tag("INV-2") in CAST.html


def test_the_first_column_names_each_row() -> None:
    assert CAST.html.count('scope="row"') == 2


# --- Who is in a room -------------------------------------------------------------------------------------------------


JOINED, INVITED = (MembershipCell(*each, is_inside=True) for each in (("J", "joined"), ("I", "invited")))
NOTHING, OUTSIDE = MembershipCell(), MembershipCell("I", "invited")
CHANGED = MembershipCell("J", "joined", changed_from="none", is_inside=True)


def held(*cells: MembershipCell) -> Figure:
    servers = tuple(f"{letter}.example" for letter in "abcdefghijkl")[: len(cells)]
    return membership_table("Who is in !tea.", "", servers, (MembershipRow("carol", "c.example", cells),))


def test_the_membership_table_is_kept_by_an_untrusted_notebook() -> None:
    assert complaints(held(INVITED, CHANGED, NOTHING).html) == []


def test_the_same_cells_give_the_same_bytes() -> None:
    assert held(INVITED, CHANGED) == held(INVITED, CHANGED)


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ((JOINED, NOTHING), "only one"),
        ((JOINED, JOINED, NOTHING), "= yes, 2 of 2"),
        ((JOINED, OUTSIDE), "only one"),
        ((JOINED, JOINED, INVITED), "≠ no, 2 of 3 alike"),
        ((NOTHING, OUTSIDE), "none"),
    ],
)
def test_only_servers_in_the_room_are_compared_and_counted(cells: tuple[MembershipCell, ...], said: str) -> None:
    (line,) = lines_of(held(*cells))
    assert line[-1] == said


def test_only_the_changed_cell_is_marked_by_bar_and_word() -> None:
    outline = Outline(held(INVITED, CHANGED, NOTHING).html)
    bars = [style["border-left"] for _, _, style in outline.elements if "border-left" in style]
    assert bars == [f"4px solid {PURPLE.mark}"]
    assert "joined ▲ was none" in words(held(INVITED, CHANGED).html)


def test_a_server_that_forgot_is_marked_too() -> None:
    assert "nothing held ▲ was joined" in words(held(JOINED, MembershipCell(changed_from="joined")).html)


def test_each_letter_has_a_line_of_its_own() -> None:
    lines = [Outline(letter_box(letter)).elements[0][2]["border"].split(" #")[0] for letter in "NIKJL"]
    assert lines == ["1px dotted", "1px solid", "1.5px dashed", "3px solid", "3px double"]


def test_words_stand_beside_the_letters_for_up_to_four_servers() -> None:
    body = [words(held(*[INVITED] * count).html).split("agree?")[1].split("= yes")[0] for count in (4, 5)]
    assert [part.count("invited") for part in body] == [4, 0]


def test_above_nine_servers_those_that_hold_the_same_are_one_sentence() -> None:
    said = words(held(*[JOINED] * 9, INVITED).html)
    assert "8 others as a.example: b.example, c.example" in said
    assert "j.example holds" in said
    assert "b.example holds" not in said


def test_a_server_that_is_told_nothing_any_more_is_left_out_of_the_comparison() -> None:
    said = words(held(JOINED, MembershipCell("I", "invited", is_apart=True)).html)
    assert "invited no news since only one" in said
