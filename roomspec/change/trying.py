"""A change tried on a copy of the installed model: nothing of it is written anywhere but into a temporary folder."""

import shutil
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import spec_impl

from .diff.beside import NotComparable
from .diff.comparing import Asked, Model
from .diff.comparison import EVERYTHING, judge_folders
from .diff.declaring import RANKS, Declared
from .diff.judging import Judged

INSTALLED = Path(spec_impl.__file__).parent


class Edit(NamedTuple):
    """In one file of the model, what stands there and what is to stand in its place."""

    file: str
    before: str
    after: str


def try_change(*edits: Edit, declared: str = "", asked: Asked = EVERYTHING) -> Judged:
    """Make the edits on a copy of the model, compare it with the original and judge it.

    Arguments: the edits, the class that the change declares itself to be, and how far to look.
    Raises `NotComparable` where an edit does not fit, or the edited model cannot be compared.
    """
    if declared and declared not in RANKS:
        raise NotComparable(f"there is no class {declared!r}: choose one of {', '.join(sorted(RANKS))}")
    with TemporaryDirectory() as old, TemporaryDirectory() as new:
        base, head = copy_of_model(Path(old), "before"), copy_of_model(Path(new), "after", edits)
        says = Declared(declared, (f"changes/NNN.{declared}.md",) if declared else ())
        return judge_folders(base, head, says, asked)


def copy_of_model(folder: Path, name: str, edits: Iterable[Edit] = ()) -> Model:
    """The installed model in that folder, with the edits made."""
    shutil.copytree(INSTALLED, folder / "model", ignore=shutil.ignore_patterns("__pycache__"))
    for edit in edits:
        _make(folder / "model" / edit.file, edit)
    return Model(folder, name)


def _make(path: Path, edit: Edit) -> None:
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    if text.count(edit.before) != 1:
        times = text.count(edit.before)
        raise NotComparable(
            f"{edit.file} has {edit.before!r} {times} times, and an edit needs it once: give more of it"
        )
    path.write_text(text.replace(edit.before, edit.after), encoding="utf-8", newline="\n")
