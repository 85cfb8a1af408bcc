"""What Ctrl-C does while modules load: it ends the process at once, with the status that shells give to an interrupt.

An exception may be lost in a module that loads, and nothing is begun yet that would have to be put away.
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
