"""The ledger: every stated clause has a rule and something that shows it kept; no record names what is not there."""

import json
import shutil
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from roomspec.change.ledger import NO_RUN_LEADS_THERE, LedgerLine, RecordError, ledger_of, markdown
from spec_impl.clauses import CLAUSES
from spec_impl.tracefile import dump
from tests.change.vectors.test_stories import deciders
from tests.rules.stories import STORIES

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
    (tests / "vectors" / "knock.trace.json").write_text(dump(STORIES[0].trace()).replace("DISC-1", "KNK-99"))
    (tests / "mutants.toml").write_text('[[mutant]]\nname = "deaf"\nabout = "It hears nothing (PUB-99, PUB-1)."\n')
    said = " ".join(ledger_of(tmp_path).faults)
    assert "the notebook 01_discovery names DISC-99" in said
    assert "the test test_knock names KNK-98" in said
    assert "the vector knock names KNK-99" in said
    assert "the mutant deaf names PUB-99" in said
    assert line("PUB-1", tmp_path).mutants == ("deaf",)


def test_as_markdown_it_has_one_line_a_clause() -> None:
    text = markdown(whole_ledger(ROOT))
    clauses, _, rows = text.partition("## Rows")
    assert clauses.count("\n| ") == len(CLAUSES) + 2
    assert rows.count("\n| ") == len(whole_ledger(ROOT).rows) + 2
    assert "✅" in text


def test_every_row_decides_in_a_vector_and_the_ledger_counts_the_right_ones() -> None:
    found = whole_ledger(ROOT).rows
    assert [line.sentence for line in found if not line.vectors] == [sentence for _, sentence in NO_RUN_LEADS_THERE]
    decided = {(table, row): set[str]() for table, row in ((line.table, line.sentence) for line in found)}
    for story in STORIES:
        for decider in deciders(story.trace()):
            decided[decider].add(story.path)
    assert {(line.table, line.sentence): {*line.vectors} for line in found} == decided


def test_a_row_that_no_vector_shows_is_named(tmp_path: Path) -> None:
    (tmp_path / "tests").mkdir()
    for name in ("exercised.json", "exercised_by_tests.json", "mutants.toml", "vectors"):
        (tmp_path / "tests" / name).symlink_to(ROOT / "tests" / name)
    (tmp_path / "tests" / "vectors").unlink()
    shutil.copytree(ROOT / "tests" / "vectors", tmp_path / "tests" / "vectors")
    line = next(each for each in whole_ledger(ROOT).rows if len(each.vectors) == 1)
    (tmp_path / "tests" / "vectors" / f"{line.vectors[0]}.trace.json").unlink()
    found = ledger_of(tmp_path)
    assert found.is_red
    assert any(f"“{line.sentence}” of the table “{line.table}” decides in no vector" in fault for fault in found.faults)
    assert f"{line.number}. {line.sentence} | ❌ |" in markdown(found)


def test_a_trace_that_names_no_table_of_ours_is_refused_in_a_sentence(tmp_path: Path) -> None:
    vectors = tmp_path / "tests" / "vectors"
    vectors.mkdir(parents=True)
    for name in ("exercised.json", "exercised_by_tests.json", "mutants.toml"):
        (tmp_path / "tests" / name).symlink_to(ROOT / "tests" / name)
    (vectors / "odd.trace.json").write_text(dump(STORIES[0].trace()).replace('"table": "create"', '"table": "make"'))
    with pytest.raises(RecordError, match="odd.trace.json cannot be read"):
        ledger_of(tmp_path)
