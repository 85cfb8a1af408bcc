"""One search by two drivers: it begins with the plain loop, and goes on block by block where that is faster."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from math import inf
from typing import Any

from .explorer import A, Exploration, Explorer, Limits, Nothing, Properties, S, System, Watch
from .moves import Moves

MOST = 300
"""How many states a plain search expands at least before it goes on block by block."""


def explore(
    system: System[S, A],
    properties: Properties[S, A] | None = None,
    limits: Limits | None = None,
    watch: Watch | None = None,
    most: float = MOST,
) -> Exploration[A]:
    """Search everything that a system can reach; a state is expanded once, shorter runs before longer ones.

    A system of moves is searched block by block from `most` states on, if numpy is there; what is found is the same.
    """
    explorer: Any = Explorer(system, properties or Nothing(), limits or Limits())
    can_go_on = isinstance(system, Moves) and find_spec("numpy") is not None
    with _no_garbage_looked_for():
        stopped = explorer.search(watch, most if can_go_on else inf)
        if stopped is None:
            from .blocks import BlockExplorer

            explorer = BlockExplorer(explorer)
            stopped = explorer.search(watch)
        found: Exploration[A] = explorer.found(stopped)
    return found


@contextmanager
def _no_garbage_looked_for() -> Iterator[None]:
    """A search makes no circles of objects; looking for them in all that it keeps takes a tenth of its time."""
    was_looked_for = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_looked_for:
            gc.enable()
