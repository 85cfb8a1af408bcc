"""Today's rules as figures: computed, set beside what is published, and marked where they differ."""

from roomspec import show
from roomspec.today import contradictions
from tests.show.drawing.untrusted import words
from tests.show.seen import lines_of


def test_each_change_shows_who_can_bring_it_about_by_which_rules_and_what_is_published() -> None:
    invite, join, leave, _, knock = lines_of(show.membership_today())
    assert invite[:2] == ["invite", "✓ himself or another 5.4.1.7 5.4.4 “no change”"]
    assert invite[5] == "– nobody 5.7.4 ≠ “knocked again”"
    assert leave[2] == "✓ himself 5.3.1 5.3.5.3 5.3.6 “joined”"
    assert join[1] == "✓ himself or another 5.4.1.7 ≠ “must never happen”"
    assert knock[2] == "✓ himself 5.3.5.3 5.3.6 ≠ “must never happen”"


def test_as_many_cells_are_marked_as_there_are_contradictions() -> None:
    figure = show.membership_today()
    assert words(figure.html).count("≠") == len(contradictions()) == 3
    assert figure.name.endswith("contradict each other in 3.")


def test_each_contradiction_has_an_instance_and_says_where_it_was_reported() -> None:
    knocks, invited, joins = lines_of(show.contradictions_today())
    assert knocks[:4] == ["invite → knock", "“knocked again”", "– nobody 5.7.4", "refused in all 3168 situations"]
    assert joins[3] == "knock → join by the user himself, join rule public. Rule 5.3.6: Anyone enters a public room."
    assert (invited[4], joins[4]) == ("no report known to us", "matrix-spec#2053, open; MSC4123, closed")


def test_the_report_on_2022_shows_the_rows_and_the_run_in_which_an_invitation_is_lost() -> None:
    said = words(show.reknocking().html)
    assert said.startswith("Red: declared clarification, computed breaking;")
    assert "Breaking: something allowed before is refused, after 3 events." in said
    rows = lines_of(show.reknocking())
    assert rows[3][2:] == ["5.7.3", "✓ allows", "not there", "✓ allows"]
    assert rows[4][2:] == ["5.7.3", "not there", "✓ allows", "not there"]


def test_the_report_on_a_change_that_nothing_tells_apart_shows_the_rows_alone() -> None:
    said = words(show.reknocking("2021", "2024").html)
    assert said.startswith("As declared: declared clarification, computed clarification;")
    assert "after" not in said
