"""The ledger: for each clause, what rests on it and what shows that it is kept. Computed, never written by hand.

Rows and messages cite it, claims protect it, cells are decided by it; walks, tests, vectors and mutants are counted
from what the checkout has of them, so that an installed package alone knows less.
"""

import json
import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from spec_impl import COMPLETED
from spec_impl.cells import PLANS
from spec_impl.claims import ALL
from spec_impl.clauses import CLAUSES, Clause
from spec_impl.messages import WireMessage
from spec_impl.reading import switches
from spec_impl.rows import Table
from spec_impl.rules import DIRECTORY_TABLES, HOME_SERVER_TABLES

TABLES: tuple[Table[Any, Any], ...] = (*HOME_SERVER_TABLES, *DIRECTORY_TABLES)
Evidence = Mapping[str, tuple[str, ...]]
"""Names by the clause that they speak for."""

_CLAUSE = re.compile(r"\b[A-Z]+-[0-9]+\b")

HEADERS = ("clause", "rows", "messages", "switches", "claims", "cells", "walks", "tests", "vectors", "mutants")


@dataclass(frozen=True)
class Line:
    """One clause with its evidence: names, and the number of cells."""

    clause: Clause
    rows: tuple[str, ...]
    messages: tuple[str, ...]
    switches: tuple[str, ...]
    claims: tuple[str, ...]
    cells: int
    walks: tuple[str, ...]
    tests: tuple[str, ...]
    vectors: tuple[str, ...]
    mutants: tuple[str, ...]

    @property
    def counts(self) -> tuple[int, ...]:
        """How much of each there is, in the order of the headers."""
        kinds = (self.rows, self.messages, self.switches, self.claims)
        more = (self.walks, self.tests, self.vectors, self.mutants)
        return (*map(len, kinds), self.cells, *map(len, more))

    @property
    def is_kept(self) -> bool:
        """Whether a rule rests on it and something shows that it is kept; informative text is neither."""
        if self.clause.status != "stated" or self.clause.uncited:
            return True
        rests = bool(self.rows or self.messages)
        return rests and bool(self.claims or self.walks or self.tests or self.vectors or self.mutants)


@dataclass(frozen=True)
class Ledger:
    """Every clause, and what is wrong with the whole."""

    lines: tuple[Line, ...]
    faults: tuple[str, ...]

    @property
    def is_red(self) -> bool:
        """Whether a clause is without evidence, a row without clause, or an id leads nowhere."""
        return bool(self.faults)


def ledger(checkout: Path | None = None) -> Ledger:
    """The ledger of the installed model, with what the tests of a checkout add to it."""
    walks, tests, vectors, mutants = (found(checkout) if checkout else {} for found in RECORDED)
    cells = _cells()
    rows, messages, turned, claims = _rows(), _messages(), _switches(), _claims()
    lines = tuple(
        Line(
            clause,
            rows=rows.get(clause.id, ()),
            messages=messages.get(clause.id, ()),
            switches=turned.get(clause.id, ()),
            claims=claims.get(clause.id, ()),
            cells=cells[clause.id],
            walks=walks.get(clause.id, ()),
            tests=tests.get(clause.id, ()),
            vectors=vectors.get(clause.id, ()),
            mutants=mutants.get(clause.id, ()),
        )
        for clause in CLAUSES.values()
    )
    return Ledger(lines, tuple(_faults(lines, {"walk": walks, "test": tests, "vector": vectors, "mutant": mutants})))


def _faults(lines: Iterable[Line], recorded: Mapping[str, Evidence]) -> Iterator[str]:
    for table in TABLES:
        for row in table.rows:
            if not row.cites:
                yield f"the row “{row.sentence}” of the table “{table.name}” cites no clause: name one"
    for kind, evidence in recorded.items():
        for clause in sorted({*evidence} - {*CLAUSES}):
            yield f"the {kind} {evidence[clause][0]} names {clause}, and there is no such clause: write it anew"
    for line in lines:
        if not line.is_kept:
            yield f"{line.clause.id} is stated, without a row or without anything that shows it kept: add it"


