"""The claims: what is said of every run of the specification, by what they are about."""

from ..wanted import ByName
from . import admission, answers, concealment, first_wordings, people, service, witnesses
from .claim import Claim, Mood, Over


def _claims_in(module: object) -> tuple[Claim, ...]:
    return tuple(value for value in vars(module).values() if isinstance(value, Claim))


CLAIMS: tuple[Claim, ...] = tuple(
    claim for module in (concealment, admission, service, answers, people) for claim in _claims_in(module)
)
"""What must hold; under the recommended reading all of it does."""

WITNESSES: tuple[Claim, ...] = _claims_in(witnesses)
"""What must be possible: each path of the source document."""

FIRST_WORDINGS: tuple[Claim, ...] = _claims_in(first_wordings)
"""What one would claim first, and cannot: each fails, with a shortest run that shows why."""

ALL = (*CLAIMS, *WITNESSES, *FIRST_WORDINGS)


BY_NAME = ByName("claim", {claim.name: claim for claim in ALL})


def named(name: str) -> Claim:
    """The claim of that name. Raises `WrongUse` where there is none, with those near it."""
    return BY_NAME[name]
