"""Make the site: `python -m docs.site [FOLDER]`, by default build/site."""

import shutil
import sys
from pathlib import Path

from sphinx.cmd.build import build_main

from .facts import ROOT, Facts
from .staged import stage

FORGOTTEN = {
    'role="heading">': 'role="heading" aria-level="2">',
    '<aside class="sidebar-drawer">': '<aside class="sidebar-drawer" aria-label="All pages">',
    '<aside class="toc-drawer">': '<aside class="toc-drawer" aria-label="On this page">',
    '<aside class="toc-drawer no-toc">': '<aside class="toc-drawer no-toc" aria-label="On this page">',
    '<th class="head"><p></p></th>': "<td></td>",
}
"""What the theme leaves out and a screen reader needs."""


def make(folder: Path) -> int:
    """Stage the pages beside the folder and let Sphinx make the site in it; returns its status."""
    staged, kept = folder.parent / "staged", folder.parent / "doctrees"
    stage(Facts(ROOT), staged)
    for old in (folder, kept):
        shutil.rmtree(old, ignore_errors=True)
    here = str(Path(__file__).parent)
    status = build_main(
        ["-n", "-W", "--keep-going", "-q", "-b", "html", "-c", here, "-d", str(kept), str(staged), str(folder)]
    )
    for page in folder.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        for less, more in FORGOTTEN.items():
            text = text.replace(less, more)
        page.write_text(text, encoding="utf-8")
    vectors = Path("tests/vectors")
    shutil.copytree(ROOT / vectors, folder / vectors, dirs_exist_ok=True, ignore=shutil.ignore_patterns("*.md"))
    shutil.rmtree(folder / "_sources", ignore_errors=True)
    for name in (".buildinfo", "objects.inv"):
        (folder / name).unlink(missing_ok=True)
    return status


if __name__ == "__main__":
    sys.exit(make(Path(sys.argv[1] if sys.argv[1:] else ROOT / "build/site").resolve()))
