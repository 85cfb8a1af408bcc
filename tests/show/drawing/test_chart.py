"""The steps in words carry the numbers, clauses, decisions and answers of the picture."""

from roomspec.show.drawing.chart import Chart, ChartRow, InFlight, Note, steps_text
from tests.show.drawing.examples import OVERTAKEN, STEPPED, A, B, C


def test_each_step_is_one_line_under_its_number() -> None:
    numbers = [line.split(".")[0] for line in steps_text(OVERTAKEN) if not line.startswith("On its way")]
    assert numbers == [str(i) for i in range(1, 13)]


def test_a_message_says_from_whom_to_whom_by_which_clauses_and_what_was_told() -> None:
    assert steps_text(OVERTAKEN)[7] == (
        "8. c.example to b.example: Acceptance (ACC-4, ACC-5). Held: proof not seen. Told: no such room."
    )


def test_a_lost_a_late_and_a_repeated_message_say_so() -> None:
    lines = steps_text(OVERTAKEN)
    assert lines[5] == "6. c.example to a.example: Acceptance (ACC-2, ACC-4). Lost."
    assert "Sent at 3." in lines[9]
    assert lines[11] == "12. b.example to c.example: Grant, again (GAP-9). Ignored."


def test_a_user_keeps_the_spelling_of_his_name() -> None:
    assert steps_text(OVERTAKEN)[2].endswith("carol: none → invited.")


def test_a_decision_elsewhere_names_its_server() -> None:
    chart = Chart(
        (A, B, C), (ChartRow(1, "arrow", "a", "b", "Grant", notes=(Note("c", "changed", ("x: none → left",)),)),)
    )
    assert steps_text(chart) == ("1. a.example to b.example: Grant. At c.example. x: none → left.",)


def test_a_link_is_between_two_servers() -> None:
    assert steps_text(Chart((A, B), (ChartRow(1, "cut", "a", "b"),))) == (
        "1. Link between a.example and b.example: cut.",
    )


def test_folded_steps_are_told_all_the_same() -> None:
    assert steps_text(STEPPED)[0] == "1. c.example: carol: Find #tea (DIR-2)."


def test_what_is_in_flight_comes_last() -> None:
    waiting = (InFlight("b", "a", "StateUpdate", 10), InFlight("a", "b", "Grant", 0))
    assert steps_text(Chart((A, B), (), waiting)) == (
        "On its way: b.example to a.example: StateUpdate, sent at 10.",
        "On its way: a.example to b.example: Grant, from the start.",
    )
