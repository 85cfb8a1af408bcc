"""What there is, listed: the clauses as cards and as tables, the source line by line, and who and what takes part.

Every text comes from the clauses, the readings, the messages and the rows; nothing is said here in other words.
"""

from collections.abc import Mapping, Sequence
from pathlib import PurePath

from spec_impl import COMPLETED, Reading, Trace
from spec_impl.clauses import CLAUSES, SOURCE, Clause, Strength, matching, source_link
from spec_impl.reading import switches
from spec_impl.rules import TABLES

from .drawing import sheet
from .drawing.sheet import INK, LINE, ORANGE, Figure, TableCell, element, hyperlink, prose, table_sheet, tag, text
from .drawing.tables import plain_table

NO_BREAK, JOINER = "\u00a0", "\u2060"
"""What keeps the words of a line number on one line."""

STRENGTHS: dict[Strength, str] = {
    "must": "MUST",
    "should": "SHOULD",
    "may": "MAY",
    "promoted": "promoted to MUST",
    "condition": "condition",
    "rationale": "rationale",
    "informative": "informative",
    "todo": "to do",
    "note": "note",
    "question": "open question",
    "gap": "gap: we decide",
    "tension": "tension: we decide",
}
SIGNS_OF_STANDING: dict[str, tuple[sheet.SignKind, sheet.Hue]] = {
    "rule": ("accepted", sheet.GREEN),
    "tension": ("differ", ORANGE),
    "open": ("unknown", ORANGE),
    "says why": ("plain", INK),
}
Exercised = Mapping[str, Sequence[str]]
"""For each notebook the clauses that it exercised, as recorded while it ran."""


def rule(*patterns: str) -> Figure:
    """The clauses with these ids, or that fit these patterns, as cards: `rule("PUB-5", "GAP-1?")`."""
    return sheet.stack(*(clause_card(each) for pattern in patterns for each in matching(pattern)), apart=12)


def clause_card(clause: Clause) -> Figure:
    """What a clause says, how strongly, and where it stands in the source.

    The left edge and the badge say the strength by their line: solid what the source says, dashed what we promoted,
    dotted where the source is silent and we decide.
    """
    name = element("b", text(clause.id), style=f"font-family:{sheet.MONO};font-size:15px")
    edge, badge = _lines_of(STRENGTHS[clause.strength])
    reading = element("div", f"In our reading: {prose(clause.reading)}", style="margin:6px 0 0 0;font-size:13px")
    source, rows = source_lines(clause), rows_citing(clause.id)
    source = hyperlink(source_link(clause), source) if clause.lines else source
    below = [f"Between: {sheet.tags(clause.between)}" if clause.between else f"Source: {source}"]
    others = "; ".join(other.rstrip(".") for other in clause.alternatives)
    below += [f"alternatives: {prose(others)}"] if others else []
    below += [f"rows: {text(', '.join(rows))}"] if rows else []
    body = (
        element("div", f"{name} &#160;{badge}", style="margin:0 0 4px 0"),
        element("div", sheet.normative(clause.text), style="font-size:16px;line-height:1.5"),
        reading if clause.reading else "",
        element("div", sheet.muted(" &#160;·&#160; ".join(below)), style="margin:6px 0 0 0"),
    )
    style = f"{sheet.FRAME};border-left:{edge};border-radius:3px;padding:8px 14px 10px 14px"
    return Figure(element("div", sheet.joined(body), style=style), clause.id)


def _lines_of(strength: str) -> tuple[str, str]:
    """The left edge, and the badge with the strength in words."""
    if strength.endswith("we decide"):
        return f"5px dotted {ORANGE.mark}", sheet.badge(strength, f"1.5px dotted {ORANGE.mark}")
    if strength.startswith("promoted"):
        return f"5px dashed {sheet.BLUE.mark}", sheet.badge(strength, f"1.5px dashed {sheet.BLUE.mark}")
    if strength == "MUST":
        return "5px solid", sheet.badge(strength, "3px solid")
    return f"5px solid {LINE}", sheet.badge(strength, f"1px solid {LINE}" if strength.islower() else "1.5px solid")


def clause_table(title: str, *patterns: str) -> Figure:
    """The same clauses in one table, a line each."""
    lines = [
        (each.id, each.text, STRENGTHS[each.strength], source_lines(each))
        for pattern in patterns
        for each in matching(pattern)
    ]
    return plain_table(title, "", ("clause", "what it says, in our words", "strength", "source"), lines)


