"""What runs on a pull request may only read, and what may write runs nothing of it and writes one comment."""

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

WORKFLOWS = Path(__file__).parents[2] / ".github" / "workflows"
TEXTS = {path.name: path.read_text(encoding="utf-8") for path in sorted(WORKFLOWS.glob("*.yml"))}
SPEC, REPORT = (yaml.safe_load(TEXTS[name]) for name in ("spec.yml", "report.yml"))
COMMENT = REPORT["jobs"]["comment"]
STEPS = {step.get("name", step.get("uses", step.get("run"))): step for step in COMMENT["steps"]}
FIND = STEPS["Find the pull request and the artifact"]["with"]["script"]
WRITE = STEPS["Write the one comment"]["with"]["script"]

RUN = {"id": 7, "head_sha": "abc", "head_branch": "tea", "head_repository": {"owner": {"login": "carol"}}}

STAGE = """
const calls = [], outputs = {}
const context = { repo: { owner: 'alice', repo: 'spec' }, payload: { workflow_run: GIVEN.run } }
const core = {
  notice: text => calls.push(['notice', text]),
  setFailed: text => calls.push(['failed', text]),
  setOutput: (name, value) => { outputs[name] = value },
}
const asked = (name, answer) => async given => { calls.push([name, given]); return { data: answer } }
const github = {
  paginate: async (of, given) => (await of(given)).data,
  rest: {
    pulls: { list: asked('pulls', GIVEN.pulls) },
    actions: { listWorkflowRunArtifacts: asked('artifacts', { artifacts: GIVEN.artifacts }) },
    issues: {
      listComments: asked('comments', GIVEN.comments),
      updateComment: asked('update'), createComment: asked('create'),
    },
  },
}
;(async () => { SCRIPT })().then(() => console.log(JSON.stringify({ calls, outputs })))
"""


