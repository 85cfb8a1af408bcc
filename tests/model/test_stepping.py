"""One mover: what can happen and what cannot, that a refused action changes nothing, and what a step reports."""

import pytest

from spec_impl import (
    COMPLETED,
    LITERAL_2014,
    Allowed,
    Crash,
    Create,
    Cut,
    Deliver,
    Envelope,
    Fault,
    Give,
    GiveUp,
    Grant,
    Heal,
    Invitation,
    Invite,
    Join,
    JoinMode,
    JoinRequest,
    Leave,
    Lose,
    NotEnabled,
    Post,
    Reading,
    Repeat,
    RoomId,
    ServerName,
    Spread,
    StateUpdate,
    UserId,
    World,
    enabled,
    is_quiet,
    receive,
    step,
)
from spec_impl.actions import Action
from spec_impl.cast import ALICE, BOB, CAROL, DAVE, MALLORY, TEA, A, B, C, M, directing_to, knowing, tea_room, town
from spec_impl.reading import otherwise
from spec_impl.stepping import Change, situation
from tests.model.story import decided

NOWHERE = ServerName("nowhere.example")
STRAY = Envelope(M, A, JoinRequest(TEA, MALLORY, 1))
EVERYTHING = Allowed((Give(CAROL, Join(TEA)), Give(ALICE, Leave(TEA))), tuple(Fault))


def busy() -> World:
    """A request on its way, an update that has not spread, one link cut."""
    asked = knowing(tea_room("public", BOB), CAROL).give(CAROL, Join(TEA))
    return asked.give(ALICE, Invite(TEA, DAVE)).cut(B, M).world


CANNOT: dict[str, tuple[Action, str]] = {
    "a command of nobody's": (Give(UserId("zoe", A), Leave(TEA)), "is no user of"),
    "a command at no server": (Give(UserId("zoe", NOWHERE), Leave(TEA)), "no home server 'nowhere.example'"),
    "a command that is not made": (Give(BOB, Leave), "is the class Leave, .* write Leave\\(room\\)"),  # type: ignore[arg-type]
    "a command that is a word": (Give(BOB, "leave"), "command is 'leave', and one of Create, .* belongs there"),  # type: ignore[arg-type]
    "a mode that is only spelt": (
        Give(BOB, Create(RoomId("!new"), "public")),  # type: ignore[arg-type]
        "mode is 'public', and a JoinMode belongs there: write JoinMode.PUBLIC or JoinMode.KNOCK or",
    ),
    "a user without his server": (
        Give(BOB, Invite(TEA, "dave")),  # type: ignore[arg-type]
        "user is 'dave', and a UserId belongs there: write UserId",
    ),
    "a room id that another server has used": (Give(BOB, Create(TEA, JoinMode.PUBLIC)), "ids are opaque"),
    "the arrival of what is not in flight": (Deliver(STRAY), "no such JoinRequest from m.example to a.example"),
    "a copy of what is not in flight": (Repeat(STRAY), "no such JoinRequest"),
    "the loss of what is not in flight": (Lose(STRAY), "no such JoinRequest"),
    "giving up what was not asked": (GiveUp(BOB, TEA), "waits for no answer"),
    "giving up what may still be answered": (GiveUp(CAROL, TEA), "one may still come"),
    "a crash of no server": (Crash(NOWHERE), "no home server"),
    "cutting a link to no server": (Cut(A, NOWHERE), "no home server"),
    "healing what is not cut": (Heal(A, B), "is not cut"),
}


@pytest.mark.parametrize("case", CANNOT)
def test_what_cannot_happen_says_why_and_nothing_has_happened(case: str) -> None:
    action, why = CANNOT[case]
    world = busy()
    before = repr(world)
    with pytest.raises(NotEnabled, match=why):
        step(world, action)
    assert repr(world) == before


def test_a_message_that_is_sent_until_it_arrives_cannot_be_lost() -> None:
    granted = knowing(tea_room(), CAROL).give(CAROL, Join(TEA)).deliver(JoinRequest)
    with pytest.raises(NotEnabled, match="a Grant is not lost"):
        granted.lose(Grant)


