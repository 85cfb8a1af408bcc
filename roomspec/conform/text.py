"""An answer about logs in words, line by line, and as JUnit's XML for a CI that shows tests. Nothing is judged here."""

import json
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple, assert_never
from xml.etree import ElementTree as ET

from spec_impl.actions import Crash, Deliver, Give, GiveUp, Post, Spread
from spec_impl.messages import StateUpdate
from spec_impl.trace_schema import to_json

from ..show.words import plain_words, spoken, update_words
from .answer import Answer, Beginning, LogJudged, RowAsked, Unexplained
from .before import MayBe
from .fold import ToldOutsider
from .log import PARTS, Coming, LogLine, LogPart

MARKS: dict[str, str] = {"decides": "▶", "disagrees": "≠", "applied": "=", "not reached": "·", "did not apply": "✗"}


class AnswerLine(NamedTuple):
    """A line of text, how deep it is indented, and in which style a terminal prints it."""

    text: str
    indent: int = 0
    style: str = ""


# --- In words ---------------------------------------------------------------------------------------------------------


def answer_lines(answer: Answer) -> Iterator[AnswerLine]:
    """The whole answer, a line at a time: log after log, then what does not fit between them."""
    for log in answer.logs:
        yield from _of_log(log)
    for said, found, style in (
        ("arrived, and its sender's log does not say that it was sent", answer.never_sent, "bold red"),
        ("sent, and did not arrive: it was on its way at the end, or lost", answer.never_arrived, "dim"),
    ):
        for each in found:
            yield AnswerLine(f"{each.file}, line {each.line}: {each.words}: {said}", 0, style)


def _of_log(log: LogJudged) -> Iterator[AnswerLine]:
    mark, style, explained = "✓", "bold green", "explained to the end"
    if log.unexplained or log.told_outsiders or log.untold:
        mark, style = ("?", "bold yellow") if not log.unexplained and not log.told_outsiders else ("✗", "bold red")
        explained = f"{log.explained:,} explained"
    elif not log.lines:
        mark, style, explained = "?", "bold yellow", "so that nothing can be told"
    yield AnswerLine(
        f"{mark} {log.file}: {log.server}, reading {log.reading}: {log.lines:,} lines, {explained}", 0, style
    )
    if log.not_looked_at:
        yield AnswerLine(f"not looked at, since the log leaves it out: {', '.join(log.not_looked_at)}", 2, "dim")
    for begun in log.beginnings:
        yield from _of_beginning(begun)
    for fault in log.unexplained:
        yield from _of_fault(fault)
    if log.passed_over:
        yield AnswerLine(f"not judged, since a line before is wrong in the same room: {log.passed_over:,}", 2, "dim")
    for leak in log.told_outsiders:
        yield AnswerLine(f"line {leak.line}: {_leak_words(leak)}", 2, "red")
    if log.clauses:
        yield AnswerLine(f"{len(log.clauses)} clauses exercised, so many times kept:", 2)
        yield AnswerLine(", ".join(f"{each.clause} {each.kept:,}" for each in log.clauses if not each.broken), 4, "dim")
        broken = ", ".join(f"{each.clause} {each.broken:,}" for each in log.clauses if each.broken)
        yield from ([AnswerLine(f"broken: {broken}", 4, "red")] if broken else ())


def _of_beginning(begun: Beginning) -> Iterator[AnswerLine]:
    if begun.since != begun.first:
        lines = f"lines {begun.first} to {begun.since - 1}" if begun.first < begun.since - 1 else f"line {begun.first}"
        yield AnswerLine(
            f"{begun.room}: cannot tell before line {begun.since}: no beginning that was tried explains {lines}",
            2,
            "yellow",
        )
    if before := begun_with(begun):
        yield AnswerLine(f"{begun.room}: explained from line {begun.since} on, {before}", 2, "dim")


def begun_with(begun: Beginning) -> str:
    """What is taken to have been held before the first lines of a room, and to have come unseen; nothing where none."""
    held = ", ".join(update_words(StateUpdate(begun.room, each)) for each in begun.held)
    found = [f"as if it held {held}"] * bool(held)
    found += [f"as if before it there came: {'; '.join(map(came, begun.came))}"] * bool(begun.came)
    return ", and ".join(found)


def _of_fault(fault: Unexplained) -> Iterator[AnswerLine]:
    yield AnswerLine(f"line {fault.line}: {came(fault.did.what)}", 2, "bold")
    yield AnswerLine(f"{fault.sentence}.", 4, "red")
    for words, items in differences(fault):
        yield AnswerLine(f"{words}: {items}", 6)
    if fault.rows:
        yield AnswerLine(f"{fault.table}; its rows:", 4)
    for row in fault.rows:
        yield AnswerLine(row_words(row), 6, "bold" if row.state == "decides" else "dim")
    if fault.readings:
        yield AnswerLine(f"This one line is allowed under {', '.join(fault.readings)}.", 4)
    if fault.may_be:
        yield AnswerLine(_may_be_words(fault.may_be), 4, "yellow")


