"""A system of moves searched block by block with numpy: the same worlds, numbers and runs as the plain loop finds.

A world is packed into words of 64 bits: sixteen bits for each part, then its marks. A block is what comes next in a
level, at most `BLOCK` worlds. What is enabled in them are sets of moves as bits: those that their parts offer, without
those that a byte of their marks forbids, of which there is a table. Each enabled move follows a line, and the world
after it is what the line leaves of the world, and what it puts there. New worlds are told from known ones by a table of
hashes and by comparing whole worlds, so that none is ever taken for another.
"""

from collections.abc import Iterable, Sequence

import numpy as np

from .explorer import Explorer
from .moves import NONE_THERE, Line, Move, Moves, State, TooLarge
from .packed import BLOCK, PART, WORD, Ints, Words, Worlds, as_words, with_room

BYTE = 8
CLEARS, PUTS, DEMANDS = range(3)
"""What is written of a line, each as words."""


def as_sets(members: Ints) -> Words:
    """Rows of yes and no as rows of words, the first one in the lowest bit."""
    padded = np.zeros((len(members), members.shape[1] // WORD * WORD + WORD), bool)
    padded[:, : members.shape[1]] = members
    return np.packbits(padded, axis=1, bitorder="little").view(np.uint64)


def when(number: int, move: Move | None) -> tuple[int, bool, tuple[int, ...]]:
    """When something is seen: with a world, in the order of its moves, and what a world shows by itself after them."""
    return number, move is None, () if move is None else move.order


class BlockExplorer(Explorer[State, Move]):
    """A search that a plain one has begun, carried on in blocks."""

    system: Moves

    def __init__(self, plain: Explorer[State, Move]) -> None:
        vars(self).update(vars(plain))
        self.parts = len(self.states[0]) - 1
        self.width = -(-self.parts * PART // WORD)
        self.changes, self.filled = NONE_THERE, 1
        self.line_of = np.zeros((1, 1), np.int32)
        self.worlds = Worlds(self.width, max(self.known, min(self.limits.states, 1 << 22)) + 1)
        self.written = np.zeros((1, 3, self.width), np.uint64)
        self.otherwise, self.in_its_world = np.zeros(1, np.int32), np.zeros(1, bool)
        self._widen(max(state[-1].bit_length() for state in self.states))
        columns = as_words([self._packed(state) for state in self.states], self.worlds.packed.shape[1])
        self.worlds.find(columns)
        self.worlds.add(columns)
        parents = [(NONE_THERE, 0) if at is None else (at[0], at[1].number) for at in self.parents]
        self.parent, self.by = np.zeros(len(self.worlds.packed), np.int32), np.zeros(len(self.worlds.packed), np.uint16)
        self.parent[: self.known], self.by[: self.known] = np.array(parents).T
        counts, targets = np.array([len(own) for own in self.own]), [number for own in self.own for number in own]
        self.edges: list[tuple[int, Ints, Ints]] = [(0, counts, np.array(targets, np.int32))]
        self.states, self.number, self.parents, self.own = [], {}, [], []

    def _packed(self, state: State) -> int:
        return sum(number << PART * part for part, number in enumerate(state[:-1])) | state[-1] << WORD * self.width

    def state_of(self, number: int) -> State:
        """The world of a number."""
        row = self.worlds.packed[number]
        marks = int.from_bytes(row[self.width :].tobytes(), "little")
        return (*row.view(np.uint16)[: self.parts].tolist(), marks)

    def number_of(self, state: State) -> int:
        """The number of a world that is known."""
        return int(self.worlds.find(as_words([self._packed(state)], self.worlds.packed.shape[1]))[0][0])

    def parent_of(self, number: int) -> tuple[int, Move] | None:
        """The world from which one was reached first, and by what."""
        parent = int(self.parent[number])
        return None if parent == NONE_THERE else (parent, self.system.moves[int(self.by[number])])

    # --- One block ------------------------------------------------------------------------------------------------

    def _expand_some(self) -> None:
        """Expand the next block."""
        start, end = self.expanded, min(self.expanded + BLOCK, self.end_of_level)
        self._refresh()
        rows = self.worlds.packed[start:end]
        numbers = rows.view(np.uint16)[:, : self.parts].astype(np.int64)
        places, moves = self._enabled(numbers, rows.view(np.uint8)[:, self.width * BYTE :])
        lines = self._lines(start, numbers, places, moves)
        columns = self.worlds.packed[start:end].T.copy()
        lines = self._as_demanded(columns, places, lines)
        clears, puts, _ = self.written[: self.filled].transpose(1, 2, 0).copy()
        after = np.empty((len(columns), len(places)), np.uint64)
        for word, (column, keeps, put) in enumerate(zip(columns, ~clears, puts, strict=True)):
            after[word] = column[places] & keeps[lines] | put[lines]
        reached, fresh = self.worlds.find(after)
        is_own = self.is_own[moves]
        own_counts = np.bincount(places[is_own], minlength=end - start)
        quiet = np.flatnonzero(own_counts == 0)
        for place in quiet.tolist():
            self._see(self.properties.of_state(self.state_of(start + place), True), start + place, None)
        expanded = self._expanded(start, end, places[fresh])
        if expanded < end:  # the search ends within this block: what comes after that world has not happened
            is_kept, end = places < expanded - start, expanded
            places, moves, reached, is_own = places[is_kept], moves[is_kept], reached[is_kept], is_own[is_kept]
            fresh, own_counts, quiet = fresh[is_kept[fresh]], own_counts[: end - start], quiet[quiet < end - start]
            self.first = {name: where for name, where in self.first.items() if where[0] < end}
        self.worlds.add(after[:, fresh])
        self.parent, self.by = with_room(self.parent, self.worlds.known), with_room(self.by, self.worlds.known)
        self.parent[self.known : self.worlds.known] = start + places[fresh]
        self.by[self.known : self.worlds.known] = moves[fresh]
        self.edges.append((start, own_counts.astype(np.uint16), reached[is_own]))
        self.transitions += len(places)
        self.quiet += len(quiet)
        self.known, self.expanded = self.worlds.known, end

    def _expanded(self, start: int, end: int, sources: Ints) -> int:
        """Up to which world the block is expanded, given from where new worlds were reached, if limits end it early."""
        room, until = self.limits.states - self.known, self.limits.until
        if len(sources) > room:
            end = min(end, start + int(sources[room]) + 1)
        if until and until <= self.first.keys():
            end = min(end, max(self.first[name][0] for name in until) + 1)
        return end

    def _see(self, names: Iterable[str], number: int, move: Move | None) -> None:
        for name in names:
            if name not in self.first or when(number, move) < when(*self.first[name]):
                self.first[name] = (number, move)

    # --- What is enabled ------------------------------------------------------------------------------------------

    def _refresh(self) -> None:
        """Take over what the system has found since: moves, and what they need and lack."""
        moves = self.system.moves
        if self.changes == self.system.changes:
            return
        self.changes = self.system.changes
        if len(moves) >= 1 << PART:
            raise TooLarge(f"there are {len(moves):,} moves, and a search in blocks has room for {1 << PART:,}")
        self._widen(max((move.needs | move.lacks | move.puts).bit_length() for move in moves))
        self.ranked = self._in_order()
        self.rank = np.argsort(self.ranked)
        self.actor = np.array([move.actor for move in moves])
        self.is_own = np.array([move.is_own for move in moves])
        self.allowed = self._allowed([moves[n].needs for n in self.ranked], [moves[n].lacks for n in self.ranked])
        self.unhosted = self._offers_of([NONE_THERE])
        self.offered, self.is_known = np.zeros_like(self.unhosted), np.zeros(1, bool)

    def _in_order(self) -> Ints:
        return np.array(sorted(range(len(self.system.moves)), key=lambda n: self.system.moves[n].order), np.int64)

    def _allowed(self, needs: list[int], lacks: list[int]) -> dict[int, Words]:
        """For each byte of the marks that counts, and each value of it, the moves that it does not forbid."""
        marks = max(map(int.bit_length, (*needs, *lacks)), default=0)
        words = -(-marks // WORD)
        by_bytes = (as_words(each, words).T.copy().view(np.uint8) for each in (needs, lacks))
        needing, lacking = (as_sets(np.unpackbits(each, axis=1, bitorder="little").T) for each in by_bytes)
        allowed = {}
        for first in range(0, marks, BYTE):
            forbidden = np.zeros((1, needing.shape[1]), np.uint64)
            for bit in range(first, first + BYTE):
                forbidden = np.concatenate((forbidden | needing[bit], forbidden | lacking[bit]))
            if forbidden.any():
                allowed[first // BYTE] = ~forbidden
        return allowed

    def _offers_of(self, numbers: list[int]) -> Words:
        """For each of these states the moves that it offers."""
        is_offered = np.zeros((len(numbers), len(self.rank)), bool)
        for row, number in enumerate(numbers):
            is_offered[row, self.rank[self.system.offers(number).numbers]] = True
        return as_sets(is_offered)

    def _enabled(self, numbers: Ints, marks: Ints) -> tuple[Ints, Ints]:
        """Every enabled move after the place of its world in the block, in their order."""
        self.is_known = with_room(self.is_known, int(numbers.max(initial=0)) + 1)
        self.offered = with_room(self.offered, len(self.is_known))
        is_here = np.zeros(len(self.is_known), bool)
        is_here[numbers] = True
        new = np.flatnonzero(is_here & ~self.is_known)
        self.offered[new], self.is_known[new] = self._offers_of(new.tolist()), True
        enabled = np.repeat(self.unhosted, len(numbers), axis=0)
        for part in range(self.parts):
            enabled |= self.offered.take(numbers[:, part], axis=0)
        for byte, allowed in self.allowed.items():
            enabled &= allowed.take(marks[:, byte], axis=0)
        as_bytes = enabled.view(np.uint8).reshape(-1)
        some = np.flatnonzero(as_bytes != 0)
        at = np.flatnonzero(np.unpackbits(as_bytes[some], bitorder="little").view(bool))
        among_some = at // BYTE
        at += (some[among_some] - among_some) * BYTE  # its place among all bits
        row = enabled.shape[1] * WORD
        places = at // row
        return places, self.ranked[at - places * row]

    # --- What follows ---------------------------------------------------------------------------------------------

    def _lines(self, start: int, numbers: Ints, places: Ints, moves: Ints) -> Ints:
        """The line of each enabled move, by its number; those not met before are asked for, in order."""
        of_actor = np.pad(numbers - NONE_THERE, ((0, 0), (1, 0)))
        self._make_room(int(of_actor.max()) + 1)
        keys = of_actor.reshape(-1)[places * of_actor.shape[1] + (self.actor - NONE_THERE)[moves]]
        keys = keys * self.line_of.shape[1] + moves
        lines: Ints = self.line_of.reshape(-1)[keys]
        unknown, found = np.flatnonzero(lines == 0), []
        first = self._first_of_each(unknown, keys[unknown])
        for place, key, move in zip(places[first].tolist(), keys[first].tolist(), moves[first].tolist(), strict=True):
            number, actor = key // self.line_of.shape[1] + NONE_THERE, self.system.moves[move].actor
            found.append((key, actor, self.system.line(number, move)))
            self._see_step(start + place, self.system.moves[move])
        if found:
            self._write(found)
        lines[unknown] = self.line_of.reshape(-1)[keys[unknown]]
        told = np.flatnonzero(self.in_its_world[lines]) if self.in_its_world.any() else unknown[:0]
        for at in self._first_of_each(told, *numbers[places[told]].T, lines[told]):
            self._see_step(start + int(places[at]), self.system.moves[int(moves[at])])
        return lines

    def _see_step(self, number: int, move: Move) -> None:
        self._see(self.properties.of_step(self.state_of(number), move), number, move)

    def _as_demanded(self, columns: Words, places: Ints, lines: Ints) -> Ints:
        """The lines, but others in place of those of which a world lacks what they demand."""
        at = np.flatnonzero(self.otherwise[lines]) if self.otherwise.any() else places[:0]
        fails = np.zeros(len(at), bool)
        for demanded, column in zip(self.written[lines[at], DEMANDS].T, columns, strict=True):
            fails |= demanded & ~column[places[at]] != 0
        lines[at[fails]] = self.otherwise[lines[at[fails]]]
        return lines

    def _first_of_each(self, at: Ints, *keys: Ints) -> list[int]:
        """Of places with equal keys the first ones, in order."""
        if not len(at):
            return []
        _, first = np.unique(np.stack(keys), axis=1, return_index=True)
        found: list[int] = at[np.sort(first)].tolist()
        return found

    def _make_room(self, numbers: int) -> None:
        """Have a place in the table of lines for each number and each move."""
        rows, moves = self.line_of.shape
        if numbers > rows or len(self.system.moves) > moves:
            larger = np.zeros((max(numbers, 2 * rows), max(len(self.system.moves), 2 * moves)), np.int32)
            larger[:rows, :moves] = self.line_of
            self.line_of = larger

    def _write(self, found: list[tuple[int, int, Line]]) -> None:
        """Write lines, each with its place in the table and its actor, and the ones that may hold instead."""
        ends: list[tuple[int, Line]] = []
        for key, actor, line in found:
            self.line_of.reshape(-1)[key] = self.filled + len(ends)
            ends += [(actor, line), *([(actor, line.otherwise)] if line.otherwise else [])]
        if any(line.after >= 1 << PART for _, line in ends):
            raise TooLarge(f"a part has more than {1 << PART:,} states, and a search in blocks has room for no more")
        self._widen(max(((line.puts | line.demands).bit_length() for _, line in ends), default=0))
        first, shift, part = self.filled, WORD * self.width, (1 << PART) - 1
        self.filled += len(ends)
        for name in ("written", "otherwise", "in_its_world"):
            setattr(self, name, with_room(getattr(self, name), self.filled))
        values = []
        for actor, line in ends:
            number, after = (0, 0) if actor == NONE_THERE else (part << PART * actor, line.after << PART * actor)
            values += [line.clears << shift | number, line.puts << shift | after, line.demands << shift]
        self.written[first : self.filled] = as_words(values, self.written.shape[2]).T.reshape(len(ends), 3, -1)
        self.otherwise[first : self.filled] = [n + 1 if end.otherwise else 0 for n, (_, end) in enumerate(ends, first)]
        self.in_its_world[first : self.filled] = [line.in_its_world for _, line in ends]

    def _widen(self, marks: int) -> None:
        """Have room for so many marks in every world and line."""
        missing = self.width + max(1, -(-marks // WORD)) - self.written.shape[2]
        if missing > 0:
            self.written = np.pad(self.written, ((0, 0), (0, 0), (0, missing)))
            self.worlds.widen(self.written.shape[2])

    # --- Runs without end -----------------------------------------------------------------------------------------

    def _restless(self) -> Sequence[bool]:
        """Of each world whether the system can go on by itself for ever, the worlds of later blocks asked first."""
        restless = np.ones(self.known, bool)
        edges = []
        for start, counts, targets in self.edges:
            restless[start : start + len(counts)] = counts > 0
            edges.append((start, len(counts), np.repeat(np.arange(len(counts), dtype=np.int32), counts), targets))
        self.edges = []
        before = self.known + 1
        while before > (before := int(restless.sum())) > 0:
            for n in reversed(range(len(edges))):
                start, count, sources, targets = edges[n]
                goes_on = restless[targets]
                sources, targets = sources[goes_on], targets[goes_on]
                restless[start : start + count] = np.bincount(sources, minlength=count) > 0
                edges[n] = start, count, sources, targets
        found: list[bool] = restless.tolist() if before else []
        return found
