"""What holds for every test: property tests draw the same examples on each run, and the longest files begin.

Where several processes share the files, none then waits at the end for another that has just begun a long one.
"""

import pytest
from hypothesis import settings

settings.load_profile("ci")

LONG = ("tests/change/", "tests/search/", "tests/test_cli.py", "tests/conform/")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: not item.nodeid.startswith(LONG))