def test_what_is_sent_to_a_server_that_does_not_exist_never_arrives() -> None:
    sent = tea_room().give(ALICE, Invite(TEA, UserId("nobody", NOWHERE)))
    assert is_quiet(sent.world)
    with pytest.raises(NotEnabled, match="there is no server .nowhere.example"):
        sent.deliver(Invitation)


def test_an_update_spreads_only_to_whom_it_is_news_and_never_over_a_cut_link() -> None:
    room = tea_room("public", BOB).give(ALICE, Invite(TEA, CAROL))
    (news,) = room.last.published
    for action in (Spread(A, news), Spread(C, news), Spread(M, news)):
        with pytest.raises(NotEnabled, match="no news"):
            step(room.world, action)
    assert Spread(B, news) in enabled(room.world)
    assert Spread(B, news) not in enabled(room.cut(A, B).world)


def test_commands_come_first_then_deliveries_then_updates_then_giving_up_then_faults() -> None:
    order = [Give, Deliver, Spread, GiveUp, Lose, Repeat, Crash, Cut | Heal]
    kinds = [next(n for n, kind in enumerate(order) if isinstance(each, kind)) for each in enabled(busy(), EVERYTHING)]
    assert kinds == sorted(kinds)
    assert set(kinds) == set(range(len(order))) - {order.index(GiveUp)}


def test_giving_up_can_happen_once_no_message_of_the_request_is_left() -> None:
    silent = knowing(tea_room(), CAROL).give(CAROL, Join(TEA)).lose(JoinRequest)
    assert enabled(silent.world) == (GiveUp(CAROL, TEA),)


def test_what_can_happen_is_listed_in_the_same_order_however_the_world_came_about() -> None:
    room = knowing(tea_room("public", BOB), CAROL)
    one = room.give(CAROL, Join(TEA)).give(ALICE, Invite(TEA, DAVE))
    other = room.give(ALICE, Invite(TEA, DAVE)).give(CAROL, Join(TEA))
    assert enabled(one.world, EVERYTHING) == enabled(other.world, EVERYTHING)


def test_everything_that_is_listed_can_happen() -> None:
    world = busy()
    for action in enabled(world, EVERYTHING):
        assert step(world, action).before is world


def test_faults_and_commands_happen_only_where_the_scope_allows_them() -> None:
    assert {type(action) for action in enabled(busy())} == {Deliver, Spread}
    assert {type(action) for action in enabled(busy(), Allowed(faults=(Fault.CRASH,)))} == {Deliver, Spread, Crash}


def test_a_world_is_quiet_when_nothing_but_commands_and_faults_can_happen() -> None:
    assert is_quiet(tea_room("public", BOB).world)
    assert not is_quiet(busy())


def test_a_delivery_takes_the_message_out_and_a_repetition_leaves_it() -> None:
    asked = knowing(tea_room(), CAROL).give(CAROL, Join(TEA))
    envelope = asked.message(JoinRequest)
    assert envelope not in asked.deliver(JoinRequest).world.in_flight
    assert envelope in asked.repeat(JoinRequest).world.in_flight


def test_a_cut_link_holds_messages_back_in_both_directions_until_it_heals() -> None:
    asked = knowing(tea_room(), CAROL).give(CAROL, Join(TEA)).cut(C, A)
    assert Deliver(asked.message(JoinRequest)) not in enabled(asked.world)
    assert asked.heal(A, C).deliver(JoinRequest).message(Grant)


def test_the_network_is_a_set_so_that_the_same_message_sent_twice_is_in_flight_once() -> None:
    asked = knowing(tea_room(), CAROL).give(CAROL, Join(TEA)).give(CAROL, Join(TEA))
    assert [type(envelope.message) for envelope in asked.world.in_flight] == [JoinRequest]


