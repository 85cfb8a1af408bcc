"""The command line, as a person uses it: what it prints, its exit status, and one sentence for a wrong question.

Bad input leaves nothing behind.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from functools import cache, partial
from pathlib import Path

import pytest
from rich.text import Text
from typer.testing import CliRunner, Result

from roomspec import cli
from roomspec.change.compare import Asked
from roomspec.change.judge import INSTALLED
from roomspec.change.ledger import HEADERS, ledger_of
from roomspec.conform import log_of, log_text
from spec_impl import Join, Trace
from spec_impl.cast import CAROL, MALLORY, TEA, A, M, knowing, tea_room
from spec_impl.messages import JoinRequest
from spec_impl.scopes.hidden import not_looked_at
from spec_impl.tracefile import dump, load
from tests.change.test_revisions import git, write
from tests.hostile.command import answer_to
from tests.rules.stories import STORIES

ROOT = Path(__file__).resolve().parents[1]
MEMORY = "the-memory-of-a-knock-ends"
the_ledger = cache(ledger_of)


def roomspec(*words: str, given: str | None = None) -> Result:
    return CliRunner().invoke(cli.app, list(words), input=given)


@pytest.fixture
def refused(tmp_path: Path) -> Path:
    """Carol is refused by a private room; the run in a file."""
    path = tmp_path / "refused.json"
    path.write_text(dump(knowing_and_refused()), encoding="utf-8")
    return path


def knowing_and_refused() -> Trace:
    private = knowing(tea_room("public"), CAROL).world
    room = Trace(private).give(CAROL, Join(TEA)).deliver(JoinRequest)
    return Trace(room.initial, room.steps, "a test")


def test_what_holds_is_said_with_counts_and_status_0() -> None:
    done = roomspec("check", MEMORY, "--scope", "a knock")
    assert done.exit_code == 0
    assert f"✓ {MEMORY} holds in 1 scope" in done.output
    assert "exhaustive" in done.output


def test_what_fails_is_said_with_every_step_the_reasons_and_status_1(tmp_path: Path) -> None:
    saved = tmp_path / "broken.json"
    asked = ("check", MEMORY, "--scope", "a knock", "--reading", "LITERAL_2014", "--save", str(saved))
    done = roomspec(*asked)
    assert done.exit_code == 1
    assert f"✗ {MEMORY} fails after 2 steps" in done.output
    for words in ("1. c.example: carol: knock", "Because:", "KNK-2 KNK-7", "c.example holds @carol:c.example"):
        assert words in done.output
    assert len(load(saved.read_text(encoding="utf-8")).steps) == 2
    assert roomspec("replay", str(saved)).exit_code == 0


def test_a_first_wording_says_why_no_reading_makes_it_true() -> None:
    done = roomspec("check", "no-memory-of-a-knock-outlives-the-room", "--scope", "a neighbour")
    assert done.exit_code == 1
    assert "No reading makes it true." in done.output


@pytest.mark.parametrize("reading", ["COMPLETED", "LITERAL_2014"])
def test_a_search_that_is_stopped_says_so_and_answers_nothing_whatever_it_saw(reading: str) -> None:
    done = roomspec("check", MEMORY, "--scope", "a knock", "--limit", "50", "--reading", reading)
    assert done.exit_code == 3
    assert "stopped at the" in done.output
    verdict = (
        f"? {MEMORY} not refuted in 1 scope, as far as searched" if reading == "COMPLETED" else f"✗ {MEMORY} fails"
    )
    assert verdict in done.output


def test_without_names_every_claim_and_witness_is_asked_and_what_these_scopes_cannot_say_stands_apart() -> None:
    done = roomspec("check", "--scope", "a private room and an outsider")
    assert done.exit_code == 0
    assert "✓ a-hidden-room-is-as-good-as-none holds in 1 scope" in done.output
    assert all(f"  not looked at: {what}; {reason}\n" in done.output for what, reason in not_looked_at())
    assert "\nNot asked (no scope here has what the claim is about): " in done.output
    assert "?" not in done.output
    done = roomspec("check", "--scope", "a knock")
    assert done.exit_code == 0
    assert "★ a-knock-is-denied witnessed after" in done.output


def test_a_witness_that_is_asked_for_and_not_seen_does_not_hold() -> None:
    done = roomspec("check", "an-acceptance-overtakes-its-invitation", "--scope", "a knock")
    assert done.exit_code == 1
    assert "? an-acceptance-overtakes-its-invitation not seen in 1 scope" in done.output


def test_a_trace_is_replayed_from_a_file_and_from_standard_input(refused: Path) -> None:
    from_file, from_input = roomspec("replay", str(refused)), roomspec("replay", "-", given=refused.read_text())
    assert from_file.exit_code == from_input.exit_code == 0
    assert from_file.output == from_input.output
    assert "2 steps, reading COMPLETED, scope “a test”" in from_file.output
    assert "c.example to a.example: JoinRequest" in from_file.output


def test_a_run_has_a_link_where_a_site_is_known_and_is_replayed_from_it(
    refused: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ROOMSPEC_SITE", raising=False)
    without = roomspec("replay", str(refused), "--link")
    assert without.exit_code == 2
    assert "a link leads to a site: name its address in ROOMSPEC_SITE, or share the text roomspec1." in without.output
    monkeypatch.setenv("ROOMSPEC_SITE", "https://rooms.example")
    link = roomspec("replay", str(refused), "--link").output.strip()
    assert link.startswith("https://rooms.example/run.html#")
    for shared in (link, link.rpartition("/")[2]):
        assert roomspec("replay", shared).output == roomspec("replay", str(refused)).output
    assert roomspec("why", link).output == roomspec("why", str(refused)).output


def test_a_link_that_was_cut_off_is_refused_in_a_sentence(refused: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROOMSPEC_SITE", "https://rooms.example")
    link = roomspec("replay", str(refused), "--link").output.strip()
    done = roomspec("replay", link[:-9])
    assert (done.exit_code, done.output.count("\n")) == (2, 1)
    assert done.output.startswith("roomspec: This text is cut off; 9 of its ")


def test_why_prints_each_row_and_which_decided(refused: Path) -> None:
    done = roomspec("why", str(refused))
    assert done.exit_code == 0
    assert "A join request, at a candidate server, step 2" in done.output
    assert "▶ decides" in done.output
    assert "The command Join" in roomspec("why", str(refused), "--step", "1").output


WRONG: dict[str, tuple[tuple[str, ...], str]] = {
    "a claim that nobody made": (("check", "nobody-is-sad"), "there is no claim 'nobody-is-sad'"),
    "a claim with a slip of the pen": (("check", "the-memory-of-a-knock-end"), f"near it is {MEMORY}"),
    "an unknown scope": (("check", "--scope", "a knok"), "near it is “a knock”"),
    "an unknown reading": (("check", "--reading", "LITERAL"), "there is no reading 'LITERAL'; near it is LITERAL_2014"),
    "no such file": (("replay", "nowhere.json"), "nowhere.json cannot be read (No such file or directory)"),
    "a folder": (("why", "."), ". cannot be read (Is a directory)"),
    "a step that is not there": (("why", "FILE", "--step", "9"), "there is no step 9; the trace has steps 1 to 2"),
    "a file that cannot be written": (
        ("check", MEMORY, "--scope", "a knock", "--reading", "LITERAL_2014", "--save", "/nowhere/x.json"),
        "/nowhere/x.json cannot be written (No such file or directory)",
    ),
}


@pytest.mark.parametrize(("words", "sentence"), WRONG.values(), ids=WRONG)
def test_a_wrong_question_is_answered_in_one_sentence_with_status_2(
    words: tuple[str, ...], sentence: str, refused: Path
) -> None:
    done = roomspec(*(str(refused) if word == "FILE" else word for word in words))
    assert done.exit_code == 2
    last = done.output.strip().splitlines()[-1]
    assert last.startswith("roomspec: ")
    assert sentence in last


@pytest.mark.parametrize("text", ["", "{}", "[1]", "\x00", '{"format": "roomspec-trace", "version": 2}'])
def test_what_is_no_trace_is_refused_with_its_place(text: str) -> None:
    for command in ("replay", "why"):
        done = roomspec(command, "-", given=text)
        assert done.exit_code == 2
        assert done.output.count("\n") == 1
        assert "is no trace of this specification" in done.output


def test_a_trace_that_was_tampered_with_is_refused_at_the_step_that_does_not_follow(refused: Path) -> None:
    text = refused.read_text(encoding="utf-8").replace('"told": null', '"told": "no such room"', 1)
    done = roomspec("replay", "-", given=text)
    assert done.exit_code == 2
    assert "steps[" in done.output


def test_a_fault_or_a_post_is_decided_by_no_rule(tmp_path: Path) -> None:
    path = tmp_path / "posted.json"
    path.write_text(dump(Trace(tea_room("invite").world).post(M, A, JoinRequest(TEA, MALLORY, 1))), encoding="utf-8")
    assert "no rule decides it" in roomspec("why", str(path)).output
    path.write_text(dump(Trace(tea_room("invite").world)), encoding="utf-8")
    assert "nothing happens in this trace" in roomspec("why", str(path)).output


@pytest.mark.parametrize("terminal", [{}, {"FORCE_COLOR": "1", "COLUMNS": "200"}], ids=["a file", "a terminal"])
def test_words_of_a_trace_are_printed_as_they_are(
    terminal: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "marked.json"
    for name, value in terminal.items():
        monkeypatch.setenv(name, value)
    for words in ("[/x]", "[bold red]tea", ":tea:", "\\[x]"):
        path.write_text(dump(replace(knowing_and_refused(), scope=words)), encoding="utf-8")
        assert f"scope “{words}”: each follows" in Text.from_ansi(roomspec("replay", str(path)).output).plain


@pytest.mark.parametrize("kind", ["a link", "a link to nothing", "a folder", "a device"])
def test_a_run_is_saved_in_a_plain_file_or_the_question_is_wrong_before_any_search(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("roomspec.terminal.check", lambda *_: pytest.fail("searched"))
    path, there = tmp_path / "run.json", tmp_path / "there.json"
    there.write_text("mine", encoding="utf-8")
    match kind:
        case "a link":
            path.symlink_to(there)
        case "a link to nothing":
            path.symlink_to("nowhere")
        case "a folder":
            path.mkdir()
        case _:
            path = Path(os.devnull)
    done = roomspec("check", MEMORY, "--scope", "a knock", "--save", str(path))
    assert done.exit_code == 2
    assert f"{path} is no plain file; name a new file, or one to be replaced" in done.output
    assert there.read_text(encoding="utf-8") == "mine"


def test_saving_replaces_the_file_and_nothing_beside_it(tmp_path: Path) -> None:
    for name in ("run.json", "run.json.new", ".run.json", "run.json~"):
        (tmp_path / name).write_text("mine", encoding="utf-8")
    roomspec("check", MEMORY, "--scope", "a knock", "--reading", "LITERAL_2014", "--save", str(tmp_path / "run.json"))
    left = {path.name for path in tmp_path.iterdir() if path.read_text(encoding="utf-8") == "mine"}
    assert left == {"run.json.new", ".run.json", "run.json~"}
    assert len(list(tmp_path.iterdir())) == 4


def test_where_no_run_fails_nothing_is_saved_and_that_is_said(tmp_path: Path) -> None:
    done = roomspec("check", MEMORY, "--scope", "a knock", "--save", str(tmp_path / "run.json"))
    assert "No run fails, so" in done.output
    assert list(tmp_path.iterdir()) == []


def test_on_a_terminal_a_long_line_goes_on_below_its_own_beginning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "60")
    said = roomspec("check", MEMORY, "--scope", "a knock", "--reading", "LITERAL_2014").output
    told = Text.from_ansi(said).plain.partition("✗ the memory of a knock ends")[2].partition("\n")[2].splitlines()
    assert len(told) > 10
    assert [line for line in told if not line.startswith("  ")] == []


def test_the_readme_names_every_status_and_shows_every_command() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    table = re.findall(r"^\| ([0-9, ]+) \|", readme, re.MULTILINE)
    assert [int(n) for cell in table for n in cell.split(",")] == [*map(int, cli.ExitStatus), 130, 141]
    shown = re.findall(r"^roomspec (\w+)", readme, re.MULTILINE)
    assert list(dict.fromkeys(shown)) == ["check", "replay", "why", "diff", "ledger", "vectors", "conform", "mark"]
    assert {*shown} == {command.name for command in cli.app.registered_commands}


@pytest.mark.parametrize(
    "words", ["--help", "--version", "check --help", "diff --size huge", "why --step one", "mark ."]
)
def test_help_and_refusals_wait_for_nothing_that_they_do_not_need(words: str) -> None:
    program = "import sys, atexit; atexit.register(lambda: print(*sys.modules, file=sys.stderr))\n"
    program += f"from roomspec.__main__ import main; sys.argv = 'roomspec {words}'.split(); main()"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    loaded = {name.partition(".")[0] for name in done.stderr.splitlines()[-1].split()}
    assert "typer" in loaded
    assert loaded.isdisjoint({"spec_impl", "jinja2", "tqdm", "fastjsonschema", "numpy"})


def test_without_docstrings_there_are_no_claims_and_that_is_said() -> None:
    asked = [sys.executable, "-OO", "-m", "roomspec", "check", MEMORY]
    done = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "ask without -OO" in done.stderr


def test_where_memory_runs_out_nothing_is_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_memory(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr("roomspec.terminal.check", no_memory)
    answer = answer_to("check", MEMORY, "--scope", "a knock")
    assert (answer.status, answer.said, answer.complained.count(b"\n")) == (3, b"", 1)
    assert b"memory ran out" in answer.complained


@pytest.mark.skipif(os.name != "posix", reason="Windows keeps a folder in which somebody is")
@pytest.mark.parametrize("words", ["ledger", "diff", "vectors new"])
def test_in_a_folder_that_is_gone_the_sentence_says_so(words: str, tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    line = f"rmdir {gone} && {sys.executable} -m roomspec {words}"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(["sh", "-c", line], cwd=gone, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "roomspec: the folder in which this is asked: No such file or directory; nothing is written\n"


@pytest.mark.parametrize("asked", ["A KNOCK", "“a knock”", "a-knock", "A Knock "])
def test_a_scope_written_otherwise_is_near(asked: str) -> None:
    assert "near it is “a knock”" in roomspec("check", "--scope", asked).output


def test_a_saved_run_is_named_as_a_shell_reads_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name, said in (("-", "./-"), ("a run.json", "'a run.json'")):
        asked = ("check", MEMORY, "--scope", "a knock", "--reading", "LITERAL_2014", f"--save={name}")
        assert f"roomspec replay {said} shows it" in roomspec(*asked).output


def test_a_claim_that_is_named_twice_is_answered_once() -> None:
    assert roomspec("check", MEMORY, MEMORY, "--scope", "a knock").output.count(f"✓ {MEMORY}") == 1


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
    return lambda *arguments: CliRunner().invoke(cli.app, arguments)


def test_nothing_changed_is_as_declared(call: Call) -> None:
    done = call("diff", "--out", "report")
    assert done.exit_code == 0
    assert "the same program" in done.stdout
    assert sorted(path.name for path in Path("report").iterdir()) == ["diff.json", "diff.md", "report.md"]
    assert json.loads(Path("report/diff.json").read_text())["verdict"]["computed"] == "internal"


def test_a_row_reworded_without_a_fragment_is_red_and_annotated(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setattr("roomspec.change.compare.Asked", partial(Asked, scopes=("one knock",), tables=("deny",)))
    path = Path("spec_impl/rules/invitation.py")
    path.write_text(path.read_text().replace("The invitation is kept, and shown to the user.", "The user is shown it."))
    done = call("diff")
    assert done.exit_code == 1
    assert "## ✗ Red: it is a clarification, and no fragment says so" in done.stdout
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


@pytest.mark.parametrize("mistake", ["import os\nos._exit(0)\n", "raise SystemExit(0)\n"])
def test_a_model_that_leaves_has_no_verdict_and_a_report_of_before_is_gone(call: Call, mistake: str) -> None:
    write(Path(), {"report/diff.json": "{}", "report/diff.md": "Green.", "spec_impl/rows.py": mistake})
    done = call("diff", "--out", "report")
    assert done.exit_code == 2
    assert done.stderr.count("\n") == 1
    assert list(Path("report").iterdir()) == []


@pytest.fixture
def one_ledger(monkeypatch: pytest.MonkeyPatch) -> None:
    """The ledger of a checkout is worked out once for all such tests."""
    monkeypatch.setattr("roomspec.change.ledger.ledger_of", the_ledger)


@pytest.mark.usefixtures("one_ledger")
@pytest.mark.parametrize("place", [".", "notebooks", "tests/rules"])
def test_the_ledger_is_the_same_from_every_folder_of_a_checkout(place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT / place)
    done = roomspec("ledger", "--markdown")
    assert done.exit_code == 0
    assert "| PRV-3 |" in done.stdout


def test_outside_a_checkout_the_ledger_says_that_it_needs_one(call: Call) -> None:
    done = call("ledger")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "no tests/exercised.json here or above" in done.stderr


@pytest.mark.usefixtures("one_ledger")
@pytest.mark.parametrize("columns", ["80", "100"])
def test_every_heading_of_the_ledger_is_whole(columns: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    monkeypatch.chdir(ROOT)
    heading = roomspec("ledger").stdout.splitlines()[2]
    assert heading.split() == list(HEADERS)


def test_a_broken_record_is_bad_input(call: Call) -> None:
    write(Path(), {"tests/exercised.json": "{"})
    done = call("ledger")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "cannot be read" in done.stderr


def test_vectors_are_written_printed_as_a_digest_and_found_fresh_or_stale(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("roomspec.change.vectors.stories_of_checkout", lambda _: STORIES[:2])
    folder = tmp_path / "vectors"
    written = CliRunner().invoke(cli.app, ["vectors", str(folder)])
    assert (written.exit_code, len(written.output.strip())) == (0, 64)
    assert CliRunner().invoke(cli.app, ["vectors", str(folder), "--check"]).output == "fresh\n"
    (folder / "README.md").write_text("mine", encoding="utf-8")
    stale = CliRunner().invoke(cli.app, ["vectors", str(folder), "--check"])
    assert (stale.exit_code, stale.output) == (1, "README.md: out of date\n")


def test_what_is_said_of_a_server_is_not_passed_over_where_none_is_named(tmp_path: Path) -> None:
    """Without --run the vectors would be written, all of them, whatever --only says."""
    for words in (["--only", "KNK"], ["--timeout", "3"], ["--check", "--only", "KNK"]):
        refused = CliRunner().invoke(cli.app, ["vectors", str(tmp_path), *words])
        assert (refused.exit_code, refused.stdout, list(tmp_path.iterdir())) == (2, "", [])
        assert "name the command that starts it with --run" in refused.stderr


def test_a_folder_of_vectors_that_is_not_there_is_a_wrong_question(tmp_path: Path) -> None:
    refused = CliRunner().invoke(cli.app, ["vectors", str(tmp_path / "vektors"), "--check"])
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert "vektors is no folder" in refused.stderr


def test_an_answer_is_not_written_over_the_log_that_it_is_about(tmp_path: Path) -> None:
    log, alias = tmp_path / "a.jsonl", tmp_path / "found.xml"
    text = log_text(*log_of(tea_room(), A))
    log.write_text(text, encoding="utf-8")
    alias.hardlink_to(log)
    for found in (log, alias):
        refused = CliRunner().invoke(cli.app, ["conform", str(log), "--junit", str(found)])
        assert (refused.exit_code, refused.stdout) == (2, "")
        assert "would be lost" in refused.stderr
        assert log.read_text(encoding="utf-8") == text


def test_a_folder_that_holds_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "diary.txt").write_text("mine", encoding="utf-8")
    refused = CliRunner().invoke(cli.app, ["vectors", str(tmp_path)])
    assert refused.exit_code == 2
    assert refused.output.startswith("roomspec: ")
    assert [path.name for path in tmp_path.iterdir()] == ["diary.txt"]
