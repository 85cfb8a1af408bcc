"""The list of all vectors, the sum of every file, and one digest over the sums."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Literal

from spec_impl import ServerName, Told, Trace
from spec_impl.rows import Outcome, Verdict
from spec_impl.trace_schema import ClauseId

from .story import Story

NAME = "manifest.json"
FORMAT: Literal["roomspec-vectors"] = "roomspec-vectors"
HEAD: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "urn:roomspec:vectors:1",
    "title": "roomspec vectors",
}


@dataclass(frozen=True, slots=True)
class Sums:
    """The SHA-256 sums of a vector's three files."""

    trace: str
    view: str
    itf: str


@dataclass(frozen=True, slots=True)
class Vector:
    """One vector: its files are the name with `.trace.json`, `.view.json` and `.itf.json` behind it.

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
    version: Literal[1]
    digest: str
    vectors: tuple[Vector, ...]
    files: tuple[Sum, ...]


def manifest(vectors: tuple[Vector, ...], texts: Mapping[str, str]) -> Manifest:
    """The manifest of these files; the digest is the sum of their sums as `sha256sum` prints them."""
    sums = {path: sum_of(texts[path]) for path in sorted(texts)}
    digest = sum_of("".join(f"{found}  {path}\n" for path, found in sums.items()))
    of_vectors = {path for each in vectors for path in files_of(each.name)}
    others = tuple(Sum(path, found) for path, found in sums.items() if path not in of_vectors)
    return Manifest(FORMAT, 1, digest, vectors, others)


def vector(story: Story, trace: Trace, texts: Mapping[str, str]) -> Vector:
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
        Sums(*(sum_of(texts[path]) for path in files_of(story.path))),
    )


def _decision(trace: Trace, clause: str) -> Verdict:
    """What the clause comes to in the run: word of a refusal is often taken in later, under the same clause."""
    citing = [verdict for step in trace.steps for verdict in step.verdicts if clause in verdict.cites]
    refusals = [verdict for verdict in citing if verdict.outcome is Outcome.REFUSE]
    return (refusals or citing)[-1]


def files_of(name: str) -> tuple[str, str, str]:
    """The paths of a vector's three files, in the order of `Sums`."""
    return f"{name}.trace.json", f"{name}.view.json", f"{name}.itf.json"


def sum_of(text: str) -> str:
    """The SHA-256 sum of a text."""
    return sha256(text.encode()).hexdigest()
