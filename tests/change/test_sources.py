"""Which definitions differ between two specifications, and which of them were seen at work."""

from pathlib import Path

import pytest

from roomspec.change.changed import SourceChange, changed_code
from roomspec.change.sources import SourceFiles

RULES = '''
"""Rules."""
from .terms import LIMIT as MOST
WORDS, SIGNS = ("a", "b"), ("x",)

class Kind:
    """A kind."""
    size = 1
    def grows(self):
        """It grows (GAP-5)."""
        return self.size + MOST

def decides(s):
    """Decide."""
    return s in WORDS

TABLE = Rules("knock", "A knock", kind=Kind, rows=(
    accept("KNK-1", "One.", when=decides),
    refuse("KNK-2", "Two.", when=always),
))
'''


def compared(tmp_path: Path, before: str, after: str) -> SourceChange:
    """A specification of one file, before and after."""
    sources = []
    for name, text in (("before", before), ("after", after)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "rules.py").write_text(text)
        sources.append(SourceFiles(tmp_path / name))
    return SourceChange(*sources)


def changed(tmp_path: Path, old: str, new: str) -> SourceChange:
    """The same with one replacement."""
    assert RULES.count(old) == 1
    return compared(tmp_path, RULES, RULES.replace(old, new))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Rules.", "The rules."),
        ("It grows (GAP-5).", "It becomes larger."),
        ('"One."', '"The first."'),
        ("    return s in WORDS", "    return (s in\n            WORDS)  # why"),
    ],
)
def test_what_is_only_said_otherwise_is_no_change(old: str, new: str, tmp_path: Path) -> None:
    assert changed(tmp_path, old, new).is_in_words_only


@pytest.mark.parametrize(
    ("old", "new", "name"),
    [
        ("return self.size + MOST", "return self.size", "Kind.grows"),
        ("size = 1", "size = 2", "Kind"),
        ("return s in WORDS", "return s not in WORDS", "decides"),
        ('("x",)', '("y",)', "SIGNS"),
        ("LIMIT as MOST", "LEAST as MOST", "MOST"),
        ("from .terms", "from .others", "MOST"),
    ],
)
def test_what_does_something_else_is_named(old: str, new: str, name: str, tmp_path: Path) -> None:
    found = changed(tmp_path, old, new)
    assert name in {key for _, key in (each.key for each in found.changed)}
    assert not found.is_in_words_only


def test_a_function_that_did_not_run_was_not_seen_and_one_that_ran_was(tmp_path: Path) -> None:
    found = changed(tmp_path, "return s in WORDS", "return s not in WORDS")
    assert found.unseen() == ("rules.py: decides",)
    found.ran.add(("rules.py", "decides"))
    assert found.unseen() == ()


def test_a_constant_is_seen_where_a_function_that_speaks_of_it_ran(tmp_path: Path) -> None:
    found = changed(tmp_path, '("a", "b")', '("a", "c")')
    assert "rules.py: WORDS" in found.unseen()
    assert ("rules.py", "decides") in found.wanted[1]
    found.ran.add(("rules.py", "decides"))
    assert "rules.py: WORDS" not in found.unseen()


def test_a_file_that_is_no_python_and_not_the_clauses_is_not_seen(tmp_path: Path) -> None:
    found = compared(tmp_path, RULES, RULES)
    (tmp_path / "after" / "table.bin").write_bytes(b"\x00")
    assert SourceChange(found.before, SourceFiles(tmp_path / "after")).unseen() == ("table.bin",)


def test_moving_a_function_to_another_file_is_no_change_of_it(tmp_path: Path) -> None:
    found = compared(tmp_path, RULES, RULES)
    text = (tmp_path / "after" / "rules.py").read_text()
    begin = text.index("def decides")
    (tmp_path / "after" / "guards.py").write_text(text[begin : text.index("TABLE")])
    (tmp_path / "after" / "rules.py").write_text(
        text[:begin] + "from .guards import decides\n" + text[text.index("TABLE") :]
    )
    moved = SourceChange(found.before, SourceFiles(tmp_path / "after"))
    assert {each.key for each in moved.changed} == {("rules.py", "decides")}  # the import, which the table uses
    assert moved.unseen() == ()


