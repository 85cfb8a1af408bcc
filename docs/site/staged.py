"""What Sphinx reads: the stored notebooks and pages as they are, and the computed pages, in one folder.

A notebook keeps its cells; its outputs are those that are stored. Only what a page shows otherwise is changed on the
way: the code of drawing cells stays folded away, a widget that nothing drives gives way to its picture and its film,
and links lead to pages.
"""

import ast
import json
import os
import re
import shutil
from collections.abc import Callable, Iterator
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup
from tqdm import tqdm

from roomspec import __version__
from roomspec.show.drawing.sheet import SIGNS, normative, prose
from roomspec.show.lists import STRENGTHS
from spec_impl import READINGS
from spec_impl.claims import named
from spec_impl.clauses import CLAUSES, SOURCE, source_link
from spec_impl.reading import switches, values_of
from spec_impl.scopes import SCOPES

from .facts import Facts, place_of, slug
from .films import film
from .interface import modules, public_names

HERE = Path(__file__).parent
PAGES = ("docs/how-to/*.md", "docs/adr/*.md", "docs/*.md", "notebooks/teaching/*.md", "CONTRIBUTING.md",
         "tests/vectors/README.md", "changes/README.md")  # fmt: skip
WIDGET = "application/vnd.jupyter.widget-view+json"
_LINK = re.compile(r"(?<!!)\[([^\]]*)\]\(([^)\s]+)\)")
_CITED = re.compile(r"\b[A-Z]{3,5}-\d{1,2}\b")


def stage(facts: Facts, folder: Path) -> None:
    """Write into an empty folder all that Sphinx is to read."""
    shutil.rmtree(folder, ignore_errors=True)
    _copy_pages(facts.root, folder)
    for path in sorted((facts.root / "notebooks").rglob("*.ipynb")):
        if ".ipynb_checkpoints" not in path.parts:
            name = path.relative_to(facts.root)
            _write(folder / name, json.dumps(_notebook(json.loads(path.read_text(encoding="utf-8")), name, facts.root)))
    _write(folder / "index.md", _front_page(folder))
    for name, text in tqdm(_computed(facts), desc="computing", unit=" pages", disable=bool(os.environ.get("CI"))):
        _write(folder / name, text)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def _copy_pages(root: Path, folder: Path) -> None:
    for pattern in PAGES:
        for path in sorted(root.glob(pattern)):
            name = path.relative_to(root)
            _write(folder / name, _linked(path.read_text(encoding="utf-8"), name, root))


# --- Links ------------------------------------------------------------------------------------------------------------


def _linked(text: str, page: Path, root: Path) -> str:
    """Markdown whose links into the repository lead to a page of the site, or are plain words where there is none."""

    def to_a_page(found: re.Match[str]) -> str:
        words, address = found[1], found[2]
        if re.match(r"[a-z]+:|#", address):
            return found[0]
        path, _, _ = address.partition("#")
        target = os.path.normpath(page.parent / path)
        if target in MOVED:
            return f"[{words}]({os.path.relpath(MOVED[target], page.parent)})"
        if target.endswith(".py"):
            there = f"{os.path.relpath(target, page.parent)}.html"
            return f'<a href="{there}">{words.replace("`", "")}</a>' if target.startswith("spec_impl/") else words
        is_page = target.endswith(".ipynb") or any(Path(target).match(pattern) for pattern in PAGES)
        return found[0] if is_page and (root / target).is_file() else words

    return _LINK.sub(to_a_page, text)


MOVED = {"docs/how-to": "docs/how-to/index.md", "changes": "changes.md", "CHANGELOG.md": "changes.md"}
"""What is a folder or another file in the repository, and a page here."""


# --- Notebooks --------------------------------------------------------------------------------------------------------


def _notebook(notebook: dict[str, Any], name: Path, root: Path) -> dict[str, Any]:
    """A stored notebook as its page shows it."""
    made: dict[str, Any] = {}
    for cell in notebook["cells"]:
        source = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            cell["source"] = _linked(source, name, root)
            continue
        if cell["metadata"].get("jupyter", {}).get("source_hidden"):
            cell["metadata"].setdefault("tags", []).append("remove-input")
        cell["outputs"] = [each for each in cell["outputs"] if WIDGET not in each.get("data", {})]
        if IS_A_WALK.fullmatch(name.as_posix()):
            cell["outputs"] += _film_of(source, made)
    where = os.path.relpath("lite/lab/index.html", name.parent)
    there = f"{where}?path={name.as_posix()}"
    words = f'<p class="try"><a href="{there}">Run this page in the browser</a>: nothing to install.</p>'
    notebook["cells"].append({"cell_type": "markdown", "id": "try", "metadata": {}, "source": words})
    return notebook


IS_A_WALK = re.compile(r"notebooks/0[1-5]_\w+\.ipynb")
"""The walks in which a stepper shows the walk's own run."""


