"""The texts that were in force where they differ, which is whether an invited user may knock.

An edition takes the place that a reading has in the rules of 2014: it decides which rows there are.
"""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Edition:
    """One published wording of the rules, and the change that brought it, under the name that its authors gave it."""

    name: str
    knock_when_invited: Literal["refused", "allowed"]
    brought_by: str
    declared: str = ""

    def takes(self, switch: str, *values: str) -> bool:
        """Whether its switch stands at one of the values."""
        return getattr(self, switch) in values


ALLOWED = "matrix-spec-proposals#3730 (table, May), matrix-spec#1175 (rules, August)"

EDITIONS = {
    edition.name: edition
    for edition in (
        Edition("2021", "refused", "MSC2403, room version 7"),
        Edition("2022", "allowed", ALLOWED, declared="clarification"),
        Edition("2024", "refused", "matrix-spec#1717 (rules only, February)", declared="clarification"),
    )
}
"""The three texts by the year in which each came; the last one still stands."""

TODAY = EDITIONS["2024"]
