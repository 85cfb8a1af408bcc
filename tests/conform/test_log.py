"""A log as a file: what is none is refused in one sentence with the file and the line."""

import io
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from roomspec import cli
from roomspec.conform import LogError, LogHead, LogLine, check_logs, log_text
from roomspec.conform.log import head_in, line_in, read_lines, text_of
from spec_impl import Deliver, Find, Knock, Trace
from spec_impl.bounds import LONGEST
from spec_impl.cast import CAROL, TEA, TEA_NAME, knowing, tea_room
from spec_impl.reading import LITERAL_2014
from tests.conform.logs import Log, logs_of
from tests.model.walks import seeded


def knocked() -> Log:
    trace = knowing(tea_room("knock"), CAROL).give(CAROL, Knock(TEA)).settle()
    return logs_of(trace)["c.example.jsonl"]


def text() -> str:
    return log_text(*knocked())


def conform_command(*words: str, given: bytes | None = None) -> Result:
    return CliRunner().invoke(cli.app, ["conform", *words], input=given)


def test_what_is_written_is_read_again() -> None:
    for seed in range(20):
        for head, lines in logs_of(seeded(seed)).values():
            read, texts = read_lines(io.BytesIO(log_text(head, lines).encode()), "a log")
            assert read == head
            assert tuple(line_in(each, "a log", number) for number, each in texts) == lines


def test_a_log_is_short_where_it_follows_the_recommended_reading_and_says_nothing_of_itself() -> None:
    head = '{"format": "roomspec-log", "version": 1, "server": "a.example"}'
    assert text_of(head_in(head, "a log"), LogHead) == '{"format": "roomspec-log", "server": "a.example", "version": 1}'
    assert text_of(LogLine(knocked()[1][0].what), LogLine).startswith('{"what": {"command"')


FIRST, SECOND = (each.encode() for each in text().splitlines()[:2])
WRONG: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "log.jsonl: this is empty; a log begins with"),
    "blank": (b"\n \n", "log.jsonl: this is empty; a log begins with"),
    "a trace": (b'{"format": "roomspec-trace", "version": 1}', "log.jsonl, line 1: format: this is"),
    "a later version": (
        b'{"format": "roomspec-log", "version": 9, "news": 1}',
        "log.jsonl, line 1: version: this is 9",
    ),
    "another reading by the name of ours": (
        b'{"reading": {"name": "COMPLETED", "retry": "first_only"}, ' + FIRST[1:],
        "log.jsonl, line 1: reading.name: this calls itself COMPLETED",
    ),
    "somebody else's state": (
        FIRST.replace(b'"server": "c.example"', b'"server": "a.example"'),
        "line 1: initial.name:",
    ),
    "no JSON further down": (
        FIRST + b"\n\n" + SECOND + b"\n{,}\n",
        "log.jsonl, line 4: column 2: from here on this is",
    ),
    "a field that there is not": (FIRST + b"\n" + SECOND.replace(b'"what"', b'"wat"'), "line 2: there is no field"),
    "a key twice": (FIRST + b"\n" + SECOND[:-1] + b', "what": 1}', 'line 2: the field "what" stands twice'),
    "nested": (FIRST + b"\n" + b"[" * 99 + b"]" * 99, "log.jsonl, line 2: this is nested far deeper"),
    "no text": (FIRST + b"\n\xe9t\xe9\n", "log.jsonl, line 2: this is no text in UTF-8"),
    "a line too long": (FIRST + b"\n" + b" " * (LONGEST + 1), "log.jsonl, line 2: this is longer than"),
    "cut off": (FIRST + b"\n" + SECOND[:-9], "log.jsonl, line 2: column"),
    "a name that is none": (FIRST + b"\n" + SECOND.replace(b"@carol:", b"@ca rol:"), "line 2: what.user:"),
}


@pytest.mark.parametrize("what", WRONG)
def test_what_is_no_log_is_refused_in_one_sentence_with_its_line_and_status_2(what: str, tmp_path: Path) -> None:
    content, sentence = WRONG[what]
    (tmp_path / "log.jsonl").write_bytes(content)
    done = conform_command(str(tmp_path / "log.jsonl"))
    assert done.exit_code == 2
    assert sentence in done.output
    assert done.output.count("\n") == 1


def test_a_byte_order_mark_windows_line_ends_and_empty_lines_are_no_fault(tmp_path: Path) -> None:
    content = b"\xef\xbb\xbf" + text().replace("\n", "\r\n\r\n").encode()
    (tmp_path / "log.jsonl").write_bytes(content)
    assert conform_command(str(tmp_path / "log.jsonl")).exit_code == 0
    assert conform_command("-", given=content).exit_code == 0


def test_two_logs_of_one_server_are_refused_and_so_is_one_that_is_not_there(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).write_text(text())
    twice = conform_command(str(tmp_path / "one"), str(tmp_path / "two"))
    assert twice.exit_code == 2 and "another of these logs is c.example's too" in twice.output
    missing = conform_command(str(tmp_path / "three"))
    assert missing.exit_code == 2 and "cannot be read (No such file or directory); name a log" in missing.output


def test_the_status_says_what_was_found_and_the_xml_is_written_whole(tmp_path: Path) -> None:
    head, lines = knocked()
    assert isinstance(lines[-1].what, Deliver)
    log, xml = tmp_path / "log.jsonl", tmp_path / "found.xml"
    log.write_text(log_text(head, (*lines[:-1], replace(lines[-1], notices=(lines[1].notices)))))
    done = conform_command(str(log), "--junit", str(xml))
    assert done.exit_code == 1
    assert f"line {len(lines) + 1}: from a.example, KnockPlaced" in done.output
    assert "<failure" in xml.read_text()
    assert sorted(tmp_path.iterdir()) == [xml, log]
    assert conform_command(str(log), "--json").output.startswith('{\n  "format": "roomspec-conform"')
    assert conform_command(str(log), "--junit", str(tmp_path)).exit_code == 2


def test_names_in_any_script_and_texts_with_escapes_are_judged_under_their_own_names() -> None:
    plain = text()
    escaped = plain.replace('"!tea"', '"!t\\u0065a"')
    accented = plain.replace('"!tea"', '"!thé茶"')
    for content in (plain, escaped, accented):
        assert check_logs({"a log": io.BytesIO(content.encode())}).conforms
    head, (*lines, last) = knocked()
    wrong = log_text(head, (*lines, replace(last, changes=()))).replace('"!tea"', '"!thé茶"')
    (fault,) = check_logs({"a log": io.BytesIO(wrong.encode())}).logs[0].unexplained
    assert fault.room == "!thé茶"


def test_another_reading_is_written_whole_and_found_again() -> None:
    trace = knowing(tea_room("knock", reading=LITERAL_2014), CAROL)
    head, lines = logs_of(Trace(trace.initial, trace.steps).give(CAROL, Find(TEA_NAME)).settle())["c.example.jsonl"]
    assert head.reading == LITERAL_2014
    assert check_logs({"a log": io.BytesIO(log_text(head, lines).encode())}).conforms


def test_every_error_is_a_log_error() -> None:
    with pytest.raises(LogError, match="^a log, line 7: "):
        line_in("[]", "a log", 7)
