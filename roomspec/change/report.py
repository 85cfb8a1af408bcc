"""The document of a diff as a person reads it: Markdown for pull requests and job summaries, and annotations.

Rule 1: a document may come from anybody, so every word of it is escaped here, and none is taken for markup. In the
template that is so for whatever stands in braces; only macros and the filters that say so give markup.
Rule 2: standard library, template and picture values only: what renders a stranger's document runs no rule and no
revision. A document is as `diff.schema.json` wants it, which whoever has it from elsewhere asks first.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import is_dataclass
from functools import reduce
from importlib.resources import files
from operator import getitem
from typing import Any, get_args, get_origin, get_type_hints

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from spec_impl.terms import UNSEEN

from ..show.drawing.chart import Chart, steps_text

SCHEMA: dict[str, Any] = json.loads(files(__package__).joinpath("diff.schema.json").read_text(encoding="utf-8"))
LIMIT = 60_000
"""How many characters a comment may have with room to spare: GitHub takes 65,536."""

CLAUSE_FILE = "spec_impl/clauses.toml"


def check_document(found: Any) -> None:
    """Raise `jsonschema.ValidationError` where this is no document of a diff."""
    import jsonschema  # here, since it takes seconds to import and most comparisons are not written

    jsonschema.validate(found, SCHEMA)


# --- Words of a stranger: they can be read, and do nothing ------------------------------------------------------------

WORD_JOINER = "\u2060"
_UNSEEN = re.compile(f"[{UNSEEN}{WORD_JOINER}]+")
_PUNCTUATION = re.compile(r"([\\`*_\[\]|~$!])")
_LEADS_ELSEWHERE = re.compile(r"([@#]|GH(?=-\d)|:(?=[\w+-]+:|//)|www(?=\.))", re.IGNORECASE)
"""What GitHub makes a mention, a reference, a picture or a link of: each is parted after what is found here."""
_ENTITIES = zip('#;<>"`%\\@', ("35", "59", "lt", "gt", "quot", "96", "37", "92", "64"), strict=True)
_MERMAID = str.maketrans({sign: f"#{name};" for sign, name in _ENTITIES})


def plain(words: str) -> str:
    """Words as Markdown text: no markup, no HTML, no link, no mention of anybody, no issue, no picture."""
    parted = _LEADS_ELSEWHERE.sub(rf"\1{WORD_JOINER}", _visible(words))
    visible = parted.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _PUNCTUATION.sub(r"\\\1", visible)


def label(words: str) -> str:
    """Words as a label in a Mermaid diagram, where `#` and `;` would end it."""
    return _visible(words).translate(_MERMAID)


def _visible(words: str) -> str:
    """On one line, without signs that cannot be seen or that turn the direction of others."""
    return " ".join(_UNSEEN.sub(" ", words).split())


# --- The report: what of it is text stands in the template `report.md.j2` ---------------------------------------------


def full(document: dict[str, Any]) -> str:
    """The whole report."""
    return _composed(*_parts(document))


def short(document: dict[str, Any], limit: int = LIMIT) -> str:
    """The report within a limit: whole runs are left out, the last ones first, and how many is said."""
    head, runs, tail = _parts(document)
    for shown in range(len(runs), -1, -1):
        text = _composed(head, runs[:shown], tail, left_out=len(runs) - shown)
        if len(text) <= limit:
            return text
    ending = "\n\nThe rest is left out here; the full report has it.\n"
    text = _composed(head, [], tail, left_out=len(runs))
    return text[: text.rfind("\n", 0, limit - len(ending))] + ending


def _composed(head: str, runs: list[str], tail: str, left_out: int = 0) -> str:
    parts = [head, *(["### The runs\n"] if runs or left_out else []), *runs]
    if left_out:
        parts.append(f"{left_out} of {left_out + len(runs)} runs are left out here; the full report has them.\n")
    return "\n".join([*parts, tail])


def _parts(document: dict[str, Any]) -> tuple[str, list[str], str]:
    """What stands before the runs; the run of each change, then others, which show the same rows, folded; the rest."""
    changes = _grouped(document["changes"], "table", "before.row", "after.row")
    first = {group[0]["run"] for group in changes} | {claim["run"] for claim in document["claims"]}
    numbered = list(enumerate(document["runs"], start=1))
    runs = [_section(number, run, is_folded=False) for number, run in numbered if number in first]
    runs += [_section(number, run, is_folded=True) for number, run in numbered if number not in first]
    return str(_TEMPLATE.head(document, changes)), runs, str(_TEMPLATE.tail(document))


def _section(number: int, run: dict[str, Any], is_folded: bool) -> str:
    """The run under its number: where it begins, the diagram, and the same in words."""
    shared, charts = _charts(run)
    ends = {
        name: steps_text(charts[name]) if name in charts else (f"{run[name]['stopped']}.",)
        for name in ("before", "after")
        if run[name]
    }
    return str(_TEMPLATE.run_section(number, run, steps_text(shared), ends, is_folded))


def read_picture(kind: Any, found: Any) -> Any:
    """A picture value of that type, out of JSON as a document has it and a process beside a version writes it."""
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        return kind(**{name: read_picture(hints[name], each) for name, each in found.items()})  # type: ignore[operator]
    return tuple(read_picture(get_args(kind)[0], each) for each in found) if get_origin(kind) is tuple else found


def _charts(run: dict[str, Any]) -> tuple[Chart, dict[str, Chart]]:
    """What both versions do, and the last step of each that has one; what is under way between strangers is not."""
    known = {lane["key"] for lane in run["lanes"]}
    ends = {}
    for name in ("before", "after"):
        if run[name] and run[name]["row"]:
            waiting = [sent for sent in run[name]["waiting"] if {sent["frm"], sent["to"]} <= known]
            ends[name] = {"lanes": run["lanes"], "rows": [run[name]["row"]], "waiting": waiting}
    charts = {name: read_picture(Chart, end) for name, end in ends.items()}
    return read_picture(Chart, {"lanes": run["lanes"], "rows": run["rows"]}), charts


def diagram(run: dict[str, Any]) -> str:
    """The run as a Mermaid sequence diagram; where the versions part there are two branches."""
    shared, ends = _charts(run)
    names = {lane.key: f"p{number}" for number, lane in enumerate(shared.lanes)}
    lines = ["sequenceDiagram"]
    for lane in shared.lanes:
        title = f"{lane.title} ({lane.subtitle})" if lane.subtitle else lane.title
        lines.append(f"participant {names[lane.key]} as {label(title)}")
    lines += _arrows(shared, names)
    if run["before"] and run["after"]:
        for word, name in (("alt", "before"), ("else", "after")):
            lines.append(f"{word} {name}: {label(run[name]['words'])}")
            if name in ends:
                lines += _arrows(ends[name], names)
            else:
                lines.append(f"Note over {names[shared.lanes[0].key]}: {label(run[name]['stopped'])}")
        lines.append("end")
    return "\n".join(lines)


def _arrows(chart: Chart, names: dict[str, str]) -> Iterator[str]:
    """Each step with what was decided in it, and what is under way then."""
    for row in chart.rows:
        at, to = names[row.at], names[row.to] if row.to else ""
        words = f"{row.number}. {row.words}" + (f" ({' '.join(row.tags)})" if row.tags else "")
        words += f": {row.remarks}" if row.remarks else ""
        if row.is_message:
            yield f"{at}{'->>' if row.kind == 'arrow' else '--x'}{to}: {label(words)}"
        else:
            yield f"Note over {at}{',' + to if to else ''}: {label(words)}"
        for note in row.notes:
            yield f"Note over {names[note.at]}: {'<br/>'.join(label(line) for line in note.lines)}"
    for sent in chart.waiting:
        yield f"{names[sent.frm]}--){names[sent.to]}: {label(f'under way: {sent.label}')}"


# --- What the template is given ---------------------------------------------------------------------------------------


def _grouped(items: Iterable[Any], *paths: str) -> list[list[Any]]:
    """Those together that have the same at each path, such as `before.row`, in the order of the first of each."""
    groups: dict[tuple[Any, ...], list[Any]] = defaultdict(list)
    for item in items:
        groups[tuple(reduce(getitem, path.split("."), item) for path in paths)].append(item)
    return list(groups.values())


def _template() -> Any:
    """The macros of the template, in which every word is escaped that is no markup already."""
    environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=StrictUndefined)
    environment.finalize = lambda value: value if isinstance(value, Markup) else Markup(plain(str(value)))
    environment.tests["under"] = str.startswith
    environment.filters |= {
        "code": lambda words: Markup(plain(words).replace("\\", "").replace("`", "")),
        "diagram": lambda run: Markup(diagram(run)),
        "grouped": _grouped,
        # A line that begins with the number of a step, which Markdown would take for a list within the list.
        "item": lambda words: Markup(re.sub(r"^(\d+)\.", r"\1\\.", plain(words))),
        "outcome": lambda found: f"{found['word']} {found['reason']}".strip(),
        "thousands": "{:,}".format,
        "words": lambda said: (" ".join(said) if isinstance(said, list) else str(said)) or "nothing",
    }
    text = files(__package__).joinpath("report.md.j2").read_text(encoding="utf-8")
    return environment.from_string(text).module


_TEMPLATE = _template()


# --- Annotations of a pull request, each at the file that it is about -------------------------------------------------


def annotations(document: dict[str, Any], clauses: str = "") -> Iterator[str]:
    """One line for each reason to look again; `clauses` is the text of the clause file, to find the line in."""
    verdict = document["verdict"]
    fragment = next(iter(verdict["fragments"]), "")
    about = [clause for change in document["changes"] for clause in change["clauses"]]
    lines = {line: number for number, line in reversed([*enumerate(clauses.splitlines(), start=1)])}
    line = next((lines[begun] for clause in about if (begun := f'id = "{clause}"') in lines), 1)
    for red in verdict["reds"]:
        place = f"file={fragment}" if red.startswith("Declared") and fragment else f"file={CLAUSE_FILE},line={line}"
        yield f"::error {place},title=roomspec diff::{_message(red)}"
    for note in verdict["notes"]:
        yield f"::notice title=roomspec diff::{_message(note)}"


def _message(words: str) -> str:
    """Words that begin no command of their own."""
    return words.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
