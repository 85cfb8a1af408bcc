"""`rules.json` says what the tables say, and is enough to find any situation's answer without Python."""

import json
from enum import StrEnum
from itertools import chain, product
from math import prod
from pathlib import Path
from typing import Any

import pytest

from roomspec.change.rulebook import MembershipWord, ModeWord, ToldWord, rulebook
from roomspec.change.vectors import RULES, vector_files
from spec_impl import COMPLETED, JoinMode, Told
from spec_impl.cells import PLANS
from spec_impl.rules import TABLES
from spec_impl.rules.table import Reason
from spec_impl.terms import Membership
from spec_impl.trace_schema import fields_of
from tests.change.vectors.test_stories import lacking

BOOK: dict[str, Any] = json.loads((Path(__file__).parents[2] / "vectors" / RULES).read_text(encoding="utf-8"))
WRITTEN = {table["name"]: table for table in BOOK["tables"]}


def test_every_row_of_every_table_stands_there_in_order() -> None:
    assert list(WRITTEN) == list(TABLES)
    for name, table in TABLES.items():
        for number, (row, held) in enumerate(zip(table.rows, WRITTEN[name]["rows"], strict=True), start=1):
            assert held["number"] == number
            assert (held["sentence"], held["cites"], held["over"]) == (row.sentence, [*row.cites], [*row.over])
            assert (held["outcome"], held["reason"], held["told"]) == (row.outcome, row.reason, row.tells)
            under = held["under"] and (held["under"]["switch"], tuple(held["under"]["values"]))
            assert under == row.under
            for part in ("when", "does"):
                assert held[part]["says"], (
                    f"a docstring lacks, which is all that whoever has no Python has of {held[part]}"
                )


@pytest.mark.parametrize("name", TABLES)
def test_every_situation_has_its_answer_where_the_readme_says(name: str) -> None:
    held, table = WRITTEN[name], TABLES[name]
    choices = product(*(axis["values"] for axis in held["axes"]))
    answers = dict(zip(choices, chain.from_iterable(held["answers"]), strict=True))
    assert len(answers) == prod(len(axis["values"]) for axis in held["axes"])
    for cell in PLANS[name].cells(COMPLETED):
        row = held["rows"][answers[tuple(str(value) for _, value in cell.values)] - 1]
        verdict, decider = table.decide(cell.situation)
        assert (row["sentence"], row["outcome"], row["told"]) == (decider.sentence, verdict.outcome, verdict.told)


def test_no_row_answers_that_is_not_there_under_the_recommended_reading() -> None:
    (completed,) = (each for each in BOOK["readings"] if each["name"] == COMPLETED.name)
    for table in WRITTEN.values():
        for number in set(chain.from_iterable(table["answers"])):
            under = table["rows"][number - 1]["under"]
            assert under is None or completed[under["switch"]] in under["values"]


def test_every_closed_list_of_words_is_there_and_whole() -> None:
    lists: dict[str, list[str]] = {each["name"]: each["words"] for each in BOOK["words"]}
    for words in (Membership, JoinMode, Told, Reason):
        assert lists[words.__name__] == [*words]
    in_files = json.dumps(BOOK["tables"])
    assert {row["outcome"] for table in WRITTEN.values() for row in table["rows"]} <= {*lists["Outcome"]}
    assert all(json.dumps(word) in in_files for word in lists["Outcome"])


@pytest.mark.parametrize(("words", "said"), [(Membership, MembershipWord), (JoinMode, ModeWord), (Told, ToldWord)])
def test_a_word_says_all_that_the_model_says_of_it(words: type[StrEnum], said: type) -> None:
    of_the_model = {name for each in words for name in vars(each) if not name.startswith("_")}
    assert {*fields_of(said)} == {"word", *of_the_model}


def test_without_a_row_the_rulebook_is_another() -> None:
    table = TABLES["acceptance"]
    with lacking(table, table.rows[1]):
        changed = rulebook()
    before, after = (next(each for each in book.tables if each.name == table.name) for book in (rulebook(), changed))
    assert len(after.rows) == len(before.rows) - 1
    assert after.answers != before.answers


def test_the_rulebook_is_among_the_files_and_has_a_schema() -> None:
    assert {RULES, "schemas/rules.schema.json"} <= {*vector_files(())}
