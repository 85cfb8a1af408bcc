"""Which revisions are meant, and what is taken from them: the working tree as it is, others as they were."""

import re
import subprocess
from pathlib import Path

import pytest

from roomspec.change.beside import NotComparable
from roomspec.change.revisions import INTERFACE_FILE, Repository, Revision


def git(folder: Path, *arguments: str) -> str:
    """What git says in that folder, with a name of its own and without the settings of whoever runs the test."""
    who = ("-c", "user.name=alice", "-c", "user.email=alice@a.example", "-c", "commit.gpgsign=false")
    return subprocess.run(["git", *who, *arguments], cwd=folder, check=True, capture_output=True, text=True).stdout


def write(folder: Path, files: dict[str, str]) -> None:
    """Files by their paths."""
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A repository with a model, some watched files and one commit on main; a branch goes on from there."""
    folder = tmp_path / "checkout"
    folder.mkdir()
    git(folder, "init", "--quiet", "--initial-branch=main")
    files = {"spec_impl/rules.py": "old = 1\n", "tests/pins.toml": "states = 1\n", "changes/1.new.md": "First.\n"}
    write(folder, {**files, INTERFACE_FILE: "INTERFACE = 2\n", ".gitignore": "*.pyc\n"})
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message=first")
    git(folder, "switch", "--quiet", "--create=branch")
    return folder


def model_of(repository: Repository, revision: Revision, folder: Path) -> dict[str, str]:
    """The files of a revision's model, besides its interface."""
    placed = folder / "placed"
    repository.place_specification(revision, placed)
    (placed / Path(INTERFACE_FILE).name).unlink()
    return {str(path.relative_to(placed)): path.read_text() for path in sorted(placed.rglob("*")) if path.is_file()}


def test_the_working_tree_counts_with_what_is_not_committed_and_without_what_is_ignored(
    checkout: Path, tmp_path: Path
) -> None:
    write(checkout, {f"spec_impl/{name}": "new = 1\n" for name in ("rules.py", "more.py", "more.pyc")})
    repository = Repository(checkout)
    assert model_of(repository, repository.head(None), tmp_path) == {"more.py": "new = 1\n", "rules.py": "new = 1\n"}


def test_a_revision_is_taken_as_it_was_committed(checkout: Path, tmp_path: Path) -> None:
    write(checkout, {"spec_impl/rules.py": "new = 1\n"})
    repository = Repository(checkout)
    assert model_of(repository, repository.revision("main"), tmp_path) == {"rules.py": "old = 1\n"}


def test_what_an_archive_would_leave_out_or_change_is_compared_as_well(checkout: Path, tmp_path: Path) -> None:
    write(checkout, {".gitattributes": "secret.py export-ignore\nmarked.py export-subst\n"})
    write(checkout, {f"spec_impl/{name}.py": "at = '$Format:%H$'\n" for name in ("secret", "marked")})
    git(checkout, "add", "--all")
    git(checkout, "commit", "--quiet", "--message=second")
    repository = Repository(checkout)
    taken = model_of(repository, repository.revision("branch"), tmp_path)
    assert (taken["secret.py"], taken["marked.py"]) == ("at = '$Format:%H$'\n",) * 2


def test_the_base_is_where_the_branch_left_main(checkout: Path) -> None:
    left = git(checkout, "rev-parse", "HEAD").strip()
    git(checkout, "commit", "--quiet", "--allow-empty", "--message=second")
    repository = Repository(checkout)
    assert repository.base(None, repository.head(None)).commit == left


def test_what_main_did_since_is_not_blamed_on_the_branch_that_names_main(checkout: Path) -> None:
    left = git(checkout, "rev-parse", "HEAD").strip()
    git(checkout, "switch", "--quiet", "main")
    git(checkout, "commit", "--quiet", "--allow-empty", "--message=by others")
    git(checkout, "switch", "--quiet", "branch")
    repository = Repository(checkout)
    base = repository.base("main", repository.head(None))
    assert base.commit == left
    assert re.fullmatch(rf"main \({left[:9]} of \d{{4}}-\d\d-\d\d, 1 commit behind it\)", base.name)


