"""Run every benchmark: `make bench`. With names of scopes: only the search of these."""

import sys
from collections.abc import Iterator

from spec_impl.scopes import SCOPES
from tests.benchmarks.compare import Comparison
from tests.benchmarks.conforming import conforming
from tests.benchmarks.imports import loading_the_model
from tests.benchmarks.searching import of_scope, searching
from tests.benchmarks.stepper import clicking
from tests.benchmarks.stepping import taking_a_step


def asked(names: list[str]) -> Iterator[Comparison]:
    """The comparisons that are asked for, one after the other."""
    if names:
        for name in names:
            yield from of_scope(SCOPES[name])
        return
    yield loading_the_model()
    yield taking_a_step()
    yield from searching()
    yield clicking()
    yield conforming()


if __name__ == "__main__":
    for comparison in asked(sys.argv[1:]):
        print(comparison, flush=True)
