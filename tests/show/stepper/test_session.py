"""Driving a run without a widget: forth, back, held back, under another reading."""

from dataclasses import dataclass, replace
from typing import Any, get_args

import pytest

from roomspec.show.stepper.session import TRY, NoScope, Session, commands_of, everything, rooms_of
from spec_impl import (
    COMPLETED,
    LITERAL_2014,
    Accept,
    Acceptance,
    Command,
    Crash,
    Cut,
    Deliver,
    Fault,
    Give,
    GiveUp,
    Invitation,
    Invite,
    Lose,
    PduId,
    Repeat,
    RoomId,
    Spread,
    UserId,
)
from spec_impl.cast import ALICE, BOB, CAROL, TEA, A, B, C, town
from spec_impl.scopes import SCOPES
from tests.model.story import standing
from tests.show.stepper.runs import COMMANDS, SCOPE, hidden_room, invited_but_not_everywhere

INVITES, ACCEPTS, _ = COMMANDS


def session() -> Session:
    """Carol is invited, and the news for bob's server is held back."""
    return Session.of(invited_but_not_everywhere(), SCOPE)


def test_a_stepper_on_a_world_begins_where_nothing_has_happened() -> None:
    begun = Session.of(hidden_room().world, SCOPE)
    assert (begun.at, begun.status, begun.can_undo, begun.can_redo) == (0, TRY, False, False)


def test_a_stepper_on_a_run_begins_at_its_end_and_says_its_last_step() -> None:
    begun = session()
    assert begun.at == 2
    assert begun.status.startswith("Step 2. a.example to c.example: Invitation. alice invites carol.")
    assert begun.status.endswith("carol: – → invited.")


def test_alice_invites_by_the_model_and_by_nothing_else() -> None:
    begun = Session.of(hidden_room(), SCOPE)
    assert begun.act(INVITES).trace == hidden_room().then(INVITES)


def test_undo_and_redo_lead_back_and_forth_over_the_same_worlds() -> None:
    there = session()
    back = there.back()
    assert (back.world, back.can_redo) == (there.run.steps[0].after, True)
    assert back.forward().world == there.world
    assert there.forward().status == "There is nothing to do again."


def test_restart_leads_to_the_beginning_and_leaves_the_run_to_be_redone() -> None:
    again = session().restart()
    assert (again.at, again.world) == (0, again.run.initial)
    assert again.back().status == "There is nothing to undo."
    assert again.forward().forward().world == session().world


def test_the_run_is_looked_at_after_any_step() -> None:
    assert session().looked_at(1).world == session().run.steps[0].after


def test_acting_after_an_undo_forgets_what_was_undone() -> None:
    other = session().restart().act(Give(BOB, COMMANDS[2].command))
    assert (other.at, other.can_redo, len(other.run.steps)) == (1, False, 1)


def test_what_cannot_happen_changes_nothing_but_the_sentence() -> None:
    gone = Deliver(session().run.steps[1].action.envelope)
    refused = session().act(gone)
    assert refused.run == session().run
    assert refused.status.startswith("That cannot happen now:")


def test_next_lets_the_first_arrival_come_and_says_so_where_there_is_none() -> None:
    there = Session.of(hidden_room().then(INVITES), SCOPE)
    assert there.next().trace.last.action == there.arrivals[0]
    assert Session.of(hidden_room(), SCOPE).next().status == "Nothing arrives: nothing is on its way; give a command."


def test_an_acceptance_overtakes_the_news_that_is_held_back() -> None:
    (news,) = session().arrivals
    assert isinstance(news, Spread)
    there = session().hold_back(news).act(ACCEPTS)
    acceptance = there.next_arrival
    assert isinstance(acceptance, Deliver) and isinstance(acceptance.envelope.message, Acceptance)
    there = there.next().next()
    assert standing(there.trace, CAROL, C) == "joined" and standing(there.trace, CAROL, B) == "none"


def test_held_back_by_all_nothing_arrives_and_let_go_it_does() -> None:
    held = session().hold_back(session().arrivals[0])
    assert held.next().status == "Nothing arrives: everything on its way is held back."
    assert held.hold_back(session().arrivals[0]).next().at == 3
    assert held.hold_back(INVITES).status == "That is not on its way, so it cannot be held back."


def test_what_has_arrived_is_held_back_no_longer() -> None:
    (news,) = session().arrivals
    assert session().hold_back(news).act(news).held_back == ()


@pytest.mark.parametrize("kind", [Lose, Repeat])
def test_a_message_is_lost_or_repeated_only_where_the_scope_has_that_fault(kind: type) -> None:
    run = invited_but_not_everywhere().then(ACCEPTS)
    act = kind(run.message(Acceptance))
    assert act in Session.of(run, SCOPE).can_happen
    assert act not in Session.of(run, COMMANDS).can_happen
    assert Session.of(run, SCOPE).act(act).trace.last.action == act


