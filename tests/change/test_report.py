"""The report as a reviewer reads it: one screen that says all that is needed for a decision, and the rest folded.

Nobody is called by it, nothing is linked but a run on the site, and no markup is taken from a stranger's words.
"""

from dataclasses import fields
from typing import Any

import pytest
from fastjsonschema import JsonSchemaValueException
from hypothesis import given
from hypothesis import strategies as st

from roomspec.change.report import (
    CHANGED_SITE,
    LIMIT,
    SCHEMA,
    annotations,
    check_document,
    diagram,
    full,
    label,
    plain,
    short,
)
from roomspec.show.drawing.chart import ChartRow, InFlight, Lane, Note
from roomspec.show.stepper.sharing import SITE, address_of, shared
from spec_impl import Trace
from spec_impl.cast import tea_room
from tests.change.documents import change, code, document, otherwise, run, step, told


def first_screen(found: dict[str, Any]) -> list[str]:
    """The lines before the first fold."""
    return full(found).partition("<details>")[0].splitlines()


def claim(**other: Any) -> dict[str, Any]:
    """A claim that fails now."""
    plain = {"fingerprint": "0123456789ab", "clauses": ["PRV-3"], "sentence": "It is hidden.", "run": None}
    about = {"name": "hidden", "became": "broken", "scope": "a door", "reading": "COMPLETED"}
    return {**plain, **about, "worlds": None, "once": None, **other}


def two_worlds(*heard: str) -> dict[str, Any]:
    """What mallory hears where there is no room, and where there is one."""
    titles = ("no room", "a room")
    sides = [
        {"title": title, "asked": ["Browse"], "inside": [], "told": [words]}
        for title, words in zip(titles, heard, strict=True)
    ]
    about = {"inside_of": "b.example", "outsider": "m", "steps": 1, "because": "So she knows.", "clauses": []}
    return {**about, "worlds": sides}


# --- The first screen -------------------------------------------------------------------------------------------------


def test_the_verdict_stands_first_and_says_what_a_person_would_hear_first() -> None:
    first, *_ = full(document()).splitlines()
    assert first == "## ✗ Red: declared a clarification, but carol is told something else"


def test_the_parts_come_in_the_order_in_which_a_reviewer_asks() -> None:
    headings = [line.strip("# ") for line in first_screen(document()) if line.startswith("### ")]
    run_heading = "One shortest run, reading COMPLETED"
    assert headings == ["What was changed", "Who sees what otherwise", run_heading, "What to do"]


def test_the_row_is_shown_before_and_after_with_its_place() -> None:
    lines = first_screen(document(texts=[]))
    assert "`spec_impl/rules/knock.py`, line 7, row 1 of the table knock. No clause says anything new." in lines
    assert [line for line in lines if line[:5] in ("-    ", "+    ")] == ["-    tells=A", "+    tells=B"]


def test_who_sees_what_otherwise_is_one_sentence_with_a_name() -> None:
    wanted = r"**carol**, who knocks at \!tea, **hears “no such room”**; so far carol is let in."
    assert wanted in first_screen(document())


def test_a_rewritten_clause_is_quoted_old_and_new() -> None:
    lines = first_screen(document())
    assert "> **KNK-2**, old: A user knocks." in lines
    assert "> new: **A user asks.**" in lines


def test_only_what_differs_in_a_step_is_marked() -> None:
    lines = first_screen(document())
    assert r"1. **carol** knocks at \!tea." in lines
    (second,) = [line for line in lines if line.startswith("2. ")]
    assert second.endswith("old: a.example refuses → new: **nothing**")


def test_a_difference_inside_a_message_is_shown_by_the_field_in_words_and_in_the_picture() -> None:
    inside = otherwise("a.example sends c.example the Invitation, its field `servers`", "a.example", "(empty)")
    found = document(runs=[run(story=[told(1, "carol knocks"), told(2, "alice invites carol", inside)])])
    assert "its field `servers`: old: a.example → new: **(empty)**" in "\n".join(first_screen(found))
    assert "alt old: a.example sends c.example the Invitation, its field servers a.example" in diagram(found["runs"][0])


def test_a_long_run_shows_its_beginning_and_its_end() -> None:
    story = [told(n, f"carol waits {n}") for n in range(1, 10)]
    lines = first_screen(document(runs=[run(story=story)]))
    assert [line.split(".")[0] for line in lines if line[:1].isdigit()] == ["1", "2", "8", "9"]
    assert "- steps 3 to 7: below, in the picture" in lines


def test_a_leak_is_a_table_that_says_what_the_headline_says() -> None:
    once = two_worlds("no such room", "no such room")
    leak = claim(worlds=two_worlds("no such room", "you are not invited"), once=once)
    lines = first_screen(document(claims=[leak], outsider="mallory"))
    assert "| what mallory hears | no room | a room |" in lines
    assert "| old | no such room | no such room = the same |" in lines
    assert "| new | **no such room** | **you are not invited** ≠ leak |" in lines


