"""The folder of vectors: what stands in it, writing it in one piece, and whether it is fresh."""

import json
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from spec_impl.trace_schema import schema_of, to_json, to_text
from spec_impl.tracefile import dump, schema

from . import manifest, observer
from .itf import itf
from .stories import STORIES

HERE = Path(__file__).parent


class FolderError(ValueError):
    """A folder that may not be replaced, and why."""


def texts() -> dict[str, str]:
    """Every file of the folder by its path, computed from the rules as they now are."""
    written, vectors = _about_the_folder(), []
    for story in STORIES:
        trace = story.trace()
        seen = _json(observer.view(trace, story.observer), observer.View)
        written |= zip(manifest.files_of(story.path), (dump(trace), seen, itf(trace, story.sentence)), strict=True)
        vectors.append(manifest.vector(story, trace, written))
    listed = manifest.manifest(tuple(vectors), written)
    return {**written, manifest.NAME: _json(listed, manifest.Manifest)}


def write(folder: Path) -> str:
    """Replace the folder by a fresh one and return its digest; on any failure the old one stays as it was."""
    _check_replaceable(folder)
    fresh = texts()
    folder.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=".vectors-", dir=folder.parent) as workshop:
        new, old = Path(workshop) / "new", Path(workshop) / "old"
        for path, text in fresh.items():
            (new / path).parent.mkdir(parents=True, exist_ok=True)
            (new / path).write_bytes(text.encode())
        _swap(folder, new, old)
    return str(json.loads(fresh[manifest.NAME])["digest"])


def stale(folder: Path) -> list[str]:
    """Every path at which the folder is not what the rules now give, with what is wrong there; fresh is empty."""
    fresh, held = texts(), dict(_held(folder))
    return [
        f"{path}: {word}"
        for path in sorted({*fresh, *held})
        if (word := _difference(fresh.get(path), held.get(path))) is not None
    ]


def _difference(fresh: str | None, held: bytes | None) -> str | None:
    if held is None:
        return "missing"
    if fresh is None:
        return "not written by the tool"
    return None if fresh.encode() == held else "out of date"


def _about_the_folder() -> dict[str, str]:
    return {
        "README.md": (HERE / "README.md").read_text(encoding="utf-8"),
        "schemas/trace.schema.json": to_text(schema()) + "\n",
        "schemas/view.schema.json": to_text(schema_of(observer.View, observer.HEAD)) + "\n",
        "schemas/manifest.schema.json": to_text(schema_of(manifest.Manifest, manifest.HEAD)) + "\n",
        "schemas/itf.schema.json": (HERE / "itf.schema.json").read_text(encoding="utf-8"),
    }


def _json(value: object, cls: type[Any]) -> str:
    return to_text(to_json(value, cls)) + "\n"


def _held(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield path.relative_to(folder).as_posix(), path.read_bytes()


def _swap(folder: Path, new: Path, old: Path) -> None:
    """Put the new folder in the place of the old one, and the old one back if that fails."""
    if not folder.exists():
        new.rename(folder)
        return
    folder.rename(old)
    try:
        new.rename(folder)
    except OSError:
        old.rename(folder)
        raise


def _check_replaceable(folder: Path) -> None:
    """Refuse to replace what the tool did not write: whoever names the wrong folder must lose nothing."""
    if folder.exists() and not folder.is_dir():
        raise FolderError(f"{folder} is a file; name a folder for the vectors")
    strangers = sorted({path for path, _ in _held(folder)} - _listed(folder)) if folder.exists() else []
    if strangers:
        raise FolderError(f"{folder} holds {strangers[0]}, which is no vector; name an empty folder, or move it away")


def _listed(folder: Path) -> set[str]:
    """The paths that the folder's own manifest names; none where there is no manifest that can be read."""
    try:
        listed = json.loads((folder / manifest.NAME).read_bytes())
        names, files = [each["name"] for each in listed["vectors"]], listed["files"]
        return {manifest.NAME, *(each["path"] for each in files), *(p for n in names for p in manifest.files_of(n))}
    except (OSError, ValueError, KeyError, TypeError):
        return set()
