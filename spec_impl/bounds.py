"""How much is read of a file, whoever wrote it, and what its bytes may be.

Rule 1: traces, manifests, records and files of clauses are all read through this, so that all have one bound.
"""

import json
import tomllib
from typing import Any

LONGEST = 4_000_000
"""How many bytes a file that we read may have: a hundred times the longest of ours, and a few seconds' work."""

DEEPEST = 60
"""How deep lists and objects may be nested: several times what any file of ours needs."""

TOO_DEEP = "this is nested far deeper than any such file"


class UnreadableError(ValueError):
    """Bytes that are no text of the kind asked for, or more than anybody would write."""


def text_in(content: bytes) -> str:
    """The text that the bytes spell, in UTF-8 or as Windows writes it; a byte order mark is no part of it.

    Raises `UnreadableError` with one sentence for bytes that spell none, or too many.
    """
    if len(content) > LONGEST:
        raise UnreadableError(f"this is longer than {LONGEST:,} bytes, which no such file needs")
    try:
        return content.decode(json.detect_encoding(content))
    except UnicodeDecodeError:
        raise UnreadableError("this is no text in UTF-8") from None


def toml_in(content: bytes) -> dict[str, Any]:
    """The TOML that the bytes spell. Raises `UnreadableError` with one sentence for what is none."""
    try:
        found = tomllib.loads(text_in(content))
        check_depth(found)
    except RecursionError:
        raise UnreadableError(TOO_DEEP) from None
    except ValueError as error:
        raise UnreadableError(" ".join(str(error).split())) from None
    return found


def check_depth(found: object) -> None:
    """Raise `RecursionError` for what is nested deeper than any file of ours, the same on every Python."""
    level, depth = [found], 0
    while level:
        inner = (each.values() if isinstance(each, dict) else each for each in level if isinstance(each, dict | list))
        level, depth = [part for parts in inner for part in parts], depth + 1
        if depth > DEEPEST:
            raise RecursionError
