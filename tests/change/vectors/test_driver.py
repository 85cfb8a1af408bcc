"""`roomspec vectors --run`: a right server passes everything, and what a wrong one does is said where it does it."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache, partial
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from roomspec.change.driver import NoServer, Role, Turn, faults_of, played, roles_in
from roomspec.change.protocol import Done, FromServer, LineAndAnswer, ToServer
from roomspec.change.vectors import FolderError, Manifest, write
from roomspec.cli import app
from spec_impl.actions import Deliver, Give
from spec_impl.trace_schema import from_json, to_json
from tests.rules.stories import STORIES

ROOT = Path(__file__).parents[3]
VECTORS = ROOT / "tests" / "vectors"
PROTOCOL = (VECTORS / "PROTOCOL.md").read_text(encoding="utf-8")
RULES = f"{sys.executable} -m tests.change.vectors.rules_as_server"
MANIFEST = json.loads((VECTORS / "manifest.json").read_text(encoding="utf-8"))
HIDDEN = "private/PRV-2-a-stranger-joins-an-invite-room"


every_role = cache(partial(roles_in, VECTORS))


ENVIRONMENT = {"CI": "true", "PYTHONPATH": str(ROOT), "COLUMNS": "200"}


def asked(*words: str, run: str = RULES) -> Result:
    return CliRunner().invoke(app, ["vectors", str(VECTORS), "--run", run, *words], env=ENVIRONMENT)


def test_the_rules_as_a_server_pass_every_vector_as_every_server_in_it() -> None:
    done = asked()
    assert (done.exit_code, done.stderr) == (0, "")
    *lines, count = done.stdout.splitlines()
    assert count == f"{len(STORIES)} vectors: {len(STORIES)} passed, 0 failed, 0 not played."
    assert [line.partition(":")[0] for line in lines] == [f"✓ {story.path}" for story in STORIES]
    servers = [server for line in lines for server in line.partition(", as ")[2].split(", ")]
    views = [json.loads(path.read_text("utf-8"))["views"] for path in VECTORS.rglob("*.view.json")]
    assert len(servers) == sum(map(len, views))


def test_what_it_says_is_the_same_on_every_machine() -> None:
    words = ("vectors", str(VECTORS), "--run", f"{RULES} version", "--only", "PRV-2-a-s")
    command, environment = [sys.executable, "-m", "roomspec", *words], {**os.environ, **ENVIRONMENT}
    one, other = (
        subprocess.run(command, env=environment | {"PYTHONHASHSEED": seed}, capture_output=True, text=True, check=False)
        for seed in "12"
    )
    assert (one.returncode, one.stderr) == (1, "")
    assert one.stdout == other.stdout


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ("dies", "ended with status 7 instead of answering"),
        ("hangs", "did not answer within 2 seconds"),
        ("closes", "closed its output instead of answering"),
        (
            "text",
            'prints what is no answer of roomspec-play 1: line 1, column 1: from here on this is not JSON, in "debug',
        ),
        ("rubbish", 'kind: "Hello" is none of "Ready", "NotPlayed", "Done"'),
        ("field", 'there is no field "sent" here, only kind, sends, published, notices, holds'),
        ("huge", "answers with a line of more than 4,000,000 bytes"),
        ("other", "answers NotPlayed where Done belongs"),
    ],
)
def test_a_program_that_breaks_down_is_told_so_where_it_does_and_the_next_server_is_played(how: str, said: str) -> None:
    done = asked("--only", HIDDEN, "--timeout", "2", run=f"{RULES} {how}")
    assert (done.exit_code, done.stderr) == (1, "")
    assert f"✗ {HIDDEN}, as a.example, reading COMPLETED\n  At step 3, " in done.stdout
    assert f"\n  {said}" in done.stdout or f": {said}" in done.stdout
    assert "join request, row 3: A stranger to a hidden room hears the same. [PRV-2 PRV-3 PRV-4]" in done.stdout
    assert f"✗ {HIDDEN}: failed, as a.example, m.example" in done.stdout
    assert done.stdout.count("reading COMPLETED") == 1, "m.example has one line only, and passes"


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (f"{RULES} start-version", "version: this is 2, and 1 belongs here"),
        (f"{RULES} start-dies", "ended with status 7 instead of answering"),
        (f"{RULES} start-text", "from here on this is not JSON"),
        ("no-such-program-anywhere", "'no-such-program-anywhere' cannot be started (No such file or directory)"),
        (f"""{sys.executable} -c "while True: print('y')" """, 'from here on this is not JSON, in "y"'),
        (f"{sys.executable} -c 'import os; os.close(0); os.close(1)'", "instead of answering"),
        ("", "the command is empty"),
        ("'", "cannot be split into words (No closing quotation)"),
    ],
)
def test_what_is_no_server_at_all_is_a_wrong_question(command: str, said: str) -> None:
    done = asked("--only", HIDDEN, run=command)
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.startswith("roomspec: ")
    assert said in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.skipif(os.name == "nt", reason="Windows has no groups of processes")
def test_what_the_program_has_started_ends_with_it(tmp_path: Path) -> None:
    (tmp_path / "program").write_text(f"sleep 300 > /dev/null &\necho $! > {tmp_path}/started\nwait\n")
    with pytest.raises(NoServer, match="did not answer within 1 seconds"):
        list(played(f"sh {tmp_path}/program", roles_in(VECTORS, HIDDEN), 0.1))
    started = int((tmp_path / "started").read_text())
    assert subprocess.run(["ps", "-o", "stat=", "-p", str(started)], capture_output=True, check=False).stdout[:1] in (
        b"",
        b"Z",
    )


def test_who_plays_nothing_passes_nothing() -> None:
    done = asked("--only", HIDDEN, run=f"{RULES} start-other")
    assert done.exit_code == 1
    assert done.stdout.splitlines() == [
        f"· {HIDDEN}: not played, as a.example (not played), m.example (not played)",
        "1 vectors: 0 passed, 0 failed, 1 not played.",
        "Not played: other: 2 servers.",
    ]


def test_who_gives_no_answer_too_often_is_asked_no_more_and_that_is_said() -> None:
    done = asked("--only", "GAP-17", run=f"{RULES} dies")
    assert done.exit_code == 1
    assert done.stdout.count("ended with status 7 instead of answering") == 10
    played_ones = [
        line for line in done.stdout.splitlines() if re.match("[✓✗·] .*, as ", line) and "reading" not in line
    ]
    asked_of = sum(line.partition(", as ")[2].count(",") + 1 for line in played_ones)
    left = len(roles_in(VECTORS, "GAP-17")) - asked_of
    assert left > 0
    assert done.stdout.endswith(f"\nStopped, since no answer came too often: {left} servers were not asked.\n")


def test_a_folder_that_is_none_and_a_name_that_none_has_are_said(tmp_path: Path) -> None:
    with pytest.raises(FolderError, match=r"manifest.json cannot be read \(No such file or directory\); name a folder"):
        roles_in(tmp_path)
    with pytest.raises(FolderError, match="no vector of .* has 'nowhere' in its name"):
        roles_in(VECTORS, "nowhere")
    write(tmp_path / "v", STORIES[:1])
    view = tmp_path / "v" / f"{STORIES[0].path}.view.json"
    view.write_text(view.read_text("utf-8").replace('"version": 2', '"version": 1'), "utf-8")
    with pytest.raises(FolderError, match="view.json is none of this version: version: this is 1, and 2 belongs here"):
        roles_in(tmp_path / "v")
    view.write_text(view.read_text("utf-8").replace('"version": 1', '"version": 2') + "\n", "utf-8")
    with pytest.raises(FolderError, match=r"view.json is not what manifest.json has the sum of; take the folder whole"):
        roles_in(tmp_path / "v")


def role_of(server: str) -> Role:
    return next(role for role in roles_in(VECTORS, HIDDEN) if role.start.server == server)


def exchanges() -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """The lines of the page's exchange, as they are sent."""
    (block,) = re.findall(r"```\n(> .*?)```", PROTOCOL, re.S)
    said = [json.loads(part[2:]) for part in re.split(r"\n(?=[<>] )", block)]
    yield from zip(said[::2], said[1::2], strict=True)


