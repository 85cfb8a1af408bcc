"""How long each walk is, measured on its stored notebook, and whether that is within the bounds: `make pages`.

    python -m tests.notebooks.pages [NAME ...]

What is counted is what a reader sees who runs nothing and opens no fold. Words: those of the prose and of the outputs;
a picture is looked at and not read, so that it counts in minutes and not in words. Figures: pictures and tables, also a
table in the prose; the small pictures of one figure, as of the legend, count once. Clause ids before the last section.
Words of the vocabulary that stand anywhere, pictures included, before the place that explains them; a word is explained
where the prose first sets it in bold.

Minutes = words / 200 + half a minute for each figure and each prediction, rounded up; half a minute for each of the
questions at the end, which open one by one; and in a walk five for each stepper, in which a reader tries something
himself. The first cell of a notebook promises all three: `15 minutes to read, 5 for the questions, 5 to try it
yourself`. Walks, and what follows them, have bounds. In every notebook the promise is checked, and that a cell of
nothing but imports is hidden.
"""

import argparse
import base64
import math
import re
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Literal
from xml.etree import ElementTree as ET

from nbformat import NotebookNode

from spec_impl.clauses import CLAUSES
from tests.notebooks.execute import NOTEBOOKS, key_of, read, stored_in

WALKS = ("00", "03", "01", "02", "04", "05")
AFTER_THEM = tuple(sorted({path.name[:2] for path in NOTEBOOKS.glob("[0-9]*.ipynb")} - {*WALKS}))
"""The walks as a reader is sent through them, and what he may read then; all else is a reference, or a game."""

WORDS_PER_MINUTE, MINUTES_PER_FIGURE, MINUTES_PER_QUESTION, MINUTES_PER_STEPPER = 200, 0.5, 0.5, 5
MOST_WORDS, MOST_FIGURES, MOST_TABLES, MOST_BYTES = 1800, 12, 5, 250_000
MOST_MINUTES = {"walk": 15, "after": 20}
WIDEST_CODE = 88
"""So many characters fit into the column of the figures."""

VOCABULARY = {
    "aware": r"(un)?aware",
    "books": r"books",
    "candidate": r"candidates?",
    "claim": r"claims?",
    "clause": r"clauses?",
    "counterexample": r"counterexamples?",
    "directory": r"directory",
    "epoch": r"epochs?",
    "hold": r"holds?|held",
    "home server": r"home servers?",
    "invitation": r"invitations?",
    "join mode": r"join modes?",
    "knock": r"knock(s|ed|ing)?",
    "member": r"members?",
    "membership": r"memberships?",
    "owed": r"owed",
    "PDU": r"PDUs?",
    "private": r"private",
    "quiet": r"quiet",
    "reading": r"readings?",
    "scope": r"scopes?",
    "stay": r"stays?",
    "switch": r"switch(es)?",
    "witness": r"witness(es)?",
}
"""Words that mean something of their own here, each with its forms."""

NUMBERS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty")  # fmt: skip
_PROMISE = re.compile(
    rf"\b(\d+|{'|'.join(NUMBERS)}) minutes(?: to read)?(?:, (\d+) for the questions)?(?:, (\d+) to try it yourself)?",
    re.IGNORECASE,
)
_CLAUSE = re.compile(rf"\b(?:{'|'.join(sorted({name.partition('-')[0] for name in CLAUSES}))})-\d+\b")
_WORD = re.compile(r"\w[^\s/|]*")
_NUMBERED = re.compile(r"<summary[^>]*>\d+\. ")
_IMPORT = re.compile(r"^(?:from|import) ", re.MULTILINE)
_ONLY_IMPORTS = re.compile(r"(?:(?:from|import) .*\s*)+")
_CHART_OF_THE_WALK = re.compile(r"figures\.chart\(walk,.*")
_FORMS = {word: re.compile(rf"\b(?:{forms})\b", re.IGNORECASE) for word, forms in VOCABULARY.items()}
_EXPLAINS = {
    word: re.compile(rf"\*\*(?:a |an |the )?(?:{forms})\*\*", re.IGNORECASE) for word, forms in VOCABULARY.items()
}


