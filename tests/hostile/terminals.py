"""Terminals and streams: every command in every encoding, and on streams that are full, closed, narrow or gone."""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from functools import partial
from unittest.mock import patch

from typer.main import get_command

from roomspec.cli import app
from tests.hostile.attempt import Attempt
from tests.hostile.command import ASKED, NAMED, ROOT, RULES_AS_SERVER, STATUSES, Answer, a_place, answer_to

ENCODINGS = ("ascii", "cp1252", "cp437", "cp932", "iso8859-1", "koi8-r", "utf-8", "utf-16")
"""Of each kind one: no signs at all, those of Windows and DOS in Europe and Japan, older Unix, and all there are."""

HELP = {f"{name} --help": (name, "--help") for name in get_command(app).commands} | {"--help": ("--help",)}
OTHERS = {
    "ledger --markdown": ("ledger", "--markdown"),
    "replay --itf": ("replay", "TRACE", "--itf"),
    "vectors --run": ("vectors", str(ROOT / "tests/vectors"), "--only", "PRV-2-a-s", "--run", RULES_AS_SERVER),
}
QUESTIONS = ASKED | OTHERS | HELP

SCREENS = {
    f"{columns or 'nothing'} columns, {kind}": {"COLUMNS": columns, "FORCE_COLOR": "1", **variables}
    for columns in ("", "0", "1", "2", "20", "40", "80", "500", "x", "-1", "100000")
    for kind, variables in {"colours": {}, "no colours": {"NO_COLOR": "1"}, "dumb": {"TERM": "dumb"}}.items()
}
"""What a terminal says of itself."""

ENVIRONMENTS = {
    "cp1252": {"PYTHONIOENCODING": "cp1252"},
    "ascii, strict": {"PYTHONIOENCODING": "ascii:strict"},
    "the C locale": {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
    "a locale that nobody has": {"LANG": "xx_YY.UTF-9", "LANGUAGE": "xx"},
    "no home and nowhere to put things": {"HOME": "", "TMPDIR": "/nowhere"},
    "warnings are errors": {"PYTHONWARNINGS": "error"},
    "no assertions": {"PYTHONOPTIMIZE": "1"},
    "git is elsewhere": {"GIT_DIR": "/nowhere", "GIT_INDEX_FILE": "/nowhere"},
}
SHELLS = {
    "a full disk": ("roomspec > /dev/full", frozenset({2})),
    "no file may grow": ("ulimit -f 0; roomspec", STATUSES),
    "few files may be open": ("ulimit -n 12; roomspec", STATUSES),
    "a folder that is gone": ("mkdir $$ && cd $$ && rmdir ../$$; roomspec", STATUSES),
    "closed": ("roomspec >&-", STATUSES),
    "both closed": ("roomspec >&- 2>&-", STATUSES),
    "no input": ("roomspec <&-", STATUSES),
    "a reader that leaves": ("set -o pipefail; roomspec | true", STATUSES | {141}),
    "a reader of one line": ("set -o pipefail; roomspec | head -1", STATUSES | {141}),
}
"""What a shell does with the streams of the command, and the statuses that this may end with."""


def attempts() -> Iterator[Attempt]:
    for name, words in QUESTIONS.items():
        is_slow = name in ("diff", "vectors", "vectors --run", "ledger", "ledger --markdown")
        for encoding in ENCODINGS:
            yield Attempt(f"roomspec {name}", "an encoding", encoding, partial(_encoded, words, encoding), is_slow)
        for kind, environment in list(SCREENS.items())[:: 3 if is_slow else 1]:
            outcome = partial(_encoded, words, "utf-8", environment)
            yield Attempt(f"roomspec {name}", "a terminal", kind, outcome, is_slow)
        for kind, environment in ENVIRONMENTS.items():
            outcome = partial(_in_a_shell, words, "roomspec", STATUSES, environment)
            yield Attempt(f"roomspec {name}", "an environment", kind, outcome, takes_long=True)
        if os.name == "posix":
            for kind, (line, allowed) in SHELLS.items():
                outcome = partial(_in_a_shell, words, line, allowed, {})
                yield Attempt(f"roomspec {name}", "a stream", kind, outcome, takes_long=True)


def _encoded(words: tuple[str, ...], encoding: str, variables: Mapping[str, str] | None = None) -> str:
    with a_place() as folder, patch.dict(os.environ, variables or {}):
        asked = [str(folder / NAMED[word]) if word in NAMED else word for word in words]
        answer = answer_to(*asked, encoding=encoding, at=ROOT)
    answer.said.decode(encoding)
    if (variables or {}).get("COLUMNS") == "80" and "…" in answer.said.decode(encoding):
        return "something is cut off at 80 columns"
    return answer.fault(frozenset({0, 1, 3}))


def _in_a_shell(words: tuple[str, ...], line: str, allowed: frozenset[int], environment: dict[str, str]) -> str:
    with a_place() as folder:
        asked = [str(folder / NAMED[word]) if word in NAMED else word for word in words]
        call = " ".join(f"'{word}'" for word in (sys.executable, "-m", "roomspec", *asked))
        done = subprocess.run(
            ["bash", "-c", line.replace("roomspec", call, 1)],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
        )
    fault = Answer(done.returncode, b"", done.stderr).fault(allowed)
    return fault or (f"says {done.stderr[:200]!r}" if done.returncode != 2 and done.stderr else "")
