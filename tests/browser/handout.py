"""The page to print, as HTML, PDF and a picture: `make handout`.

    python -m tests.browser.handout FOLDER

It has to be one sheet of A4: a second one is an error.
"""

import re
import sys
from collections.abc import Sequence
from pathlib import Path

from roomspec.show.handout import handout
from tests.browser.lab import browser

A4 = {"width": 794, "height": 1123}


def sheets(pdf: bytes) -> int:
    """How many pages a PDF has that Chromium wrote."""
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


def printed(folder: Path) -> bytes:
    """Write the page three times, and return the PDF."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "handout.html").write_text(handout(), encoding="utf-8")
    with browser() as chromium:
        page = chromium.new_page(viewport=A4, device_scale_factor=2)
        page.goto((folder / "handout.html").resolve().as_uri())
        pdf = page.pdf(path=folder / "handout.pdf", prefer_css_page_size=True, print_background=True)
        page.screenshot(path=folder / "handout.png", full_page=True)
    return pdf


def main(arguments: Sequence[str]) -> int:
    """Print into the folder that the arguments name."""
    folder = Path(arguments[0] if arguments else "dist/handout")
    count = sheets(printed(folder))
    print(f"{folder}/handout.pdf: {count} sheet{'s' if count > 1 else ''} of A4")
    return count - 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
