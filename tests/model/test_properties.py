"""What holds in every run, drawn at random under any reading, with commands, faults and whatever an outsider sends."""

from dataclasses import fields, is_dataclass, replace
from itertools import combinations
from typing import Any

import pytest
from hypothesis import assume, example, given, settings

from spec_impl import (
    COMPLETED,
    Accept,
    Acceptance,
    Deliver,
    DirectoryAnswer,
    Envelope,
    FetchPdu,
    Give,
    Grant,
    Invitation,
    InvitationShown,
    JoinRefused,
    KnockPlaced,
    Lose,
    NotEnabled,
    PduAnswer,
    Refusal,
    Repeat,
    Spread,
    StateUpdate,
    Step,
    Trace,
    World,
    enabled,
    step,
)
from spec_impl.rows import Outcome
from spec_impl.situation import Situation
from spec_impl.stepping import situation
from spec_impl.world import HomeServer
from tests.model.letters import LETTERS
from tests.model.runs import HOW_MANY, RUNS
from tests.model.strategies import traces, worlds
from tests.model.walks import TEA, allowed_in, story_of_an_acceptance_that_waits_at_home

ASKS_FIRST = replace(COMPLETED, name="ASKS_FIRST", automatic_acceptance="off")
every_run = settings(max_examples=HOW_MANY)
"""There are so many runs and no more, so that hypothesis tries them all."""


def with_letter(world: World, letter: Envelope) -> World:
    """The world, with every link healed and a letter on its way."""
    return replace(world, cut=(), in_flight=tuple(sorted({*world.in_flight, letter}, key=repr)))


def without(world: World, *kept: str) -> list[HomeServer]:
    """The home servers, leaving out what they keep under these names."""
    return [replace(server, **dict.fromkeys(kept, ())) for server in world.servers]  # type: ignore[arg-type]


def everything_of(value: Any) -> list[Any]:
    """A value and all that it is made of."""
    if isinstance(value, tuple):
        return [value, *(each for part in value for each in everything_of(part))]
    if is_dataclass(value):
        return [value, *(each for field in fields(value) for each in everything_of(getattr(value, field.name)))]
    return [value]


