"""A run as Python: what is copied makes the same run, and the copied test holds and can fail."""

from typing import Any

import pytest

from roomspec.show.stepper.code import as_cell, as_test
from spec_impl import Create, JoinMode, NamePublished, RoomAlias, Spread, Trace
from spec_impl.cast import ALICE, TEA, town
from tests.model.runs import run as busy_run
from tests.model.walks import STORIES, seeded
from tests.show.stepper.runs import invited_but_not_everywhere

RUNS = [
    *(story() for story in STORIES),
    *map(seeded, range(12)),
    *map(busy_run, range(6)),
    invited_but_not_everywhere(),
]


def names_after(code: str) -> dict[str, Any]:
    """What Python knows once the code has run."""
    names: dict[str, Any] = {}
    exec(code, names)
    return names


@pytest.mark.parametrize("run", RUNS)
def test_the_copied_cell_makes_the_same_run(run: Trace) -> None:
    assert names_after(as_cell(run))["trace"] == run


@pytest.mark.parametrize("run", RUNS)
def test_the_copied_test_holds(run: Trace) -> None:
    names_after(as_test(run))["test_the_run_ends_as_it_did_in_the_stepper"]()


def test_the_copied_test_fails_where_the_run_ends_otherwise() -> None:
    code = as_test(invited_but_not_everywhere())
    assert "== 'invited'" in code
    with pytest.raises(AssertionError):
        names_after(code.replace("== 'invited'", "== 'joined'"))["test_the_run_ends_as_it_did_in_the_stepper"]()


def test_a_run_from_rest_is_written_in_words_alone() -> None:
    run = town().give(ALICE, Create(TEA, JoinMode.PUBLIC, RoomAlias("#tea"))).deliver(NamePublished)
    people = "{'a.example': ['alice'], 'b.example': ['bob'], 'c.example': ['carol', 'dave'], 'm.example': ['mallory']}"
    assert as_cell(run).splitlines()[2:] == [
        f"trace = Trace(World.of({people}, COMPLETED))",
        "trace = trace.give(UserId('alice', 'a.example'), Create('!tea', JoinMode.PUBLIC, '#tea', False))",
        "trace = trace.deliver(NamePublished, to='directory')",
        "trace",
    ]


def test_updates_that_spread_are_among_the_runs_that_are_copied() -> None:
    assert any(isinstance(step.action, Spread) for run in RUNS for step in run.steps)
