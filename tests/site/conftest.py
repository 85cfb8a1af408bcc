"""One built site, served as a plain file server does, from the root and from a folder below it."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from docs.site.facts import Facts
from tests.browser.lab import ROOT, browser

SITE = ROOT / "build/site"
FACTS = Facts()
"""Worked out once for all tests, and only as far as they ask."""


def built(folder: Path, seed: int) -> Path:
    """The site, made there by a process of its own."""
    environment = os.environ | {"PYTHONHASHSEED": str(seed), "CI": "true"}
    make = [sys.executable, "-m", "docs.site", folder]
    done = subprocess.run(make, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


@pytest.fixture(scope="session")
def site() -> Path:
    """What `make site` has made; made here where it has not run."""
    return SITE if (SITE / "index.html").is_file() else built(SITE, 1)


class Quiet(SimpleHTTPRequestHandler):
    """A file server that says nothing."""

    def log_message(self, *_: Any) -> None:
        """Nothing."""


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    """The site below another folder's name: no page may count on being at the root."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(site.parent)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/{site.name}/"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser."""
    with browser() as started:
        yield started


@pytest.fixture
def asked() -> list[str]:
    """The addresses that a page asked for."""
    return []


@pytest.fixture
def page(chromium: Browser, asked: list[str]) -> Iterator[Page]:
    """A window of a laptop, whose requests are written down."""
    fresh = chromium.new_page(viewport={"width": 1100, "height": 900})
    fresh.on("request", lambda request: asked.append(request.url))
    yield fresh
    fresh.close()
