"""What stands in the pages: whole links, every clause at its address, nothing from outside."""

import re
from functools import cache
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest
from markupsafe import escape

from docs.site.facts import place_of
from roomspec.show.stepper.sharing import linked, opened
from spec_impl.claims import ALL
from spec_impl.clauses import CLAUSES, Clause, source_link
from tests.browser.lab import ROOT
from tests.site.conftest import FACTS

pytestmark = pytest.mark.slow
LOADED = {("script", "src"), ("link", "href"), ("img", "src"), ("iframe", "src"), ("source", "src")}
"""What a browser fetches by itself."""
LITE = "lite/"
"""What `make site-lite` adds."""
ADDRESS = "https://some-organisation.github.example/room-join-specification"


class Addresses(HTMLParser):
    """The anchors and the addresses in a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        self.ids += [given[name] for name in ("id", "name") if name in given and (name == "id" or tag == "a")]
        if given.get("rel") != "canonical":
            self.loaded += [given[name] for name in given if (tag, name) in LOADED]
        self.links += [given["href"]] if tag == "a" and "href" in given else []


@cache
def read(path: Path) -> Addresses:
    return Addresses(path.read_text(encoding="utf-8"))


def words_of(markup: str) -> str:
    """Markup as plain words."""
    return unescape(re.sub(r"<[^>]*>", " ", markup))


def section(page: Path, anchor: str) -> str:
    """What stands of one clause in its page."""
    return page.read_text(encoding="utf-8").split(f'<section id="{anchor}">')[1].split("</section>")[0]


def broken(page: Path, site: Path) -> list[str]:
    """The links of a page that lead to no file, or to no place in it."""
    found = []
    for address in (each for each in (*read(page).links, *read(page).loaded) if not re.match(r"[a-z]+:", each)):
        path, _, anchor = address.partition("#")
        target = (page.parent / unquote(path.partition("?")[0])).resolve() if path else page
        target = target / "index.html" if target.is_dir() else target
        is_run = target.name == "run.html" and anchor.startswith("roomspec")
        if target.is_relative_to(site.resolve() / LITE) and not (site / LITE).exists():
            continue
        if not target.is_file() or (anchor and not is_run and unquote(anchor) not in read(target).ids):
            found.append(address)
    return found


def test_every_link_leads_to_a_page_and_to_a_place_in_it(site: Path) -> None:
    pages = [page for page in sorted(site.rglob("*.html")) if LITE not in page.relative_to(site).as_posix()]
    assert len(pages) > 150
    assert {str(page.relative_to(site)): broken(page, site) for page in pages if broken(page, site)} == {}


def test_no_page_fetches_anything_from_another_place(site: Path) -> None:
    pages = [page for page in sorted(site.rglob("*.html")) if LITE not in page.relative_to(site).as_posix()]
    outside = {each for page in pages for each in read(page).loaded if re.match(r"(?!data:)[a-z]+:|//", each)}
    assert outside == set()


def test_nothing_of_this_machine_stands_in_a_page(site: Path) -> None:
    telling = [str(ROOT), "/tmp/", "/root/", "site-packages", " at 0x"]
    for path in (each for each in site.rglob("*") if each.suffix in (".html", ".js") and "_static" not in each.parts):
        text = path.read_text(encoding="utf-8")
        assert [word for word in telling if word in text] == [], path


@pytest.mark.parametrize("stated", CLAUSES.values(), ids=CLAUSES)
def test_every_clause_stands_at_its_address_with_its_words_and_its_source(stated: Clause, site: Path) -> None:
    name, _, anchor = place_of(stated.id).partition("#")
    text = section(site / name, anchor)
    shown, said = (" ".join(re.findall(r"\w+", words)) for words in (words_of(text), stated.text))
    assert said in shown
    assert not stated.lines or source_link(stated).replace("&", "&amp;") in text


def test_every_row_claim_and_change_has_an_address(site: Path) -> None:
    facts = FACTS
    assert {row.place.partition("#")[2] for row in facts.rows.values()} <= {*read(site / "rules.html").ids}
    assert {claim.name for claim in ALL} <= {*read(site / "claims.html").ids}
    assert {each.place.partition("#")[2] for each in facts.fragments} <= {*read(site / "changes.html").ids}


def test_a_clause_has_what_the_ledger_has(site: Path) -> None:
    facts = FACTS
    for clause, line in facts.lines.items():
        page, _, anchor = place_of(clause).partition("#")
        text = section(site / page, anchor)
        expected = [facts.rows[name].place for name in line.rows] + [f"claims.html#{name}" for name in line.claims]
        expected += [f"{name}.trace.json" for name in line.vectors] + [str(escape(name)) for name in line.mutants]
        assert [each for each in expected if each not in text] == [], clause


def test_vectors_and_claims_are_called_by_their_words_and_not_by_their_files_names(site: Path) -> None:
    listed = words_of((site / "vectors.html").read_text(encoding="utf-8"))
    assert [said for _, said in FACTS.shown_by.values() if said.rstrip(".") not in listed] == []
    without = {claim.name.replace("-", " ") for claim in ALL} - {claim.words for claim in ALL}
    pages = {
        path: words_of(path.read_text(encoding="utf-8")) for path in [site / "scopes.html", *site.glob("clauses/*")]
    }
    assert without and [(path, name) for path, text in pages.items() for name in without if name in text] == []


def test_the_first_page_has_the_picture_of_the_copies_and_leads_to_every_notebook(site: Path) -> None:
    page = site / "index.html"
    assert "no original" in words_of(page.read_text(encoding="utf-8").split("<article")[1].split("Why should")[0])
    names = {path.relative_to(ROOT).with_suffix(".html").as_posix() for path in ROOT.glob("notebooks/**/[!.]*.ipynb")}
    assert len(names) > 15
    assert names - {*read(page).links} == set()


def test_of_each_clause_that_decides_some_cell_of_the_first_grid_is_marked(site: Path) -> None:
    for clause in FACTS.situations:
        page, _, anchor = place_of(clause).partition("#")
        grid = section(site / page, anchor).split('class="grid"')[1].split("</table>")[0]
        assert '<td class="rests">' in grid, clause


def test_every_run_that_is_shown_has_a_link_that_opens_it_and_is_short_enough_to_be_sent(site: Path) -> None:
    runs = FACTS.runs.values()
    assert len(runs) > 60
    for run in runs:
        assert len(linked(run.trace, ADDRESS)) < 2_000
        assert opened(linked(run.trace, ADDRESS)) == run.trace
        assert f"run.html#{run.text}" in (site / run.place).read_text(encoding="utf-8")


def test_what_was_recorded_as_failing_is_shown_with_a_run_of_that_length() -> None:
    facts = FACTS
    for reading, scopes in facts.pins.items():
        shortest: dict[str, int] = {}
        for found in scopes.values():
            for claim, steps in found["fails"].items():
                shortest[claim] = min(steps, shortest.get(claim, steps))
        shown = {claim: len(run.trace.steps) for (claim, name), run in facts.runs.items() if name == reading}
        assert {claim: shown.get(claim) for claim in shortest} == shortest
