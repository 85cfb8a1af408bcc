"""What each server sees of a run and does, and that a hidden room looks to an outsider like no room at all."""

from pathlib import Path

import pytest

from roomspec.change.observer import (
    Arrived,
    Did,
    Learned,
    LineHeld,
    ModeHeld,
    ObservedMoment,
    RunViews,
    ServerView,
    view,
)
from roomspec.change.vectors import Story
from spec_impl import (
    Crash,
    Entry,
    Grant,
    Invite,
    Join,
    Joined,
    JoinMode,
    JoinRequest,
    Membership,
    Refusal,
    ServerName,
    Spread,
)
from spec_impl.actions import Post
from spec_impl.cast import ALICE, BOB, CAROL, TEA, A, B, C, M, knowing, named_room, unnamed_room
from spec_impl.stepping import arrival
from spec_impl.terms import ModeChange
from spec_impl.trace_schema import Actor, from_json, from_text
from tests.families import for_each
from tests.rules.stories import STORIES, acceptance, private

FOLDER = Path(__file__).parents[2] / "vectors"
PAIRS = [story for story in STORIES if story.told_as_in]


def stored(story: Story) -> RunViews:
    held: RunViews = from_json(from_text((FOLDER / f"{story.path}.view.json").read_bytes()), RunViews)
    return held


def stored_of(story: Story, observer: ServerName) -> ServerView | None:
    return next((each for each in stored(story).views if each.server == observer), None)


def kinds(seen: tuple[ObservedMoment, ...]) -> list[str]:
    return [type(each.what).__name__ for each in seen]


@pytest.mark.parametrize("story", PAIRS, ids=lambda story: story.path)
def test_the_outsider_sees_the_same_of_a_hidden_room_and_of_none(story: Story) -> None:
    other = story.told_as_in
    assert other and stored_of(story, story.observer), "the observer has no server in the run"
    assert stored_of(story, story.observer) == stored_of(other, story.observer)
    assert any(word in repr(stored_of(story, story.observer)) for word in ("Refusal", "NothingFound", "CommandRefused"))


def test_every_question_about_a_hidden_room_has_its_pair() -> None:
    twins = {story.told_as_in.name for story in PAIRS if story.told_as_in}
    asked = {story.name for story in STORIES if story.name.endswith("room-that-is-not")}
    assert {name for name in asked if name.startswith("a-stranger")} <= twins
    assert len(PAIRS) >= 7


def arrivals(seen: tuple[ObservedMoment, ...]) -> list[Arrived]:
    return [each.what for each in seen if isinstance(each.what, Arrived)]


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
    assert arrivals(one) != arrivals(other)


def test_an_outsider_sees_nothing_of_what_others_do() -> None:
    seen = view(acceptance.the_inviters_server_admits_who_accepts.trace(), M)
    assert (seen.seen, seen.on_its_way) == ((), ())


def test_a_user_sees_her_own_doing_what_reaches_her_server_and_what_she_is_shown_in_order() -> None:
    asked = named_room("public", CAROL).give(CAROL, Join(TEA))
    joined = asked.deliver(JoinRequest).deliver(Grant)
    seen = view(joined, C).seen
    assert kinds(seen) == ["Did", "Arrived", "Did", "Arrived"]
    assert [[type(notice).__name__ for notice in each.notices] for each in seen] == [[], ["RoomFound"], [], ["Joined"]]
    assert seen[-1].notices == (Joined(CAROL, TEA),)
    assert view(asked, A).on_its_way == (asked.message(JoinRequest),)
    assert view(joined, B).seen == ()


def test_an_update_in_the_usual_way_is_learned_and_one_that_was_not_delivered_is_not() -> None:
    written = unnamed_room("public", BOB).give(ALICE, Invite(TEA, CAROL))
    spread = written.spread(B)
    learned = view(spread, B).seen[-1]
    assert isinstance(spread.last.action, Spread) and isinstance(learned.what, Learned)
    assert (learned.what.update, learned.notices) == (spread.last.action.update, spread.last.notices)
    assert len(view(written, B).seen) == len(view(spread, B).seen) - 1


def test_silence_and_a_crash_are_seen_by_the_server_that_has_them_and_a_lost_message_by_nobody() -> None:
    asked = knowing(named_room("knock"), CAROL).give(CAROL, Join(TEA)).deliver(JoinRequest)
    down = asked.lose(Refusal).crash(C)
    crash = view(down, C).seen[-1].what
    assert isinstance(crash, Did) and crash.action == Crash(C)
    assert view(down, A).seen == view(asked, A).seen
    assert view(asked.lose(Refusal), C).seen == view(asked, C).seen


def test_what_a_server_holds_otherwise_is_told_whole_with_stay_author_and_mode() -> None:
    made, invited = view(unnamed_room("knock").give(ALICE, Invite(TEA, CAROL)), A).seen
    mode, alice = made.changes
    assert isinstance(mode, ModeHeld) and (mode.before, mode.after) == (None, ModeChange(1, JoinMode.KNOCK, A))
    assert isinstance(alice, LineHeld) and alice.after == Entry(ALICE, 1, Membership.JOINED, A)
    assert invited.changes == (LineHeld(TEA, CAROL, None, Entry(CAROL, 1, Membership.INVITED, A)),)


def test_a_line_that_changes_in_its_author_alone_is_told() -> None:
    twice = unnamed_room("invite", BOB).give(ALICE, Invite(TEA, CAROL)).give(BOB, Invite(TEA, CAROL)).spread(A)
    (line,) = view(twice, A).seen[-1].changes
    assert twice.last.changes == ()
    assert isinstance(line, LineHeld) and line.before and line.after
    assert (line.before.membership, line.before.origin) == (line.after.membership, A)
    assert line.after.origin == B


@for_each(STORIES, lambda story: story.path)
def test_what_the_views_show_is_what_the_run_shows_at_each_server(story: Story) -> None:
    """No step is in two views or in none, and each server did in it what the trace says."""
    trace = story.trace()
    seen = {each.server: iter(each.seen) for each in stored(story).views}
    for step in trace.steps:
        comes = arrival(step.action)
        at = step.action.envelope.sender if isinstance(step.action, Post) else comes and comes.actor
        if at:
            moment = next(seen[Actor(at)])
            assert tuple(sent.envelope for sent in moment.sends) == step.sends
            assert tuple(each.update for each in moment.published) == step.published
            assert moment.notices == step.notices
    assert [next(rest, None) for rest in seen.values()] == [None for _ in seen]
