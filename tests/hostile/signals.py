"""Signals: every command that works for a while, stopped at different moments, alone and with somebody else's files by.

What is documented: Ctrl-C ends a command once and for all, with 130 and no traceback; a signal that ends a program ends
this one; whatever was on the disk is as it was, or whole; and no process of it goes on.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from functools import partial

from tests.hostile.attempt import Attempt
from tests.hostile.command import ROOT, RULES_AS_SERVER, a_place, contents

LONG: dict[str, tuple[str, ...]] = {
    "check": ("check", "--scope", "all", "--save", "FOLDER/saved.json"),
    "check, one scope": ("check", "--scope", "everybody at the door", "--save", "FOLDER/saved.json"),
    "diff": ("diff", "HEAD", "HEAD", "--out", "FOLDER/report"),
    "ledger": ("ledger",),
    "vectors": ("vectors", "FOLDER/vectors"),
    "vectors --check": ("vectors", "--check", "tests/vectors"),
    "vectors --run": ("vectors", "tests/vectors", "--run", RULES_AS_SERVER),
}
"""Questions that take some seconds."""

MOMENTS = (0.02, 0.05, 0.1, 0.2, 0.4, 0.8, 1.2)
"""Seconds of the processor after the command has begun: while it loads, and in the middle of the work."""

AT_LAST = 10
"""How many times as many seconds of the clock pass at most before the signal comes: others may do the work."""

SIGNALS = {"SIGINT": 130, "SIGTERM": -15, "SIGHUP": -1, "SIGKILL": -9}
"""What each signal ends a command with, as a shell or a parent process sees it."""

PROGRAM = """
import os, signal
from roomspec.__main__ import main
signal.signal(signal.SIGINT, signal.default_int_handler)  # which a shell's background ignores
for alarm in signal.SIGPROF, signal.SIGALRM:
    signal.signal(alarm, lambda *_: os.kill(os.getpid(), signal.{sign}))
signal.setitimer(signal.ITIMER_PROF, {moment})
signal.setitimer(signal.ITIMER_REAL, {last})
try:
    main()
finally:
    signal.setitimer(signal.ITIMER_PROF, 0)
    signal.setitimer(signal.ITIMER_REAL, 0)
"""


def attempts() -> Iterator[Attempt]:
    for name, words in LONG.items() if os.name == "posix" else ():
        for sign in SIGNALS:
            for moment in MOMENTS:
                outcome = partial(_stopped, words, sign, moment)
                yield Attempt(f"roomspec {name}", sign, f"after {moment} seconds", outcome, takes_long=True)


def _stopped(words: tuple[str, ...], sign: str, moment: float) -> str:
    with a_place({"saved.json": "somebody's", "saved.json.new": "somebody's"}) as folder:
        before = contents(folder)
        program = PROGRAM.format(moment=moment, last=AT_LAST * moment, sign=sign)
        asked = subprocess.Popen(
            [sys.executable, "-c", program, *(word.replace("FOLDER", str(folder)) for word in words)],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        try:
            said = asked.communicate(timeout=60)[1]  # which waits for every process that holds the stream
        except subprocess.TimeoutExpired:
            os.killpg(asked.pid, signal.SIGKILL)
            return "something of it goes on for a minute"
        if asked.returncode in {0, 1}:
            return ""  # it had answered before the signal came
        if contents(folder) != before:
            return f"{sorted(contents(folder).keys() ^ before.keys())} is left"
    if asked.returncode != SIGNALS[sign]:
        return f"ends with {asked.returncode}: {said[-300:]!r}"
    is_killed = sign != "SIGINT" and b"resource_tracker" in said  # which is Python's own, and tidies up after us
    return f"says {said[-300:]!r}" if said.strip() and not is_killed else ""
