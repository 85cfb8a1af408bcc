"""Who knocks, which rooms take a knock, who learns of it, and how it is taken back or turned down."""

import pytest

from roomspec.change.vectors import Story
from spec_impl import (
    COMPLETED,
    LITERAL_2014,
    Accept,
    Acceptance,
    Asking,
    Deny,
    Ending,
    Entry,
    Grant,
    Invitation,
    InvitationShown,
    Invite,
    Join,
    Joined,
    JoinMode,
    JoinRefused,
    Knock,
    KnockPlaced,
    KnockRequest,
    KnockSeen,
    Leave,
    Membership,
    Reading,
    Refusal,
    SetJoinMode,
    StateUpdate,
    Told,
    Trace,
    Withdraw,
)
from spec_impl.cast import (
    ALICE,
    BOB,
    CAROL,
    DAVE,
    MALLORY,
    TEA,
    A,
    B,
    C,
    M,
    directing_to,
    forging,
    inviting,
    knowing,
    tea_room,
)
from spec_impl.reading import otherwise
from spec_impl.world import KnockMemory
from tests.model.story import decided, everywhere, heard, on_the_way, reached, shown, standing
from tests.rules.stories import discovery, faults, knock


def knocking(reading: Reading = COMPLETED) -> Trace:
    """Carol's knock is on its way to Alice's server; Bob is in the room too."""
    return knowing(tea_room("knock", BOB, reading=reading), CAROL).give(CAROL, Knock(TEA))


def test_carol_knocks_and_every_member_learns_who_wishes_to_come_in() -> None:
    placed = knocking().deliver(KnockRequest, to=A)
    assert placed.last.published == (StateUpdate(TEA, Entry(CAROL, 1, Membership.KNOCKED, A)),)
    settled = placed.settle()
    assert everywhere(settled, CAROL, A, B, C) == {"knocked"}
    for member in (ALICE, BOB):
        assert shown(settled, member)[-1] == KnockSeen(member, TEA, CAROL)


def test_the_knock_is_remembered_at_home_until_it_is_answered() -> None:
    knocked = knocking().settle()
    assert knocked.world.server(C).knocks == (KnockMemory(CAROL, TEA, 1, (A,)),)
    assert knocked.give(ALICE, Invite(TEA, CAROL)).settle().world.server(C).knocks == ()


def test_nobody_knocks_at_a_room_that_he_has_not_discovered() -> None:
    asked = discovery.nobody_knocks_at_a_room_that_he_has_not_discovered.tell()
    assert decided(asked) == ("NOT_DISCOVERED", "no such room")
    assert asked.world.server(C).knocks == ()


def test_a_member_who_knocks_is_answered_as_joined_and_nothing_changes() -> None:
    again = knock.a_member_who_knocks_is_answered_as_joined.tell()
    assert decided(again, by="knock") == (None, None)
    assert again.last.notices == (Joined(ALICE, TEA),)
    assert again.world.servers == again.last.before.servers


def test_who_is_invited_need_not_knock() -> None:
    assert decided(knock.who_is_invited_need_not_knock.tell()) == ("ALREADY_INVITED", "you are invited")


def test_a_knock_that_meets_an_invitation_never_overwrites_it() -> None:
    crossed = knock.a_knock_that_meets_an_invitation_never_overwrites_it.tell()
    assert decided(crossed, by="knock request") == ("ALREADY_INVITED", "you are invited")
    assert standing(crossed, CAROL, at=A) == "invited"


@pytest.mark.parametrize("reading", [LITERAL_2014, otherwise("knock_when_invited", "overwrite")])
def test_read_literally_a_knock_costs_the_user_her_invitation(reading: Reading) -> None:
    room = knowing(inviting(tea_room("knock", BOB, reading=reading), CAROL), CAROL)
    assert everywhere(room.give(CAROL, Knock(TEA)).settle(), CAROL, A, B, C) == {"knocked"}


def test_a_knock_that_stands_is_acknowledged_again_and_nothing_changes() -> None:
    first = knocking().repeat(KnockRequest)
    second = first.deliver(KnockRequest)
    assert second.last.sends == first.last.sends != ()
    assert second.last.published == ()
    assert second.world.servers == first.world.servers


def test_who_has_joined_meanwhile_is_granted_it_again_when_the_knock_arrives_late() -> None:
    invitation = knocking().repeat(KnockRequest).give(ALICE, Invite(TEA, CAROL)).deliver(Invitation)
    late = invitation.deliver(Acceptance).deliver(Grant).deliver(KnockRequest)
    assert on_the_way(late).count(("Grant", C)) == 1
    assert everywhere(late.settle(), CAROL, A, B, C) == {"joined"}


