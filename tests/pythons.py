"""The Pythons that the project supports, and those that a machine has."""

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

PROJECT = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text(encoding="utf-8"))["project"]
SUPPORTED = tuple(re.findall(r":: (3\.\d+)$", "\n".join(PROJECT["classifiers"]), re.MULTILINE))
"""The supported versions, oldest first, as the project's metadata names them."""

OTHERS = sorted({*SUPPORTED} - {f"3.{sys.version_info.minor}"})
"""The supported versions that this is not."""


def python_of(version: str) -> str | None:
    """A Python of that version on this machine; what only pretends to be one, as pyenv's shims do, is passed over."""
    found = [shutil.which(f"python{version}"), *Path.home().glob(f".pyenv/versions/{version}.*/bin/python")]
    for python in filter(None, found):
        asked = subprocess.run([str(python), "-V"], capture_output=True, text=True, check=False)
        if asked.stdout.startswith(f"Python {version}."):
            return str(python)
    return None
