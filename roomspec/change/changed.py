"""What was changed in the source of a specification: the row or function, before and after, and the rows that use it.

The sources are read and never run. Layout and comments are no change here, as they are none in the comparison.
"""

import ast
import difflib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent

from .revisions import SPECIFICATION
from .sources import files_of, names_in

RULES_FOLDER, IMPORTS = "rules/", "the imports"
DEFINES = ("def ", "async def ", "class ")
MOST_LINES = 6
"""How many lines of a change are shown; what was left out is a line of its own."""


@dataclass(frozen=True)
class ChangedCode:
    """One definition that says something else: where it stands, what it is called, who uses it, and a few lines."""

    path: str
    line: int
    name: str
    used_by: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class _Part:
    """A top-level statement, or a row of a table: its name, its place, its source, and what it comes to when read."""

    name: str
    line: int
    source: tuple[str, ...]
    dump: str
    names: frozenset[str]
    table: str = ""
    number: int = 0


def changed_code(old: Path, new: Path) -> tuple[ChangedCode, ...]:
    """All definitions that differ, rules first and imports last: what decides is what a reviewer looks for."""
    was_there, is_there = files_of(old), files_of(new)
    otherwise = {name for name in {*was_there, *is_there} if was_there.get(name) != is_there.get(name)}
    before = _sources({name: was_there[name] for name in otherwise & was_there.keys()})
    after = _sources(is_there if otherwise else {})
    uses = [part for parts in after.values() for part in parts]
    found: list[ChangedCode] = []
    for path in sorted(otherwise & {*before, *after}, key=lambda path: (not path.startswith(RULES_FOLDER), path)):
        was, now = before.get(path, []), after.get(path, [])
        matched = difflib.SequenceMatcher(None, [p.dump for p in was], [p.dump for p in now], autojunk=False)
        for how, one, one_end, two, two_end in matched.get_opcodes():
            if how != "equal":
                found += _changed(path, was[one:one_end], now[two:two_end], uses)
    return tuple(sorted(found, key=lambda each: each.name == IMPORTS))


def _changed(path: str, was: list[_Part], now: list[_Part], uses: list[_Part]) -> Iterator[ChangedCode]:
    """Those of one name together; what has no partner came or went."""
    rest = list(now)
    for one in was:
        alike = (part for part in rest if part.name == one.name or (part.table and part.table == one.table))
        other = next(alike, None)
        if other:
            rest.remove(other)
        yield _code(path, one, other, uses)
    for other in rest:
        yield _code(path, None, other, uses)


def _code(path: str, one: _Part | None, other: _Part | None, uses: list[_Part]) -> ChangedCode:
    part = other or one
    assert part
    old, new = (each.source if each else () for each in (one, other))
    compared = difflib.unified_diff(old, new, lineterm="", n=0)
    lines = [line for line in compared if not line.startswith(("---", "+++", "@@"))]
    first = next((n for n, line in enumerate(new) if f"+{line}" in lines), 0)
    begins = [line for line in new[: first or 1] if line.lstrip().startswith(DEFINES)] or list(new[:1])
    if one and other and len(new) > 1 and f"+{begins[-1]}" not in lines:
        lines.insert(0, f" {begins[-1]}")
    if len(lines) > MOST_LINES:
        removed = [line for line in lines if line.startswith("-")][: MOST_LINES // 2]
        added = [line for line in lines if line.startswith("+")][: MOST_LINES - 1 - len(removed)]
        lines = [*removed, *added, f" … {len(lines) - len(removed) - len(added)} lines more"]
    users = _users(part, uses) if path.startswith(RULES_FOLDER) else ""
    return ChangedCode(f"{SPECIFICATION}/{path}", part.line + first, part.name, users, tuple(lines))


def _users(part: _Part, uses: list[_Part]) -> str:
    """The rows that it is, or that come to it through other functions."""
    if part.table:
        return f"row {part.number} of the table {part.table}"
    reached = {part.name}
    while more := {each.name for each in uses if not each.table and each.names & reached} - reached:
        reached |= more
    rows: dict[str, list[int]] = {}
    for each in uses:
        if each.table and each.names & reached:
            rows.setdefault(each.table, []).append(each.number)
    if not rows:
        return ""
    if len(rows) > 2:
        return f"used by {sum(map(len, rows.values()))} rows of {len(rows)} tables"
    return "used by " + ", and by ".join(
        f"{'row' if len(numbers) == 1 else 'rows'} {_listed(numbers)} of the table {table}"
        for table, numbers in rows.items()
    )


def _listed(numbers: list[int]) -> str:
    *first, last = map(str, numbers)
    return f"{', '.join(first)} and {last}" if first else last


# --- Reading a source -------------------------------------------------------------------------------------------------


def _sources(files: Mapping[str, bytes]) -> dict[str, list[_Part]]:
    """The parts of each module; one that cannot be read has none, which whoever runs it says."""
    found = {}
    for name, content in files.items():
        with suppress(SyntaxError, ValueError):
            text = content.decode("utf-8") if name.endswith(".py") else ""
            found[name] = list(_parts(ast.parse(text), text.splitlines()))
    return found


def _parts(module: ast.Module, lines: list[str]) -> Iterator[_Part]:
    for node in module.body:
        rows = _rows(node)
        table = rows[0] if rows else ""
        for number, row in enumerate(rows[1] if rows else [], start=1):
            yield _part(row, lines, f"{table}, row {number}", table, number)
        if rows is None:
            yield _part(node, lines, _name(node))


def _part(node: ast.stmt | ast.expr, lines: list[str], name: str, table: str = "", number: int = 0) -> _Part:
    begin = min([node.lineno, *(each.lineno for each in getattr(node, "decorator_list", ()))])
    source = tuple(dedent("\n".join(lines[begin - 1 : node.end_lineno])).splitlines())
    return _Part(name, begin, source, ast.dump(node), names_in(node), table, number)


def _rows(node: ast.stmt) -> tuple[str, list[ast.expr]] | None:
    """The name of a table and its rows, where the statement is one."""
    if not isinstance(node, ast.Assign | ast.AnnAssign) or not isinstance(node.value, ast.Call):
        return None
    call = node.value
    if not call.args or not isinstance(call.args[0], ast.Constant):
        return None
    given = (*call.args, *(each.value for each in call.keywords))
    tuples = (each.elts for each in given if isinstance(each, ast.Tuple) and each.elts)
    rows = next((each for each in tuples if all(isinstance(row, ast.Call) for row in each)), None)
    return (str(call.args[0].value), rows) if rows else None


def _name(node: ast.stmt) -> str:
    match node:
        case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
            return name
        case ast.Assign(targets=[ast.Name(id=name), *_]) | ast.AnnAssign(target=ast.Name(id=name)):
            return name
        case ast.Import() | ast.ImportFrom():
            return IMPORTS
        case _:
            return f"line {node.lineno}"
