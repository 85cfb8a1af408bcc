"""What the pages say of clauses, rows, claims and changes, worked out from the model and what the tests recorded."""

import json
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from pathlib import Path, PurePath
from typing import Any

from roomspec.change.ledger import LedgerLine, ledger_of
from roomspec.search.claims import is_asked_in
from roomspec.show.drawing.sheet import SIGNS
from roomspec.show.words import OUTCOME_SIGN, OUTCOME_WORDS
from spec_impl import COMPLETED, READINGS, rules
from spec_impl.cast import EVERYBODY
from spec_impl.cells import PLANS
from spec_impl.claims import ALL, Claim
from spec_impl.clauses import CLAUSES, Clause
from spec_impl.rows import Row
from spec_impl.rules import TABLES
from spec_impl.scopes import SCOPES

from .runs import ShownRun, shown_runs

ROOT = Path(__file__).resolve().parents[2]
_CLAUSE = re.compile(r"\b[A-Z]{3,5}-\d{1,2}\b")


def slug(words: str) -> str:
    """Words as a part of an address."""
    return re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-")


def place_of(clause_id: str) -> str:
    """Where a clause stands in the site: the page of its section, at its anchor."""
    return f"clauses/{slug(CLAUSES[clause_id].section)}.html#{clause_id}"


@dataclass(frozen=True)
class NumberedRow:
    """A row with its table and its number in it, and the line of the source in which its sentence is written."""

    table: str
    number: int
    row: Row[Any, Any]
    module: str
    line: int

    @property
    def name(self) -> str:
        """How it is called."""
        return f"{self.table} {self.number}"

    @property
    def place(self) -> str:
        """Where it stands in the site."""
        return f"rules.html#{slug(self.name)}"

    @property
    def source(self) -> str:
        """Where its source stands in the site."""
        return f"{self.module}.html#L-{self.line}"


@dataclass(frozen=True)
class Fragment:
    """A change since the last release: its class, its issue and its text."""

    name: str
    kind: str
    text: str

    @property
    def place(self) -> str:
        """Where it stands in the site."""
        return f"changes.html#{slug(self.name)}"

    @property
    def first_sentence(self) -> str:
        """As much as is said of it elsewhere."""
        return re.split(r"(?<=[.;:])\s", self.text, maxsplit=1)[0].rstrip(";:")

    @property
    def cites(self) -> tuple[str, ...]:
        """The clauses that it names."""
        return tuple(dict.fromkeys(each for each in _CLAUSE.findall(self.text) if each in CLAUSES))


@dataclass(frozen=True)
class Standing:
    """How a claim stands under one reading: the sign of it, a word, where, and the run that shows it."""

    sign: str
    word: str
    where: str
    run: ShownRun | None


@dataclass(frozen=True)
class Answer:
    """What one situation comes to: the sign and the word of its outcome, the row that decides, and whose it is."""

    sign: str
    word: str
    row: int
    rests: bool


@dataclass(frozen=True)
class Grid:
    """The answers along two axes of a table, all else as usual."""

    down: str
    across: str
    columns: tuple[str, ...]
    lines: tuple[tuple[str, tuple[Answer, ...]], ...]

    @property
    def worth(self) -> tuple[int, int, int]:
        """How much it shows of a clause: how many of its rows, how well what rests on it stands out, its answers."""
        answers = [answer for _, line in self.lines for answer in line]
        resting = [answer.row for answer in answers if answer.rests]
        return len(set(resting)), min(len(resting), len(answers) - len(resting)), len(answers)


@dataclass(frozen=True)
class Situations:
    """How many situations of a table rest on a clause, what is common to these along its axes, and some of them."""

    table: str
    rows: tuple[int, ...]
    count: int
    of: int
    common: tuple[tuple[str, tuple[str, ...]], ...]
    grid: Grid