def test_a_row_with_another_guard_is_another_row_and_one_that_is_reworded_is_not(tmp_path: Path) -> None:
    assert changed(tmp_path, "when=always", "when=never").rows_otherwise() == (
        (("knock", "Two."),),
        (("knock", "Two."),),
    )


def test_a_reworded_row_is_as_it_was(tmp_path: Path) -> None:
    assert changed(tmp_path, '"One."', '"The first."').rows_otherwise() == ((), ())


def test_clauses_that_a_changed_function_names_are_about_the_change(tmp_path: Path) -> None:
    assert changed(tmp_path, "return self.size + MOST", "return self.size").cites == ("GAP-5",)


def test_an_import_that_only_hands_something_on_is_seen_with_it(tmp_path: Path) -> None:
    found = compared(tmp_path, RULES, RULES)
    (tmp_path / "after" / "__init__.py").write_text("from .rules import TABLE\nfrom .rules import Kind as Sort\n")
    more = SourceChange(found.before, SourceFiles(tmp_path / "after"))
    assert {each.key[1] for each in more.changed} == {"TABLE", "Sort"}
    assert more.unseen() == ()
    (tmp_path / "after" / "rules.py").write_text(RULES[: RULES.index("TABLE")])
    assert "__init__.py: Sort" in SourceChange(found.before, SourceFiles(tmp_path / "after")).unseen()


def test_what_the_interface_hands_over_is_asked_about(tmp_path: Path) -> None:
    found = changed(tmp_path, '("x",)', '("y",)')
    assert "rules.py: SIGNS" in found.unseen()
    (tmp_path / "after" / "interface.py").write_text("from .rules import SIGNS\n")
    assert "rules.py: SIGNS" not in SourceChange(found.before, SourceFiles(tmp_path / "after")).unseen()


TOLD = [
    ("return s in WORDS", "return s not in WORDS"),
    ("when=always", "when=never"),
    ("return self.size + MOST", "return self.size"),
    ("from .terms", "from .guards import never\nfrom .terms"),
    ("    return s in WORDS", "    return is_one(s)\n\ndef is_one(s):\n    return s in WORDS"),
]
"""Changes of which the marks tell where they matter: bodies, rows, and names that were not there."""

UNTOLD = [
    ("size = 1", "size = 2"),
    ('("a", "b")', '("a", "c")'),
    ("kind=Kind", "kind=Sort"),
    ("from .terms", "from .others"),
    ("    def grows(self):", "    def grew(self):"),
    ("def decides(s)", "@registered\ndef decides(s)"),
    ("def decides(s)", "def holds(s)"),
    ("WORDS, SIGNS", "KEPT = cache(len)\nWORDS, SIGNS"),
]
"""Changes that may matter where no mark is met: of a class, a constant, the place of a table, what is gone."""


@pytest.mark.parametrize(("old", "new"), TOLD)
def test_marks_tell_where_a_changed_body_or_row_matters(old: str, new: str, tmp_path: Path) -> None:
    assert changed(tmp_path, old, new).is_told_by_marks


@pytest.mark.parametrize(("old", "new"), UNTOLD)
def test_where_marks_do_not_tell_everything_is_asked(old: str, new: str, tmp_path: Path) -> None:
    assert not changed(tmp_path, old, new).is_told_by_marks


def test_a_function_that_moved_is_asked_about_everywhere_since_it_finds_other_names_there(tmp_path: Path) -> None:
    found = compared(tmp_path, RULES, RULES)
    text = (tmp_path / "after" / "rules.py").read_text()
    begin, end = text.index("def decides"), text.index("TABLE")
    (tmp_path / "after" / "guards.py").write_text(text[begin:end])
    (tmp_path / "after" / "rules.py").write_text(text[:begin] + "from .guards import decides\n" + text[end:])
    assert not SourceChange(found.before, SourceFiles(tmp_path / "after")).is_told_by_marks


def test_a_table_of_another_kind_is_no_longer_the_same_program(tmp_path: Path) -> None:
    found = changed(tmp_path, "kind=Kind", "kind=Sort")
    assert not found.is_same_program
    assert changed_code(found.before, found.after)[0].lines[-1].endswith("kind=Sort, rows=(")
