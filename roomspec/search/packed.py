"""Worlds packed into words, each known by a number: told apart by a table of hashes and by comparing them whole.

Open addressing: a world's place in the table follows from its hash, or is the next one that is free. Many are looked up
at once; of those that are new and equal the first one gets the number.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

BLOCK = 1 << 15
"""How many worlds are expanded at once; a place in a block has fewer than sixteen bits."""

PART, WORD = 16, 64
"""How many bits a part has, and the number of a move; and a word."""

FREE = -(2**31)
"""What stands in the table of hashes where there is no world."""

Words = NDArray[np.uint64]
Ints = NDArray[Any]


def as_words(values: Sequence[int], words: int) -> Words:
    """Sets of bits as words: a row for each word, a column for each set. What does not fit is left out."""
    within = (1 << WORD * words) - 1
    raw = b"".join((value & within).to_bytes(words * 8, "little") for value in values)
    return np.frombuffer(raw, np.uint64).reshape(len(values), words).T.copy()


def with_room(array: Ints, size: int) -> Ints:
    """The array, or a larger one with the same in it where it is too short."""
    if size <= len(array):
        return array
    larger = np.zeros((max(size, 2 * len(array)), *array.shape[1:]), array.dtype)
    larger[: len(array)] = array
    return larger


class Worlds:
    """The worlds that are known, packed, by their numbers; `find` gives each its number, a new one to a new world."""

    def __init__(self, words: int, size: int) -> None:
        self.packed = np.zeros((size, words), np.uint64)
        self.table = np.full(1 << 12, FREE, np.int32)
        self.known = 0

    def find(self, columns: Words) -> tuple[Ints, Ints]:
        """The number of each world, and the places of those that are new, each where it stands first."""
        count = columns.shape[1]
        if 2 * (self.known + count) > len(self.table):
            self._rebuild(1 << (2 * (self.known + count)).bit_length())
        slots, numbers = self._slots(columns), np.full(count, FREE, np.int64)
        pending = np.arange(count)
        while len(pending):  # until each is found, or a free slot says that it is not known
            there = self.table[slots[pending]]
            taken = there != FREE
            pending, there = pending[taken], there[taken]
            packed, is_same = self.packed[there], np.ones(len(there), bool)
            for word, column in enumerate(columns):
                is_same &= packed[:, word] == column[pending]
            numbers[pending[is_same]] = there[is_same]
            pending = self._moved_on(slots, pending[~is_same])
        pending, new = np.flatnonzero(numbers == FREE), []
        while len(pending):  # each claims its slot, and the first one gets it: -1 is the first place, -2 the second
            free = pending[self.table[slots[pending]] == FREE]
            np.maximum.at(self.table, slots[free], (-1 - free).astype(np.int32))
            owner = -1 - self.table[slots[pending]]
            claimed = owner >= 0
            mine, owner = pending[claimed], owner[claimed]
            is_same = (columns[:, mine] == columns[:, owner]).all(axis=0)
            numbers[mine[is_same]] = -1 - owner[is_same]
            new.append(mine[mine == owner])
            pending = self._moved_on(slots, np.sort(np.concatenate((pending[~claimed], mine[~is_same]))))
        fresh = np.sort(np.concatenate(new)) if new else pending
        final = np.zeros(count, np.int64)
        final[fresh] = self.known + np.arange(len(fresh))
        self.table[slots[fresh]] = final[fresh]
        is_new = numbers < 0
        numbers[is_new] = final[-1 - numbers[is_new]]
        return numbers, fresh

    def add(self, columns: Words) -> None:
        """Keep these new worlds, which get the next numbers."""
        after = self.known + columns.shape[1]
        self.packed = with_room(self.packed, after)
        self.packed[self.known : after] = columns.T
        self.known = after

    def widen(self, words: int) -> None:
        """Have so many words for each world; the new ones are empty."""
        wider = np.zeros((len(self.packed), words), np.uint64)
        wider[: self.known, : self.packed.shape[1]] = self.packed[: self.known]
        self.packed = wider
        self._rebuild(len(self.table))

    def _slots(self, columns: Words) -> Ints:
        mixed = np.zeros(columns.shape[1], np.uint64)
        for column in columns:
            mixed = (mixed ^ column) * np.uint64(0x9E3779B97F4A7C15)
            mixed ^= mixed >> np.uint64(29)
        return (mixed & np.uint64(len(self.table) - 1)).astype(np.int64)

    def _moved_on(self, slots: Ints, places: Ints) -> Ints:
        slots[places] = (slots[places] + 1) & (len(self.table) - 1)
        return places

    def _rebuild(self, size: int) -> None:
        self.table = np.full(size, FREE, np.int32)
        for start in range(0, self.known, BLOCK):
            numbers = np.arange(start, min(start + BLOCK, self.known))
            slots, pending = self._slots(self.packed[numbers].T), np.arange(len(numbers))
            while len(pending):
                free = pending[self.table[slots[pending]] == FREE]
                np.maximum.at(self.table, slots[free], numbers[free].astype(np.int32))
                pending = self._moved_on(slots, pending[self.table[slots[pending]] != numbers[pending]])
