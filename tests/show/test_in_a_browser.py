"""What a Python in a browser lacks, tried without one: no process, no pandas; each is said in a sentence."""

import subprocess
import sys

import graphviz
import pytest

from roomspec import show
from roomspec.change.beside import NotComparable
from roomspec.change.judge import try_change
from roomspec.show.graphs import membership_machine
from roomspec.show.lists import clause_table
from tests.change.examples import PLAINER
from tests.show.drawing.untrusted import words

NO_PROCESSES = OSError(138, "emscripten does not support processes.")


def refuses(*_: object, **__: object) -> str:
    raise NO_PROCESSES


def test_a_graph_is_its_text_and_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(graphviz.Digraph, "pipe", refuses)
    drawn = words(membership_machine("Memberships.").html)
    assert "Not drawn: Graphviz is missing here" in drawn
    assert "none to knocked" in drawn


def test_a_frame_says_that_pandas_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    for module in ("frames", "drawing.frame"):
        monkeypatch.delitem(sys.modules, f"roomspec.show.{module}", raising=False)
    with pytest.raises(ModuleNotFoundError, match="^a frame is made by pandas, which is missing here"):
        _ = clause_table("Hidden rooms.", "PRV-*").frame
    with pytest.raises(ModuleNotFoundError, match="^a frame is made by pandas, which is missing here"):
        show.clause_frame()


def test_a_comparison_says_that_it_needs_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subprocess, "Popen", refuses)
    with pytest.raises(NotComparable, match="none can be started here .*emscripten") as refused:
        try_change(PLAINER)
    assert refused.value._render_traceback_() == [f"NotComparable: {refused.value}"]
