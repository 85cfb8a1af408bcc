"""The loop of the process: a question a line in JSON, an answer a line in JSON.

A question names a function of a module beside this one, such as `observe.rows`, and has its arguments.

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
from .fault import fault_of, passes_through_the_specification

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
    """The answer, or what went wrong: `load` while something was imported, `run` in the model, `search` around it."""
    module, _, name = question.pop("ask").partition(".")
    fault = "load"
    try:
        answer: Callable[..., Any] = getattr(import_module(f".{module}", __package__), name)
        fault = "load" if name == "interface" else "run"
        return {"answer": answer(**question)}
    except (Exception, SystemExit) as error:  # noqa: BLE001  the model may raise anything, and the asker is told
        if fault == "run" and isinstance(error, LookupError) and not passes_through_the_specification(error):
            fault = "search"
        return {"fault": fault, "sentence": fault_of(error)}
