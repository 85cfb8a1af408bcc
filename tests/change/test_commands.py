"""The commands: what they print, how they end, and that bad input leaves nothing behind."""

import json
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from roomspec.__main__ import app
from roomspec.change import commands
from roomspec.change.compare import Asked
from roomspec.change.try_change import INSTALLED
from tests.change.test_revisions import git, write

Call = Callable[..., Result]


@pytest.fixture
def call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Call:
    """`roomspec` in a checkout of its own, whose main branch has today's model."""
    checkout = tmp_path / "checkout"
    shutil.copytree(INSTALLED, checkout / "spec_impl", ignore=shutil.ignore_patterns("__pycache__"))
    git(checkout, "init", "--quiet", "--initial-branch=main")
    git(checkout, "add", "--all")
    git(checkout, "commit", "--quiet", "--message=first")
    monkeypatch.chdir(checkout)
    monkeypatch.setenv("CI", "true")
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    return lambda *arguments: CliRunner().invoke(app, arguments)


def test_nothing_changed_is_as_declared(call: Call) -> None:
    done = call("diff", "--out", "report")
    assert done.exit_code == 0
    assert "the same program" in done.stdout
    assert sorted(path.name for path in Path("report").iterdir()) == ["diff.json", "diff.md", "report.md"]
    assert json.loads(Path("report/diff.json").read_text())["verdict"]["computed"] == "internal"


def test_a_row_reworded_without_a_fragment_is_red_and_annotated(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setattr(commands, "Asked", partial(Asked, scopes=("one knock",), tables=("deny",)))
    path = Path("spec_impl/rules/invitation.py")
    path.write_text(path.read_text().replace("The invitation is kept, and shown to the user.", "The user is shown it."))
    done = call("diff")
    assert done.exit_code == 1
    assert "the change is **clarification**, declared as **nothing**" in done.stdout
    assert "::error file=spec_impl/clauses.toml" in done.stdout
    write(Path(), {"changes/9.clarification.md": "Plainer.\n"})
    assert call("diff").exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "files", "said"),
    [
        (("nowhere",), {}, "there is no revision 'nowhere'"),
        (("--size", "huge"), {}, "there is no size 'huge'"),
        ((), {"changes/9.better.md": "Better.\n"}, "names no class"),
        ((), {"changes/9.feature.md": ""}, "is empty"),
        ((), {"spec_impl/clauses.toml": "[[clause"}, "clauses.toml of the working tree cannot be read"),
        ((), {"spec_impl/rows.py": "raise NameError('rows')\n"}, "does not import: NameError: rows"),
        ((), {"spec_impl/interface.py": "INTERFACE = 0\n"}, "has interface 0"),
    ],
)
def test_bad_input_is_one_sentence_and_nothing_is_written(
    call: Call, arguments: tuple[str, ...], files: dict[str, str], said: str
) -> None:
    write(Path(), files)
    done = call("diff", *arguments, "--out", "report")
    assert done.exit_code == 2
    assert said in done.stderr
    assert done.stderr.count("\n") == 1
    assert done.stdout == ""
    assert not Path("report").exists()


def test_the_ledger_of_a_checkout_without_records_is_told_clause_by_clause(call: Call) -> None:
    done = call("ledger", "--markdown")
    assert "| PRV-3 |" in done.stdout
    assert call("ledger").stdout.startswith(" ")


def test_a_broken_record_is_bad_input(call: Call) -> None:
    write(Path(), {"tests/exercised.json": "{"})
    done = call("ledger")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "cannot be read" in done.stderr


def test_vectors_are_written_printed_as_a_digest_and_found_fresh_or_stale(tmp_path: Path) -> None:
    folder = tmp_path / "vectors"
    written = CliRunner().invoke(app, ["vectors", str(folder)])
    assert (written.exit_code, len(written.output.strip())) == (0, 64)
    assert CliRunner().invoke(app, ["vectors", str(folder), "--check"]).output == "fresh\n"
    (folder / "README.md").write_text("mine", encoding="utf-8")
    stale = CliRunner().invoke(app, ["vectors", str(folder), "--check"])
    assert (stale.exit_code, stale.output) == (1, "README.md: out of date\n")


def test_a_folder_that_holds_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "diary.txt").write_text("mine", encoding="utf-8")
    refused = CliRunner().invoke(app, ["vectors", str(tmp_path)])
    assert refused.exit_code == 2
    assert refused.output.startswith("roomspec: ")
    assert [path.name for path in tmp_path.iterdir()] == ["diary.txt"]
