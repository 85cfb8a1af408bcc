"""Predict, then run: the rules hold the key, and a wrong choice hears what it takes for granted."""

from collections.abc import Callable

import pytest

from roomspec import show
from roomspec.show.predictions import MISCONCEPTIONS, NoQuestion, Prediction
from spec_impl import Join, JoinMode, Reading, SetJoinMode
from spec_impl.cast import ALICE, BOB, CAROL, TEA, knowing, tea_room
from spec_impl.reading import COMPLETED, otherwise
from tests.model.story import heard
from tests.show.drawing.untrusted import complaints, words

CHOICES = [
    ("She comes in.", [], "invited is member"),
    ("No such room.", ["no such room"], "“forbidden” is a polite answer"),
    ("She hears that she is not invited.", ["not invited"], "“forbidden” is a polite answer"),
]


def what_carol_hears(mode: str = "invite", reading: Reading = COMPLETED) -> Callable[[], object]:
    """The fact that the question is about: carol knows the room and asks to join it."""

    def fact() -> object:
        knows = knowing(tea_room("public", BOB, reading=reading), CAROL)
        shut = knows if mode == "public" else knows.give(ALICE, SetJoinMode(TEA, JoinMode(mode))).settle()
        return heard(shut.give(CAROL, Join(TEA)).settle(), CAROL)

    return fact


def asked(mode: str = "invite") -> Prediction:
    """The question, with the key that the rules give it."""
    return show.predict("What does carol hear?", CHOICES, what_carol_hears(mode), "The room hides (PRV-2).")


def test_the_rules_hold_the_key_and_another_rule_is_another_key() -> None:
    assert [asked().answer(n).is_right for n in (1, 2, 3)] == [False, True, False]
    assert [asked("public").answer(n).is_right for n in (1, 2, 3)] == [True, False, False]


def test_a_wrong_choice_hears_the_misconception_behind_it_and_not_the_answer() -> None:
    said = asked().answer(1).words
    assert said == (
        "Behind this stands the belief: invited is member. "
        "An invitation opens a door; a member is who has gone through it. Try again."
    )
    assert "No such room" not in said


def test_the_right_choice_hears_why() -> None:
    assert asked().answer(2).words == "The rules do just that: No such room. The room hides (PRV-2)."


@pytest.mark.parametrize("answer", ["two", None, 0, 4, True, 1.0, [1]])
def test_an_answer_of_the_wrong_type_is_told_what_an_answer_is(answer: object) -> None:
    said = asked().answer(answer)
    assert (said.kind, said.is_right) == ("no answer", False)
    assert repr(said) == f"Answer with the number of a choice, 1 to 3; this is {answer!r}."


def test_each_button_says_what_its_choice_is_worth() -> None:
    question = asked()
    question.buttons[0].click()
    assert "invited is member" in question.status.value and "Not so." in question.status.value
    question.buttons[1].click()
    assert "Right." in question.status.value and "Not so." not in question.status.value
    assert [button.tooltip for button in question.buttons] == [said for said, _, _ in CHOICES]


def test_the_twin_folds_the_answer_away_and_an_untrusted_notebook_keeps_it() -> None:
    figure = asked().twin()
    assert complaints(figure.html) == []
    before, _, after = words(figure.html).partition("The answer")
    assert "1. She comes in." in before and "Wrong in the first" not in before
    assert after.strip().startswith("The second. The room hides ( PRV-2 ).")
    assert "Wrong in the third: “forbidden” is a polite answer" in after


def test_where_there_is_no_kernel_the_stored_output_is_the_twin() -> None:
    assert asked().twin().html in asked().without_kernel().html
    assert "Run this cell to use it" in asked().without_kernel().html
    assert complaints(asked().without_kernel().html) == []
    assert asked()._repr_mimebundle_()["text/plain"] == "<prediction: What does carol hear?>"


def test_a_fact_that_no_choice_means_is_reported() -> None:
    with pytest.raises(NoQuestion, match=r"^the rules give 3, which 0 choices mean; exactly one has to$"):
        show.predict("How many?", [("One.", 1), ("Two.", 2)], lambda: 3)


def test_two_choices_that_mean_the_same_are_reported() -> None:
    with pytest.raises(NoQuestion, match="which 2 choices mean"):
        show.predict("How many?", [("One.", 1), ("A single one.", 1)], lambda: 1)


def test_a_wrong_choice_without_a_misconception_is_reported() -> None:
    with pytest.raises(NoQuestion, match="^choice 2 is wrong under these rules and names no misconception$"):
        show.predict("How many?", [("One.", 1), ("Two.", 2)], lambda: 1)


def test_a_misconception_outside_the_list_is_reported() -> None:
    with pytest.raises(NoQuestion, match="^choice 1 names 'tea is hot', which is no misconception of the list: invit"):
        show.predict("How many?", [("One.", 1, "tea is hot")], lambda: 1)


def test_every_misconception_says_what_is_the_case_instead() -> None:
    sentences = set(MISCONCEPTIONS.values())
    assert len(sentences) == len(MISCONCEPTIONS)
    assert all(sentence.endswith(".") for sentence in sentences)


def test_under_a_reading_that_lets_strangers_in_the_key_moves() -> None:
    strict = otherwise("hidden_requests", "join_only")
    assert show.predict("?", CHOICES, what_carol_hears(reading=strict)).answer(2).is_right
