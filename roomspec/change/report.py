"""The document of a diff as a person reads it: Markdown for pull requests and job summaries, and annotations.

Rule 1: a document may come from anybody, so every word of it is escaped here, and none is taken for markup. In the
template that is so for whatever stands in braces; only macros and the filters that say so give markup.
Rule 2: standard library, template and picture values only: what renders a stranger's document runs no rule and no
revision. A document is as `diff.schema.json` wants it, which whoever has it from elsewhere asks first.
"""

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import is_dataclass
from functools import cache, reduce
from importlib.resources import files
from operator import getitem
from typing import Any, get_args, get_origin, get_type_hints

import fastjsonschema
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from spec_impl.terms import UNSEEN

from ..show.drawing.chart import Chart
from ..show.drawing.sheet import counted
from ..show.stepper.sharing import SITE, address_of, site_in

SCHEMA: dict[str, Any] = json.loads(files(__package__).joinpath("diff.schema.json").read_text(encoding="utf-8"))
LIMIT = 8_000
"""How many characters a comment may have: more is not read."""

LONGEST_LINE = 120

CLAUSE_FILE = "spec_impl/clauses.toml"
CHANGED_SITE = "ROOMSPEC_CHANGED_SITE"
"""The variable of the environment that has the address of a site made of the newer version, where there is one."""


@cache
def _check() -> Callable[[Any], Any]:
    check: Callable[[Any], Any] = fastjsonschema.compile(SCHEMA)
    return check


def check_document(found: Any) -> None:
    """Raise `fastjsonschema.JsonSchemaValueException` where this is no document of a diff."""
    _check()(found)


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

FOLDS = (
    "more_cases",
    "claims",
    "more_code",
    "picture",
    "said_otherwise",
    "why_red",
    "what_was_compared",
    "what_else_moved",
)
"""What stands folded below the first screen, in this order."""


def full(document: dict[str, Any]) -> str:
    """The whole report: the first screen and all folds, then every run, and every scope with its counts."""
    runs = [_TEMPLATE.run_section(number, run) for number, run in enumerate(document["runs"], start=1)]
    return _joined([_TEMPLATE.head(document), *_folds(document), *runs, _TEMPLATE.every_scope(document)])


def short(document: dict[str, Any], limit: int = LIMIT) -> str:
    """The report within a limit: folds that do not fit are left out, and that is said."""
    parts, left_out = [_TEMPLATE.head(document)], 0
    ending = "The rest is left out here; the full report has it.\n"
    for fold in _folds(document):
        if len(_joined([*parts, fold])) <= limit - len(ending) - 2:
            parts.append(fold)
        else:
            left_out += 1
    text = _joined([*parts, ending] if left_out else parts)
    if len(text) > limit:
        return text[: text.rfind("\n", 0, limit - len(ending) - 2)] + f"\n\n{ending}"
    return text


def _folds(document: dict[str, Any]) -> list[str]:
    return [getattr(_TEMPLATE, name)(document) for name in FOLDS]


def _joined(parts: Iterable[str]) -> str:
    """The parts that say something, with one empty line between two, and never two."""
    text = "\n\n".join(str(part).strip("\n") for part in parts if part.strip())
    return re.sub(r"\n{3,}", "\n\n", text) + "\n"


def read_picture(kind: Any, found: Any) -> Any:
    """A picture value of that type, out of JSON as a document has it and a process beside a version writes it."""
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        return kind(**{name: read_picture(hints[name], each) for name, each in found.items()})  # type: ignore[operator]
    return tuple(read_picture(get_args(kind)[0], each) for each in found) if get_origin(kind) is tuple else found


def diagram(run: dict[str, Any]) -> str:
    """The run as a Mermaid sequence diagram; where the versions part there are two branches."""
    shared = read_picture(Chart, {"lanes": run["lanes"], "rows": run["rows"]})
    names = {lane.key: f"p{number}" for number, lane in enumerate(shared.lanes)}
    lines = ["sequenceDiagram"]
    for lane in shared.lanes:
        title = f"{lane.title} ({lane.subtitle})" if lane.subtitle else lane.title
        lines.append(f"participant {names[lane.key]} as {label(title)}")
    lines += _arrows(shared, names)
    if run["before"] and run["after"]:
        apart = [each for told in run["story"][len(run["rows"]) :][:1] for each in told["differing"]]
        for word, name in (("alt old", "before"), ("else new", "after")):
            what = "; ".join(f"{each['what']} {each[name] or 'nothing'}".strip() for each in apart)
            lines.append(f"{word}: {label(what.replace('`', '') or run[name]['words'])}")
            if row := run[name]["row"]:  # what is under way between servers without a lane is not drawn
                waiting = [sent for sent in run[name]["waiting"] if {sent["frm"], sent["to"]} <= names.keys()]
                end = {"lanes": run["lanes"], "rows": [row], "waiting": waiting}
                lines += _arrows(read_picture(Chart, end), names)
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


