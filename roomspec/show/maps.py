"""The source line by line, and its silences: which clauses they became, how they stand, which walk exercises them."""

from collections.abc import Mapping, Sequence

from spec_impl.clauses import CLAUSES, SOURCE, Clause, source_link

from .cards import lines_of
from .drawing.sheet import (
    GREEN,
    INK,
    ORANGE,
    SHEET,
    Figure,
    Hue,
    SignKind,
    TableCell,
    framed,
    html_table,
    hyperlink,
    prose,
    signed,
    tag,
)

Exercised = Mapping[str, Sequence[str]]
"""For each notebook the clauses that it exercised, as recorded while it ran."""

STANDING: dict[str, tuple[SignKind, Hue]] = {
    "rule": ("accepted", GREEN),
    "tension": ("differ", ORANGE),
    "open": ("unknown", ORANGE),
    "says why": ("plain", INK),
}


def source_map(exercised: Exercised) -> Figure:
    """Every line of the source that says something: its clause, how that stands, and the walks that exercise it."""
    stated = [clause for clause in CLAUSES.values() if clause.lines]
    lines = [
        (
            TableCell(hyperlink(source_link(each), lines_of(each)), names_row=True),
            *_cells(each, standing(each), exercised),
        )
        for each in stated
    ]
    uncovered = uncovered_lines()
    rest = f"Not covered by a clause: {', '.join(map(str, uncovered)) or 'no line that says something'}."
    title = f"The {SOURCE.lines} lines of the source."
    return framed(title, html_table(title, rest, ("source", "clause", "how it stands", "exercised in"), lines))


def silences(exercised: Exercised) -> Figure:
    """Every silence of the source: the question, our reading, and the walks that exercise it."""
    gaps = [clause for clause in CLAUSES.values() if clause.status == "gap"]
    lines = [
        (
            TableCell(tag(each.id), names_row=True),
            TableCell(prose(each.text)),
            TableCell(prose(each.reading)),
            _walks(each, exercised),
        )
        for each in gaps
    ]
    title = f"Where the source is silent: {len(gaps)} questions."
    return framed(title, html_table(title, "", ("", "the question", "our reading", "exercised in"), lines))


def standing(clause: Clause) -> str:
    """How a clause stands: a rule, in tension with another, left open by the source, or only saying why."""
    if clause.status == "open":
        return "open"
    if any(clause.id in other.between for other in CLAUSES.values()):
        return "tension"
    return "says why" if clause.strength in ("rationale", "informative") else "rule"


def uncovered_lines() -> list[int]:
    """The lines of the source that are neither blank nor a rule under a heading, and that no clause covers."""
    covered = {*SOURCE.blank, *SOURCE.rules}
    for clause in CLAUSES.values():
        covered |= {*clause.also_lines, *(range(clause.lines[0], clause.lines[1] + 1) if clause.lines else ())}
    return [line for line in range(1, SOURCE.lines + 1) if line not in covered]


def _cells(clause: Clause, word: str, exercised: Exercised) -> tuple[TableCell, ...]:
    kind, hue = STANDING[word]
    disputed = [other.id for other in CLAUSES.values() if clause.id in other.between]
    shown = signed(kind, word) + "".join(f" {tag(each)}" for each in disputed)
    tint, bar = (hue.tint, hue.ink) if hue is ORANGE else (SHEET, "")
    return TableCell(tag(clause.id)), TableCell(shown, tint=tint, bar=bar), _walks(clause, exercised)


def _walks(clause: Clause, exercised: Exercised) -> TableCell:
    walks = [notebook[:2] for notebook, clauses in sorted(exercised.items()) if clause.id in clauses]
    return TableCell(", ".join(walks) or (f"– {clause.uncited}" if clause.uncited else "–"))
