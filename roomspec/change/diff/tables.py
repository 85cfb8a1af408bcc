"""Rows and cells of two versions, side by side: what is written otherwise, and which situations end otherwise."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count, islice, product
from typing import Any

from .parting import Parting, Rows, parting, same_decided, same_seen

Written = list[dict[str, Any]]


@dataclass(frozen=True)
class RowChange:
    """One row that is written otherwise; `before` or `after` is missing where there was or is none."""

    table: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None

    @property
    def clauses(self) -> tuple[str, ...]:
        """The clauses that the row cites, in either version."""
        sides = [side for side in (self.before, self.after) if side]
        return tuple(dict.fromkeys(clause for side in sides for clause in side["cites"]))


@dataclass
class Flips:
    """Cells that end otherwise in one way: how many in each reading, and the words of the first."""

    parting: Parting
    seen: bool
    count: dict[str, int] = field(default_factory=dict)
    example: str = ""


@dataclass
class Cells:
    """What comparing all cells came to."""

    compared: int = 0
    flips: dict[str, Flips] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)


def row_changes(before: Written, after: Written) -> list[RowChange]:
    """The rows that differ: the same sentence in the same table is the same row, or one that took its place."""
    old, new = ({each["table"]: each["rows"] for each in side} for side in (before, after))
    return [change for table in {**old, **new} for change in _in_table(table, old.get(table, []), new.get(table, []))]


def _in_table(table: str, old: Written, new: Written) -> Iterator[RowChange]:
    rest = {row["sentence"]: row for row in new if row not in old}
    for row in (row for row in old if row not in new):
        yield RowChange(table, row, rest.pop(row["sentence"], None) or _successor(row, rest))
    for row in rest.values():
        yield RowChange(table, None, row)


def _successor(row: dict[str, Any], rest: dict[str, dict[str, Any]]) -> dict[str, Any] | None:
    """A row that cites the same and does the same is the old one, reworded."""
    same = ("cites", "outcome", "reason", "under")
    found = next((s for s, other in rest.items() if all(other[name] == row[name] for name in same)), None)
    return rest.pop(found) if found else None


def written_otherwise(changes: list[RowChange]) -> Rows:
    """The rows, by table and sentence."""
    return frozenset((c.table, side["sentence"]) for c in changes for side in (c.before, c.after) if side)


def compare_cells(before: Written, after: Written, changed: Rows) -> Cells:
    """Every situation that both versions can build, by the words of its axes."""
    found = Cells()
    theirs = {(each["table"], each["reading"]): each for each in before}
    for mine in after:
        old = theirs.pop((mine["table"], mine["reading"]), None)
        where = f"{mine['table']} in the reading {mine['reading']}"
        if old is None:
            found.left_out.append(f"{where}: only in the newer version")
        elif {axis for axis, _ in old["axes"]} != {axis for axis, _ in mine["axes"]}:
            found.left_out.append(f"{where}: its situations are made along other axes")
        else:
            _compare(old, mine, changed, found)
    found.left_out += [f"{table} in the reading {reading}: only in the older version" for table, reading in theirs]
    return found


def _compare(old: dict[str, Any], mine: dict[str, Any], changed: Rows, found: Cells) -> None:
    kinds: dict[tuple[int, int], str] = {}
    for place, other, number in _paired(old, mine):
        found.compared += 1
        if (other, number) not in kinds:
            kinds[other, number] = _kind(old["observations"][other], mine["observations"][number], changed, found)
        if key := kinds[other, number]:
            flips = found.flips[key]
            flips.count[mine["reading"]] = flips.count.get(mine["reading"], 0) + 1
            flips.example = flips.example or _words_at(mine, place)


def _paired(old: dict[str, Any], mine: dict[str, Any]) -> Iterator[tuple[int, int, int]]:
    """Each situation that both can build: its place in the newer version, and what follows in the older and in it."""
    if old["axes"] == mine["axes"]:
        yield from zip(count(), old["cells"], mine["cells"], strict=False)
        return
    theirs = dict(_by_words(old))
    for place, (words, number) in enumerate(_by_words(mine)):
        if words in theirs:
            yield place, theirs[words], number


def _words_at(cells: dict[str, Any], place: int) -> str:
    words, _ = next(islice(_by_words(cells), place, None))
    return ", ".join(f"{axis}: {word}" for axis, word in sorted(words))


def _by_words(cells: dict[str, Any]) -> Iterator[tuple[frozenset[tuple[str, str]], int]]:
    names = [axis for axis, _ in cells["axes"]]
    for chosen, number in zip(product(*(words for _, words in cells["axes"])), cells["cells"], strict=True):
        yield frozenset(zip(names, chosen, strict=True)), number


def _kind(old: dict[str, Any], new: dict[str, Any], changed: Rows, found: Cells) -> str:
    """The key of how two answers differ; nothing where they do not."""
    seen = not same_seen(old, new)
    if not seen and same_decided(old, new):
        return ""
    way = parting(old, new, changed)
    key = f"{'seen' if seen else 'inside'} {way.key}"
    found.flips.setdefault(key, Flips(way, seen))
    return key
