"""Known faults of real servers: each that a log shows is shown, in its line, and the right log is explained."""

import pytest

from roomspec.conform.answer import fold_logs
from roomspec.conform.fold import LogFold
from roomspec.conform.log import Post
from tests.conform.known_faults import FAULTS, TABLE, KnownFault, Shown, right_and_wrong, table
from tests.conform.logs import Log, files_of


def fold_of(log: Log) -> LogFold:
    ((fold,), _) = fold_logs(files_of({"log.jsonl": log}))
    return fold


@pytest.mark.parametrize("known", [each for each in FAULTS if each.shown], ids=lambda known: known.fault)
def test_the_right_log_is_explained_and_the_wrong_one_is_not_in_the_very_line(known: KnownFault) -> None:
    assert isinstance(known.shown, Shown)
    right, wrong, line = right_and_wrong(known.shown)
    assert not [fault for fault in fold_of(right).faults if not isinstance(fault.line.what, Post)]
    assert fold_of(wrong).faults[0].number == line
    assert fold_of(wrong).faults[0].unlike.expected


def test_every_fault_is_shown_or_has_a_reason_and_stands_in_the_table() -> None:
    assert [each.number for each in FAULTS] == [*range(1, 31)]
    assert all(bool(each.shown) != bool(each.why_not) and each.sources for each in FAULTS)
    assert TABLE.read_text(encoding="utf-8") == table(), "run python -m tests.conform.known_faults"