def test_carol_gives_up_only_when_nothing_else_can_arrive() -> None:
    run = invited_but_not_everywhere().then(ACCEPTS).lose(Acceptance)
    there = Session.of(run, SCOPE)
    assert isinstance(there.next_arrival, Spread)
    alone = there.act(there.next_arrival)
    assert alone.next_arrival == GiveUp(CAROL, TEA)
    assert alone.next().trace.last.action == GiveUp(CAROL, TEA)


def test_servers_crash_and_links_are_cut_and_healed() -> None:
    there = session().act(Crash(C)).act(Cut(A, C)).act(ACCEPTS)
    assert there.world.is_cut(A, C)
    assert not any(isinstance(action, Deliver) for action in there.arrivals)


def test_another_reading_replays_the_same_acts() -> None:
    literal = session().act(ACCEPTS).read_as(LITERAL_2014)
    assert literal.world.reading == LITERAL_2014
    assert literal.status == "The same 3 steps, read as LITERAL_2014."
    assert literal.run.steps[0].action == INVITES


def test_another_reading_stops_where_the_next_act_can_no_longer_happen() -> None:
    fetching = replace(COMPLETED, name="FETCH", unseen_invitation="fetch")
    run = hidden_room().under(fetching).then(INVITES).deliver(Invitation).then(ACCEPTS)
    there = Session.of(run.lose(Acceptance).give_up(CAROL, TEA).deliver(Acceptance).settle(), SCOPE)
    stopped = there.read_as(COMPLETED)
    assert stopped.status.startswith(f"Under COMPLETED step {stopped.at + 1} cannot happen: ")
    assert 5 < stopped.at < there.at


def test_a_scope_that_was_searched_can_be_played_in_each_command_named_once() -> None:
    searched = SCOPES["an open door"]
    allowed = Session.of(searched.world(COMPLETED), searched).allowed
    assert len(allowed.commands) == len(set(searched.commands)) < len(searched.commands)
    assert set(allowed.faults) == {Fault.LOSS, Fault.REPETITION}
    besieged = SCOPES["a private room and an outsider"]
    assert len(Session.of(besieged.world(COMPLETED), besieged).allowed.posts) == len(besieged.alphabet)


def test_without_a_scope_everybody_may_do_everything_about_the_rooms_there_are() -> None:
    allowed = Session.of(hidden_room()).allowed
    assert {give.user for give in allowed.commands} >= {ALICE, BOB, CAROL}
    assert Give(CAROL, Accept(TEA)) in allowed.commands
    assert Give(ALICE, Invite(TEA, ALICE)) not in allowed.commands
    assert allowed.faults == tuple(Fault)


def test_where_there_is_no_room_one_may_be_made() -> None:
    assert rooms_of(town().world) == (TEA,)
    assert any(type(give.command).__name__ == "Create" for give in everything(town().world).commands)


@dataclass(frozen=True)
class Recommend:
    """A command of tomorrow."""

    room: RoomId
    user: UserId
    in_secret: bool


def test_every_kind_of_command_is_offered_and_a_new_one_by_itself_with_its_label(monkeypatch: Any) -> None:
    offered = {type(give.command) for give in everything(hidden_room().world).commands}
    assert offered == set(get_args(Command))
    monkeypatch.setattr("roomspec.show.stepper.session.Command", Command | Recommend)
    said = commands_of(Session.of(hidden_room()))[str(ALICE)]
    assert said["Recommend bob, in_secret · !tea"].command == Recommend(TEA, BOB, True)
    assert said["Recommend bob · !tea"].command == Recommend(TEA, BOB, False)


def test_a_field_of_which_nothing_is_known_is_an_error_so_that_no_command_is_forgotten(monkeypatch: Any) -> None:
    monkeypatch.setattr("roomspec.show.stepper.session.Command", Command | PduId)
    with pytest.raises(KeyError, match="ServerName|int"):
        everything(hidden_room().world)


@pytest.mark.parametrize("scope", ["Invite", 3, (ALICE,), [Accept(TEA)]])
def test_what_is_no_scope_is_refused_in_one_sentence(scope: object) -> None:
    with pytest.raises(NoScope, match=r"^a scope is an Allowed\(...\) or commands as Give\(user, command\); this is "):
        Session.of(hidden_room(), scope)


def test_what_is_no_world_is_refused_in_one_sentence() -> None:
    with pytest.raises(NoScope, match="^a stepper starts from a World or a Trace; this is a str$"):
        Session.of("tea")


def test_when_everything_has_arrived_carol_is_in() -> None:
    busy = session().act(ACCEPTS)
    while busy.arrivals:
        busy = busy.next()
    assert busy.next_arrival is None
    assert {standing(busy.trace, CAROL, server) for server in (A, B, C)} == {"joined"}
