"""Rows and cells side by side: a row that was reworded is the same row, a cell is known by its words."""

from typing import Any

from roomspec.change.differences import Known, compare_cells, possible_parting, row_changes

NOTHING = Known()


def row(sentence: str, **other: Any) -> dict[str, Any]:
    """A row as it is written."""
    plain = {"cites": ["KNK-1"], "outcome": "refuse", "reason": "UNAWARE", "tells": "no such room"}
    return {"sentence": sentence, **plain, "over": [], "under": "", **other}


def table(*rows: dict[str, Any]) -> list[dict[str, Any]]:
    """One table with these rows."""
    return [{"table": "knock", "title": "A knock", "rows": list(rows)}]


def cells(axes: list[Any], answers: dict[Any, str]) -> list[dict[str, Any]]:
    """The cells of one table: in each, this is told."""
    decided = {"table": "knock", "sentence": "A row.", "outcome": "refuse", "reason": "", "cites": ["KNK-1"]}
    seen = [
        {
            "seen": {"shown": [{"kind": "JoinRefused", "to": "@carol:c.example", "told": told}]},
            "decided": [{**decided, "told": told}],
        }
        for told in answers.values()
    ]
    return [
        {
            "table": "knock",
            "reading": "COMPLETED",
            "axes": axes,
            "cells": list(range(len(answers))),
            "observations": seen,
        }
    ]


def test_a_row_that_is_as_it_was_is_no_change_wherever_it_stands() -> None:
    assert row_changes(table(row("One."), row("Two.")), table(row("Two."), row("One."))) == []


def test_a_reworded_row_is_the_same_row() -> None:
    (change,) = row_changes(table(row("Old.")), table(row("New.")))
    assert change.before and change.after
    assert (change.before["sentence"], change.after["sentence"]) == ("Old.", "New.")


def test_rows_that_come_and_go_are_told_apart() -> None:
    gone, come = row_changes(table(row("Old.")), table(row("New.", outcome="accept")))
    assert gone.after is None
    assert come.before is None


def test_cells_are_compared_by_their_words_whatever_the_order_of_the_axes() -> None:
    old = cells([["mode", ["public", "knock"]], ["held", ["none"]]], {"public": "join", "knock": "knock first"})
    new = cells([["held", ["none"]], ["mode", ["knock", "public"]]], {"knock": "knock first", "public": "join"})
    assert (compare_cells(old, new, NOTHING).compared, compare_cells(old, new, NOTHING).flips) == (2, {})


def test_a_cell_that_tells_something_else_flips_and_names_its_words() -> None:
    axes = [["mode", ["public", "knock"]]]
    old, new = (cells(axes, {"public": "join", "knock": told}) for told in ("knock first", "no such room"))
    (flips,) = compare_cells(old, new, NOTHING).flips.values()
    assert (flips.seen, flips.count, flips.example) == (True, {"COMPLETED": 1}, "mode: knock")


def test_what_only_one_version_has_is_said_to_be_left_out() -> None:
    old = cells([["mode", ["public"]]], {"public": "join"})
    assert compare_cells(old, [], NOTHING).left_out == ["knock in the reading COMPLETED: only in the older version"]
    found = compare_cells([], old, NOTHING)
    assert found.left_out == ["“reading: COMPLETED”, in knock: only in the newer version"]
    assert not found.newer


def test_a_value_that_the_older_version_lacks_is_not_dropped_in_silence() -> None:
    old = cells([["mode", ["public"]]], {"public": "join"})
    new = cells([["mode", ["public", "restricted"]]], {"public": "join", "restricted": "no such room"})
    found = compare_cells(old, new, NOTHING)
    assert (found.compared, found.newer, found.lost) == (1, {"mode: restricted": {"knock"}}, [])
    assert compare_cells(new, old, NOTHING).lost == ["knock, “mode: restricted”: only in the older version"]


def test_an_axis_that_the_older_version_lacks_stands_at_its_usual_value_there() -> None:
    old = cells([["mode", ["public"]]], {"public": "join"})
    new = cells([["mode", ["public"]], ["weather", ["fine", "wet"]]], {"fine": "join", "wet": "join"})
    found = compare_cells(old, new, NOTHING)
    assert (found.compared, found.flips, found.newer, found.lost) == (1, {}, {}, [])
    assert found.left_out == ["“weather: wet”, in knock: only in the newer version"]


def test_a_value_that_was_renamed_is_not_taken_for_a_new_one() -> None:
    old, new = (cells([["mode", ["public", word]]], {"public": "join", word: "x"}) for word in ("knock", "semi-public"))
    found = compare_cells(old, new, NOTHING)
    assert found.newer == {}
    assert any("semi-public" in each for each in found.lost)


# --- What can happen --------------------------------------------------------------------------------------------------


def test_what_can_happen_in_one_version_alone_is_named_with_the_clauses_of_its_kind() -> None:
    loses = {"kind": "Lose", "envelope": {"message": {"kind": "KnockRequest"}}}
    gives = {"kind": "Give", "user": "@carol:c.example", "command": {"kind": "Knock"}}
    sides = [{"enabled": each, "is quiet": False, "is held up": False} for each in ([gives], [gives, loses])]
    way = possible_parting(*sides, Known(kinds={"KnockRequest": ["KNK-2"]}))
    assert (way.before.words, way.after.words) == ("Lose KnockRequest cannot happen", "Lose KnockRequest can happen")
    assert way.clauses == ("KNK-2",)


def test_what_becomes_of_the_network_is_compared_too() -> None:
    sides = [{"enabled": [], "after": [[{"kind": "Repeat"}, stays, []]]} for stays in (True, False)]
    way = possible_parting(*sides, Known())
    assert way.before.words != way.after.words


def test_what_becomes_of_a_message_is_said_in_words() -> None:
    repeat = {"kind": "Repeat", "envelope": {"message": {"kind": "JoinRequest"}}}
    sides = [{"enabled": [repeat], "after": [[repeat, stays, []]]} for stays in (True, False)]
    found = possible_parting(sides[0], sides[1], NOTHING)
    words = (found.before.words, found.after.words)
    assert words == (
        "after Repeat JoinRequest, it stays under way",
        "after Repeat JoinRequest, it is under way no more",
    )
