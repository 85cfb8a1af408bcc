"""The files of a release: `python -m docs.release SITE FOLDER` writes them into an empty folder.

The wheel and the source, the vectors and the site each as one archive, what has changed, and a SHA-256 of each. The
version is that of `roomspec/__init__.py`. The same commit gives the same bytes.
"""

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from roomspec import __version__

ROOT = Path(__file__).resolve().parents[1]
FIRST_DATE = (1980, 1, 1, 0, 0, 0)
"""The date of every file in an archive: the earliest that one can hold."""


def release(site: Path, folder: Path) -> None:
    """Write everything; the site has been made before. Raises `SystemExit` with a sentence where something lacks."""
    if not (site / "index.html").is_file():
        raise SystemExit(f"{site} holds no site: make site-lite, or make site for one without a Python in the browser")
    if folder.exists() and any(folder.iterdir()):
        raise SystemExit(f"{folder} is not empty: a release is written into an empty folder")
    folder.mkdir(parents=True, exist_ok=True)
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-d", folder], cwd=ROOT, check=True, capture_output=True
    )
    archive(ROOT / "tests/vectors", folder / f"roomspec-vectors-{__version__}.zip")
    archive(site, folder / f"roomspec-site-{__version__}.zip")
    (folder / "NOTES.md").write_text(notes(), encoding="utf-8")
    sums = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in sorted(folder.iterdir())]
    (folder / "SHA256SUMS").write_text("".join(sums), encoding="utf-8")


def archive(source: Path, target: Path) -> None:
    """A folder as a zip file, by whose name all in it begins."""
    with ZipFile(target, "w", ZIP_DEFLATED) as packed:
        for path in sorted(each for each in source.rglob("*") if each.is_file()):
            held = ZipInfo(f"{target.stem}/{path.relative_to(source).as_posix()}", FIRST_DATE)
            held.compress_type, held.external_attr = ZIP_DEFLATED, 0o644 << 16
            with path.open("rb") as read, packed.open(held, "w") as written:
                shutil.copyfileobj(read, written)


def notes() -> str:
    """What the fragments say, as the changelog will; the day of the release is the platform's to say."""
    words = [sys.executable, "-m", "towncrier", "build", "--draft", "--version", __version__, "--date", ""]
    return subprocess.run(words, cwd=ROOT, check=True, capture_output=True, text=True).stdout.replace(" ()", "")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        raise SystemExit("name the site and the folder to write, such as build/site dist/release")
    release(Path(sys.argv[1]), Path(sys.argv[2]))
