"""Every stepper, game and exercise of every notebook, opened in the browser and used."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from roomspec.show.controls import NO_KERNEL
from roomspec.show.stepper.sharing import opened as opened_text
from tests.browser.clicks import LEAK, OnScreen
from tests.browser.lab import Lab, in_theme, opened, run_all
from tests.browser.widgets import ABOUT_RUNS, ALL, WITH_MOST, WORD, Shown, cells_of, with_exercises
from tests.notebooks.execute import NOTEBOOKS, stored_in

pytestmark = pytest.mark.slow


def copied(lab: Lab, notebook: str) -> str:
    """A copy of the notebook in the lab's folder, with a stepper on each exercise; its name there."""
    name = f"widgets_{notebook.replace('/', '_')}"
    with_exercises(notebook, lab.folder / "notebooks" / name)
    return name


@pytest.fixture(scope="module")
def pages(windows: BrowserContext, lab: Lab) -> Iterator[Callable[[str], Page]]:
    """Each notebook with all its widgets, run once when it is first asked for."""
    there: dict[str, Page] = {}

    def page_of(notebook: str) -> Page:
        if notebook not in there:
            there[notebook] = run_all(opened(windows.new_page(), lab, copied(lab, notebook)))
        return there[notebook]

    yield page_of
    for page in there.values():
        page.close()


@pytest.fixture
def ran(request: pytest.FixtureRequest, pages: Callable[[str], Page]) -> Page:
    """The notebook of this test, run."""
    return pages(request.param)


def each_of(kind: str) -> pytest.MarkDecorator:
    """Every widget of a kind, with the notebook in which it stands."""
    shown = [each for each in ALL if each.kind == kind]
    return pytest.mark.parametrize(
        ("ran", "shown"), [(e.notebook, e) for e in shown], ids=map(str, shown), indirect=["ran"]
    )


def used(button: Locator) -> bool:
    """Whether a button that is seen could be pressed, and was."""
    expect(button).to_be_visible()
    if button.is_disabled():
        return False
    button.click()
    return True


def test_the_table_has_every_widget_that_a_cell_makes_and_every_exercise_about_runs() -> None:
    sources = ["".join(cell["source"]) for path in stored_in() for cell in cells_of(path)]
    made = sum(len(re.findall(r"show\.(?:Stepper|LeakGame)\(", source)) for source in sources)
    assert any(f'me = "{WORD}"' in source for source in sources)
    assert all(any(f"catalogue.{make}(" in source for source in sources) for make in ABOUT_RUNS)
    assert len(ALL) == made + len(ABOUT_RUNS) > 10


@each_of("stepper")
def test_next_give_and_share_of_each_stepper_are_seen_and_used(ran: Page, shown: Shown) -> None:
    stepper = OnScreen(ran, shown.number)
    assert stepper.head.startswith(shown.name)
    steps = int(re.search(r"(\d+) steps? so far", stepper.head)[1])
    for label in ("Next ▶", "Give"):
        if used(stepper.button(label)):
            steps += 1
            expect(stepper.box.locator(".widget-html").first).to_contain_text(f"{steps} step{'s' * (steps > 1)} so far")
    if stepper.button("Let it happen").is_visible() and used(stepper.button("Let it happen")):
        steps += 1
        expect(stepper.box.locator(".widget-html").first).to_contain_text(f"{steps} step{'s' * (steps > 1)} so far")
    assert steps > 0
    stepper.let_arrive()
    stepper.press("Share")
    expect(stepper.text).to_have_value(re.compile(r"^roomspec1\."))
    run = opened_text(stepper.text.input_value())
    assert len(run.steps) >= steps
    assert "could not be done" not in stepper.words
    stepper.press("Restart")
    stepper.press("Open")
    expect(stepper.box.locator(".widget-html").first).to_contain_text(f"{len(run.steps)} step")


@each_of("leak")
def test_the_game_is_asked_and_bet_on(ran: Page, shown: Shown) -> None:
    box = ran.locator(LEAK).nth(shown.number)
    box.get_by_role("button", name="Ask", exact=True).click()
    expect(box).to_contain_text("1 asked.")
    box.get_by_role("button", name="3", exact=True).click()
    expect(box.get_by_role("status")).to_contain_text(re.compile("You (won|lost)"))
    expect(box.get_by_role("button", name="Ask", exact=True)).to_be_disabled()


