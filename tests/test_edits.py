"""The pages of `docs/how-to` name every place where one writes: two edits, each applied whole and lacking each place.

An edit is data, in `tests/edits`. Whole, it passes every check of a copy; lacking one place, the first check that fails
says which. Nothing outside the copy is looked at or written.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.edits.edit import EDITS, ROOT, Edit, Place

IMPORTS = "import spec_impl, spec_impl.interface, spec_impl.cells, spec_impl.claims, spec_impl.scopes, roomspec.search"
WHERE = f"{IMPORTS}; print(spec_impl.__file__, roomspec.__file__)"
PLACES = [
    pytest.param(edit, place, id=f"{edit.name}: {place.name}") for edit in EDITS.values() for place in edit.places
]
WRITTEN = [
    pytest.param(place, id=f"{edit.name}: {place.name}")
    for edit in EDITS.values()
    for place in (*edit.places, *edit.beside)
]


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the type checker remembers from one copy to the next."""
    return tmp_path_factory.mktemp("mypy")


def checks(edit: Edit, cache: Path) -> list[list[str | Path]]:
    """What is asked of a copy, the cheapest first."""
    concerned = " or ".join(("not test_row_mutants", *edit.tables))
    pytest_options = ["-q", "-x", "-p", "no:cacheprovider", "--tb=short", "-k", concerned]
    return [
        ["-c", WHERE],
        ["-m", "pytest", *pytest_options, *edit.tests],
        ["-m", "tests.edits.search", *edit.scopes, "--", *edit.witnesses],
        ["-m", "mypy", "--cache-dir", cache, "spec_impl"],
    ]


def first_failure(edit: Edit, copy: Path, cache: Path) -> str:
    """What the first check that fails says, or nothing where all pass. Only the copy is on the path of Python."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "PYTHON"))}
    environment |= {"PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1", "COLUMNS": "200"}
    for check in checks(edit, cache):
        done = subprocess.run(
            [sys.executable, *check], cwd=copy, env=environment, capture_output=True, text=True, check=False
        )
        said = done.stdout + done.stderr
        if done.returncode:
            return said
        if check[1] is WHERE:
            assert said.split() == [str(copy / package / "__init__.py") for package in ("spec_impl", "roomspec")]
    return ""


@pytest.mark.parametrize("place", WRITTEN)
def test_what_an_edit_replaces_stands_in_the_tree_exactly_once(place: Place, tmp_path: Path) -> None:
    for file in {change.file for change in place.changes if change.before}:
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).write_text((ROOT / file).read_text(encoding="utf-8"), encoding="utf-8")
    for change in place.changes:
        (tmp_path / change.file).parent.mkdir(parents=True, exist_ok=True)
        change.apply(tmp_path)


@pytest.mark.parametrize("edit", EDITS.values(), ids=list(EDITS))
def test_the_pages_list_each_place_of_an_edit_and_at_most_six_each(edit: Edit) -> None:
    pages = [(ROOT / "docs" / "how-to" / page).read_text(encoding="utf-8") for page in edit.pages]
    rows = [re.findall(r"^\| \d+ \| (.*?) \|", page, re.MULTILINE) for page in pages]
    assert max(map(len, rows)) <= 6
    listed = [row for page in rows for row in page]
    assert len(listed) == len(edit.places)
    for place in edit.places:
        file = place.changes[0].file
        assert any(f"`{file}`" in row or f"`{Path(file).parent}/`" in row for row in listed), f"no page lists {file}"


@pytest.mark.slow
@pytest.mark.parametrize("edit", EDITS.values(), ids=list(EDITS))
def test_an_edit_with_all_its_places_passes_every_check(edit: Edit, tmp_path: Path, cache: Path) -> None:
    edit.made_at(tmp_path)
    assert first_failure(edit, tmp_path, cache) == ""


@pytest.mark.slow
@pytest.mark.parametrize(("edit", "place"), PLACES)
def test_a_place_that_is_forgotten_is_named(edit: Edit, place: Place, tmp_path: Path, cache: Path) -> None:
    edit.made_at(tmp_path, forgotten=place)
    said = first_failure(edit, tmp_path, cache)
    assert said, f"nothing sees that {place.name} is missing"
    assert re.search(place.named, said), f"the first failure says nothing of {place.named!r}:\n{said[-3000:]}"
