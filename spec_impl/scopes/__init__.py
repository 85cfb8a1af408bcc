"""The named scopes, by size: `TINY` is done in milliseconds, `SMALL` in seconds, `FULL` in minutes."""

from . import full, hidden, small, tiny
from .scope import Scope, gives, with_hidden_room, with_tea_room

TINY: tuple[Scope, ...] = (*tiny.TINY, *hidden.HIDDEN_TINY)
SMALL: tuple[Scope, ...] = (*small.SMALL, *hidden.HIDDEN_SMALL)

FULL: tuple[Scope, ...] = full.FULL

GROUPS: dict[str, tuple[Scope, ...]] = {"tiny": TINY, "small": SMALL, "full": FULL, "all": (*TINY, *SMALL, *FULL)}
"""Scopes by size."""

SCOPES = {scope.name: scope for scope in GROUPS["all"]}
"""Every scope by its name."""

__all__ = ["FULL", "GROUPS", "SCOPES", "SMALL", "TINY", "Scope", "gives", "with_hidden_room", "with_tea_room"]
