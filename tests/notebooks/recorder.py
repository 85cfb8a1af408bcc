"""Which clauses a notebook exercises, recorded while it runs.

This file is run by the kernel before the first cell: it stands between the notebook and the one mover, `step`, and
writes down what each step cites when the kernel ends. Nothing is declared by hand, and a figure that is only shown
counts for nothing. Nor does what happens inside a search, or before a scope begins: the reader sees none of it.
"""

import atexit
import json
import os
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import ParamSpec, TypeVar

import spec_impl as model
from spec_impl import stepping, trace

exercised: set[str] = set()
_step = stepping.step


def recording_step(world: model.World, action: object) -> model.Step:
    """One step, its clauses written down: those of the deciding rows, and those of the message that arrived."""
    done = _step(world, action)  # type: ignore[arg-type]
    arrived = getattr(action, "envelope", None) or getattr(action, "update", None)
    exercised.update(done.cites)
    if arrived is not None:
        exercised.update(getattr(arrived, "message", arrived).clauses)
    return done


P = ParamSpec("P")
R = TypeVar("R")


def uncounted(function: Callable[P, R]) -> Callable[P, R]:
    """The same function, after which nothing more is written down than before."""

    @wraps(function)
    def unseen(*args: P.args, **kwargs: P.kwargs) -> R:
        noted = set(exercised)
        answer = function(*args, **kwargs)
        exercised.intersection_update(noted)
        return answer

    return unseen


def _leave_searches_out() -> None:
    from roomspec.search import checking
    from spec_impl.scopes.scope import Scope

    checking.check = uncounted(checking.check)
    Scope.world = uncounted(Scope.world)  # type: ignore[method-assign]


@atexit.register
def _write() -> None:
    Path(os.environ["ROOMSPEC_EXERCISED"]).write_text(json.dumps(sorted(exercised)), encoding="utf-8")


for module in (stepping, trace, model):
    module.step = recording_step  # type: ignore[attr-defined]
_leave_searches_out()
