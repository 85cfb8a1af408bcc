"""How fast worlds are searched: in blocks, by the plain loop, as whole worlds, and by SPIN over the same tables.

`python -m tests.benchmarks.searching NAME...` prints how many bytes a world takes in each of these scopes.
"""

import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from math import inf
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from roomspec.search import Limits, check_each
from roomspec.search.claims import Watching
from roomspec.search.engine import MOST, explore
from roomspec.search.explorer import Exploration, Nothing
from roomspec.search.moves import Move
from spec_impl import COMPLETED, Fault
from spec_impl.claims import CLAIMS, WITNESSES
from spec_impl.scopes import GROUPS, SCOPES
from spec_impl.scopes.scope import Scope
from tests.benchmarks.compare import Comparison, Timing, calling, compare, medians
from tests.search.beyond import with_one_more
from tests.search.plain import PlainTown
from tests.search.spin import IS_HERE, counted, promela, searched

TINY = SCOPES["an open door"]
LARGER = {each.name: each for scope in SCOPES.values() if not scope.outsider for each in with_one_more(scope)}
LARGE = (
    SCOPES["a crash and second thoughts"],
    LARGER[f"invited by two, and back again, and one {Fault.REPETITION} more"],
    LARGER[f"a knock on a bad day, names reversed, and one {Fault.REPETITION} more"],
)
OTHERS = ALONE, COMPILED, PLAIN = "SPIN alone", "SPIN, compiled first", "the plain loop"
ROUNDS, ALL_OF_IT = 3, Limits(states=10**9)
SLOTS = 26
"""Two to the so many slots has SPIN's table, which is more than worlds."""

FEW = 500_000
"""Up to so many worlds the plain loop is asked as well."""


def with_claims(scope: Scope, most: float = MOST) -> Exploration[Move]:
    """One search with every claim, its table filled anew; plain up to so many worlds, then in blocks."""
    watching = Watching(scope, COMPLETED, (*CLAIMS, *WITNESSES))
    return explore(watching.town, watching, ALL_OF_IT, most=most)


def by_whole_worlds() -> object:
    """The model's own `enabled` and `step`, nothing remembered."""
    return explore(PlainTown(TINY, COMPLETED), Nothing())


def in_a_tiny_scope() -> Comparison:
    """Tables against whole worlds."""
    name = f"searching “{TINY.name}”, all claims"
    return compare(name, calling(lambda: with_claims(TINY)), "whole worlds, no claim", calling(by_whole_worlds), 7)


def every_scope() -> str:
    """All scopes from tiny to full with every claim, as many at a time as `roomspec check` searches."""
    begun, scopes = perf_counter(), [scope for size in ("tiny", "small", "full") for scope in GROUPS[size]]
    count = sum(found.exploration.states for found in check_each(scopes, claims=(*CLAIMS, *WITNESSES)))
    return f"every scope, tiny to full: {count:,} worlds in {perf_counter() - begun:.1f} s"


def table(scopes: Iterable[Scope] = LARGE) -> Iterator[str]:
    """A table: each scope in blocks with all claims, and how many times as long SPIN and the plain loop take.

    All of a scope are timed in turn; each time is the median of `ROUNDS`.
    """
    head = ("scope", "worlds", "transitions", "blocks", "bytes a world", *OTHERS)
    for line in (head, ["---", *("---:" for _ in head[1:])], *map(row, scopes)):
        yield f"| {' | '.join(line)} |"


def row(scope: Scope) -> Iterator[str]:
    """One line of the table."""
    system, lines, counts, _ = searched(scope, COMPLETED, MOST, ALL_OF_IT)
    sides: dict[str, Timing] = {"blocks": calling(lambda: with_claims(scope))}
    with TemporaryDirectory() as place:
        folder = Path(place)
        if IS_HERE:
            program = promela(system, lines)
            assert counted(program, folder, "-O2", SLOTS) == counts
            sides[ALONE] = calling(lambda: ran(folder, "./pan", "-m1000000", f"-w{SLOTS}"))
            sides[COMPILED] = calling(lambda: counted(program, folder, "-O2", SLOTS))
        if counts[0] < FEW:
            sides[PLAIN] = calling(lambda: with_claims(scope, inf))
        found = medians(sides, ROUNDS)
    yield scope.name
    yield from (f"{count:,}" for count in counts)
    yield f"{found['blocks']:.2f} s"
    yield ran(Path.cwd(), sys.executable, "-m", "tests.benchmarks.searching", scope.name).strip()
    yield from (f"{found[side] / found['blocks']:.1f}" if side in found else "" for side in OTHERS)


def ran(folder: Path, *command: str) -> str:
    """What a program says, run there."""
    return subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True).stdout


def bytes_a_world(scope: Scope) -> str:
    """How much more memory this process has taken at most by the end of a search of a scope, for each world.

    More than for a tiny one in blocks, that is with numpy loaded.
    """
    with_claims(TINY, 0)
    before = most_memory()
    states = with_claims(scope).states
    return f"{(most_memory() - before) // states:,}" if before else ""


def most_memory() -> int:
    """The most memory that this process has ever had, in bytes; nought where the system does not say."""
    status = Path("/proc/self/status")
    found = re.search(r"VmHWM:\s*(\d+) kB", status.read_text(encoding="utf-8") if status.exists() else "")
    return int(found[1]) * 1024 if found else 0


if __name__ == "__main__":
    for name in sys.argv[1:]:
        print(bytes_a_world({**SCOPES, **LARGER}[name]))
