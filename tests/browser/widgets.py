"""Every widget that the notebooks show, collected from what is stored in them: nothing is listed by hand.

An exercise that is about runs has no widget of its own: its reader opens a stepper on it. So a copy of each notebook
gets one more cell for each of them.
"""

import json
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat

from roomspec.show.exercises.catalogue import EXERCISES
from tests.notebooks.execute import NOTEBOOKS, WIDGET, stored_in

WORD = "somebody"
"""What the notebook calls a reader who has put in no name yet."""
ABOUT_RUNS = {make.__name__: make(WORD).name for make in EXERCISES if make(WORD).start is not None}
"""The exercises that are about runs: how a notebook calls for each, and its name."""


@dataclass(frozen=True)
class Shown:
    """One widget: the notebook that shows it, its kind, its place among those of its kind there, and its name."""

    notebook: str
    kind: str
    number: int
    name: str

    def __str__(self) -> str:
        return f"{self.notebook.split('_')[0]} {self.kind} {self.number}"


def kind_of(words: str) -> str:
    """What a stored output is, by its words, such as `Stepper “carol is invited”`"""
    return "leak" if "worlds, one room" in words else words.partition(" “")[0].lower()


def name_of(words: str) -> str:
    """How it calls itself there."""
    return words.partition("“")[2].rpartition("”")[0]


def cells_of(path: Path) -> list[dict[str, Any]]:
    """The code cells of a notebook."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return [cell for cell in cells if cell["cell_type"] == "code"]


def plain_of(output: dict[str, Any]) -> str:
    """The words of a stored output."""
    return "".join(output.get("data", {}).get("text/plain", ""))


def exercises_in(cell: dict[str, Any]) -> list[tuple[str, str]]:
    """The exercises about runs that a cell makes: the name that it gives each, and what it calls for it."""
    made = re.findall(r"^(\w+) = catalogue\.(\w+)\(", "".join(cell["source"]), re.MULTILINE)
    return [(name, make) for name, make in made if make in ABOUT_RUNS]


def shown_in(path: Path) -> list[Shown]:
    """The widgets of a notebook with the exercises that get one, in their order on the page."""
    outputs = [output for cell in cells_of(path) for output in cell["outputs"]]
    names = [(kind_of(plain_of(each)), name_of(plain_of(each))) for each in outputs if WIDGET in each.get("data", {})]
    names += [("stepper", ABOUT_RUNS[made]) for cell in cells_of(path) for _, made in exercises_in(cell)]
    notebook, found = path.relative_to(NOTEBOOKS).as_posix(), list[Shown]()
    for kind, name in names:
        found.append(Shown(notebook, kind, sum(each.kind == kind for each in found), name))
    return found


ALL = [each for path in stored_in() for each in shown_in(path)]
_SHOWN = Counter((each.kind, each.notebook) for each in ALL if each.name not in ABOUT_RUNS.values())
WITH_MOST = sorted({kind: notebook for (kind, notebook), _ in reversed(_SHOWN.most_common())}.values())
"""Of each kind the notebook that shows most of them: what is the same for all need not be tried in each."""


def with_exercises(notebook: str, target: Path) -> None:
    """Write the notebook with a stepper on each exercise in it that is about runs."""
    copied = nbformat.read(NOTEBOOKS / notebook, as_version=4)
    for cell in cells_of(NOTEBOOKS / notebook):
        for exercise, _ in exercises_in(cell):
            source = f"show.Stepper({exercise}.start, {exercise}.scope, title={exercise}.name)"
            copied.cells.append(nbformat.v4.new_code_cell(source))
    nbformat.write(copied, target)
