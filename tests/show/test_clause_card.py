"""A clause card says how strong a clause is by its line, and what else could be said where the source is silent."""

from dataclasses import replace

import pytest

from roomspec.show.drawing.sheet import BLUE, LINE, ORANGE
from roomspec.show.lists import clause_card, rows_citing
from spec_impl.clauses import CLAUSES, Clause, Strength
from tests.show.drawing.untrusted import Outline, complaints, words

STATED, GAP, TENSION = CLAUSES["PRV-3"], CLAUSES["GAP-9"], CLAUSES["TEN-5"]


@pytest.mark.parametrize("clause", [STATED, GAP, TENSION], ids=["stated", "gap", "tension"])
def test_the_card_is_kept_by_an_untrusted_notebook(clause: Clause) -> None:
    assert complaints(clause_card(clause).html) == []


@pytest.mark.parametrize(
    ("strength", "word", "edge", "badge"),
    [
        ("must", "MUST", "5px solid", "3px solid"),
        ("should", "SHOULD", f"5px solid {LINE}", "1.5px solid"),
        ("may", "MAY", f"5px solid {LINE}", "1.5px solid"),
        ("promoted", "promoted to MUST", f"5px dashed {BLUE.mark}", f"1.5px dashed {BLUE.mark}"),
        ("gap", "gap: we decide", f"5px dotted {ORANGE.mark}", f"1.5px dotted {ORANGE.mark}"),
    ],
)
def test_the_strength_shows_in_the_line_of_edge_and_badge(strength: Strength, word: str, edge: str, badge: str) -> None:
    html = clause_card(replace(STATED, strength=strength)).html
    assert Outline(html).elements[0][2]["border-left"] == edge
    assert f"border:{badge}" in html
    assert f" {word} " in words(html)


def test_the_card_reads_in_order() -> None:
    rows = ", ".join(rows_citing("PRV-3"))
    plain = replace(STATED, text="A server MUST answer that the room does not exist.", lines=(104, 104))
    assert words(clause_card(plain).html).replace("\u00a0", " ") == (
        f"PRV-3 MUST A server MUST answer that the room does not exist. Source: line 104 · rows: {rows}"
    )


def test_a_gap_says_that_the_source_is_silent_and_what_else_could_be() -> None:
    gap = replace(GAP, reading="idempotent. TEN-5", alternatives=("refuse.", "a second join"))
    said = words(clause_card(gap).html)
    assert "Source: silent · alternatives: refuse; a second join" in said
    assert "In our reading: idempotent. TEN-5" in said


def test_a_tension_stands_between_the_clauses_that_disagree() -> None:
    said = words(clause_card(replace(TENSION, between=("KNK-8", "NOTE-2"))).html)
    assert "Between: KNK-8 NOTE-2" in said
    assert "Source" not in said
