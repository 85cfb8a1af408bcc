"""What a change declares itself to be: its fragments, one file each, `changes/NNN.<class>.md`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from .beside import NotComparable

RANKS = {"internal": 0, "clarification": 1, "deprecation": 1, "feature": 2, "new": 2, "breaking": 3}
"""The classes, from what no reader of the specification needs to know to what breaks somebody's expectation."""

_NAME = re.compile(r"^(?P<number>\+?[A-Za-z0-9_-]+)\.(?P<kind>[A-Za-z]+)(\.\d+)?\.md$")
_ACKNOWLEDGED = re.compile(r"^acknowledges: (?P<fingerprint>[0-9a-f]{12}) because (?P<reason>\S.*)$")


@dataclass(frozen=True)
class Declared:
    """What the new fragments say between them; without any, `kind` is empty."""

    kind: str = ""
    files: tuple[str, ...] = ()
    acknowledged: tuple[tuple[str, str], ...] = ()

    @property
    def rank(self) -> int:
        """How much the change may do."""
        return RANKS[self.kind] if self.kind else 0


def declared(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> Declared:
    """What the fragments of the newer revision declare that the older one does not have, or has otherwise."""
    fresh = {name: text for name, text in sorted(after.items()) if _is_fragment(name) and before.get(name) != text}
    kinds = {name: _kind(name) for name in fresh}
    kind = max(kinds.values(), key=lambda word: RANKS[word], default="")
    acknowledged = tuple(line for name, text in fresh.items() for line in _acknowledged(name, text))
    return Declared(kind, tuple(f"changes/{name}" for name in fresh), acknowledged)


def _is_fragment(name: str) -> bool:
    return name.endswith(".md") and name != "README.md"


def _kind(name: str) -> str:
    found = _NAME.match(name)
    if not found or found["kind"] not in RANKS:
        kinds = ", ".join(sorted(RANKS))
        raise NotComparable(f"changes/{name} names no class: call it NNN.<class>.md with one of {kinds}")
    return found["kind"]


def _acknowledged(name: str, content: bytes) -> list[tuple[str, str]]:
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        raise NotComparable(f"changes/{name} is no text in UTF-8: write it anew, one or two sentences") from None
    if not text.strip():
        raise NotComparable(f"changes/{name} is empty: say in one or two sentences what changes for a reader")
    return [_read(name, line.strip()) for line in text.splitlines() if line.strip().startswith("acknowledges")]


def _read(name: str, line: str) -> tuple[str, str]:
    found = _ACKNOWLEDGED.match(line)
    if not found:
        wanted = "acknowledges: <the 12 letters of the finding> because <your reason>"
        raise NotComparable(f"changes/{name} acknowledges something, but not in the form “{wanted}”: write it so")
    return found["fingerprint"], found["reason"]
