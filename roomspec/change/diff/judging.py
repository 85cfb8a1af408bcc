"""Which class a change has by what it does, and whether that is what it declares itself to be.

clarification   nobody can tell the two versions apart, within the scopes and cells that were compared
deprecation     the same, and a clause is now advised against
feature         all that was granted is seen as before, and something refused before is granted
new             as feature, only through a command or message that the older version lacks
breaking        all else: also what a refused asker hears, and a claim that held and does not any more
internal        neither a rule's words nor a clause's say anything else
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property

from .claiming import BECAME, CONCEALMENT, ClaimChange, claim_changes, fingerprint
from .comparing import Compared
from .declaring import RANKS, Declared
from .parting import Parting
from .wording import Reworded


@dataclass
class Change:
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
class Verdict:
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
class Judged:
    """A comparison with its verdict."""

    compared: Compared
    reworded: tuple[Reworded, ...]
    declared: Declared

    def declaring(self, kind: str, *acknowledged: tuple[str, str]) -> "Judged":
        """The same comparison, declared as something else, with findings acknowledged: fingerprint and reason."""
        return Judged(self.compared, self.reworded, Declared(kind, (f"changes/NNN.{kind}.md",), acknowledged))

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """The ways in which somebody can see the versions part; those with a run first, shorter runs first."""
        found: dict[str, Change] = {}
        for searched in self.compared.searched:
            for key, way in searched.partings.items():
                found.setdefault(key, Change(way)).scopes.append((searched.scope["name"], searched.reading))
        for flips in self.compared.cells.flips.values():
            if flips.seen:
                change = found.setdefault(flips.parting.key, Change(flips.parting))
                change.cells, change.example = flips.count, flips.example
        sightings = self.compared.sightings()
        for searched in self.compared.searched:
            for key, sighting in searched.sightings.items():
                if sighting is sightings[key]:
                    found[key].parting = searched.partings[key]
        shortest = {key: len(each.run) for key, each in sightings.items()}
        return tuple(sorted(found.values(), key=lambda c: (shortest.get(c.parting.key, 999), c.parting.key)))

    @cached_property
    def groups(self) -> tuple[tuple[Change, ...], ...]:
        """The same, those together that come from the same rows."""
        found: dict[tuple[str, str, str], list[Change]] = defaultdict(list)
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
        """What became of the claims, broken ones first."""
        searched = self.compared.searched
        still = {each["name"] for one in searched for each in one.claims[1] or () if each["run"] is not None}
        found = [_still_seen(change, still) for one in searched for change in claim_changes(one)]
        return tuple(sorted(found, key=lambda each: BECAME.index(each.became)))

    @cached_property
    def computed(self) -> str:
        """The class, by what the change does."""
        if any(claim.is_broken for claim in self.claims) or self._loses_a_table:
            return "breaking"
        if self.changes:
            more = all(change.parting.is_more for change in self.changes)
            only_new = all(change.parting.is_new for change in self.changes)
            return ("new" if only_new else "feature") if more else "breaking"
        if self._gains_a_table:
            return "new"
        if any(each.is_deprecated_now for each in self.reworded):
            return "deprecation"
        return "clarification" if self.reworded or self.compared.rows or self.inside else "internal"

    @property
    def _loses_a_table(self) -> bool:
        return bool({*self.compared.tables[0]} - {*self.compared.tables[1]})

    @property
    def _gains_a_table(self) -> bool:
        return bool({*self.compared.tables[1]} - {*self.compared.tables[0]})

    @cached_property
    def verdict(self) -> Verdict:
        """Whether what is declared covers what is done."""
        reds = (*self._undeclared(), *self._unsaid(), *self._leaks())
        return Verdict(self.computed, self.declared.kind, reds, tuple(self._notes()))

    def _undeclared(self) -> Iterable[str]:
        if RANKS[self.computed] <= self.declared.rank:
            return
        where = ", ".join(self.declared.files)
        if not where:
            yield (
                f"No new fragment declares this change, and it is {_a(self.computed)}. "
                f"Add changes/NNN.{self.computed}.md, or take back what changes behaviour."
            )
        else:
            yield (
                f"Declared as {self.declared.kind} ({where}), and it is {_a(self.computed)}. "
                f"Rename the fragment to .{self.computed}.md, or take back what goes beyond it."
            )

    def _unsaid(self) -> Iterable[str]:
        """Behaviour that no clause behind it speaks of."""
        behind = {clause for change in self.changes for clause in change.parting.clauses}
        if self.changes and not behind & {each.clause for each in self.reworded}:
            clauses = ", ".join(sorted(behind)[:8]) or "a clause"
            yield (
                "Behaviour changed and no clause behind it says anything new. "
                f"Change the text of what it is about in spec_impl/clauses.toml: {clauses}."
            )

    def _leaks(self) -> Iterable[str]:
        acknowledged = dict(self.declared.acknowledged)
        leaks = [each for each in self.claims if each.is_broken and each.name in CONCEALMENT]
        left = [leak for leak in leaks if leak.fingerprint not in acknowledged]
        for name in dict.fromkeys(leak.name for leak in left):
            scopes = ", ".join(f"“{leak.scope}” ({leak.fingerprint})" for leak in left if leak.name == name)
            yield (
                f"Concealment is broken, which no class covers: {name}, in {scopes}. Mend it, or write into the "
                "fragment, for each number: acknowledges: <number> because <your reason>."
            )

    def _notes(self) -> Iterable[str]:
        known = {claim.fingerprint for claim in self.claims}
        for each, reason in self.declared.acknowledged:
            if each in known:
                yield f"Acknowledged: {each}, because {reason}"
            else:
                yield f"The fragment acknowledges {each}, and there is no such finding (any more)."


def _still_seen(change: ClaimChange, still: set[str]) -> ClaimChange:
    """A path that is walked in another scope is not lost."""
    if change.became == "no longer witnessed" and change.name in still:
        return replace(change, became="witnessed in fewer scopes")
    return change


def _a(kind: str) -> str:
    """A class with its article, as it reads in a sentence."""
    return {"breaking": "breaking", "new": "new", "internal": "internal"}.get(kind, f"a {kind}")
