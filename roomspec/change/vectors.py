"""Vectors: runs of the specification as files that an implementer in any language can follow.

From top to bottom: the stories that become vectors, and the folder. The stories themselves stand among the tests of
the rules, and only in a checkout; what a server sees of a run stands in `observer.py`, the rules as data in
`rulebook.py`.

Rule 1: a vector is a real run from an empty town; nobody types an outcome in.
Rule 2: the folder is written by the tool and never by hand, and is stale as soon as a byte of it would change. It
says by itself whether it is fresh: each run recorded in it happens again under the rules as they now are.
"""

import errno
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from hashlib import sha256
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

from spec_impl import ServerName, Told, Trace
from spec_impl.bounds import LONGEST
from spec_impl.cast import M
from spec_impl.rows import Outcome, Verdict
from spec_impl.trace_schema import ClauseId, Schema, from_json, from_text, schema_of, to_json, to_text
from spec_impl.tracefile import dump, parse, rerun, schema

from .observer import RunViews, views_of
from .protocol import LineAndAnswer
from .rulebook import Rulebook, rulebook

STORIES_FOLDER = "tests/rules/stories"
PAGES = {"README.md": "vectors.md", "PROTOCOL.md": "protocol.md", "SERVER.md": "server.md"}
"""Each page of the folder, and the file beside this one that it is a copy of."""
MANIFEST, RULES = "manifest.json", "rules.json"


class FolderError(ValueError):
    """A folder in which the vectors cannot be written or no stories are found, and why."""


# --- Stories ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Story:
    """A vector before it is written: a short chain of what people do, from an empty town on.

    The name of the function is the name of the vector, its docstring the sentence; a vector is a run and nothing else,
    so that no world stands in it that no run leads to. The observer is whose view may have to equal another's.
    """

    workflow: str
    clause: str
    name: str
    sentence: str
    observer: ServerName
    tell: Callable[[], Trace]
    told_as_in: "Story | None" = None

    @property
    def path(self) -> str:
        """Where its files stand in the folder, without the endings that say which of them."""
        return f"{self.workflow}/{self.clause}-{self.name}"

    def trace(self) -> Trace:
        """The run; its scope is the name of the vector."""
        return replace(self.tell(), scope=self.path)


def about(
    clause: str, observer: ServerName = M, told_as_in: Story | None = None
) -> Callable[[Callable[[], Trace]], Story]:
    """Make a function a story of the workflow that its module is named after.

    `told_as_in` names a story that the observer must not be able to tell from this one: his two views are the same.
    """

    def told(tell: Callable[[], Trace]) -> Story:
        workflow = tell.__module__.rpartition(".")[2].replace("_", "-")
        sentence = (tell.__doc__ or "").strip().partition("\n")[0]
        return Story(workflow, clause, tell.__name__.replace("_", "-"), sentence, observer, tell, told_as_in)

    return told


def stories_of_checkout(start: Path) -> tuple[Story, ...]:
    """The stories of the checkout that this folder lies in. Raises `FolderError` where there is none."""
    start = start.resolve()
    packages = (folder / STORIES_FOLDER / "__init__.py" for folder in (start, *start.parents))
    package = next((each for each in packages if each.is_file()), None)
    if package is None:
        raise FolderError(
            f"writing the vectors needs a checkout, and {start} lies in none: no {STORIES_FOLDER} here or above; "
            "--check needs none"
        )
    name = "roomspec_stories"  # so that another package called tests, wherever it is installed, is in nobody's way
    spec = spec_from_file_location(name, package, submodule_search_locations=[str(package.parent)])
    assert spec and spec.loader
    for loaded in [each for each in sys.modules if each.partition(".")[0] == name]:
        del sys.modules[loaded]
    sys.modules[name] = module_from_spec(spec)
    try:
        spec.loader.exec_module(sys.modules[name])
    except (Exception, SystemExit) as broken:
        raise FolderError(f"{package.parent} does not load: {type(broken).__name__}: {broken}") from broken
    stories: tuple[Story, ...] = sys.modules[name].STORIES
    return stories


# --- What stands in the folder ----------------------------------------------------------------------------------------


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


def vector_files(stories: Iterable[Story]) -> dict[str, str]:
    """Every file of the folder by its path, computed from the rules as they now are."""
    written = {
        **{name: Path(__file__).with_name(page).read_text(encoding="utf-8") for name, page in PAGES.items()},
        RULES: _json(rulebook(), Rulebook),
        "schemas/trace.schema.json": to_text(schema()) + "\n",
        "schemas/view.schema.json": _schema_text(RunViews, "urn:roomspec:view:2", "roomspec view"),
        "schemas/rules.schema.json": _schema_text(Rulebook, "urn:roomspec:rules:1", "roomspec rules"),
        "schemas/play.schema.json": _schema_text(LineAndAnswer, "urn:roomspec:play:1", "roomspec play"),
        "schemas/manifest.schema.json": _schema_text(Manifest, "urn:roomspec:vectors:2", "roomspec vectors"),
    }
    of_vectors, vectors = set[str](), []
    for story in stories:
        trace, files = story.trace(), _files_of(story.path)
        written |= zip(files, (dump(trace), _json(views_of(trace, story.observer), RunViews)), strict=True)
        of_vectors.update(files)
        vectors.append(_vector(story, trace, Sums(*(_sum_of(written[path]) for path in files))))
    sums = {path: _sum_of(written[path]) for path in sorted(written)}
    digest = _sum_of("".join(f"{found}  {path}\n" for path, found in sums.items()))
    others = tuple(Sum(path, found) for path, found in sums.items() if path not in of_vectors)
    return {**written, MANIFEST: _json(Manifest("roomspec-vectors", 2, digest, tuple(vectors), others), Manifest)}


