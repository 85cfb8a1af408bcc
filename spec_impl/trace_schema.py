"""How every type of the model is spelt in JSON, read off its type hints, and the JSON Schema that says so.

Rule 1: a new field, command or message needs no line here; a new kind of word needs one, and is refused without it.
Rule 2: whatever is refused is refused with one sentence and the place where it stands; the schema asks the same.
Rule 3: a field at its default may be left out. One that came after the first version is written only where it differs,
        so that an older revision reads what a newer one writes.
"""

import json
import re
from collections import Counter
from dataclasses import MISSING, dataclass, fields, is_dataclass
from enum import Enum, StrEnum
from functools import cache, lru_cache, reduce
from itertools import repeat
from operator import or_
from types import NoneType, UnionType
from typing import Any, Literal, NewType, NoReturn, Union, assert_never, get_args, get_origin, get_type_hints

from .bounds import LONGEST, TOO_DEEP, UnreadableError, check_depth, text_in
from .commands import Browse, Create
from .messages import DirectoryQuery, Envelope
from .reading import Reading
from .room import Room
from .terms import BLANK, DIRECTORY, UNSEEN, RoomAlias, RoomId, ServerName, UserId
from .world import Directory, Held, HomeServer, NamedRoom, Wish, World

_LINE = 120
"""How many characters a value may have to stand on one line."""
_LARGEST = 2**53 - 1
"""The largest whole number that every reader of JSON holds exactly."""

ClauseId = NewType("ClauseId", str)
Actor = NewType("Actor", str)
Author = NewType("Author", str)
Schema = dict[str, Any]


class TraceError(ValueError):
    """What is no trace of this specification: `place` says where, the sentence what is wrong there."""

    def __init__(self, place: str, sentence: str) -> None:
        super().__init__(f"{place or 'the document'}: {sentence}")
        self.place = place


# --- Text -------------------------------------------------------------------------------------------------------------

_scalar = json.JSONEncoder(ensure_ascii=False).encode


def to_text(found: Any, indent: str = "") -> str:
    """JSON with its keys sorted: a value of up to `_LINE` characters on one line, a longer one an item a line."""
    inner = indent + "  "
    if isinstance(found, list):
        (first, last), parts = "[]", [to_text(each, inner) for each in found]
    elif isinstance(found, dict):
        (first, last), parts = "{}", [f"{_scalar(key)}: {to_text(found[key], inner)}" for key in sorted(found)]
    else:
        return _scalar(found)
    line = first + ", ".join(parts) + last
    return line if len(line) <= _LINE else f"{first}\n{inner}" + f",\n{inner}".join(parts) + f"\n{indent}{last}"


@dataclass(frozen=True)
class _Flaw:
    """What the text has where a value belongs, such as NaN; it is refused once its place is known."""

    sentence: str


def from_text(content: str | bytes) -> Any:
    """A text, or the bytes of one, as JSON; what JSON cannot hold, or not twice, is a flaw to be met at its place."""

    def object_of(pairs: list[tuple[str, Any]]) -> Any:
        found = dict(pairs)
        if len(found) == len(pairs):
            return found
        twice = next(key for key, times in Counter(key for key, _ in pairs).items() if times > 1)
        return _Flaw(f"the field {shown(twice)} stands twice in this object")

    try:
        text = text_in(content) if isinstance(content, bytes) else content.removeprefix("\ufeff")
        if len(text) > LONGEST:
            raise TraceError("", f"this is longer than {LONGEST:,} characters, which no such file needs")
        found = json.loads(
            text,
            object_pairs_hook=object_of,
            parse_int=lambda n: int(n) if len(n) < 20 else _Flaw(f"a number of {len(n)} digits is too large"),
            parse_constant=lambda word: _Flaw(f"{word} is no number in JSON"),
        )
        check_depth(found)
    except UnreadableError as unreadable:
        raise TraceError("", str(unreadable)) from None
    except json.JSONDecodeError as error:
        raise TraceError(f"line {error.lineno}, column {error.colno}", "from here on this is not JSON") from None
    except RecursionError:
        raise TraceError("", TOO_DEEP) from None
    return found


# --- How a type is spelt ----------------------------------------------------------------------------------------------


_END = r"(?!\n)$"  # in Python alone, `$` also stands before a last line break
_HOST = r"[a-z0-9.-]+(:[0-9]+)?"
_SERVER = rf"(?!{DIRECTORY}$){_HOST}"

