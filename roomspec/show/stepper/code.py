"""A run as Python that makes it again: a cell for a notebook, or a test that holds what was seen.

Only how a run is spelt belongs here; which names there are, and where they come from, is read from the model's types.
"""

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from enum import Enum
from textwrap import indent
from typing import Any, get_args, get_type_hints

import spec_impl
from spec_impl import READINGS, Envelope, NotEnabled, Trace, World
from spec_impl.actions import Action, Crash, Cut, Deliver, Give, GiveUp, Heal, Lose, Repeat

from .sharing import shared


def as_cell(trace: Trace) -> str:
    """The run as the lines of one notebook cell, which end in the trace."""
    making = _making(trace)
    return f"{_imports(making)}\n\n{making}\ntrace\n"


def as_test(trace: Trace) -> str:
    """The run as a test: who is what at which server in the end, and what the last step decided."""
    body = "\n".join((_making(trace), *_expectations(trace)))
    name = "test_the_run_ends_as_it_did_in_the_stepper"
    return f"{_imports(body)}\n\n\ndef {name}() -> None:\n{indent(body, '    ')}\n"


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


def _kinds_within(hint: Any) -> Iterator[type]:
    """Every record and enum that a value of this type can be made of."""
    if is_dataclass(hint) or (isinstance(hint, type) and issubclass(hint, Enum)):
        assert isinstance(hint, type)
        yield hint
    for part in get_type_hints(hint).values() if is_dataclass(hint) else get_args(hint):
        yield from _kinds_within(part)


SOURCES = {
    **{kind.__name__: kind.__module__ for kind in _kinds_within(Action)},
    **{name: spec_impl.__name__ for name in vars(spec_impl) if name[0].isupper()},
    "opened": "roomspec",
}
"""Where each name comes from that a run may be written with."""


def _imports(code: str) -> str:
    """One import for each module that the code takes a name from."""
    used = [name for name in sorted(SOURCES) if re.search(rf"\b{name}\b", code)]
    modules = sorted({SOURCES[name] for name in used})
    each = ((module, ", ".join(name for name in used if SOURCES[name] == module)) for module in modules)
    return "\n".join(f"from {module} import {names}" for module, names in each)


def _making(trace: Trace) -> str:
    """The lines that make the run: in words where it begins with everybody at rest and no room, else a shared text."""
    start, scope = trace.initial, f", scope={trace.scope!r}" if trace.scope else ""
    people = {str(server.name): [user.name for user in server.users] for server in start.servers}
    reading = start.reading.name
    if READINGS.get(reading) == start.reading and start == World.of(people, start.reading):
        beginning = f"Trace(World.of({people!r}, {reading}){scope})"
    else:
        beginning = f'opened("{shared(Trace(start, (), trace.scope))}")'
    acts = (f"trace = trace{_act(Trace(made.before), made.action)}" for made in trace.steps)
    return "\n".join((f"trace = {beginning}", *acts))


def _act(before: Trace, action: Action) -> str:
    """The call that lets the action happen: a short one where a trace has it, else the action itself."""
    verb = type(action).__name__.lower()
    match action:
        case Give(user, command):
            return f".give({spelt(user)}, {spelt(command)})"
        case Deliver(envelope) | Lose(envelope) | Repeat(envelope) if _is_named(before, envelope):
            return f".{verb}({type(envelope.message).__name__}, to={str(envelope.receiver)!r})"
        case GiveUp(user, room):
            return f".give_up({spelt(user)}, {room!r})"
        case Crash(server):
            return f".crash({server!r})"
        case Cut(one, other) | Heal(one, other):
            return f".{verb}({one!r}, {other!r})"
        case _:
            return f".then({spelt(action)})"


def _is_named(before: Trace, envelope: Envelope) -> bool:
    """Whether its kind and its receiver are enough to know the message by."""
    try:
        return before.message(type(envelope.message), envelope.receiver) == envelope
    except NotEnabled:
        return False


def _expectations(trace: Trace) -> Iterator[str]:
    for server in trace.world.servers:
        for view in server.rooms:
            at = f"trace.world.server({server.name!r}).room({view.room!r})"
            yield from (f"assert {at}.membership({spelt(e.user)}) == {str(e.membership)!r}" for e in view.members)
    if trace.steps:
        outcomes = [str(verdict.outcome) for verdict in trace.last.verdicts]
        yield f"assert [verdict.outcome for verdict in trace.last.verdicts] == {outcomes!r}"
