"""Answers to the exercises: what solves one, what does not yet, and what is no answer at all."""

from dataclasses import replace
from typing import Any

import pytest

from roomspec import show
from roomspec.search import check
from roomspec.show.exercises.catalogue import (
    EXERCISES,
    OLD_REQUESTS,
    STRANGER,
    missing_row,
    old_request,
    too_late,
    wrong_switch,
)
from roomspec.show.exercises.kinds import Exercise, cells_lost, row_gap, table_without
from spec_impl import (
    COMPLETED,
    LITERAL_2014,
    Crash,
    Grant,
    Join,
    JoinRequest,
    Leave,
    Reading,
    Repeat,
    Told,
    Trace,
    Withdraw,
)
from spec_impl.cast import CAROL, TEA, A, C
from spec_impl.claims import named
from spec_impl.rules import guards
from spec_impl.rules.knock import KNOCK_REQUEST
from spec_impl.rules.table import Reason, accept, nothing, refuse
from spec_impl.scopes import SCOPES
from tests.show.drawing.untrusted import complaints, words


def begun(exercise: Exercise) -> Trace:
    """Where the exercise begins."""
    assert exercise.start is not None
    return exercise.start


def thinks_better(start: Trace) -> Trace:
    """Carol asks to join and takes it back while the grant is on its way to her."""
    return start.give(CAROL, Join(TEA)).deliver(JoinRequest).give(CAROL, Withdraw(TEA)).deliver(Grant)


def stranger_row(told: Told = Told.NO_SUCH_ROOM, when: Any = guards.hidden_from_asker) -> Any:
    """A row for the stranger at a hidden room."""
    return refuse("PRV-2 PRV-3", "Strangers hear that there is none.", Reason.NOT_INVITED, told, when=when)


def test_a_run_that_reaches_the_witness_solves_it_and_hears_how_short_it_is() -> None:
    exercise = too_late()
    reply = exercise.check(thinks_better(begun(exercise)))
    assert reply.kind == "solved"
    assert reply.words.endswith("A run of 4 steps. None is shorter.")
    assert "a search of all of “an open door”" in reply.checked


def test_a_run_that_was_clicked_together_in_a_stepper_is_an_answer() -> None:
    exercise = too_late()
    stepper = show.Stepper(begun(exercise), exercise.scope)
    for command, clicks in (("Join · !tea", 1), ("Withdraw · !tea", 0)):
        stepper.who.value = str(CAROL)
        stepper.what.value = dict(stepper.what.options)[command]
        stepper.give.click()
        for _ in range(clicks):
            stepper.next.click()
    assert exercise.check(stepper.trace).kind == "not yet"
    next(line for line in stepper.flight.lines if "Grant" in line.words.value).deliver.click()
    assert exercise.check(stepper.trace).kind == "solved"


def test_a_longer_run_solves_it_too_and_hears_how_short_it_could_be() -> None:
    exercise = too_late()
    longer = begun(exercise).give(CAROL, Join(TEA)).settle().give(CAROL, Leave(TEA)).settle()
    assert exercise.check(thinks_better(longer)).words.endswith("A shortest one has 4.")


def test_each_miss_earns_the_next_hint_and_never_a_solution() -> None:
    exercise = too_late()
    replies = [exercise.check(begun(exercise)) for _ in range(5)]
    assert {reply.kind for reply in replies} == {"not yet"}
    assert [reply.hint for reply in replies] == [*exercise.hints, exercise.hints[-1], exercise.hints[-1]]
    assert "“not yet”, not at “witnessed”" in replies[0].words


@pytest.mark.parametrize("answer", [None, "a grant", 4, COMPLETED])
def test_an_answer_of_the_wrong_type_hears_one_sentence_and_costs_no_hint(answer: object) -> None:
    exercise = too_late()
    reply = exercise.check(answer)
    assert reply.kind == "no answer" and reply.hint == ""
    assert reply.words.startswith("This exercise is answered with a run, such as start.give(...); this is a")
    assert exercise.check(begun(exercise)).hint == exercise.hints[0]


def test_a_run_from_elsewhere_or_under_another_reading_is_no_answer() -> None:
    exercise = too_late()
    elsewhere = Trace(replace(begun(exercise).initial, reading=LITERAL_2014))
    assert exercise.check(elsewhere).words.startswith("Begin where this exercise begins")


