"""What a revision does, in the form of the trace files: by it two versions are compared.

Seen is what is sent, published and shown, how the server's own register changed, and for whom an answer is awaited.
Decided is what stands behind that: tables, rows, reasons, clauses. Nobody outside can tell that apart.
What is asked: the tables, row by row and cell by cell; and actors that are led along by what another revision met.
"""

import json
from collections.abc import Hashable
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache, cached_property
from itertools import islice
from typing import Any

import spec_impl.interface as model

from .marks import NOT_AT_WORK, times, was_at_work

_TABLES: tuple[Any, ...] = (*model.HOME_SERVER_TABLES, *model.DIRECTORY_TABLES)
TABLES_BY_NAME = {table.name: table for table in _TABLES}
_COMPLETED = model.READINGS["COMPLETED"]


def reading_named(name: str) -> model.Reading:
    """A reading by its name, or the recommended one with one switch turned: `COMPLETED, proof=exact_id`."""
    known, _, turned = name.partition(", ")
    if not turned:
        return model.READINGS[known]
    switch, _, value = turned.partition("=")
    return replace(model.READINGS[known], name=name, **{switch: value})  # type: ignore[arg-type]


def named_readings() -> dict[str, dict[str, str]]:
    """The named readings, switch by switch."""
    return {
        name: {switch: str(getattr(each, switch)) for switch in model.switches()}
        for name, each in model.READINGS.items()
    }


# --- One reaction -----------------------------------------------------------------------------------------------------


Key = tuple[tuple[str, ...], ...]
"""What is compared of one reaction, as texts: what is sent, published, shown, held, awaited, named, and decided."""


def observation(key: Key) -> dict[str, Any]:
    """Everything that is compared of one reaction; home servers and the directory alike."""
    *seen, decided = ([json.loads(text) for text in texts] for texts in key)
    names = ("sends", "published", "shown", "register", "waits", "names")
    return {"seen": dict(zip(names, seen, strict=True)), "decided": decided}


def difference_key(before: Any, after: Any, reaction: Any, reading: model.Reading) -> Key:
    """What is seen and decided, by which equal reactions are known: each thing as often as it is done."""
    sends = _texts(model.Envelope, reaction.sends)
    decided = tuple(_decided(verdict, reading) for verdict in reaction.verdicts)
    if not isinstance(before, model.HomeServer):
        return sends, (), (), (), (), _renamed(before, after), decided
    waits = (json.dumps([str(each.user), each.room, each.waiting_for]) for each in after.wishes if each.waiting_for)
    published, shown = _texts(model.StateUpdate, reaction.published), _texts(model.Notice, reaction.notices)
    return sends, published, shown, _changed(before, after), tuple(waits), (), decided


def _texts(hint: Any, values: tuple[Any, ...]) -> tuple[str, ...]:
    """In one order, since the network orders nothing."""
    return tuple(sorted(_written(hint, value) for value in values)) if values else ()


@cache
def _written(hint: Any, value: Any) -> str:
    """A message, update, notice or room as text; the same few come again and again."""
    return json.dumps(model.to_json(value, hint), sort_keys=True)


def _changed(before: model.HomeServer, after: model.HomeServer) -> tuple[str, ...]:
    """Each room that the server holds otherwise now: as it held it before, and as it holds it."""
    if before.rooms == after.rooms:
        return ()
    old, new = ({view.room: _written(model.Room, view) for view in server.rooms} for server in (before, after))
    rooms = (room for room in sorted({*old, *new}) if old.get(room) != new.get(room))
    return tuple(f"[{json.dumps(room)}, {old.get(room, 'null')}, {new.get(room, 'null')}]" for room in rooms)


def _renamed(before: model.Directory, after: model.Directory) -> tuple[str, ...]:
    """What the directory holds of a name only before, or only after: by it later answers differ."""
    if before == after:
        return ()
    old, new = (json.loads(_written(model.Directory, each))["names"] for each in (before, after))
    apart = [[each for each in here if each not in there] for here, there in ((old, new), (new, old))]
    return (json.dumps(apart, sort_keys=True),)


@cache
def _decided(verdict: model.Verdict, reading: model.Reading) -> str:
    """A verdict as text: with the sentence of its row, without the number, which a row put in before it changes."""
    row = TABLES_BY_NAME[verdict.table].rows_in(reading)[verdict.row - 1]
    told = {"reason": str(verdict.reason or ""), "told": str(verdict.told or ""), "cites": list(verdict.cites)}
    about = {"table": verdict.table, "sentence": row.sentence, "outcome": str(verdict.outcome)}
    return json.dumps(about | told)


