"""The whole way from two revisions, or from two folders, to a judged comparison."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from .comparing import Asked, Compared, Model, compare
from .declaring import Declared, declared
from .document import Document, document
from .judging import Judged
from .revisions import Moved, Repository, Revision
from .wording import clause_texts, reworded

PINS = "tests/pins.toml"
EVERYTHING = Asked()


def judge_folders(base: Model, head: Model, says: Declared | None = None, asked: Asked = EVERYTHING) -> Judged:
    """Compare the packages `model` in two folders and judge the change by what it is declared to be.

    Raises `NotComparable`, with one sentence, for what cannot be compared.
    """
    texts = [clause_texts(each.folder / "model", each.name) for each in (base, head)]
    compared: Compared = compare(base, head, asked)
    return Judged(compared, reworded(*texts), says or Declared())


def diff(folder: Path, base: str | None, head: str | None, asked: Asked = EVERYTHING) -> Document:
    """The document of a diff between two revisions of the repository that the folder lies in.

    Without `head` it is the working tree, without `base` where it left the main branch. Raises `NotComparable`.
    """
    repository = Repository(folder)
    newer = repository.head(head)
    older = repository.base(base, newer)
    says = declared(repository.fragments(older), repository.fragments(newer))
    with TemporaryDirectory() as old, TemporaryDirectory() as new:
        models = []
        for revision, place in ((older, old), (newer, new)):
            repository.place_model(revision, Path(place))
            models.append(Model(Path(place), revision.name))
        judged = judge_folders(models[0], models[1], says, asked)
    moved = repository.moved(older, newer)
    return document(judged, moved, tuple(_pins(repository, older, newer, moved)))


def _pins(
    repository: Repository, older: Revision, newer: Revision, moved: tuple[Moved, ...]
) -> Iterator[tuple[str, str, str]]:
    """Each pinned number that differs."""
    how = next((each.how for each in moved if each.path == PINS), "")
    if not how:
        return
    old = _flat(repository.read(older, PINS)) if how != "added" else {}
    new = _flat(repository.read(newer, PINS)) if how != "removed" else {}
    for name in dict.fromkeys((*old, *new)):
        if old.get(name) != new.get(name):
            yield name, old.get(name, "–"), new.get(name, "–")


def _flat(content: bytes) -> dict[str, str]:
    try:
        return dict(_leaves(tomllib.loads(content.decode("utf-8")), ""))
    except ValueError:
        return {}


def _leaves(found: Any, place: str) -> Iterator[tuple[str, str]]:
    if isinstance(found, dict):
        for name, inner in found.items():
            yield from _leaves(inner, f"{place}.{name}" if place else name)
    elif isinstance(found, list):
        for number, inner in enumerate(found):
            yield from _leaves(inner, f"{place}[{number}]")
    else:
        yield place, str(found)[:300]
