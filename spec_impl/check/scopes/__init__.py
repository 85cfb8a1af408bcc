"""The named scopes, by size: `TINY` is done in milliseconds, `SMALL` in seconds, `FULL` in minutes."""

from ..scope import Scope
from . import hidden, small, tiny

TINY: tuple[Scope, ...] = (*tiny.TINY, *hidden.HIDDEN_TINY)
SMALL: tuple[Scope, ...] = (*small.SMALL, *hidden.HIDDEN_SMALL)

SCOPES = {scope.name: scope for scope in (*TINY, *SMALL)}
"""Every scope by its name."""

__all__ = ["SCOPES", "SMALL", "TINY", "Scope"]
