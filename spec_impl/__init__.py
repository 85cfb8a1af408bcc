"""The room-join workflow of 2014 as a specification that runs: its words, rules, claims and small worlds.

Rule 1: standard library only, and nothing of `roomspec`, which is what looks at a specification.
Rule 2: states are frozen, sorted and free of clocks, so that equal worlds have equal `repr` under every hash seed.
Rule 3: what a server decides stands in an ordered table under `rules/`, and nowhere else.
"""

from .actions import Action, Allowed, Crash, Cut, Deliver, Fault, Give, GiveUp, Heal, Lose, Post, Repeat, Spread
from .commands import (
    Accept,
    Browse,
    Command,
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
from .messages import (
    Acceptance,
    Asking,
    DirectoryAnswer,
    DirectoryQuery,
    Ending,
    Envelope,
    FetchPdu,
    Grant,
    Invitation,
    JoinRequest,
    KnockPlaced,
    KnockRequest,
    Listing,
    NamePublished,
    NoAnswer,
    PduAnswer,
    Refusal,
    Restart,
    StateUpdate,
    Told,
    WireMessage,
)
from .notices import (
    CommandRefused,
    InvitationShown,
    Joined,
    JoinRefused,
    KnockSeen,
    MembershipChanged,
    ModeChanged,
    NothingFound,
    Notice,
    RoomFound,
)
from .reading import COMPLETED, LITERAL_2014, READINGS, Reading
from .rows import why
from .stepping import Step, enabled, is_quiet, receive, step
from .terms import Entry, JoinMode, Membership, PduId, RoomAlias, RoomId, ServerName, UserId
from .trace import Trace
from .world import Directory, NamedRoom, NotEnabled, World
