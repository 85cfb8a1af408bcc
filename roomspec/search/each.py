"""Several scopes searched at the same time, each in a process of its own; what is found comes in the scopes' order."""

import os
import signal
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from threading import Thread
from typing import TYPE_CHECKING

from spec_impl import COMPLETED, Action, Reading
from spec_impl.claims import ALL, Claim, named
from spec_impl.scopes import SCOPES
from spec_impl.scopes.scope import Scope

from ..doors import door
from .claims import Findings, check, is_asked_in
from .explorer import Exploration, Limits

if TYPE_CHECKING:  # in a browser there are no processes, and these cannot be imported
    from concurrent.futures import Future
    from multiprocessing.synchronize import Event

MOST_PROCESSES = 2
"""How many processes search at most, whatever the machine has: each takes memory for its worlds."""

_IS_OVER: list["Event"] = []
"""In a process that searches: what says that it is to end."""


@door
def check_each(
    scopes: Iterable[Scope],
    reading: Reading = COMPLETED,
    claims: Iterable[Claim] = ALL,
    limits: Limits | None = None,
    processes: int | None = None,
) -> Iterator[Findings]:
    """Search each scope, and say what becomes of the claims there; two at a time where there are two cores.

    Only named scopes can be searched in another process, and tiny ones are done before one is there. Whoever interrupts
    ends all.
    """
    scopes, claims = tuple(scopes), tuple(claims)
    is_worth_it = all(SCOPES.get(s.name) is s for s in scopes) and any(s.size != "tiny" for s in scopes)
    count = min(_cores() if processes is None else processes, MOST_PROCESSES, len(scopes))
    if count < 2 or not is_worth_it:
        yield from (check(scope, reading, claims, limits) for scope in scopes)
        return
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    context = get_context("spawn")
    is_over = context.Event()
    with ProcessPoolExecutor(count, context, _begin, (is_over,)) as pool:
        names = tuple(claim.name for claim in claims)
        longest_first = sorted(scopes, key=lambda scope: -len(scope.commands + scope.alphabet))
        begun = {s.name: pool.submit(_search, s.name, reading, names, limits) for s in longest_first}
        for scope in scopes:
            asked = tuple(claim for claim in claims if is_asked_in(claim, scope))
            yield Findings(scope, reading, asked, _result(begun, scope.name, is_over))


def _cores() -> int:
    """How many cores this process may use; one where there are no processes at all."""
    if sys.platform in ("emscripten", "wasi"):
        return 1
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _result(begun: dict[str, "Future[Exploration[Action]]"], name: str, is_over: "Event") -> Exploration[Action]:
    """What was found in one scope; whoever interrupts ends the others too."""
    from concurrent.futures import BrokenExecutor

    try:
        return begun[name].result()
    except BrokenExecutor:  # the system ended a process that searched, as it does where memory runs out
        raise MemoryError from None
    except KeyboardInterrupt:
        is_over.set()
        for search in begun.values():
            search.cancel()
        raise


def _begin(is_over: "Event") -> None:
    """In a new process: leave it to the one that asks to say when it is over, and end with it however that one ends."""
    with suppress(ValueError):
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    _IS_OVER[:] = [is_over]
    Thread(target=_end_with_whoever_asks, daemon=True).start()


def _end_with_whoever_asks() -> None:
    """Wait for the process that asks; one that was killed says nothing, and a pool alone would wait for ever."""
    from multiprocessing import parent_process

    if asks := parent_process():
        asks.join()
        os._exit(1)


def _search(scope: str, reading: Reading, claims: tuple[str, ...], limits: Limits | None) -> Exploration[Action]:
    return check(SCOPES[scope], reading, map(named, claims), limits, _end_if_it_is_over).exploration


def _end_if_it_is_over(_expanded: int, _known: int) -> None:
    if _IS_OVER[0].is_set():
        raise KeyboardInterrupt
