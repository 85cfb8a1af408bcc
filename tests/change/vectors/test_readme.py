"""What the README of the vectors promises to whoever follows a run in another language, asked of the JSON alone."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from roomspec.change.vectors import Story
from spec_impl.room import Room
from spec_impl.terms import Entry, RoomId, ServerName, UserId
from spec_impl.trace_schema import from_json
from tests.families import for_each
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


@for_each(STORIES, lambda story: story.path)
def test_what_a_step_sends_shows_and_changes_is_all_of_the_one_server_that_it_happens_at(story: Story) -> None:
    for step in steps(story):
        at = acting(step["action"])
        if step["action"]["kind"] != "Post":
            assert {sent["sender"] for sent in step["sends"]} <= {at} - {""}
        assert {home(notice["to"]) for notice in step["notices"]} <= {at}
        assert {change["server"] for change in step["changes"]} <= {at}
        assert at or not (step["published"] or step["verdicts"])


@for_each(STORIES, lambda story: story.path)
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


def blocks() -> list[Any]:
    """What the README has as JSON."""
    return [json.loads(block) for block in re.findall(r"```json\n(.*?)```", README, re.S)]


def test_the_example_is_the_vector_that_it_names() -> None:
    (name,) = re.findall(r"`(private/[\w-]+)`", README)
    arrives, sent, _ = blocks()
    made, posted, asked, heard = json.loads((FOLDER / f"{name}.trace.json").read_text("utf-8"))["steps"]
    assert (made["action"]["kind"], posted["action"]["kind"]) == ("Give", "Post")
    assert asked["action"] == {"kind": "Deliver", "envelope": arrives}
    assert [asked[kind] for kind in ("sends", "notices", "published", "changes")] == [[sent], [], [], []]
    assert heard["action"] == {"kind": "Deliver", "envelope": sent}


def test_the_examples_of_which_entry_wins_are_decided_as_the_rules_decide_them() -> None:
    *_, pairs = blocks()
    for pair in pairs:
        held, comes = (from_json(pair[which], Entry) for which in ("held", "comes"))
        assert Room(RoomId("!tea"), members=(held,)).is_news(comes) is (pair["wins"] == "comes")
        assert Room(RoomId("!tea"), members=(comes,)).is_news(held) is (pair["wins"] == "held")
        (first, *_) = [part for part, one, other in zip(PARTS, held.weight, comes.weight, strict=True) if one != other]
        assert pair["by"] == first
    assert [pair["by"] for pair in pairs] == PARTS, "each part of the weight decides one of them"


RULES = json.loads((FOLDER / "rules.json").read_text(encoding="utf-8"))
PARTS = next(weight["compared"] for weight in RULES["weights"] if weight["kind"] == "Entry")


def test_an_entry_is_compared_as_the_readme_says_by_whoever_has_only_the_json() -> None:
    """What a reader without Python does: look the rank up, and compare part by part."""
    ranks = {each["word"]: each["rank"] for each in RULES["memberships"]}
    for pair in blocks()[-1]:
        weights = {
            which: [ranks[line["membership"]] if part == "membership.rank" else line[part] for part in PARTS]
            for which, line in pair.items()
            if which in ("held", "comes")
        }
        assert max(weights, key=weights.__getitem__) == pair["wins"]


def test_a_user_id_is_split_where_the_readme_says() -> None:
    (written,) = re.findall(r"`(@\w+:\w+:\d+)`", README)
    assert from_json(written, UserId) == UserId("carol", ServerName("localhost:8448"))
    assert "the name is `carol`, and the home server `localhost:8448`" in " ".join(README.split())


def test_names_compare_as_the_readme_says() -> None:
    (said,) = re.findall(r"`(\S+)` comes before `(\S+)`, and that before\s+`(\S+)`", README)
    assert sorted(said) == list(said)


def messages_in(views: Any) -> Iterator[tuple[dict[str, Any], Any]]:
    """Each `about` of a view with what it is about."""
    if isinstance(views, dict):
        if "about" in views:
            yield views["about"], {key: value for key, value in views.items() if key != "about"}
        for each in views.values():
            yield from messages_in(each)
    if isinstance(views, list):
        for each in views:
            yield from messages_in(each)


@for_each(STORIES, lambda story: story.path)
def test_every_message_of_a_view_says_in_one_place_what_it_is_about(story: Story) -> None:
    found = list(messages_in(json.loads((FOLDER / f"{story.path}.view.json").read_text("utf-8"))))
    assert found
    for about, message in found:
        text = json.dumps(message, ensure_ascii=False)
        assert all(json.dumps(value, ensure_ascii=False) in text for value in about.values() if value is not None)
        assert about["room"] or '"room": "' not in text or "DirectoryAnswer" in text
        assert about["user"] or '"user": "' not in text or "MemberMap" in text
