"""Situations at the directory: a name or a word is asked for, or a name is written."""

from ..cast import CAROL, TEA, TEA_NAME, A, M
from ..messages import DirectoryQuery, Listing, NamePublished
from ..reading import Reading
from ..situation import Inquiry
from ..terms import JoinMode, ServerName
from ..world import Directory, NamedRoom
from .plan import MODES, YES_NO, Plan, Values

KNOWN, LISTED = "the name is known", "the room is listed"
AXES = {"mode": MODES, KNOWN: YES_NO, LISTED: YES_NO}


def _directory(values: Values) -> Directory:
    named = NamedRoom(Listing(TEA_NAME, TEA, (A,)), JoinMode(values["mode"]), values[LISTED] == "yes", A, 2)
    return Directory((named,) if values[KNOWN] == "yes" else ())


def _asks_for_the_name(values: Values, reading: Reading) -> Inquiry:
    return Inquiry(_directory(values), CAROL.server, DirectoryQuery(CAROL, TEA_NAME), reading)


def _searches(values: Values, reading: Reading) -> Inquiry:
    return Inquiry(_directory(values), CAROL.server, DirectoryQuery(CAROL, None, values["the word"]), reading)


def _writes(values: Values, reading: Reading) -> Inquiry:
    message = NamePublished(TEA_NAME, TEA, JoinMode.KNOCK, listed=True, depth=int(values["as of change"]), set_by=A)
    return Inquiry(_directory(values), ServerName(values["sent by"]), message, reading)


PLANS = {
    "name query": Plan(AXES, _asks_for_the_name),
    "search": Plan({**AXES, "the word": ("tea", "coffee")}, _searches),
    "name published": Plan({**AXES, "sent by": (A, M), "as of change": ("2", "1")}, _writes),
}
