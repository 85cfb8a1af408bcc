"""Marks tell where what differs was at work: when it runs or its rows are looked at, also behind a kept value."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from roomspec.change.changed import WRITING_FILE, is_for_writing
from roomspec.change.side import marks
from roomspec.change.sources import SourceFiles

ROOT = Path(__file__).parents[2]

MODEL = """
from functools import cache

def differs():
    return 1

def is_as_it_was():
    return 2

@cache
def kept():
    return differs()

class Table:
    def __init__(self, name, rows):
        self.rows = rows

TABLE, OTHER = Table("knock", rows=(1, 2)), Table("join", rows=(1, 2))
"""
ASKED = """
import sys
from importlib.machinery import SourceFileLoader
marks = SourceFileLoader("marks", {path!r}).load_module()
marks.watch([["__init__.py", "differs"]], ["knock"], True)
sys.path.insert(0, {folder!r})
import spec_impl as model
model.kept() if {is_kept} else None
since = marks.times()
{what}
print(marks.was_at_work(since))
"""


def was_at_work(folder: Path, what: str, model: str = MODEL, is_kept: bool = False) -> bool:
    """Whether marks say so after that was done; with `is_kept`, after a value was kept."""
    (folder / "spec_impl").mkdir()
    (folder / "spec_impl" / "__init__.py").write_text(model)
    about = {"path": marks.__file__, "folder": str(folder), "is_kept": is_kept}
    told = [sys.executable, "-c", ASKED.format(what=what, **about)]
    return subprocess.run(told, capture_output=True, text=True, check=True).stdout == "True\n"


@pytest.mark.parametrize(
    "what",
    ["model.differs()", "model.kept()", "list(model.TABLE.rows)", "[*model.TABLE.rows]", "1 in model.TABLE.rows"],
)
def test_what_differs_is_told_where_it_is_at_work(what: str, tmp_path: Path) -> None:
    assert was_at_work(tmp_path, what)


@pytest.mark.parametrize("what", ["model.is_as_it_was()", "list(model.OTHER.rows)", "model.TABLE"])
def test_nothing_is_told_where_only_what_is_as_it_was_is_at_work(what: str, tmp_path: Path) -> None:
    assert not was_at_work(tmp_path, what)


def test_a_value_that_was_kept_before_tells_nothing_so_that_all_counts(tmp_path: Path) -> None:
    assert was_at_work(tmp_path, "model.kept()", is_kept=True)


@pytest.mark.parametrize("line", ["AT_ONCE = differs()", "ROWS = tuple(TABLE.rows)"])
def test_what_was_at_work_while_rules_were_loaded_may_be_behind_anything(line: str, tmp_path: Path) -> None:
    assert was_at_work(tmp_path, "model.is_as_it_was()", f"{MODEL}\n{line}\n")


WRITTEN = """
import ast, json, sys
from pathlib import Path
sys.path.insert(0, {folder!r})
from roomspec.change.side import marks
home = Path({folder!r}, "spec_impl")
bodies = {{path.relative_to(home).as_posix(): ast.parse(path.read_text()).body for path in home.rglob("*.py")}}
functions = [[file, name] for file, body in bodies.items() for name, _ in marks._functions(body)]
marks.watch(functions, [], True)
from roomspec.change.side import observe
ran = dict(reacted=set(), difference_key=set())

def noting(name, function):
    def noted(*about):
        marks._RAN.clear()
        try:
            return function(*about)
        finally:
            ran[name] |= marks._RAN
    return noted

for name in ran:
    setattr(observe, name, noting(name, getattr(observe, name)))
observe.cells([])
print(json.dumps(sorted(ran["difference_key"] - ran["reacted"])))
"""


def test_no_mark_is_trusted_for_what_all_that_is_compared_is_written_with(tmp_path: Path) -> None:
    """It runs after a reaction, when nobody looks any more whether something that differs was at work."""
    nothing_compiled = ["-X", f"pycache_prefix={tmp_path}"]
    asked = [sys.executable, *nothing_compiled, "-c", WRITTEN.format(folder=str(ROOT))]
    said = subprocess.run(asked, capture_output=True, text=True, check=True).stdout
    read = SourceFiles(ROOT / "spec_impl").definitions
    writing = [read[file, name] for file, name in json.loads(said)]
    assert [each.key for each in writing if not is_for_writing(each)] == []
    assert any(each.key[0] == WRITING_FILE for each in writing)
