"""Which functions of the specification ran while something was asked that is compared.

Each function that is asked about has a mark put at its beginning as its file is loaded; the file stays as it is, and
every line keeps its number. This module is loaded before anything of the specification, and imports nothing of it.
A package of claims or scopes of the other version is loaded statement by statement: what this version lacks the words
for is left out, and nothing else.
"""

import ast
import builtins
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from pathlib import Path
from types import ModuleType
from typing import Any

OTHER_PACKAGES = ("claims_of_the_other", "scopes_of_the_other")
AS_OTHERS_HAVE_IT = ", as the other version has it"
"""What stands after the name of a claim or scope of the other version, where this one has it otherwise."""
"""The packages that come from the other version."""

PACKAGE = "spec_impl"
_MARK = "__ran_here__"
_WANTED: set[tuple[str, str]] = set()
_RAN: set[tuple[str, str]] = set()
_PAUSES: list[None] = []


def watch(functions: list[list[str]]) -> None:
    """Put marks into these functions, each given by its file and its name there, when they are loaded."""
    assert PACKAGE not in sys.modules, "marks are put before anything is loaded"
    _WANTED.update((file, name) for file, name in functions)
    vars(builtins)[_MARK] = _ran
    sys.meta_path.insert(0, _Finder)


def ran() -> list[list[str]]:
    """The functions that ran so far, also while rules were loaded; not while scopes were made."""
    return sorted(map(list, _RAN))


@contextmanager
def paused() -> Iterator[None]:
    """What runs within leads to something that is compared, and is not compared itself: such as how a scope begins."""
    _PAUSES.append(None)
    try:
        yield
    finally:
        _PAUSES.pop()


def _ran(file: str, name: str) -> None:
    if not _PAUSES:
        _RAN.add((file, name))


class _Finder(PathFinder):
    """Finds the files of the specification, to be loaded with their marks."""

    @classmethod
    def find_spec(cls, fullname: str, path: Any = None, target: Any = None) -> ModuleSpec | None:
        """Where a module is, if it is one of the specification."""
        found = super().find_spec(fullname, path, target) if fullname.partition(".")[0] == PACKAGE else None
        if found and isinstance(found.loader, SourceFileLoader):
            found.loader = _Marking(found.loader.name, found.loader.path)
        return found


class _Marking(SourceFileLoader):
    """Loads a file with its marks."""

    def source_to_code(self, data: Any, path: Any, *, _optimize: int = -1) -> Any:  # type: ignore[override]
        """The code of the file."""
        tree = ast.parse(data, path)
        parts = Path(path).parts
        if PACKAGE in parts:
            file = "/".join(parts[len(parts) - parts[::-1].index(PACKAGE) :])
            for name, node in _functions(tree.body):
                if (file, name) in _WANTED:
                    _mark(node, file, name)
        return compile(tree, path, "exec", dont_inherit=True, optimize=_optimize)

    def exec_module(self, module: ModuleType) -> None:
        """Run the file, as a whole or statement by statement."""
        if not module.__name__.startswith(tuple(f"{PACKAGE}.{each}" for each in OTHER_PACKAGES)):
            with paused() if module.__name__.startswith(f"{PACKAGE}.scopes") else nullcontext():
                super().exec_module(module)
            return
        path = Path(self.path)
        for node in _one_name_each(ast.parse(path.read_bytes(), str(path)).body):
            try:
                exec(compile(ast.Module([node], []), str(path), "exec", dont_inherit=True), vars(module))  # noqa: S102
            except Exception:  # noqa: BLE001, S112  what this version has no words for is missed by whoever looks
                continue


def _functions(body: list[ast.stmt]) -> Iterator[tuple[str, ast.FunctionDef]]:
    for node in body:
        if isinstance(node, ast.FunctionDef):
            yield node.name, node
        elif isinstance(node, ast.ClassDef):
            yield from ((f"{node.name}.{name}", each) for name, each in _functions(node.body))


def _mark(node: ast.FunctionDef, file: str, name: str) -> None:
    """The mark as the first statement, in the line of the one that was the first, after a docstring."""
    has_docstring = ast.get_docstring(node, clean=False) is not None
    call = ast.Call(ast.Name(_MARK, ast.Load()), [ast.Constant(file), ast.Constant(name)], [])
    mark = ast.copy_location(ast.Expr(call), node.body[0])
    node.body.insert(int(has_docstring), ast.fix_missing_locations(mark))


def _one_name_each(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """Statements, of which an import brings one name."""
    for node in body:
        if isinstance(node, ast.ImportFrom):
            yield from (ast.copy_location(ast.ImportFrom(node.module, [each], node.level), node) for each in node.names)
        else:
            yield node
