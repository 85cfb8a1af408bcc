"""The specification loads wherever there is a Python: it needs no package, and nothing of the workbench."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
EVERY_MODULE = """
from importlib import import_module
from pkgutil import walk_packages
for module in walk_packages(spec_impl.__path__, "spec_impl."):
    import_module(module.name)
"""


@pytest.mark.parametrize("more", ["", EVERY_MODULE], ids=["the package", "each of its modules"])
def test_the_specification_loads_with_the_standard_library_alone(more: str) -> None:
    """`-I -S`: neither the environment's packages nor the caller's path are there."""
    program = f"import sys; sys.path.insert(0, {str(ROOT)!r}); import spec_impl\n{more}\nprint(*sys.modules)"
    done = subprocess.run([sys.executable, "-I", "-S", "-c", program], capture_output=True, text=True, check=True)
    loaded = {name.partition(".")[0] for name in done.stdout.split()}
    assert "spec_impl" in loaded
    assert loaded - {"spec_impl", "__main__"} <= sys.stdlib_module_names


def loaded_by_name(text: str) -> Iterator[str]:
    """The modules of ours that a piece of source loads by a name that it spells out."""
    for node in ast.walk(ast.parse(text)):
        match node:
            case ast.Call(func=ast.Name(id="import_module" | "__import__"), args=[ast.Constant(value=str(name)), *_]):
                if name.startswith(("roomspec", ".")):
                    yield name


def test_no_module_of_ours_is_loaded_by_a_name_since_no_layer_would_see_it() -> None:
    assert list(loaded_by_name('import_module("roomspec.show.frames").frame_of(lines)')) == ["roomspec.show.frames"]
    paths = (path for package in ("roomspec", "spec_impl") for path in (ROOT / package).rglob("*.py"))
    found = {path.relative_to(ROOT).as_posix(): [*loaded_by_name(path.read_text(encoding="utf-8"))] for path in paths}
    assert {path: names for path, names in found.items() if names} == {}
