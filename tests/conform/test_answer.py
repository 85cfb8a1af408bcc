"""What is said of a log: which line is wrong and why, in words, as JSON by its schema, and as JUnit's XML."""

import json
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest

from roomspec.conform import (
    Answer,
    LogError,
    answer_lines,
    answer_schema,
    answer_text,
    junit_text,
    line_schema,
    log_text,
)
from roomspec.conform.log import PARTS
from spec_impl import Find, Invite, Knock, Refusal, Told, Trace, UserId
from spec_impl.cast import ALICE, BOB, CAROL, MALLORY, TEA, TEA_NAME, A, tea_room, unnamed_room
from spec_impl.messages import JoinRequest
from spec_impl.reading import LITERAL_2014
from spec_impl.trace_schema import ClauseId
from tests.conform.logs import Log, answer_to, logs_of
from tests.rules.stories import ending
from tests.schemas import fitting


def knocked_and_invited() -> Trace:
    """Bob finds carol's and alice's room, knocks, and is let in; from an empty town on."""
    trace = tea_room("knock", CAROL).give(BOB, Find(TEA_NAME)).settle().give(BOB, Knock(TEA)).settle()
    return trace.give(ALICE, Invite(TEA, BOB)).settle()


def refused() -> Log:
    """Alice's server refuses mallory, who asks for a hidden room."""
    trace = unnamed_room("invite").post("m.example", "a.example", JoinRequest(TEA, MALLORY, 1)).deliver(JoinRequest)
    return logs_of(trace)["a.example.jsonl"]


def said(answer: Answer) -> str:
    return "\n".join(" " * line.indent + line.text for line in answer_lines(answer))


def without(log: Log, place: int) -> Log:
    head, lines = log
    return head, (*lines[:place], *lines[place + 1 :])


def refusing_with(told: Told) -> Log:
    """The same log, but mallory hears these words."""
    head, (*before, last) = refused()
    (sent,) = last.sends
    assert isinstance(sent.message, Refusal)
    return head, (*before, replace(last, sends=(replace(sent, message=replace(sent.message, told=told)),)))


def test_logs_that_agree_with_the_rules_and_each_other_are_explained_to_the_end() -> None:
    answer = answer_to(logs_of(knocked_and_invited()))
    assert answer.conforms
    assert not answer.never_arrived
    assert {log.server for log in answer.logs} == {"a.example", "b.example", "c.example", "directory"}
    assert all(log.explained == log.lines for log in answer.logs)
    kept = {each.clause: each.kept for log in answer.logs for each in log.clauses}
    assert kept[ClauseId("KNK-8")] == 1
    assert said(answer).count("explained to the end") == 4


def test_the_first_line_that_no_rule_allows_is_told_with_every_row_and_what_was_expected() -> None:
    (log,) = answer_to({"a.jsonl": refusing_with(Told.NOT_INVITED)}).logs
    (fault,) = log.unexplained
    assert (fault.line, fault.room, log.explained) == (3, TEA, 1)
    assert fault.sentence == "it sends something else than it should"
    assert fault.expected and [each.told for each in fault.rows if each.state == "decides"] == [Told.NO_SUCH_ROOM]
    assert dict.fromkeys(fault.broken, 1) == {e.clause: e.broken for e in log.clauses if e.broken}
    assert "PRV-3" in fault.broken
    words = said(answer_to({"a.jsonl": refusing_with(Told.NOT_INVITED)}))
    assert "✗ a.jsonl: a.example, reading COMPLETED: 2 lines, 1 explained" in words
    assert "line 3: from m.example, JoinRequest: may mallory come in?" in words
    assert '"told": "no such room"' in words and '"told": "you are not invited"' in words


def test_who_told_an_outsider_of_a_hidden_room_is_told_with_the_line() -> None:
    (log,) = answer_to({"a.jsonl": refusing_with(Told.NOT_INVITED)}).logs
    (leak,) = log.told_outsiders
    assert (leak.line, leak.envelope.receiver) == (3, "m.example")
    assert answer_to({"a.jsonl": refused()}).logs[0].told_outsiders == ()


def test_a_reading_that_would_allow_the_line_is_named() -> None:
    trace = unnamed_room("private", reading=LITERAL_2014).post("m.example", "a.example", JoinRequest(TEA, MALLORY, 1))
    head, lines = logs_of(trace.deliver(JoinRequest))["a.example.jsonl"]
    completed = replace(head, reading=replace(LITERAL_2014, name="mine", hidden_modes="invite_and_private"))
    (log,) = answer_to({"a.jsonl": (completed, lines)}).logs
    assert log.unexplained[-1].readings == ("LITERAL_2014", "hidden_modes=invite_only")


