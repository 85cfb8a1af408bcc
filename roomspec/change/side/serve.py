"""The loop of the process: a question a line in JSON, an answer a line in JSON.

Whatever the model prints goes where errors go, so that it cannot be taken for an answer; and it has nothing to read, so
that it takes no question away.
"""

import json
import os
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

from .apart import shut_in
from .fault import fault_of

QUESTIONS = {
    "interface": "serve",
    "watch": "marks",
    "ran": "marks",
    "rows": "observe",
    "named_readings": "observe",
    "cells": "observe",
    "begin": "observe",
    "react": "observe",
    "states": "observe",
    "can_happen": "possible",
    "list_scopes": "search",
    "beginnings": "search",
    "search": "search",
    "ask_claims": "search",
    "lockstep": "search",
    "kinds": "search",
    "draw_run": "draw",
    "draw_worlds": "draw",
}
"""Every question, which is the name of a function, and the module beside this one that answers it."""


def serve() -> None:
    """Answer until nobody asks any more; the first line says within which bounds."""
    questions = os.fdopen(os.dup(0), encoding="utf-8")
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    with Path(os.devnull).open("rb") as nothing:
        os.dup2(nothing.fileno(), 0)
    os.dup2(2, 1)
    shut_in(Path.cwd(), **json.loads(questions.readline()))
    for line in questions:
        answers.write(json.dumps(_answered(json.loads(line))) + "\n")
        answers.flush()


def interface() -> int:
    """The number of the revision's interface, asked before anything else."""
    number: int = import_module("spec_impl.interface").INTERFACE
    return number


def _answered(question: dict[str, Any]) -> dict[str, Any]:
    """The answer, or what went wrong: `load` while something was imported, `run` while it ran."""
    kind = question.pop("ask")
    fault = "load"
    try:
        answer: Callable[..., Any] = getattr(import_module(f".{QUESTIONS[kind]}", __package__), kind)
        fault = "load" if kind == "interface" else "run"
        return {"answer": answer(**question)}
    except (Exception, SystemExit) as error:  # noqa: BLE001  the model may raise anything, and the asker is told
        return {"fault": fault, "sentence": fault_of(error)}
