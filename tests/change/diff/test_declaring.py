"""What fragments declare: the most serious new one counts, and whoever writes a bad one is told how."""

import pytest

from roomspec.change.diff.beside import NotComparable
from roomspec.change.diff.declaring import declared


def test_the_most_serious_of_the_new_fragments_counts() -> None:
    old = {"1.breaking.md": b"Long ago.\n", "README.md": b"About these."}
    new = {**old, "2.clarification.md": b"Plainer.\n", "3.feature.md": b"More.\n"}
    assert (declared(old, new).kind, declared(old, new).files) == (
        "feature",
        ("changes/2.clarification.md", "changes/3.feature.md"),
    )


def test_a_fragment_that_was_written_anew_counts_again() -> None:
    assert declared({"1.new.md": b"Old.\n"}, {"1.new.md": b"Otherwise.\n"}).kind == "new"


def test_without_a_new_fragment_nothing_is_declared() -> None:
    assert declared({"1.new.md": b"Old.\n"}, {"1.new.md": b"Old.\n"}).kind == ""


def test_a_finding_is_acknowledged_by_its_number_with_a_reason() -> None:
    text = b"Strangers are told.\n\nacknowledges: 0123456789ab because rooms of this service are not secret\n"
    found = declared({}, {"4.breaking.md": text})
    assert found.acknowledged == (("0123456789ab", "rooms of this service are not secret"),)


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("5.improvement.md", b"Better.\n", "names no class"),
        ("clarification.md", b"Plainer.\n", "names no class"),
        ("5.feature.md", b"\xff\xfe\x00", "no text in UTF-8"),
        ("5.feature.md", b" \n", "is empty"),
        ("5.breaking.md", b"Told.\nacknowledges: everything\n", "not in the form"),
    ],
)
def test_a_bad_fragment_is_named_with_what_to_do(name: str, text: bytes, said: str) -> None:
    with pytest.raises(NotComparable, match=said) as error:
        declared({}, {name: text})
    assert f"changes/{name}" in str(error.value)
    assert "\n" not in str(error.value)
