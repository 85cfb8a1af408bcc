"""Make the site: `python -m docs.site [FOLDER]`, by default build/site."""

import os
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
    """Stage the pages beside the folder and let Sphinx make the site in it; returns its status.

    Raises `SystemExit` for a folder that holds anything but a site: it is emptied first.
    """
    if folder.exists() and any(folder.iterdir()) and not (folder / "searchindex.js").is_file():
        raise SystemExit(f"{folder} holds something that is no site: name an empty folder, or one that this has made")
    parts, here = folder.with_name(f"{folder.name}-parts"), Path(__file__).parent
    shutil.rmtree(folder, ignore_errors=True)
    shutil.rmtree(parts, ignore_errors=True)
    stage(Facts(ROOT), parts / "staged")
    quiet = ["-q"] if os.environ.get("CI") else []
    how = ["-n", "-W", "--keep-going", *quiet, "-b", "html", "-c", here, "-d", parts / "doctrees"]
    status = build_main([*map(str, how), str(parts / "staged"), str(folder)])
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
