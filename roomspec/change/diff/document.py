"""A judged comparison as one JSON document with a published schema: what the reports and the workflow read.

Everything in it is plain words and numbers; whoever renders it escapes it, since a revision may say what it likes.
"""

import json
from collections.abc import Iterable
from typing import Any

from .comparing import Compared
from .judging import Change, Judged
from .parting import Parting
from .revisions import Moved
from .schema import FORMAT, SCHEMA, VERSION
from .searched import Sighting

Document = dict[str, Any]

MOST_RUNS = 50
"""How many runs a document shows, so that it stays small; changes with short runs come first."""

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


def document(judged: Judged, moved: Iterable[Moved] = (), pins: Iterable[tuple[str, str, str]] = ()) -> Document:
    """The document of a comparison, checked against its schema."""
    compared, verdict = judged.compared, judged.verdict
    runs = _Runs(compared)
    found: Document = {
        "format": FORMAT,
        "version": VERSION,
        "base": compared.base.name,
        "head": compared.head.name,
        "verdict": {
            "is_red": verdict.is_red,
            "computed": verdict.computed,
            "declared": verdict.declared,
            "fragments": list(judged.declared.files),
            "reds": list(verdict.reds),
            "notes": list(verdict.notes),
        },
        "same_program": compared.same_program,
        "changes": [_change(change, runs) for change in judged.changes],
        "texts": [{"clause": r.clause, "before": dict(r.before), "after": dict(r.after)} for r in judged.reworded],
        "claims": [_claim(claim, runs) for claim in judged.claims],
        "rows": [{"table": row.table, "before": _row(row.before), "after": _row(row.after)} for row in compared.rows],
        "inside": [_inside(way) for way in judged.inside],
        "cells": {"compared": compared.cells.compared, "left_out": compared.cells.left_out},
        "files": [{"path": each.path, "how": each.how} for each in moved],
        "pins": [{"pin": pin, "before": old, "after": new} for pin, old, new in pins],
        "bounds": [_bounds(searched) for searched in compared.searched],
        "blind_spots": list(BLIND_SPOTS),
        "runs": runs.written,
    }
    import jsonschema  # here, since it takes seconds to import and most comparisons are not written

    jsonschema.validate(found, SCHEMA)
    return found


def to_text(found: Document) -> str:
    """The document as it is written to a file."""
    return json.dumps(found, indent=1, sort_keys=True, ensure_ascii=True) + "\n"


def _row(row: dict[str, Any] | None) -> Any:
    names = ("sentence", "cites", "outcome", "reason", "tells", "under")
    return {name: row[name] for name in names} if row else None


def _change(change: Change, runs: "_Runs") -> Document:
    way = change.parting
    return {
        "fingerprint": change.fingerprint,
        "clauses": list(way.clauses),
        "table": way.table,
        "before": _side(way.before),
        "after": _side(way.after),
        "scopes": [{"scope": scope, "reading": reading} for scope, reading in change.scopes],
        "cells": [{"reading": reading, "count": count} for reading, count in change.cells.items()],
        "example": change.example,
        "run": runs.of_change(way),
    }


def _side(side: Any) -> Document:
    return {"row": side.sentence, "words": side.words, "stopped": side.stopped}


def _inside(way: Any) -> Document:
    return {
        "table": way.table,
        "clauses": list(way.clauses),
        "before": _side(way.before),
        "after": _side(way.after),
    }


def _claim(claim: Any, runs: "_Runs") -> Document:
    return {
        "fingerprint": claim.fingerprint,
        "name": claim.name,
        "sentence": claim.sentence,
        "clauses": list(claim.cites),
        "became": claim.became,
        "scope": claim.scope,
        "reading": claim.reading,
        "run": runs.of_claim(claim) if claim.is_broken else None,
        "worlds": runs.worlds_of(claim),
    }


def _bounds(searched: Any) -> Document:
    counts = searched.counts
    return {
        "scope": searched.scope["name"],
        "sentence": searched.scope["sentence"],
        "reading": searched.reading,
        "worlds": counts["worlds"],
        "transitions": counts["transitions"],
        "depth": counts["depth"],
        "lines": searched.lines,
        "partings": len(searched.partings),
        "stopped": counts["stopped"],
        "note": searched.note,
    }


class _Runs:
    """The runs that are shown, numbered as they are asked for."""

    def __init__(self, compared: Compared) -> None:
        self.compared, self.written = compared, list[Document]()
        self.sightings = compared.sightings()
        self.sentences = {each.scope["name"]: each.scope["sentence"] for each in compared.searched}
        self._numbers: dict[str, int | None] = {}

    def of_change(self, way: Parting) -> int | None:
        """The number of the run that shows a parting, if there is one and somebody could draw it."""
        if way.key not in self._numbers:
            sighting = self.sightings.get(way.key)
            self._numbers[way.key] = self._parting(sighting, way) if sighting else None
        return self._numbers[way.key]

    def of_claim(self, claim: Any) -> int | None:
        """The number of the run that breaks a claim: the first scope that breaks it is shown."""
        if claim.name not in self._numbers:
            picture = self.compared.pictures[claim.fingerprint]["after"]
            chart = picture["chart"] if picture else None
            self._numbers[claim.name] = self._write(claim.sighting, chart, chart["rows"], None, None) if chart else None
        return self._numbers[claim.name]

    def worlds_of(self, claim: Any) -> Any:
        """The two worlds of a leak."""
        return self.compared.pictures.get(claim.fingerprint, {}).get("worlds")

    def _parting(self, sighting: Sighting, way: Parting) -> int | None:
        pictures = self.compared.pictures[way.key]
        after = pictures["after"]
        if after is None:
            return None
        shared = after["chart"]["rows"][: len(sighting.run) - 1]
        ends = (_end(pictures["before"], sighting, way.before.words), _end(after, sighting, way.after.words))
        return self._write(sighting, after["chart"], shared, *ends)

    def _write(self, sighting: Sighting, chart: Document, rows: Any, before: Any, after: Any) -> int | None:
        if len(self.written) == MOST_RUNS:
            return None
        sentence = ON_THE_WAY if sighting.on_the_way else self.sentences[sighting.scope]
        about = {"scope": sighting.scope, "sentence": sentence, "reading": sighting.reading}
        ends = {"before": before, "after": after}
        self.written.append({**about, "steps": len(sighting.run), "lanes": chart["lanes"], "rows": rows, **ends})
        return len(self.written)


def _end(picture: Document | None, sighting: Sighting, words: str) -> Document:
    """The last step as one version makes it, in words too, and what is under way after it."""
    if picture is None:
        return {"row": None, "words": words, "waiting": [], "stopped": "this version cannot be drawn by the tool"}
    rows = picture["chart"]["rows"]
    last = rows[-1] if len(rows) == len(sighting.run) else None
    sent = [each for each in picture["chart"]["waiting"] if last and each["sent_at"] == last["number"]]
    return {"row": last, "words": words, "waiting": sent, "stopped": picture["stopped"]}
