"""A stranger's words in a comment: nobody is called, nothing is linked, no markup is taken from them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roomspec.change.report.escaping import label, plain


@pytest.mark.parametrize(
    ("words", "never"),
    [
        ("ask @alice now", "@a"),
        ("closes #12", "#1"),
        ("see https://a.example/x", "://"),
        ("see www.a.example", "www."),
        ("<script>alert(1)</script>", "<"),
        ("![x](javascript:1)", "!["),
        ("`code` | cell", " | "),
        ("two\nlines\r\n# heading", "\n"),
        ("turned \u202eround", "\u202e"),
    ],
)
def test_words_stay_words(words: str, never: str) -> None:
    assert never not in plain(words).replace(r"\|", "")


@given(st.text())
def test_whatever_is_written_has_no_markup_and_no_line_break(words: str) -> None:
    escaped = plain(words)
    assert not set("<>\n\r") & set(escaped)
    bare = escaped.replace("\\\\", "")
    assert all(bare[place - 1] == "\\" for place, sign in enumerate(bare) if sign in "`*_[]|~$!")


@given(st.text())
def test_no_label_ends_its_diagram(words: str) -> None:
    for entity in ("#35;", "#59;", "#lt;", "#gt;", "#quot;", "#96;", "#37;", "#92;", "#64;"):
        words = words.replace(entity, "")
    bare = label(words)
    for entity in ("#35;", "#59;", "#lt;", "#gt;", "#quot;", "#96;", "#37;", "#92;", "#64;"):
        bare = bare.replace(entity, "")
    assert not set('#;<>"`%@\\\n') & set(bare)
