"""How claims stand in one run, and the moments behind its steps."""

import pytest

from roomspec.search.claims import ClaimStanding, moments, standings
from spec_impl import LITERAL_2014, Invite, Join, JoinMode, Knock, Leave, SetJoinMode, Trace, Withdraw
from spec_impl.cast import ALICE, BOB, CAROL, TEA, knowing, tea_room
from spec_impl.claims import CLAIMS, WITNESSES, Over, named
from spec_impl.messages import Invitation, JoinRequest
from spec_impl.reading import otherwise
from tests.model.runs import HOW_MANY, run


def status(trace: Trace, name: str) -> str:
    (found,) = standings(trace, (named(name),))
    return found.status


def test_a_claim_about_quiet_worlds_waits_for_one() -> None:
    room = tea_room("public", BOB).give(ALICE, SetJoinMode(TEA, JoinMode.KNOCK))
    assert status(room, "servers-in-a-room-agree") == "not yet"
    assert status(room.settle(), "servers-in-a-room-agree") == "holds"


def test_a_cut_link_leaves_such_claims_open() -> None:
    room = tea_room("public", BOB).cut("a.example", "b.example").give(ALICE, SetJoinMode(TEA, JoinMode.KNOCK))
    assert status(room, "servers-in-a-room-agree") == "not yet"


def test_a_witness_is_seen_or_still_to_be_seen() -> None:
    invited = tea_room("invite").give(ALICE, Invite(TEA, CAROL))
    assert status(invited, "an-invitation-is-shown") == "not yet"
    assert status(invited.deliver(Invitation), "an-invitation-is-shown") == "witnessed"


def test_whoever_enters_uninvited_is_seen_in_the_step_and_ever_after() -> None:
    room = knowing(tea_room("private", reading=otherwise("hidden_modes", "invite_only")), CAROL)
    entered = knowing(tea_room("public", reading=LITERAL_2014), CAROL).give(ALICE, SetJoinMode(TEA, JoinMode.PRIVATE))
    entered = entered.settle().give(CAROL, Join(TEA)).deliver(JoinRequest)
    assert status(room, "nobody-enters-uninvited") == "holds"
    assert status(entered, "nobody-enters-uninvited") == "fails"
    assert status(entered.settle(), "nobody-enters-uninvited") == "fails"


def test_claims_about_whole_runs_have_no_standing_in_one() -> None:
    named_there = {each.claim for each in standings(tea_room(), CLAIMS)}
    assert named_there == {claim.name for claim in CLAIMS if claim.over in (Over.MOMENT, Over.QUIET)}


@pytest.mark.parametrize("number", range(0, HOW_MANY, 10))
def test_in_no_long_run_of_the_recommended_reading_does_a_claim_about_moments_fail(number: int) -> None:
    """Every other run has switches turned, so only the even ones are asked; none where somebody had asked before.

    A claim knows only what happens in the run: a knock that stood there at first would be nobody's act.
    """
    runs = map(run, range(number - number % 2, HOW_MANY, 2))
    trace = next(each for each in runs if not any(server.knocks for server in each.initial.servers))
    failing = [each for each in standings(trace, CLAIMS) if each.status == "fails"]
    assert failing == []
    assert {each.status for each in standings(trace, WITNESSES)} <= {"witnessed", "not yet"}
    assert all(isinstance(each, ClaimStanding) for each in failing)


def test_acts_stand_until_the_stay_ends() -> None:
    knocked = knowing(tea_room("knock"), CAROL).give(CAROL, Knock(TEA))
    acts = [moment.acts for _, _, moment in moments(knocked)][-1]
    assert [(act.user, act.epoch) for act in acts] == [(CAROL, 1)]
    again = knocked.give(CAROL, Withdraw(TEA)).give(CAROL, Knock(TEA))
    assert [act.epoch for act in [moment.acts for _, _, moment in moments(again)][-1]] == [2]


def test_every_step_at_a_home_server_is_a_moment_that_leads_to_what_the_step_led_to() -> None:
    trace = knowing(tea_room("public", BOB), CAROL).give(CAROL, Join(TEA)).settle().give(BOB, Leave(TEA))
    for number, step, moment in moments(trace):
        assert trace.steps[number - 1] is step
        assert moment.after in step.after.servers
        assert moment.reaction.verdicts == step.verdicts
