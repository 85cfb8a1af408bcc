"""What a person does with a stepper, and what she sees. Nothing here asserts."""

import re

from playwright.sync_api import Locator, Page, expect

STEPPER, LEAK = ".roomspec-stepper", ".roomspec-leak"


class OnScreen:
    """One stepper of a notebook, as it stands on the page."""

    def __init__(self, page: Page, number: int = 0) -> None:
        self.box: Locator = page.locator(STEPPER).nth(number)
        self.box.wait_for()

    def button(self, words: str) -> Locator:
        """The button with these words on it."""
        return self.box.get_by_role("button", name=words, exact=True).first

    def press(self, words: str) -> None:
        """Press the button with these words, and wait until the stepper has answered."""
        before = self.head
        self.box.get_by_role("button", name=words, exact=True).first.click()
        if words not in ("Share", "Open"):
            expect(self.box.locator(".widget-html").first).not_to_have_text(before)

    def say(self, who: str, command: str) -> None:
        """Choose who says what, and press Give."""
        give = self.box.get_by_role("button", name="Give", exact=True)
        self.box.get_by_label("who").select_option(label=who)
        expect(give).to_have_attribute("title", re.compile(f"^Give: {re.escape(who)}: "))
        self.box.get_by_label("command").select_option(label=command)
        expect(give).to_have_attribute("title", f"Give: {who}: {command}")
        self.press("Give")

    def choose(self, label: str, option: str) -> None:
        """Choose from a list."""
        self.box.get_by_label(label, exact=True).select_option(label=option)

    def let_arrive(self) -> None:
        """Press Next until nothing is on its way."""
        button = self.box.get_by_role("button", name=re.compile("^Next"))
        while button.is_enabled():
            self.press("Next ▶")

    @property
    def head(self) -> str:
        """Title, reading and step."""
        return self.box.locator(".widget-html").first.inner_text()

    @property
    def status(self) -> str:
        """The sentence about the last step."""
        return self.box.get_by_role("status").first.inner_text()

    @property
    def words(self) -> str:
        """Everything that stands in it."""
        return self.box.inner_text()

    @property
    def text(self) -> Locator:
        """The box of text at its foot."""
        return self.box.get_by_label("text")
