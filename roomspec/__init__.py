"""The workbench around the specification `spec_impl`: what searches it, shows it, and compares two versions of it.

Rule 1: nothing is imported here; a name is loaded when it is asked for, so that what is not used costs nothing.
Rule 2: a notebook imports from `roomspec`, `spec_impl` and `spec_impl.rules`, and no deeper; what it needs of the parts
below, besides the figures of `roomspec.show`, is listed here with its home.
"""

from importlib import import_module
from typing import Any

__version__ = "0.1.0"

_HOMES = {
    "Asked": "roomspec.change.compare",
    "ALICE": "spec_impl.cast",
    "BOB": "spec_impl.cast",
    "CAROL": "spec_impl.cast",
    "CLAIMS": "spec_impl.claims",
    "Edit": "roomspec.change.judge",
    "FIRST_WORDINGS": "spec_impl.claims",
    "Limits": "roomspec.search",
    "MALLORY": "spec_impl.cast",
    "NotShared": "roomspec.show.stepper.sharing",
    "Over": "spec_impl.claims",
    "RANKS": "roomspec.change.judge",
    "Reason": "spec_impl.rules.table",
    "SCOPES": "spec_impl.scopes",
    "Scope": "spec_impl.scopes",
    "SpotTheLeak": "roomspec.show.exercises.leak",
    "TEA": "spec_impl.cast",
    "TINY": "spec_impl.scopes",
    "WITNESSES": "spec_impl.claims",
    "answer_lines": "roomspec.conform",
    "answer_words": "roomspec.show.words",
    "balance": "roomspec.search",
    "catalogue": "roomspec.show.exercises",
    "check": "roomspec.search",
    "check_logs": "roomspec.conform",
    "command_words": "roomspec.show.words",
    "constant_answers": "roomspec.search",
    "figures": "roomspec.change",
    "fault_shown": "roomspec.conform.figures",
    "gives": "spec_impl.scopes",
    "handin": "roomspec.show.exercises.papers",
    "in_every_run": "spec_impl.claims.claim",
    "ledger_of": "roomspec.change.ledger",
    "log_of": "roomspec.conform",
    "log_shown": "roomspec.conform.figures",
    "log_text": "roomspec.conform",
    "logs_judged": "roomspec.conform.figures",
    "named": "spec_impl.claims",
    "not_looked_at": "spec_impl.scopes.hidden",
    "opened": "roomspec.show.stepper.sharing",
    "refuse": "spec_impl.rules.table",
    "row_gap": "roomspec.show.exercises.kinds",
    "shared": "roomspec.show.stepper.sharing",
    "switches": "spec_impl.reading",
    "table_without": "roomspec.show.exercises.kinds",
    "try_change": "roomspec.change.judge",
    "values_of": "spec_impl.reading",
    "with_hidden_room": "spec_impl.scopes",
    "with_tea_room": "spec_impl.scopes",
    "without": "roomspec.search",
}
_MODULES = ("catalogue", "figures")
"""What of it is a module, and so is loaded from its home and not found in it."""


def __getattr__(name: str) -> Any:
    """Load a name of the list from its home, when it is asked for."""
    if name not in _HOMES:
        raise AttributeError(
            f"module {__name__!r} has no attribute {name!r}; besides its parts it has {', '.join(_HOMES)}"
        )
    from .doors import door

    home = _HOMES[name]
    found = import_module(f"{home}.{name}") if name in _MODULES else getattr(import_module(home), name)
    return door(found)
