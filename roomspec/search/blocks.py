"""A system of moves searched block by block with numpy: the same worlds, numbers and runs as the plain loop finds.

A world is packed into words of 64 bits: sixteen bits for each part, then its marks. A block is what comes next in a
level, at most `BLOCK` worlds. Of all of them at once: which moves are offered, which of these are enabled, which line
each follows, and the world after it, which is what the line keeps of the world, and what it puts there. New worlds are
told from known ones by a table of hashes and by comparing whole worlds, so that none is ever taken for another.
"""

from collections.abc import Iterable, Sequence

import numpy as np

from .explorer import Explorer
from .moves import NONE_THERE, Line, Move, Moves, State, TooLarge
from .packed import BLOCK, PART, WORD, Ints, Words, Worlds, as_words, with_room


class Lists:
    """A list of numbers for each number, laid one after the other."""

    def __init__(self) -> None:
        self.lists: list[list[int]] = []
        self.lengths: list[int] = []
        self.starts = self.counts = self.flat = np.zeros(0, np.int64)

    def put(self, some: Iterable[tuple[int, list[int]]]) -> None:
        """Take these lists for these numbers; they may have grown."""
        is_same = True
        for number, values in some:
            missing = number + 1 - len(self.lists)
            self.lists += [[]] * missing
            self.lengths += [0] * missing
            is_same = is_same and missing <= 0 and self.lengths[number] == len(values)
            self.lists[number], self.lengths[number] = values, len(values)
        if not is_same:
            self.counts = np.array(self.lengths)
            self.starts = np.cumsum(self.counts) - self.counts
            self.flat = np.array([value for values in self.lists for value in values], np.int64)

    def of(self, numbers: Ints) -> tuple[Ints, Ints]:
        """Every element of the lists of these numbers, after the place of its list among them."""
        counts = self.counts[numbers]
        places = np.repeat(np.arange(len(numbers)), counts)
        before = np.cumsum(counts) - counts
        return places, self.flat[np.arange(len(places)) + (self.starts[numbers] - before)[places]]


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
        self.by_mark, self.by_number = Lists(), Lists()
        self.needs = np.zeros((0, 0), np.uint64)
        self.changes, self.filled = NONE_THERE, 1
        self.line_of = np.zeros((1, 1), np.int32)
        self.worlds = Worlds(self.width, max(self.known, min(self.limits.states, 1 << 22)) + 1)
        self.keeps = self.puts = self.demands = np.zeros((1, self.width), np.uint64)
        self.otherwise, self.in_its_world = np.zeros(1, np.int32), np.zeros(1, bool)
        self._widen(max(state[-1].bit_length() for state in self.states))
        self._refresh()
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
        packed = int.from_bytes(self.worlds.packed[number].tobytes(), "little")
        parts = (packed >> PART * part & (1 << PART) - 1 for part in range(self.parts))
        return (*parts, packed >> WORD * self.width)

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
        columns = self.worlds.packed[start:end].T.copy()
        places, moves = self._enabled(columns)
        lines = self._lines(start, columns, places, moves)
        if missing := self.puts.shape[1] - len(columns):
            columns = np.vstack((columns, np.zeros((missing, end - start), np.uint64)))
        lines = self._as_demanded(columns, places, lines)
        by_word = zip(columns, self.keeps.T, self.puts.T, strict=True)
        after = np.stack([column[places] & keeps[lines] | puts[lines] for column, keeps, puts in by_word])
        numbers, fresh = self.worlds.find(after)
        is_own = self.is_own[moves]
        own_counts = np.bincount(places[is_own], minlength=end - start)
        quiet = np.flatnonzero(own_counts == 0)
        for place in quiet.tolist():
            self._see(self.properties.of_state(self.state_of(start + place), True), start + place, None)
        expanded = self._expanded(start, end, places[fresh])
        if expanded < end:  # the search ends within this block: what comes after that world has not happened
            is_kept, end = places < expanded - start, expanded
            places, moves, numbers, is_own = places[is_kept], moves[is_kept], numbers[is_kept], is_own[is_kept]
            fresh, own_counts, quiet = fresh[is_kept[fresh]], own_counts[: end - start], quiet[quiet < end - start]
            self.first = {name: where for name, where in self.first.items() if where[0] < end}
        self.worlds.add(after[:, fresh])
        self.parent, self.by = with_room(self.parent, self.worlds.known), with_room(self.by, self.worlds.known)
        self.parent[self.known : self.worlds.known] = start + places[fresh]
        self.by[self.known : self.worlds.known] = moves[fresh]
        self.edges.append((start, own_counts.astype(np.uint16), numbers[is_own].astype(np.int32)))
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
        if self.changes == self.system.changes and len(self.needs) == self.puts.shape[1] - self.width:
            return
        self.changes = self.system.changes
        if len(moves) >= 1 << PART:
            raise TooLarge(f"there are {len(moves):,} moves, and a search in blocks has room for {1 << PART:,}")
        self._widen(max((move.needs | move.lacks | move.puts).bit_length() for move in moves))
        offers, marks = self.system.offers(NONE_THERE), self.puts.shape[1] - self.width
        self.by_mark.put((mark + 1, numbers) for mark, numbers in offers.by_mark.items())
        self.triggers = as_words([offers.marks], marks)
        self.needs = as_words([move.needs for move in moves], marks)
        self.cares = as_words([move.needs | move.lacks for move in moves], marks)
        self.is_own = np.array([move.is_own for move in moves])
        self.actor = np.array([move.actor for move in moves])
        self.ranked = np.array(sorted(range(len(moves)), key=lambda n: moves[n].order), np.int64)
        self.rank = np.argsort(self.ranked).astype(np.uint32)

    def _enabled(self, columns: Words) -> tuple[Ints, Ints]:
        """Every enabled move after the place of its world in the block, in their order."""
        marks = columns[self.width :]
        at, some = self._marks(marks)
        places, moves = self.by_mark.of(some)
        found = [(at[places], moves)]
        for part in range(self.parts):
            numbers = self._numbers(columns, part)
            self.by_number.put((n, self.system.offers(n).numbers) for n in np.unique(numbers).tolist())
            found.append(self.by_number.of(numbers))
        places, moves = (np.concatenate(each) for each in zip(*found, strict=True))
        is_enabled = np.ones(len(places), bool)
        for column, needs, cares in zip(marks, self.needs, self.cares, strict=True):
            is_enabled &= (column[places] ^ needs[moves]) & cares[moves] == 0
        keys = places[is_enabled].astype(np.uint32) << np.uint32(PART) | self.rank[moves[is_enabled]]
        keys.sort()
        return (keys >> np.uint32(PART)).astype(np.int64), self.ranked[keys & np.uint32((1 << PART) - 1)]

    def _numbers(self, columns: Words, part: int) -> Ints:
        word, place = divmod(part * PART, WORD)
        numbers: Ints = (columns[word] >> np.uint64(place) & np.uint64((1 << PART) - 1)).astype(np.int64)
        return numbers

    def _marks(self, marks: Words) -> tuple[Ints, Ints]:
        """Every mark under which there may be moves as its number and one, after its world; nought is for no mark."""
        count = marks.shape[1]
        at, some = [np.arange(count)], [np.zeros(count, np.int64)]
        for word, (column, triggers) in enumerate(zip(marks, self.triggers, strict=True)):
            left = column & triggers
            places = np.arange(count)
            while len(places := places[left != 0]):
                left = left[left != 0]
                lowest = left & (~left + np.uint64(1))
                at.append(places)
                some.append(np.bitwise_count(lowest - np.uint64(1)).astype(np.int64) + (WORD * word + 1))
                left ^= lowest
        return np.concatenate(at), np.concatenate(some)

    # --- What follows ---------------------------------------------------------------------------------------------

    def _lines(self, start: int, columns: Words, places: Ints, moves: Ints) -> Ints:
        """The line of each enabled move, by its number; those not met before are asked for, in order."""
        of_nobody = np.full(columns.shape[1], NONE_THERE)
        by_part = np.stack([of_nobody, *(self._numbers(columns, part) for part in range(self.parts))])
        numbers = by_part[self.actor[moves] - NONE_THERE, places] - NONE_THERE
        self._make_room(int(numbers.max(initial=0)) + 1)
        keys = numbers * self.line_of.shape[1] + moves
        unknown = np.flatnonzero(self.line_of.reshape(-1)[keys] == 0)
        for at in self._first_of_each(unknown, keys[unknown]):
            state, move = self.state_of(start + int(places[at])), self.system.moves[int(moves[at])]
            self._fill(int(keys[at]), self.system.line(int(numbers[at]) + NONE_THERE, move.number), move.actor)
            self._see_step(state, move, start + int(places[at]))
        lines: Ints = self.line_of.reshape(-1)[keys]
        told = np.flatnonzero(self.in_its_world[lines])
        parts = [column[places[told]].astype(np.int64) for column in columns[: self.width]]
        for at in self._first_of_each(told, *parts, lines[told]) if len(told) else ():
            state, move = self.state_of(start + int(places[at])), self.system.moves[int(moves[at])]
            self._see_step(state, move, start + int(places[at]))
        return lines

    def _see_step(self, state: State, move: Move, number: int) -> None:
        self._see(self.properties.of_step(state, move, self.system.step(state, move)), number, move)

    def _as_demanded(self, columns: Words, places: Ints, lines: Ints) -> Ints:
        """The lines, but others in place of those of which a world lacks what they demand."""
        at = np.flatnonzero(self.otherwise[lines])
        demanded = self.demands[lines[at]]
        fails = np.zeros(len(at), bool)
        for word, column in enumerate(columns):
            fails |= demanded[:, word] & ~column[places[at]] != 0
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

    def _fill(self, key: int, line: Line, actor: int) -> int:
        """Write a line, and the one that may hold instead, as what it keeps, puts and demands."""
        if line.after >= 1 << PART:
            raise TooLarge(f"a part has more than {1 << PART:,} states, and a search in blocks has room for no more")
        number, self.filled = self.filled, self.filled + 1
        self.line_of.reshape(-1)[key] = number
        self._widen((line.puts | line.demands).bit_length())
        for name in ("keeps", "puts", "demands", "otherwise", "in_its_world"):
            setattr(self, name, with_room(getattr(self, name), number + 1))
        words, shift = self.puts.shape[1], WORD * self.width
        cleared, put = line.clears << shift, line.puts << shift
        if actor != NONE_THERE:
            cleared, put = cleared | (1 << PART) - 1 << PART * actor, put | line.after << PART * actor
        written = as_words([~cleared, put, line.demands << shift], words)
        self.keeps[number], self.puts[number], self.demands[number] = written.T
        self.in_its_world[number] = line.in_its_world
        if line.otherwise:
            self.otherwise[number] = self._fill(key, line.otherwise, actor)
            self.line_of.reshape(-1)[key] = number
        return number

    def _widen(self, marks: int) -> None:
        """Have room for so many marks in every world and line."""
        words = self.width + max(1, -(-marks // WORD))
        missing = words - self.puts.shape[1]
        if missing > 0:
            none = np.zeros((len(self.puts), missing), np.uint64)
            self.keeps, self.puts = np.hstack((self.keeps, ~none)), np.hstack((self.puts, none))
            self.demands = np.hstack((self.demands, none))
            self.worlds.widen(words)
            self.by_mark.put([(WORD * (words - self.width), [])])

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
