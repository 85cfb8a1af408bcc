"""Printed tables say what the tables decide: every row, every deciding number, every word that is told."""

import re
from dataclasses import replace

import pytest

from roomspec.show import decision, grid, rules, verdict
from roomspec.show.decisions import StepDecision
from roomspec.show.drawing.sheet import ORANGE
from spec_impl import COMPLETED, LITERAL_2014, Invite, Join, JoinRequest, Knock, Lose, Reading, Trace
from spec_impl.cast import ALICE, BOB, CAROL, DAVE, TEA, B, C, knowing, tea_room
from spec_impl.cells import PLANS
from spec_impl.rows import Outcome, always
from spec_impl.rules import JOIN_REQUEST
from spec_impl.rules.table import Reason
from spec_impl.situation import Situation
from spec_impl.stepping import situation
from tests.model.grids import TABLES
from tests.model.runs import run
from tests.show.drawing.untrusted import Outline, words
from tests.show.seen import lines_of

READINGS = (COMPLETED, LITERAL_2014)
NO_ROOM = "“no such room”"


def named(reading: Reading) -> str:
    """What pytest shows of a reading."""
    return reading.name


@pytest.mark.parametrize("reading", READINGS, ids=named)
@pytest.mark.parametrize("name", TABLES)
def test_every_row_of_a_table_is_printed_in_its_order_with_its_clauses(name: str, reading: Reading) -> None:
    rows = TABLES[name].rows_in(reading)
    printed = lines_of(rules(TABLES[name], reading))
    assert [line[:3] for line in printed] == [
        [str(number), row.sentence, " ".join(row.cites)] for number, row in enumerate(rows, start=1)
    ]


@pytest.mark.parametrize("name", TABLES)
def test_what_is_told_is_printed_in_quotes_and_apart_from_what_is_decided(name: str) -> None:
    for row, line in zip(TABLES[name].rows_in(COMPLETED), lines_of(rules(TABLES[name])), strict=True):
        assert (str(row.reason) in line[3]) == (row.reason is not None)
        if row.outcome in (Outcome.REFUSE, Outcome.HOLD) and row.tells:
            assert line[4] == f"“{row.tells}”"
        if row.outcome is Outcome.IGNORE:
            assert line[4] == "(nothing)"


def test_a_join_request_is_told_one_thing_by_each_row() -> None:
    told = [line[4] for line in lines_of(rules(JOIN_REQUEST))]
    rows = JOIN_REQUEST.rows_in(COMPLETED)
    assert told == ["come in, here is the room" if row.outcome is Outcome.ACCEPT else f"“{row.tells}”" for row in rows]
    assert told[0] == told[-1] == NO_ROOM


def test_the_directory_tells_of_a_listing_or_of_nothing() -> None:
    assert [line[4] for line in lines_of(rules(TABLES["name query"]))] == ["“nothing found”"] * 2 + ["the listing"]


def test_the_caption_names_the_table_and_the_reading() -> None:
    said = words(rules(JOIN_REQUEST, LITERAL_2014).html)
    assert said.startswith("A join request, at a candidate server. The first row that applies decides.")
    assert "Reading: LITERAL_2014." in said


@pytest.mark.parametrize("reading", READINGS, ids=named)
@pytest.mark.parametrize("name", TABLES)
def test_each_cell_of_a_grid_has_the_number_of_the_row_that_decides(name: str, reading: Reading) -> None:
    table, plan = TABLES[name], PLANS[name]
    down, across = list(plan.axes)[:2]
    deciding = {
        (values[down], values[across]): table.deciding(cell.situation)[0]
        for cell in plan.cells(reading, running=(down, across))
        if (values := dict(cell.values))
    }
    printed = lines_of(grid(table, down, across, reading))
    assert len(printed) == len(plan.axes[down])
    for word, line in zip(plan.axes[down], printed, strict=True):
        numbers = [int(re.findall(r"\d+", cell)[0]) for cell in line[1:]]
        assert line[0].endswith(word)
        assert numbers == [deciding[word, column] for column in plan.axes[across]]


def test_a_row_that_holds_too_and_would_say_otherwise_is_named_in_its_cell() -> None:
    plan = PLANS["join request"]
    down, across = "carol is held as", "mode"
    printed = {line[0].split(" ", 1)[1]: line[1:] for line in lines_of(grid(JOIN_REQUEST, down, across))}
    for cell in plan.cells(COMPLETED, running=(down, across)):
        values = dict(cell.values)
        number, decider = JOIN_REQUEST.deciding(cell.situation)
        others = [
            str(n)
            for n, row in enumerate(JOIN_REQUEST.rows_in(COMPLETED), start=1)
            if n > number and row.when is not always and row.when(cell.situation) and not row.agrees_with(decider)
        ]
        shown = printed[values[down]][plan.axes[across].index(values[across])]
        assert shown.partition("≠ row ")[2] == ", ".join(others)
    assert "≠ another row applies too" in words(grid(JOIN_REQUEST, down, across).html)


def asked(mode: str = "knock") -> Trace:
    """Carol's request has been answered at Alice's server."""
    return knowing(tea_room(mode), CAROL).give(CAROL, Join(TEA)).deliver()


def test_a_decision_marks_the_row_that_decided_and_says_what_was_decided_and_told() -> None:
    said = words(decision(asked(), "Why?").html)
    reasons = [row.reason for row in JOIN_REQUEST.rows_in(COMPLETED)]
    number = len(reasons) - reasons[::-1].index(Reason.MUST_KNOCK)
    assert said.endswith(f"Decided refuse, MUST_KNOCK . Told “knock first”. Row {number} by KNK-1")
    states = [line[2] for line in lines_of(decision(asked(), "Why?"))]
    assert states.index("▶ ✓ applied, decides") == number - 1
    assert len(states) == len(JOIN_REQUEST.rows_in(COMPLETED))


