"""A mistake in an edited rule, also where the tool itself imports it: one sentence with file and line, and status 2."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from roomspec.change.side.fault import fault_of
from tests.change.test_revisions import git

ROOT = Path(__file__).parents[2]
KNOCK = "rules/knock.py"
FIRST_CLAUSE = '[[clause]]\nid = "CON-1"\n'


def checkout(folder: Path) -> Path:
    """A checkout in which somebody edits a rule: the tool and the specification, side by side."""
    for name in ("roomspec", "spec_impl"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    return folder


def edited(folder: Path, name: str, before: str, after: str) -> None:
    path = folder / "spec_impl" / name
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")


def asked(folder: Path, *words: str) -> tuple[int, str]:
    """The status and what is said; nothing else is printed."""
    environment = {**os.environ, "PYTHONPATH": str(folder), "CI": "true", "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-m", "roomspec", *words]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    return done.returncode, done.stderr


MISTAKES = {
    "a syntax error": (KNOCK, "def _place(", "def _place(:\n(", "SyntaxError: ", f"spec_impl/{KNOCK}, line "),
    "a conflict marker": (
        KNOCK,
        "def _place(",
        "<<<<<<< HEAD\ndef _place(",
        "a conflict marker",
        f"spec_impl/{KNOCK}, line ",
    ),
    "a file that is no TOML": ("clauses.toml", "[source]", "[source", "no TOML: ", "spec_impl/clauses.toml, line "),
    "a conflict marker in the clauses": (
        "clauses.toml",
        "[source]",
        "=======\n[source]",
        "no TOML",
        "clauses.toml, line ",
    ),
    "a missing key": (
        "clauses.toml",
        'section = "Silences"\n',
        "",
        "lacks the key section",
        "spec_impl/clauses.toml, line ",
    ),
    "a key that is none": (
        "clauses.toml",
        "[[clause]]\n",
        "[[clause]]\nx = 1\n",
        "unknown key x",
        "clauses.toml, line ",
    ),
    "a clause without an id": (
        "clauses.toml",
        'id = "GAP-11"\n',
        "",
        "lacks the key id",
        "spec_impl/clauses.toml, line ",
    ),
    "something that is nowhere": (
        KNOCK,
        "import replace",
        "import replaced",
        "ImportError: ",
        f"spec_impl/{KNOCK}, line ",
    ),
    "a module that is nowhere": (
        KNOCK,
        "from dataclasses",
        "from dataclass",
        "No module named",
        f"spec_impl/{KNOCK}, line ",
    ),
    "a clause that is none": (
        KNOCK,
        '"GAP-17"',
        '"GAP-1700"',
        "there is no clause 'GAP-1700'",
        f"spec_impl/{KNOCK}, line ",
    ),
    "an exception": (KNOCK, "def _place(", "1 / 0\n\n\ndef _place(", "ZeroDivisionError", f"spec_impl/{KNOCK}, line "),
    "a rule that raises": (
        KNOCK,
        "    running = ",
        "    1 / 0\n    running = ",
        "ZeroDivisionError",
        f"spec_impl/{KNOCK}, line ",
    ),
}


@pytest.mark.parametrize(("name", "before", "after", "said", "where"), MISTAKES.values(), ids=MISTAKES)
def test_in_the_checkout_being_edited_a_mistake_is_one_sentence(
    name: str, before: str, after: str, said: str, where: str, tmp_path: Path
) -> None:
    folder = checkout(tmp_path)
    edited(folder, name, before, after)
    status, errors = asked(folder, "check", "--scope", "one knock")
    assert status == 2, errors
    assert errors.count("\n") == 1, errors
    assert said in errors
    assert where in errors


def test_what_is_wrong_with_the_tool_itself_is_not_blamed_on_the_specification(tmp_path: Path) -> None:
    folder = checkout(tmp_path)
    with (folder / "roomspec" / "cli.py").open("a", encoding="utf-8") as tool:
        tool.write("1 / 0\n")
    status, errors = asked(folder, "check")
    assert status == 1
    assert "Traceback" in errors


def test_a_rule_that_ends_its_process_does_not_end_the_comparison_without_a_word(tmp_path: Path) -> None:
    """Whoever writes to a process that has gone is sent a signal, which the command obeys for readers of its answer."""
    folder = checkout(tmp_path)
    for words in (("init", "--initial-branch=main"), ("add", "--all"), ("commit", "--message=all")):
        git(folder, *words)
    edited(folder, "rules/guards.py", "    return s.room.mode is JoinMode.KNOCK\n", "    import os\n    os._exit(0)\n")
    status, errors = asked(folder, "diff", "main", "--size", "tiny")
    assert status == 2, errors
    assert "the working tree ended before it answered" in errors
    assert errors.count("\n") == 1, errors


def test_a_rule_that_calls_itself_for_ever_is_named_and_not_who_counts_it() -> None:
    names = dict[str, Any]()
    counted, rule = "def counted(): raise RecursionError('too deep')", "def rule(): counted()"
    for text, file in ((counted, "/x/roomspec/change/side/marks.py"), (rule, "/x/spec_impl/rules/knock.py")):
        exec(compile(text, file, "exec"), names)
    with pytest.raises(RecursionError) as error:
        names["rule"]()
    assert fault_of(error.value) == "RecursionError: too deep (spec_impl/rules/knock.py, line 1)"
