"""What a report on the change of 2022 would have said: two editions in lock-step, and the class that follows.

Both editions are given the same events about one user in one room, and each keeps its own membership. Every run of any
length is covered, since there are only 25 pairs of memberships to come to.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from .compare import Transition, flipped
from .editions import EDITIONS, Edition
from .event import MemberEvent, every_event
from .rules import Rule, judge
from .terms import JoinRule, Membership

SERIOUSNESS = ("clarification", "feature", "breaking")
Pair = tuple[Membership, Membership]


@dataclass(frozen=True)
class Moment:
    """One event in both editions: the same sender, content and room, each with its own membership of the user."""

    event: MemberEvent
    before: Rule
    after: Rule
    memberships: Pair

    @property
    def kind(self) -> str:
        """Of what class a change would be that did no more than this."""
        if self.before.outcome is self.after.outcome:
            return "clarification"
        return "breaking" if self.before.outcome == "accept" else "feature"


Run = tuple[Moment, ...]


@dataclass(frozen=True)
class Replay:
    """The report: what was declared, the changes that flipped, and for each class the shortest run that shows it."""

    before: Edition
    after: Edition
    flips: tuple[tuple[Transition, Transition], ...]
    runs: tuple[tuple[str, Run], ...]

    @property
    def computed(self) -> str:
        """The class that the behaviour has, which is that of the most serious run."""
        return max((kind for kind, _ in self.runs), key=SERIOUSNESS.index, default="clarification")

    @property
    def is_red(self) -> bool:
        """Whether the change is of a more serious class than was declared."""
        return SERIOUSNESS.index(self.computed) > SERIOUSNESS.index(self.after.declared or "clarification")

    @property
    def telling(self) -> Run:
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


def replay(before: str = "2021", after: str = "2022") -> Replay:
    """The report on the change from one edition to another, by their years."""
    return _replay(EDITIONS[before], EDITIONS[after])


@cache
def _replay(before: Edition, after: Edition) -> Replay:
    runs: dict[str, Run] = {}
    for join_rule in JoinRule:
        for run in _runs(before, after, join_rule):
            kind = run[-1].kind
            if kind not in runs or len(run) < len(runs[kind]):
                runs[kind] = run
    found = tuple((kind, runs[kind]) for kind in SERIOUSNESS[1:] if kind in runs)
    return Replay(before, after, tuple(flipped(before, after)), found)


def _runs(before: Edition, after: Edition, join_rule: JoinRule) -> Iterator[Run]:
    """A shortest run to each pair of memberships and one event more, shorter ones first; none has a first entry."""
    events = _about_one_user(join_rule)
    seen: dict[Pair, Run] = {(Membership.LEAVE, Membership.LEAVE): ()}
    waiting = list(seen)
    for pair in waiting:
        for event in events:
            moment = _moment(event, pair, before, after)
            run = (*seen[pair], moment)
            if moment.memberships not in seen:
                seen[moment.memberships] = run
                waiting.append(moment.memberships)
            if moment.kind != "clarification":
                yield run


@cache
def _about_one_user(join_rule: JoinRule) -> tuple[MemberEvent, ...]:
    """Every event in a room of that rule, once for all that the user may be; a user of higher rank keeps it."""
    return tuple(
        event
        for event in every_event()
        if event.join_rule is join_rule and event.user is Membership.LEAVE and not event.creators_first
    )


def _moment(event: MemberEvent, pair: Pair, before: Edition, after: Edition) -> Moment:
    one, other = (_as_held(event, user, edition) for user, edition in zip(pair, (before, after), strict=True))
    first, second = judge(one), judge(other)
    return Moment(event, first, second, (first.does(one), second.does(other)))


def _as_held(event: MemberEvent, user: Membership, edition: Edition) -> MemberEvent:
    """The event as one edition meets it, where the user has come to a membership of his own."""
    return replace(event, user=user, sender=user if event.by_himself else event.sender, reading=edition)
