"""What a tool that loads two versions of this package may rely on: the names here, under a number.

Rule 1: a tool that compares versions imports nothing of the model but this module, so that all else may be renamed.
        Of the values it reads only the fields that the trace files name.
Rule 2: a name that goes or comes to mean something else raises `INTERFACE`; a name more does not.
"""

from .actions import Action
from .cells import PLANS
from .directory import Directory, Inquiry
from .homeserver import HomeServer
from .messages import Envelope, Notice, StateUpdate
from .reading import READINGS, Reading, switches, values_of
from .receive import inquire, receive
from .room import Room
from .rows import Table, Verdict
from .rules import DIRECTORY_TABLES, HOME_SERVER_TABLES
from .situation import Reaction, Situation
from .stepping import Step, situation, step
from .terms import DIRECTORY
from .tracefile.codec import TraceError, from_json, to_json
from .world import NotEnabled, World

INTERFACE = 1

__all__ = [
    "DIRECTORY",
    "DIRECTORY_TABLES",
    "HOME_SERVER_TABLES",
    "INTERFACE",
    "PLANS",
    "READINGS",
    "Action",
    "Directory",
    "Envelope",
    "HomeServer",
    "Inquiry",
    "NotEnabled",
    "Notice",
    "Reaction",
    "Reading",
    "Room",
    "Situation",
    "StateUpdate",
    "Step",
    "Table",
    "TraceError",
    "Verdict",
    "World",
    "from_json",
    "inquire",
    "receive",
    "situation",
    "step",
    "switches",
    "to_json",
    "values_of",
]