class Observations:
    """Observations by their numbers; each is written once, however often it is made."""

    def __init__(self) -> None:
        self._numbers: dict[Key, int] = {}

    def of(self, before: Any, after: Any, reaction: Any, reading: model.Reading) -> int:
        """The number of what is seen here."""
        return self.number(difference_key(before, after, reaction, reading))

    def number(self, key: Key) -> int:
        """The number of an observation."""
        return self._numbers.setdefault(key, len(self._numbers))

    def __len__(self) -> int:
        return len(self._numbers)

    def written(self, told: int = 0) -> list[dict[str, Any]]:
        """The observations in the order of their numbers, without the first ones that were told before."""
        return [observation(key) for key in islice(self._numbers, told, None)]

    def rows(self) -> set[tuple[str, str]]:
        """The rows that decided in any of them, by table and sentence."""
        decided = (json.loads(text) for text in {text for key in self._numbers for text in key[-1]})
        return {(each["table"], each["sentence"]) for each in decided}


def reacted(judged: model.Situation | model.Inquiry, reading: model.Reading) -> tuple[Any, Any, Any]:
    """The actor before, the actor after, and its reaction."""
    if isinstance(judged, model.Inquiry):
        inquired = model.inquire(judged.directory, judged.sender, judged.message, reading)
        return judged.directory, inquired.directory, inquired
    reaction = model.receive(judged.server, judged.sender, judged.message, reading)
    return judged.server, reaction.server, reaction


def step_seen(made: Any) -> dict[str, Any]:
    """What is seen of a whole step; what was judged is asked anew, since an older revision's step does not keep it."""
    judged = model.situation(made.before, made.action)
    if judged is None:
        return {"seen": {}, "decided": []}
    if isinstance(judged, model.Inquiry):
        return observation(difference_key(judged.directory, made.after.directory, made, made.before.reading))
    return observation(difference_key(judged.server, made.after.server(judged.server.name), made, made.before.reading))


# --- The tables: their rows, and what they say in every situation in which a table can be printed ---------------------


def rows() -> list[dict[str, Any]]:
    """Every table, row by row, as it is written."""
    return [{"table": name, "rows": [_row(row) for row in table.rows]} for name, table in TABLES_BY_NAME.items()]


def _row(row: Any) -> dict[str, Any]:
    return {
        "sentence": row.sentence,
        "cites": list(row.cites),
        "outcome": str(row.outcome),
        "reason": str(row.reason or ""),
        "tells": str(row.tells or ""),
        "over": list(row.over),
        "under": f"{row.under[0]}={'|'.join(row.under[1])}" if row.under else "",
    }


def readings_told_apart(tables: list[str]) -> dict[str, list[str]]:
    """The readings that each of these tables can tell apart."""
    return {table: list(_readings(table)) for table in _planned(tables)}


def cells(
    tables: list[str],
    readings: dict[str, list[str]] | None = None,
    places: dict[str, dict[str, list[int]]] | None = None,
) -> list[dict[str, Any]]:
    """The situations of the tables, of all where none is named, in which anything that differs was at work.

    Arguments: the tables; in which readings of each, if not in all that it can tell apart; and instead of where what
    differs was at work, at which places in which reading. What this version has no word for is left out.
    """
    found = []
    for table in _planned(tables):
        asked = places if places is not None else readings
        if asked is None or table in asked:
            names = _readings(table) if asked is None else asked[table]
            known = {name: reading for name in names if (reading := _reading_if_known(name))}
            for name, reading in known.items():
                found.append(_in_reading(table, reading, name, places[table][name] if places else None))
    return found


def _reading_if_known(name: str) -> model.Reading | None:
    """The reading, unless this version has no such name, switch or value."""
    try:
        return reading_named(name)
    except (KeyError, TypeError, ValueError):
        return None


def _planned(tables: list[str]) -> list[str]:
    return [each for each in model.PLANS if each in TABLES_BY_NAME and (not tables or each in tables)]


def _in_reading(table: str, reading: model.Reading, name: str, places: list[int] | None) -> dict[str, Any]:
    """For each choice of words along the axes, in order, the number of what is seen and decided."""
    situations, seen = _cells_of(table), Observations()
    numbers = [NOT_AT_WORK] * len(situations)
    for place in range(len(situations)) if places is None else places:
        if key := situations[place].under(reading, is_asked=places is not None):
            numbers[place] = seen.number(key)
    axes = [[axis, list(words)] for axis, words in model.PLANS[table].axes.items()]
    return {"table": table, "reading": name, "axes": axes, "cells": numbers, "observations": seen.written()}


@cache
def _cells_of(table: str) -> tuple["_Cell", ...]:
    since = times()
    made = [cell.situation for cell in model.PLANS[table].cells(_COMPLETED)]
    is_made_otherwise = was_at_work(since)  # of any: many have a server in common, which is made once
    return tuple(_Cell(each, is_made_otherwise) for each in made)


@dataclass
class _Cell:
    """One situation, decided under the recommended reading; again under another one where an asked switch differs."""

    judged: Any
    is_made_otherwise: bool

    @cached_property
    def usual(self) -> tuple[tuple[Any, Any, Any], bool, set[str]]:
        """What happens, whether anything that differs was at work, and the switches that were asked."""
        noting: Any = _Noting(_COMPLETED)
        return *self._met(noting), noting.asked

    @cached_property
    def usual_key(self) -> Key:
        """What is seen and decided."""
        return difference_key(*self.usual[0], _COMPLETED)

    def under(self, reading: model.Reading, *, is_asked: bool) -> Key | None:
        """What is seen and decided under a reading, if that is asked, or anything that differs was at work."""
        _, is_at_work, switches = self.usual
        if all(getattr(reading, each) == getattr(_COMPLETED, each) for each in switches):
            return self.usual_key if is_asked or is_at_work else None
        happened, is_at_work = self._met(reading)
        return difference_key(*happened, reading) if is_asked or is_at_work else None

    def _met(self, reading: Any) -> tuple[tuple[Any, Any, Any], bool]:
        since = times()
        happened = reacted(self.judged, reading)
        return happened, self.is_made_otherwise or was_at_work(since)