def _vector(story: Story, trace: Trace, sums: Sums) -> Vector:
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
    return ([verdict for verdict in citing if verdict.outcome is Outcome.REFUSE] or citing)[-1]


def _files_of(name: str) -> tuple[str, str]:
    """The paths of a vector's two files, in the order of `Sums`."""
    return f"{name}.trace.json", f"{name}.view.json"


def _sum_of(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def _json(value: object, cls: type[Any]) -> str:
    return to_text(to_json(value, cls)) + "\n"


def _schema_text(cls: type[Any], identifier: str, title: str) -> str:
    head: Schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": identifier, "title": title}
    return to_text(schema_of(cls, head)) + "\n"


# --- Writing it -------------------------------------------------------------------------------------------------------


def write(folder: Path, stories: Iterable[Story]) -> str:
    """Replace the folder by a fresh one and return its digest; on any failure the old one stays as it was.

    Raises `FolderError` for a folder in which the tool did not write everything: whoever names the wrong one must lose
    nothing.
    """
    is_there = folder.exists()
    if folder.is_symlink() or (is_there and not folder.is_dir()):
        kind = "symbolic link" if folder.is_symlink() else "file"
        raise FolderError(f"{folder} is a {kind}; name a folder for the vectors")
    listed = _listed(folder)
    if stranger := next((path for path in _paths(folder) if path not in listed), None):
        raise FolderError(f"{folder} holds {stranger}, which is no vector; name an empty folder, or move it away")
    fresh = vector_files(stories)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=".vectors-", dir=folder.parent) as workshop:
        new, old = Path(workshop) / "new", Path(workshop) / "old"
        for path, text in fresh.items():
            (new / path).parent.mkdir(parents=True, exist_ok=True)
            (new / path).write_bytes(text.encode())
        if is_there:
            folder.rename(old)
        try:
            new.rename(folder)
        except OSError:
            if is_there:
                old.rename(folder)
            raise
    return str(json.loads(fresh[MANIFEST])["digest"])


def _listed(folder: Path) -> set[str]:
    """The paths that the folder's own manifest names, of whatever version; none where it cannot be read."""
    try:
        listed = from_text(_content(folder / MANIFEST))
        of_vectors = {f"{each['name']}.{kind}.json" for each in listed["vectors"] for kind in each["sha256"]}
        return {MANIFEST, *(each["path"] for each in listed["files"]), *of_vectors}
    except (OSError, ValueError, KeyError, TypeError):
        return set()


def _paths(folder: Path) -> Iterator[str]:
    """Every file of the folder, and whatever is no folder, one by one: it may be somebody's whole disk."""
    for place, folders, files in os.walk(folder):
        folders.sort()
        yield from ((Path(place) / name).relative_to(folder).as_posix() for name in sorted(files))


def _content(path: Path) -> bytes:
    """What is in a file; what is none, such as a pipe, is not waited for."""
    if path.exists() and not path.is_file():
        raise OSError(errno.EINVAL, "no plain file", path)
    with path.open("rb") as file:
        return file.read(LONGEST + 1)


# --- Whether it is fresh ----------------------------------------------------------------------------------------------


def stale(folder: Path) -> list[str]:
    """Every path at which the folder is not what the rules now give, with what is wrong there; fresh is empty."""
    try:
        listed: Manifest = from_json(from_text(_content(folder / MANIFEST)), Manifest)
    except OSError as error:
        return [f"{MANIFEST}: {'missing' if isinstance(error, FileNotFoundError) else error.strerror}"]
    except ValueError as wrong:
        return [f"{MANIFEST}: no manifest of this version ({wrong})"]
    ours = {path for path in _listed(folder) if (folder / path).is_file()}
    held = {path: _content(folder / path) if path in ours else b"" for path in _paths(folder)}
    stories, words = [], dict[str, str]()
    for story in _recorded(listed, held):
        trace_path, _ = _files_of(story.path)
        if trace_path not in held:
            words[trace_path] = "missing"
            continue
        try:
            _decision(story.trace(), story.clause)
            stories.append(story)
        except (ValueError, IndexError):  # no trace, an action that cannot be, no decision about the clause
            words[trace_path] = "no run that the rules now allow, or none about its clause"
    fresh = {path: text.encode() for path, text in vector_files(stories).items()}
    beside = {path for story in listed.vectors for path in _files_of(story.name)} - {*fresh}
    for path in {*fresh, *held} - beside:
        if path not in held:
            words[path] = "missing"
        elif path not in fresh:
            words[path] = "not written by the tool"
        elif fresh[path] != held[path]:
            words[path] = "out of date"
    return [f"{path}: {word}" for path, word in sorted(words.items())]


def _recorded(listed: Manifest, held: Mapping[str, bytes]) -> Iterator[Story]:
    """The stories as the folder itself tells them: what was done in each run is done again."""
    stories: dict[str, Story] = {}
    for each in listed.vectors:
        name = each.name.removeprefix(f"{each.workflow}/{each.clause}-")

        @cache
        def tell(path: str = _files_of(each.name)[0]) -> Trace:
            document = parse(held[path])
            return Trace(document.initial, tuple(rerun(document)))

        other = stories.get(each.told_as_in or "")
        stories[each.name] = Story(each.workflow, each.clause, name, each.sentence, each.observer, tell, other)
        yield stories[each.name]