def faults_in(answer: Any, turn: Turn) -> list[str]:
    """What in an answer, as JSON, is otherwise than it should be."""
    return [*faults_of(from_json(answer, FromServer), turn)]


def test_the_exchange_on_the_page_is_what_is_sent_and_a_right_answer() -> None:
    role = role_of("a.example")
    (start, _), *turns = exchanges()
    assert start == to_json(role.start, ToServer)
    for (line, answer), turn in zip(turns, role.turns, strict=True):
        assert line == to_json(turn.line, ToServer)
        from_json({"line": line, "answer": answer}, LineAndAnswer)
        assert faults_in(answer, turn) == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            lambda answer: answer["sends"][0]["message"].update(told="you are not invited", epoch=2),
            (
                "sends: Refusal to m.example: message.epoch is 2 and should be 1; "
                'message.told is "you are not invited" and should be "no such room"'
            ),
        ),
        (
            lambda answer: answer["sends"][0].update(receiver="c.example"),
            "sends: Refusal to m.example lacks: ",
        ),
        (lambda answer: answer.update(sends=[]), "sends: Refusal to m.example lacks: "),
        (lambda answer: answer.update(sends=answer["sends"] * 2), "sends: Refusal to m.example is too much: "),
        (
            lambda answer: answer.update(notices=[{"kind": "Joined", "to": "@alice:a.example", "room": "!tea"}]),
            "notices: Joined to @alice:a.example is too much: ",
        ),
        (lambda answer: answer.update(holds=[]), "holds: the mode of !tea lacks: "),
        (
            lambda answer: answer["holds"][0]["members"][0].update(membership="left"),
            'holds: @alice:a.example in !tea: membership is "left" and should be "joined"',
        ),
        (lambda answer: answer["holds"][0]["mode_change"].update(mode="knock"), "holds: the mode of !tea: mode is "),
    ],
)
def test_an_answer_that_differs_is_told_by_what_differs(change: Any, said: str) -> None:
    *_, (_, answer) = exchanges()
    change(answer)
    first, *_ = faults_in(answer, role_of("a.example").turns[-1])
    assert first.startswith(said)


