"""Two specifications as they are written: which definitions differ, and which of these the comparison saw at work.

The sources are read and never run. A function was seen where it ran while something was asked that is compared; a
constant or a class where a table, or a function that ran, speaks of it. What was not seen is named: it may matter.
"""

import ast
import copy
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from pathlib import Path

OF_BOTH = ("claims/", "scopes/")
"""What is asked of both versions in the words of both, so that a change of it can hide nothing."""

CLAUSES_NAME = "clauses.toml"
INTERFACE_NAME = "interface.py"
ROW_WORDS = frozenset({"accept", "refuse", "hold", "ignore", "row"})
"""What writes a row: its second argument is the sentence."""

CACHES = frozenset({"cache", "lru_cache", "cached_property"})
"""What keeps values, so that what led to one does not run again for it."""

PLAIN_DECORATORS = CACHES | {"classmethod", "looks_at", "property", "staticmethod"}
"""What does nothing with a function but to have it called."""

_CLAUSE = re.compile(r"\b[A-Z]+-[0-9]+\b")

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

    rows_at: tuple[int, int] = (0, 0)
    """Of a table, the line and the column in which its rows begin."""

    @property
    def is_seen_at_work(self) -> bool:
        """Whether it runs, decides, or is handed to whoever compares."""
        return self.is_function or self.is_table or bool(self.stands_for and self.key[0] == INTERFACE_NAME)

    @property
    def name(self) -> str:
        """What others call it."""
        return self.key[1].rpartition(".")[2]


