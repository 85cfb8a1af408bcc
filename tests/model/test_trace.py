"""A trace is a value: it grows by steps alone, branches freely, and its words find the one thing that is meant."""

import pytest

from spec_impl import (
    Acceptance,
    Give,
    Grant,
    Invite,
    Join,
    JoinRequest,
    Leave,
    Lose,
    NotEnabled,
    Trace,
    UserId,
    World,
    is_quiet,
    step,
)
from spec_impl.cast import ALICE, BOB, CAROL, DAVE, MALLORY, TEA, A, B, C, inviting, knowing, tea_room, town
from tests.model.story import standing


def asked() -> Trace:
    """Carol's request is on its way."""
    return knowing(tea_room("public", BOB), CAROL).give(CAROL, Join(TEA))


def both_asked() -> Trace:
    """Carol's request and Mallory's are on their way."""
    return knowing(tea_room("public", BOB), CAROL, MALLORY).give(CAROL, Join(TEA)).give(MALLORY, Join(TEA))


def test_each_step_begins_where_the_last_one_ended() -> None:
    trace = asked().settle()
    worlds = [trace.initial, *(each.after for each in trace.steps)]
    assert [each.before for each in trace.steps] == worlds[:-1]
    assert trace.world is worlds[-1]


def test_the_actions_alone_make_the_same_trace_again() -> None:
    trace = asked().settle()
    assert Trace(trace.initial).then(*(each.action for each in trace.steps)) == trace


def test_two_traces_may_grow_from_one_beginning() -> None:
    begun = asked()
    lost, arrived = begun.lose(JoinRequest), begun.deliver(JoinRequest)
    assert lost.steps[:-1] == arrived.steps[:-1] == begun.steps
    assert (standing(lost, CAROL, at=A), standing(arrived, CAROL, at=A)) == ("none", "joined")


def test_a_trace_is_what_step_makes_of_its_last_world() -> None:
    begun = asked()
    action = Lose(begun.message(JoinRequest))
    assert begun.then(action).last == step(begun.world, action)


def test_where_an_action_cannot_happen_the_trace_is_as_it_was() -> None:
    begun = asked()
    steps = begun.steps
    with pytest.raises(NotEnabled):
        begun.then(Give(ALICE, Leave(TEA)), Lose(inviting(begun, DAVE).message(Acceptance)))
    assert begun.steps is steps


def test_nothing_is_the_latest_step_before_the_first() -> None:
    with pytest.raises(NotEnabled, match="nothing has happened yet"):
        _ = town().last


def test_a_user_may_be_named_without_his_server_where_the_name_is_the_only_one() -> None:
    assert tea_room().give("carol", Leave(TEA)) == tea_room().give(CAROL, Leave(TEA))
    two = Trace(World.of({A: ["sam"], B: ["sam"]}))
    with pytest.raises(NotEnabled, match="2 users are called 'sam'"):
        two.give("sam", Leave(TEA))
    assert two.give(UserId("sam", B), Leave(TEA)).last.action == Give(UserId("sam", B), Leave(TEA))


def test_a_message_is_found_by_its_kind_its_receiver_or_a_field() -> None:
    two = both_asked()
    assert two.message(JoinRequest, user=CAROL).sender == C
    assert two.deliver(JoinRequest, user=MALLORY).message(to=A).message.user == CAROL


def test_where_none_or_several_fit_one_is_told_what_is_in_flight() -> None:
    two = both_asked()
    with pytest.raises(NotEnabled, match="0 messages.*In flight: JoinRequest from c.example to a.example; JoinRequest"):
        two.deliver(Grant)
    with pytest.raises(NotEnabled, match="there are 2 messages in flight that fit, and exactly one is needed"):
        two.deliver(JoinRequest)


def test_an_update_is_found_by_the_server_that_it_is_news_to_and_by_what_it_says() -> None:
    room = tea_room("public", BOB).give(ALICE, Invite(TEA, CAROL)).give(ALICE, Invite(TEA, DAVE))
    with pytest.raises(NotEnabled, match="2 updates that are news to .b.example"):
        room.spread(B)
    one = room.spread(B, user=DAVE)
    assert (standing(one, DAVE, at=B), standing(one, CAROL, at=B)) == ("invited", "none")


def test_settling_lets_everything_arrive_and_ends_in_a_quiet_world() -> None:
    settled = asked().settle()
    assert is_quiet(settled.world)
    assert settled.settle() is settled


def test_settling_gives_up_what_can_never_be_answered() -> None:
    silent = asked().lose(JoinRequest).settle()
    assert is_quiet(silent.world)
    assert standing(silent, CAROL, at=C) == "none"
