"""What one home server sees of a run: what its users asked, what reached it, and what it showed them.

Two runs with equal views cannot be told apart by the observer; that is what the rules about hidden rooms are judged by.
No number of a step stands in a view: how often others acted in between is not seen.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from spec_impl import Action, Deliver, Envelope, Give, Notice, Repeat, ServerName, Spread, StateUpdate, Step, Trace
from spec_impl.actions import Crash, GiveUp, Post

VIEW_FORMAT: Literal["roomspec-view"] = "roomspec-view"
VIEW_HEAD: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "urn:roomspec:view:1",
    "title": "roomspec view",
}


@dataclass(frozen=True, slots=True)
class Did:
    """The observer's own side did something: a command, a message of its own making, giving up, coming up again."""

    action: Action


@dataclass(frozen=True, slots=True)
class Arrived:
    """A message reached the observer's server."""

    envelope: Envelope


@dataclass(frozen=True, slots=True)
class Learned:
    """An update reached the observer's server in the usual way, as it reaches every member's."""

    update: StateUpdate


@dataclass(frozen=True, slots=True)
class Shown:
    """The observer's server showed one of its users something."""

    notice: Notice


ViewEntry = Did | Arrived | Learned | Shown


@dataclass(frozen=True, slots=True)
class ObserverView:
    """Everything that one home server sees of a run, in order, and what is still on its way to it."""

    format: Literal["roomspec-view"]
    version: Literal[1]
    observer: ServerName
    seen: tuple[ViewEntry, ...]
    on_its_way: tuple[Envelope, ...]


def view(trace: Trace, observer: ServerName) -> ObserverView:
    """What the observer sees of the run."""
    seen = tuple(each for step in trace.steps for each in _seen(step, observer))
    coming = tuple(envelope for envelope in trace.world.in_flight if envelope.receiver == observer)
    return ObserverView(VIEW_FORMAT, 1, observer, seen, coming)


def _seen(step: Step, observer: ServerName) -> Iterator[ViewEntry]:
    match step.action:
        case Deliver(envelope) | Repeat(envelope) if envelope.receiver == observer:
            yield Arrived(envelope)
        case Spread(server, update) if server == observer:
            yield Learned(update)
        case action if _actor(action) == observer:
            yield Did(action)
    yield from (Shown(notice) for notice in step.notices if notice.to.server == observer)


def _actor(action: Action) -> ServerName | None:
    """The home server that acts by itself or for a user of its own."""
    match action:
        case Give(user) | GiveUp(user):
            return user.server
        case Crash(server):
            return server
        case Post(envelope):
            return envelope.sender
        case _:
            return None
