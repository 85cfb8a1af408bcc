"""The walk over candidate servers: stale lists, silence, refusals, and what the user hears when nobody is left."""

import pytest

from spec_impl import (
    Accept,
    Acceptance,
    Asking,
    Create,
    Entry,
    Grant,
    Join,
    Joined,
    JoinMode,
    JoinRequest,
    Knock,
    KnockRequest,
    Leave,
    Membership,
    NotEnabled,
    Reading,
    Refusal,
    SetJoinMode,
    Told,
    Trace,
)
from spec_impl.cast import (
    ALICE,
    BOB,
    CAROL,
    TEA,
    TEA_NAME,
    A,
    B,
    C,
    M,
    directing_to,
    forging,
    inviting,
    knowing,
    tea_room,
    town,
)
from spec_impl.reading import COMPLETED, otherwise
from tests.model.story import decided, everywhere, heard, on_the_way, shown


def asking_both(mode: str = "public", reading: Reading = COMPLETED, left: tuple = ()) -> Trace:
    """Carol asks to join by a list that names Bob's server and then Alice's; some have left the room since."""
    room = tea_room("public", BOB, reading=reading)
    for user in left:
        room = room.give(user, Leave(TEA)).settle()
    asked = knowing(directing_to(room, B, A), CAROL)
    asked = asked.give(ALICE, SetJoinMode(TEA, JoinMode(mode))).settle() if mode != "public" else asked
    return asked.give(CAROL, Join(TEA))


def asked_in_turn(trace: Trace) -> list[str]:
    """The servers that got Carol's request, in order."""
    actions = (getattr(step.action, "envelope", None) for step in trace.steps)
    asking = (JoinRequest, Acceptance, KnockRequest)
    return [e.receiver for e in actions if e and isinstance(e.message, asking) and e.message.user == CAROL]


def test_a_stale_candidate_is_passed_over_for_the_next() -> None:
    asked = asking_both(left=(BOB,))
    assert on_the_way(asked) == [("JoinRequest", B)]
    refused = asked.deliver(JoinRequest).deliver(Refusal)
    assert on_the_way(refused) == [("JoinRequest", A)]
    assert everywhere(refused.settle(), CAROL, A, C) == {"joined"}


def test_when_the_whole_list_is_stale_each_is_asked_once_and_the_user_hears_the_last_answer() -> None:
    asked = asking_both(left=(BOB, ALICE)).settle()
    assert asked_in_turn(asked) == [B, A]
    assert heard(asked, CAROL) == ["no such room"]


@pytest.mark.parametrize(
    ("retry", "mode", "servers"),
    [
        ("first_only", "invite", [B]),
        ("when_unknown", "invite", [B, A]),
        ("any_refusal", "invite", [B, A]),
        ("first_only", "knock", [B]),
        ("when_unknown", "knock", [B]),
        ("any_refusal", "knock", [B, A]),
    ],
)
def test_the_reading_says_which_refusals_lead_on(retry: str, mode: str, servers: list[str]) -> None:
    asked = asking_both(mode, otherwise("retry", retry)).settle()
    assert asked_in_turn(asked) == servers
    assert heard(asked, CAROL) == ["no such room" if mode == "invite" else "knock first"]


def test_after_any_refusal_the_next_is_asked_at_once_where_the_reading_says_so() -> None:
    refused = asking_both("knock", otherwise("retry", "any_refusal")).deliver(JoinRequest).deliver(Refusal)
    assert on_the_way(refused) == [("JoinRequest", A)]


def test_a_lost_request_is_given_up_and_the_next_candidate_asked() -> None:
    silent = asking_both().lose(JoinRequest).give_up(CAROL, TEA)
    assert on_the_way(silent) == [("JoinRequest", A)]
    assert everywhere(silent.settle(), CAROL, A, B, C) == {"joined"}


def test_a_lost_refusal_is_given_up_too() -> None:
    silent = asking_both(left=(BOB,)).deliver(JoinRequest).lose(Refusal).give_up(CAROL, TEA)
    assert everywhere(silent.settle(), CAROL, A, C) == {"joined"}


def test_when_all_are_silent_the_user_hears_that_none_answered() -> None:
    silent = asking_both()
    for _ in range(2):
        silent = silent.lose(JoinRequest).give_up(CAROL, TEA)
    assert heard(silent, CAROL) == ["no server answered"]
    assert on_the_way(silent) == []


def test_read_otherwise_the_first_silence_is_the_end() -> None:
    silent = asking_both(reading=otherwise("retry", "first_only")).lose(JoinRequest).give_up(CAROL, TEA)
    assert heard(silent, CAROL) == ["no server answered"]


@pytest.mark.parametrize("until", [0, 1])
def test_a_request_is_not_given_up_while_it_or_its_answer_is_under_way(until: int) -> None:
    asked = asking_both(left=(BOB,))
    asked = asked.deliver(JoinRequest) if until else asked
    with pytest.raises(NotEnabled, match="one may still come"):
        asked.give_up(CAROL, TEA)


