"""`make claims-orders`: every tiny and small scope under every order of its home servers' names; half a minute.

Nothing is pinned: what fails under some order, and is no first wording, is printed, and the status is 1 then.
"""

import os
import sys

from tqdm import tqdm

from roomspec.search import check
from spec_impl.scopes import SMALL, TINY, every_order

if __name__ == "__main__":
    orders = [order for scope in (*TINY, *SMALL) for order in every_order(scope)]
    broken = 0
    for scope in tqdm(orders, unit="scope", disable=os.environ.get("CI") == "true"):
        found = check(scope)
        failing = [claim.name for claim in found.failing if not claim.first]
        if failing or not found.exploration.is_exhaustive:
            broken += 1
            sys.stdout.write(f"{scope.name}: {', '.join(failing) or 'not exhaustive'}\n")
    sys.stdout.write(f"{len(orders)} orders of the names, {broken} of them with a claim that fails\n")
    sys.exit(bool(broken))
