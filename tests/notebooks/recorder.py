"""Which clauses a notebook exercises, recorded while it runs.

This file is run by the kernel before the first cell: it stands between the notebook and the one mover, `step`, and
writes down what each step cites when the kernel ends. Nothing is declared by hand, and a figure that is only shown
counts for nothing.
"""

import atexit
import json
import os
from pathlib import Path

import spec_impl.model as model
from spec_impl.model import stepping, trace
from spec_impl.model.messages import carried

exercised: set[str] = set()
_step = stepping.step


def recording_step(world: model.World, action: object) -> model.Step:
    """One step, its clauses written down: those of the deciding rows, and those of the message that arrived."""
    done = _step(world, action)  # type: ignore[arg-type]
    arrived = getattr(action, "envelope", None) or getattr(action, "update", None)
    exercised.update(done.cites)
    if arrived is not None:
        exercised.update(carried(getattr(arrived, "message", arrived)))
    return done


@atexit.register
def _write() -> None:
    Path(os.environ["ROOMSPEC_EXERCISED"]).write_text(json.dumps(sorted(exercised)), encoding="utf-8")


for module in (stepping, trace, model):
    module.step = recording_step  # type: ignore[attr-defined]
