"""Why a server decided as it did: a closed list that stays inside the server, apart from what the asker is told."""

from enum import StrEnum


class Reason(StrEnum):
    """The internal reason of a verdict."""

    ALREADY_INVITED = "ALREADY_INVITED"
    ALREADY_MEMBER = "ALREADY_MEMBER"
    HIDDEN_NAME = "HIDDEN_NAME"
    MUST_KNOCK = "MUST_KNOCK"
    NAME_TAKEN = "NAME_TAKEN"
    NOT_ASKED = "NOT_ASKED"
    NOT_A_MEMBER = "NOT_A_MEMBER"
    NOT_DISCOVERED = "NOT_DISCOVERED"
    NOT_HELD = "NOT_HELD"
    NOT_INVITED = "NOT_INVITED"
    NOT_IN_FORCE = "NOT_IN_FORCE"
    NOT_KNOCKABLE = "NOT_KNOCKABLE"
    NOT_NEWS = "NOT_NEWS"
    NOT_THE_INVITEE = "NOT_THE_INVITEE"
    NOT_YOUR_USER = "NOT_YOUR_USER"
    NO_CANDIDATE = "NO_CANDIDATE"
    NO_RULE = "NO_RULE"
    NOTHING_TO_END = "NOTHING_TO_END"
    OUT_OF_DATE = "OUT_OF_DATE"
    PROOF_NOT_SEEN = "PROOF_NOT_SEEN"
    UNAWARE = "UNAWARE"
    UNKNOWN_NAME = "UNKNOWN_NAME"
    WAITING_TO_ENTER = "WAITING_TO_ENTER"
