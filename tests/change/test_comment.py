"""A stranger's document as a comment: asked for its size and schema first, then escaped."""

import json
from pathlib import Path
from typing import Any

import pytest

from roomspec.change.comment import LARGEST_DOCUMENT, print_comment
from roomspec.change.report import short
from tests.change.documents import document, run, step


def written(tmp_path: Path, found: Any) -> str:
    """A file with this in it."""
    path = tmp_path / "diff.json"
    path.write_text(found if isinstance(found, str) else json.dumps(found))
    return str(path)


def test_a_document_becomes_its_report(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert print_comment([written(tmp_path, document())]) == 0
    assert capsys.readouterr().out == short(document())


@pytest.mark.parametrize(
    ("found", "said"),
    [
        ("not json", "is no JSON"),
        ("[" * 100_000, "is no JSON"),
        ({"format": "roomspec-diff"}, "is no diff.json of this version"),
        (document(version=1), "version is wrong"),
        (document(more="fields"), "the document is wrong"),
        (document(base="x" * 1000), "base is wrong"),
        (document(runs=[{}]), "runs/0 is wrong"),
        (json.dumps(document(base="x" * LARGEST_DOCUMENT)), "more than 1,000,000 bytes"),
        (document(runs=[run(rows=[step(1, "Knock", to=None)])]), "speaks of what it does not have"),
        (document(runs=[run(rows=[step(1, "Knock", at="x.example")])]), "speaks of what it does not have"),
        (document(runs=[run(lanes=[])]), "speaks of what it does not have"),
        (document(first_run=2), "speaks of what it does not have"),
        (document(rows=[{"table": "knock", "before": None, "after": None}]), "speaks of what it does not have"),
    ],
)
def test_what_is_no_document_is_refused_in_one_sentence(
    found: Any, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert print_comment([written(tmp_path, found)]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert said in err
    assert err.count("\n") == 1


def test_a_missing_file_and_too_many_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert print_comment([str(tmp_path / "nothing.json")]) == 2
    assert print_comment(["one", "two"]) == 2
    assert "Traceback" not in capsys.readouterr().err
