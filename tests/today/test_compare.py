"""The computed table of 25 changes beside the published one."""

from dataclasses import replace

from roomspec.today import EDITIONS, contradictions, transitions
from roomspec.today.compare import NEVER, PUBLISHED, Transition, flipped
from roomspec.today.rules import MembershipToday

INVITE, JOIN, LEAVE, BAN, KNOCK = MembershipToday


def by_change() -> dict[tuple[MembershipToday, MembershipToday], Transition]:
    return {(change.before, change.after): change for change in transitions()}


def pairs(changes: tuple[Transition, ...]) -> set[tuple[MembershipToday, MembershipToday]]:
    return {(change.before, change.after) for change in changes}


def test_table_and_rules_contradict_each_other_about_the_invited_who_knocks_and_two_more() -> None:
    assert pairs(contradictions()) == {(INVITE, KNOCK), (JOIN, INVITE), (KNOCK, JOIN)}


def test_while_the_invited_might_knock_there_were_two() -> None:
    assert pairs(contradictions(EDITIONS["2022"])) == {(JOIN, INVITE), (KNOCK, JOIN)}


def test_a_change_of_the_published_words_makes_or_unmakes_a_contradiction() -> None:
    for change in transitions():
        words = "something" if change.published == NEVER else NEVER
        assert replace(change, published=words).contradicts is not change.contradicts


def test_every_change_is_compared_and_every_situation_is_about_that_change() -> None:
    assert list(by_change()) == list(PUBLISHED)
    for (before, after), change in by_change().items():
        assert {(event.user, event.to) for event, _ in change.judged} == {(before, after)}


def test_only_the_user_himself_joins_or_knocks_and_only_another_bans() -> None:
    who = {after: {word for change in transitions() if change.after is after for word in change.who} for after in BY_TO}
    assert who == {
        INVITE: {"himself", "another"},
        JOIN: {"himself"},
        LEAVE: {"himself", "another"},
        BAN: {"another"},
        KNOCK: {"himself"},
    }


BY_TO = tuple(MembershipToday)


def test_a_change_names_the_rules_that_allow_it_or_the_last_that_refuses() -> None:
    assert by_change()[KNOCK, JOIN].through == ("5.3.5.3", "5.3.6")
    assert by_change()[JOIN, INVITE].through == ("5.4.1.7",)
    assert by_change()[INVITE, KNOCK].through == ("5.7.4",)
    assert by_change()[BAN, LEAVE].who == ("another",)


def test_one_change_flipped_in_2022_and_the_same_one_back_in_2024() -> None:
    years = [EDITIONS[year] for year in ("2021", "2022", "2024")]
    there = [(one.before, one.after) for one, _ in flipped(years[0], years[1])]
    back = [(one.before, one.after) for one, _ in flipped(years[1], years[2])]
    assert there == back == [(INVITE, KNOCK)]
    assert list(flipped(years[0], years[2])) == []
