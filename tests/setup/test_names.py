"""One name, one meaning: what is public at the top of a module is defined in no other module of the two packages."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("spec_impl", "roomspec")


def names_in(text: str) -> Iterator[str]:
    """The functions, classes and values that a module defines at its top and does not keep to itself.

    A type variable says nothing beyond the definitions that use it, so the same letter may serve in many modules.
    """
    for statement in ast.parse(text).body:
        if isinstance(statement, ast.FunctionDef | ast.ClassDef):
            found = [statement.name]
        elif isinstance(statement, ast.Assign | ast.AnnAssign) and not is_type_variable(statement.value):
            targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
            nodes = (node for target in targets for node in ast.walk(target))
            found = [node.id for node in nodes if isinstance(node, ast.Name)]
        else:
            continue
        yield from (name for name in found if not name.startswith("_"))


def is_type_variable(value: ast.expr | None) -> bool:
    return isinstance(value, ast.Call) and isinstance(value.func, ast.Name) and value.func.id == "TypeVar"


def defined_twice(root: Path) -> dict[str, list[str]]:
    """Each name that more than one module defines, with these modules."""
    where: dict[str, list[str]] = {}
    for path in sorted(path for package in PACKAGES for path in (root / package).rglob("*.py")):
        for name in set(names_in(path.read_text(encoding="utf-8"))):
            where.setdefault(name, []).append(path.relative_to(root).as_posix())
    return {name: files for name, files in sorted(where.items()) if len(files) > 1}


def test_no_public_name_is_defined_in_two_modules() -> None:
    assert defined_twice(ROOT) == {}


@pytest.mark.parametrize("again", ["def tea(): ...", "class tea: ...", "tea = 1", "tea: int = 1", "milk, tea = 1, 2"])
def test_a_name_that_is_defined_again_is_found_with_its_places(again: str, tmp_path: Path) -> None:
    for package, text in zip(PACKAGES, ("def tea(): ...", again), strict=True):
        (tmp_path / package).mkdir()
        (tmp_path / package / "house.py").write_text(text, encoding="utf-8")
    assert defined_twice(tmp_path) == {"tea": ["roomspec/house.py", "spec_impl/house.py"]}


@pytest.mark.parametrize("kept", ["_tea = 1", "def _tea(): ...", 'tea = TypeVar("tea")', "from house import tea"])
def test_what_a_module_keeps_to_itself_or_takes_from_another_is_not(kept: str) -> None:
    assert list(names_in(kept)) == []
