"""A judged change as figures for a notebook: the ruling, what changed, the runs that show it, a leak; and a ledger.

Nothing is compared or judged here, and no figure is drawn: each is put together from those in `show.drawing`.
"""

from ..show.drawing.chart import Chart
from ..show.drawing.sequence import chart_figure
from ..show.drawing.sheet import Figure, counted, stack
from ..show.drawing.tables import plain_table
from ..show.drawing.two_worlds_sheet import Comparison, two_worlds_sheet
from .judge import BehaviourChange, JudgedChange
from .ledger import HEADERS, Ledger, cells_of
from .report import read_picture


def ruling(judged: JudgedChange) -> Figure:
    """Whether the change is what it declares itself to be, and how far was looked."""
    compared = judged.compared
    title = f"{'Red' if judged.is_red else 'As declared'}: the change is {judged.computed}."
    if compared.same_program:
        size = "The two models are the same program but for layout and comments, so nothing had to be run."
    elif compared.words_only:
        size = "Nothing that runs differs, only what is said, so nothing had to be run."
    else:
        worlds = sum(each.counts["worlds"] for each in compared.searched)
        scopes = counted({each.scope["name"] for each in compared.searched}, "scope")
        readings = counted({each.reading for each in compared.searched}, "reading")
        size = f"Compared: {compared.cells.compared:,} cells, and {worlds:,} worlds of {scopes} in {readings}."
    as_declared = (
        "What changed is no more than what was declared."
        if judged.changes
        else "No run and no cell tells the two versions apart."
    )
    lines = [("red", red) for red in judged.reds] or [("as declared", as_declared)]
    lines += [("note", note) for note in judged.notes]
    return plain_table(title, f"Declared as {judged.declared.kind or 'nothing'}. {size}", ("", "why"), lines)


def changes(judged: JudgedChange) -> Figure:
    """One line for all that comes from the same rows: clauses, before and after in words, the shortest run."""
    lines = [_change(judged, group) for group in judged.groups] or [("none", "", "", "")]
    title = f"What changed: {counted(judged.changes, 'case')}."
    rest = "A line for all cases that come from the same rows; these in quotation marks."
    return plain_table(title, rest, ("clauses", "before", "after", "shown by"), lines)


def _change(judged: JudgedChange, group: tuple[BehaviourChange, ...]) -> tuple[str, ...]:
    first, sightings = group[0].parting, judged.compared.sightings()
    clauses = dict.fromkeys(clause for change in group for clause in change.parting.clauses)
    cells = sum(count for change in group for count in change.cells.values())
    shown_by = [f"a run of {counted(sightings[first.key].run, 'step')}"] if first.key in sightings else []
    shown_by += [f"{cells:,} cells"] if cells else []
    sides = (first.before, first.after)
    before, after = (f"{side.words}. “{side.sentence}”" if side.sentence else side.words for side in sides)
    return " ".join(clauses), before, after, ", ".join(shown_by)


def texts(judged: JudgedChange) -> Figure:
    """The clauses that say something else."""
    lines = [
        (each.clause, name, each.before.get(name, "–"), each.after.get(name, "–"))
        for each in judged.reworded
        for name in dict.fromkeys((*each.before, *each.after))
    ]
    head = ("clause", "field", "before", "after")
    return plain_table("Clause texts that changed.", "", head, lines or [("none", "", "", "")])


def run(judged: JudgedChange, number: int = 1) -> Figure:
    """The shortest run to one line of `changes`, as each version makes it; the last step is where they part."""
    way = judged.groups[number - 1][0].parting
    pictures = judged.compared.pictures[way.key]
    charts = []
    for name, side in (("before", way.before), ("after", way.after)):
        if pictures[name]:
            chart = read_picture(Chart, pictures[name]["chart"] | {"latest": True})
            title = f"{name.capitalize()}: {side.words}."
            charts.append(chart_figure(chart, title, "Both versions do the same until the last step.", title[:350]))
    return stack(*charts)


def leak(judged: JudgedChange) -> Figure:
    """The question by which an outsider tells a hidden room from none, in both worlds."""
    pictures = (judged.compared.pictures.get(claim.fingerprint, {}) for claim in judged.claims)
    found = next(each["worlds"]["comparison"] for each in pictures if each.get("worlds"))
    return two_worlds_sheet("What the outsider hears now.", "", read_picture(Comparison, found))


def ledger(found: Ledger) -> Figure:
    """The ledger as a table: one line a clause."""
    title = f"What rests on each clause, and what shows it kept: {len(found.faults)} faults."
    lines = [cells_of(line) for line in found.lines]
    return plain_table(title, "A dot: there is none, or none yet. " + " ".join(found.faults), HEADERS, lines)
