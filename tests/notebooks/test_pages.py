"""What a reader sees of a notebook is counted, and every bound of a walk is seen when it is broken."""

import re
from dataclasses import replace
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode

from roomspec import show
from roomspec.show.drawing.sheet import Figure
from spec_impl import COMPLETED
from spec_impl.cast import EVERYBODY, TEA, A, B, tea_room
from spec_impl.rules import JOIN_REQUEST
from tests.notebooks.execute import key_of, read, stored_in
from tests.notebooks.pages import (
    MOST_BYTES,
    MOST_FIGURES,
    MOST_TABLES,
    MOST_WORDS,
    WIDEST_CODE,
    Page,
    Part,
    all_pages,
    faults_of,
    main,
    measured,
    unexplained,
)


def page_of(folder: Path, *cells: NotebookNode) -> Page:
    """A notebook of these cells, measured."""
    path = folder / "tea.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=list(cells)), path)
    return measured(path)


def prose(text: str) -> NotebookNode:
    return nbformat.v4.new_markdown_cell(text)


def showing(*figures: object) -> NotebookNode:
    """A cell that shows these figures."""
    bundles = [figure._repr_mimebundle_() for figure in figures]  # type: ignore[attr-defined]
    return nbformat.v4.new_code_cell(
        "code is not counted", outputs=[nbformat.v4.new_output("display_data", each) for each in bundles]
    )


def test_prose_and_unfolded_outputs_are_counted_and_what_is_folded_is_not(tmp_path: Path) -> None:
    fold = "<details><summary>two more</summary>five that nobody sees yet</details>"
    page = page_of(tmp_path, prose(f"# Four words stand [here](http://tea.example/much/else)\n{fold}"))
    assert page.words == 6
    table = show.table("A title.", "", ("who", "what"), [("alice", "makes tea")])
    assert page_of(tmp_path, showing(table)).words == 2 + 2 + 3
    styled = Figure(f"<style>a b, c d {{margin: 0 auto}}</style>{table.html}", "A title.")
    assert page_of(tmp_path, showing(styled)).words == 2 + 2 + 3


def test_figures_are_counted_by_kind_and_a_table_in_prose_is_one(tmp_path: Path) -> None:
    start = tea_room("public")
    page = page_of(
        tmp_path,
        prose("| who | what |\n|---|---|\n| alice | tea |"),
        showing(show.chart(start, "A run."), show.members(start, TEA), show.predict("03.stale-list"), show.legend()),
    )
    assert (page.pictures, page.tables, page.predictions, page.questions) == (1, 2, 1, 0)
    assert page_of(tmp_path, showing(show.legend(folded=False), show.chart(start, "A run."))).pictures == 2


def test_minutes_follow_the_formula_and_a_promise_that_differs_is_named() -> None:
    counted = {"predictions": 2, "questions": 9, "steppers": 1, "promised": (7, 0, 0)}
    page = Page("tea", 1, "walk", [Part("word " * 1000)], 3, 1, **counted)  # type: ignore[arg-type]
    assert page.minutes == (5 + 3, 5, 5)
    they_are = "they are 8 minutes to read, 5 for the questions, 5 to try it yourself"
    assert faults_of(page) == [f"the first cell promises 7 minutes; {they_are}"]
    assert replace(page, kind="after").minutes == (8, 5, 0)


@pytest.mark.parametrize(
    ("words", "minutes"),
    [
        ("walk 03 · 15 minutes", (15, 0, 0)),
        ("Fifteen minutes, no more", (15, 0, 0)),
        ("walk 03 · 15 minutes to read, 5 for the questions", (15, 5, 0)),
        ("walk 03 · 15 minutes to read, 5 for the questions, 6 to try it yourself", (15, 5, 6)),
    ],
)
def test_the_promise_is_read_from_the_first_cell(tmp_path: Path, words: str, minutes: tuple[int, int, int]) -> None:
    assert page_of(tmp_path, prose(words), prose("after 3 minutes")).promised == minutes


def test_the_questions_at_the_end_are_counted_in_prose_and_in_figures(tmp_path: Path) -> None:
    folded = "<details><summary>1. Is there tea?</summary>There is.</details>"
    assert page_of(tmp_path, prose(folded)).questions == 1
    assert page_of(tmp_path, showing(show.quiz("03.end."))).questions == 10


