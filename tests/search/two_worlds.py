"""Concealment as it is defined: two worlds side by side, one with the room and one without, and one observer.

Whatever the outsider does in the world with the room he does in the one without it as well: both answer him alike,
and show him the same; of what others do he hears nothing. What his letters leave behind stays in either world. This is
the oracle for the search with owed answers, on the smallest scopes.
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
    """The world with the room, the same without it, and the commands still to be given in the first."""

    world: World
    without_it: World
    left: tuple[Give, ...]


class TwoWorlds:
    """A scope with an outsider, whose server is a real one here: what is sent to him arrives at once.

    That it arrives at once leaves nothing out: what he writes does not depend on what he was told.
    """

    def __init__(self, scope: Scope, reading: Reading) -> None:
        self.scope, self.reading = scope, reading
        self.posts = tuple(map(Post, scope.alphabet))

    def initial(self) -> Two:
        assert self.scope.hides and self.scope.outsider
        world = self.scope.world(self.reading)
        return Two(world, without(world, self.scope.hides, self.scope.outsider), self.scope.commands)

    def enabled(self, state: Two) -> Sequence[Action]:
        arriving = [Deliver(each) for each in state.world.in_flight if each.receiver == self.scope.outsider]
        if arriving:
            return arriving[:1]
        waits = any(envelope.sender == self.scope.outsider for envelope in state.world.in_flight)
        posts = () if waits else self.posts
        given = tuple(give for give in dict.fromkeys(state.left) if not self.holds_bait(state.world, give))
        return enabled(state.world, Allowed(given, posts=posts))

    def holds_bait(self, world: World, give: Give) -> bool:
        """Whether it is given at a server that holds an invitation in which the outsider's has a hand."""
        held = world.server(give.user.server).invitations
        return any(self.scope.outsider in (each.inviter.server, *each.servers) for each in held)

    def step(self, state: Two, action: Action) -> Two:
        made = step(state.world, action)
        left = list(state.left)
        if isinstance(action, Give) and (made.after != made.before):
            left.remove(action)
        without_it = step(state.without_it, action).after if self.concerns_him(action) else state.without_it
        return Two(made.after, without_it, tuple(left))

    def is_own(self, action: Action) -> bool:
        return isinstance(action, Deliver | Spread | GiveUp)

    # --- What the observer can tell -------------------------------------------------------------------------------

    def of_step(self, before: Two, action: Action, /) -> Iterable[str]:
        made = step(before.world, action)
        there = step(before.without_it, action) if self.concerns_him(action) else None
        is_alike = self.to_him(made) == self.to_him(there) and self.shown(made) == self.shown(there)
        return () if is_alike else (TOLD_APART,)

    def of_state(self, _state: Two, _is_quiet: bool, /) -> Iterable[str]:
        return ()

    def concerns_him(self, action: Action) -> bool:
        """He writes, what he wrote arrives, or something arrives at his server."""
        if isinstance(action, Post):
            return True
        ends = (action.envelope.sender, action.envelope.receiver) if isinstance(action, Deliver) else ()
        return self.scope.outsider in ends

    def to_him(self, made: Step | None) -> Counter[Envelope]:
        return Counter(sent for sent in (made.sends if made else ()) if sent.receiver == self.scope.outsider)

    def shown(self, made: Step | None) -> Counter[object]:
        return Counter(notice for notice in (made.notices if made else ()) if notice.to.server == self.scope.outsider)
