"""PDUs as the wire of 2014 has them: their fields, what they point to, forks, merges, and what was there before."""

from dataclasses import fields

from roomspec.show.pdu import Pdu, pdus_in
from spec_impl import (
    LITERAL_2014,
    Accept,
    Acceptance,
    Create,
    Ending,
    FetchPdu,
    Find,
    Grant,
    Invitation,
    Invite,
    Join,
    JoinMode,
    JoinRequest,
    Knock,
    Leave,
    PduAnswer,
    Revoke,
    RoomAlias,
    RoomId,
    Trace,
    Withdraw,
)
from spec_impl.cast import ALICE, BOB, CAROL, DAVE, MALLORY, TEA, TEA_NAME, A, B, C, knowing, tea_room, town
from spec_impl.reading import otherwise
from tests.model.runs import HOW_MANY, run

CHESS, CHESS_NAME = RoomId("!chess"), RoomAlias("#chess")


def made(mode: JoinMode = JoinMode.PUBLIC) -> Trace:
    """Alice's new room, from nothing."""
    return town().give(ALICE, Create(TEA, mode, TEA_NAME, listed=True)).settle()


def with_bob() -> Trace:
    """The same, and Bob is in it."""
    return knowing(made(), BOB).give(BOB, Join(TEA)).settle()


def history(trace: Trace) -> dict[str, Pdu]:
    """The room's PDUs by their references, which are all different while each server has a letter of its own."""
    return {pdu.pdu_id: pdu for pdu in pdus_in(trace, TEA)}


def points_to(trace: Trace) -> dict[str, list[str]]:
    """What each PDU points back to."""
    return {pdu.pdu_id: [reference for reference, _ in pdu.prev_pdus] for pdu in pdus_in(trace, TEA)}


def said(trace: Trace) -> dict[str, str]:
    """Whom or what each PDU is about, and the words of its content."""
    return {pdu.pdu_id: " ".join((pdu.state_key, *(word for _, word in pdu.content))) for pdu in pdus_in(trace, TEA)}


def test_a_pdu_has_the_fields_of_2014_but_for_time_and_power() -> None:
    assert [field.name for field in fields(Pdu)] == [
        "context", "pdu_id", "origin", "pdu_type", "state_key", "content", "prev_pdus", "depth", "is_state",
    ]  # fmt: skip


def test_an_invitation_is_a_state_pdu_of_its_inviters_server() -> None:
    assert pdus_in(made().give(ALICE, Invite(TEA, CAROL)), TEA)[-1] == Pdu(
        context=TEA,
        pdu_id="a3",
        origin=A,
        pdu_type="m.member",
        state_key="@carol:c.example",
        content=(("membership", "invited"),),
        prev_pdus=(("a2", A),),
        depth=3,
        is_state=True,
    )


def test_a_mode_is_a_pdu_without_a_state_key() -> None:
    first = pdus_in(made(JoinMode.KNOCK), TEA)[0]
    assert (first.pdu_type, first.state_key, first.content) == ("m.join_mode", "", (("mode", "knock"),))


def test_the_first_points_to_nothing_and_each_later_one_to_what_nothing_points_to_yet() -> None:
    trace = with_bob().give(ALICE, Invite(TEA, CAROL)).give(ALICE, Invite(TEA, DAVE))
    assert points_to(trace) == {"a1": [], "a2": ["a1"], "a3": ["a2"], "a4": ["a3"], "a5": ["a4"]}
    assert [pdu.depth for pdu in pdus_in(trace, TEA)] == [1, 2, 3, 4, 5]


def test_two_servers_that_author_at_once_make_a_fork_and_the_next_change_merges_it() -> None:
    forked = with_bob().give(ALICE, Invite(TEA, CAROL)).give(BOB, Invite(TEA, DAVE))
    assert points_to(forked)["a4"] == points_to(forked)["b1"] == ["a3"]
    assert history(forked)["a4"].depth == history(forked)["b1"].depth == 4
    merged = forked.spread(A).give(ALICE, Invite(TEA, MALLORY))
    assert points_to(merged)["a5"] == ["a4", "b1"]
    assert history(merged)["a5"].depth == 5


def test_what_a_server_has_not_heard_of_it_does_not_point_to() -> None:
    apart = with_bob().give(ALICE, Invite(TEA, CAROL)).give(BOB, Invite(TEA, DAVE)).give(BOB, Invite(TEA, MALLORY))
    assert points_to(apart)["b2"] == ["b1"]


