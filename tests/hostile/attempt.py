"""What an attempt is, which there are, and what became of those that were made."""

import pkgutil
import signal
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from time import process_time
from zlib import crc32

A_PART = 7
"""One in so many attempts of each subject and kind is made by the ordinary tests; of a subject's long ones just one."""

A_HANG, A_BLOCK = 30, 300
"""After how many seconds of the processor, and of the clock, nobody waits for an answer any more."""


@dataclass(frozen=True)
class Attempt:
    """One use: what is asked, the kind of the input, the input in words, and what is done.

    `outcome` does it and returns one sentence about what is undocumented in the answer, nothing where all is well;
    whatever it raises is undocumented as well. One that starts a program, a search or a browser takes long.
    """

    subject: str
    kind: str
    what: str
    outcome: Callable[[], str]
    takes_long: bool = False

    def fault(self) -> str:
        """What was undocumented, in words that name the attempt; empty where the answer was as documented."""
        before = process_time()
        try:
            with _an_end():
                sentence = self.outcome()
        except Exception as broken:  # noqa: BLE001 - whatever comes out is what is looked for
            sentence = f"raises {type(broken).__name__}: {broken}"
        took = process_time() - before
        sentence = sentence or (f"takes {took:.0f} seconds of a processor" if took > A_HANG else "")
        return f"{self.subject}, {self.kind}, {self.what}: {sentence}" if sentence else ""


@contextmanager
def _an_end() -> Iterator[None]:
    """Where the system can wake a process: raise `TimeoutError` in what waits for something that never comes."""
    if not hasattr(signal, "SIGALRM"):
        yield
        return

    def end(*_: object) -> None:
        raise TimeoutError(f"nothing is answered in {A_BLOCK} seconds")

    usual = signal.signal(signal.SIGALRM, end)
    signal.alarm(A_BLOCK)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, usual)


def tables() -> dict[str, Callable[[], Iterable[Attempt]]]:
    """The attempts of each module of this package that has some, by the name of the module."""
    names = (each.name for each in pkgutil.iter_modules([str(Path(__file__).parent)]))
    modules = {name: import_module(f"{__package__}.{name}") for name in names if not name.startswith(("test_", "__"))}
    return {name: module.attempts for name, module in modules.items() if hasattr(module, "attempts")}


def a_part_of(attempts: Iterable[Attempt]) -> Iterator[Attempt]:
    """Some attempts of each subject and kind, always the same; of another subject they are other ones."""
    groups = defaultdict[tuple[str, str], list[Attempt]](list)
    for each in attempts:
        groups[each.subject, "" if each.takes_long else each.kind].append(each)
    for key, group in groups.items():
        share = len(group) if group[0].takes_long else min(A_PART, len(group))
        yield from group[crc32(repr(key).encode()) % share :: share]
