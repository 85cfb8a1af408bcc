"""The site is a function of the checkout: another process, with another order of its sets, writes the same bytes."""

from pathlib import Path

import pytest

from docs.site import lite
from docs.site.__main__ import make
from tests.site.conftest import built

LITE = "lite/"
"""What `make site-lite` adds."""


@pytest.mark.slow
def test_two_builds_write_the_same_bytes(site: Path, tmp_path: Path) -> None:
    again = built(tmp_path / "site", 2)
    files = {path.relative_to(again) for path in again.rglob("*") if path.is_file()}
    stored = {path.relative_to(site) for path in site.rglob("*") if path.is_file()}
    assert files == {path for path in stored if not path.as_posix().startswith(LITE)}
    assert [name for name in sorted(files) if (again / name).read_bytes() != (site / name).read_bytes()] == []


def test_a_folder_that_holds_anything_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("dear alice")
    with pytest.raises(SystemExit, match="holds something that is no site"):
        make(tmp_path)
    with pytest.raises(SystemExit, match="holds no site: make site first"):
        lite.make(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]
