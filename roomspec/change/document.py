"""A judged comparison as one JSON document with a published schema: what the reports and the workflow read.

Everything in it is plain words and numbers; whoever renders it escapes it, since a revision may say what it likes.
"""

import json
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from .compare import Asked, ClaimChange, Sighting, Version
from .differences import Parting
from .judge import EVERYTHING, JudgedChange, declared, judge_versions
from .report import check_document
from .revisions import Repository

Json = dict[str, Any]

MOST_RUNS = 50
"""How many runs a document shows, so that it stays small; changes with short runs come first."""

PINS = "tests/pins.toml"
ON_THE_WAY = "The versions part on the way to where this scope begins."
BLIND_SPOTS = (
    "Runs are compared within the scopes below and no further: their users, servers, commands and faults, one room.",
    "A run is followed until the two versions part; what either does after that is not compared.",
    "A command counts as given once it did something in the newer version.",
    "Where nothing was seen to differ, the claims were put to the tiny scopes only, and hold elsewhere as they did.",
    "Runs of LITERAL_2014 are compared in the tiny scopes, those of other readings not at all; their cells are.",
    "Claims as first worded, which cannot hold, are not compared.",
    "What takes how long, how large messages are, and the text of docstrings and comments are not compared.",
)


def document(judged: JudgedChange, moved: Json | None = None, pins: Iterable[tuple[str, str, str]] = ()) -> Json:
    """The document of a comparison, checked against its schema."""
    compared = judged.compared
    runs = _Runs(judged)
    found: Json = {
        "format": "roomspec-diff",
        "version": 1,
        "base": compared.base.name,
        "head": compared.head.name,
        "verdict": {
            "is_red": judged.is_red,
            "computed": judged.computed,
            "declared": judged.declared.kind,
            "fragments": list(judged.declared.files),
            "reds": list(judged.reds),
            "notes": list(judged.notes),
            "warnings": list(judged.warnings),
        },
        "same_program": compared.same_program,
        "changes": [
            {
                "fingerprint": change.fingerprint,
                **_parting(change.parting),
                "scopes": [{"scope": scope, "reading": reading} for scope, reading in change.scopes],
                "cells": [{"reading": reading, "count": count} for reading, count in change.cells.items()],
                "example": change.example,
                "run": runs.of_change(change.parting),
            }
            for change in judged.changes
        ],
        "texts": [{"clause": r.clause, "before": dict(r.before), "after": dict(r.after)} for r in judged.reworded],
        "claims": [
            {
                "fingerprint": claim.fingerprint,
                "name": claim.name,
                "sentence": claim.sentence,
                "clauses": list(claim.cites),
                "became": claim.became,
                "scope": claim.sighting.scope,
                "reading": claim.sighting.reading,
                "run": runs.of_claim(claim) if claim.is_broken else None,
                "worlds": compared.pictures.get(claim.fingerprint, {}).get("worlds"),
            }
            for claim in judged.claims
        ],
        "rows": [{"table": row.table, "before": _row(row.before), "after": _row(row.after)} for row in compared.rows],
        "inside": [_parting(way) for way in judged.inside],
        "cells": {"compared": compared.cells.compared, "left_out": compared.cells.left_out},
        "files": [{"path": path, "how": how} for path, how in (moved or {}).items()],
        "pins": [{"pin": pin, "before": old, "after": new} for pin, old, new in pins],
        "bounds": [
            {
                "scope": searched.scope["name"],
                "sentence": searched.scope["sentence"],
                "reading": searched.reading,
                **{name: searched.counts[name] for name in ("worlds", "transitions", "depth", "stopped")},
                "lines": searched.lines,
                "partings": len(searched.partings),
                "note": searched.note,
            }
            for searched in compared.searched
        ],
        "blind_spots": list(BLIND_SPOTS),
        "runs": runs.written,
    }
    check_document(found)
    return found


def document_text(found: Json) -> str:
    """The document as it is written to a file."""
    return json.dumps(found, indent=1, sort_keys=True, ensure_ascii=True) + "\n"


def _parting(way: Parting) -> Json:
    before, after = ({"row": s.sentence, "words": s.words, "stopped": s.stopped} for s in (way.before, way.after))
    return {"table": way.table, "clauses": list(way.clauses), "before": before, "after": after}


def _row(row: Json | None) -> Json | None:
    names = ("sentence", "cites", "outcome", "reason", "tells", "under")
    return {name: row[name] for name in names} if row else None


