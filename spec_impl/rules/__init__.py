"""The rules of the workflow, one module for each part of it and one ordered table for each kind of request.

`discovery` finds rooms, `invitation` and `acceptance` bring the invited in, `public_join` everybody else, `knock` asks
first, `endings` is every way out, `room_state` is the room itself, `fetch` asks for proofs, `candidates` walks a list.
What they share: `table` has the words that rows are written with, `guards` what more than one table asks, `register`
what every rule does to a register in the same way. Which table judges a message follows from the kind that the table
names; a kind of message that no table names is refused here, at once and by its name.
"""

from typing import Any, get_args

from ..messages import Asking, OnTheWire, Refusal
from ..rows import Table
from ..situation import DirectoryReaction, Incoming, Inquiry
from ..wanted import ByName, WrongUse, brief
from .acceptance import ACCEPT, ACCEPTANCE
from .candidates import NO_ANSWER, REFUSAL, RESTART
from .discovery import BROWSE, DIRECTORY_ANSWER, FIND, NAME_PUBLISHED, NAME_QUERY, SEARCH
from .endings import DECLINE, DENY, ENDING, LEAVE, REVOKE, WITHDRAW
from .fetch import FETCH_PDU, FETCH_REFUSED, PDU_ANSWER
from .invitation import INVITATION, INVITE
from .knock import KNOCK, KNOCK_PLACED, KNOCK_REQUEST
from .public_join import GRANT, JOIN, JOIN_REQUEST
from .room_state import CREATE, SET_JOIN_MODE, STATE_UPDATE
from .table import Rules

DIRECTORY_TABLES: tuple[Table[Inquiry, DirectoryReaction], ...] = (NAME_QUERY, SEARCH, NAME_PUBLISHED)


def _judging(kind: type[Incoming], tables: tuple[Rules, ...]) -> tuple[Rules, ...]:
    """The tables that name a kind; the directory judges its own. Raises `LookupError` where a kind has none."""
    found = tuple(table for table in tables if table.kind is kind)
    if not found and not (issubclass(kind, OnTheWire) and kind.is_for_the_directory):
        raise LookupError(f"no table judges {kind.__name__}: write one in rules/, with kind={kind.__name__}")
    return found


_WRITTEN = tuple(table for table in tuple(globals().values()) if isinstance(table, Rules))

HOME_SERVER_TABLES: tuple[Rules, ...] = tuple(
    table for kind in get_args(Incoming) for table in _judging(kind, _WRITTEN)
)
"""Every table of a home server, in the order of the kinds."""

_TABLE_OF = {table.kind: table for table in reversed(HOME_SERVER_TABLES)}

_ALL: tuple[Table[Any, Any], ...] = (*HOME_SERVER_TABLES, *DIRECTORY_TABLES)
TABLES = ByName("table", {table.name: table for table in _ALL})
"""Every table by its name."""


def table_for(message: Incoming) -> Rules:
    """The table that decides about a message at a home server; a refusal goes by what was asked for."""
    if isinstance(message, Refusal) and message.asking is Asking.FETCH:
        return FETCH_REFUSED
    if type(message) not in _TABLE_OF:
        raise WrongUse(f"no table judges {brief(message)}: a command or a message is wanted, such as Leave(room)")
    return _TABLE_OF[type(message)]
