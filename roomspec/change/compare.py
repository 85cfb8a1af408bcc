"""What is asked of a comparison of two versions, and what it finds: plain values, and nobody's verdict on them.

`comparison.py` does the comparing, `judge.py` says which class the change has, and `report.py` puts it in words.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from spec_impl.claims import concealment
from spec_impl.claims.claim import Claim

from .beside import Bounds
from .differences import CellChanges, Parting, RowChange
from .side.marks import AS_OTHERS_HAVE_IT

RECOMMENDED, LITERAL = "COMPLETED", "LITERAL_2014"
_HIDING = frozenset(claim.name for claim in vars(concealment).values() if isinstance(claim, Claim))


@dataclass(frozen=True)
class Version:
    """The folder of a specification, and what it is called."""

    folder: Path
    name: str


@dataclass(frozen=True)
class Asked:
    """How far to look: scopes of these sizes, or those named; tables, all if none is named; bounds; who watches.

    Who watches is told of each thing that was compared, of so many: the cells, and each scope under a reading.
    """

    sizes: tuple[str, ...] = ("tiny", "small")
    scopes: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()
    bounds: Bounds = field(default_factory=Bounds)
    watch: Callable[[str, int], object] | None = None


@dataclass(frozen=True)
class Sighting:
    """A shortest run in which both versions do the same until its last step; `on_the_way` to where the scope begins."""

    scope: str
    reading: str
    world: Any
    lead: list[Any]
    run: list[Any]
    on_the_way: bool = False

    @property
    def rank(self) -> tuple[bool, int]:
        """What is shown first: a run under the recommended reading, and among these a short one."""
        return self.reading != RECOMMENDED, len(self.run)


def fingerprint(*parts: str) -> str:
    """What a finding is known by, whichever run happens to show it."""
    return sha256("\n".join(parts).encode()).hexdigest()[:12]


@dataclass(frozen=True)
class ClaimChange:
    """What became of a claim in one scope: broken, mended, no longer or newly witnessed; and the run that shows it."""

    name: str
    sentence: str
    cites: tuple[str, ...]
    became: str
    sighting: Sighting

    @property
    def is_broken(self) -> bool:
        """Whether it held before and does not now."""
        return self.became == "broken"

    @property
    def is_in_older_words(self) -> bool:
        """Whether the newer version has the claim in other words, and this is the older wording."""
        return self.name.endswith(AS_OTHERS_HAVE_IT)

    @property
    def is_leak(self) -> bool:
        """Whether the claim is about hiding, in whichever version's wording; its breaking no class excuses."""
        return self.name.removesuffix(AS_OTHERS_HAVE_IT) in _HIDING

    @property
    def fingerprint(self) -> str:
        """What it is known by: the claim and the reading, whichever scope shows it."""
        return fingerprint("claim", self.became, self.name, self.sighting.reading)


@dataclass
class Searched:
    """What came of leading both versions through one scope under one reading: where they part, and the claims there.

    `claims` are those of the older version, where they were asked, and of the newer one. `is_the_same` says that both
    versions hold, send and show the same in every line; `note` says how far they could be compared.
    """

    scope: dict[str, Any]
    reading: str
    counts: dict[str, Any] = field(default_factory=dict)
    lines: int = 0
    partings: dict[str, Parting] = field(default_factory=dict)
    inside: dict[str, Parting] = field(default_factory=dict)
    sightings: dict[str, Sighting] = field(default_factory=dict)
    claims: tuple[list[dict[str, Any]] | None, list[dict[str, Any]]] = (None, [])
    is_the_same: bool = False
    begin: dict[str, Any] = field(default_factory=dict)
    note: str = ""

    def sighting(self, run: list[Any]) -> Sighting:
        """A run of this scope, from where it begins."""
        return Sighting(self.scope["name"], self.reading, self.begin["world"], self.begin["actions"], run)

    def claim_changes(self) -> Iterator[ClaimChange]:
        """The claims with another answer now; what fails now is broken unless it is known to have failed before."""
        before, after = self.claims
        if self.is_the_same:
            return
        old = {claim["name"]: claim for claim in before or ()}
        for claim in after:
            was: list[Any] | None = old[claim["name"]]["run"] if claim["name"] in old else None
            now, some = claim["run"], claim["mood"] == "sometimes"
            if (was is None) is (now is None) or (some and claim["name"] not in old):
                continue
            words = ("witnessed", "no longer witnessed") if some else ("broken", "mended")
            run = was if now is None else now
            assert run is not None
            yield ClaimChange(
                claim["name"], claim["sentence"], tuple(claim["cites"]), words[now is None], self.sighting(run)
            )


@dataclass
class Compared:
    """All that was found; `same_program` says that the two are one program in other clothes, so nothing was run.

    `not_compared` are sentences about what differs, or may differ, and was not seen at work; `not_shown` are the rows
    that are written otherwise and decided nowhere; `unasked` is why claims could not be put to the older version,
    `not_witnessed` what must be possible and was seen in no scope.
    `row_clauses` are those behind the rows and functions that are written otherwise; `citing` has each clause's rows.
    """

    base: Version
    head: Version
    tables: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
    rows: list[RowChange] = field(default_factory=list)
    cells: CellChanges = field(default_factory=CellChanges)
    searched: list[Searched] = field(default_factory=list)
    same_program: bool = False
    words_only: bool = False
    not_compared: list[str] = field(default_factory=list)
    not_shown: list[tuple[str, str]] = field(default_factory=list)
    row_clauses: list[str] = field(default_factory=list)
    citing: dict[str, list[str]] = field(default_factory=dict)
    unasked: str = ""
    not_witnessed: frozenset[str] = frozenset()
    pictures: dict[str, dict[str, Any]] = field(default_factory=dict)

    def sightings(self) -> dict[str, Sighting]:
        """For each parting its shortest run, the first found among equals."""
        shortest: dict[str, Sighting] = {}
        for key, sighting in (found for searched in self.searched for found in searched.sightings.items()):
            if key not in shortest or sighting.rank < shortest[key].rank:
                shortest[key] = sighting
        return shortest

    def claim_changes(self) -> Iterator[ClaimChange]:
        """The claims of which another answer is true now, scope by scope."""
        for searched in self.searched:
            yield from searched.claim_changes()
