"""The site in a browser: where a reader is, how a film plays, what a shared link does, and whether all can use it."""

import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.site.conftest import FACTS

pytestmark = pytest.mark.slow
FILM = "runs/servers-in-a-room-agree-literal-2014.html"
CLAUSE = "clauses/hidden-and-missing-rooms.html#PRV-3"
LOOKED_AT = ("index.html", CLAUSE, "rules.html", "claims.html", "readings.html", "notebooks/03_public_join.html", FILM,
             "run.html", "changes.html", "interface/index.html", "spec_impl/rules/knock.py.html")  # fmt: skip


@pytest.mark.parametrize("name", LOOKED_AT)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everybody_can_use_it_and_nothing_comes_from_outside(
    name: str, scheme: str, page: Page, address: str, asked: list[str]
) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.goto(address + name)
    page.wait_for_load_state("networkidle")
    assert [each for each in asked if not each.startswith((address, "data:"))] == []
    found = Axe().run(page)
    told = {v["id"]: [node["html"][:150] for node in v["nodes"][:3]] for v in found.response["violations"]}
    assert told == {}


@pytest.mark.parametrize("name", LOOKED_AT)
def test_on_a_phone_no_page_is_wider_than_the_phone(name: str, page: Page, address: str) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(address + name)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize("name", ["notebooks/chapters/03_public_join.html", "notebooks/04_knock.html"])
def test_on_a_phone_what_goes_on_at_the_right_shows_that_it_does_and_a_table_keeps_its_first_column(
    name: str, page: Page, address: str
) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(address + name)
    seen = page.evaluate(
        """() => [...document.querySelectorAll("figure > div")].filter(e => e.scrollWidth > e.clientWidth).map(e => {
            e.scrollLeft = 80;
            const look = getComputedStyle(e), first = e.querySelector("tbody th");
            const moved = first ? first.getBoundingClientRect().left - e.getBoundingClientRect().left : 0;
            return [look.backgroundImage != "none" || look.animationName != "none", Math.abs(moved) < 2];
        })"""
    )
    assert seen and all(map(all, seen))


def test_no_clause_id_is_broken_over_two_lines(page: Page, address: str) -> None:
    for width in (390, 700):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(address + "notebooks/chapters/03_public_join.html")
        lines = page.evaluate(
            """() => [...document.querySelectorAll(".clause-id")].map(e => e.getClientRects().length)"""
        )
        assert lines and set(lines) == {1}


def test_who_comes_from_a_link_to_a_clause_sees_where_he_is(page: Page, address: str) -> None:
    for width in (390, 1100):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto("about:blank")
        page.goto(address + CLAUSE)
        place = page.locator("#PRV-3 .where")
        expect(place).to_be_in_viewport()
        expect(place).to_contain_text("Hidden and missing rooms")
        sentence = page.locator("#PRV-3 .sentence")
        expect(sentence).to_be_in_viewport()
        expect(page.locator("#PRV-2 .sentence")).not_to_be_in_viewport()


def test_without_a_script_all_is_there_to_be_read(chromium: Browser, address: str) -> None:
    window = chromium.new_context(java_script_enabled=False, viewport={"width": 1100, "height": 900})
    page = window.new_page()
    page.goto(address + FILM)
    expect(page.locator("figure.film img")).to_be_visible()
    expect(page.locator("figure.film button")).to_have_count(0)
    page.locator("figure.film summary").click()
    expect(page.locator("figure.film details")).to_contain_text("11. ")
    page.goto(address + CLAUSE)
    expect(page.locator("#PRV-3 .sentence")).to_be_in_viewport()
    window.close()


def test_a_film_steps_by_buttons_by_keys_and_by_its_slider(page: Page, address: str) -> None:
    page.goto(address + FILM)
    film = page.locator("figure.film")
    picture, said = film.locator("img"), film.locator(".film-words")
    expect(said).to_contain_text("11. ")
    whole = picture.get_attribute("src")
    film.get_by_role("button", name="First").click()
    expect(said).to_contain_text("nothing has happened yet")
    assert picture.get_attribute("src") != whole
    film.get_by_role("button", name="Step").click()
    expect(said).to_have_text(re.compile(r"^1\. "))
    film.focus()
    for key, begins in (("ArrowRight", "2. "), ("ArrowLeft", "1. "), ("End", "11. "), ("Home", "The beginning")):
        page.keyboard.press(key)
        expect(said).to_have_text(re.compile(f"^{re.escape(begins)}"))
    film.get_by_role("slider").fill("4")
    expect(said).to_have_text(re.compile(r"^4\. "))
    film.get_by_role("button", name="Back").click()
    expect(said).to_have_text(re.compile(r"^3\. "))
    assert picture.evaluate("img => img.decode().then(() => img.naturalWidth)") == 700


def test_a_film_plays_and_pauses(page: Page, address: str) -> None:
    page.clock.install()
    page.goto(address + FILM)
    film = page.locator("figure.film")
    said = film.locator(".film-words")
    film.get_by_role("button", name="Play").click()
    expect(said).to_contain_text("nothing has happened yet")
    page.clock.run_for(3_300)
    expect(said).to_have_text(re.compile(r"^2\. "))
    film.get_by_role("button", name="Pause").click()
    page.clock.run_for(9_000)
    expect(said).to_have_text(re.compile(r"^2\. "))
    film.get_by_role("button", name="Play").click()
    page.clock.run_for(60_000)
    expect(said).to_have_text(re.compile(r"^11\. "))
    expect(film.get_by_role("button", name="Play")).to_be_visible()


def test_who_asked_for_less_motion_sees_none_that_he_did_not_ask_for(page: Page, address: str) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.clock.install()
    page.goto(address + FILM)
    film = page.locator("figure.film")
    film.get_by_role("button", name="Play").click()
    page.clock.run_for(60_000)
    expect(film.locator(".film-words")).to_contain_text("nothing has happened yet")


@pytest.mark.parametrize("name", ["01_discovery", "02_invite", "03_public_join", "04_knock", "05_private_rooms"])
def test_every_walk_has_its_run_as_a_film(name: str, page: Page, address: str) -> None:
    page.goto(f"{address}notebooks/{name}.html")
    film = page.locator("figure.film")
    expect(film).to_have_count(1)
    film.get_by_role("button", name="First").click()
    expect(film.locator(".film-words")).to_contain_text("nothing has happened yet")


def test_a_link_to_a_run_says_what_it_is_where_no_python_runs_in_the_browser(
    page: Page, address: str, site: Path
) -> None:
    if (site / "lite").exists():
        page.route("**/lite/**", lambda route: route.fulfill(status=404))
    run = next(iter(FACTS.runs.values()))
    about = page.locator("#run-about")
    page.goto(f"{address}run.html#0.0.1/{run.text}")
    expect(about).to_contain_text("shared from version 0.0.1; here is version")
    expect(about).to_contain_text("This site has no Python to run in the browser")
    expect(page.locator("#run-place .shared")).to_have_text(run.text)
    for damaged in ("roomspec1.12", run.text[:-3]):
        page.goto("about:blank")
        page.goto(f"{address}run.html#{damaged}")
        expect(about).to_contain_text("cut off")


def test_the_search_finds_a_clause(page: Page, address: str) -> None:
    page.goto(f"{address}search.html?q=stranger+hidden")
    expect(page.locator("#search-results li").first).to_be_visible()
    expect(page.locator("#search-results")).to_contain_text("Hidden and missing rooms")
