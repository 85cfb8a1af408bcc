"""What an outsider sees of a run, and that a hidden room looks to him like no room at all."""

from pathlib import Path

import pytest

from roomspec.change.vectors import Arrived, Did, Learned, Shown, Story, view
from spec_impl import Crash, Grant, Invite, Join, Joined, JoinRequest, Refusal, Spread
from spec_impl.cast import ALICE, BOB, CAROL, TEA, A, B, C, M, knowing, named_room, unnamed_room
from tests.rules.stories import STORIES, acceptance, private

FOLDER = Path(__file__).parents[2] / "vectors"
PAIRS = [story for story in STORIES if story.told_as_in]


def stored(story: Story) -> str:
    return (FOLDER / f"{story.path}.view.json").read_text(encoding="utf-8")


def kinds(seen: tuple[object, ...]) -> list[str]:
    return [type(each).__name__ for each in seen]


@pytest.mark.parametrize("story", PAIRS, ids=lambda story: story.path)
def test_the_outsider_sees_the_same_of_a_hidden_room_and_of_none(story: Story) -> None:
    other = story.told_as_in
    assert other and stored(story) == stored(other)
    assert "Refusal" in stored(story) or "NothingFound" in stored(story) or "CommandRefused" in stored(story)


def test_every_question_about_a_hidden_room_has_its_pair() -> None:
    twins = {story.told_as_in.name for story in PAIRS if story.told_as_in}
    asked = {story.name for story in STORIES if story.name.endswith("room-that-is-not")}
    assert {name for name in asked if name.startswith("a-stranger")} <= twins
    assert len(PAIRS) >= 7


@pytest.mark.parametrize(
    ("leak", "without"),
    [
        (
            private.read_literally_a_stranger_who_guesses_an_id_is_given_the_change,
            private.a_stranger_fetches_a_change_of_a_room_that_is_not,
        ),
        (
            private.fetching_from_whoever_the_proof_names_tells_that_there_is_a_room,
            private.a_stranger_accepts_an_invitation_to_a_room_that_is_not,
        ),
    ],
    ids=["literal", "fetch"],
)
def test_where_a_reading_gives_the_room_away_the_views_differ_in_what_arrives(leak: Story, without: Story) -> None:
    one, other = (view(story.trace(), M).seen for story in (leak, without))
    assert [each for each in one if isinstance(each, Arrived)] != [each for each in other if isinstance(each, Arrived)]


def test_an_outsider_sees_nothing_of_what_others_do() -> None:
    seen = view(acceptance.the_inviters_server_admits_who_accepts.trace(), M)
    assert (seen.seen, seen.on_its_way) == ((), ())


def test_a_user_sees_her_own_doing_what_reaches_her_server_and_what_she_is_shown_in_order() -> None:
    asked = named_room("public", CAROL).give(CAROL, Join(TEA))
    joined = asked.deliver(JoinRequest).deliver(Grant)
    assert kinds(view(joined, C).seen) == ["Did", "Arrived", "Shown", "Did", "Arrived", "Shown"]
    assert view(joined, C).seen[-1] == Shown(Joined(CAROL, TEA))
    assert view(asked, A).on_its_way == (asked.message(JoinRequest),)
    assert view(joined, B).seen == ()


def test_an_update_in_the_usual_way_is_learned_and_one_that_was_not_delivered_is_not() -> None:
    written = unnamed_room("public", BOB).give(ALICE, Invite(TEA, CAROL))
    spread = written.spread(B)
    assert isinstance(spread.last.action, Spread)
    assert view(spread, B).seen[-2:] == (Learned(spread.last.action.update), Shown(spread.last.notices[0]))
    assert len(view(written, B).seen) == len(view(spread, B).seen) - 2


def test_silence_and_a_crash_are_seen_by_the_server_that_has_them_and_a_lost_message_by_nobody() -> None:
    asked = knowing(named_room("knock"), CAROL).give(CAROL, Join(TEA)).deliver(JoinRequest)
    down = asked.lose(Refusal).crash(C)
    assert view(down, C).seen[-1] == Did(Crash(C))
    assert view(down, A).seen == view(asked, A).seen
    assert view(asked.lose(Refusal), C).seen == view(asked, C).seen
