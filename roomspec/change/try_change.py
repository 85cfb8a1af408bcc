"""A change tried on a copy of the installed specification: nothing is written anywhere but into a temporary folder."""

import shutil
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import spec_impl

from .beside import NotComparable
from .compare import Asked, Version
from .judge import EVERYTHING, RANKS, Declared, JudgedChange, judge_versions

INSTALLED = Path(spec_impl.__file__).parent


class Edit(NamedTuple):
    """In one file of the specification, what stands there and what is to stand in its place."""

    file: str
    before: str
    after: str


def try_change(*edits: Edit, declared: str = "", asked: Asked = EVERYTHING) -> JudgedChange:
    """Make the edits on a copy of the specification, compare it with the original and judge it.

    Arguments: the edits, the class that the change declares itself to be, and how far to look.
    Raises `NotComparable` where an edit does not fit, or the edited specification cannot be compared.
    """
    if declared and declared not in RANKS:
        raise NotComparable(f"there is no class {declared!r}: choose one of {', '.join(sorted(RANKS))}")
    with TemporaryDirectory() as old, TemporaryDirectory() as new:
        base, head = copy_installed(Path(old), "before"), copy_installed(Path(new), "after", edits)
        says = Declared(declared, (f"changes/NNN.{declared}.md",) if declared else ())
        return judge_versions(base, head, says, asked)


def copy_installed(folder: Path, name: str, edits: Iterable[Edit] = ()) -> Version:
    """The installed specification in that folder, with the edits made."""
    shutil.copytree(INSTALLED, folder, ignore=shutil.ignore_patterns("__pycache__"), dirs_exist_ok=True)
    for edit in edits:
        path = folder / edit.file
        text = path.read_text(encoding="utf-8") if path.is_file() else ""
        times = text.count(edit.before)
        if times != 1:
            raise NotComparable(
                f"{edit.file} has {edit.before!r} {times} times, and an edit needs it once: give more of it"
            )
        path.write_text(text.replace(edit.before, edit.after), encoding="utf-8", newline="\n")
    return Version(folder, name)