def test_a_step_changes_one_server_and_leaves_the_others_as_they_are() -> None:
    asked = knowing(tea_room("public", BOB), CAROL).give(CAROL, Join(TEA)).deliver(JoinRequest)
    same = [old is new for old, new in zip(asked.last.before.servers, asked.last.after.servers, strict=True)]
    assert same == [False, True, True, True]


def test_a_step_reports_what_was_decided_sent_published_shown_and_changed() -> None:
    admitted = knowing(tea_room("public", BOB), CAROL).give(CAROL, Join(TEA)).deliver(JoinRequest).last
    assert [verdict.table for verdict in admitted.verdicts] == ["join request"]
    assert admitted.cites == admitted.verdicts[0].cites
    assert [type(envelope.message) for envelope in admitted.sends] == [Grant]
    assert [type(update) for update in admitted.published] == [StateUpdate]
    assert [notice.to for notice in admitted.notices] == [ALICE]
    assert admitted.changes == (Change(A, TEA, CAROL, "none", "joined"),)


def test_to_receive_is_pure() -> None:
    world = busy()
    (envelope,) = (each for each in world.in_flight if isinstance(each.message, JoinRequest))
    once, twice = (receive(world.server(A), envelope.sender, envelope.message, COMPLETED) for _ in range(2))
    assert once == twice
    assert world == busy()


def test_what_an_actor_judges_can_be_had_before_the_step_and_a_mere_fault_is_judged_by_none() -> None:
    world = busy()
    for action in enabled(world, EVERYTHING):
        judged = situation(world, action)
        assert (judged is None) == isinstance(action, Lose | Cut | Heal)


def test_a_message_for_the_directory_reaches_the_directory_and_nobody_else() -> None:
    created = town().give(ALICE, Create(TEA, JoinMode.PUBLIC, RoomId("#tea"))).settle()
    assert created.last.before.servers == created.last.after.servers
    assert created.world.directory.names


def test_a_step_refers_to_the_candidates_in_the_order_given() -> None:
    room = knowing(directing_to(tea_room("public", BOB), B, A), CAROL).give(CAROL, Join(TEA)).lose(JoinRequest)
    assert room.give_up(CAROL, TEA).message(JoinRequest).receiver == A


@pytest.mark.parametrize("reading", [LITERAL_2014, otherwise("forgetting", "on_last_leave")])
def test_each_line_that_a_step_takes_away_counts_as_a_change(reading: Reading) -> None:
    left = tea_room("public", BOB, reading=reading).give(BOB, Leave(TEA))
    assert Change(B, TEA, BOB, "joined", "none") in left.last.changes


def test_what_is_cut_already_cannot_be_cut_again() -> None:
    with pytest.raises(NotEnabled):
        town().cut(A, B).cut(A, B)


def test_what_an_outsider_writes_is_on_its_way_and_judged_only_when_it_arrives() -> None:
    request = JoinRequest(TEA, MALLORY, 1)
    posted = tea_room("invite").post(M, A, request)
    assert (posted.last.verdicts, posted.last.sends) == ((), (Envelope(M, A, request),))
    assert decided(posted.deliver(JoinRequest)) == ("NOT_INVITED", "no such room")


def test_the_same_words_cannot_be_on_their_way_twice_and_nobody_writes_to_himself() -> None:
    request = JoinRequest(TEA, MALLORY, 1)
    posted = tea_room("invite").post(M, A, request)
    with pytest.raises(NotEnabled, match="in flight already"):
        posted.post(M, A, request)
    with pytest.raises(NotEnabled, match="to itself"):
        posted.post(M, M, request)
    with pytest.raises(NotEnabled, match="no home server"):
        posted.post("x.example", "x.example", request)


def test_posts_come_last_and_one_that_is_on_its_way_is_not_offered_again() -> None:
    post = Post(Envelope(M, A, JoinRequest(TEA, MALLORY, 1)))
    world = tea_room("invite").world
    assert enabled(world, Allowed(posts=(post,))) == (post,)
    assert post not in enabled(step(world, post).after, Allowed(posts=(post,)))
