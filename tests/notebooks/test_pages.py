"""What a reader sees of a notebook is counted, and every bound of a walk is seen when it is broken."""

from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode

from roomspec import show
from spec_impl import COMPLETED
from spec_impl.cast import TEA, A, B, tea_room
from spec_impl.rules import JOIN_REQUEST
from tests.notebooks.pages import (
    MOST_BYTES,
    MOST_FIGURES,
    MOST_TABLES,
    MOST_WORDS,
    Page,
    Part,
    broken_promise_of,
    faults_of,
    main,
    measured,
    unexplained,
)


def page_of(folder: Path, *cells: NotebookNode) -> Page:
    """A notebook of these cells, measured."""
    path = folder / "09_tea.ipynb"
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


def test_figures_are_counted_by_kind_and_a_table_in_prose_is_one(tmp_path: Path) -> None:
    start = tea_room("public")
    page = page_of(
        tmp_path,
        prose("| who | what |\n|---|---|\n| alice | tea |"),
        showing(show.chart(start, "A run."), show.members(start, TEA), show.predict("03.stale-list"), show.legend()),
    )
    assert (page.pictures, page.tables, page.questions) == (1, 2, 1)
    assert page_of(tmp_path, showing(show.legend(folded=False), show.chart(start, "A run."))).pictures == 2


def test_minutes_follow_the_formula_and_a_promise_that_differs_is_named() -> None:
    page = Page("tea", 1, [Part("word " * 1000)], pictures=3, tables=1, questions=2, promised=7)
    assert page.minutes == 5 + 3
    assert list(broken_promise_of(page)) == ["the first cell promises 7 minutes; they are 8"]


@pytest.mark.parametrize("words", ["walk 03 · 15 minutes", "Fifteen minutes, no more"])
def test_the_promise_is_read_from_the_first_cell(tmp_path: Path, words: str) -> None:
    assert page_of(tmp_path, prose(words), prose("after 3 minutes")).promised == 15


def test_clauses_are_seen_before_the_last_section_also_in_tables_and_pictures(tmp_path: Path) -> None:
    chart, rules = show.chart(tea_room("public", finders=()), "A run."), show.rules(JOIN_REQUEST, COMPLETED)
    early = page_of(tmp_path, prose("## One (PUB-1)"), showing(rules), prose("## Last\nPUB-5")).early_clauses
    assert {"PUB-1", "PRV-3"} <= set(early) and "PUB-5" not in early
    assert "GAP-21" in page_of(tmp_path, showing(chart), prose("## Last")).early_clauses
    plain = show.Walk(A, B).chart(tea_room("public"), "A run.")
    assert page_of(tmp_path, showing(plain), prose("## Last")).early_clauses == []


def test_a_word_is_explained_where_the_prose_first_sets_it_in_bold() -> None:
    first = Page("00", 1, [Part("A **candidate** is asked.", is_prose=True), Part("candidates, aware")])
    second = Page("03", 1, [Part("", "unaware"), Part("To be **aware** is to know.", is_prose=True)])
    assert unexplained([first, second]) == {"00": ["aware"], "03": ["aware"]}
    assert unexplained([Page("00", 1, [Part("It is **aware**.", is_prose=True)]), second])["03"] == []


def test_every_bound_is_a_fault_when_it_is_broken() -> None:
    whole = Page(
        "tea",
        MOST_BYTES - 1,
        [Part("word " * MOST_WORDS, is_prose=True)],
        MOST_FIGURES - MOST_TABLES,
        MOST_TABLES,
        0,
        15,
    )
    assert list(faults_of(whole, [])) == []
    broken = Page(
        "tea",
        MOST_BYTES,
        [Part("word " * (MOST_WORDS + 1)), Part("PUB-1"), Part("## End", is_prose=True)],
        MOST_FIGURES,
        MOST_TABLES + 1,
    )
    assert len(list(faults_of(broken, ["aware"]))) == 7


def test_a_name_that_no_notebook_has_is_refused_in_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["99"])
    assert "no notebook begins with 99; there are 00_start_here" in capsys.readouterr().err
