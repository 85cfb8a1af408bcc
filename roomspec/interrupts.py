"""What signals do to the command: Ctrl-C while modules load, and a pipe whose reader has gone.

While modules load an interrupt ends the process at once, with the status that shells give to it: an exception may be
lost in a module that loads, and nothing is begun yet that would have to be put away.
"""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager

INTERRUPTED = 130


@contextmanager
def ends_at_once() -> Iterator[None]:
    """Within this an interrupt ends the process; a caller who minds interrupts otherwise goes on to do so."""
    usual = signal.getsignal(signal.SIGINT)
    if usual is not signal.default_int_handler:
        yield
        return
    signal.signal(signal.SIGINT, lambda *_: os._exit(INTERRUPTED))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, usual)


@contextmanager
def outlives_those_it_asks() -> Iterator[None]:
    """Within this a process that was asked and has gone is a `BrokenPipeError`, and does not end this one in silence.

    The command lets the readers of its answer end it, such as `head`; those whom it asks itself are none of them.
    """
    if not hasattr(signal, "SIGPIPE"):
        yield
        return
    usual = signal.signal(signal.SIGPIPE, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGPIPE, usual)
