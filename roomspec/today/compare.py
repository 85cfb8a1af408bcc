"""The 5 x 5 table computed from the rules, where it contradicts the published one, and what a new edition changed.

The published table stands here as data, in our own words; it was written apart from the rules. No finding is typed in:
every situation is asked. Two editions run in lock-step: both are given the same events about one user in one room, and
each keeps its own membership. Every run of any length is covered, since there are only 25 pairs of memberships.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from spec_impl.rows import Outcome

from .rules import (
    BANNED,
    EDITIONS,
    IN,
    INVITED,
    KNOCKING,
    OUT,
    TODAY,
    Edition,
    JoinRule,
    MemberEvent,
    MemberRule,
    MembershipToday,
    every_event,
    judge,
)

TABLE_OF_CHANGES = (
    "https://github.com/matrix-org/matrix-spec/blob/0fe15e17f79cde7d14a92062fe04b9aafbfabf27/"
    "data/event-schemas/schema/m.room.member.yaml"
)
"""Where the published table was read: client-server API, `m.room.member`."""

NEVER = "must never happen"
_WORDS = {
    INVITED: ("no change", "joined", "declined, or revoked", "banned", "knocked again"),
    IN: (NEVER, "profile changed", "left, or kicked", "kicked and banned", NEVER),
    OUT: ("invited", "joined", "no change", "banned", "knocked"),
    BANNED: (NEVER, NEVER, "unbanned", "no change", NEVER),
    KNOCKING: ("knock accepted", NEVER, "taken back, or denied", "banned", "no change"),
}
PUBLISHED = {
    (before, after): words
    for before, line in _WORDS.items()
    for after, words in zip(MembershipToday, line, strict=True)
}
"""What the table says of each change, from a membership to another."""

KNOWN_AS = {
    (INVITED, KNOCKING): "matrix-spec#1142, #1710; the rules changed in #1175 and back in #1717",
    (KNOCKING, IN): "matrix-spec#2053, open; MSC4123, closed",
}
"""Where a contradiction has been reported; of one that is missing here we know no report."""

Pair = tuple[MembershipToday, MembershipToday]
SERIOUSNESS = ("clarification", "feature", "breaking")


@dataclass(frozen=True)
class Transition:
    """One change of membership: what the table says of it, and what the rules say in every situation."""

    before: MembershipToday
    after: MembershipToday
    published: str
    judged: tuple[tuple[MemberEvent, MemberRule], ...]

    @property
    def granted(self) -> tuple[tuple[MemberEvent, MemberRule], ...]:
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
        """The numbers of the rules that let it happen or, where none does, of the last one that refuses it."""
        if not self.granted:
            return max(rule.cites for _, rule in self.judged)
        return tuple(sorted({number for _, rule in self.granted for number in rule.cites}))


@cache
def transitions(edition: Edition = TODAY) -> tuple[Transition, ...]:
    """All 25 changes, row by row of the published table."""
    judged: dict[Pair, list[tuple[MemberEvent, MemberRule]]] = {pair: [] for pair in PUBLISHED}
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


@dataclass(frozen=True)
class Lockstep:
    """One event in both editions: the same sender, content and room, each with its own membership of the user."""

    event: MemberEvent
    before: MemberRule
    after: MemberRule
    memberships: Pair

    @property
    def kind(self) -> str:
        """Of what class a change would be that did no more than this."""
        if self.before.outcome is self.after.outcome:
            return "clarification"
        return "breaking" if self.before.outcome == "accept" else "feature"


LockstepRun = tuple[Lockstep, ...]


@dataclass(frozen=True)
class EditionReport:
    """What was declared, the changes that flipped, and for each class the shortest run that shows it."""

    before: Edition
    after: Edition
    flips: tuple[tuple[Transition, Transition], ...]
    runs: tuple[tuple[str, LockstepRun], ...]

    @property
    def computed(self) -> str:
        """The class that the behaviour has, which is that of the most serious run."""
        return max((kind for kind, _ in self.runs), key=SERIOUSNESS.index, default="clarification")

    @property
    def is_red(self) -> bool:
        """Whether the change is of a more serious class than was declared."""
        return SERIOUSNESS.index(self.computed) > SERIOUSNESS.index(self.after.declared or "clarification")

    @property
    def telling(self) -> LockstepRun:
        """The shortest run that shows the computed class."""
        return next((run for kind, run in self.runs if kind == self.computed), ())

    @property
    def sentence(self) -> str:
        """The verdict in one sentence."""
        verdict = "red" if self.is_red else "as declared"
        flips = ", ".join(f"{one.before} → {one.after}" for one, _ in self.flips) or "nothing"
        return (
            f"{verdict.capitalize()}: declared {self.after.declared or 'as nothing'}, computed {self.computed}; "
            f"from {self.before.name} to {self.after.name} {flips} flipped."
        )


@cache
def compare_editions(before: str = "2021", after: str = "2022") -> EditionReport:
    """The report that the change from one edition to another would have had, by their years."""
    one, other = EDITIONS[before], EDITIONS[after]
    shortest: dict[str, LockstepRun] = {}
    for run in (run for join_rule in JoinRule for run in _runs(one, other, join_rule)):
        kind = run[-1].kind
        if kind not in shortest or len(run) < len(shortest[kind]):
            shortest[kind] = run
    found = tuple((kind, shortest[kind]) for kind in SERIOUSNESS[1:] if kind in shortest)
    return EditionReport(one, other, tuple(flipped(one, other)), found)


def _runs(before: Edition, after: Edition, join_rule: JoinRule) -> Iterator[LockstepRun]:
    """A shortest run to each pair of memberships and one event more, shorter ones first; none has a first entry.

    Each event comes once for all that the user may be; a user of higher rank keeps it.
    """
    events = [e for e in every_event() if e.join_rule is join_rule and e.user is OUT and not e.creators_first]
    seen: dict[Pair, LockstepRun] = {(OUT, OUT): ()}
    waiting = list(seen)
    for pair in waiting:
        for event in events:
            one, other = (
                replace(event, user=user, sender=user if event.by_himself else event.sender, reading=edition)
                for user, edition in zip(pair, (before, after), strict=True)
            )
            first, second = judge(one), judge(other)
            moment = Lockstep(event, first, second, (first.does(one), second.does(other)))
            run = (*seen[pair], moment)
            if moment.memberships not in seen:
                seen[moment.memberships] = run
                waiting.append(moment.memberships)
            if moment.kind != "clarification":
                yield run
