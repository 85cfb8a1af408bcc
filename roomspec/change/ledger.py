"""The ledger: for each clause, what rests on it and what shows that it is kept. Computed, never written by hand.

Rows and messages cite it, claims protect it, cells are decided by it; notebooks, tests, vectors and mutants are counted
from what the checkout has of them, so that an installed package alone knows less.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TypeVar, assert_never, get_args

from spec_impl import COMPLETED, Deliver, Give, Lose, Repeat, Spread, StateUpdate
from spec_impl.actions import Crash, Cut, GiveUp, Heal, Post
from spec_impl.bounds import LONGEST, toml_in
from spec_impl.cells import PLANS
from spec_impl.claims import ALL
from spec_impl.clauses import CLAUSES, Clause
from spec_impl.messages import WireMessage
from spec_impl.reading import switches
from spec_impl.rules import TABLES
from spec_impl.trace_schema import ClauseId, TraceError, from_json, from_text
from spec_impl.tracefile import parse

T = TypeVar("T")
Evidence = Mapping[str, tuple[str, ...]]
"""Names by the clause that they speak for."""
Pairs = Iterable[tuple[str, Iterable[str]]]
"""Names, each with clauses that it speaks for."""

_CLAUSE = re.compile(r"\b[A-Z]+-[0-9]+\b")


@dataclass(frozen=True)
class LedgerLine:
    """One clause with its evidence: names, and the number of cells."""

    clause: Clause
    rows: tuple[str, ...]
    messages: tuple[str, ...]
    switches: tuple[str, ...]
    claims: tuple[str, ...]
    cells: int
    notebooks: tuple[str, ...]
    tests: tuple[str, ...]
    vectors: tuple[str, ...]
    mutants: tuple[str, ...]

    @property
    def is_kept(self) -> bool:
        """Whether a rule rests on it and something shows that it is kept; informative text is neither."""
        if self.clause.status != "stated" or self.clause.uncited:
            return True
        rests = bool(self.rows or self.messages)
        return rests and bool(self.claims or self.notebooks or self.tests or self.vectors or self.mutants)


HEADERS = tuple(each.name for each in fields(LedgerLine))
"""What a table of the ledger has as its columns."""


@dataclass(frozen=True)
class RowLine:
    """One row of a table, and the vectors in which it decides."""

    table: str
    number: int
    sentence: str
    vectors: tuple[str, ...]

    @property
    def is_shown(self) -> bool:
        """Whether a vector shows the row at work, or none can."""
        return bool(self.vectors) or (self.table, self.sentence) in NO_RUN_LEADS_THERE


NO_RUN_LEADS_THERE = {("no answer", "A silence that nobody waits in is none.")}
"""A request can be given up only while its answer is awaited, so that this row is for worlds that are no run's."""


@dataclass(frozen=True)
class Ledger:
    """Every clause and, in a checkout, every row with its vectors; and what is wrong with the whole."""

    lines: tuple[LedgerLine, ...]
    rows: tuple[RowLine, ...]
    faults: tuple[str, ...]

    @property
    def is_red(self) -> bool:
        """Whether a clause is without evidence, a row without clause, or an id leads nowhere."""
        return bool(self.faults)


def ledger_of(checkout: Path | None = None) -> Ledger:
    """The ledger of the installed specification, with what the tests of a checkout add to it.

    Raises `RecordError` for a record of the checkout that cannot be read.
    """
    recorded, decided = _recorded(checkout) if checkout else ({kind: {} for kind in RECORDED}, {})
    cells = Counter[str]()  # how many situations each clause decides, under the recommended reading
    for table in TABLES.values():
        for cell in PLANS[table.name].cells(COMPLETED):
            cells.update(table.deciding(cell.situation)[1].cites)
    computed = {
        "rows": _by_clause(
            (f"{table.name} {number}", (*row.cites, *row.over))
            for table in TABLES.values()
            for number, row in enumerate(table.rows, start=1)
        ),
        "messages": _by_clause((kind.__name__, kind.cites.split()) for kind in get_args(WireMessage)),
        "switches": _by_clause((name, each.metadata["cites"].split()) for name, each in switches().items()),
        "claims": _by_clause((claim.name, claim.cites) for claim in ALL if not claim.first),
    }
    evidence = computed | {f"{kind}s": found for kind, found in recorded.items()}
    lines = tuple(
        LedgerLine(
            clause, cells=cells[clause.id], **{kind: found.get(clause.id, ()) for kind, found in evidence.items()}
        )
        for clause in CLAUSES.values()
    )
    rows = tuple(
        RowLine(table.name, number, row.sentence, decided.get(f"{table.name} {number}", ()))
        for table in (TABLES.values() if checkout else ())
        for number, row in enumerate(table.rows, start=1)
    )
    return Ledger(lines, rows, tuple(_faults(lines, rows, recorded)))


def _by_clause(pairs: Pairs) -> Evidence:
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for name, clauses in pairs:
        for clause in clauses:
            found[clause][name] = None
    return {clause: tuple(names) for clause, names in found.items()}


def _faults(lines: Iterable[LedgerLine], rows: Iterable[RowLine], recorded: Mapping[str, Evidence]) -> Iterator[str]:
    for table in TABLES.values():
        for row in table.rows:
            if not row.cites:
                yield f"the row “{row.sentence}” of the table “{table.name}” cites no clause: name one"
    for kind, evidence in recorded.items():
        for clause in sorted({*evidence} - {*CLAUSES}):
            yield f"the {kind} {evidence[clause][0]} names {clause}, and there is no such clause: write it anew"
    for line in lines:
        if not line.is_kept:
            yield f"{line.clause.id} is stated, without a row or without anything that shows it kept: add it"
    for each in rows:
        if not each.is_shown:
            yield f"the row “{each.sentence}” of the table “{each.table}” decides in no vector: tell a story of it"


