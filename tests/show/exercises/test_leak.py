"""Spot the leak: who can know wins by knowing, and who cannot is told that it was luck."""

import pytest

from roomspec.show.exercises.kinds import Reply
from roomspec.show.exercises.leak import SpotTheLeak
from spec_impl import COMPLETED, LITERAL_2014
from spec_impl.reading import otherwise
from tests.show.drawing.untrusted import complaints
from tests.show.seen import lines_of


def played(game: SpotTheLeak) -> SpotTheLeak:
    """Every question has been asked."""
    for number in range(1, len(game._questions) + 1):
        game.ask(number)
    return game


def the_other(door: str) -> str:
    """The door beside it."""
    return "left" if door == "right" else "right"


def test_taken_at_its_word_the_text_gives_the_room_away_and_the_bet_can_be_won_by_looking() -> None:
    game = played(SpotTheLeak(LITERAL_2014, "carol"))
    by_looking = {"left": 0, "right": 0}
    for each in game.asked:
        for door in ("left", "right"):
            by_looking[door] += getattr(each, door) not in ("Refusal: no such room", "DirectoryAnswer: nothing found")
    reply = game.bet(max(by_looking, key=lambda door: by_looking[door]))
    assert reply.kind == "solved"
    assert reply.words.startswith("You won, and you could know: ")


def test_under_the_recommended_reading_no_question_tells_and_a_won_bet_is_luck() -> None:
    game = played(SpotTheLeak(COMPLETED, "carol"))
    assert all(each.left == each.right for each in game.asked)
    reply = game.bet(game._hides)
    assert (reply.kind, reply.words) == (
        "not yet",
        f"You won, and it was a coin toss: none of your {len(game.asked)} questions told the worlds apart.",
    )
    assert "0 tell the worlds apart" in reply.checked
    assert reply.hint == "There is no question that tells: that is the claim."


def test_who_bets_before_asking_the_right_question_hears_that_there_is_one() -> None:
    game = SpotTheLeak(LITERAL_2014, "carol")
    game.ask(1)
    reply = game.bet(the_other(game._hides))
    assert reply.words == "You lost, and it was a coin toss: none of your 1 question told the worlds apart."
    assert reply.hint == "There is a question that tells."


def test_a_bet_is_final() -> None:
    game = SpotTheLeak(COMPLETED)
    game.bet("left")
    assert game.bet("right").words == "A bet is final: begin another game, with another word."


def test_each_student_has_worlds_of_his_own_and_the_same_ones_tomorrow() -> None:
    doors = {word: SpotTheLeak(COMPLETED, word)._hides for word in ("alice", "bob", "carol", "dave", "erin", "frank")}
    assert set(doors.values()) == {"left", "right"}
    assert doors == {word: SpotTheLeak(COMPLETED, word)._hides for word in doors}


def test_nothing_that_is_shown_says_which_door_it_is() -> None:
    one = next(SpotTheLeak(COMPLETED, str(n)) for n in range(9) if SpotTheLeak(COMPLETED, str(n))._hides == "left")
    other = next(SpotTheLeak(COMPLETED, str(n)) for n in range(9) if SpotTheLeak(COMPLETED, str(n))._hides == "right")
    assert one.questions().html == other.questions().html
    assert played(one).answers().html == played(other).answers().html
    assert repr(one) == repr(other)


@pytest.mark.parametrize("number", [0, 99, "one", None, True])
def test_a_question_that_is_none_is_answered_with_one_sentence(number: object) -> None:
    game = SpotTheLeak()
    reply = game.ask(number)
    assert isinstance(reply, Reply)
    assert reply.words == f"Ask with the number of a question, 1 to {len(game._questions)}; this is {number!r}."
    assert game.asked == []


@pytest.mark.parametrize(
    ("door", "words"),
    [
        (3, "This exercise is answered with “left” or “right”; this is an int."),
        ("middle", "There are two doors, “left” and “right”; this is 'middle'."),
    ],
)
def test_a_door_that_is_none_is_answered_with_one_sentence(door: object, words: str) -> None:
    assert SpotTheLeak().bet(door).words == words


def test_silence_is_an_answer_too_where_acceptances_are_queued() -> None:
    game = played(SpotTheLeak(otherwise("unseen_invitation", "queue"), "carol"))
    assert any("(nothing)" in (each.left, each.right) and each.left != each.right for each in game.asked)


def test_the_tables_are_kept_by_an_untrusted_notebook() -> None:
    game = SpotTheLeak()
    assert complaints(game.questions().html) == []
    figure = game.ask(next(n for n, words in game.numbered() if "KnockRequest" in words))
    assert not isinstance(figure, Reply) and complaints(figure.html) == []
    assert lines_of(figure) == [["m → a KnockRequest stay 1", "Refusal: no such room", "Refusal: no such room"]]