def test_a_forged_run_is_no_answer() -> None:
    exercise = too_late()
    honest = thinks_better(begun(exercise))
    forged = replace(honest, steps=(replace(honest.steps[0], notices=()), honest.last))
    assert exercise.check(forged).words.startswith("These steps were not made by the rules")
    claimed = replace(honest, steps=(*honest.steps[:-1], replace(honest.last, sends=honest.steps[0].sends)))
    assert exercise.check(claimed).kind == "no answer"


@pytest.mark.parametrize(
    ("beyond", "sentence"),
    [
        (lambda start: start.then(Crash(A)), "Step 1 is not in the scope: no crash, or no more of it, may occur."),
        (
            lambda start: start.give(CAROL, Join(TEA)).then(*[Repeat(start.give(CAROL, Join(TEA)).message())] * 2),
            "Step 3 is not in the scope: no repetition, or no more of it, may occur.",
        ),
        (
            lambda start: start.give(CAROL, Leave(TEA)).give(CAROL, Leave(TEA)),
            "Step 2 is not in the scope: carol may not give that command, or not again.",
        ),
        (
            lambda start: start.post(C, A, JoinRequest(TEA, CAROL, 9)),
            "Step 1 is not in the scope: nobody may write messages of his own making.",
        ),
    ],
)
def test_a_run_that_does_more_than_the_scope_allows_names_the_step(beyond: Any, sentence: str) -> None:
    exercise = too_late()
    assert exercise.check(beyond(begun(exercise))).words == sentence


def test_the_wrong_rule_is_broken_by_a_withdrawal_that_overtakes_its_request() -> None:
    exercise = old_request()
    asks = begun(exercise).give(CAROL, Join(TEA)).give(CAROL, Withdraw(TEA))
    from spec_impl import Ending

    harm = asks.deliver(Ending).deliver(JoinRequest).deliver(Grant)
    reply = exercise.check(harm)
    assert reply.kind == "solved" and reply.words.startswith("Here this fails: “Nobody is joined")
    kept_in_order = asks.deliver(JoinRequest).settle()
    assert old_request().check(kept_in_order).kind == "not yet"


def test_under_the_recommended_reading_no_run_does_that_harm() -> None:
    claim = named("every-join-has-the-users-act-behind-it")
    scope = SCOPES["an open door"]
    assert check(scope, COMPLETED, (claim,)).failing == ()
    assert check(scope, OLD_REQUESTS, (claim,)).failing == (claim,)


@pytest.mark.parametrize("turned", [{"knock_memory": "until_resolved"}, {"automatic_acceptance": "off"}])
def test_either_of_two_switches_repairs_the_long_memory(turned: dict[str, Any]) -> None:
    reply = wrong_switch().check(replace(wrong_switch().reading, name="mine", **turned))
    assert reply.kind == "solved"
    assert "worlds of “a neighbour”" in reply.checked and "larger scopes" in reply.unchecked


def test_a_switch_that_repairs_nothing_gets_a_run_that_shows_why() -> None:
    reply = wrong_switch().check(replace(wrong_switch().reading, name="mine", retry="first_only"))
    assert reply.kind == "not yet" and reply.run is not None
    assert f"has {len(reply.run.steps)} steps (reply.run): " in reply.words


def test_a_repair_that_costs_another_claim_is_none() -> None:
    reply = wrong_switch().check(replace(wrong_switch().reading, name="m", knock_memory="until_resolved"))
    assert reply.kind == "solved"
    wide = Reading("wide", knock_memory="forever")
    from roomspec.show.exercises.kinds import by_reading

    exercise = by_reading(
        "?", "?", ("h",), SCOPES["a neighbour"], wide, named("every-join-has-the-users-act-behind-it"), at_most=2
    )
    priced = exercise.check(replace(wide, automatic_acceptance="off", knock_when_invited="overwrite"))
    assert priced.kind == "not yet"
    assert "the price is “a knock costs no invitation”" in priced.words


def test_more_switches_than_allowed_are_too_many() -> None:
    reply = wrong_switch().check(LITERAL_2014)
    assert reply.words.endswith("switches are turned; 1 has to do.")
    assert wrong_switch().check({"knock_memory": "until_resolved"}).kind == "no answer"


def test_the_missing_row_is_accepted_in_anybodys_words() -> None:
    reply = missing_row().check(stranger_row())
    assert reply.kind == "solved"
    assert "whether your sentence says what your guard does" in reply.unchecked
    assert reply.words.endswith("The row that is gone cites PRV-4, GAP-11 as well.")


