"""A specification as it is written: what its files define, the rows of its tables, and what is used through what.

The sources are read and never run. Layout and comments do not count, nor in what a definition comes to what is only
said: `changed.py` compares two of these.
"""

import ast
import copy
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import Path
from textwrap import dedent

IMPORTS = "the imports"
INTERFACE_NAME = "interface.py"
ROW_WORDS = frozenset({"accept", "refuse", "hold", "ignore", "row"})
"""What writes a row: its second argument is the sentence."""

_CLAUSE = re.compile(r"\b[A-Z]+-[0-9]+\b")

FACTS = "facts"
"""The method that says in words what the guards of a table looked at."""

DefinedAs = tuple[str, str]
"""The file of a definition, and its name in it; a method has the name of its class before its own."""


@dataclass(frozen=True)
class Definition:
    """A function or method, a table, or anything else that a file defines: what it comes to, and whom it speaks of."""

    key: DefinedAs
    dump: str
    names: frozenset[str]
    is_function: bool = False
    is_table: bool = False
    stands_for: str = ""
    """What an import brings, by its own name."""

    cites: tuple[str, ...] = ()
    """What look like ids of clauses in what it says of itself."""

    decorators: frozenset[str] = frozenset()

    frame: str = ""
    """Of a table, what it comes to but for its rows."""

    table: str = ""
    """Of a table, the name by which it is known."""

    @property
    def is_seen_at_work(self) -> bool:
        """Whether it runs, decides, or is handed to whoever compares."""
        return self.is_function or self.is_table or bool(self.stands_for and self.key[0] == INTERFACE_NAME)

    @property
    def name(self) -> str:
        """What others call it."""
        return self.key[1].rpartition(".")[2]


@dataclass(frozen=True)
class Part:
    """A row of a table, or any other statement of a file, for people: its name, its place, its source and words.

    A row has its table, its number there, its sentence, and what it comes to whatever it is called.
    """

    name: str
    line: int
    source: tuple[str, ...]
    dump: str
    names: frozenset[str]
    table: str = ""
    number: int = 0
    sentence: str = ""
    does: str = ""


class SourceFiles:
    """One specification as it is written."""

    def __init__(self, folder: Path) -> None:
        paths = sorted(each for each in folder.rglob("*") if each.is_file() and "__pycache__" not in each.parts)
        self.files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}
        """Every file by its name, in the order of the names."""

    @cached_property
    def _known(self) -> dict[str, "FileRead"]:
        """Each file that can be read, as it was; nothing is parsed before somebody asks."""
        read = {name: _read(name, content) for name, content in self.files.items() if name.endswith(".py")}
        return {name: found for name, found in read.items() if found}

    @cached_property
    def definitions(self) -> dict[DefinedAs, Definition]:
        """What all files define."""
        return {key: each for definitions, _ in self._known.values() for key, each in definitions.items()}

    @cached_property
    def rows(self) -> dict[tuple[str, str], str]:
        """Each row, by table and sentence, with what it comes to."""
        rows = (part for parts in self.parts.values() for part in parts if part.sentence)
        return {(part.table, part.sentence): part.does for part in rows}

    @cached_property
    def parts(self) -> dict[str, tuple[Part, ...]]:
        """The statements and rows of each file, in their order."""
        return {name: parts for name, (_, parts) in self._known.items()}

    @cached_property
    def other(self) -> dict[str, bytes]:
        """The files that are no Python, or none that can be read."""
        return {name: content for name, content in self.files.items() if name not in self._known}

    @cached_property
    def users(self) -> Mapping[str, list[Definition]]:
        """Who speaks of a name, or imports it."""
        found: dict[str, list[Definition]] = defaultdict(list)
        for each in self.definitions.values():
            for name in {each.stands_for} if each.stands_for else each.names - {each.name}:
                found[name].append(each)
        return found

    def at_work(self, of: Definition) -> Iterator[Definition]:
        """By what one can see the definition at work: itself, or what it is used through.

        That is tables and functions, and what the interface hands to whoever compares.
        """
        return (each for each in self.used_through(of) if each.is_seen_at_work)

    def used_through(self, of: Definition) -> Iterator[Definition]:
        """The definition, and what it is used through up to what one can see at work."""
        ahead, met = [of], {of.key}
        while ahead:
            each = ahead.pop()
            yield each
            if not each.is_seen_at_work:
                wanted = self.users.get(each.name, [])
                if each.stands_for:
                    others = self.definitions.values()
                    wanted = [*wanted, *(one for one in others if one.name == each.stands_for and not one.stands_for)]
                ahead += [one for one in wanted if one.key not in met]
                met |= {one.key for one in wanted}

    def is_only_said(self, of: Definition, met: frozenset[DefinedAs] = frozenset()) -> bool:
        """Whether it serves nothing but the words in which `why` says what a guard looked at."""
        users = [each for each in self.users.get(of.name, []) if each.key not in met]
        return of.name == FACTS or (bool(users) and all(self.is_only_said(each, met | {of.key}) for each in users))


FileRead = tuple[dict[DefinedAs, Definition], tuple[Part, ...]]


