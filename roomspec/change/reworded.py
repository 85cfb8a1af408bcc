"""The clauses of two versions: which say something else, and which bind more or less than before."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from spec_impl.bounds import UnreadableError
from spec_impl.clauses import clause_tables

from .beside import NotComparable
from .compare import Version, fingerprint

SAYS = ("text", "reading", "alternatives", "strength", "status", "deprecated")
"""What of a clause somebody goes by; its lines in the source, its remarks and its switch say nothing new."""

_KEYWORDS = re.compile(r"\b(?:MUST|SHALL|SHOULD|MAY)(?: NOT)?\b|\b(?:REQUIRED|RECOMMENDED|OPTIONAL)\b")
"""The words of BCP 14, as they bind."""

ClauseTexts = Mapping[str, Mapping[str, Any]]


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

    @property
    def turned(self) -> str:
        """How strongly it binds otherwise than before: its keywords or its strength; nothing where it does not."""
        was, now = (
            (_KEYWORDS.findall(side.get("text", "")), side.get("strength", "")) for side in (self.before, self.after)
        )
        if not self.before or was == now:
            return ""
        words = (
            [" ".join(keywords) or "no keyword" for keywords, _ in (was, now)] if was[0] != now[0] else [was[1], now[1]]
        )
        return f"{words[0]} became {words[1] or 'nothing'}" if self.after else f"{words[0]} is gone"

    @property
    def fingerprint(self) -> str:
        """What it is known by, where it turned."""
        return fingerprint("turned", self.clause, self.turned)


def clause_texts(version: Version) -> ClauseTexts:
    """The clauses of a version by their ids, as they stand in its file."""
    try:
        return clause_tables((version.folder / "clauses.toml").read_bytes())
    except (OSError, UnreadableError) as broken:
        raise NotComparable(
            f"clauses.toml of {version.name} cannot be read ({broken}); mend it, then compare again"
        ) from None


def reworded(before: ClauseTexts, after: ClauseTexts) -> tuple[Reworded, ...]:
    """The clauses that say something else, in the order of the newer version, those that are gone last."""
    found = []
    for clause in dict.fromkeys((*after, *before)):
        old, new = (_said(texts.get(clause, {})) for texts in (before, after))
        differing = ({n: side[n] for n in side if old.get(n) != new.get(n)} for side in (old, new))
        if old != new:
            found.append(Reworded(clause, *differing))
    return tuple(found)


def _said(clause: Mapping[str, Any]) -> dict[str, str]:
    says = {name: clause[name] for name in SAYS if clause.get(name)}
    return {name: "; ".join(map(str, said)) if isinstance(said, list) else str(said) for name, said in says.items()}