class _Seen(HTMLParser):
    """What is seen of an HTML text: words outside folds, figures, and the pictures with their own words."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.tables = self.pictures = 0
        self.drawn: list[str] = []
        self._open: list[str] = []
        self._is_counted = False  # whether a picture of the figure that is open has been
        self.feed(html)

    @property
    def _is_folded(self) -> bool:
        """Within `details` and not within the summary of the outermost."""
        folds = [i for i, tag in enumerate(self._open) if tag == "details"]
        return bool(folds) and (len(folds) > 1 or "summary" not in self._open[folds[0] :])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if not self._is_folded:
            self.tables += tag == "table"
            if tag == "figure":
                self._is_counted = False
            if tag == "img":
                self.pictures += "figure" not in self._open or not self._is_counted
                self._is_counted = True
                self.drawn += _words_drawn(given.get("src") or "")
        if tag not in ("img", "br", "hr"):
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self._open:
            while self._open.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if not self._is_folded and "style" not in self._open:
            self.words.append(data)


def _words_drawn(source: str) -> list[str]:
    """The words in a picture, but for kinds of messages, which stand beside plain words for the same."""
    found = re.match(r"data:image/svg\+xml;base64,(.*)", source, re.DOTALL)
    if not found:
        return []
    picture = ET.fromstring(base64.b64decode(found[1]))
    texts = (each for each in picture.iter() if each.tag.endswith("text"))
    return [
        each.text or "" for each in texts if "mono" not in each.get("font-family", "") or _CLAUSE.match(each.text or "")
    ]


@dataclass
class Part:
    """One thing on the page in the order of reading: a cell's prose, or an output."""

    text: str
    drawn: str = ""
    is_prose: bool = False


@dataclass
class Page:
    """A notebook as its reader meets it, and what was counted."""

    name: str
    size: int
    kind: Literal["walk", "after", "other"] = "other"
    parts: list[Part] = field(default_factory=list)
    pictures: int = 0
    tables: int = 0
    predictions: int = 0
    questions: int = 0
    steppers: int = 0
    promised: tuple[int, int, int] | None = None
    plumbing: list[str] = field(default_factory=list)
    charts: list[str] = field(default_factory=list)

    @property
    def words(self) -> int:
        """Words of prose and of unfolded outputs."""
        return sum(len(_WORD.findall(part.text)) for part in self.parts)

    @property
    def figures(self) -> int:
        """Pictures and tables."""
        return self.pictures + self.tables

    @property
    def minutes(self) -> tuple[int, int, int]:
        """How long it takes, by the formula: the page itself, the questions at its end, and what is to be tried."""
        page = self.words / WORDS_PER_MINUTE + MINUTES_PER_FIGURE * (self.figures + self.predictions)
        tried = MINUTES_PER_STEPPER * self.steppers if self.kind == "walk" else 0
        return math.ceil(page), math.ceil(MINUTES_PER_QUESTION * self.questions), tried

    @property
    def early_clauses(self) -> list[str]:
        """Clause ids that are seen before the last section begins."""
        last = max((i for i, part in enumerate(self.parts) if part.is_prose and _has_heading(part.text)), default=0)
        return [clause for part in self.parts[:last] for clause in _CLAUSE.findall(f"{part.text} {part.drawn}")]


def _has_heading(prose: str) -> bool:
    return re.search(r"^## ", prose, re.MULTILINE) is not None


def measured(path: Path) -> Page:
    """What a reader sees of a stored notebook."""
    notebook, page = read(path), Page(_name(path), path.stat().st_size, _kind(path))
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            _read_prose(page, cell.source)
        elif not cell.metadata.get("jupyter", {}).get("source_hidden"):
            imports = _ONLY_IMPORTS.fullmatch(cell.source) if page.kind == "other" else _IMPORT.search(cell.source)
            page.plumbing += ["a line of code that imports"] if imports else []
            wide = [line for line in cell.source.splitlines() if len(line) > WIDEST_CODE and page.kind == "walk"]
            page.plumbing += [f"a line of {len(line)} characters of code" for line in wide]
        page.charts += _CHART_OF_THE_WALK.findall(cell.source)
        for output in cell.get("outputs", ()):
            _read_output(page, output)
    return page


def _name(path: Path) -> str:
    return key_of(path) if path.is_relative_to(NOTEBOOKS) else path.stem


def _kind(path: Path) -> Literal["walk", "after", "other"]:
    number = path.name[:2]
    is_chapter = path.parent.name == "chapters"
    return "other" if is_chapter or number not in WALKS + AFTER_THEM else "walk" if number in WALKS else "after"


def _read_prose(page: Page, source: str) -> None:
    """Markdown as it is shown: without the addresses of links, the rules of tables and what is folded."""
    shown = re.sub(r"\]\([^)]*\)", "]", source)
    page.tables += len(re.findall(r"^\|[\s:|-]+\|\s*$", shown, re.MULTILINE))
    shown = re.sub(r"^\|[\s:|-]+\|\s*$", "", shown, flags=re.MULTILINE)
    found = _Seen(shown)
    page.tables, page.pictures = page.tables + found.tables, page.pictures + found.pictures
    if not page.parts and (promise := _PROMISE.search(shown)):
        minutes = int(promise[1]) if promise[1].isdigit() else NUMBERS.index(promise[1].lower())
        page.promised = minutes, int(promise[2] or 0), int(promise[3] or 0)
    page.questions += len(_NUMBERED.findall(source))
    page.parts.append(Part("".join(found.words), " ".join(found.drawn), is_prose=True))


