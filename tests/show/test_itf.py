"""Runs in the Informal Trace Format: by its own words (Apalache, ADR 015), and saying what the run says."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from roomspec.change.vectors import Story
from roomspec.cli import app
from roomspec.show.itf import itf
from tests.families import for_each
from tests.rules.stories import STORIES, acceptance, private
from tests.schemas import Fits, fitting


@cache
def fits() -> Fits:
    return fitting(json.loads(Path(__file__).with_name("itf.schema.json").read_text(encoding="utf-8")))


MISSIONARIES = {
    "#meta": {"source": "MC_MissionariesAndCannibalsTyped.tla"},
    "vars": ["bank_of_boat", "who_is_on_bank"],
    "states": [
        {
            "#meta": {"index": 0},
            "bank_of_boat": "E",
            "who_is_on_bank": {"#map": [["E", {"#set": ["c1_OF_PERSON", "m1_OF_PERSON"]}], ["W", {"#set": []}]]},
        }
    ],
    "loop": 0,
}
"""The example that the format is published with, shortened, so that the schema is no looser or stricter than it."""


def seen(story: Story) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(itf(story.trace()))
    return found


def test_the_schema_is_a_schema_and_takes_the_published_example() -> None:
    assert fits()(MISSIONARIES)
    assert fits()({"vars": ["n"], "states": [{"n": {"#bigint": "-12"}}, {"n": {"#tup": [1, {"a": True}]}}]})


@pytest.mark.parametrize(
    "wrong",
    [
        {"states": MISSIONARIES["states"]},
        {"vars": ["n"], "states": []},
        {"vars": ["n"], "states": [{"n": 1.5}]},
        {"vars": ["n"], "states": [{"n": {"#map": [["a"]]}}]},
        {"vars": ["n"], "states": [{"n": {"#list": []}}]},
        {"vars": ["a.example"], "states": [{}]},
    ],
)
def test_the_schema_refuses_what_is_not_in_the_format(wrong: dict[str, Any]) -> None:
    assert not fits()(wrong)


@for_each(STORIES, lambda story: story.path)
def test_a_run_in_the_format_has_a_state_for_every_step_with_every_variable(story: Story) -> None:
    document = seen(story)
    assert fits()(document)
    assert len(document["states"]) == len(story.trace().steps) + 1
    for index, state in enumerate(document["states"]):
        assert list(state) == ["#meta", *document["vars"]]
        assert state["#meta"] == {"index": index}


def test_the_last_state_holds_what_the_servers_hold_at_the_end() -> None:
    story = acceptance.the_inviters_server_admits_who_accepts
    document, world = seen(story), story.trace().world
    assert document["vars"] == ["action", "told", "in_flight", "a_example", "c_example"]
    for server in world.servers:
        held = {f"{entry.user.name} in !tea": entry.membership for view in server.rooms for entry in view.members}
        name = server.name.replace(".", "_")
        assert dict(document["states"][-1].get(name, {"#map": []})["#map"]) == held


def test_a_state_says_what_happened_what_was_told_and_what_is_on_its_way() -> None:
    asked = seen(private.a_stranger_joins_an_invite_room)["states"][3]
    assert asked["action"] == "Deliver JoinRequest: m.example → a.example"
    assert asked["told"] == "no such room"
    assert asked["in_flight"] == ["Refusal a.example → m.example"]


def test_any_trace_file_is_printed_in_the_format() -> None:
    story = private.a_stranger_joins_an_invite_room
    stored = Path(__file__).parents[1] / "vectors" / f"{story.path}.trace.json"
    done = CliRunner().invoke(app, ["replay", "--itf", str(stored)])
    assert (done.exit_code, done.output) == (0, itf(story.trace()))
    assert done.output.isascii()
