"""Changes planted in a copy of the specification, each judged as a pull request is: data in `planted.toml`.

The named mutants count among them. `python -m tests.change.planted` writes how each was judged into `docs`.
"""

import re
import tomllib
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tqdm import tqdm

from roomspec.change.advice import LONGEST_HEADLINE
from roomspec.change.compare import Asked, Version
from roomspec.change.document import document
from roomspec.change.judge import Declared, Edit, JudgedChange, copy_installed, judge_versions
from roomspec.change.report import LIMIT, short
from tests.change.mutated import mutated
from tests.edits.edit import EDITS
from tests.mutants import Mutant, mutants

FILE = Path(__file__).with_name("planted.toml")
FIRST_SCREEN = 40
"""How many lines a reviewer sees at once."""


@dataclass(frozen=True)
class Planted:
    """A change, and what is to be said of it; `edit` is one of `tests/edits`, made before the edits."""

    name: str
    kind: str
    edits: tuple[Edit, ...]
    scopes: tuple[str, ...]
    computed: str
    declared: str
    is_red: bool
    first: tuple[str, ...]
    says: str
    edit: str = ""
    tables: tuple[str, ...] = ("browse", "knock request", "join request", "name query")
    acknowledged: bool = False
    """Whether the fragment gives a reason for each claim that the change breaks."""

    def made(self, folder: Path) -> Version:
        """A copy of the installed specification in that folder, with the change made."""
        version = copy_installed(folder, "the branch")
        if self.edit:
            _apply(self.edit, version)
        for edit in self.edits:
            _replace(version.folder / edit.file, edit.before, edit.after)
        return version

    def judged(self) -> JudgedChange:
        """The change, compared with the installed specification and judged by what it declares."""
        with TemporaryDirectory() as old, TemporaryDirectory() as new:
            base, head = copy_installed(Path(old), "main"), self.made(Path(new))
            asked = Asked(scopes=self.scopes, tables=self.tables)
            found = judge_versions(base, head, asked=asked)
        broken = {claim.fingerprint: "it is wanted so" for claim in found.claims if claim.is_broken}
        acknowledged = tuple(broken.items()) if self.acknowledged else ()
        files = (f"changes/900.{self.declared}.md",) if self.declared else ()
        return replace(found, declared=Declared(self.declared, files, acknowledged))


def _apply(name: str, version: Version) -> None:
    """Make one of the edits of `tests/edits`, as far as it is about the specification."""
    edit = EDITS[name]
    for change in (change for place in (*edit.beside, *edit.places) for change in place.changes):
        package, _, file = change.file.partition("/")
        if package == "spec_impl":
            _replace(version.folder / file, change.before, change.after)


def _replace(path: Path, before: str, after: str) -> None:
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    assert text.count(before) == 1 or (not before and not text), f"{path.name} has {text.count(before)} times: {before}"
    path.write_text(text.replace(before, after) if before else after, encoding="utf-8", newline="\n")


def planted() -> tuple[Planted, ...]:
    """Every planted change but the mutants, in the order of the file."""
    found = tomllib.loads(FILE.read_text(encoding="utf-8"))["planted"]
    plain = {
        "edits": lambda each: tuple(Edit(*edit) for edit in each),
        "scopes": tuple,
        "tables": tuple,
        "first": tuple,
    }
    return tuple(Planted(**{name: plain.get(name, _as_it_is)(each) for name, each in one.items()}) for one in found)


def _as_it_is(each: Any) -> Any:
    return each


def mutant_judged(mutant: Mutant) -> JudgedChange:
    """A mutant, declared as a clarification."""
    with TemporaryDirectory() as old, TemporaryDirectory() as new:
        base, head = mutated(None, Path(old)), mutated(mutant, Path(new))
        asked = Asked(scopes=(mutant.scope,), tables=("browse",))
        return judge_versions(base, head, asked=asked).declaring("clarification")


