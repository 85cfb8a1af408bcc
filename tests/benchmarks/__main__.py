"""Run every benchmark: `make bench`."""

from tests.benchmarks.imports import loading_the_model
from tests.benchmarks.searching import searching
from tests.benchmarks.stepper import clicking
from tests.benchmarks.stepping import taking_a_step

BENCHMARKS = (loading_the_model, taking_a_step, searching, clicking)

if __name__ == "__main__":
    for benchmark in BENCHMARKS:
        print(benchmark())