@every_run
@given(RUNS)
def test_everything_that_is_listed_as_possible_happens(run: Trace) -> None:
    world = run.steps[len(run.steps) // 2].after
    for action in enabled(world, replace(allowed_in(world), commands=())):
        step(world, action)


@given(worlds(), LETTERS)
def test_whatever_anybody_sends_is_judged_and_nothing_escapes(world: World, letter: Envelope) -> None:
    reached = step(with_letter(world, letter), Deliver(letter))
    check_what_it_changes(reached)
    check_what_it_sends(reached)
    Trace(reached.after).settle()


@given(worlds(), LETTERS)
def test_what_is_not_under_way_cannot_happen_and_leaves_the_world_as_it_is(world: World, letter: Envelope) -> None:
    assume(letter not in world.in_flight)
    before = repr(world)
    for action in (Deliver(letter), Repeat(letter), Lose(letter)):
        with pytest.raises(NotEnabled, match="no such|is not lost"):
            step(world, action)
    assert repr(world) == before


@given(traces(steps=20))
def test_the_same_actions_make_the_same_run(trace: Trace) -> None:
    again = Trace(trace.initial, scope=trace.scope).then(*(each.action for each in trace.steps))
    assert again == trace
    assert repr(again) == repr(trace)


@every_run
@given(RUNS)
def test_every_collection_in_a_world_is_sorted_and_holds_nothing_twice(run: Trace) -> None:
    world = run.world
    assert list(world.in_flight) == sorted(set(world.in_flight), key=repr)
    assert list(world.broadcast) == sorted(set(world.broadcast), key=repr)
    assert list(world.cut) == sorted({(min(pair), max(pair)) for pair in world.cut})
    for server in world.servers:
        assert [view.room for view in server.rooms] == sorted({view.room for view in server.rooms})
        assert [name.alias for name in server.names] == sorted(name.alias for name in server.names)
        for kept in (server.found, server.invitations, server.wishes, server.knocks, server.held):
            whose = [(each.user, each.room) for each in kept]  # type: ignore[attr-defined]
            assert whose == sorted(set(whose))
        for view in server.rooms:
            assert [entry.user for entry in view.members] == sorted({entry.user for entry in view.members})
        assert all(list(wish.asked) == sorted(set(wish.asked)) for wish in server.wishes)


@every_run
@given(RUNS)
def test_nothing_in_a_world_can_be_changed_in_place(run: Trace) -> None:
    assert not [each for each in everything_of(run.world) if isinstance(each, dict | list | set)]
    assert hash(run.world) == hash(replace(run.world))


@every_run
@given(RUNS)
def test_two_messages_for_two_servers_may_arrive_in_either_order(run: Trace) -> None:
    """Unless one of the two is sent anew by what the other starts: the network is a set, and would hold it again."""
    for world in (each.after for each in run.steps[::3]):
        arrivals = [action for action in enabled(world) if isinstance(action, Deliver)]
        for one, other in list(combinations(arrivals, 2))[:3]:
            first, second = step(world, one), step(world, other)
            apart = one.envelope.receiver != other.envelope.receiver
            if apart and other.envelope not in first.sends and one.envelope not in second.sends:
                both = step(first.after, other).after, step(second.after, one).after
                assert both[0] == both[1]
                assert repr(both[0]) == repr(both[1])


def waits_at_home(unseen_invitation: str) -> Trace:
    """The story, under a reading that deals otherwise with an invitation not yet seen."""
    reading = replace(COMPLETED, name=unseen_invitation, unseen_invitation=unseen_invitation)
    return story_of_an_acceptance_that_waits_at_home(reading)


@every_run
@given(RUNS)
@example(waits_at_home("hold"))
@example(waits_at_home("queue"))
@example(waits_at_home("fetch"))
@example(story_of_an_acceptance_that_waits_at_home(ASKS_FIRST).give("ann", Accept(TEA)))
def test_what_is_refused_ignored_or_held_changes_no_more_than_it_has_to(run: Trace) -> None:
    for each in run.steps:
        check_what_it_changes(each)


def check_what_it_changes(each: Step) -> None:
    """A refusal changes nothing; who ignores may note that an answer came; who holds keeps what came and no more."""
    if not each.verdicts:
        return
    first, last = each.verdicts[0].outcome, each.verdicts[-1].outcome
    if isinstance(each.action, Give) and last is Outcome.REFUSE:
        assert each.after == each.before
    elif first is Outcome.REFUSE and each.after.directory == each.before.directory:
        assert each.after.servers == each.before.servers
        assert (len(each.sends), each.published, each.notices) == (1, (), ())
    elif first is Outcome.IGNORE:
        assert without(each.after, "wishes", "knocks") == without(each.before, "wishes", "knocks")
        assert (each.sends, each.published, each.notices) == ((), (), ())
    elif last is Outcome.HOLD:
        check_what_is_held(each)


def check_what_is_held(each: Step) -> None:
    """One acceptance is kept, with the invitation that it answers where that has just come; no membership changes.

    Who asked from elsewhere is answered by letter, and who lives here is told; where nothing is told, no one hears,
    but that an invitation which has just come is shown.
    """
    judged = situation(each.before, each.action)
    assert isinstance(judged, Situation)
    came, user, room, told = judged.message, judged.user, judged.room_id, each.verdicts[-1].told
    others = [other for other in each.before.servers if other.name != judged.server.name]
    assert [other for other in each.after.servers if other.name != judged.server.name] == others
    assert (each.after.directory, each.published) == (each.before.directory, ())
    server = each.after.server(judged.server.name)
    (held,) = [held for held in server.held if (held.user, held.room) == (user, room)]
    cited = came.proof if isinstance(came, Acceptance | Invitation) else server.invitation(user, room).proof
    assert held.acceptance.proof == cited or held.acceptance.proof.epoch > cited.epoch
    keeping = judged.server.holding(held)
    assert server == (keeping.inviting(came) if isinstance(came, Invitation) else keeping)
    lives_here = user in server.users
    refused = (JoinRefused(user, room, told),) if told and lives_here else ()
    shown = (InvitationShown(user, room, came.inviter),) if isinstance(came, Invitation) else ()
    assert each.notices == (*refused, *shown)
    answer = [Refusal] if told and not lives_here else []
    assert [type(sent.message) for sent in each.sends] == answer + [FetchPdu] * (held.fetching_from is not None)


@every_run
@given(RUNS)
def test_no_message_is_needless(run: Trace) -> None:
    for each in run.steps:
        check_what_it_sends(each)


def check_what_it_sends(each: Step) -> None:
    """Nothing to oneself, nothing twice, an answer only to who asked or is concerned, an update never by letter."""
    assert len(set(each.sends)) == len(each.sends)
    assert len(set(each.published)) == len(each.published)
    assert len(set(each.notices)) == len(each.notices)
    for sent in each.sends:
        assert sent.sender != sent.receiver
        assert not isinstance(sent.message, StateUpdate)
        assert is_due(each, sent)


def is_due(each: Step, sent: Envelope) -> bool:
    """Whether an answer goes to whom it is owed; every other message is somebody's own act."""
    owed = {held.asker for server in each.before.servers for held in server.held}
    if isinstance(each.action, Deliver | Repeat):
        owed.add(each.action.envelope.sender)
    if isinstance(sent.message, Refusal | PduAnswer | DirectoryAnswer):
        return sent.receiver in owed
    if isinstance(sent.message, Grant | KnockPlaced | Invitation):
        return sent.message.user.server == sent.receiver
    return not isinstance(sent.message, FetchPdu) or sent.message.pdu.origin == sent.receiver


@every_run
@given(RUNS)
def test_an_update_reaches_only_a_server_with_a_member(run: Trace) -> None:
    for each in run.steps:
        if isinstance(each.action, Spread):
            assert each.before.server(each.action.server).is_aware(each.action.update.room)


@every_run
@given(RUNS)
def test_a_line_never_goes_back_unless_one_map_replaces_all_or_a_server_forgets(run: Trace) -> None:
    reading = run.initial.reading
    assume((reading.member_register, reading.forgetting) == ("per_user", "never"))
    for each in run.steps:
        for old, new in zip(each.before.servers, each.after.servers, strict=True):
            lines = ((view.room, entry) for view in old.rooms for entry in view.members)
            assert all(new.room(room).entry(entry.user).weight >= entry.weight for room, entry in lines)


@every_run
@given(RUNS)
def test_left_to_itself_every_world_becomes_quiet_and_then_nobody_waits(run: Trace) -> None:
    quiet = Trace(replace(run.world, cut=())).settle().world
    assert not [wish for server in quiet.servers for wish in server.wishes if wish.waiting_for]
    if run.initial.reading.member_register == "per_user":
        for room in {view.room for server in quiet.servers for view in server.rooms}:
            views = [server.room(room) for server in quiet.servers if server.is_aware(room)]
            assert len({(view.mode_change, view.members) for view in views}) <= 1
