"""Classes and the gate: what is seen to change decides, and what the fragments declare has to cover it."""

from pathlib import Path
from typing import Any

import pytest

from roomspec.change.beside import NotComparable
from roomspec.change.compare import Compared, Searched, Version
from roomspec.change.differences import Parting, RowChange, Side
from roomspec.change.judge import Declared, JudgedChange, Reworded, clause_texts, declared, reworded

REFUSED, GRANTED = Side("A row.", "refused", False, True), Side("A row.", "accepted", True)
IGNORED = Side("A row.", "ignored", is_granted=False)
MISSING = Side("", "cannot happen", is_granted=False, stopped="there is no such command")
SAID = Reworded("KNK-1", {"text": "old"}, {"text": "new"})
ROW = RowChange("knock", {"sentence": "Old.", "cites": ["KNK-1"]}, {"sentence": "New.", "cites": ["KNK-1"]})


def compared(*partings: Parting, rows: tuple[RowChange, ...] = (), claims: Any = (None, ())) -> Compared:
    """What a comparison would have found in one scope."""
    scope = {"name": "a knock", "sentence": "Carol knocks.", "size": "tiny"}
    searched = Searched(scope, "COMPLETED", partings={way.key: way for way in partings}, claims=claims)
    searched.begin = {"world": {}, "actions": []}
    version = Version(Path(), "either")
    return Compared(version, version, (("knock",), ("knock",)), list(rows), searched=[searched])


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
    assert JudgedChange(found, words, Declared()).computed == kind


def test_a_command_more_is_new_and_a_command_less_is_breaking() -> None:
    found = compared()
    found.tables = (("knock",), ("knock", "wave"))
    assert JudgedChange(found, (), Declared()).computed == "new"
    found.tables = (("knock", "wave"), ("knock",))
    assert JudgedChange(found, (), Declared()).computed == "breaking"


@pytest.mark.parametrize(
    ("declared", "is_red"),
    [("clarification", True), ("new", False), ("feature", False), ("breaking", False), ("internal", True), ("", True)],
)
def test_a_feature_must_be_declared_as_one_or_as_more(declared: str, is_red: bool) -> None:
    found = JudgedChange(compared(way(REFUSED, GRANTED)), (SAID,), Declared()).declaring(declared)
    assert found.is_red is is_red


def test_what_no_reader_needs_to_know_needs_no_fragment() -> None:
    assert not JudgedChange(compared(), (), Declared()).is_red


def test_behaviour_that_no_clause_behind_it_speaks_of_is_red() -> None:
    found = compared(way(GRANTED, REFUSED, clause="KNK-2"))
    assert "KNK-2" in JudgedChange(found, (SAID,), Declared("breaking")).reds[0]
    assert not JudgedChange(compared(way(GRANTED, REFUSED)), (SAID,), Declared("breaking")).is_red


def test_a_broken_claim_about_hiding_is_red_until_it_is_acknowledged_and_another_is_not() -> None:
    hidden = (
        [claim("a-hidden-room-is-as-good-as-none", None, "pair")],
        [claim("a-hidden-room-is-as-good-as-none", [], "pair")],
    )
    found = JudgedChange(compared(claims=hidden), (), Declared("breaking"))
    (leak,) = found.claims
    assert found.is_red
    assert not found.declaring("breaking", (leak.fingerprint, "it is wanted")).is_red
    other = JudgedChange(
        compared(claims=([claim("no-join-is-lost", None)], [claim("no-join-is-lost", [])])), (), Declared("breaking")
    )
    assert not other.is_red


def test_a_finding_keeps_its_number_whichever_run_shows_it() -> None:
    one, other = (JudgedChange(compared(way(GRANTED, REFUSED)), (), Declared()).changes[0] for _ in range(2))
    other.scopes, other.cells = [("elsewhere", "LITERAL_2014")], {"COMPLETED": 3}
    assert one.fingerprint == other.fingerprint
    assert one.fingerprint != JudgedChange(compared(way(GRANTED, MISSING)), (), Declared()).changes[0].fingerprint


