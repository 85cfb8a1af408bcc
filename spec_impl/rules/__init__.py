"""The rules of the workflow, one module for each part of it and one ordered table for each kind of request.

`discovering` finds rooms, `inviting` and `accepting` bring the invited in, `joining` everybody else, `knocking` asks
first, `ending` is every way out, `hosting` is the room itself, `fetching` asks for proofs, `asking` walks a list.
"""

from ..commands import (
    Accept,
    Browse,
    Create,
    Decline,
    Deny,
    Find,
    Invite,
    Join,
    Knock,
    Leave,
    Revoke,
    SetJoinMode,
    Withdraw,
)
from ..messages import (
    Acceptance,
    DirectoryAnswer,
    Ending,
    FetchPdu,
    Grant,
    Invitation,
    JoinRequest,
    KnockPlaced,
    KnockRequest,
    NoAnswer,
    PduAnswer,
    Refusal,
    Restart,
    StateUpdate,
)
from ..rows import Table
from ..situation import DirectoryReaction, Inquiry
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
