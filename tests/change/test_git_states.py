"""Any state that a git repository can be in: the right answer, or one sentence that says what to do.

Each state is made by git itself; what is asked is the same for all: which files has the older side, which the newer.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from roomspec.change.beside import NotComparable
from roomspec.change.revisions import INTERFACE_FILE, Repository
from tests.change.test_revisions import git, write

MODEL = {INTERFACE_FILE: "INTERFACE = 2\n", "spec_impl/rules.py": "old = 1\n"}
POSIX = sys.platform != "win32"


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A repository with a model on main, and a branch that goes on from there."""
    folder = tmp_path / "checkout"
    folder.mkdir()
    git(folder, "init", "--quiet", "--initial-branch=main")
    write(folder, MODEL)
    committed(folder)
    git(folder, "switch", "--quiet", "--create=branch")
    return folder


def committed(folder: Path) -> None:
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--allow-empty", "--message=more")


def sides(folder: Path, base: str | None = None, head: str | None = None) -> list[set[str]]:
    """The files of the models of both sides."""
    repository = Repository(folder)
    newer = repository.head(head)
    found = []
    for n, revision in enumerate((repository.base(base, newer), newer)):
        placed = folder.parent / f"placed-{n}"
        shutil.rmtree(placed, ignore_errors=True)
        placed.mkdir()
        repository.place_specification(revision, placed)
        repository.fragments(revision)
        found.append({os.fsencode(each.relative_to(placed)).decode(errors="replace") for each in placed.rglob("*.py")})
    repository.moved(repository.base(base, newer), newer)
    return found


# --- States that have the right answer --------------------------------------------------------------------------------

BOTH = {"interface.py", "rules.py"}
ODD = ["two words.py", "zoë.py", "-rf.py", ":(top).py", "a\nb.py", 'q"uote.py', "[a].py", "back\\slash.py"]


@pytest.mark.skipif(not POSIX, reason="Windows has no such names")
@pytest.mark.parametrize("name", ODD)
@pytest.mark.parametrize("is_committed", [True, False])
def test_a_file_of_any_name_is_compared(name: str, is_committed: bool, checkout: Path) -> None:
    write(checkout, {f"spec_impl/{name}": "x = 1\n", f"notebooks/{name}": "x\n"})
    if is_committed:
        committed(checkout)
    old, new = sides(checkout)
    assert new - old == {name}
    repository = Repository(checkout)
    assert repository.moved(repository.revision("main"), repository.head(None)) == {f"notebooks/{name}": "added"}


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux takes any bytes for a name")
def test_a_file_whose_name_is_no_text_is_compared(checkout: Path) -> None:
    (checkout / os.fsdecode(b"spec_impl/caf\xe9.py")).write_text("x = 1\n")
    committed(checkout)
    old, new = sides(checkout)
    assert len(new - old) == 1


def worktree(checkout: Path) -> Path:
    git(checkout, "worktree", "add", "--quiet", "--detach", "../beside")
    return checkout.parent / "beside"


def below(checkout: Path) -> Path:
    return checkout / "spec_impl"


def detached(checkout: Path) -> Path:
    git(checkout, "switch", "--quiet", "--detach")
    return checkout


def packed(checkout: Path) -> Path:
    git(checkout, "gc", "--quiet", "--aggressive")
    return checkout


def through_a_link(checkout: Path) -> Path:
    link = checkout.parent / "link"
    link.symlink_to(checkout)
    return link


def cloned(checkout: Path) -> Path:
    git(checkout.parent, "clone", "--quiet", str(checkout), "cloned")
    return checkout.parent / "cloned"


def merging(checkout: Path) -> Path:
    """In the middle of a merge that fits: what stands in the working tree counts."""
    git(checkout, "switch", "--quiet", "main")
    write(checkout, {"README": "x"})
    committed(checkout)
    git(checkout, "switch", "--quiet", "branch")
    git(checkout, "merge", "--quiet", "--no-commit", "--no-ff", "main")
    return checkout


@pytest.mark.parametrize("made", [worktree, below, detached, packed, through_a_link, cloned, merging])
def test_wherever_it_is_called_both_sides_are_found(made: Callable[[Path], Path], checkout: Path) -> None:
    assert sides(made(checkout)) == [BOTH, BOTH]


def test_a_bare_repository_compares_two_revisions(checkout: Path) -> None:
    git(checkout.parent, "clone", "--quiet", "--bare", str(checkout), "bare")
    assert sides(checkout.parent / "bare", "main", "branch") == [BOTH, BOTH]


def test_a_file_that_is_gone_from_the_working_tree_is_gone(checkout: Path) -> None:
    (checkout / "spec_impl" / "rules.py").unlink()
    assert sides(checkout) == [BOTH, BOTH - {"rules.py"}]


# --- States that are refused, each in one sentence --------------------------------------------------------------------


def no_repository(checkout: Path) -> Path:
    outside = checkout.parent / "outside"
    outside.mkdir()
    return outside


def no_commit(checkout: Path) -> Path:
    folder = checkout.parent / "empty"
    folder.mkdir()
    git(folder, "init", "--quiet", "--initial-branch=main")
    write(folder, MODEL)
    return folder


def no_main(checkout: Path) -> Path:
    git(checkout, "branch", "--quiet", "--move", "main", "trunk")
    return checkout


def nothing_in_common(checkout: Path) -> Path:
    git(checkout, "switch", "--quiet", "--orphan", "other")
    write(checkout, {**MODEL, "README": "Another beginning."})
    committed(checkout)
    return checkout


