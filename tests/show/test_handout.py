"""The page to print says what the rules say: its run, the steps that its notes name, its claims, its counterexample."""

import re

from roomspec.show.handout import MOODS, counterexample_lines, handout, handout_run, notes
from spec_impl import Deliver, Give, GiveUp, Lose, Refusal, Spread
from spec_impl.claims import named
from spec_impl.rows import Outcome

PAGE = handout()


def test_each_note_names_a_step_that_shows_what_it_says() -> None:
    steps = {name: handout_run().steps[int(number) - 1] for number, name, _ in notes(handout_run())}
    assert isinstance(steps["A person acts."].action, Give) and steps["What a server now holds."].changes
    assert isinstance(steps["Lost."].action, Lose) and isinstance(steps["Given up."].action, GiveUp)
    told = steps["Decided and told."].verdicts[0]
    assert told.outcome is Outcome.HOLD and f"“{told.told}”" in PAGE
    refused = steps["A no."].action
    assert isinstance(refused, Deliver) and isinstance(refused.envelope.message, Refusal)
    assert isinstance(steps["Long on its way."].action, Spread)
    assert steps["The latest step."] == handout_run().last


def test_the_claims_are_of_the_moods_that_they_are_shown_for() -> None:
    moods = {"always": "always", "sometimes": "sometimes", "a pair": "pair"}
    for mood, _, _, name in MOODS:
        assert named(name).mood == moods[mood] and named(name).words in PAGE


def test_the_counterexample_is_what_the_search_finds_letter_by_letter() -> None:
    lines = counterexample_lines(named(MOODS[-1][-1]))
    assert [letter for letter, _ in lines if letter] == ["A", "B", "C", "D"]
    assert "LITERAL_2014" in lines[1][1] and lines[2][1].startswith("1. ") and lines[-1][1].startswith("because: ")


def test_the_page_needs_nothing_from_elsewhere() -> None:
    assert re.findall(r'(?:src|href)="(?!data:)', PAGE) == [] and "<script" not in PAGE