def test_a_stale_copy_of_main_is_passed_by_for_the_main_of_the_upstream(checkout: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "--quiet", "--branch=main", checkout.as_uri(), "clone")
    clone = tmp_path / "clone"
    git(checkout, "switch", "--quiet", "main")
    write(checkout, {"changes/2.breaking.md": "By others.\n"})
    git(checkout, "add", "--all")
    git(checkout, "commit", "--quiet", "--message=by others")
    git(clone, "fetch", "--quiet")
    git(clone, "switch", "--quiet", "--create=mine", "origin/main")
    repository = Repository(clone)
    for name in (None, "main"):
        base = repository.base(name, repository.head(None))
        assert base.commit == git(clone, "rev-parse", "origin/main").strip()
        assert "2.breaking.md" in repository.fragments(base)


def test_what_is_committed_on_main_itself_is_compared_with_the_main_of_the_upstream(
    checkout: Path, tmp_path: Path
) -> None:
    git(tmp_path, "clone", "--quiet", "--branch=main", checkout.as_uri(), "clone")
    clone = tmp_path / "clone"
    git(clone, "commit", "--quiet", "--allow-empty", "--message=mine")
    repository = Repository(clone)
    assert repository.base(None, repository.head(None)).commit == git(clone, "rev-parse", "origin/main").strip()


def test_a_commit_that_is_named_is_the_base_where_it_lies_behind(checkout: Path) -> None:
    first = git(checkout, "rev-parse", "HEAD").strip()
    git(checkout, "commit", "--quiet", "--allow-empty", "--message=second")
    repository = Repository(checkout)
    assert repository.base(first[:12], repository.head(None)).commit == first


def test_fragments_and_watched_files_of_both_sides_are_told_apart(checkout: Path) -> None:
    write(checkout, {"changes/2.breaking.md": "Second.\n", "tests/pins.toml": "states = 2\n"})
    write(checkout, {"notebooks/01.ipynb": "{}", "tests/vectors/knock.json": "{}"})
    repository = Repository(checkout)
    base, head = repository.revision("main"), repository.head(None)
    assert set(repository.fragments(head)) - set(repository.fragments(base)) == {"2.breaking.md"}
    added = {"notebooks/01.ipynb": "added", "tests/vectors/knock.json": "added"}
    assert repository.moved(base, head) == {**added, "tests/pins.toml": "changed"}


def test_an_unknown_revision_is_named(checkout: Path) -> None:
    with pytest.raises(NotComparable, match="there is no revision 'nowhere'"):
        Repository(checkout).revision("nowhere")


def test_a_revision_that_looks_like_an_option_is_none(checkout: Path) -> None:
    with pytest.raises(NotComparable, match="there is no revision '--all'"):
        Repository(checkout).revision("--all")


def test_in_a_shallow_clone_it_is_said_how_to_fetch_the_rest(checkout: Path, tmp_path: Path) -> None:
    first = git(checkout, "rev-parse", "HEAD").strip()
    git(checkout, "commit", "--quiet", "--allow-empty", "--message=second")
    git(tmp_path, "clone", "--quiet", "--depth=1", checkout.as_uri(), "shallow")
    with pytest.raises(NotComparable, match="git fetch --unshallow"):
        Repository(tmp_path / "shallow").revision(first)


def test_a_revision_without_a_model_is_named(checkout: Path, tmp_path: Path) -> None:
    git(checkout, "rm", "--quiet", "-r", "spec_impl")
    git(checkout, "commit", "--quiet", "--message=no model")
    repository = Repository(checkout)
    with pytest.raises(NotComparable, match="has no spec_impl"):
        repository.place_specification(repository.revision("branch"), tmp_path)


def test_outside_a_repository_it_is_said_where_to_call_it(tmp_path: Path) -> None:
    with pytest.raises(NotComparable, match="lies in no git repository"):
        Repository(tmp_path)


def test_without_a_main_branch_a_revision_must_be_named(checkout: Path) -> None:
    git(checkout, "branch", "--quiet", "--move", "main", "trunk")
    repository = Repository(checkout)
    with pytest.raises(NotComparable, match="neither main nor origin/main"):
        repository.base(None, repository.head(None))


def test_a_revision_from_before_the_interface_is_named_in_one_sentence(checkout: Path, tmp_path: Path) -> None:
    git(checkout, "rm", "--quiet", INTERFACE_FILE)
    git(checkout, "commit", "--quiet", "--message=older")
    repository = Repository(checkout)
    with pytest.raises(NotComparable, match="is from before there was an interface to compare through"):
        repository.place_specification(repository.revision("branch"), tmp_path)