def test_a_line_left_out_shows_in_the_next_that_rests_on_it_and_other_rooms_go_on() -> None:
    logs = logs_of(knocked_and_invited())
    answer = answer_to(logs | {"a.example.jsonl": without(logs["a.example.jsonl"], 3)})
    alices = next(log for log in answer.logs if log.server == "a.example")
    assert [fault.line for fault in alices.unexplained] == [5]
    assert alices.passed_over == 1
    assert [(each.file, each.line) for each in answer.never_sent] == [("b.example.jsonl", 5), ("c.example.jsonl", 7)]
    assert [each.file for each in answer.never_arrived] == ["b.example.jsonl"]


def test_what_a_log_leaves_out_is_named_and_not_looked_at() -> None:
    head, lines = refusing_with(Told.NOT_INVITED)
    blind = (replace(head, leaves_out=("sends", "changes")), lines)
    answer = answer_to({"a.jsonl": blind})
    assert answer.logs[0].unexplained == ()
    assert "not looked at, since the log leaves it out: sends, changes" in said(answer)


def test_where_nothing_can_be_looked_at_the_answer_is_not_yes() -> None:
    """Neither a log without a line nor one that leaves out all that a server does shows that it keeps to the rules."""
    head, lines = logs_of(knocked_and_invited())["a.example.jsonl"]
    answer = answer_to({"a.jsonl": (head, ())})
    assert answer.conforms and not answer.can_tell
    assert said(answer).startswith("? a.jsonl: a.example, reading COMPLETED: 0 lines")
    with pytest.raises(LogError, match="line 1: leaves_out: this leaves out all that a server does"):
        answer_to({"a.jsonl": (replace(head, leaves_out=PARTS), lines)})
    assert answer_to({"a.jsonl": (replace(head, leaves_out=PARTS[:-1]), lines)}).can_tell


def test_messages_may_be_sent_in_any_order_and_notices_are_shown_in_one() -> None:
    ann = UserId("ann", A)
    head, (*lines, last) = logs_of(tea_room("invite", ann).give(ALICE, Invite(TEA, CAROL)))["a.example.jsonl"]
    assert len(last.notices) == len(lines[0].published) == 2
    made = replace(lines[0], published=lines[0].published[::-1])
    assert answer_to({"a.jsonl": (head, (made, *lines[1:], last))}).conforms
    (log,) = answer_to({"a.jsonl": (head, (*lines, replace(last, notices=last.notices[::-1])))}).logs
    assert [fault.sentence for fault in log.unexplained] == ["it shows it in another order"]


def test_a_log_that_leaves_out_what_was_sent_accuses_nobody_of_what_arrived() -> None:
    logs = logs_of(knocked_and_invited())
    head, lines = logs["a.example.jsonl"]
    silent = (replace(head, leaves_out=("sends", "published")), tuple(replace(each, sends=()) for each in lines))
    assert answer_to(logs | {"a.example.jsonl": (head, silent[1])}).never_sent
    answer = answer_to(logs | {"a.example.jsonl": silent})
    assert answer.conforms
    assert not answer.never_sent


def test_what_one_server_tells_and_another_passes_on_was_sent() -> None:
    """Carol's server, which is not in the room, tells alice's that carol declines; alice's tells bob's."""
    logs = logs_of(ending.a_server_whose_users_have_all_left_passes_word_of_an_ending_on.trace())
    bob_and_carol = {file: logs[file] for file in ("b.example.jsonl", "c.example.jsonl")}
    assert answer_to(bob_and_carol).conforms
    head, lines = logs["c.example.jsonl"]
    denied = bob_and_carol | {"c.example.jsonl": (head, lines[:-1])}
    assert [each.update and each.update.user for each in answer_to(denied).never_sent] == [CAROL]


def test_the_json_keeps_to_its_schema_and_a_log_to_its_own() -> None:
    is_answer, is_line = fitting(answer_schema()), fitting(line_schema())
    for logs in (logs_of(knocked_and_invited()), {"a.jsonl": refusing_with(Told.NOT_INVITED)}):
        assert is_answer(json.loads(answer_text(answer_to(logs))))
        for log in logs.values():
            assert [line for line in log_text(*log).splitlines() if not is_line(json.loads(line))] == []
    assert not is_answer({}) and not is_line({"what": {"kind": "Lose"}})


def test_the_xml_has_a_test_for_each_clause_and_fails_where_one_is_broken() -> None:
    answers = (answer_to({"a.jsonl": log}) for log in (refused(), refusing_with(Told.KNOCK_FIRST)))
    whole, broken = (ET.fromstring(junit_text(answer)) for answer in answers)
    assert not whole.findall(".//failure")
    failed = {test.get("name") for test in broken.iter("testcase") if len(test)}
    assert failed == {"PRV-2", "PRV-3", "PRV-4", "hidden rooms told to outsiders"}
    (suite,) = broken
    assert suite.get("failures") == "4" and suite.get("tests") == str(len(suite))
