"""A scope under one reading as moves: the rules become a table that fills itself, what can happen becomes rows.

The table: each (state of an actor, event) is put to the rules once and remembered. The rows: commands, deliveries,
updates spreading, giving up, faults. Parts are the home servers and the directory; marks are the envelopes in flight,
the updates published, the links cut, the faults still allowed, and rooms' ids that are taken.

Rule 1: nothing that the model says is written here again. What follows comes from `receive` and `inquire`; what can
happen, and what that does, from the functions of `stepping` about one server, one message or one set of cut links.
Rule 2: they are called through their module, so that a change of the model is a change of the search.
"""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, replace
from functools import cache
from itertools import combinations
from typing import Generic, NamedTuple, TypeVar

from spec_impl import Action, Deliver, Give, GiveUp, Heal, Reading, Spread, StateUpdate, World, stepping
from spec_impl.actions import Fault
from spec_impl.claims.claim import Acts, Moment, acts_after, acts_before
from spec_impl.messages import Envelope, WireMessage
from spec_impl.scopes.scope import Scope
from spec_impl.situation import DirectoryReaction, Incoming, Situation
from spec_impl.terms import DIRECTORY, ServerName, UserId
from spec_impl.world import Directory, HomeServer, Wish

from .moves import NOBODY, Line, Move, Moves, State, ones

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


# --- The rules as a table ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Local:
    """A home server, the commands that its users may still give as bits, and the acts of its users that stand.

    A command is used up once it has changed something. One that changes nothing may be given again and again, and
    doing so leads nowhere; so however often it may be given, nothing is missed.
    """

    server: HomeServer
    left: int
    acts: Acts = ()


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

    With `NOBODY` in place of a state nothing is searched beyond it.
    """

    after: int
    sends: tuple[Envelope, ...]
    published: tuple[StateUpdate, ...]
    sights: tuple[str, ...]


def moment_of(judged: Situation, acts: Acts) -> Moment:
    """The moment in which a home server judges something, its users' acts before it being these."""
    server, sender, message, reading = judged.server, judged.sender, judged.message, judged.reading
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
        return Consequence(self.locals.of(after), reaction.sends, reaction.published, self.sights(moment))

    def _at_the_directory(self, directory: Directory, event: Event) -> Consequence:
        assert isinstance(event.message, WireMessage) and not isinstance(event.sender, UserId)
        reaction = stepping.inquire(directory, event.sender, event.message, self.reading)
        sights = self.sights_of_directory(directory, reaction, self.reading)
        return Consequence(self.locals.of(reaction.directory), reaction.sends, (), sights)


# --- What can happen, as rows -----------------------------------------------------------------------------------------


class Link(NamedTuple):
    """The mark of a link that is cut."""

    ends: tuple[ServerName, ServerName]


class Left(NamedTuple):
    """The mark of a fault that is still allowed; the one with the highest number is used up first."""

    fault: Fault
    number: int


class Taken(NamedTuple):
    """The mark that a home server stands in the way of a command."""

    actor: int
    give: Give


class Owed(NamedTuple):
    """The mark of an answer that an outsider would have by now in a town without the room."""

    answer: Envelope


ENDED = "ended"
"""The mark of a world from which nothing more happens, the first of all."""

Mark = Envelope | StateUpdate | Link | Left | Taken | Owed | str

FAULTS = tuple(Fault)

BY_ITSELF = (Deliver, Spread, GiveUp)
"""What happens without a client, an outsider or a fault."""

GIVEN, ARRIVES, SPREADS, GIVEN_UP, FAULT, HEALED, POSTED = range(7)
"""The order of what can happen in one world."""


