"""A run as Python that makes it again: a cell for a notebook, or a test that holds what was seen."""

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from enum import Enum
from textwrap import indent
from typing import Any

import spec_impl
from spec_impl import (
    READINGS,
    Action,
    Crash,
    Cut,
    Deliver,
    Envelope,
    Give,
    GiveUp,
    Heal,
    Lose,
    NotEnabled,
    Post,
    Repeat,
    Spread,
    Trace,
    World,
)

from .sharing import shared

SOURCES = {
    **dict.fromkeys([name for name in vars(spec_impl) if name[0].isupper()], "spec_impl"),
    **dict.fromkeys(("MemberMap", "ModeChange"), "spec_impl.terms"),
    "Room": "spec_impl.room",
    "opened": "roomspec.show.stepper.sharing",
}
"""Where each name comes from that a run may be written with."""


def as_cell(trace: Trace) -> str:
    """The run as the lines of one notebook cell, which end in the trace."""
    making = _making(trace)
    return f"{_imports(making)}\n\n{making}\ntrace\n"


def as_test(trace: Trace) -> str:
    """The run as a test: who is what at which server in the end, and what the last step decided."""
    body = "\n".join((_making(trace), *_expectations(trace)))
    name = "test_the_run_ends_as_it_did_in_the_stepper"
    return f"{_imports(body)}\n\n\ndef {name}() -> None:\n{indent(body, '    ')}\n"


def _imports(code: str) -> str:
    """One import for each module that the code takes a name from."""
    used = [name for name in sorted(SOURCES) if re.search(rf"\b{name}\b", code)]
    modules = sorted({SOURCES[name] for name in used})
    each = ((module, ", ".join(name for name in used if SOURCES[name] == module)) for module in modules)
    return "\n".join(f"from {module} import {names}" for module, names in each)


def _making(trace: Trace) -> str:
    acts = (f"trace = trace{_act(Trace(made.before), made.action)}" for made in trace.steps)
    return "\n".join((f"trace = {_beginning(trace)}", *acts))


def _beginning(trace: Trace) -> str:
    """The world at first: in words where everybody is at rest and there is no room, else as a shared text."""
    start, scope = trace.initial, f", scope={trace.scope!r}" if trace.scope else ""
    people = {str(server.name): [user.name for user in server.users] for server in start.servers}
    name = start.reading.name
    if READINGS.get(name) == start.reading and start == World.of(people, start.reading):
        return f"Trace(World.of({people!r}, {name}){scope})"
    return f'opened("{shared(Trace(start, (), trace.scope))}")'


def _act(before: Trace, action: Action) -> str:
    match action:
        case Give(user, command):
            return f".give({spelt(user)}, {spelt(command)})"
        case Deliver(envelope) | Lose(envelope) | Repeat(envelope) if _is_named(before, envelope):
            kind = type(envelope.message).__name__
            return f".{type(action).__name__.lower()}({kind}, to={str(envelope.receiver)!r})"
        case GiveUp(user, room):
            return f".give_up({spelt(user)}, {room!r})"
        case Crash(server):
            return f".crash({server!r})"
        case Cut(one, other) | Heal(one, other):
            return f".{type(action).__name__.lower()}({one!r}, {other!r})"
        case Deliver() | Lose() | Repeat() | Spread() | Post():
            return f".then({spelt(action)})"


def _is_named(before: Trace, envelope: Envelope) -> bool:
    """Whether its kind and its receiver are enough to know the message by."""
    try:
        return before.message(type(envelope.message), envelope.receiver) == envelope
    except NotEnabled:
        return False


def spelt(value: Any) -> str:
    """A value of the model as the Python that makes it."""
    if isinstance(value, Enum):
        return f"{type(value).__name__}.{value.name}"
    if isinstance(value, tuple):
        inner = ", ".join(map(spelt, value))
        return f"({inner},)" if len(value) == 1 else f"({inner})"
    if is_dataclass(value):
        parts = ", ".join(spelt(getattr(value, field.name)) for field in fields(value))
        return f"{type(value).__name__}({parts})"
    return repr(value)


def _expectations(trace: Trace) -> Iterator[str]:
    for server in trace.world.servers:
        for view in server.rooms:
            at = f"trace.world.server({server.name!r}).room({view.room!r})"
            yield from (f"assert {at}.membership({spelt(e.user)}) == {str(e.membership)!r}" for e in view.members)
    if trace.steps:
        outcomes = [str(verdict.outcome) for verdict in trace.last.verdicts]
        yield f"assert [verdict.outcome for verdict in trace.last.verdicts] == {outcomes!r}"
