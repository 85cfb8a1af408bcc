"""A trace becomes a chart: each kind of step gives its row, and the same is said in words."""

import pytest

from roomspec.show import chart
from roomspec.show.drawing.chart import ChartRow, Fold, InFlight, Note
from roomspec.show.run import as_chart
from spec_impl import (
    COMPLETED,
    Accept,
    Acceptance,
    DirectoryAnswer,
    DirectoryQuery,
    Ending,
    Find,
    Grant,
    Invitation,
    Invite,
    Join,
    JoinRequest,
    Knock,
    Leave,
    Reading,
    Refusal,
    ServerName,
    Trace,
    Withdraw,
)
from spec_impl.cast import ALICE, BOB, CAROL, DAVE, TEA, TEA_NAME, A, B, C, directing_to, knowing, tea_room, town
from spec_impl.reading import otherwise
from tests.model.runs import run
from tests.show.drawing.untrusted import words
from tests.show.seen import alternative_of, twin_of

NOWHERE = ServerName("nowhere.example")


def asked() -> Trace:
    """Carol's request is on its way to Alice's public room; Bob is in it."""
    return Trace(knowing(tea_room("public", BOB), CAROL).world).give(CAROL, Join(TEA))


def overtaken() -> Trace:
    """Carol accepts before Alice's server has heard of her invitation; Bob, who sent it, has left."""
    invited = Trace(tea_room("invite", BOB).world).give(BOB, Invite(TEA, CAROL)).deliver(Invitation)
    return invited.give(BOB, Leave(TEA)).give(CAROL, Accept(TEA)).deliver(Acceptance).deliver(Refusal)


def last(trace: Trace) -> ChartRow:
    """The row of the last step."""
    return as_chart(trace).rows[-1]


def shape(row: ChartRow) -> tuple[str, str, str | None, str]:
    """What kind of row it is, between whom, and what is written on it."""
    return row.kind, row.at, row.to, row.label


def test_a_command_stands_at_the_users_server_with_the_clauses_behind_it() -> None:
    assert last(asked()) == ChartRow(1, "command", C, label="carol: join", tags=("JOIN-1", "PUB-2", "PUB-3"))
    assert last(town().give(CAROL, Find(TEA_NAME))).label == "carol: find #tea"


def test_a_message_that_arrives_at_once_is_a_straight_arrow_with_the_clauses_that_it_carries() -> None:
    row = last(asked().deliver(JoinRequest))
    assert shape(row) == ("arrow", C, A, "JoinRequest")
    assert (row.tags, row.sent_at, row.repeated) == (("PUB-2", "PUB-3"), None, False)


def test_a_message_that_arrives_later_says_when_it_was_sent() -> None:
    assert last(asked().cut(A, B).deliver(JoinRequest)).sent_at == 1


def test_a_lost_message_is_drawn_lost_and_decides_nothing() -> None:
    row = last(asked().lose(JoinRequest))
    assert shape(row) == ("lost", C, A, "JoinRequest")
    assert row.notes == ()


def test_a_link_is_cut_and_healed_between_two_servers() -> None:
    cut = asked().cut(B, A)
    assert shape(last(cut)) == ("cut", B, A, "")
    assert shape(last(cut.heal(A, B))) == ("heal", A, B, "")


def test_who_gives_up_says_on_whom_and_whom_he_asks_now() -> None:
    walk = Trace(knowing(directing_to(tea_room("public", BOB), B, A), CAROL).world).give(CAROL, Join(TEA))
    on = walk.lose(JoinRequest).give_up(CAROL, TEA)
    assert shape(last(on)) == ("act", C, None, "gives up on b, asks a")
    end = last(on.lose(JoinRequest).give_up(CAROL, TEA))
    assert end.label == "gives up on a"
    assert end.notes == (Note(C, "refused", ("carol is told: no server answered",)),)


def test_a_crash_is_an_act_of_the_server() -> None:
    assert shape(last(asked().crash(C))) == ("act", C, None, "crashes, comes up again")


def test_a_copy_that_arrives_after_the_first_is_marked_as_come_again() -> None:
    twice = asked().repeat(JoinRequest).deliver(JoinRequest)
    assert [row.repeated for row in as_chart(twice).rows] == [False, False, True]
    assert last(twice).words == "JoinRequest, again"
    assert last(twice).notes == (Note(A, "accepted", ("admitted",)),)


