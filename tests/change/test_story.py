"""A run in sentences: what differs is said by its field, once against twice, and by the person who hears of it."""

from typing import Any, get_args

import pytest

from roomspec.change.story import (
    ACTION_WORDS,
    COMMAND_WORDS,
    NOTICE_WORDS,
    Otherwise,
    action_words,
    story,
    what_differs,
    who_sees,
)
from spec_impl.actions import Action
from spec_impl.commands import Command
from spec_impl.notices import Notice

ALICE, CAROL = "@alice:a.example", "@carol:c.example"
INVITE = {"kind": "Give", "user": ALICE, "command": {"kind": "Invite", "room": "!tea", "user": CAROL}}
YES = {"kind": "Give", "user": CAROL, "command": {"kind": "Accept", "room": "!tea"}}


def made(action: dict[str, Any], outcome: str = "accept", **seen: Any) -> dict[str, Any]:
    """A step as a version makes it."""
    verdict = {"table": "invite", "sentence": "", "outcome": outcome, "reason": "", "told": "", "cites": []}
    return {"action": action, "seen": seen, "decided": [verdict]}


def sent(kind: str, **fields: Any) -> dict[str, Any]:
    """A message from alice's server to carol's."""
    return {"sender": "a.example", "receiver": "c.example", "message": {"kind": kind, **fields}}


def refused(told: str) -> dict[str, Any]:
    """Carol is told no."""
    return {"kind": "JoinRefused", "to": CAROL, "room": "!tea", "told": told}


IN = {"kind": "Joined", "to": CAROL, "room": "!tea"}


@pytest.mark.parametrize(
    ("words", "kinds"),
    [(COMMAND_WORDS, Command), (NOTICE_WORDS, Notice), (ACTION_WORDS, Action)],
    ids=["commands", "notices", "actions"],
)
def test_each_kind_of_the_model_has_words(words: dict[str, str], kinds: Any) -> None:
    assert {kind.__name__ for kind in get_args(kinds)} - {"Give"} == set(words)


def test_a_kind_that_is_not_known_is_called_by_its_name() -> None:
    ban = {"kind": "Give", "user": ALICE, "command": {"kind": "Ban", "room": "!tea"}}
    assert action_words(ban) == "alice gives the command Ban"


def test_an_empty_list_in_a_message_is_told_from_a_full_one_by_its_field() -> None:
    old, new = (made(INVITE, sends=[sent("Invitation", servers=names)]) for names in (["a.example"], []))
    (found,) = what_differs(old, new)
    assert found == Otherwise("a.example sends c.example the Invitation, its field `servers`", "a.example", "(empty)")


def test_a_field_inside_a_field_is_named_from_outside_in() -> None:
    old, new = (made(INVITE, sends=[sent("Grant", entry={"epoch": n, "user": CAROL})]) for n in (1, 2))
    assert [each.what.rpartition(" ")[2] for each in what_differs(old, new)] == ["`entry.epoch`"]


def test_a_doubled_answer_is_shown_as_doubled() -> None:
    once, twice = (made(INVITE, sends=[sent("Invitation", servers=[])] * times) for times in (1, 2))
    assert what_differs(once, twice) == [Otherwise("a.example sends c.example the Invitation", "once", "twice")]


def test_an_answer_is_told_by_its_words() -> None:
    old, new = (
        made(INVITE, "refuse", sends=[sent("Refusal", told=words)]) for words in ("no such room", "not invited")
    )
    (found,) = what_differs(old, new)
    assert (found.before, found.after) == tuple(
        f"a.example answers c.example: “{words}”" for words in ("no such room", "not invited")
    )


def test_what_is_the_same_is_not_told_as_a_difference() -> None:
    step = made(INVITE, sends=[sent("Invitation", servers=[])], shown=[IN], waits=[[CAROL, "!tea", "a.example"]])
    assert what_differs(step, step) == []


def test_the_person_is_named_who_hears_of_a_difference_later_on() -> None:
    same = made(INVITE)
    old, new = [same, made(YES), made(YES, shown=[IN])], [same, made(YES, "refuse", shown=[refused("no server")])]
    who = who_sees(old, new, 1)
    assert who
    assert (who.name, who.when, who.before, who.after, who.is_told) == (
        "carol",
        "who says yes to the invitation to !tea",
        "is let in",
        "hears “no server”",
        True,
    )


