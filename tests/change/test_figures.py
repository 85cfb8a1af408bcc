"""Figures of a judged change: what a reader of a notebook is shown of it."""

from pathlib import Path

import pytest

from roomspec.change import figures
from roomspec.change.compare import Asked
from roomspec.change.judge import JudgedChange, try_change
from roomspec.change.ledger import ledger_of
from spec_impl.clauses import CLAUSES
from tests.change.examples import FORBIDDEN, PLAINER


@pytest.fixture(scope="module")
def forbidden() -> JudgedChange:
    """A private room that tells strangers that they are not invited."""
    asked = Asked(scopes=("a private room and an outsider",), tables=("browse",))
    return try_change(FORBIDDEN, declared="clarification", asked=asked)


def test_the_verdict_says_what_is_declared_and_each_reason(forbidden: JudgedChange) -> None:
    shown = figures.ruling(forbidden)
    assert shown.name == "Red: the change is breaking."
    assert shown.html.count(">red<") == len(forbidden.reds) == 3


def test_words_alone_are_not_called_a_comparison_of_nothing() -> None:
    shown = figures.ruling(try_change(PLAINER, declared="clarification"))
    assert "Compared: 0" not in shown.html
    assert "only what is said, so nothing had to be run." in shown.html


def test_a_change_is_shown_before_and_after_with_its_run(forbidden: JudgedChange) -> None:
    assert "“no such room”" in figures.changes(forbidden).html
    run = figures.run(forbidden).html
    assert run.count("<img") == 2
    assert "told: “no such room”" in run.lower()
    assert "told: “you are not invited”" in run.lower()


def test_the_two_worlds_of_a_leak_stand_side_by_side(forbidden: JudgedChange) -> None:
    assert "LEAK" in figures.leak(forbidden).html


def test_the_ledger_has_a_line_for_each_clause() -> None:
    shown = figures.ledger(ledger_of(Path(__file__).resolve().parents[2]))
    assert shown.html.count('scope="row"') == len(CLAUSES)
