"""A mutant as a version of its own, so that the diff can be asked about it as about any change.

Both sides have what plants mutants, so that they differ in nothing but which one is planted.
"""

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


def planted_here() -> str:
    return {name!r}


FOR_GOOD = ExitStack()
for each in mutants():
    if each.name == planted_here():
        FOR_GOOD.enter_context(planted(each))
"""


def mutated(mutant: Mutant | None, folder: Path) -> Version:
    """The installed specification with this mistake, planted as soon as somebody asks it anything; or with none."""
    name = mutant.name if mutant else ""
    version = copy_installed(folder, name or "before")
    place = folder / "planted" / "tests"
    place.mkdir(parents=True)
    for file in ("__init__.py", "mutants.py", "mutations.py", "mutants.toml"):
        shutil.copy(FILE.with_name(file), place / file)
    with (folder / "interface.py").open("a", encoding="utf-8") as interface:
        interface.write(PLANTED.format(name=name))
    return version
