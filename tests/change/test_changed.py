"""What was changed in a source is found by reading it: the row or function, its place, and the rows that use it."""

from pathlib import Path

from roomspec.change.changed import MOST_LINES, ChangedCode, changed_code
from roomspec.change.sources import SourceFiles

TABLES = """
def helper(s):
    return s

def used(s):
    return helper(s)

INVITE = Rules("invite", "About it.", rows=(
    accept("A-1", "One.", when=always),
    accept("A-2", "Two.", when=always,
        does=used),
))
"""


def changed(folder: Path, new: str, old: str = TABLES, name: str = "rules/table.py") -> tuple[ChangedCode, ...]:
    """What is found between the two texts of one module."""
    for side, text in (("old", old), ("new", new)):
        path = folder / side / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return changed_code(*(SourceFiles(folder / side) for side in ("old", "new")))


def test_a_changed_row_is_named_by_its_table_and_number(tmp_path: Path) -> None:
    (found,) = changed(tmp_path, TABLES.replace("does=used)", "does=helper)"))
    assert (found.path, found.line, found.used_by) == ("spec_impl/rules/table.py", 11, "row 2 of the table invite")
    assert found.lines == (' accept("A-2", "Two.", when=always,', "-    does=used),", "+    does=helper),")


def test_a_changed_function_names_the_rows_that_come_to_it(tmp_path: Path) -> None:
    (found,) = changed(tmp_path, TABLES.replace("    return s\n", "    return None\n"))
    assert (found.name, found.line, found.used_by) == ("helper", 3, "used by row 2 of the table invite")
    assert found.lines == (" def helper(s):", "-    return s", "+    return None")


def test_a_row_put_in_is_one_change_and_moves_no_other(tmp_path: Path) -> None:
    (found,) = changed(tmp_path, TABLES.replace('    accept("A-2"', '    refuse("A-3", "No."),\n    accept("A-2"'))
    assert found.used_by == "row 2 of the table invite"
    assert found.lines == ('+refuse("A-3", "No."),',)


def test_a_method_is_shown_by_its_own_name_and_a_table_by_its_rows_wherever_they_stand(tmp_path: Path) -> None:
    method = "@frozen\nclass World:\n    def one(self):\n        return 1\n\n    def two(self):\n        return 2\n"
    (found,) = changed(tmp_path, method.replace("2", "3"), method)
    assert found.lines == ("     def two(self):", "-        return 2", "+        return 3")
    table = 'QUERY = Table(\n    "query", "About it.", (\n        row("A-1", "One.", when=always),\n    ),\n)\n'
    (found,) = changed(tmp_path, table.replace("always", "never"), table)
    assert found.used_by == "row 1 of the table query"


def test_what_is_imported_comes_last(tmp_path: Path) -> None:
    new = "from .one import two\n" + TABLES.replace("    return s\n", "    return None\n")
    assert [each.name for each in changed(tmp_path, new)] == ["helper", "the imports"]


def test_layout_and_comments_are_no_change(tmp_path: Path) -> None:
    assert (
        changed(tmp_path, "# About it.\n\n" + TABLES.replace("when=always,\n        does", "when=always, does")) == ()
    )


def test_a_long_change_is_cut_and_says_how_much_is_left_out(tmp_path: Path) -> None:
    long = "def helper(s):\n" + "".join(f"    s = {n}\n" for n in range(20))
    (found,) = changed(tmp_path, long, "def helper(s):\n    return s\n")
    assert len(found.lines) <= MOST_LINES + 1
    assert found.lines[-1].endswith("lines more")


def test_a_module_that_cannot_be_read_is_passed_over(tmp_path: Path) -> None:
    assert {each.name for each in changed(tmp_path, "def (:\n")} == {
        "helper",
        "used",
        "INVITE",
        "invite, row 1",
        "invite, row 2",
    }
