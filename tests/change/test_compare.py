"""Two versions compared from end to end: each in a process of its own, what it does seen by the other's steps."""

import ast
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from roomspec.change.beside import NotComparable
from roomspec.change.changed import SourceChange
from roomspec.change.compare import Asked, Compared, Searched, Version
from roomspec.change.comparison import draw
from roomspec.change.document import document, document_text
from roomspec.change.judge import Declared, Edit, JudgedChange, copy_installed, judge_versions, try_change
from roomspec.change.report import short
from roomspec.change.side.marks import AS_OTHERS_HAVE_IT
from roomspec.change.sources import SourceFiles
from roomspec.show.stepper.sharing import opened
from tests.change.examples import DOOR, EXAMPLES, FORBIDDEN, KNOCK, NOBODY_ACCEPTS, PLAINER, Example

CLOSED = Asked(scopes=("a closed door", "a private room and an outsider"), tables=("join request",))
SOURCES = "*.py"


def judged(example: Example, tmp_path: Path, declared: str = "") -> JudgedChange:
    """The example, compared; the older version may be edited as well."""
    base = copy_installed(tmp_path / "old", "before", example.older)
    head = copy_installed(tmp_path / "new", "after", example.edits)
    found = judge_versions(base, head, asked=example.asked)
    return found.declaring(declared) if declared else found


def reformatted(version: Version) -> None:
    """Every module written anew from its syntax tree: no comment and no line break is left as it was."""
    for path in version.folder.rglob(SOURCES):
        path.write_text(ast.unparse(ast.parse(path.read_text(encoding="utf-8"))) + "\n", encoding="utf-8")


def renamed(version: Version, names: dict[str, str]) -> None:
    """Words of the sources replaced by others, wherever they stand."""
    for path in version.folder.rglob(SOURCES):
        text = path.read_text(encoding="utf-8")
        for old, new in names.items():
            text = re.sub(rf"\b{old}\b", new, text)
        path.write_text(text, encoding="utf-8")


@pytest.mark.parametrize("kind", EXAMPLES)
def test_a_change_of_each_class_is_known_by_what_it_does(kind: str, tmp_path: Path) -> None:
    assert judged(EXAMPLES[kind], tmp_path).computed == kind


def test_a_guard_a_class_and_a_module_have_other_names_and_everything_is_laid_out_anew(tmp_path: Path) -> None:
    base, head = copy_installed(tmp_path / "old", "before"), copy_installed(tmp_path / "new", "after")
    rules = head.folder / "rules"
    (rules / "candidates.py").rename(rules / "walking_the_list.py")
    renamed(
        head,
        {
            "unaware": "has_nobody_in_it",
            "KnockMemory": "KnockRemembered",
            "candidates import": "walking_the_list import",
        },
    )
    reformatted(head)
    found = judge_versions(base, head, asked=Asked(scopes=("one knock", "discovery")))
    assert not found.compared.same_program
    assert (found.changes, found.inside, found.compared.rows) == ((), (), [])
    assert sum(searched.lines for searched in found.compared.searched) > 300
    assert found.compared.cells.compared > 1000
    assert (found.computed, found.is_red) == ("internal", False)


def test_the_same_program_in_another_layout_need_not_be_run(tmp_path: Path) -> None:
    base, head = copy_installed(tmp_path / "old", "before"), copy_installed(tmp_path / "new", "after")
    reformatted(head)
    assert SourceChange(SourceFiles(base.folder), SourceFiles(head.folder)).is_same_program
    assert judge_versions(base, head).compared.same_program


@pytest.fixture(scope="module")
def left_to_herself() -> JudgedChange:
    """The change after which no server accepts for a user who knocked, declared as a clarification."""
    return try_change(NOBODY_ACCEPTS, declared="clarification", asked=KNOCK)


def test_a_knocker_for_whom_nobody_accepts_any_more_sees_it_in_three_steps(left_to_herself: JudgedChange) -> None:
    found = left_to_herself
    change = found.changes[0]
    sighting = found.compared.sightings()[change.parting.key]
    assert [action["kind"] for action in sighting.run] == ["Give", "Give", "Deliver"]
    assert change.parting.clauses[:4] == ("KNK-7", "KNK-8", "KNK-9", "GAP-24")
    assert "sends Acceptance to a.example" in change.parting.before.words
    assert "shows InvitationShown to @carol:c.example" in change.parting.after.words
    assert found.is_red


def test_both_versions_do_the_same_until_the_last_step_of_a_run(left_to_herself: JudgedChange) -> None:
    found = document(left_to_herself)
    first = found["runs"][0]
    before, after = first["before"], first["after"]
    assert len(first["rows"]) == first["steps"] - 1
    assert (before["row"]["label"], after["row"]["label"]) == ("Invitation", "Invitation")
    assert [sent["label"] for sent in before["waiting"]] == ["Acceptance"]
    assert after["waiting"] == []


