"""What `pip install roomspec` brings is enough for the command, and no more than that."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.setup.test_environment_yml import LOCKED, NAMED_BY_NOTEBOOKS, ROOT

FAILING = ("check", "the-memory-of-a-knock-ends", "--reading", "LITERAL_2014", "--save", "run.json")


def ran(*command: str | Path, at: Path, status: int = 0) -> str:
    """What a command prints, run there as CI would and without this checkout on the path of Python."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"} | {
        "CI": "true",
        "COLUMNS": "120",
    }
    done = subprocess.run(command, cwd=at, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == status, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def programs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of programs of a new environment into which the wheel alone was installed, as the lock has it."""
    place = tmp_path_factory.mktemp("wheel")
    ran(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", place, at=ROOT)
    (place / "lock.txt").write_text("".join(f"{name}=={version}\n" for name, version in LOCKED.items()))
    ran(sys.executable, "-m", "venv", "venv", at=place)
    found = place / "venv" / ("Scripts" if os.name == "nt" else "bin")
    (wheel,) = place.glob("*.whl")
    ran(found / "python", "-m", "pip", "install", "--quiet", "-c", "lock.txt", wheel, at=place)
    return found


@pytest.mark.slow
def test_nothing_that_only_notebooks_need_is_installed(programs: Path, tmp_path: Path) -> None:
    listed = json.loads(ran(programs / "python", "-m", "pip", "list", "--format", "json", at=tmp_path))
    names = {package["name"] for package in listed}
    assert names & {*NAMED_BY_NOTEBOOKS, "numpy", "ipython"} == set()
    assert len(names) < 25


@pytest.mark.slow
def test_every_command_runs(programs: Path, tmp_path: Path) -> None:
    command = programs / "roomspec"
    assert "a-hidden-room-is-as-good-as-none holds" in ran(command, "check", at=tmp_path)
    ran(command, *FAILING, at=tmp_path, status=1)
    assert "each follows from the one before" in ran(command, "replay", "run.json", at=tmp_path)
    assert "decides" in ran(command, "why", "run.json", at=tmp_path)
    assert ran(command, "vectors", "--check", ROOT / "tests/vectors", at=tmp_path) == "fresh\n"
    assert "0 faults" in ran(command, "ledger", at=ROOT / "notebooks")
    assert ran(command, "ledger", at=tmp_path, status=2) == ""
    assert "the same program" in ran(command, "diff", "HEAD", "HEAD", "--size", "tiny", at=ROOT)
