"""The folder of vectors: what stands in it, writing it in one piece, and whether it is fresh.

The manifest lists all vectors, the sum of every file, and one digest over the sums. What stands in the folder is enough
to say whether it is fresh: each run recorded there happens again under the rules as they now are.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

from spec_impl import ServerName, Told, Trace
from spec_impl.rows import Outcome, Verdict
from spec_impl.trace_schema import ClauseId, from_json, from_text, schema_of, to_json, to_text
from spec_impl.tracefile import dump, parse, schema

from .observer import VIEW_HEAD, ObserverView, view
from .story import FolderError, Story

README = Path(__file__).with_name("README.md")
MANIFEST = "manifest.json"
MANIFEST_FORMAT: Literal["roomspec-vectors"] = "roomspec-vectors"
MANIFEST_HEAD: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "urn:roomspec:vectors:2",
    "title": "roomspec vectors",
}


@dataclass(frozen=True, slots=True)
class Sums:
    """The SHA-256 sums of a vector's two files."""

    trace: str
    view: str


@dataclass(frozen=True, slots=True)
class Vector:
    """One vector: its files are the name with `.trace.json` and `.view.json` behind it.

    Table, outcome and told are those of the last refusal that cites the clause or, without one, of the last decision.
    """

    name: str
    workflow: str
    clause: ClauseId
    sentence: str
    reading: str
    observer: ServerName
    steps: int
    table: str
    outcome: Outcome
    told: Told | None
    told_as_in: str | None
    sha256: Sums


@dataclass(frozen=True, slots=True)
class Sum:
    """The SHA-256 sum of one file."""

    path: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """Every vector in reading order, every other file of the folder in the order of its path, and the digest."""

    format: Literal["roomspec-vectors"]
    version: Literal[2]
    digest: str
    vectors: tuple[Vector, ...]
    files: tuple[Sum, ...]


# --- What stands in it ------------------------------------------------------------------------------------------------


def vector_files(stories: Iterable[Story]) -> dict[str, str]:
    """Every file of the folder by its path, computed from the rules as they now are."""
    written = {
        "README.md": README.read_text(encoding="utf-8"),
        "schemas/trace.schema.json": to_text(schema()) + "\n",
        "schemas/view.schema.json": to_text(schema_of(ObserverView, VIEW_HEAD)) + "\n",
        "schemas/manifest.schema.json": to_text(schema_of(Manifest, MANIFEST_HEAD)) + "\n",
    }
    of_vectors, vectors = set[str](), []
    for story in stories:
        trace, files = story.trace(), _files_of(story.path)
        written |= zip(files, (dump(trace), _json(view(trace, story.observer), ObserverView)), strict=True)
        of_vectors.update(files)
        vectors.append(_vector(story, trace, Sums(*(_sum_of(written[path]) for path in files))))
    sums = {path: _sum_of(written[path]) for path in sorted(written)}
    digest = _sum_of("".join(f"{found}  {path}\n" for path, found in sums.items()))
    others = tuple(Sum(path, found) for path, found in sums.items() if path not in of_vectors)
    return {**written, MANIFEST: _json(Manifest(MANIFEST_FORMAT, 2, digest, tuple(vectors), others), Manifest)}


def _vector(story: Story, trace: Trace, sums: Sums) -> Vector:
    """What the manifest says of one story and its run."""
    decided = _decision(trace, story.clause)
    return Vector(
        story.path,
        story.workflow,
        ClauseId(story.clause),
        story.sentence,
        trace.initial.reading.name,
        story.observer,
        len(trace.steps),
        decided.table,
        decided.outcome,
        Told(decided.told) if decided.told else None,
        story.told_as_in.path if story.told_as_in else None,
        sums,
    )


def _decision(trace: Trace, clause: str) -> Verdict:
    """What the clause comes to in the run: word of a refusal is often taken in later, under the same clause."""
    citing = [verdict for step in trace.steps for verdict in step.verdicts if clause in verdict.cites]
    refusals = [verdict for verdict in citing if verdict.outcome is Outcome.REFUSE]
    return (refusals or citing)[-1]


