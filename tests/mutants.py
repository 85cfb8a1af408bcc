"""Named mutants: the mistakes that an implementer or an editor is most likely to make, planted in memory.

`mutants.toml` says which row, guard or effect is changed and how; what replaces an effect stands in `mutations.py`.
Nothing on disk is touched, and everything is as before when the `with` is left.
"""

import importlib
import sys
import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from spec_impl.messages import Told
from spec_impl.rows import Row, Table
from spec_impl.rules import TABLES

FILE = Path(__file__).with_name("mutants.toml")


@dataclass(frozen=True)
class Mutant:
    """A mistake: what it is in a sentence, the edits that make it, and the claim that sees it, where and how soon."""

    name: str
    about: str
    edits: tuple[dict[str, str], ...]
    caught_by: str
    scope: str
    steps: int


def mutants() -> tuple[Mutant, ...]:
    """Every named mutant, in the order of the file."""
    found = tomllib.loads(FILE.read_text(encoding="utf-8"))["mutant"]
    return tuple(Mutant(**{**each, "edits": tuple(each["edits"])}) for each in found)


@contextmanager
def planted(mutant: Mutant) -> Iterator[None]:
    """The specification with this mistake in it."""
    undo: list[Callable[[], None]] = []
    try:
        for edit in mutant.edits:
            undo += _edited(edit)
        yield
    finally:
        for each in reversed(undo):
            each()


def _edited(edit: dict[str, str]) -> list[Callable[[], None]]:
    if "function" in edit:
        return _function_replaced(edit["function"], _found(edit["by"]))
    table = TABLES[edit["table"]]
    row = _row(table, edit["row"])
    rows = [other for other in table.rows if other is not row]
    if "before" in edit:
        rows.insert(rows.index(_row(table, edit["before"])), row)
    elif "drop" not in edit:
        rows.insert(table.rows.index(row), _changed(row, edit))
    return [_set(table, "rows", tuple(rows))]


def _changed(row: Row[Any, Any], edit: dict[str, str]) -> Row[Any, Any]:
    if "tells" in edit:
        row = replace(row, tells=Told(edit["tells"]) if edit["tells"] else None)
    if "when" in edit:
        row = replace(row, when=_found(edit["when"]))
    if "does" in edit:
        row = replace(row, does=_found(edit["does"]))
    return row


def _row(table: Table[Any, Any], beginning: str) -> Row[Any, Any]:
    (row,) = (row for row in table.rows if row.sentence.startswith(beginning))
    return row


def _found(path: str) -> Any:
    module, _, name = path.partition(":")
    found = importlib.import_module(module)
    for part in name.split("."):
        found = getattr(found, part)
    return found


def _function_replaced(path: str, new: Any) -> list[Callable[[], None]]:
    """Replace a function wherever the model has it: under its names in modules, and as the guard or effect of rows."""
    old, undo = _found(path), []
    for name, module in sorted(sys.modules.items()):
        if name.startswith("spec_impl"):
            names = [each for each, value in vars(module).items() if value is old]
            undo += [_set(module, each, new) for each in names]
    for table in TABLES.values():
        rows = tuple(replace(row, **{f: new for f in ("when", "does") if getattr(row, f) is old}) for row in table.rows)
        if rows != table.rows:
            undo.append(_set(table, "rows", rows))
    if "." in path.partition(":")[2]:
        undo.append(_set(_found(path.rpartition(".")[0]), path.rpartition(".")[2], new))
    assert undo, f"nothing in the model uses {old}"
    return undo


def _set(owner: Any, name: str, value: Any) -> Callable[[], None]:
    old = vars(owner)[name]
    put = type.__setattr__ if isinstance(owner, type) else object.__setattr__
    put(owner, name, value)
    return lambda: put(owner, name, old)
