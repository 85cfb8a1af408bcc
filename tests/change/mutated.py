"""A mutant as a version of its own, so that the diff can be asked about it as about any change.

Both sides have what plants mutants, so that they differ in nothing but which one is planted; and, since whoever made
such a mistake by hand would have edited it, in the source of the function or row, by something that does nothing.
"""

import ast
import shutil
from pathlib import Path
from typing import TypeGuard

from roomspec.change.compare import Version
from roomspec.change.judge import copy_installed
from tests.mutants import FILE, Mutant

PLANTED = """
import sys
from contextlib import ExitStack
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "planted"))
from tests.mutants import mutants, planted


def planted_here() -> str:
    return {name!r}


FOR_GOOD = ExitStack()
for each in mutants():
    if each.name == planted_here():
        FOR_GOOD.enter_context(planted(each))
"""


def mutated(mutant: Mutant | None, folder: Path) -> Version:
    """The installed specification with this mistake, planted as soon as somebody asks it anything; or with none."""
    name = mutant.name if mutant else ""
    version = copy_installed(folder, name or "before")
    place = folder / "planted" / "tests"
    place.mkdir(parents=True)
    for file in ("__init__.py", "mutants.py", "mutations.py", "mutants.toml"):
        shutil.copy(FILE.with_name(file), place / file)
    with (folder / "interface.py").open("a", encoding="utf-8") as interface:
        interface.write(PLANTED.format(name=name))
    for edit in mutant.edits if mutant else ():
        _touch(folder, edit)
    return version


def _touch(folder: Path, edit: dict[str, str]) -> None:
    """Let the source of what is mutated differ: a function has a `pass` more, a row nothing added to its clauses."""
    module, _, name = edit.get("function", "").removeprefix("spec_impl.").partition(":")
    for path in [folder / f"{module.replace('.', '/')}.py"] if name else sorted((folder / "rules").glob("*.py")):
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        for node in ast.walk(ast.parse("".join(lines))):
            match node:
                case ast.FunctionDef(name=function, body=body) if function == name.rpartition(".")[2]:
                    first = body[1 if ast.get_docstring(node) else 0]
                    lines.insert(first.lineno - 1, f"{' ' * first.col_offset}pass\n")
                case ast.Call(args=[ast.Constant(value=table), *_]) if table == edit.get("table", node):
                    (cites,) = (row.args[0] for row in ast.walk(node) if _is_row(row, edit["row"]))
                    text, at = lines[cites.lineno - 1], cites.end_col_offset
                    lines[cites.lineno - 1] = f'{text[:at]} + ""{text[at:]}'
                case _:
                    continue
            path.write_text("".join(lines), encoding="utf-8")
            return
    raise AssertionError(f"nothing in the source is {edit}")


def _is_row(node: ast.AST, beginning: str) -> TypeGuard[ast.Call]:
    match node:
        case ast.Call(args=[_, ast.Constant(value=str(sentence)), *_]):
            return sentence.startswith(beginning)
        case _:
            return False
