"""Worlds packed into words, each known by a number: told apart by a table of hashes and by comparing them whole.

Open addressing: a world's place in the table follows from its hash, or is a free one, looked for in ever longer steps.
Many are looked up at once; of those that are new and equal the first one gets the number.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

BLOCK = 3 << 12
"""How many worlds are expanded at once: with more of them what is half done takes more memory, and no less time."""

PART, WORD = 16, 64
"""How many bits a part has, and the number of a move; and a word."""

FREE = 2**31 - 1
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
        self.table = np.full(1 << 17, FREE, np.int32)
        self.known = 0

    def find(self, columns: Words) -> tuple[Ints, Ints]:
        """The number of each world, and the places of those that are new, each where it stands first.

        Until all are told apart each has the number that it would get if all were new.
        """
        known, count = self.known, columns.shape[1]
        if 2 * (known + count) > len(self.table):
            self._rebuild(1 << (2 * (known + count)).bit_length())
        self.packed = with_room(self.packed, known + count)
        self.packed[known : known + count] = columns.T
        slots, numbers = self._slots(columns), np.empty(count, np.int32)
        pending, at, sought, further = np.arange(count), slots, columns, 0
        while len(pending):  # each looks at its next slot; the first one to come by a free slot takes it
            there = self.table[at]
            free = np.flatnonzero(there == FREE)
            np.minimum.at(self.table, at[free], (known + pending[free]).astype(np.int32))
            there[free] = self.table[at[free]]
            numbers[pending] = there
            differs, found = np.zeros(len(there), bool), self.packed.take(there, axis=0)
            for word, column in enumerate(sought):
                differs |= found[:, word] != column
            others = np.flatnonzero(differs)
            pending, sought, further = pending[others], sought[:, others], further + 1
            at = slots[pending] = at[others] + further & len(self.table) - 1
        fresh = np.flatnonzero(numbers == known + np.arange(count))
        final = np.zeros(count, np.int32)
        self.table[slots[fresh]] = final[fresh] = known + np.arange(len(fresh))
        new = np.flatnonzero(numbers >= known)
        numbers[new] = final[numbers[new] - known]
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

    def _rebuild(self, size: int) -> None:
        """Make the table anew, of this size."""
        self.table = np.full(size, FREE, np.int32)
        for start in range(0, self.known, BLOCK):
            numbers = np.arange(start, min(start + BLOCK, self.known), dtype=np.int32)
            slots, pending, further = self._slots(self.packed[numbers].T), np.arange(len(numbers)), 0
            while len(pending):
                free = pending[self.table[slots[pending]] == FREE]
                np.minimum.at(self.table, slots[free], numbers[free])
                pending, further = pending[self.table[slots[pending]] != numbers[pending]], further + 1
                slots[pending] = slots[pending] + further & size - 1
