"""A family of cases in one test fails where one of them does, and says which."""

import pytest

from tests.families import for_each


def test_every_case_is_asked_and_each_that_fails_is_named() -> None:
    asked = []

    @for_each([1, 2, 3, 4], lambda number: f"number {number}")
    def test_it_is_odd(number: int) -> None:
        asked.append(number)
        assert number % 2, "it is even"

    with pytest.raises(ExceptionGroup, match="2 of 4 cases fail") as failed:
        test_it_is_odd()
    assert asked == [1, 2, 3, 4]
    assert [each.__notes__ for each in failed.value.exceptions] == [["with number 2"], ["with number 4"]]
    assert test_it_is_odd.__name__ == "test_it_is_odd"


def test_a_family_without_a_case_fails() -> None:
    with pytest.raises(AssertionError, match="no case"):
        for_each([])(print)()
