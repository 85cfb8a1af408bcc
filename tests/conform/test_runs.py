"""What a right server did is explained, whatever run it was in, under whatever reading, and whatever its peers did."""

import pytest

from roomspec.change.vectors import Story
from roomspec.conform import Answer
from roomspec.conform.judge import apart, together
from roomspec.conform.log import Post
from spec_impl import Trace
from spec_impl.scopes import FULL, REVERSED, SCOPES, SMALL, TINY, Scope
from spec_impl.stepping import arrival, receive
from spec_impl.terms import DIRECTORY
from tests.conform.logs import answer_to, logs_of, run_of
from tests.families import for_each
from tests.model.walks import seeded
from tests.rules.stories import STORIES


def wrongly_judged(trace: Trace) -> Answer | None:
    """The answer about a run's logs where anything but a message of an outsider's own making is held against them."""
    answer = answer_to(logs_of(trace))
    is_well = all(isinstance(each.did.what, Post) for log in answer.logs for each in log.unexplained)
    leaks = trace.initial.reading.name == "COMPLETED" and any(log.told_outsiders for log in answer.logs)
    unsent = answer.never_sent and not trace.initial.in_flight
    return None if is_well and not leaks and not unsent else answer


@for_each(STORIES, lambda story: story.path)
def test_the_logs_of_every_vector_are_explained(story: Story) -> None:
    assert wrongly_judged(story.trace()) is None


@pytest.mark.parametrize("scope", [*TINY, *SMALL, *FULL], ids=lambda scope: scope.name)
def test_the_logs_of_random_runs_of_a_scope_are_explained(scope: Scope) -> None:
    assert [seed for seed in range(5) if wrongly_judged(run_of(scope, seed))] == []


@pytest.mark.slow
@pytest.mark.parametrize("scope", SCOPES.values(), ids=lambda scope: scope.name)
def test_the_logs_of_a_thousand_random_runs_of_a_scope_are_explained(scope: Scope) -> None:
    times = 100 if scope in REVERSED else 1000
    assert [seed for seed in range(times) if wrongly_judged(run_of(scope, seed))] == []


def test_the_logs_of_random_runs_under_random_readings_are_explained() -> None:
    assert [seed for seed in range(60) if wrongly_judged(seeded(seed))] == []


def test_a_message_of_ones_own_making_is_held_against_its_server_and_nobody_else() -> None:
    scope = SCOPES["a private room and an outsider"]
    judged = [log for seed in range(20) for log in answer_to(logs_of(run_of(scope, seed))).logs]
    assert {log.server for log in judged if log.unexplained} == {"m.example"}
    assert {each.sentence for log in judged for each in log.unexplained} == {
        "no rule makes a server send this by itself"
    }


def test_no_rule_looks_at_two_rooms_so_that_a_server_cut_into_its_rooms_does_the_same() -> None:
    """Every message of these runs that is about a room meets the whole server, and the part of it that is that room."""
    looked_at = 0
    for trace in (*(seeded(seed, 20) for seed in range(80)), *(story.trace() for story in STORIES)):
        for step in trace.steps:
            comes = arrival(step.action)
            if comes is None or comes.message.room is None or comes.actor == DIRECTORY:
                continue
            server, reading = step.before.server(comes.actor), trace.initial.reading
            nothing = type(server)(server.name, server.users)
            whole = receive(server, comes.sender, comes.message, reading)
            part = receive(apart(server).get(comes.message.room, nothing), comes.sender, comes.message, reading)
            rest = {room: held for room, held in apart(server).items() if room != comes.message.room}
            assert together((*rest.values(), part.server), nothing) == whole.server
            assert (part.sends, part.published, part.notices) == (whole.sends, whole.published, whole.notices)
            looked_at += len(rest) > 0
    assert looked_at > 100