def test_the_report_names_the_row_the_person_and_the_run(left_to_herself: JudgedChange) -> None:
    found = document(left_to_herself)
    code, who, run = found["changed"][0], found["who"], found["runs"][found["first_run"] - 1]
    assert (code["path"], code["name"]) == ("spec_impl/rules/invitation.py", "invitation, row 5")
    assert (who["name"], who["after"]) == ("carol", "is shown the invitation of alice")
    assert run["reading"] == "COMPLETED"
    assert next(step["number"] for step in run["story"] if step["differing"]) == run["steps"]
    assert len(opened(run["shared"]["before"]).steps) >= run["steps"]
    assert run["shared"]["before"] != run["shared"]["after"]


def test_what_parts_only_after_the_two_hold_otherwise_is_found() -> None:
    """That an invitation sent again adds no servers is seen by nobody, until one of them would be asked or told."""
    kept = Edit("rules/invitation.py", "tuple(dict.fromkeys((*held.servers, *s.message.servers)))", "held.servers")
    found = try_change(kept, asked=Asked(scopes=("a list gone stale",), tables=("browse",)))
    runs = [sighting.run for sighting in found.compared.sightings().values()]
    assert sorted((run[-1]["kind"], len(run)) for run in runs) == [("Deliver", 5), ("Give", 3), ("GiveUp", 5)]


def test_what_fits_into_no_report_is_one_sentence(left_to_herself: JudgedChange) -> None:
    whole = replace(left_to_herself, declared=Declared("clarification", ("x" * 201,)))
    with pytest.raises(NotComparable, match=r"does not fit into a report \(verdict/fragments/0\)"):
        document(whole)


def test_two_comparisons_write_the_same_bytes(left_to_herself: JudgedChange) -> None:
    again = try_change(NOBODY_ACCEPTS, declared="clarification", asked=KNOCK)
    assert document_text(document(again)) == document_text(document(left_to_herself))


@pytest.fixture(scope="module")
def given_away() -> JudgedChange:
    """A private room that tells strangers of itself, and a text that lets it."""
    said = Edit("clauses.toml", "the server MUST answer that there is no such room.", "the server MUST say no.")
    return try_change(FORBIDDEN, said, declared="breaking", asked=CLOSED)


def test_a_stranger_who_can_tell_a_hidden_room_from_none_makes_it_red_whatever_is_declared(
    given_away: JudgedChange,
) -> None:
    found = given_away
    (leak,) = [claim for claim in found.claims if claim.is_broken]
    assert leak.name == "a-hidden-room-is-as-good-as-none"
    assert len(found.reds) == 1
    assert leak.fingerprint in found.reds[0]
    reasons = [(leak.fingerprint, reason) for reason in ("they hear the mode", "rooms here are not secret")]
    assert not found.declaring("breaking", *reasons).is_red
    assert found.declaring("breaking", reasons[0]).is_red
    assert found.declaring("breaking", ("0" * 12, "we want it so")).is_red


def test_the_leak_is_shown_in_both_worlds(given_away: JudgedChange) -> None:
    found = document(given_away)
    (claim,) = [claim for claim in found["claims"] if claim["became"] == "broken"]
    assert [world["told"] for world in claim["worlds"]["worlds"]] == [["no such room"], ["you are not invited"]]
    assert found["verdict"]["headline"] == "Red, a leak: mallory can find out that a hidden room exists"
    assert "**mallory** puts one question" in short(found)


# --- Nothing is green by silence --------------------------------------------------------------------------------------

TINIEST = Asked(scopes=("given up and taken back",), tables=("browse",))


def test_what_can_happen_is_compared_where_every_line_is_as_it_was() -> None:
    early = Edit(
        "stepping.py", "wish.waiting_for is not None and not (passes and under_way)", "wish.waiting_for is not None"
    )
    found = try_change(early, asked=TINIEST)
    assert found.computed == "breaking"
    assert any("GiveUp" in change.parting.after.words for change in found.changes)
    assert found.clauses_behind[0] == "GAP-15"


def test_versions_that_part_on_the_way_to_a_scope_are_shown_to_do_so_there() -> None:
    nothing = Edit("rules/discovery.py", "return _answer(inquiry, named.listing)", "return _answer(inquiry)")
    found = try_change(nothing, asked=TINIEST)
    assert found.computed == "breaking"
    assert {each.note.partition(" to where")[0] for each in found.compared.searched} == {
        "the two versions part on the way"
    }
    run = document(found)["runs"][0]
    assert run["sentence"] == "The versions part on the way to where this scope begins."
    assert (run["before"]["row"]["label"], run["after"]["row"]["label"]) == ("DirectoryQuery", "DirectoryQuery")


def test_cells_are_compared_in_readings_at_which_only_an_effect_looks() -> None:
    less = '"on_last_leave" and reading.member_register == "single" and'
    forgets = Edit("rules/register.py", '"on_last_leave" and', less)
    found = try_change(forgets, asked=Asked(scopes=("an open door",), tables=("leave",)))
    (flips,) = found.compared.cells.flips.values()
    assert {*flips.count} == {"COMPLETED, forgetting=on_last_leave"}


