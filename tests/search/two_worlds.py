"""Concealment as it is defined: two worlds side by side, one with the room and one without, and one observer.

In every world that can be reached with the room, whatever happens next also happens in the same world without it: if
the outsider asked, both answer him alike; if not, neither tells him anything; and the two worlds still differ in
nothing but the room. This is the oracle for the search with owed answers, on the smallest scopes.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from roomspec.search import without
from spec_impl import Allowed, Deliver, Envelope, Give, GiveUp, Post, Reading, Spread, Step, World, enabled, step
from spec_impl.actions import Action
from spec_impl.scopes.scope import Scope

TOLD_APART = "told apart"


@dataclass(frozen=True)
class Two:
    """The world with the room, and the commands still to be given in it."""

    world: World
    left: tuple[Give, ...]


class TwoWorlds:
    """A scope with an outsider, whose server is a real one here: what is sent to him arrives at once.

    That it arrives at once leaves nothing out: what he writes does not depend on what he was told.
    """

    def __init__(self, scope: Scope, reading: Reading) -> None:
        self.scope, self.reading = scope, reading
        self.posts = tuple(map(Post, scope.alphabet))

    def initial(self) -> Two:
        return Two(self.scope.world(self.reading), self.scope.commands)

    def enabled(self, state: Two) -> Sequence[Action]:
        arriving = [Deliver(each) for each in state.world.in_flight if each.receiver == self.scope.outsider]
        if arriving:
            return arriving[:1]
        waits = any(envelope.sender == self.scope.outsider for envelope in state.world.in_flight)
        posts = () if waits else self.posts
        return enabled(state.world, Allowed(tuple(dict.fromkeys(state.left)), posts=posts))

    def step(self, state: Two, action: Action) -> Two:
        made = step(state.world, action)
        left = list(state.left)
        if isinstance(action, Give) and (made.after != made.before):
            left.remove(action)
        return Two(made.after, tuple(left))

    def is_own(self, action: Action) -> bool:
        return isinstance(action, Deliver | Spread | GiveUp)

    # --- What the observer can tell -------------------------------------------------------------------------------

    def of_step(self, before: Two, action: Action, _after: Two, /) -> Iterable[str]:
        assert self.scope.hides and self.scope.outsider
        room, outsider = self.scope.hides, self.scope.outsider
        with_it, without_it = step(before.world, action), without(before.world, room, outsider)
        if self.concerns_him(action):
            other = step(without_it, action)
            alike = self.to_him(with_it) == self.to_him(other) and self.shown(with_it) == self.shown(other)
            related = without(with_it.after, room, outsider) == other.after
        else:
            alike = not self.to_him(with_it) and not self.shown(with_it)
            related = without(with_it.after, room, outsider) == without_it
        return () if alike and related else (TOLD_APART,)

    def of_state(self, _state: Two, _is_quiet: bool, /) -> Iterable[str]:
        return ()

    def concerns_him(self, action: Action) -> bool:
        """He writes, what he wrote arrives, or something arrives at his server."""
        if isinstance(action, Post):
            return True
        ends = (action.envelope.sender, action.envelope.receiver) if isinstance(action, Deliver) else ()
        return self.scope.outsider in ends

    def to_him(self, made: Step) -> Counter[Envelope]:
        return Counter(sent for sent in made.sends if sent.receiver == self.scope.outsider)

    def shown(self, made: Step) -> Counter[object]:
        return Counter(notice for notice in made.notices if notice.to.server == self.scope.outsider)
