"""Why a run ends as it does: only the steps that matter, each with its row, and none that nothing rests on."""

from roomspec.search.because import because, decisions
from spec_impl import Accept, Decline, Find, Invite, Join, JoinRequest, Leave
from spec_impl.cast import ALICE, BOB, CAROL, MALLORY, TEA, TEA_NAME, A, M, knowing, tea_room
from spec_impl.messages import Acceptance, Invitation


def test_an_acceptance_rests_on_the_invitation_and_on_nothing_that_happened_elsewhere() -> None:
    run = tea_room("invite", BOB).give(ALICE, Invite(TEA, CAROL)).give(MALLORY, Find(TEA_NAME))
    run = run.deliver(Invitation).give(CAROL, Accept(TEA)).deliver(Acceptance)
    first = len(tea_room("invite", BOB).steps)
    chain = [link for link in because(run) if link.number > first]
    kinds = [type(link.step.action).__name__ for link in chain]
    assert kinds == ["Give", "Deliver", "Give", "Deliver"]
    assert all(link.step.action != run.steps[first + 1].action for link in chain)
    assert chain[-1].decisions[0].sentence == "An invitation that is known and in force admits."
    assert chain[-1].rests_on == (first + 1, first + 4)


def test_the_whole_world_is_explained_by_the_last_change_of_each_server_too() -> None:
    room = tea_room("invite")
    run = room.give(ALICE, Invite(TEA, CAROL)).deliver(Invitation).give(CAROL, Accept(TEA)).give(CAROL, Decline(TEA))
    run = run.deliver(Acceptance)
    last = {link.number - len(room.steps) for link in because(run)}
    world = {link.number - len(room.steps) for link in because(run, whole_world=True)}
    assert 4 in world - last


def test_a_loss_rests_on_the_sending_of_what_was_lost() -> None:
    run = knowing(tea_room(), CAROL).give(CAROL, Join(TEA)).lose(JoinRequest).give_up(CAROL, TEA)
    chain = because(run, whole_world=True)
    assert [type(link.step.action).__name__ for link in chain][-3:] == ["Give", "Lose", "GiveUp"]
    assert chain[-2].rests_on == (chain[-3].number,)
    assert chain[-2].decisions == ()


def test_an_update_rests_on_the_step_that_first_published_it() -> None:
    room = tea_room("public", BOB)
    run = room.give(ALICE, Leave(TEA)).spread("b.example")
    assert because(run)[-1].rests_on[-1] == len(room.steps) + 1


def test_what_an_outsider_wrote_is_where_its_chain_begins() -> None:
    run = tea_room("invite").post(M, A, JoinRequest(TEA, MALLORY, 1)).deliver(JoinRequest)
    assert because(run)[-1].rests_on[-1] == len(run.steps) - 1


def test_each_decision_is_the_row_of_the_reading_in_force() -> None:
    run = tea_room("invite").give(ALICE, Invite(TEA, CAROL))
    (decision,) = decisions(run.last)
    assert (decision.table, decision.sentence) == (
        "invite",
        "A member's server writes the user down as invited, and sends an invitation.",
    )
    assert set(decision.cites) <= set(run.last.cites)
