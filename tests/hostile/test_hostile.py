"""A part of the table of `make hostile`, and whether the table can see anything at all."""

import signal
import time

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


@pytest.mark.skipif(not hasattr(signal, "SIGALRM"), reason="this system cannot wake a process")
def test_what_waits_for_ever_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.hostile.attempt.A_BLOCK", 1)
    assert "nothing is answered in 1 seconds" in Attempt("tea", "cups", "one", lambda: str(time.sleep(60))).fault()


def test_of_each_subject_and_kind_one_in_seven_is_made_and_of_a_subjects_long_ones_one() -> None:
    quick = [Attempt("tea", "cups", str(n), lambda: "") for n in range(70)]
    slow = [Attempt("tea", kind, str(n), lambda: "", takes_long=True) for kind in ("pots", "jugs") for n in range(9)]
    few = [Attempt("tea", "spoons", str(n), lambda: "") for n in range(2)]
    made = list(a_part_of([*quick, *slow, *few]))
    assert [sum(each.kind in kinds for each in made) for kinds in ({"cups"}, {"pots", "jugs"}, {"spoons"})] == [
        10,
        1,
        1,
    ]
    assert made == list(a_part_of([*quick, *slow, *few]))
