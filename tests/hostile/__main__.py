"""`make hostile`: every attempt is made; a table for each kind of input says which answers no page speaks of."""

import sys
from collections import defaultdict
from itertools import chain

from rich.console import Console
from rich.table import Table
from tqdm import tqdm

from tests.hostile.attempt import tables


def main(*wanted: str) -> int:
    """Make every attempt, or those of the modules named; the status says whether every answer was documented."""
    console = Console(highlight=False, markup=False, emoji=False)
    tried = undocumented = 0
    for name, attempts in tables().items():
        if wanted and name not in wanted:
            continue
        found: dict[tuple[str, str], list[str]] = defaultdict(list)
        for each in tqdm(list(attempts()), desc=name, leave=False, disable=None):
            found[each.subject, each.kind].append(each.fault())
        table = Table("asked", "input", "tried", "undocumented", title=f"Wrong, odd and hostile uses: {name}")
        for key, faults in found.items():
            table.add_row(*key, f"{len(faults):,}", f"{sum(map(bool, faults)):,}")
        console.print(table)
        for fault in filter(None, chain.from_iterable(found.values())):
            console.print(f"✗ {ascii(fault)[1:-1]}", soft_wrap=True)
            undocumented += 1
        tried += sum(map(len, found.values()))
    console.print(f"{tried:,} tried, {undocumented:,} of them with an answer that is not documented")
    return bool(undocumented) or not tried


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
