"""The command in this process, asked as a shell would ask it, and what may be said of any of its answers.

What is documented: one of the statuses of the README; with status 2, one sentence (or typer's own box for a wrong word)
on the error stream and nothing on the other; and never a traceback, nor a file left behind that was not asked for.
"""

import io
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import chdir, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from roomspec.__main__ import run_command
from roomspec.conform import log_of, log_text
from spec_impl import Join, Knock, Trace
from spec_impl.cast import CAROL, TEA, C, knowing, tea_room
from spec_impl.tracefile import dump

ROOT = Path(__file__).resolve().parents[2]
MEMORY = "the-memory-of-a-knock-ends"
REFUSED = dump(Trace(knowing(tea_room("public"), CAROL).world, (), "a test").give(CAROL, Join(TEA)).deliver())
"""Carol's server asks another for her; a trace that `replay` and `why` take."""

LOG = log_text(*log_of(knowing(tea_room("knock"), CAROL).give(CAROL, Knock(TEA)).settle(), C))
"""What carol's server did until she knocked, for `conform`."""

NAMED = {"TRACE": "trace.json", "LOG": "log.jsonl"}
"""What `ASKED` calls a file that is in every place."""

RULES_AS_SERVER = f"{sys.executable} -m tests.change.vectors.rules_as_server"
"""A program that a server is played by."""

STATUSES = frozenset({0, 1, 2, 3})
"""What a command may end with that nobody interrupted and whose reader stayed."""

ASKED: dict[str, tuple[str, ...]] = {
    "check": ("check", MEMORY, "--scope", "a knock", "--reading", "LITERAL_2014", "--limit", "200"),
    "why": ("why", "TRACE"),
    "replay": ("replay", "TRACE"),
    "diff": ("diff", "HEAD", "HEAD", "--size", "tiny"),
    "ledger": ("ledger",),
    "vectors": ("vectors", "--check", str(ROOT / "tests/vectors")),
    "conform": ("conform", "LOG"),
    "mark": ("mark", str(ROOT / "tests/vectors")),
}
"""Each command, asked for something that has an answer with signs, names and a table in it."""


@dataclass(frozen=True)
class Answer:
    """What a command ended with and what it said."""

    status: int
    said: bytes
    complained: bytes

    def fault(self, allowed: frozenset[int] = STATUSES) -> str:
        """What in this answer no page speaks of."""
        if self.status not in allowed:
            return f"status {self.status}"
        if b"Traceback" in self.said + self.complained:
            return "a traceback"
        lines = self.complained.count(b"\n")
        if self.status == 2 and (self.said or not (lines == 1 or b"Usage:" in self.complained)):
            return f"a wrong question is answered by {self.said[:80]!r} and {self.complained[:400]!r}"
        return ""


def answer_to(*words: str, given: bytes = b"", encoding: str = "utf-8", at: Path | None = None) -> Answer:
    """Ask in this process, from a folder, with streams of an encoding that refuse what it cannot say."""
    said, complained = io.BytesIO(), io.BytesIO()
    streams = {
        "stdin": io.TextIOWrapper(io.BytesIO(given), encoding=encoding),
        "stdout": io.TextIOWrapper(said, encoding=encoding, errors="strict"),
        "stderr": io.TextIOWrapper(complained, encoding=encoding, errors="strict"),
    }
    with patch.multiple(sys, argv=["roomspec", *words], **streams), chdir(at or Path.cwd()):
        try:
            run_command()
        except SystemExit as ended:
            status = int(ended.code or 0)
        for stream in (streams["stdout"], streams["stderr"]):
            stream.flush()
    return Answer(status, said.getvalue(), complained.getvalue())


@contextmanager
def a_place(files: Mapping[str, bytes | str] | None = None) -> Iterator[Path]:
    """A new folder with these files in it, and the files that `ASKED` asks about."""
    with TemporaryDirectory(prefix="hostile-") as name, patch.dict(os.environ, {"CI": "true"}):
        folder = Path(name)
        for path, content in {"trace.json": REFUSED, "log.jsonl": LOG, **(files or {})}.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(content if isinstance(content, bytes) else content.encode())
        yield folder


def asking(
    *words: str, files: Mapping[str, bytes | str] | None = None, given: bytes = b"", at: Path | None = None
) -> Callable[[], str]:
    """An attempt's outcome: the question asked in a new folder, whose files must afterwards be as they were."""

    def outcome() -> str:
        with a_place(files) as folder:
            before = contents(folder)
            answer = answer_to(*words, given=given, at=at or folder)
            return answer.fault() or ("" if contents(folder) == before else "files are written or changed")

    return outcome


def contents(folder: Path) -> dict[str, bytes | str]:
    """Every path below a folder, with what is in it where it is a plain file, or where it leads to."""
    return {
        str(path): str(path.readlink()) if path.is_symlink() else path.read_bytes() if path.is_file() else ""
        for path in sorted(folder.rglob("*"))
    }
