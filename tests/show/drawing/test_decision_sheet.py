"""Decision tables keep apart what was decided and what was told, and show the rows that did not decide."""

from roomspec.show.drawing.sheet import MUTED, ORANGE, YELLOW, Figure
from roomspec.show.drawing.tables import (
    Decided,
    DecisionRow,
    GridCell,
    GridRow,
    ShownOutcome,
    WhyRow,
    decision_table,
    grid_table,
    why_table,
)
from tests.show.drawing.untrusted import Outline, complaints, words

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


def test_the_tables_are_kept_by_an_untrusted_notebook() -> None:
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
