"""A freshly cloned notebook, before and after it is run, and what a machine finds hard to read in it."""

import json
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.clicks import LEAK, STEPPER
from tests.browser.lab import Lab, drawn, in_theme
from tests.browser.widgets import ABOUT_RUNS, ALL
from tests.notebooks.execute import NOTEBOOKS, stored_in

pytestmark = pytest.mark.slow
NAMES = [path.relative_to(NOTEBOOKS).as_posix() for path in stored_in()]
OURS = ".jp-OutputArea-output"
SEEN = """() => [...document.querySelectorAll('.jp-OutputArea-output')].map(output => ({
    words: output.innerText.trim(),
    images: [...output.querySelectorAll('img')].map(image => image.complete && image.naturalWidth > 0 && !!image.alt),
}))"""


def stored_outputs(path: Path) -> list[dict[str, str]]:
    """What the cells of a notebook show, as stored."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return [output.get("data", {}) for cell in cells for output in cell.get("outputs", ())]


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_nobody_trusts_yet_shows_every_figure_before_it_is_run(page: Page, lab: Lab, name: str) -> None:
    stored = stored_outputs(lab.folder / "notebooks" / name)
    seen = drawn(page, lab, name).evaluate(SEEN)
    assert len(seen) == len(stored)
    assert all(output["words"] or output["images"] for output in seen)
    pictures = sum(str(data.get("text/html", "")).count("<img") for data in stored)
    assert sum(len(output["images"]) for output in seen) == pictures
    assert all(shown for output in seen for shown in output["images"])
    assert not any("widget" in output["words"].lower() for output in seen)


def test_after_run_all_every_cell_has_run_and_each_widget_is_there(playground: Page) -> None:
    assert playground.locator(".jp-RenderedText[data-mime-type='application/vnd.jupyter.stderr']").count() == 0
    there = [each for each in ALL if each.notebook == "08_playground.ipynb" and each.name not in ABOUT_RUNS.values()]
    kinds = [each.kind for each in there]
    assert playground.locator(STEPPER).count() == kinds.count("stepper") > 0
    assert playground.locator(LEAK).count() == kinds.count("leak")


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_axe_finds_no_serious_fault_in_what_we_show(playground: Page, theme: str) -> None:
    in_theme(playground, theme)
    found = Axe().run(playground, context={"include": [[OURS]]}).response["violations"]
    serious = [
        f"{each['id']}: {each['help']}: {node['html'][:160]}"
        for each in found
        if each["impact"] in ("serious", "critical")
        for node in each["nodes"]
    ]
    assert serious == []