def _some(words: list[str], most: int) -> str:
    """The first of them in a row, and how many more there are."""
    more = f" and {len(words) - most} more" if len(words) > most else ""
    return ", ".join(words[:most]) + more


def _readings(names: list[str]) -> str:
    """The named readings, the recommended one first, and how many that turn one switch of it."""
    named = sorted({name for name in names if ", " not in name})
    turned = len({*names} - {*named})
    return ", ".join([*named, *([f"{turned} more with one switch turned"] if turned else [])])


def _fenced(line: str) -> Markup:
    """A line of a source as it stands in a fence, which it does not end."""
    shown = _UNSEEN.sub(" ", line).replace("```", "…")
    return Markup(shown if len(shown) <= LONGEST_LINE else f"{shown[: LONGEST_LINE - 1]}…")


def _code(words: str) -> Markup:
    return Markup(plain(words).replace("\\", "").replace("`", ""))


def _ticked(words: str) -> Markup:
    """Words of which those between two back quotes are code."""

    def spaced(part: str) -> str:
        return f"{' ' * part.startswith(' ')}{plain(part)}{' ' * (part.endswith(' ') and part != ' ')}"

    *pairs, last = words.split("`")
    parts = [f"`{_code(part)}`" if n % 2 else spaced(part) for n, part in enumerate(pairs)]
    return Markup("".join([*parts, spaced(last)]))


def _first_bold(words: str) -> Markup:
    """A sentence with the person bold that it begins with."""
    first, space, rest = words.partition(" ")
    is_name = first.isalpha() and first.islower()
    return Markup(f"**{plain(first)}**{space}{plain(rest)}" if is_name else plain(words))


def _linked(run: dict[str, Any]) -> Markup:
    """Links that open the run as either version makes it, each on the site with its rules; none where none is known."""
    sites = {"before": ("as it was", site_in(SITE)), "after": ("as it is", site_in(CHANGED_SITE))}
    links = [
        f"[{words}]({address_of(run['shared'][name], site)})"
        for name, (words, site) in sites.items()
        if site and run["shared"].get(name)
    ]
    return Markup(f"Open this run: {', '.join(links)}." if links else "")


def _template() -> Any:
    """The macros of the template, in which every word is escaped that is no markup already."""
    environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=StrictUndefined)
    environment.finalize = lambda value: value if isinstance(value, Markup) else Markup(plain(str(value)))
    environment.tests["under"] = str.startswith
    environment.filters |= {
        "code": _code,
        "counted": counted,
        "diagram": lambda run: Markup(diagram(run)),
        "grouped": _grouped,
        "fenced": _fenced,
        "linked": _linked,
        "first_bold": _first_bold,
        "readings": _readings,
        "some": _some,
        "thousands": "{:,}".format,
        "ticked": _ticked,
        "words": lambda said: (" ".join(said) if isinstance(said, list) else str(said)) or "nothing",
    }
    text = files(__package__).joinpath("report.md.j2").read_text(encoding="utf-8")
    return environment.from_string(text).module


_TEMPLATE = _template()


# --- Annotations of a pull request, each at the file that it is about -------------------------------------------------


def annotations(document: dict[str, Any], clauses: str = "") -> Iterator[str]:
    """One line for each reason to look again; `clauses` is the text of the clause file, to find the line in."""
    verdict, code = document["verdict"], document["changed"][:1]
    yield from (
        f"::error {_place(red, document, clauses)},title=roomspec diff::{_message(red)}" for red in verdict["reds"]
    )
    if code:
        place = f"file={_property(code[0]['path'])},line={code[0]['line']}"
        yield f"::notice {place},title=roomspec diff::{_message(verdict['headline'])}"
    for note in verdict["notes"]:
        yield f"::notice title=roomspec diff::{_message(note)}"


def _place(red: str, document: dict[str, Any], clauses: str) -> str:
    """Where a reason is to be seen: the fragment that declares too little, or the clause that should say more."""
    fragment = next(iter(document["verdict"]["fragments"]), "")
    if red.startswith("Declared") and fragment:
        return f"file={_property(fragment)}"
    about = [document["clause"]["id"]] if document["clause"] else []
    about += [clause for change in document["changes"] for clause in change["clauses"]]
    lines = {line: number for number, line in reversed([*enumerate(clauses.splitlines(), start=1)])}
    line = next((lines[begun] for clause in about if (begun := f'id = "{clause}"') in lines), 1)
    return f"file={CLAUSE_FILE},line={line}"


def _property(words: str) -> str:
    """Words that end no property of a command."""
    return _message(words).replace(":", "%3A").replace(",", "%2C")


def _message(words: str) -> str:
    """Words that begin no command of their own."""
    return words.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
