"""Who may set which membership: the rules of room versions 11 and 12 for `m.room.member`, one table for each target.

An authorisation rule tells nobody anything, so no row has words to tell; what follows is the membership afterwards.
"""

from collections.abc import Callable

from spec_impl.rows import Outcome, Row, Table, always, looks_at

from .event import MemberEvent
from .sources import numbered
from .terms import Attached, JoinRule, Membership

Rule = Row[MemberEvent, Membership]
Guard = Callable[[MemberEvent], bool]
Under = tuple[str, tuple[str, ...]]
INVITED_MAY, INVITED_MAY_NOT = ("knock_when_invited", ("allowed",)), ("knock_when_invited", ("refused",))


def allow(cites: str, sentence: str, when: Guard, under: Under | None = None) -> Rule:
    """Write a row under which the event counts; `cites` are numbers of the published rules."""
    return Row(numbered(cites), sentence, Outcome.ACCEPT, when, lambda event: event.to, under=under)


def reject(cites: str, sentence: str, when: Guard) -> Rule:
    """Write a row under which the event does not count, and the membership stays."""
    return Row(numbered(cites), sentence, Outcome.REFUSE, when, lambda event: event.user)


@looks_at("Attached is {attached}.")
def voucher_is_not_signed(e: MemberEvent) -> bool:
    """The server of the member who is said to vouch has not signed."""
    return e.attached is Attached.UNSIGNED_VOUCHER


@looks_at("The event follows the creation of the room, or other events.")
def creators_first(e: MemberEvent) -> bool:
    """The event is the first one after the room's creation, and about its creator."""
    return e.creators_first


@looks_at("The sender is {sender}.")
def by_another(e: MemberEvent) -> bool:
    """Somebody else sends it."""
    return not e.by_himself


@looks_at("The sender is {sender}.")
def sender_is_not_joined(e: MemberEvent) -> bool:
    """The sender is no member."""
    return e.sender is not Membership.JOIN


@looks_at("The user is held as {user}.")
def banned(e: MemberEvent) -> bool:
    """The user is banned."""
    return e.user is Membership.BAN


@looks_at("The user is held as {user}; the join rule is {rule}.")
def invited_where_one_is_needed(e: MemberEvent) -> bool:
    """The user is invited or in, and the room goes by invitations or knocks."""
    return e.join_rule in (JoinRule.INVITE, JoinRule.KNOCK) and is_invited_or_in(e)


@looks_at("The user is held as {user}.")
def is_invited_or_in(e: MemberEvent) -> bool:
    """The user is invited or joined."""
    return e.user in (Membership.INVITE, Membership.JOIN)


@looks_at("The user is held as {user}; the join rule is {rule}.")
def invited_where_others_are_vouched_for(e: MemberEvent) -> bool:
    """The user is invited or in, and the room is a restricted one."""
    return e.join_rule.restricted and is_invited_or_in(e)


@looks_at("The join rule is {rule}; attached is {attached}.")
def nobody_able_vouches(e: MemberEvent) -> bool:
    """The room is a restricted one, and nobody who may invite is named."""
    return e.join_rule.restricted and e.attached is not Attached.VOUCHER


@looks_at("The join rule is {rule}.")
def restricted(e: MemberEvent) -> bool:
    """The room is a restricted one."""
    return e.join_rule.restricted


@looks_at("The join rule is {rule}.")
def public(e: MemberEvent) -> bool:
    """The room is public."""
    return e.join_rule is JoinRule.PUBLIC


@looks_at("Attached is {attached}; the user is held as {user}.")
def token_for_the_banned(e: MemberEvent) -> bool:
    """A token is brought for a banned user."""
    return e.attached.is_token and banned(e)


@looks_at("Attached is {attached}.")
def token_proves_nothing(e: MemberEvent) -> bool:
    """The token is malformed, another's, unknown to the room, or signed by none of its keys."""
    return e.attached is Attached.FALSE_PROOF


@looks_at("Attached is {attached}.")
def token_proves_itself(e: MemberEvent) -> bool:
    """The token is the user's, known to the room, and signed by one of its keys."""
    return e.attached is Attached.PROOF


@looks_at("The user is held as {user}.")
def is_in_or_banned(e: MemberEvent) -> bool:
    """The user is joined or banned."""
    return e.user in (Membership.JOIN, Membership.BAN)


@looks_at("The sender may {able}.")
def may_invite(e: MemberEvent) -> bool:
    """The sender's level is enough to invite."""
    return e.may_invite


@looks_at("The sender is {sender}; the user is held as {user}.")
def ends_his_own(e: MemberEvent) -> bool:
    """The user himself ends an invitation, a stay or a knock."""
    return e.by_himself and e.user in (Membership.INVITE, Membership.JOIN, Membership.KNOCK)


@looks_at("The sender is {sender}.")
def by_himself(e: MemberEvent) -> bool:
    """The user himself sends it."""
    return e.by_himself


@looks_at("The user is held as {user}; the sender may {able}.")
def unbans_without_the_level(e: MemberEvent) -> bool:
    """The user is banned, and the sender's level is not enough to ban."""
    return banned(e) and not e.may_ban


