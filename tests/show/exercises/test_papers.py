"""What is handed in, and what becomes of it: marked from the file, by the rules, and never by what the file says."""

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from roomspec import cli
from roomspec.show.exercises import catalogue
from roomspec.show.exercises.kinds import Exercise
from roomspec.show.exercises.leak import SpotTheLeak
from roomspec.show.exercises.papers import Mark, as_csv, handin, marked
from spec_impl import COMPLETED, LITERAL_2014, Grant, Join, JoinRequest, Told, UserId, Withdraw
from spec_impl.cast import TEA
from spec_impl.rules import guards
from spec_impl.rules.table import Reason, refuse

ROW = refuse(
    "PRV-4", "Strangers hear that there is none.", Reason.NOT_INVITED, Told.NO_SUCH_ROOM, when=guards.hidden_from_asker
)


def guest_of(exercise: Exercise) -> UserId:
    assert exercise.scope
    return exercise.scope.commands[0].user


def solved_late(word: str) -> Exercise:
    """The first exercise, solved by whoever plays under that word, with a reason."""
    late = catalogue.too_late(word)
    assert late.start
    asks = late.start.give(guest_of(late), Join(TEA))
    late.check(asks)
    thinks_better = asks.deliver(JoinRequest).give(guest_of(late), Withdraw(TEA)).deliver(Grant)
    assert late.check(thinks_better, because="the grant was on its way").kind == "solved"
    return late


def marks_of(folder: Path) -> dict[tuple[str, str], Mark]:
    return {(mark.name or mark.file, mark.exercise): mark for mark in marked(folder)}


def test_runs_switches_rows_and_bets_are_marked_from_the_file_alone(tmp_path: Path) -> None:
    switch, row = catalogue.wrong_switch("carol"), catalogue.missing_row("carol")
    game = SpotTheLeak(LITERAL_2014, "carol")
    switch.check(replace(COMPLETED, name="mine"))
    row.check(ROW, "else she could tell")
    game.ask(next(n for n, words in game.numbered() if "I knock" in words))
    bet = game.bet(game._hides, "only there I was told of a room")
    said = handin("carol", solved_late("carol"), switch, row, game, folder=tmp_path)
    assert said.kind == "written" and said.words == "carol.json holds 3 exercises with 4 tries, and 1 game."
    marks = marks_of(tmp_path)
    assert {exercise for _, exercise in marks} == {"too_late", "wrong_switch", "missing_row", "spot_the_leak"}
    assert {mark.mark for mark in marks.values()} == {"solved"}
    assert marks["carol", "too_late"].because == "the grant was on its way" and marks["carol", "too_late"].tries == 2
    assert "a search of all of “an open door”" in marks["carol", "too_late"].checked
    assert (marks["carol", "spot_the_leak"].said, marks["carol", "spot_the_leak"].because) == (bet.words, game.because)
    assert all("who wrote it" in mark.not_checked for mark in marks.values())


def test_what_a_file_claims_of_itself_counts_for_nothing(tmp_path: Path) -> None:
    late = catalogue.too_late("carol")
    late.check(late.start)
    handin("carol", late, folder=tmp_path)
    paper = json.loads((tmp_path / "carol.json").read_text(encoding="utf-8"))
    paper["answers"][0]["mark"] = paper["answers"][0]["tries"][0]["said"] = "solved"
    (tmp_path / "carol.json").write_text(json.dumps(paper), encoding="utf-8")
    assert marks_of(tmp_path)["carol", "too_late"].mark == "not yet"


def test_a_neighbours_answer_under_ones_own_name_shows(tmp_path: Path) -> None:
    handin("carol", solved_late("carol"), folder=tmp_path)
    copied = (tmp_path / "carol.json").read_text(encoding="utf-8")
    (tmp_path / "bob.json").write_text(copied.replace('"name": "carol"', '"name": "bob"'), encoding="utf-8")
    renamed = copied.replace('"carol"', '"dave"')
    (tmp_path / "dave.json").write_text(renamed, encoding="utf-8")
    marks = marks_of(tmp_path)
    assert (marks["bob", "too_late"].mark, marks["bob", "too_late"].said) == ("not theirs", "made for “carol”")
    assert set(marks["carol", "too_late"].same_as.split(", ")) == {"bob", "dave"}
    assert (marks["dave", "too_late"].mark == "solved") is (
        catalogue.too_late("dave").start == catalogue.too_late("carol").start
    )


