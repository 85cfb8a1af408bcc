"""Two specifications as they are written: which definitions differ, which of these the comparison saw at work, and how.

The sources are read and never run. A function was seen where it ran while something was asked that is compared; a
constant or a class where a table, or a function that ran, speaks of it. What was not seen is named: it may matter.
For people there is what was changed, the row or function, before and after, and the rows that use it.
"""

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from .revisions import SPECIFICATION
from .sources import IMPORTS, DefinedAs, Definition, Part, SourceFiles

OF_BOTH = ("claims/", "scopes/")
"""What is asked of both versions in the words of both, so that a change of it can hide nothing."""

CLAUSES_NAME = "clauses.toml"

CACHES = frozenset({"cache", "lru_cache", "cached_property"})
"""What keeps values, so that what led to one does not run again for it."""

PLAIN_DECORATORS = CACHES | {"classmethod", "looks_at", "property", "staticmethod"}
"""What does nothing with a function but to have it called."""

WRITING_FILE, WRITING = "trace_schema.py", frozenset({"__str__", "rows_in"})
"""With what all that is compared is written: it runs only after a reaction, and may be behind a difference in any."""

RULES_FOLDER = "rules/"
DEFINES = ("def ", "async def ", "class ")
MOST_LINES = 6
"""How many lines of a change are shown; what was left out is a line of its own."""


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
    def is_same_program(self) -> bool:
        """Whether the two are the same but for layout and comments; then nothing has to be run."""
        if self.before.files == self.after.files:
            return True
        old, new = (
            ({path: [part.dump for part in parts] for path, parts in source.parts.items()}, source.other)
            for source in (self.before, self.after)
        )
        return old == new

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
    def tables(self) -> list[str]:
        """The newer version's tables that differ."""
        return [each.table for each in self._in(self.after) if each.is_table]

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
        if any(each and (is_for_writing(each) or each.decorators - PLAIN_DECORATORS) for each in (was, now)):
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
        """What differs and was not seen at work in either version, each by its file and name; words need not be."""
        found = [f"{key[0]}: {key[1]}" for key in (each.key for each in self.changed) if not self._is_seen(key)]
        return (*found, *self.files)

    def _is_seen(self, key: DefinedAs) -> bool:
        if key[0].startswith(OF_BOTH):
            return True
        sides = [each for each in (self.before, self.after) if key in each.definitions]
        if all(side.is_only_said(side.definitions[key]) for side in sides):
            return True
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


def is_for_writing(each: Definition) -> bool:
    """Whether what is compared is written with it."""
    return each.key[0] == WRITING_FILE or each.name in WRITING


# --- For people -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ChangedCode:
    """One definition that says something else: where it stands, what it is called, who uses it, and a few lines."""

    path: str
    line: int
    name: str
    used_by: str
    lines: tuple[str, ...]


def changed_code(old: SourceFiles, new: SourceFiles) -> tuple[ChangedCode, ...]:
    """All definitions that differ, rules first and imports last: what decides is what a reviewer looks for."""
    if old.files == new.files:
        return ()
    uses = [part for parts in new.parts.values() for part in parts]
    found: list[ChangedCode] = []
    paths = [path for path in {**old.parts, **new.parts} if old.parts.get(path) != new.parts.get(path)]
    for path in sorted(paths, key=lambda path: (not path.startswith(RULES_FOLDER), path)):
        was, now = old.parts.get(path, ()), new.parts.get(path, ())
        matched = difflib.SequenceMatcher(None, [p.dump for p in was], [p.dump for p in now], autojunk=False)
        for how, one, one_end, two, two_end in matched.get_opcodes():
            if how != "equal":
                found += _changed(path, was[one:one_end], now[two:two_end], uses)
    return tuple(sorted(found, key=lambda each: each.name == IMPORTS))


def _changed(path: str, was: Sequence[Part], now: Sequence[Part], uses: list[Part]) -> Iterator[ChangedCode]:
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


def _code(path: str, one: Part | None, other: Part | None, uses: list[Part]) -> ChangedCode:
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


def _users(part: Part, uses: list[Part]) -> str:
    """The rows that it is, or that come to it through other functions."""
    if part.table:
        return f"row {part.number} of the table {part.table}"
    reached = {part.name}
    while more := {each.name for each in uses if not each.table and each.names & reached} - reached:
        reached |= more
    rows: dict[str, list[str]] = {}
    for each in uses:
        if each.table and each.names & reached:
            rows.setdefault(each.table, []).append(str(each.number))
    if len(rows) > 2:
        return f"used by {sum(map(len, rows.values()))} rows of {len(rows)} tables"
    of_tables = [
        f"{'rows' if first else 'row'} {', '.join(first)}{' and ' * bool(first)}{last} of the table {table}"
        for table, (*first, last) in rows.items()
    ]
    return f"used by {', and by '.join(of_tables)}" if rows else ""
