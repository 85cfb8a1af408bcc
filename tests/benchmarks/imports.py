"""What it costs to load the model, which runs where every import counts."""

import ast
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import spec_impl
from tests.benchmarks.compare import Comparison, compare, importing

PACKAGE = Path(spec_impl.__file__).parent


def loading_the_model() -> Comparison:
    """Every module of `spec_impl` against the modules of the standard library that they name."""
    modules = sorted(PACKAGE.rglob("*.py"))
    ours = statement("spec_impl." + ".".join(path.relative_to(PACKAGE).with_suffix("").parts) for path in modules)
    theirs = statement(name for path in modules for name in standard_modules_of(path))
    return compare(
        f"import spec_impl ({len(modules)} files)", importing(ours), f"`{theirs}`", importing(theirs), rounds=15
    )


def statement(modules: Iterable[str]) -> str:
    """One import statement for several modules."""
    return "import " + ", ".join(sorted({name.removesuffix(".__init__") for name in modules}))


def standard_modules_of(path: Path) -> Iterator[str]:
    """The modules of the standard library that a file names."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        yield from (name for name in names_in(node) if name.split(".")[0] in sys.stdlib_module_names)


def names_in(node: ast.AST) -> list[str]:
    """The modules that one import statement names."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.module and not node.level:
        return [node.module]
    return []
