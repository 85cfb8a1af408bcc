"""What each person is told: every cell can be made, and the tables say what is promised of them in prose."""

from typing import get_args

import pytest

from roomspec.show import told
from roomspec.show.told import CAROL_STANDS, NOTHING, UNDER_WAY, notice_words, told_now_and_later
from spec_impl import Accept, Create, Join, Knock, SetJoinMode, Withdraw
from spec_impl.cast import CAROL, TEA, TEA_NAME
from spec_impl.commands import Command
from spec_impl.messages import Listing, Told
from spec_impl.notices import (
    CommandRefused,
    InvitationShown,
    KnockSeen,
    MembershipChanged,
    ModeChanged,
    NothingFound,
    Notice,
    RoomFound,
)
from spec_impl.rules import ACCEPTANCE, JOIN_REQUEST
from spec_impl.terms import JoinMode, Membership
from tests.show.seen import lines_of

COMMANDS = get_args(Command)


@pytest.mark.parametrize("inside", [False, True])
def test_a_private_room_tells_in_every_cell_what_a_room_for_the_invited_tells(inside: bool) -> None:
    for kind in COMMANDS:
        for standing in CAROL_STANDS:
            if kind is not SetJoinMode:
                private, closed = (told_now_and_later(kind, standing, mode, inside) for mode in ("private", "invite"))
                assert private == closed


@pytest.mark.parametrize("kind", [kind for kind in COMMANDS if kind is not Create])
def test_a_stranger_hears_of_a_hidden_room_from_a_members_server_what_she_hears_from_any(kind: type[Command]) -> None:
    outside, inside = (told_now_and_later(kind, "never looked", "invite", each) for each in (False, True))
    assert outside == inside


def test_a_member_who_asks_again_is_in_and_who_may_still_be_let_in_can_take_it_back() -> None:
    assert [told_now_and_later(kind, "joined", "invite", False) for kind in (Accept, Join, Knock)] == ["you are in"] * 3
    assert told_now_and_later(Withdraw, "asked, no server answered", "knock", False) == "you: withdrawn"


def test_what_comes_later_stands_after_an_arrow() -> None:
    assert told_now_and_later(Join, "found it", "public", False) == "\u2192 you are in"
    assert told_now_and_later(Knock, "accepts", "knock", False) == f"“{Told.ALREADY_INVITED}” \u2192 you are in"


def test_a_server_with_a_member_has_no_request_under_way() -> None:
    assert {told_now_and_later(Join, standing, "knock", True) for standing in UNDER_WAY} == {"(does not arise)"}


def test_there_is_a_line_for_each_command_and_two_tables_hold_every_standing() -> None:
    rest, under_way = (lines_of(told.told_table("Outside.", under_way=each)) for each in (False, True))
    assert [line[0] for line in rest] == [line[0] for line in under_way] == [kind.__name__ for kind in COMMANDS]
    assert {len(line) - 1 for line in rest} == {len(CAROL_STANDS) - len(UNDER_WAY)}
    assert {len(line) - 1 for line in under_way} == {len(UNDER_WAY)}


@pytest.mark.parametrize(
    ("notice", "words"),
    [
        (InvitationShown(CAROL, TEA, CAROL), "carol invites you"),
        (CommandRefused(CAROL, Told.NO_INVITATION), "“no invitation stands”"),
        (ModeChanged(CAROL, TEA, JoinMode.KNOCK), "the room is knock now"),
        (KnockSeen(CAROL, TEA, CAROL), "carol knocks"),
        (MembershipChanged(CAROL, TEA, CAROL, Membership.LEFT), "you: left"),
        (RoomFound(CAROL, Listing(TEA_NAME, TEA, ())), "#tea is !tea, ask "),
        (NothingFound(CAROL), "nothing found"),
    ],
)
def test_a_notice_reads_as_it_is_shown(notice: Notice, words: str) -> None:
    assert notice_words(notice) == words


def test_an_answer_is_quoted_where_it_refuses() -> None:
    join = {line[0]: line[1:] for line in lines_of(told.answers_table(JOIN_REQUEST, "Join."))}
    assert join["none"] == ["come in, here is the room", "“knock first”", *["“no such room”"] * 3]
    assert join["invited"] == [*["come in, here is the room"] * 4, "“no such room”"]
    held = lines_of(told.answers_table(ACCEPTANCE, "Accept."))
    assert all(NOTHING not in answer for line in held for answer in line)