_SEEN, _SOLID = f"[^{UNSEEN}]", f"[^{BLANK}{UNSEEN}]"
_PATTERNS: dict[Any, tuple[str, str]] = {
    str: (rf"^{_SEEN}*{_END}", "line of signs that can be seen"),
    UserId: (rf"^@[^:{BLANK}{UNSEEN}]+:{_SERVER}{_END}", "user id; write @name:server"),
    ServerName: (rf"^{_SERVER}{_END}", "name of a home server; write a.example or localhost:8448"),
    RoomId: (rf"^!{_SOLID}+{_END}", "room id; write !name"),
    RoomAlias: (rf"^#{_SOLID}+{_END}", "room alias; write #name"),
    ClauseId: (rf"^[A-Z]+-[0-9]+{_END}", "clause id; write PRV-3"),
    Actor: (rf"^{_HOST}{_END}", f'name of a home server; write a.example, or "{DIRECTORY}"'),
    Author: (rf"^({_SERVER})?{_END}", "name of a home server; write a.example, or nothing for nobody"),
}
"""The words of a certain form: a regular expression that Python and JSON Schema take alike, and what such a word is."""

_WRITTEN_AS: dict[tuple[type[Any], str], Any] = {
    (Envelope, "sender"): Actor,
    (Envelope, "receiver"): Actor,
    (Room, "map_version"): tuple[int, Author],
    (NamedRoom, "set_by"): Author,
}
"""Fields that hold less, or more, than their type in the model says."""

_UNWRITTEN = {(World, "reading")}
"""Fields that stand once, elsewhere in the document."""

_IN_EVERY_TRACE: dict[type[Any], str] = {
    World: "servers directory in_flight broadcast cut",
    HomeServer: "users rooms found invitations wishes knocks held names",
    Room: "mode_change members map_version",
    Wish: "asked waiting_for wanted",
    Held: "fetching_from",
    Directory: "names",
    NamedRoom: "depth set_by",
    Create: "alias listed",
    Browse: "word",
    DirectoryQuery: "word",
    Reading: "member_register proof unseen_invitation invitation_list retry old_requests forgetting direct_join "
    "automatic_acceptance knock_memory knock_when_invited hidden_requests hidden_modes",
}
"""Fields with a default that the first version of the format writes all the same; no later one belongs here."""


class Spelling(Enum):
    """The ways in which a value can be spelt; a list has any number of things, a row so many."""

    TEXT, WORDS, NUMBER, FLAG, LIST, ROW, MAYBE, RECORD, KINDS = range(9)


@cache
def spelling_of(hint: Any) -> tuple[Spelling, Any]:
    """How the values of a type are spelt, and what it takes: a pattern, the words, the types or the classes within.

    Raises `TypeError` for a type that no trace holds so far, or that has such a type in it.
    """
    if hint in _PATTERNS:
        return Spelling.TEXT, _PATTERNS[hint]
    if hint in (int, bool):
        return (Spelling.NUMBER if hint is int else Spelling.FLAG), None
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return Spelling.WORDS, tuple(hint)
    if isinstance(hint, type) and is_dataclass(hint):
        fields_of(hint)
        return Spelling.RECORD, hint
    origin, parts = get_origin(hint), get_args(hint)
    if origin is Literal:
        return Spelling.WORDS, parts
    within = tuple(part for part in parts if part not in (Ellipsis, NoneType))
    forms = {spelling_of(part)[0] for part in within}
    if origin is tuple:
        return (Spelling.LIST, repeat(within[0])) if parts[-1] is Ellipsis else (Spelling.ROW, within)
    if origin in (Union, UnionType) and NoneType in parts:
        return Spelling.MAYBE, reduce(or_, within)
    if origin in (Union, UnionType) and forms == {Spelling.RECORD}:
        return Spelling.KINDS, {kind_of(part): part for part in within}
    raise TypeError(f"no trace holds a {hint}; say in trace_schema.py how it is written")


def kind_of(cls: type[Any]) -> str:
    """The word for a class in JSON: its name, and the one place to keep an old word for a class that is renamed."""
    return cls.__name__


@cache
def fields_of(cls: Any) -> dict[str, Any]:
    """The fields of a record that are written, each with the type that it is written as."""
    hints = get_type_hints(cls)
    names = [field.name for field in fields(cls) if (cls, field.name) not in _UNWRITTEN]
    written = {name: _WRITTEN_AS.get((cls, name), hints[name]) for name in names}
    for name, hint in written.items():
        try:
            spelling_of(hint)
        except TypeError as unknown:
            raise TypeError(f"{cls.__name__}.{name}: {unknown}") from None
    return written


@cache
def defaults_of(cls: Any) -> dict[str, Any]:
    """What each field of a record stands at where it is left out; a field that must be there is not among them."""
    made = {each.name: each.default_factory() for each in fields(cls) if each.default_factory is not MISSING}
    given = made | {each.name: each.default for each in fields(cls) if each.default is not MISSING}
    return {name: given[name] for name in fields_of(cls) if name in given}


