"""A report from the document of a diff: the verdict first, what changed clause by clause, then the rest."""

from collections import defaultdict
from typing import Any

from .escaping import plain
from .rest import bounds, what_else_moved
from .run import section
from .table import table

Document = dict[str, Any]
LIMIT = 60_000
"""How many characters a comment may have with room to spare: GitHub takes 65,536."""


def full(document: Document) -> str:
    """The whole report."""
    return _composed(document, _runs(document))


def short(document: Document, limit: int = LIMIT) -> str:
    """The report within a limit: whole runs are left out, the last ones first, and how many is said."""
    runs = _runs(document)
    texts = (_composed(document, runs[:shown], left_out=len(runs) - shown) for shown in range(len(runs), -1, -1))
    fitting = next((text for text in texts if len(text) <= limit), "")
    return fitting or _cut(_composed(document, [], left_out=len(runs)), limit)


def _cut(text: str, limit: int) -> str:
    """As many whole lines as fit."""
    ending = "\n\nThe rest is left out here; the full report has it.\n"
    return text[: text.rfind("\n", 0, limit - len(ending))] + ending


def _composed(document: Document, runs: list[str], left_out: int = 0) -> str:
    missing = f"{left_out} of {left_out + len(runs)} runs are left out here; the full report has them.\n"
    parts = [_verdict(document), _changes(document), _claims(document), _texts(document)]
    shown = ["### The runs\n", *runs, *([missing] if left_out else [])] if runs or left_out else []
    parts += [*shown, what_else_moved(document), bounds(document)]
    return "\n".join(part for part in parts if part)


def _runs(document: Document) -> list[str]:
    """The run of each change first; further ways in which the same rows show themselves are folded away."""
    first = [group[0]["run"] for group in _groups(document)] + [
        claim["run"] for claim in document["claims"] if claim["run"]
    ]
    numbered = list(enumerate(document["runs"], start=1))
    shown = [section(number, run) for number, run in numbered if number in first]
    others = [section(number, run) for number, run in numbered if number not in first]
    return shown + [
        f"<details><summary>Another way in which it shows</summary>\n\n{other}\n</details>\n" for other in others
    ]


# --- The verdict ------------------------------------------------------------------------------------------------------


def _verdict(document: Document) -> str:
    verdict = document["verdict"]
    kind, declared = verdict["computed"], verdict["declared"] or "nothing"
    sign, word = ("❌", "Red") if verdict["is_red"] else ("✅", "As declared")
    head = f"## {sign} {word}: the change is **{kind}**, declared as **{declared}**\n\n{_between(document)}\n"
    reasons = [f"- {plain(red)}" for red in verdict["reds"]]
    notes = [f"- {plain(note)}" for note in verdict["notes"]]
    return "\n".join([head, *reasons, *notes, *([""] if reasons or notes else [])])


def _between(document: Document) -> str:
    names = f"From `{_code(document['base'])}` to `{_code(document['head'])}`."
    if document["same_program"]:
        return f"{names} The two models are the same program but for layout and comments, so nothing had to be run."
    if not document["changes"]:
        return f"{names} {_size(document)} No run and no cell tells the two versions apart."
    ways = len(document["changes"])
    return f"{names} {_size(document)} The versions part in {ways} {'way' if ways == 1 else 'ways'}."


def _size(document: Document) -> str:
    worlds = sum(each["worlds"] for each in document["bounds"])
    cells = document["cells"]["compared"]
    scopes = len({each["scope"] for each in document["bounds"]})
    return f"Compared: {cells:,} cells, and every run in {scopes} scopes ({worlds:,} worlds)."


def _code(words: str) -> str:
    return plain(words).replace("\\", "").replace("`", "")


# --- What changed -----------------------------------------------------------------------------------------------------


def _changes(document: Document) -> str:
    reworded = {text["clause"] for text in document["texts"]}
    lines = [_change(group, reworded) for group in _groups(document)]
    if not lines:
        return ""
    return "### What changed, clause by clause\n\n" + table(("clause", "before", "after", "shown by"), lines)


