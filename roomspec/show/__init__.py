"""What people look at: sequence charts, tables, cards and the stepper.

Rule 1: a figure is one `text/html` value that says the same in a notebook nobody has trusted yet (see `sheet`).
Rule 2: the drawing modules take plain picture values, know no rule of the protocol and need the standard library alone.
"""

from importlib import import_module
from typing import Any

_HOMES = {
    "Figure": "drawing.sheet",
    "LeakGame": "exercises.leak",
    "Stepper": "stepper.widget",
    "answers": "frames",
    "cast": "lists",
    "chart": "run",
    "claims": "checked",
    "clause_frame": "frames",
    "clause_table": "cards",
    "counterexample": "checked",
    "contradictions_today": "today",
    "grid": "decisions",
    "members": "membership",
    "membership_machine": "graphs",
    "membership_today": "today",
    "messages": "lists",
    "owed": "checked",
    "pdu_graph": "graphs",
    "pdus": "lists",
    "predict": "predictions",
    "readings": "lists",
    "reasons": "checked",
    "reknocking": "today",
    "rule": "cards",
    "rules": "decisions",
    "scopes": "checked",
    "silences": "maps",
    "source_map": "maps",
    "stack": "drawing.sheet",
    "table": "lists",
    "two_worlds": "worlds",
    "why": "decisions",
}

__all__ = [*_HOMES]  # noqa: PLE0604


def __getattr__(name: str) -> Any:
    """Load what is asked for when it is asked for, so that a chart needs no pandas and a table no graphviz."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}; it has {', '.join(__all__)}")
    return getattr(import_module(f".{_HOMES[name]}", __name__), name)
