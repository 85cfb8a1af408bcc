"""The clauses that rules cite: the texts of `clauses.toml`, loaded once and looked up by id.

Rule 1: no sentence of the specification stands in Python; it is pulled in from the file beside this one by its id.
Rule 2: an id that does not exist is a fault of whoever cites it, so it raises at once and names the ids nearby.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from fnmatch import fnmatchcase
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

from .bounds import UnreadableError, toml_in

Strength = Literal[
    "must", "should", "may", "promoted", "condition", "rationale",
    "informative", "todo", "note", "question", "gap", "tension",
]  # fmt: skip
"""How binding a clause is; "promoted" marks what the source only describes and we made a MUST."""

Status = Literal["stated", "gap", "tension", "open"]
"""Who left a matter undecided: nobody, the source by silence or contradiction, or the source by saying so."""


class UnknownClauseError(LookupError):
    """Somebody cites a clause that the specification does not have."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where the text of 2014 is published; we link to its lines and do not ship it."""

    title: str
    repository: str
    commit: str
    path: str
    sha256: str
    licence: str
    url_template: str
    lines: int
    blank: tuple[int, ...]
    rules: tuple[int, ...]

    def link(self, first: int, last: int) -> str:
        """The address that shows these lines."""
        place = {"repository": self.repository, "commit": self.commit, "path": self.path}
        return self.url_template.format(first=first, last=last, **place)


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause, silence or tension, in our own words; what does not apply is empty."""

    id: str
    section: str
    strength: Strength
    status: Status
    since: str
    text: str
    lines: tuple[int, int] | None = None
    also_lines: tuple[int, ...] = ()
    ambiguity: str = ""
    reading: str = ""
    alternatives: tuple[str, ...] = ()
    between: tuple[str, ...] = ()
    switch: str = ""
    uncited: str = ""
    deprecated: str = ""


def clause_tables(content: bytes) -> dict[str, dict[str, Any]]:
    """The tables of a file of clauses by their ids, whatever else stands in them, as another version may have it.

    Raises `UnreadableError`, with one sentence, for what is no such file, or has a clause twice.
    """
    return _by_id(toml_in(content))


def _by_id(file: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    tables = file.get("clause")
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise UnreadableError("there is no [[clause]] in it")
    ids = [table.get("id") for table in tables]
    if without := [n for n, each in enumerate(ids, start=1) if not isinstance(each, str)]:
        raise UnreadableError(f"the [[clause]] number {without[0]} has no id")
    if twice := [each for each, times in Counter(ids).items() if times > 1]:
        raise UnreadableError(f"the clause {twice[0]} stands twice")
    return {table["id"]: table for table in tables}


def _frozen(table: Mapping[str, Any]) -> dict[str, Any]:
    return {key: tuple(entry) if isinstance(entry, list) else entry for key, entry in table.items()}


_FILE = toml_in(Path(__file__).with_name("clauses.toml").read_bytes())

SOURCE = Source(**_frozen(_FILE["source"]))
"""The document that the first 64 clauses restate."""

CLAUSES: Mapping[str, Clause] = MappingProxyType({key: Clause(**_frozen(each)) for key, each in _by_id(_FILE).items()})
"""Every clause by its id, in reading order."""


def clause(clause_id: str) -> Clause:
    """The clause with this id; a wrong one raises `UnknownClauseError`: a citation that leads nowhere is no reason."""
    try:
        return CLAUSES[clause_id]
    except KeyError:
        near = ", ".join(get_close_matches(clause_id.upper(), CLAUSES, n=4, cutoff=0.5)) or "nothing similar"
        raise UnknownClauseError(f"there is no clause {clause_id!r}; near it: {near}") from None


def cited(text: str) -> tuple[str, ...]:
    """The ids in a citation such as "PRV-1 PRV-3", each of them known; rules write citations in this short form."""
    return tuple(clause(clause_id).id for clause_id in text.split())


def matching(pattern: str) -> tuple[Clause, ...]:
    """The clauses whose ids fit a pattern such as "PRV-*"; where none does it raises: the pattern is wrong."""
    found = tuple(each for clause_id, each in CLAUSES.items() if fnmatchcase(clause_id, pattern))
    if not found:
        raise UnknownClauseError(f"no clause fits {pattern!r}")
    return found


def source_link(stated: Clause) -> str:
    """The address of the clause's lines in the source; empty for gaps and tensions, which have none."""
    return SOURCE.link(*stated.lines) if stated.lines else ""
