"""The rules as a table that fills itself: each (state of an actor, event) is put to the rules once and remembered.

States and events are known by small numbers, in the order in which they are met. What a home server does depends on no
command that its users may still give: of states that differ in nothing else the rules and the claims are asked once.
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


class ActorStanding(NamedTuple):
    """What rules and claims look at of an actor: what it holds, and the acts of a home server's users that stand."""

    actor: HomeServer | Directory
    acts: Acts = ()


class Local(NamedTuple):
    """A state of an actor: its standing, by number, and the commands that its users may still give as bits.

    A command is used up once it has changed something. One that changes nothing may be given again and again, and
    doing so leads nowhere; so however often it may be given, nothing is missed.
    """

    standing: int
    left: int = 0


@dataclass(frozen=True)
class Event:
    """What comes to an actor: who it is from, what it is, and the bit of a command that it uses up."""

    sender: ServerName | UserId
    message: Incoming
    uses: int = 0


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
        self.standings: Numbers[ActorStanding] = Numbers()
        self.locals: Numbers[Local] = Numbers()
        self.events: Numbers[Event] = Numbers()
        self.envelopes: Numbers[Envelope] = Numbers()
        self.updates: Numbers[StateUpdate] = Numbers()
        self._lines: list[tuple[int, int]] = []
        self.effect: Callable[[int, int], Consequence] = cache(self._meet)
        """What an event leads to at an actor in some state, both by number."""
        self.reacts: Callable[[int, int], Consequence] = cache(self._reacts)
        """The same by its standing, whatever commands are left; and so are the states after it."""

    def state_of(self, actor: HomeServer | Directory, left: int = 0) -> int:
        """The number of the state in which an actor holds this, its users may still give these, and none has acted."""
        return self.locals.of(Local(self.standings.of(ActorStanding(actor)), left))

    def actor(self, number: int) -> HomeServer | Directory:
        """What an actor holds in the state of this number."""
        return self.standings.values[self.locals.values[number].standing].actor

    def lines(self) -> tuple[tuple[tuple[int, int], Consequence], ...]:
        """Every line of the table so far, in the order in which they were met: state, event, and what follows."""
        return tuple((line, self.effect(*line)) for line in self._lines)

    def server(self, standing: int) -> HomeServer:
        """The home server that stands so."""
        server = self.standings.values[standing].actor
        assert isinstance(server, HomeServer)
        return server

    def moment(self, standing: int, event_number: int) -> Moment:
        """The moment in which an event comes to a home server that stands so."""
        event, acts = self.events.values[event_number], self.standings.values[standing].acts
        return moment_of(self.server(standing), event.sender, event.message, self.reading, acts)

    def _meet(self, number: int, event_number: int) -> Consequence:
        self._lines.append((number, event_number))
        standing, left = self.locals.values[number]
        found = self.reacts(standing, event_number)
        if found.after == standing and not found.sends and not found.published:
            return Consequence(number, (), (), found.sights)
        left &= ~self.events.values[event_number].uses
        return found._replace(after=self.locals.of(Local(found.after, left)))

    def _reacts(self, standing: int, event_number: int) -> Consequence:
        stands = self.standings.values[standing]
        if isinstance(stands.actor, Directory):
            return self._answers(stands.actor, self.events.values[event_number])
        moment = self.moment(standing, event_number)
        after, reaction = ActorStanding(moment.after, acts_after(moment)), moment.reaction
        number = standing if after == stands else self.standings.of(after)
        return Consequence(number, reaction.sends, reaction.published, self.sights(moment))

    def _answers(self, directory: Directory, event: Event) -> Consequence:
        assert isinstance(event.message, WireMessage) and not isinstance(event.sender, UserId)
        reaction = stepping.inquire(directory, event.sender, event.message, self.reading)
        sights = self.sights_of_directory(directory, reaction, self.reading)
        return Consequence(self.standings.of(ActorStanding(reaction.directory)), reaction.sends, (), sights)
