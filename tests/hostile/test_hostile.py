"""A part of the table of `make hostile`, and whether the table can see anything at all."""

import pytest

from tests.hostile.attempt import Attempt, a_part_of, tables

TABLES = tables()


@pytest.mark.parametrize("table", TABLES)
def test_every_answer_is_a_documented_one(table: str) -> None:
    made = list(a_part_of(TABLES[table]()))
    assert made
    assert [fault for each in made if (fault := each.fault())] == []


def test_what_raises_or_says_a_sentence_is_a_fault_and_is_named() -> None:
    assert Attempt("tea", "cups", "a broken one", lambda: "").fault() == ""
    assert Attempt("tea", "cups", "a broken one", lambda: "it leaks").fault() == "tea, cups, a broken one: it leaks"
    assert "ZeroDivisionError" in Attempt("tea", "cups", "a broken one", lambda: str(1 / 0)).fault()


def test_of_attempts_that_take_long_a_few_of_each_subject_and_kind_are_made() -> None:
    quick = [Attempt("tea", "cups", str(n), lambda: "") for n in range(9)]
    slow = [Attempt("tea", kind, str(n), lambda: "", takes_long=True) for kind in ("cups", "pots") for n in range(9)]
    assert len(list(a_part_of([*quick, *slow]))) == 9 + 4 + 4