def test_an_update_that_spreads_comes_from_its_publisher_and_says_when_it_was_sent() -> None:
    row = last(asked().deliver(JoinRequest).deliver(Grant).spread(B))
    assert shape(row) == ("arrow", A, B, "StateUpdate")
    assert (row.sent_at, row.says) == (2, "news: carol has joined")
    assert row.notes == (Note(B, "changed", ("carol: none → joined",)),)


def test_a_refusal_is_an_arrow_of_its_own_tone_and_says_what_is_told() -> None:
    no = Trace(knowing(tea_room("knock"), CAROL).world).give(CAROL, Join(TEA)).deliver(JoinRequest)
    assert last(no).notes == (Note(A, "refused", ("refused: must knock", "told: “knock first”")),)
    answer = last(no.deliver(Refusal))
    assert (answer.tone, answer.says) == ("refusal", "“knock first”")
    assert answer.notes == (Note(C, "refused", ("carol is told: knock first",)),)


def test_a_name_that_the_directory_does_not_know_is_refused_there() -> None:
    row = last(town().give(CAROL, Find(TEA_NAME)).deliver(DirectoryQuery))
    assert row.notes == (Note("directory", "refused", ("refused: unknown name", "told: “nothing found”")),)


def test_an_acceptance_that_is_held_says_so_beside_what_is_told() -> None:
    row = last(overtaken().deliver(Acceptance))
    assert row.notes == (Note(A, "held", ("parked: invitation not seen", "told: “no such room”")),)


def test_a_held_acceptance_is_granted_when_its_invitation_arrives() -> None:
    held = overtaken().deliver(Acceptance)
    assert last(held.spread(A, user=CAROL)).notes == (Note(A, "accepted", ("admitted", "carol: none → joined")),)
    grant = last(held.spread(A, user=CAROL).deliver(Grant))
    assert (grant.label, grant.tone) == ("Grant", "grant")


def test_an_invitation_that_answers_a_knock_is_accepted_for_the_user() -> None:
    knocked = Trace(knowing(tea_room("knock"), CAROL).world).give(CAROL, Knock(TEA)).deliver()
    assert last(knocked).notes == (Note(A, "accepted", ("the knock stands", "carol: none → knocked")),)
    answered = knocked.deliver().give(ALICE, Invite(TEA, CAROL)).deliver(Invitation)
    assert last(answered).notes == (Note(C, "accepted", ("invited; says yes for carol", "carol: knocked → invited")),)


def test_a_server_that_refuses_its_own_user_says_what_she_is_told() -> None:
    at_home = Trace(tea_room("invite", CAROL).world).give(DAVE, Join(TEA))
    assert last(at_home).notes == (Note(C, "refused", ("refused: not invited", "told: “no such room”")),)


def test_a_message_that_counts_for_nothing_says_so() -> None:
    twice = asked().deliver(JoinRequest).repeat(Grant).deliver(Grant)
    assert last(twice).remark == "ignored"


def test_what_is_still_under_way_waits_below_with_the_step_that_sent_it() -> None:
    admitted = asked().deliver(JoinRequest)
    grant = InFlight(A, C, "Grant", 2, "come in, here is the room")
    assert as_chart(admitted).waiting == (grant, InFlight(A, B, "StateUpdate", 2, "news: carol has joined"))
    (early,) = as_chart(Trace(asked().world)).waiting
    assert early == InFlight(C, A, "JoinRequest", 0, "may carol come in?")


def test_earlier_steps_are_folded_into_one_strip_and_stay_in_the_twin() -> None:
    trace = asked().deliver(JoinRequest).deliver(Grant)
    assert as_chart(trace, since=3).folds == (Fold(1, 2, "carol: join"),)
    assert as_chart(trace).folds == ()
    assert twin_of(chart(trace, "Carol is in.", since=3)) == twin_of(chart(trace, "Carol is in."))


def test_a_server_that_takes_no_part_has_no_lane() -> None:
    assert [lane.key for lane in as_chart(asked()).lanes] == [A, C]
    assert len(as_chart(Trace(asked().world).settle()).lanes) == 3


