"""Run every benchmark: `make bench`. With names of scopes: only the search of these."""

import sys
from collections.abc import Iterator

from spec_impl.scopes import SCOPES
from tests.benchmarks.conforming import conforming
from tests.benchmarks.imports import loading_the_model
from tests.benchmarks.searching import LARGER, every_scope, in_a_tiny_scope, table
from tests.benchmarks.stepper import clicking
from tests.benchmarks.stepping import taking_a_step


def asked(names: list[str]) -> Iterator[object]:
    """What is asked for, one after the other: lines to print."""
    if names:
        yield from table({**SCOPES, **LARGER}[name] for name in names)
        return
    yield loading_the_model()
    yield taking_a_step()
    yield in_a_tiny_scope()
    yield from table()
    yield every_scope()
    yield clicking()
    yield conforming()


if __name__ == "__main__":
    for line in asked(sys.argv[1:]):
        print(line, flush=True)
