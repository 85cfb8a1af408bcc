"""What is not asked for is not loaded, and what needs nothing compiled works without it."""

import subprocess
import sys
from pathlib import Path

import pytest

from roomspec import show

ROOT = Path(__file__).parents[2]
STORY = """
from roomspec import show
from spec_impl import COMPLETED, Create, JoinMode, RoomId, Trace, World
tea = RoomId("!tea")
trace = Trace(World.of({"a.example": ["alice"]})).give("alice", Create(tea, JoinMode.PUBLIC))
print(show.chart(trace, "A room.").name, show.members(trace, tea, "Who.").name, show.decision(trace, "Why.").name)
"""


def printed(program: str) -> str:
    """What a fresh Python prints when it runs the program."""
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout.strip() or done.stderr.strip().splitlines()[-1]


def test_importing_the_figures_loads_nothing_heavy() -> None:
    heavy = "('pandas', 'numpy', 'graphviz', 'ipywidgets', 'IPython')"
    program = f"import sys, roomspec.show; print([name for name in {heavy} if name in sys.modules], 'loaded')"
    assert printed(program) == "[] loaded"


def test_charts_members_and_decisions_work_where_pandas_and_graphviz_are_missing() -> None:
    blocked = "import sys\nsys.modules.update(dict.fromkeys(('pandas', 'numpy', 'graphviz', 'ipywidgets')))\n"
    assert printed(blocked + STORY) == "A room. Who. Why."
    assert "ModuleNotFoundError" in printed(blocked + "from roomspec import show; show.clause_frame")


def test_the_stepper_works_where_nothing_compiled_is_there() -> None:
    blocked = "import sys\nsys.modules.update(dict.fromkeys(('pandas', 'numpy', 'graphviz')))\n"
    drive = "stepper = show.Stepper(trace); stepper.back.click(); print(len(stepper.trace.steps), stepper.name)"
    assert printed(f"{blocked}{STORY.rpartition('print')[0]}{drive}") == "0 Step through it"


def test_an_attribute_that_there_is_not_is_refused_in_a_sentence() -> None:
    with pytest.raises(AttributeError, match="^module 'roomspec.show' has no attribute 'charts'; it has Figure, Le"):
        _ = show.charts


@pytest.mark.parametrize("name", show.__all__)
def test_every_name_that_is_promised_is_there(name: str) -> None:
    assert callable(getattr(show, name))
    assert getattr(show, name).__doc__
