"""Documents of a diff, made by hand, for what only renders them."""

from typing import Any

NOTE = {"at": "a.example", "tone": "refused", "lines": ["refused: unaware", "told: no such room"]}


def step(number: int, label: str, **other: Any) -> dict[str, Any]:
    """A message from c.example to a.example."""
    plain = {"remark": "", "tone": "plain", "sent_at": None, "repeated": False, "notes": [], "tags": ["KNK-2"]}
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
    sent = {"frm": "a.example", "to": "c.example", "label": "Refusal", "sent_at": 2}
    before = {"row": step(2, "KnockRequest", notes=[NOTE]), "waiting": [sent], "stopped": "", "words": "refused"}
    after = {"row": None, "waiting": [], "stopped": "there is no such message", "words": "cannot happen"}
    about = {"scope": "a knock", "sentence": "Carol knocks.", "reading": "COMPLETED", "steps": 2}
    command = step(1, "carol: Knock", kind="command", at="c.example", to=None)
    return {**about, "lanes": lanes, "rows": [command], "before": before, "after": after, **other}


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
        "computed": "breaking",
        "declared": "clarification",
        "reds": ["Look again."],
        "notes": [],
        "warnings": [],
    }
    plain: dict[str, Any] = {
        "format": "roomspec-diff",
        "version": 1,
        "base": "main (0123456)",
        "head": "the working tree",
        "verdict": {**verdict, "fragments": ["changes/9.clarification.md"]},
        "same_program": False,
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