@pytest.mark.parametrize("name", ["", "../carol", "carol.json", 3, None, "a b"])
def test_a_name_that_makes_no_file_is_refused_and_nothing_is_written(name: object, tmp_path: Path) -> None:
    assert handin(name, folder=tmp_path).words.startswith("Hand in under a name of letters")
    assert list(tmp_path.iterdir()) == []


def test_where_nothing_can_be_written_that_is_said_and_nothing_is_left(tmp_path: Path) -> None:
    (tmp_path / "carol.json").mkdir()
    for folder, why in ((tmp_path / "nowhere", "No such file or directory"), (tmp_path, "Is a directory")):
        said = handin("carol", catalogue.too_late("carol"), folder=folder)
        assert (said.kind, why in said.words) == ("no answer", True)
    assert [path.name for path in tmp_path.iterdir()] == ["carol.json"]


def test_what_was_made_for_another_word_or_is_no_exercise_is_not_handed_in(tmp_path: Path) -> None:
    assert handin("carol", catalogue.too_late("bob"), folder=tmp_path).words.startswith("These were made for “bob”")
    assert handin("carol", 3, folder=tmp_path).kind == "no answer"
    assert list(tmp_path.iterdir()) == []


def test_a_guard_of_ones_own_is_left_to_the_reader(tmp_path: Path) -> None:
    row = catalogue.missing_row("carol")
    row.check(replace(ROW, when=lambda _: True))
    handin("carol", row, folder=tmp_path)
    assert marks_of(tmp_path)["carol", "missing_row"].mark == "by hand"


BROKEN = {
    "{": "this is no JSON",
    "[]": "this was not written by handin",
    '{"format": "roomspec paper 1"}': "this was changed by hand",
    '{"format": "roomspec paper 1", "name": "x", "answers": [{"exercise": "none"}]}': "answer 1: ValueError, there is",
    '{"format": "roomspec paper 1", "name": "x", "answers": [3]}': "answer 1: TypeError",
    '{"format": "roomspec paper 1", "name": "x", "answers": [{"exercise": "too_late", "word": "x", "tries": '
    '[{"because": "", "answer": {"run": "roomspec1.9.x"}}]}]}': "This text is cut off",
}


@pytest.mark.parametrize("text", BROKEN)
def test_a_broken_file_is_one_line_of_the_table_and_stops_nothing(text: str, tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text(text, encoding="utf-8")
    row = catalogue.missing_row("carol")
    row.check(ROW)
    handin("carol", row, folder=tmp_path)
    marks = marks_of(tmp_path)
    assert marks["carol", "missing_row"].mark == "solved"
    (broken,) = [mark for mark in marks.values() if mark.file == "x.json"]
    assert broken.mark == "cannot be read" and broken.said.startswith(BROKEN[text])
    done = CliRunner().invoke(cli.app, ["mark", str(tmp_path)])
    assert done.exit_code == 1 and "cannot be read" in done.stdout


def test_the_table_is_one_for_spreadsheets_and_no_cell_is_a_formula(tmp_path: Path) -> None:
    row = catalogue.missing_row("carol")
    row.check(ROW, because='=HYPERLINK("x"), and a\nsecond line')
    handin("carol", row, folder=tmp_path)
    (line,) = csv.DictReader(io.StringIO(as_csv(marked(tmp_path))))
    assert line["because"] == '\'=HYPERLINK("x"), and a\nsecond line' and "answer" not in line


def test_the_command_writes_the_table_and_asks_for_a_folder_with_papers(tmp_path: Path) -> None:
    empty = CliRunner().invoke(cli.app, ["mark", str(tmp_path)])
    assert empty.exit_code == 2 and "holds no paper" in empty.stderr
    row = catalogue.missing_row("carol")
    row.check(ROW)
    handin("carol", row, folder=tmp_path)
    done = CliRunner().invoke(cli.app, ["mark", str(tmp_path), "--out", str(tmp_path / "marks.csv")])
    assert done.exit_code == 0, done.output
    assert (tmp_path / "marks.csv").read_text(encoding="utf-8").count("solved") == 1
