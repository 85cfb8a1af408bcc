"""Logs for the tests: cut from random runs of any scope, and put to the fold as a file would be."""

import io
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import chain
from random import Random
from typing import BinaryIO

from roomspec.conform import Answer, LogHead, LogLine, check_logs, log_of, log_text
from spec_impl import COMPLETED, Allowed, Reading, ServerName, Trace, World, enabled
from spec_impl.actions import Crash, Cut, Fault, Give, Heal, Lose, Post, Repeat
from spec_impl.scopes import SCOPES, Scope
from spec_impl.terms import DIRECTORY
from tests.model.walks import kind_of

LENGTH = 16
"""How many steps a random run has at most."""

FAULT_OF = {
    Lose: Fault.LOSS,
    Repeat: Fault.REPETITION,
    Crash: Fault.CRASH,
    Cut: Fault.CUT,
    Heal: Fault.CUT,
}

Log = tuple[LogHead, tuple[LogLine, ...]]


def run_of(scope: Scope, seed: int, reading: Reading = COMPLETED) -> Trace:
    """A random run within a scope's bounds: a kind of thing that can happen is drawn, then one of that kind."""
    chance, trace = Random(f"{scope.name} {seed}"), Trace(_beginning(scope.name, reading), (), scope.name)
    commands, faults = list(scope.commands), dict(scope.faults)
    for _ in range(LENGTH):
        kinds = tuple(fault for fault, left in faults.items() if left)
        actions = enabled(trace.world, Allowed(tuple(commands), kinds, tuple(_posts(scope, chance))))
        if not actions:
            break
        kind = chance.choice(sorted({kind_of(action) for action in actions}))
        action = chance.choice([each for each in actions if kind_of(each) == kind])
        trace = trace.then(action)
        if isinstance(action, Give):
            commands.remove(action)
        elif type(action) in FAULT_OF:
            faults[FAULT_OF[type(action)]] -= 1
    return trace


@cache
def _beginning(scope: str, reading: Reading) -> World:
    return SCOPES[scope].world(reading)


def _posts(scope: Scope, chance: Random) -> Iterator[Post]:
    """What an outsider may write next: one of the hundreds of letters that he has."""
    if scope.alphabet:
        yield Post(chance.choice(scope.alphabet))


def actors(trace: Trace) -> Iterator[ServerName]:
    """Every server of a run, the directory last."""
    return chain((server.name for server in trace.initial.servers), [DIRECTORY])


def logs_of(trace: Trace) -> dict[str, Log]:
    """The logs of a run, one for each server that anything happened at, by the name of its file."""
    cut = {f"{name}.jsonl": log_of(trace, name) for name in actors(trace)}
    return {file: log for file, log in cut.items() if log[1]}


def answer_to(logs: Mapping[str, Log]) -> Answer:
    """What `roomspec conform` finds in these logs, written to files and read again."""
    return check_logs(files_of(logs))


def files_of(logs: Mapping[str, Log]) -> dict[str, BinaryIO]:
    """The same as open files."""
    return {file: io.BytesIO(log_text(*log).encode()) for file, log in logs.items()}


def is_explained(logs: Mapping[str, Log]) -> bool:
    """Whether the rules allow every line, and the logs agree."""
    return answer_to(logs).conforms
