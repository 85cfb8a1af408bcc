"""The Pythons that a machine has."""

import shutil
import subprocess
import sys
from pathlib import Path

OTHERS = sorted({"3.11", "3.12", "3.13"} - {f"3.{sys.version_info.minor}"})
"""The supported versions that this is not."""


def python_of(version: str) -> str | None:
    """A Python of that version on this machine; what only pretends to be one, as pyenv's shims do, is passed over."""
    found = [shutil.which(f"python{version}"), *Path.home().glob(f".pyenv/versions/{version}.*/bin/python")]
    for python in filter(None, found):
        asked = subprocess.run([str(python), "-V"], capture_output=True, text=True, check=False)
        if asked.stdout.startswith(f"Python {version}."):
            return str(python)
    return None