def test_a_public_room_takes_no_knocks_and_tells_who_knocks_to_join_without() -> None:
    refused = knock.a_public_room_needs_no_knock_and_says_so.tell()
    assert decided(refused, by="knock request") == ("NOT_KNOCKABLE", "join without a knock")
    assert heard(refused, CAROL) == ["join without a knock"]
    assert refused.world.server(C).knocks == ()
    assert shown(refused, CAROL)[-1] == InvitationShown(CAROL, TEA, ALICE)


@pytest.mark.parametrize("mode", ["invite", "private"])
def test_a_hidden_room_hides_from_a_knock_too(mode: str) -> None:
    asked = forging(tea_room(mode), M, A, KnockRequest(TEA, MALLORY, 1))
    assert decided(asked) == ("NOT_INVITED", "no such room")


def test_read_literally_a_knock_finds_out_that_a_hidden_room_exists() -> None:
    asked = knock.where_only_joins_are_hidden_from_an_invite_room_says_that_it_takes_no_knocks.tell()
    assert decided(asked, by="knock request") == ("NOT_KNOCKABLE", "this room takes no knocks")


def test_nobody_knocks_for_somebody_elses_user() -> None:
    posing = knock.nobody_knocks_for_another_servers_user.tell()
    assert decided(posing, by="knock request") == ("NOT_YOUR_USER", "no such room")


def test_a_server_whose_members_have_left_does_not_know_the_room() -> None:
    left = tea_room("knock", BOB).give(BOB, Leave(TEA)).settle()
    assert decided(forging(left, C, B, KnockRequest(TEA, CAROL, 1))) == ("UNAWARE", "no such room")


@pytest.mark.parametrize(("reading", "outcome"), [(COMPLETED, "withdrawn"), (LITERAL_2014, "knocked")])
def test_a_copy_of_a_knock_taken_back_comes_too_late_unless_it_is_taken_as_new(reading: Reading, outcome: str) -> None:
    late = knocking(reading).repeat(KnockRequest).give(CAROL, Withdraw(TEA)).deliver(Ending).deliver(KnockRequest)
    assert standing(late, CAROL, at=A) == outcome


@pytest.mark.parametrize("first", [KnockRequest, Ending])
def test_a_knock_taken_back_is_gone_everywhere_whichever_message_arrives_first(first: type) -> None:
    taken_back = knocking().give(CAROL, Withdraw(TEA)).deliver(first).settle()
    assert everywhere(taken_back, CAROL, A, B, C) == {"withdrawn"}
    assert taken_back.world.server(C).knocks == ()


def test_a_server_that_placed_a_knock_taken_back_meanwhile_is_told_once_more() -> None:
    placed = knocking().deliver(KnockRequest).give(CAROL, Withdraw(TEA)).deliver(Ending).deliver(KnockPlaced)
    assert on_the_way(placed) == [("Ending", A)]
    assert decided(placed.deliver(Ending)) == ("NOT_NEWS", None)


def test_a_server_that_placed_the_first_of_two_knocks_taken_back_is_told_of_the_last_ending() -> None:
    """Bob's server heard of both withdrawals while it was not in the room, and of the first knock when it was."""
    room = knowing(directing_to(tea_room("knock"), B), CAROL)
    for _ in range(2):
        room = room.give(CAROL, Knock(TEA)).lose(KnockRequest).give(CAROL, Withdraw(TEA)).settle()
    inside = inviting(room, BOB).give(BOB, Accept(TEA)).settle()
    assert everywhere(forging(inside, C, B, KnockRequest(TEA, CAROL, 1)).settle(), CAROL, A, B, C) == {"withdrawn"}


def test_only_a_knock_or_a_join_under_way_can_be_taken_back() -> None:
    nothing = ("NOTHING_TO_END", "there is nothing to take back")
    assert decided(tea_room("knock").give(CAROL, Withdraw(TEA))) == nothing
    assert decided(knocking().settle().give(ALICE, Deny(TEA, CAROL)).settle().give(CAROL, Withdraw(TEA))) == nothing
    assert decided(inviting(tea_room("knock"), CAROL).give(CAROL, Withdraw(TEA))) == nothing


def test_a_member_denies_a_knock_and_the_knocker_hears_of_it() -> None:
    denied = knocking().settle().give(BOB, Deny(TEA, CAROL)).settle()
    assert everywhere(denied, CAROL, A, B, C) == {"denied"}
    assert denied.world.server(C).knocks == ()
    assert shown(denied, CAROL)[-1].membership == "denied"


def test_only_a_member_denies_and_only_a_knock_that_stands() -> None:
    assert decided(knock.only_a_member_denies.tell()) == ("NOT_A_MEMBER", "you are not a member")
    assert decided(knock.only_a_knock_that_stands_can_be_denied.tell()) == ("NOTHING_TO_END", "no knock stands")