def test_what_cannot_pass_a_cut_link_may_be_given_up() -> None:
    cut_off = asking_both().cut(B, C)
    with pytest.raises(NotEnabled, match=r"c.example .* b.example"):
        cut_off.deliver(JoinRequest)
    assert everywhere(cut_off.give_up(CAROL, TEA).settle(), CAROL, A, C) == {"joined"}


def test_two_grants_after_a_healed_link_are_one_join() -> None:
    """Bob's server admitted her behind a cut link, Alice's after that; when the link heals all agree."""
    first = asking_both().deliver(JoinRequest).cut(B, C).give_up(CAROL, TEA).deliver(JoinRequest)
    healed = first.deliver(Grant, entry=Entry(CAROL, 1, Membership.JOINED, A)).heal(B, C).deliver(Grant)
    assert shown(healed, CAROL).count(Joined(CAROL, TEA)) == 1
    assert everywhere(healed.settle(), CAROL, A, B, C) == {"joined"}


def test_a_refusal_of_something_no_longer_awaited_counts_for_nothing() -> None:
    late = asking_both(left=(BOB,)).repeat(JoinRequest).repeat(Refusal).deliver(Refusal, to=C)
    assert decided(late) == ("NOT_ASKED", None)
    assert [kind for kind, _ in on_the_way(late)] == ["JoinRequest", "JoinRequest"]


def test_a_refusal_from_a_server_that_was_not_asked_stops_nothing() -> None:
    asked = asking_both("knock")
    refusal = asked.deliver(JoinRequest).message(Refusal).message
    forged = forging(asked, M, C, refusal)
    assert decided(forged) == ("NOT_ASKED", None)
    assert forged.world.server(C) == asked.world.server(C)


def test_an_acceptance_walks_its_list_in_the_same_way() -> None:
    room = inviting(tea_room("invite", BOB), CAROL, by=BOB).give(BOB, Leave(TEA)).settle()
    accepted = room.give(CAROL, Accept(TEA)).settle()
    assert asked_in_turn(accepted) == [B, A]
    assert everywhere(accepted, CAROL, A, C) == {"joined"}


def test_a_knock_walks_the_list_and_is_forgotten_when_nobody_takes_it() -> None:
    room = tea_room("public", BOB).give(BOB, Leave(TEA)).settle()
    knocked = knowing(directing_to(room, B, A), CAROL).give(CAROL, Knock(TEA)).settle()
    assert asked_in_turn(knocked) == [B, A]
    assert knocked.world.server(C).knocks == ()


def test_a_server_never_asks_itself() -> None:
    """The list still names Carol's own server, which has no member in the room."""
    room = knowing(directing_to(tea_room(), C, A), CAROL).give(CAROL, Join(TEA))
    assert on_the_way(room) == [("JoinRequest", A)]


def test_a_server_that_comes_up_again_asks_again_for_what_it_was_waiting_for() -> None:
    down = asking_both().lose(JoinRequest).crash(C)
    assert on_the_way(down) == [("JoinRequest", B)]
    assert everywhere(down.settle(), CAROL, A, B, C) == {"joined"}


def test_what_was_stored_survives_a_crash_and_a_look_up_does_not() -> None:
    room = knowing(inviting(tea_room("invite", BOB), CAROL), CAROL)
    looked_up = knowing(town().give(ALICE, Create(TEA, JoinMode.PUBLIC, TEA_NAME)).settle(), CAROL)
    for name in (A, B, C):
        before, after = room.world.server(name), room.crash(name).world.server(name)
        assert (after.rooms, after.invitations) == (before.rooms, before.invitations)
    assert decided(looked_up.crash(C).give(CAROL, Join(TEA))) == ("NOT_DISCOVERED", "no such room")


def test_an_acceptance_that_is_held_survives_a_crash_of_the_server_that_holds_it() -> None:
    room = tea_room("invite", BOB)
    early = forging(
        room, C, B, Acceptance(TEA, CAROL, inviting(room, CAROL).world.server(A).room(TEA).entry(CAROL).pdu_id)
    )
    assert early.crash(B).world.server(B).held == early.world.server(B).held != ()


def test_a_crash_of_the_candidate_between_request_and_answer_costs_nothing() -> None:
    down = asking_both().crash(B).deliver(JoinRequest).crash(B)
    assert everywhere(down.settle(), CAROL, A, B, C) == {"joined"}


def test_a_strangers_refusal_makes_nobody_forget_a_knock() -> None:
    knocked = knowing(tea_room("knock"), CAROL).give(CAROL, Knock(TEA)).give(CAROL, Join(TEA))
    forged = forging(knocked, M, C, Refusal(TEA, CAROL, Asking.KNOCK, 1, Told.NO_SUCH_ROOM))
    assert forged.world.server(C) == knocked.world.server(C)
