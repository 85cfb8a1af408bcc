"""What the tabulated search saves: the same scope, with the same counts, against whole worlds and `step`."""

from roomspec.search.claims import Watching
from roomspec.search.explorer import Exploration, Nothing, explore
from roomspec.search.moves import Move
from spec_impl import COMPLETED
from spec_impl.actions import Action
from spec_impl.scopes import SCOPES
from tests.benchmarks.compare import Comparison, calling, compare
from tests.search.plain import PlainTown

SCOPE = SCOPES["an open door"]


def tabulated() -> Exploration[Move]:
    """States as small numbers, rules as look-ups; the table is filled anew each time."""
    return explore(Watching(SCOPE, COMPLETED, ()).town, Nothing())


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
