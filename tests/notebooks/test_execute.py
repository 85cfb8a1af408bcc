"""Executing the notebooks: the same bytes on every run, and a check that says where they would differ."""

from pathlib import Path

import nbformat
import pytest

from tests.notebooks import execute

CELLS = {
    "a-set": "print(sorted({'alice', 'bob', 'carol'}))",
    "streams": "import sys\nprint('one')\nprint('two', file=sys.stderr)\nsys.stdout.flush()\nprint('three')",
    "a-widget": "import ipywidgets\nipywidgets.HTML('<b>tea</b>')",
    "ci": "import os\nos.environ['CI'], os.environ.get('COLUMNS')",
}


def notebook(*sources: str, **named: str) -> nbformat.NotebookNode:
    """A notebook as an editor would leave it: with metadata of its own, and not yet run."""
    cells = [nbformat.v4.new_code_cell(source, metadata={"collapsed": True}) for source in sources]
    cells += [nbformat.v4.new_code_cell(source, id=name) for name, source in named.items()]
    return nbformat.v4.new_notebook(cells=cells, metadata={"authors": ["someone"], "toc": {}})


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The text of a notebook with one cell that says yes, as it is stored."""
    path = tmp_path_factory.mktemp("stored") / "01_walk.ipynb"
    nbformat.write(notebook(first="print('yes')"), path)
    assert execute.main([], path.parent) == 0
    return path.read_text(encoding="utf-8")


@pytest.fixture
def walk(tmp_path: Path, stored: str) -> Path:
    """That notebook in a folder of its own."""
    path = tmp_path / "01_walk.ipynb"
    path.write_text(stored, encoding="utf-8", newline="\n")
    return path


def test_two_runs_write_the_same_bytes_on_any_hash_seed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "01_walk.ipynb"
    nbformat.write(notebook(**CELLS), path)
    monkeypatch.setenv("COLUMNS", "40")
    texts = set()
    for seed in ("0", "1"):
        monkeypatch.setenv("PYTHONHASHSEED", seed)
        texts.add(execute.execute(path)[0])
    (text,) = texts
    assert text.endswith("}\n")
    assert "('true', None)" in text
    assert '"model_id": "00000000000000000000000000000001"' in text


def test_normalising_twice_changes_nothing(walk: Path) -> None:
    once = execute.normalise(execute.read(walk))
    assert once == walk.read_text(encoding="utf-8")


def test_only_tags_and_whether_code_is_hidden_are_kept_of_the_metadata() -> None:
    untidy = notebook("1", "2")
    untidy.cells[0].metadata = {"tags": ["silent", "claim"], "scrolled": True}
    untidy.cells[1].metadata = {"jupyter": {"source_hidden": True, "outputs_hidden": True}}
    tidy = nbformat.reads(execute.normalise(untidy), as_version=4)
    assert tidy.metadata == execute.METADATA
    assert tidy.cells[0].metadata == {"tags": ["claim", "silent"]}
    assert tidy.cells[1].metadata == {"jupyter": {"source_hidden": True}}


def test_a_copied_or_missing_cell_id_is_made_from_the_place() -> None:
    cells = notebook("1", "2", "3").cells
    cells[0].id = cells[1].id = "tea"
    del cells[2]["id"]
    execute.give_ids(cells)
    assert [cell.id for cell in cells] == ["tea", "tea-2", "cell-3"]


def test_the_check_accepts_what_was_just_stored(walk: Path) -> None:
    assert execute.main(["--check"], walk.parent) == 0


def test_the_check_names_the_notebook_and_the_first_cell_that_differs(
    walk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    changed = walk.read_text(encoding="utf-8").replace('"yes\\n"', '"no\\n"')
    walk.write_text(changed, encoding="utf-8")
    capsys.readouterr()
    assert execute.main(["--check", "01"], walk.parent) == 1
    said = capsys.readouterr().out
    assert "01_walk.ipynb: cell 1 would change" in said
    assert "make notebooks" in said
    assert walk.read_text(encoding="utf-8") == changed


def test_a_notebook_that_fails_is_named_and_left_as_it_was(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "02_fails.ipynb"
    nbformat.write(notebook("1 / 0"), path)
    before = path.read_bytes()
    assert execute.main([], tmp_path) == 1
    assert "ZeroDivisionError" in capsys.readouterr().out
    assert path.read_bytes() == before


def test_conflict_markers_are_told_apart_from_a_failing_notebook(
    walk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    walk.write_text("<<<<<<< ours\n" + walk.read_text(encoding="utf-8"), encoding="utf-8")
    assert execute.main(["--check"], walk.parent) == 1
    assert "take either side whole" in capsys.readouterr().out


def test_the_first_notebook_runs_last_because_it_reports_on_the_others(tmp_path: Path) -> None:
    for name in ("00_start_here", "06_faults", "01_cast"):
        (tmp_path / f"{name}.ipynb").touch()
    assert [path.stem for path in execute.find([], tmp_path)] == ["01_cast", "06_faults", "00_start_here"]


def test_notebooks_in_folders_are_found_and_an_editors_copies_are_not(tmp_path: Path) -> None:
    for name in ("01_cast.ipynb", "chapters/words.ipynb", "chapters/.ipynb_checkpoints/words-checkpoint.ipynb"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    assert [path.stem for path in execute.find([], tmp_path)] == ["01_cast", "words"]
    assert [path.stem for path in execute.find(["words"], tmp_path)] == ["words"]


def test_a_name_that_means_no_notebook_is_refused(walk: Path) -> None:
    with pytest.raises(SystemExit, match="no notebook is called '07'"):
        execute.find(["07"], walk.parent)


SEARCH = """
from roomspec.search import check
from spec_impl.claims import named
from spec_impl.scopes import SCOPES
found = check(SCOPES["one knock"])
"""


def exercised(path: Path, source: str) -> list[str]:
    """The clauses that are recorded while this one cell runs."""
    nbformat.write(notebook(source), path)
    return execute.execute(path)[1]


def test_what_happens_inside_a_search_is_not_recorded(tmp_path: Path) -> None:
    assert exercised(tmp_path / "01_walk.ipynb", SEARCH) == []


def test_a_run_that_a_search_found_is_recorded_but_not_how_its_scope_began(tmp_path: Path) -> None:
    told = exercised(tmp_path / "01_walk.ipynb", SEARCH + 'found.trace(named("a-knock-is-denied"))')
    assert "GAP-7" in told
    assert not [clause for clause in told if clause.startswith(("DIR-", "DISC-"))]
