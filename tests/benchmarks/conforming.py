"""How fast a log is judged: one server, many rooms, the same people; with what was remembered, and line by line."""

import io

from roomspec.conform.fold import LogFold
from roomspec.conform.log import LogHead, LogLine, log_of, log_text, read_lines
from spec_impl import Crash
from spec_impl.actions import Post
from spec_impl.cast import A, town
from spec_impl.trace_schema import Actor
from tests.benchmarks.compare import Comparison, calling, compare
from tests.rules.stories import STORIES

LINES, FEW = 100_000, 1_000


def long_log(lines: int) -> bytes:
    """What alice's server does in the runs of the vectors, again and again, each time in other rooms."""
    begun = LogHead("roomspec-log", 1, Actor(A), initial=town().initial.server(A))
    runs = (story.trace() for story in STORIES)
    logs = [log_of(run, A) for run in runs if any(server.name == A for server in run.initial.servers)]
    texts = [
        log_text(head, lines).splitlines()[1:] for head, lines in logs if head == begun and not any(map(_is_odd, lines))
    ]
    found, number = log_text(begun, ()).splitlines(), 0
    while len(found) <= lines:
        for text in texts:
            number += 1
            found += (
                line.replace('"!tea"', f'"!tea{number}"').replace('"!lounge"', f'"!lounge{number}"') for line in text
            )
    return "\n".join(found[: lines + 1]).encode()


def _is_odd(line: LogLine) -> bool:
    """A crash touches every room there is, and a message of one's own making is held against its server."""
    return isinstance(line.what, Crash | Post)


def judged(content: bytes, is_remembered: bool = True) -> LogFold:
    """The log judged; without what is remembered, each line is looked at by itself."""
    head, lines = read_lines(io.BytesIO(content), "a long log")
    fold = LogFold(head)
    for number, text in lines:
        if is_remembered:
            fold.take(number, text)
        else:
            fold.take_by_itself(number, text)
    return fold


def conforming() -> Comparison:
    """A hundred thousand lines, against as many times a thousand of them with nothing remembered."""
    long, short = long_log(LINES), long_log(FEW)
    times = LINES // FEW
    baseline = calling(lambda: judged(short, is_remembered=False))
    name = f"a log of {LINES:,} lines about {long.count(b'Create'):,} rooms"
    return compare(name, calling(lambda: judged(long)), "each line by itself", lambda: times * baseline(), 3)
