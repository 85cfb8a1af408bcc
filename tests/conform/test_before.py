"""What may have come before: beginnings of logs that are met in the middle, and what may have become of a log."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import pytest

from roomspec.conform import Answer, answer_lines
from roomspec.conform.answer import Unexplained
from roomspec.conform.log import Coming, Post
from spec_impl import COMPLETED, Create, Entry, Give, Invite, Join, JoinMode, Knock, Leave, Trace
from spec_impl.cast import ALICE, BOB, CAROL, DAVE_APART, TEA, named_room, tea_room, unnamed_room
from spec_impl.terms import DIRECTORY
from tests.conform.logs import Log, answer_to, logs_of
from tests.rules.stories import STORIES


def from_the_middle(log: Log, place: int) -> Log:
    """The same log, met at a line further down, where nobody knows what was held before."""
    head, lines = log
    return replace(head, initial=None), lines[place:]


def knocking() -> Trace:
    """Alice makes a semi-public room, bob knocks and is let in, and leaves."""
    trace = named_room("knock", BOB).give(BOB, Knock(TEA)).settle()
    return trace.give(ALICE, Invite(TEA, BOB)).settle().give(BOB, Leave(TEA)).settle()


def of_alice(trace: Trace) -> Log:
    return logs_of(trace)["a.example.jsonl"]


def test_a_log_that_is_met_in_the_middle_is_explained_by_the_smallest_beginning() -> None:
    (log,) = answer_to({"a.jsonl": from_the_middle(of_alice(knocking()), 1)}).logs
    (begun,) = log.beginnings
    assert (begun.room, begun.first, begun.since, log.explained) == (TEA, 2, 2, log.lines)
    assert [mode_of(what) for what in begun.came] == [JoinMode.KNOCK]


def mode_of(what: Coming) -> JoinMode:
    """The mode in which a room is made."""
    assert isinstance(what, Give) and isinstance(what.command, Create)
    return what.command.mode


def test_a_later_line_may_show_that_the_beginning_was_another() -> None:
    """Alice may invite in any mode; that a stranger is told to knock first fits one."""
    head, lines = of_alice(named_room("knock", BOB).give(ALICE, Invite(TEA, CAROL)).give(BOB, Join(TEA)).settle())
    one, both = (answer_to({"a.jsonl": from_the_middle((head, lines[:end]), 1)}).logs[0] for end in (2, None))
    assert both.explained == both.lines == len(lines) - 1
    modes = [mode_of(each.came[0]) for log in (one, both) for each in log.beginnings]
    assert modes == [JoinMode.PUBLIC, JoinMode.KNOCK]


def test_where_no_beginning_explains_the_first_lines_nothing_is_told_of_them_and_the_status_is_not_one() -> None:
    head, lines = of_alice(knocking())
    odd = replace(lines[2], notices=(), published=())
    answer = answer_to({"a.jsonl": from_the_middle((head, (*lines[:2], odd, *lines[3:])), 2)})
    assert answer.conforms and not answer.can_tell
    (begun,) = answer.logs[0].beginnings
    assert (begun.first, begun.since) == (2, 3)
    assert "!tea: cannot tell before line 3: no beginning that was tried explains line 2" in [
        each.text for each in answer_lines(answer)
    ]


def lively(times: int = 3) -> Log:
    """The log of alice's server, in whose public room bob and dave are while carol comes and goes."""
    trace = tea_room("public", BOB, DAVE_APART, finders=(CAROL,), others=())
    for _ in range(times):
        trace = trace.give(CAROL, Join(TEA)).settle().give(CAROL, Leave(TEA)).settle()
    return of_alice(trace)


def test_what_the_lines_say_was_held_is_a_beginning_whoever_was_in_the_room() -> None:
    """As many things may have come before as there are people: no search of two finds them."""
    head, lines = lively()
    for place in range(2, len(lines) - 1):
        (log,) = answer_to({"a.jsonl": from_the_middle((head, lines), place)}).logs
        assert (log.explained, log.untold) == (log.lines, 0), place
    (begun,) = log.beginnings
    assert {update.user for update in begun.held if isinstance(update, Entry)} >= {ALICE, BOB, DAVE_APART}


