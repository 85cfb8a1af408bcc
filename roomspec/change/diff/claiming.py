"""What becomes of the claims, scope by scope: which held and do not any more, which are no longer witnessed."""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from spec_impl.claims import concealment
from spec_impl.claims.claim import Claim

from .searched import Searched, Sighting

BECAME = ("broken", "no longer witnessed", "mended", "witnessed in fewer scopes", "witnessed")
"""What can become of a claim, the worst first."""

CONCEALMENT = frozenset(claim.name for claim in vars(concealment).values() if isinstance(claim, Claim))
"""The claims whose breaking no class excuses."""


def fingerprint(*parts: str) -> str:
    """What a finding is known by, whichever run happens to show it."""
    return sha256("\n".join(parts).encode()).hexdigest()[:12]


@dataclass(frozen=True)
class ClaimChange:
    """What became of a claim in one scope: broken, mended, or no longer or newly witnessed."""

    name: str
    sentence: str
    cites: tuple[str, ...]
    became: str
    scope: str
    reading: str
    run: Any
    searched: Searched

    @property
    def sighting(self) -> Sighting:
        """The run that shows it, and where it begins."""
        begin = self.searched.begin
        return Sighting(self.scope, self.reading, begin["world"], begin["actions"], self.run)

    @property
    def is_broken(self) -> bool:
        """Whether it held before and does not now."""
        return self.became == "broken"

    @property
    def fingerprint(self) -> str:
        """What it is known by."""
        return fingerprint("claim", self.became, self.name, self.scope, self.reading)


def claim_changes(searched: Searched) -> Iterator[ClaimChange]:
    """The claims of which another answer is true now, in one scope."""
    before, after = searched.claims
    if before is None or after is None:
        return
    old = {claim["name"]: claim for claim in before}
    for claim in after:
        was, now = (side["run"] is not None for side in (old[claim["name"]], claim))
        if was is not now:
            run = claim["run"] if now else old[claim["name"]]["run"]
            yield ClaimChange(
                claim["name"],
                claim["sentence"],
                tuple(claim["cites"]),
                _became(claim, now),
                searched.scope["name"],
                searched.reading,
                run,
                searched,
            )


def _became(claim: dict[str, Any], there_is_a_run: bool) -> str:
    if claim["mood"] == "sometimes":
        return "witnessed" if there_is_a_run else "no longer witnessed"
    return "broken" if there_is_a_run else "mended"