class SourceFiles:
    """One specification as it is written."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.definitions: dict[DefinedAs, Definition] = {}
        self.other: dict[str, bytes] = {}
        self.rows: dict[tuple[str, str], str] = {}
        """Each row, by table and sentence, with what it comes to."""

        for name, content in files_of(folder).items():
            if name.endswith(".py") and (read := _read(name, content)):
                self.definitions |= read[0]
                self.rows |= read[1]
            else:
                self.other[name] = content

    @cached_property
    def users(self) -> Mapping[str, list[Definition]]:
        """Who speaks of a name."""
        found: dict[str, list[Definition]] = defaultdict(list)
        for each in self.definitions.values():
            for name in each.names - {each.name}:
                found[name].append(each)
        return found

    @cached_property
    def named(self) -> Mapping[str, list[Definition]]:
        """What has a name, but for imports."""
        found: dict[str, list[Definition]] = defaultdict(list)
        for each in self.definitions.values():
            if not each.stands_for:
                found[each.name].append(each)
        return found

    @cached_property
    def imports(self) -> Mapping[str, list[Definition]]:
        """The imports of a name."""
        found: dict[str, list[Definition]] = defaultdict(list)
        for each in self.definitions.values():
            found[each.stands_for].append(each)
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
                more = [user for user in self.users[each.name] if user.key not in met]
                more += [one for one in self.named[each.stands_for] if each.stands_for and one.key not in met]
                more += [one for one in self.imports[each.name] if one.key not in met]
                met |= {user.key for user in more}
                ahead += more


def files_of(folder: Path) -> dict[str, bytes]:
    """Every file of a specification by its name, in the order of the names."""
    paths = sorted(each for each in folder.rglob("*") if each.is_file() and "__pycache__" not in each.parts)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


@lru_cache(maxsize=256)  # most files are the same in both versions
def _read(file: str, content: bytes) -> tuple[dict[DefinedAs, Definition], dict[tuple[str, str], str]] | None:
    """What a file defines, and its rows; nothing where it cannot be read: whoever imports it says what is wrong."""
    try:
        body = _without_docstrings(ast.parse(content).body)
    except (SyntaxError, ValueError):
        return None
    definitions: dict[DefinedAs, Definition] = {}
    rows: dict[tuple[str, str], str] = {}
    for node in body:
        rows |= dict(_rows(node))
        for found in _definitions(file, node):
            before = definitions.get(found.key)  # a name that is given twice is one definition
            same = before and replace(found, dump=before.dump + found.dump, names=before.names | found.names)
            definitions[found.key] = same or found
    return definitions, rows


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


def _rows(node: ast.stmt) -> Iterator[tuple[tuple[str, str], str]]:
    """The rows that a statement writes, where it is a table."""
    table, rows = _table(node) or ("", ast.Tuple([]))
    for row in rows.elts:
        if isinstance(row, ast.Call) and len(row.args) > 1 and isinstance(row.args[1], ast.Constant):
            yield (table, str(row.args[1].value)), ast.dump(_Wordless().visit(copy.deepcopy(row)))


def _definition(key: DefinedAs, node: ast.AST, *, is_function: bool = False) -> Definition:
    names, table = names_in(node), _table(node)
    said = " ".join(str(each.value) for each in ast.walk(node) if isinstance(each, ast.Constant))
    cites = tuple(dict.fromkeys(_CLAUSE.findall(said)))
    decorators = node.decorator_list if isinstance(node, ast.FunctionDef) else []
    called = (each.func if isinstance(each, ast.Call) else each for each in decorators)
    found = Definition(key, ast.dump(_Wordless().visit(node)), names, is_function, bool(table), cites=cites)
    found = replace(found, decorators=frozenset(map(ast.unparse, called)))
    if table:
        rows, table[1].elts = table[1], []
        found = replace(found, frame=ast.dump(node), rows_at=(rows.lineno, rows.col_offset))
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


# --- Two of them ------------------------------------------------------------------------------------------------------


@dataclass
class SourceChange:
    """What differs between two specifications, and what of it ran; `ran` is filled by whoever asks the processes."""

    before: SourceFiles
    after: SourceFiles
    ran: set[DefinedAs] = field(default_factory=set)

    @cached_property
    def changed(self) -> tuple[Definition, ...]:
        """The definitions that one has and the other has not, or otherwise; what only moved is none."""
        sides = [{(each.key[1], each.dump) for each in one.definitions.values()} for one in (self.before, self.after)]
        fresh = {k: d for k, d in self.after.definitions.items() if (k[1], d.dump) not in sides[0]}
        gone = {k: d for k, d in self.before.definitions.items() if (k[1], d.dump) not in sides[1]}
        return tuple((gone | fresh)[key] for key in sorted({*gone, *fresh}))

    @property
    def cites(self) -> tuple[str, ...]:
        """The clauses that functions and constants which differ name in what they say of themselves."""
        of_rules = (each for each in self.changed if not each.is_table and not each.key[0].startswith(OF_BOTH))
        return tuple(dict.fromkeys(clause for each in of_rules for clause in each.cites))

    @property
    def files(self) -> tuple[str, ...]:
        """The files that are no Python and differ, but for that of the clauses, which is compared word by word."""
        old, new = self.before.other, self.after.other
        return tuple(n for n in sorted({*old, *new} - {CLAUSES_NAME}) if old.get(n) != new.get(n))

    @property
    def is_in_words_only(self) -> bool:
        """Whether nothing that runs differs: only clauses, sentences and docstrings may."""
        return not self.changed and not self.files and set(self.before.other) == set(self.after.other)

    @cached_property
    def wanted(self) -> tuple[tuple[DefinedAs, ...], tuple[DefinedAs, ...]]:
        """Of each version the functions of which one has to know whether they ran."""
        return tuple(  # type: ignore[return-value]
            tuple(sorted({each.key for one in self._in(source) for each in source.at_work(one) if each.is_function}))
            for source in (self.before, self.after)
        )

    @property
    def rows_at(self) -> list[tuple[str, int, int]]:
        """Where the rows of the newer version's tables begin that differ: file, line and column."""
        return [(each.key[0], *each.rows_at) for each in self._in(self.after) if each.is_table]

    @cached_property
    def is_told_by_marks(self) -> bool:
        """Whether what ran and which tables were asked says where the two may differ, and all else is the same code.

        So it is where nothing differs but bodies of functions, rows, and imports of names that were not there; and
        where nothing keeps values but functions, which tell of it.
        """
        old, new = (
            {key: each for key, each in source.definitions.items() if not key[0].startswith(OF_BOTH)}
            for source in (self.before, self.after)
        )
        otherwise = (k for k in {*old, *new} if (old[k].dump if k in old else "") != (new[k].dump if k in new else ""))
        keeping = (each for each in new.values() if each.names & CACHES and not each.is_function)
        return not self.files and not any(keeping) and all(self._is_told(old.get(k), new.get(k)) for k in otherwise)

    def _is_told(self, was: Definition | None, now: Definition | None) -> bool:
        if any(each and each.decorators - PLAIN_DECORATORS for each in (was, now)):
            return False
        if now is None:  # gone from its file, where nobody speaks of it any more
            assert was
            is_plain = (was.is_function and "." not in was.key[1]) or was.stands_for
            return bool(is_plain) and all(user.key[0] != was.key[0] for user in self.after.users[was.name])
        if now.is_function:
            return was is None or was.is_function
        if now.is_table:
            return was is not None and was.frame == now.frame
        through = self.after.used_through(now)
        return was is None and all(each.is_function or each.is_table or each.stands_for for each in through)

    def _in(self, source: SourceFiles) -> Iterator[Definition]:
        """The definitions that differ, as this version has them."""
        return (source.definitions[each.key] for each in self.changed if each.key in source.definitions)

    def unseen(self) -> tuple[str, ...]:
        """What differs and was not seen at work in either version, each by its file and name."""
        found = [f"{key[0]}: {key[1]}" for key in (each.key for each in self.changed) if not self._is_seen(key)]
        return (*found, *self.files)

    def _is_seen(self, key: DefinedAs) -> bool:
        if key[0].startswith(OF_BOTH):
            return True
        sides = [each for each in (self.before, self.after) if key in each.definitions]
        at_work = [one for side in sides for one in side.at_work(side.definitions[key])]
        return any(not each.is_function or each.key in self.ran for each in at_work)

    def rows_otherwise(self) -> tuple[tuple[tuple[str, str], ...], ...]:
        """Of each version the rows that the other one does not have so: what they are called does not count."""
        sides = [one.rows for one in (self.before, self.after)]
        dumps = [{(table, dump) for (table, _), dump in rows.items()} for rows in sides]
        return tuple(
            tuple(row for row, dump in rows.items() if (row[0], dump) not in others)
            for rows, others in zip(sides, reversed(dumps), strict=True)
        )

    def claims_otherwise(self) -> list[str]:
        """The names of claims that may say something else; a file whose helpers differ has no claim that is sure."""
        of_claims = [each for each in self.changed if each.key[0].startswith(OF_BOTH[0])]
        files = {each.key[0] for each in of_claims if not each.is_function or each.name.startswith("_")}
        found = {each.name for each in of_claims if each.is_function}
        for source in (self.before, self.after):
            for (file, name), each in source.definitions.items():
                if each.is_function and file.startswith(OF_BOTH[0]) and files & {file, "claims/claim.py"}:
                    found.add(name)
        return sorted(name.strip("_").replace("_", "-") for name in found)

    def is_same(self, folder: str) -> bool:
        """Whether what a folder of the specification defines is the same in both."""
        sides = [
            {key: each.dump for key, each in one.definitions.items() if key[0].startswith(folder)}
            for one in (self.before, self.after)
        ]
        return sides[0] == sides[1]
