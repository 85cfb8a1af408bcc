"""The rules as a table that fills itself: each (state of an actor, event) is put to the rules once and remembered.

States and events are known by small numbers, in the order in which they are met.
Rule: nothing that the model says is written here again. What follows comes from its `receive` and `inquire`, called
through their module, so that a change of the model is a change of the search.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import cache
from typing import Generic, NamedTuple, TypeVar

from spec_impl import Reading, StateUpdate, stepping
from spec_impl.claims.claim import Acts, Moment, acts_after, acts_before
from spec_impl.messages import Envelope, WireMessage
from spec_impl.situation import DirectoryReaction, Incoming
from spec_impl.terms import ServerName, UserId
from spec_impl.world import Directory, HomeServer

T = TypeVar("T", bound=Hashable)


class Numbers(Generic[T]):
    """Values and their numbers, given out in the order in which the values are met."""

    def __init__(self) -> None:
        self.values: list[T] = []
        self._numbers: dict[T, int] = {}

    def of(self, value: T) -> int:
        """The number of a value; a new one where it has none yet."""
        number = self._numbers.setdefault(value, len(self.values))
        if number == len(self.values):
            self.values.append(value)
        return number

    def __len__(self) -> int:
        return len(self.values)

    def __contains__(self, value: object) -> bool:
        return value in self._numbers


class ActorState(NamedTuple):
    """What rules and claims look at of an actor: what it holds, and the acts of a home server's users that stand."""

    actor: HomeServer | Directory
    acts: Acts = ()


@dataclass(frozen=True)
class Event:
    """What comes to an actor: who it is from, and what it is."""

    sender: ServerName | UserId
    message: Incoming


class InItsWorld(str):
    """The name of a claim that is still to be judged, in each world in which its moment happens."""


class Consequence(NamedTuple):
    """What an event leads to: the actor's next state, what it sends and publishes, and what claims saw, by name.

    With `NONE_THERE` in place of a state nothing is searched beyond it.
    """

    after: int
    sends: tuple[Envelope, ...]
    published: tuple[StateUpdate, ...]
    sights: tuple[str, ...]


def moment_of(
    server: HomeServer, sender: ServerName | UserId, message: Incoming, reading: Reading, acts: Acts
) -> Moment:
    """The moment in which a home server judges a message, its users' acts before it being these."""
    if isinstance(sender, UserId):
        acts = acts_before(acts, server, sender, message)
    return Moment(server, sender, message, reading, stepping.receive(server, sender, message, reading), acts)


class RuleTable:
    """The table of one reading; `sights` says what claims see in a moment, `sights_of_directory` what in an answer."""

    def __init__(
        self,
        reading: Reading,
        sights: Callable[[Moment], tuple[str, ...]],
        sights_of_directory: Callable[[Directory, DirectoryReaction, Reading], tuple[str, ...]],
    ) -> None:
        self.reading, self.sights, self.sights_of_directory = reading, sights, sights_of_directory
        self.states: Numbers[ActorState] = Numbers()
        self.events: Numbers[Event] = Numbers()
        self.envelopes: Numbers[Envelope] = Numbers()
        self.updates: Numbers[StateUpdate] = Numbers()
        self._lines: list[tuple[int, int]] = []
        self.effect: Callable[[int, int], Consequence] = cache(self._meet)
        """What an event leads to at an actor in some state, both by number."""

    def state_of(self, actor: HomeServer | Directory) -> int:
        """The number of the state in which an actor holds this, and none of its users has acted."""
        return self.states.of(ActorState(actor))

    def actor(self, number: int) -> HomeServer | Directory:
        """What an actor holds in the state of this number."""
        return self.states.values[number].actor

    def server(self, number: int) -> HomeServer:
        """The home server that is in this state."""
        server = self.actor(number)
        assert isinstance(server, HomeServer)
        return server

    def lines(self) -> tuple[tuple[tuple[int, int], Consequence], ...]:
        """Every line of the table so far, in the order in which they were met: state, event, and what follows."""
        return tuple((line, self.effect(*line)) for line in self._lines)

    def moment(self, number: int, event_number: int) -> Moment:
        """The moment in which an event comes to a home server in this state."""
        event, acts = self.events.values[event_number], self.states.values[number].acts
        return moment_of(self.server(number), event.sender, event.message, self.reading, acts)

    def _meet(self, number: int, event_number: int) -> Consequence:
        self._lines.append((number, event_number))
        return self._reacts(number, event_number)

    def _reacts(self, number: int, event_number: int) -> Consequence:
        state = self.states.values[number]
        if isinstance(state.actor, Directory):
            return self._answers(state.actor, self.events.values[event_number])
        moment = self.moment(number, event_number)
        after, reaction = ActorState(moment.after, acts_after(moment)), moment.reaction
        found = number if after == state else self.states.of(after)
        return Consequence(found, reaction.sends, reaction.published, self.sights(moment))

    def _answers(self, directory: Directory, event: Event) -> Consequence:
        assert isinstance(event.message, WireMessage) and not isinstance(event.sender, UserId)
        reaction = stepping.inquire(directory, event.sender, event.message, self.reading)
        sights = self.sights_of_directory(directory, reaction, self.reading)
        return Consequence(self.state_of(reaction.directory), reaction.sends, (), sights)
