"""The same run in the Informal Trace Format of Apalache, for viewers that know nothing of rooms (its ADR 015).

A state is what stands in a viewer's columns: what happened, what was told, what is on its way, and for each home server
that ever holds anything how it holds each user. It is for looking; the trace file has all that there is.
"""

import json
import re
from typing import Any, assert_never

from spec_impl import Action, ServerName, Trace, World
from spec_impl.actions import Crash, Cut, Deliver, Give, GiveUp, Heal, Lose, Post, Repeat, Spread

from .words import told

ITF_PAGE = "https://apalache-mc.org/docs/adr/015adr-trace.html"
Expression = Any


def itf(trace: Trace) -> str:
    """The run as ITF, on one line and in ASCII, whatever the terminal; a viewer lays it out."""
    worlds = (trace.initial, *(step.after for step in trace.steps))
    # The home servers that ever hold anything of a room; the same in every state, as the format asks.
    columns = sorted({server.name for world in worlds for server in world.servers if server.rooms})
    moments = [("", "", trace.initial), *((_words(step.action), told(step), step.after) for step in trace.steps)]
    states = [_state(index, columns, *each) for index, each in enumerate(moments)]
    document = {
        "#meta": {"format": "ITF", "format-description": ITF_PAGE, "source": trace.scope},
        "vars": [name for name in states[0] if name != "#meta"],
        "states": states,
    }
    return json.dumps(document, separators=(",", ":")) + "\n"


def _state(index: int, columns: list[ServerName], action: str, told: str, world: World) -> dict[str, Expression]:
    held = {}
    for name in columns:
        register = [(entry, view.room) for view in world.server(name).rooms for entry in view.members]
        pairs = [[f"{entry.user.name} in {room}", entry.membership] for entry, room in register]
        held[_variable(name)] = {"#map": pairs}
    coming = [f"{type(e.message).__name__} {e.sender} → {e.receiver}" for e in world.in_flight]
    return {"#meta": {"index": index}, "action": action, "told": told, "in_flight": coming, **held}


def _variable(name: ServerName) -> str:
    """A server's name as that of a variable: points become low lines, and any other sign its number among all signs."""
    spelt = re.sub(r"[^A-Za-z0-9.]", lambda sign: f"_{ord(sign[0]):x}_", name).replace(".", "_")
    return f"_{spelt}" if spelt[0].isdigit() else spelt


def _words(action: Action) -> str:
    """An action in a few words, which begin with the kind that it has in the trace file."""
    kind = type(action).__name__
    match action:
        case Give(user, command):
            return f"{kind} {type(command).__name__}: {user}"
        case Deliver(envelope) | Repeat(envelope) | Lose(envelope) | Post(envelope):
            return f"{kind} {type(envelope.message).__name__}: {envelope.sender} → {envelope.receiver}"
        case Spread(server, update):
            return f"{kind} {type(update.update).__name__}: {update.update.origin} → {server}"
        case GiveUp(user, room):
            return f"{kind} {room}: {user}"
        case Crash(server):
            return f"{kind}: {server}"
        case Cut(one, other) | Heal(one, other):
            return f"{kind}: {one}, {other}"
        case _:
            assert_never(action)
