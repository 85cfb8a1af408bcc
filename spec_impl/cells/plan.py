"""How situations are made along named axes."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product

from ..cast import TEA, A, B
from ..reading import COMPLETED, Reading
from ..room import Room
from ..situation import Inquiry, Situation
from ..terms import Entry, JoinMode, Membership, ModeChange, PduId, ServerName, UserId

Values = dict[str, str]
Build = Callable[[Values, Reading], Situation | Inquiry]

HELD = ("none", "knocked", "invited", "joined", "left", "invited again", "left again")
MODES = ("public", "knock", "invite", "private")
YES_NO, NO_YES = ("yes", "no"), ("no", "yes")


@dataclass(frozen=True)
class Cell:
    """One situation, with the values of the axes that made it."""

    values: tuple[tuple[str, str], ...]
    situation: Situation | Inquiry


@dataclass(frozen=True)
class Plan:
    """How the situations of one table are made: its axes, the usual value first, and what builds from a choice."""

    axes: Mapping[str, tuple[str, ...]]
    build: Build

    def cells(self, reading: Reading = COMPLETED, running: tuple[str, ...] | None = None) -> Iterator[Cell]:
        """Every situation; with `running`, only those axes run and the others stay at their usual value."""
        choices = (words if running is None or axis in running else words[:1] for axis, words in self.axes.items())
        for chosen in product(*choices):
            values = dict(zip(self.axes, chosen, strict=True))
            yield Cell(tuple(values.items()), self.build(values, reading))


def line(user: UserId, held: str, origin: ServerName = B) -> Entry | None:
    """The user's line in a register; "again" stands for his second stay."""
    word, _, again = held.partition(" ")
    return None if word == "none" else Entry(user, 2 if again else 1, Membership(word), origin)


def proof(user: UserId, stay: int, origin: ServerName = B) -> PduId:
    """The id of an invitation."""
    return PduId(user, stay, Membership.INVITED.rank, origin)


def room(mode: str, *lines: Entry | None) -> Room:
    """A view of the room with these lines."""
    entries = tuple(sorted((entry for entry in lines if entry), key=lambda entry: entry.user))
    return Room(TEA, ModeChange(1, JoinMode(mode), A), entries, (1, A))
