"""Who may set which membership: the rules of room versions 11 and 12 for `m.room.member`, one table for each target.

Words, sources, editions and the event come first, then what a row may ask, then the rows. An authorisation rule tells
nobody anything, so no row has words to tell; what follows is the membership afterwards. Of the specification of 2014
only the machinery of rows is used, and every row says in our own words what stands under the published number.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from itertools import product
from typing import Any, Literal

from spec_impl.rows import Outcome, Row, Table, always
from spec_impl.wanted import ByName


class MembershipToday(StrEnum):
    """How a user stands to a room; whoever was never in it counts as having left."""

    INVITE = "invite"
    JOIN = "join"
    LEAVE = "leave"
    BAN = "ban"
    KNOCK = "knock"


INVITED, IN, OUT, BANNED, KNOCKING = MembershipToday


class JoinRule(StrEnum):
    """Who may enter; `private` is reserved and nothing says more of it."""

    PUBLIC = "public"
    KNOCK = "knock"
    INVITE = "invite"
    RESTRICTED = "restricted"
    KNOCK_RESTRICTED = "knock_restricted"
    PRIVATE = "private"


class Attached(StrEnum):
    """What an event brings along beside the membership; a token claims to invite an address outside Matrix."""

    NOTHING = "nothing"
    PROOF = "a third-party token that proves itself"
    FALSE_PROOF = "a third-party token that proves nothing"
    VOUCHER = "the name of a member who may invite, signed"
    IDLE_VOUCHER = "the name of somebody who may not invite, signed"
    UNSIGNED_VOUCHER = "the name of a member, not signed"


AUTH_RULES = (
    "https://github.com/matrix-org/matrix-spec/blob/398b8b334d3527a82b1839fce89a218fb1a609d6/content/rooms/v12.md"
)
"""Where they were read: room version 12, authorization rules, 5. In version 11 their numbers begin with 4."""

RULE_COUNTS = {"5.2": 1, "5.3": 7, "5.3.5": 3, "5.4": 5, "5.4.1": 8, "5.5": 5, "5.6": 3, "5.7": 4}
"""How many rules stand under each number; 5.1 and 5.8 ask for a well-formed event, and here every event is."""

_EVERY_NUMBER = (f"{head}.{n}" for head, count in RULE_COUNTS.items() for n in range(1, count + 1))
RULE_NUMBERS = tuple(number for number in _EVERY_NUMBER if number not in RULE_COUNTS)


def numbered(text: str) -> tuple[str, ...]:
    """The rules in a citation such as "5.3.2 5.3.3", each of them published; what `cited` is for the text of 2014."""
    for number in text.split():
        if number not in RULE_NUMBERS:
            raise LookupError(f"room version 12 has no membership rule {number!r}; there are {', '.join(RULE_NUMBERS)}")
    return tuple(text.split())


@dataclass(frozen=True)
class Edition:
    """One published wording of the rules, and the change that brought it, under the name that its authors gave it.

    The texts differ in whether an invited user may knock. An edition takes the place that a reading has in the rules
    of 2014: it decides which rows there are.
    """

    name: str
    knock_when_invited: Literal["refused", "allowed"]
    brought_by: str
    declared: str = ""

    def takes(self, switch: str, *values: str) -> bool:
        """Whether its switch stands at one of the values."""
        return getattr(self, switch) in values


ALLOWED = "matrix-spec-proposals#3730 (table, May), matrix-spec#1175 (rules, August)"
_EDITIONS = (
    Edition("2021", "refused", "MSC2403, room version 7"),
    Edition("2022", "allowed", ALLOWED, declared="clarification"),
    Edition("2024", "refused", "matrix-spec#1717 (rules only, February)", declared="clarification"),
)
EDITIONS = ByName("edition", {edition.name: edition for edition in _EDITIONS})
"""The three texts by the year in which each came; the last one still stands."""

TODAY = EDITIONS["2024"]


@dataclass(frozen=True, kw_only=True)
class MemberEvent:
    """An event that would give a user another membership: who sends it about whom, and what it is judged against.

    Levels enter as the outcome of their comparison: whether the sender may invite, kick, ban, and outranks the user.
    """

    to: MembershipToday
    user: MembershipToday
    sender: MembershipToday
    by_himself: bool
    join_rule: JoinRule
    attached: Attached = Attached.NOTHING
    may_invite: bool = False
    may_kick: bool = False
    may_ban: bool = False
    outranks: bool = False
    creators_first: bool = False
    reading: Edition = TODAY

    def facts(self) -> dict[str, str]:
        """What the guards looked at, in words."""
        able = (("invite", self.may_invite), ("kick", self.may_kick), ("ban", self.may_ban))
        return {
            "user": self.user,
            "sender": "the user himself" if self.by_himself else f"somebody else, {self.sender}",
            "rule": self.join_rule,
            "attached": self.attached,
            "able": " and ".join(word for word, may in able if may) or "do none of it",
            "outranks": "outranks" if self.outranks else "does not outrank",
        }

    def __str__(self) -> str:
        said = f"{self.user} → {self.to} by {self.facts()['sender']}, join rule {self.join_rule}"
        return said if self.attached is Attached.NOTHING else f"{said}, with {self.attached}"


POWERS = ("may_invite", "may_kick", "may_ban", "outranks")


@cache
def every_event(edition: Edition = TODAY) -> tuple[MemberEvent, ...]:
    """Every situation there can be, the plain ones first; the creator's first join is sent by himself."""
    plain = MemberEvent(to=OUT, user=OUT, sender=OUT, by_himself=True, join_rule=JoinRule.INVITE, reading=edition)
    found = [replace(plain, to=to, creators_first=True) for to in MembershipToday]
    able: list[dict[str, Any]] = [
        dict(zip(POWERS, may, strict=True)) for may in product((False, True), repeat=len(POWERS))
    ]
    for attached, to, user, join_rule in product(Attached, MembershipToday, MembershipToday, JoinRule):
        event = replace(plain, to=to, user=user, join_rule=join_rule, attached=attached)
        for may, other in product(able, (None, *MembershipToday)):
            if other or not may["outranks"]:  # nobody outranks himself
                found.append(replace(event, sender=other or user, by_himself=other is None, **may))
    return tuple(found)


