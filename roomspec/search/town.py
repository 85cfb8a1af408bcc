"""A scope under one reading as moves: what can happen becomes rows of one form.

Rows are commands, deliveries, updates spreading, giving up and faults. Parts are the home servers and the directory;
marks are the envelopes in flight, the updates published, the links cut, the commands and faults still allowed, and who
stands in the way of a command. What a move leads to is asked of the table.

Rule 1: nothing that the model says is written here again: what can happen, and what that does, comes from the functions
of `stepping` about one server, one message or one set of cut links.
Rule 2: they are called through their module, so that a change of the model is a change of the search.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cache
from itertools import combinations
from math import comb
from typing import NamedTuple

from spec_impl import Action, Deliver, Give, GiveUp, Heal, Spread, StateUpdate, World, stepping
from spec_impl.actions import Fault
from spec_impl.messages import Envelope
from spec_impl.scopes.scope import Scope
from spec_impl.terms import DIRECTORY, ServerName
from spec_impl.world import Directory, HomeServer, Wish

from .moves import NONE_THERE, Line, Move, Moves, State, TooLarge, ones
from .table import Event, InItsWorld, Numbers, RuleTable


class Link(NamedTuple):
    """The mark of a link that is cut."""

    ends: tuple[ServerName, ServerName]


class Left(NamedTuple):
    """The mark of what is still allowed, a fault or a command.

    Of equal faults the one with the highest number is used up first, of equal commands the first. A command is used up
    once it has changed something. One that changes nothing may be given again and again, and doing so leads nowhere; so
    however often it may be given, nothing is missed.
    """

    what: Fault | Give
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

MarkMeaning = Envelope | StateUpdate | Link | Left | Taken | Owed | str

FAULTS = tuple(Fault)

MOST_CUTS = 4096
"""How many sets of links may be cut: each is asked about by itself."""

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
        self.marks: Numbers[MarkMeaning] = Numbers()
        self.ended = self.bits((ENDED,))
        self.left = {fault: self.bits(Left(fault, n) for n in range(scope.faults.get(fault, 0))) for fault in FAULTS}
        self._given: list[tuple[int, Give]] = []
        self._may_be_given = 0
        self._waits: dict[tuple[int, Wish], list[int]] = {}
        self.cuts, self.links = self._links_that_can_be_cut()
        self.network, self.shown = cache(self._network), cache(self._shown)
        self._add_what_there_is_from_the_start()

    def initial(self) -> State:
        """The world in which the scope begins."""
        world, rules = self.start, self.rules
        actors = [*map(rules.state_of, self.servers), rules.state_of(world.directory)]
        marks = self.bits((*world.in_flight, *world.broadcast, *map(Link, world.cut)))
        for bits in (self._may_be_given, *self.left.values(), *map(self.shown, actors)):
            marks |= bits
        return (*actors, marks)

    def host_of(self, number: int) -> int:
        """The actor that a number stands for a state of."""
        mine = self.rules.actor(number)
        return self.directory if isinstance(mine, Directory) else self.number[mine.name]

    def _line(self, number: int, move: int) -> Line:
        row = self.moves[move]
        if row.event == NONE_THERE:
            return Line(number, row.clears, row.puts)
        effect = self.rules.effect(number, row.event)
        changes_nothing = isinstance(row.action, Give) and effect[:3] == (number, (), ())
        clears = 0 if changes_nothing else row.clears
        puts = row.puts | self.bits((*filter(self._is_kept, effect.sends), *effect.published))
        if effect.after == NONE_THERE:
            return Line(number, clears, puts | self.ended)
        was, now = self.shown(number), self.shown(effect.after)
        in_its_world = any(isinstance(name, InItsWorld) for name in effect.sights)
        return Line(effect.after, clears | was & ~now, puts | now, in_its_world=in_its_world)

    def _is_kept(self, _envelope: Envelope) -> bool:
        return True

    # --- Marks, and what each new one makes possible ------------------------------------------------------------------

    def bits(self, values: Iterable[MarkMeaning]) -> int:
        """A set of marks as bits; with a new one come the moves that it makes possible."""
        found = 0
        for value in values:
            known = len(self.marks)
            number = self.marks.of(value)
            if number == known:
                self._learn(value, number)
            found |= 1 << number
        return found

    def _learn(self, mark: MarkMeaning, number: int) -> None:
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
        mine = self.rules.actor(number)
        if isinstance(mine, Directory):
            return 0
        actor = self.number[mine.name]
        for wish in mine.wishes:
            if (actor, wish) not in self._waits:
                self._add_giving_up(actor, wish)
        return self.bits(Taken(actor, give) for give in self._forbidden_by(mine))

    def _forbidden_by(self, server: HomeServer) -> list[Give]:
        return [give for give in dict.fromkeys(self.scope.commands) if stepping.forbids(server, give)]

    # --- Links that are cut, and a world with nothing on its way but one message --------------------------------------

    def _links_that_can_be_cut(self) -> tuple[tuple[int, ...], int]:
        """Every set of cut links that there can be, as marks, and all their links."""
        most = self.scope.faults.get(Fault.CUT, 0)
        names = sorted(server.name for server in self.start.servers) if most else []
        pairs = dict.fromkeys((*self.start.cut, *combinations(names, 2)))
        links = tuple(1 << self.marks.of(Link(ends)) for ends in pairs)
        begin = links[: len(self.start.cut)]
        count = 2 ** len(begin) * sum(comb(len(links), k) for k in range(most + 1))
        if count > MOST_CUTS:
            raise TooLarge(f"{count:,} sets of links can be cut here, and there is room for {MOST_CUTS:,}: cut fewer")
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
            gives = [give for give in self.scope.commands if give.user.server == name]
            for n, give in enumerate(gives):
                if give not in given:
                    left = self.bits((Left(give, n),))
                    ahead = self.bits(Left(give, k) for k, other in enumerate(gives[:n]) if other == give)
                    about = {"spends": left, "lacks": ahead, "host": actor, "offers": self._may_give}
                    rows = self._add((GIVEN, actor, n), give, lambda _: True, **about)  # type: ignore[arg-type]
                    self._given += [(row, give) for row in rows]
                    self._may_be_given |= left
        for fault, allowed in self.left.items():
            if allowed:
                self._add_faults(fault, None)
        if self.links:
            self._add_each((HEALED, 0), lambda w: (a for a in stepping.faults(w, Fault.CUT) if isinstance(a, Heal)))

    def _may_give(self, _number: int) -> bool:
        """Whether the users of a home server in some state may give a command that is left."""
        return True

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
                offers=lambda number, of=is_cut: stepping.may_spread(self.rules.server(number), update, of),  # type: ignore[misc]
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
                offers=lambda number: wish in self.rules.server(number).wishes,
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
        spends: int = 0,
        lacks: int = 0,
        host: int = NONE_THERE,
        offers: Callable[[int], bool] | None = None,
    ) -> list[int]:
        """The rows of an action. What comes to the outsider is left out: his server keeps to no rule."""
        actor = event = NONE_THERE
        if arrival := stepping.arrival(action):
            if arrival.actor not in self.number:
                return []
            actor = self.number[arrival.actor]
            event = self.rules.events.of(Event(arrival.sender, arrival.message))
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

    def spent(self, state: State, fault: Fault) -> int:
        """How many faults of a kind there have been by now."""
        return (self.left[fault] & ~state[-1]).bit_count()

    def world_of(self, state: State) -> World:
        """The world that a state stands for."""
        directory = self.rules.actor(state[self.directory])
        assert isinstance(directory, Directory)
        inside = [self.rules.server(number) for number in state[: self.directory]]
        marks = [self.marks.values[n] for n in ones(state[-1])]
        return replace(
            self.network(state[-1] & self.links),
            servers=tuple(sorted((*inside, *self.outside), key=lambda server: server.name)),
            directory=directory,
            in_flight=stepping.as_set(mark for mark in marks if isinstance(mark, Envelope)),
            broadcast=stepping.as_set(mark for mark in marks if isinstance(mark, StateUpdate)),
        )
