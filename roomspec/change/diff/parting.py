"""How two versions part in one step: what each decided, and what somebody could see of it.

Steps that part in the same way are one change, known by its key: the table, the rows, and what was seen in kinds.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

Observation = Mapping[str, Any]
Rows = frozenset[tuple[str, str]]
"""Rows of which something is written otherwise in the other version: table and sentence."""

PAST = {"accept": "accepted", "refuse": "refused", "hold": "kept for later", "ignore": "ignored"}


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


def same_seen(one: Observation, other: Observation) -> bool:
    """Whether nobody outside could tell the two apart."""
    return bool(one["seen"] == other["seen"])


def same_decided(one: Observation, other: Observation) -> bool:
    """Whether the same was decided for the same reasons; in which words a row says so does not count."""
    plain = [[{**each, "sentence": ""} for each in side["decided"]] for side in (one, other)]
    return plain[0] == plain[1]


def parting(before: Observation, after: Observation, changed: Rows) -> Parting:
    """What parts the two, by the first verdict that differs; where none does, by the last."""
    old, new = _verdicts(before, after)
    table = (old or new or {}).get("table", "")
    sides = tuple(_side(mine, other, verdict) for mine, other, verdict in ((before, after, old), (after, before, new)))
    key = json.dumps([table, *_marks(before, after, old), *_marks(after, before, new)])
    return Parting(key, table, sides[0], sides[1], _clauses(old, new, changed))


def _verdicts(before: Observation, after: Observation) -> tuple[Any, Any]:
    one, other = before["decided"], after["decided"]
    for place in range(max(len(one), len(other))):
        old, new = (decided[place] if place < len(decided) else None for decided in (one, other))
        if old != new:
            return old or _last(one), new or _last(other)
    return _last(one), _last(other)


def _last(decided: list[Any]) -> Any:
    return decided[-1] if decided else None


def _side(mine: Observation, other: Observation, verdict: Any) -> Side:
    if mine.get("stopped"):
        return Side("", "cannot happen", is_granted=False, stopped=str(mine["stopped"]))
    outcomes = [each["outcome"] for each in mine["decided"]]
    granted = "accept" in outcomes and not {"refuse", "ignore", "hold"} & {*outcomes}
    refused = bool({"refuse", "hold"} & {*outcomes})
    return Side(verdict["sentence"] if verdict else "", _words(mine, other, verdict), granted, refused)


def _words(mine: Observation, other: Observation, verdict: Any) -> str:
    """What was decided and told, then whatever else only this version shows."""
    parts = [PAST[verdict["outcome"]] if verdict else "nothing is decided"]
    if verdict and verdict["reason"]:
        parts[0] += f" ({verdict['reason'].lower().replace('_', ' ')})"
    if verdict and verdict["told"]:
        parts.append(f"the asker hears “{verdict['told']}”")
    return "; ".join((*parts, *_only(mine, other)))


def _only(mine: Observation, other: Observation) -> Iterable[str]:
    """What is seen in this version alone."""
    told = {"Refusal", "JoinRefused", "CommandRefused"}
    for name, verb in (("sends", "sends"), ("published", "publishes"), ("shown", "shows")):
        others = (other["seen"] or {}).get(name, [])
        found = [_thing(each) for each in (mine["seen"] or {}).get(name, []) if each not in others]
        if words := ", ".join(dict.fromkeys(each for each in found if each.split()[0] not in told)):
            yield f"{verb} {words}"


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
    seen, others = mine["seen"] or {}, other["seen"] or {}
    parts = [
        f"{name} {each.get('message', each).get('kind', name)}"
        for name in ("sends", "published", "shown")
        for each in seen.get(name, [])
        if each not in others.get(name, [])
    ]
    parts += [name for name in ("register", "waits") if seen.get(name, []) != others.get(name, [])]
    return [*decided, *sorted(set(parts))]


def _clauses(old: Any, new: Any, changed: Rows) -> tuple[str, ...]:
    """The clauses of the rows that are written otherwise, if one of the two is; else of both."""
    verdicts = [each for each in (old, new) if each]
    written = [each for each in verdicts if (each["table"], each["sentence"]) in changed]
    return tuple(dict.fromkeys(clause for each in written or verdicts for clause in each["cites"]))
