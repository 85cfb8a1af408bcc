"""The command line, as a person uses it: what it prints, its exit status, and one sentence for a wrong question."""

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from roomspec.__main__ import app
from spec_impl import Join, Trace
from spec_impl.cast import CAROL, MALLORY, TEA, A, M, knowing, tea_room
from spec_impl.messages import JoinRequest
from spec_impl.tracefile import dump, load

MEMORY = "the-memory-of-a-knock-ends"


def roomspec(*words: str, given: str | None = None) -> Result:
    return CliRunner().invoke(app, list(words), input=given)


@pytest.fixture
def refused(tmp_path: Path) -> Path:
    """Carol is refused by a private room; the run in a file."""
    path = tmp_path / "refused.json"
    path.write_text(dump(knowing_and_refused()), encoding="utf-8")
    return path


def knowing_and_refused() -> Trace:
    private = knowing(tea_room("public"), CAROL).world
    room = Trace(private).give(CAROL, Join(TEA)).deliver(JoinRequest)
    return Trace(room.initial, room.steps, "a test")


def test_what_holds_is_said_with_counts_and_status_0() -> None:
    done = roomspec("check", MEMORY, "--scope", "a knock")
    assert done.exit_code == 0
    assert f"✓ {MEMORY} holds in 1 scope" in done.output
    assert "exhaustive" in done.output


def test_what_fails_is_said_with_every_step_the_reasons_and_status_1(tmp_path: Path) -> None:
    saved = tmp_path / "broken.json"
    asked = ("check", MEMORY, "--scope", "a knock", "--reading", "LITERAL_2014", "--save", str(saved))
    done = roomspec(*asked)
    assert done.exit_code == 1
    assert f"✗ {MEMORY} fails after 2 steps" in done.output
    for words in ("1. c.example: carol: Knock", "Because:", "KNK-2 KNK-7", "c.example holds @carol:c.example"):
        assert words in done.output
    assert len(load(saved.read_text(encoding="utf-8")).steps) == 2
    assert roomspec("replay", str(saved)).exit_code == 0


def test_a_first_wording_says_why_no_reading_makes_it_true() -> None:
    done = roomspec("check", "no-memory-of-a-knock-outlives-the-room", "--scope", "a neighbour")
    assert done.exit_code == 1
    assert "No reading makes it true." in done.output


def test_a_search_that_is_stopped_says_so_and_claims_no_more_than_it_saw() -> None:
    done = roomspec("check", MEMORY, "--scope", "a knock", "--limit", "50")
    assert done.exit_code == 0
    assert "stopped at the" in done.output
    assert "as far as searched" in done.output


def test_without_names_every_claim_and_witness_is_asked_in_the_tiny_scopes() -> None:
    done = roomspec("check")
    assert done.exit_code == 0
    assert "✓ a-hidden-room-is-as-good-as-none holds in 3 scopes" in done.output
    assert "★ a-knock-is-denied witnessed after" in done.output


def test_a_trace_is_replayed_from_a_file_and_from_standard_input(refused: Path) -> None:
    from_file, from_input = roomspec("replay", str(refused)), roomspec("replay", "-", given=refused.read_text())
    assert from_file.exit_code == from_input.exit_code == 0
    assert from_file.output == from_input.output
    assert "2 steps, reading COMPLETED, scope “a test”" in from_file.output
    assert "c.example to a.example: JoinRequest" in from_file.output


def test_why_prints_each_row_and_which_decided(refused: Path) -> None:
    done = roomspec("why", str(refused))
    assert done.exit_code == 0
    assert "A join request, at a candidate server, step 2" in done.output
    assert "▶ decides" in done.output
    assert "The command Join" in roomspec("why", str(refused), "--step", "1").output


WRONG: dict[str, tuple[tuple[str, ...], str]] = {
    "a claim that nobody made": (("check", "nobody-is-sad"), "there is no claim 'nobody-is-sad'"),
    "a claim with a slip of the pen": (("check", "the-memory-of-a-knock-end"), f"near it is {MEMORY}"),
    "an unknown scope": (("check", "--scope", "a knok"), "near it is “a knock”"),
    "an unknown reading": (("check", "--reading", "LITERAL"), "there is no reading 'LITERAL'; near it is LITERAL_2014"),
    "no such file": (("replay", "nowhere.json"), "nowhere.json cannot be read (No such file or directory)"),
    "a folder": (("why", "."), ". cannot be read (Is a directory)"),
    "a step that is not there": (("why", "FILE", "--step", "9"), "there is no step 9; the trace has steps 1 to 2"),
    "a file that cannot be written": (
        ("check", MEMORY, "--scope", "a knock", "--reading", "LITERAL_2014", "--save", "/nowhere/x.json"),
        "/nowhere/x.json cannot be written (No such file or directory)",
    ),
}


@pytest.mark.parametrize(("words", "sentence"), WRONG.values(), ids=WRONG)
def test_a_wrong_question_is_answered_in_one_sentence_with_status_2(
    words: tuple[str, ...], sentence: str, refused: Path
) -> None:
    done = roomspec(*(str(refused) if word == "FILE" else word for word in words))
    assert done.exit_code == 2
    last = done.output.strip().splitlines()[-1]
    assert last.startswith("roomspec: ")
    assert sentence in last


@pytest.mark.parametrize("text", ["", "{}", "[1]", "\x00", '{"format": "roomspec-trace", "version": 2}'])
def test_what_is_no_trace_is_refused_with_its_place(text: str) -> None:
    for command in ("replay", "why"):
        done = roomspec(command, "-", given=text)
        assert done.exit_code == 2
        assert done.output.count("\n") == 1
        assert "is no trace of this specification" in done.output


def test_a_trace_that_was_tampered_with_is_refused_at_the_step_that_does_not_follow(refused: Path) -> None:
    text = refused.read_text(encoding="utf-8").replace('"told": null', '"told": "no such room"', 1)
    done = roomspec("replay", "-", given=text)
    assert done.exit_code == 2
    assert "steps[" in done.output


def test_a_fault_or_a_post_is_decided_by_no_rule(tmp_path: Path) -> None:
    path = tmp_path / "posted.json"
    path.write_text(dump(Trace(tea_room("invite").world).post(M, A, JoinRequest(TEA, MALLORY, 1))), encoding="utf-8")
    assert "no rule decides it" in roomspec("why", str(path)).output
    path.write_text(dump(Trace(tea_room("invite").world)), encoding="utf-8")
    assert "nothing happens in this trace" in roomspec("why", str(path)).output
