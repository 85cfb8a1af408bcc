"""The files of a release: all of one version, with right sums, the same bytes from the same commit."""

import hashlib
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

from docs.release import release
from roomspec import __version__
from tests.setup.test_environment_yml import ROOT


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """As much of a site as an archive needs."""
    folder = tmp_path_factory.mktemp("made") / "site"
    folder.mkdir()
    (folder / "index.html").write_text("<title>Room join</title>")
    return folder


@pytest.mark.slow
def test_a_release_has_every_file_of_one_version_with_its_sum_and_twice_the_same(site: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        release(site, tmp_path / name)
    one = {path.name: path.read_bytes() for path in (tmp_path / "one").iterdir()}
    assert one == {path.name: path.read_bytes() for path in (tmp_path / "two").iterdir()}
    wheel, source = f"roomspec-{__version__}-py3-none-any.whl", f"roomspec-{__version__}.tar.gz"
    vectors, pages = f"roomspec-vectors-{__version__}.zip", f"roomspec-site-{__version__}.zip"
    assert set(one) == {wheel, source, vectors, pages, "NOTES.md", "SHA256SUMS"}
    sums = dict(reversed(line.split("  ")) for line in one["SHA256SUMS"].decode().splitlines())
    assert sums == {name: hashlib.sha256(held).hexdigest() for name, held in one.items() if name != "SHA256SUMS"}
    with ZipFile(tmp_path / "one" / vectors) as packed:
        found = {name.partition("/")[2]: packed.read(name) for name in packed.namelist()}
    assert found == {
        path.relative_to(ROOT / "tests/vectors").as_posix(): path.read_bytes()
        for path in (ROOT / "tests/vectors").rglob("*")
        if path.is_file()
    }
    assert one["NOTES.md"].decode().startswith(f"## {__version__}\n")


def test_a_release_is_not_written_over_another_nor_without_a_site(site: Path, tmp_path: Path) -> None:
    (tmp_path / "old").write_text("")
    for given, sentence in (((site, tmp_path), "is not empty"), ((tmp_path, tmp_path / "new"), "holds no site")):
        make = [sys.executable, "-m", "docs.release", *map(str, given)]
        done = subprocess.run(make, cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == 1
        assert sentence in done.stderr
    assert not (tmp_path / "new").exists()
