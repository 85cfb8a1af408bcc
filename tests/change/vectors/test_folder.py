"""The folder of vectors: fresh, whole, the same on every machine, and replaced in one piece or not at all."""

import json
import os
import subprocess
import sys
from functools import cache
from hashlib import sha256
from pathlib import Path

import pytest

from roomspec.change import vectors
from roomspec.change.rulebook import rulebook
from roomspec.change.vectors import FolderError, stale, stories_of_checkout, vector_files, write
from spec_impl.rules import JOIN_REQUEST
from tests.change.vectors.test_stories import lacking
from tests.pythons import OTHERS, python_of
from tests.rules.stories import STORIES
from tests.schemas import fitting

ROOT = Path(__file__).parents[3]
VECTORS = ROOT / "tests" / "vectors"
NO_RUN = "no run that the rules now allow, or none about its clause"
ANYWHERE = {**os.environ, "PYTHONPATH": str(ROOT)}
MANIFEST = json.loads((VECTORS / "manifest.json").read_text(encoding="utf-8"))
PAIR = next(story for story in STORIES if story.told_as_in)
SOME = (*STORIES[:2], *(story for story in STORIES if story in (PAIR, PAIR.told_as_in)))
"""A few stories, a pair among them that somebody cannot tell apart."""


def files(of: Path) -> dict[str, bytes]:
    return {path.relative_to(of).as_posix(): path.read_bytes() for path in of.rglob("*") if path.is_file()}


the_rulebook = cache(rulebook)


@pytest.fixture
def same_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    """No rule changes within the test: the rulebook is made once for all such tests."""
    monkeypatch.setattr(vectors, "rulebook", the_rulebook)


@pytest.fixture
def written(tmp_path: Path, same_rules: None) -> Path:  # noqa: ARG001, it is wanted for what it does
    """A folder of a few vectors that the tool wrote."""
    write(tmp_path / "vectors", SOME)
    return tmp_path / "vectors"


def test_the_stored_vectors_are_the_stories_as_the_rules_now_tell_them() -> None:
    told = {path: text.encode() for path, text in vector_files(STORIES).items()}
    assert files(VECTORS) == told, "the vectors are stale; run: make vectors"


def test_the_folder_alone_is_enough_to_say_that_it_is_fresh() -> None:
    assert stale(VECTORS) == []


def test_when_a_rule_changes_the_vectors_are_stale(tmp_path: Path) -> None:
    write(tmp_path, [story for story in STORIES if story.path.startswith("public-join/GAP-9")])
    assert stale(tmp_path) == []
    with lacking(JOIN_REQUEST, JOIN_REQUEST.rows[4]):
        changed = stale(tmp_path)
    assert "manifest.json: out of date" in changed
    assert any(line.startswith("public-join/GAP-9") for line in changed)


def test_a_changed_a_missing_and_a_foreign_file_are_each_named(written: Path) -> None:
    changed, missing = f"{STORIES[0].path}.view.json", f"{STORIES[1].path}.view.json"
    (written / changed).write_text("{}")
    (written / missing).unlink()
    (written / "notes.txt").write_text("mine")
    assert stale(written) == [
        f"{changed}: out of date",
        f"{missing}: missing",
        "notes.txt: not written by the tool",
    ]


