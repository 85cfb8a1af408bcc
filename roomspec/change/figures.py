"""A judged change as figures for a notebook: the verdict, what changed, the runs that show it, two worlds; a ledger."""

from typing import Any

from ..show.drawing.chart import Chart, ChartRow, Fold, InFlight, Lane, Note
from ..show.drawing.sequence import chart_figure
from ..show.drawing.sheet import Figure, stack
from ..show.drawing.tables import ShownOutcome, plain_table
from ..show.drawing.two_worlds_sheet import Comparison, Inside, WorldColumn
from ..show.drawing.two_worlds_sheet import two_worlds_sheet as two_worlds_figure
from .diff.judging import Change, Judged
from .diff.searched import Searched
from .ledger import HEADERS, Ledger, cells_of


def verdict(judged: Judged) -> Figure:
    """Whether the change is what it declares itself to be, and how far was looked."""
    found = judged.verdict
    title = f"{'Red' if found.is_red else 'As declared'}: the change is {found.computed}."
    rest = f"Declared as {found.declared or 'nothing'}. {_size(judged)}"
    lines = [("red", red) for red in found.reds] or [("as declared", _nothing(judged))]
    return plain_table(title, rest, ("", "why"), [*lines, *(("note", note) for note in found.notes)])


def _size(judged: Judged) -> str:
    compared = judged.compared
    if compared.same_program:
        return "The two models are the same program but for layout and comments, so nothing had to be run."
    worlds = sum(each.counts["worlds"] for each in compared.searched)
    scopes, readings = ({name(each) for each in compared.searched} for name in (_scope, _reading))
    many = f"{_counted(len(scopes), 'scope')} in {_counted(len(readings), 'reading')}"
    return f"Compared: {compared.cells.compared:,} cells, and {worlds:,} worlds of {many}."


def _scope(searched: Searched) -> str:
    return str(searched.scope["name"])


def _reading(searched: Searched) -> str:
    return searched.reading


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _nothing(judged: Judged) -> str:
    if judged.changes:
        return "What changed is no more than what was declared."
    return "No run and no cell tells the two versions apart."


def changes(judged: Judged) -> Figure:
    """One line for all that comes from the same rows: clauses, before and after in words, the shortest run."""
    lines = [_change(judged, group) for group in judged.groups] or [("none", "", "", "")]
    ways = len(judged.changes)
    title = f"What changed: the two versions part in {ways} {'way' if ways == 1 else 'ways'}."
    return plain_table(title, "Rows in quotation marks.", ("clauses", "before", "after", "shown by"), lines)


def _change(judged: Judged, group: tuple[Change, ...]) -> tuple[str, ...]:
    first, sightings = group[0].parting, judged.compared.sightings()
    clauses = dict.fromkeys(clause for change in group for clause in change.parting.clauses)
    steps = len(sightings[first.key].run) if first.key in sightings else 0
    return " ".join(clauses), _side(first.before), _side(first.after), _shown_by(group, steps)


def _side(side: Any) -> str:
    return f"{side.words}. “{side.sentence}”" if side.sentence else side.words


def _shown_by(group: tuple[Change, ...], steps: int) -> str:
    cells = sum(count for change in group for count in change.cells.values())
    run = f"a run of {steps} {'step' if steps == 1 else 'steps'}" if steps else ""
    return ", ".join(part for part in (run, f"{cells:,} cells" if cells else "") if part)


def texts(judged: Judged) -> Figure:
    """The clauses that say something else."""
    lines = [
        (each.clause, name, each.before.get(name, "–"), each.after.get(name, "–"))
        for each in judged.reworded
        for name in dict.fromkeys((*each.before, *each.after))
    ]
    return plain_table(
        "Clause texts that changed.", "", ("clause", "field", "before", "after"), lines or [("none", "", "", "")]
    )


def run(judged: Judged, number: int = 1) -> Figure:
    """The shortest run to one line of `changes`, as each version makes it; the last step is where they part."""
    change = judged.groups[number - 1][0]
    pictures = judged.compared.pictures[change.parting.key]
    charts = []
    for name, side in (("before", change.parting.before), ("after", change.parting.after)):
        if pictures[name]:
            title = f"{name.capitalize()}: {side.words}."
            charts.append(
                chart_figure(_chart(pictures[name]["chart"]), title, "The last step tells them apart.", title[:350])
            )
    return stack(*charts)


def two_worlds(judged: Judged) -> Figure:
    """The question by which an outsider tells a hidden room from none, in both worlds."""
    pictures = (judged.compared.pictures.get(claim.fingerprint, {}) for claim in judged.claims)
    worlds = next(picture["worlds"] for picture in pictures if picture.get("worlds"))
    sides = tuple(
        WorldColumn(w["title"], tuple(w["asked"]), tuple(map(_inside, w["inside"])), tuple(w["told"]))
        for w in worlds["worlds"]
    )
    rest = (worlds["inside_of"], worlds["outsider"], worlds["steps"], worlds["because"], tuple(worlds["clauses"]))
    return two_worlds_figure("What the outsider hears now.", "", Comparison((sides[0], sides[1]), *rest))


def _inside(found: dict[str, Any]) -> Inside:
    return Inside(ShownOutcome(**found["outcome"]), tuple(found["clauses"]))


def _chart(found: dict[str, Any]) -> Chart:
    """The picture values that a process beside a version wrote."""
    rows = tuple(ChartRow(**{**row, "tags": tuple(row["tags"]), "notes": _notes(row)}) for row in found["rows"])
    lanes = tuple(Lane(**lane) for lane in found["lanes"])
    waiting = tuple(InFlight(**each) for each in found["waiting"])
    return Chart(lanes, rows, waiting, True, tuple(Fold(**fold) for fold in found["folds"]))


def _notes(row: dict[str, Any]) -> tuple[Note, ...]:
    return tuple(Note(note["at"], note["tone"], tuple(note["lines"])) for note in row["notes"])


def ledger(found: Ledger) -> Figure:
    """The ledger as a table: one line a clause."""
    title = f"What rests on each clause, and what shows it kept: {len(found.faults)} faults."
    lines = [cells_of(line) for line in found.lines]
    return plain_table(title, "A dot: there is none, or none yet. " + " ".join(found.faults), HEADERS, lines)
