"""How each claim stands in one run: for the stepper, which shows it after every click."""

from dataclasses import dataclass
from typing import Literal

from spec_impl import Trace
from spec_impl.actions import Lose
from spec_impl.claims import CLAIMS, Claim, Mood, Over
from spec_impl.claims.claim import Moment, Quiet
from spec_impl.stepping import is_quiet

from .moments import moments

Status = Literal["holds", "fails", "not yet", "witnessed"]


@dataclass(frozen=True)
class Standing:
    """One claim at the end of a trace; "not yet" where it speaks of quiet worlds, or of something still to be seen."""

    claim: str
    mood: str
    cites: tuple[str, ...]
    status: Status
    sentence: str


def standing(trace: Trace, claims: tuple[Claim, ...] = CLAIMS) -> tuple[Standing, ...]:
    """How these claims stand after the last step of a trace; those about whole runs are for a search alone."""
    seen = tuple(moment for _, _, moment in moments(trace))
    quiet = Quiet(trace.world, sum(isinstance(step.action, Lose) for step in trace.steps))
    rests = is_quiet(trace.world) and not trace.world.cut
    return tuple(
        Standing(claim.name, claim.mood, claim.cites, _status(claim, seen, quiet, rests), claim.sentence)
        for claim in claims
        if claim.over in (Over.MOMENT, Over.QUIET)
    )


def _status(claim: Claim, seen: tuple[Moment, ...], quiet: Quiet, rests: bool) -> Status:
    if claim.mood is Mood.SOMETIMES:
        return "witnessed" if any(map(claim.holds, seen)) else "not yet"
    if claim.over is Over.QUIET:
        return "not yet" if not rests else "holds" if claim.holds(quiet) else "fails"
    return "holds" if all(map(claim.holds, seen)) else "fails"
