"""Tables: plain words, what each server holds, what was decided and told, and the rows that did not decide."""

from roomspec.show.drawing.sheet import MUTED, ORANGE, PURPLE, YELLOW, Figure, tag
from roomspec.show.drawing.tables import (
    Decided,
    DecisionRow,
    GridCell,
    GridRow,
    MembershipCell,
    MembershipRow,
    ShownOutcome,
    WhyRow,
    decision_table,
    grid_table,
    letter_box,
    membership_table,
    plain_table,
    why_table,
)
from tests.show.drawing.untrusted import Outline, complaints, words

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


JOINED, INVITED, NOTHING = MembershipCell("J", "joined"), MembershipCell("I", "invited"), MembershipCell()
CHANGED = MembershipCell("J", "joined", changed_from="none")


def held(*cells: MembershipCell) -> Figure:
    servers = tuple(f"{letter}.example" for letter in "abcdefghijkl")[: len(cells)]
    return membership_table("Who is in !tea.", "", servers, (MembershipRow("carol", "c.example", cells),))


def test_the_membership_table_is_kept_by_an_untrusted_notebook() -> None:
    assert complaints(held(INVITED, CHANGED, NOTHING).html) == []


def test_the_same_cells_give_the_same_bytes() -> None:
    assert held(INVITED, CHANGED) == held(INVITED, CHANGED)


def test_servers_that_hold_nothing_are_left_out_of_the_comparison() -> None:
    verdicts = [words(held(*cells).html) for cells in ((JOINED, NOTHING), (JOINED, JOINED), (JOINED, INVITED))]
    assert ["= agree" in said for said in verdicts] == [True, True, False]
    assert ["≠ differ" in said for said in verdicts] == [False, False, True]


def test_only_the_changed_cell_is_marked_by_colour_bar_mark_and_word() -> None:
    outline = Outline(held(INVITED, CHANGED, NOTHING).html)
    tinted = [style for name, _, style in outline.elements if name == "td" and style["background"] == PURPLE.tint]
    assert [style["border-left"] for style in tinted] == [f"4px solid {PURPLE.ink}"]
    assert sum(name == "mark" for name, _, _ in outline.elements) == 1
    assert "joined ▲ was none" in words(held(INVITED, CHANGED).html)


def test_a_server_that_forgot_is_marked_too() -> None:
    assert "nothing held ▲ was joined" in words(held(JOINED, MembershipCell(changed_from="joined")).html)


def test_each_letter_has_a_line_of_its_own() -> None:
    lines = [Outline(letter_box(letter)).elements[0][2]["border"].split(" #")[0] for letter in "NIKJL"]
    assert lines == ["1px dotted", "1px solid", "1.5px dashed", "3px solid", "1.5px solid"]


def test_words_stand_beside_the_letters_for_up_to_four_servers() -> None:
    body = [words(held(*[INVITED] * count).html).split("all alike?")[1].split("= agree")[0] for count in (4, 5)]
    assert [part.count("invited") for part in body] == [4, 0]


def test_above_nine_servers_those_that_hold_the_same_are_one_sentence() -> None:
    said = words(held(*[JOINED] * 9, INVITED).html)
    assert "8 others as a.example: b.example, c.example" in said
    assert "j.example holds" in said
    assert "b.example holds" not in said


def test_a_server_that_is_told_nothing_any_more_is_left_out_of_the_comparison() -> None:
    said = words(held(JOINED, MembershipCell("I", "invited", is_apart=True)).html)
    assert "invited not told any more = agree" in said


# --- What is decided --------------------------------------------------------------------------------------------------


REFUSE, ACCEPT = ShownOutcome("refuse", "refused", "NOT_INVITED"), ShownOutcome("accept", "accepted")

