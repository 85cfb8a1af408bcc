"""A model that reaches outside of itself is named with file and line, since it may behave only while it is asked."""

from pathlib import Path

import pytest

from roomspec.change.compare import Asked
from roomspec.change.judge import INSTALLED, Edit, copy_installed, judge_versions
from roomspec.change.outside import reaches_outside

QUIET = "import dataclasses\n\n\ndef rule(s):\n    return getattr(s, 'room')\n"


def found(new: str, old: str = QUIET) -> list[str]:
    """What is named between the two texts of one module."""
    return reaches_outside({"rule.py": old.encode()}, {"rule.py": new.encode()})


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("import os; os._exit(0)", "import os"),
        ("from sys import argv", "from sys import"),
        ("if dataclasses.sys.argv[0] == '-c': pass", ".sys"),
        ("from dataclasses import sys", "from dataclasses import sys"),
        ("open('report/diff.json', 'w').write('{}')", "open"),
        ("__import__('o' + 's').getppid()", "__import__"),
        ("eval('1')", "eval"),
        ("().__class__.__mro__[1].__subclasses__()", "__subclasses__"),
        ("getattr(dataclasses, 's' + 'ys')", "getattr of a name that is made as it runs"),
        ("import inspect", "import inspect"),
        ("import importlib.util", "import importlib.util"),
        ("rule.__globals__['x'] = 1", "__globals__"),
        ("import time", "import time"),
        ("import numpy", "import numpy"),
    ],
)
def test_a_way_out_is_named_with_its_line(line: str, said: str) -> None:
    sentences = found(f"{QUIET}{line}\n")
    assert [each for each in sentences if f"({said})" in each and each.startswith("what spec_impl/rule.py, line 6, ")]


@pytest.mark.parametrize(
    "line", ["import heapq", "from typing import Final", "from . import rule", "x = getattr(1, 'a')"]
)
def test_what_stays_inside_is_not_named(line: str) -> None:
    assert found(f"{QUIET}{line}\n") == []


def test_what_was_there_before_is_not_named_again_and_once_more_is() -> None:
    before = f"{QUIET}import os\n"
    assert found(f"# A word more.\n{before}", before) == []
    assert len(found(f"{before}import os\n", before)) == 1


def test_a_pull_request_that_does_so_is_not_green_though_nothing_else_differs(tmp_path: Path) -> None:
    first = (INSTALLED / "notices.py").read_text(encoding="utf-8").splitlines()[0]
    writes = "try:\n    open('diff.json', 'w').write('{}')\nexcept OSError:\n    pass\n"
    edit = Edit("notices.py", first, f"{first}\n\n{writes}")
    base, head = copy_installed(tmp_path / "old", "main"), copy_installed(tmp_path / "new", "after", [edit])
    judged = judge_versions(base, head, asked=Asked(scopes=("a neighbour of a hidden room",), tables=("browse",)))
    assert judged.is_red
    assert [red for red in judged.reds if "spec_impl/notices.py, line" in red and "(open)" in red]
