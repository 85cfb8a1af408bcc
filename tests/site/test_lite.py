"""The Python that runs in the browser: a shared run opens, the vectors keep their digest, nothing is from outside."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.lab import ROOT
from tests.site.conftest import FACTS

pytestmark = pytest.mark.slow
A_MINUTE = 60_000
HEARTBEAT = "/api/service-worker-heartbeat"
"""What the worker of JupyterLite answers itself; it lies at the root of the very server."""
MANIFEST = json.loads((ROOT / "tests/vectors/manifest.json").read_text(encoding="utf-8"))

COMPUTED = """
import json
from types import SimpleNamespace as Story
from roomspec.change import vectors
from spec_impl.tracefile import load

def story(told, text):
    partner = Story(path=told["told_as_in"]) if told["told_as_in"] else None
    return Story(**told | {"path": told["name"], "told_as_in": partner, "trace": lambda: load(text.encode())})

stories = [story(told, text) for told, text in zip(json.loads(manifest)["vectors"], json.loads(traces), strict=True)]
json.loads(vectors.vector_files(stories)[vectors.MANIFEST])["digest"]
"""
"""Every file of the vectors, made anew from the worlds and actions in the traces; and the digest of all of them."""


@pytest.fixture
def lite(site: Path) -> Path:
    """The folder that `make site-lite` adds."""
    folder = site / "lite"
    assert (folder / "static/pyodide/pyodide-lock.json").is_file(), "run make site-lite first"
    return folder


def test_it_carries_every_package_that_it_names(lite: Path) -> None:
    runtime = lite / "static/pyodide"
    packages = json.loads((runtime / "pyodide-lock.json").read_text(encoding="utf-8"))["packages"]
    assert {"roomspec", "ipywidgets", "jedi", "parso", "prompt-toolkit", "micropip"} <= set(packages)
    assert set(packages["roomspec"]["imports"]) == {"roomspec", "spec_impl"}
    for each in packages.values():
        assert (runtime / each["file_name"]).is_file()
        assert set(each["depends"]) <= set(packages)


def test_every_page_of_a_notebook_leads_to_that_notebook(lite: Path, site: Path) -> None:
    pages = sorted((site / "notebooks").rglob("*.html"))
    named = {
        page: re.findall(r'href="([^"?]*)[?]path=([^"]*)"', page.read_text(encoding="utf-8"))
        for page in pages
        if "teaching" not in page.parts
    }
    assert len(named) == len(list((ROOT / "notebooks").rglob("*.ipynb")))
    for page, ((app, path),) in named.items():
        assert (page.parent / app).resolve() == (lite / "lab/index.html").resolve()
        assert (lite / "files" / path).read_bytes() == (ROOT / path).read_bytes()
        assert page.relative_to(site).with_suffix(".ipynb").as_posix() == path


@pytest.mark.usefixtures("lite")
def test_a_walk_runs_there_from_its_first_cell_to_its_last(page: Page, address: str, asked: list[str]) -> None:
    page.goto(f"{address}lite/lab/index.html?path=notebooks/03_public_join.ipynb")
    page.set_default_timeout(4 * A_MINUTE)
    page.locator('.jp-Notebook-ExecutionIndicator[data-status="idle"]').wait_for()
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    expect(page.locator(".roomspec-stepper").first).to_be_visible(timeout=4 * A_MINUTE)
    page.locator('.jp-Notebook-ExecutionIndicator[data-status="idle"]').wait_for()
    assert page.locator('[data-mime-type="application/vnd.jupyter.error"]').count() == 0
    outside = [each for each in asked if not each.startswith((address, "data:", "blob:")) and HEARTBEAT not in each]
    assert outside == []


@pytest.mark.usefixtures("lite")
def test_a_shared_run_opens_in_the_stepper_and_is_shared_again(page: Page, address: str, asked: list[str]) -> None:
    run = FACTS.runs[("a-hidden-room-is-as-good-as-none", "LITERAL_2014")]
    page.goto(f"{address}run.html#{run.text}")
    frame = page.frame_locator("#run-place iframe")
    stepper = frame.locator(".roomspec-stepper")
    expect(stepper).to_be_visible(timeout=4 * A_MINUTE)
    expect(page.locator("#run-place progress")).to_have_count(0)
    expect(stepper).to_contain_text("mallory")
    frame.get_by_role("button", name="Share", exact=True).last.click()
    text = frame.locator(".roomspec-stepper textarea")
    expect(text).not_to_have_value("", timeout=A_MINUTE)
    assert text.input_value().startswith(f"{run.text}\n{address}run.html#")
    outside = [each for each in asked if not each.startswith((address, "data:", "blob:")) and HEARTBEAT not in each]
    assert outside == []


@pytest.mark.usefixtures("lite")
def test_the_vectors_have_the_same_digest_there(page: Page, address: str, asked: list[str]) -> None:
    page.goto(f"{address}run.html")
    page.set_default_timeout(4 * A_MINUTE)
    found = page.evaluate(
        """async ([code, names]) => {
            const {loadPyodide} = await import(new URL("lite/static/pyodide/pyodide.mjs", location.href).href);
            const pyodide = await loadPyodide();
            const text = async (path) => (await fetch("tests/vectors/" + path)).text();
            const traces = [];
            for (const name of names) traces.push(await text(name + ".trace.json"));
            pyodide.globals.set("manifest", await text("manifest.json"));
            pyodide.globals.set("traces", JSON.stringify(traces));
            await pyodide.loadPackagesFromImports(code);
            return pyodide.runPython(code);
        }""",
        [COMPUTED, [told["name"] for told in MANIFEST["vectors"]]],
    )
    assert found == MANIFEST["digest"]
    assert [each for each in asked if not each.startswith(address)] == []