class Facts:
    """Everything that the templates ask for; each part is worked out once, when it is first asked for."""

    def __init__(self, root: Path = ROOT) -> None:
        self.root = root
        self.clauses = CLAUSES
        self.claims = ALL

    @cached_property
    def lines(self) -> dict[str, LedgerLine]:
        """What rests on each clause, and what shows it."""
        return {line.clause.id: line for line in ledger_of(self.root).lines}

    @cached_property
    def sections(self) -> dict[str, tuple[Clause, ...]]:
        """The clauses by the sections of the source, in reading order; silences and tensions are ours."""
        found: dict[str, list[Clause]] = defaultdict(list)
        for clause in CLAUSES.values():
            found[clause.section].append(clause)
        return {section: tuple(clauses) for section, clauses in found.items()}

    @staticmethod
    def referred(clause: Clause) -> tuple[str, ...]:
        """The other clauses that one speaks of, so that it can be read by itself."""
        named = (*clause.between, *(_CLAUSE.findall(clause.text)))
        return tuple(each for each in dict.fromkeys(named) if each in CLAUSES and each != clause.id)

    @cached_property
    def rows(self) -> dict[str, NumberedRow]:
        """Every row of every table by its name."""
        sources = {path: path.read_text(encoding="utf-8") for path in sorted(Path(rules.__file__).parent.glob("*.py"))}
        found = {}
        for table in TABLES.values():
            for number, row in enumerate(table.rows, start=1):
                path, line = next(
                    (path, text[: text.index(row.sentence)].count("\n") + 1)
                    for path, text in sources.items()
                    if row.sentence in text
                )
                module = path.relative_to(self.root).as_posix()
                found[f"{table.name} {number}"] = NumberedRow(table.name, number, row, module, line)
        return found

    @cached_property
    def tables(self) -> dict[str, tuple[NumberedRow, ...]]:
        """The rows of each table by its title."""
        return {
            table.title: tuple(row for row in self.rows.values() if row.table == name) for name, table in TABLES.items()
        }

    @cached_property
    def pins(self) -> Mapping[str, Any]:
        """What the last search of every scope found, as the tests compare it."""
        stored = tomllib.loads((self.root / "tests/pins.toml").read_text(encoding="utf-8"))
        return {
            reading: {scope: {"fails": {}} | found for scope, found in scopes.items()}
            for reading, scopes in stored.items()
        }

    @cached_property
    def runs(self) -> dict[tuple[str, str], ShownRun]:
        """The runs that the site shows, by claim and reading."""
        return {(run.claim.name, run.reading.name): run for run in shown_runs(self.pins)}

    @cached_property
    def standings(self) -> dict[str, dict[str, Standing]]:
        """Each claim under each named reading."""
        return {claim.name: {name: self._standing(claim, name) for name in READINGS} for claim in ALL}

    def _standing(self, claim: Claim, reading: str) -> Standing:
        run = self.runs.get((claim.name, reading))
        asked = [name for name in self.pins[reading] if is_asked_in(claim, SCOPES[name])]
        if run:
            where = f"after {run.count}, in “{run.scope.name}”"
            return Standing("★", "seen", where, run) if run.is_witness else Standing("✗", "fails", where, run)
        if claim.mood == "sometimes":
            return Standing("?", "not seen", "in the scopes searched for this site", None)
        stopped = sum(not self.pins[reading][name]["exhaustive"] for name in asked)
        where = f"in {len(asked)} scopes" + (f", {stopped} of them as far as searched" if stopped else "")
        return Standing("✓", "holds", where, None)

    @cached_property
    def mutants(self) -> dict[str, dict[str, Any]]:
        """The likely mistakes that were planted, by name."""
        found = tomllib.loads((self.root / "tests/mutants.toml").read_text(encoding="utf-8"))["mutant"]
        return {each["name"]: each for each in found}

    @cached_property
    def fragments(self) -> tuple[Fragment, ...]:
        """What has changed since the last release."""
        paths = sorted((self.root / "changes").glob("*.md"), key=lambda p: (int(p.name.split(".")[0]), p.name)
                       if p.name[0].isdigit() else (0, ""))  # fmt: skip
        return tuple(
            Fragment(path.stem, path.name.split(".")[1], path.read_text(encoding="utf-8").strip())
            for path in paths
            if path.name[0].isdigit()
        )

    @cached_property
    def vectors(self) -> dict[str, Path]:
        """The vectors by name, each with its trace file."""
        paths = sorted((self.root / "tests/vectors").rglob("*.trace.json"))
        return {path.name.removesuffix(".trace.json"): path.relative_to(self.root) for path in paths}

    @cached_property
    def shown_by(self) -> dict[str, tuple[str, str]]:
        """The clause that each vector is about, and the sentence of its story, with names as everywhere."""
        manifest = json.loads((self.root / "tests/vectors/manifest.json").read_text(encoding="utf-8"))
        people = re.compile(rf"\b({'|'.join(user.name.capitalize() for user in EVERYBODY)})\b")
        return {
            PurePath(each["name"]).name: (each["clause"], people.sub(lambda name: name[0].lower(), each["sentence"]))
            for each in manifest["vectors"]
        }

    def vectors_about(self, clause: str) -> list[str]:
        """The vectors that show a clause, those that were told of it first."""
        return sorted(self.lines[clause].vectors, key=lambda name: not name.startswith(f"{clause}-"))

    @cached_property
    def situations(self) -> dict[str, tuple[Situations, ...]]:
        """For each clause the situations that its rows decide, table by table, that first which shows most of it."""
        found: dict[str, list[Situations]] = defaultdict(list)
        for table in TABLES.values():
            plan = PLANS[table.name]
            decided = {cell.values: table.deciding(cell.situation) for cell in plan.cells(COMPLETED)}
            for clause in dict.fromkeys(each for row in table.rows for each in row.cites):
                values = [dict(at) for at, (_, row) in decided.items() if clause in row.cites]
                numbers = sorted({number for number, row in decided.values() if clause in row.cites})
                if values:
                    common = tuple(_common(plan.axes, values))
                    grid = max(_grids(plan.axes, decided, clause), key=lambda grid: grid.worth)
                    found[clause].append(
                        Situations(table.name, tuple(numbers), len(values), len(decided), common, grid)
                    )
        for those in found.values():
            those.sort(key=lambda each: each.grid.worth, reverse=True)
        return {clause: tuple(those) for clause, those in found.items()}


