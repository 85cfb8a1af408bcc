"""The worlds of one scope as a system that can be searched: each is a few small numbers, and rules are table look-ups.

A state is the number of each home server's and the directory's local state, then as bits the envelopes in flight, the
updates published and the links cut, then the faults still allowed. `world_of` gives the world that it stands for.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from itertools import combinations
from typing import NamedTuple

from spec_impl import Action, Crash, Cut, Deliver, Give, GiveUp, Heal, Lose, Post, Repeat, Spread, World
from spec_impl.actions import Fault
from spec_impl.messages import Envelope, NoAnswer, Restart
from spec_impl.scopes.scope import Scope
from spec_impl.stepping import REQUESTS_AND_ANSWERS, as_set
from spec_impl.terms import DIRECTORY, RoomId, ServerName, UserId
from spec_impl.world import Directory

from .tabulated import Event, Local, Rules, ones

State = tuple[int, ...]

FAULTS = (Fault.LOSS, Fault.REPETITION, Fault.CRASH, Fault.CUT)


class Move(NamedTuple):
    """One action as the search knows it: its kind, the actor, the event there, and the bit or link that it is about."""

    kind: type
    actor: int
    event: int = -1
    bit: int = 0


Moves = tuple[Move, ...]
Request = tuple[UserId, RoomId, ServerName]
Waiting = tuple[Move, Request]

OWN = (Deliver, Spread, GiveUp)


class Town:
    """A scope under one reading."""

    def __init__(self, scope: Scope, rules: Rules) -> None:
        self.scope, self.rules = scope, rules
        self.start = scope.world(rules.reading)
        self.servers = tuple(server for server in self.start.servers if server.name != scope.outsider)
        self.names = tuple(server.name for server in self.servers)
        self.number = {name: n for n, name in enumerate((*self.names, DIRECTORY))}
        self.directory, self.flight, self.pool, self.cut = (len(self.names) + n for n in range(4))
        self.links = tuple(combinations(range(len(self.names)), 2))
        self.commands = {name: [g for g in scope.commands if g.user.server == name] for name in self.names}
        self._crashes = tuple(self._event(server, Restart()) for server in self.names)
        self.commands_at, self.requests_at = cache(self._commands), cache(self._requests)
        self.offers, self.passing, self.arrival = cache(self._offers), cache(self._passing), cache(self._arrival)
        self._relevant: dict[Request, tuple[int, int]] = {}

    def _event(self, sender: ServerName | UserId, message: object, uses: int = 0) -> int:
        return self.rules.events.of(Event(sender, message, uses))  # type: ignore[arg-type]

    # --- The four questions of a system ---------------------------------------------------------------------------

    def initial(self) -> State:
        """The world in which the scope begins."""
        rules, world = self.rules, self.start
        actors = [rules.locals.of(Local(s, (1 << len(self.commands[s.name])) - 1)) for s in self.servers]
        directory = rules.locals.of(world.directory)
        flight = sum(1 << rules.envelopes.of(envelope) for envelope in world.in_flight)
        pool = sum(1 << rules.updates.of(update) for update in world.broadcast)
        return (*actors, directory, flight, pool, 0, *(self.scope.faults.get(fault, 0) for fault in FAULTS))

    def enabled(self, state: State) -> Sequence[Move]:
        """Commands, deliveries, updates spreading, giving up, faults."""
        flight, pool, cut = state[self.flight : self.cut + 1]
        passing = self.passing(flight, cut)
        commands, spreads, given_up = list[Move](), list[Move](), list[Move]()
        for actor, local in enumerate(state[: self.directory]):
            offered, spreading, waiting = self.offers(actor, local, pool, cut)
            commands += offered
            spreads += spreading
            for move, request in waiting:
                if not flight & self._messages_of(request) or self._is_cut(cut, self.names[actor], request[2]):
                    given_up.append(move)
        moves = [*commands, *passing, *spreads, *given_up]
        return moves + self._faults(state, passing) if any(state[self.cut :]) else moves

    def step(self, state: State, action: Move) -> State:
        """The state after one action."""
        kind, actor, event, bit = action
        after = list(state)
        if kind is Deliver or kind is Lose:
            after[self.flight] &= ~bit
        if event >= 0:
            after[actor], sends, published, _ = self.rules.effect(state[actor], event)
            after[self.flight] |= sends
            after[self.pool] |= published
        if kind in _BOUNDED:
            self._use_up(after, kind, bit)
        return tuple(after)

    def _use_up(self, after: list[int], kind: type, bit: int) -> None:
        """A fault takes one of those still allowed; a link that is cut or healed changes."""
        if kind is Cut or kind is Heal:
            after[self.cut] ^= bit
        if kind is not Heal:
            after[self.cut + 1 + _FAULT_OF[kind]] -= 1

    def is_own(self, action: Move) -> bool:
        """Whether it happens without a client, an outsider or a fault."""
        return action.kind in OWN

    # --- What can happen ------------------------------------------------------------------------------------------

    def _offers(self, actor: int, local: int, pool: int, cut: int) -> tuple[Moves, Moves, tuple[Waiting, ...]]:
        """What one home server has to offer, whatever is on its way; all of it but the last stands for sure."""
        return self.commands_at(actor, local), self._spreads(actor, local, pool, cut), self.requests_at(actor, local)

    def _commands(self, actor: int, local: int) -> Moves:
        gives = self.commands[self.names[actor]]
        first = {gives[n]: n for n in reversed(ones(self._at(local).left))}
        return tuple(
            Move(Give, actor, self._event(give.user, give.command, 1 << n))
            for give, n in sorted(first.items(), key=lambda item: item[1])
        )

    def _at(self, local: int) -> Local:
        mine = self.rules.locals.values[local]
        assert isinstance(mine, Local)
        return mine

    def _arrival(self, number: int) -> tuple[Move | None, int]:
        """The delivery of an envelope, or none where it arrives nowhere, and the link that it takes."""
        envelope = self.rules.envelopes.values[number]
        link, actor = self._link(envelope.sender, envelope.receiver), self.number.get(envelope.receiver)
        if actor is None:
            return None, link
        return Move(Deliver, actor, self._event(envelope.sender, envelope.message), 1 << number), link

    def _link(self, one: ServerName, other: ServerName) -> int:
        ends = tuple(sorted(self.number[name] for name in (one, other) if name in self.number))
        return 1 << self.links.index(ends) if ends in self.links else 0

    def _is_cut(self, cut: int, one: ServerName, other: ServerName) -> bool:
        return bool(cut & self._link(one, other)) if cut else False

    def _passing(self, flight: int, cut: int) -> Moves:
        arrivals = map(self.arrival, ones(flight))
        return tuple(move for move, link in arrivals if move is not None and not link & cut)

    def _spreads(self, actor: int, local: int, pool: int, cut: int) -> Moves:
        server = self._at(local).server
        return tuple(
            Move(Spread, actor, self._event(update.update.origin, update), 1 << number)
            for number in ones(pool)
            for update in (self.rules.updates.values[number],)
            if server.is_aware(update.room)
            and server.room(update.room).is_news(update.update)
            and not self._is_cut(cut, update.update.origin, self.names[actor])
        )

    def _requests(self, actor: int, local: int) -> tuple[Waiting, ...]:
        """The requests that wait for an answer, each with the giving up of it."""
        name = self.names[actor]
        return tuple(
            (
                Move(GiveUp, actor, self._event(name, NoAnswer(wish.room, wish.user))),
                (wish.user, wish.room, wish.waiting_for),
            )
            for wish in self._at(local).server.wishes
            if wish.waiting_for is not None
        )

    def _messages_of(self, request: Request) -> int:
        """The envelopes that a request still waits for, as bits; none where the server asked does not exist."""
        user, room, server = request
        if server not in self.number and server != self.scope.outsider:
            return 0
        known, bits = self._relevant.get(request, (0, 0))
        for number in range(known, len(self.rules.envelopes)):
            bits |= _is_about(self.rules.envelopes.values[number], user, room, server) << number
        self._relevant[request] = (len(self.rules.envelopes), bits)
        return bits

    def _faults(self, state: State, passing: Iterable[Move]) -> list[Move]:
        loss, repetition, crash, cut = state[self.cut + 1 :]
        moves: list[Move] = []
        if loss:
            sent = [(n, self.rules.envelopes.values[n]) for n in ones(state[self.flight])]
            moves += [Move(Lose, -1, -1, 1 << n) for n, envelope in sent if envelope.message.may_be_lost]
        if repetition:
            moves += [move._replace(kind=Repeat) for move in passing]
        if crash:
            moves += [Move(Crash, actor, self._crashes[actor]) for actor in range(len(self.names))]
        if cut:
            moves += [Move(Cut, -1, -1, 1 << n) for n in range(len(self.links)) if not state[self.cut] >> n & 1]
        return moves + [Move(Heal, -1, -1, 1 << n) for n in ones(state[self.cut])]

    # --- Back to the model ----------------------------------------------------------------------------------------

    def action_of(self, move: Move) -> Action:
        """The action of the model that a move stands for."""
        number = move.bit.bit_length() - 1
        if move.kind in (Deliver, Repeat, Lose, Post):
            kind: Callable[[Envelope], Action] = move.kind
            return kind(self.rules.envelopes.values[number])
        if move.kind in (Cut, Heal):
            one, other = self.links[number]
            return (Cut if move.kind is Cut else Heal)(self.names[one], self.names[other])
        event = self.rules.events.values[move.event]
        if move.kind is Spread:
            return Spread(self.names[move.actor], self.rules.updates.values[number])
        if move.kind is GiveUp:
            assert isinstance(event.message, NoAnswer)
            return GiveUp(event.message.user, event.message.room)
        if move.kind is Crash:
            return Crash(self.names[move.actor])
        assert isinstance(event.sender, UserId)
        return Give(event.sender, event.message)  # type: ignore[arg-type]

    def world_of(self, state: State) -> World:
        """The world that a state stands for."""
        rules = self.rules
        outside = [server for server in self.start.servers if server.name == self.scope.outsider]
        inside = [local.server for n in state[: self.directory] if isinstance(local := rules.locals.values[n], Local)]
        directory = rules.locals.values[state[self.directory]]
        assert isinstance(directory, Directory)
        return World(
            rules.reading,
            tuple(sorted((*inside, *outside), key=lambda server: server.name)),
            directory,
            as_set(rules.envelopes.values[n] for n in ones(state[self.flight])),
            as_set(rules.updates.values[n] for n in ones(state[self.pool])),
            tuple(sorted((self.names[a], self.names[b]) for a, b in (self.links[n] for n in ones(state[self.cut])))),
        )


_FAULT_OF: dict[type, int] = {Lose: 0, Repeat: 1, Crash: 2, Cut: 3}
_BOUNDED = {*_FAULT_OF, Heal}


def _is_about(envelope: Envelope, user: UserId, room: RoomId, server: ServerName) -> bool:
    message = envelope.message
    return (
        isinstance(message, REQUESTS_AND_ANSWERS)
        and (message.user, message.room) == (user, room)
        and server in (envelope.sender, envelope.receiver)
    )
