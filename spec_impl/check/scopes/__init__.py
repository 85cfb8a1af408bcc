"""The named scopes, by size: `TINY` is done in milliseconds, `SMALL` in seconds, `FULL` in minutes."""

from ..scope import Scope
from . import hidden, small, tiny

TINY: tuple[Scope, ...] = (*tiny.TINY, *hidden.HIDDEN_TINY)
SMALL: tuple[Scope, ...] = (*small.SMALL, *hidden.HIDDEN_SMALL)

GROUPS: dict[str, tuple[Scope, ...]] = {"tiny": TINY, "small": SMALL, "all": (*TINY, *SMALL)}
"""Scopes by size."""

SCOPES = {scope.name: scope for scope in (*TINY, *SMALL)}
"""Every scope by its name."""

__all__ = ["GROUPS", "SCOPES", "SMALL", "TINY", "Scope"]
