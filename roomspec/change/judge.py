"""Which class a change has by what it does, and whether that is what it declares itself to be.

clarification   nobody can tell the two versions apart, within the scopes and cells that were compared
deprecation     the same, and a clause is now advised against
feature         all that was granted is seen as before, and something refused before is granted
new             as feature, only through a command or message that the older version lacks
breaking        all else: also what a refused asker hears, and a claim that held and does not any more
internal        neither a rule's words nor a clause's say anything else
"""

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from .beside import NotComparable
from .compare import CONCEALMENT, Asked, ClaimChange, Compared, Version, compare, fingerprint
from .differences import Parting

RANKS = {"internal": 0, "clarification": 1, "deprecation": 1, "feature": 2, "new": 2, "breaking": 3}
"""The classes, from what no reader of the specification needs to know to what breaks somebody's expectation."""

BECAME = ("broken", "no longer witnessed", "mended", "witnessed in fewer scopes", "witnessed")
"""What can become of a claim, the worst first."""

SAYS = ("text", "reading", "alternatives", "strength", "status", "deprecated")
"""What of a clause somebody goes by; its lines in the source, its remarks and its switch say nothing new."""

EVERYTHING = Asked()

# --- What a change declares itself to be: its fragments, one file each, `changes/NNN.<class>.md` ----------------------

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
    """What the fragments of the newer revision declare that the older one does not have, or has otherwise.

    Raises `NotComparable`, with what to do, for a fragment that cannot be read.
    """
    fragments = {name: text for name, text in sorted(after.items()) if name.endswith(".md") and name != "README.md"}
    fresh = {name: text for name, text in fragments.items() if before.get(name) != text}
    kinds = [_kind(name) for name in fresh]
    acknowledged = tuple(line for name, text in fresh.items() for line in _acknowledged(name, text))
    kind = max(kinds, key=lambda word: RANKS[word], default="")
    return Declared(kind, tuple(f"changes/{name}" for name in fresh), acknowledged)


def _kind(name: str) -> str:
    found = _NAME.match(name)
    if not found or found["kind"] not in RANKS:
        kinds = ", ".join(sorted(RANKS))
        raise NotComparable(f"changes/{name} names no class: call it NNN.<class>.md with one of {kinds}")
    return found["kind"]


