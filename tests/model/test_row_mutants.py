"""Every row is load-bearing: what would the printed cells say if it were gone, or if it changed places with the next?

What a row would do is compared by outcome, reason, told and effect. Where nothing changes, the reason stands here, and
it is checked.
"""

from collections.abc import Iterator
from itertools import pairwise

import pytest

from spec_impl import Reading
from spec_impl.rows import always
from tests.model.grids import TABLES, grid, readings_for, situations

ANSWERED_ABOVE = {
    ("join request", "Any other request is refused as if there were no room."): {"hidden_modes=invite_only"},
    ("knock request", "Any other room takes no knocks."): {
        "LITERAL_2014",
        "knock_when_invited=overwrite",
        "hidden_requests=join_only",
        "hidden_modes=invite_only",
    },
}
"""Last rows that the rows above leave nothing to decide, but in the readings named."""

SAYS_THE_SAME = {
    ("invite", "An invitation answers a knock, in the usual way."),
    ("acceptance", "An invitation that is known and in force admits."),
    ("refusal", "Where one candidate knows no such room, the next is asked."),
}
"""Rows that in some reading do what the next one would, and stand there for clauses of their own."""

EXCLUDE_EACH_OTHER = {
    ("acceptance", "An invitation that is known and in force", "An invitation that is known and no longer"),
    ("acceptance", "Who has joined by that", "An invitation that is known and in force"),
    ("accept", "Only an invitation, in hand or held", "A server in the room decides for its own user if"),
    ("ending", "A server that never had to do", "An ending that is no news"),
    ("invitation", "A server known to have to do", "An invitation sent again"),
    ("invite", "Who has joined cannot", "Who is invited is sent"),
    ("invite", "Who is invited is sent", "An invitation answers a knock"),
    ("join request", "A request for a stay that has ended", "Who has joined in this very stay"),
    ("join request", "A stranger to a hidden room", "Who has joined in this very stay"),
    ("join request", "Who has joined in this very stay", "Whose knock stands"),
    ("join request", "Whoever is invited may also", "Whose knock stands"),
    ("knock request", "A stranger who knocks at", "Who has joined"),
    ("knock request", "A knock of a stay that has ended", "Who has joined"),
    ("knock request", "A semi-public room takes the knock", "A public room needs no knock"),
    ("knock request", "Who has joined", "Who is invited is told so"),
    ("knock request", "Who has joined", "A knock that stands"),
    ("knock request", "Who is invited is told so", "A knock that stands"),
    ("name query", "An unknown name", "The name of a hidden room"),
}
"""Neighbours whose order is free, since their guards never hold together."""

DO_THE_SAME = {
    ("invite", "An invitation answers a knock", "A member's server writes"),
    ("join request", "Anyone enters a public room.", "Whoever is invited may"),
    ("refusal", "Where one candidate knows no such room", "After any refusal"),
}
"""Neighbours whose order is free in some reading, since where both hold both do the same."""


def needless(name: str, reading: Reading) -> Iterator[tuple[str, bool]]:
    """The rows without which every cell stays as it is, and whether they decide any."""
    table = grid(name, reading)
    for number, row in enumerate(table.rows):
        decides = tuple(table.decided_by(number))
        if all(other is not None and not table.differ(cell, number, other) for cell, other in decides):
            yield row.sentence, bool(decides)


def free(name: str, reading: Reading) -> Iterator[tuple[str, str, bool]]:
    """The neighbours that may change places without changing a cell, and whether they ever hold together."""
    table = grid(name, reading)
    for one, other in pairwise(range(len(table.rows))):
        together = table.both(one, other)
        if not any(table.differ(cell, one, other) for cell in together):
            yield table.rows[one].sentence, table.rows[other].sentence, bool(together)


def is_listed(among: set[tuple[str, str, str]], name: str, one: str, other: str) -> bool:
    """Whether the two rows stand in the list, each given by how it begins."""
    return any(name == n and one.startswith(o) and other.startswith(p) for n, o, p in among)


@pytest.mark.parametrize("name", TABLES)
def test_without_a_row_some_cell_changes_or_the_reason_is_stated(name: str) -> None:
    for reading in readings_for(name):
        for sentence, decides in needless(name, reading):
            if decides:
                assert (name, sentence) in SAYS_THE_SAME, f"{reading.name}: nothing needs the row {sentence!r}"
            else:
                decided_in = ANSWERED_ABOVE.get((name, sentence), {reading.name})
                assert reading.name not in decided_in, f"{reading.name}: the row {sentence!r} never decides"


@pytest.mark.parametrize(("name", "sentence"), sorted([*ANSWERED_ABOVE, *SAYS_THE_SAME]))
def test_a_row_whose_absence_would_not_be_noticed_is_still_needed_for_something(name: str, sentence: str) -> None:
    readings = {reading.name: dict(needless(name, reading)) for reading in readings_for(name)}
    if (name, sentence) in SAYS_THE_SAME:
        rows = TABLES[name].rows
        number = next(number for number, row in enumerate(rows) if row.sentence == sentence)
        assert any(decides.get(sentence) for decides in readings.values())
        assert set(rows[number].cites) - set(rows[number + 1].cites)
    else:
        decides_in = {reading for reading, unneeded in readings.items() if sentence not in unneeded}
        assert decides_in == ANSWERED_ABOVE[name, sentence]


@pytest.mark.parametrize("name", TABLES)
def test_in_another_order_some_cell_changes_or_the_reason_is_stated(name: str) -> None:
    for reading in readings_for(name):
        dead = {sentence for sentence, decides in needless(name, reading) if not decides}
        for one, other, together in free(name, reading):
            among = DO_THE_SAME if together else EXCLUDE_EACH_OTHER
            stated = other in dead or is_listed(among, name, one, other)
            assert stated, f"{reading.name}: nothing orders {one!r} and {other!r}"


@pytest.mark.parametrize("pair", sorted(EXCLUDE_EACH_OTHER | DO_THE_SAME))
def test_each_reason_for_a_free_order_is_true_wherever_both_rows_stand(pair: tuple[str, str, str]) -> None:
    """Guards that exclude each other hold together in no cell of any reading; the others do, and then do the same."""
    name, one, other = pair
    together, seen = False, False
    for reading in readings_for(name):
        table = grid(name, reading)
        numbers = [n for n, row in enumerate(table.rows) if row.sentence.startswith((one, other))]
        if len(numbers) == 2:
            seen = True
            together |= any({*numbers} <= {*held} for held in table.held)
            assert not any(table.differ(cell, *numbers) for cell in table.both(*numbers))
    assert seen
    assert together == (pair in DO_THE_SAME)


@pytest.mark.parametrize("name", TABLES)
def test_where_two_rows_hold_and_disagree_the_first_cites_what_ranks_it(name: str) -> None:
    for reading in readings_for(name):
        table = grid(name, reading)
        for held in set(table.held):
            decider, *later = (table.rows[number] for number in held)
            rivals = [row.sentence for row in later if row.when is not always and not decider.agrees_with(row)]
            assert decider.over or not rivals, f"{reading.name}: {decider.sentence!r} overrules {rivals}"


@pytest.mark.parametrize("name", TABLES)
def test_every_guard_can_be_asked_in_every_situation_since_why_asks_them_all(name: str) -> None:
    for cell in situations(name):
        for row in TABLES[name].rows:
            assert row.when(cell) in (True, False)
