"""What stands beside a revision: it reaches the model through the interface alone, and needs no installed package."""

import ast
import sys
from contextlib import closing
from pathlib import Path

import pytest

from roomspec.change import side
from roomspec.change.beside import Beside, Bounds, place_beside, place_words_of
from roomspec.change.judge import INSTALLED, copy_installed

FOLDER = Path(side.__file__).parent
OF_THE_TOOL = {"search", "draw", "possible"}
"""Of the tool, and it may know more of the specification; a revision for which it does not load is asked without."""


def imports_of(path: Path) -> set[str]:
    """Every module that a file imports, relative ones with their dots."""
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    whole = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    return whole | {"." * n.level + (n.module or "") for n in nodes if isinstance(n, ast.ImportFrom)}


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.py")), ids=lambda path: path.stem)
def test_the_model_is_reached_through_the_interface_alone(path: Path) -> None:
    of_model = {name for name in imports_of(path) if name.startswith("spec_impl")}
    assert path.stem in OF_THE_TOOL or of_model <= {"spec_impl.interface"}


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.py")), ids=lambda path: path.stem)
def test_nothing_but_the_standard_library_is_needed(path: Path) -> None:
    outside = {name.partition(".")[0] for name in imports_of(path) if not name.startswith(".")}
    assert outside <= set(sys.stdlib_module_names) | {"spec_impl"}


MORE_CLAIMS = """

from .. import Ban


@in_every_run("GAP-5")
def nobody_banned_comes_back(moment: Moment) -> Iterator[str]:
    \"\"\"It speaks of what this version lacks.\"\"\"
    if isinstance(moment.message, Ban):
        yield "somebody is banned"


@in_every_run("GAP-5")
def nothing_ever_happens(moment: Moment) -> Iterator[str]:
    \"\"\"It fails at once.\"\"\"
    yield "something happens"
"""


def test_a_claim_of_the_other_version_that_cannot_be_asked_here_drops_no_other(tmp_path: Path) -> None:
    other = copy_installed(tmp_path / "other", "the branch")
    with (other.folder / "claims" / "admission.py").open("a", encoding="utf-8") as claims:
        claims.write(MORE_CLAIMS)
    place_beside(INSTALLED, tmp_path / "beside")
    place_words_of(other.folder, tmp_path / "beside")
    with closing(Beside(tmp_path / "beside", "main", Bounds())) as process:
        process.ask(
            "marks.watch", functions=[["stepping.py", "receive"], ["stepping.py", "inquire"]], tables=[], is_told=False
        )
        asked = {"scope": "a neighbour of a hidden room", "reading": "COMPLETED", "differing": []}
        found = {claim["name"]: claim for claim in process.ask("search.ask_claims", **asked)}
        assert ["stepping.py", "receive"] in process.ask("marks.ran")
    assert "Ban" in found["nobody-banned-comes-back"]["missing"]
    assert found["nothing-ever-happens"]["run"] is not None
    assert found["no-join-is-lost"]["missing"] == ""


@pytest.mark.parametrize(
    "changed", [["stepping.py", "may_spread"], ["room.py", "Room.is_news"], ["stepping.py", "enabled"]]
)
def test_where_a_condition_of_steps_may_differ_it_is_asked_about_in_every_state(
    changed: list[str], tmp_path: Path
) -> None:
    place_beside(INSTALLED, tmp_path)
    with closing(Beside(tmp_path, "main", Bounds())) as process:
        process.ask("marks.watch", functions=[changed], tables=[], is_told=True)
        found = process.ask("search.search", scope="one knock", reading="COMPLETED", differing=[])
    asked = {question[1] for question, _ in found["possible"]["asked"] if question[0] == "state"}
    met = {state for state, *_ in (*found["table"]["lines"], *found["table"]["rest"])}
    assert 2 * len(asked) > len(met)