@pytest.mark.parametrize(
    ("what", "counts"), [("sends", False), ("holds", False), ("published", True), ("notices", True)]
)
def test_the_order_counts_of_what_is_shown_and_published_and_of_nothing_else(what: str, counts: bool) -> None:
    turn = next(turn for role in every_role() for turn in role.turns if len(turn.due[what]) > 1)
    answer: dict[str, Any] = {part: [*items] for part, items in turn.due.items()}
    answer |= {"kind": "Done", "holds": held_in(turn)}
    assert faults_in(answer, turn) == []
    answer[what].reverse()
    faults = faults_in(answer, turn)
    assert [fault.startswith(f"{what}: in another order than ") for fault in faults] == [True] * counts


def held_in(turn: Turn) -> list[dict[str, Any]]:
    """What has to be held, a room for each line, as nothing forbids."""
    found = []
    for line in turn.due["holds"]:
        held = {name: value for name, value in line.items() if name != "room"}
        is_entry = "user" in held
        mode, members = (None, [held]) if is_entry else (held, [])
        found.append({"room": line["room"], "mode_change": mode, "members": members})
    return found


def test_every_role_of_the_folder_is_played_from_an_empty_town_with_lines_that_reach_its_server_alone() -> None:
    document = json.loads((VECTORS / "manifest.json").read_text("utf-8"))
    assert {role.start.vector for role in every_role()} == {each["name"] for each in document["vectors"]}
    from_json(document, Manifest)
    for story in STORIES:
        world = json.loads((VECTORS / f"{story.path}.trace.json").read_text("utf-8"))["initial"]
        assert world["directory"] == {"names": []}
        for server in world["servers"]:
            assert not any(value for name, value in server.items() if name not in ("name", "users"))
    for role in every_role():
        for turn in role.turns:
            assert turn.decided, "every line is decided by a row"
            if isinstance(turn.line, Deliver):
                assert turn.line.envelope.receiver == str(role.start.server)
            if isinstance(turn.line, Give):
                assert turn.line.user in role.start.users


def test_a_program_that_is_not_there_any_more_is_none() -> None:
    with pytest.raises(NoServer, match="cannot be started"):
        list(played("/nowhere/at-all", roles_in(VECTORS, HIDDEN), 1))


def test_the_answer_of_the_page_has_the_fields_of_the_protocol() -> None:
    for name in Done.__dataclass_fields__:
        assert f"| `{name}` |" in PROTOCOL
