"""The vectors taken together: every row, every kind of thing that can happen, and every workflow is in them."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, get_args

import pytest

from roomspec.change.ledger import NO_RUN_LEADS_THERE
from roomspec.change.vectors import Story
from spec_impl import COMPLETED, Action, NotEnabled, Told, Trace
from spec_impl.cast import TEA
from spec_impl.commands import Command
from spec_impl.messages import WireMessage
from spec_impl.notices import Notice
from spec_impl.reading import switches
from spec_impl.rows import Row, Table
from spec_impl.rules import DIRECTORY_TABLES, HOME_SERVER_TABLES
from spec_impl.rules.table import Reason
from spec_impl.terms import Membership, Update
from spec_impl.tracefile import dump, load
from spec_impl.world import World
from tests.families import for_each
from tests.model.walks import kinds_in
from tests.rules.stories import STORIES

FOLDER = Path(__file__).parents[2] / "vectors"
TABLES: dict[str, Table] = {table.name: table for table in (*HOME_SERVER_TABLES, *DIRECTORY_TABLES)}
ROWS = [pytest.param(table, row, id=f"{name}: {row.sentence}") for name, table in TABLES.items() for row in table.rows]

NOT_IN_COMPLETED = {
    ("join request", "Any other request is refused as if there were no room."),
    ("knock request", "Any other room takes no knocks."),
    ("state change", "The change is taken in, and the acceptance decided."),
    ("fetch refused", "The acceptance that waited is refused as by a server that knows no room."),
}
"""Rows that COMPLETED has and that no run of it comes to: rows above decide, and nothing is fetched."""


@cache
def stored(story: Story) -> str:
    return (FOLDER / f"{story.path}.trace.json").read_text(encoding="utf-8")


@cache
def replayed(story: Story) -> Trace:
    return load(stored(story))


def deciders(trace: Trace) -> Iterator[tuple[str, str]]:
    """The table and the row of each decision: the number is of the row among those that the reading has."""
    for step in trace.steps:
        for verdict in step.verdicts:
            row = TABLES[verdict.table].rows_in(trace.initial.reading)[verdict.row - 1]
            yield verdict.table, row.sentence


def decided_in(*stories: Story) -> set[tuple[str, str]]:
    return {decider for story in stories for decider in deciders(replayed(story))}


def completed_ones() -> Iterator[Story]:
    return (story for story in STORIES if replayed(story).initial.reading == COMPLETED)


def test_every_row_of_every_table_decides_in_some_vector() -> None:
    every = {(name, row.sentence) for name, table in TABLES.items() for row in table.rows}
    assert every - decided_in(*STORIES) == NO_RUN_LEADS_THERE


def test_every_row_of_the_recommended_reading_decides_in_a_vector_of_that_reading() -> None:
    every = {(name, row.sentence) for name, table in TABLES.items() for row in table.rows_in(COMPLETED)}
    assert every - decided_in(*completed_ones()) == NO_RUN_LEADS_THERE | NOT_IN_COMPLETED


def test_nobody_gives_up_where_no_answer_is_awaited() -> None:
    for story in STORIES:
        trace = replayed(story)
        for server in trace.world.servers:
            for user in server.users:
                wish = server.wish(user, TEA)
                if wish is None or wish.waiting_for is None:
                    with pytest.raises(NotEnabled):
                        trace.give_up(user, TEA)


@contextmanager
def lacking(table: Table, row: Row) -> Iterator[None]:
    """The specification without one row."""
    rows = table.rows
    object.__setattr__(table, "rows", tuple(other for other in rows if other is not row))
    try:
        yield
    finally:
        object.__setattr__(table, "rows", rows)


@pytest.mark.parametrize(("table", "row"), ROWS)
def test_without_a_row_the_vectors_that_it_decides_are_others_or_cannot_happen(table: Table, row: Row) -> None:
    stories = [story for story in STORIES if (table.name, row.sentence) in decided_in(story)]
    with lacking(table, row):
        assert [story.path for story in stories if told_as_before(story)] == []


def told_as_before(story: Story) -> bool:
    try:
        return dump(story.trace()) == stored(story)
    except (AssertionError, ValueError):  # no row applies, a rule meets the impossible, or an action is not enabled
        return False


@cache
def documents() -> tuple[Any, ...]:
    return tuple(json.loads(stored(story)) for story in STORIES)


def names(union: Any) -> set[str]:
    return {kind.__name__ for kind in get_args(union)}


def steps() -> Iterator[dict[str, Any]]:
    for document in documents():
        yield from document["steps"]


@pytest.mark.parametrize("union", [Action, Command, WireMessage, Notice, Update], ids=str)
def test_every_kind_of_action_command_message_notice_and_change_occurs(union: Any) -> None:
    assert names(union) - {kind for step in steps() for kind in kinds_in(step)} == set()


def test_a_server_sends_every_kind_of_message_by_a_rule_but_an_update_which_spreads_in_the_usual_way() -> None:
    by_rule = {sent["message"]["kind"] for step in steps() if step["verdicts"] for sent in step["sends"]}
    assert names(WireMessage) - by_rule == {"StateUpdate"}


def test_every_word_that_can_be_told_is_told_and_every_reason_decides() -> None:
    told = {verdict["told"] for step in steps() for verdict in step["verdicts"]}
    reasons = {verdict["reason"] for step in steps() for verdict in step["verdicts"]}
    shown = {notice.get("told") for step in steps() for notice in step["notices"]}
    assert set(Told) - told - shown == set()
    assert set(Reason) - reasons == set()


def test_every_membership_is_entered() -> None:
    assert set(Membership) - {change["after"] for step in steps() for change in step["changes"]} <= {"none"}


def test_there_are_more_than_sixty_and_each_workflow_has_accepted_and_refused_ones() -> None:
    assert len(STORIES) >= 60
    outcomes: dict[str, set[str]] = {}
    for vector in json.loads((FOLDER / "manifest.json").read_text(encoding="utf-8"))["vectors"]:
        outcomes.setdefault(vector["workflow"], set()).add(vector["outcome"])
    assert list(outcomes) == [
        "discovery", "invitation", "acceptance", "public-join", "knock", "private", "ending", "faults",
    ]  # fmt: skip
    assert [workflow for workflow, found in outcomes.items() if not {"accept", "refuse"} <= found] == []


@for_each(STORIES, lambda story: story.path)
def test_a_vector_is_a_run_from_an_empty_town_that_cites_its_clause_and_says_a_sentence(story: Story) -> None:
    trace = replayed(story)
    homes = {server.name: [user.name for user in server.users] for server in trace.initial.servers}
    assert trace.initial == World.of(homes, trace.initial.reading)
    assert dump(trace) == stored(story)
    assert story.clause in {clause for step in trace.steps for clause in step.cites}
    assert story.sentence.endswith(".") and story.sentence.isascii()
    assert len(story.path) < 120


def test_no_two_vectors_are_the_same_run_or_have_the_same_name() -> None:
    assert len({story.path for story in STORIES}) == len(STORIES)
    runs = {(replayed(story).initial, tuple(step.action for step in replayed(story).steps)) for story in STORIES}
    assert len(runs) == len(STORIES)


def test_every_switch_of_a_reading_is_turned_in_some_vector() -> None:
    turned = {
        switch
        for document in documents()
        for switch, value in document["reading"].items()
        if switch != "name" and value != getattr(COMPLETED, switch)
    }
    assert turned == set(switches())
