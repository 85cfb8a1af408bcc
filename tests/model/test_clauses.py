"""The normative text holds together: complete, in order, honest about its strength, and traceable to the source.

What is tested here is the text and its loader; that each rule cites the right clause is tested with the rules.
"""

import re
import tomllib
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import get_args

import pytest

from spec_impl.clauses import (
    CLAUSES,
    SOURCE,
    Clause,
    Status,
    Strength,
    UnknownClauseError,
    cited,
    clause,
    matching,
    source_link,
)
from spec_impl.reading import switches
from tests.families import for_each

FROM_2014 = {
    "SCOPE": 1, "DISC": 3, "INV": 12, "TODO-1": 1, "DIR": 5, "TODO-2": 1, "JOIN": 1,
    "ACC": 11, "PUB": 11, "KNK": 9, "NOTE": 2, "PRV": 4, "OPEN": 3,
}  # fmt: skip
"""How many clauses each part of the source has, in reading order; its two to-dos stand where the source has them."""

STATED = [each for each in CLAUSES.values() if each.since == "2014"]
GAPS = [each for each in CLAUSES.values() if each.status == "gap"]
TENSIONS = [each for each in CLAUSES.values() if each.status == "tension"]
KEYWORDS = {"must": {"MUST"}, "promoted": {"MUST"}, "should": {"SHOULD"}, "may": {"MAY"}}

FILE = Path(__file__).parents[2] / "spec_impl" / "clauses.toml"

the_id = attrgetter("id")


def numbered(part: str, count: int) -> list[str]:
    """The ids of one part of the catalogue; a part that is an id already stands alone."""
    return [part] if "-" in part else [f"{part}-{number}" for number in range(1, count + 1)]


def claimed_lines(stated: Clause) -> set[int]:
    """The source lines that belong to a clause."""
    first, last = stated.lines or (1, 0)
    return {*range(first, last + 1), *stated.also_lines}


def sentences(each: Clause) -> list[str]:
    """Every sentence of a clause that people read."""
    prose = (each.text, each.ambiguity, each.reading, each.uncited, *each.alternatives)
    return [sentence for passage in prose for sentence in re.split(r"(?<=[.?!])\s+", passage) if sentence]


def test_the_catalogue_is_complete_and_in_reading_order() -> None:
    parts = [*FROM_2014.items(), ("GAP", len(GAPS)), ("TEN", len(TENSIONS))]
    assert list(CLAUSES) == [each_id for part, count in parts for each_id in numbered(part, count)]


def test_the_source_has_64_clauses_and_all_others_are_silences_or_tensions() -> None:
    assert len(STATED) == 64
    assert len(STATED + GAPS + TENSIONS) == len(CLAUSES)


def test_no_id_is_given_twice() -> None:
    written = [table["id"] for table in tomllib.loads(FILE.read_text(encoding="utf-8"))["clause"]]
    assert written == list(CLAUSES)


@for_each(CLAUSES.values(), the_id)
def test_strength_and_status_are_words_of_the_closed_lists(each: Clause) -> None:
    assert each.strength in get_args(Strength)
    assert each.status in get_args(Status)


def test_each_section_is_told_in_one_piece() -> None:
    runs = [section for section, _ in groupby(each.section for each in CLAUSES.values())]
    assert len(runs) == len(set(runs))


def test_each_source_line_that_says_something_belongs_to_a_clause() -> None:
    silent = {*SOURCE.blank, *SOURCE.rules}
    claimed = set().union(*map(claimed_lines, STATED))
    assert claimed == set(range(1, SOURCE.lines + 1)) - silent


def test_a_source_line_is_blank_or_a_rule_but_not_both() -> None:
    silent = [*SOURCE.blank, *SOURCE.rules]
    assert len(silent) == len(set(silent))
    assert set(silent) <= set(range(1, SOURCE.lines + 1))


def test_the_source_is_pinned_by_commit_and_content() -> None:
    assert re.fullmatch(r"[0-9a-f]{40}", SOURCE.commit)
    assert re.fullmatch(r"[0-9a-f]{64}", SOURCE.sha256)


@for_each(STATED, the_id)
def test_a_clause_of_2014_links_to_its_lines(stated: Clause) -> None:
    assert stated.status in ("stated", "open")
    assert stated.lines
    first, last = stated.lines
    assert first <= last
    assert source_link(stated).endswith(f"{SOURCE.commit}/{SOURCE.path}?plain=1#L{first}-L{last}")