def _film_of(source: str, made: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The film of the run that a stepper begins with; of a cell only what it names is made, nothing that it shows."""
    written = ast.parse(source)
    named = [statement for statement in written.body if not isinstance(statement, ast.Expr)]
    exec(compile(ast.Module(named, []), "<cell>", "exec"), made)  # noqa: S102  a cell of ours
    for call in ast.walk(written):
        if isinstance(call, ast.Call) and ast.unparse(call.func) == "show.Stepper":
            given = {each.arg: each.value for each in call.keywords}
            run, title = (_value(node, made) for node in (call.args[0], given["title"]))
            lanes = _value(given["lanes"], made) if "lanes" in given else ()
            yield {
                "output_type": "display_data",
                "metadata": {},
                "data": {"text/html": film(run, f"{title}, as a film.", lanes, plain=True)},
            }


def _value(node: ast.expr, made: dict[str, Any]) -> Any:
    return eval(compile(ast.Expression(node), "<cell>", "eval"), made)


# --- The first page ---------------------------------------------------------------------------------------------------


def _front_page(folder: Path) -> str:
    """The first page: what the first notebook begins with, its picture, and where it sends its reader."""
    cells = json.loads((folder / "notebooks/00_start_here.ipynb").read_text(encoding="utf-8"))["cells"]
    prose_of = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown"]
    parts = {name: text for each in prose_of for name, text in _sections(each)}
    begin = next(text for name, text in parts.items() if name.startswith("Now begin"))
    title, first = next(each for each in _sections(prose_of[0]) if each[0])
    drawn = (cell for cell in cells if "".join(cell["source"]).startswith("# figure"))
    picture = next(out["data"]["text/html"] for cell in drawn for out in cell["outputs"])
    what, *more = _sections(prose_of[1])[0][1].split("\n\n")
    start, *rest = re.sub(r"\]\((?!https?:)", "](notebooks/", begin).split("\n\n")
    in_order = ["00_start_here", *re.findall(r"\]\((\w+)\.ipynb\)", begin)]
    others = sorted(path.stem for path in (folder / "notebooks").glob("*.ipynb") if path.stem not in in_order)
    page = _environment(0).get_template("index.md.jinja")
    return page.render(
        title=title,
        first=first,
        what=what,
        start=start,
        picture="".join(picture),
        more="\n\n".join(more),
        why=parts["Why should anybody care?"],
        rest="\n\n".join(rest),
        walks=(*in_order, *others),
    )


def _sections(markdown: str) -> list[tuple[str, str]]:
    """The parts of a text by their headings; what stands before the first has none."""
    pieces = re.split(r"^#+ (.*)\n", markdown, flags=re.MULTILINE)
    named = zip(["", *pieces[1::2]], [pieces[0], *pieces[2::2]], strict=True)
    return [(name, text.strip()) for name, text in named if text.strip()]


# --- Computed pages ---------------------------------------------------------------------------------------------------


def _computed(facts: Facts) -> Iterator[tuple[str, str]]:
    """Every page that is filled from a template, by its name."""
    for section, clauses in facts.sections.items():
        yield f"clauses/{slug(section)}.md", _page("section", 1, facts, section=section, clauses=clauses)
    for name in ("clauses/index", "runs/index", "vectors", "rules", "readings", "told", "claims", "scopes", "changes",
                 "run", "interface/index", "docs/how-to/index", "docs/adr/index"):  # fmt: skip
        yield f"{name}.md", _page(Path(name).name if "/index" not in name else name.replace("/", "-"),
                                  name.count("/"), facts, **_lists(facts))  # fmt: skip
    for run in facts.runs.values():
        words = f"{run.claim.words[0].upper()}{run.claim.words[1:]}"
        drawn = film(run.trace, f"{words}.")
        yield run.place.replace(".html", ".md"), _page("film", 1, facts, shown=run, title=words, film=drawn)
    for module in modules():
        yield f"{module.path}.md", _page("module", module.path.count("/"), facts, module=module)


def _lists(facts: Facts) -> dict[str, Any]:
    """What the pages of lists need beside the facts."""
    return {
        "pages": lambda pattern: [_titled(path) for path in sorted(facts.root.glob(pattern))],
        "modules": modules(),
        "public": public_names(),
    }


def _titled(path: Path) -> tuple[str, str]:
    return path.name, path.read_text(encoding="utf-8").split("\n", 1)[0].lstrip("# ")


def _page(template: str, depth: int, facts: Facts, **more: Any) -> str:
    return _environment(depth).get_template(f"{template}.md.jinja").render(facts=facts, **more)


@cache
def _environment(depth: int) -> Environment:
    """Templates for pages so many folders deep."""
    found = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.globals.update(
        root="../" * depth, CLAUSES=CLAUSES, SCOPES=SCOPES, SOURCE=SOURCE, READINGS=READINGS, STRENGTHS=STRENGTHS,
        place_of=place_of, source_link=source_link, switches=switches(), values_of=values_of, slug=slug, named=named,
        version=__version__, signs={sign.glyph: kind for kind, sign in SIGNS.items()},
    )  # fmt: skip
    filters: dict[str, Callable[..., Any]] = {
        "prose": _filter(prose), "normative": _filter(normative), "plain": lambda text: Markup(escape(text)),
    }  # fmt: skip
    found.filters.update(filters)
    return found


def _filter(words: Callable[[str], str]) -> Callable[..., Markup]:
    """Words as markup, each clause that they name as a link to it."""

    @pass_context
    def made(context: Context, text: str) -> Markup:
        def link(cited: re.Match[str]) -> str:
            name = cited[0]
            return f'<a href="{context["root"]}{place_of(name)}">{name}</a>' if name in CLAUSES else name

        return Markup(_CITED.sub(link, words(text)))

    return made