def _read_output(page: Page, output: NotebookNode) -> None:
    bundle = output.get("data", {})
    html = "".join(bundle.get("text/html", ""))
    page.steppers += "".join(bundle.get("text/plain", "")).startswith("Stepper") and any(
        "widget" in kind for kind in bundle
    )
    if not html:
        plain = output.get("text", "") or (
            "" if any("widget" in kind for kind in bundle) else bundle.get("text/plain", "")
        )
        page.parts.append(Part("".join(plain)))
        return
    found = _Seen(html)
    page.tables, page.pictures = page.tables + found.tables, page.pictures + found.pictures
    page.predictions += "<prediction:" in "".join(bundle.get("text/plain", ""))
    page.questions += len(_NUMBERED.findall(html))
    page.parts.append(Part(" ".join(found.words), " ".join(found.drawn)))


def unexplained(pages: Iterable[Page]) -> dict[str, list[str]]:
    """For each page the vocabulary words that it uses before anything read so far has explained them."""
    explained, found = set[str](), dict[str, list[str]]()
    for page in pages:
        missed = found.setdefault(page.name, [])
        for part in page.parts:
            if part.is_prose:
                explained |= {word for word, bold in _EXPLAINS.items() if bold.search(part.text)}
            seen = {word for word, forms in _FORMS.items() if forms.search(f"{part.text} {part.drawn}")}
            missed += sorted(seen - explained - set(missed))
    return found


def faults_of(page: Page, unknown: Sequence[str] = ()) -> list[str]:
    """One sentence for each bound that a page breaks, and where it promises other minutes than it takes."""
    early, takes = ", ".join(dict.fromkeys(page.early_clauses)), _in_words(page.minutes)
    of_walks = {
        f"{page.words} words, at most {MOST_WORDS}": page.words > MOST_WORDS,
        f"clause ids before the last section: {early}": early,
        "its run is never drawn whole: the last chart of `walk` begins later": page.charts
        and "since" in page.charts[-1],
    }
    most = MOST_MINUTES.get(page.kind, 0)
    of_pages = {
        f"{page.minutes[0]} minutes, at most {most}": page.minutes[0] > most,
        f"{page.figures} figures, at most {MOST_FIGURES}": page.figures > MOST_FIGURES,
        f"{page.tables} tables, at most {MOST_TABLES}": page.tables > MOST_TABLES,
        f"{page.size:,} bytes stored, fewer than {MOST_BYTES:,}": page.size >= MOST_BYTES,
        f"used before they are explained: {', '.join(unknown)}": unknown,
        f"the first cell promises no minutes; they are {takes}": page.promised is None,
    }
    bounds = {"walk": of_walks | of_pages, "after": of_pages, "other": {}}[page.kind]
    bounds[f"open to the reader: {', '.join(dict.fromkeys(page.plumbing))}"] = page.plumbing
    if page.promised is not None:
        bounds[f"the first cell promises {_in_words(page.promised)}; they are {takes}"] = page.promised != page.minutes
    return [fault for fault, is_broken in bounds.items() if is_broken]


def _in_words(minutes: tuple[int, int, int]) -> str:
    read, questions, tried = minutes
    words = f"{read} minutes" + (f" to read, {questions} for the questions" if questions else "")
    return words + (f", {tried} to try it yourself" if tried else "")


def all_pages() -> list[Page]:
    """Every stored notebook, the walks and what follows them in reading order."""
    numbers = WALKS + AFTER_THEM
    pages = [measured(path) for path in stored_in()]
    return sorted(
        pages, key=lambda page: (page.kind == "other", numbers.index(page.name[:2]) if page.kind != "other" else 0)
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Print what was counted, then every fault; 1 if there is one."""
    parser = argparse.ArgumentParser(description="Measure the pages of the notebooks.")
    parser.add_argument("name", nargs="*", help="a notebook or the beginning of its name; without one, all")
    wanted = parser.parse_args(arguments).name
    pages = all_pages()
    shown = [page for page in pages if page.name.startswith(tuple(wanted) or "")]
    if not shown:
        parser.error(f"no notebook begins with {' or '.join(wanted)}; there are {', '.join(p.name for p in pages)}")
    unknown = unexplained(page for page in pages if page.kind != "other")
    print(f"{'page':38} words pictures tables predictions clauses unknown  minutes        bytes")
    faults = []
    for page in shown:
        missing = unknown.get(page.name, [])
        counts = f"{page.words:5} {page.pictures:8} {page.tables:6} {page.predictions:11} {len(page.early_clauses):7}"
        minutes = " + ".join(map(str, page.minutes))
        print(f"{page.name:38} {counts} {len(missing):7} {minutes:>12} {page.size:8,}")
        faults += [f"{page.name}: {fault}" for fault in faults_of(page, missing)]
    print(*faults, sep="\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
