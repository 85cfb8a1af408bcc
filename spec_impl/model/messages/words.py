"""The closed lists of words that an answer can carry.

Nothing else may be said, so nothing else can leak.
"""

from enum import StrEnum


class Told(StrEnum):
    """The words an asker can hear; a closed list, so that nothing else can leak."""

    NO_SUCH_ROOM = "no such room"
    KNOCK_FIRST = "knock first"
    NOT_INVITED = "you are not invited"
    ALREADY_INVITED = "you are invited"
    ALREADY_MEMBER = "already a member"
    JOIN_DIRECTLY = "join without a knock"
    NO_KNOCKING = "this room takes no knocks"
    OUT_OF_DATE = "your request is out of date"
    NOBODY_TO_ASK = "there is no server to ask"
    NO_ANSWER = "no server answered"
    NOTHING_TO_END = "there is nothing to end"
    NAME_TAKEN = "that room exists already"


class Asking(StrEnum):
    """What a server asks another for; a refusal repeats it, so that it can be matched with its request."""

    JOIN = "join"
    ACCEPTANCE = "acceptance"
    KNOCK = "knock"
    FETCH = "fetch"
