"""Two revisions of a repository: which are meant, their specifications, their fragments, what else moved in files.

Nothing is checked out and nothing of the repository is changed; the working tree counts with what is not committed.
"""

import os
import stat
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from .beside import NotComparable

SPECIFICATION = "spec_impl"
INTERFACE_FILE = "spec_impl/interface.py"
MAIN = "main"
WATCHED = ("tests/pins.toml", "tests/vectors", "notebooks")
"""Files that are computed from the specification: where they move, somebody should have looked."""


@dataclass(frozen=True)
class Revision:
    """One side; without a commit it is the working tree."""

    name: str
    commit: str = ""


class Repository:
    """The repository that a folder lies in; one without a working tree has revisions all the same."""

    def __init__(self, folder: Path) -> None:
        bare, root = False, folder
        try:
            bare = _run(folder, "rev-parse", "--is-bare-repository").strip() == b"true"
            if not bare:
                root = Path(os.fsdecode(_run(folder, "rev-parse", "--show-toplevel").removesuffix(b"\n")))
        except FileNotFoundError:
            raise NotComparable("there is no git here: install it, or compare two folders") from None
        except subprocess.CalledProcessError as refused:
            raise NotComparable(_refusal(folder, refused)) from None
        self.root, self.is_bare = root, bare

    def _git(self, *arguments: str, given: str = "") -> bytes:
        return _run(self.root, *arguments, given=given)

    def _said(self, *arguments: str) -> str:
        return self._git(*arguments).decode().strip()

    # --- Which revisions ------------------------------------------------------------------------------------------

    def head(self, name: str | None) -> Revision:
        """The revision of that name; without one, the working tree."""
        if not name and self.is_bare:
            raise NotComparable("this repository is bare, so that there is no working tree: name both revisions")
        return self.revision(name) if name else Revision("the working tree")

    def base(self, name: str | None, head: Revision) -> Revision:
        """Where the newer one left the branch of that name, or the main branch.

        What others did on that branch since is theirs, and a local copy of it may be stale: so the upstream's is asked,
        where there is one, and the latest commit counts that both sides have.
        """
        mine = head.commit or "HEAD"
        if not self._commit(mine):
            raise NotComparable("there is no commit here yet: commit what is there, change it, then compare")
        branches = [each for each in self._branches(name or MAIN) if self._commit(each)]
        if not branches:
            if name:
                self.revision(name)
            raise NotComparable("there is neither main nor origin/main to compare with: name a revision")
        found = []
        for branch in branches:
            with suppress(subprocess.CalledProcessError):
                commit = self._said("merge-base", branch, mine)
                # Of two that lie behind the same head, the later one has more commits that lead to it.
                found.append((int(self._said("rev-list", "--count", commit)), commit, branch))
        if not found:
            raise NotComparable(f"{head.name} and {branches[0]} have no commit in common{self._hint()}")
        _, commit, branch = max(found, key=lambda each: each[0])
        date = self._said("log", "--max-count=1", "--format=%cs", commit)
        count = int(self._said("rev-list", "--count", f"{commit}..{branch}"))
        behind = f", {count} {'commit' if count == 1 else 'commits'} behind it" if count else ""
        return Revision(f"{branch} ({commit[:9]} of {date}{behind})", commit)

    def _branches(self, name: str) -> list[str]:
        """The branch of that name at its upstream and at each remote; here only where it has no other home.

        A local branch that is checked out has what is to be judged, so it is no base unless nothing else is.
        """
        elsewhere = [f"{name}@{{upstream}}", *(f"{remote}/{name}" for remote in self._said("remote").split())]
        found = [self._said("rev-parse", "--abbrev-ref", each) for each in elsewhere if self._commit(each)]
        there = list(dict.fromkeys(found))
        return there if there and self._said("rev-parse", "--abbrev-ref", "HEAD") == name else [*there, name]

    def revision(self, name: str) -> Revision:
        """The revision of that name."""
        commit = self._commit(name)
        if not commit:
            raise NotComparable(f"there is no revision {name!r}{self._hint()}")
        return Revision(f"{name} ({commit[:9]})" if not commit.startswith(name) else commit[:9], commit)

    def _commit(self, name: str) -> str:
        try:
            return self._said("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
        except subprocess.CalledProcessError:
            return ""

    def _hint(self) -> str:
        """What to do about something that is not there."""
        if self._said("rev-parse", "--is-shallow-repository") == "true":
            return " in this shallow clone: fetch the rest with `git fetch --unshallow`"
        return ": see `git branch -a` and `git log` for what there is"

    # --- What is in them ------------------------------------------------------------------------------------------

    def place_specification(self, revision: Revision, folder: Path) -> None:
        """Put the revision's specification into the folder, and nothing else of it."""
        files = self._files(revision, SPECIFICATION)
        if not files:
            raise NotComparable(f"{revision.name} has no {SPECIFICATION}: choose a revision that has one")
        if INTERFACE_FILE not in files:
            raise NotComparable(
                f"the model of {revision.name} is from before there was an interface to compare through: "
                f"choose a later revision, one with {INTERFACE_FILE}"
            )
        for name, content in files.items():
            target = folder / Path(name).relative_to(SPECIFICATION)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)

    def _files(self, revision: Revision, path: str) -> dict[str, bytes]:
        """The plain files under a path; in the working tree those that are there, ignored ones left out."""
        return dict(self._of_commit(revision, path) if revision.commit else self._of_tree(path))

    def _of_commit(self, revision: Revision, path: str) -> Iterator[tuple[str, bytes]]:
        entries: list[tuple[str, str]] = []
        for line in self._asked_of(revision, "ls-tree", "-r", "-z", revision.commit, "--", path).split(b"\0"):
            if line:
                words, _, path_in_git = line.partition(b"\t")
                mode, _, blob = words.split()[:3]
                _check_plain(revision, os.fsdecode(path_in_git), int(mode, 8))
                entries.append((os.fsdecode(path_in_git), blob.decode()))
        numbers = "".join(f"{number}\n" for _, number in entries)
        rest = self._asked_of(revision, "cat-file", "--batch", given=numbers)
        for name, number in entries:
            about, _, rest = rest.partition(b"\n")
            if about.split()[1:2] != [b"blob"]:
                raise NotComparable(_incomplete(revision, f"{name} ({number[:9]}) is missing"))
            size = int(about.split()[2])
            yield name, rest[:size]
            rest = rest[size + 1 :]

    def _of_tree(self, path: str) -> Iterator[tuple[str, bytes]]:
        listed = self._git("ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", path)
        for name in sorted({*map(os.fsdecode, listed.split(b"\0"))} - {""}):
            place = self.root / name
            if os.path.lexists(place):
                _check_plain(Revision("the working tree"), name, place.lstat().st_mode)
                yield name, place.read_bytes()

    def read(self, revision: Revision, name: str) -> bytes:
        """One file of a revision."""
        return self._files(revision, name)[name]

    def _asked_of(self, revision: Revision, *arguments: str, given: str = "") -> bytes:
        try:
            return self._git(*arguments, given=given)
        except subprocess.CalledProcessError as refused:
            said = refused.stderr.decode(errors="replace").split("\n")[0]
            why = said.removeprefix("fatal: ").removeprefix("error: ")
            raise NotComparable(_incomplete(revision, why)) from None

    def fragments(self, revision: Revision) -> Mapping[str, bytes]:
        """The fragments of a revision by their names."""
        return {Path(name).name: content for name, content in self._files(revision, "changes").items()}

    def moved(self, base: Revision, head: Revision) -> dict[str, str]:
        """The watched files that differ, each with how: added, removed or changed."""
        sides = [base.commit, *([head.commit] if head.commit else [])]
        listed = self._asked_of(
            base, "diff", "--no-renames", "--no-ext-diff", "--name-status", "-z", *sides, "--", *WATCHED
        )
        letters, names = (listed.split(b"\0")[start:-1:2] for start in (0, 1))
        found = {os.fsdecode(n): WORD_FOR_LETTER[a.decode()] for a, n in zip(letters, names, strict=True)}
        if not head.commit:
            others = self._git("ls-files", "-z", "--others", "--exclude-standard", "--", *WATCHED).split(b"\0")
            for name in filter(None, map(os.fsdecode, others)):
                found[name] = "changed" if name in found else "added"
        return dict(sorted(found.items()))