def played(script: str, **given: Any) -> dict[str, Any]:
    """What a script does on a stage where the platform answers as given."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not installed here; the platform has it")
    stage = {"run": RUN, "pulls": [], "artifacts": [], "comments": [], **given}
    program = STAGE.replace("SCRIPT", script).replace("GIVEN", f"({json.dumps(stage)})")
    environment = {"RUNNER_TEMP": str(given.get("temp", "")), "PULL": "12"}
    done = subprocess.run([node, "-e", program], env=environment, capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def pull(number: int, sha: str) -> dict[str, Any]:
    return {"number": number, "head": {"sha": sha}}


def comment(number: int, login: str, body: str) -> dict[str, Any]:
    return {"id": number, "user": {"login": login}, "body": body}


@pytest.mark.parametrize("name", TEXTS)
def test_every_action_is_pinned_to_a_commit_and_says_its_version(name: str) -> None:
    used = re.findall(r"uses: (.*)", TEXTS[name])
    assert used
    assert [each for each in used if not re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", each)] == []


def test_the_same_action_is_the_same_commit_everywhere() -> None:
    pins = {tuple(each.split("@")) for text in TEXTS.values() for each in re.findall(r"uses: (.*)", text)}
    assert len({action for action, _ in pins}) == len(pins)


def test_what_runs_a_pull_requests_code_may_only_read() -> None:
    assert SPEC["permissions"] == {"contents": "read"}
    for job in SPEC["jobs"].values():
        assert job.get("permissions", {"contents": "read"}) == {"contents": "read"}
    assert "secrets." not in TEXTS["spec.yml"] and "pull_request_target" not in "".join(TEXTS.values())


def test_what_may_write_checks_out_the_default_branch_and_nothing_else() -> None:
    assert REPORT["permissions"] == {}
    assert COMMENT["permissions"] == {"actions": "read", "contents": "read", "pull-requests": "write"}
    checkouts = [step for step in COMMENT["steps"] if step.get("uses", "").startswith("actions/checkout@")]
    assert [step["with"]["ref"] for step in checkouts] == ["${{ github.event.repository.default_branch }}"]
    assert "git fetch" not in TEXTS["report.yml"] and "git checkout" not in TEXTS["report.yml"]


@pytest.mark.parametrize("name", ["site.yml", "release.yml"])
def test_what_publishes_runs_nothing_of_the_repository_and_what_runs_it_only_reads(name: str) -> None:
    flow = yaml.safe_load(TEXTS[name])
    assert flow["permissions"] == {}
    assert "pull_request" not in flow[True]
    for job in flow["jobs"].values():
        may_write = any(given == "write" for given in job["permissions"].values())
        runs = any(step.get("uses", "").startswith("actions/checkout@") or "make" in step.get("run", "")
                   for step in job["steps"])  # fmt: skip
        assert may_write is not runs


def test_every_target_that_a_workflow_makes_is_one() -> None:
    made = {target for text in TEXTS.values() for target in re.findall(r"run: make ([a-z-]+)", text)}
    makefile = (WORKFLOWS.parents[1] / "Makefile").read_text(encoding="utf-8")
    assert {"site-check", "lite-check", "release", "test"} <= made
    assert [target for target in made if not re.search(rf"^{target}:", makefile, re.MULTILINE)] == []


def test_no_script_has_anything_written_into_it() -> None:
    scripts = [step.get("run", "") + step.get("with", {}).get("script", "") for step in COMMENT["steps"]]
    scripts += [step.get("run", "") for step in SPEC["jobs"]["diff"]["steps"]]
    assert [script for script in scripts if "${{" in script] == []


def test_the_judge_is_of_the_base_branch_and_nothing_of_the_judged_is_installed() -> None:
    steps = SPEC["jobs"]["diff"]["steps"]
    judge, judged = (step["with"] for step in steps if step.get("uses", "").startswith("actions/checkout@"))
    assert (judge["path"], judge["ref"]) == ("judge", "${{ github.base_ref }}")
    assert judged["path"] == "judged"
    run = {step["run"]: step.get("working-directory") for step in steps if "run" in step}
    assert run["make install"] == "judge"
    (compares,) = (command for command, place in run.items() if place == "judged")
    assert compares.startswith("../judge/.venv/bin/roomspec diff")


@pytest.mark.parametrize("written", [None, "", "{}"])
def test_without_a_report_the_job_fails(written: str | None, tmp_path: Path) -> None:
    (there,) = (step for step in SPEC["jobs"]["diff"]["steps"] if step.get("name") == "There is a report")
    if written is not None:
        (tmp_path / "diff.json").write_text(written)
        (tmp_path / "diff.md").write_text("## A verdict")
    summary = tmp_path / "summary"
    environment = {"REPORT": str(tmp_path), "GITHUB_STEP_SUMMARY": str(summary), "PATH": "/usr/bin:/bin"}
    done = subprocess.run(["bash", "-e", "-c", there["run"]], env=environment, capture_output=True, check=False)
    assert (done.returncode == 0) == summary.exists() == (written == "{}")
    assert there["if"] == "${{ !cancelled() }}"


def test_nothing_is_signed_where_a_strangers_code_ran() -> None:
    assert "attest" not in TEXTS["spec.yml"] and "id-token" not in TEXTS["spec.yml"]


def test_the_report_is_handed_over_by_the_name_under_which_it_is_fetched() -> None:
    (upload,) = [s for s in SPEC["jobs"]["diff"]["steps"] if s.get("uses", "").startswith("actions/upload-artifact@")]
    assert f"name: '{upload['with']['name']}'" in FIND
    assert REPORT[True]["workflow_run"]["workflows"] == [SPEC["name"]]


def test_the_pull_request_is_the_open_one_that_has_this_very_commit() -> None:
    artifacts = [{"id": 1, "expired": True}, {"id": 2, "expired": False, "size_in_bytes": 900}]
    found = played(FIND, pulls=[pull(11, "older"), pull(12, "abc")], artifacts=artifacts)
    assert found["outputs"] == {"pull": 12, "artifact": 2}
    assert found["calls"][0] == ["pulls", {"owner": "alice", "repo": "spec", "state": "open", "head": "carol:tea"}]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, ["notice", "No open pull request has this commit any more."]),
        ({"pulls": [pull(12, "abc")]}, ["notice", "The run left no report."]),
        (
            {"pulls": [pull(12, "abc")], "artifacts": [{"id": 2, "expired": False, "size_in_bytes": 1_000_001}]},
            ["failed", "The report is larger than 1000000 bytes."],
        ),
    ],
    ids=["moved on", "no report", "too large"],
)
def test_where_there_is_nothing_to_report_nothing_is_taken_or_written(given: dict[str, Any], said: list[str]) -> None:
    found = played(FIND, **given)
    assert (found["calls"][-1], found["outputs"]) == (said, {})


@pytest.mark.parametrize(
    ("comments", "does"),
    [
        ([], "create"),
        ([comment(4, "mallory", "<!-- roomspec diff -->\nold")], "create"),
        ([comment(4, "github-actions[bot]", "another tool's")], "create"),
        ([comment(4, "github-actions[bot]", "<!-- roomspec diff -->\nold")], "update"),
    ],
    ids=["first", "somebody else's", "another tool's", "ours"],
)
def test_the_one_comment_is_written_once_and_then_updated(comments: list[Any], does: str, tmp_path: Path) -> None:
    (tmp_path / "comment.md").write_text("No change.", encoding="utf-8")
    wrote, given = played(WRITE, comments=comments, temp=str(tmp_path))["calls"][-1]
    assert wrote == does
    assert given["body"] == "<!-- roomspec diff -->\nNo change."
    assert given.get("comment_id") == (4 if does == "update" else None)


def test_a_comment_that_the_platform_would_refuse_is_not_sent(tmp_path: Path) -> None:
    (tmp_path / "comment.md").write_text("x" * 65_000, encoding="utf-8")
    assert [name for name, _ in played(WRITE, temp=str(tmp_path))["calls"]] == ["failed"]


@pytest.mark.parametrize("unpacked", ["fits", "too large", "a link", "another file"])
def test_only_one_small_plain_file_is_rendered(unpacked: str, tmp_path: Path) -> None:
    """The shell lines before the renderer, tried on what an archive may unpack to."""
    report, file = tmp_path / "report", tmp_path / "report" / "diff.json"
    report.mkdir()
    (tmp_path / "secret").write_text("{}")
    if unpacked == "a link":
        file.symlink_to(tmp_path / "secret")
    else:
        file.write_text("x" * (1_000_001 if unpacked == "too large" else 9))
    if unpacked == "another file":
        (report / "pytest.py").write_text("")
    checks = [line for line in STEPS["Check and render"]["run"].splitlines() if line.startswith("test ")]
    program = "set -e\n" + "\n".join(checks)
    done = subprocess.run(["bash", "-c", program], env={"REPORT": str(report), "PATH": "/usr/bin:/bin"}, check=False)
    assert (done.returncode == 0) == (unpacked == "fits")
