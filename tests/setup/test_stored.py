"""What `make stored` writes is marked as generated, so that a reviewer sees the rules first; notebooks are read."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8").replace("\\\n", " ")
PATHS = re.findall(r"^STORED = (.*)$", MAKEFILE, re.MULTILINE)[0].split()


def attribute(path: str, name: str) -> str:
    """What git holds of a file: set, unspecified, or a word."""
    done = subprocess.run(["git", "check-attr", name, path], cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout.rpartition(": ")[2].strip()


@pytest.mark.parametrize("path", PATHS)
def test_all_that_is_stored_is_there_and_marked_unless_somebody_reads_it(path: str) -> None:
    assert (ROOT / path).exists()
    files = [file for file in (ROOT / path).rglob("*") if file.is_file()][:3] or [ROOT / path]
    if path == "notebooks":
        assert {attribute(str(file.relative_to(ROOT)), "merge") for file in (ROOT / path).rglob("*.ipynb")} == {
            "binary"
        }
        return
    assert {attribute(str(file.relative_to(ROOT)), "linguist-generated") for file in files} == {"set"}


def test_what_is_written_by_hand_is_not_marked() -> None:
    for path in ("spec_impl/clauses.toml", "roomspec/change/vectors.md", "notebooks/00_start_here.ipynb"):
        assert attribute(path, "linguist-generated") == "unspecified"