@lru_cache(maxsize=256)  # most files are the same in both versions
def _read(file: str, content: bytes) -> FileRead | None:
    """What a file defines, and its parts; nothing where it cannot be read: whoever imports it says why."""
    try:
        body, lines = ast.parse(content).body, content.decode("utf-8").splitlines()
    except (SyntaxError, ValueError):
        return None
    parts = tuple(part for node in body for part in _parts(node, lines))
    definitions: dict[DefinedAs, Definition] = {}
    for node in _without_docstrings(body):
        for found in _definitions(file, node):
            before = definitions.get(found.key)  # a name that is given twice is one definition
            same = before and replace(found, dump=before.dump + found.dump, names=before.names | found.names)
            definitions[found.key] = same or found
    return definitions, parts


def _parts(node: ast.stmt, lines: list[str]) -> Iterator[Part]:
    table, rows = _table(node) or ("", ast.Tuple([]))
    written, rows.elts = rows.elts, []
    frame = _part(node, lines, _name(node))
    if written:
        frame = replace(frame, source=frame.source[: written[0].lineno - frame.line])
    yield frame
    for number, row in enumerate(written, start=1):
        part = replace(_part(row, lines, f"{table}, row {number}"), table=table, number=number)
        if isinstance(row, ast.Call) and len(row.args) > 1 and isinstance(row.args[1], ast.Constant):
            does = ast.dump(_Wordless().visit(copy.deepcopy(row)))
            part = replace(part, sentence=str(row.args[1].value), does=does)
        yield part
    rows.elts = written


def _part(node: ast.stmt | ast.expr, lines: list[str], name: str) -> Part:
    decorators = node.decorator_list if isinstance(node, ast.FunctionDef | ast.ClassDef) else []
    begin = min([node.lineno, *(each.lineno for each in decorators)])
    source = tuple(dedent("\n".join(lines[begin - 1 : node.end_lineno])).splitlines())
    return Part(name, begin, source, ast.dump(node), names_in(node))


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


def _without_docstrings(body: list[ast.stmt]) -> list[ast.stmt]:
    """Statements without those that only say something."""
    return [each for each in body if not (isinstance(each, ast.Expr) and isinstance(each.value, ast.Constant))]


def _definitions(file: str, node: ast.stmt) -> Iterator[Definition]:
    match node:
        case ast.Import() | ast.ImportFrom():
            home = f"{'.' * node.level}{node.module or ''}:" if isinstance(node, ast.ImportFrom) else ""
            for name in node.names:
                yield Definition((file, name.asname or name.name), home + name.name, frozenset(), stands_for=name.name)
        case ast.ClassDef(name=name):
            inside = _without_docstrings(node.body)
            methods = [each for each in inside if isinstance(each, ast.FunctionDef)]
            for method in methods:
                yield _definition((file, f"{name}.{method.name}"), method, is_function=True)
            node.body = [each for each in inside if each not in methods]
            yield _definition((file, name), node)
        case ast.FunctionDef(name=name):
            yield _definition((file, name), node, is_function=True)
        case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
            yield _definition((file, name), node)
        case ast.Assign(targets=[ast.Tuple(elts=names)]) if all(isinstance(each, ast.Name) for each in names):
            yield from (_definition((file, ast.unparse(each)), node) for each in names)
        case _:
            yield _definition((file, "what it does when it is loaded"), node)


def _definition(key: DefinedAs, node: ast.AST, *, is_function: bool = False) -> Definition:
    names, table = names_in(node), _table(node)
    said = " ".join(str(each.value) for each in ast.walk(node) if isinstance(each, ast.Constant))
    cites = tuple(dict.fromkeys(_CLAUSE.findall(said)))
    decorators = node.decorator_list if isinstance(node, ast.FunctionDef) else []
    called = (each.func if isinstance(each, ast.Call) else each for each in decorators)
    found = Definition(key, ast.dump(_Wordless().visit(node)), names, is_function, bool(table), cites=cites)
    found = replace(found, decorators=frozenset(map(ast.unparse, called)))
    if table:
        table[1].elts = []
        found = replace(found, frame=ast.dump(node), table=table[0])
    return found


def names_in(node: ast.AST) -> frozenset[str]:
    """The names that a piece of source speaks of."""
    found = (each for each in ast.walk(node) if isinstance(each, ast.Name | ast.Attribute))
    return frozenset(each.id if isinstance(each, ast.Name) else each.attr for each in found)


def _table(node: ast.AST) -> tuple[str, ast.Tuple] | None:
    """The name of a table and its rows, where the statement writes one."""
    call = node.value if isinstance(node, ast.Assign | ast.AnnAssign) else None
    if not isinstance(call, ast.Call) or not call.args or not isinstance(call.args[0], ast.Constant):
        return None
    rows = [each.value for each in call.keywords if each.arg == "rows"] or call.args[2:3]
    return (str(call.args[0].value), rows[0]) if rows and isinstance(rows[0], ast.Tuple) else None


class _Wordless(ast.NodeTransformer):
    """What is only said is left out: docstrings, the sentences of rows, and what a guard's facts are called."""

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        node.body = _without_docstrings(node.body) or [ast.Pass()]
        return self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> ast.AST:
        called = node.func.id if isinstance(node.func, ast.Name) else ""
        place = {"looks_at": 0, **dict.fromkeys(ROW_WORDS, 1)}.get(called, -1)
        if 0 <= place < len(node.args) and isinstance(node.args[place], ast.Constant):
            node.args[place] = ast.Constant("")
        return self.generic_visit(node)
