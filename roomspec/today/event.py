"""One membership event as the rules see it: who sends it about whom, and the room that it is judged against."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import product

from .editions import TODAY, Edition
from .terms import Attached, JoinRule, Membership

NO_YES = (False, True)


@dataclass(frozen=True, kw_only=True)
class MemberEvent:
    """An event that would give a user another membership.

    Levels enter as the outcome of their comparison: whether the sender may invite, kick, ban, and outranks the user.
    """

    to: Membership
    user: Membership
    sender: Membership
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
            "to": self.to,
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


@cache
def every_event(edition: Edition = TODAY) -> tuple[MemberEvent, ...]:
    """Every situation there can be, the plain ones first; the creator's first join is sent by himself."""
    return (*_first_joins(edition), *_by_anybody(edition))


def _by_anybody(edition: Edition) -> Iterator[MemberEvent]:
    powers = tuple(product(NO_YES, repeat=4))
    for attached, to, user, join_rule in product(Attached, Membership, Membership, JoinRule):
        for (may_invite, may_kick, may_ban, outranks), other in product(powers, (None, *Membership)):
            if outranks and other is None:
                continue  # nobody outranks himself
            yield MemberEvent(
                to=to,
                user=user,
                sender=other or user,
                by_himself=other is None,
                join_rule=join_rule,
                attached=attached,
                may_invite=may_invite,
                may_kick=may_kick,
                may_ban=may_ban,
                outranks=outranks,
                reading=edition,
            )


def _first_joins(edition: Edition) -> Iterator[MemberEvent]:
    nobody = Membership.LEAVE
    for to in Membership:
        yield MemberEvent(
            to=to,
            user=nobody,
            sender=nobody,
            by_himself=True,
            join_rule=JoinRule.INVITE,
            creators_first=True,
            reading=edition,
        )