def bare(checkout: Path) -> Path:
    git(checkout.parent, "clone", "--quiet", "--bare", str(checkout), "bare")
    return checkout.parent / "bare"


def inside_git(checkout: Path) -> Path:
    return checkout / ".git"


def a_link_in_the_tree(checkout: Path) -> Path:
    (checkout / "spec_impl" / "more.py").symlink_to("rules.py")
    return checkout


def a_committed_link(checkout: Path) -> Path:
    committed(a_link_in_the_tree(checkout))
    (checkout / "spec_impl" / "more.py").unlink()
    git(checkout, "switch", "--quiet", "--create=main-anew")
    git(checkout, "branch", "--quiet", "--force", "main", "branch")
    return checkout


def the_model_is_a_link(checkout: Path) -> Path:
    (checkout / "spec_impl").rename(checkout / "elsewhere")
    (checkout / "spec_impl").symlink_to("elsewhere")
    git(checkout, "add", "--all")
    return checkout


def a_submodule(checkout: Path) -> Path:
    inner = checkout / "spec_impl" / "inner"
    inner.mkdir()
    git(inner, "init", "--quiet")
    committed(inner)
    committed(checkout)
    return checkout


def a_missing_object(checkout: Path) -> Path:
    number = git(checkout, "rev-parse", "main:spec_impl/rules.py").strip()
    (checkout / ".git" / "objects" / number[:2] / number[2:]).unlink()
    return checkout


def a_missing_tree(checkout: Path) -> Path:
    number = git(checkout, "rev-parse", "main:spec_impl").strip()
    (checkout / ".git" / "objects" / number[:2] / number[2:]).unlink()
    return checkout


def a_pipe(checkout: Path) -> Path:
    """Git tells of no pipe, so that a file became one after it was added."""
    (checkout / "spec_impl" / "rules.py").unlink()
    os.mkfifo(checkout / "spec_impl" / "rules.py")
    return checkout


def no_model(checkout: Path) -> Path:
    git(checkout, "rm", "--quiet", "-r", "spec_impl")
    return checkout


def before_the_interface(checkout: Path) -> Path:
    git(checkout, "rm", "--quiet", INTERFACE_FILE)
    committed(checkout)
    git(checkout, "branch", "--quiet", "--force", "main")
    return checkout


REFUSED: list[tuple[Callable[[Path], Path], str]] = [
    (no_repository, "lies in no git repository: call this inside one"),
    (no_commit, "there is no commit here yet"),
    (no_main, "there is neither main nor origin/main to compare with"),
    (nothing_in_common, "no commit in common"),
    (bare, "name both revisions"),
    (inside_git, "call this in the working tree"),
    (a_link_in_the_tree, "spec_impl/more.py of the working tree is a symbolic link: put the file itself there"),
    (a_committed_link, "is a symbolic link"),
    (the_model_is_a_link, "spec_impl of the working tree is a symbolic link"),
    (a_submodule, "spec_impl/inner of the working tree is a submodule"),
    (a_missing_object, "is missing): fetch what is missing"),
    (a_missing_tree, "git cannot read"),
    (a_pipe, "no plain file"),
    (no_model, "has no spec_impl"),
    (before_the_interface, "is from before there was an interface to compare through"),
]


@pytest.mark.skipif(not POSIX, reason="links and pipes are made otherwise on Windows")
@pytest.mark.parametrize(("made", "said"), REFUSED, ids=lambda each: getattr(each, "__name__", ""))
def test_what_cannot_be_compared_is_refused_in_one_sentence(
    made: Callable[[Path], Path], said: str, checkout: Path
) -> None:
    with pytest.raises(NotComparable) as refused:
        sides(made(checkout))
    assert said in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_link_to_a_file_of_somebody_is_never_followed(checkout: Path) -> None:
    secret = checkout.parent / "secret"
    secret.write_text("told to nobody")
    (checkout / "changes").mkdir()
    (checkout / "changes" / "1.new.md").symlink_to(secret)
    committed(checkout)
    for head in (None, "branch"):
        with pytest.raises(NotComparable, match=r"changes/1.new.md .* is a symbolic link"):
            sides(checkout, head=head)


@pytest.mark.skipif(not POSIX or os.getuid() != 0, reason="only root can give a folder to somebody else")
def test_the_folder_of_somebody_else_keeps_what_git_advises(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(checkout.parent))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    for each in (checkout, checkout / ".git"):
        os.chown(each, 65534, 65534)
    with pytest.raises(NotComparable, match="git config --global --add safe.directory") as refused:
        Repository(checkout)
    assert "belongs to somebody else" in str(refused.value)
    assert "\n" not in str(refused.value)


def test_without_git_it_is_said_what_to_install(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(NotComparable, match="there is no git here: install it"):
        Repository(checkout)


def test_what_git_says_is_read_in_english_whoever_asks(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")
    monkeypatch.setenv("LANGUAGE", "de")
    with pytest.raises(NotComparable, match="call this in the working tree"):
        Repository(checkout / ".git")


def test_nothing_of_a_repository_is_changed(checkout: Path) -> None:
    write(checkout, {"spec_impl/rules.py": "new = 1\n"})
    before = {p: p.stat().st_mtime_ns for p in checkout.rglob("*") if p.is_file()}
    sides(checkout)
    assert {p: p.stat().st_mtime_ns for p in checkout.rglob("*") if p.is_file()} == before
    subprocess.run(["git", "fsck", "--strict"], cwd=checkout, check=True, capture_output=True)
