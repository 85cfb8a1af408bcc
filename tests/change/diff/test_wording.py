"""Clause texts compared by id: what a reader goes by counts, what only helps to find it does not."""

from pathlib import Path

import pytest

from roomspec.change.diff.beside import NotComparable
from roomspec.change.diff.wording import clause_texts, reworded

KNOCK = {"id": "KNK-1", "text": "A user knocks.", "status": "stated", "lines": [82, 83]}


def test_another_text_is_a_new_word_and_another_line_is_none() -> None:
    old = {"KNK-1": KNOCK}
    assert reworded(old, {"KNK-1": {**KNOCK, "lines": [1, 2]}}) == ()
    (found,) = reworded(old, {"KNK-1": {**KNOCK, "text": "A user asks."}})
    assert (found.before, found.after) == ({"text": "A user knocks."}, {"text": "A user asks."})


def test_a_clause_that_comes_or_goes_is_shown_whole() -> None:
    (come,) = reworded({}, {"KNK-1": KNOCK})
    (gone,) = reworded({"KNK-1": KNOCK}, {})
    assert come.after == gone.before == {"text": "A user knocks.", "status": "stated"}
    assert come.before == gone.after == {}


def test_a_clause_is_deprecated_once() -> None:
    advised = {**KNOCK, "deprecated": "1.1"}
    assert reworded({"KNK-1": KNOCK}, {"KNK-1": advised})[0].is_deprecated_now
    assert not reworded({"KNK-1": advised}, {"KNK-1": {**advised, "text": "A user asks."}})[0].is_deprecated_now


@pytest.mark.parametrize("text", ["[[clause]", "clause = 1", "[[clause]]\ntext = 'no id'", ""])
def test_a_clause_file_that_cannot_be_read_is_named(text: str, tmp_path: Path) -> None:
    (tmp_path / "clauses.toml").write_text(text)
    with pytest.raises(NotComparable, match=r"clauses.toml of HEAD cannot be read .*; mend it"):
        clause_texts(tmp_path, "HEAD")