@dataclass(frozen=True)
class Condition:
    """What a row asks of an event, and in words what it looks at; `one & other` asks for both."""

    looks: str
    holds: Callable[[MemberEvent], bool]

    def __call__(self, event: MemberEvent) -> bool:
        """Whether the event is so."""
        return self.holds(event)

    def __and__(self, other: "Condition") -> "Condition":
        return Condition(f"{self.looks}; {other.looks}", lambda e: self(e) and other(e))

    @property
    def looks_at(self) -> str:
        """The sentence of facts that `why` fills in."""
        return f"{self.looks[0].upper()}{self.looks[1:]}."


def held_as(*memberships: MembershipToday) -> Condition:
    """The user has one of these memberships."""
    return Condition("the user is held as {user}", lambda e: e.user in memberships)


def where(*join_rules: JoinRule) -> Condition:
    """The room goes by one of these rules."""
    return Condition("the join rule is {rule}", lambda e: e.join_rule in join_rules)


def bringing(*things: Attached) -> Condition:
    """The event brings one of these along."""
    return Condition("attached is {attached}", lambda e: e.attached in things)


RESTRICTED = where(JoinRule.RESTRICTED, JoinRule.KNOCK_RESTRICTED)
NO_VOUCHER = bringing(*(each for each in Attached if each is not Attached.VOUCHER))
NO_KNOCKS = where(*(each for each in JoinRule if each not in (JoinRule.KNOCK, JoinRule.KNOCK_RESTRICTED)))
CREATORS_FIRST = Condition("the event follows the creation of the room, or other events", lambda e: e.creators_first)
BY_HIMSELF = Condition("the sender is {sender}", lambda e: e.by_himself)
BY_ANOTHER = Condition("the sender is {sender}", lambda e: not e.by_himself)
BY_NO_MEMBER = Condition("the sender is {sender}", lambda e: e.sender is not IN)
MAY_INVITE = Condition("the sender may {able}", lambda e: e.may_invite)
MAY_NOT_BAN = Condition("the sender may {able}", lambda e: not e.may_ban)
MAY_KICK = Condition("the sender may {able}, and {outranks} the user", lambda e: e.may_kick and e.outranks)
MAY_BAN = Condition("the sender may {able}, and {outranks} the user", lambda e: e.may_ban and e.outranks)

MemberRule = Row[MemberEvent, MembershipToday]


def allow(cites: str, sentence: str, when: Callable[[MemberEvent], bool], under: str = "") -> MemberRule:
    """Write a row under which the event counts; `under` is the word of the editions on knocks that have the row."""
    only = ("knock_when_invited", (under,)) if under else None
    return Row(numbered(cites), sentence, Outcome.ACCEPT, when, lambda event: event.to, under=only)


def reject(cites: str, sentence: str, when: Callable[[MemberEvent], bool]) -> MemberRule:
    """Write a row under which the event does not count, and the membership stays."""
    return Row(numbered(cites), sentence, Outcome.REFUSE, when, lambda event: event.user)


