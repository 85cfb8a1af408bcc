"""Each planted change judged: no false green and no false red, the right clause first, and the reason on one screen."""

import ast
import re
from pathlib import Path

import pytest

from tests.change.planted import Planted, line_of, planted


@pytest.mark.slow
@pytest.mark.parametrize("change", planted(), ids=lambda change: change.name)
def test_a_planted_change_is_judged_as_it_should_be(change: Planted) -> None:
    judged = change.judged()
    line = line_of(change.name, change.kind, judged, change.first, as_expected=True)
    assert (judged.computed, judged.is_red) == (change.computed, change.is_red), judged.reds
    assert re.search(change.says, " ".join((*judged.reds, *judged.warnings)))
    assert line.has_the_right_clause, line.first
    assert line.is_on_first_screen


@pytest.mark.parametrize("change", planted(), ids=lambda change: change.name)
def test_a_planted_change_fits_what_is_written_today(change: Planted, tmp_path: Path) -> None:
    version = change.made(tmp_path)
    for path in version.folder.rglob("*.py"):
        ast.parse(path.read_bytes())


def test_every_kind_of_change_is_planted() -> None:
    kinds = {each.kind for each in planted()}
    classes = {each.declared for each in planted() if not each.is_red} - {""}
    assert classes == {"internal", "clarification", "deprecation", "feature", "new", "breaking"}
    assert {"state", "transport", "enabling", "directory", "clause only", "new command", "new mode"} <= kinds
    assert {"removed row", "reordered rows"} <= kinds
    assert len({each.name for each in planted()}) == len(planted()) >= 20
