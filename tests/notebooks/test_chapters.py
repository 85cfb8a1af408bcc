"""The chapters between them have the whole specification, and nothing of it twice."""

import re
from collections import Counter
from html import unescape

import pytest

from roomspec import show
from roomspec.show.decisions import AnyTable
from roomspec.show.drawing.sheet import prose
from spec_impl.claims import CLAIMS, FIRST_WORDINGS, WITNESSES
from spec_impl.clauses import CLAUSES, matching
from spec_impl.rules import TABLES
from spec_impl.scopes import TINY
from tests.notebooks.execute import NOTEBOOKS, read, stored_in
from tests.notebooks.test_stored_outputs import in_the_open, shown

CHAPTERS = {path.stem: read(path) for path in stored_in(NOTEBOOKS / "chapters")}
CODE = {name: [cell.source for cell in book.cells if cell.cell_type == "code"] for name, book in CHAPTERS.items()}


def plain(html: str) -> str:
    """HTML as running text."""
    return " ".join(unescape(re.sub(r"<[^>]+>", "", html)).split())


def text_of(chapter: str) -> str:
    """All that a chapter shows, as running text."""
    outputs = [output for cell in CHAPTERS[chapter].cells for output in cell.get("outputs", ())]
    return plain(in_the_open("\n".join(map(shown, outputs))))


EVERYTHING = {chapter: text_of(chapter) for chapter in CHAPTERS}


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)
def test_every_table_stands_whole_in_exactly_one_chapter(table: AnyTable) -> None:
    whole = plain(show.rules(table).html)
    homes = [name for name, text in EVERYTHING.items() if whole[whole.index("#") :] in text]
    assert len(homes) == 1, homes


def test_every_silence_and_tension_has_its_card_in_exactly_one_chapter() -> None:
    cards = [
        (clause.id, name)
        for name, cells in CODE.items()
        for source in cells
        for call in re.findall(r"show\.rule\(([^)]*)\)", source)
        for pattern in re.findall(r'"([^"]+)"', call)
        for clause in matching(pattern)
    ]
    assert [one for one, n in Counter(one for one, _ in cards).items() if n > 1] == []
    ours = {clause.id for clause in CLAUSES.values() if clause.status in ("gap", "tension")}
    assert ours - {one for one, _ in cards} == set()


def test_every_clause_of_the_text_is_shown_in_words_in_some_chapter() -> None:
    words = {clause.id: plain(prose(clause.text)) for clause in CLAUSES.values() if clause.lines}
    assert [one for one, text in words.items() if not any(text in shown for shown in EVERYTHING.values())] == []


def test_every_claim_and_every_tiny_scope_stands_in_the_chapter_of_claims() -> None:
    text = EVERYTHING["06_claims_and_counterexamples"]
    assert [claim.name for claim in (*CLAIMS, *WITNESSES, *FIRST_WORDINGS) if claim.words not in text] == []
    assert [scope.name for scope in TINY if scope.name not in text] == []


def test_each_chapter_asks_its_tables_one_question_as_a_frame() -> None:
    for name, cells in CODE.items():
        assert any("_frame(" in source or ".frame" in source for source in cells), name
