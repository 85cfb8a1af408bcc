"""The vectors convict: a right server passes every view of every vector, and each wrong one fails some."""

from functools import cache
from pathlib import Path

import pytest

from tests import mutants, wrong_servers
from tests.wrong_servers import TABLE, Played, every_conviction, fault_in, played, table, vectors

convictions = cache(every_conviction)


@cache
def cases() -> tuple[Played, ...]:
    return tuple(played())


def test_a_right_server_passes_every_view() -> None:
    assert [(case.vector, case.view.server, fault) for case in cases() if (fault := fault_in(case))] == []


def test_there_are_more_than_forty_and_more_than_fifteen_that_no_mutant_makes() -> None:
    names = [wrong.name for wrong in wrong_servers.wrong_servers()]
    assert len(names) == len(set(names)) > 40
    assert len(set(names) - {mutant.name for mutant in mutants.mutants()}) > 15


@pytest.mark.parametrize("name", [wrong.name for wrong in wrong_servers.wrong_servers()])
def test_each_wrong_server_fails_a_vector(name: str) -> None:
    assert vectors(convictions()[name]), "no vector convicts it: tell a story that does"


def test_the_table_says_which() -> None:
    assert Path(TABLE).read_text(encoding="utf-8") == table(convictions()), "stale; run: python -m tests.wrong_servers"