@pytest.mark.parametrize(
    ("old", "new", "word"),
    [
        ('"outcome": "accept"', '"outcome": "ignore"', "out of date"),
        ('"before": "none"', '"before": "left"', "out of date"),
        ('"user": "@alice:a.example"', '"user": "@bob:b.example"', NO_RUN),
        ('"kind": "Give"', '"kind": "Take"', NO_RUN),
        ("{", "", NO_RUN),
    ],
)
def test_a_run_that_says_otherwise_than_the_rules_is_named(old: str, new: str, word: str, written: Path) -> None:
    trace = written / f"{STORIES[0].path}.trace.json"
    trace.write_text(trace.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    assert f"{STORIES[0].path}.trace.json: {word}" in stale(written)


def test_a_run_that_is_not_there_and_a_manifest_that_is_none_are_named(written: Path) -> None:
    trace = written / f"{STORIES[0].path}.trace.json"
    trace.unlink()
    assert f"{STORIES[0].path}.trace.json: missing" in stale(written)
    pair = json.loads((written / "manifest.json").read_text(encoding="utf-8"))
    next(each for each in pair["vectors"] if each["told_as_in"])["told_as_in"] = "nowhere"
    (written / "manifest.json").write_text(json.dumps(pair), encoding="utf-8")
    assert "manifest.json: out of date" in stale(written)
    (written / "manifest.json").write_text('{"version": 1}')
    assert [line.partition(" (")[0] for line in stale(written)] == ["manifest.json: no manifest of this version"]
    (written / "manifest.json").unlink()
    assert stale(written) == ["manifest.json: missing"]


def test_stories_are_found_from_anywhere_in_a_checkout_and_are_told_alike() -> None:
    found = stories_of_checkout(VECTORS)
    assert [story.path for story in found] == [story.path for story in STORIES]
    assert found[0].trace() == STORIES[0].trace()


def test_outside_a_checkout_vectors_are_checked_but_not_written(written: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "roomspec", "vectors", str(tmp_path / "mine")]
    done = subprocess.run(command, cwd=tmp_path, env=ANYWHERE, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert "writing the vectors needs a checkout" in done.stderr
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == [written]
    checked = [*command[:-1], "--check", str(written)]
    done = subprocess.run(checked, cwd=tmp_path, env=ANYWHERE, capture_output=True, text=True, check=True)
    assert done.stdout == "fresh\n"


def test_the_digest_is_the_sum_of_all_sums_as_the_readme_says() -> None:
    sums = {path: sha256(held).hexdigest() for path, held in files(VECTORS).items() if path != "manifest.json"}
    listed = "".join(f"{sums[path]}  {path}\n" for path in sorted(sums))
    assert MANIFEST["digest"] == sha256(listed.encode()).hexdigest()
    for vector in MANIFEST["vectors"]:
        found = {kind: sums.pop(f"{vector['name']}.{kind}.json") for kind in ("trace", "view")}
        assert vector["sha256"] == found
    assert sums == {each["path"]: each["sha256"] for each in MANIFEST["files"]}


@pytest.mark.parametrize("version", OTHERS)
def test_the_digest_is_the_same_on_every_python(version: str) -> None:
    python = python_of(version)
    if python is None:
        pytest.skip(f"there is no Python {version} on this machine")
    program = (
        "from pathlib import Path; from roomspec.change.vectors import stories_of_checkout, vector_files; "
        "print(vector_files(stories_of_checkout(Path.cwd()))['manifest.json'], end='')"
    )
    done = subprocess.run([python, "-B", "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == MANIFEST


@pytest.mark.parametrize("seed", ["1", "2"])
def test_the_digest_does_not_depend_on_the_order_in_which_a_machine_hashes_or_on_any_package(seed: str) -> None:
    """So that any Python can write the vectors, and a digest can be compared with another machine's."""
    program = (
        "import sys; from pathlib import Path; from roomspec.change.vectors import stories_of_checkout, vector_files; "
        "print(vector_files(stories_of_checkout(Path.cwd()))['manifest.json']); print(*sys.modules, file=sys.stderr)"
    )
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == MANIFEST
    loaded = {name.partition(".")[0] for name in done.stderr.split()}
    assert loaded & {"fastjsonschema", "pandas", "numpy", "typer", "graphviz", "ipywidgets", "hypothesis"} == set()


@pytest.mark.parametrize("kind", ["trace", "view", "manifest", "rules"])
def test_every_file_fits_the_schema_that_stands_beside_it(kind: str) -> None:
    fits = fitting(json.loads((VECTORS / f"schemas/{kind}.schema.json").read_text(encoding="utf-8")))
    documents = {path: held for path, held in files(VECTORS).items() if path.endswith(f"{kind}.json")}
    assert len(documents) == (len(STORIES) if kind in ("trace", "view") else 1)
    assert [path for path, held in documents.items() if not fits(json.loads(held))] == []
    assert not fits({"format": f"roomspec-{kind}", "version": 1}), "a document that lacks something fits none"


def test_the_manifest_says_of_each_vector_what_its_trace_says() -> None:
    assert [vector["name"] for vector in MANIFEST["vectors"]] == [story.path for story in STORIES]
    for vector in MANIFEST["vectors"]:
        trace = json.loads((VECTORS / f"{vector['name']}.trace.json").read_text(encoding="utf-8"))
        verdicts = [verdict for step in trace["steps"] for verdict in step["verdicts"]]
        citing = [verdict for verdict in verdicts if vector["clause"] in verdict["cites"]]
        decided = [verdict for verdict in citing if verdict["outcome"] == "refuse" or vector["outcome"] != "refuse"][-1]
        assert {key: vector[key] for key in ("table", "outcome", "told")} == {
            key: decided[key] for key in ("table", "outcome", "told")
        }
        assert (vector["reading"], vector["steps"]) == (trace["reading"]["name"], len(trace["steps"]))
        assert trace["scope"] == vector["name"]


def test_the_whole_folder_is_small() -> None:
    assert sum(len(held) for held in files(VECTORS).values()) < 6_200_000


def test_an_old_folder_is_replaced_as_a_whole(written: Path) -> None:
    before = files(written)
    gone = written / f"{STORIES[0].path}.trace.json"
    gone.write_text("{}")
    assert write(written, SOME) == json.loads(before["manifest.json"])["digest"]
    assert files(written) == before
    assert [path.name for path in written.parent.iterdir()] == ["vectors"]


def test_a_folder_with_somebodys_work_in_it_is_left_alone(written: Path) -> None:
    (written / "notes.txt").write_text("mine")
    with pytest.raises(FolderError, match=r"vectors holds notes.txt, which is no vector; name an empty folder, or"):
        write(written, SOME)
    assert (written / "notes.txt").read_text() == "mine"


@pytest.mark.usefixtures("same_rules")
def test_a_folder_without_a_manifest_is_somebodys_work_too_unless_it_is_empty(tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    assert write(tmp_path / "home", SOME)
    (tmp_path / "home" / "manifest.json").write_text("{")
    with pytest.raises(FolderError, match="which is no vector"):
        write(tmp_path / "home", SOME)


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "vectors").write_text("")
    with pytest.raises(FolderError, match="is a file; name a folder"):
        write(tmp_path / "vectors", SOME)


def test_when_a_vector_cannot_be_written_nothing_changes(written: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> str:
        raise OSError("the disk is full")

    before = files(written)
    monkeypatch.setattr(Path, "write_bytes", fail)
    with pytest.raises(OSError, match="the disk is full"):
        write(written, SOME)
    assert files(written) == before
    assert [path.name for path in written.parent.iterdir()] == ["vectors"]


def test_when_the_new_folder_cannot_take_its_place_the_old_one_is_put_back(
    written: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rename = Path.rename

    def fail_for_the_new(path: Path, target: Path) -> Path:
        if path.name == "new":
            raise OSError("no such device")
        return rename(path, target)

    before = files(written)
    monkeypatch.setattr(Path, "rename", fail_for_the_new)
    with pytest.raises(OSError, match="no such device"):
        write(written, SOME)
    assert files(written) == before


def test_the_command_refuses_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    command = [sys.executable, "-m", "roomspec", "vectors", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr.strip().endswith("holds notes.txt, which is no vector; name an empty folder, or move it away")
    assert "Traceback" not in done.stderr
