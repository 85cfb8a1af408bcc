"""How fast worlds are searched: in blocks, by the plain loop, as whole worlds, and by SPIN over the same tables."""

import subprocess
from collections.abc import Callable, Iterator
from math import inf
from pathlib import Path
from tempfile import TemporaryDirectory

from roomspec.search import Limits
from roomspec.search.claims import Watching
from roomspec.search.explorer import MOST, Exploration, Nothing, explore
from roomspec.search.moves import Move
from spec_impl import COMPLETED
from spec_impl.claims import CLAIMS, WITNESSES
from spec_impl.scopes import SCOPES
from spec_impl.scopes.scope import Scope
from tests.benchmarks.compare import Comparison, calling, compare
from tests.search.plain import PlainTown
from tests.search.spin import IS_HERE, counted, promela, searched

TINY, LARGE = SCOPES["an open door"], SCOPES["an invitation on a bad day"]
ROUNDS = 3


def with_claims(scope: Scope, most: float = MOST) -> Exploration[Move]:
    """One search with every claim, its table filled anew; plain up to so many worlds, then in blocks."""
    watching = Watching(scope, COMPLETED, (*CLAIMS, *WITNESSES))
    return explore(watching.town, watching, Limits(states=10**9), most=most)


def by_whole_worlds() -> object:
    """The model's own `enabled` and `step`, nothing remembered."""
    return explore(PlainTown(TINY, COMPLETED), Nothing())


def searching() -> Iterator[Comparison]:
    """Tables against whole worlds in a tiny scope, blocks against the plain loop and SPIN in a large one."""
    tiny = f"searching “{TINY.name}”, all claims"
    yield compare(tiny, calling(lambda: with_claims(TINY)), "whole worlds, no claim", calling(by_whole_worlds), 7)
    yield from of_scope(LARGE)


def of_scope(scope: Scope) -> Iterator[Comparison]:
    """One scope in blocks, against the plain loop, and against SPIN with and without its compilation."""
    found = with_claims(scope)
    name = f"searching “{scope.name}” in blocks, {found.states:,} worlds, all claims"
    blocks = calling(lambda: with_claims(scope))
    yield compare(name, blocks, "the plain loop", calling(lambda: with_claims(scope, inf)), ROUNDS)
    if not IS_HERE:
        return
    with TemporaryDirectory() as place:
        system, lines, counts, _ = searched(scope, COMPLETED, MOST)
        program, folder = promela(system, lines), Path(place)
        assert counted(program, folder, "-O2") == counts == (found.states, found.transitions)
        baselines: dict[str, Callable[[], object]] = {
            "SPIN alone, which only counts": lambda: ran(folder, "./pan", "-m1000000", "-w26"),
            "SPIN with its compilation": lambda: counted(program, folder, "-O2"),
        }
        for baseline, run in baselines.items():
            yield compare(name, blocks, baseline, calling(run), ROUNDS)


def ran(folder: Path, *command: str) -> None:
    """One run of SPIN's verifier, compiled before."""
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
