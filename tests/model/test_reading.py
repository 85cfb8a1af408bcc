"""Readings: each switch has its reason, its clauses, and something that it changes."""

from collections.abc import Callable

import pytest

from spec_impl import COMPLETED, LITERAL_2014, READINGS, Accept, Join, Leave, Reading, Trace
from spec_impl.cast import BOB, CAROL, MALLORY, TEA, A, B, directing_to, inviting, knowing, tea_room
from spec_impl.clauses import CLAUSES, Clause, cited, clause
from spec_impl.reading import otherwise, switches, values_of
from tests.model.grids import TABLES, grid, switches_of

TURNS = [(switch, value) for switch in switches() for value in values_of(switch) if value != getattr(COMPLETED, switch)]


def test_the_recommended_reading_is_what_one_gets_without_asking() -> None:
    assert Reading("COMPLETED") == COMPLETED
    assert READINGS == {"COMPLETED": COMPLETED, "LITERAL_2014": LITERAL_2014}


@pytest.mark.parametrize("switch", switches())
def test_a_switch_can_stand_in_two_ways_at_least_and_stands_in_one_of_them(switch: str) -> None:
    assert len(values_of(switch)) >= 2
    for reading in READINGS.values():
        assert getattr(reading, switch) in values_of(switch)


@pytest.mark.parametrize("switch", switches())
def test_the_choice_of_each_switch_is_argued_in_one_sentence(switch: str) -> None:
    because = switches()[switch].metadata["because"]
    assert because[0].isupper()
    assert because.endswith(".")
    assert because.count(".") == 1


@pytest.mark.parametrize("switch", switches())
def test_each_switch_cites_what_leaves_the_matter_open(switch: str) -> None:
    """A silence or a tension of its own, or a clause of the source whose ambiguity it settles."""
    ids = cited(switches()[switch].metadata["cites"])
    assert any(clause(each).status in ("gap", "tension", "open") or clause(each).ambiguity for each in ids)


CITED_BY = {name: cited(switch.metadata["cites"]) for name, switch in switches().items()}
SETTLED = [each for each in CLAUSES.values() if each.switch]


@pytest.mark.parametrize("each", SETTLED, ids=lambda each: each.id)
def test_a_clause_is_cited_by_the_switch_that_it_names(each: Clause) -> None:
    assert each.id in CITED_BY[each.switch]


@pytest.mark.parametrize(("switch", "cites"), [(name, each) for name, ids in CITED_BY.items() for each in ids])
def test_what_a_switch_cites_names_that_switch_or_a_neighbour_that_shares_the_clause(switch: str, cites: str) -> None:
    named = clause(cites).switch
    assert named == switch or cites in CITED_BY[named]


def test_a_reading_says_how_a_switch_stands() -> None:
    assert COMPLETED.takes("retry", "when_unknown", "any_refusal")
    assert not COMPLETED.takes("retry", "first_only")


def test_read_word_for_word_differs_from_the_recommended_reading_in_these_switches() -> None:
    differ = {switch for switch in switches() if getattr(LITERAL_2014, switch) != getattr(COMPLETED, switch)}
    assert set(switches()) - differ == {"retry", "automatic_acceptance"}


def two_at_once(reading: Reading) -> Trace:
    """Carol and Mallory join at the same time through two servers."""
    room = knowing(directing_to(tea_room("public", BOB, reading=reading), B), CAROL)
    room = knowing(directing_to(room, A), MALLORY).give(CAROL, Join(TEA)).give(MALLORY, Join(TEA))
    return room.settle()


def accepted(reading: Reading) -> Trace:
    """Bob invites Carol, who accepts."""
    return inviting(tea_room("invite", BOB, reading=reading), CAROL).give(CAROL, Accept(TEA)).settle()


def left(reading: Reading) -> Trace:
    """Bob leaves, and tries to come back."""
    room = tea_room("public", BOB, reading=reading).give(BOB, Leave(TEA)).settle()
    return knowing(room, BOB).give(BOB, Join(TEA)).settle()


NAMED_TRACES: dict[str, Callable[[Reading], Trace]] = {
    "member_register": two_at_once,
    "invitation_list": accepted,
    "forgetting": left,
}
"""For each switch that shows in no cell, since it says what a row does or sends: a run that shows it."""


def cells_changed_by(switch: str, value: str) -> int:
    """How many printed cells say something else when a switch is turned."""
    turned = otherwise(switch, value)
    concerned = [name for name in TABLES if switch in switches_of(name)]
    pairs = ((grid(name, COMPLETED).said, grid(name, turned).said) for name in concerned)
    return sum(one != other for before, after in pairs for one, other in zip(before, after, strict=True))


@pytest.mark.parametrize(("switch", "value"), TURNS)
def test_turning_a_switch_changes_a_printed_cell_or_else_a_named_run(switch: str, value: str) -> None:
    in_cells = cells_changed_by(switch, value) > 0
    assert in_cells == (switch not in NAMED_TRACES)
    if not in_cells:
        run = NAMED_TRACES[switch]
        assert run(otherwise(switch, value)).world.servers != run(COMPLETED).world.servers
