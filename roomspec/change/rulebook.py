"""The rulebook: every table, cell, word and weight of the specification as one file that needs no Python.

Rule 1: whatever stands in it is read off the model; no name of a table, a row, a word or a switch is typed here.
Rule 2: of a guard and of an effect it has the name and what the docstring says, since neither can be written as data.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from math import prod
from typing import Any, Literal, get_args

from spec_impl.cells import PLANS, Plan
from spec_impl.commands import Command, Giver
from spec_impl.messages import Asking, Told, WireMessage
from spec_impl.reading import COMPLETED, READINGS, Reading, switches, values_of
from spec_impl.rows import Outcome, Row, Table
from spec_impl.rules import TABLES
from spec_impl.rules.table import Reason
from spec_impl.situation import Inquiry
from spec_impl.terms import Ender, JoinMode, Membership, Update
from spec_impl.trace_schema import ClauseId, kind_of, schema_of
from spec_impl.tracefile import schema

_WIDEST = 40
"""How many answers stand on one line of the file, at most."""


@dataclass(frozen=True, slots=True)
class Named:
    """A guard or an effect: its name in words, and what it asks or does."""

    name: str
    says: str


@dataclass(frozen=True, slots=True)
class Setting:
    """The row is there in readings whose switch stands at one of these values, and in no other."""

    switch: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One row: its number among all rows of its table, from 1 on, what it asks, and what follows where it decides."""

    number: int
    cites: tuple[ClauseId, ...]
    over: tuple[ClauseId, ...]
    sentence: str
    when: Named
    does: Named
    outcome: Outcome
    reason: Reason | None
    told: Told | None
    under: Setting | None


@dataclass(frozen=True, slots=True)
class Axis:
    """One thing that may differ from situation to situation, its usual value first."""

    name: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TableOfRules:
    """The rows for one kind of request, in the order in which they are asked: the first that applies decides.

    `answers` has the number of the row that decides in each situation under COMPLETED, whatever lines it is broken
    into: the last axis runs fastest.
    """

    name: str
    title: str
    at: Literal["a home server", "the directory"]
    judges: str
    rows: tuple[RuleRow, ...]
    axes: tuple[Axis, ...]
    answers: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class MembershipWord:
    """A membership: its rank in a stay, who may end a stay so, whether it shows that the user is or was in."""

    word: Membership
    rank: int
    clauses: tuple[ClauseId, ...]
    ended_by: Ender | None
    shows_presence: bool


@dataclass(frozen=True, slots=True)
class ModeWord:
    """A join mode, and the values of the switch hidden_modes under which it hides the room."""

    word: JoinMode
    hidden_under: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ToldWord:
    """Words that an asker can hear, and the clause behind them."""

    word: Told
    clause: ClauseId


@dataclass(frozen=True, slots=True)
class WordList:
    """Every word that can stand in one kind of place; there are no others."""

    name: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CommandKind:
    """A kind of command: who can have reason to give it, and what it asks of another server."""

    kind: str
    about: str
    giver: Giver
    asks: Asking | None
    cites: tuple[ClauseId, ...]


@dataclass(frozen=True, slots=True)
class MessageKind:
    """A kind of message: who sends it to whom, and whether the network may lose it."""

    kind: str
    about: str
    route: str
    may_be_lost: bool
    cites: tuple[ClauseId, ...]


@dataclass(frozen=True, slots=True)
class Weight:
    """What two changes of one thing are compared by, the first part first; of those known the largest is held."""

    kind: str
    compared: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Switch:
    """A place where the text is silent or contradicts itself: the ways to read it, and why one is recommended."""

    name: str
    values: tuple[str, ...]
    because: str
    cites: tuple[ClauseId, ...]


@dataclass(frozen=True, slots=True)
class Rulebook:
    """What a home server and the directory decide by: tables, words, weights, and the readings of the text."""

    format: Literal["roomspec-rules"]
    version: Literal[1]
    tables: tuple[TableOfRules, ...]
    memberships: tuple[MembershipWord, ...]
    modes: tuple[ModeWord, ...]
    told: tuple[ToldWord, ...]
    words: tuple[WordList, ...]
    commands: tuple[CommandKind, ...]
    messages: tuple[MessageKind, ...]
    weights: tuple[Weight, ...]
    switches: tuple[Switch, ...]
    readings: tuple[Reading, ...]


