"""A JupyterLab of its own on a fresh copy of the notebooks, and a Chromium in front of it.

The copy lies in a temporary folder and was never run there, so nothing in it is trusted: what a reader sees who has
just cloned the repository.
"""

import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SECONDS_TO_START = 60
THEMES = {"light": "JupyterLab Light", "dark": "JupyterLab Dark"}
NONE_WAITS = "![...document.querySelectorAll('.jp-InputPrompt')].some(prompt => prompt.textContent.includes('*'))"
READY = "Python 3 (ipykernel) | Idle"


class NoBrowser(Exception):
    """There is nothing to look with; the message says what to install."""


@dataclass(frozen=True)
class Lab:
    """A running JupyterLab: its address and the folder that it shows."""

    address: str
    token: str
    folder: Path

    def page_of(self, notebook: str) -> str:
        """The address of a notebook alone, in a workspace of its own."""
        return f"{self.address}/lab/workspaces/{secrets.token_hex(4)}/tree/notebooks/{notebook}?token={self.token}"

    def stop_kernels(self) -> None:
        """Shut down every kernel, as whoever closes the lab does; a notebook opened later gets a fresh one."""
        for session in json.load(self._ask("GET", "/api/sessions")):
            self._ask("DELETE", f"/api/sessions/{session['id']}").close()

    def _ask(self, method: str, path: str) -> Any:
        ask = urllib.request.Request(f"{self.address}{path}?token={self.token}", method=method)
        return urllib.request.urlopen(ask, timeout=20)


def chromium() -> str:
    """The path of the browser."""
    for name in BROWSERS:
        if found := shutil.which(name):
            return found
    raise NoBrowser("no Chromium on this machine: install it (Debian, Ubuntu: apt install chromium)")


@contextmanager
def jupyter_lab(folder: Path, theme: str = "light") -> Iterator[Lab]:
    """JupyterLab on copies of the notebooks in that folder, stopped at the end."""
    shutil.copytree(ROOT / "notebooks", folder / "notebooks", ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    shutil.copytree(ROOT / "tests" / "vectors", folder / "tests" / "vectors")
    for stored in ("exercised.json", "pins.toml"):
        shutil.copy(ROOT / "tests" / stored, folder / "tests")
    token, port = secrets.token_hex(16), _free_port()
    log = (folder / "lab.log").open("w")
    server = subprocess.Popen(
        [sys.executable, "-m", "jupyterlab", *_options(folder, port, token)],
        cwd=folder,
        env=_environment(folder, theme),
        stdout=log,
        stderr=subprocess.STDOUT,
    )
    try:
        lab = Lab(f"http://127.0.0.1:{port}", token, folder)
        _wait_for(lab, server)
        yield lab
    finally:
        server.terminate()
        server.wait(20)
        log.close()


@contextmanager
def browser() -> Iterator[Browser]:
    """A Chromium without a window."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        try:
            yield started
        finally:
            started.close()


def opened(page: Page, lab: Lab, notebook: str) -> Page:
    """The page with that notebook open, every cell drawn and its kernel ready."""
    drawn(page, lab, notebook).get_by_text(READY).wait_for(timeout=60_000)
    return page


def drawn(page: Page, lab: Lab, notebook: str) -> Page:
    """The page with that notebook open and every cell drawn, whatever its kernel does."""
    page.goto(lab.page_of(notebook))
    cells = len(json.loads((lab.folder / "notebooks" / notebook).read_text(encoding="utf-8"))["cells"])
    page.wait_for_function(f"document.querySelectorAll('.jp-Notebook .jp-Cell').length >= {cells}", timeout=60_000)
    page.locator(".jp-Spinner").wait_for(state="detached")
    page.wait_for_function("[...document.images].every(image => image.complete)")
    return page


def run_all(page: Page) -> Page:
    """Run every cell, as from the menu, and wait until none is waiting for its turn."""
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_text("Run All Cells", exact=True).click()
    page.wait_for_timeout(300)
    page.wait_for_function(NONE_WAITS, timeout=90_000)
    page.get_by_text(READY).wait_for()
    return page


def in_theme(page: Page, theme: str) -> Page:
    """The page in that theme, chosen from the menu."""
    page.get_by_role("menuitem", name="Settings", exact=True).click()
    page.get_by_text("Theme", exact=True).first.hover()
    page.get_by_text(THEMES[theme], exact=True).first.click()
    page.wait_for_selector(f'body[data-jp-theme-light="{str(theme == "light").lower()}"]', state="attached")
    return page


def _options(folder: Path, port: int, token: str) -> list[str]:
    return [
        f"--ServerApp.root_dir={folder}",
        f"--ServerApp.port={port}",
        f"--IdentityProvider.token={token}",
        "--ServerApp.ip=127.0.0.1",
        "--no-browser",
        "--LabApp.news_url=",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
        "--LabServerApp.extensions_in_dev_mode=False",
        *(["--allow-root"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []),
    ]


def _environment(folder: Path, theme: str) -> dict[str, str]:
    """The caller's environment with settings and trust of its own, so that nothing that he once did shows."""
    settings = folder / "config" / "lab" / "user-settings" / "@jupyterlab"
    (settings / "apputils-extension").mkdir(parents=True)
    (settings / "apputils-extension" / "themes.jupyterlab-settings").write_text(f'{{"theme": "{THEMES[theme]}"}}')
    (settings / "apputils-extension" / "notification.jupyterlab-settings").write_text('{"fetchNews": "false"}')
    (settings / "notebook-extension").mkdir()
    # Every cell is drawn at once: a person scrolls, and a picture of the whole page does not.
    (settings / "notebook-extension" / "tracker.jupyterlab-settings").write_text('{"windowingMode": "none"}')
    return os.environ | {
        "JUPYTER_CONFIG_DIR": str(folder / "config"),
        "JUPYTERLAB_SETTINGS_DIR": str(folder / "config" / "lab" / "user-settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(folder / "config" / "lab" / "workspaces"),
        "JUPYTER_DATA_DIR": str(folder / "own"),
        "JUPYTER_RUNTIME_DIR": str(folder / "runtime"),
        "IPYTHONDIR": str(folder / "ipython"),
        "PYTHONPATH": str(ROOT),
        "PYTHONWARNINGS": "ignore",
    }


def _wait_for(lab: Lab, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline and server.poll() is None:
        try:
            urllib.request.urlopen(f"{lab.address}/api/status?token={lab.token}", timeout=2).close()
        except (urllib.error.URLError, TimeoutError, ConnectionError):
            time.sleep(0.2)
        else:
            return
    raise NoBrowser(f"JupyterLab did not start; it said: {(lab.folder / 'lab.log').read_text()[-600:]}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
