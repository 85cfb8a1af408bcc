"""What the tabulated search saves: the same scope, with the same counts, against whole worlds and `step`."""

from spec_impl.check.checking import Watching
from spec_impl.check.explorer import Exploration, Nothing, explore
from spec_impl.check.scopes import SCOPES
from spec_impl.check.town import Move
from spec_impl.model import COMPLETED
from spec_impl.model.actions import Action
from tests.benchmarks.compare import Comparison, calling, compare
from tests.check.plain import PlainTown

SCOPE = SCOPES["an open door"]


def tabulated() -> Exploration[Move]:
    """States as small numbers, rules as look-ups; the table is filled anew each time."""
    return explore(Watching(SCOPE, COMPLETED, ()).system, Nothing())


def plain() -> Exploration[Action]:
    """Whole worlds, and every step made by the one mover."""
    return explore(PlainTown(SCOPE, COMPLETED), Nothing())


def searching() -> Comparison:
    """All worlds of one scope, two ways."""
    assert tabulated().states == plain().states
    return compare(
        f"searching “{SCOPE.name}” with the rules tabulated",
        calling(tabulated, times=1),
        "the same with whole worlds",
        calling(plain, times=1),
        rounds=7,
    )
