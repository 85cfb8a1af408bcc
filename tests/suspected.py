"""How a test says that it has found a fault: it fails today, and turns red when the fault is gone."""

import pytest


def suspected(why: str, raises: type[BaseException] = AssertionError) -> pytest.MarkDecorator:
    """What is suspected to be wrong; any other failure is none of what was expected."""
    return pytest.mark.xfail(strict=True, reason=why, raises=raises)