@cache
def _newer_defaults_of(cls: Any) -> dict[str, Any]:
    """The defaults of the fields that came after the first version of the format; there, such a field is left out."""
    old = _IN_EVERY_TRACE[cls].split() if cls in _IN_EVERY_TRACE else ()
    return {name: default for name, default in defaults_of(cls).items() if name not in old}


# --- Written, and read ------------------------------------------------------------------------------------------------


def to_json(value: Any, hint: Any, place: str = "") -> Any:
    """A value of the model as JSON; the hint is its declared type, such as `Action`, which tells if it needs a kind.

    Raises `TraceError` for what the model would bear and a reader would not, such as a user id with a blank in it.
    """
    spelling, within = spelling_of(hint)
    match spelling:
        case Spelling.TEXT:
            if from_json(str(value), hint, place) != value:
                raise TraceError(place, f"{shown(str(value))} would be read as another {within[1]}")
            return str(value)
        case Spelling.WORDS:
            member = from_json(value, hint, place)
            return str(member) if isinstance(member, str) else int(member)
        case Spelling.NUMBER | Spelling.FLAG:
            return from_json(value, hint, place)
        case Spelling.LIST | Spelling.ROW:
            pairs = enumerate(zip(value, within, strict=False))
            return [to_json(part, each, f"{place}[{n}]") for n, (part, each) in pairs]
        case Spelling.MAYBE:
            return None if value is None else to_json(value, within, place)
        case Spelling.RECORD:
            return _written(value, within, place)
        case Spelling.KINDS:
            kind = kind_of(type(value))
            return {"kind": kind, **_written(value, within[kind], place)}
        case _:
            assert_never(spelling)


def _written(value: Any, cls: Any, place: str) -> dict[str, Any]:
    """The fields of a record, but for those that an older reader need not know of."""
    newer, written = _newer_defaults_of(cls), {}
    for name, hint in fields_of(cls).items():
        part = getattr(value, name)
        if name not in newer or part != newer[name]:
            written[name] = to_json(part, hint, _at(place, name))
    return written


def from_json(found: Any, hint: Any, place: str = "") -> Any:
    """The value of the declared type that a piece of JSON stands for. Raises `TraceError` where it stands for none."""
    spelling, within = spelling_of(hint)
    match spelling:
        case Spelling.TEXT:
            return _text(found, hint, place)
        case Spelling.WORDS:
            return _word(found, within, place)
        case Spelling.NUMBER:
            return _number(found, place)
        case Spelling.FLAG:
            return found if isinstance(found, bool) else _refuse(found, "true or false", place)
        case Spelling.LIST | Spelling.ROW:
            size = len(within) if spelling is Spelling.ROW else None
            if not isinstance(found, list) or size not in (None, len(found)):
                _refuse(found, "a list" if size is None else f"a list of {size}", place)
            pairs = enumerate(zip(found, within, strict=False))
            return tuple(from_json(part, each, f"{place}[{n}]") for n, (part, each) in pairs)
        case Spelling.MAYBE:
            return None if found is None else from_json(found, within, place)
        case Spelling.RECORD | Spelling.KINDS:
            return _record(found, within, place)
        case _:
            assert_never(spelling)


def _text(found: Any, hint: Any, place: str) -> Any:
    """Ask the pattern in the words of JSON Schema, so that both always agree."""
    if not isinstance(found, str):
        _refuse(found, "text", place)
    value = _value_of(found, hint) if len(found) <= _LINE else _value_of.__wrapped__(found, hint)
    if value is None:
        raise TraceError(place, f"{shown(found)} is no {_PATTERNS[hint][1]}")
    return value


@lru_cache(maxsize=10_000)
def _value_of(text: str, hint: Any) -> Any:
    """What a text stands for, None where it is no such word; a run says the same few short ones again and again."""
    if not re.search(_PATTERNS[hint][0], text):
        return None
    if hint is not UserId:
        return text
    name, _, server = text[1:].partition(":")
    return UserId(name, ServerName(server))


def _word(found: Any, choices: tuple[Any, ...], place: str) -> Any:
    """Give the very member of the list, so that an enumeration comes back as itself."""
    if not isinstance(found, bool) and found in choices:
        return choices[choices.index(found)]
    if len(choices) == 1 or isinstance(found, _Flaw):
        _refuse(found, shown(choices[0]), place)
    raise TraceError(place, f"{shown(found)} is none of {', '.join(map(shown, choices))}")


def _number(found: Any, place: str) -> int:
    """Refuse booleans, fractions, and what is out of range; 1.0 is 1, as JSON Schema has it."""
    whole = isinstance(found, int) or (isinstance(found, float) and found.is_integer())
    if isinstance(found, bool) or not whole:
        _refuse(found, "a whole number", place)
    if not 0 <= found <= _LARGEST:
        raise TraceError(place, f"{shown(found)} lies outside 0 to {_LARGEST}")
    return int(found)