# --- How each was judged ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Line:
    """One change in the table."""

    name: str
    kind: str
    computed: str
    is_red: bool
    as_expected: bool
    first: tuple[str, ...]
    wanted: tuple[str, ...]
    is_on_first_screen: bool

    @property
    def has_the_right_clause(self) -> bool:
        """Whether one of the clauses that it is about comes first; one about none needs none."""
        return not self.wanted or bool({*self.first[:3]} & {*self.wanted})


def line_of(name: str, kind: str, judged: JudgedChange, wanted: tuple[str, ...], as_expected: bool) -> Line:
    """How a change was judged, as a line of the table."""
    told = [each.clause for each in judged.reworded] if not judged.clauses_behind else judged.clauses_behind
    return Line(name, kind, judged.computed, judged.is_red, as_expected, tuple(told), wanted, is_decidable(judged))


def is_decidable(judged: JudgedChange) -> bool:
    """Whether the first screen has all that a reviewer needs, and no more than fits."""
    found = document(judged)
    text = short(found)
    screen = text.partition("<details>")[0]
    parts = ["### What was changed"]
    parts += ["### Who sees what otherwise"] if judged.changes else []
    parts += ["### One shortest run, reading "] if judged.compared.sightings() else []
    parts += ["### What to do"] if judged.is_red else []
    fits = (
        len(screen.rstrip().splitlines()) <= FIRST_SCREEN
        and len(text) <= LIMIT
        and len(found["verdict"]["headline"]) <= LONGEST_HEADLINE
    )
    return fits and all(part in screen for part in parts)


def lines() -> Iterator[Line]:
    """Every planted change, judged; two at a time."""
    with ThreadPoolExecutor(2) as pool:
        yield from pool.map(_line_of_planted, planted())
        yield from pool.map(_line_of_mutant, mutants())


def _line_of_planted(each: Planted) -> Line:
    judged = each.judged()
    as_expected = (judged.computed, judged.is_red) == (each.computed, each.is_red)
    return line_of(each.name, each.kind, judged, each.first, as_expected)


def _line_of_mutant(each: Mutant) -> Line:
    judged = mutant_judged(each)
    caught = each.caught_by in {claim.name for claim in judged.claims if claim.is_broken}
    wanted = tuple(re.findall(r"[A-Z]+-[0-9]+", each.about))
    return line_of(each.name, "mutant", judged, wanted, judged.is_red and caught)


# --- The page ---------------------------------------------------------------------------------------------------------

PAGE = FILE.parents[2] / "docs" / "planted-changes.md"
HEAD = """# Changes that were planted, and how each was judged

Written by `make planted`: each change is made in a copy of the specification and judged as a pull request is, the
named mutants declared as clarifications. *Caught*: class and verdict are as they should be. *Clause*: one that it is
about is among the first three; a mutant is planted while it runs, and the source of its function or row differs by
something that does nothing. *Screen*: the first 40 lines of the report say what was changed, who sees what otherwise,
by which run, and what to do.

{caught} of {all} are caught, {clause} name the right clause first, {screen} can be decided from the first screen.

| change | kind | class | verdict | caught | clause | screen |
| --- | --- | --- | --- | --- | --- | --- |
"""


def page(found: Sequence[Line]) -> str:
    """The table of all planted changes, as Markdown."""
    signs = {True: "yes", False: "**no**"}
    counts = {
        "caught": sum(each.as_expected for each in found),
        "clause": sum(each.has_the_right_clause for each in found),
        "screen": sum(each.is_on_first_screen for each in found),
    }
    judged = [
        (each, signs[each.as_expected], signs[each.has_the_right_clause], signs[each.is_on_first_screen])
        for each in found
    ]
    rows = [
        f"| {each.name} | {each.kind} | {each.computed} | {'red' if each.is_red else 'green'} | {' | '.join(said)} |"
        for each, *said in judged
    ]
    return HEAD.format(all=len(found), **counts) + "\n".join(rows) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(list(tqdm(lines(), total=len(planted()) + len(mutants()), disable=None))), encoding="utf-8")
