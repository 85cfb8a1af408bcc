"""Who asks to enter directly: what the candidate decides, and what the grant does at home."""

import pytest

from roomspec.change.vectors import Story
from spec_impl import (
    COMPLETED,
    LITERAL_2014,
    Ending,
    Entry,
    Grant,
    Invitation,
    Invite,
    Join,
    Joined,
    JoinMode,
    JoinRequest,
    Knock,
    KnockPlaced,
    KnockRequest,
    Leave,
    Membership,
    MembershipChanged,
    Reading,
    Refusal,
    SetJoinMode,
    StateUpdate,
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
from tests.model.story import decided, everywhere, heard, on_the_way, reached, shown, standing
from tests.rules.stories import discovery, private, public_join


def test_carol_asks_to_enter_a_public_room_and_the_candidate_writes_her_down_as_joined() -> None:
    asked = knowing(tea_room("public", BOB), CAROL).give(CAROL, Join(TEA))
    assert asked.message(JoinRequest, to=A).message == JoinRequest(TEA, CAROL, 1)
    admitted = asked.deliver(JoinRequest)
    joined = Entry(CAROL, 1, Membership.JOINED, A)
    assert admitted.last.published == (StateUpdate(TEA, joined),)
    assert admitted.message(Grant, to=C).message.entry == joined
    assert everywhere(admitted.settle(), CAROL, A, B, C) == {"joined"}


def test_who_enters_a_public_room_is_never_invited_on_the_way() -> None:
    entered = knowing(tea_room(), CAROL).give(CAROL, Join(TEA)).settle()
    stages = [change.after for step in entered.steps for change in step.changes if change.user == CAROL]
    assert set(stages) == {"joined"}


def test_the_members_and_the_user_herself_are_shown_the_join() -> None:
    entered = knowing(tea_room("public", BOB), CAROL).give(CAROL, Join(TEA)).settle()
    assert shown(entered, CAROL)[-1] == Joined(CAROL, TEA)
    for member in (ALICE, BOB):
        assert shown(entered, member)[-1] == MembershipChanged(member, TEA, CAROL, Membership.JOINED)


def test_the_grant_brings_the_room_as_the_admitting_server_holds_it() -> None:
    granted = knowing(tea_room("public", BOB), CAROL).give(CAROL, Join(TEA)).deliver(JoinRequest).deliver(Grant)
    ours, theirs = (granted.world.server(name).room(TEA) for name in (C, A))
    assert (ours.mode_change, ours.members) == (theirs.mode_change, theirs.members)


def test_later_changes_reach_the_newcomer_as_they_reach_everybody() -> None:
    entered = knowing(tea_room("public", BOB), CAROL).give(CAROL, Join(TEA)).settle()
    assert standing(entered.give(BOB, Leave(TEA)).settle(), BOB, at=C) == "left"


def test_nobody_joins_a_room_that_he_has_not_discovered() -> None:
    asked = discovery.nobody_joins_a_room_that_he_has_not_discovered.tell()
    assert decided(asked) == ("NOT_DISCOVERED", "no such room")
    assert on_the_way(asked) == []


def test_a_member_who_joins_again_is_answered_as_the_first_time_and_nothing_changes() -> None:
    again = public_join.a_member_who_joins_again_is_answered_as_the_first_time.tell()
    assert decided(again, by="join") == (None, None)
    assert again.last.notices == (Joined(ALICE, TEA),)
    assert again.world.servers == again.last.before.servers


def test_a_request_that_arrives_twice_is_granted_twice_and_changes_nothing_the_second_time() -> None:
    first = knowing(tea_room(), CAROL).give(CAROL, Join(TEA)).repeat(JoinRequest)
    second = first.deliver(JoinRequest)
    assert second.last.sends == first.last.sends
    assert second.world.servers == first.world.servers


def test_who_is_in_is_granted_it_again_though_the_room_has_been_hidden_since() -> None:
    first = knowing(tea_room(), CAROL).give(CAROL, Join(TEA)).repeat(JoinRequest)
    hidden = first.give(ALICE, SetJoinMode(TEA, JoinMode.INVITE)).deliver(JoinRequest)
    assert on_the_way(hidden).count(("Grant", C)) == 2
    assert hidden.last.published == ()


def test_a_second_grant_changes_nothing() -> None:
    first = knowing(tea_room(), CAROL).give(CAROL, Join(TEA)).deliver(JoinRequest).repeat(Grant)
    second = first.deliver(Grant)
    assert decided(second) == ("NOT_NEWS", None)
    assert second.world.servers == first.world.servers


def test_a_grant_from_a_server_that_was_never_asked_admits_nobody() -> None:
    granted = knowing(tea_room(), CAROL).give(CAROL, Join(TEA)).deliver(JoinRequest)
    forged = forging(granted, M, C, granted.message(Grant).message)
    assert decided(forged) == ("NOT_ASKED", None)
    assert standing(forged, CAROL, at=C) == "none"


def test_a_server_speaks_only_for_its_own_users() -> None:
    posing = forging(inviting(tea_room(), CAROL), M, A, JoinRequest(TEA, CAROL, 1))
    assert decided(posing) == ("NOT_YOUR_USER", "no such room")
    assert standing(posing, CAROL, at=A) == "invited"


def test_a_knock_room_asks_for_a_knock_first() -> None:
    asked = public_join.a_knock_room_asks_for_a_knock_first.tell()
    assert heard(asked, MALLORY) == ["knock first"]
    assert everywhere(asked, MALLORY, A, M) == {"none"}


@pytest.mark.parametrize("story", [private.a_stranger_joins_an_invite_room, private.a_stranger_joins_a_private_room])
def test_an_uninvited_stranger_hears_that_a_hidden_room_does_not_exist(story: Story) -> None:
    asked = story.tell()
    assert decided(asked, by="join request") == ("NOT_INVITED", "no such room")
    assert [envelope.message.told for envelope in reached(asked, M)] == ["no such room"]


@pytest.mark.parametrize("mode", JoinMode)
def test_who_is_invited_may_enter_by_the_direct_way_whatever_the_mode(mode: str) -> None:
    entered = inviting(tea_room(mode), CAROL).give(CAROL, Join(TEA)).settle()
    assert everywhere(entered, CAROL, A, C) == {"joined"}


def test_read_literally_a_knock_room_sends_even_the_invited_back_to_knock() -> None:
    asked = forging(inviting(tea_room("knock", reading=LITERAL_2014), CAROL), C, A, JoinRequest(TEA, CAROL, 1))
    assert decided(asked) == ("MUST_KNOCK", "knock first")


@pytest.mark.parametrize(
    ("story", "outcome"),
    [
        (private.a_stranger_joins_a_private_room, "none"),
        (public_join.read_literally_anyone_enters_a_room_that_the_server_knows, "joined"),
    ],
)
def test_only_read_literally_a_stranger_walks_into_a_private_room(story: Story, outcome: str) -> None:
    assert standing(story.tell(), MALLORY, at=A) == outcome


def test_a_private_room_that_is_not_hidden_still_lets_no_stranger_in() -> None:
    asked = public_join.a_private_room_that_is_not_hidden_still_lets_no_stranger_in.tell()
    assert decided(asked, by="join request") == ("NO_RULE", "no such room")


@pytest.mark.parametrize(("reading", "lost"), [(COMPLETED, 0), (LITERAL_2014, 1)])
def test_of_two_joins_at_once_through_two_servers_one_is_lost_where_one_key_holds_all(
    reading: Reading, lost: int
) -> None:
    room = knowing(directing_to(tea_room("public", BOB, reading=reading), A, B), CAROL)
    room = knowing(directing_to(room, B, A), MALLORY).give(CAROL, Join(TEA)).give(MALLORY, Join(TEA))
    both = room.deliver(JoinRequest, to=A).deliver(JoinRequest, to=B).settle()
    assert [everywhere(both, user, A, B) for user in (CAROL, MALLORY)].count({"none"}) == lost
    assert [everywhere(both, user, A, B) for user in (CAROL, MALLORY)].count({"joined"}) == 2 - lost


@pytest.mark.parametrize(
    ("before", "then", "outcome"),
    [("public", "invite", "none"), ("invite", "public", "joined"), ("public", "knock", "none")],
)
def test_the_mode_at_the_moment_of_arrival_counts(before: str, then: str, outcome: str) -> None:
    room = knowing(tea_room(), CAROL).give(ALICE, SetJoinMode(TEA, JoinMode(before))).settle()
    asked = room.give(CAROL, Join(TEA)).give(ALICE, SetJoinMode(TEA, JoinMode(then))).deliver(JoinRequest)
    assert standing(asked, CAROL, at=A) == outcome


def test_a_change_of_mode_that_has_not_arrived_yet_binds_nobody() -> None:
    room = knowing(directing_to(tea_room("public", BOB), B), CAROL).give(ALICE, SetJoinMode(TEA, JoinMode.INVITE))
    entered = room.give(CAROL, Join(TEA)).deliver(JoinRequest, to=B).settle()
    assert everywhere(entered, CAROL, A, B, C) == {"joined"}


def test_a_server_that_is_in_the_room_decides_for_its_own_user_and_asks_nobody() -> None:
    entered = tea_room("public", DAVE).give(CAROL, Join(TEA))
    assert standing(entered, CAROL, at=C) == "joined"
    assert on_the_way(entered) == []
    assert everywhere(entered.settle(), CAROL, A, C) == {"joined"}


def test_a_server_that_is_in_a_hidden_room_hides_it_from_its_own_user_too() -> None:
    assert heard(private.a_server_in_the_room_hides_it_from_its_own_user_too.tell(), CAROL) == ["no such room"]


def test_a_late_copy_of_an_old_request_does_not_bring_back_who_has_left() -> None:
    late = public_join.a_late_copy_of_a_request_does_not_bring_back_who_has_left.tell()
    assert decided(late, by="join request") == ("OUT_OF_DATE", "your request is out of date")
    assert everywhere(late.settle(), CAROL, A, C) == {"left"}


@pytest.mark.parametrize("reading", [LITERAL_2014, otherwise("old_requests", "as_new")])
def test_taken_as_new_a_late_copy_brings_back_a_user_who_has_left(reading: Reading) -> None:
    gone = knowing(tea_room(reading=reading), CAROL).give(CAROL, Join(TEA)).repeat(JoinRequest).deliver(Grant)
    late = gone.give(CAROL, Leave(TEA)).spread(A).deliver(JoinRequest)
    assert standing(late, CAROL, at=A) == "joined"


def test_who_has_left_can_ask_again_and_begins_a_new_stay() -> None:
    gone = knowing(tea_room(), CAROL).give(CAROL, Join(TEA)).settle().give(CAROL, Leave(TEA)).settle()
    back = gone.give(CAROL, Join(TEA)).settle()
    assert back.world.server(A).room(TEA).entry(CAROL) == Entry(CAROL, 2, Membership.JOINED, A)


def test_a_new_request_that_overtakes_the_word_of_leaving_is_granted() -> None:
    gone = knowing(tea_room(), CAROL).give(CAROL, Join(TEA)).settle().give(CAROL, Leave(TEA))
    back = gone.give(CAROL, Join(TEA)).deliver(JoinRequest).settle()
    assert everywhere(back, CAROL, A, C) == {"joined"}


@pytest.mark.parametrize("first", [JoinRequest, Ending])
def test_who_takes_a_request_back_stays_outside_whichever_message_arrives_first(first: type) -> None:
    asked = knowing(tea_room("public", BOB), CAROL).give(CAROL, Join(TEA)).give(CAROL, Withdraw(TEA))
    assert everywhere(asked.deliver(first).settle(), CAROL, A, B, C) == {"withdrawn"}


def cut_off() -> Trace:
    """Carol was admitted behind a link that was then cut, and hears that nobody answered."""
    admitted = knowing(tea_room("public", BOB), CAROL).give(CAROL, Join(TEA)).deliver(JoinRequest).cut(A, C)
    return admitted.give_up(CAROL, TEA)


def test_a_grant_that_comes_after_all_lets_in_who_had_given_up() -> None:
    assert heard(cut_off(), CAROL) == ["no server answered"]
    assert everywhere(cut_off().heal(A, C).settle(), CAROL, A, B, C) == {"joined"}


def test_a_grant_of_a_stay_that_the_user_has_ended_meanwhile_is_answered_with_her_own_last_word() -> None:
    asked = knowing(tea_room("public", BOB), CAROL).give(CAROL, Join(TEA)).deliver(JoinRequest)
    disowned = asked.give(CAROL, Withdraw(TEA)).deliver(Grant)
    assert disowned.last.published == (StateUpdate(TEA, Entry(CAROL, 1, Membership.WITHDRAWN, C)),)
    assert everywhere(disowned.settle(), CAROL, A, B, C) == {"withdrawn"}


def test_whoever_was_asked_before_the_last_one_may_still_let_her_in() -> None:
    granted = public_join.a_grant_by_a_server_that_was_asked_before_the_last_one_counts.tell()
    assert standing(granted, CAROL, at=C) == "joined"
    copied = public_join.a_copy_of_a_grant_changes_nothing_when_a_colleague_has_joined.tell()
    assert (decided(copied, by="grant"), copied.last.published) == (("NOT_NEWS", None), ())


def test_only_the_stay_that_is_meant_or_a_later_one_counts() -> None:
    assert heard(public_join.an_invitation_of_an_earlier_stay_opens_no_later_one.tell(), CAROL) == ["knock first"]
    late = public_join.a_late_copy_hears_that_it_is_out_of_date_from_whoever_holds_a_later_invitation.tell()
    assert decided(late, by="join request") == ("OUT_OF_DATE", "your request is out of date")
    hidden = public_join.a_request_taken_back_before_the_room_was_hidden_hears_of_no_room.tell()
    assert {decided(hidden, by=table)[1] for table in ("join request", "knock request")} == {"no such room"}


def test_her_own_server_turns_its_words_where_she_holds_an_invitation() -> None:
    asked = public_join.who_holds_an_invitation_that_her_own_server_has_not_seen_hears_that_it_is_not_known_yet.tell()
    assert heard(asked, CAROL) == ["no server asked knows your invitation yet"]


@pytest.mark.parametrize(
    ("has_knocked", "said"), [(False, "knock first"), (True, "your knock stands and awaits an answer")]
)
def test_who_holds_an_invitation_is_not_sent_to_knock_by_a_server_that_has_not_seen_it(
    has_knocked: bool, said: str
) -> None:
    room = tea_room("knock", BOB, finders=(CAROL,))
    room = room.give(CAROL, Knock(TEA)).deliver(KnockRequest).deliver(KnockPlaced) if has_knocked else room
    invited = room.give(BOB, Invite(TEA, CAROL)).deliver(Invitation)
    asked = invited.give(CAROL, Join(TEA)).deliver(JoinRequest, to=A)
    assert decided(asked) == ("MUST_KNOCK", said)
    assert heard(asked.deliver(Refusal), CAROL) == ["no server asked knows your invitation yet"]


def test_of_equal_changes_the_later_name_and_then_the_later_word_is_held() -> None:
    named = public_join.a_name_that_begins_another_with_a_hyphen_is_the_later_one.tell()
    assert Entry(CAROL, 1, Membership.INVITED, A) in named.world.server(B).room(TEA).members
    worded = public_join.of_changes_that_differ_in_their_words_alone_the_later_word_wins.tell()
    assert (standing(worded, CAROL, at=B), worded.world.server(B).room(TEA).mode) == ("revoked", "private")


def test_members_stand_by_name_and_then_by_server_in_any_script() -> None:
    granted = public_join.members_are_in_the_order_of_their_names_and_then_of_their_servers.tell()
    names = [entry.user.name for entry in granted.world.server(M).room(TEA).members]
    assert names == ["Carol", "alice", "bob", "carol", "carol2", "mallory", "\uff43arol", "\U0001d41carol"]


def test_who_is_put_out_in_a_step_is_shown_nothing_else_of_it() -> None:
    put_out = public_join.who_is_put_out_is_shown_nothing_of_what_happens_in_the_same_step.tell()
    left = MembershipChanged(DAVE, TEA, DAVE, Membership.LEFT)
    assert [notice for notice in put_out.last.notices if notice.to == DAVE] == [left]
