"""Which clauses the tests of the rules exercise: noted while they run, and compared with what is stored.

A clause counts for a file of tests when a row that cites it decides in one of them, in a table of the rules that the
file is about: what happens on the way there counts for nothing. `make exercised` stores it anew.
"""

import json
import os
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from spec_impl.rows import Table

RECORD = Path(__file__).parents[1] / "exercised_by_tests.json"


@pytest.fixture(autouse=True, scope="module")
def exercised(request: pytest.FixtureRequest) -> Iterator[None]:
    """Note what the tests of one file exercise; where all of them ran, it is what is stored."""
    noted, decide = set[str](), Table.decide
    own = _tables_of(request.path.stem.removeprefix("test_"))

    def noting(table: Table[Any, Any], situation: Any) -> Any:
        verdict, row = decide(table, situation)
        if table.name in own:
            noted.update(verdict.cites)
        return verdict, row

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Table, "decide", noting)
        yield
    _settle(request.path.stem, sorted(noted), whole=_runs_whole_files(request.config))


def _tables_of(rules: str) -> set[str]:
    module = import_module(f"spec_impl.rules.{rules}")
    return {found.name for found in vars(module).values() if isinstance(found, Table)}


def _settle(file: str, noted: list[str], *, whole: bool) -> None:
    stored = json.loads(RECORD.read_text(encoding="utf-8")) if RECORD.exists() else {}
    if os.environ.get("ROOMSPEC_EXERCISED") == "store":
        there = {stem: clauses for stem, clauses in stored.items() if Path(__file__).with_name(f"{stem}.py").exists()}
        text = json.dumps(there | {file: noted}, indent=1, sort_keys=True)
        RECORD.write_text(text + "\n", encoding="utf-8", newline="\n")
    elif whole:
        assert stored.get(file) == noted, "if this is meant: make exercised, and read the difference"


def _runs_whole_files(config: pytest.Config) -> bool:
    """Whether no test of a file was left out by a word or its own name, or given to another process."""
    option = config.option
    chosen = any("::" in argument for argument in config.args) or option.keyword or option.lf or option.maxfail
    return not chosen and "loadfile" in getattr(config, "workerinput", {"mainargv": ["loadfile"]})["mainargv"]
