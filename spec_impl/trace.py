"""A trace: a world and what happened in it, step by step. The one thing that notebooks, tests and tools exchange.

A trace is a value: each call gives a longer one, and two branches may grow from the same beginning.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from types import UnionType
from typing import TypeVar

from .actions import Action, Crash, Cut, Deliver, Give, GiveUp, Heal, Lose, Post, Repeat, Spread
from .commands import Command
from .messages import Envelope, WireMessage
from .reading import Reading
from .stepping import Step, comes_next, enabled, step
from .terms import RoomId, ServerName, UserId
from .wanted import brief, want
from .world import NotEnabled, World

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Trace:
    """A run of the specification; every step was made by `step` and by nothing else."""

    initial: World
    steps: tuple[Step, ...] = ()
    scope: str = ""

    def __post_init__(self) -> None:
        """Refuse what no run begins with, or is made of; earlier steps were looked at when it was shorter."""
        want("Trace: initial", self.initial, World)
        want("Trace: steps", self.steps, tuple)
        want("Trace: scope", self.scope, str)
        for latest in self.steps[-1:]:
            want("Trace: a step", latest, Step)

    @property
    def world(self) -> World:
        """The world as it now stands."""
        return self.steps[-1].after if self.steps else self.initial

    @property
    def last(self) -> Step:
        """The latest step."""
        if not self.steps:
            raise NotEnabled("nothing has happened yet in this trace")
        return self.steps[-1]

    def under(self, reading: Reading) -> "Trace":
        """A run that begins where this one ends, under another reading."""
        return Trace(replace(self.world, reading=reading))

    def then(self, *actions: Action) -> "Trace":
        """The trace with these actions after it."""
        trace = self
        for action in actions:
            trace = replace(trace, steps=(*trace.steps, step(trace.world, action)))
        return trace

    def give(self, user: UserId | str, command: Command) -> "Trace":
        """A client gives a command; a user may be named without his server where the name is the only one."""
        giver = self.world.user(user) if isinstance(user, str) else user
        return self.then(Give(giver, command))

    def deliver(self, kind: type | None = None, to: str | None = None, **fields: object) -> "Trace":
        """The one message in flight that fits arrives, such as `deliver(Grant, to="b.example")`."""
        return self.then(Deliver(self.message(kind, to, **fields)))

    def repeat(self, kind: type | None = None, to: str | None = None, **fields: object) -> "Trace":
        """The one message in flight that fits arrives, and a copy of it stays in flight."""
        return self.then(Repeat(self.message(kind, to, **fields)))

    def lose(self, kind: type | None = None, to: str | None = None, **fields: object) -> "Trace":
        """The one message in flight that fits is lost."""
        return self.then(Lose(self.message(kind, to, **fields)))

    def spread(self, to: str, **fields: object) -> "Trace":
        """The one update that is news to a server reaches it in the usual way."""
        spreads = (action for action in enabled(self.world) if isinstance(action, Spread))
        offers = [spread for spread in spreads if spread.server == to and _fits(spread.update.update, fields)]
        return self.then(_only(offers, f"updates that are news to {brief(to)}"))

    def give_up(self, user: UserId | str, room: RoomId) -> "Trace":
        """A user's home server hears that no answer will come."""
        return self.then(GiveUp(self.world.user(user) if isinstance(user, str) else user, room))

    def crash(self, server: str) -> "Trace":
        """A home server goes down and comes up again."""
        return self.then(Crash(ServerName(server)))

    def cut(self, one: str, other: str) -> "Trace":
        """Nothing passes between two servers any more."""
        return self.then(Cut(ServerName(one), ServerName(other)))

    def heal(self, one: str, other: str) -> "Trace":
        """Messages pass again between two servers."""
        return self.then(Heal(ServerName(one), ServerName(other)))

    def post(self, sender: str, to: str, message: WireMessage) -> "Trace":
        """A server sends a message of its own making, whatever the rules say."""
        return self.then(Post(Envelope(ServerName(sender), ServerName(to), message)))

    def settle(self) -> "Trace":
        """Let everything arrive that is on its way, always the first that can, until the world is quiet."""
        trace = self
        while action := comes_next(trace.world):
            trace = trace.then(action)
        return trace

    def message(self, kind: type | None = None, to: str | None = None, **fields: object) -> Envelope:
        """The one envelope in flight that fits. Raises `NotEnabled`, saying what there is, if none or several do."""
        if not isinstance(kind, type | UnionType | None):
            how = "name its class without quotes, such as JoinRequest; an envelope arrives by then(Deliver(envelope))"
            raise NotEnabled(f"{brief(kind)} is no kind of message: {how}")
        found = [
            envelope
            for envelope in self.world.in_flight
            if (kind is None or isinstance(envelope.message, kind))
            and to in (None, envelope.receiver)
            and _fits(envelope.message, fields)
        ]
        return _only(found, "messages in flight that fit", " In flight: " + "; ".join(self._in_flight()))

    def _in_flight(self) -> Iterator[str]:
        for envelope in self.world.in_flight:
            yield f"{type(envelope.message).__name__} from {envelope.sender} to {envelope.receiver}"


def _fits(message: object, fields: dict[str, object]) -> bool:
    return all(hasattr(message, name) and getattr(message, name) == value for name, value in fields.items())


def _only(found: list[T], what: str, hint: str = "") -> T:
    if len(found) != 1:
        raise NotEnabled(f"there are {len(found)} {what}, and exactly one is needed.{hint}")
    return found[0]