def _acknowledged(name: str, content: bytes) -> Iterator[tuple[str, str]]:
    """The findings that a fragment acknowledges, each with the reason."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        raise NotComparable(f"changes/{name} is no text in UTF-8: write it anew, one or two sentences") from None
    if not text.strip():
        raise NotComparable(f"changes/{name} is empty: say in one or two sentences what changes for a reader")
    for line in text.splitlines():
        if line.strip().startswith("acknowledges"):
            found = _ACKNOWLEDGED.match(line.strip())
            if not found:
                wanted = "acknowledges: <the 12 letters of the finding> because <your reason>"
                said = f"changes/{name} acknowledges something, but not in the form “{wanted}”: write it so"
                raise NotComparable(said)
            yield found["fingerprint"], found["reason"]


# --- What its clauses say ---------------------------------------------------------------------------------------------

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


def clause_texts(version: Version) -> ClauseTexts:
    """The clauses of a version by their ids, as they stand in its file."""
    try:
        found = tomllib.loads((version.folder / "clauses.toml").read_text(encoding="utf-8"))
        return {clause["id"]: clause for clause in found["clause"]}
    except (OSError, ValueError, KeyError, TypeError) as broken:
        sentence = " ".join(str(broken).split())
        raise NotComparable(
            f"clauses.toml of {version.name} cannot be read ({sentence}); mend it, then compare again"
        ) from None


def reworded(before: ClauseTexts, after: ClauseTexts) -> tuple[Reworded, ...]:
    """The clauses that say something else, in the order of the newer version, those that are gone last."""
    found = []
    for clause in dict.fromkeys((*after, *before)):
        old, new = _said(before.get(clause, {})), _said(after.get(clause, {}))
        if old != new:
            names = [name for name in SAYS if old.get(name) != new.get(name)]
            differing = ({name: side[name] for name in names if name in side} for side in (old, new))
            found.append(Reworded(clause, *differing))
    return tuple(found)


def _said(clause: Mapping[str, Any]) -> dict[str, str]:
    says = {name: clause[name] for name in SAYS if clause.get(name)}
    return {name: "; ".join(map(str, said)) if isinstance(said, list) else str(said) for name, said in says.items()}


# --- The judgement ----------------------------------------------------------------------------------------------------


@dataclass
class BehaviourChange:
    """One way in which the two versions part: where it was met, and in how many cells."""

    parting: Parting
    scopes: list[tuple[str, str]] = field(default_factory=list)
    cells: dict[str, int] = field(default_factory=dict)
    example: str = ""

    @property
    def fingerprint(self) -> str:
        """What it is known by."""
        return fingerprint("behaviour", " ".join(self.parting.clauses), self.parting.key)


@dataclass(frozen=True)
class Ruling:
    """What the change is, what it declares itself to be, and why that will not do, if it will not."""

    computed: str
    declared: str
    reds: tuple[str, ...]
    notes: tuple[str, ...] = ()

    @property
    def is_red(self) -> bool:
        """Whether somebody must look again."""
        return bool(self.reds)


@dataclass(frozen=True)
class JudgedChange:
    """A comparison with its ruling."""

    compared: Compared
    reworded: tuple[Reworded, ...]
    declared: Declared

    def declaring(self, kind: str, *acknowledged: tuple[str, str]) -> "JudgedChange":
        """The same comparison, declared as something else, with findings acknowledged: fingerprint and reason."""
        return JudgedChange(self.compared, self.reworded, Declared(kind, (f"changes/NNN.{kind}.md",), acknowledged))

    @cached_property
    def changes(self) -> tuple[BehaviourChange, ...]:
        """The ways in which somebody can see the versions part; those with a run first, shorter runs first."""
        found: dict[str, BehaviourChange] = {}
        for searched in self.compared.searched:
            for key, way in searched.partings.items():
                found.setdefault(key, BehaviourChange(way)).scopes.append((searched.scope["name"], searched.reading))
        for flips in self.compared.cells.flips.values():
            if flips.seen:
                change = found.setdefault(flips.parting.key, BehaviourChange(flips.parting))
                change.cells, change.example = flips.count, flips.example
        sightings = self.compared.sightings()
        for searched in self.compared.searched:
            for key, sighting in searched.sightings.items():
                if sighting is sightings[key]:
                    found[key].parting = searched.partings[key]
        shortest = {key: len(each.run) for key, each in sightings.items()}
        return tuple(sorted(found.values(), key=lambda c: (shortest.get(c.parting.key, 999), c.parting.key)))

    @cached_property
    def groups(self) -> tuple[tuple[BehaviourChange, ...], ...]:
        """The same, those together that come from the same rows."""
        found: dict[tuple[str, str, str], list[BehaviourChange]] = defaultdict(list)
        for change in self.changes:
            way = change.parting
            found[way.table, way.before.sentence, way.after.sentence].append(change)
        return tuple(map(tuple, found.values()))

    @cached_property
    def inside(self) -> tuple[Parting, ...]:
        """Where something is decided otherwise and nobody sees it."""
        parts = {key: way for searched in self.compared.searched for key, way in searched.inside.items()}
        flips = self.compared.cells.flips.values()
        parts |= {each.parting.key: each.parting for each in flips if not each.seen}
        return tuple(parts[key] for key in sorted(parts))

    @cached_property
    def claims(self) -> tuple[ClaimChange, ...]:
        """What became of the claims, broken ones first; a path that is walked in another scope is not lost."""
        searched = self.compared.searched
        still = {each["name"] for one in searched for each in one.claims[1] or () if each["run"] is not None}
        found = [
            replace(change, became="witnessed in fewer scopes")
            if change.became == "no longer witnessed" and change.name in still
            else change
            for change in self.compared.claim_changes()
        ]
        return tuple(sorted(found, key=lambda each: BECAME.index(each.became)))

    @cached_property
    def computed(self) -> str:
        """The class, by what the change does."""
        old, new = map(set, self.compared.tables)
        if any(claim.is_broken for claim in self.claims) or old - new:
            return "breaking"
        if self.changes:
            more = all(change.parting.is_more for change in self.changes)
            only_new = all(change.parting.is_new for change in self.changes)
            return ("new" if only_new else "feature") if more else "breaking"
        if new - old:
            return "new"
        if any(each.is_deprecated_now for each in self.reworded):
            return "deprecation"
        return "clarification" if self.reworded or self.compared.rows or self.inside else "internal"

    @cached_property
    def ruling(self) -> Ruling:
        """Whether what is declared covers what is done."""
        reds = (*self._undeclared(), *self._unsaid(), *self._leaks())
        return Ruling(self.computed, self.declared.kind, reds, tuple(self._notes()))

    def _undeclared(self) -> Iterator[str]:
        if RANKS[self.computed] <= self.declared.rank:
            return
        where = ", ".join(self.declared.files)
        is_a = self.computed if self.computed in ("breaking", "new", "internal") else f"a {self.computed}"
        if not where:
            yield (
                f"No new fragment declares this change, and it is {is_a}. "
                f"Add changes/NNN.{self.computed}.md, or take back what changes behaviour."
            )
        else:
            yield (
                f"Declared as {self.declared.kind} ({where}), and it is {is_a}. "
                f"Rename the fragment to .{self.computed}.md, or take back what goes beyond it."
            )

    def _unsaid(self) -> Iterator[str]:
        """Behaviour that no clause behind it speaks of."""
        behind = {clause for change in self.changes for clause in change.parting.clauses}
        if self.changes and not behind & {each.clause for each in self.reworded}:
            clauses = ", ".join(sorted(behind)[:8]) or "a clause"
            yield (
                "Behaviour changed and no clause behind it says anything new. "
                f"Change the text of what it is about in spec_impl/clauses.toml: {clauses}."
            )

    def _leaks(self) -> Iterator[str]:
        acknowledged = dict(self.declared.acknowledged)
        leaks = [each for each in self.claims if each.is_broken and each.name in CONCEALMENT]
        left = [leak for leak in leaks if leak.fingerprint not in acknowledged]
        for name in dict.fromkeys(leak.name for leak in left):
            scopes = ", ".join(f"“{leak.scope}” ({leak.fingerprint})" for leak in left if leak.name == name)
            yield (
                f"Concealment is broken, which no class covers: {name}, in {scopes}. Mend it, or write into the "
                "fragment, for each number: acknowledges: <number> because <your reason>."
            )

    def _notes(self) -> Iterator[str]:
        known = {claim.fingerprint for claim in self.claims}
        for each, reason in self.declared.acknowledged:
            if each in known:
                yield f"Acknowledged: {each}, because {reason}"
            else:
                yield f"The fragment acknowledges {each}, and there is no such finding (any more)."


def judge_versions(
    base: Version, head: Version, says: Declared | None = None, asked: Asked = EVERYTHING
) -> JudgedChange:
    """Compare two versions and judge the change by what it is declared to be.

    Raises `NotComparable`, with one sentence, for what cannot be compared.
    """
    texts = clause_texts(base), clause_texts(head)
    return JudgedChange(compare(base, head, asked), reworded(*texts), says or Declared())
