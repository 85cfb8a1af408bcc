"""Each named mutant through the diff: red as a clarification, for the clause that it offends, with a run to follow."""

import re
from pathlib import Path

import pytest

from roomspec.change.advice import LONGEST_HEADLINE
from roomspec.change.compare import Asked
from roomspec.change.document import document
from roomspec.change.judge import judge_versions
from roomspec.change.report import LIMIT, short
from tests.change.mutated import mutated
from tests.mutants import Mutant, mutants

FIRST_SCREEN = 40
"""How many lines a reviewer reads before the first fold."""

ELSEWHERE = {
    "a new stay has the number of the old one",
    "the name of a server decides which change wins",
    "whoever is let in hears nothing",
}
"""Mistakes in what many rows rest on: the diff names the row in which one shows first, the mutant the idea."""


@pytest.mark.slow
@pytest.mark.parametrize("mutant", mutants(), ids=lambda mutant: mutant.name)
def test_a_mistake_is_red_for_the_clause_that_it_offends_and_a_run_shows_it(mutant: Mutant, tmp_path: Path) -> None:
    base, head = mutated(None, tmp_path / "old"), mutated(mutant, tmp_path / "new")
    asked = Asked(scopes=(mutant.scope,), tables=("browse",))
    found = judge_versions(base, head, asked=asked).declaring("clarification")
    broken = [claim for claim in found.claims if claim.is_broken]
    shown = {clause for change in found.changes for clause in change.parting.clauses}
    shown |= {clause for claim in broken for clause in claim.cites}
    assert found.is_red
    assert mutant.caught_by in {claim.name for claim in broken}
    assert shown & {*re.findall(r"[A-Z]+-[0-9]+", mutant.about)} or mutant.name in ELSEWHERE
    report = document(found)
    assert report["runs"]
    assert len(short(report)) <= LIMIT
    assert len(short(report).partition("<details>")[0].rstrip().splitlines()) <= FIRST_SCREEN
    assert len(report["verdict"]["headline"]) <= LONGEST_HEADLINE
