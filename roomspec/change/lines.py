"""A process that is told a line and answers with a line, within so many seconds; what it starts ends with it.

Nothing here knows what the lines say: `beside.py` asks a revision so, and `driver.py` somebody's server.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from threading import Timer
from typing import Any


class LineProcess:
    """One process, which leads a group of its own; `is_late` says that it was ended since it took too long."""

    def __init__(self, command: Sequence[str], **how: Any) -> None:
        pipe = subprocess.PIPE
        self.process: subprocess.Popen[bytes] = subprocess.Popen(
            command, stdin=pipe, stdout=pipe, start_new_session=True, **how
        )
        self.is_late = False

    def tell(self, line: str) -> None:
        """Write a line. Raises `BrokenPipeError` where the process has gone."""
        assert self.process.stdin
        self.process.stdin.write(f"{line}\n".encode())
        self.process.stdin.flush()

    def answer(self, line: str, seconds: float, longest: int = -1) -> bytes:
        """The line that it answers; what lacks its end where the process has gone, is late, or says more than that."""
        assert self.process.stdout
        watchdog = Timer(seconds, self._out_of_time)
        watchdog.start()
        try:
            self.tell(line)
            return self.process.stdout.readline(longest)
        except BrokenPipeError:
            return b""
        finally:
            watchdog.cancel()

    def leave(self, seconds: float) -> None:
        """End the process by the end of its input, or by force where it goes on for so long."""
        assert self.process.stdin
        with suppress(BrokenPipeError):
            self.process.stdin.close()
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(seconds)
        self.close()

    def close(self) -> None:
        """End the process by force, and what it may have started."""
        self._kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            assert pipe
            with suppress(BrokenPipeError):
                pipe.close()

    def _out_of_time(self) -> None:
        self.is_late = True
        self._kill()

    def _kill(self) -> None:
        if self.process.returncode is not None:
            return
        if sys.platform == "win32":
            self.process.kill()
        else:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