class _Noting:
    """A reading that notes which of its switches somebody looks at."""

    def __init__(self, reading: model.Reading) -> None:
        self.reading, self.asked = reading, set[str]()

    def __getattr__(self, name: str) -> Any:
        self.asked.add(name)
        return getattr(self.reading, name)

    def takes(self, switch: str, *values: str) -> bool:
        self.asked.add(switch)
        return self.reading.takes(switch, *values)


def _readings(table: str) -> tuple[str, ...]:
    """The named readings, and the recommended one with each switch that the table looks at turned each other way."""
    asked = {row.under[0] for row in TABLES_BY_NAME[table].rows if row.under}
    for each in _cells_of(table):
        asked |= each.usual[-1]
    turned = [(switch, value) for switch in model.switches() if switch in asked for value in model.values_of(switch)]
    others = [(switch, value) for switch, value in turned if value != getattr(_COMPLETED, switch)]
    return (*model.READINGS, *(f"{_COMPLETED.name}, {switch}={value}" for switch, value in others))


# --- Actors that are led along by what another revision met, step by step ---------------------------------------------


class Led:
    """The actors of one beginning: a state of one is known by a number, what happens to it is an action in JSON."""

    def __init__(self, reading: model.Reading, actions: list[Any]) -> None:
        self.reading = reading
        self.actions: list[Any] = []
        for each in actions:
            try:
                self.actions.append(model.from_json(each, model.Action))
            except model.TraceError as unknown:  # no action here, and why
                self.actions.append(unknown)
        self.start: model.World | None = None
        self.states: list[model.HomeServer | model.Directory] = []
        self._numbers: dict[Hashable, int] = {}
        self.seen = Observations()
        self.told = 0

    def number(self, state: model.HomeServer | model.Directory) -> int:
        """The number of a state."""
        found = self._numbers.setdefault(state, len(self.states))
        if found == len(self.states):
            self.states.append(state)
        return found

    def answer(self, number: int, action_number: int) -> list[Any]:
        """The state after an action and what was seen; or, with no state, why there is neither."""
        actor: Any = self.states[number]
        reading, action = self.reading, self.actions[action_number]
        if isinstance(action, model.TraceError):
            return [-1, "unknown", str(action)]
        try:
            is_home = isinstance(actor, model.HomeServer)
            world = model.World(reading, (actor,)) if is_home else model.World(reading, directory=actor)
            judged = model.situation(world, action)
            assert judged, "a fault is judged by nobody"
            before, after, reaction = reacted(judged, reading)
        except Exception as broken:  # noqa: BLE001  a rule that was never meant for this is a difference, not a fault
            return [-1, "broken", type(broken).__name__]
        return [self.number(after), self.seen.of(before, after, reaction, reading)]


_LED: list[Led] = []
"""The one beginning that is followed now."""


def begin(reading: str, world: Any, lead: list[Any], actions: list[Any]) -> dict[str, Any]:
    """Begin as the other revision began: the same world, then the actions that lead on, as far as they can happen here.

    `actions` are all that will be asked about from then on, by their numbers.
    """
    led = Led(reading_named(reading), actions)
    _LED[:] = [led]
    seen: list[Any] = []
    try:
        now: model.World = replace(model.from_json(world, model.World), reading=led.reading)
        for written in lead:
            made = model.step(now, model.from_json(written, model.Action))
            seen.append(step_seen(made))
            now = made.after
    except (model.NotEnabled, model.TraceError) as refused:
        return {"seen": seen, "stopped": str(refused)}
    led.start = now
    actors = {str(server.name): led.number(server) for server in now.servers}
    return {"seen": seen, "stopped": "", "actors": actors | {str(model.DIRECTORY): led.number(now.directory)}}


def led_now() -> Led:
    """The actors that are followed now."""
    (led,) = _LED
    return led


ACTOR: Any = model.HomeServer | model.Directory


def place(states: list[Any]) -> list[int]:
    """The numbers of states that the other revision wrote; -1 for one that this revision has no words for."""
    numbers = [-1] * len(states)
    for place, written in enumerate(states):
        with suppress(model.TraceError):
            numbers[place] = led_now().number(model.from_json(written, ACTOR))
    return numbers


def react(questions: list[Any]) -> dict[str, Any]:
    """For each state and action the answer, and the observations that are new since the last time."""
    led = led_now()
    found = [led.answer(number, action) for number, action in questions]
    fresh = led.seen.written(led.told)
    led.told += len(fresh)
    return {"answers": found, "observations": fresh}
