"""Which functions of the specification ran while something was asked that is compared, and where what differs did.

Each function that is asked about has a mark put at its beginning as its file is loaded, and the rows of a table tell
when somebody looks at them; the file stays as it is, and every line keeps its number. Where nothing that differs from
the other version was at work, the same code met the same values, and the other version need not be asked.
This module is loaded before anything of the specification, and imports nothing of it.
A package of claims or scopes of the other version is loaded statement by statement: what this version lacks the words
for is left out, and nothing else.
"""

import ast
import builtins
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from pathlib import Path
from types import MethodDescriptorType, ModuleType, WrapperDescriptorType
from typing import Any

OTHER_PACKAGES = ("claims_of_the_other", "scopes_of_the_other")
"""The packages that come from the other version."""

AS_OTHERS_HAVE_IT = ", as the other version has it"
"""What stands after the name of a claim or scope of the other version, where this one has it otherwise."""

NOT_AT_WORK = -1
"""In place of the number of what is seen, where nothing that differs was at work and nobody need look."""

PACKAGE = "spec_impl"
_MARK, _CACHED, _ROWS = "__ran_here__", "__cached_here__", "__rows_here__"
_WANTED: set[tuple[str, str]] = set()
_TABLES: set[str] = set()
_RAN: set[tuple[str, str]] = set()


class _Now:
    """What is going on in this process: its marks are the only ones who write here."""

    times = 0
    """How often something that differs was at work."""

    is_told = False
    """Whether that says where the two versions can differ."""

    is_paused = False
    loads = 0


def watch(functions: list[list[str]], tables: list[str], is_told: bool) -> None:
    """Put marks where they belong when it is loaded.

    Arguments: functions by file and name, tables whose rows differ, and whether nothing else differs.
    """
    assert PACKAGE not in sys.modules, "marks are put before anything is loaded"
    _WANTED.update((file, name) for file, name in functions)
    _TABLES.update(tables)
    _Now.is_told = is_told
    vars(builtins).update({_MARK: _ran, _CACHED: _cached, _ROWS: _Rows})
    sys.meta_path.insert(0, _Finder)


def ran() -> list[list[str]]:
    """The functions that ran so far, also while rules were loaded; not while scopes were made."""
    return sorted(map(list, _RAN))


def times() -> int:
    """How often something that differs was at work so far."""
    return _Now.times


def was_at_work(since: int) -> bool:
    """Whether something that differs was at work since then, or may have been."""
    return not _Now.is_told or _Now.times != since


@contextmanager
def paused(is_paused: bool = True) -> Iterator[None]:
    """What runs within leads to something that is compared, and is not compared itself: such as how a scope begins."""
    before, _Now.is_paused = _Now.is_paused, is_paused
    try:
        yield
    finally:
        _Now.is_paused = before


@contextmanager
def unseen() -> Iterator[None]:
    """What runs within counts nowhere: the claims, which judge what is compared and are no part of it."""
    before = _Now.times
    with paused():
        yield
    _Now.times = before


def discount(count: int) -> None:
    """So many of the last times count nowhere."""
    _Now.times -= count


def _at_work() -> None:
    """Count; what is at work while rules are loaded may be behind anything later."""
    _Now.times += 1
    _Now.is_told = _Now.is_told and (_Now.is_paused or not _Now.loads)


def _ran(file: str, name: str) -> None:
    _at_work()
    if not _Now.is_paused:
        _RAN.add((file, name))


def _cached(function: Callable[..., Any]) -> Callable[..., Any]:
    """A function whose values are kept: what was at work for one of them is behind each later use of it."""

    @wraps(function)
    def computed(*about: Any, **more: Any) -> Any:
        before = _Now.times
        try:
            return function(*about, **more)
        finally:
            _Now.is_told = _Now.is_told and _Now.times == before

    return computed


def _telling(method: Callable[..., Any]) -> Callable[..., Any]:
    def told(*about: Any) -> Any:
        _at_work()
        return method(*about)

    return told


_Rows = type(
    "Rows",
    (tuple,),
    {
        name: _telling(method)
        for name, method in vars(tuple).items()
        if isinstance(method, WrapperDescriptorType | MethodDescriptorType) and name != "__getattribute__"
    },
)
"""The rows of a table that differs: whoever looks at them is told of."""


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
            for call in [node for node in ast.walk(tree) if isinstance(node, ast.Call)]:
                match call.args:
                    case [ast.Constant(value=str(table)), *_] if table in _TABLES:
                        call.args = list(map(_with_rows, call.args))
                        for keyword in call.keywords:
                            keyword.value = _with_rows(keyword.value)
            for name, node in _functions(tree.body):
                if (file, name) in _WANTED:
                    _mark(node, file, name)
                if any("cache" in ast.unparse(each) for each in node.decorator_list):
                    node.decorator_list.append(ast.copy_location(ast.Name(_CACHED, ast.Load()), node))
        return compile(tree, path, "exec", dont_inherit=True, optimize=_optimize)

    def exec_module(self, module: ModuleType) -> None:
        """Run the file, as a whole or statement by statement."""
        if not module.__name__.startswith(tuple(f"{PACKAGE}.{each}" for each in OTHER_PACKAGES)):
            _Now.loads += 1
            with paused(module.__name__.startswith(f"{PACKAGE}.scopes")):
                super().exec_module(module)
            _Now.loads -= 1
            return
        path = Path(self.path)
        for node in _one_name_each(ast.parse(path.read_bytes(), str(path)).body):
            try:
                exec(compile(ast.Module([node], []), str(path), "exec", dont_inherit=True), vars(module))  # noqa: S102
            except Exception:  # noqa: BLE001, S112  what this version has no words for is missed by whoever looks
                continue


def _with_rows(node: ast.expr) -> ast.expr:
    """The expression; rows as such that tell."""
    if not isinstance(node, ast.Tuple):
        return node
    told = ast.Call(ast.Name(_ROWS, ast.Load()), [node], [])
    return ast.fix_missing_locations(ast.copy_location(told, node))


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
