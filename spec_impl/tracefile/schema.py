"""The published JSON Schema of a trace, made from the shapes that the codec reads with.

To write the file again: `make schema`.
"""

import sys
from typing import Any, assert_never

from .codec import Document, to_text
from .shapes import LARGEST, Choice, Flag, Maybe, Number, Record, Row, Several, Shape, Text, Words, doc_of, kind_of
from .spelling import shape_of

Schema = dict[str, Any]

HEAD: Schema = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "urn:roomspec:trace:1",
    "title": "roomspec trace",
    "$comment": "A reader asks for more than this: sets are sorted, and each step follows from what came before it.",
}


def schema() -> Schema:
    """The schema of a document, complete in itself."""
    return schema_of(Document, HEAD)


def schema_of(cls: type, head: Schema) -> Schema:
    """The schema of whatever is spelt as a trace is, complete in itself."""
    parts: dict[str, Schema] = {}
    _of(shape_of(cls), parts)
    return {**head, **parts.pop(kind_of(cls)), "$defs": parts}


def _of(shape: Shape, parts: dict[str, Schema]) -> Schema:
    """The schema of one shape; what has a name is put among the parts and referred to."""
    match shape:
        case Number():
            return {"type": "integer", "minimum": 0, "maximum": LARGEST}
        case Flag():
            return {"type": "boolean"}
        case Text() | Words():
            return _named(shape.name, _word(shape), parts)
        case Record():
            return _named(kind_of(shape.cls), _record(shape, parts), parts)
        case Several() | Row() | Maybe() | Choice():
            return _compound(shape, parts)
        case _:
            assert_never(shape)


def _named(name: str, described: Schema, parts: dict[str, Schema]) -> Schema:
    if not name:
        return described
    parts[name] = described
    return {"$ref": f"#/$defs/{name}"}


def _word(shape: Text | Words) -> Schema:
    if isinstance(shape, Text):
        return {"description": f"A {shape.what}.", "type": "string", "pattern": shape.pattern}
    if len(shape.choices) == 1:
        return {"const": shape.choices[0]}
    return {"description": shape.doc, "enum": list(shape.choices)} if shape.doc else {"enum": list(shape.choices)}


def _record(shape: Record, parts: dict[str, Schema], **also: Schema) -> Schema:
    properties = also | {name: _of(field, parts) for name, field in shape.fields.items()}
    return {
        "description": doc_of(shape.cls),
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _compound(shape: Several | Row | Maybe | Choice, parts: dict[str, Schema]) -> Schema:
    match shape:
        case Several(item):
            return {"type": "array", "items": _of(item, parts)}
        case Row(items):
            each = [_of(item, parts) for item in items]
            return {"type": "array", "prefixItems": each, "items": False, "minItems": len(each)}
        case Maybe(inner):
            return {"anyOf": [{"type": "null"}, _of(inner, parts)]}
        case Choice(records):
            each = [_of_kind(kind, record, parts) for kind, record in records.items()]
            return {"oneOf": each}
        case _:
            assert_never(shape)


def _of_kind(kind: str, record: Record, parts: dict[str, Schema]) -> Schema:
    """A record with its kind beside its fields; it is another part than the same record where no kind is asked."""
    return _named(f"kind.{kind}", _record(record, parts, kind={"const": kind}), parts)


if __name__ == "__main__":
    sys.stdout.write(to_text(schema()) + "\n")
