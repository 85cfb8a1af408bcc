"""Every page and file that names the supported Pythons names the same ones, and the README fits a terminal."""

import re
from pathlib import Path

import pytest
import yaml

from tests.pythons import PROJECT, SUPPORTED

ROOT = Path(__file__).resolve().parents[2]
OLDEST, NEWEST = SUPPORTED[0], SUPPORTED[-1]
NEXT = f"3.{int(NEWEST.removeprefix('3.')) + 1}"


def text(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


def test_the_supported_versions_follow_one_another_and_are_what_pip_takes() -> None:
    assert [f"3.{n}" for n in range(11, 11 + len(SUPPORTED))] == list(SUPPORTED)
    assert PROJECT["requires-python"] == f">={OLDEST},<{NEXT}"


@pytest.mark.parametrize("page", ["README.md", "Makefile", "notebooks/teaching/README.md"])
def test_every_page_that_names_a_range_of_pythons_names_this_one(page: str) -> None:
    ranges = re.findall(r"(3\.\d+) to (3\.\d+)", text(page))
    assert set(ranges) == {(OLDEST, NEWEST)}
    assert re.findall(r"3\.1\d or 3\.1\d", text(page)) == []


def test_make_asks_for_that_range() -> None:
    bounds = re.findall(r"\((\d, \d+)\) <= sys\.version_info\[:2\] <= \((\d, \d+)\)", text("Makefile"))
    assert [tuple(bound.replace(", ", ".") for bound in pair) for pair in bounds] == [(OLDEST, NEWEST)]


def test_the_workflow_and_our_own_check_try_the_oldest_and_the_newest() -> None:
    workflow = yaml.safe_load(text(".github/workflows/spec.yml"))
    assert workflow["jobs"]["test"]["strategy"]["matrix"]["python"] == list(SUPPORTED)
    named = re.findall(r"find_python (3\.\d+)", text(".ci/run"))
    assert named[0] == OLDEST
    assert named[1:] == sorted(named[1:], reverse=True) and named[1] == NEWEST


def test_what_a_reader_of_the_readme_copies_fits_eighty_columns() -> None:
    blocks = re.findall(r"^```\w+\n(.*?)^```$", text("README.md"), re.MULTILINE | re.DOTALL)
    assert blocks
    assert [line for block in blocks for line in block.splitlines() if len(line) > 80] == []