# --- What a checkout adds ---------------------------------------------------------------------------------------------

RECORDED = ("notebook", "test", "vector", "mutant")
NOTEBOOKS, TESTS, MUTANTS, VECTORS = (
    f"tests/{name}" for name in ("exercised.json", "exercised_by_tests.json", "mutants.toml", "vectors")
)


class RecordError(ValueError):
    """A record of the tests that cannot be read, or is not there; the sentence says which, and what to do."""


def checkout_with_records(start: Path) -> Path:
    """The checkout that a folder lies in, by what its notebooks exercised. Raises `RecordError` where there is none."""
    start = start.resolve()
    for folder in (start, *start.parents):
        if (folder / NOTEBOOKS).is_file():
            return folder
    sentence = f"what the tests show of each clause stands in a checkout, and {start} lies in none"
    raise RecordError(f"{sentence}: no {NOTEBOOKS} here or above")


def _recorded(checkout: Path) -> tuple[dict[str, Evidence], Evidence]:
    """What the notebooks, tests, vectors and mutants of a checkout speak for, and each row's vectors."""
    paths = sorted((checkout / VECTORS).rglob("*.trace.json"))
    names = [path.relative_to(checkout / VECTORS).as_posix().removesuffix(".trace.json") for path in paths]
    vectors = dict(zip(names, (_read(path, _shown) for path in paths), strict=True))
    recorded: tuple[Pairs, ...] = (
        _read(checkout / NOTEBOOKS, _exercised),
        _read(checkout / TESTS, _exercised),
        [(name.rpartition("/")[2], clauses) for name, (clauses, _) in vectors.items()],
        _read(checkout / MUTANTS, _offended),
    )
    decided = _by_clause((name, rows) for name, (_, rows) in vectors.items())
    return {kind: _by_clause(pairs) for kind, pairs in zip(RECORDED, recorded, strict=True)}, decided


def _read(path: Path, said_in: Callable[[bytes], T]) -> T:
    """What a record says."""
    try:
        with path.open("rb") as file:
            return said_in(file.read(LONGEST + 1))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise RecordError(f"{path} cannot be read ({error}): mend it, or write it anew with make stored") from None


def _exercised(content: bytes) -> Pairs:
    found = from_text(content)
    if not isinstance(found, dict):
        raise TraceError("", "an object belongs here, with the clauses of each file by its name")
    return [(name, from_json(cited, tuple[ClauseId, ...], name)) for name, cited in found.items()]


def _offended(content: bytes) -> Pairs:
    mutants = toml_in(content).get("mutant", [])
    return [(str(each["name"]), _CLAUSE.findall(each["about"])) for each in mutants]


def _shown(content: bytes) -> tuple[list[str], list[str]]:
    """The clauses behind a trace's steps and the messages that arrive in it, and the rows that decide there.

    Of a verdict a trace has all but the row's number, which no two rows of a reading share.
    """
    document = parse(content)
    clauses, rows = list[str](), list[str]()
    for step in document.steps:
        clauses += step.cites
        match step.action:
            case Deliver(envelope) | Repeat(envelope) | Lose(envelope) | Post(envelope):
                clauses += type(envelope.message).cites.split()
            case Spread():
                clauses += StateUpdate.cites.split()
            case Give() | GiveUp() | Crash() | Cut() | Heal():
                pass
            case _:
                assert_never(step.action)
        for verdict in step.verdicts:
            said = (verdict.cites, verdict.outcome, verdict.reason, verdict.told)
            for number, row in enumerate(TABLES[verdict.table].rows, start=1):
                if row.belongs_to(document.reading) and (row.cites, row.outcome, row.reason, row.tells) == said:
                    rows.append(f"{verdict.table} {number}")
    return clauses, rows


# --- As Markdown ------------------------------------------------------------------------------------------------------


def markdown(found: Ledger) -> str:
    """The ledger as Markdown, what is wrong first."""
    faults = "".join(f"- {fault}\n" for fault in found.faults)
    head = f"{'❌' if found.is_red else '✅'} {len(found.lines)} clauses, {len(found.faults)} faults.\n\n"
    rows = [HEADERS, ("---",) * len(HEADERS), *(cells_of(line) for line in found.lines)]
    shown = (("table", "row", "vectors"), ("---",) * 3, *(_cells_of_row(line) for line in found.rows))
    parts = ["# Ledger\n\n" + head + faults + _as_table(rows)]
    return "\n".join(
        parts + (["## Rows, and the vectors in which each decides\n\n" + _as_table(shown)] if found.rows else [])
    )


def _as_table(rows: Iterable[Iterable[str]]) -> str:
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def _cells_of_row(line: RowLine) -> tuple[str, ...]:
    count = f"{len(line.vectors)}" if line.vectors else "no run leads there" if line.is_shown else "❌"
    return line.table, f"{line.number}. {line.sentence}", count


def cells_of(line: LedgerLine) -> tuple[str, ...]:
    """One line of the table: the clause, then how much of each there is; a dot where there is none."""
    found = (getattr(line, name) for name in HEADERS[1:])
    counts = (each if isinstance(each, int) else len(each) for each in found)
    return (line.clause.id, *(f"{count:,}" if count else "·" for count in counts))