def _record(found: Any, within: Any, place: str) -> Any:
    """A record of a class or, by its kind, of one of several: what else may stand there depends on the kind.

    An unknown field is refused before a missing one: a slip of the pen is both, and its name helps more.
    """
    if not isinstance(found, dict):
        _refuse(found, "an object", place)
    has_kind = isinstance(within, dict)
    if has_kind and "kind" not in found:
        raise TraceError(place, 'the field "kind" is missing')
    cls = within[_word(found["kind"], tuple(within), _at(place, "kind"))] if has_kind else within
    hints = fields_of(cls)
    known = ("kind", *hints) if has_kind else tuple(hints)
    for name in found:
        if name not in known:
            raise TraceError(place, f"there is no field {shown(name)} here, only {', '.join(known)}")
    for name in known:
        if name not in found and name not in defaults_of(cls):
            raise TraceError(place, f"the field {shown(name)} is missing")
    there = {name: hint for name, hint in hints.items() if name in found}
    return cls(**{name: from_json(found[name], hint, _at(place, name)) for name, hint in there.items()})


def _refuse(found: Any, wanted: str, place: str) -> NoReturn:
    """Say what stands there instead; a flaw of the text, which belongs nowhere, always comes to this."""
    if isinstance(found, _Flaw):
        raise TraceError(place, found.sentence)
    size = f" of {len(found)}" if isinstance(found, list) else ""
    raise TraceError(place, f"this is {shown(found)}{size}, and {wanted} belongs here")


def shown(found: Any) -> str:
    """A piece of JSON within a sentence: short, on one line, whatever it is."""
    if isinstance(found, dict | list):
        return "an object" if isinstance(found, dict) else "a list"
    text = json.dumps(found)
    return text if len(text) <= 60 else f"{text[:50]}… ({len(text)} characters)"


def _at(place: str, name: str) -> str:
    return f"{place}.{name}" if place else name


# --- Described --------------------------------------------------------------------------------------------------------


def schema_of(cls: type, head: Schema) -> Schema:
    """The schema of whatever is spelt as a trace is, complete in itself."""
    parts: dict[str, Schema] = {}
    _described(cls, parts)
    return {**head, **parts.pop(kind_of(cls)), "$defs": parts}


def _described(hint: Any, parts: dict[str, Schema]) -> Schema:
    """The schema of one type; what has a name is put among the parts and referred to."""
    spelling, within = spelling_of(hint)
    match spelling:
        case Spelling.TEXT:
            pattern, what = within
            described = {"description": f"A {what}.", "type": "string", "pattern": pattern}
            return _named("Line" if hint is str else hint.__name__, described, parts)
        case Spelling.WORDS:
            words = {"const": within[0]} if len(within) == 1 else {"enum": list(within)}
            named = isinstance(hint, type)
            return _named(hint.__name__, {"description": _doc_of(hint), **words}, parts) if named else words
        case Spelling.NUMBER:
            return {"type": "integer", "minimum": 0, "maximum": _LARGEST}
        case Spelling.FLAG:
            return {"type": "boolean"}
        case Spelling.LIST:
            return {"type": "array", "items": _described(next(within), parts)}
        case Spelling.ROW:
            each = [_described(item, parts) for item in within]
            return {"type": "array", "prefixItems": each, "items": False, "minItems": len(each)}
        case Spelling.MAYBE:
            return {"anyOf": [{"type": "null"}, _described(within, parts)]}
        case Spelling.RECORD:
            return _named(kind_of(within), _object_of(within, parts), parts)
        case Spelling.KINDS:  # a record with its kind is another part than the same record where no kind is asked
            kinds = {kind: _object_of(cls, parts, kind={"const": kind}) for kind, cls in within.items()}
            return {"oneOf": [_named(f"kind.{kind}", described, parts) for kind, described in kinds.items()]}
        case _:
            assert_never(spelling)


def _named(name: str, described: Schema, parts: dict[str, Schema]) -> Schema:
    if parts.setdefault(name, described) != described:
        raise TypeError(f"two types are called {name} in one schema")
    return {"$ref": f"#/$defs/{name}"}


def _object_of(cls: Any, parts: dict[str, Schema], **also: Schema) -> Schema:
    hints, defaults = fields_of(cls), defaults_of(cls)
    properties = also | {name: _described(hint, parts) for name, hint in hints.items()}
    for name, default in defaults.items():
        properties[name] |= {"default": to_json(default, hints[name], f"{cls.__name__}.{name}")}
    return {
        "description": _doc_of(cls),
        "type": "object",
        "properties": properties,
        "required": [name for name in properties if name not in defaults],
        "additionalProperties": False,
    }


def _doc_of(cls: type) -> str:
    """The first line of a docstring."""
    return (cls.__doc__ or "").strip().partition("\n")[0]
