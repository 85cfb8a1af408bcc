"""Predict, then run: the rules hold the key, and a wrong choice hears what it takes for granted."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from roomspec import show
from roomspec.show.predictions import (
    MISCONCEPTIONS,
    NoQuestion,
    Option,
    Question,
    all_questions,
    asked_of_its_page,
    questions_of,
)
from spec_impl import Join, JoinMode, Reading, SetJoinMode
from spec_impl.cast import ALICE, BOB, CAROL, TEA, knowing, tea_room
from spec_impl.reading import COMPLETED, READINGS, otherwise
from spec_impl.rules import TABLES
from tests.model.story import heard
from tests.show.drawing.untrusted import complaints, words

CHOICES = (
    Option("She comes in at once.", [], "An invitation is what she would need.", "invited is member"),
    Option("She hears that there is no such room.", ["no such room"], "The room is open."),
    Option("She hears that she is not invited.", ["not invited"], "Nobody is told so."),
)
QUOTED = re.compile("“([A-Z][^”]* [^”]* [^”]*)”")
"""A sentence in quotes, and not only a word that is told."""
LIKE_LENGTH = 3
"""The longest choice of a question is at most so many times the shortest: else the length gives it away."""


def what_carol_hears(mode: str = "invite", reading: Reading = COMPLETED) -> Callable[[], object]:
    """The fact that the question is about: carol knows the room and asks to join it."""

    def fact() -> object:
        knows = knowing(tea_room("public", BOB, reading=reading), CAROL)
        shut = knows if mode == "public" else knows.give(ALICE, SetJoinMode(TEA, JoinMode(mode))).settle()
        return heard(shut.give(CAROL, Join(TEA)).settle(), CAROL)

    return fact


def asked(fact: Callable[[], object] | None = None, *options: Option) -> Question:
    """The question, whose key the rules give it."""
    fact, options = fact or what_carol_hears(), options or CHOICES
    return Question("09.tea", "What does carol hear?", options, fact, "The room hides (PRV-2).")


def test_the_rules_hold_the_key_and_another_rule_is_another_key() -> None:
    assert (asked().key, asked(what_carol_hears("public")).key) == ("B", "A")


def test_under_a_reading_that_lets_strangers_in_the_key_moves() -> None:
    lets_in = asked(what_carol_hears(reading=otherwise("direct_join", "any_mode")), *CHOICES)
    assert lets_in.key == asked().key  # the room hides before anybody asks who may come in
    shows = heard(knowing(tea_room("knock", BOB), CAROL).give(CAROL, Join(TEA)).settle(), CAROL)
    knocks = Option("She hears that she has to knock.", shows)
    assert asked(what_carol_hears("knock"), *CHOICES, knocks).key == "D"


def test_a_wrong_choice_hears_a_sentence_of_its_own_and_not_the_answer() -> None:
    said = [words(asked().reply(letter)) for letter in "AC"]
    assert said == [f"✗ Not so. {CHOICES[0].says}", f"✗ Not so. {CHOICES[2].says}"]


def test_the_right_choice_hears_why() -> None:
    assert words(asked().reply("B")) == "✓ Right. The room hides ( PRV-2 )."


def test_each_choice_opens_by_itself_and_none_is_open_and_an_untrusted_notebook_keeps_it() -> None:
    figure = asked().figure()
    assert complaints(figure.html) == []
    assert figure.html.count("<details>") == len(CHOICES)
    closed = [words(part.partition("</summary>")[0]) for part in figure.html.split("<details>")[1:]]
    assert closed == [f"{letter} {option.words}" for letter, option in zip("ABC", CHOICES, strict=True)]
    assert words(figure.html).count("Right.") == 1 and words(figure.html).count("Not so.") == 2


def test_what_is_stored_needs_no_kernel() -> None:
    bundle = asked()._repr_mimebundle_()
    assert bundle == {"text/html": asked().figure().html, "text/plain": "<prediction: What does carol hear?>"}


# --- What makes no question -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        (
            (("There is only one.", 1), ("There are just two.", 2)),
            "the rules give 3, which 0 choices mean; exactly one",
        ),
        ((("There are just three.", 3), ("There are three here.", 3)), "which 2 choices mean"),
        (
            (("There are just three.", 3), ("There are just two.", 2)),
            "choice B is wrong under these rules and nothing says why",
        ),
        (
            (("There is only one.", 1, "There are more.", "tea is hot"),),
            "choice A names 'tea is hot', which is no misconception of the list",
        ),
        ((("Three", 3),), "choice A is no sentence that answers the question: 'Three'"),
        ((("There are three of them", 3),), "choice A is no sentence that answers the question"),
    ],
)
def test_choices_that_make_no_question_are_refused_with_the_reason(
    options: tuple[tuple[Any, ...], ...], complaint: str
) -> None:
    with pytest.raises(NoQuestion, match=f"^09.tea: .*{complaint}"):
        _ = asked(lambda: 3, *(Option(*each) for each in options)).key


def test_a_name_that_no_question_has_is_refused_in_a_sentence() -> None:
    with pytest.raises(NoQuestion, match=r"^there is no question '03.tea'; there are .*03.stale-list"):
        show.predict("03.tea")
    with pytest.raises(NoQuestion, match=r"^no question begins with '10.'; there are .*03.stale-list"):
        show.quiz("10.")


def test_words_without_a_fact_and_a_fact_without_words_are_refused() -> None:
    written = {"09.tea": {"asked": "What?", "because": "So it is.", "options": []}}
    for facts in ({}, {"09.tea": what_carol_hears(), "09.pot": what_carol_hears()}):
        with pytest.raises(NoQuestion, match=r"^09\.(tea|pot): .* words and no fact, or a fact and no words$"):
            questions_of(written, facts)


# --- The library ------------------------------------------------------------------------------------------------------


WORKED_OUT_HERE = [name for name, each in all_questions().items() if each.fact is not asked_of_its_page]


@pytest.mark.parametrize("name", WORKED_OUT_HERE)
def test_every_question_of_the_library_has_one_right_answer_under_the_rules(name: str) -> None:
    figure = show.predict(name).figure()
    assert complaints(figure.html) == []
    assert "*" not in words(figure.html) and "`" not in words(figure.html)


def test_no_choice_is_given_away_by_its_length() -> None:
    for name, each in all_questions().items():
        lengths = [len(option.words) for option in each.options]
        assert max(lengths) <= LIKE_LENGTH * min(lengths), name


def test_a_page_that_works_its_facts_out_hands_them_to_its_quiz_and_without_them_there_is_none() -> None:
    with pytest.raises(NoQuestion, match="which hands it to quiz$"):
        show.quiz("07.end.")
    asked = {name.removeprefix("07.end."): each for name, each in all_questions().items() if name[:2] == "07"}
    right = {name: next(option.means for option in each.options if not option.says) for name, each in asked.items()}
    figure = show.quiz("07.end.", right)
    assert words(figure.html).count("Right.") == len(right) == 10


def test_the_right_answer_is_not_always_at_one_place() -> None:
    keys = [all_questions()[name].key for name in WORKED_OUT_HERE]
    assert all(keys.count(letter) <= len(keys) / 2 + 1 for letter in set(keys))


def test_a_quiz_folds_all_but_its_questions() -> None:
    names = [name for name in all_questions() if name.startswith("03.")]
    figure = show.quiz("03.")
    assert complaints(figure.html) == []
    assert figure.html.count("<details>") == sum(1 + len(all_questions()[name].options) for name in names)


def test_every_misconception_is_behind_some_choice_and_every_wrong_prediction_names_one() -> None:
    library = all_questions()
    assert {option.belief for each in library.values() for option in each.options} - {None} == set(MISCONCEPTIONS)
    for name, each in library.items():
        wrong = [option for option in each.options if option.says]
        assert ".end." in name or all(option.belief for option in wrong), name


def test_every_question_has_three_choices_or_more_and_no_two_of_them_hear_the_same() -> None:
    for name, each in all_questions().items():
        said = [option.says for option in each.options if option.says]
        assert len(each.options) >= 3 and len(set(said)) == len(said) == len(each.options) - 1, name


def test_what_a_right_choice_quotes_is_a_row_of_the_rules() -> None:
    sentences = {row.sentence.rstrip(".") for table in TABLES.values() for row in table.rows}
    quoted = {words for each in all_questions().values() for words in QUOTED.findall(each.because)}
    assert len(quoted) > 10 and {words.rstrip(".") for words in quoted} <= sentences


def test_a_question_about_another_reading_quotes_rows_of_that_reading() -> None:
    for name, each in all_questions().items():
        reading = next((found for found in READINGS.values() if found.name in each.asked), COMPLETED)
        rows = {row.sentence.rstrip(".") for table in TABLES.values() for row in table.rows_in(reading)}
        assert {words.rstrip(".") for words in QUOTED.findall(each.because)} <= rows, name
