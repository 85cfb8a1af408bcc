"""How two versions differ, with nobody's verdict on it: in their sources, their rows, their cells, and in one step.

Everything here is plain values that a process beside each version has written; nothing is asked of anybody.
Steps that part in the same way are one change, known by its key: the table, the rows, and what was seen in kinds.
"""

import ast
import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count, islice, product
from pathlib import Path
from typing import Any

Observation = Mapping[str, Any]
Written = list[dict[str, Any]]
RowNames = frozenset[tuple[str, str]]
"""Rows of which something is written otherwise in the other version: table and sentence."""

WORD_FOR = {"accept": "accepted", "refuse": "refused", "hold": "kept for later", "ignore": "ignored"}


# --- The sources ------------------------------------------------------------------------------------------------------


def same_program(one: Path, other: Path) -> bool:
    """Whether two packages are the same but for layout and comments; then nothing has to be run."""

    def normal(path: Path) -> Any:
        content = path.read_bytes()
        with suppress(SyntaxError, ValueError):
            return ast.dump(ast.parse(content)) if path.suffix == ".py" else content
        return content

    files, others = (
        sorted(p.relative_to(folder) for p in folder.rglob("*") if p.is_file() and "__pycache__" not in p.parts)
        for folder in (one, other)
    )
    return files == others and all(normal(one / name) == normal(other / name) for name in files)


# --- One step ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Side:
    """One version's part in it: `sentence` is the row's, `words` say what follows, `stopped` why nothing can.

    Refused is whoever hears a no, also one that comes before the decision; a message that is ignored is no request.
    """

    sentence: str
    words: str
    is_granted: bool
    is_refused: bool = False
    stopped: str = ""


@dataclass(frozen=True)
class Parting:
    """One way in which two versions part."""

    key: str
    table: str
    before: Side
    after: Side
    clauses: tuple[str, ...]

    @property
    def is_new(self) -> bool:
        """Whether the older version has no such command or message at all."""
        return bool(self.before.stopped)

    @property
    def is_more(self) -> bool:
        """Whether something that was refused before is granted now, which is all that a feature may do."""
        return self.after.is_granted and (self.before.is_refused or self.is_new)


def stopped(sentence: str) -> Observation:
    """What is seen of a version in which this cannot happen."""
    return {"seen": None, "decided": [], "stopped": sentence}


def same_seen(one: Observation, other: Observation) -> bool:
    """Whether nobody outside could tell the two apart."""
    return bool(one["seen"] == other["seen"])


def same_decided(one: Observation, other: Observation) -> bool:
    """Whether the same was decided for the same reasons; in which words a row says so does not count."""
    plain = [[{**each, "sentence": ""} for each in side["decided"]] for side in (one, other)]
    return plain[0] == plain[1]


def parting(before: Observation, after: Observation, changed: RowNames) -> Parting:
    """What parts the two, by the first verdict that differs; where none does, by the last."""
    old, new = _verdicts(before["decided"], after["decided"])
    verdicts = [each for each in (old, new) if each]
    table = verdicts[0]["table"] if verdicts else ""
    key = json.dumps([table, *_marks(before, after, old), *_marks(after, before, new)])
    written = [each for each in verdicts if (each["table"], each["sentence"]) in changed]
    # The clauses of the rows that are written otherwise, if one of the two is; else of both.
    clauses = tuple(dict.fromkeys(clause for each in written or verdicts for clause in each["cites"]))
    return Parting(key, table, _side(before, after, old), _side(after, before, new), clauses)


def _verdicts(one: list[Any], other: list[Any]) -> tuple[Any, Any]:
    last_old, last_new = (decided[-1] if decided else None for decided in (one, other))
    for place in range(max(len(one), len(other))):
        old, new = (decided[place] if place < len(decided) else None for decided in (one, other))
        if old != new:
            return old or last_old, new or last_new
    return last_old, last_new


def _side(mine: Observation, other: Observation, verdict: Any) -> Side:
    if mine.get("stopped"):
        return Side("", "cannot happen", is_granted=False, stopped=str(mine["stopped"]))
    outcomes = {each["outcome"] for each in mine["decided"]}
    granted = "accept" in outcomes and not {"refuse", "ignore", "hold"} & outcomes
    sentence = verdict["sentence"] if verdict else ""
    return Side(sentence, _words(mine, other, verdict), granted, bool({"refuse", "hold"} & outcomes))


def _words(mine: Observation, other: Observation, verdict: Any) -> str:
    """What was decided and told, then whatever else only this version shows."""
    parts = [WORD_FOR[verdict["outcome"]] if verdict else "nothing is decided"]
    if verdict and verdict["reason"]:
        parts[0] += f" ({verdict['reason'].lower().replace('_', ' ')})"
    if verdict and verdict["told"]:
        parts.append(f"the asker hears “{verdict['told']}”")
    for name, verb in (("sends", "sends"), ("published", "publishes"), ("shown", "shows")):
        found = [_thing(each) for each in _only(mine, other, name)]
        told = ("Refusal ", "JoinRefused ", "CommandRefused ")
        if words := ", ".join(dict.fromkeys(each for each in found if not each.startswith(told))):
            parts.append(f"{verb} {words}")
    return "; ".join(parts)