# --- What fragments declare: the most serious new one counts, and whoever writes a bad one is told how ----------------


def test_the_most_serious_of_the_new_fragments_counts() -> None:
    old = {"1.breaking.md": b"Long ago.\n", "README.md": b"About these."}
    new = {**old, "2.clarification.md": b"Plainer.\n", "3.feature.md": b"More.\n"}
    assert (declared(old, new).kind, declared(old, new).files) == (
        "feature",
        ("changes/2.clarification.md", "changes/3.feature.md"),
    )


def test_a_fragment_that_was_written_anew_counts_again() -> None:
    assert declared({"1.new.md": b"Old.\n"}, {"1.new.md": b"Otherwise.\n"}).kind == "new"


def test_without_a_new_fragment_nothing_is_declared() -> None:
    assert declared({"1.new.md": b"Old.\n"}, {"1.new.md": b"Old.\n"}).kind == ""


def test_a_finding_is_acknowledged_by_its_number_with_a_reason() -> None:
    text = b"Strangers are told.\n\nacknowledges: 0123456789ab because rooms of this service are not secret\n"
    found = declared({}, {"4.breaking.md": text})
    assert found.acknowledged == (("0123456789ab", "rooms of this service are not secret"),)


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("5.improvement.md", b"Better.\n", "names no class"),
        ("clarification.md", b"Plainer.\n", "names no class"),
        ("5.feature.md", b"\xff\xfe\x00", "no text in UTF-8"),
        ("5.feature.md", b" \n", "is empty"),
        ("5.breaking.md", b"Told.\nacknowledges: everything\n", "not in the form"),
    ],
)
def test_a_bad_fragment_is_named_with_what_to_do(name: str, text: bytes, said: str) -> None:
    with pytest.raises(NotComparable, match=said) as error:
        declared({}, {name: text})
    assert f"changes/{name}" in str(error.value)
    assert "\n" not in str(error.value)


# --- Clause texts by id: what a reader goes by counts, what only helps to find it does not ----------------------------

KNOCK = {"id": "KNK-1", "text": "A user knocks.", "status": "stated", "lines": [82, 83]}


def test_another_text_is_a_new_word_and_another_line_is_none() -> None:
    old = {"KNK-1": KNOCK}
    assert reworded(old, {"KNK-1": {**KNOCK, "lines": [1, 2]}}) == ()
    (found,) = reworded(old, {"KNK-1": {**KNOCK, "text": "A user asks."}})
    assert (found.before, found.after) == ({"text": "A user knocks."}, {"text": "A user asks."})


def test_a_clause_that_comes_or_goes_is_shown_whole() -> None:
    (come,) = reworded({}, {"KNK-1": KNOCK})
    (gone,) = reworded({"KNK-1": KNOCK}, {})
    assert come.after == gone.before == {"text": "A user knocks.", "status": "stated"}
    assert come.before == gone.after == {}


def test_a_clause_is_deprecated_once() -> None:
    advised = {**KNOCK, "deprecated": "1.1"}
    assert reworded({"KNK-1": KNOCK}, {"KNK-1": advised})[0].is_deprecated_now
    assert not reworded({"KNK-1": advised}, {"KNK-1": {**advised, "text": "A user asks."}})[0].is_deprecated_now


@pytest.mark.parametrize("text", ["[[clause]", "clause = 1", "[[clause]]\ntext = 'no id'", ""])
def test_a_clause_file_that_cannot_be_read_is_named(text: str, tmp_path: Path) -> None:
    (tmp_path / "clauses.toml").write_text(text)
    with pytest.raises(NotComparable, match=r"clauses.toml of HEAD cannot be read .*; mend it"):
        clause_texts(Version(tmp_path, "HEAD"))
