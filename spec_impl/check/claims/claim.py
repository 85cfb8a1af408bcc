"""What a claim is: a sentence about every run of the specification, the clauses it rests on, and how it is judged.

Rule 1: a claim reads what the rules left behind, and never asks a rule for its opinion.
Rule 2: each says over what it is judged, so that it is judged once for each such thing and not in every world.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from ...model.clauses import cited
from ...model.terms import RoomId
from ..moment import Moment
from ..quiet import Quiet


class Mood(StrEnum):
    """How a claim speaks: of every run, of some run, or of two worlds that one observer must not tell apart."""

    ALWAYS = "always"
    SOMETIMES = "sometimes"
    PAIR = "pair"


class Over(StrEnum):
    """What a claim is judged over."""

    MOMENT = "each moment at one home server"
    MEETING = "each moment at one home server, in the world in which it happens"
    DIRECTORY = "each answer of the directory"
    QUIET = "each quiet world"
    RUN = "whole runs"


OWNERS = {"anothers": "another's", "rooms": "room's", "users": "user's"}


@dataclass(frozen=True)
class Claim:
    """One claim.

    `holds` is asked of what it is judged over: an `always` claim fails where it says no, a `sometimes` claim is
    witnessed where it says yes. `concerns` picks the moments that are judged by what every home server holds then.
    `first` is set on a first wording that cannot hold: it says why not, and what is claimed instead.
    """

    name: str
    mood: Mood
    over: Over
    cites: tuple[str, ...]
    sentence: str
    holds: Callable[..., bool]
    concerns: Callable[[Moment], bool] | None = None
    first: str = ""

    @property
    def words(self) -> str:
        """The name as words, with the apostrophes for which a name has no room."""
        return " ".join(OWNERS.get(word, word) for word in self.name.split("-"))


def _named(function: Callable[..., Any]) -> str:
    return function.__name__.strip("_").replace("_", "-")


def _sentence(function: Callable[..., Any]) -> str:
    return " ".join((function.__doc__ or "").split())


Judge = Callable[..., bool]
Decorator = Callable[[Judge], Claim]


def always(
    cites: str, over: Over = Over.MOMENT, *, concerns: Callable[[Moment], bool] | None = None, first: str = ""
) -> Decorator:
    """Make a claim about every run of a function: its name, and its docstring as the sentence."""
    return lambda holds: Claim(_named(holds), Mood.ALWAYS, over, cited(cites), _sentence(holds), holds, concerns, first)


def sometimes(cites: str) -> Decorator:
    """Make a claim about some run: the moment that the function says yes to is a witness."""
    return lambda holds: Claim(_named(holds), Mood.SOMETIMES, Over.MOMENT, cited(cites), _sentence(holds), holds)


def pair(cites: str) -> Decorator:
    """Make a claim about two worlds and one observer; whole runs decide it, and the function names the verdicts."""
    return lambda holds: Claim(_named(holds), Mood.PAIR, Over.RUN, cited(cites), _sentence(holds), holds)


__all__ = ["Claim", "Moment", "Mood", "Over", "Quiet", "RoomId", "always", "pair", "sometimes"]
