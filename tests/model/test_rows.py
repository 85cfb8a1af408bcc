"""The machinery of rules, tried on a rule set of its own: may a guest pass the door of a house?

Nothing of the workflow is needed for it. What the workflow's own tables must fulfil stands at the end.
"""

from dataclasses import dataclass, replace
from enum import StrEnum
from operator import attrgetter

import pytest

from spec_impl import COMPLETED, Reading, why
from spec_impl.cells import PLANS
from spec_impl.clauses import UnknownClauseError
from spec_impl.messages import Told
from spec_impl.reading import otherwise
from spec_impl.rows import Outcome, Row, Table, always, looks_at, row
from spec_impl.rules import DIRECTORY_TABLES, HOME_SERVER_TABLES
from spec_impl.rules.table import Reason
from tests.families import for_each
from tests.model.readings import READINGS


class Because(StrEnum):
    LATE = "LATE"
    UNKNOWN = "UNKNOWN"


class Words(StrEnum):
    CLOSED = "we are closed"


@dataclass(frozen=True)
class Visit:
    """Somebody at the door."""

    guest: str
    hour: int = 12
    reading: Reading = COMPLETED

    def facts(self) -> dict[str, str]:
        return {"guest": self.guest, "hour": str(self.hour)}


@looks_at("{guest} comes at {hour}.")
def late(visit: Visit) -> bool:
    return visit.hour > 20


@looks_at("It is {guest}.")
def a_friend(visit: Visit) -> bool:
    return visit.guest == "fiona"


NIGHT = row(
    "PRV-3", "Nobody enters at night.", Outcome.REFUSE,
    reason=Because.LATE, tells=Words.CLOSED, when=late, does=lambda visit: f"{visit.guest} goes", over="PRV-3",
)  # fmt: skip
FRIEND = row("PUB-9", "A friend enters.", Outcome.ACCEPT, when=a_friend, does=lambda visit: f"{visit.guest} enters")
ALOUD = row(
    "KNK-1", "Others are told to knock.", Outcome.REFUSE,
    reason=Because.UNKNOWN, when=always, does=lambda visit: f"{visit.guest} knocks", under="retry=any_refusal",
)  # fmt: skip
STRANGER = row(
    "PRV-1 PRV-2", "Strangers go.", Outcome.REFUSE,
    reason=Because.UNKNOWN, tells=Words.CLOSED, when=always, does=lambda visit: f"{visit.guest} goes",
)  # fmt: skip
DOOR: Table[Visit, str] = Table("door", "A guest at the door", (NIGHT, FRIEND, ALOUD, STRANGER))


def states(visit: Visit) -> list[str]:
    return [judgement.state for judgement in why(DOOR, visit)]


def test_the_first_row_that_holds_decides() -> None:
    assert DOOR.deciding(Visit("fiona", hour=23)) == (1, NIGHT)
    assert DOOR.deciding(Visit("fiona")) == (2, FRIEND)
    assert DOOR.deciding(Visit("sam")) == (3, STRANGER)


def test_the_verdict_keeps_what_was_decided_apart_from_what_is_told() -> None:
    verdict, decider = DOOR.decide(Visit("sam"))
    assert (verdict.table, verdict.row, verdict.outcome) == ("door", 3, "refuse")
    assert (verdict.reason, verdict.told, verdict.cites) == ("UNKNOWN", "we are closed", ("PRV-1", "PRV-2"))
    assert decider.does(Visit("sam")) == "sam goes"


def test_a_reading_has_only_the_rows_that_are_under_it() -> None:
    other = otherwise("retry", "any_refusal")
    assert DOOR.rows_in(COMPLETED) == (NIGHT, FRIEND, STRANGER)
    assert DOOR.rows_in(other) == (NIGHT, FRIEND, ALOUD, STRANGER)
    assert DOOR.deciding(Visit("sam", reading=other)) == (3, ALOUD)


def test_a_table_in_which_no_row_applies_is_a_broken_specification() -> None:
    with pytest.raises(AssertionError, match="no row of the table 'door' applies; its last row must always apply"):
        DOOR.without(STRANGER).deciding(Visit("sam"))


def test_a_table_can_be_asked_what_it_would_decide_lacking_a_row() -> None:
    assert DOOR.without(NIGHT).deciding(Visit("fiona", hour=23)) == (1, FRIEND)
    assert DOOR.rows == (NIGHT, FRIEND, ALOUD, STRANGER)


def test_why_says_of_each_row_whether_it_decided_would_have_disagreed_or_did_not_hold() -> None:
    assert states(Visit("fiona", hour=23)) == ["decides", "disagrees", "not reached"]
    assert states(Visit("sam")) == ["did not apply", "did not apply", "decides"]
    assert states(Visit("sam", hour=23)) == ["decides", "did not apply", "not reached"]


def test_a_later_row_that_holds_and_says_the_same_is_only_held() -> None:
    again = replace(FRIEND, sentence="A friend enters, as was said.")
    table = replace(DOOR, rows=(FRIEND, again, STRANGER))
    assert [judgement.state for judgement in why(table, Visit("fiona"))] == ["decides", "applied", "not reached"]


