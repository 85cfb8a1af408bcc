"""What people look at: sequence charts, tables, cards and the stepper.

Rule 1: a figure is one `text/html` value that says the same in a notebook nobody has trusted yet (see `sheet`).
Rule 2: the drawing modules take plain picture values, know no rule of the protocol and need the standard library alone.
Rule 3: nothing is imported here; a name is loaded from its home when it is asked for.
"""

from importlib import import_module
from typing import Any

_HOMES = {
    "Figure": "drawing.sheet",
    "LeakGame": "exercises.leak",
    "Stepper": "stepper.widget",
    "answers_table": "told",
    "cast": "lists",
    "cell_frame": "frames",
    "chart": "run",
    "claims": "checked",
    "clause_frame": "frames",
    "clause_table": "lists",
    "counterexample": "checked",
    "contradictions_today": "today",
    "decision": "decisions",
    "grid": "decisions",
    "members": "run",
    "membership_machine": "graphs",
    "membership_today": "today",
    "messages": "lists",
    "owed": "checked",
    "pdu_graph": "graphs",
    "pdus": "pdu",
    "predict": "predictions",
    "readings": "lists",
    "reasons": "checked",
    "reknocking": "today",
    "rule": "lists",
    "rules": "decisions",
    "scopes": "checked",
    "silences": "lists",
    "source_map": "lists",
    "stack": "drawing.sheet",
    "table": "drawing.tables:plain_table",
    "told_of_others": "told",
    "told_table": "told",
    "two_worlds": "worlds",
}

__all__ = [*_HOMES]  # noqa: PLE0604


def __getattr__(name: str) -> Any:
    """Load what is asked for when it is asked for, so that a chart needs no pandas and a table no graphviz."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}; it has {', '.join(__all__)}")
    home, _, name_there = _HOMES[name].partition(":")
    return getattr(import_module(f".{home}", __name__), name_there or name)