Axes = Mapping[str, tuple[str, ...]]
MOST_COLUMNS = 4


def _common(axes: Axes, values: list[dict[str, str]]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each axis that does not run through all its words in these situations, with those that it does."""
    for axis, words in axes.items():
        seen = tuple(word for word in words if any(each[axis] == word for each in values))
        if len(seen) < len(words):
            yield axis, seen


def _grids(axes: Axes, decided: Mapping[Any, tuple[int, Row[Any, Any]]], clause: str) -> Iterator[Grid]:
    """The grids of every two axes, the shorter one across, that are narrow enough for a page."""
    usual = {axis: words[0] for axis, words in axes.items()}

    def answer(**chosen: str) -> Answer:
        number, row = decided[tuple((usual | chosen).items())]
        sign = SIGNS[OUTCOME_SIGN[row.outcome]].glyph
        return Answer(sign, OUTCOME_WORDS[row.outcome], number, clause in row.cites)

    for pair in combinations(axes, 2):
        down, across = sorted(pair, key=lambda axis: -len(axes[axis]))
        if len(axes[across]) <= MOST_COLUMNS:
            lines = [tuple(answer(**{down: word, across: each}) for each in axes[across]) for word in axes[down]]
            yield Grid(down, across, axes[across], tuple(zip(axes[down], lines, strict=True)))