def test_rows_agree_when_the_asker_could_not_tell_which_one_decided() -> None:
    assert NIGHT.agrees_with(STRANGER)
    assert not NIGHT.agrees_with(FRIEND)
    assert not ALOUD.agrees_with(STRANGER)


def test_each_line_of_why_names_the_rule_its_clauses_and_the_facts_it_looked_at() -> None:
    lines = [str(judgement) for judgement in why(DOOR, Visit("fiona", hour=23))]
    assert lines[0] == "▶ 1. Nobody enters at night. [PRV-3] decides: fiona comes at 23."
    assert lines[1] == "≠ 2. A friend enters. [PUB-9] disagrees: It is fiona."


def test_a_guard_that_does_not_say_what_it_looks_at_shows_no_facts() -> None:
    silent = replace(DOOR, rows=(replace(NIGHT, when=lambda visit: visit.hour > 20), STRANGER))
    assert why(silent, Visit("sam", hour=23))[0].facts == ""


def test_a_row_that_cites_a_clause_that_is_not_there_cannot_be_written() -> None:
    with pytest.raises(UnknownClauseError, match="there is no clause 'PRV-9'; near it: PRV-4"):
        row("PRV-9", "Nobody enters.", Outcome.REFUSE, when=always, does=str)
    with pytest.raises(UnknownClauseError, match="'TEN-99'"):
        row("PRV-3", "Nobody enters.", Outcome.REFUSE, when=always, does=str, over="TEN-99")


@pytest.mark.parametrize("under", ["retry=sometimes", "retry", "retry=first_only|sometimes"])
def test_a_row_under_a_setting_that_no_reading_can_have_cannot_be_written(under: str) -> None:
    with pytest.raises(ValueError, match="is no setting of a reading; retry can be first_only, when_unknown"):
        row("PRV-3", "Nobody enters.", Outcome.REFUSE, when=always, does=str, under=under)


def test_a_row_under_a_switch_that_no_reading_has_is_refused_with_a_sentence_too() -> None:
    with pytest.raises(ValueError, match="no reading has a switch 'weather'"):
        row("PRV-3", "Nobody enters.", Outcome.REFUSE, when=always, does=str, under="weather=rainy")


TABLES = {table.name: table for table in (*HOME_SERVER_TABLES, *DIRECTORY_TABLES)}
ROWS = [rule for table in TABLES.values() for rule in table.rows]


def test_no_two_tables_have_one_name() -> None:
    assert len(TABLES) == len(HOME_SERVER_TABLES) + len(DIRECTORY_TABLES)


def test_every_table_can_be_printed() -> None:
    assert set(PLANS) == set(TABLES)


@for_each(TABLES)
def test_the_last_row_of_every_table_always_holds_in_every_reading(name: str) -> None:
    assert TABLES[name].rows[-1].when is always
    assert all(TABLES[name].rows_in(reading)[-1].when is always for reading in READINGS)


@for_each(ROWS, attrgetter("sentence"))
def test_a_row_is_one_sentence_and_gives_a_reason_exactly_where_it_does_not_accept(rule: Row) -> None:
    assert rule.sentence[0].isupper()
    assert rule.sentence.endswith(".")
    assert rule.sentence.count(". ") == 0
    assert (rule.reason is None) == (rule.outcome is Outcome.ACCEPT)


@for_each([rule for rule in ROWS if rule.when is not always], attrgetter("sentence"))
def test_every_guard_says_what_it_looks_at_and_what_it_means(rule: Row) -> None:
    assert rule.when.looks_at.endswith(".")
    assert rule.when.__doc__


@for_each(TABLES)
def test_what_a_guard_says_that_it_looked_at_tells_its_yes_from_its_no(name: str) -> None:
    asked = {rule: [reading for reading in READINGS if rule.belongs_to(reading)][:2] for rule in TABLES[name].rows}
    for reading in {reading for readings in asked.values() for reading in readings}:
        rules = [rule for rule, readings in asked.items() if reading in readings and rule.when is not always]
        said: dict[tuple[str, str], set[bool]] = {}
        for cell in PLANS[name].cells(reading) if rules else ():
            facts = cell.situation.facts()
            for rule in rules:
                sentence = rule.when.looks_at.format_map(facts)
                said.setdefault((rule.when.__name__, sentence), set()).add(rule.when(cell.situation))
        assert [sentence for sentence, answers in said.items() if len(answers) > 1] == [], reading.name


@for_each([*Reason])
def test_every_reason_is_given_by_some_row(reason: Reason) -> None:
    assert any(rule.reason is reason for table in TABLES.values() for rule in table.rows)


def test_every_word_that_can_be_told_is_told_by_some_row() -> None:
    said = {rule.tells for table in TABLES.values() for rule in table.rows}
    assert set(Told) - said == {Told.NO_ANSWER, Told.NOT_KNOWN_YET}, "silence, and no such room to who is invited"
