"""The worlds of one scope as a system that can be searched: each is a few small numbers, and the rules are a table.

The table fills itself: each (state of an actor, event) is put to the rules once and remembered. States, events,
envelopes, updates and links are known by small numbers in the order in which they are met. A world is the number of
each home server's and the directory's state, then as bits the envelopes in flight, the updates published and the links
cut, then the faults still allowed; `world_of` gives the world that it stands for.

Rule 1: nothing that the model says is written here again. What follows comes from `receive` and `inquire`; what can
happen, and what that does, from the functions of `stepping` about one server, one message or one link.
Rule 2: they are called through their module, so that a change of the model is a change of the search.
"""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Generic, NamedTuple, TypeVar

from spec_impl import Action, Deliver, Give, GiveUp, Heal, Reading, Spread, StateUpdate, World, stepping
from spec_impl.actions import Fault
from spec_impl.claims.claim import Acts, Moment, acts_after, acts_before
from spec_impl.messages import Envelope, WireMessage
from spec_impl.scopes.scope import Scope
from spec_impl.situation import DirectoryReaction, Incoming, Situation
from spec_impl.terms import DIRECTORY, ServerName, UserId
from spec_impl.world import Directory, HomeServer, Wish

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

    def bits(self, values: Iterable[T]) -> int:
        """A set of values as the bits of their numbers."""
        found = 0
        for value in values:
            found |= 1 << self.of(value)
        return found

    def __len__(self) -> int:
        return len(self.values)


def ones(bits: int) -> list[int]:
    """The numbers of the bits that are set, lowest first."""
    found = []
    while bits:
        lowest = bits & -bits
        found.append(lowest.bit_length() - 1)
        bits ^= lowest
    return found


# --- The rules as a table ---------------------------------------------------------------------------------------------


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


class Consequence(NamedTuple):
    """What an event leads to: the actor's next state, sets of envelopes and updates as bits, and what claims saw."""

    after: int
    sends: int
    published: int
    sights: tuple[str, ...]


def moment_of(judged: Situation, acts: Acts) -> Moment:
    """The moment in which a home server judges something, its users' acts before it being these."""
    server, sender, message, reading = judged.server, judged.sender, judged.message, judged.reading
    if isinstance(sender, UserId):
        acts = acts_before(acts, server, sender, message)
    return Moment(server, sender, message, reading, stepping.receive(server, sender, message, reading), acts)


class RuleTable:
    """The table of one reading; `sights` names what claims see in a moment, `sights_of_directory` what in an answer."""

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
        self.effect: Callable[[int, int], Consequence] = cache(self._meet)
        """What an event leads to at an actor in some state, both by number."""

    def lines(self) -> tuple[tuple[tuple[int, int], Consequence], ...]:
        """Every line of the table so far, in the order in which they were met: state, event, and what follows."""
        return tuple((line, self.effect(*line)) for line in self._lines)

    def moment(self, number: int, event_number: int) -> Moment:
        """The moment in which an event comes to a home server in some state."""
        actor, event = self.locals.values[number], self.events.values[event_number]
        assert isinstance(actor, Local)
        return moment_of(Situation(actor.server, event.sender, event.message, self.reading), actor.acts)

    def _meet(self, number: int, event_number: int) -> Consequence:
        self._lines.append((number, event_number))
        actor, event = self.locals.values[number], self.events.values[event_number]
        if isinstance(actor, Directory):
            return self._at_the_directory(actor, event)
        moment = self.moment(number, event_number)
        reaction = moment.reaction
        after = Local(reaction.server, actor.left, acts_after(moment))
        if after != actor or reaction.sends or reaction.published:
            after = replace(after, left=actor.left & ~event.uses)
        sends, published = self.envelopes.bits(reaction.sends), self.updates.bits(reaction.published)
        return Consequence(self.locals.of(after), sends, published, self.sights(moment))

    def _at_the_directory(self, directory: Directory, event: Event) -> Consequence:
        assert isinstance(event.message, WireMessage) and not isinstance(event.sender, UserId)
        reaction = stepping.inquire(directory, event.sender, event.message, self.reading)
        sights = self.sights_of_directory(directory, reaction, self.reading)
        return Consequence(self.locals.of(reaction.directory), self.envelopes.bits(reaction.sends), 0, sights)


# --- The worlds of a scope --------------------------------------------------------------------------------------------

State = tuple[int, ...]

FAULTS = tuple(Fault)

BY_ITSELF = (Deliver, Spread, GiveUp)
"""What happens without a client, an outsider or a fault."""


class Move(NamedTuple):
    """One action as the search knows it: the actor and the event that comes to him, and what changes on the network.

    `takes` and `puts` are envelopes as bits, `relinks` is the link that is cut or healed, `spends` the place in a state
    of the fault that is used up; each is 0 where there is none.
    """

    action: Action
    actor: int
    event: int
    takes: int
    puts: int
    relinks: int
    spends: int
    is_own: bool