def test_what_both_show_in_the_end_is_no_difference() -> None:
    shown = {"kind": "InvitationShown", "to": CAROL, "room": "!tea", "inviter": ALICE}
    who = who_sees([made(INVITE, shown=[IN])], [made(INVITE, shown=[shown]), made(YES, shown=[IN])], 0)
    assert who
    assert (who.when, who.before, who.after) == (
        "when alice invites carol to !tea",
        "",
        "is shown the invitation of alice",
    )


def test_whoever_is_shown_something_twice_is_named() -> None:
    who = who_sees([made(YES, shown=[IN])], [made(YES, shown=[IN, IN])], 0)
    assert who
    assert (who.name, who.before, who.after) == ("carol", "", "is let in")


def test_whoever_it_is_about_comes_before_those_who_are_shown_it() -> None:
    seen = {"kind": "MembershipChanged", "to": ALICE, "room": "!tea", "user": CAROL, "membership": "joined"}
    who = who_sees([made(YES, shown=[seen]), made(YES, shown=[IN])], [made(YES)], 0)
    assert who
    assert (who.name, who.after) == ("carol", "")


def test_where_nobody_is_shown_anything_else_nobody_is_named() -> None:
    old, new = ([made(INVITE, sends=[sent("Invitation", servers=names)])] for names in (["a.example"], []))
    assert who_sees(old, new, 0) is None


def test_a_story_tells_what_is_shared_then_what_differs_then_what_comes_of_it() -> None:
    old = [made(INVITE), made(YES, sends=[sent("Grant")]), made(YES, shown=[IN])]
    new = [made(INVITE), made(YES, "refuse", shown=[refused("no server")])]
    first, second, end = story(old, new, 1)
    assert (first.words, first.differing) == ("alice invites carol to !tea", [])
    assert second.words == "carol says yes to the invitation to !tea"
    assert second.differing[0].after == "c.example refuses; carol hears “no server”"
    assert end.differing == [Otherwise("", "carol is let in", "carol hears “no server”")]


def test_a_story_ends_with_its_last_difference() -> None:
    old, new = ([made(INVITE, sends=[sent("Invitation", servers=names)]), made(YES)] for names in (["a.example"], []))
    assert len(story(old, new, 0)) == 1


ARRIVES = {
    "kind": "Deliver",
    "envelope": {"sender": "a.example", "receiver": "c.example", "message": {"kind": "Grant"}},
}


@pytest.mark.parametrize("before", [[], [made(ARRIVES)]], ids=["cannot begin", "does something else"])
def test_whoever_is_shown_something_without_a_command_is_named_with_what_happened(before: list[dict[str, Any]]) -> None:
    who = who_sees(before, [made(ARRIVES, shown=[IN])], 0)
    assert who
    assert (who.name, who.when, who.after) == ("carol", "when the Grant of a.example arrives at c.example", "is let in")


@pytest.mark.parametrize("is_swapped", [False, True], ids=["only now", "no longer"])
def test_a_step_that_one_version_cannot_make_is_told_and_not_only_its_end(is_swapped: bool) -> None:
    longer = [made(INVITE), made(ARRIVES, shown=[IN])]
    sides = (longer, []) if is_swapped else ([], longer)
    first, *rest = story(*sides, 0)
    assert first.words == "alice invites carol to !tea"
    assert "it does not come to this" in (first.differing[0].after if is_swapped else first.differing[0].before)
    assert [each.words for each in rest] == ["In the end"]
    assert all(each.before or each.after for told in (first, *rest) for each in told.differing)


def test_an_end_that_says_again_what_parted_the_two_is_left_out() -> None:
    shown = {"kind": "InvitationShown", "to": CAROL, "room": "!tea", "inviter": ALICE}
    old, new = [made(INVITE, sends=[sent("Acceptance")]), made(ARRIVES)], [made(INVITE, shown=[shown]), made(YES)]
    assert [step.words for step in story(old, new, 0)] == ["alice invites carol to !tea"]