def test_after_a_denial_the_user_can_knock_again() -> None:
    denied = knocking().settle().give(BOB, Deny(TEA, CAROL)).settle()
    assert everywhere(denied.give(CAROL, Knock(TEA)).settle(), CAROL, A, B, C) == {"knocked"}


def test_a_late_denial_ends_even_a_membership_begun_meanwhile_and_everybody_agrees_on_that() -> None:
    """The price named in GAP-7: Bob denies, not knowing that Alice has invited and Carol has joined."""
    knocked = knocking().settle().give(BOB, Deny(TEA, CAROL)).give(ALICE, Invite(TEA, CAROL))
    joined = knocked.deliver(Invitation).deliver(Acceptance).deliver(Grant)
    assert everywhere(joined, CAROL, A, C) == {"joined"}
    assert everywhere(joined.settle(), CAROL, A, B, C) == {"denied"}


def test_a_word_that_a_knock_was_placed_counts_only_from_a_server_that_was_asked() -> None:
    placed = knock.word_that_a_knock_was_placed_counts_only_from_a_server_that_was_asked.tell()
    assert decided(placed) == ("NOT_ASKED", None)
    assert standing(placed, CAROL, at=C) == "withdrawn"
    assert ("Ending", M) not in on_the_way(placed)


def test_when_the_mode_changes_while_the_knock_is_under_way_the_room_answers_as_it_now_is() -> None:
    opened = knocking().give(ALICE, SetJoinMode(TEA, JoinMode.PUBLIC)).deliver(KnockRequest)
    hidden = knocking().give(ALICE, SetJoinMode(TEA, JoinMode.INVITE)).deliver(KnockRequest)
    assert (decided(opened)[0], decided(hidden)[0]) == ("NOT_KNOCKABLE", "NOT_INVITED")


def test_a_knock_stands_when_the_room_is_opened_and_the_knocker_may_simply_enter() -> None:
    opened = knocking().settle().give(ALICE, SetJoinMode(TEA, JoinMode.PUBLIC)).settle()
    assert everywhere(opened.give(CAROL, Join(TEA)).settle(), CAROL, A, B, C) == {"joined"}


def test_a_knock_that_is_refused_after_the_user_asked_to_join_instead_is_forgotten() -> None:
    refused = knock.a_knock_refused_after_the_user_asked_to_join_instead_is_forgotten.tell()
    assert refused.world.server(C).knocks == ()
    assert shown(refused, CAROL)[-1] == InvitationShown(CAROL, TEA, ALICE)


@pytest.mark.parametrize(
    "story",
    [
        knock.a_knock_that_meets_an_invitation_never_overwrites_it,
        knock.a_refusal_of_an_earlier_knock_leaves_a_later_one_remembered,
        knock.a_knock_that_stands_is_remembered_though_a_copy_of_it_is_refused,
        knock.word_of_an_earlier_stay_leaves_a_later_knock_alone,
    ],
    ids=lambda story: story.name,
)
def test_a_knock_is_remembered_whatever_else_is_refused_or_ends(story: Story) -> None:
    invited = story.tell()
    assert on_the_way(invited).count(("Acceptance", A)) == 1
    assert InvitationShown(CAROL, TEA, ALICE) not in shown(invited, CAROL)[-1:]


def test_a_refusal_by_whoever_was_not_asked_makes_no_knock_forgotten() -> None:
    assert (
        standing(knock.a_refusal_by_a_server_that_was_not_asked_makes_no_knock_forgotten.tell(), CAROL, C) == "joined"
    )


def test_only_word_of_this_very_knock_answers_it() -> None:
    for story in (
        knock.word_that_a_knock_stands_does_not_answer_a_join,
        knock.word_of_an_earlier_knock_does_not_answer_a_later_one,
    ):
        assert heard(story.tell(), CAROL) == ["no server answered"]
    crashed = knock.a_knock_that_stands_is_not_sent_again_after_a_crash.tell()
    assert [type(each.message) for each in reached(crashed, A)].count(KnockRequest) == 2


def test_what_was_taken_back_is_placed_for_a_later_stay_and_accepts_nothing_for_its_own() -> None:
    placed = knock.a_knock_for_a_later_stay_is_placed_in_that_stay.tell()
    assert Entry(CAROL, 3, Membership.KNOCKED, A) in placed.world.server(A).room(TEA).members
    back = knock.a_knock_that_was_taken_back_accepts_nothing_and_stays_taken_back.tell()
    assert heard(back, CAROL) == ["you are not invited"]
    assert standing(back, CAROL, at=C) == "withdrawn"