def _groups(document: Document) -> list[list[Document]]:
    """Changes that come from the same rows, shorter runs first."""
    groups: dict[tuple[str, str, str], list[Document]] = defaultdict(list)
    for change in document["changes"]:
        groups[change["table"], change["before"]["row"], change["after"]["row"]].append(change)
    return list(groups.values())


def _change(group: list[Document], reworded: set[str]) -> tuple[str, ...]:
    first = group[0]
    clauses = sorted(dict.fromkeys(c for each in group for c in each["clauses"]), key=lambda c: c not in reworded)
    text = "text changed" if reworded & {*clauses} else "no text changed"
    names = f"**{' '.join(map(plain, clauses)) or 'no clause'}**<br>{text}<br>table “{plain(first['table'])}”"
    return names, _side(first["before"]), _side(first["after"]), _shown_by(group)


def _side(side: Document) -> str:
    row = f"<br>*{plain(side['row'])}*" if side["row"] else ""
    return plain(side["words"]) + row + (f"<br>{plain(side['stopped'])}" if side["stopped"] else "")


def _shown_by(group: list[Document]) -> str:
    first = group[0]
    runs = [f"[run {change['run']}](#run-{change['run']})" for change in group if change["run"]]
    cells = sum(cell["count"] for change in group for cell in change["cells"])
    unseen = "a run that is not shown" if first["scopes"] else "no run within the scopes"
    parts = [", ".join(dict.fromkeys(runs)) or unseen]
    if cells:
        example = f", such as: {plain(first['example'])}" if first["example"] and not runs else ""
        parts.append(f"{cells:,} {'cell' if cells == 1 else 'cells'}{example}")
    if len(group) > 1:
        parts.append(f"{len(group)} ways in all")
    return "<br>".join((*parts, f"finding {first['fingerprint']}"))


def _claims(document: Document) -> str:
    """Claims that broke or lost their last witness; the rest stands under what else moved."""
    groups: dict[str, list[Document]] = defaultdict(list)
    for claim in document["claims"]:
        if claim["became"] in ("broken", "no longer witnessed"):
            groups[claim["name"]].append(claim)
    if not groups:
        return ""
    lines = table(("claim", "clauses", "in the scopes", "shown by"), map(_claim, groups.values()))
    worlds = (next((_worlds(claim) for claim in group if claim["worlds"]), "") for group in groups.values())
    return "### Claims that no longer hold\n\n" + lines + "".join(worlds)


def _claim(group: list[Document]) -> tuple[str, ...]:
    first = group[0]
    scopes = "<br>".join(f"“{plain(c['scope'])}”, {plain(c['reading'])}, finding {c['fingerprint']}" for c in group)
    shown = f"[run {first['run']}](#run-{first['run']})" if first["run"] else ""
    name = f"**{plain(first['became'])}**: {plain(first['name'])}<br>{plain(first['sentence'])}"
    return name, " ".join(map(plain, first["clauses"])), scopes, shown


def _worlds(claim: Document) -> str:
    """What the outsider hears in the two worlds."""
    found = claim["worlds"]
    if not found or len(found["worlds"]) != 2:
        return ""
    one, other = found["worlds"]
    lines = [
        (name, *(", ".join(plain(words) for words in each) or "(nothing)" for each in sides))
        for name, sides in (
            ("asked", (one["asked"], other["asked"])),
            (f"decided inside {plain(found['inside_of'])}", (_inside(one), _inside(other))),
            (f"told to {plain(found['outsider'])}", (one["told"], other["told"])),
        )
    ]
    head = ("", plain(one["title"]), plain(other["title"]))
    return f"\nIn “{plain(claim['scope'])}”, {plain(found['because'])}\n\n" + table(head, lines)


def _inside(world: Document) -> list[str]:
    return [f"{each['outcome']['word']} {each['outcome']['reason']}".strip() for each in world["inside"]]


def _texts(document: Document) -> str:
    lines = [
        (f"**{plain(text['clause'])}**", plain(name), _or_none(text["before"], name), _or_none(text["after"], name))
        for text in document["texts"]
        for name in dict.fromkeys((*text["before"], *text["after"]))
    ]
    return "### Clause texts\n\n" + table(("clause", "field", "before", "after"), lines) if lines else ""


def _or_none(says: dict[str, str], name: str) -> str:
    return plain(says[name]) if name in says else "–"
