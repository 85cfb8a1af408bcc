"""Today's rules as rows: each cites what is published, each is needed, and who may do what is as published."""

import re

import pytest

from roomspec.today import EDITIONS
from roomspec.today.rules import (
    INVITE_RULES,
    KNOCK_RULES,
    LEAVE_RULES,
    RULE_NUMBERS,
    RULES_FOR,
    Attached,
    JoinRule,
    MemberEvent,
    MemberRule,
    MembershipToday,
    allowed,
    every_event,
    judge,
    numbered,
)
from spec_impl.rows import Table, why

INVITE, JOIN, LEFT, BAN, KNOCKED = MembershipToday
ROWS = [(table, row) for table in RULES_FOR.values() for row in table.rows]
SAYS_THE_SAME = {"Who has nothing of the kind can end nothing."}
"""A row without which the next one refuses too; it is published, and gives the refusal another number."""


def himself(
    to: MembershipToday, user: MembershipToday, rule: JoinRule = JoinRule.PUBLIC, **more: object
) -> MemberEvent:
    return MemberEvent(to=to, user=user, sender=user, by_himself=True, join_rule=rule, **more)


def by_a_member(to: MembershipToday, user: MembershipToday, **more: object) -> MemberEvent:
    return MemberEvent(to=to, user=user, sender=JOIN, by_himself=False, join_rule=JoinRule.INVITE, **more)


def number(event: MemberEvent) -> str:
    return " ".join(judge(event).cites)


def test_every_published_rule_about_members_stands_in_a_row_and_no_other_number_is_cited() -> None:
    assert {each for _, row in ROWS for each in row.cites} == set(RULE_NUMBERS)
    assert len(RULE_NUMBERS) == 34


def test_a_number_that_nobody_published_cannot_be_cited() -> None:
    with pytest.raises(LookupError, match="no membership rule '5.9.1'; there are 5.2.1, 5.3.1"):
        numbered("5.2.1 5.9.1")


@pytest.mark.parametrize(("table", "row"), ROWS, ids=[row.sentence for _, row in ROWS])
def test_without_a_row_somebody_is_let_do_what_is_refused_or_the_other_way_about(table: Table, row: MemberRule) -> None:
    rest = table.without(row)
    if not rest.rows or row is table.rows[-1]:
        assert any(not any(other.when(event) for other in rest.rows) for event in _events(table.name))
        return
    decides = [event for edition in EDITIONS.values() for event in _events(table.name, edition.name)]
    changed = any(table.deciding(e)[1].outcome is not rest.deciding(e)[1].outcome for e in decides)
    assert changed != (row.sentence in SAYS_THE_SAME)


def _events(name: str, year: str = "2024") -> list[MemberEvent]:
    return [event for event in every_event(EDITIONS[year]) if event.to == name]


def test_nobody_joins_for_another_and_a_banned_user_stays_out_of_a_public_room() -> None:
    assert number(by_a_member(JOIN, LEFT)) == "5.3.2"
    assert number(himself(JOIN, BAN)) == "5.3.3"


def test_a_knock_opens_no_door_but_an_invitation_does() -> None:
    assert number(himself(JOIN, KNOCKED, JoinRule.KNOCK)) == "5.3.7"
    assert number(himself(JOIN, INVITE, JoinRule.KNOCK)) == "5.3.4"


def test_into_a_restricted_room_a_member_who_may_invite_vouches() -> None:
    entering = {each: himself(JOIN, LEFT, JoinRule.RESTRICTED, attached=each) for each in Attached}
    assert [each for each, event in entering.items() if allowed(event)] == [Attached.VOUCHER]
    assert number(entering[Attached.UNSIGNED_VOUCHER]) == "5.2.1"


def test_a_private_room_lets_nobody_in_and_the_creator_enters_first() -> None:
    assert not any(allowed(himself(JOIN, user, JoinRule.PRIVATE)) for user in MembershipToday)
    assert number(himself(JOIN, LEFT, JoinRule.INVITE, creators_first=True)) == "5.3.1"


def test_a_member_can_be_made_an_invited_user_by_a_token_and_by_nothing_else() -> None:
    assert number(by_a_member(INVITE, JOIN, may_invite=True)) == "5.4.3"
    assert number(by_a_member(INVITE, JOIN, attached=Attached.PROOF)) == "5.4.1.7"


def test_lifting_a_ban_takes_the_level_to_kick_and_the_level_to_ban() -> None:
    assert number(by_a_member(LEFT, BAN, may_kick=True, outranks=True)) == "5.5.3"
    assert number(by_a_member(LEFT, BAN, may_ban=True, outranks=True)) == "5.5.5"
    assert allowed(by_a_member(LEFT, BAN, may_kick=True, may_ban=True, outranks=True))


def test_the_facts_of_every_row_can_be_read_in_every_kind_of_situation() -> None:
    for event in every_event()[::97]:
        for judgement in why(RULES_FOR[event.to], event):
            assert not re.search(r"[{}]", judgement.facts)
    assert str(why(LEAVE_RULES, himself(LEFT, BAN))[2]) == (
        "▶ 3. Who has nothing of the kind can end nothing. [5.5.1] decides: The sender is the user himself."
    )


def test_a_row_that_asks_two_things_looks_at_both() -> None:
    token = by_a_member(INVITE, BAN, attached=Attached.PROOF)
    assert why(INVITE_RULES, token)[1].facts == f"Attached is {Attached.PROOF}; the user is held as ban."
    assert why(LEAVE_RULES, himself(LEFT, JOIN))[1].facts == "The sender is the user himself; the user is held as join."


def test_an_edition_has_only_its_own_rule_about_the_invited() -> None:
    rows = {year: [row.sentence for row in KNOCK_RULES.rows_in(edition)] for year, edition in EDITIONS.items()}
    assert rows["2021"] == rows["2024"] != rows["2022"]
    assert len(rows["2021"]) == len(rows["2022"]) == 5
