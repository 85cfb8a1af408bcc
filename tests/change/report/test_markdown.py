"""The report as a reviewer reads it: the verdict, each clause with both sides, the run, the rest, what was not seen."""

from roomspec.change.report import full, short
from roomspec.change.report.run import diagram
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


def test_no_word_of_a_document_closes_the_diagram_or_the_page() -> None:
    evil = "x```\n<img src=x onerror=alert(1)> @alice #1"
    text = full(document(runs=[run(scope=evil, rows=[step(1, evil, remark=evil)])], base=evil))
    assert text.count("```") == 2
    assert "<img" not in text
    assert "@alice" not in text
