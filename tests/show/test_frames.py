"""Frames hold what the clauses and the tables say, one line each."""

import pandas as pd
import pytest

from roomspec.search import check
from roomspec.show import cell_frame, chart, clause_frame, finding_frame, reading_frame, trace_frame
from spec_impl import COMPLETED, LITERAL_2014, Reading
from spec_impl.cells import PLANS
from spec_impl.claims import named
from spec_impl.clauses import CLAUSES, clause
from spec_impl.reading import switches
from spec_impl.scopes import SCOPES
from tests.model.grids import TABLES
from tests.model.runs import run

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


def test_columns_of_words_that_repeat_are_categories_and_numbers_may_be_missing() -> None:
    assert {str(clause_frame()[name].dtype) for name in ("section", "strength", "status")} == {"category"}
    assert str(clause_frame()["first line"].dtype) == "Int64"
    frame, axes = cell_frame(TABLES["knock request"]), PLANS["knock request"].axes
    assert {str(frame[axis].dtype) for axis in axes} == {"category"}
    assert all(list(frame[axis].cat.categories) == list(values) for axis, values in axes.items())


def test_which_rows_tell_no_such_room_is_one_query() -> None:
    frame = cell_frame(TABLES["join request"])
    hidden = frame[frame["told"] == "no such room"].groupby("mode", observed=True)["row"].agg(set)
    rows = TABLES["join request"].rows_in(COMPLETED)
    assert all(str(rows[number - 1].tells) == "no such room" for numbers in hidden for number in numbers)
    assert len(hidden["public"]) < len(hidden["invite"])


@pytest.mark.parametrize("number", range(6))
def test_each_step_of_a_run_is_a_line_and_no_clause_of_it_is_lost(number: int) -> None:
    trace = run(number)
    frame = trace_frame(trace)
    assert list(frame.index) == list(range(1, len(trace.steps) + 1))
    for (_, line), step in zip(frame.iterrows(), trace.steps, strict=True):
        first = step.verdicts[0] if step.verdicts else None
        decided = (first.table, str(first.outcome), first.row) if first else None
        assert (None if pd.isna(line["table"]) else tuple(line[["table", "decided", "row"]])) == decided
        assert line["changes"].count("→") == len(step.changes)


def test_each_claim_that_was_asked_in_a_scope_is_a_line_with_its_fate() -> None:
    found = check(SCOPES["a private room and an outsider"], LITERAL_2014)
    frame = finding_frame([found]).set_index("claim")
    assert set(frame.index) == {claim.name for claim in found.claims}
    broken = frame.loc["a-hidden-room-is-as-good-as-none"]
    run_of = found.run(named("a-hidden-room-is-as-good-as-none"))
    assert run_of is not None and (broken["verdict"], broken["steps"]) == ("fails", len(run_of))
    assert pd.isna(frame[frame["verdict"] == "holds"]["steps"]).all()


def test_each_switch_is_a_line_with_how_the_readings_take_it() -> None:
    frame = reading_frame()
    assert list(frame.index) == list(switches())
    assert all(line["COMPLETED"] in line["values"].split(", ") for _, line in frame.iterrows())
    assert set(frame.index[frame["COMPLETED"].astype(str) != frame["LITERAL_2014"].astype(str)]) == {
        name for name in switches() if getattr(COMPLETED, name) != getattr(LITERAL_2014, name)
    }


def test_a_chart_has_the_frame_of_its_steps() -> None:
    trace = run(3)
    assert list(chart(trace, "A run.").frame["step"]) == list(range(1, len(trace.steps) + 1))
