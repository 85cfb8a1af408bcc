"""Run in a copy: search the scopes named, and say which claim fails, and which table decided the last step of that run.

`python -m tests.edits.search SCOPE... -- WITNESS...`: the claims after the dashes must be witnessed in some scope.
"""

import sys

from roomspec.search import check
from spec_impl.claims import CLAIMS, WITNESSES
from spec_impl.scopes import SCOPES

_cut = sys.argv.index("--")
_found = [check(SCOPES[name], claims=(*CLAIMS, *WITNESSES)) for name in sys.argv[1:_cut]]
_seen = {claim.name for found in _found for claim in found.witnessed}

_said = [
    f"{claim.name} fails in the scope {found.scope.name!r}: the last step was decided by the table of the "
    + " and the ".join(verdict.table for verdict in found.trace(claim).last.verdicts)
    for found in _found
    for claim in found.failing
]
_said += [f"{name} is witnessed in no scope" for name in sys.argv[_cut + 1 :] if name not in _seen]
sys.exit("\n".join(_said) or 0)