# --- What the model and its claims say ------------------------------------------------------------------------------


def _by_clause(pairs: Iterable[tuple[str, Iterable[str]]]) -> Evidence:
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for name, clauses in pairs:
        for clause in clauses:
            found[clause][name] = None
    return {clause: tuple(names) for clause, names in found.items()}


def _rows() -> Evidence:
    return _by_clause(
        (f"{table.name} {number}", (*row.cites, *row.over))
        for table in TABLES
        for number, row in enumerate(table.rows, start=1)
    )


def _messages() -> Evidence:
    return _by_clause((kind.__name__, kind.cites.split()) for kind in get_args(WireMessage))


def _switches() -> Evidence:
    return _by_clause((name, switch.metadata["cites"].split()) for name, switch in switches().items())


def _claims() -> Evidence:
    return _by_clause((claim.name, claim.cites) for claim in ALL if not claim.first)


def _cells() -> Counter[str]:
    """How many situations each clause decides, under the recommended reading."""
    decided = Counter[str]()
    for table in TABLES:
        for cell in PLANS[table.name].cells(COMPLETED):
            decided.update(table.deciding(cell.situation)[1].cites)
    return decided


# --- What a checkout adds ---------------------------------------------------------------------------------------------


def _walks(checkout: Path) -> Evidence:
    return _by_clause(json.loads(_text(checkout / "tests/exercised.json") or "{}").items())


def _tests(checkout: Path) -> Evidence:
    return _by_clause(json.loads(_text(checkout / "tests/exercised_by_tests.json") or "{}").items())


def _vectors(checkout: Path) -> Evidence:
    paths = sorted((checkout / "tests/vectors").rglob("*.trace.json"))
    return _by_clause((path.name.removesuffix(".trace.json"), _cited(json.loads(_text(path)))) for path in paths)


def _cited(vector: Any) -> list[str]:
    """The clauses behind the steps of a trace, and those of the messages that arrive in it."""
    steps = [step for step in vector.get("steps", ()) if isinstance(step, dict)]
    carried = {kind.__name__: kind.cites.split() for kind in get_args(WireMessage)}
    arrived = [carried.get(_kind(step.get("action", {})), []) for step in steps]
    return [clause for clauses in (*(step.get("cites", ()) for step in steps), *arrived) for clause in clauses]


def _kind(action: Any) -> str:
    """The kind of the message that an action lets arrive; none where it is something else."""
    if action.get("kind") == "Spread":
        return "StateUpdate"
    return str(action.get("envelope", {}).get("message", {}).get("kind", ""))


def _mutants(checkout: Path) -> Evidence:
    """Each mutant's own name and the clauses that it offends: those that stand in what is said about it."""
    mutants = tomllib.loads(_text(checkout / "tests/mutants.toml")).get("mutant", [])
    return _by_clause((each["name"], _CLAUSE.findall(each["about"])) for each in mutants)


RECORDED = (_walks, _tests, _vectors, _mutants)


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.is_file() else ""


# --- As Markdown and as a figure --------------------------------------------------------------------------------------


def markdown(found: Ledger) -> str:
    """The ledger as Markdown, what is wrong first."""
    faults = "".join(f"- {fault}\n" for fault in found.faults)
    head = f"{'❌' if found.is_red else '✅'} {len(found.lines)} clauses, {len(found.faults)} faults.\n\n"
    rows = [HEADERS, ("---",) * len(HEADERS), *(cells_of(line) for line in found.lines)]
    return "# Ledger\n\n" + head + faults + "\n".join(f"| {' | '.join(row)} |" for row in rows) + "\n"


def cells_of(line: Line) -> tuple[str, ...]:
    """One line of the table: the clause, then how much of each there is; a dot where there is none."""
    return (line.clause.id, *(f"{count:,}" if count else "·" for count in line.counts))
