"""Two revisions of a repository: which are meant, their specifications, their fragments, what else moved in files.

Nothing is checked out and nothing of the repository is changed; the working tree counts with what is not committed.
"""

import subprocess
from collections.abc import Mapping
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
    """The repository that a folder lies in."""

    def __init__(self, folder: Path) -> None:
        try:
            self.root = Path(_run(folder, "rev-parse", "--show-toplevel").decode().strip())
        except FileNotFoundError:
            raise NotComparable("there is no git here: install it, or compare two folders") from None
        except subprocess.CalledProcessError:
            raise NotComparable(f"{folder} lies in no git repository: call this inside one") from None

    def _git(self, *arguments: str, given: str = "") -> bytes:
        return _run(self.root, *arguments, given=given)

    # --- Which revisions ------------------------------------------------------------------------------------------

    def head(self, name: str | None) -> Revision:
        """The revision of that name; without one, the working tree."""
        return self.revision(name) if name else Revision("the working tree")

    def base(self, name: str | None, head: Revision) -> Revision:
        """Where the newer one left the branch of that name, or the main branch.

        What others did on that branch since is theirs, and a local copy of it may be stale: so the upstream's is asked,
        where there is one, and the latest commit counts that both sides have.
        """
        mine = head.commit or "HEAD"
        branches = [each for each in self._branches(name or MAIN) if self._commit(each)]
        if not branches:
            if name:
                self.revision(name)
            raise NotComparable("there is neither main nor origin/main to compare with: name a revision")
        found = [(self._merge_base(each, mine), each) for each in branches]
        if not any(commit for commit, _ in found):
            raise NotComparable(f"{head.name} and {branches[0]} have no commit in common{self._hint()}")
        commit, branch = max((each for each in found if each[0]), key=lambda each: self._depth(each[0]))
        return Revision(f"{branch} ({commit[:9]} of {self._date(commit)}{self._behind(commit, branch)})", commit)

    def _branches(self, name: str) -> list[str]:
        """The branch of that name at its upstream and at each remote; here only where it has no other home.

        A local branch that is checked out has what is to be judged, so it is no base unless nothing else is.
        """
        remotes = self._git("remote").decode().split()
        elsewhere = [f"{name}@{{upstream}}", *(f"{remote}/{name}" for remote in remotes)]
        found = [
            self._git("rev-parse", "--abbrev-ref", each).decode().strip() for each in elsewhere if self._commit(each)
        ]
        there = list(dict.fromkeys(found))
        here = self._git("rev-parse", "--abbrev-ref", "HEAD").decode().strip()
        return there if there and here == name else [*there, name]

    def _merge_base(self, one: str, other: str) -> str:
        """The latest commit that both have, or nothing."""
        try:
            return self._git("merge-base", one, other).decode().strip()
        except subprocess.CalledProcessError:
            return ""

    def _depth(self, commit: str) -> int:
        """How many commits lead to one: of two that lie behind the same head, the later one has more."""
        return int(self._git("rev-list", "--count", commit))

    def _date(self, commit: str) -> str:
        return self._git("show", "--no-patch", "--format=%cs", commit).decode().strip()

    def _behind(self, commit: str, branch: str) -> str:
        """How far the branch has gone on since."""
        count = int(self._git("rev-list", "--count", f"{commit}..{branch}"))
        return f", {count} {'commit' if count == 1 else 'commits'} behind it" if count else ""

    def revision(self, name: str) -> Revision:
        """The revision of that name."""
        commit = self._commit(name)
        if not commit:
            raise NotComparable(f"there is no revision {name!r}{self._hint()}")
        return Revision(f"{name} ({commit[:9]})" if not commit.startswith(name) else commit[:9], commit)

    def _commit(self, name: str) -> str:
        try:
            found = self._git("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
            return found.decode().strip()
        except subprocess.CalledProcessError:
            return ""

    def _hint(self) -> str:
        """What to do about something that is not there."""
        if self._git("rev-parse", "--is-shallow-repository").strip() == b"true":
            return " in this shallow clone: fetch the rest with `git fetch --unshallow`"
        return ": see `git branch -a` and `git log` for what there is"

    # --- What is in them ------------------------------------------------------------------------------------------

    def place_specification(self, revision: Revision, folder: Path) -> None:
        """Put the revision's specification into the folder, and nothing else of it."""
        names = self._names(revision, SPECIFICATION)
        if not names:
            raise NotComparable(f"{revision.name} has no {SPECIFICATION}: choose a revision that has one")
        if INTERFACE_FILE not in names:
            raise NotComparable(
                f"the model of {revision.name} is from before there was an interface to compare through: "
                f"choose a later revision, one with {INTERFACE_FILE}"
            )
        for name in names:
            target = folder / Path(name).relative_to(SPECIFICATION)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(self.read(revision, name))

    def _names(self, revision: Revision, path: str) -> list[str]:
        """The files under a path; in the working tree those that are there, ignored ones left out."""
        in_commit = ("ls-tree", "-r", "-z", "--name-only", revision.commit, "--", path)
        in_tree = ("ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", path)
        names = sorted({*self._git(*(in_commit if revision.commit else in_tree)).decode().split("\0")} - {""})
        return [name for name in names if revision.commit or (self.root / name).is_file()]

    def read(self, revision: Revision, name: str) -> bytes:
        """One file of a revision."""
        return self._git("show", f"{revision.commit}:{name}") if revision.commit else (self.root / name).read_bytes()

    def fragments(self, revision: Revision) -> Mapping[str, bytes]:
        """The fragments of a revision by their names."""
        return {Path(name).name: self.read(revision, name) for name in self._names(revision, "changes")}

    def moved(self, base: Revision, head: Revision) -> dict[str, str]:
        """The watched files that differ, each with how: added, removed or changed."""
        old, new = self._hashes(base), self._hashes(head)
        words = {(True, False): "removed", (False, True): "added", (True, True): "changed"}
        return {n: words[n in old, n in new] for n in sorted({*old, *new}) if old.get(n) != new.get(n)}

    def _hashes(self, revision: Revision) -> dict[str, str]:
        """The watched files, each with the hash of what stands in it."""
        if revision.commit:
            listed = self._git("ls-tree", "-r", "-z", revision.commit, "--", *WATCHED).decode()
            return {line.partition("\t")[2]: line.split()[2] for line in listed.split("\0") if line}
        names = [name for path in WATCHED for name in self._names(revision, path)]
        hashes = self._git("hash-object", "--stdin-paths", given="\n".join(names)).decode().split()
        return dict(zip(names, hashes, strict=True))


def _run(folder: Path, *arguments: str, given: str = "") -> bytes:
    return subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True, input=given.encode()).stdout
