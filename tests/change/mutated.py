"""A mutant as a version of its own, so that the diff can be asked about it as about any change."""

import shutil
from pathlib import Path

from roomspec.change.compare import Version
from roomspec.change.judge import copy_installed
from tests.mutants import FILE, Mutant

PLANTED = """
import sys
from contextlib import ExitStack
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "planted"))
from tests.mutants import mutants, planted

FOR_GOOD = ExitStack()
FOR_GOOD.enter_context(planted(next(each for each in mutants() if each.name == {name!r})))
"""


def mutated(mutant: Mutant, folder: Path) -> Version:
    """The installed specification with this mistake, planted as soon as somebody asks it anything."""
    version = copy_installed(folder, mutant.name)
    place = folder / "planted" / "tests"
    place.mkdir(parents=True)
    for name in ("__init__.py", "mutants.py", "mutations.py", "mutants.toml"):
        shutil.copy(FILE.with_name(name), place / name)
    with (folder / "interface.py").open("a", encoding="utf-8") as interface:
        interface.write(PLANTED.format(name=mutant.name))
    return version
