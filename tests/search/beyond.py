"""Each scope without an outsider once more, larger: what fails there and not in the scope.

It has one fault more of each kind or, among three servers, a fourth one. `python -m tests.search.beyond NAME...` looks
at the scopes of these names or sizes. What it prints is no verdict: some claims say of themselves that they hold unless
something is lost, and a claim may be worded for the faults of its scope.
"""

import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace

from roomspec.search import Findings, Limits, check
from spec_impl import COMPLETED, Accept, Fault, Invite, Leave, Reading, Trace, UserId
from spec_impl.cast import DAVE_APART, town
from spec_impl.claims import CLAIMS
from spec_impl.scopes import GROUPS, SCOPES
from spec_impl.scopes.scope import Scope, gives

LIMITS = Limits(states=1_000_000)


def with_one_more(scope: Scope) -> Iterator[Scope]:
    """The scope with one fault more of each kind."""
    for fault in Fault:
        faults = {**scope.faults, fault: scope.faults.get(fault, 0) + 1}
        yield replace(scope, name=f"{scope.name}, and one {fault} more", faults=faults)


def with_a_fourth(scope: Scope, newcomer: UserId = DAVE_APART) -> Iterator[Scope]:
    """A scope of three servers with a fourth, whose user is nowhere; or in the room at the start, and may leave it."""
    begun = scope.begin(COMPLETED)
    if len(begun.world.servers) != 3 or any(server.name == newcomer.server for server in begun.world.servers):
        return
    members = [(view.room, user) for server in begun.world.servers for view in server.rooms for user in view.joined()]

    def beside(reading: Reading) -> Trace:
        world = scope.world(reading)
        (home,) = town(newcomer, reading=reading).world.servers
        return Trace(replace(world, servers=tuple(sorted((*world.servers, home), key=lambda server: server.name))))

    def inside(reading: Reading) -> Trace:
        room, host = members[0]
        return beside(reading).give(host, Invite(room, newcomer)).settle().give(newcomer, Accept(room)).settle()

    yield replace(scope, name=f"{scope.name}, and a fourth server", begin=beside)
    if members:
        commands = (*scope.commands, *gives(newcomer, Leave(members[0][0])))
        yield replace(scope, name=f"{scope.name}, and a member on a fourth server", begin=inside, commands=commands)


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
                for each in (*with_one_more(scope), *with_a_fourth(scope)):
                    sys.stdout.write(told(check(each, claims=CLAIMS, limits=LIMITS)) + "\n")
                    sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:] or ["tiny"])
