"""The ledger: every stated clause has a rule and something that shows it kept; no record names what is not there."""

import json
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from roomspec.change.ledger import LedgerLine, ledger_of, markdown
from spec_impl.clauses import CLAUSES

ROOT = Path(__file__).resolve().parents[2]
whole_ledger = cache(ledger_of)


def line(clause: str, checkout: Path | None = ROOT) -> LedgerLine:
    """One line of the ledger."""
    return next(each for each in whole_ledger(checkout).lines if each.clause.id == clause)


def test_every_clause_has_a_line_and_nothing_is_wrong() -> None:
    found = whole_ledger(ROOT)
    assert [each.clause.id for each in found.lines] == list(CLAUSES)
    assert found.faults == ()


def test_the_one_must_of_the_text_is_decided_claimed_and_walked() -> None:
    found = line("PRV-3")
    assert "join request 2" in found.rows
    assert "a-hidden-room-is-as-good-as-none" in found.claims
    assert "05_private_rooms" in found.notebooks
    assert "test_public_join" in found.tests
    assert found.cells > 100


def test_without_a_checkout_the_records_of_its_tests_are_missing_and_the_rest_is_there() -> None:
    assert line("PRV-3", None).notebooks == ()
    assert line("PRV-3", None).rows == line("PRV-3").rows


@pytest.mark.parametrize(
    "missing",
    [{"rows": (), "messages": ()}, {"claims": (), "notebooks": (), "tests": (), "vectors": (), "mutants": ()}],
)
def test_a_stated_clause_without_a_rule_or_without_evidence_is_not_kept(missing: dict[str, tuple[str, ...]]) -> None:
    assert line("KNK-2").is_kept
    assert not replace(line("KNK-2"), **missing).is_kept
    assert replace(line("GAP-1"), **missing).is_kept


def test_records_that_name_an_unknown_clause_are_named(tmp_path: Path) -> None:
    tests = tmp_path / "tests"
    (tests / "vectors").mkdir(parents=True)
    (tests / "exercised.json").write_text(json.dumps({"01_discovery": ["DISC-99"]}))
    (tests / "exercised_by_tests.json").write_text(json.dumps({"test_knock": ["KNK-98"]}))
    (tests / "vectors" / "knock.trace.json").write_text(json.dumps({"steps": [{"cites": ["KNK-99"]}]}))
    (tests / "mutants.toml").write_text('[[mutant]]\nname = "deaf"\nabout = "It hears nothing (PUB-99, PUB-1)."\n')
    said = " ".join(ledger_of(tmp_path).faults)
    assert "the notebook 01_discovery names DISC-99" in said
    assert "the test test_knock names KNK-98" in said
    assert "the vector knock names KNK-99" in said
    assert "the mutant deaf names PUB-99" in said
    assert line("PUB-1", tmp_path).mutants == ("deaf",)


def test_as_markdown_it_has_one_line_a_clause() -> None:
    text = markdown(whole_ledger(ROOT))
    assert text.count("\n| ") == len(CLAUSES) + 2
    assert "✅" in text
