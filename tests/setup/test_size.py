"""How large the code is gets counted as it says."""

from pathlib import Path

import pytest

from tests import size

FILE = """import json
from pathlib import (
    Path,
)

def used_once():
    return 1

def used_twice():
    return used_once()

class Thing:
    @property
    def decorated(self):
        return used_twice() + used_twice() + Path(json)
"""


def test_lines_imports_functions_and_helpers_used_once_are_counted(tmp_path: Path) -> None:
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner" / "tea.py").write_text(FILE, encoding="utf-8")
    (tmp_path / "empty.py").write_text("", encoding="utf-8")
    found = size.size_of(tmp_path)
    assert (found.files, found.lines, found.imports, found.functions, found.used_once) == (2, 15, 4, (2, 2, 2), 1)


def test_a_step_runs_lines_of_modules_that_it_imports() -> None:
    imported, ran = size.imported_by(size.ROOT / "spec_impl" / "stepping.py"), size.run_by_one_step()
    assert {path.name for path in ran} >= {"stepping.py", "rows.py"}
    assert ran.keys() <= imported


def test_a_package_that_is_larger_than_its_aim_is_told_and_nothing_else_happens(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(size, "AIMS", {"spec_impl": 1, "roomspec": 1_000_000})
    over = [line for line in size.report() if "aim" in line]
    assert [line.split()[0] for line in over] == ["spec_impl"]
