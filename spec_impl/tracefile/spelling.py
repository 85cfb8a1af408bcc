"""How each type of the model is spelt in JSON, read off its type hints.

A new field, message or command needs no line here; a new kind of word, such as another id, needs one.
"""

from dataclasses import fields, is_dataclass
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, NewType, Union, get_args, get_origin, get_type_hints

from ..messages import Envelope
from ..room import Room
from ..terms import DIRECTORY, RoomAlias, RoomId, ServerName, UserId
from ..world import World
from .shapes import Choice, Flag, Maybe, Number, Record, Row, Several, Shape, Text, Words, doc_of, kind_of

ClauseId = NewType("ClauseId", str)
Actor = NewType("Actor", str)
Author = NewType("Author", str)

_END = r"(?!\n)$"  # in Python alone, `$` also stands before a last line break
_HOST = r"[a-z0-9.-]+(:[0-9]+)?"
_SERVER = rf"(?!{DIRECTORY}$){_HOST}"


def _user(text: str) -> UserId:
    name, _, server = text[1:].partition(":")
    return UserId(name, ServerName(server))


# Printable ASCII throughout: sets are sorted by `repr`, which spells newer characters differently in each Python.
_TEXTS: dict[Any, Text] = {
    str: Text("Line", rf"^[ -~]*{_END}", "line of printable ASCII"),
    UserId: Text("UserId", rf"^@[!-9;-~]+:{_SERVER}{_END}", "user id; write @name:server", _user),
    ServerName: Text("ServerName", rf"^{_SERVER}{_END}", "name of a home server; write a.example or localhost:8448"),
    RoomId: Text("RoomId", rf"^![!-~]+{_END}", "room id; write !name"),
    RoomAlias: Text("RoomAlias", rf"^#[!-~]+{_END}", "room alias; write #name"),
    ClauseId: Text("ClauseId", rf"^[A-Z]+-[0-9]+{_END}", "clause id; write PRV-3"),
    Actor: Text("Actor", rf"^{_HOST}{_END}", f'name of a home server; write a.example, or "{DIRECTORY}"'),
    Author: Text("Author", rf"^({_SERVER})?{_END}", "name of a home server; write a.example, or nothing for nobody"),
}

_WRITTEN_AS: dict[tuple[type[Any], str], Any] = {
    (Envelope, "sender"): Actor,
    (Envelope, "receiver"): Actor,
    (Room, "map_version"): tuple[int, Author],
}
"""Fields that hold less, or more, than their type in the model says."""

_UNWRITTEN = {(World, "reading")}
"""Fields that stand once, elsewhere in the document."""


@cache
def shape_of(hint: Any) -> Shape:
    """How the values of a type are written. Raises `TypeError` for a type that no trace holds so far."""
    if hint in _TEXTS:
        return _TEXTS[hint]
    if hint in (int, bool):
        return Number() if hint is int else Flag()
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return Words(hint.__name__, tuple(hint), doc_of(hint))
    if isinstance(hint, type) and is_dataclass(hint):
        return Record(hint, {name: shape_of(part) for name, part in _fields_of(hint).items()})
    return _compound(get_origin(hint), get_args(hint))


def _compound(origin: Any, parts: tuple[Any, ...]) -> Shape:
    if origin is Literal:
        return Words("", parts)
    if origin is tuple:
        return Several(shape_of(parts[0])) if parts[-1] is Ellipsis else Row(tuple(map(shape_of, parts)))
    if origin in (Union, UnionType):
        some = [part for part in parts if part is not NoneType]
        inner = shape_of(some[0]) if len(some) == 1 else Choice({kind_of(part): _record(part) for part in some})
        return inner if len(some) == len(parts) else Maybe(inner)
    raise TypeError(f"no trace holds a {origin} of {parts}; say in shapes.py how it is written")


def _record(cls: Any) -> Record:
    shape = shape_of(cls)
    assert isinstance(shape, Record), "only records can be told apart by a kind"
    return shape


def _fields_of(cls: type[Any]) -> dict[str, Any]:
    hints = get_type_hints(cls)
    names = [field.name for field in fields(cls) if (cls, field.name) not in _UNWRITTEN]
    return {name: _WRITTEN_AS.get((cls, name), hints[name]) for name in names}