def _only(mine: Observation, other: Observation, name: str) -> list[Any]:
    """What is seen in this version alone."""
    seen, others = mine["seen"] or {}, other["seen"] or {}
    return [each for each in seen.get(name, []) if each not in others.get(name, [])]


def _thing(found: Mapping[str, Any]) -> str:
    """A message, update or notice in a few words."""
    if "message" in found:
        return f"{found['message']['kind']} to {found['receiver']}"
    if "to" in found:
        return f"{found['kind']} to {found['to']}"
    update = found["update"]
    return f"{update['user']} {update['membership']}" if "membership" in update else str(update["kind"])


def _marks(mine: Observation, other: Observation, verdict: Any) -> list[str]:
    """What makes this side's part of the key: the row, and the kinds of what only this version shows."""
    decided = [verdict[name] for name in ("sentence", "outcome", "told")] if verdict else []
    parts = {
        f"{name} {each.get('message', each).get('kind', name)}"
        for name in ("sends", "published", "shown")
        for each in _only(mine, other, name)
    }
    seen, others = mine["seen"] or {}, other["seen"] or {}
    parts |= {name for name in ("register", "waits") if seen.get(name, []) != others.get(name, [])}
    return [*decided, *sorted(parts)]


# --- Rows -------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class RowChange:
    """One row that is written otherwise; `before` or `after` is missing where there was or is none."""

    table: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None


def row_changes(before: Written, after: Written) -> list[RowChange]:
    """The rows that differ: the same sentence in the same table is the same row, or one that took its place."""
    old, new = ({each["table"]: each["rows"] for each in side} for side in (before, after))
    found: list[RowChange] = []
    for table in {**old, **new}:
        was, now = old.get(table, []), new.get(table, [])
        rest = {row["sentence"]: row for row in now if row not in was}
        for row in (row for row in was if row not in now):
            does = {name: row[name] for name in ("cites", "outcome", "reason", "under")}
            # A row that cites the same and does the same is the old one, reworded.
            alike = (sentence for sentence, other in rest.items() if does.items() <= other.items())
            same = row["sentence"] if row["sentence"] in rest else next(alike, "")
            found.append(RowChange(table, row, rest.pop(same, None)))
        found += [RowChange(table, None, row) for row in rest.values()]
    return found


def written_otherwise(changes: list[RowChange]) -> RowNames:
    """The rows, by table and sentence."""
    return frozenset((c.table, side["sentence"]) for c in changes for side in (c.before, c.after) if side)


# --- Cells ------------------------------------------------------------------------------------------------------------


@dataclass
class Flips:
    """Cells that end otherwise in one way: how many in each reading, and the words of the first."""

    parting: Parting
    seen: bool
    count: dict[str, int] = field(default_factory=dict)
    example: str = ""


@dataclass
class CellChanges:
    """What comparing all cells came to."""

    compared: int = 0
    flips: dict[str, Flips] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)


def compare_cells(before: Written, after: Written, changed: RowNames) -> CellChanges:
    """Every situation that both versions can build, by the words of its axes."""
    found = CellChanges()
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


def _compare(old: dict[str, Any], mine: dict[str, Any], changed: RowNames, found: CellChanges) -> None:
    keys: dict[tuple[int, int], str] = {}  # of two answers, how they differ; nothing where they do not
    for place, other, number in _paired(old, mine):
        found.compared += 1
        if (other, number) not in keys:
            one, two = old["observations"][other], mine["observations"][number]
            seen = not same_seen(one, two)
            if not seen and same_decided(one, two):
                keys[other, number] = ""
            else:
                way = parting(one, two, changed)
                keys[other, number] = f"{'seen' if seen else 'inside'} {way.key}"
                found.flips.setdefault(keys[other, number], Flips(way, seen))
        if key := keys[other, number]:
            flips = found.flips[key]
            flips.count[mine["reading"]] = flips.count.get(mine["reading"], 0) + 1
            if not flips.example:
                words, _ = next(islice(_by_words(mine), place, None))
                flips.example = ", ".join(f"{axis}: {word}" for axis, word in sorted(words))


def _paired(old: dict[str, Any], mine: dict[str, Any]) -> Iterator[tuple[int, int, int]]:
    """Each situation that both can build: its place in the newer version, and what follows in the older and in it."""
    if old["axes"] == mine["axes"]:
        yield from zip(count(), old["cells"], mine["cells"], strict=False)
        return
    theirs = dict(_by_words(old))
    for place, (words, number) in enumerate(_by_words(mine)):
        if words in theirs:
            yield place, theirs[words], number


def _by_words(cells: dict[str, Any]) -> Iterator[tuple[frozenset[tuple[str, str]], int]]:
    names = [axis for axis, _ in cells["axes"]]
    for chosen, number in zip(product(*(words for _, words in cells["axes"])), cells["cells"], strict=True):
        yield frozenset(zip(names, chosen, strict=True)), number
