"""The tables of a revision: its rows, and what they say in every situation in which a table can be printed."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any

from spec_impl.interface import PLANS, READINGS, Inquiry, Reading, Situation, inquire, receive, switches, values_of

from .observing import TABLES, Observations

RECOMMENDED = "COMPLETED"


def reading_named(name: str) -> Reading:
    """A reading by its name, or the recommended one with one switch turned: `COMPLETED, proof=exact_id`."""
    known, _, turned = name.partition(", ")
    if not turned:
        return READINGS[known]
    switch, _, value = turned.partition("=")
    return replace(READINGS[known], name=name, **{switch: value})  # type: ignore[arg-type]


def rows() -> list[dict[str, Any]]:
    """Every table, row by row, as it is written."""
    return [
        {"table": name, "title": table.title, "rows": [_row(row) for row in table.rows]}
        for name, table in TABLES.items()
    ]


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


def cells(tables: list[str]) -> list[dict[str, Any]]:
    """Every situation of the tables, of all where none is named, in each reading that a table can tell apart."""
    asked = [table for table in PLANS if table in TABLES and (not tables or table in tables)]
    return [_cells(table, reading) for table in asked for reading in _readings(table)]


class _Noting:
    """A reading that notes which of its switches somebody looks at."""

    def __init__(self, reading: Reading) -> None:
        self.reading, self.asked = reading, set[str]()

    def __getattr__(self, name: str) -> Any:
        self.asked.add(name)
        return getattr(self.reading, name)

    def takes(self, switch: str, *values: str) -> bool:
        self.asked.add(switch)
        return self.reading.takes(switch, *values)


@cache
def _readings(table: str) -> tuple[str, ...]:
    """The named readings, and the recommended one with each switch that the table looks at turned each other way."""
    recommended = READINGS[RECOMMENDED]
    noting: Any = _Noting(recommended)
    for cell in PLANS[table].cells(noting):
        TABLES[table].deciding(cell.situation)
    asked = noting.asked | {row.under[0] for row in TABLES[table].rows if row.under}
    return (*READINGS, *_turned(recommended, [switch for switch in switches() if switch in asked]))


def _turned(recommended: Reading, asked: list[str]) -> Iterator[str]:
    for switch in asked:
        for value in values_of(switch):
            if value != getattr(recommended, switch):
                yield f"{recommended.name}, {switch}={value}"


def _cells(table: str, reading_name: str) -> dict[str, Any]:
    """The axes with their words, and for each choice of words, in order, the number of what is seen and decided."""
    plan, reading, seen = PLANS[table], reading_named(reading_name), Observations()
    numbers = [_answer(cell.situation, reading, seen) for cell in plan.cells(reading)]
    axes = [[axis, list(words)] for axis, words in plan.axes.items()]
    return {"table": table, "reading": reading_name, "axes": axes, "cells": numbers, "observations": seen.written}


def _answer(judged: Situation | Inquiry, reading: Reading, seen: Observations) -> int:
    """What follows in one situation, for whoever looks on."""
    if isinstance(judged, Inquiry):
        inquired = inquire(judged.directory, judged.sender, judged.message, reading)
        return seen.of(judged.directory, inquired.directory, inquired, reading)
    reaction = receive(judged.server, judged.sender, judged.message, reading)
    return seen.of(judged.server, reaction.server, reaction, reading)
