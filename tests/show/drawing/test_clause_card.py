"""A clause card says how strong a clause is by its line, and what else could be said where the source is silent."""

from dataclasses import replace

import pytest

from roomspec.show.drawing.clause_card import ClauseCard, StrengthWord, clause_card
from tests.show.drawing.untrusted import Outline, complaints, words

STATED = ClauseCard(
    id="PRV-3",
    strength="MUST",
    sentence="A server MUST answer that the room does not exist.",
    source="line 104",
    source_href="https://example.org/#L104",
    rows=("join 1", "accept 4"),
)
GAP = ClauseCard(
    id="GAP-9",
    strength="gap: we decide",
    sentence="A repeated request changes nothing.",
    reading="idempotent. TEN-5",
    alternatives=("refuse", "a second join"),
)


@pytest.mark.parametrize("card", [STATED, GAP], ids=["stated", "gap"])
def test_the_card_is_kept_by_an_untrusted_notebook(card: ClauseCard) -> None:
    assert complaints(clause_card(card).html) == []


@pytest.mark.parametrize(
    ("strength", "edge", "badge"),
    [
        ("MUST", "5px solid #1A1D21", "3px solid #1A1D21"),
        ("SHOULD", "5px solid #565D68", "1.5px solid #1A1D21"),
        ("MAY", "5px solid #565D68", "1.5px solid #1A1D21"),
        ("promoted to MUST", "5px dashed #00568A", "1.5px dashed #00568A"),
        ("gap: we decide", "5px dotted #7A5000", "1.5px dotted #7A5000"),
    ],
)
def test_the_strength_shows_in_the_line_of_edge_and_badge(strength: StrengthWord, edge: str, badge: str) -> None:
    html = clause_card(replace(STATED, strength=strength)).html
    assert Outline(html).elements[0][2]["border-left"] == edge
    assert f"border:{badge}" in html
    assert strength in words(html)


def test_the_card_reads_in_order() -> None:
    assert words(clause_card(STATED).html) == (
        "PRV-3 MUST A server MUST answer that the room does not exist. Source: line 104 · rows: join 1, accept 4"
    )


def test_a_gap_says_that_the_source_is_silent_and_what_else_could_be() -> None:
    said = words(clause_card(GAP).html)
    assert "Source: silent · alternatives: refuse; a second join" in said
    assert "In our reading: idempotent. TEN-5" in said


def test_a_tension_stands_between_the_clauses_that_disagree() -> None:
    tension = ClauseCard("TEN-5", "tension: we decide", "Both cannot be.", between=("KNK-8", "NOTE-2"))
    assert "Between: KNK-8 NOTE-2" in words(clause_card(tension).html)
    assert "Source" not in words(clause_card(tension).html)
