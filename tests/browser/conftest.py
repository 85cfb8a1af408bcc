"""One JupyterLab, one Chromium and one run of the playground for all tests here: starting them is what costs."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.lab import Lab, browser, jupyter_lab, opened, run_all

expect.set_options(timeout=30_000)
"""How long a kernel may take to answer a click, in milliseconds; longer where a machine is busy."""


@pytest.fixture(scope="session")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """A JupyterLab on a fresh copy of the notebooks."""
    with jupyter_lab(tmp_path_factory.mktemp("lab")) as running:
        yield running


@pytest.fixture(scope="session")
def windows() -> Iterator[BrowserContext]:
    """A browser whose windows are as large as a usual screen."""
    with browser() as started:
        yield started.new_context(viewport={"width": 1280, "height": 1000})


@pytest.fixture
def page(windows: BrowserContext) -> Iterator[Page]:
    """A new window."""
    fresh = windows.new_page()
    yield fresh
    fresh.close()


@pytest.fixture(scope="session")
def playground(windows: BrowserContext, lab: Lab) -> Page:
    """The playground, run once."""
    return run_all(opened(windows.new_page(), lab, "08_playground.ipynb"))