class Town(Moves):
    """A scope under one reading."""

    def __init__(self, scope: Scope, rules: RuleTable) -> None:
        super().__init__()
        self.scope, self.rules, self.start = scope, rules, scope.world(rules.reading)
        self.servers = tuple(server for server in self.start.servers if server.name != scope.outsider)
        self.outside = tuple(server for server in self.start.servers if server.name == scope.outsider)
        self.names = tuple(server.name for server in self.servers)
        self.number = {name: n for n, name in enumerate((*self.names, DIRECTORY))}
        self.directory = len(self.names)
        self.marks: Numbers[Mark] = Numbers()
        self.ended = self.bits((ENDED,))
        self.left = {fault: self.bits(Left(fault, n) for n in range(scope.faults.get(fault, 0))) for fault in FAULTS}
        self._given: list[tuple[int, Give]] = []
        self._waits: dict[tuple[int, Wish], list[int]] = {}
        self.cuts, self.links = self._links_that_can_be_cut()
        self.network, self.shown = cache(self._network), cache(self._shown)
        self._add_what_there_is_from_the_start()

    def initial(self) -> State:
        """The world in which the scope begins."""
        world, rules = self.start, self.rules
        actors = [rules.locals.of(Local(s, (1 << len(self._commands_of(s.name))) - 1)) for s in self.servers]
        actors.append(rules.locals.of(world.directory))
        marks = self.bits((*world.in_flight, *world.broadcast, *map(Link, world.cut)))
        for bits in (*self.left.values(), *map(self.shown, actors)):
            marks |= bits
        return (*actors, marks)

    def host_of(self, number: int) -> int:
        """The actor that a number stands for a state of."""
        mine = self.rules.locals.values[number]
        return self.directory if isinstance(mine, Directory) else self.number[mine.server.name]

    def _line(self, number: int, move: int) -> Line:
        row = self.moves[move]
        if row.event == NOBODY:
            return Line(number, row.clears, row.puts)
        effect = self.rules.effect(number, row.event)
        puts = row.puts | self.bits((*filter(self._is_kept, effect.sends), *effect.published))
        if effect.after == NOBODY:
            return Line(number, row.clears, puts | self.ended)
        was, now = self.shown(number), self.shown(effect.after)
        in_its_world = any(isinstance(name, InItsWorld) for name in effect.sights)
        return Line(effect.after, row.clears | was & ~now, puts | now, in_its_world=in_its_world)

    def _is_kept(self, _envelope: Envelope) -> bool:
        return True

    # --- Marks, and what each new one makes possible ------------------------------------------------------------------

    def bits(self, values: Iterable[Mark]) -> int:
        """A set of marks as bits; with a new one come the moves that it makes possible."""
        found = 0
        for value in values:
            known = len(self.marks)
            number = self.marks.of(value)
            if number == known:
                self._learn(value, number)
            found |= 1 << number
        return found

    def _learn(self, mark: Mark, number: int) -> None:
        match mark:
            case Envelope():
                self.rules.envelopes.of(mark)
                self._add_each((ARRIVES, number), stepping.deliveries, about=mark)
                for fault, allowed in self.left.items():
                    if allowed:
                        self._add_faults(fault, mark)
                for (_, wish), rows in self._waits.items():
                    if stepping.is_part_of(mark, wish):
                        self._forbid_each(rows, number)
            case StateUpdate():
                self.rules.updates.of(mark)
                for actor in range(self.directory):
                    self._add_spreading(actor, mark, number)
            case Taken(_, give):
                self._forbid_each([row for row, given in self._given if given == give], number)
            case _:
                pass

    def _forbid_each(self, rows: Iterable[int], mark: int) -> None:
        for row in rows:
            self.forbid(row, mark)

    def _shown(self, number: int) -> int:
        """The marks that a state of an actor shows: the commands in whose way it stands. Its wishes are noted too."""
        mine = self.rules.locals.values[number]
        if isinstance(mine, Directory):
            return 0
        actor = self.host_of(number)
        for wish in mine.server.wishes:
            if (actor, wish) not in self._waits:
                self._add_giving_up(actor, wish)
        return self.bits(Taken(actor, give) for give in self._forbidden_by(mine.server))

    def _forbidden_by(self, server: HomeServer) -> list[Give]:
        return [give for give in dict.fromkeys(self.scope.commands) if stepping.forbids(server, give)]

    def _commands_of(self, name: ServerName) -> list[Give]:
        return [give for give in self.scope.commands if give.user.server == name]

    # --- Links that are cut, and a world with nothing on its way but one message --------------------------------------

    def _links_that_can_be_cut(self) -> tuple[tuple[int, ...], int]:
        """Every set of cut links that there can be, as marks, and all their links."""
        most = self.scope.faults.get(Fault.CUT, 0)
        names = sorted(server.name for server in self.start.servers) if most else []
        pairs = dict.fromkeys((*self.start.cut, *combinations(names, 2)))
        links = tuple(1 << self.marks.of(Link(ends)) for ends in pairs)
        begin = links[: len(self.start.cut)]
        cuts = {
            sum(set(some) | set(more))
            for n in range(len(begin) + 1) for some in combinations(begin, n)
            for k in range(min(most, len(links)) + 1) for more in combinations(links, k)
        }  # fmt: skip
        return tuple(sorted(cuts)), sum(links)

    def _network(self, cut: int, message: Envelope | None = None) -> World:
        """The world with these links cut, and one message on its way or none."""
        links = (link.ends for link in (self.marks.values[n] for n in ones(cut)) if isinstance(link, Link))
        return replace(self.start, in_flight=() if message is None else (message,), cut=tuple(sorted(links)))

    def _conditions(self, is_possible: Callable[[int], bool]) -> list[tuple[int, int, int]]:
        """What is possible under some sets of cut links as rows: links needed, links lacked, and one such set.

        One row, where nothing counts but that certain links are not cut; else one for each set.
        """
        cuts = [cut for cut in self.cuts if is_possible(cut)]
        bars = sum(1 << n for n in ones(self.links) if 1 << n in self.cuts and 1 << n not in cuts)
        if cuts and cuts == [cut for cut in self.cuts if not cut & bars]:
            return [(0, bars, cuts[0])]
        return [(cut, self.links & ~cut, cut) for cut in cuts]

    # --- The rows -------------------------------------------------------------------------------------------------

    def _add_what_there_is_from_the_start(self) -> None:
        given = {give for server in self.outside for give in self._forbidden_by(server)}
        for actor, name in enumerate(self.names):
            gives = self._commands_of(name)
            for n, give in enumerate(gives):
                if give not in given:
                    same = sum(1 << k for k, other in enumerate(gives[:n]) if other == give)
                    rows = self._add(
                        (GIVEN, actor, n), give, lambda _: True, uses=1 << n, host=actor, offers=self._may_give(n, same)
                    )
                    self._given += [(row, give) for row in rows]
        for fault, allowed in self.left.items():
            if allowed:
                self._add_faults(fault, None)
        if self.links:
            self._add_each((HEALED, 0), lambda w: (a for a in stepping.faults(w, Fault.CUT) if isinstance(a, Heal)))

    def _may_give(self, n: int, same: int) -> Callable[[int], bool]:
        """Whether a command is still to be given in some state; the first of the same is used up first."""

        def is_offered(number: int) -> bool:
            left = self._at(number).left
            return bool(left >> n & 1) and not left & same

        return is_offered

    def _at(self, number: int) -> Local:
        mine = self.rules.locals.values[number]
        assert isinstance(mine, Local)
        return mine

    def _add_faults(self, fault: Fault, about: Envelope | None) -> None:
        """What one more fault of a kind can do: to one message, or to none, that is to a server or a link."""

        def found(world: World) -> Iterable[Action]:
            others = () if about is None else stepping.faults(replace(world, in_flight=()), fault)
            return (each for each in stepping.faults(world, fault) if each not in others and not isinstance(each, Heal))

        place = 0 if about is None else self.marks.of(about)
        for left in ones(self.left[fault]):
            used = self.left[fault] >> left + 1 << left + 1
            self._add_each((FAULT, FAULTS.index(fault), place), found, about=about, spends=1 << left, lacks=used)

    def _add_spreading(self, actor: int, update: StateUpdate, mark: int) -> None:
        """An update comes to a home server to which it is news, over a link that is whole."""
        name, origin = self.names[actor], update.update.origin
        for is_cut in (False, True) if self.links else (False,):
            self._add(
                (SPREADS, actor, mark),
                Spread(name, update),
                lambda cut, of=is_cut: self.network(cut).is_cut(origin, name) is of,  # type: ignore[misc]
                about=update,
                host=actor,
                offers=lambda n, of=is_cut: stepping.may_spread(self._at(n).server, update, of),  # type: ignore[misc]
            )

    def _add_giving_up(self, actor: int, wish: Wish) -> None:
        """A request is given up; where that depends on what is on its way, the messages of it are lacked."""

        def may(cut: int, under_way: bool) -> bool:
            return stepping.may_give_up(wish, stepping.can_be_answered(self.network(cut), wish), under_way=under_way)

        if any(may(cut, under_way=True) and not may(cut, under_way=False) for cut in self.cuts):
            raise NotImplementedError(
                "a request is given up only while a message of it is there: no row says any of some"
            )
        rows = self._waits[actor, wish] = []
        for under_way in (True, False):
            added = self._add(
                (GIVEN_UP, actor),
                GiveUp(wish.user, wish.room),
                lambda cut, of=under_way: may(cut, of) if of else may(cut, False) and not may(cut, True),  # type: ignore[misc]
                host=actor,
                offers=lambda number: wish in self._at(number).server.wishes,
            )
            rows += [] if under_way else added
        for mark, value in enumerate(self.marks.values):
            if isinstance(value, Envelope) and stepping.is_part_of(value, wish):
                self._forbid_each(rows, mark)

    def _add_each(
        self,
        order: tuple[int, ...],
        found: Callable[[World], Iterable[Action]],
        about: Envelope | None = None,
        spends: int = 0,
        lacks: int = 0,
    ) -> None:
        """All that a function of the model finds in a world with one message or none."""
        per_cut = {cut: tuple(found(self.network(cut, about))) for cut in self.cuts}
        for place, action in enumerate(dict.fromkeys(each for some in per_cut.values() for each in some)):
            possible = lambda cut, it=action: it in per_cut[cut]  # noqa: E731
            self._add((*order, place), action, possible, about=about, spends=spends, lacks=lacks)

    def _add(
        self,
        order: tuple[int, ...],
        action: Action,
        is_possible: Callable[[int], bool],
        about: Envelope | StateUpdate | None = None,
        uses: int = 0,
        spends: int = 0,
        lacks: int = 0,
        host: int = NOBODY,
        offers: Callable[[int], bool] | None = None,
    ) -> list[int]:
        """The rows of an action. What comes to the outsider is left out: his server keeps to no rule."""
        actor = event = NOBODY
        if arrival := stepping.arrival(action):
            if arrival.actor not in self.number:
                return []
            actor = self.number[arrival.actor]
            event = self.rules.events.of(Event(arrival.sender, arrival.message, uses))
        added = []
        message = about if isinstance(about, Envelope) else None
        there = 1 << self.marks.of(about) if about else 0
        for needs, bars, cut in self._conditions(is_possible):
            before = self.network(cut, message)
            after = stepping.carried_out(before, action)
            was, now = (self.bits((*world.in_flight, *map(Link, world.cut))) for world in (before, after))
            needed, never = needs | there | spends, bars | lacks | self.ended
            changes = was & ~now | spends, now & ~was, (*order, len(self.moves)), isinstance(action, BY_ITSELF)
            added.append(self.add(Move(action, actor, event, needed, never, *changes), host, offers))
        return added

    # --- Back to the model ----------------------------------------------------------------------------------------

    def world_of(self, state: State) -> World:
        """The world that a state stands for."""
        directory = self.rules.locals.values[state[self.directory]]
        assert isinstance(directory, Directory)
        inside = [self._at(number).server for number in state[: self.directory]]
        marks = [self.marks.values[n] for n in ones(state[-1])]
        return replace(
            self.network(state[-1] & self.links),
            servers=tuple(sorted((*inside, *self.outside), key=lambda server: server.name)),
            directory=directory,
            in_flight=stepping.as_set(mark for mark in marks if isinstance(mark, Envelope)),
            broadcast=stepping.as_set(mark for mark in marks if isinstance(mark, StateUpdate)),
        )