def test_words_alone_are_not_said_to_have_been_compared() -> None:
    lines = first_screen(document(cells={"compared": 0, "left_out": []}))
    assert any(line.startswith("Nothing that runs differs, only what is said") for line in lines)


def test_what_is_said_of_the_run_below_is_of_that_run() -> None:
    plain = change()["before"]
    other = change(run=2, before=plain, after=plain | {"words": "kept for later"})
    lines = first_screen(document(who=None, changes=[other, change()], runs=[run(), run()]))
    (said,) = [line for line in lines if line.startswith("No person is shown anything else in the run below.")]
    assert "kept for later" not in said


def test_a_change_that_no_run_shows_has_a_situation_instead() -> None:
    lines = first_screen(document(who=None, first_run=None, runs=[], changes=[change(run=None)]))
    (said,) = [line for line in lines if line.startswith("Whoever asks so, in COMPLETED:")]
    assert "such as: mode: knock" in said
    assert "3 situations do" in said


@pytest.mark.parametrize("name", ["changed", "changes", "texts", "advice"])
def test_a_part_with_nothing_to_say_is_left_out(name: str) -> None:
    nothing: dict[str, Any] = {"changed": [], "texts": [], "changes": [], "advice": [], "runs": []}
    nothing |= {"who": None, "clause": None, "first_run": None}
    something = document(changes=[change(run=None)])[name]
    whole, without = (first_screen(document(**fields)) for fields in ({**nothing, name: something}, nothing))
    assert [line for line in whole if line.startswith("### ")]
    assert not [line for line in without if line.startswith("### ")]


def test_where_something_was_not_compared_the_first_lines_say_so() -> None:
    counts = {"worlds": 3, "transitions": 3, "depth": 1, "lines": 1, "partings": 0}
    about = {"scope": "a knock", "sentence": "", "reading": "COMPLETED", "stopped": "", "note": "it differs at once"}
    text = "\n".join(full(document(bounds=[{**counts, **about}])).splitlines()[:4])
    assert "**Not compared:** a knock: it differs at once." in text


# --- The rest ---------------------------------------------------------------------------------------------------------


def test_what_else_moved_and_what_was_not_looked_at_is_folded() -> None:
    text = full(document())
    assert "- pin a knock.states: 7 → 9" in text
    assert r"- stored notebook, 1 changed: notebooks/04\_knock.ipynb" in text
    assert "- Time is not compared." in text


def test_where_the_versions_part_the_diagram_has_two_branches() -> None:
    lines = diagram(run()).splitlines()
    assert lines[0] == "sequenceDiagram"
    alt, other, end = lines.index("alt old: a.example refuses"), lines.index("else new: nothing"), lines.index("end")
    assert "p1->>p0: 2. KnockRequest (KNK-2)" in lines[alt:other]
    assert "p0--)p1: under way: Refusal" in lines[alt:other]
    assert "Note over p0: there is no such message" in lines[other:end]


def test_each_case_names_its_reading_the_recommended_one_first() -> None:
    cells = [{"reading": name, "count": 1} for name in ("LITERAL_2014", "COMPLETED")]
    text = full(document(changes=[change(), change(run=None, scopes=[], cells=cells)]))
    assert r"- COMPLETED, LITERAL\_2014, table knock request" in text


def test_readings_that_turn_one_switch_are_counted() -> None:
    cells = [{"reading": name, "count": 1} for name in ("COMPLETED, proof=a", "COMPLETED", "COMPLETED, proof=b")]
    text = full(document(changes=[change(), change(run=None, scopes=[], cells=cells)]))
    assert "- COMPLETED, 2 more with one switch turned, table knock request" in text


def test_a_comment_keeps_its_limit_and_says_what_it_leaves_out() -> None:
    many = document(changes=[change(run=None, example="x" * 1500) for _ in range(200)], claims=[claim()] * 200)
    text = short(many)
    assert len(text) <= LIMIT
    assert text.endswith("The rest is left out here; the full report has it.\n")
    assert text.count("<details>") == text.count("</details>") > 0
    assert len(full(many)) > LIMIT


def test_a_first_screen_that_is_too_long_is_cut_at_a_line() -> None:
    text = short(document(base="x" * 200), limit=300)
    assert len(text) <= 300
    assert text.endswith("The rest is left out here; the full report has it.\n")


def test_no_word_of_a_document_closes_the_diagram_or_the_page() -> None:
    evil = "x```\n<img src=x onerror=alert(1)> @alice #1"
    runs = [run(scope=evil, rows=[step(1, evil, remark=evil)], story=[told(1, evil), told(2, evil)])]
    text = full(document(runs=runs, base=evil, changed=[code(lines=[evil, " ```"], name=evil)]))
    outside = text.split("```")[::2]  # what stands in a fence is code, and neither markup nor a mention
    assert len(outside) == 4
    assert not [part for part in outside if "@alice" in part or "<img" in part]


