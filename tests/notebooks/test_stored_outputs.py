"""The notebooks as they are stored: run, shown, short, and the same for everybody.

nbval compares outputs, but lets pass what was never run; what it does not see is stated here.
A function that ends in `_of` answers with one sentence for each fault of a notebook.
"""

import ast
import base64
import re
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode

from tests.notebooks.execute import NOTEBOOKS, ROOT, normalise, stored_in

CELL_LINES = 12
FUNCTION_LINES = 6
FILE_BYTES = 500 * 1024  # with each element on a line of its own, which takes a dozen bytes of JSON

DATA_URI = re.compile(r"data:[\w/+.;=-]*;base64,([A-Za-z0-9+/=]+)")
OF_ONE_MACHINE = re.compile(
    r"(?<![\w.~:/-])/(?:Users|home|mnt|opt|private|root|srv|tmp|usr|var)/\w"  # a path from the root of a disk
    r"|\b[A-Z]:\\\w+\\"  # the same on Windows
    r"|\bat 0x[0-9a-f]{6,}"  # the address of an object
    rf"|{re.escape(str(ROOT))}"  # wherever this checkout lies
)

NOTEBOOK_FILES = stored_in()
every_notebook = pytest.mark.parametrize("path", NOTEBOOK_FILES, ids=lambda path: path.stem)


def stored(path: Path) -> NotebookNode:
    """A notebook as it is stored."""
    return nbformat.read(path, as_version=4)


def code_cells(notebook: NotebookNode) -> Iterator[tuple[int, NotebookNode]]:
    """The code cells, each with its place among all cells."""
    return ((place, cell) for place, cell in enumerate(notebook.cells, start=1) if cell.cell_type == "code")


NUMBERED_ROW = re.compile(r"\b[Rr]ows? \*{0,2}\d+|\b[Rr]ow (one|two|three|four|five|six|seven|eight|nine|ten)\b")
"""A row by its number, which a row put in above it makes another one: prose names it by what it says."""


def numbered_rows_of(prose: str) -> Iterator[str]:
    """Rows that prose knows by their numbers."""
    yield from (
        f"{found[0]!r} says a row's number: name the row by what it says" for found in NUMBERED_ROW.finditer(prose)
    )


def unexecuted_cells_of(notebook: NotebookNode) -> Iterator[str]:
    """Cells that nobody ran, or that show nothing and do not say that they mean to."""
    for place, cell in code_cells(notebook):
        if cell.execution_count is None:
            yield f"cell {place} has no execution count: run `make notebooks`"
        elif not cell.outputs and "silent" not in cell.metadata.get("tags", ()):
            yield f"cell {place} shows nothing: end it in a value, or give it the tag `silent`"


def long_code_of(notebook: NotebookNode) -> Iterator[str]:
    """Cells and functions that are too long to be read at a glance."""
    for place, cell in code_cells(notebook):
        if len(cell.source.splitlines()) > CELL_LINES:
            yield f"cell {place} has more than {CELL_LINES} lines"
        for function in functions_in(cell.source):
            lines = function.end_lineno - function.lineno + 1
            if lines > FUNCTION_LINES:
                yield f"cell {place}: {function.name} has {lines} lines, more than {FUNCTION_LINES}: move it out"


