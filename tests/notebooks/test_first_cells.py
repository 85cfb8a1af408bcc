"""What a reader meets first: a first cell of at most three lines, and no import that reaches into the house."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import roomspec
from tests.notebooks.test_stored_outputs import code_cells, every_notebook, stored

FIRST_CELL_LINES = 3
PUBLIC = {"roomspec", "spec_impl", "spec_impl.rules"}


def deep_imports_of(source: str) -> Iterator[str]:
    """The modules that a cell imports or imports from, and that are neither public nor the standard library's."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.ImportFrom(module=str(module)):
                names = [module]
            case ast.Import(names=aliases):
                names = [alias.name for alias in aliases]
            case _:
                continue
        yield from (name for name in names if name not in PUBLIC and name.split(".")[0] not in sys.stdlib_module_names)


@every_notebook
def test_the_first_cell_has_at_most_three_lines(path: Path) -> None:
    _, first = next(code_cells(stored(path)))
    assert len(first.source.splitlines()) <= FIRST_CELL_LINES


@every_notebook
def test_no_import_reaches_deeper_than_the_public_names(path: Path) -> None:
    assert [name for _, cell in code_cells(stored(path)) for name in deep_imports_of(cell.source)] == []


def test_an_import_that_reaches_deeper_is_found() -> None:
    cell = "import json\nfrom spec_impl import World\nfrom spec_impl.cast import TEA\nimport pandas, roomspec.show\n"
    assert list(deep_imports_of(cell)) == ["spec_impl.cast", "pandas", "roomspec.show"]


@pytest.mark.parametrize("name", roomspec._HOMES)
def test_every_name_that_the_workbench_promises_to_notebooks_is_there(name: str) -> None:
    assert getattr(roomspec, name) is not None


def test_a_name_that_the_workbench_does_not_have_is_refused_in_a_sentence() -> None:
    with pytest.raises(
        AttributeError, match="^module 'roomspec' has no attribute 'chek'; besides its parts it has Ask"
    ):
        _ = roomspec.chek
