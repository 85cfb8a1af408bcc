"""A change tried on a copy: an edit has to fit, and the installed model stays as it is."""

import pytest

from roomspec.change.beside import NotComparable
from roomspec.change.compare import Asked
from roomspec.change.judge import INSTALLED, Edit, try_change
from tests.change.examples import PLAINER


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (Edit("rules/invitation.py", "no such words", ""), "0 times"),
        (Edit("rules/invitation.py", "accept(", "admit("), "times, and an edit needs it once"),
        (Edit("rules/nowhere.py", "accept(", ""), "rules/nowhere.py has"),
    ],
)
def test_an_edit_that_does_not_fit_is_named(edit: Edit, said: str) -> None:
    with pytest.raises(NotComparable, match=said):
        try_change(edit)


def test_a_class_that_is_none_is_named() -> None:
    with pytest.raises(NotComparable, match="there is no class 'improvement'"):
        try_change(PLAINER, declared="improvement")


def test_an_edited_model_that_does_not_import_is_named_and_the_installed_one_is_untouched() -> None:
    path = INSTALLED / PLAINER.file
    before = path.read_bytes()
    with pytest.raises(NotComparable, match="the model of after does not import"):
        try_change(Edit(PLAINER.file, PLAINER.before, 'x", 1 / 0, "'))
    assert path.read_bytes() == before


ROW_UNDER_A_SWITCH = """        accept("KNK-7 KNK-8 KNK-9 GAP-24",
            "An invitation that answers a remembered knock is accepted for the user at once.",
            when=user_has_knocked, does=_accept_for_the_user, over="KNK-8 TEN-5", under="automatic_acceptance=on"),
"""
NEAR = Asked(scopes=("one knock",), tables=("invitation",))


def test_situations_are_compared_also_in_readings_that_the_older_version_alone_tells_apart() -> None:
    """With the row goes the newer table's interest in two switches; what it did under them is lost all the same."""
    cells = try_change(Edit("rules/invitation.py", ROW_UNDER_A_SWITCH, ""), asked=NEAR).compared.cells
    assert cells.lost == []
    usual = [each.count for each in cells.flips.values() if "COMPLETED" in each.count]
    assert usual
    assert all("COMPLETED, knock_memory=forever" in count for count in usual)
    assert not any("COMPLETED, automatic_acceptance=off" in each.count for each in cells.flips.values())


def test_a_reading_that_there_is_no_longer_is_named_as_not_compared() -> None:
    edits = (
        Edit("rules/invitation.py", ROW_UNDER_A_SWITCH, ""),
        Edit("reading.py", 'automatic_acceptance: Literal["on", "off"]', 'automatic_acceptance: Literal["on"]'),
    )
    judged = try_change(*edits, asked=NEAR)
    gone = "invitation in the reading COMPLETED, automatic_acceptance=off: only in the older version"
    assert judged.compared.cells.lost == [gone]
    assert any(red.startswith(f"Not compared: {gone}.") for red in judged.reds)
