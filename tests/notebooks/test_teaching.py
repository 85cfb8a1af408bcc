"""What the teaching pages say of the notebooks is so: names, numbers, minutes, what is folded, and every solution."""

import re
from html import unescape
from typing import Any

import pytest

from roomspec import Asked, Edit, try_change
from roomspec.show.exercises import catalogue
from roomspec.show.exercises.leak import DOORS, SpotTheLeak
from roomspec.show.predictions import MISCONCEPTIONS, all_questions
from spec_impl import COMPLETED, LITERAL_2014
from spec_impl.reading import switches
from tests.notebooks.execute import NOTEBOOKS, ROOT, read
from tests.notebooks.pages import (
    MINUTES_PER_FIGURE,
    MINUTES_PER_QUESTION,
    MINUTES_PER_STEPPER,
    NUMBERS,
    WORDS_PER_MINUTE,
)

TEACHING = NOTEBOOKS / "teaching"
LESSONS, SOLUTIONS, README = (
    (TEACHING / name).read_text(encoding="utf-8") for name in ("lessons.md", "08_playground_solutions.md", "README.md")
)
PARTS = re.split(r"^## ", LESSONS, flags=re.MULTILINE)[1:]
BLOCKS = re.findall(r"```python\n(.*?)```", SOLUTIONS, re.DOTALL)
LESSON = re.compile(r"^\[[^]]*\]\(\.\./(\w+\.ipynb)\)", re.MULTILINE)
PLAYGROUND = NOTEBOOKS / "08_playground.ipynb"


def test_the_minutes_of_a_walk_are_measured_as_the_page_says() -> None:
    formula = " ".join(LESSONS.split())
    assert f"words read at {WORDS_PER_MINUTE} a minute, half a minute for each figure and each prediction" in formula
    assert "then half a minute for each of the ten questions" in formula
    assert f"and {NUMBERS[MINUTES_PER_STEPPER]} for the task in the stepper" in formula
    assert MINUTES_PER_FIGURE == MINUTES_PER_QUESTION == 0.5


def test_every_notebook_that_a_learner_gets_has_a_lesson() -> None:
    linked = set(LESSON.findall(LESSONS))
    assert linked == {path.name for path in NOTEBOOKS.glob("*.ipynb")}


@pytest.mark.parametrize("lesson", PARTS, ids=lambda lesson: lesson.split("\n")[0])
def test_a_lesson_names_the_predictions_of_its_walk_and_beliefs_that_stand_in_them(lesson: str) -> None:
    (name,) = LESSON.findall(lesson)
    code = "\n".join(cell.source for cell in read(NOTEBOOKS / name).cells)
    asked = re.findall(r'show\.predict\("([\w.-]+)"\)', code)
    assert re.findall(r"`(\d\d\.[\w-]+)`", lesson) == asked
    said = {belief for belief in re.findall(r"\*([^*\n]+)\*", lesson) if belief in MISCONCEPTIONS}
    theirs = {option.belief for name in asked for option in all_questions()[name].options}
    assert said <= theirs


def test_each_walk_has_ten_questions_at_its_end() -> None:
    for path in sorted(NOTEBOOKS.glob("0*.ipynb")):
        prose = "\n".join(cell.source for cell in read(path).cells)
        begins = tuple(re.findall(r'show\.quiz\("([\w.]+)"', prose))
        asked = [name for name in all_questions() if name.startswith(begins)]
        asked += re.findall(r"<summary>(\d+)\. ", prose)
        assert len(asked) == 10, path.name


def names_of_the_playground(word: str) -> dict[str, Any]:
    """Everything that the notebook's own cells have named, run in their order for a learner of that name."""
    names: dict[str, Any] = {}
    for cell in read(PLAYGROUND).cells:
        if cell.cell_type == "code":
            exec(cell.source.replace('me = "somebody"', f'me = "{word}"'), names)
    return names


@pytest.mark.parametrize("word", ["somebody", "bob", "carol"])
def test_the_printed_solutions_solve_the_exercises_with_the_names_that_the_notebook_has(word: str) -> None:
    names = names_of_the_playground(word)
    solved = []
    for block in BLOCKS:
        exec(block, names)
        reply = names["exercise"].check(names["answer"])
        assert (names["exercise"].word, reply.kind) == (word, "solved"), reply.words
        solved.append(names["exercise"].key)
    assert solved == [make.__name__ for make in catalogue.EXERCISES]


def test_the_switches_that_may_stand_wrong_are_those_that_the_solutions_name() -> None:
    wrong = {
        name
        for word in map(str, range(40))
        for name in switches()
        if getattr(catalogue.wrong_switch(word).reading, name) != getattr(COMPLETED, name)
    }
    named = set(re.findall(r"\(`(\w+)`\)", SOLUTIONS))
    assert named == wrong and "Which of three it is" in SOLUTIONS and len(wrong) == 3


def test_what_the_pages_say_of_the_leak_is_counted() -> None:
    assert "five of the fifteen questions" in SOLUTIONS and "about one in eight wins" in SOLUTIONS
    assert (len(SpotTheLeak()._questions), len(DOORS)) == (15, 8)
    assert (SpotTheLeak(LITERAL_2014)._telling(), SpotTheLeak(COMPLETED)._telling()) == (5, 0)
    game = "\n".join(cell.source for cell in read(NOTEBOOKS / "spot_the_leak.ipynb").cells)
    assert "Eight doors" in game and "In a class of forty about five win" in game and 40 // len(DOORS) == 5


def test_what_can_be_looked_up_is_where_the_page_says() -> None:
    root = NOTEBOOKS.parent
    assert catalogue.STRANGER in (root / "spec_impl/rules/knock.py").read_text(encoding="utf-8")
    assert 'me = "somebody"' in "\n".join(cell.source for cell in read(PLAYGROUND).cells)


def test_answers_are_folded_away_wherever_a_notebook_gives_one() -> None:
    for path in sorted(NOTEBOOKS.glob("*.ipynb")):
        for cell in read(path).cells:
            if cell.cell_type == "markdown":
                open_prose = re.sub(r"<details>.*?</details>", "", cell.source, flags=re.DOTALL)
                assert not re.search(
                    r"\b(one|a) solution\b|\bsolutions?:", open_prose, re.IGNORECASE
                ) or "never shows" in (open_prose), f"{path.name}: {open_prose[:80]}"


def test_the_folded_solution_of_the_change_has_the_class_that_was_asked_for() -> None:
    cells = {cell.id: cell.source for cell in read(NOTEBOOKS / "07_changing_the_spec.ipynb").cells}
    asked = Asked(scopes=("an open door",), tables=("knock request",))
    assert 'wanted = "feature"' in cells["471c51a0"]
    folded = re.findall(r"<code>(.*?)</code>", cells["5f5b1dd7"].split("One solution")[1])
    file, row, had, has, clauses, said, says = (unescape(piece) for piece in folded)
    rules = (ROOT / "spec_impl" / file).read_text(encoding="utf-8")
    (old,) = re.findall(r'refuse\("GAP-11", "A public room needs no knock.*?over="GAP-11"\),', rules, re.DOTALL)
    solution = Edit(file, old, row), Edit(file, had, has), Edit(clauses, said, says)
    assert try_change(*solution, declared="feature", asked=asked).computed == "feature"
