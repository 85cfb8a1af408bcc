"""Spot the leak by its buttons."""

from roomspec import show
from spec_impl import COMPLETED, LITERAL_2014


def test_a_question_is_asked_in_all_worlds_and_a_bet_answered_once() -> None:
    game = show.LeakGame(LITERAL_2014, "carol")
    game.question.value = next(n for n, words in game.game.numbered() if "I knock" in words)
    game.ask.click()
    assert "I knock" in game.answers.value and "this room takes no knocks" in game.answers.value
    game.bets[game.game._hides - 1].click()
    assert "You won, and you could know: 1 of your 1 question" in game.status.value
    assert game.ask.disabled and all(bet.disabled for bet in game.bets)


def test_nothing_on_the_screen_tells_the_doors_apart_before_a_question_is_asked() -> None:
    games = [show.LeakGame(COMPLETED, str(n)) for n in range(9)]
    assert len({game.game._hides for game in games}) > 4
    assert {repr(game) for game in games} == {"<8 worlds, one room; 0 questions asked>"}


def test_every_button_and_list_of_the_game_is_named() -> None:
    game = show.LeakGame()
    assert game.question.description == "question" and len(game.question.options) == 15
    assert all(each.tooltip and each.description for each in (game.ask, *game.bets))
