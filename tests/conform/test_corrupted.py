"""Logs in which one thing is wrong: who sees it is what the table says, and what nobody sees has a reason."""

from functools import cache

from tests.conform.corrupted import KINDS, TABLE, WHY_NOT, Case, cases, table


@cache
def found() -> list[Case]:
    return list(cases())


def test_the_table_says_who_sees_what() -> None:
    assert TABLE.read_text(encoding="utf-8") == table(found()), "run python -m tests.conform.corrupted"


def test_there_are_ten_kinds_of_corruption_and_each_was_tried_and_seen() -> None:
    assert len(KINDS) >= 10
    seen = {case.kind for case in found() if case.seen_by != "nobody"}
    assert seen == {*KINDS}


def test_only_what_a_right_server_may_write_as_well_is_seen_by_nobody() -> None:
    """Lines left out, doubled, exchanged or of another sender can be right as well; a wrong deed never is."""
    harmless = {kind for kind, corrupt in KINDS.items() if corrupt in WHY_NOT}
    assert {case.kind for case in found() if case.seen_by == "nobody"} <= harmless
    assert len(KINDS) - len(harmless) >= 6