def test_the_last_step_is_marked_where_that_is_asked_for() -> None:
    assert [as_chart(asked(), latest=wanted).latest for wanted in (True, False)] == [True, False]


def test_the_alternative_text_says_how_long_who_and_how_it_went() -> None:
    said = alternative_of(chart(asked().deliver(JoinRequest), "Carol asks."))
    assert said.startswith("Sequence chart, 2 steps: a.example (alice); b.example (bob); c.example (carol, dave).")
    assert "Step 2, a.example: admitted, carol: none → joined." in said
    assert said.endswith("On its way: Grant to c.example, StateUpdate to b.example.")


def test_a_server_that_forgot_what_it_wrote_itself_is_told_it_by_nobody_in_particular() -> None:
    """Bob leaves and is back before word of it has spread; his own server hears of it like any other."""
    forgets = otherwise("forgetting", "on_last_leave")
    left = knowing(tea_room("public", BOB, reading=forgets), BOB).give(BOB, Leave(TEA))
    back = left.give(BOB, Find(TEA_NAME)).deliver(DirectoryQuery).deliver(DirectoryAnswer)
    back = back.give(BOB, Join(TEA)).deliver(JoinRequest).deliver(Grant)
    assert chart(back, "Bob is back.").html
    told = last(back.spread(B))
    assert shape(told) == ("act", B, None, "is told again what it had forgotten: bob left")
    assert told.tags == ("GAP-4",) and "bob: joined → none" in told.notes[0].lines


@pytest.mark.parametrize("number", range(20))
def test_every_run_has_a_short_alternative_text_that_names_who_and_a_line_for_each_step(number: int) -> None:
    trace = run(number)
    picture, figure = as_chart(trace), chart(trace, "A run.")
    assert len(alternative_of(figure)) <= 350
    assert all(lane.title in alternative_of(figure) for lane in picture.lanes if not lane.is_directory)
    steps = [line for line in twin_of(figure) if not line.startswith("On its way")]
    assert [line.partition(".")[0] for line in steps] == [str(row.number) for row in picture.rows]
    assert len(steps) == len(trace.steps)
    assert len(twin_of(figure)) == len(steps) + len(picture.waiting)


def test_a_step_told_in_the_twin_says_what_was_decided_and_what_was_told() -> None:
    figure = chart(overtaken().deliver(Acceptance), "Held.")
    sent, came = (
        "7. c.example to a.example: Acceptance (ACC-2, ACC-3, ACC-4).",
        "Parked: invitation not seen. Told: “no such room”.",
    )
    assert f"{sent} carol says yes. {came}" in words(figure.html)


@pytest.mark.parametrize("reading", [COMPLETED, otherwise("unseen_invitation", "queue")], ids=lambda each: each.name)
def test_nothing_is_said_to_be_told_where_nothing_is(reading: Reading) -> None:
    invited = Trace(tea_room("invite", BOB, reading=reading).world).give(BOB, Invite(TEA, CAROL)).deliver(Invitation)
    held = invited.give(BOB, Leave(TEA)).give(CAROL, Accept(TEA)).deliver(Acceptance).deliver(Refusal)
    told = [line for note in last(held.deliver(Acceptance)).notes for line in note.lines if line.startswith("told")]
    assert told == (["told: “no such room”"] if reading is COMPLETED else [])


def test_a_message_to_a_server_that_does_not_exist_can_be_drawn() -> None:
    walk = knowing(directing_to(tea_room(), NOWHERE, A), CAROL).give(CAROL, Join(TEA))
    assert "On its way: c.example to nowhere.example: JoinRequest, may carol come in?" in words(
        chart(walk, "Nobody there.").html
    )


def test_a_fold_beyond_the_last_step_folds_them_all() -> None:
    assert "1. c.example" in twin_of(chart(asked(), "All folded.", since=9))[0]


def test_a_message_that_another_server_got_twice_has_not_come_here_before() -> None:
    walk = knowing(directing_to(tea_room("knock"), B, A), CAROL).give(CAROL, Knock(TEA))
    asked_both = walk.deliver().deliver(Refusal).deliver().deliver().give(CAROL, Withdraw(TEA))
    assert not last(asked_both.repeat(Ending, to=A).deliver(Ending, to=B)).repeated