def test_an_import_and_a_wide_line_are_seen_unless_they_are_hidden(tmp_path: Path) -> None:
    code = nbformat.v4.new_code_cell("from roomspec import show\n" + "x" * (WIDEST_CODE + 1))
    path = tmp_path / "03_tea.ipynb"
    for hidden, found in ((False, ["a line of code that imports", "a line of 89 characters of code"]), (True, [])):
        code.metadata = {"jupyter": {"source_hidden": hidden}}
        nbformat.write(nbformat.v4.new_notebook(cells=[prose("walk 03"), code]), path)
        assert measured(path).plumbing == found


def test_in_a_chapter_a_cell_of_imports_alone_is_hidden_and_one_that_shows_something_is_not(tmp_path: Path) -> None:
    for code, found in (("import re\nfrom roomspec import show", 1), ("import re\nprint(re)", 0)):
        assert len(page_of(tmp_path, nbformat.v4.new_code_cell(code)).plumbing) == found


def test_a_stepper_is_counted_where_it_is_shown(tmp_path: Path) -> None:
    stepper = {"application/vnd.jupyter.widget-view+json": {}, "text/plain": "Stepper “Tea”"}
    cell = nbformat.v4.new_code_cell("x", outputs=[nbformat.v4.new_output("display_data", stepper)])
    assert page_of(tmp_path, cell).steppers == 1


def test_clauses_are_seen_before_the_last_section_also_in_tables_and_pictures(tmp_path: Path) -> None:
    chart, rules = show.chart(tea_room("public", finders=()), "A run."), show.rules(JOIN_REQUEST, COMPLETED)
    early = page_of(tmp_path, prose("## One (PUB-1)"), showing(rules), prose("## Last\nPUB-5")).early_clauses
    assert {"PUB-1", "PRV-3"} <= set(early) and "PUB-5" not in early
    assert "GAP-21" in page_of(tmp_path, showing(chart), prose("## Last")).early_clauses
    plain = show.Walk(A, B).chart(tea_room("public"), "A run.")
    assert page_of(tmp_path, showing(plain), prose("## Last")).early_clauses == []


def test_a_word_is_explained_where_the_prose_first_sets_it_in_bold() -> None:
    first = Page("00", 1, "walk", [Part("A **candidate** is asked.", is_prose=True), Part("candidates, aware")])
    second = Page("03", 1, "walk", [Part("", "unaware"), Part("To be **aware** is to know.", is_prose=True)])
    assert unexplained([first, second]) == {"00": ["aware"], "03": ["aware"]}
    assert unexplained([Page("00", 1, "walk", [Part("It is **aware**.", is_prose=True)]), second])["03"] == []


def test_every_bound_is_a_fault_when_it_is_broken() -> None:
    words = "word " * (MOST_WORDS - 1)
    whole = Page("tea", MOST_BYTES - 1, "walk", [Part(words, is_prose=True)], 7, MOST_TABLES, promised=(15, 0, 0))
    assert faults_of(whole) == []
    parts = [Part(words * 2), Part("PUB-1"), Part("## End", is_prose=True)]
    broken = Page("tea", MOST_BYTES, "walk", parts, MOST_FIGURES, MOST_TABLES + 1, plumbing=["an import"])
    broken.charts = ["figures.chart(walk, 'Tea.')", "figures.chart(walk, 'Tea.', since=5)"]
    assert len(faults_of(broken, ["aware"])) == 10
    assert len(faults_of(replace(broken, kind="after"), ["aware"])) == 7
    assert faults_of(replace(broken, kind="other"), ["aware"]) == ["open to the reader: an import"]


def test_no_page_breaks_a_bound_or_a_promise(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0, capsys.readouterr().out
    kinds = [page.kind for page in all_pages()]
    assert (kinds.count("walk"), kinds.count("after")) == (6, 4)


def test_a_name_that_no_notebook_has_is_refused_in_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["99"])
    assert "no notebook begins with 99; there are 00_start_here" in capsys.readouterr().err


@pytest.mark.parametrize("path", stored_in(), ids=key_of)
def test_people_have_their_names_in_lower_case_in_prose_and_in_figures(path: Path) -> None:
    for cell in read(path).cells:
        shown = [output.get("data", {}).get("text/html", "") for output in cell.get("outputs", ())]
        said = [cell.source] if cell.cell_type == "markdown" else []
        for text in map("".join, (*shown, *said)):
            found = re.search(rf".{{0,40}}\b(?:{'|'.join(user.name.capitalize() for user in EVERYBODY)})\b", text)
            assert found is None, found[0]
