"""What is wanted where people's values enter, and one sentence for whoever brings something else.

Rule 1: what a function wants is read off its type hints, so nothing is written here about any one function.
Rule 2: a value is looked into, part by part, down to what has looked at itself when it was made (`__post_init__`).
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import MISSING, fields, is_dataclass
from difflib import get_close_matches
from enum import Enum
from functools import cache
from itertools import repeat
from operator import attrgetter
from types import NoneType, UnionType
from typing import Any, Literal, NewType, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")

_COMES_BY = {
    "Claim": "named({})",
    "Reading": "READINGS[{}]",
    "Scope": "SCOPES[{}]",
    "Table": "TABLES[{}]",
    "World": "World.of({{'a.example': ['alice']}})",
}
"""How one comes by what is mostly not made by its class, but has a name: here stands what was given for it."""
_PLAIN = {str: "a text", int: "a whole number", bool: "True or False", NoneType: "None", Callable: "a function"}
_PLAIN[object] = "anything"
_LONGEST = 60


class WrongUse(ValueError):
    """Something was asked with what does not belong there; the sentence says where, what was given, and what to do."""

    def _render_traceback_(self) -> list[str]:
        """What a notebook shows of it: the sentence, and not the way to it."""
        return [f"{type(self).__name__}: {self}"]


class ByName(dict[str, T]):
    """Things by their names; whoever asks for another name is told those near it."""

    def __init__(self, what: str, named: Mapping[str, T]) -> None:
        super().__init__(named)
        self.what = what

    def __missing__(self, name: object) -> T:
        raise WrongUse(no_such(self.what, name, self))


def no_such(what: str, name: object, known: Iterable[str]) -> str:
    """A sentence: there is no such thing, and the nearest ones, or all where none is near."""
    names = list(known)
    folded = {each.casefold(): each for each in names}
    near = [folded[each] for each in get_close_matches(str(name)[:_LONGEST].casefold(), folded, 3)] or names
    listed = ", ".join(f"“{each}”" if " " in each else each for each in near)
    return f"there is no {what} {brief(name)}; {'near it' if len(near) < len(names) else 'there'} is {listed}"


def want(place: str, value: object, kind: type) -> None:
    """Raise `WrongUse` for a value that is not of this class; it is not looked into, since worlds come here often."""
    if not isinstance(value, kind):
        raise WrongUse(_instead(value, kind, place))


def want_all(place: str, those: object, kind: type) -> None:
    """Raise `WrongUse` for what is no tuple of things of this class; nor are these looked into."""
    want(place, those, tuple)
    for n, each in enumerate(those if isinstance(those, tuple) else ()):
        want(f"{place}[{n}]", each, kind)


def check_fit(place: str, value: object, hint: Any) -> None:
    """Raise `WrongUse` for a value that does not fit the hint, in whichever part."""
    if flaw := misfit(value, hint, place):
        raise WrongUse(flaw)


def misfit(value: Any, hint: Any, place: str) -> str:
    """What in a value does not fit the hint, in a sentence; empty where all does."""
    origin, parts, kind = _form_of(hint)
    if origin is Union:
        flaws = [misfit(value, part, place) for part in parts if isinstance(value, _form_of(part)[2])]
        return min(flaws, key=bool) if flaws else _instead(value, hint, place)
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        return _instead(value, hint, place)
    if origin is Literal:
        return "" if value in parts else _instead(value, hint, place)
    if isinstance(value, str) and parts:
        return f"{place} is {brief(value)}, and several things belong there: write ({brief(value)},)"
    if origin is tuple and parts and ... not in parts and len(value) != len(parts):
        return _instead(value, hint, place)
    return next(filter(None, (misfit(*inside) for inside in _inside(value, hint, place))), "")


def _inside(value: Any, hint: Any, place: str) -> Iterator[tuple[Any, Any, str]]:
    """What is in a value, with what it has to be and its place; nothing is asked of what nothing is known of."""
    origin, parts, kind = _form_of(hint)
    if kind is object:
        return
    cls: Any = type(value)
    if kinds := _kinds_of(cls):
        yield from ((attrgetter(name)(value), part, f"{place}.{name}") for name, part in kinds.items())
    elif isinstance(value, Mapping) and origin is not Iterable and parts:
        for key, each in value.items():
            yield key, parts[0], f"a key of {place}"
            yield each, parts[1], f"{place}[{brief(key)}]"
    elif isinstance(value, Collection) and parts:
        each_of = parts if origin is tuple and ... not in parts else repeat(parts[0])
        yield from ((each, part, f"{place}[{n}]") for n, (each, part) in enumerate(zip(value, each_of, strict=False)))


@cache
def _form_of(hint: Any) -> tuple[Any, tuple[Any, ...], Any]:
    """A hint as its origin, its parts where a value has parts or one of them, and the class that a value has."""
    if isinstance(hint, NewType):
        return _form_of(hint.__supertype__)
    if isinstance(hint, TypeVar):
        return _form_of(hint.__bound__ or object)
    origin = get_origin(hint)
    if origin in (Union, UnionType, Literal):
        return (Literal if origin is Literal else Union), get_args(hint), object
    origin = origin or hint
    kind = origin if isinstance(origin, type) and origin is not Any else object
    return origin, get_args(hint) if issubclass(kind, Iterable) else (), kind


@cache
def _kinds_of(cls: Any) -> dict[str, Any]:
    """The fields of a record, each with its hint; nothing of what looks at itself, and of other classes."""
    if not is_dataclass(cls):
        return get_type_hints(cls) if hasattr(cls, "_fields") else {}
    hints = {} if hasattr(cls, "__post_init__") else get_type_hints(cls)
    return {each.name: hints[each.name] for each in fields(cls) if hints}


def _instead(value: object, hint: Any, place: str) -> str:
    """What was given, what belongs there, and how one comes by it."""
    origin, parts, _ = _form_of(hint)
    of = parts if origin in (Union, Literal) else (hint,)
    names = [repr(part) if origin is Literal else name_of(part) for part in of]
    wanted = f"one of {', '.join(each.split()[-1] for each in names)}" if len(names) > 3 else " or ".join(names)
    is_a_class = isinstance(value, type) and is_dataclass(value)
    made = _form_of(value if is_a_class else of[0])[2]
    name = made.__name__
    if name in _COMES_BY:
        how = _COMES_BY[name].format(brief(value) if isinstance(value, str) else "name")
    elif issubclass(made, Enum):
        how = " or ".join(f"{name}.{each.name}" for each in made)
    elif is_dataclass(made):
        how = f"{name}({', '.join(each.name for each in fields(made) if each.default is MISSING)})"
    else:
        how = ""
    return f"{place} is {brief(value)}, and {wanted} belongs there{how and ': write '}{how}"


def name_of(hint: Any) -> str:
    """What fits a hint, in words."""
    origin, parts, kind = _form_of(hint)
    if parts:
        return f"{_a(origin.__name__)} of {' and '.join(name_of(part) for part in parts if part is not ...)}"
    return _PLAIN[kind] if kind in _PLAIN and not isinstance(hint, NewType) else _a(hint.__name__)


def brief(value: object) -> str:
    """A value within a sentence: a short one as it is written, of any other what it is."""
    if isinstance(value, type):
        return f"the class {value.__name__}"
    if value is None or isinstance(value, str | bool | float) or (isinstance(value, int) and abs(value) < 10**20):
        text = repr(str(value)) if isinstance(value, str) else repr(value)
        return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 10]}…"
    return _a(type(value).__name__)


def _a(name: str) -> str:
    return f"{'an' if name[0] in 'AEIOaeio' else 'a'} {name}"
