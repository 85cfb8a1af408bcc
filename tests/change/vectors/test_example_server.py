"""The example server, which was written in JavaScript from the pages of the vectors and `rules.json` alone.

It passes all that it plays; broken in one place, it fails, and the first failure names that place: which field of which
answer is wrong, and the row and its clauses that decide there.
"""

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
from typer.testing import Result

from tests.change.vectors.test_driver import MANIFEST, ROOT, VECTORS, asked

SERVER = ROOT / "docs" / "how-to" / "server.mjs"
NODE = shutil.which("node")
pytestmark = pytest.mark.skipif(NODE is None, reason="there is no node on this machine, which runs the example server")


@dataclass(frozen=True)
class Break:
    """One mistake: what stands there instead, among which vectors it is looked for, and what is said of it first."""

    name: str
    old: str
    new: str
    only: str
    says: tuple[str, ...]


BREAKS = (
    Break(
        "an equal change is news",
        "compareAll(weigh(comes), weigh(held)) > 0",
        "compareAll(weigh(comes), weigh(held)) >= 0",
        "GAP-9",
        ("sends: NamePublished to directory is too much", "An update that wins over what is held is taken in."),
    ),
    Break(
        "a user id is split at its last colon",
        "[user.slice(0, user.indexOf(':')), user.slice(user.indexOf(':') + 1)]",
        "[user.slice(0, user.lastIndexOf(':')), user.slice(user.lastIndexOf(':') + 1)]",
        "ports",
        ("sends: Grant to b.example lacks", "sends: Refusal to b.example is too much"),
    ),
    Break(
        "a stranger to a hidden room is told of it",
        "'hidden from asker': c => ",
        "'hidden from asker': c => false && ",
        "private/",
        (
            'sends: Refusal to m.example: message.told is "this room takes no knocks" and should be "no such room"',
            "knock request, row 3: A stranger who knocks at a hidden room hears the same. [PRV-2 PRV-3 PRV-4 GAP-11]",
        ),
    ),
    Break(
        "a list is asked from its end",
        "untried: others(listed)",
        "untried: others(listed).reverse()",
        "acceptance",
        ("sends: Acceptance to a.example lacks", "The first server on the invitation's list is asked"),
    ),
    Break(
        "an acceptance that has to wait is not kept",
        "c.own.acceptance = c }",
        "void c }",
        "acceptance",
        ("sends: Grant to c.example lacks", "An invitation that is known and in force admits."),
    ),
)


def played_against(server: Path, only: str = "") -> Result:
    return asked("--only", only, run=f'node "{server}" "{VECTORS / "rules.json"}"')


def test_it_passes_every_vector_of_the_reading_that_it_follows_and_says_what_it_does_not_play() -> None:
    done = played_against(SERVER)
    of_it = [each["name"] for each in MANIFEST["vectors"] if each["reading"] == "COMPLETED"]
    *_, count = (line for line in done.stdout.splitlines() if " vectors: " in line)
    others = len(MANIFEST["vectors"]) - len(of_it)
    assert count == f"{len(MANIFEST['vectors'])} vectors: {len(of_it)} passed, 0 failed, {others} not played."
    assert (done.exit_code, done.stderr) == (0, "")


@pytest.mark.parametrize("broken", BREAKS, ids=lambda broken: broken.name)
def test_broken_in_one_place_it_fails_with_sentences_that_lead_there(broken: Break, tmp_path: Path) -> None:
    text = SERVER.read_text(encoding="utf-8")
    assert text.count(broken.old) == 1, "the server is written otherwise now: plant the mistake anew"
    (tmp_path / "server.mjs").write_text(text.replace(broken.old, broken.new), encoding="utf-8")
    done = played_against(tmp_path / "server.mjs", broken.only)
    assert done.exit_code == 1, done.stdout
    first = done.stdout.split(", reading COMPLETED\n")[1]
    for part in broken.says:
        assert part in first