def _files_of(name: str) -> tuple[str, str]:
    """The paths of a vector's two files, in the order of `Sums`."""
    return f"{name}.trace.json", f"{name}.view.json"


def _sum_of(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def _json(value: object, cls: type[Any]) -> str:
    return to_text(to_json(value, cls)) + "\n"


# --- Writing it -------------------------------------------------------------------------------------------------------


def write(folder: Path, stories: Iterable[Story]) -> str:
    """Replace the folder by a fresh one and return its digest; on any failure the old one stays as it was."""
    _check_replaceable(folder)
    fresh = vector_files(stories)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=".vectors-", dir=folder.parent) as workshop:
        new, old = Path(workshop) / "new", Path(workshop) / "old"
        for path, text in fresh.items():
            (new / path).parent.mkdir(parents=True, exist_ok=True)
            (new / path).write_bytes(text.encode())
        _swap(folder, new, old)
    return str(json.loads(fresh[MANIFEST])["digest"])


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
    strangers = sorted({*_held(folder)} - _listed(folder)) if folder.exists() else []
    if strangers:
        raise FolderError(f"{folder} holds {strangers[0]}, which is no vector; name an empty folder, or move it away")


def _listed(folder: Path) -> set[str]:
    """The paths that the folder's own manifest names, of whatever version; none where it cannot be read."""
    try:
        listed = json.loads((folder / MANIFEST).read_bytes())
        of_vectors = {f"{each['name']}.{kind}.json" for each in listed["vectors"] for kind in each["sha256"]}
        return {MANIFEST, *(each["path"] for each in listed["files"]), *of_vectors}
    except (OSError, ValueError, KeyError, TypeError):
        return set()


def _held(folder: Path) -> dict[str, bytes]:
    """Every file of the folder."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


# --- Whether it is fresh ----------------------------------------------------------------------------------------------


def stale(folder: Path) -> list[str]:
    """Every path at which the folder is not what the rules now give, with what is wrong there; fresh is empty."""
    held = _held(folder)
    try:
        listed: Manifest = from_json(from_text(held[MANIFEST].decode()), Manifest)
    except KeyError:
        return [f"{MANIFEST}: missing"]
    except ValueError as wrong:
        return [f"{MANIFEST}: no manifest of this version ({wrong})"]
    stories, impossible = [], dict[str, str]()
    for story in _recorded(listed, held):
        trace_path, _ = _files_of(story.path)
        if trace_path not in held:
            impossible[trace_path] = "missing"
            continue
        try:
            _decision(story.trace(), story.clause)
            stories.append(story)
        except (ValueError, AssertionError, IndexError):  # no trace, an action not enabled, no row applies, no decision
            impossible[trace_path] = "no run that the rules now allow, or none about its clause"
    fresh = vector_files(stories)
    beside = {path for story in listed.vectors for path in _files_of(story.name)} - {*fresh}
    words = {path: _difference(fresh.get(path), held.get(path)) for path in {*fresh, *held} - beside} | impossible
    return [f"{path}: {word}" for path, word in sorted(words.items()) if word is not None]


def _recorded(listed: Manifest, held: Mapping[str, bytes]) -> Iterator[Story]:
    """The stories as the folder itself tells them: what was done in each run is done again."""
    stories: dict[str, Story] = {}
    for each in listed.vectors:
        name = each.name.removeprefix(f"{each.workflow}/{each.clause}-")

        def tell(path: str = _files_of(each.name)[0]) -> Trace:
            document = parse(held[path].decode())
            return Trace(document.initial).then(*(step.action for step in document.steps))

        other = stories.get(each.told_as_in or "")
        stories[each.name] = Story(each.workflow, each.clause, name, each.sentence, each.observer, tell, other)
        yield stories[each.name]


def _difference(fresh: str | None, held: bytes | None) -> str | None:
    if held is None:
        return "missing"
    if fresh is None:
        return "not written by the tool"
    return None if fresh.encode() == held else "out of date"