def test_a_grant_hands_over_what_its_sender_had_seen() -> None:
    inside = knowing(with_bob(), CAROL).give(CAROL, Join(TEA)).deliver(JoinRequest).deliver(Grant)
    assert points_to(inside.give(CAROL, Invite(TEA, DAVE)))["c1"] == ["a4"]


def test_every_ending_reads_as_left() -> None:
    assert said(with_bob().give(BOB, Leave(TEA)))["b1"] == "@bob:b.example left"
    revoked = made().give(ALICE, Invite(TEA, CAROL)).give(ALICE, Revoke(TEA, CAROL))
    assert said(revoked)["a4"] == "@carol:c.example left"


def test_a_register_of_one_line_for_each_user_has_a_key_for_each() -> None:
    members = [pdu for pdu in pdus_in(with_bob(), TEA) if pdu.pdu_type == "m.member"]
    assert [pdu.state_key for pdu in members] == ["@alice:a.example", "@bob:b.example"]
    assert {pdu.pdu_type for pdu in pdus_in(with_bob(), TEA)} == {"m.join_mode", "m.member"}


def test_a_single_register_writes_all_members_in_one_pdu() -> None:
    written = pdus_in(tea_room("public", BOB, reading=LITERAL_2014), TEA)
    assert {pdu.pdu_type for pdu in written} == {"m.join_mode", "m.members"}
    assert written[-1].state_key == ""
    assert written[-1].content == (("@alice:a.example", "joined"), ("@bob:b.example", "joined"))


def test_what_was_there_before_the_first_step_comes_first_and_is_pointed_to() -> None:
    later = Trace(with_bob().world).give(BOB, Invite(TEA, CAROL))
    assert said(later) == {
        "a1": " public", "a2": "@alice:a.example joined", "a3": "@bob:b.example joined",
        "b1": "@carol:c.example invited",
    }  # fmt: skip
    assert points_to(later)["b1"] == ["a3"]
    assert history(later)["b1"].origin == B


def test_a_room_of_another_id_has_no_history_here() -> None:
    assert pdus_in(with_bob(), CHESS) == ()


def test_in_every_run_references_lead_back_to_earlier_pdus_and_depths_grow() -> None:
    longest = 0
    for number in range(0, HOW_MANY, 4):
        earlier: dict[object, Pdu] = {}
        for pdu in pdus_in(run(number), TEA):
            assert pdu.reference not in earlier
            assert all(reference in earlier for reference in pdu.prev_pdus)
            assert all(earlier[reference].depth < pdu.depth for reference in pdu.prev_pdus)
            assert pdu.depth == 1 + max((earlier[reference].depth for reference in pdu.prev_pdus), default=0)
            earlier[pdu.reference] = pdu
        longest = max(longest, len(earlier))
    assert longest > 8


def test_a_grant_of_one_room_hands_over_nothing_of_another() -> None:
    both = knowing(made(), CAROL).give(CAROL, Join(TEA)).settle()
    both = both.give(ALICE, Create(CHESS, JoinMode.PUBLIC, CHESS_NAME, listed=True)).settle()
    both = both.give(CAROL, Find(CHESS_NAME)).settle().give(ALICE, Invite(TEA, BOB))
    entered = both.give(CAROL, Join(CHESS)).deliver(JoinRequest).deliver(Grant).give(CAROL, Invite(TEA, DAVE))
    assert points_to(entered)["c1"] == ["a3"]


def test_a_server_that_publishes_anothers_ending_has_seen_it() -> None:
    knocked = knowing(made(JoinMode.KNOCK), CAROL).give(CAROL, Knock(TEA)).settle().give(CAROL, Withdraw(TEA))
    told = knocked.deliver(Ending).give(ALICE, Invite(TEA, MALLORY))
    assert history(told)["c1"].origin == C
    assert "c1" in points_to(told)["a4"]


def test_a_server_that_has_fetched_an_invitation_has_seen_it() -> None:
    fetching = otherwise("unseen_invitation", "fetch")
    room = tea_room("invite", BOB, reading=fetching).give(ALICE, Invite(TEA, CAROL)).deliver(Invitation)
    asked = room.cut(A, C).give(CAROL, Accept(TEA)).give_up(CAROL, TEA).deliver(Acceptance, to=B)
    admitted = asked.deliver(FetchPdu).deliver(PduAnswer)
    invitation = next(each for each, words in said(admitted).items() if words == "@carol:c.example invited")
    assert said(admitted)["b1"] == "@carol:c.example joined"
    assert points_to(admitted)["b1"] == [invitation]
    assert points_to(asked.deliver(FetchPdu).repeat(PduAnswer)) == points_to(admitted), "a copy stays under way"
