"""The rules as a table that fills itself: each (state of an actor, message) is put to the rules once and remembered.

States, messages and envelopes are known by small numbers in the order in which they are met. Rules are never
written in another form here: every entry comes from `receive` or `inquire`.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace
from functools import cache
from typing import Generic, NamedTuple, TypeVar

from spec_impl import Reading, StateUpdate, receive
from spec_impl.claims.claim import Acts, Moment, acts_after, acts_before
from spec_impl.messages import Envelope, WireMessage
from spec_impl.situation import DirectoryReaction, Incoming
from spec_impl.stepping import inquire
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


@dataclass(frozen=True)
class Local:
    """What the search keeps of a home server: its state, the commands still to be given there, its users' acts."""

    server: HomeServer
    left: int
    acts: Acts = ()


@dataclass(frozen=True)
class Event:
    """What comes to a home server: who it is from, what it is, and the bit of a command that it uses up."""

    sender: ServerName | UserId
    message: Incoming
    uses: int = 0


class Effect(NamedTuple):
    """What an event leads to: the actor's next state, sets of envelopes and updates as bits, and what claims saw."""

    after: int
    sends: int
    published: int
    sights: tuple[str, ...]


class Rules:
    """The table of one reading; `sights` names what the claims see in a moment, `names_in_answer` at the directory."""

    def __init__(
        self,
        reading: Reading,
        sights: Callable[[Moment], tuple[str, ...]],
        sights_of_directory: Callable[[Directory, DirectoryReaction, Reading], tuple[str, ...]],
    ) -> None:
        self.reading, self.sights, self.sights_of_directory = reading, sights, sights_of_directory
        self.locals: Numbers[Local | Directory] = Numbers()
        self.events: Numbers[Event] = Numbers()
        self.envelopes: Numbers[Envelope] = Numbers()
        self.updates: Numbers[StateUpdate] = Numbers()
        self._lines: list[tuple[int, int]] = []
        self.effect: Callable[[int, int], Effect] = cache(self._meet)
        """What an event leads to at an actor in some state, both by number."""

    def lines(self) -> tuple[tuple[tuple[int, int], Effect], ...]:
        """Every line of the table so far, in the order in which they were met: state, event, and what follows."""
        return tuple((line, self.effect(*line)) for line in self._lines)

    def _meet(self, number: int, event_number: int) -> Effect:
        self._lines.append((number, event_number))
        actor, event = self.locals.values[number], self.events.values[event_number]
        if isinstance(actor, Directory):
            return self._at_the_directory(actor, event)
        acts = actor.acts
        if isinstance(event.sender, UserId):
            acts = acts_before(acts, actor.server, event.sender, event.message)
        reaction = receive(actor.server, event.sender, event.message, self.reading)
        moment = Moment(actor.server, event.sender, event.message, self.reading, reaction, acts)
        after = Local(reaction.server, actor.left, acts_after(moment))
        if after != actor or reaction.sends or reaction.published:
            after = replace(after, left=actor.left & ~event.uses)
        sends = _bits(self.envelopes, reaction.sends)
        published = _bits(self.updates, reaction.published)
        return Effect(self.locals.of(after), sends, published, self.sights(moment))

    def _at_the_directory(self, directory: Directory, event: Event) -> Effect:
        assert isinstance(event.message, WireMessage) and not isinstance(event.sender, UserId)
        reaction = inquire(directory, event.sender, event.message, self.reading)
        sights = self.sights_of_directory(directory, reaction, self.reading)
        return Effect(self.locals.of(reaction.directory), _bits(self.envelopes, reaction.sends), 0, sights)


def _bits(numbers: Numbers[T], values: tuple[T, ...]) -> int:
    bits = 0
    for value in values:
        bits |= 1 << numbers.of(value)
    return bits


def ones(bits: int) -> list[int]:
    """The numbers of the bits that are set, lowest first."""
    found = []
    while bits:
        lowest = bits & -bits
        found.append(lowest.bit_length() - 1)
        bits ^= lowest
    return found