def test_a_row_that_does_nothing_mends_nothing_and_its_gap_gives_the_room_away() -> None:
    lost = cells_lost(KNOCK_REQUEST, STRANGER)
    reply = missing_row().check(stranger_row(when=guards.unaware))
    assert reply.words.startswith(f"It mends 0 of the {len(lost)} situations that lost their answer.")
    assert "this room takes no knocks" in words(row_gap(KNOCK_REQUEST, STRANGER).html)


def test_a_row_that_answers_more_than_was_asked_says_how_many_others_it_spoils() -> None:
    assert ", and spoils " in missing_row().check(stranger_row(when=lambda _: True)).words


def test_the_reason_inside_and_the_clauses_are_checked_too() -> None:
    other = refuse("PRV-2", "Away.", Reason.UNAWARE, Told.NO_SUCH_ROOM, when=guards.hidden_from_asker)
    assert missing_row().check(other).words.startswith("It mends 0 of the 16")
    cited = refuse("INV-1", "Away.", Reason.NOT_INVITED, Told.NO_SUCH_ROOM, when=guards.hidden_from_asker)
    assert missing_row().check(cited).words.endswith("but INV-1 does not ask for that.")


def test_a_value_that_no_switch_has_is_no_repair() -> None:
    with pytest.raises(ValueError, match="^automatic_acceptance has no value 'banana'; it has on, off$"):
        replace(wrong_switch().reading, name="mine", automatic_acceptance="banana")  # type: ignore[arg-type]


@pytest.mark.parametrize("make", EXERCISES)
def test_another_word_has_other_people_and_a_neighbours_answer_is_none(make: Any) -> None:
    made = [make(word) for word in "abcdefghijkl"]
    assert make("a").task == made[0].task and make("a").start == made[0].start
    if made[0].start is not None:
        assert len({exercise.start for exercise in made}) >= 5
        other = next(exercise for exercise in made if exercise.start != made[0].start)
        assert made[0].check(other.start).kind == "no answer"


def test_which_switch_stands_wrong_is_another_for_another_word() -> None:
    wrong = {wrong_switch(word).reading for word in "abcdefghijkl"}
    assert len(wrong) == 3


@pytest.mark.parametrize("word", "abcdef")
def test_whoever_turns_the_wrong_switch_back_has_repaired_it_whichever_it_is(word: str) -> None:
    exercise = wrong_switch(word)
    assert exercise.check(replace(COMPLETED, name="mine")).kind == "solved"
    assert exercise.check(replace(exercise.reading, name="mine", retry="first_only")).kind == "not yet"


def test_what_was_tried_is_remembered_with_its_reason() -> None:
    exercise = missing_row()
    exercise.check(stranger_row(), because="else she could tell")
    assert [(each.because, each.said) for each in exercise.tries] == [("else she could tell", "solved")]


@pytest.mark.parametrize(
    "row",
    [
        stranger_row(Told.NOT_INVITED),
        stranger_row(when=guards.invited),
        stranger_row(when=lambda _: True),
        accept("PRV-2", "Let them in.", when=guards.hidden_from_asker, does=nothing),
    ],
)
def test_a_row_that_tells_or_does_something_else_hears_where_and_not_what(row: Any) -> None:
    reply = missing_row().check(row)
    assert reply.kind == "not yet" and " situations of " in reply.checked
    assert "first at " in reply.words and "no such room" not in reply.words


def test_a_row_that_breaks_when_it_is_asked_says_so() -> None:
    reply = missing_row().check(stranger_row(when=lambda _: {}["tea"]))
    assert reply.words == "Your row breaks when it is asked: KeyError: 'tea'."
    assert missing_row().check("refuse").kind == "no answer"


def test_the_table_that_is_shown_lacks_just_that_row() -> None:
    gone = set(KNOCK_REQUEST.rows) - set(table_without(KNOCK_REQUEST, STRANGER).rows)
    assert [row.sentence for row in gone] == ["A stranger who knocks at a hidden room hears the same."]


@pytest.mark.parametrize("make", EXERCISES)
def test_every_task_and_reply_is_kept_by_an_untrusted_notebook(make: Any) -> None:
    exercise = make()
    assert complaints(exercise._repr_html_()) == []
    assert complaints(exercise.check(None)._repr_html_()) == []
    assert "3 hints" in words(exercise._repr_html_()) or "2 hints" in words(exercise._repr_html_())
