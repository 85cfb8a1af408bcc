"""Spot the leak: who can know wins by knowing, and who cannot is told that it was luck."""

from itertools import pairwise

import pytest

from roomspec.show.exercises.kinds import Reply
from roomspec.show.exercises.leak import DOORS, SpotTheLeak
from spec_impl import COMPLETED, LITERAL_2014
from spec_impl.reading import otherwise
from tests.show.drawing.untrusted import complaints
from tests.show.seen import lines_of

NOTHING = "behind every door: nothing found"


def played(game: SpotTheLeak) -> SpotTheLeak:
    """Every question has been asked."""
    for number in range(1, len(game._questions) + 1):
        game.ask(number)
    return game


def the_other(door: int) -> int:
    """The door beside it."""
    return door % len(DOORS) + 1


def test_taken_at_its_word_the_text_gives_the_room_away_and_the_bet_can_be_won_by_looking() -> None:
    game = played(SpotTheLeak(LITERAL_2014, "carol"))
    heard = game.answers().html
    (by_looking,) = [door for door in DOORS if f"behind door {door}: " in heard]
    reply = game.bet(by_looking)
    assert reply.kind == "solved"
    assert reply.words.startswith("You won, and you could know: ")


def test_under_the_recommended_reading_no_question_tells_and_a_won_bet_is_luck() -> None:
    game = played(SpotTheLeak(COMPLETED, "carol"))
    assert all(each.without_room == each.with_room for each in game.asked)
    reply = game.bet(game._hides)
    assert (reply.kind, reply.words) == (
        "not yet",
        f"You won, and it was a guess: none of {len(game.asked)} questions told the worlds apart.",
    )
    assert "0 tell the worlds apart" in reply.checked
    assert reply.hint == "There is no question that tells: that is the claim."


def test_who_bets_before_asking_the_right_question_hears_that_there_is_one() -> None:
    game = SpotTheLeak(LITERAL_2014, "carol")
    game.ask(next(n for n, words in game.numbered() if "Which rooms" in words))
    reply = game.bet(the_other(game._hides))
    assert reply.words == "You lost, and it was a guess: none of 1 question told the worlds apart."
    assert reply.hint == "There is a question that tells."


def test_a_bet_is_final() -> None:
    game = SpotTheLeak(COMPLETED)
    game.bet(1)
    assert game.bet(2).words == "A bet is final: begin another game, with another word."


def test_each_student_has_worlds_of_his_own_and_the_same_ones_tomorrow() -> None:
    words = [f"student {n}" for n in range(40)]
    games = [SpotTheLeak(COMPLETED, word) for word in words]
    assert {game._hides for game in games} == set(DOORS)
    assert [game._hides for game in games] == [SpotTheLeak(COMPLETED, word)._hides for word in words]
    alike = sum(one._hides == other._hides for one, other in pairwise(games))
    assert alike <= len(games) // 4, "few have their neighbour's door"
    assert len({game.questions().html for game in games}) == len(games), "nobody's question 3 is a neighbour's"


def test_nothing_that_is_shown_says_which_door_it_is_where_nothing_can_be_known() -> None:
    games = [played(SpotTheLeak(COMPLETED, str(n))) for n in range(5)]
    assert len({game._hides for game in games}) > 1 and len({repr(game) for game in games}) == 1
    for game in games:
        assert {words for _, words in lines_of(game.answers())} <= {"behind every door: no such room", NOTHING}


@pytest.mark.parametrize("number", [0, 99, "one", None, True])
def test_a_question_that_is_none_is_answered_with_one_sentence(number: object) -> None:
    game = SpotTheLeak()
    reply = game.ask(number)
    assert isinstance(reply, Reply)
    assert reply.words == f"Ask with the number of a question, 1 to {len(game._questions)}; this is {number!r}."
    assert game.asked == []


@pytest.mark.parametrize("door", [0, 9, "left", None, True])
def test_a_door_that_is_none_is_answered_with_one_sentence(door: object) -> None:
    assert SpotTheLeak().bet(door).words == f"Bet on one of the doors, 1 to 8; this is {door!r}."


def test_silence_is_an_answer_too_where_acceptances_are_queued() -> None:
    game = played(SpotTheLeak(otherwise("unseen_invitation", "queue"), "carol"))
    assert any(each.with_room == "(nothing)" != each.without_room for each in game.asked)


def test_the_tables_are_kept_by_an_untrusted_notebook() -> None:
    game = SpotTheLeak()
    assert complaints(game.questions().html) == []
    figure = game.ask(next(n for n, words in game.numbered() if "I knock" in words))
    assert not isinstance(figure, Reply) and complaints(figure.html) == []
    assert lines_of(figure) == [["“I knock.”, on a first visit", "behind every door: no such room"]]
