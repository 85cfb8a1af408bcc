"""The loop of the process: a question a line in JSON, an answer a line in JSON.

Whatever the model prints goes where errors go, so that it cannot be taken for an answer; and it has nothing to read, so
that it takes no question away.
"""

import gc
import json
import os
import sys
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
    "place": "observe",
    "can_happen": "possible",
    "list_scopes": "search",
    "beginnings": "search",
    "search": "search",
    "written_states": "search",
    "ask_claims": "search",
    "witnesses": "search",
    "lockstep": "search",
    "kinds": "search",
    "draw_run": "draw",
    "draw_worlds": "draw",
}
"""Every question, which is the name of a function, and the module beside this one that answers it."""


ONE_THREAD = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")
"""A process with more than one thread cannot give the network up, and what it gives up its other threads keep."""


def serve() -> None:
    """Answer until nobody asks any more; the first line says within which bounds."""
    questions = os.fdopen(os.dup(0), encoding="utf-8")
    bounds = json.loads(questions.readline())
    gc.disable()  # nothing that is asked for makes many circles, and all of it ends with the process
    libraries = _with_numpy(bounds.pop("numpy"))
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    with Path(os.devnull).open("rb") as nothing:
        os.dup2(nothing.fileno(), 0)
    os.dup2(2, 1)
    shut_in(Path.cwd(), *libraries, **bounds)
    for line in questions:
        answers.write(json.dumps(_answered(json.loads(line))) + "\n")
        answers.flush()


def _with_numpy(folder: str) -> list[str]:
    """Load the asker's numpy, with which searches are faster, before anything of the model; and what of it is read."""
    if not folder:
        return []
    before = dict(os.environ)
    os.environ.update(dict.fromkeys(ONE_THREAD, "1"))
    sys.path.append(folder)
    try:
        import_module("numpy")
    except ImportError:
        return []
    finally:
        sys.path.remove(folder)
        os.environ.clear()
        os.environ.update(before)
    return [str(Path(folder) / name) for name in ("numpy", "numpy.libs")]


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
