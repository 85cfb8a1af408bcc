"""The clause texts of two versions, by id: which say something else, and which have come or gone."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .beside import NotComparable

SAYS = ("text", "reading", "alternatives", "strength", "status", "deprecated")
"""What of a clause somebody goes by; its lines in the source, its remarks and its switch say nothing new."""

Texts = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Reworded:
    """A clause that says something else; empty where it was not there, or is not any more."""

    clause: str
    before: Mapping[str, str]
    after: Mapping[str, str]

    @property
    def is_deprecated_now(self) -> bool:
        """Whether the clause came to be advised against."""
        return bool(self.after.get("deprecated")) and not self.before.get("deprecated")


def clause_texts(model: Path, name: str) -> Texts:
    """The clauses of a model by their ids, as they stand in its file."""
    try:
        found = tomllib.loads((model / "clauses.toml").read_text(encoding="utf-8"))
        return {clause["id"]: clause for clause in found["clause"]}
    except (OSError, ValueError, KeyError, TypeError) as broken:
        sentence = " ".join(str(broken).split())
        raise NotComparable(
            f"clauses.toml of {name} cannot be read ({sentence}); mend it, then compare again"
        ) from None


def reworded(before: Texts, after: Texts) -> tuple[Reworded, ...]:
    """The clauses that say something else, in the order of the newer version, those that are gone last."""
    order = dict.fromkeys((*after, *before))
    pairs = ((clause, before.get(clause, {}), after.get(clause, {})) for clause in order)
    return tuple(Reworded(clause, *_differing(old, new)) for clause, old, new in pairs if _said(old) != _said(new))


def _said(clause: Mapping[str, Any]) -> dict[str, str]:
    return {name: _words(clause[name]) for name in SAYS if clause.get(name)}


def _words(found: Any) -> str:
    return "; ".join(map(str, found)) if isinstance(found, list) else str(found)


def _differing(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[dict[str, str], dict[str, str]]:
    """What differs, of each; a clause that has come or gone, whole."""
    one, other = _said(old), _said(new)
    names = [name for name in SAYS if one.get(name) != other.get(name)]
    return {name: one[name] for name in names if name in one}, {name: other[name] for name in names if name in other}
