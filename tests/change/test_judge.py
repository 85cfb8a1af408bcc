"""Classes and the gate: what is seen to change decides, and what the fragments declare has to cover it."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from roomspec.change.beside import NotComparable
from roomspec.change.changed import ChangedCode
from roomspec.change.compare import Compared, Searched, Version
from roomspec.change.differences import CellChanges, Flips, Parting, RowChange, Side
from roomspec.change.judge import Declared, JudgedChange, declared
from roomspec.change.reworded import Reworded, clause_texts, reworded
from roomspec.change.side.marks import AS_OTHERS_HAVE_IT

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
        ("new", compared(way(MISSING, GRANTED), way(MISSING, REFUSED)), (SAID,)),
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


def test_what_differs_under_the_recommended_reading_is_told_before_what_differs_under_another() -> None:
    found, ways = compared(), [way(REFUSED, GRANTED, clause) for clause in ("KNK-1", "PRV-3")]
    readings = ("LITERAL_2014", "COMPLETED")
    found.cells.flips = {n: Flips(each, True, {n: 1}) for n, each in zip(readings, ways, strict=True)}
    assert [[*each.cells] for each in JudgedChange(found, (), Declared()).changes] == [["COMPLETED"], ["LITERAL_2014"]]


def test_the_clauses_in_the_very_lines_that_differ_come_before_the_others_of_what_is_written_otherwise() -> None:
    """A switch of a reading is one line of a class that names thirty clauses."""
    found = compared()
    found.row_clauses = ["INV-1", "PUB-5", "INV-11", "TEN-8"]
    lines = (" class Reading:", '-    "first", "INV-11 TEN-8",', '+    "last", "INV-11 TEN-8",')
    judged = JudgedChange(found, (), Declared(), code=(ChangedCode("spec_impl/reading.py", 30, "Reading", "", lines),))
    assert judged.clauses_behind == ("INV-11", "TEN-8", "INV-1", "PUB-5")


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


def breaking(*names: str) -> Compared:
    """A comparison in which these claims fail now and did not before."""
    before, after = ([claim(name, run) for name in names] for run in (None, []))
    return compared(claims=(before, after))


def test_a_broken_claim_is_red_whatever_is_declared_until_a_reason_is_given() -> None:
    found = JudgedChange(breaking("no-join-is-lost"), (SAID,), Declared("breaking"))
    (broken,) = found.claims
    assert f"acknowledges: {broken.fingerprint} (no-join-is-lost) because" in found.reds[0]
    assert not found.declaring("breaking", (broken.fingerprint, "it is wanted")).is_red


def test_the_older_wording_of_a_claim_may_be_given_up_with_a_reason_and_the_change_is_what_it_does() -> None:
    found = breaking("kept" + AS_OTHERS_HAVE_IT)
    found.cells = CellChanges(newer={"mode: restricted": {"join request"}})
    judged = JudgedChange(found, (SAID,), Declared("new"))
    (broken,) = judged.claims
    assert (judged.computed, judged.is_red) == ("breaking", True)
    given = judged.declaring("new", (broken.fingerprint, "members of the named room are asked in by it"))
    assert (given.computed, given.is_red) == ("new", False)


def test_a_leak_needs_two_reasons_that_differ() -> None:
    found = JudgedChange(breaking("a-hidden-room-is-as-good-as-none"), (SAID,), Declared("breaking"))
    (leak,) = found.claims
    one, other = (leak.fingerprint, "strangers hear the mode"), (leak.fingerprint, "rooms here are not secret")
    assert "twice" in found.reds[0]
    assert found.declaring("breaking", one).is_red
    assert found.declaring("breaking", one, one).is_red
    assert not found.declaring("breaking", one, other).is_red


def test_a_claim_that_the_older_version_could_not_be_asked_counts_as_broken_where_it_fails() -> None:
    unasked = compared(claims=(None, [claim("kept", []), claim("walked", [], "sometimes")]))
    assert [each.name for each in JudgedChange(unasked, (), Declared()).claims if each.is_broken] == ["kept"]
    other = compared(claims=([claim("another", None)], [claim("kept", [])]))
    assert JudgedChange(other, (), Declared()).computed == "breaking"


def test_a_claim_that_failed_before_is_not_broken() -> None:
    assert JudgedChange(compared(claims=([claim("kept", [])], [claim("kept", [])])), (), Declared()).claims == ()


@pytest.mark.parametrize(
    ("before", "after", "how"),
    [
        ({"text": "It MUST answer."}, {"text": "It MAY answer."}, "MUST became MAY"),
        ({"text": "It MUST answer."}, {"text": "It MUST NOT answer."}, "MUST became MUST NOT"),
        ({"text": "It MUST answer."}, {"text": "It answers."}, "MUST became no keyword"),
        ({"strength": "must"}, {"strength": "may"}, "must became may"),
        ({"text": "It MUST answer.", "strength": "must"}, {}, "MUST is gone"),
    ],
)
def test_a_clause_that_binds_otherwise_is_breaking_until_a_reason_is_given(
    before: dict[str, str], after: dict[str, str], how: str
) -> None:
    turned = Reworded("PRV-3", before, after)
    found = compared()
    found.citing = {"PRV-3": ["join request: A stranger hears the same."]}
    judged = JudgedChange(found, (turned,), Declared("breaking"))
    assert judged.computed == "breaking"
    assert f"PRV-3 binds otherwise: {how}" in judged.reds[0]
    assert "A stranger hears the same." in judged.reds[0]
    given = judged.declaring("clarification", (turned.fingerprint, "the rows say it as strongly"))
    assert (given.computed, given.is_red) == ("clarification", False)


def test_another_word_around_the_same_keyword_binds_as_before() -> None:
    said = Reworded("PRV-3", {"text": "It MUST answer."}, {"text": "It MUST reply."})
    assert JudgedChange(compared(), (said,), Declared()).computed == "clarification"


def test_what_was_not_compared_stands_on_the_first_line_and_is_red_until_a_reason_is_given() -> None:
    found = compared()
    found.not_compared = ["trace.py: Trace.settle (changed, and never at work here)"]
    judged = JudgedChange(found, (), Declared())
    assert judged.warnings[0].startswith("Not compared: trace.py: Trace.settle")
    assert judged.is_red
    number = re.search(r"acknowledges: ([0-9a-f]{12})", judged.reds[0])
    assert number
    given = judged.declaring("internal", (number[1], "nobody but the notebooks settles"))
    assert not given.is_red
    assert given.warnings == judged.warnings


def test_a_changed_row_that_decided_nowhere_is_red_and_it_is_said_what_to_add() -> None:
    found = compared(rows=(ROW,))
    found.not_shown = [("knock", "New.")]
    judged = JudgedChange(found, (), Declared("clarification"))
    assert "“New.”" in judged.warnings[0]
    assert "spec_impl/cells.py" in judged.reds[0]


def test_claims_that_could_not_be_put_to_the_older_version_are_named_and_not_red_for_it() -> None:
    found = compared()
    found.unasked = "nobody-banned-comes-back: NameError: name 'Ban' is not defined"
    judged = JudgedChange(found, (), Declared())
    assert "nobody-banned-comes-back" in judged.warnings[0]
    assert not judged.is_red


def test_a_value_that_only_the_newer_version_has_is_new() -> None:
    found = compared()
    found.cells = CellChanges(newer={"mode: restricted": {"join request"}})
    assert JudgedChange(found, (), Declared()).computed == "new"


def test_what_differs_only_behind_something_new_is_new() -> None:
    behind = replace(way(GRANTED, REFUSED, "GAP-5"), is_behind_new=True)
    assert JudgedChange(compared(way(MISSING, GRANTED), behind), (SAID,), Declared()).computed == "new"
    assert JudgedChange(compared(way(GRANTED, REFUSED), behind), (SAID,), Declared()).computed == "breaking"


def test_a_broken_claim_about_what_is_seen_to_differ_says_what_it_is_about() -> None:
    parted = [way(GRANTED, REFUSED, clause) for clause in ("ACC-6", "ACC-7", "PRV-3")]
    found = compared(*parted, claims=([claim("kept", None)], [claim("kept", [])]))
    assert JudgedChange(found, (), Declared()).clauses_behind == ("ACC-6", "PRV-3", "ACC-7")


def test_the_clauses_of_changed_rows_come_first_then_those_seen_then_those_of_broken_claims() -> None:
    found = compared(way(GRANTED, REFUSED, "ACC-6"), claims=([claim("kept", None)], [claim("kept", [])]))
    found.row_clauses = ["TEN-2", "PRV-3"]
    assert JudgedChange(found, (), Declared()).clauses_behind[:2] == ("PRV-3", "TEN-2")
    found.row_clauses = ["TEN-2"]
    assert JudgedChange(found, (), Declared()).clauses_behind == ("TEN-2", "ACC-6", "PRV-3")
    said = Reworded("ACC-6", {"text": "old"}, {"text": "new"})
    assert JudgedChange(found, (said,), Declared()).clauses_behind == ("ACC-6", "TEN-2", "PRV-3")


def test_a_clause_of_a_changed_row_may_say_what_is_seen_in_another_table() -> None:
    found = compared(way(GRANTED, REFUSED, "ACC-6"))
    found.row_clauses = ["TEN-2"]
    said = Reworded("TEN-2", {"reading": "It is kept."}, {"reading": "It is forgotten."})
    assert not JudgedChange(found, (said,), Declared("breaking")).is_red


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


@pytest.mark.parametrize("words", ["", "(a-hidden-room-is-as-good-as-none) "])
def test_a_finding_is_acknowledged_by_its_number_with_a_reason(words: str) -> None:
    text = f"Strangers are told.\n\nacknowledges: 0123456789ab {words}because rooms of this service are not secret\n"
    found = declared({}, {"4.breaking.md": text.encode()})
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