def test_a_run_has_a_link_where_a_site_is_known_and_only_a_run_has(monkeypatch: pytest.MonkeyPatch) -> None:
    text, other = (shared(Trace(tea_room(mode).world)) for mode in ("public", "knock"))
    found = document(runs=[run(shared={"before": text, "after": other})], first_run=1)
    check_document(found)
    for site in (SITE, CHANGED_SITE):
        monkeypatch.delenv(site, raising=False)
    assert "Open this run" not in full(found)
    monkeypatch.setenv(SITE, "https://rooms.example")
    assert f"Open this run: [as it was]({address_of(text)})." in full(found)
    monkeypatch.setenv(CHANGED_SITE, "https://rooms.example/13")
    as_it_is = address_of(other, "https://rooms.example/13")
    assert f"Open this run: [as it was]({address_of(text)}), [as it is]({as_it_is})." in full(found)
    for evil in ("javascript:alert(1)", f"{text})[x](https://evil.example", f"{text}\n", "roomspec1"):
        with pytest.raises(JsonSchemaValueException):
            check_document(document(runs=[run(shared={"after": evil})], first_run=1))


# --- Words of a stranger ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "never"),
    [
        ("ask @alice now", "@a"),
        ("closes #12", "#1"),
        ("closes GH-12", "GH-1"),
        ("closes gh-12", "gh-1"),
        ("done :tada: :+1: :white_check_mark:", ":tada:"),
        ("done :tada::+1:", ":+1:"),
        ("see https://a.example/x", "://"),
        ("see www.a.example", "www."),
        ("<script>alert(1)</script>", "<"),
        ("![x](javascript:1)", "!["),
        ("`code` | cell", " | "),
        ("two\nlines\r\n# heading", "\n"),
        ("turned \u202eround", "\u202e"),
        ("turned \u061cround", "\u061c"),
        ("half a sign \ud83d", "\ud83d"),
    ],
)
def test_words_stay_words(words: str, never: str) -> None:
    assert never not in plain(words).replace(r"\|", "")


@given(st.text())
def test_whatever_is_written_has_no_markup_and_no_line_break(words: str) -> None:
    escaped = plain(words)
    assert not set("<>\n\r") & set(escaped)
    bare = escaped.replace("\\\\", "")
    assert all(bare[place - 1] == "\\" for place, sign in enumerate(bare) if sign in "`*_[]|~$!")


@given(st.text())
def test_no_label_ends_its_diagram(words: str) -> None:
    for entity in ("#35;", "#59;", "#lt;", "#gt;", "#quot;", "#96;", "#37;", "#92;", "#64;"):
        words = words.replace(entity, "")
    bare = label(words)
    for entity in ("#35;", "#59;", "#lt;", "#gt;", "#quot;", "#96;", "#37;", "#92;", "#64;"):
        bare = bare.replace(entity, "")
    assert not set('#;<>"`%@\\\n') & set(bare)


# --- Annotations of a pull request: at the fragment that declares too little, or at the clause that should say more ---

CLAUSES = '[source]\n\n[[clause]]\nid = "KNK-2"\n'


def said(*reds: str, notes: tuple[str, ...] = ()) -> list[str]:
    """The annotations of a document with these reasons."""
    verdict = document()["verdict"] | {"reds": list(reds), "notes": list(notes)}
    return list(annotations(document(verdict=verdict, changed=[]), CLAUSES))


def test_the_row_that_was_changed_has_the_headline_beside_it() -> None:
    (notice,) = (line for line in annotations(document()) if line.startswith("::notice"))
    assert notice.startswith("::notice file=spec_impl/rules/knock.py,line=7,title=roomspec diff::Red: declared")


def test_a_path_ends_no_property_of_its_annotation() -> None:
    (notice,) = (line for line in annotations(document(changed=[code(path="a,line=1::b.py")])) if "notice" in line)
    assert notice.startswith("::notice file=a%2Cline=1%3A%3Ab.py,line=7,")


def test_too_little_declared_is_said_at_the_fragment() -> None:
    (line,) = said("Declared as clarification, and it is breaking.")
    assert line.startswith("::error file=changes/9.clarification.md,title=roomspec diff::Declared")


def test_a_clause_that_says_nothing_new_is_marked_where_it_stands() -> None:
    (line,) = said("Behaviour changed.")
    assert line.startswith("::error file=spec_impl/clauses.toml,line=4,")


def test_no_reason_starts_a_command_of_its_own() -> None:
    (line,) = said("Bad\n::set-output name=x::y 100%")
    assert "\n" not in line
    assert line.endswith("Bad%0A::set-output name=x::y 100%25")


def test_what_is_only_noted_is_a_notice() -> None:
    assert said(notes=("Acknowledged.",)) == ["::notice title=roomspec diff::Acknowledged."]


@pytest.mark.parametrize(("name", "kind"), [("step", ChartRow), ("waiting", InFlight), ("lane", Lane), ("note", Note)])
def test_the_schema_has_the_fields_that_a_picture_has(name: str, kind: type) -> None:
    found = SCHEMA["$defs"][name]
    assert sorted(found["required"]) == sorted(found["properties"]) == sorted(each.name for each in fields(kind))
