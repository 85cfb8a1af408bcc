"""One lock for everybody: what pip, conda and Binder install is the same, and it runs a notebook."""

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
ENVIRONMENT = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
LOCKED = dict(re.findall(r"^([a-z0-9-]+)==([^\s;]+)", LOCK, re.MULTILINE))

EXTRAS = PROJECT["optional-dependencies"]
FOR_NOTEBOOKS = [*PROJECT["dependencies"], *EXTRAS["notebooks"]]
NEEDED = [*FOR_NOTEBOOKS, *EXTRAS["site"], *EXTRAS["dev"]]

NAMED_BY_THE_COMMAND = {"typer", "rich", "tqdm"}
NAMED_BY_NOTEBOOKS = {"jupyterlab", "nbval", "ipywidgets", "pandas", "graphviz", "pytest"}


def pip_block() -> list[str]:
    """What environment.yml has pip install, line by line."""
    (block,) = (entry["pip"] for entry in ENVIRONMENT["dependencies"] if isinstance(entry, dict))
    return block


def test_the_pip_block_is_what_the_notebooks_need_at_the_versions_of_the_lock() -> None:
    names = sorted(Requirement(line).name for line in FOR_NOTEBOOKS)
    assert pip_block() == [*(f"{name}=={LOCKED[name]}" for name in names), "-e .[notebooks]"]


def test_the_default_install_has_what_the_command_names_and_an_extra_what_the_notebooks_do() -> None:
    default, notebooks = ({Requirement(line).name for line in of} for of in (PROJECT["dependencies"], FOR_NOTEBOOKS))
    assert default >= NAMED_BY_THE_COMMAND and default & NAMED_BY_NOTEBOOKS == set()
    assert notebooks >= NAMED_BY_NOTEBOOKS


def test_whoever_develops_has_the_notebooks_as_well() -> None:
    assert "roomspec[notebooks,site]" in EXTRAS["dev"]


def test_conda_gives_python_and_pip_and_nothing_else() -> None:
    assert ENVIRONMENT["channels"] == ["conda-forge", "nodefaults"]
    assert [entry for entry in ENVIRONMENT["dependencies"] if isinstance(entry, str)] == [
        f"python {PROJECT['requires-python']}",
        "pip",
    ]


@pytest.mark.parametrize("line", [line for line in NEEDED if not line.startswith("roomspec")])
def test_the_lock_satisfies_the_project(line: str) -> None:
    wanted = Requirement(line)
    assert wanted.name in LOCKED, "run `make lock`"
    assert wanted.specifier.contains(LOCKED[wanted.name]), "run `make lock`"


def test_each_package_is_locked_once_by_hashes_and_from_no_named_index() -> None:
    entries = re.split(r"\n(?=[a-z0-9])", LOCK)[1:]
    assert len(entries) == len(LOCKED)
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []
    assert re.findall(r"https?://|--(?:extra-)?index-url|--find-links", LOCK) == []


@pytest.mark.slow
def test_the_pip_block_runs_a_notebook_in_an_empty_place(tmp_path: Path) -> None:
    run(sys.executable, "-m", "venv", tmp_path / "venv")
    python = tmp_path / "venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    requirements = tmp_path / "pip-block.txt"
    requirements.write_text("\n".join(pip_block()) + "\n", encoding="utf-8")

    run(python, "-m", "pip", "install", "--quiet", "-r", requirements)
    run(python, "-m", "pip", "check")
    # A newer package below the named ones may warn; only a changed output counts here.
    compare = ["--nbval", "--nbval-current-env", "--nbval-sanitize-with", "tests/notebooks/sanitize.cfg", "-Wdefault"]
    run(python, "-m", "pytest", "-q", *compare, "notebooks/00_start_here.ipynb")


def run(*command: str | Path) -> None:
    """Run a command in this checkout as CI would."""
    subprocess.run(command, cwd=ROOT, check=True, env=os.environ | {"CI": "true"})