Moves = tuple[Move, ...]
Pending = tuple[Move, int, tuple[bool, bool]]
"""The giving up of a request, the request's number, and whether it may be with no message of it there, and with one."""


class Town:
    """A scope under one reading."""

    def __init__(self, scope: Scope, rules: RuleTable) -> None:
        self.scope, self.rules = scope, rules
        self.start = scope.world(rules.reading)
        self.servers = tuple(server for server in self.start.servers if server.name != scope.outsider)
        self.outside = tuple(server for server in self.start.servers if server.name == scope.outsider)
        self.names = tuple(server.name for server in self.servers)
        self.number = {name: n for n, name in enumerate((*self.names, DIRECTORY))}
        self.directory, self.flight, self.pool, self.cut, self.left = (len(self.names) + n for n in range(5))
        self.end = self.left + len(FAULTS)
        self.links: Numbers[tuple[ServerName, ServerName]] = Numbers()
        self.wishes: Numbers[Wish] = Numbers()
        self._messages: list[tuple[int, int]] = []
        self.forbidden = tuple(give for server in self.outside for give in self._forbids(server))
        self.network, self.passing, self.arrivals = cache(self._network), cache(self._passing), cache(self._arrivals)
        self.offers, self.commands_at = cache(self._offers), cache(self._commands)
        self.faults_of, self.healing = cache(self._faults_of), cache(self._healing)

    # --- The four questions of a system ---------------------------------------------------------------------------

    def initial(self) -> State:
        """The world in which the scope begins."""
        rules, world = self.rules, self.start
        actors = [rules.locals.of(Local(s, (1 << len(self._commands_of(s.name))) - 1)) for s in self.servers]
        directory = rules.locals.of(world.directory)
        flight, pool = rules.envelopes.bits(world.in_flight), rules.updates.bits(world.broadcast)
        left = (self.scope.faults.get(fault, 0) for fault in FAULTS)
        return (*actors, directory, flight, pool, self.links.bits(world.cut), *left)

    def enabled(self, state: State) -> Sequence[Move]:
        """Commands, deliveries, updates spreading, giving up, faults."""
        flight, pool, cut = state[self.flight : self.left]
        commands, spreads, given_up, forbidden = list[Move](), list[Move](), list[Move](), self.forbidden
        for actor, local in enumerate(state[: self.directory]):
            offered, spreading, pending, forbids = self.offers(actor, local, pool, cut)
            commands += offered
            spreads += spreading
            forbidden += forbids
            for move, wish, may in pending:
                if may[bool(flight & self._messages_of(wish))]:
                    given_up.append(move)
        if forbidden:
            commands = [move for move in commands if move.action not in forbidden]
        moves = [*commands, *self.passing(flight, cut), *spreads, *given_up]
        return moves + self._faults(state) if any(state[self.cut : self.end]) else moves

    def step(self, state: State, move: Move) -> State:
        """The state after one action."""
        _, actor, event, takes, puts, relinks, spends, _ = move
        after = list(state)
        flight = state[self.flight] & ~takes | puts
        if event >= 0:
            after[actor], sends, published, _ = self.rules.effect(state[actor], event)
            flight |= sends
            after[self.pool] |= published
        after[self.flight] = flight
        after[self.cut] ^= relinks
        if spends:
            after[spends] -= 1
        return tuple(after)

    def is_own(self, move: Move) -> bool:
        """Whether it happens without a client, an outsider or a fault."""
        return move.is_own

    # --- What can happen, asked of the model one thing at a time ------------------------------------------------------

    def moves(self, actions: Iterable[Action], before: World, uses: int = 0, spends: int = 0) -> Moves:
        """What actions mean here. What comes to the outsider is left out: his server keeps to no rule."""
        found = []
        for action in actions:
            actor, event, arrival = -1, -1, stepping.arrival(action)
            if arrival and arrival.actor not in self.number:
                continue
            if arrival:
                actor = self.number[arrival.actor]
                event = self.rules.events.of(Event(arrival.sender, arrival.message, uses))
            after = stepping.carried_out(before, action)
            was, now = (self.rules.envelopes.bits(world.in_flight) for world in (before, after))
            relinks = self.links.bits(before.cut) ^ self.links.bits(after.cut)
            found.append(
                Move(action, actor, event, was & ~now, now & ~was, relinks, spends, isinstance(action, BY_ITSELF))
            )
        return tuple(found)

    def _network(self, cut: int, number: int | None = None) -> World:
        """The world with these links cut, and one message on its way or none."""
        in_flight = () if number is None else (self.rules.envelopes.values[number],)
        links = tuple(sorted(self.links.values[n] for n in ones(cut)))
        return replace(self.start, in_flight=in_flight, cut=links)

    def _commands_of(self, name: ServerName) -> list[Give]:
        return [give for give in self.scope.commands if give.user.server == name]

    def _commands(self, actor: int, local: int) -> Moves:
        """The commands still to be given at a home server, each once; the first of the same is used up first."""
        gives, offered = self._commands_of(self.names[actor]), dict[Give, int]()
        for n in ones(self._at(local).left):
            offered.setdefault(gives[n], n)
        return tuple(move for give, n in offered.items() for move in self.moves((give,), self.network(0), uses=1 << n))

    def _forbids(self, server: HomeServer) -> tuple[Give, ...]:
        """The commands that cannot be given while a server is in this state."""
        return tuple(give for give in dict.fromkeys(self.scope.commands) if stepping.forbids(server, give))

    def _offers(
        self, actor: int, local: int, pool: int, cut: int
    ) -> tuple[Moves, Moves, tuple[Pending, ...], tuple[Give, ...]]:
        """What one home server has to offer, whatever is on its way, and the commands that it forbids."""
        server, network = self._at(local).server, self.network(cut)
        spreads = (
            Spread(server.name, update)
            for update in (self.rules.updates.values[number] for number in ones(pool))
            if stepping.may_spread(server, update, network.is_cut(update.update.origin, server.name))
        )
        pending = []
        for wish in server.wishes:
            passes = stepping.can_be_answered(network, wish)
            may = (
                stepping.may_give_up(wish, passes, under_way=False),
                stepping.may_give_up(wish, passes, under_way=True),
            )
            if any(may):
                (move,) = self.moves((GiveUp(wish.user, wish.room),), network)
                pending.append((move, self.wishes.of(wish), may))
        return self.commands_at(actor, local), self.moves(spreads, network), tuple(pending), self._forbids(server)

    def _at(self, local: int) -> Local:
        mine = self.rules.locals.values[local]
        assert isinstance(mine, Local)
        return mine

    def _messages_of(self, wish: int) -> int:
        """The envelopes that belong to a request, as bits; those that are new are asked about when it is looked up."""
        while wish >= len(self._messages):
            self._messages.append((0, 0))
        known, bits = self._messages[wish]
        if known < len(self.rules.envelopes):
            for number in range(known, len(self.rules.envelopes)):
                bits |= stepping.is_part_of(self.rules.envelopes.values[number], self.wishes.values[wish]) << number
            self._messages[wish] = (len(self.rules.envelopes), bits)
        return bits

    def _passing(self, flight: int, cut: int) -> Moves:
        return tuple(move for number in ones(flight) for move in self.arrivals(number, cut))

    def _arrivals(self, number: int, cut: int) -> Moves:
        """The delivery of a message over these links, if it passes and is not for the outsider."""
        world = self.network(cut, number)
        return self.moves(stepping.deliveries(world), world)

    def _faults(self, state: State) -> list[Move]:
        flight, cut, left = ones(state[self.flight]), state[self.cut], state[self.left : self.end]
        moves: list[Move] = []
        for kind, still in enumerate(left):
            for number in (None, *flight) if still else ():
                moves += self.faults_of(kind, cut, number)
        return [*moves, *self.healing(cut)] if cut else moves

    def _faults_of(self, kind: int, cut: int, number: int | None) -> Moves:
        """What one more fault of a kind can do: to one message, or to none, that is to a server or a link."""
        world, fault = self.network(cut, number), FAULTS[kind]
        others = () if number is None else stepping.faults(self.network(cut), fault)
        actions = (each for each in stepping.faults(world, fault) if each not in others and not isinstance(each, Heal))
        return self.moves(actions, world, spends=self.left + kind)

    def _healing(self, cut: int) -> Moves:
        """A link that is cut can always be healed: that is the end of a fault, and none."""
        world = self.network(cut)
        return self.moves((each for each in stepping.faults(world, Fault.CUT) if isinstance(each, Heal)), world)

    # --- Back to the model ----------------------------------------------------------------------------------------

    def world_of(self, state: State) -> World:
        """The world that a state stands for."""
        rules = self.rules
        inside = [self._at(number).server for number in state[: self.directory]]
        directory = rules.locals.values[state[self.directory]]
        assert isinstance(directory, Directory)
        return replace(
            self.network(state[self.cut]),
            servers=tuple(sorted((*inside, *self.outside), key=lambda server: server.name)),
            directory=directory,
            in_flight=stepping.as_set(rules.envelopes.values[n] for n in ones(state[self.flight])),
            broadcast=stepping.as_set(rules.updates.values[n] for n in ones(state[self.pool])),
        )
