"""Walks and chapters exercise the whole text between them; it was recorded while they ran, never declared."""

import json

import pytest

from spec_impl.clauses import CLAUSES
from tests.notebooks.execute import EXERCISED, key_of, stored_in

NUMBERED = {key_of(path) for path in stored_in() if path.name[0].isdigit() and not path.name.startswith("00")}
RECORDED = json.loads(EXERCISED.read_text(encoding="utf-8"))


def test_every_walk_and_chapter_has_been_recorded_and_the_first_pages_do_not_count_themselves() -> None:
    assert set(RECORDED) == NUMBERED


@pytest.mark.parametrize("clause", [each.id for each in CLAUSES.values() if each.lines and not each.uncited])
def test_every_clause_of_the_text_that_a_rule_can_cite_is_exercised_in_some_notebook(clause: str) -> None:
    assert any(clause in clauses for clauses in RECORDED.values())


def test_only_clauses_that_exist_are_recorded() -> None:
    assert {clause for clauses in RECORDED.values() for clause in clauses} <= set(CLAUSES)
