"""Run every benchmark: `make bench`."""

from tests.benchmarks.imports import loading_the_model

BENCHMARKS = (loading_the_model,)

if __name__ == "__main__":
    for benchmark in BENCHMARKS:
        print(benchmark())
