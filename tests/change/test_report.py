"""The report as a reviewer reads it: the verdict, each clause with both sides, the run, the rest, what was not seen.

Nobody is called by it, nothing is linked, and no markup is taken from a stranger's words.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roomspec.change.report import annotations, diagram, full, label, plain, short
from tests.change.documents import change, document, run, step


def test_the_verdict_stands_first_and_says_what_is_declared_and_what_is_done() -> None:
    first, *rest = full(document()).splitlines()
    assert first == "## ❌ Red: the change is **breaking**, declared as **clarification**"
    assert "- Look again." in rest


def test_a_changed_clause_has_both_sides_in_words_and_its_run() -> None:
    text = full(document())
    (line,) = [line for line in text.splitlines() if line.startswith("| **KNK-2**<br>")]
    assert "text changed" in line
    assert "accepted" in line
    assert "the asker hears “no such room”" in line
    assert "[run 1](#run-1)" in line
    assert "#### Run 1" in text


def test_what_else_moved_and_what_was_not_looked_at_is_said() -> None:
    text = full(document())
    assert "- pin a knock.states: 7 → 9" in text
    assert r"- stored notebook, 1 changed: notebooks/04\_knock.ipynb" in text
    assert "- Time is not compared." in text


def test_where_the_versions_part_the_diagram_has_two_branches() -> None:
    lines = diagram(run()).splitlines()
    assert lines[0] == "sequenceDiagram"
    alt, other, end = lines.index("alt before: refused"), lines.index("else after: cannot happen"), lines.index("end")
    assert "p1->>p0: 2. KnockRequest (KNK-2)" in lines[alt:other]
    assert "p0--)p1: under way: Refusal" in lines[alt:other]
    assert "Note over p0: there is no such message" in lines[other:end]


def test_the_same_is_said_in_words() -> None:
    text = full(document())
    assert (
        "- **before**: refused. 2. c.example to a.example: KnockRequest (KNK-2). Refused: unaware. Told: no such"
        in text
    )
    assert "- **after**: cannot happen. there is no such message." in text


def test_a_long_report_leaves_out_whole_runs_and_says_how_many() -> None:
    many = document(changes=[change(run=n, table=f"table {n}") for n in range(1, 201)], runs=[run()] * 200)
    text = short(many, limit=60_000)
    assert len(text) <= 60_000
    shown = text.count("```mermaid")
    assert 0 < shown < 200
    assert f"{200 - shown} of 200 runs are left out here" in text
    assert text.count("```") == 2 * shown
    assert "### Bounds and blind spots" in text


def test_a_report_that_is_too_long_without_any_run_is_cut_at_a_line() -> None:
    many = document(changes=[change(table=f"table {n}", run=None) for n in range(2000)])
    text = short(many, limit=20_000)
    assert len(text) <= 20_000
    assert text.endswith("The rest is left out here; the full report has it.\n")


def test_every_leak_is_shown_in_both_worlds_by_the_first_of_its_scopes_that_has_them() -> None:
    found = {"inside_of": "b.example", "outsider": "mallory", "steps": 1, "because": "So she knows.", "clauses": []}
    sides = [{"title": title, "asked": ["Browse"], "inside": [], "told": ["none"]} for title in ("no room", "a room")]
    plain = {"fingerprint": "0123456789ab", "clauses": ["PRV-3"], "sentence": "It is hidden.", "run": None}
    about = {**plain, "became": "broken", "reading": "COMPLETED", "worlds": found | {"worlds": sides}}
    first = about | {"name": "first", "scope": "a door"}
    second = about | {"name": "second", "scope": "a window"}
    text = full(document(claims=[first, {**second, "scope": "a wall", "worlds": None}, second]))
    assert text.count("|  | no room | a room |") == 2
    assert text.count("| decided inside b.example | (nothing) | (nothing) |") == 2
    assert "In “a door”, So she knows." in text
    assert "In “a window”, So she knows." in text


def test_no_word_of_a_document_closes_the_diagram_or_the_page() -> None:
    evil = "x```\n<img src=x onerror=alert(1)> @alice #1"
    text = full(document(runs=[run(scope=evil, rows=[step(1, evil, remark=evil)])], base=evil))
    assert text.count("```") == 2
    assert "<img" not in text
    assert "@alice" not in text


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
    return list(annotations(document(verdict=verdict), CLAUSES))


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
