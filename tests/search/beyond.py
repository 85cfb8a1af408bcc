"""Each scope without an outsider once more, with one fault more of each kind: what fails there and not in the scope.

`python -m tests.search.beyond NAME...` looks at the scopes of these names or sizes. What it prints is no verdict: some
claims say of themselves that they hold unless something is lost, and a claim may be worded for the faults of its scope.
"""

import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace

from roomspec.search import Findings, Limits, check
from spec_impl import Fault
from spec_impl.claims import CLAIMS
from spec_impl.scopes import GROUPS, SCOPES
from spec_impl.scopes.scope import Scope

LIMITS = Limits(states=1_000_000)


def with_one_more(scope: Scope) -> Iterator[Scope]:
    """The scope with one fault more of each kind."""
    for fault in Fault:
        faults = {**scope.faults, fault: scope.faults.get(fault, 0) + 1}
        yield replace(scope, name=f"{scope.name}, and one {fault} more", faults=faults)


def told(found: Findings) -> str:
    """One line: how large, whether it was all, and what fails after how many steps."""
    search = found.exploration
    failing = ", ".join(f"{claim.name} after {len(found.run(claim) or ())}" for claim in found.failing)
    return (
        f"{found.scope.name}: {search.states:,} worlds, {search.stopped or 'exhaustive'}; fails: {failing or 'nothing'}"
    )


def main(names: Iterable[str]) -> None:
    for name in names:
        for scope in GROUPS.get(name) or (SCOPES[name],):
            if not scope.outsider:
                for each in with_one_more(scope):
                    sys.stdout.write(told(check(each, claims=CLAIMS, limits=LIMITS)) + "\n")
                    sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:] or ["tiny"])
