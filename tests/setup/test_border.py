"""The specification loads wherever there is a Python: it needs no package, and nothing of the workbench."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
EVERY_MODULE = """
from importlib import import_module
from pkgutil import walk_packages
for module in walk_packages(spec_impl.__path__, "spec_impl."):
    import_module(module.name)
"""


@pytest.mark.parametrize("more", ["", EVERY_MODULE], ids=["the package", "each of its modules"])
def test_the_specification_loads_with_the_standard_library_alone(more: str) -> None:
    """`-I -S`: neither the environment's packages nor the caller's path are there."""
    program = f"import sys; sys.path.insert(0, {str(ROOT)!r}); import spec_impl\n{more}\nprint(*sys.modules)"
    done = subprocess.run([sys.executable, "-I", "-S", "-c", program], capture_output=True, text=True, check=True)
    loaded = {name.partition(".")[0] for name in done.stdout.split()}
    assert "spec_impl" in loaded
    assert loaded - {"spec_impl", "__main__"} <= sys.stdlib_module_names