def test_nothing_counts_as_kept_in_lines_of_which_nothing_can_be_told() -> None:
    head, lines = lively(20)
    place = len(lines) - 4
    wrong = replace(lines[place], sends=(), published=(), notices=())
    (log,) = answer_to({"a.jsonl": from_the_middle((head, (*lines[:place], wrong, *lines[place + 1 :])), 3)}).logs
    (begun,) = log.beginnings
    assert begun.since - begun.first == log.untold == place - 2
    assert log.explained == log.lines - log.untold
    assert max(clause.kept for clause in log.clauses) <= log.explained


def test_a_room_that_is_made_in_the_log_has_no_other_beginning() -> None:
    head, (made, *rest) = of_alice(unnamed_room("knock").give(ALICE, Invite(TEA, CAROL)))
    wrong = (made, replace(rest[0], sends=()))
    answer = answer_to({"a.jsonl": (replace(head, initial=None), wrong)})
    assert [fault.line for fault in answer.logs[0].unexplained] == [3]
    answer = answer_to({"a.jsonl": (replace(head, initial=None), (replace(made, notices=()), *rest))})
    assert [fault.line for fault in answer.logs[0].unexplained] == [2]


def middles() -> Iterator[tuple[str, Log]]:
    """Logs of the vectors, met at each place; every twenty-fourth of them."""
    for story in STORIES[::24]:
        trace = story.trace()
        logs = logs_of(trace) if trace.initial.reading is COMPLETED else {}
        for file, (head, lines) in logs.items():
            if head.server != DIRECTORY and not any(isinstance(line.what, Post) for line in lines):
                yield from ((f"{story.path} {file}", from_the_middle((head, lines), n)) for n in range(len(lines)))


def fate(answer: Answer) -> str:
    if not answer.conforms:
        return "wrong"
    return "explained" if answer.can_tell else "not told from the start"


def test_no_right_server_is_found_wrong_because_its_beginning_is_not_known() -> None:
    fates = Counter(fate(answer_to({"a.jsonl": log})) for _, log in middles())
    assert fates["wrong"] == 0
    assert fates["explained"] >= 2 * fates["not told from the start"] > 0


# --- What may have become of a log ------------------------------------------------------------------------------------


def let_in() -> Log:
    return of_alice(knocking())


def fault_in(log: Log) -> Unexplained:
    return answer_to({"a.jsonl": log}).logs[0].unexplained[0]


def test_a_line_that_is_missing_is_told_with_what_may_have_come() -> None:
    head, lines = let_in()
    fault = fault_in((head, (*lines[:2], *lines[3:])))
    assert fault.may_be and fault.may_be.kind == "missing"
    assert fault.may_be.came == lines[2].what
    assert fault.may_be.follow == 1


def test_lines_out_of_order_are_told() -> None:
    head, lines = let_in()
    fault = fault_in((head, (*lines[:2], lines[3], lines[2], *lines[4:])))
    assert fault.may_be and (fault.may_be.kind, fault.may_be.place) == ("misplaced", 5)


def test_a_line_that_stands_twice_is_told() -> None:
    head, lines = let_in()
    fault = fault_in((head, (*lines[:4], lines[3], *lines[4:])))
    assert fault.line == 6 and fault.may_be and (fault.may_be.kind, fault.may_be.follow) == ("too many", 1)


@pytest.mark.parametrize("part", ["published", "notices"])
def test_a_deed_that_is_wrong_by_itself_is_told(part: str) -> None:
    head, lines = let_in()
    fault = fault_in((head, (*lines[:2], replace(lines[2], **{part: ()}), *lines[3:])))
    assert fault.line == 4 and fault.may_be and (fault.may_be.kind, fault.may_be.follow) == ("alone", 2)
