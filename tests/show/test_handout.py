"""The page to print says what its chart shows, and the same on each machine."""

import re
from functools import cache
from html import unescape
from importlib.resources import files
from pathlib import Path

import pytest

from roomspec.show.handout import handout, kinds_of_step, overtaken, write_page
from roomspec.show.run import as_chart
from spec_impl.cast import ALICE, BOB, CAROL, MALLORY

page = cache(handout)
ROWS = as_chart(overtaken(), latest=True, plain=True).rows
EXPLAINED = re.findall(
    r'step\("(\w+)"\)', files("roomspec.show").joinpath("handout.html.jinja").read_text(encoding="utf-8")
)


def said() -> str:
    """The words of the page."""
    body = re.sub(r"<style>.*?</style>|<[^>]+>", " ", page(), flags=re.DOTALL)
    return " ".join(unescape(body).split())


def test_the_page_is_the_same_each_time_and_asks_nothing_of_the_network() -> None:
    assert handout() == page()
    assert not re.search(r"https?://(?!www\.w3\.org)|<script|<link", page())


def test_everybody_is_on_it() -> None:
    assert all(f"{person.name} {person.server}" in said() for person in (ALICE, BOB, CAROL, MALLORY))


@pytest.mark.parametrize("kind", EXPLAINED)
def test_every_kind_of_step_that_it_explains_is_in_the_chart(kind: str) -> None:
    number = next(row.number for row in ROWS if kind in kinds_of_step(row))
    words = {"lost": "× Lost", "held": "◷ Decided and told", "refusal": "– Refused", "grant": "✓ Let in"}
    if kind in words:
        assert f"{number} {words[kind]}" in said()


def test_the_counterexample_is_one_that_a_search_found() -> None:
    assert "✗ a hidden room is as good as none" in said() and "C 1. m.example: writes to a: mallory says yes." in said()


def test_it_is_written_into_the_file_that_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert write_page([str(tmp_path / "a" / "page.html")]) == 0
    assert (tmp_path / "a" / "page.html").read_text(encoding="utf-8") == page()
    assert write_page([]) == 2 and "name one file to write" in capsys.readouterr().err
