"""The walks between them exercise the whole text; what they exercise was recorded while they ran, never declared."""

import json

import pytest

from spec_impl.clauses import CLAUSES
from tests.notebooks.execute import EXERCISED, NOTEBOOKS

WALKS = {path.stem for path in NOTEBOOKS.glob("0[1-9]_*.ipynb")}
RECORDED = json.loads(EXERCISED.read_text(encoding="utf-8"))


def test_every_walk_has_been_recorded_and_the_first_page_does_not_count_itself() -> None:
    assert set(RECORDED) == WALKS


@pytest.mark.parametrize("clause", [each.id for each in CLAUSES.values() if each.lines and not each.uncited])
def test_every_clause_of_the_text_that_a_rule_can_cite_is_exercised_in_some_walk(clause: str) -> None:
    assert any(clause in clauses for clauses in RECORDED.values())


def test_only_clauses_that_exist_are_recorded() -> None:
    assert {clause for clauses in RECORDED.values() for clause in clauses} <= set(CLAUSES)
