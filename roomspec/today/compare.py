"""The 5 x 5 table computed from the rules, by asking every situation, and where it contradicts the published one."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from spec_impl.rows import Outcome

from .editions import TODAY, Edition
from .event import MemberEvent, every_event
from .published import NEVER, PUBLISHED
from .rules import Rule, judge
from .terms import Membership


@dataclass(frozen=True)
class Transition:
    """One change of membership: what the table says of it, and what the rules say in every situation."""

    before: Membership
    after: Membership
    published: str
    judged: tuple[tuple[MemberEvent, Rule], ...]

    @property
    def granted(self) -> tuple[tuple[MemberEvent, Rule], ...]:
        """The situations in which the rules let it happen, with the row that says so."""
        return tuple((event, rule) for event, rule in self.judged if rule.outcome is Outcome.ACCEPT)

    @property
    def contradicts(self) -> bool:
        """Whether the table rules out what the rules allow, or gives a meaning to what they never do."""
        return (self.published == NEVER) is bool(self.granted)

    @property
    def who(self) -> tuple[str, ...]:
        """Who can bring it about: the user himself, somebody else, or nobody."""
        senders = {event.by_himself for event, _ in self.granted}
        return tuple(word for himself, word in ((True, "himself"), (False, "another")) if himself in senders)

    @property
    def through(self) -> tuple[str, ...]:
        """The numbers of the rules that let it happen or, where none does, of the last ones that refuse it."""
        rules = self.granted or self._most_willing()
        return tuple(sorted({number for _, rule in rules for number in rule.cites}))

    def _most_willing(self) -> tuple[tuple[MemberEvent, Rule], ...]:
        """The refusals of the latest rule: no event of this change gets past it."""
        latest = max(rule.cites for _, rule in self.judged)
        return tuple((event, rule) for event, rule in self.judged if rule.cites == latest)


@cache
def transitions(edition: Edition = TODAY) -> tuple[Transition, ...]:
    """All 25 changes, row by row of the published table."""
    judged: dict[tuple[Membership, Membership], list[tuple[MemberEvent, Rule]]] = {pair: [] for pair in PUBLISHED}
    for event in every_event(edition):
        judged[event.user, event.to].append((event, judge(event)))
    return tuple(Transition(*pair, PUBLISHED[pair], tuple(found)) for pair, found in judged.items())


def contradictions(edition: Edition = TODAY) -> tuple[Transition, ...]:
    """The changes of which table and rules say the opposite."""
    return tuple(change for change in transitions(edition) if change.contradicts)


def flipped(before: Edition, after: Edition) -> Iterator[tuple[Transition, Transition]]:
    """The changes that one edition allows in some situation and the other in none, each as both have it."""
    for one, other in zip(transitions(before), transitions(after), strict=True):
        if bool(one.granted) is not bool(other.granted):
            yield one, other
