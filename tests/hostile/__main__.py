"""`make hostile`: every attempt is made, and a table says how many there were and which answers no page speaks of."""

import sys
from collections import defaultdict

from rich.console import Console
from rich.table import Table
from tqdm import tqdm

from tests.hostile.attempt import tables


def main(*wanted: str) -> int:
    """Make every attempt, or those of the modules named; the status says whether every answer was documented."""
    found: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for name, attempts in tables().items():
        if wanted and name not in wanted:
            continue
        for each in tqdm(list(attempts()), desc=name, leave=False, disable=None):
            found[name, each.subject, each.kind].append(each.fault())
    table = Table("table", "asked", "input", "tried", "undocumented", title="Wrong, odd and hostile uses")
    for key, faults in found.items():
        table.add_row(*key, f"{len(faults):,}", f"{sum(map(bool, faults)):,}")
    faults = [fault for each in found.values() for fault in each if fault]
    table.add_row("all", "", "", f"{sum(map(len, found.values())):,}", f"{len(faults):,}", style="bold")
    console = Console(highlight=False, markup=False, emoji=False)
    console.print(table)
    for fault in faults:
        console.print(f"✗ {ascii(fault)[1:-1]}", soft_wrap=True)
    return bool(faults) or not found


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
