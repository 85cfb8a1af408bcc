"""The shapes that JSON can have: each reads and writes, and the published schema is made from the same objects.

Rule 1: nothing here knows the model; which type has which shape stands in `spelling.py`.
Rule 2: whatever is refused is refused with one sentence and the place where it stands.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

LARGEST = 2**53 - 1
"""The largest whole number that every reader of JSON holds exactly."""


class TraceError(ValueError):
    """What is no trace of this specification: `place` says where, the sentence what is wrong there."""

    def __init__(self, place: str, sentence: str) -> None:
        super().__init__(f"{place or 'the document'}: {sentence}")
        self.place = place


@dataclass(frozen=True)
class Flaw:
    """What the text has where a value belongs, such as NaN; it is refused once its place is known."""

    sentence: str


def read(shape: "Shape", found: Any, place: str) -> Any:
    """The value that a piece of JSON stands for."""
    if isinstance(found, Flaw):
        raise TraceError(place, found.sentence)
    return shape.read(found, place)


@dataclass(frozen=True)
class Text:
    """A word of a certain form."""

    name: str
    pattern: str
    what: str
    make: Callable[[str], Any] = str

    def read(self, found: Any, place: str) -> Any:
        """Ask the pattern in the words of JSON Schema, so that both always agree."""
        if not isinstance(found, str):
            raise _misplaced(found, "text", place)
        if not re.search(self.pattern, found):
            raise TraceError(place, f"{shown(found)} is no {self.what}")
        return self.make(found)

    def write(self, value: Any, place: str) -> str:
        """Refuse what the model would bear and a reader would not, such as a user id with a blank in it."""
        if self.read(str(value), place) != value:
            raise TraceError(place, f"{shown(str(value))} would be read as another {self.what}")
        return str(value)


@dataclass(frozen=True)
class Words:
    """One of a closed list; the name is empty for a list that stands at one place only."""

    name: str
    choices: tuple[Any, ...]
    doc: str = ""

    def read(self, found: Any, place: str) -> Any:
        """Give the very member of the list, so that an enumeration comes back as itself."""
        if isinstance(found, bool) or found not in self.choices:
            if len(self.choices) == 1:
                raise _misplaced(found, shown(self.choices[0]), place)
            raise TraceError(place, f"{shown(found)} is none of {', '.join(map(shown, self.choices))}")
        return self.choices[self.choices.index(found)]

    def write(self, value: Any, place: str) -> str | int:
        """Write the plain word."""
        member = self.read(value, place)
        return str(member) if isinstance(member, str) else int(member)


@dataclass(frozen=True)
class Number:
    """A whole number; 1.0 is 1, as JSON Schema has it."""

    def read(self, found: Any, place: str) -> int:
        """Refuse booleans, fractions, and what is out of range."""
        whole = isinstance(found, int) or (isinstance(found, float) and found.is_integer())
        if isinstance(found, bool) or not whole:
            raise _misplaced(found, "a whole number", place)
        if not 0 <= found <= LARGEST:
            raise TraceError(place, f"{shown(found)} lies outside 0 to {LARGEST}")
        return int(found)

    write = read


@dataclass(frozen=True)
class Flag:
    """True or false."""

    def read(self, found: Any, place: str) -> bool:
        """Refuse everything that only behaves like a truth value."""
        if not isinstance(found, bool):
            raise _misplaced(found, "true or false", place)
        return found

    write = read


@dataclass(frozen=True)
class Several:
    """Any number of things of one shape, in order."""

    item: "Shape"

    def read(self, found: Any, place: str) -> tuple[Any, ...]:
        """Read each at its own place."""
        if not isinstance(found, list):
            raise _misplaced(found, "a list", place)
        return tuple(read(self.item, each, f"{place}[{n}]") for n, each in enumerate(found))

    def write(self, value: Any, place: str) -> list[Any]:
        """Write each in its turn."""
        return [self.item.write(each, f"{place}[{n}]") for n, each in enumerate(value)]


@dataclass(frozen=True)
class Row:
    """So many things, each of its own shape."""

    items: tuple["Shape", ...]

    def read(self, found: Any, place: str) -> tuple[Any, ...]:
        """Read each at its own place."""
        if not isinstance(found, list) or len(found) != len(self.items):
            raise _misplaced(found, f"a list of {len(self.items)}", place)
        each = enumerate(zip(found, self.items, strict=True))
        return tuple(read(shape, part, f"{place}[{n}]") for n, (part, shape) in each)

    def write(self, value: Any, place: str) -> list[Any]:
        """Write each in its turn."""
        each = enumerate(zip(value, self.items, strict=True))
        return [shape.write(part, f"{place}[{n}]") for n, (part, shape) in each]


@dataclass(frozen=True)
class Maybe:
    """A thing, or null."""

    inner: "Shape"

    def read(self, found: Any, place: str) -> Any:
        """Read null as None."""
        return None if found is None else self.inner.read(found, place)

    def write(self, value: Any, place: str) -> Any:
        """Write None as null."""
        return None if value is None else self.inner.write(value, place)


@dataclass(frozen=True)
class Record:
    """The fields of a dataclass by name, all of them and no others."""

    cls: type[Any]
    fields: dict[str, "Shape"]

    def read(self, found: Any, place: str, *also: str) -> Any:
        """Refuse an unknown field before a missing one: a slip of the pen is both, and its name helps more."""
        if not isinstance(found, dict):
            raise _misplaced(found, "an object", place)
        for name in found:
            if name not in (*self.fields, *also):
                known = ", ".join((*also, *self.fields))
                raise TraceError(place, f"there is no field {shown(name)} here, only {known}")
        for name in (*also, *self.fields):
            if name not in found:
                raise TraceError(place, f"the field {shown(name)} is missing")
        return self.cls(**{name: read(shape, found[name], _at(place, name)) for name, shape in self.fields.items()})

    def write(self, value: Any, place: str) -> dict[str, Any]:
        """Write every field, also one that stands at its default."""
        return {name: shape.write(getattr(value, name), _at(place, name)) for name, shape in self.fields.items()}


@dataclass(frozen=True)
class Choice:
    """One of several records, told apart by the field `kind`."""

    records: dict[str, Record]

    def read(self, found: Any, place: str) -> Any:
        """Ask for the kind first: what else may stand there depends on it."""
        if not isinstance(found, dict):
            raise _misplaced(found, "an object", place)
        if "kind" not in found:
            raise TraceError(place, 'the field "kind" is missing')
        kind = read(Words("", tuple(self.records)), found["kind"], _at(place, "kind"))
        return self.records[kind].read(found, place, "kind")

    def write(self, value: Any, place: str) -> dict[str, Any]:
        """Write the kind beside the fields."""
        kind = kind_of(type(value))
        return {"kind": kind, **self.records[kind].write(value, place)}


Shape = Text | Words | Number | Flag | Several | Row | Maybe | Record | Choice
"""How the values of one type are written: `read` gives the value, `write` its JSON; both raise `TraceError`."""


def kind_of(cls: type[Any]) -> str:
    """The word for a class in JSON: its name, and the one place to keep an old word for a class that is renamed."""
    return cls.__name__


def shown(found: Any) -> str:
    """A piece of JSON within a sentence: short, on one line, whatever it is."""
    if isinstance(found, dict | list):
        return "an object" if isinstance(found, dict) else "a list"
    text = json.dumps(found)
    return text if len(text) <= 60 else f"{text[:50]}… ({len(text)} characters)"


def _misplaced(found: Any, wanted: str, place: str) -> TraceError:
    size = f" of {len(found)}" if isinstance(found, list) else ""
    return TraceError(place, f"this is {shown(found)}{size}, and {wanted} belongs here")


def _at(place: str, name: str) -> str:
    return f"{place}.{name}" if place else name


def doc_of(cls: type[Any]) -> str:
    """The first line of a docstring."""
    return (cls.__doc__ or "").strip().partition("\n")[0]
