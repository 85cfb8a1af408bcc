"""The stepper under a person's hands: an invitation, a knock, a hidden room; back, a cut link, share and reopen."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.clicks import STEPPER, OnScreen

pytestmark = pytest.mark.slow
ALICE, CAROL, DAVE = "@alice:a.example", "@carol:c.example", "@dave:c.example"


@pytest.fixture
def stepper(playground: Page) -> OnScreen:
    """The first stepper, on an empty town."""
    shown = OnScreen(playground)
    shown.box.get_by_label("step", exact=True).select_option(index=0)
    expect(shown.box.locator(".widget-html").first).to_contain_text(re.compile("· (0 steps so far|step 0 of)"))
    return shown


def test_an_invitation_is_clicked_through_until_carol_is_in(stepper: OnScreen) -> None:
    stepper.say(ALICE, "Create !tea, invite, named #tea")
    stepper.let_arrive()
    stepper.say(ALICE, "Invite carol · !tea")
    stepper.let_arrive()
    stepper.say(CAROL, "Accept · !tea")
    stepper.let_arrive()
    assert "carol: invited → joined" in stepper.status
    assert "Why, in step" in stepper.words


def test_a_knock_is_answered_while_the_knocker_is_away(stepper: OnScreen) -> None:
    stepper.say(ALICE, "Create !tea, knock, named #tea")
    stepper.let_arrive()
    stepper.say(DAVE, "Find #tea")
    stepper.let_arrive()
    stepper.say(DAVE, "Knock · !tea")
    stepper.let_arrive()
    stepper.say(ALICE, "Invite dave · !tea")
    stepper.let_arrive()
    assert "joined" in stepper.status


def test_mallory_is_told_the_same_in_both_worlds_until_the_reading_is_taken_at_its_word(playground: Page) -> None:
    shown = OnScreen(playground, 2)
    assert "Told the same" in shown.words
    shown.choose("reading", "LITERAL_2014")
    expect(shown.box).to_contain_text("LEAK: told apart")
    shown.choose("reading", "COMPLETED")
    expect(shown.box).to_contain_text("Told the same")


def test_undo_goes_back_and_redo_forth(stepper: OnScreen) -> None:
    stepper.say(ALICE, "Create !tea, public, named #tea, listed")
    stepper.press("Next ▶")
    stepper.press("◀ Undo")
    assert "step 1 of 2" in stepper.head
    stepper.press("Redo ▶")
    assert "2 steps so far" in stepper.head


def test_nothing_passes_a_cut_link_and_everything_a_healed_one(stepper: OnScreen) -> None:
    stepper.say(ALICE, "Create !tea, invite, named #tea")
    stepper.let_arrive()
    stepper.choose("what else", "cut the link a.example – c.example")
    stepper.press("Let it happen")
    stepper.say(ALICE, "Invite carol · !tea")
    stuck = stepper.box.get_by_role("button", name="Deliver", exact=True).first
    expect(stuck).to_be_disabled()
    stepper.choose("what else", "heal the link a.example – c.example")
    stepper.press("Let it happen")
    expect(stuck).to_be_enabled()


def test_a_shared_run_is_reopened_and_a_damaged_one_says_why(stepper: OnScreen) -> None:
    stepper.say(ALICE, "Create !tea, invite, named #tea")
    stepper.let_arrive()
    head = stepper.head
    stepper.press("Share")
    expect(stepper.text).to_have_value(re.compile(r"^roomspec1\."))
    line = stepper.text.input_value()
    stepper.press("Restart")
    stepper.text.fill(line[:-5])
    stepper.press("Open")
    expect(stepper.box.get_by_role("status").first).to_contain_text("This text is cut off")
    stepper.text.fill(line)
    stepper.press("Open")
    expect(stepper.box.locator(".widget-html").first).to_have_text(head)


def test_the_stepper_is_driven_by_the_keyboard_alone(stepper: OnScreen, playground: Page) -> None:
    stepper.say(ALICE, "Create !tea, invite, named #tea")
    stepper.box.get_by_role("button", name="Next ▶").focus()
    playground.keyboard.press("Enter")
    expect(stepper.box.locator(".widget-html").first).to_contain_text("2 steps so far")
    playground.keyboard.press("Tab")
    playground.keyboard.press("Space")
    expect(stepper.box.locator(".widget-html").first).to_contain_text("step 1 of 2")


def test_at_twice_the_size_no_button_leaves_the_page(playground: Page) -> None:
    playground.set_viewport_size({"width": 640, "height": 500})
    try:
        playground.keyboard.press("Control+b")
        for box in playground.locator(f"{STEPPER} button:visible").all():
            place = box.bounding_box()
            assert place is not None and place["x"] >= 0 and place["x"] + place["width"] <= 640
    finally:
        playground.set_viewport_size({"width": 1280, "height": 1000})