def test_a_decision_says_what_a_grant_amounts_to() -> None:
    assert "Decided accept. Told come in, here is the room." in words(decision(asked("public"), "Why?").html)


@pytest.mark.parametrize("number", range(8))
def test_in_every_run_the_row_that_is_marked_is_the_one_that_decided(number: int) -> None:
    trace = run(number)
    for done, step in enumerate(trace.steps, start=1):
        if situation(step.before, step.action) is None:
            continue
        figure = decision(replace(trace, steps=trace.steps[:done]), "Why?")
        (decider,) = [line for line in lines_of(figure) if line[2] == "▶ ✓ applied, decides"]
        assert decider[0] == str(step.verdicts[0].row)
        assert f"Row {step.verdicts[0].row} by {' '.join(step.verdicts[0].cites)}" in words(figure.html)


def contested() -> Trace:
    """Carol, whom alice has invited, asks to join by herself where others have to knock."""
    invited = knowing(tea_room("knock"), CAROL).give(ALICE, Invite(TEA, CAROL))
    return invited.give(CAROL, Join(TEA)).deliver(JoinRequest)


def test_each_row_says_what_became_of_it() -> None:
    states = {line[2] for line in lines_of(decision(contested(), "Why?"))}
    assert states == {"✗ did not apply", "▶ ✓ applied, decides", "≠ applied, disagrees", "· not reached"}


def test_a_disagreement_names_the_clause_that_orders_the_rows() -> None:
    assert "Would refuse where row 7 says accept. Ordered by GAP-22 ." in words(decision(contested(), "Why?").html)


def test_the_deciding_row_has_a_bar_in_the_colour_of_the_text_and_a_disagreeing_one_in_orange() -> None:
    cells = [style for name, _, style in Outline(decision(contested(), "Why?").html).elements if name in ("td", "th")]
    bars = [style["border-left"] for style in cells if "border-left" in style]
    assert bars[0] == "4px solid currentcolor" and set(bars[1:]) == {f"4px solid {ORANGE.mark}"}


def test_a_verdict_has_the_row_that_decided_and_its_rival_and_folds_the_others_away() -> None:
    figure = verdict(contested(), "Two rows apply.")
    seen, _, folded = words(figure.html).partition("the other ")
    judged = StepDecision.of(contested().last).judgements
    for judgement in judged:
        assert (judgement.row.sentence in seen) == (judgement.state in ("decides", "disagrees"))
        assert (judgement.row.sentence in folded) == (judgement.state not in ("decides", "disagrees"))
    assert "decides: accept told: come in, here is the room" in seen and "would refuse but row 7 came first" in seen
    assert folded.startswith(f"{len(judged) - 2} rows: 6 above did not apply, 2 below not reached")
    assert "GAP-" not in seen and "KNK-" not in seen


def test_a_row_says_what_is_decided_and_what_is_told() -> None:
    assert "PRV-2 PRV-3 PRV-4 \N{EN DASH} refuse NOT_INVITED “no such room”" in words(rules(JOIN_REQUEST).html)
    assert "✓ accept come in, here is the room" in words(rules(JOIN_REQUEST).html)


def test_a_cell_of_the_grid_has_a_sign_a_word_and_the_deciding_row() -> None:
    assert "✓ accept 7 ≠ row 9 ✓ accept 7" in words(grid(JOIN_REQUEST, "carol is held as", "mode").html)


def test_a_wide_grid_keeps_signs_and_numbers_and_puts_the_words_below() -> None:
    said = words(grid(JOIN_REQUEST, "mode", "carol is held as").html)
    assert "✓ 7 ≠ row 9 \N{EN DASH} 9" in said
    assert said.endswith("✓ accept \N{EN DASH} refuse")


def test_a_row_of_the_grid_that_is_no_membership_has_its_word_alone() -> None:
    (first, *_), *_ = lines_of(grid(JOIN_REQUEST, "mode", "carol is held as"))
    assert first == "public"


def test_a_fault_has_no_decision_and_one_sentence_says_so() -> None:
    walk = knowing(tea_room(), CAROL).give(CAROL, Join(TEA))
    for fault in (walk.cut(B, C), walk.cut(B, C).heal(B, C), walk.then(Lose(walk.message()))):
        with pytest.raises(ValueError, match="^a fault is decided by no table; choose a step in which a command or a"):
            decision(fault, "Why?")


def test_the_reading_stands_under_a_decision_unless_something_better_does() -> None:
    assert "Reading: COMPLETED." in words(decision(asked(), "Why?").html)
    assert "Reading: COMPLETED." not in words(decision(asked(), "Why?", "She asked once.").html)


def test_the_facts_of_a_decision_are_those_of_the_situation() -> None:
    walk = knowing(tea_room("knock", BOB), CAROL).give(CAROL, Knock(TEA)).deliver()
    judged = situation(walk.last.before, walk.last.action)
    assert isinstance(judged, Situation)
    assert "a.example holds carol as none" in words(decision(walk, "Why?").html)
    assert judged.facts()["held"] == "none"


def test_a_decision_says_what_a_user_is_told_by_her_own_server() -> None:
    at_home = tea_room("invite", CAROL).give(DAVE, Join(TEA))
    assert [verdict.told for verdict in at_home.last.verdicts] == [None, "no such room"]
    assert NO_ROOM in words(decision(at_home, "Why?").html)
