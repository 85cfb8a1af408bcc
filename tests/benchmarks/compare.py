"""Measure two things in turn and say how one stands to the other.

A time alone says more about the machine than about the code; a ratio to a baseline of the same run travels.
"""

import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

Timing = Callable[[], float]  # runs something once and says how many seconds it took


@dataclass(frozen=True)
class Comparison:
    """What came out: the median of each side, in seconds."""

    name: str
    seconds: float
    baseline_name: str
    baseline_seconds: float
    rounds: int

    @property
    def ratio(self) -> float:
        """How many times as long as the baseline."""
        return self.seconds / self.baseline_seconds

    def __str__(self) -> str:
        return (
            f"{self.name}: {self.seconds * 1000:.3f} ms, {self.ratio:.2f} times "
            f"{self.baseline_name} ({self.baseline_seconds * 1000:.3f} ms); medians of {self.rounds}"
        )


def compare(name: str, candidate: Timing, baseline_name: str, baseline: Timing, rounds: int) -> Comparison:
    """Time both sides in turn, so that a slow spell of the machine hits both; one unmeasured round goes before."""
    candidate(), baseline()
    seconds = medians({name: candidate, baseline_name: baseline}, rounds)
    return Comparison(name, seconds[name], baseline_name, seconds[baseline_name], rounds)


def medians(sides: Mapping[str, Timing], rounds: int) -> dict[str, float]:
    """Time all of them in turn, again and again, and give for each the median."""
    timed = [[side() for side in sides.values()] for _ in range(rounds)]
    return {name: statistics.median(times) for name, times in zip(sides, zip(*timed, strict=True), strict=True)}


def calling(action: Callable[[], object], times: int = 1) -> Timing:
    """Time an ordinary call, repeated where one alone is too short for the clock."""

    def timed() -> float:
        start = time.perf_counter()
        for _ in range(times):
            action()
        return (time.perf_counter() - start) / times

    return timed


def importing(statement: str) -> Timing:
    """Time an import statement in a new interpreter; the start of the interpreter does not count."""
    program = f"import time; start = time.perf_counter()\n{statement}\nprint(time.perf_counter() - start)"

    def timed() -> float:
        return float(subprocess.run([sys.executable, "-c", program], check=True, capture_output=True).stdout)

    return timed
