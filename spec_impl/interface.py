"""What a tool that loads two versions of this package may rely on: the names here, under a number.

Rule 1: a tool that compares versions imports nothing of the model but this module, so that all else may be renamed.
        Of the values it reads only the fields that the trace files name.
Rule 2: a name that goes or comes to mean something else raises `INTERFACE`; a name more does not.
"""

from .actions import Action
from .cells import PLANS
from .messages import Envelope, StateUpdate
from .notices import Notice
from .reading import READINGS, Reading, switches, values_of
from .room import Room
from .rows import Table, Verdict
from .rules import DIRECTORY_TABLES, HOME_SERVER_TABLES
from .situation import Inquiry, Reaction, Situation
from .stepping import Step, inquire, receive, situation, step
from .terms import DIRECTORY
from .tracefile.codec import from_json, to_json
from .tracefile.shapes import TraceError
from .world import Directory, HomeServer, NotEnabled, World

INTERFACE = 2
