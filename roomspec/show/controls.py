"""What all widgets are made of: buttons and lists that answer a click, and what stands there where no kernel runs.

Rule 1: every callback goes through `Panel.guarded`, which all makers of controls here call, so that a new button whose
callback fails says so in the widget, and the widget goes on working. ipywidgets itself swallows what a callback raises.
Rule 2: buttons are plain ipywidgets in the page's own theme, made once and told what to say, since a new one costs more
than all that a click works out.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import ipywidgets as widgets
from IPython.display import display

from .drawing.sheet import WIDTH, Figure, caption, element, framed, text, visible

HIGH, LOW = "28px", "24px"
WIDEST = f"{WIDTH + 6}px"
"""As wide as a figure with the margins of its widget, so that no control reaches further than what it controls."""
DASHED = "1px dashed #858C97"
NO_KERNEL = "To use it, click into this cell and press Shift and Enter."


class Panel:
    """A widget with a class of its own, and one line that says what a click did."""

    css_class: str

    def __init__(self, name: str) -> None:
        self.name, self.status = name, widgets.HTML()

    def framed(self, *parts: Any) -> Any:
        """The box that holds the parts, no wider than a figure."""
        box = widgets.VBox(parts, layout=widgets.Layout(width="100%", max_width=WIDEST))
        box.add_class(self.css_class)
        return box

    # --- What is shown, and where no kernel runs ----------------------------------------------------------------------

    box: Any

    def without_kernel(self) -> Figure:
        """What stands under the widget in the stored notebook: how to use it, and nothing that stands elsewhere."""
        return framed(self.name, caption(self.name if self.name.endswith("?") else f"{self.name}.", NO_KERNEL))

    def __repr__(self) -> str:
        return f"{self.css_class.removeprefix('roomspec-').capitalize()} “{self.name}”"

    def _repr_mimebundle_(self, **how: Any) -> dict[str, Any]:
        """The widget, or its name alone: the figure under it says how to use it, once."""
        return {**self.box._repr_mimebundle_(**how), "text/plain": repr(self)}

    def _ipython_display_(self) -> None:
        """Two outputs: the widget, and under it what a page hides while the widget is alive.

        A notebook that was run, saved and opened again without a kernel has lost the widget, and shows an error in its
        place whatever else that output holds. The second output is a figure like any other, so it is kept, and hides
        that error. It also lets what the widget holds be as narrow as the page. A page leaves an output
        without a number further left than one with a number; here it stands level with the figures.
        """
        display(self._repr_mimebundle_(), raw=True)  # type: ignore[no-untyped-call]
        kept = f"{self.css_class}-stored"
        alive = f".jp-OutputArea:has(.{self.css_class}) .{kept}"
        lost = f".jp-OutputArea:has(.{kept}):not(:has(.{self.css_class})) .jp-OutputArea-child:has(> .jupyter-widgets)"
        narrow = f".{self.css_class} .widget-html-content{{min-width:0}}"
        narrow += f".{self.css_class} div.widget-label{{white-space:normal;height:auto}}"
        level = f".jp-OutputArea:has(.{kept}) .jp-OutputPrompt:empty{{padding:var(--jp-code-padding);"
        level += "border:var(--jp-border-width) solid transparent}"
        hidden = element("style", f"{alive},{lost}{{display:none}}{narrow}{level}")
        stored = element("div", self.without_kernel().html, **{"class": kept})
        display(Figure(hidden + stored, self.name))  # type: ignore[no-untyped-call]

    # --- What a click does --------------------------------------------------------------------------------------------

    def guarded(self, does: Callable[..., None]) -> Callable[..., None]:
        """A callback of which the reader sees what it raises, as one sentence; nothing else has changed then."""

        def answered(*told: Any) -> None:
            try:
                does(*told)
            except Exception as broken:  # noqa: BLE001 - whatever it is, ipywidgets would swallow it
                self.say(f"That could not be done, and nothing has changed: {type(broken).__name__}: {broken}")

        return answered

    def say(self, sentence: str) -> None:
        """Put a sentence where a screen reader hears it."""
        self.say_markup(text(sentence))

    def say_markup(self, markup: str) -> None:
        """The same with what is markup already, such as a reply."""
        self.status.value = element("div", markup, role="status")

    # --- Controls -----------------------------------------------------------------------------------------------------

    def button(
        self, words: str, tooltip: str, does: Callable[[], None], *, primary: bool = False, height: str = HIGH
    ) -> Any:
        """A button with words on it, and a sentence for whoever hovers or listens."""
        made = widgets.Button(
            description=words, tooltip=tooltip, layout=widgets.Layout(width="auto", min_width="64px", height=height)
        )
        made.button_style = "primary" if primary else ""
        answered = self.guarded(does)
        made.on_click(lambda _: answered())
        return made

    def choice(self, label: str, does: Callable[[Any], None] | None = None, width: str = "auto") -> Any:
        """A labelled list to choose from."""
        made = widgets.Dropdown(
            description=label,
            style={"description_width": "initial"},
            layout=widgets.Layout(width=width, max_width="calc(100% - 4px)"),
        )
        if does is not None:
            answered = self.guarded(does)
            made.observe(lambda change: answered(change["new"]), "value")
        return made


def enable(made: Any, is_enabled: bool, *, primary: bool = False) -> None:
    """Make a button work, or show that it does not; one that does not is never blue, which no theme makes readable."""
    made.disabled = not is_enabled
    made.button_style = "primary" if primary and is_enabled else ""
    made.layout.border_top = made.layout.border_right = made.layout.border_bottom = made.layout.border_left = (
        None if is_enabled else DASHED
    )


def in_a_row(*parts: Any) -> Any:
    """Parts beside each other, with a layout of their own: whoever hides this row hides no other."""
    return widgets.HBox(parts, layout=widgets.Layout(flex_flow="row wrap", align_items="center"))


def offer(made: Any, options: Mapping[str, Any] | Sequence[tuple[str, Any]], chosen: Any = None) -> None:
    """Fill a list; where its choice is still there, it stays."""
    pairs = tuple(
        (visible(words), each) for words, each in (options.items() if isinstance(options, Mapping) else options)
    )
    values = [value for _, value in pairs]
    kept = chosen if chosen in values else made.value if made.value in values else values[0] if values else None
    if made.options != pairs:
        made.options = pairs
    if made.value != kept:
        made.value = kept
    made.disabled = not pairs
