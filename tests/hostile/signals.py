"""Signals: every command that works for a while, stopped at different moments, alone and with somebody else's files by.

What is documented: Ctrl-C ends a command once and for all, with 130 and no traceback; a signal that ends a program ends
this one; whatever was on the disk is as it was, or whole.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import partial

from tests.hostile.attempt import Attempt
from tests.hostile.command import ROOT, a_place, contents

LONG: dict[str, tuple[str, ...]] = {
    "check": ("check", "--scope", "all", "--save", "saved.json"),
    "check, one scope": ("check", "--scope", "two rooms", "--reading", "LITERAL_2014", "--save", "saved.json"),
    "diff": ("diff", "HEAD", "HEAD", "--out", "report"),
    "ledger": ("ledger",),
    "vectors": ("vectors", "folder"),
}
"""Questions that take some seconds; none of them is answered when the signal comes."""

MOMENTS = (0.05, 0.2, 0.4, 0.8, 1.2, 2.0)
"""Seconds: while Python starts, while the packages load, and in the middle of the work."""

SIGNALS = {"SIGINT": {130}, "SIGTERM": {-15}, "SIGHUP": {-1}}


def attempts() -> Iterator[Attempt]:
    if os.name != "posix":
        return
    for name, words in LONG.items():
        for sign, ends in SIGNALS.items():
            for moment in MOMENTS:
                outcome = partial(_stopped, words, sign, ends, moment)
                yield Attempt(f"roomspec {name}", sign, f"after {moment} seconds", outcome, takes_long=True)


def _stopped(words: tuple[str, ...], sign: str, ends: set[int], moment: float) -> str:
    with a_place({"saved.json": "somebody's", "saved.json.new": "somebody's"}) as folder:
        before = contents(folder)
        process = subprocess.Popen(
            [sys.executable, "-m", "roomspec", *words],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        time.sleep(moment)
        process.send_signal(signal.Signals[sign])
        said, complained = process.communicate(timeout=60)
        status = process.returncode
        if contents(folder) != before:
            return f"{sorted(contents(folder).keys() ^ before.keys())} is left"
    starting = {-2} if moment < MOMENTS[2] else set()  # before a line of ours has run, Python itself is what ends
    ours = moment >= MOMENTS[2]
    if status in {0, 1, 2} and b"Traceback" not in complained:
        return ""  # it was answered before the signal came, or was a wrong question here
    if status not in ends | starting:
        return f"ends with {status}: {complained[-300:]!r}"
    return "a traceback" if ours and b"Traceback" in complained + said else ""