WORD_FOR_LETTER = {"A": "added", "D": "removed", "M": "changed", "T": "changed", "U": "changed"}
"""What git calls the ways in which a file differs."""


def _check_plain(revision: Revision, name: str, mode: int) -> None:
    """Take plain files only: a link leads to what is not compared, and a submodule is another repository."""
    kind = {stat.S_IFREG: "", stat.S_IFLNK: "a symbolic link", stat.S_IFDIR: "a submodule", 0o160000: "a submodule"}
    what = kind.get(stat.S_IFMT(mode), "no plain file")  # a pipe or a device in somebody's working tree
    if what or ".." in Path(name).parts:
        shown = os.fsencode(name).decode(errors="replace")
        raise NotComparable(f"{shown} of {revision.name} is {what or 'no name'}: put the file itself there")


def _refusal(folder: Path, refused: subprocess.CalledProcessError) -> str:
    """Why git would not look at a folder; what it advises about somebody else's is for the user to decide."""
    said = str(refused.stderr, errors="replace")
    if "dubious ownership" in said:
        advice = next((line.strip() for line in said.splitlines() if "safe.directory" in line), "")
        return f"{folder} belongs to somebody else, and git does not trust it; if you do: {advice}"
    if "work tree" in said:
        return f"{folder} lies inside of a .git: call this in the working tree"
    return f"{folder} lies in no git repository: call this inside one"


def _incomplete(revision: Revision, why: str) -> str:
    return f"git cannot read {revision.name} ({why}): fetch what is missing, or see what `git fsck` says"


def _run(folder: Path, *arguments: str, given: str = "") -> bytes:
    """What git answers, in English whoever asks, since a few of its sentences are read here."""
    environment = {**os.environ, "LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0"}
    command = ["git", *arguments]
    done = subprocess.run(command, cwd=folder, check=True, capture_output=True, input=given.encode(), env=environment)
    return done.stdout
