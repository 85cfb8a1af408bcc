"""A judged comparison as one JSON document with a published schema: what the reports and the workflow read.

Everything in it is plain words and numbers; whoever renders it escapes it, since a revision may say what it likes.
"""

import json
import tomllib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from fastjsonschema import JsonSchemaValueException

from .advice import clause_said, first_clause, headline, what_to_do
from .beside import NotComparable
from .compare import Asked, ClaimChange, Sighting, Version
from .differences import Parting
from .judge import EVERYTHING, JudgedChange, declared, judge_versions
from .report import check_document
from .revisions import Repository
from .story import StepTold, Who, story, who_sees

Json = dict[str, Any]

MOST_RUNS = 50
"""How many runs a document shows, so that it stays small; changes with short runs come first."""

LONGEST_SHARED = 1800
"""How long a run may be as a text: with the address of a site before it a link stays under 2,000 characters."""

LONGEST_TEXT = 1000
"""How many characters of one thing a step of a run is told in."""

PINS = "tests/pins.toml"
ON_THE_WAY = "The versions part on the way to where this scope begins."
BLIND_SPOTS = (
    "Runs are compared within the scopes below and no further: their rooms, users, servers, commands and faults.",
    "A run is followed until the two versions part; what either does after that is not compared.",
    "A command counts as given once it did something in the newer version.",
    "Claims are put to the scopes in which the two hold or do something else; elsewhere they hold as they did.",
    "With the servers' names in the opposite order only runs of up to four commands without an outsider are compared.",
    "What happens in no run any more is looked for under COMPLETED.",
    "Runs of LITERAL_2014 are compared in the tiny scopes, those of other readings not at all; their cells are.",
    "Claims as first worded, which cannot hold, are not compared.",
    "How long things take, how large messages are, docstrings, comments and what `why` calls facts are not compared.",
)


def document(judged: JudgedChange, moved: Json | None = None, pins: Iterable[tuple[str, str, str]] = ()) -> Json:
    """The document of a comparison, checked against its schema."""
    compared = judged.compared
    found: Json = {
        "format": "roomspec-diff",
        "version": 3,
        "base": compared.base.name,
        "head": compared.head.name,
        "same_program": compared.same_program,
        **_told(judged, _Runs(judged)),
        "texts": [asdict(each) for each in judged.reworded],
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
        "blind_spots": BLIND_SPOTS,
    }
    found = json.loads(json.dumps(found))
    try:
        check_document(found)
    except JsonSchemaValueException as error:  # a model may say what none takes, such as a row of 10,000 characters
        place = "/".join(error.path[1:])
        raise NotComparable(f"what is compared does not fit into a report ({place}): say it in fewer words") from None
    return found


def _step(told: StepTold) -> Json:
    """One step of a run; words that are as long as a room is full are cut."""

    def cut(text: str) -> str:
        return text if len(text) <= LONGEST_TEXT else f"{text[:LONGEST_TEXT]}…"

    differing = [{name: cut(text) for name, text in asdict(each).items()} for each in told.differing]
    return {"number": told.number, "words": cut(told.words), "differing": differing}