def _may_be_words(guess: MayBe) -> str:
    """What may have become of the log there, as one sentence."""
    follow = f": then {guess.follow} of the next lines about the room are explained" if guess.follow else ""
    match guess.kind:
        case "misplaced":
            return f"It may be that line {guess.place} belongs before this one{follow}."
        case "missing":
            assert guess.came
            return f"It may be that a line is missing before this one, such as {came(guess.came)}{follow}."
        case "too many":
            return f"It may be that this line is one too many, or stands twice{follow}."
        case "alone":
            return f"It may be that this line alone is wrong, and what it held after it was right{follow}."
        case _:
            assert_never(guess.kind)


def row_words(row: RowAsked) -> str:
    """A row as it stood: its mark, its sentence, its clauses, what it would have said, and what it looked at."""
    told = f", tells “{row.told}”" if row.told else ""
    facts = f": {row.looked_at}" if row.looked_at else ""
    cites = " ".join(row.cites)
    return f"{MARKS[row.state]} {row.number}. {row.sentence} [{cites}; {row.outcome}{told}] {row.state}{facts}"


def differences(fault: Unexplained) -> Iterator[tuple[str, str]]:
    """What is due and was not done, and what was done and is not due, as the log spells it."""
    if fault.expected is None:
        return
    for part in PARTS:
        due, did = (Counter(_spelt(line, part)) for line in (fault.expected, fault.did))
        for words, items in ((f"{part}, missing", due - did), (f"{part}, not due", did - due)):
            yield from ((words, each) for each in sorted(items.elements()))


def _spelt(line: LogLine, part: LogPart) -> list[str]:
    """Each thing that a server did, as the line has it."""
    return [json.dumps(each, sort_keys=True, ensure_ascii=False) for each in to_json(line, LogLine).get(part, ())]


def came(what: Coming) -> str:
    """What came to the server, as a person would say it."""
    match what:
        case Give():
            return spoken(what)
        case Deliver(envelope):
            return f"from {envelope.sender}, {type(envelope.message).__name__}: {plain_words(envelope.message)}"
        case Spread(_, update):
            return f"from {update.update.origin}, in the usual way: {update_words(update)}"
        case GiveUp(user, room):
            return f"no answer will come to {user} about {room}"
        case Crash():
            return "it comes up again"
        case Post(envelope):
            return f"of its own making, {type(envelope.message).__name__} to {envelope.receiver}"
        case _:
            assert_never(what)


def _leak_words(leak: ToldOutsider) -> str:
    said, receiver = leak.envelope.message, leak.envelope.receiver
    words = f"{type(said).__name__}, “{plain_words(said)}”"
    return f"{receiver} has nobody in the hidden room {said.room} and is told of it: {words} [PRV-3]"


# --- For a CI ---------------------------------------------------------------------------------------------------------


def junit_text(answer: Answer) -> str:
    """The answer as JUnit's XML: a suite for each log, with a test for each clause and two for what has none.

    Several logs have one suite more, of the messages between them.
    """
    suites = ET.Element("testsuites", name="roomspec conform")
    for log in answer.logs:
        suite = ET.SubElement(suites, "testsuite", name=log.file)
        for clause in log.clauses:
            broken = [each for each in log.unexplained if clause.clause in each.broken]
            _test(suite, log.server, clause.clause, [_failure_words(each) for each in broken])
        others = [_failure_words(each) for each in log.unexplained if not each.broken]
        leaks = [f"line {each.line}: {_leak_words(each)}" for each in log.told_outsiders]
        _test(suite, log.server, "what no clause is behind", others)
        _test(suite, log.server, "hidden rooms told to outsiders", leaks)
    if len(answer.logs) > 1:
        suite = ET.SubElement(suites, "testsuite", name="messages between the logs")
        never = [f"{each.file}, line {each.line}: {each.words} was not sent" for each in answer.never_sent]
        _test(suite, "messages", "what arrived was sent", never)
    for suite in suites:
        suite.set("tests", str(len(suite)))
        suite.set("failures", str(sum(1 for test in suite if len(test))))
    ET.indent(suites)
    return ET.tostring(suites, encoding="unicode", xml_declaration=True) + "\n"


def _failure_words(fault: Unexplained) -> str:
    return f"line {fault.line}: {came(fault.did.what)}: {fault.sentence}"


def _test(suite: ET.Element, place: str, name: str, failures: list[str]) -> None:
    test = ET.SubElement(suite, "testcase", classname=place, name=name)
    for words in failures:
        ET.SubElement(test, "failure", message=words)
