"""`python -m roomspec` is the command `roomspec`; here stands how it begins and ends, whatever its streams are.

Rule 1: nothing is asked or answered here: that is for `cli`, which is loaded once an interrupt ends it quietly.
Rule 2: whoever edits a rule edits what this very tool imports, so nothing is imported here that imports it; a
specification that is broken is one sentence, and status 2.
"""

import codecs
import io
import signal
import sys
from typing import NoReturn

from .interrupts import INTERRUPTED, ends_at_once

# What is printed where an encoding has no sign for it; of other characters, such as names, the number is printed.
_TWINS = {"✓": "+", "✗": "x", "★": "*", "▶": ">", "▲": "^", "→": "->", "≠": "!=", "·": ".", "×": "x", "…": "..."}
_TWINS |= {"–": "-", "—": "-", "“": '"', "”": '"', "✅": "+", "❌": "x"}
WRONG, STOPPED = 2, 3


def main() -> None:
    """Run the command line, and end with its status."""
    if hasattr(signal, "SIGPIPE"):  # a reader that has seen enough, such as `head`, ends the command without a word
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    with ends_at_once():
        from . import cli  # noqa: F401
    run_command()


def run_command() -> None:
    """What `main` does in a process whose signals are its own; raises `SystemExit` with the status."""
    codecs.register_error("roomspec", _in_signs_that_there_are)
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:  # closed by whoever called: the status is the answer
            setattr(sys, name, io.StringIO())
        elif hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="roomspec")
    if sys.flags.optimize > 1:
        _end("python -OO drops the docstrings, and what a claim says is its docstring; ask without -OO")
    try:
        from .cli import app

        try:
            app()
        finally:
            sys.stdout.flush()
    except KeyboardInterrupt:  # before or after the question; typer minds those in between
        sys.exit(INTERRUPTED)
    except MemoryError:
        _end("memory ran out before there was an answer; name a smaller scope, or a lower --limit", STOPPED)
    except Exception as error:
        from .change.side.fault import fault_of, is_of_the_specification

        if is_of_the_specification(error):
            _end(f"the specification is broken: {fault_of(error)}; mend it, then ask again")
        if not isinstance(error, OSError):
            raise
        sys.stdout = None
        _end(f"the answer cannot be had or written ({error.strerror})")


def _end(sentence: str, status: int = WRONG) -> NoReturn:
    sys.stderr.write(f"roomspec: {sentence}\n")
    sys.exit(status)


def _in_signs_that_there_are(error: UnicodeError) -> tuple[str | bytes, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    found = error.object[error.start : error.end]
    return "".join(_TWINS.get(c) or c.encode("ascii", "backslashreplace").decode() for c in found), error.end


if __name__ == "__main__":
    main()