@looks_at("The sender may {able}, and {outranks} the user.")
def may_kick(e: MemberEvent) -> bool:
    """The sender's level is enough to kick, and above the user's."""
    return e.may_kick and e.outranks


@looks_at("The sender may {able}, and {outranks} the user.")
def may_ban(e: MemberEvent) -> bool:
    """The sender's level is enough to ban, and above the user's."""
    return e.may_ban and e.outranks


@looks_at("The join rule is {rule}.")
def takes_no_knocks(e: MemberEvent) -> bool:
    """The room's rule is none of the two that take knocks."""
    return e.join_rule not in (JoinRule.KNOCK, JoinRule.KNOCK_RESTRICTED)


@looks_at("The user is held as {user}.")
def is_out(e: MemberEvent) -> bool:
    """The user is neither invited, nor in, nor banned."""
    return e.user not in (Membership.INVITE, Membership.JOIN, Membership.BAN)


@looks_at("The user is held as {user}.")
def is_not_in(e: MemberEvent) -> bool:
    """The user is neither in nor banned."""
    return e.user not in (Membership.JOIN, Membership.BAN)


SIGNED = reject("5.2.1", "A member who is said to vouch has to have it signed by his server.", voucher_is_not_signed)
NOT_A_MEMBER = "Only a member acts on others."

# fmt: off
JOIN = Table("join", "An event that lets a user in", (
    SIGNED,
    allow("5.3.1", "The creator enters first, right after the room was made.", creators_first),
    reject("5.3.2", "Nobody joins for another.", by_another),
    reject("5.3.3", "The banned stay out.", banned),
    allow("5.3.4", "Where one is invited or has to knock, the invited enter and members stay.",
        invited_where_one_is_needed),
    allow("5.3.5.1", "In a restricted room too, the invited enter and members stay.",
        invited_where_others_are_vouched_for),
    reject("5.3.5.2", "Anyone else needs somebody who may invite to vouch there.", nobody_able_vouches),
    allow("5.3.5.3", "With such a voucher the user enters.", restricted),
    allow("5.3.6", "Anyone enters a public room.", public),
    reject("5.3.7", "Any other join is refused, as in a private room.", always),
))

INVITE = Table("invite", "An event that invites a user", (
    SIGNED,
    reject("5.4.1.1", "No token invites the banned.", token_for_the_banned),
    reject("5.4.1.2 5.4.1.3 5.4.1.4 5.4.1.5 5.4.1.6 5.4.1.8",
        "A token has to be well formed, the user's, known to the room and signed.", token_proves_nothing),
    allow("5.4.1.7", "A token that proves itself invites.", token_proves_itself),
    reject("5.4.2", NOT_A_MEMBER, sender_is_not_joined),
    reject("5.4.3", "Neither members nor the banned are invited.", is_in_or_banned),
    allow("5.4.4", "A member whose level is enough invites.", may_invite),
    reject("5.4.5", "Any other invitation is refused.", always),
))

LEAVE = Table("leave", "An event that ends a membership", (
    SIGNED,
    allow("5.5.1", "A user declines, goes, or takes a knock back.", ends_his_own),
    reject("5.5.1", "Who has nothing of the kind can end nothing.", by_himself),
    reject("5.5.2", NOT_A_MEMBER, sender_is_not_joined),
    reject("5.5.3", "Lifting a ban takes the level to ban.", unbans_without_the_level),
    allow("5.5.4", "A member of higher rank whose level is enough removes others.", may_kick),
    reject("5.5.5", "Anyone else removes nobody.", always),
))

BAN = Table("ban", "An event that bans a user", (
    SIGNED,
    reject("5.6.1", NOT_A_MEMBER, sender_is_not_joined),
    allow("5.6.2", "A member of higher rank whose level is enough bans.", may_ban),
    reject("5.6.3", "Anyone else bans nobody.", always),
))

KNOCK = Table("knock", "An event by which a user knocks", (
    SIGNED,
    reject("5.7.1", "One knocks only where the join rule says so.", takes_no_knocks),
    reject("5.7.2", "Nobody knocks for another.", by_another),
    allow("5.7.3", "Who is neither invited, nor in, nor banned may knock.", is_out, INVITED_MAY_NOT),
    allow("5.7.3", "Who is neither in nor banned may knock, the invited too.", is_not_in, INVITED_MAY),
    reject("5.7.4", "Any other knock is refused.", always),
))
# fmt: on

TABLES: dict[Membership, Table[MemberEvent, Membership]] = {
    Membership.INVITE: INVITE,
    Membership.JOIN: JOIN,
    Membership.LEAVE: LEAVE,
    Membership.BAN: BAN,
    Membership.KNOCK: KNOCK,
}
"""Which table judges an event, by the membership that it would give."""


def judge(event: MemberEvent) -> Rule:
    """The row that decides about an event."""
    return TABLES[event.to].deciding(event)[1]


def allowed(event: MemberEvent) -> bool:
    """Whether the rules let the event count."""
    return judge(event).outcome is Outcome.ACCEPT