SIGNED = reject("5.2.1", "A member who is said to vouch has to have it signed by his server.",
    bringing(Attached.UNSIGNED_VOUCHER))  # fmt: skip
NOT_A_MEMBER = "Only a member acts on others."

# fmt: off
JOIN_RULES = Table("join", "An event that lets a user in", (
    SIGNED,
    allow("5.3.1", "The creator enters first, right after the room was made.", CREATORS_FIRST),
    reject("5.3.2", "Nobody joins for another.", BY_ANOTHER),
    reject("5.3.3", "The banned stay out.", held_as(BANNED)),
    allow("5.3.4", "Where one is invited or has to knock, the invited enter and members stay.",
        held_as(INVITED, IN) & where(JoinRule.INVITE, JoinRule.KNOCK)),
    allow("5.3.5.1", "In a restricted room too, the invited enter and members stay.",
        held_as(INVITED, IN) & RESTRICTED),
    reject("5.3.5.2", "Anyone else needs somebody who may invite to vouch there.", RESTRICTED & NO_VOUCHER),
    allow("5.3.5.3", "With such a voucher the user enters.", RESTRICTED),
    allow("5.3.6", "Anyone enters a public room.", where(JoinRule.PUBLIC)),
    reject("5.3.7", "Any other join is refused, as in a private room.", always),
))

INVITE_RULES = Table("invite", "An event that invites a user", (
    SIGNED,
    reject("5.4.1.1", "No token invites the banned.", bringing(Attached.PROOF, Attached.FALSE_PROOF) & held_as(BANNED)),
    reject("5.4.1.2 5.4.1.3 5.4.1.4 5.4.1.5 5.4.1.6 5.4.1.8",
        "A token has to be well formed, the user's, known to the room and signed.", bringing(Attached.FALSE_PROOF)),
    allow("5.4.1.7", "A token that proves itself invites.", bringing(Attached.PROOF)),
    reject("5.4.2", NOT_A_MEMBER, BY_NO_MEMBER),
    reject("5.4.3", "Neither members nor the banned are invited.", held_as(IN, BANNED)),
    allow("5.4.4", "A member whose level is enough invites.", MAY_INVITE),
    reject("5.4.5", "Any other invitation is refused.", always),
))

LEAVE_RULES = Table("leave", "An event that ends a membership", (
    SIGNED,
    allow("5.5.1", "A user declines, goes, or takes a knock back.", BY_HIMSELF & held_as(INVITED, IN, KNOCKING)),
    reject("5.5.1", "Who has nothing of the kind can end nothing.", BY_HIMSELF),
    reject("5.5.2", NOT_A_MEMBER, BY_NO_MEMBER),
    reject("5.5.3", "Lifting a ban takes the level to ban.", held_as(BANNED) & MAY_NOT_BAN),
    allow("5.5.4", "A member of higher rank whose level is enough removes others.", MAY_KICK),
    reject("5.5.5", "Anyone else removes nobody.", always),
))

BAN_RULES = Table("ban", "An event that bans a user", (
    SIGNED,
    reject("5.6.1", NOT_A_MEMBER, BY_NO_MEMBER),
    allow("5.6.2", "A member of higher rank whose level is enough bans.", MAY_BAN),
    reject("5.6.3", "Anyone else bans nobody.", always),
))

KNOCK_RULES = Table("knock", "An event by which a user knocks", (
    SIGNED,
    reject("5.7.1", "One knocks only where the join rule says so.", NO_KNOCKS),
    reject("5.7.2", "Nobody knocks for another.", BY_ANOTHER),
    allow("5.7.3", "Who is neither invited, nor in, nor banned may knock.", held_as(OUT, KNOCKING), under="refused"),
    allow("5.7.3", "Who is neither in nor banned may knock, the invited too.",
        held_as(OUT, KNOCKING, INVITED), under="allowed"),
    reject("5.7.4", "Any other knock is refused.", always),
))
# fmt: on

TABLES_TODAY = (INVITE_RULES, JOIN_RULES, LEAVE_RULES, BAN_RULES, KNOCK_RULES)
RULES_FOR = {MembershipToday(table.name): table for table in TABLES_TODAY}
"""Which table judges an event, by the membership that it would give."""


def judge(event: MemberEvent) -> MemberRule:
    """The row that decides about an event."""
    return RULES_FOR[event.to].deciding(event)[1]


def allowed(event: MemberEvent) -> bool:
    """Whether the rules let the event count."""
    return judge(event).outcome is Outcome.ACCEPT
