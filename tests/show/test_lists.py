"""Cards and maps are made from the clauses and the rows: nothing is left out, nothing is claimed that is not there."""

from collections import Counter

import pytest

from roomspec.show import clause_table, lists, rule, silences, source_map
from roomspec.show.lists import rows_citing
from spec_impl import COMPLETED
from spec_impl.clauses import CLAUSES, UnknownClauseError, clause
from tests.model.grids import TABLES
from tests.show.drawing.untrusted import words
from tests.show.seen import lines_of

WALKS = {"04_knock": ["DISC-1", "GAP-7"], "01_discovery": ["DISC-1"]}
STATED = [each for each in CLAUSES.values() if each.lines]


def test_every_clause_has_a_card() -> None:
    cards = rule("*")
    assert cards.name == ", ".join(CLAUSES)
    assert len(CLAUSES) == 102
    said = words(cards.html)
    assert all(each.id in said for each in CLAUSES.values())


def test_cards_come_in_the_order_asked_for() -> None:
    assert rule("PUB-5", "PRV-[12]").name == "PUB-5, PRV-1, PRV-2"


def test_a_pattern_that_fits_nothing_is_refused_by_name() -> None:
    with pytest.raises(UnknownClauseError, match=r"'PVR-\*'"):
        rule("PVR-*")


def test_the_table_of_clauses_has_a_line_for_each() -> None:
    lines = lines_of(clause_table("Private rooms.", "PRV-*", "GAP-11"))
    assert [line[0] for line in lines] == ["PRV-1", "PRV-2", "PRV-3", "PRV-4", "GAP-11"]
    assert [line[2] for line in lines][2] == "MUST"
    assert lines[-1][3] == "silent"


def test_the_rows_that_cite_a_clause_are_numbered_as_the_recommended_reading_counts_them() -> None:
    assert [place.rpartition(" ")[0] for place in rows_citing("TEN-14")] == ["join request", "join request"]
    numbered = {
        f"{name} {number}": row
        for name, table in TABLES.items()
        for number, row in enumerate(table.rows_in(COMPLETED), start=1)
    }
    for clause_id in CLAUSES:
        for place in rows_citing(clause_id):
            assert clause_id in (*numbered[place].cites, *numbered[place].over)
    cited = {place for clause_id in CLAUSES for place in rows_citing(clause_id)}
    assert cited == set(numbered)


def test_no_line_of_the_source_is_uncovered() -> None:
    assert lists.uncovered_lines() == []
    assert "Not covered by a clause: no line that says something." in words(source_map({}).html)


def test_a_line_whose_clause_is_taken_away_is_uncovered(monkeypatch: pytest.MonkeyPatch) -> None:
    rest = {clause_id: each for clause_id, each in CLAUSES.items() if clause_id != "SCOPE-1"}
    monkeypatch.setattr(lists, "CLAUSES", rest)
    assert lists.uncovered_lines() == [2, 5]
    assert "Not covered by a clause: 2, 5." in words(source_map({}).html)


@pytest.mark.parametrize(
    ("clause_id", "word"), [("DISC-1", "rule"), ("PUB-8", "tension"), ("OPEN-1", "open"), ("SCOPE-1", "says why")]
)
def test_each_clause_says_how_it_stands(clause_id: str, word: str) -> None:
    assert lists.how_it_stands(clause(clause_id)) == word
    (line,) = [line for line in lines_of(source_map({})) if line[1] == clause_id]
    assert word in line[2]


def test_the_source_map_has_each_clause_once_with_its_standing_and_its_tensions() -> None:
    lines = lines_of(source_map({}))
    assert [line[1] for line in lines] == [each.id for each in STATED]
    assert Counter(map(lists.how_it_stands, STATED)) == {"rule": 29, "tension": 25, "open": 7, "says why": 3}
    for line in lines:
        disputed = [each.id for each in CLAUSES.values() if line[1] in each.between]
        assert [word for word in line[2].split() if word.startswith("TEN-")] == disputed


def test_the_source_map_marks_the_walks_that_exercise_a_clause() -> None:
    marks = {line[1]: line[3] for line in lines_of(source_map(WALKS))}
    assert marks["DISC-1"] == "01, 04"
    assert all(mark.startswith("none") for clause_id, mark in marks.items() if clause_id != "DISC-1")


def test_a_clause_that_nothing_can_exercise_says_why() -> None:
    marks = {line[1]: line[3] for line in lines_of(source_map({}))}
    assert {clause_id: mark for clause_id, mark in marks.items() if mark != "none"} == {
        each.id: f"none: {each.uncited}" for each in STATED if each.uncited
    }


def test_every_silence_has_its_question_its_reading_and_its_walks() -> None:
    lines = {line[0]: line[1:] for line in lines_of(silences(WALKS))}
    assert list(lines) == [f"GAP-{number}" for number in range(1, 25)]
    assert lines["GAP-7"][2] == "04"
    assert lines["GAP-6"][2].startswith("none")
    assert all(question.endswith("?") for question, _, _ in lines.values()) is all(
        clause(gap).text.endswith("?") for gap in lines
    )
    assert "24 questions" in silences({}).name
