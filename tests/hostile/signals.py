"""Signals: every command that works for a while, stopped at different moments, alone and with somebody else's files by.

What is documented: Ctrl-C ends a command once and for all, with 130 and no traceback; a signal that ends a program ends
this one; whatever was on the disk is as it was, or whole.
"""

import os
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

MOMENTS = (0.05, 0.1, 0.2, 0.4, 0.8, 1.2)
"""Seconds of the processor after the command has begun: while it loads, and in the middle of the work."""

SIGNALS = {"SIGINT": 130, "SIGTERM": -15, "SIGHUP": -1}
"""What each signal ends a command with, as a shell or a parent process sees it."""

PROGRAM = """
import os, signal
from roomspec.__main__ import main
signal.signal(signal.SIGPROF, lambda *_: os.kill(os.getpid(), signal.{sign}))
signal.setitimer(signal.ITIMER_PROF, {moment})
main()
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
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM.format(moment=moment, sign=sign)]
            + [word.replace("FOLDER", str(folder)) for word in words],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=120,
            check=False,
        )
        if done.returncode in {0, 1}:
            return ""  # it had answered before the signal came
        if contents(folder) != before:
            return f"{sorted(contents(folder).keys() ^ before.keys())} is left"
    if done.returncode != SIGNALS[sign]:
        return f"ends with {done.returncode}: {done.stderr[-300:]!r}"
    return f"says {done.stderr[-300:]!r}" if done.stderr.strip() else ""
