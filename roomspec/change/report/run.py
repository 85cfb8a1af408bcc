"""One run of a report: what both versions do, then the step in which they part, as a diagram and in words."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from ...show.drawing.chart import Chart, ChartRow, InFlight, Lane, Note, steps_text
from .escaping import label, plain

Run = dict[str, Any]
ARROWS = {"arrow": "->>", "lost": "--x"}
_NUMBER = re.compile(r"^(\d+)\.")
"""The number of a step, which Markdown would take for a list within the list."""


def section(number: int, run: Run) -> str:
    """The run under its number: where it begins, the diagram, and the same in words."""
    steps = f"{run['steps']} {'step' if run['steps'] == 1 else 'steps'}"
    head = f"Scope “{plain(run['scope'])}”, reading {plain(run['reading'])}, {steps}. {plain(run['sentence'])}"
    twin = "\n".join(f"- {line}" for line in _words(run))
    words = f"<details><summary>The same in words</summary>\n\n{twin}\n\n</details>"
    return f"#### Run {number}\n\n{head}\n\n```mermaid\n{diagram(run)}\n```\n\n{words}\n"


# --- As a diagram -----------------------------------------------------------------------------------------------------


def diagram(run: Run) -> str:
    """The run as a Mermaid sequence diagram; where the versions part there are two branches."""
    names = {lane["key"]: f"p{n}" for n, lane in enumerate(run["lanes"])}
    lines = ["sequenceDiagram", *(f"participant {names[lane['key']]} as {_who(lane)}" for lane in run["lanes"])]
    for row in run["rows"]:
        lines += _row(row, names)
    if run["before"] and run["after"]:
        for word, name in (("alt", "before"), ("else", "after")):
            lines += [f"{word} {name}: {label(run[name]['words'])}", *_end(run[name], names)]
        lines.append("end")
    return "\n".join(line for line in lines if line)


def _who(lane: dict[str, Any]) -> str:
    return label(f"{lane['title']} ({lane['subtitle']})" if lane["subtitle"] else lane["title"])


def _row(row: dict[str, Any], names: dict[str, str]) -> Iterator[str]:
    at, to = names.get(row["at"], ""), names.get(row["to"] or "", "")
    said = row["label"] or row["kind"]
    words = f"{row['number']}. {said}" + (", again" if row["repeated"] else "")
    remarks = "; ".join(part for part in (_sent(row), row["remark"]) if part)
    words += (f" ({' '.join(row['tags'])})" if row["tags"] else "") + (f": {remarks}" if remarks else "")
    if not at:
        return
    if row["kind"] in ARROWS and to:
        yield f"{at}{ARROWS[row['kind']]}{to}: {label(words)}"
    else:
        yield f"Note over {at}{',' + to if to else ''}: {label(words)}"
    for note in row["notes"]:
        if note["at"] in names:
            yield f"Note over {names[note['at']]}: {'<br/>'.join(label(line) for line in note['lines'])}"


def _sent(row: dict[str, Any]) -> str:
    return f"sent at {row['sent_at']}" if row["sent_at"] is not None else ""


def _end(end: dict[str, Any], names: dict[str, str]) -> Iterator[str]:
    first = next(iter(names.values()))
    if end["row"] is None:
        yield f"Note over {first}: {label(end['stopped'])}"
        return
    yield from _row(end["row"], names)
    for sent in end["waiting"]:
        if sent["frm"] in names and sent["to"] in names:
            yield f"{names[sent['frm']]}--){names[sent['to']]}: {label('under way: ' + sent['label'])}"


# --- In words ---------------------------------------------------------------------------------------------------------


def _words(run: Run) -> Iterator[str]:
    lanes = tuple(Lane(**lane) for lane in run["lanes"])
    for line in steps_text(Chart(lanes, _rows(run["rows"]))):
        yield _NUMBER.sub(r"\1\\.", plain(line))
    for name in ("before", "after"):
        if end := run[name]:
            yield f"**{name}**: {plain(end['words'])}. " + " ".join(map(plain, _end_words(lanes, end)))


def _end_words(lanes: tuple[Lane, ...], end: dict[str, Any]) -> Iterable[str]:
    if end["row"] is None:
        return (f"{end['stopped']}.",)
    known = {lane.key for lane in lanes}
    waiting = tuple(InFlight(**each) for each in end["waiting"] if {each["frm"], each["to"]} <= known)
    return steps_text(Chart(lanes, _rows([end["row"]]), waiting))


def _rows(rows: Iterable[dict[str, Any]]) -> tuple[ChartRow, ...]:
    return tuple(
        ChartRow(**{**row, "tags": tuple(row["tags"]), "notes": tuple(_note(note) for note in row["notes"])})
        for row in rows
    )


def _note(note: dict[str, Any]) -> Note:
    return Note(note["at"], note["tone"], tuple(note["lines"]))
