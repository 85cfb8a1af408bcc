"""What people look at: sequence charts, tables, cards and the stepper.

Rule 1: a figure is one `text/html` value that says the same in a notebook nobody has trusted yet (see `sheet`).
Rule 2: the drawing modules take plain picture values, know no rule of the protocol and need wcwidth alone.
Rule 3: nothing is imported here; a name is loaded from its home when it is asked for.
"""

from importlib import import_module
from typing import Any

from ..doors import door

_HOMES = {
    name: home
    for home, names in {
        "checked": "claims counterexample owed reasons scopes",
        "decisions": "decision grid rules verdict",
        "drawing.legend": "legend",
        "drawing.sheet": "Figure stack",
        "drawing.tables": "table",
        "exercises.leak": "LeakGame",
        "frames": "cell_frame clause_frame finding_frame reading_frame trace_frame",
        "graphs": "membership_machine pdu_graph world_graph",
        "kept": "copies",
        "lists": "cast clause_table readings rule silences source_map",
        "pdu": "pdus",
        "predictions": "predict quiz",
        "run": "chart members",
        "walk": "Walk",
        "stepper.widget": "Stepper",
        "today": "contradictions_today membership_today reknocking",
        "told": "answers_table told_of_others told_table",
        "worlds": "two_worlds",
    }.items()
    for name in names.split()
}
"""Where each name is at home; there `table` is called `plain_table`, since much is a table."""

__all__ = sorted(_HOMES)  # noqa: PLE0605


def __getattr__(name: str) -> Any:
    """Load what is asked for when it is asked for, so that a chart needs no pandas and a table no graphviz."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}; it has {', '.join(__all__)}")
    return door(getattr(import_module(f".{_HOMES[name]}", __name__), "plain_table" if name == "table" else name))