RULE = decision_table(
    "A join request.",
    "The first row that applies decides.",
    (
        DecisionRow(1, "A stranger hears the same.", ("PRV-2", "PRV-3"), REFUSE, "no such room"),
        DecisionRow(2, "Anyone enters a public room.", ("PUB-9",), ACCEPT, "joined"),
        DecisionRow(3, "An unknown message is dropped.", ("GAP-3",), ShownOutcome("ignore", "plain"), ""),
    ),
)
WHY = why_table(
    "Why dave was refused.",
    "Reading: LITERAL_2014.",
    (
        WhyRow(1, "No member here.", "b.example has bob joined.", "not_held", ("PRV-1",), REFUSE),
        WhyRow(2, "A stranger hears the same.", "b holds dave as none.", "decides", ("PRV-2",), REFUSE),
        WhyRow(3, "Anyone enters.", "No guard.", "disagrees", ("PUB-8",), ACCEPT, "Would accept.", ("TEN-14",)),
        WhyRow(4, "All else is refused.", "Not asked.", "not_reached", ("GAP-20",), REFUSE),
    ),
    Decided(REFUSE, "no such room", 2, ("PRV-2", "PRV-3")),
)


def grid(columns: int) -> Figure:
    cells = (GridCell(REFUSE, 3, disagrees_with=(4,)), *[GridCell(ACCEPT, 4)] * (columns - 1))
    return grid_table("Every cell.", "", "asker", [f"mode {i}" for i in range(columns)], (GridRow("N", "none", cells),))


def test_the_decision_tables_are_kept_by_an_untrusted_notebook() -> None:
    assert [complaints(figure.html) for figure in (RULE, WHY, grid(3), grid(7))] == [[], [], [], []]


def test_a_row_says_what_is_decided_and_what_is_told() -> None:
    assert "PRV-2 PRV-3 \N{EN DASH} refuse NOT_INVITED “no such room”" in words(RULE.html)


def test_only_words_that_were_sent_are_quoted() -> None:
    assert "✓ accept joined" in words(RULE.html)
    assert "ignore (nothing)" in words(RULE.html)


def test_each_row_says_what_it_did_this_time() -> None:
    said = words(WHY.html)
    states = ("✗ did not apply", "▶ ✓ applied, decides", "≠ applied, disagrees", "· not reached")
    assert [state in said for state in states] == [True] * 4


def test_the_deciding_row_is_yellow_and_a_disagreeing_one_orange_each_with_its_bar() -> None:
    cells = [style for name, _, style in Outline(WHY.html).elements if name in ("td", "th")]
    bars = [(style["background"], style["border-left"]) for style in cells if "border-left" in style]
    assert bars == [(YELLOW.tint, f"4px solid {YELLOW.ink}"), (ORANGE.tint, f"4px solid {ORANGE.ink}")]
    assert sum(style["background"] == YELLOW.tint for style in cells) == 5


def test_rows_that_did_not_hold_are_grey() -> None:
    cells = [style for name, _, style in Outline(WHY.html).elements if name == "td"]
    assert {style["color"] for style in cells[:4]} == {MUTED.ink}
    assert MUTED.ink not in {style["color"] for style in cells[4:8]}


def test_a_disagreement_names_the_clause_that_orders_the_rows() -> None:
    assert "Would accept. Ordered by TEN-14 ." in words(WHY.html)


def test_the_last_line_says_decided_told_and_by_which_clauses() -> None:
    said = words(WHY.html)
    assert said.endswith("Decided refuse, NOT_INVITED . Told “no such room”. Row 2 by PRV-2 PRV-3")


def test_a_cell_of_the_grid_has_a_sign_a_word_and_the_deciding_row() -> None:
    assert "\N{EN DASH} refuse 3 ≠ row 4 ✓ accept 4" in words(grid(3).html)


def test_a_wide_grid_keeps_signs_and_numbers_and_puts_the_words_below() -> None:
    assert "\N{EN DASH} 3 ≠ row 4 ✓ 4" in words(grid(7).html)
    assert words(grid(7).html).endswith("\N{EN DASH} refuse ✓ accept")


def test_a_row_of_the_grid_that_is_no_membership_has_its_word_alone() -> None:
    figure = grid_table("Every cell.", "", "asker", ["public"], (GridRow("·", "anybody", (GridCell(ACCEPT, 4),)),))
    assert "public anybody ✓ accept 4" in words(figure.html)
