"""Repositories in every odd state that a disk, git or a hand can leave one in, and the commands that look at them."""

import os
import shutil
import stat
from collections.abc import Callable, Iterator
from functools import cache, partial
from pathlib import Path
from tempfile import mkdtemp
from unittest.mock import patch

from tests.change.test_revisions import git
from tests.hostile.attempt import Attempt
from tests.hostile.command import ROOT, STATUSES, a_place, answer_to, contents

QUESTIONS = {
    "diff": ("diff", "--size", "tiny"),
    "diff --out": ("diff", "HEAD", "--size", "tiny", "--out", "report"),
    "ledger": ("ledger",),
    "vectors --check": ("vectors", "--check", "tests/vectors"),
    "vectors": ("vectors", "new"),
}
RULES, STORIES, FRAGMENT = "spec_impl/rules/knock.py", "tests/rules/stories/knock.py", "changes/99.new.md"
RECORD, MANIFEST, INDEX = "tests/exercised.json", "tests/vectors/manifest.json", ".git/index"

CONTENTS: dict[str, dict[str, bytes]] = {
    "nothing is in them": dict.fromkeys((RULES, STORIES, FRAGMENT, RECORD, MANIFEST), b""),
    "other bytes are in them": dict.fromkeys((RULES, STORIES, FRAGMENT, RECORD, MANIFEST), b"\xff\xfe\x00"),
    "git left its marks in them": dict.fromkeys((RULES, STORIES, RECORD), b"<<<<<<< HEAD\n1\n=======\n2\n>>>>>>> x\n"),
    "they leave": dict.fromkeys((RULES, STORIES), b"raise SystemExit(0)\n"),
    "they raise": dict.fromkeys((RULES, STORIES), b"1 / 0\n"),
    "they print, and read": {RULES: b"print('hello'); input()\n", STORIES: b"input()\n"},
    "they are interrupted": {RULES: b"raise KeyboardInterrupt\n"},
    "they are another kind of JSON": dict.fromkeys((RECORD, MANIFEST), b"[[], null]"),
    "git knows them no more": {INDEX: b"junk", ".git/HEAD": b"ref: refs/heads/nowhere\n"},
    "git's head is a joke": {".git/HEAD": b"tea\n"},
    "git is told nonsense": {".git/config": b"[core\n"},
    "git is locked": {".git/index.lock": b""},
    "a merge is under way": {".git/MERGE_HEAD": b"0" * 40 + b"\n"},
    "a filter fails": {".gitattributes": b"* filter=x\n", ".git/config": b'[filter "x"]\n clean = false\n required\n'},
    "a fragment has an odd name": {"changes/\udcff\n.new.md": b"Tea.\n", "changes/.new.md": b"Tea.\n"},
}
"""Files of a repository, by what is wrong with them, and what is in them."""


def _replaced(make: Callable[[Path], object]) -> Callable[[Path], None]:
    """Each file that a command reads replaced by something else."""

    def replaced(folder: Path) -> None:
        for name in (RULES, RECORD, MANIFEST):
            (folder / name).unlink()
            make(folder / name)

    return replaced


KINDS: dict[str, Callable[[Path], object]] = {
    "gone": lambda _path: None,
    "folders": Path.mkdir,
    "links to themselves": lambda path: path.symlink_to(path.name),
    "links to a device without end": lambda path: path.symlink_to("/dev/zero"),
    "pipes": lambda path: os.mkfifo(path, 0o600),
}
STATES: dict[str, Callable[[Path], object]] = {
    "as it is": lambda _folder: None,
    "no repository": lambda folder: shutil.rmtree(folder / ".git"),
    "no commit": lambda folder: git(folder, "update-ref", "-d", "HEAD"),
    "no branch": lambda folder: git(folder, "checkout", "--quiet", "--detach"),
    "no objects": lambda folder: shutil.rmtree(folder / ".git/objects"),
    "no specification": lambda folder: shutil.rmtree(folder / "spec_impl"),
    "no tests": lambda folder: shutil.rmtree(folder / "tests"),
    "a bare one": lambda folder: git(folder, "config", "core.bare", "true"),
    "a repository for a folder": lambda folder: git(folder / "spec_impl", "init", "--quiet"),
    **{f"its files are {kind}": _replaced(make) for kind, make in KINDS.items()},
}


def attempts() -> Iterator[Attempt]:
    for name, words in QUESTIONS.items() if os.name == "posix" else ():
        for state, change in STATES.items():
            yield Attempt(f"roomspec {name}", "a repository", state, partial(_asked, words, change), takes_long=True)
        for what, files in CONTENTS.items():
            outcome = partial(_asked, words, partial(_put, files))
            yield Attempt(f"roomspec {name}", "files of a repository", what, outcome, takes_long=True)


@cache
def _whole() -> Path:
    """A repository with all that a command looks at, and one commit."""
    folder = Path(mkdtemp(prefix="hostile-repository-"))
    for name in ("spec_impl", "changes", "tests/vectors", "tests/rules"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("tests/__init__.py", RECORD, "tests/exercised_by_tests.json", "tests/mutants.toml"):
        shutil.copy(ROOT / name, folder / name)
    git(folder, "init", "--quiet", "--initial-branch=main")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message=first")
    return folder


def _put(files: dict[str, bytes], folder: Path) -> None:
    for name, content in files.items():
        (folder / name).write_bytes(content)


def _asked(words: tuple[str, ...], change: Callable[[Path], object]) -> str:
    """Ask in such a repository; nothing but what the question names may be written there."""
    with a_place() as place, patch.dict(os.environ, {"PYTHONDONTWRITEBYTECODE": "1"}):
        folder = place / "repository"
        shutil.copytree(_whole(), folder, symlinks=True)
        change(folder)
        before = _files(folder)
        answer = answer_to(*words, at=folder)
        changed = {path for path, _ in _files(folder).items() ^ before.items()}
    strange = {path for path in changed if not path.startswith((f"{folder}/new", f"{folder}/report"))}
    return answer.fault(STATUSES) or (f"changes {sorted(strange)}" if strange else "")


def _files(folder: Path) -> dict[str, bytes | str]:
    """What is in the folder; a pipe or a device is not read, and git may look after its own."""
    found = {path: what for path, what in contents(folder).items() if "/.git/" not in path}
    return {path: what for path, what in found.items() if not stat.S_ISFIFO(os.lstat(path).st_mode)}
