"""The teacher's solutions: each block of the page is run, and the exercise's own check calls it solved."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import spec_impl as model
from roomspec.show.exercises import catalogue
from roomspec.show.exercises.leak import SpotTheLeak
from spec_impl import COMPLETED, LITERAL_2014
from spec_impl.cast import TEA
from spec_impl.rules import guards
from spec_impl.rules.table import Reason, refuse

PAGE = Path(__file__).parents[3] / "notebooks" / "teaching" / "08_playground_solutions.md"
BLOCKS = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
NAMES = {name: getattr(model, name) for name in vars(model) if not name.startswith("_")} | {
    "catalogue": catalogue,
    "guards": guards,
    "Reason": Reason,
    "refuse": refuse,
    "replace": replace,
    "TEA": TEA,
}


@pytest.mark.parametrize("block", BLOCKS)
def test_the_printed_solution_solves_its_exercise(block: str) -> None:
    names: dict[str, Any] = dict(NAMES)
    exec(block, names)
    assert names["exercise"].check(names["answer"]).kind == "solved"


def test_every_exercise_of_the_catalogue_has_a_printed_solution() -> None:
    solved = set(re.findall(r"catalogue\.(\w+)\(\)", "".join(BLOCKS)))
    assert solved == {make.__name__ for make in catalogue.EXERCISES}


def test_what_the_page_says_of_the_leak_is_counted() -> None:
    assert "five of the fifteen questions" in PAGE.read_text(encoding="utf-8")
    assert len(SpotTheLeak()._questions) == 15
    assert (SpotTheLeak(LITERAL_2014)._telling(), SpotTheLeak(COMPLETED)._telling()) == (5, 0)
