"""The named scopes, by size: `TINY` is done in milliseconds, `SMALL` in seconds, `FULL` in minutes.

`REVERSED` are the tiny and small ones once more with the servers' names in the opposite order, for whoever asks.
"""

from ..wanted import ByName
from .full import FULL
from .hidden import HIDDEN_SMALL, HIDDEN_TINY
from .late import TOO_LATE
from .people import PEOPLE_SMALL, PEOPLE_TINY
from .renamed import every_order, names_reversed
from .scope import Scope, gives, with_hidden_room, with_tea_room
from .small import AMONG_THREE, AMONG_TWO, WHATEVER_CAN_BE_SAID

TINY: tuple[Scope, ...] = (*AMONG_TWO, *PEOPLE_TINY, *HIDDEN_TINY)
SMALL: tuple[Scope, ...] = (
    *AMONG_THREE,
    *TOO_LATE,
    *PEOPLE_SMALL,
    *HIDDEN_SMALL,
    *WHATEVER_CAN_BE_SAID,
)

REVERSED = tuple(map(names_reversed, (*TINY, *SMALL)))

GROUPS: dict[str, tuple[Scope, ...]] = {
    "tiny": TINY,
    "small": SMALL,
    "reversed": REVERSED,
    "full": FULL,
    "all": (*TINY, *SMALL, *REVERSED, *FULL),
}
"""Scopes by size."""

SCOPES = ByName("scope", {scope.name: scope for scope in GROUPS["all"]})
"""Every scope by its name."""

__all__ = [
    "FULL",
    "GROUPS",
    "REVERSED",
    "SCOPES",
    "SMALL",
    "TINY",
    "Scope",
    "every_order",
    "gives",
    "with_hidden_room",
    "with_tea_room",
]
