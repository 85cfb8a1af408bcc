"""Pictures of every notebook and of the stepper, in the light and the dark theme: `make shots`.

    python -m tests.browser.shots FOLDER

Nothing is compared: they are there to be looked at.
"""

import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from playwright.sync_api import Browser

from tests.browser.clicks import STEPPER
from tests.browser.lab import THEMES, Lab, browser, jupyter_lab, opened, run_all
from tests.notebooks.execute import NOTEBOOKS, stored_in

WIDE, PIECE = 1100, 12_000
TALL = "() => Math.max(...[...document.querySelectorAll('.jp-NotebookPanel *')].map(part => part.scrollHeight)) + 200"


SCROLL = "top => document.querySelector('.jp-WindowedPanel-outer').scrollTo(0, top)"


def shoot(lab: Lab, chromium: Browser, name: str, target: Path, theme: str) -> None:
    """The notebook as it is stored, in pieces where it is long; and its steppers, once it has run."""
    page = chromium.new_context(viewport={"width": WIDE, "height": 1000}).new_page()
    opened(page, lab, name)
    page.keyboard.press("Control+b")
    tall = page.evaluate(TALL)
    page.set_viewport_size({"width": WIDE, "height": min(tall, PIECE)})
    stem = Path(name).with_suffix("").as_posix().replace("/", "-")
    for number, top in enumerate(range(0, tall, PIECE), start=1):
        page.evaluate(SCROLL, top)
        page.wait_for_timeout(500)
        page.screenshot(path=target / f"{stem}-{number}-{theme}.png")
    page.set_viewport_size({"width": WIDE, "height": 3000})
    run_all(page)
    for number, box in enumerate(page.locator(STEPPER).all(), start=1):
        box.screenshot(path=target / f"{stem}-stepper-{number}-{theme}.png")
    page.context.close()


def main(arguments: Sequence[str]) -> int:
    """Shoot all of them into the folder that the arguments name."""
    target = Path(arguments[0] if arguments else "dist/shots")
    target.mkdir(parents=True, exist_ok=True)
    with browser() as chromium:
        for theme in THEMES:
            with tempfile.TemporaryDirectory() as folder, jupyter_lab(Path(folder), theme) as lab:
                for path in stored_in():
                    shoot(lab, chromium, path.relative_to(NOTEBOOKS).as_posix(), target, theme)
    print(f"{len(list(target.glob('*.png')))} pictures in {target}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
