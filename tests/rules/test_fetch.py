"""Fetching a state change by its id: who is given it, and what the answer does to an acceptance that waits."""

import pytest

from spec_impl import (
    Acceptance,
    Entry,
    FetchPdu,
    Leave,
    Membership,
    NotEnabled,
    PduAnswer,
    PduId,
    Refusal,
    Revoke,
    Trace,
)
from spec_impl.cast import ALICE, BOB, CAROL, MALLORY, TEA, A, B, C, M, forging, inviting, tea_room
from spec_impl.reading import otherwise
from tests.model.story import decided, everywhere, heard, on_the_way, reached, standing
from tests.rules.stories import acceptance, private
from tests.rules.stories.acceptance import CAROLS, overtaking

FETCHING = otherwise("unseen_invitation", "fetch")


def fetching() -> Trace:
    """Carol's acceptance waits at Bob's server, which has asked Alice's for the invitation that it cites."""
    return overtaking(FETCHING)


def test_a_server_with_a_member_is_given_the_change_that_it_asks_for() -> None:
    given = fetching().deliver(FetchPdu)
    assert given.message(PduAnswer, to=B).message.entry == Entry(CAROL, 1, Membership.INVITED, A)


@pytest.mark.parametrize("mode", ["public", "invite"])
def test_a_server_without_a_member_is_given_nothing(mode: str) -> None:
    asked = forging(inviting(tea_room(mode), CAROL), M, A, FetchPdu(TEA, CAROLS))
    assert decided(asked) == ("NOT_A_MEMBER", "no such room")
    assert on_the_way(asked) == [("Refusal", M)]


def test_read_literally_a_stranger_who_guesses_an_id_is_given_the_change() -> None:
    asked = private.read_literally_a_stranger_who_guesses_an_id_is_given_the_change.tell()
    assert [envelope.message.entry.user for envelope in reached(asked, M)] == [CAROL]


def test_what_is_not_held_cannot_be_given() -> None:
    assert decided(acceptance.what_is_not_held_cannot_be_given.tell()) == ("NOT_HELD", "no such room")


def test_who_has_left_the_room_knows_nothing_of_it() -> None:
    left = tea_room("public", BOB).give(BOB, Leave(TEA)).settle()
    assert decided(forging(left, A, B, FetchPdu(TEA, CAROLS))) == ("UNAWARE", "no such room")


def test_the_answer_lets_the_waiting_user_in() -> None:
    admitted = fetching().deliver(FetchPdu).deliver(PduAnswer)
    assert admitted.world.server(B).held == ()
    assert everywhere(admitted.settle(), CAROL, A, B, C) == {"joined"}


def test_an_answer_that_shows_a_revoked_invitation_lets_nobody_in() -> None:
    revoked = fetching().give(ALICE, Revoke(TEA, CAROL)).deliver(FetchPdu).deliver(PduAnswer)
    assert decided(revoked) == ("NOT_IN_FORCE", "no such room")
    assert standing(revoked, CAROL, at=B) == "revoked"


def test_a_change_counts_only_from_the_server_that_was_asked_and_while_something_waits_for_it() -> None:
    answer = PduAnswer(TEA, Entry(CAROL, 1, Membership.INVITED, A))
    waiting, quiet = fetching(), tea_room("invite", BOB, reading=FETCHING)
    for trace, sender in ((waiting, M), (quiet, A)):
        forged = forging(trace, sender, B, answer)
        assert decided(forged) == ("NOT_ASKED", None)
        assert standing(forged, CAROL, at=B) == "none"


def test_when_the_server_named_gives_nothing_the_acceptance_is_refused() -> None:
    """Alice leaves meanwhile: her server no longer knows the room that it invited Carol to, who holds on to that."""
    refused = fetching().give(ALICE, Leave(TEA)).deliver(FetchPdu).deliver(Refusal, to=B)
    assert refused.message(Refusal, to=C).message.told == "no such room"
    assert refused.world.server(B).held == ()
    assert heard(refused.deliver(Refusal), CAROL) == ["no server asked knows your invitation yet"]


def test_a_refusal_counts_only_from_the_server_that_was_asked() -> None:
    waiting = fetching()
    refusal = waiting.give(ALICE, Leave(TEA)).deliver(FetchPdu).message(Refusal, to=B).message
    forged = forging(waiting, M, B, refusal)
    assert decided(forged) == ("NOT_ASKED", None)
    assert forged.world.server(B).held == waiting.world.server(B).held


def test_fetching_from_whoever_the_proof_names_tells_the_outsider_that_the_room_exists() -> None:
    """Why COMPLETED does not fetch: the made-up proof names the outsider's own server, and it is asked."""
    posing = Acceptance(TEA, MALLORY, PduId(MALLORY, 1, 2, M))
    with_room = forging(tea_room("invite", reading=FETCHING), M, A, posing)
    assert on_the_way(with_room) == [("FetchPdu", M)]
    assert on_the_way(forging(tea_room("invite"), M, A, posing)) == [("Refusal", M)]


def test_a_made_up_id_that_names_the_candidate_itself_is_refused() -> None:
    posing = forging(tea_room("invite", reading=FETCHING), M, A, Acceptance(TEA, MALLORY, PduId(MALLORY, 1, 2, A)))
    assert all(envelope.sender != envelope.receiver for envelope in posing.world.in_flight)
    assert reached(posing.settle(), M)[-1].message.told == "no such room"


def test_a_request_is_not_given_up_while_the_candidate_fetches_its_proof() -> None:
    waiting = fetching()
    assert waiting.message(FetchPdu)
    with pytest.raises(NotEnabled):
        waiting.give_up(CAROL, TEA)
