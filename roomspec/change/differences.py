"""How two versions differ, with nobody's verdict on it: in one step, in their rows, and in their cells.

Everything here is plain values that a process beside each version has written; nothing is asked of anybody.
Steps that part in the same way are one change, known by its key: the table, the rows, and what was seen in kinds.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice, product, zip_longest
from typing import Any

from .side.marks import NOT_AT_WORK

Observation = Mapping[str, Any]
Written = list[dict[str, Any]]
RowNames = frozenset[tuple[str, str]]
"""Rows, by table and sentence."""


@dataclass(frozen=True)
class Known:
    """What helps to say what a difference is about: the rows that are written otherwise, the clauses of each kind."""

    changed: RowNames = frozenset()
    kinds: Mapping[str, list[str]] = field(default_factory=dict)


WHAT_CAN_HAPPEN = "what can happen"
"""What stands in place of a table where no row is behind a difference, but a condition of steps."""

WORD_FOR = {"accept": "accepted", "refuse": "refused", "hold": "kept for later", "ignore": "ignored"}


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
    is_behind_new: bool = False
    """Whether it is met only after something was done that the older version does not have."""

    @property
    def is_new(self) -> bool:
        """Whether the older version has no such command or message at all, or was done such a thing before."""
        return bool(self.before.stopped) or self.is_behind_new

    @property
    def is_more(self) -> bool:
        """Whether it is about something new, or grants what was refused before: that is all that a feature may do."""
        return self.is_new or (self.after.is_granted and self.before.is_refused)


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


def parting(before: Observation, after: Observation, known: Known, behind: bool = False) -> Parting:
    """What parts the two, by the first verdict that differs; where none does, by the last."""
    old, new = _verdicts(before["decided"], after["decided"])
    verdicts = [each for each in (old, new) if each]
    table = verdicts[0]["table"] if verdicts else ""
    key = json.dumps([table, *_marks(before, after, old), *_marks(after, before, new), *["behind"] * behind])
    # Nearest first: the clauses of rows that are written otherwise, of the kinds that differ, of the other rows.
    written = [each for each in verdicts if (each["table"], each["sentence"]) in known.changed]
    sent = (*_only(before, after, "sends"), *_only(after, before, "sends"))
    kinds = {each["message"]["kind"] for each in sent}
    of_kinds = [clause for kind in sorted(kinds & {*known.kinds}) for clause in known.kinds[kind]]
    of_rows = [[clause for each in rows for clause in each["cites"]] for rows in (written, verdicts)]
    clauses = [*(of_rows[0] or of_rows[1]), *of_kinds]
    return Parting(
        key, table, _side(before, after, old), _side(after, before, new), tuple(dict.fromkeys(clauses)), behind
    )


def same_outcome(one: Observation, other: Observation) -> bool:
    """Whether the same was decided and told; what is held and sent may differ once something was passed over."""
    plain = [[(each["table"], each["outcome"], each["told"]) for each in side["decided"]] for side in (one, other)]
    return plain[0] == plain[1]


def possible_parting(before: Mapping[str, Any], after: Mapping[str, Any], known: Known) -> Parting:
    """How the two differ in what can happen in the same world, and in what that does to the network."""
    can, could = after["enabled"], before["enabled"]
    more, less = left_of(can, could), left_of(could, can)
    kinds = sorted({each["kind"] for each in (*more, *less)})
    rest = [name for name in after if name != "enabled" and after[name] != before[name]] if not kinds else []
    sides_of = ((less, more, before, after), (more, less, after, before))
    words = [_can_happen(one, other, rest, side, beside) for one, other, side, beside in sides_of]
    sides = [Side("", each, is_granted=False) for each in words]
    named = {word for each in (*more, *less) for word in (each["kind"], *_kinds_within(each))}
    clauses = [clause for kind in sorted(named & {*known.kinds}) for clause in known.kinds[kind]]
    key = json.dumps([WHAT_CAN_HAPPEN, kinds, bool(more), bool(less), rest])
    return Parting(key, WHAT_CAN_HAPPEN, sides[0], sides[1], tuple(dict.fromkeys(clauses)))


def _can_happen(
    mine: list[Any], others: list[Any], rest: list[str], side: Mapping[str, Any], beside: Mapping[str, Any]
) -> str:
    if rest:
        plain = [f"{name}: {'yes' if side[name] else 'no'}" for name in rest if name != "after"]
        return "; ".join([*plain, *([_becomes(side["after"], beside["after"])] if "after" in rest else [])])
    can, cannot = ([_action_words(each) for each in actions] for actions in (mine, others))
    words = [f"{'; '.join(sorted({*can}))} can happen"] if can else []
    return "; ".join([*words, *([f"{'; '.join(sorted({*cannot}))} cannot happen"] if cannot else [])])


def _becomes(mine: list[Any], others: list[Any]) -> str:
    """What becomes of a message and of the links by the first thing that has another end in the other version."""
    for (action, *end), other in zip(mine, others, strict=True):
        if [action, *end] != other:
            if len(end) == 1:
                return f"{_action_words(action)}: {end[0]}"
            cut = "; ".join(" and ".join(each) for each in end[1])
            stays = "it stays under way" if end[0] else "it is under way no more"
            return f"after {_action_words(action)}, {stays}" + (f", and cut are {cut}" if cut else "")
    return "nothing more"


def _action_words(action: Mapping[str, Any]) -> str:
    inner = " ".join(_kinds_within(action))
    who = "".join(f"at {action[name]}" for name in ("user", "server") if name in action)
    return " ".join(each for each in (action["kind"], inner, who) if each)


def _kinds_within(action: Mapping[str, Any]) -> list[str]:
    """The kind of the message or command that an action is about."""
    if action["kind"] == "Spread":
        return ["StateUpdate"]
    if "envelope" in action:
        return [action["envelope"]["message"]["kind"]]
    return [action["command"]["kind"]] if "command" in action else []


def _verdicts(one: list[Any], other: list[Any]) -> tuple[Any, Any]:
    last_old, last_new = (decided[-1] if decided else None for decided in (one, other))
    apart = ((old or last_old, new or last_new) for old, new in zip_longest(one, other) if old != new)
    return next(apart, (last_old, last_new))


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
        found = map(_thing, _only(mine, other, name))
        told = ("Refusal ", "JoinRefused ", "CommandRefused ")
        if words := ", ".join(dict.fromkeys(each for each in found if not each.startswith(told))):
            parts.append(f"{verb} {words}")
    return "; ".join(parts)


def _only(mine: Observation, other: Observation, name: str) -> list[Any]:
    """What is seen in this version alone, or more often."""
    seen, others = ((side["seen"] or {}).get(name, []) for side in (mine, other))
    return left_of(seen, others)


def left_of(those: Iterable[Any], others: Iterable[Any]) -> list[Any]:
    """Those that are left when each of the others has taken away one that equals it."""
    left = list(those)
    for each in others:
        if each in left:
            left.remove(each)
    return left


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
    parts |= {name for name in ("register", "waits", "names") if seen.get(name, []) != others.get(name, [])}
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


def rows_decided(observations: Iterable[Observation]) -> set[tuple[str, str]]:
    """The rows that decided in these, by table and sentence."""
    return {(each["table"], each["sentence"]) for found in observations for each in found["decided"]}


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
    """What comparing all cells came to.

    `newer` are values that only the newer version has along an axis of both, with the tables in which it alone was
    asked about them; `beside` is what else only it was asked; `lost` says what only the older one can be asked.
    """

    compared: int = 0
    flips: dict[str, Flips] = field(default_factory=dict)
    newer: dict[str, set[str]] = field(default_factory=dict)
    beside: dict[str, set[str]] = field(default_factory=dict)
    lost: list[str] = field(default_factory=list)

    @property
    def left_out(self) -> list[str]:
        """What was not compared cell by cell, in sentences."""
        newer = (*self.newer.items(), *self.beside.items())
        only = [f"“{value}”, in {', '.join(sorted(tables))}: only in the newer version" for value, tables in newer]
        return [*only, *self.lost]


def compare_cells(before: Written, after: Written, known: Known) -> CellChanges:
    """Every situation that both versions can build, by the words of its axes."""
    found = CellChanges()
    theirs = {(each["table"], each["reading"]): each for each in before}
    for mine in after:
        old = theirs.pop((mine["table"], mine["reading"]), None)
        if not mine["observations"]:  # nothing that differs was at work, so that the older version was not asked
            found.compared += len(mine["cells"])
        elif old is None:
            found.beside.setdefault(f"reading: {mine['reading']}", set()).add(mine["table"])
        else:
            _compare(old, mine, known, found)
    found.lost += [f"{table} in the reading {reading}: only in the older version" for table, reading in theirs]
    found.lost = list(dict.fromkeys(found.lost))
    return found


def _compare(old: dict[str, Any], mine: dict[str, Any], known: Known, found: CellChanges) -> None:
    _note_values(old, mine, found)
    keys: dict[tuple[int, int], str] = {}  # of two answers, how they differ; nothing where they do not
    for place, other, number in _paired(old, mine):
        found.compared += 1
        if other == NOT_AT_WORK:  # nor was it here
            continue
        if (other, number) not in keys:
            one, two = old["observations"][other], mine["observations"][number]
            seen = not same_seen(one, two)
            if not seen and same_decided(one, two):
                keys[other, number] = ""
            else:
                way = parting(one, two, known)
                keys[other, number] = f"{'seen' if seen else 'inside'} {way.key}"
                found.flips.setdefault(keys[other, number], Flips(way, seen))
        if key := keys[other, number]:
            flips = found.flips[key]
            flips.count[mine["reading"]] = flips.count.get(mine["reading"], 0) + 1
            if not flips.example:
                words, _ = next(islice(_by_words(mine, {}), place, None))
                flips.example = ", ".join(f"{axis}: {word}" for axis, word in sorted(words))


def _note_values(old: dict[str, Any], mine: dict[str, Any], found: CellChanges) -> None:
    """The values along the axes that only one of the two has; an axis more stands for the first of its values."""
    was, now = (dict(side["axes"]) for side in (old, mine))
    for axis in {**was, **now}:
        here = now[axis] if axis in now else was[axis][:1]
        there = was[axis] if axis in was else now[axis][:1]
        gone = [word for word in there if word not in here]
        for word in (word for word in here if word not in there):
            if gone:
                found.lost.append(f"{mine['table']}, “{axis}: {word}”: the older version has other words there")
            else:
                among = found.newer if axis in was else found.beside
                among.setdefault(f"{axis}: {word}", set()).add(mine["table"])
        found.lost += [f"{mine['table']}, “{axis}: {word}”: only in the older version" for word in gone]


def _paired(old: dict[str, Any], mine: dict[str, Any]) -> Iterator[tuple[int, int, int]]:
    """Each situation that both can build: its place in the newer version, and what follows in the older and in it."""
    if old["axes"] == mine["axes"]:
        yield from ((n, *pair) for n, pair in enumerate(zip(old["cells"], mine["cells"], strict=True)))
        return
    usual = {axis: words[0] for side in (old, mine) for axis, words in side["axes"]}
    theirs = dict(_by_words(old, usual))
    for place, (words, number) in enumerate(_by_words(mine, usual)):
        if words in theirs:
            yield place, theirs[words], number


def _by_words(cells: dict[str, Any], usual: Mapping[str, str]) -> Iterator[tuple[frozenset[tuple[str, str]], int]]:
    """Each situation by its words; along an axis that these cells do not have it stands at the usual value."""
    names = [axis for axis, _ in cells["axes"]]
    rest = [(axis, word) for axis, word in usual.items() if axis not in names]
    for chosen, number in zip(product(*(words for _, words in cells["axes"])), cells["cells"], strict=True):
        yield frozenset([*zip(names, chosen, strict=True), *rest]), number
