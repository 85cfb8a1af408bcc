"""The named scopes, by size: `TINY` is done in milliseconds, `SMALL` in seconds, `FULL` in minutes."""

from .full import FULL
from .hidden import HIDDEN_SMALL, HIDDEN_TINY
from .late import TOO_LATE
from .people import PEOPLE_SMALL, PEOPLE_TINY
from .scope import Scope, gives, with_hidden_room, with_tea_room
from .small import AMONG_THREE, AMONG_TWO, NAMES_REVERSED, WHATEVER_CAN_BE_SAID

TINY: tuple[Scope, ...] = (*AMONG_TWO, *PEOPLE_TINY, *HIDDEN_TINY)
SMALL: tuple[Scope, ...] = (
    *AMONG_THREE,
    *TOO_LATE,
    *PEOPLE_SMALL,
    *NAMES_REVERSED,
    *HIDDEN_SMALL,
    *WHATEVER_CAN_BE_SAID,
)

GROUPS: dict[str, tuple[Scope, ...]] = {"tiny": TINY, "small": SMALL, "full": FULL, "all": (*TINY, *SMALL, *FULL)}
"""Scopes by size."""

SCOPES = {scope.name: scope for scope in GROUPS["all"]}
"""Every scope by its name."""

__all__ = ["FULL", "GROUPS", "SCOPES", "SMALL", "TINY", "Scope", "gives", "with_hidden_room", "with_tea_room"]