def _told(judged: JudgedChange, runs: "_Runs") -> Json:
    """What a reviewer reads first, then each change and claim, and the runs that they speak of."""
    compared, code, texts = judged.compared, judged.code, judged.texts
    main = next(iter(judged.changes), None)
    leak = next((c for c in judged.claims if c.is_broken and compared.pictures[c.fingerprint].get("worlds")), None)
    broken = leak or next((claim for claim in judged.claims if claim.is_broken), None)
    run = runs.of_claim(broken) if leak and broken else runs.of_change(main.parting) if main else None
    run = run or (runs.of_claim(broken) if broken else None)
    who = runs.who[run] if run else None
    outsider = str(compared.pictures[leak.fingerprint]["worlds"]["comparison"]["outsider"]) if leak else ""
    clause = first_clause(judged, main, code, texts[1])
    return {
        "verdict": {
            "is_red": judged.is_red,
            "headline": headline(judged, who, outsider),
            "computed": judged.computed,
            "declared": judged.declared.kind,
            "fragments": judged.declared.files,
            "reds": judged.reds,
            "notes": judged.notes,
            "warnings": judged.warnings,
        },
        "changed": [asdict(each) for each in code],
        "who": asdict(who) if who else None,
        "outsider": outsider,
        "clause": asdict(clause_said(clause, *texts)) if clause else None,
        "advice": [asdict(each) for each in what_to_do(judged, main, code, clause)],
        "first_run": run,
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
        "claims": [
            {
                "fingerprint": claim.fingerprint,
                "name": claim.name,
                "sentence": claim.sentence,
                "clauses": claim.cites,
                "became": claim.became,
                "scope": claim.sighting.scope,
                "reading": claim.sighting.reading,
                "run": runs.of_claim(claim) if claim.is_broken else None,
                **{
                    name: drawn["comparison"]
                    if (drawn := compared.pictures.get(claim.fingerprint, {}).get(name))
                    else None
                    for name in ("worlds", "once")
                },
            }
            for claim in judged.claims
        ],
        "runs": runs.written,
    }


def document_text(found: Json) -> str:
    """The document as it is written to a file."""
    return json.dumps(found, indent=1, sort_keys=True, ensure_ascii=True) + "\n"


def _parting(way: Parting) -> Json:
    before, after = ({"row": s.sentence, "words": s.words, "stopped": s.stopped} for s in (way.before, way.after))
    return {"table": way.table, "clauses": way.clauses, "before": before, "after": after}


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
        self.who: dict[int, Who | None] = {}
        """Who is shown something else in the run of a number."""

    def of_change(self, way: Parting) -> int | None:
        """The number of the run that shows a parting, if there is one and somebody could draw it."""
        drawn, sighting = self.pictures.get(way.key), self.sightings.get(way.key)
        if drawn is None or sighting is None or drawn["after"] is None:
            return None
        shared = len(sighting.run) - 1
        ends = (_end(drawn["before"], sighting, way.before.words), _end(drawn["after"], sighting, way.after.words))
        return self._write(way.key, sighting, drawn, shared, ends)

    def of_claim(self, claim: ClaimChange) -> int | None:
        """The number of the run that breaks a claim: the first scope that breaks it is shown."""
        drawn, shared = self.pictures[claim.fingerprint], 0
        steps = [drawn[name]["steps"] if drawn[name] else [] for name in ("before", "after")]
        for old, new in zip(*steps, strict=False):
            if old["seen"] != new["seen"]:
                break
            shared += 1
        return self._write(claim.name, claim.sighting, drawn, shared, (None, None)) if drawn["after"] else None

    def _write(self, key: str, sighting: Sighting, drawn: Json, shared: int, ends: tuple[Any, Any]) -> int | None:
        if key in self._numbers:
            return self._numbers[key]
        if len(self.written) == MOST_RUNS:
            return None
        before, after = (drawn[name]["steps"] if drawn[name] else [] for name in ("before", "after"))
        chart = drawn["after"]["chart"]
        sentence = ON_THE_WAY if sighting.on_the_way else self.sentences[sighting.scope]
        self.written.append(
            {
                "scope": sighting.scope,
                "sentence": sentence,
                "reading": sighting.reading,
                "steps": len(sighting.run),
                "shared": {
                    name: next((text for text in drawn[name]["shared"] if len(text) <= LONGEST_SHARED), "")
                    for name in ("before", "after")
                    if drawn[name]
                },
                "lanes": chart["lanes"],
                "rows": chart["rows"][: shared if ends[1] else None],
                "before": ends[0],
                "after": ends[1],
                "story": [_step(each) for each in story(before, after, shared)],
            }
        )
        number = self._numbers[key] = len(self.written)
        self.who[number] = who_sees(before, after, shared)
        return number


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
    sides: list[dict[str, str]] = [{}, {}]
    for content, side in zip((old_file, new_file), sides, strict=True):
        with suppress(ValueError):
            side.update(_leaves(tomllib.loads(content.decode("utf-8")), ""))
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