def source_lines(clause: Clause) -> str:
    """The source lines in words."""
    if not clause.lines:
        return "silent"
    first, last = clause.lines
    return f"line{NO_BREAK}{first}" if first == last else f"lines{NO_BREAK}{first}{JOINER}–{JOINER}{last}"


def rows_citing(clause_id: str) -> tuple[str, ...]:
    """Every rule of the recommended reading that cites the clause, as table and number in the table."""
    return tuple(
        f"{table.name} {number}"
        for table in TABLES.values()
        for number, row in enumerate(table.rows_in(COMPLETED), start=1)
        if clause_id in row.cites or clause_id in row.over
    )


def source_map(exercised: Exercised) -> Figure:
    """Every line of the source that says something: its clause, how that stands, and the walks that exercise it."""
    lines = []
    for each in CLAUSES.values():
        if each.lines:
            kind, hue = SIGNS_OF_STANDING[how_it_stands(each)]
            standing = " ".join((sheet.signed(kind, how_it_stands(each)), *map(tag, _tensions_of(each))))
            shown = TableCell(standing, hue.mark) if hue is ORANGE else standing
            source = hyperlink(source_link(each), source_lines(each))
            lines.append((source, tag(each.id), shown, _walks(each, exercised)))
    uncovered = ", ".join(map(str, uncovered_lines())) or "no line that says something"
    title, headers = f"The {SOURCE.lines} lines of the source.", ("source", "clause", "how it stands", "exercised in")
    return table_sheet(title, f"Not covered by a clause: {uncovered}.", headers, lines)


def silences(exercised: Exercised) -> Figure:
    """Every silence of the source: the question, our reading, and the walks that exercise it."""
    gaps = [clause for clause in CLAUSES.values() if clause.status == "gap"]
    lines = [(tag(each.id), prose(each.text), prose(each.reading), _walks(each, exercised)) for each in gaps]
    title = f"Where the source is silent: {len(gaps)} questions."
    widths = {"the question": "30%", "our reading": "48%"}
    return table_sheet(title, "", ("", "the question", "our reading", "exercised in"), lines, widths)


def how_it_stands(clause: Clause) -> str:
    """How a clause stands: a rule, in tension with another, left open by the source, or only saying why."""
    if clause.status == "open":
        return "open"
    if _tensions_of(clause):
        return "tension"
    return "says why" if clause.strength in ("rationale", "informative") else "rule"


def uncovered_lines() -> list[int]:
    """The lines of the source that are neither blank nor a rule under a heading, and that no clause covers."""
    covered = {*SOURCE.blank, *SOURCE.rules}
    for clause in CLAUSES.values():
        covered |= {*clause.also_lines, *(range(clause.lines[0], clause.lines[1] + 1) if clause.lines else ())}
    return [line for line in range(1, SOURCE.lines + 1) if line not in covered]


def _tensions_of(clause: Clause) -> list[str]:
    return [other.id for other in CLAUSES.values() if clause.id in other.between]


def _walks(clause: Clause, exercised: Exercised) -> str:
    walks = sorted({PurePath(name).name[:2] for name, clauses in exercised.items() if clause.id in clauses})
    return ", ".join(walks) or (f"none: {clause.uncited}" if clause.uncited else "none")


def cast(trace: Trace, title: str) -> Figure:
    """Every home server with its users, and what it holds at the start."""
    lines = []
    for server in trace.world.servers:
        inside = [f"{view.room} ({view.mode})" for view in server.rooms if server.is_aware(view.room)]
        lines.append((server.name, " and ".join(user.name for user in server.users), ", ".join(inside) or "none"))
    return plain_table(title, "", ("home server", "its users", "rooms that it has a member in"), lines)


def readings(recommended: Reading, other: Reading) -> Figure:
    """The switches at which two readings differ, and why the recommended one stands as it does."""
    lines = []
    for name, switch in switches().items():
        ours, theirs = (str(getattr(reading, name)).replace("_", " ") for reading in (recommended, other))
        if ours != theirs:
            lines.append((name.replace("_", " "), ours, theirs, switch.metadata["because"], switch.metadata["cites"]))
    headers = ("decision", recommended.name, other.name, "why we take the first", "leaves it open")
    return plain_table("Where two readings differ.", "", headers, lines)
