"""The change of 2022, called a clarification, as a report would have had it."""

import pytest

from roomspec.today import compare_editions
from roomspec.today.compare import LockstepRun
from roomspec.today.rules import JoinRule


def told(run: LockstepRun) -> list[tuple[str, str, str]]:
    """Who set which membership, and by which rules it went either way."""
    return [
        (f"{'user' if m.event.by_himself else 'member'}: {m.event.to}", m.before.cites[0], m.after.cites[0])
        for m in run
    ]


def test_letting_the_invited_knock_was_no_clarification_for_who_knocks_loses_the_invitation() -> None:
    report = compare_editions("2021", "2022")
    assert (report.after.declared, report.computed, report.is_red) == ("clarification", "breaking", True)
    assert told(report.telling) == [
        ("member: invite", "5.4.4", "5.4.4"),
        ("user: knock", "5.7.4", "5.7.3"),
        ("user: join", "5.3.4", "5.3.7"),
    ]


def test_by_its_single_decisions_alone_it_looked_like_a_feature() -> None:
    report = compare_editions("2021", "2022")
    assert [kind for kind, _ in report.runs] == ["feature", "breaking"]
    assert told(dict(report.runs)["feature"])[-1] == ("user: knock", "5.7.4", "5.7.3")
    assert all(not one.granted for one, _ in report.flips)


def test_the_way_back_was_breaking_too_and_already_after_two_events() -> None:
    report = compare_editions("2022", "2024")
    assert report.is_red
    assert told(report.telling) == [("member: invite", "5.4.4", "5.4.4"), ("user: knock", "5.7.3", "5.7.4")]


def test_no_run_tells_the_first_text_from_the_last() -> None:
    report = compare_editions("2021", "2024")
    assert (report.computed, report.is_red, report.runs, report.telling) == ("clarification", False, (), ())


@pytest.mark.parametrize(("before", "after"), [("2021", "2022"), ("2022", "2024")])
def test_a_run_is_one_in_which_each_edition_keeps_its_own_membership(before: str, after: str) -> None:
    for kind, run in compare_editions(before, after).runs:
        held = [moment.memberships for moment in run]
        assert run[-1].kind == kind
        assert all(one == other for one, other in held[:1]) and any(one != other for one, other in held)
        assert {moment.event.join_rule for moment in run} == {JoinRule.KNOCK}


def test_the_verdict_is_one_sentence() -> None:
    assert compare_editions().sentence == (
        "Red: declared clarification, computed breaking; from 2021 to 2022 invite → knock flipped."
    )
