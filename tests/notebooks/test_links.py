"""Every link of the notebooks and of the pages beside them leads somewhere, and walks and chapters know each other."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.notebooks.execute import NOTEBOOKS, ROOT, read, stored_in

LINK = re.compile(r"\]\((?!https?:|mailto:)([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
PAGES = [
    *stored_in(),
    *sorted(NOTEBOOKS.rglob("*.md")),
    *sorted((ROOT / "docs").rglob("*.md")),
    *sorted(ROOT.glob("*.md")),
]


def prose_of(path: Path) -> str:
    """The prose of a notebook or of a page."""
    if path.suffix == ".md":
        return path.read_text(encoding="utf-8")
    return "\n\n".join(cell.source for cell in read(path).cells if cell.cell_type == "markdown")


def anchors_of(path: Path) -> set[str]:
    """The headings of a page, as links name them."""
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in HEADING.findall(prose_of(path))}


def dead_links_of(path: Path) -> Iterator[str]:
    """The links of a page that lead to no file, or to no heading of it."""
    for link in LINK.findall(prose_of(path)):
        name, _, anchor = link.partition("#")
        target = (path.parent / name).resolve() if name else path
        if not target.exists():
            yield f"{link} leads to no file"
        elif anchor and target.suffix in (".md", ".ipynb") and anchor not in anchors_of(target):
            yield f"{link} leads to no heading"


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_link_leads_somewhere(path: Path) -> None:
    assert list(dead_links_of(path)) == []


def test_a_dead_link_is_found(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        "# A page\n[a](page.md) [b](gone.md) [c](#a-page) [d](#gone) [e](https://tea.example)", encoding="utf-8"
    )
    assert list(dead_links_of(page)) == ["gone.md leads to no file", "#gone leads to no heading"]


CHAPTERS = [path for path in stored_in(NOTEBOOKS / "chapters") if path.name[0].isdigit()]


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda path: path.stem)
def test_a_chapter_and_its_walk_link_to_each_other(chapter: Path) -> None:
    walk = NOTEBOOKS / chapter.name
    assert f"](../{walk.name})" in prose_of(chapter)
    assert f"](chapters/{chapter.name})" in prose_of(walk)


def test_every_chapter_is_on_the_chapters_first_page() -> None:
    first = prose_of(NOTEBOOKS / "chapters" / "00_start_here.ipynb")
    names = {path.name for path in stored_in(NOTEBOOKS / "chapters")} - {"00_start_here.ipynb"}
    assert {name for name in names if f"]({name})" not in first} == set()
