"""The buttons: made once and told what to say, since a new widget costs more than all that a click works out.

Plain ipywidgets in the page's own theme. What cannot be done now is disabled and has a dashed border, and stays where
it is, so that nothing jumps under a reader's hand.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import ipywidgets as widgets

from spec_impl import Action

from .offers import OnItsWay

HIGH, LOW = "28px", "24px"
DASHED = "1px dashed #858C97"


def button(words: str, tooltip: str, does: Callable[[], None], *, primary: bool = False, height: str = HIGH) -> Any:
    """A button with words on it, and a sentence for whoever hovers or listens."""
    made = widgets.Button(
        description=words,
        tooltip=tooltip,
        button_style="primary" if primary else "",
        layout=widgets.Layout(width="auto", min_width="64px", height=height),
    )
    made.on_click(lambda _: does())
    return made


def enable(made: Any, is_enabled: bool) -> None:
    """Make a button work, or show that it does not."""
    made.disabled = not is_enabled
    made.layout.border_top = made.layout.border_right = made.layout.border_bottom = made.layout.border_left = (
        None if is_enabled else DASHED
    )


def in_a_row(*parts: Any) -> Any:
    """Parts beside each other, with a layout of their own: whoever hides this row hides no other."""
    return widgets.HBox(parts, layout=widgets.Layout(flex_flow="row wrap", align_items="center"))


def choice(label: str, does: Callable[[Any], None] | None = None, width: str = "auto") -> Any:
    """A labelled list to choose from."""
    made = widgets.Dropdown(
        description=label, style={"description_width": "initial"}, layout=widgets.Layout(width=width, max_width="100%")
    )
    if does is not None:
        made.observe(lambda change: does(change["new"]), "value")
    return made


def offer(made: Any, options: Mapping[str, Any] | Sequence[tuple[str, Any]], chosen: Any = None) -> None:
    """Fill a list; where its choice is still there, it stays."""
    pairs = tuple(options.items()) if isinstance(options, Mapping) else tuple(options)
    values = [value for _, value in pairs]
    kept = chosen if chosen in values else made.value if made.value in values else values[0] if values else None
    if made.options != pairs:
        made.options = pairs
    if made.value != kept:
        made.value = kept
    made.disabled = not pairs


class Flight:
    """The list of what is on its way, a line each; lines are made once and hidden when there is less to show."""

    def __init__(self, act: Callable[[Action], None], hold_back: Callable[[Action], None]) -> None:
        self._act, self._hold_back = act, hold_back
        self._lines: list[_Line] = []
        self.box = widgets.VBox()

    def show(self, offers: Sequence[OnItsWay], first: Action | None) -> None:
        """These offers; the one that Next would take is blue."""
        missing = len(offers) - len(self._lines)
        if missing > 0:
            self._lines += [_Line(self._act, self._hold_back) for _ in range(missing)]
            self.box.children = tuple(line.box for line in self._lines)
        for line, each in zip(self._lines, offers, strict=False):
            line.show(each, each.arrives is not None and each.arrives == first)
        for line in self._lines[len(offers) :]:
            line.hide()

    @property
    def lines(self) -> list["_Line"]:
        """The lines that are shown."""
        return [line for line in self._lines if line.box.layout.display != "none"]


class _Line:
    """One message: its words and its buttons."""

    def __init__(self, act: Callable[[Action], None], hold_back: Callable[[Action], None]) -> None:
        self._offer: OnItsWay | None = None
        self.words = widgets.Label(layout=widgets.Layout(flex="1 1 320px", min_width="200px"))
        self.deliver = button("Deliver", "", lambda: self._with("arrives", act), height=LOW)
        self.lose = button("Lose", "", lambda: self._with("loses", act), height=LOW)
        self.repeat = button("Repeat", "", lambda: self._with("repeats", act), height=LOW)
        self.hold = button("Hold back", "", lambda: self._with("arrives", hold_back), height=LOW)
        buttons = (self.deliver, self.lose, self.repeat, self.hold)
        self.box = widgets.HBox((self.words, *buttons), layout=widgets.Layout(flex_flow="row wrap", width="100%"))

    def _with(self, what: str, does: Callable[[Action], None]) -> None:
        action = getattr(self._offer, what)
        if action is not None:
            does(action)

    def hide(self) -> None:
        self.box.layout.display = "none"

    def show(self, offer: OnItsWay, is_first: bool) -> None:
        self._offer = offer
        self.box.layout.display = None
        held = " (held back)" if offer.is_held_back else ""
        self.words.value = f"{offer.sent}: {offer.route}  {offer.words}{held}"
        self.deliver.description = offer.verb
        self.deliver.button_style = "primary" if is_first else ""
        self.hold.description = "Let go" if offer.is_held_back else "Hold back"
        enable(self.deliver, offer.arrives is not None)
        enable(self.hold, offer.arrives is not None)
        self._show_fault(self.lose, offer.loses, offer.can_lose)
        self._show_fault(self.repeat, offer.repeats, offer.can_repeat)
        for each in (self.deliver, self.lose, self.repeat, self.hold):
            each.tooltip = f"{each.description}: {offer.route} {offer.words}"
        if not offer.can_lose:
            self.lose.tooltip = f"Not lost, since it is sent until it arrives: {offer.route} {offer.words}"

    @staticmethod
    def _show_fault(made: Any, action: Action | None, can: bool) -> None:
        """A fault that the scope lacks has no button at all."""
        made.layout.display = None if action is not None else "none"
        enable(made, can)
