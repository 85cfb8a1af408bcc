"""Classes and the gate: what is seen to change decides, and the declaration has to cover it."""

from pathlib import Path
from typing import Any

import pytest

from roomspec.change.diff.comparing import Compared, Model
from roomspec.change.diff.declaring import Declared
from roomspec.change.diff.judging import Judged
from roomspec.change.diff.parting import Parting, Side
from roomspec.change.diff.searched import Searched
from roomspec.change.diff.tables import RowChange
from roomspec.change.diff.wording import Reworded

REFUSED, GRANTED = Side("A row.", "refused", False, True), Side("A row.", "accepted", True)
IGNORED = Side("A row.", "ignored", is_granted=False)
MISSING = Side("", "cannot happen", is_granted=False, stopped="there is no such command")
SAID = Reworded("KNK-1", {"text": "old"}, {"text": "new"})
ROW = RowChange("knock", {"sentence": "Old.", "cites": ["KNK-1"]}, {"sentence": "New.", "cites": ["KNK-1"]})


def compared(*partings: Parting, rows: tuple[RowChange, ...] = (), claims: Any = (None, None)) -> Compared:
    """What a comparison would have found in one scope."""
    scope = {"name": "a knock", "sentence": "Carol knocks.", "size": "tiny"}
    searched = Searched(scope, "COMPLETED", partings={way.key: way for way in partings}, claims=claims)
    searched.begin = {"world": {}, "actions": []}
    model = Model(Path(), "either")
    return Compared(model, model, (("knock",), ("knock",)), list(rows), searched=[searched])


def way(before: Side, after: Side, clause: str = "KNK-1") -> Parting:
    """A way in which the versions part."""
    return Parting(f"{before.words} {after.words} {clause}", "knock", before, after, (clause,))


def claim(name: str, run: Any, mood: str = "always") -> dict[str, Any]:
    """A claim as a search reports it."""
    return {"name": name, "mood": mood, "cites": ["PRV-3"], "sentence": "So it is.", "run": run}


@pytest.mark.parametrize(
    ("kind", "found", "words"),
    [
        ("internal", compared(), ()),
        ("clarification", compared(), (SAID,)),
        ("clarification", compared(rows=(ROW,)), ()),
        ("deprecation", compared(), (Reworded("KNK-1", {}, {"deprecated": "1.1"}),)),
        ("feature", compared(way(REFUSED, GRANTED)), (SAID,)),
        ("new", compared(way(MISSING, GRANTED)), (SAID,)),
        ("feature", compared(way(MISSING, GRANTED), way(REFUSED, GRANTED)), (SAID,)),
        ("breaking", compared(way(GRANTED, REFUSED)), (SAID,)),
        ("breaking", compared(way(IGNORED, GRANTED)), (SAID,)),
        ("breaking", compared(way(REFUSED, GRANTED), way(GRANTED, GRANTED)), (SAID,)),
        ("breaking", compared(way(REFUSED, Side("A row.", "another refusal", is_granted=False))), (SAID,)),
        ("breaking", compared(claims=([claim("kept", None)], [claim("kept", [])])), ()),
        ("internal", compared(claims=([claim("kept", [])], [claim("kept", None)])), ()),
    ],
)
def test_the_class_follows_from_what_is_seen(kind: str, found: Compared, words: tuple[Reworded, ...]) -> None:
    assert Judged(found, words, Declared()).computed == kind


def test_a_command_more_is_new_and_a_command_less_is_breaking() -> None:
    found = compared()
    found.tables = (("knock",), ("knock", "wave"))
    assert Judged(found, (), Declared()).computed == "new"
    found.tables = (("knock", "wave"), ("knock",))
    assert Judged(found, (), Declared()).computed == "breaking"


@pytest.mark.parametrize(
    ("declared", "is_red"),
    [("clarification", True), ("new", False), ("feature", False), ("breaking", False), ("internal", True), ("", True)],
)
def test_a_feature_must_be_declared_as_one_or_as_more(declared: str, is_red: bool) -> None:
    found = Judged(compared(way(REFUSED, GRANTED)), (SAID,), Declared()).declaring(declared)
    assert found.verdict.is_red is is_red


def test_what_no_reader_needs_to_know_needs_no_fragment() -> None:
    assert not Judged(compared(), (), Declared()).verdict.is_red


def test_behaviour_that_no_clause_behind_it_speaks_of_is_red() -> None:
    found = compared(way(GRANTED, REFUSED, clause="KNK-2"))
    assert "KNK-2" in Judged(found, (SAID,), Declared("breaking")).verdict.reds[0]
    assert not Judged(compared(way(GRANTED, REFUSED)), (SAID,), Declared("breaking")).verdict.is_red


def test_a_broken_claim_about_hiding_is_red_until_it_is_acknowledged_and_another_is_not() -> None:
    hidden = (
        [claim("a-hidden-room-is-as-good-as-none", None, "pair")],
        [claim("a-hidden-room-is-as-good-as-none", [], "pair")],
    )
    found = Judged(compared(claims=hidden), (), Declared("breaking"))
    (leak,) = found.claims
    assert found.verdict.is_red
    assert not found.declaring("breaking", (leak.fingerprint, "it is wanted")).verdict.is_red
    other = Judged(
        compared(claims=([claim("no-join-is-lost", None)], [claim("no-join-is-lost", [])])), (), Declared("breaking")
    )
    assert not other.verdict.is_red


def test_a_finding_keeps_its_number_whichever_run_shows_it() -> None:
    one, other = (Judged(compared(way(GRANTED, REFUSED)), (), Declared()).changes[0] for _ in range(2))
    other.scopes, other.cells = [("elsewhere", "LITERAL_2014")], {"COMPLETED": 3}
    assert one.fingerprint == other.fingerprint
    assert one.fingerprint != Judged(compared(way(GRANTED, MISSING)), (), Declared()).changes[0].fingerprint