@for_each(GAPS + TENSIONS, the_id)
def test_a_finding_of_ours_claims_no_line_of_the_source(ours: Clause) -> None:
    assert re.fullmatch(r"\d+\.\d+", ours.since)
    assert not claimed_lines(ours)
    assert source_link(ours) == ""


def test_the_source_says_must_once_and_should_twice() -> None:
    binding = {strength: [each.id for each in STATED if each.strength == strength] for strength in ("must", "should")}
    assert binding == {"must": ["PRV-3"], "should": ["PUB-5", "KNK-8"]}


@for_each(CLAUSES.values(), the_id)
def test_the_keywords_of_a_text_agree_with_its_strength(each: Clause) -> None:
    words = set(re.findall(r"\b(?:MUST|SHOULD|MAY|SHALL|REQUIRED|RECOMMENDED|OPTIONAL)\b", each.text))
    assert words == KEYWORDS.get(each.strength, set())


@for_each(CLAUSES.values(), the_id)
def test_a_keyword_stands_in_capitals_and_in_the_text_alone(each: Clause) -> None:
    assert not re.search(r"\b(?:must|should|may|shall)\b", " ".join(sentences(each)))
    beside = " ".join((each.ambiguity, each.reading, *each.alternatives))
    assert not re.search(r"\b(?:MUST|SHOULD|MAY)\b", beside)


@for_each(CLAUSES.values(), the_id)
def test_a_text_is_one_or_two_sentences_and_none_is_over_45_words(each: Clause) -> None:
    assert 1 <= len(re.findall(r"[.?!](?=\s|$)", each.text)) <= 2
    assert max(len(sentence.split()) for sentence in sentences(each)) <= 45


@for_each(CLAUSES.values(), the_id)
def test_every_passage_begins_and_ends_like_a_sentence(each: Clause) -> None:
    for passage in filter(None, (each.text, each.ambiguity, each.reading, *each.alternatives)):
        assert passage[0].isupper()
        assert passage[-1] in ".?"


@for_each(CLAUSES.values(), the_id)
def test_a_clause_mentions_only_clauses_that_exist(each: Clause) -> None:
    mentioned = re.findall(r"\b[A-Z]+-\d+\b", " ".join(sentences(each)))
    assert set(mentioned) <= set(CLAUSES) - {each.id}


@for_each(GAPS, the_id)
def test_a_silence_asks_a_question_and_says_what_we_chose_and_what_we_did_not(gap: Clause) -> None:
    assert (gap.id[:4], gap.strength) == ("GAP-", "gap")
    assert "?" in gap.text
    assert gap.reading
    assert gap.alternatives


@for_each(TENSIONS, the_id)
def test_a_tension_names_the_clauses_that_pull_and_how_it_is_settled(tension: Clause) -> None:
    assert (tension.id[:4], tension.strength) == ("TEN-", "tension")
    assert len(set(tension.between)) == len(tension.between) >= 2
    assert set(tension.between) <= set(CLAUSES) - {tension.id}
    assert any(clause(each).since == "2014" for each in tension.between)
    assert tension.reading


def test_every_switch_is_named_by_a_clause_and_every_name_is_a_switch() -> None:
    assert {each.switch for each in CLAUSES.values() if each.switch} == set(switches())


@for_each(switches())
def test_each_clause_that_a_switch_cites_names_a_switch(switch: str) -> None:
    assert all(clause(each).switch for each in cited(switches()[switch].metadata["cites"]))


def test_a_citation_is_split_into_known_ids() -> None:
    assert cited("PRV-1 PRV-3") == ("PRV-1", "PRV-3")
    assert cited("") == ()


def test_a_wrong_id_is_refused_with_the_ids_that_were_probably_meant() -> None:
    with pytest.raises(UnknownClauseError, match=r"'INV-13'.*INV-1"):
        cited("INV-2 INV-13")
    with pytest.raises(UnknownClauseError, match=r"'knk-4'.*KNK-4"):
        clause("knk-4")


def test_a_pattern_chooses_clauses_in_reading_order() -> None:
    assert [each.id for each in matching("PRV-*")] == ["PRV-1", "PRV-2", "PRV-3", "PRV-4"]
    with pytest.raises(UnknownClauseError, match="PVR"):
        matching("PVR-*")


def test_nobody_can_change_a_clause_at_run_time() -> None:
    with pytest.raises(AttributeError):
        clause("PRV-3").text = "Anything goes."  # type: ignore[misc]
    with pytest.raises(TypeError):
        CLAUSES["PRV-5"] = clause("PRV-4")  # type: ignore[index]