# --- How they look ----------------------------------------------------------------------------------------------------

CONTRAST = """button => {
    const parts = colour => colour.match(/[\\d.]+/g).slice(0, 3).map(Number).map(part => part / 255);
    const light = colour => {
        const [r, g, b] = colour.map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const style = getComputedStyle(button), seen = Number(style.opacity);
    const ground = parts(style.backgroundColor);
    const words = parts(style.color).map((part, n) => part * seen + ground[n] * (1 - seen));
    const [more, less] = [light(words), light(ground)].sort((one, other) => other - one);
    return (more + 0.05) / (less + 0.05);
}"""
"""How well the words of a button stand out from it, as WCAG counts it, with what makes a disabled one pale."""


@pytest.mark.parametrize("ran", ["08_playground.ipynb"], indirect=True)
@pytest.mark.parametrize("theme", ["dark", "light"])
def test_a_next_that_cannot_be_pressed_can_be_read(ran: Page, theme: str) -> None:
    in_theme(ran, theme)
    stepper = OnScreen(ran)
    stepper.let_arrive()
    expect(stepper.button("Next ▶")).to_be_disabled()
    expect(stepper.button("Next ▶")).not_to_have_class(re.compile("mod-primary"))
    ran.mouse.move(0, 0)
    ran.wait_for_timeout(400)
    assert stepper.button("Next ▶").evaluate(CONTRAST) >= 3


@pytest.mark.parametrize("ran", ["08_playground.ipynb"], indirect=True)
@pytest.mark.parametrize("width", [1280, 390])
def test_the_box_of_text_is_no_wider_than_the_panes_and_nothing_is_wider_than_the_page(ran: Page, width: int) -> None:
    ran.keyboard.press("Control+b")
    ran.set_viewport_size({"width": width, "height": 1000})
    ran.wait_for_timeout(500)
    try:
        for number in range(sum(each.kind == "stepper" and each.notebook == "08_playground.ipynb" for each in ALL)):
            stepper = OnScreen(ran, number)
            text, panes = stepper.text.bounding_box(), stepper.box.bounding_box()
            assert text and panes
            inside = stepper.box.locator("figure").first.locator("xpath=../..").bounding_box()
            assert inside and text["x"] + text["width"] <= inside["x"] + inside["width"] + 4
            for control in stepper.box.locator("button:visible, select:visible, .widget-html-content > div").all():
                place = control.bounding_box()
                assert place and place["x"] + place["width"] <= panes["x"] + panes["width"] + 1
    finally:
        ran.set_viewport_size({"width": 1280, "height": 1000})
        ran.keyboard.press("Control+b")


# --- Saved, and opened again without a kernel -------------------------------------------------------------------------


@pytest.mark.parametrize("notebook", WITH_MOST)
def test_what_is_stored_under_a_widget_is_hidden_while_it_lives_and_seen_when_it_is_gone(
    windows: BrowserContext, lab: Lab, notebook: str
) -> None:
    name = f"saved_{notebook.replace('/', '_')}"
    (lab.folder / "notebooks" / name).write_bytes((NOTEBOOKS / notebook).read_bytes())
    page = run_all(opened(windows.new_page(), lab, name))
    stored = page.locator("[class^='roomspec-'][class$='-stored']")
    widgets = [each for each in ALL if each.notebook == notebook and each.name not in ABOUT_RUNS.values()]
    expect(stored).to_have_count(len(widgets))
    assert not any(each.is_visible() for each in stored.all())
    page.keyboard.press("Control+s")
    page.wait_for_timeout(1500)
    page.close()
    lab.stop_kernels()
    again = opened(windows.new_page(), lab, name)
    for number, each in enumerate(widgets):
        expect(stored_in_page := again.locator("[class^='roomspec-'][class$='-stored']").nth(number)).to_be_visible()
        assert NO_KERNEL in stored_in_page.inner_text()
        assert each.name in stored_in_page.inner_text()
    assert not any(error.is_visible() for error in again.get_by_text("Error displaying widget").all())
    again.close()
