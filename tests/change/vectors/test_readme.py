"""What the README of the vectors promises to whoever follows a run in another language, asked of the JSON alone."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from roomspec.change.vectors import Story
from tests.rules.stories import STORIES

FOLDER = Path(__file__).parents[2] / "vectors"
README = (FOLDER / "README.md").read_text(encoding="utf-8")


def steps(story: Story) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((FOLDER / f"{story.path}.trace.json").read_text("utf-8"))["steps"]
    return found


def home(user: str) -> str:
    return user.partition(":")[2]


def acting(action: dict[str, Any]) -> str:
    """At which server a step happens, by the README's own table; empty for the network and for a message made up."""
    match action["kind"]:
        case "Give" | "GiveUp":
            return home(action["user"])
        case "Deliver" | "Repeat":
            return str(action["envelope"]["receiver"])
        case "Spread" | "Crash":
            return str(action["server"])
        case kind:
            assert kind in ("Post", "Lose", "Cut", "Heal")
            return ""


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.path)
def test_what_a_step_sends_shows_and_changes_is_all_of_the_one_server_that_it_happens_at(story: Story) -> None:
    for step in steps(story):
        at = acting(step["action"])
        if step["action"]["kind"] != "Post":
            assert {sent["sender"] for sent in step["sends"]} <= {at} - {""}
        assert {home(notice["to"]) for notice in step["notices"]} <= {at}
        assert {change["server"] for change in step["changes"]} <= {at}
        assert at or not (step["published"] or step["verdicts"])


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.path)
def test_what_arrives_was_sent_before_and_what_spreads_was_published(story: Story) -> None:
    sent: list[Any] = []
    published: list[Any] = []
    for step in steps(story):
        action = step["action"]
        if action["kind"] in ("Deliver", "Repeat", "Lose"):
            assert action["envelope"] in sent
        if action["kind"] == "Spread":
            assert action["update"] in published
        sent += step["sends"]
        published += step["published"]


def test_every_kind_of_action_is_in_the_readme() -> None:
    kinds = {step["action"]["kind"] for story in STORIES for step in steps(story)}
    assert kinds <= set(re.findall(r"\b[A-Z][A-Za-z]+\b", README))


def test_every_file_that_the_readme_names_is_there() -> None:
    for name in re.findall(r"`([a-z]+(?:\.json|/))`", README):
        assert (FOLDER / name).exists()


def test_the_example_is_the_vector_that_it_names() -> None:
    (name,) = re.findall(r"`(private/[\w-]+)`", README)
    arrives, sent = (json.loads(block) for block in re.findall(r"```json\n(.*?)```", README, re.S))
    made, posted, asked, heard = json.loads((FOLDER / f"{name}.trace.json").read_text("utf-8"))["steps"]
    assert (made["action"]["kind"], posted["action"]["kind"]) == ("Give", "Post")
    assert asked["action"] == {"kind": "Deliver", "envelope": arrives}
    assert [asked[kind] for kind in ("sends", "notices", "published", "changes")] == [[sent], [], [], []]
    assert heard["action"] == {"kind": "Deliver", "envelope": sent}
