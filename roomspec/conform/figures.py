"""Figures about logs, for notebooks: a log in words, what became of each, and the first line that no rule allows."""

import io
from collections.abc import Iterator

from spec_impl.wanted import WrongUse

from ..show.drawing.sheet import Figure
from ..show.drawing.tables import plain_table
from ..show.told import notice_words
from ..show.words import plain_words, update_words
from .answer import Answer, LogJudged, Unexplained
from .log import LogLine, line_in, read_lines
from .text import MARKS, begun_with, came, differences


def log_shown(text: str, title: str) -> Figure:
    """A log in words, a row each line: what came to the server, and what it did."""
    head, lines = read_lines(io.BytesIO(text.encode(errors="replace")), "the log")
    rows = [(str(number), *_line_words(line_in(each, "the log", number))) for number, each in lines]
    return plain_table(title, f"The log of {head.server}.", ("line", "what came", "what it did"), rows)


def _line_words(line: LogLine) -> tuple[str, str]:
    return came(line.what), "; ".join(_done(line)) or "nothing"


def _done(line: LogLine) -> Iterator[str]:
    yield from (f"sends to {each.receiver}: {plain_words(each.message)}" for each in line.sends)
    yield from (f"tells the members: {update_words(each)}" for each in line.published)
    yield from (f"shows {each.to.name}: {notice_words(each)}" for each in line.notices)


def logs_judged(answer: Answer, title: str) -> Figure:
    """What became of each log, and of what was said between them."""
    rows = [(log.file, f"{log.explained} of {log.lines}", _verdict(log)) for log in answer.logs]
    for words, found in (("never sent", answer.never_sent), ("never arrived", answer.never_arrived)):
        rows += [(each.file, f"line {each.line}", f"{each.words}: {words}") for each in found]
    return plain_table(title, "", ("log", "lines explained", "verdict"), rows)


def _verdict(log: LogJudged) -> str:
    if log.unexplained:
        return f"line {log.unexplained[0].line} is allowed by no rule"
    if log.untold:
        return f"cannot tell before line {max(each.since for each in log.beginnings)}"
    if not log.lines:
        return "no line, so that nothing can be told"
    begun = "; ".join(map(begun_with, log.beginnings))
    return "explained to the end" + (f", {begun}" if begun else "")


def fault_shown(answer: Answer, title: str) -> Figure:
    """The first line that no rule allows: each row of the table that judges what came, and what was due."""
    faults = [each for log in answer.logs for each in log.unexplained]
    if not faults:
        raise WrongUse("fault_shown: the rules allow every line of these logs, so there is no fault: ask logs_judged")
    fault = faults[0]
    rows = [(f"{MARKS[row.state]} {row.state}", row.sentence, " ".join(row.cites), row.looked_at) for row in fault.rows]
    return plain_table(title, _fault_words(fault), ("", "rule", "clauses", "what it looked at"), rows)


def _fault_words(fault: Unexplained) -> str:
    found = "; ".join(f"{words}: {each}" for words, each in differences(fault))
    return f"Line {fault.line}, {came(fault.did.what)}: {fault.sentence}. {found}"
