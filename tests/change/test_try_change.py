"""A change tried on a copy: an edit has to fit, and the installed model stays as it is."""

import pytest

from roomspec.change.beside import NotComparable
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
