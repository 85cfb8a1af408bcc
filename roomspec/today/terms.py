"""The words of today's membership events, in the spelling of the published specification."""

from enum import StrEnum


class Membership(StrEnum):
    """How a user stands to a room; whoever was never in it counts as having left."""

    INVITE = "invite"
    JOIN = "join"
    LEAVE = "leave"
    BAN = "ban"
    KNOCK = "knock"


class JoinRule(StrEnum):
    """Who may enter; `private` is reserved and nothing says more of it."""

    PUBLIC = "public"
    KNOCK = "knock"
    INVITE = "invite"
    RESTRICTED = "restricted"
    KNOCK_RESTRICTED = "knock_restricted"
    PRIVATE = "private"

    @property
    def restricted(self) -> bool:
        """Whether a member may vouch for who enters."""
        return self in (JoinRule.RESTRICTED, JoinRule.KNOCK_RESTRICTED)


class Attached(StrEnum):
    """What an event brings along beside the membership."""

    NOTHING = "nothing"
    PROOF = "a third-party token that proves itself"
    FALSE_PROOF = "a third-party token that proves nothing"
    VOUCHER = "the name of a member who may invite, signed"
    IDLE_VOUCHER = "the name of somebody who may not invite, signed"
    UNSIGNED_VOUCHER = "the name of a member, not signed"

    @property
    def is_token(self) -> bool:
        """Whether it claims to be an invitation to an address outside Matrix."""
        return self in (Attached.PROOF, Attached.FALSE_PROOF)
