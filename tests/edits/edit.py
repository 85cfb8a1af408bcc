"""An edit: the places where one writes by hand, what goes with it, and how a copy of the packages is made with it.

Nothing here judges a copy; `tests/test_edits.py` does.
"""

import shutil
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("spec_impl", "roomspec", "tests")
FILES = ("pyproject.toml",)


@dataclass(frozen=True)
class Change:
    """One replacement in a file; a text before that is empty makes the file."""

    file: str
    before: str
    after: str

    def apply(self, root: Path) -> None:
        """Write it there. Raises `LookupError` where the text before does not stand in the file exactly once."""
        path = root / self.file
        if not self.before:
            path.write_text(self.after, encoding="utf-8")
            return
        text = path.read_text(encoding="utf-8")
        if (count := text.count(self.before)) != 1:
            raise LookupError(f"{self.file} has {count} times, and not once, what an edit replaces:\n{self.before}")
        path.write_text(text.replace(self.before, self.after), encoding="utf-8")


@dataclass(frozen=True)
class Place:
    """What is written at one place, and a pattern of what the first check says that fails where it is forgotten."""

    name: str
    changes: tuple[Change, ...]
    named: str = ""


@dataclass(frozen=True)
class Edit:
    """The places of an edit; `beside` is what it brings as prose and as tests: clause, claims, scope, stories, lists.

    `pages` of `docs/how-to` list the places; `tests` says what pytest runs in a copy, and `tables` in which tables
    every row is removed and moved; `scopes` says what is searched, and `witnesses` what some run must show.
    """

    name: str
    places: tuple[Place, ...]
    beside: tuple[Place, ...]
    pages: tuple[str, ...]
    tests: tuple[str, ...]
    tables: tuple[str, ...]
    scopes: tuple[str, ...]
    witnesses: tuple[str, ...]

    def made_at(self, root: Path, forgotten: Place | None = None) -> None:
        """Copy the packages to a folder and edit them there, but for the place that is forgotten."""
        for folder in FOLDERS:
            shutil.copytree(ROOT / folder, root / folder, ignore=shutil.ignore_patterns("__pycache__", "browser"))
        for file in FILES:
            shutil.copy(ROOT / file, root / file)
        for place in (*self.beside, *self.places):
            for change in place.changes if place is not forgotten else ():
                change.apply(root)


def _places(tables: list[dict[str, Any]]) -> Iterator[Place]:
    for table in tables:
        first = Change(table["file"], table.get("before", ""), table["after"])
        more = (Change(*each) for each in table.get("with", ()))
        yield Place(table["name"], (first, *more), table.get("named", ""))


def read(name: str) -> Edit:
    """The edit of that name, from its file beside this one."""
    table = tomllib.loads((Path(__file__).parent / f"{name}.toml").read_text(encoding="utf-8"))
    return Edit(
        name,
        tuple(_places(table["place"])),
        tuple(_places(table["beside"])),
        tuple(table["pages"]),
        tuple(table["tests"]),
        tuple(table["tables"]),
        tuple(table["scopes"]),
        tuple(table.get("witnesses", ())),
    )


EDITS = {name: read(name) for name in ("ban", "restricted")}
