"""Two worlds are told apart by what the outsider hears, and by nothing else."""

import pytest

from roomspec.show.drawing.sheet import GREEN, VERMILLION, Figure
from roomspec.show.drawing.two_worlds_sheet import Comparison, Inside, ShownOutcome, WorldColumn, two_worlds_sheet
from tests.show.drawing.untrusted import Outline, complaints, words

NO_ROOM, NOT_INVITED, KNOCK = "no such room", "you are not invited", "knock first"
SINGLE, DOUBLE = f"2.5px solid {GREEN.mark}", f"3px double {VERMILLION.mark}"


def compared(first: tuple[str, ...], second: tuple[str, ...]) -> Comparison:
    def world(title: str, reason: str, told: tuple[str, ...]) -> WorldColumn:
        return WorldColumn(
            title, ("m → b JoinRequest !tea",), (Inside(ShownOutcome("refuse", "refused", reason), ("PRV-1",)),), told
        )

    worlds = (
        world("World 0: no room", "UNAWARE", first),
        world("World 1: a private room", "NOT_INVITED", second),
    )
    return Comparison(worlds, "b.example", "m", 2, "mallory cannot tell.", ("PRV-3",))


def sheet_of(first: tuple[str, ...], second: tuple[str, ...]) -> Figure:
    return two_worlds_sheet("One request, two worlds.", "mallory asks.", compared(first, second))


def underlines(figure: Figure) -> list[str]:
    return [
        style["border-bottom"]
        for name, _, style in Outline(figure.html).elements
        if name == "span" and "border-bottom" in style
    ]


@pytest.mark.parametrize("second", [(NO_ROOM,), (NOT_INVITED,), ()])
def test_the_sheet_is_kept_by_an_untrusted_notebook(second: tuple[str, ...]) -> None:
    assert complaints(sheet_of((NO_ROOM,), second).html) == []


@pytest.mark.parametrize(
    ("first", "second", "verdict", "sentence"),
    [
        ((NO_ROOM,), (NO_ROOM,), "same", "Told the same, one answer in each world."),
        ((NO_ROOM, KNOCK), (NO_ROOM, KNOCK), "same", "Told the same, 2 answers in each."),
        ((), (), "same", "Told the same, nothing at all."),
        ((NO_ROOM,), (NOT_INVITED,), "leak", "LEAK: told apart after 2 steps."),
        ((NO_ROOM,), (NO_ROOM, NO_ROOM), "leak", "LEAK: told apart after 2 steps."),
        ((), (NO_ROOM,), "silence", "SILENCE: only one world answers."),
    ],
)
def test_the_verdict_follows_from_what_is_told(
    first: tuple[str, ...], second: tuple[str, ...], verdict: str, sentence: str
) -> None:
    assert (compared(first, second).verdict, compared(first, second).sentence) == (verdict, sentence)
    assert sentence in words(sheet_of(first, second).html)


def test_other_reasons_inside_do_not_tell_the_worlds_apart() -> None:
    same = sheet_of((NO_ROOM,), (NO_ROOM,))
    assert "decided inside b.example (never shown to m) \N{EN DASH} refuse UNAWARE PRV-1" in words(same.html)
    assert "= Told the same" in words(same.html)


def test_answers_alike_are_underlined_once_and_a_leak_twice() -> None:
    assert underlines(sheet_of((NO_ROOM,), (NO_ROOM,))) == [SINGLE, SINGLE]
    assert underlines(sheet_of((NO_ROOM,), (NOT_INVITED,))) == [DOUBLE, DOUBLE]


def test_of_several_answers_the_first_that_differs_is_underlined_twice() -> None:
    several = sheet_of((NO_ROOM, NO_ROOM, NO_ROOM), (NO_ROOM, KNOCK, NO_ROOM))
    assert underlines(several) == [SINGLE, DOUBLE, "0"] * 2
    assert "1. “no such room” 2. “knock first” 3. “no such room”" in words(several.html)


def test_an_answer_more_is_a_difference() -> None:
    assert underlines(sheet_of((NO_ROOM,), (NO_ROOM, NO_ROOM))) == [SINGLE, SINGLE, DOUBLE]


def test_a_world_that_answers_nothing_says_so() -> None:
    assert "told (nothing)" in words(sheet_of((), (NO_ROOM,)).html)
