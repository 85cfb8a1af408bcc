"""A plain table is words in rows, with clause ids in their tags."""

from roomspec.show.drawing.sheet import tag
from roomspec.show.drawing.tables import plain_table
from tests.show.drawing.untrusted import complaints, words

CAST = plain_table(
    "The cast.", "Who is where.", ("user", "part"), (("alice", "made !tea, INV-2"), ("<bob>", "a member"))
)


def test_a_plain_table_is_kept_by_an_untrusted_notebook() -> None:
    assert complaints(CAST.html) == []


def test_words_are_escaped_and_clause_ids_tagged() -> None:
    assert words(CAST.html) == "The cast. Who is where. user part alice made !tea, INV-2 <bob> a member"
    assert tag("INV-2") in CAST.html


def test_the_first_column_names_each_row() -> None:
    assert CAST.html.count('scope="row"') == 2
