"""A JupyterLab that runs in the browser, in the same folder as the site: `python -m docs.site.lite [FOLDER]`.

The runtime is the npm package `pyodide`; what it installs comes from PyPI at the versions and hashes of `lite.lock`.
Our own wheel is named in the runtime's lock, so that `import spec_impl` needs no install cell. The site asks nothing of
any other place.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tarfile
from base64 import b64encode
from collections.abc import Iterator
from email.parser import HeaderParser
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name, parse_wheel_filename

from .facts import ROOT

PYODIDE = "314.0.7"
INTEGRITY = "0YvXxEhfEdpLfb/XkM2BFAeMROq0iMUX2bzzH9pOttyMcWkwq+HbE5uyuGD82LN7y2q+SNvi/6V5JEsOlD2R1A=="
RUNTIME = ("pyodide.asm.mjs", "pyodide.asm.wasm", "pyodide.mjs", "python_stdlib.zip")
PYTHON = "3.14"
OURS = "roomspec"
NEEDED = ("graphviz", "ipywidgets", "tqdm", "wcwidth")
"""What of its packages ours imports there; of the others the runtime has none."""
TAKEN = ("notebooks", "tests/vectors")
"""What of the checkout lies there to be opened and read."""
SETTINGS = {
    "jupyter-lite-schema-version": 0,
    "jupyter-config-data": {
        "appName": "Room join",
        "disabledExtensions": ["@jupyterlab/apputils-extension:announcements"],
        "litePluginSettings": {
            "@jupyterlite/pyodide-kernel-extension:kernel": {
                "disablePyPIFallback": True,
                "loadPyodideOptions": {"lockFileURL": "./static/pyodide/pyodide-lock.json"},
            }
        },
    },
}


def make(site: Path) -> None:
    """Put it into the site's folder `lite`; what is fetched is kept beside, and only fetched once."""
    if not (site / "searchindex.js").is_file():
        raise SystemExit(f"{site} holds no site: make site first")
    parts, folder = site.with_name("fetched"), site.with_name(f"{site.name}-lite")
    shutil.rmtree(folder, ignore_errors=True)
    shutil.rmtree(site / "lite", ignore_errors=True)
    runtime = folder / "static/pyodide"
    runtime.mkdir(parents=True)
    info = _place_runtime(parts, runtime)
    wheels = [*_wheels(parts / "wheels"), _our_wheel(runtime)]
    for wheel in wheels:
        if wheel.parent != runtime:
            shutil.copy(wheel, runtime)
    names = {str(parse_wheel_filename(wheel.name)[0]) for wheel in wheels}
    packages = {str(parse_wheel_filename(wheel.name)[0]): _locked(wheel, names) for wheel in wheels}
    lock = {"info": info, "packages": dict(sorted(packages.items()))}
    (runtime / "pyodide-lock.json").write_text(json.dumps(lock, indent=1, sort_keys=True), encoding="utf-8")
    (folder / "jupyter-lite.json").write_text(json.dumps(SETTINGS, indent=1), encoding="utf-8")
    for name in TAKEN:
        shutil.copytree(ROOT / name, folder / "files" / name, ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    _run(
        sys.executable, "-m", "jupyterlite_core.app", "build", "--no-sourcemaps", "--no-unused-shared-packages",
        "--apps", "lab", "--apps", "repl", "--contents", str(folder / "files"), "--output-dir", str(site / "lite"),
        at=folder,
    )  # fmt: skip


def _run(*command: str, at: Path) -> None:
    """Run a program, of which no more is said than that it runs, unless it fails."""
    if not os.environ.get("CI"):
        sys.stderr.write(f"{' '.join(Path(word).name for word in command[:4])} ...\n")
    environment = os.environ | {"SOURCE_DATE_EPOCH": "315532800"}
    done = subprocess.run(command, cwd=at, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(command[:5])} failed:\n{done.stdout[-3000:]}{done.stderr[-3000:]}")


def _place_runtime(parts: Path, runtime: Path) -> dict[str, Any]:
    """The runtime's files, and what its own lock says of it."""
    parts.mkdir(parents=True, exist_ok=True)
    archive = parts / f"pyodide-{PYODIDE}.tgz"
    if not archive.exists():
        _run("npm", "pack", "--silent", f"pyodide@{PYODIDE}", at=parts)
    found = b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
    if found != INTEGRITY:
        raise SystemExit(f"{archive} has the SHA-512 {found}, not the one of pyodide {PYODIDE}: remove it, try again")
    with tarfile.open(archive) as packed:
        for name in RUNTIME:
            member = packed.extractfile(f"package/{name}")
            assert member is not None
            (runtime / name).write_bytes(member.read())
        held = packed.extractfile("package/pyodide-lock.json")
        assert held is not None
        info: dict[str, Any] = json.load(held)["info"]
        return info


def _wheels(folder: Path) -> Iterator[Path]:
    """The packages of `lite.lock`, each with its hash checked by pip; only pure ones run there."""
    lock = Path(__file__).with_name("lite.lock")
    if not folder.is_dir() or (folder / "lock").read_bytes() != lock.read_bytes():
        shutil.rmtree(folder, ignore_errors=True)
        _run(
            sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--require-hashes", "-r", str(lock),
            "--only-binary", ":all:", "--python-version", PYTHON, "--platform", "any", "-d", str(folder), at=ROOT,
        )  # fmt: skip
        shutil.copy(lock, folder / "lock")
    yield from sorted(folder.glob("*.whl"))


def _our_wheel(folder: Path) -> Path:
    """The wheel of this checkout, built anew."""
    _run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder), at=ROOT)
    return next(folder.glob(f"{OURS}-*.whl"))


def _locked(wheel: Path, among: set[str]) -> dict[str, Any]:
    """A wheel as the runtime's lock has it: with what it needs of the others, and what is imported from it."""
    name, version, *_ = parse_wheel_filename(wheel.name)
    with ZipFile(wheel) as packed:
        files = packed.namelist()
        metadata = HeaderParser().parsestr(
            packed.read(next(each for each in files if each.endswith(".dist-info/METADATA"))).decode()
        )
    here = {"extra": "", "sys_platform": "emscripten", "platform_system": "Emscripten"}
    required = [Requirement(each) for each in metadata.get_all("Requires-Dist", [])]
    needs = {canonicalize_name(each.name) for each in required if not each.marker or each.marker.evaluate(here)}
    tops = {Path(each).parts[0].removesuffix(".py") for each in files if each.endswith(".py")}
    return {
        "name": str(name),
        "version": str(version),
        "file_name": wheel.name,
        "install_dir": "site",
        "sha256": hashlib.sha256(wheel.read_bytes()).hexdigest(),
        "package_type": "package",
        "imports": sorted(top for top in tops if top.isidentifier()),
        "depends": sorted(NEEDED if name == OURS else needs & among),
        "unvendored_tests": False,
    }


if __name__ == "__main__":
    make(Path(sys.argv[1] if sys.argv[1:] else ROOT / "build/site").resolve())
