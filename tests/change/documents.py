"""Documents of a diff, made by hand, for what only renders them."""

from typing import Any

NOTE = {"at": "a.example", "tone": "refused", "lines": ["refused: unaware", "told: no such room"]}


def step(number: int, label: str, **other: Any) -> dict[str, Any]:
    """A message from c.example to a.example."""
    plain = {
        "remark": "",
        "tone": "plain",
        "sent_at": None,
        "repeated": False,
        "notes": [],
        "says": "",
        "tags": ["KNK-2"],
    }
    return {"number": number, "kind": "arrow", "at": "c.example", "to": "a.example", "label": label, **plain, **other}


def run(**other: Any) -> dict[str, Any]:
    """A run of two steps; in the last one the versions part."""
    lanes = [
        {
            "key": f"{letter}.example",
            "letter": letter,
            "title": f"{letter}.example",
            "subtitle": user,
            "is_directory": False,
        }
        for letter, user in (("a", "alice"), ("c", "carol"))
    ]
    sent = {"frm": "a.example", "to": "c.example", "label": "Refusal", "says": "", "sent_at": 2}
    before = {"row": step(2, "KnockRequest", notes=[NOTE]), "waiting": [sent], "stopped": "", "words": "refused"}
    after = {"row": None, "waiting": [], "stopped": "there is no such message", "words": "cannot happen"}
    about = {"scope": "a knock", "sentence": "Carol knocks.", "reading": "COMPLETED", "steps": 2, "shared": {}}
    command = step(1, "carol: Knock", kind="command", at="c.example", to=None)
    story = [told(1, "carol knocks at !tea"), told(2, "", otherwise("", "a.example refuses", "nothing"))]
    return {**about, "lanes": lanes, "rows": [command], "before": before, "after": after, "story": story, **other}


def told(number: int, words: str, *differing: dict[str, str]) -> dict[str, Any]:
    """One step in words."""
    return {"number": number, "words": words, "differing": list(differing)}


def otherwise(what: str, before: str, after: str) -> dict[str, str]:
    """What the two versions do otherwise."""
    return {"what": what, "before": before, "after": after}


def code(**other: Any) -> dict[str, Any]:
    """A row that was changed."""
    lines = [' refuse("KNK-2",', "-    tells=A", "+    tells=B"]
    plain = {"path": "spec_impl/rules/knock.py", "line": 7, "name": "knock, row 1", "lines": lines}
    return {**plain, "used_by": "row 1 of the table knock", **other}


def side(words: str, row: str = "A row.") -> dict[str, Any]:
    """What one version does."""
    return {"row": row, "words": words, "stopped": ""}


def change(**other: Any) -> dict[str, Any]:
    """A way in which the versions part."""
    plain = {"fingerprint": "0123456789ab", "clauses": ["KNK-2"], "table": "knock request", "example": "mode: knock"}
    sides = {"before": side("accepted"), "after": side("refused; the asker hears “no such room”")}
    seen = {
        "scopes": [{"scope": "a knock", "reading": "COMPLETED"}],
        "cells": [{"reading": "COMPLETED", "count": 3}],
        "run": 1,
    }
    return {**plain, **sides, **seen, **other}


def document(**other: Any) -> dict[str, Any]:
    """A document that is as its schema wants it."""
    verdict = {
        "is_red": True,
        "headline": "Red: declared a clarification, but carol is told something else",
        "computed": "breaking",
        "declared": "clarification",
        "reds": ["Look again."],
        "notes": [],
        "warnings": [],
    }
    plain: dict[str, Any] = {
        "format": "roomspec-diff",
        "version": 3,
        "base": "main (0123456)",
        "head": "the working tree",
        "verdict": {**verdict, "fragments": ["changes/9.clarification.md"]},
        "same_program": False,
        "changed": [code()],
        "who": {
            "name": "carol",
            "when": "who knocks at !tea",
            "before": "is let in",
            "after": "hears “no such room”",
            "is_told": True,
        },
        "outsider": "",
        "clause": {"id": "KNK-2", "says": "A user asks.", "is_ours": False, "before": "A user knocks."},
        "advice": [{"about": "Not meant?", "words": "Mend `spec_impl/rules/knock.py`, line 7.", "lines": []}],
        "first_run": 1,
        "changes": [change()],
        "texts": [{"clause": "KNK-2", "before": {"text": "A user knocks."}, "after": {"text": "A user asks."}}],
        "claims": [],
        "rows": [],
        "inside": [],
        "cells": {"compared": 12, "left_out": []},
        "files": [{"path": "notebooks/04_knock.ipynb", "how": "changed"}],
        "pins": [{"pin": "a knock.states", "before": "7", "after": "9"}],
        "bounds": [],
        "blind_spots": ["Time is not compared."],
        "runs": [run()],
    }
    return plain | other
