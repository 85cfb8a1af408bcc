"""Every claim in one scope of 27 million worlds: `make claims-huge`, a matter of minutes."""

import resource
import sys
import time
from dataclasses import replace

from roomspec.search import Limits, check
from spec_impl import Fault
from spec_impl.claims import CLAIMS, WITNESSES
from spec_impl.scopes import SCOPES

HUGE = replace(
    SCOPES["a knock on a bad day, names reversed"],
    name="a knock on the worst of days",
    faults={Fault.LOSS: 2, Fault.REPETITION: 2, Fault.CRASH: 1},
)
LIMITS = Limits(states=40_000_000)


def main() -> int:
    begun = time.perf_counter()
    found = check(HUGE, claims=(*CLAIMS, *WITNESSES), limits=LIMITS)
    search, seconds = found.exploration, time.perf_counter() - begun
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    lines = [
        f"“{HUGE.name}”: {search.states:,} worlds, {search.transitions:,} transitions, depth {search.depth}",
        f"{search.stopped or 'exhaustive'} in {seconds:.0f} s, {memory / 1e9:.1f} GB",
        f"{memory / search.states:.0f} bytes a world, the interpreter and all tables among them",
        *(f"✗ {claim.name} fails after {len(found.run(claim) or ())} steps" for claim in found.failing),
    ]
    sys.stdout.write("\n".join(lines) + "\n")
    return bool(found.failing) or not search.is_exhaustive


if __name__ == "__main__":
    sys.exit(main())