def rulebook() -> Rulebook:
    """The rules as they now are."""
    return Rulebook(
        "roomspec-rules",
        1,
        tuple(_table(table, PLANS[name]) for name, table in TABLES.items()),
        tuple(_word(each, MembershipWord) for each in Membership),
        tuple(_word(each, ModeWord) for each in JoinMode),
        tuple(_word(each, ToldWord) for each in Told),
        tuple(_word_lists()),
        tuple(CommandKind(*_kind(each), each.giver, each.asks, _ids(each.cites)) for each in get_args(Command)),
        tuple(
            MessageKind(*_kind(each), each.route, each.may_be_lost, _ids(each.cites)) for each in get_args(WireMessage)
        ),
        tuple(_weights()),
        tuple(
            Switch(name, values_of(name), each.metadata["because"], _ids(each.metadata["cites"]))
            for name, each in switches().items()
        ),
        tuple(READINGS.values()),
    )


def _table(table: Table[Any, Any], plan: Plan) -> TableOfRules:
    numbers = {id(row): number for number, row in enumerate(table.rows, start=1)}
    cells = tuple(plan.cells(COMPLETED))
    answers = tuple(numbers[id(table.deciding(cell.situation)[1])] for cell in cells)
    width, usual = _width(plan), cells[0].situation
    return TableOfRules(
        table.name,
        table.title,
        "the directory" if isinstance(usual, Inquiry) else "a home server",
        kind_of(type(usual.message)),
        tuple(_row(row, number) for number, row in enumerate(table.rows, start=1)),
        tuple(Axis(name, tuple(map(str, values))) for name, values in plan.axes.items()),
        tuple(answers[at : at + width] for at in range(0, len(answers), width)),
    )


def _width(plan: Plan) -> int:
    """How many answers stand on a line: as many of the last axes run through it as there is room for."""
    sizes = [len(values) for values in plan.axes.values()]
    products = (prod(sizes[at:]) for at in range(len(sizes) + 1))
    return next(each for each in products if each <= _WIDEST)


def _row(row: Row[Any, Any], number: int) -> RuleRow:
    return RuleRow(
        number,
        tuple(map(ClauseId, row.cites)),
        tuple(map(ClauseId, row.over)),
        row.sentence,
        _named(row.when),
        _named(row.does),
        row.outcome,
        Reason(row.reason) if row.reason else None,
        Told(row.tells) if row.tells else None,
        Setting(*row.under) if row.under else None,
    )


def _named(function: Callable[..., Any]) -> Named:
    return Named(function.__name__.strip("_").replace("_", " "), " ".join((function.__doc__ or "").split()))


def _kind(cls: type[Any]) -> tuple[str, str]:
    return kind_of(cls), (cls.__doc__ or "").strip().partition("\n")[0]


def _ids(cites: str) -> tuple[ClauseId, ...]:
    return tuple(map(ClauseId, cites.split()))


def _word(member: Any, cls: type[Any]) -> Any:
    """A word with all that it says of itself."""
    return cls(member, *(getattr(member, field.name) for field in fields(cls)[1:]))


def _word_lists() -> Iterator[WordList]:
    """Every closed list of words, in the traces and here."""
    parts = {**schema()["$defs"], **schema_of(Rulebook, {})["$defs"]}
    for name in sorted(parts):
        if "enum" in parts[name]:
            yield WordList(name, tuple(map(str, parts[name]["enum"])))


class _Path:
    """Stands in for a change, so that its weight says which of its parts it is made of."""

    def __init__(self, path: str = "") -> None:
        self._path = path

    def __getattr__(self, name: str) -> "_Path":
        return _Path(f"{self._path}.{name}".lstrip("."))

    def __str__(self) -> str:
        return self._path


def _weights() -> Iterator[Weight]:
    for kind in get_args(Update):
        if "weight" in vars(kind):
            yield Weight(kind_of(kind), tuple(map(str, vars(kind)["weight"].fget(_Path()))))