def test_what_was_accepted_for_her_and_not_answered_is_shown_as_it_first_came() -> None:
    lost = knock.an_acceptance_made_for_the_user_that_nobody_answers_shows_her_the_first_invitation.tell()
    assert [each.inviter for each in shown(lost, CAROL) if isinstance(each, InvitationShown)] == [BOB, ALICE]


def test_what_was_accepted_for_her_and_is_kept_at_home_is_shown_and_lets_her_in_once_it_is_seen() -> None:
    kept = knock.an_acceptance_made_for_the_user_that_her_own_server_keeps_shows_her_the_invitation.tell()
    said = [JoinRefused(CAROL, TEA, Told.NOT_KNOWN_YET), InvitationShown(CAROL, TEA, BOB)]
    assert list(kept.last.notices) == said
    assert everywhere(kept.settle(), CAROL, C) == {"joined"}


def test_a_knock_answered_by_an_invitation_before_its_acknowledgement_waits_for_nobody() -> None:
    room = knocking(otherwise("automatic_acceptance", "off")).deliver(KnockRequest).give(ALICE, Invite(TEA, CAROL))
    answered = room.deliver(Invitation).deliver(KnockPlaced)
    assert decided(answered) == ("NOT_NEWS", None)
    assert heard(answered.settle(), CAROL) == []
    assert everywhere(answered.settle(), CAROL, A, B, C) == {"invited"}


def test_a_flatmate_knocks_at_the_server_that_is_in_the_room_and_it_asks_nobody() -> None:
    room = tea_room("knock", DAVE).give(CAROL, Knock(TEA))
    assert on_the_way(room) == []
    assert shown(room, DAVE)[-1] == KnockSeen(DAVE, TEA, CAROL)
    assert everywhere(room.give(DAVE, Invite(TEA, CAROL)).settle(), CAROL, A, C) == {"joined"}


def test_a_knock_refused_by_the_users_own_server_is_forgotten_as_one_refused_elsewhere_is() -> None:
    refused = tea_room("invite", DAVE).give(CAROL, Knock(TEA))
    assert heard(refused, CAROL) == ["no such room"]
    assert everywhere(inviting(refused, CAROL), CAROL, A, C) == {"invited"}


def test_who_asks_to_join_while_a_knock_is_under_way_hears_an_answer_to_that_too() -> None:
    asked = knocking().deliver(KnockRequest).give(CAROL, Join(TEA)).deliver(KnockPlaced).settle()
    assert heard(asked, CAROL) == ["your knock stands and awaits an answer"]


def test_a_knock_that_overwrote_an_invitation_is_remembered_as_any_other() -> None:
    room = inviting(tea_room("knock", reading=otherwise("knock_when_invited", "overwrite")), CAROL)
    knocked = knowing(room, CAROL).give(CAROL, Knock(TEA)).settle()
    assert everywhere(inviting(knocked, CAROL), CAROL, A, C) == {"joined"}


@pytest.mark.parametrize(
    "story",
    [
        knock.who_knocked_beside_a_colleague_is_let_in_by_the_inviter_before_her_own_server_has_heard,
        knock.she_is_let_in_though_her_colleague_leaves_meanwhile,
    ],
    ids=lambda story: story.name,
)
def test_an_invitee_with_a_colleague_inside_is_let_in_and_never_told_that_there_is_no_room(story: Story) -> None:
    answered = story.tell()
    assert heard(answered, CAROL) == []
    assert shown(answered, CAROL)[-1] == Joined(CAROL, TEA)
    assert everywhere(answered, CAROL, A, C) == {"joined"}


def test_nobody_knocks_over_an_invitation_in_hand_though_the_broadcast_has_not_come() -> None:
    asked = knock.who_holds_an_invitation_that_the_members_server_has_not_seen_need_not_knock.tell()
    assert heard(asked, CAROL) == ["you are invited"]
    assert everywhere(asked, CAROL, A, C) == {"invited"}


def test_a_knock_that_stands_is_remembered_though_its_acknowledgement_was_given_up() -> None:
    answered = knock.a_knock_that_stands_is_remembered_though_its_acknowledgement_was_given_up.tell()
    assert heard(answered, CAROL) == ["no server answered"]
    assert everywhere(answered, CAROL, A, C) == {"joined"}


def test_a_knock_that_is_given_up_is_remembered_until_every_server_asked_has_refused_it() -> None:
    lost = faults.a_knock_that_is_given_up_is_remembered_since_it_may_stand.tell()
    assert lost.world.server(C).knocks == (KnockMemory(CAROL, TEA, 1, (A,)),)
    refused = forging(lost, A, C, Refusal(TEA, CAROL, Asking.KNOCK, 1, Told.NO_SUCH_ROOM))
    assert refused.world.server(C).knocks == ()
