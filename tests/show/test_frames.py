"""Frames hold what the clauses and the tables say, one line each."""

import pytest

from roomspec.show import cell_frame, clause_frame
from spec_impl import COMPLETED, LITERAL_2014, Reading
from spec_impl.cells import PLANS
from spec_impl.clauses import CLAUSES, clause
from tests.model.grids import TABLES

SMALL = [name for name, plan in PLANS.items() if len(plan.axes) <= 5]


def test_the_source_has_64_clauses_24_silences_and_14_tensions() -> None:
    frame = clause_frame()
    ours = frame["status"].isin(["gap", "tension"])
    assert (len(frame[~ours]), *frame[ours]["status"].value_counts()[["gap", "tension"]]) == (64, 24, 14)
    assert list(frame.index) == list(CLAUSES)


def test_each_line_of_the_frame_is_its_clause() -> None:
    lines = clause_frame().loc["DISC-2"]
    stated = clause("DISC-2")
    assert (lines["first line"], lines["last line"]) == stated.lines
    assert (lines["section"], lines["strength"], lines["text"]) == (stated.section, stated.strength, stated.text)


def test_a_clause_on_which_the_source_is_silent_has_no_lines() -> None:
    frame = clause_frame()
    silent = frame[frame["first line"].isna()]
    assert set(silent["status"]) == {"gap", "tension"}
    assert len(silent) == 24 + 14


@pytest.mark.parametrize("reading", [COMPLETED, LITERAL_2014], ids=lambda each: each.name)
@pytest.mark.parametrize("name", SMALL)
def test_every_situation_has_a_line_with_the_answer_that_the_table_gives(name: str, reading: Reading) -> None:
    frame = cell_frame(TABLES[name], reading)
    cells = list(PLANS[name].cells(reading))
    assert len(frame) == len(cells)
    for cell, line in zip(cells, frame.to_dict("records"), strict=True):
        verdict, row = TABLES[name].decide(cell.situation)
        assert {axis: line[axis] for axis in PLANS[name].axes} == dict(cell.values)
        said = (str(row.outcome), verdict.row, str(row.reason or ""), str(row.tells or ""))
        assert (line["outcome"], line["row"], line["reason"], line["told"]) == said