def test_what_was_never_at_work_is_named_and_not_green() -> None:
    last = Edit("trace.py", "comes_next(trace.world)", "next(reversed(enabled(trace.world)), None)")
    found = try_change(last, asked=TINIEST)
    assert found.computed == "internal"
    assert found.is_red
    assert found.warnings == ("Not compared: trace.py: Trace.settle (changed, and never at work here).",)


@pytest.mark.parametrize(
    "edit",
    [
        Edit("situation.py", 'user.server if user else "no server"', 'user.server if user else "nowhere"'),
        Edit("situation.py", '"through {_listed(invitation.servers)}"', '"by {_listed(invitation.servers)}"'),
    ],
    ids=["a fact", "what a fact is made of"],
)
def test_what_why_says_that_a_guard_looked_at_is_words_and_no_behaviour(edit: Edit) -> None:
    found = try_change(edit, asked=TINIEST)
    assert (found.computed, found.reds, found.warnings) == ("internal", (), ())


def test_one_field_more_in_the_state_is_compared_with_a_version_that_lacks_it() -> None:
    begin = "    names: tuple[NamePublished, ...] = ()\n\n    def room("
    more = Edit("world.py", begin, begin.replace("\n\n", '\n    motto: str = ""\n\n'))
    found = try_change(more, asked=TINIEST)
    assert (found.computed, found.reds) == ("internal", ())
    assert all(searched.is_the_same for searched in found.compared.searched)


def test_words_alone_need_no_run() -> None:
    found = try_change(PLAINER, declared="clarification")
    assert found.compared.words_only
    assert (found.computed, found.is_red, found.compared.searched) == ("clarification", False, [])


def test_who_watches_is_told_of_as_many_things_as_there_are() -> None:
    told: list[tuple[str, int]] = []
    asked = Asked(scopes=("one knock",), tables=("knock",), watch=lambda name, of: told.append((name, of)))
    try_change(NOBODY_ACCEPTS, asked=asked)
    assert sorted(told) == [("cells", 3), ("one knock", 3), ("one knock", 3)]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (Asked(scopes=("one nock",)), "there is no scope 'one nock'; near it is “one knock”"),
        (Asked(scopes=("one knock",), tables=("knok request",)), "there is no table 'knok request'; near it is “knock"),
        (Asked(sizes=("huge",)), "there is no size 'huge'; there is full, small, tiny"),
        (Asked(sizes=()), "a verdict on nothing is none"),
    ],
)
def test_a_name_that_means_nothing_is_refused_with_the_nearest(asked: Asked, said: str) -> None:
    with pytest.raises(NotComparable) as refused:
        try_change(NOBODY_ACCEPTS, asked=asked)
    assert said in str(refused.value)


def test_a_claim_that_was_weakened_is_asked_as_it_was() -> None:
    weaker = Edit("claims/concealment.py", "    if is_silent:\n", "    if is_silent is None:\n")
    name = "the-directory-names-no-hidden-room"
    blind = Edit("claims/concealment.py", "if listing.room in hidden:", "if listing.room in hidden and not before:")
    told = Edit(
        "rules/discovery.py",
        "when=name_hides_a_room, does=_answer_nothing",
        "when=name_hides_a_room, does=_answer_name",
    )
    found = try_change(weaker, blind, told, asked=DOOR)
    assert name + AS_OTHERS_HAVE_IT in {claim.name for claim in found.claims if claim.is_broken}


def test_what_happens_in_no_run_any_more_is_looked_for_in_every_scope_where_the_two_part() -> None:
    """A small scope alone is compared, so that no tiny one shows what is lost."""
    found = try_change(NOBODY_ACCEPTS, asked=Asked(scopes=("a knock among three",), tables=("deny",)))
    assert "an-invitation-is-accepted-for-the-knocker" in {
        claim.name for claim in found.claims if claim.became == "no longer witnessed"
    }


def test_a_claim_that_breaks_in_two_scopes_is_shown_by_the_run_of_the_first() -> None:
    """What is drawn is the run that the report counts and names the scope of."""

    class Drawer:
        def ask(self, _question: str, *, run: list[Any], **_about: Any) -> Any:
            return {"drawn": run}

    broken = {"name": "kept", "mood": "always", "cites": [], "sentence": "", "missing": ""}
    about: dict[str, Any] = {"begin": {"world": {}, "actions": []}}
    runs = {"a": [1], "b": [1, 2]}
    searched = [
        Searched({"name": name}, "COMPLETED", claims=(None, [{**broken, "run": run}]), **about)
        for name, run in runs.items()
    ]
    found = Compared(Version(Path(), "old"), Version(Path(), "new"), searched=searched)
    drawer: Any = Drawer()
    draw(found, drawer, drawer)
    (drawn,) = found.pictures.values()
    assert drawn["after"] == {"drawn": runs["a"]}
