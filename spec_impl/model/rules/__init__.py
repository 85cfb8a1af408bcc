"""The rules of the workflow, one module for each part of it and one ordered table for each kind of request.

`discovering` finds rooms, `inviting` and `accepting` bring the invited in, `joining` everybody else, `knocking` asks
first, `ending` is every way out, `hosting` is the room itself, `fetching` asks for proofs, `asking` walks a list.
"""

from ..directory import DirectoryReaction, Inquiry
from ..messages import (
    Accept,
    Acceptance,
    Browse,
    Create,
    Decline,
    Deny,
    DirectoryAnswer,
    Ending,
    FetchPdu,
    Find,
    Grant,
    Invitation,
    Invite,
    Join,
    JoinRequest,
    Knock,
    KnockPlaced,
    KnockRequest,
    Leave,
    NoAnswer,
    PduAnswer,
    Refusal,
    Restart,
    Revoke,
    SetJoinMode,
    StateUpdate,
    Withdraw,
)
from ..rows import Table
from .accepting import ACCEPT, ACCEPTANCE
from .asking import NO_ANSWER, REFUSAL, RESTART
from .discovering import BROWSE, DIRECTORY_ANSWER, FIND, NAME_PUBLISHED, NAME_QUERY, SEARCH
from .ending import DECLINE, DENY, ENDING, LEAVE, REVOKE, WITHDRAW
from .fetching import FETCH_PDU, FETCH_REFUSED, PDU_ANSWER
from .hosting import CREATE, SET_JOIN_MODE, STATE_UPDATE
from .inviting import INVITATION, INVITE
from .joining import GRANT, JOIN, JOIN_REQUEST
from .knocking import KNOCK, KNOCK_PLACED, KNOCK_REQUEST
from .writing import Rules

TABLE_FOR: dict[type, Rules] = {
    Create: CREATE,
    Find: FIND,
    Browse: BROWSE,
    DirectoryAnswer: DIRECTORY_ANSWER,
    Invite: INVITE,
    Invitation: INVITATION,
    Accept: ACCEPT,
    Acceptance: ACCEPTANCE,
    Join: JOIN,
    JoinRequest: JOIN_REQUEST,
    Grant: GRANT,
    Refusal: REFUSAL,
    NoAnswer: NO_ANSWER,
    Knock: KNOCK,
    KnockRequest: KNOCK_REQUEST,
    KnockPlaced: KNOCK_PLACED,
    Decline: DECLINE,
    Revoke: REVOKE,
    Withdraw: WITHDRAW,
    Deny: DENY,
    Leave: LEAVE,
    Ending: ENDING,
    SetJoinMode: SET_JOIN_MODE,
    StateUpdate: STATE_UPDATE,
    FetchPdu: FETCH_PDU,
    PduAnswer: PDU_ANSWER,
    Restart: RESTART,
}
"""Which table a home server asks, by the kind of message."""

HOME_SERVER_TABLES: tuple[Rules, ...] = (*TABLE_FOR.values(), FETCH_REFUSED)
DIRECTORY_TABLES: tuple[Table[Inquiry, DirectoryReaction], ...] = (NAME_QUERY, SEARCH, NAME_PUBLISHED)