def functions_in(source: str) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """The functions that a cell defines; a line of IPython's own (`%`, `!`) counts as empty."""
    python = re.sub(r"(?m)^[%!].*$", "", source)
    for node in ast.walk(ast.parse(python)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def errors_of(notebook: NotebookNode) -> Iterator[str]:
    """Stored exceptions: a walk shows a refusal as a value."""
    for place, cell in code_cells(notebook):
        for output in cell.outputs:
            if output.output_type == "error":
                yield f"cell {place} stores an exception: {output.ename}"


def traces_of_one_machine_of(notebook: NotebookNode) -> Iterator[str]:
    """Paths and addresses that another reader would not see, also inside figures."""
    for place, cell in enumerate(notebook.cells, start=1):
        for text in (cell.source, *map(shown, cell.get("outputs", ()))):
            found = OF_ONE_MACHINE.search(in_the_open(text))
            if found:
                yield f"cell {place} holds what only this machine has: {found.group()!r}"


def shown(output: NotebookNode) -> str:
    """Everything that an output holds as text."""
    return "\n".join([str(output.get("text", "")), *map(str, output.get("data", {}).values())])


def in_the_open(text: str) -> str:
    """A text with its base64 parts decoded: an SVG hides nothing, and random letters look like no path."""
    return DATA_URI.sub(lambda uri: base64.b64decode(uri[1]).decode("utf-8", "ignore"), text)


@every_notebook
def test_every_code_cell_was_run_and_shows_something(path: Path) -> None:
    assert list(unexecuted_cells_of(stored(path))) == []


@every_notebook
def test_cells_and_functions_are_short(path: Path) -> None:
    assert list(long_code_of(stored(path))) == []


@every_notebook
def test_no_exception_is_stored(path: Path) -> None:
    assert list(errors_of(stored(path))) == []


@every_notebook
def test_nothing_of_one_machine_is_stored(path: Path) -> None:
    assert list(traces_of_one_machine_of(stored(path))) == []


@every_notebook
def test_the_file_is_small_enough_to_be_shown_by_a_web_host(path: Path) -> None:
    assert path.stat().st_size < FILE_BYTES


@every_notebook
def test_the_file_is_as_it_would_be_stored(path: Path) -> None:
    assert path.read_text(encoding="utf-8") == normalise(stored(path)), "run `make notebooks`"


def test_nothing_is_sanitised_before_outputs_are_compared() -> None:
    assert (ROOT / "tests/notebooks/sanitize.cfg").read_bytes() == b""


def one_cell(source: str, *outputs: NotebookNode, count: int | None = 1) -> NotebookNode:
    """A notebook of one code cell, for the faults below."""
    cell = nbformat.v4.new_code_cell(source, execution_count=count, outputs=list(outputs))
    return nbformat.v4.new_notebook(cells=[cell])


def html(text: str) -> NotebookNode:
    """An output of one HTML text."""
    return nbformat.v4.new_output("display_data", {"text/html": text})


def test_a_cell_that_was_never_run_is_found() -> None:
    assert ["no execution count" in fault for fault in unexecuted_cells_of(one_cell("1", count=None))] == [True]


def test_a_cell_without_output_is_found_unless_it_is_silent() -> None:
    quiet = one_cell("tea = 1")
    assert len(list(unexecuted_cells_of(quiet))) == 1
    quiet.cells[0].metadata.tags = ["silent"]
    assert list(unexecuted_cells_of(quiet)) == []


def test_long_cells_and_long_functions_are_found() -> None:
    body = "\n".join(f"    cup_{n} = {n}" for n in range(FUNCTION_LINES))
    assert list(long_code_of(one_cell(f"%matplotlib inline\ndef pour():\n{body}"))) == [
        "cell 1: pour has 7 lines, more than 6: move it out"
    ]
    assert list(long_code_of(one_cell("1\n" * (CELL_LINES + 1)))) == ["cell 1 has more than 12 lines"]


def test_a_stored_exception_is_found() -> None:
    failed = nbformat.v4.new_output("error", ename="ValueError", evalue="", traceback=[])
    assert len(list(errors_of(one_cell("1", failed)))) == 1


@pytest.mark.parametrize(
    "output",
    [
        html("see /home/alice/room"),
        html(r"C:\Users\alice"),
        html("<object at 0x7f3ac4>"),
        html("data:image/svg+xml;base64," + base64.b64encode(b"<svg>/tmp/figure</svg>").decode()),
        nbformat.v4.new_output("stream", name="stdout", text="'/Users/alice/tea'"),
    ],
)
def test_what_only_one_machine_has_is_found(output: NotebookNode) -> None:
    assert len(list(traces_of_one_machine_of(one_cell("1", output)))) == 1


def test_a_link_into_a_repository_is_no_path_of_a_machine() -> None:
    assert list(traces_of_one_machine_of(one_cell("1", html("https://host.example/home/tea and /rooms/tea")))) == []


@every_notebook
def test_prose_and_code_name_a_row_by_what_it_says(path: Path) -> None:
    assert [flaw for cell in stored(path).cells for flaw in numbered_rows_of(cell.source)] == []


@pytest.mark.parametrize("page", sorted(NOTEBOOKS.rglob("*.md")), ids=lambda page: page.stem)
def test_teaching_pages_name_a_row_by_what_it_says(page: Path) -> None:
    assert list(numbered_rows_of(page.read_text(encoding="utf-8"))) == []


def test_a_row_known_by_its_number_is_seen() -> None:
    assert len(list(numbered_rows_of("Row 4 holds; see rows **2** and 3, and row two. Two rows decide."))) == 3