class _Runs:
    """The runs that are shown, numbered as they are asked for."""

    def __init__(self, judged: JudgedChange) -> None:
        self.pictures, self.written = judged.compared.pictures, list[Json]()
        self.sightings = judged.compared.sightings()
        self.sentences = {each.scope["name"]: each.scope["sentence"] for each in judged.compared.searched}
        self._numbers: dict[str, int | None] = {}

    def of_change(self, way: Parting) -> int | None:
        """The number of the run that shows a parting, if there is one and somebody could draw it."""
        drawn, sighting = self.pictures.get(way.key), self.sightings.get(way.key)
        if drawn is None or sighting is None or drawn["after"] is None:
            return None
        shared = drawn["after"]["chart"]["rows"][: len(sighting.run) - 1]
        ends = (_end(drawn["before"], sighting, way.before.words), _end(drawn["after"], sighting, way.after.words))
        return self._write(sighting, drawn["after"]["chart"], shared, *ends)

    def of_claim(self, claim: ClaimChange) -> int | None:
        """The number of the run that breaks a claim: the first scope that breaks it is shown."""
        if claim.name not in self._numbers:
            drawn = self.pictures[claim.fingerprint]["after"]
            number = self._write(claim.sighting, drawn["chart"], drawn["chart"]["rows"], None, None) if drawn else None
            self._numbers[claim.name] = number
        return self._numbers[claim.name]

    def _write(self, sighting: Sighting, chart: Json, rows: Any, before: Any, after: Any) -> int | None:
        if len(self.written) == MOST_RUNS:
            return None
        sentence = ON_THE_WAY if sighting.on_the_way else self.sentences[sighting.scope]
        about = {"scope": sighting.scope, "sentence": sentence, "reading": sighting.reading}
        ends = {"before": before, "after": after}
        self.written.append({**about, "steps": len(sighting.run), "lanes": chart["lanes"], "rows": rows, **ends})
        return len(self.written)


def _end(drawn: Json | None, sighting: Sighting, words: str) -> Json:
    """The last step as one version makes it, in words too, and what is under way after it."""
    if drawn is None:
        return {"row": None, "words": words, "waiting": [], "stopped": "this version cannot be drawn by the tool"}
    rows = drawn["chart"]["rows"]
    last = rows[-1] if len(rows) == len(sighting.run) else None
    sent = [each for each in drawn["chart"]["waiting"] if last and each["sent_at"] == last["number"]]
    return {"row": last, "words": words, "waiting": sent, "stopped": drawn["stopped"]}


# --- The whole way from two revisions of a repository -----------------------------------------------------------------


def diff_document(folder: Path, base: str | None, head: str | None, asked: Asked = EVERYTHING) -> Json:
    """The document of a diff between two revisions of the repository that the folder lies in.

    Without `head` it is the working tree, without `base` where it left the main branch. Raises `NotComparable`.
    """
    repository = Repository(folder)
    newer = repository.head(head)
    older = repository.base(base, newer)
    says = declared(repository.fragments(older), repository.fragments(newer))
    with TemporaryDirectory() as old, TemporaryDirectory() as new:
        repository.place_specification(older, Path(old))
        repository.place_specification(newer, Path(new))
        judged = judge_versions(Version(Path(old), older.name), Version(Path(new), newer.name), says, asked)
    moved = repository.moved(older, newer)
    old_pins = repository.read(older, PINS) if moved.get(PINS) in ("changed", "removed") else b""
    new_pins = repository.read(newer, PINS) if moved.get(PINS) in ("changed", "added") else b""
    return document(judged, moved, _pins(old_pins, new_pins))


def _pins(old_file: bytes, new_file: bytes) -> Iterator[tuple[str, str, str]]:
    """Each pinned number that differs; a file that cannot be read pins nothing."""
    sides: list[dict[str, str]] = []
    for content in (old_file, new_file):
        try:
            sides.append(dict(_leaves(tomllib.loads(content.decode("utf-8")), "")))
        except ValueError:
            sides.append({})
    old, new = sides
    for name in dict.fromkeys((*old, *new)):
        if old.get(name) != new.get(name):
            yield name, old.get(name, "–"), new.get(name, "–")


def _leaves(found: Any, place: str) -> Iterator[tuple[str, str]]:
    if isinstance(found, dict):
        for name, inner in found.items():
            yield from _leaves(inner, f"{place}.{name}" if place else name)
    elif isinstance(found, list):
        for number, inner in enumerate(found):
            yield from _leaves(inner, f"{place}[{number}]")
    else:
        yield place, str(found)[:300]
