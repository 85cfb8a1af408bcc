"""The pinned counts: how large each scope is under each named reading, and what fails there after how many steps.

`make pins` writes `tests/pins.toml`; nobody types a number into it. The literal reading is searched up to a limit,
since some of its scopes have no end in sight; what was seen by then is pinned all the same, and as short as can be.
"""

import sys
from functools import cache
from pathlib import Path

from roomspec.search import Findings, Limits, check, check_each
from spec_impl import COMPLETED, LITERAL_2014, READINGS
from spec_impl.scopes import FULL, SCOPES, SMALL, TINY

FILE = Path(__file__).parents[1] / "pins.toml"
LIMITS = {COMPLETED: Limits(), LITERAL_2014: Limits(states=40_000)}
PINNED = tuple((reading.name, scope.name) for reading in LIMITS for scope in (*TINY, *SMALL))
PINNED_FULL = tuple((COMPLETED.name, scope.name) for scope in FULL)

Pin = dict[str, object]


@cache
def searched(reading: str, scope: str) -> Findings:
    """One search, made once in a run of the tests."""
    return check(SCOPES[scope], READINGS[reading], limits=LIMITS[READINGS[reading]])


def pin_of(found: Findings) -> Pin:
    """What is pinned of a search: its counts, and the claims that fail, each with the length of a shortest run."""
    search = found.exploration
    failing = {claim.name: len(found.run(claim) or ()) for claim in found.failing}
    return {
        "states": search.states,
        "transitions": search.transitions,
        "depth": search.depth,
        "quiet": search.quiet,
        "exhaustive": search.is_exhaustive,
        "fails": failing,
    }


def text_of(pins: dict[tuple[str, str], Pin]) -> str:
    """The file as it should read."""
    lines = ["# Written by `make pins`. States, transitions and depth of each scope under each named reading.", ""]
    for (reading, scope), pin in pins.items():
        lines.append(f'[{reading}."{scope}"]')
        lines += [f"{name} = {str(value).lower()}" for name, value in pin.items() if not isinstance(value, dict)]
        fails = pin["fails"]
        assert isinstance(fails, dict)
        lines += [f"fails.{claim} = {steps}" for claim, steps in fails.items()]
        lines.append("")
    return "\n".join(lines)


if __name__ == "__main__":
    found = [
        *check_each((*TINY, *SMALL), COMPLETED, limits=LIMITS[COMPLETED]),
        *check_each((*TINY, *SMALL), LITERAL_2014, limits=LIMITS[LITERAL_2014]),
        *check_each(FULL, COMPLETED, limits=LIMITS[COMPLETED]),
    ]
    pins = {(each.reading.name, each.scope.name): pin_of(each) for each in found}
    FILE.write_text(text_of({key: pins[key] for key in (*PINNED, *PINNED_FULL)}), encoding="utf-8")
    sys.stdout.write(f"{FILE.name}: {len(PINNED + PINNED_FULL)} searches\n")
