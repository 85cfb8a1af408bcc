"""What can be seen of a reaction, in the form of the trace files: by it two versions are compared.

Seen is what is sent, published and shown, how the server's own register changed, and for whom an answer is awaited.
Decided is what stands behind that: tables, rows, reasons, clauses. Nobody outside can tell that apart.
"""

import json
from functools import cache
from typing import Any

from spec_impl.interface import (
    DIRECTORY_TABLES,
    HOME_SERVER_TABLES,
    Directory,
    Envelope,
    HomeServer,
    Notice,
    Reading,
    Room,
    StateUpdate,
    Verdict,
    to_json,
)

TABLES: dict[str, Any] = {
    **{table.name: table for table in HOME_SERVER_TABLES},
    **{table.name: table for table in DIRECTORY_TABLES},
}
Seen = dict[str, Any]


def observation(before: Any, after: Any, reaction: Any, reading: Reading) -> dict[str, Any]:
    """Everything that is compared of one reaction; home servers and the directory alike."""
    seen: Seen = {
        "sends": _set(Envelope, reaction.sends),
        "published": _set(StateUpdate, getattr(reaction, "published", ())),
        "shown": _set(Notice, getattr(reaction, "notices", ())),
        "register": [] if isinstance(before, Directory) else _changed(before, after),
        "waits": [] if isinstance(after, Directory) else _waits(after),
    }
    return {"seen": seen, "decided": [_decided(verdict, reading) for verdict in reaction.verdicts]}


def _set(hint: Any, values: tuple[Any, ...]) -> list[Any]:
    """Each thing once; the network orders nothing, and a second copy in one breath is no second message."""
    if not values:
        return []
    written = dict(_written(hint, value) for value in values)
    return [written[text] for text in sorted(written)]


@cache
def _written(hint: Any, value: Any) -> tuple[str, Any]:
    """A message, update or notice as text and as JSON; the same few come again and again."""
    found = to_json(value, hint)
    return json.dumps(found, sort_keys=True), found


def _changed(before: HomeServer, after: HomeServer) -> list[Any]:
    """Each room that the server holds otherwise now: as it held it before, and as it holds it."""
    if before.rooms == after.rooms:
        return []
    old = {view.room: _written(Room, view)[1] for view in before.rooms}
    new = {view.room: _written(Room, view)[1] for view in after.rooms}
    rooms = sorted({*old, *new})
    return [[room, old.get(room), new.get(room)] for room in rooms if old.get(room) != new.get(room)]


def _waits(server: HomeServer) -> list[Any]:
    return [[str(w.user), w.room, w.waiting_for] for w in server.wishes if w.waiting_for is not None]


@cache
def _decided(verdict: Verdict, reading: Reading) -> dict[str, Any]:
    """A verdict with the sentence of its row, and without the number: a row put in before it changes nothing."""
    row = TABLES[verdict.table].rows_in(reading)[verdict.row - 1]
    return {
        "table": verdict.table,
        "sentence": row.sentence,
        "outcome": str(verdict.outcome),
        "reason": str(verdict.reason or ""),
        "told": str(verdict.told or ""),
        "cites": list(verdict.cites),
    }


class Observations:
    """Observations by their numbers; each is written once, however often it is made."""

    def __init__(self) -> None:
        self.written: list[dict[str, Any]] = []
        self._numbers: dict[str, int] = {}

    def of(self, before: Any, after: Any, reaction: Any, reading: Reading) -> int:
        """The number of what is seen here."""
        found = observation(before, after, reaction, reading)
        text = json.dumps(found, sort_keys=True)
        number = self._numbers.setdefault(text, len(self.written))
        if number == len(self.written):
            self.written.append(found)
        return number

    def since(self, known: int) -> list[dict[str, Any]]:
        """Those that whoever knows so many has not seen yet."""
        return self.written[known:]
