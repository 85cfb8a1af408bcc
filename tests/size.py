"""How large the code is: `make size`. It counts and judges nothing; where a package is larger than its aim it says so.

Lines are all lines of a file, empty ones and comments too. A helper counts as used once where its name is read once in
its package. What one step takes is counted twice: the modules that `step` imports, which an auditor of it has to read,
and the lines that a step runs, found by running one.
"""

import ast
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from types import FrameType
from typing import Any

from spec_impl import step
from tests.benchmarks.stepping import before_the_delivery

ROOT = Path(__file__).resolve().parents[1]
AIMS = {"spec_impl": 6_000, "roomspec": 9_000}
"""How many lines a package is meant to have at most."""

LITTLE = 4
"""How many lines a helper has at most that might as well stand where it is used."""

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Size:
    """What is counted of one folder of Python files."""

    name: str
    files: int
    lines: int
    imports: int
    functions: tuple[int, ...]
    used_once: int

    def __str__(self) -> str:
        long = sorted(self.functions)
        middle, tall = (round(median(long)), round(quantiles(long, n=10)[-1])) if len(long) > 1 else (0, 0)
        counts = (self.lines, self.files, self.imports, len(long), middle, tall, self.used_once)
        return f"{self.name:<10}" + "".join(f"{count:>10,}" for count in counts)


HEADERS = ("", "lines", "files", "imports", "functions", "median", "p90", "used once")


def size_of(folder: Path) -> Size:
    """The size of every Python file in a folder."""
    files = sorted(folder.rglob("*.py"))
    nodes = [node for path in files for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))]
    functions = [node for node in nodes if isinstance(node, Function)]
    reads = Counter(names_read(nodes))
    return Size(
        folder.name,
        len(files),
        sum(map(lines_of, files)),
        sum(length(node) for node in nodes if isinstance(node, ast.Import | ast.ImportFrom)),
        tuple(map(length, functions)),
        sum(length(each) <= LITTLE and not each.decorator_list and reads[each.name] == 1 for each in functions),
    )


def names_read(nodes: Iterable[ast.AST]) -> Iterator[str]:
    """Every name that some code reads, as often as it does."""
    for node in nodes:
        match node:
            case ast.Name(id=name, ctx=ast.Load()) | ast.Attribute(attr=name, ctx=ast.Load()):
                yield name


def length(node: Function | ast.Import | ast.ImportFrom) -> int:
    """How many lines a function or an import takes, decorators left out."""
    return (node.end_lineno or node.lineno) - node.lineno + 1


def lines_of(path: Path) -> int:
    """How many lines a file has."""
    return len(path.read_text(encoding="utf-8").splitlines())


def imported_by(path: Path) -> set[Path]:
    """A file of spec_impl and all that it imports by relative imports, whatever these import too."""
    found, todo = set[Path](), [path]
    while todo:
        file = todo.pop()
        if file not in found:
            found.add(file)
            todo += (
                other for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))) for other in named(node, file)
            )
    return found


def named(node: ast.AST, file: Path) -> Iterator[Path]:
    """The files that a relative import in a file names."""
    if isinstance(node, ast.ImportFrom) and node.level:
        place = file.parents[node.level - 1].joinpath(*(node.module or "").split("."))
        inside = [place / f"{alias.name}.py" for alias in node.names]
        yield from (each for each in inside if each.exists())
        if not all(each.exists() for each in inside):
            yield place / "__init__.py" if place.is_dir() else place.with_suffix(".py")


def run_by_one_step() -> dict[Path, set[int]]:
    """The lines of spec_impl that one step runs, by their files: a join request that a server grants."""
    world, delivery = before_the_delivery()
    package, ran = str(ROOT / "spec_impl"), dict[Path, set[int]]()

    def follow(frame: FrameType, event: str, _: Any) -> Any:
        file = frame.f_code.co_filename
        if not file.startswith(package):
            return None
        if event == "line":
            ran.setdefault(Path(file), set()).add(frame.f_lineno)
        return follow

    before = sys.gettrace()
    sys.settrace(follow)
    try:
        step(world, delivery)
    finally:
        sys.settrace(before)
    return ran


def report() -> Iterator[str]:
    """What `make size` prints, line by line."""
    yield f"{HEADERS[0]:<10}" + "".join(f"{header:>10}" for header in HEADERS[1:])
    sizes = [size_of(ROOT / name) for name in ("spec_impl", "roomspec", "tests")]
    yield from map(str, sizes)
    imported, ran = imported_by(ROOT / "spec_impl" / "stepping.py"), run_by_one_step()
    yield f"\n`step` imports {len(imported)} modules of {sum(map(lines_of, imported)):,} lines."
    yield (
        f"A join request that is granted runs {sum(map(len, ran.values())):,} lines"
        f" of {len(ran)} modules of {sum(map(lines_of, ran)):,} lines."
    )
    for size in sizes:
        if size.lines > AIMS.get(size.name, size.lines):
            over = size.lines - AIMS[size.name]
            yield f"{size.name} has {over:,} lines more than its aim of {AIMS[size.name]:,}."


if __name__ == "__main__":
    print("\n".join(report()))
