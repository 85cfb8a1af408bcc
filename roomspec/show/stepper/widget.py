"""The stepper as a widget: buttons over the panes of a session.

Nothing is decided here: each click asks the session for the next one and shows it.
"""

from collections.abc import Callable
from typing import Any

import ipywidgets as widgets

from spec_impl import READINGS, Action, RoomId, ServerName, Trace, World
from spec_impl.tracefile.codec import dump
from spec_impl.tracefile.shapes import TraceError

from ...search.standing import standing
from ..drawing.sheet import Figure, element, text
from ..run import as_chart
from .controls import Flight, button, choice, enable, in_a_row, offer
from .offers import commands_of, on_their_way, other_acts
from .panes import StandingOf, View, flight_title, head_words, panes, twin
from .scope import Scope
from .session import Session
from .sharing import NotShared, opened, shared
from .writing import as_cell, as_test


class Stepper:
    """Drive a run: give commands, let messages arrive, and see what each server holds and why.

    Arguments: a world or a run to start from; the scope (`Allowed(...)` or commands; without one, everything); a title;
    `standing`, which says how each claim stands after a run, or None; `two_worlds`, a hidden room and who must not
    learn of it.
    """

    def __init__(
        self,
        start: World | Trace,
        scope: Scope = None,
        *,
        title: str = "Step through it",
        standing: StandingOf | None = standing,
        two_worlds: tuple[RoomId, ServerName] | None = None,
    ) -> None:
        self.session, self._scope = Session.of(start, scope), scope
        self._view = View(title, standing, two_worlds)
        self._shows = False
        self._make()
        self.box = widgets.VBox(self._rows(), layout=widgets.Layout(max_width="780px"))
        self.box.add_class("roomspec-stepper")
        self._show()

    @classmethod
    def open(cls, text: str, scope: Scope = None, **how: Any) -> "Stepper":
        """A stepper at the end of a shared run; a text that holds none opens an empty one that says why."""
        try:
            return cls(opened(text), scope, **how)
        except NotShared as flaw:
            empty = cls(World.of({}), scope, **how)
            empty._say(empty.session.saying(str(flaw)))
            return empty

    def twin(self) -> Figure:
        """The same panes without buttons, for readers without a kernel."""
        return twin(self.session, self._view)

    @property
    def trace(self) -> Trace:
        """The run as it is shown, to go on with in another cell."""
        return self.session.trace

    def __repr__(self) -> str:
        return f"<stepper: {self._view.title}; run this cell to use it>"

    def _repr_mimebundle_(self, **how: Any) -> dict[str, Any]:
        """The widget; where it cannot be shown, one sentence, since the static twin stands beside it."""
        return {**self.box._repr_mimebundle_(**how), "text/plain": repr(self)}

    # --- The parts ----------------------------------------------------------------------------------------------------

    def _make(self) -> None:
        """Every control, once."""
        self.head, self.status, self.panes = widgets.HTML(), widgets.HTML(), widgets.HTML()
        self._make_moves()
        self._make_acts()
        self._make_text()

    def _make_moves(self) -> None:
        """What moves over the run."""
        arrives = "Let the first message on its way arrive, as the blue button in the list does"
        self.next = button("Next ▶", arrives, self._does(Session.next), primary=True)
        self.back = button("◀ Undo", "Take the last step back", self._does(Session.back))
        self.forward = button("Redo ▶", "Let the step that was taken back happen again", self._does(Session.forward))
        self.restart = button("Restart", "Back to the beginning", self._does(Session.restart))
        self.step = choice("step", self._chosen(Session.jump), "220px")
        self.reading = choice("reading", self._chosen(Session.read_as), "230px")

    def _make_acts(self) -> None:
        """What makes something happen."""
        self.who = choice("who", lambda _: self._offer_commands(), "190px")
        self.what = choice("command", lambda _: self._name_command(), "330px")
        self.give = button("Give", "Give the chosen command", lambda: self._act(self.what.value))
        self.fault = choice("what else", width="430px")
        self.happen = button(
            "Let it happen", "Let the chosen fault or post happen", lambda: self._act(self.fault.value)
        )
        self.flight_title, self.flight = (
            widgets.Label(),
            Flight(self._act, lambda a: self._say(self.session.hold_back(a))),
        )

    def _make_text(self) -> None:
        """What leaves a stepper, and comes back."""
        self.share = button("Share", "Write a text that opens this run anywhere", self._writes(shared))
        self.as_python = button("Copy as Python", "Write this run as a notebook cell", self._writes(as_cell))
        self.as_test = button("as test", "Write this run as a test for pytest", self._writes(as_test))
        self.as_json = button("as JSON", "Write this run as a trace file", self._writes(dump))
        self.text = widgets.Textarea(
            description="text",
            placeholder="Share writes a text here; paste one and press Open.",
            rows=3,
            style={"description_width": "initial"},
            layout=widgets.Layout(width="100%"),
        )
        self.reopen = button("Open", "Open the run in the text below", self._open)

    def _rows(self) -> tuple[Any, ...]:
        self._faults = in_a_row(self.fault, self.happen)
        return (
            self.head,
            in_a_row(self.next, self.back, self.forward, self.restart, self.step, self.reading),
            in_a_row(self.who, self.what, self.give),
            self._faults,
            self.flight_title,
            self.flight.box,
            self.status,
            self.panes,
            in_a_row(self.share, self.as_python, self.as_test, self.as_json, self.reopen),
            self.text,
        )

    # --- What a click does --------------------------------------------------------------------------------------------

    def _does(self, change: Callable[[Session], Session]) -> Callable[[], None]:
        return lambda: self._say(change(self.session))

    def _chosen(self, change: Callable[[Session, Any], Session]) -> Callable[[Any], None]:
        """A choice of the reader's; not one that the stepper makes while it shows a session."""
        return lambda value: None if self._shows or value is None else self._say(change(self.session, value))

    def _act(self, action: Action | None) -> None:
        if action is not None:
            self._say(self.session.act(action))

    def _writes(self, write: Callable[[Trace], str]) -> Callable[[], None]:
        def wrote() -> None:
            try:
                self.text.value = write(self.trace)
            except TraceError as flaw:
                self._say(self.session.saying(f"This run cannot be written down: {flaw}."))
            else:
                self._say(self.session.saying("Written into the box below: select it all and copy it."))

        return wrote

    def _open(self) -> None:
        try:
            run = opened(self.text.value)
        except NotShared as flaw:
            self._say(self.session.saying(str(flaw)))
            return
        self._say(Session.of(run, self._scope))

    def _say(self, session: Session) -> None:
        self.session = session
        self._show()

    # --- What is shown ------------------------------------------------------------------------------------------------

    def _show(self) -> None:
        """Bring every part up to the session."""
        self._shows = True
        try:
            self._show_head()
            self._offer_commands()
            offer(self.fault, other_acts(self.session))
            self._faults.layout.display = None if self.fault.options else "none"
            self.flight_title.value = flight_title(self.session)
            self.flight.show(on_their_way(self.session), self.session.next_arrival)
            self.panes.value = panes(self.session, self._view).html
        finally:
            self._shows = False

    def _show_head(self) -> None:
        session = self.session
        self.head.value = f"<b>{text(self._view.title)}</b> &#160; {text(head_words(session))}"
        self.status.value = element("div", text(session.status), role="status")
        for each, works in (
            (self.next, session.next_arrival is not None),
            (self.back, session.can_undo),
            (self.forward, session.can_redo),
            (self.restart, session.can_undo),
        ):
            enable(each, works)
        offer(self.step, [("0 beginning", 0), *_numbered(session)], session.at)
        readings = READINGS | {session.world.reading.name: session.world.reading}
        offer(self.reading, readings, session.world.reading)

    def _offer_commands(self) -> None:
        """The people who may say something, and what the chosen one may say."""
        commands = commands_of(self.session)
        offer(self.who, [(user, user) for user in commands])
        offer(self.what, commands.get(self.who.value, {}))
        enable(self.give, bool(self.what.options))
        self._name_command()

    def _name_command(self) -> None:
        """Say beside the button what it would give, to whoever hovers or listens."""
        self.give.tooltip = f"Give: {self.who.value}: {self.what.label}" if self.what.label else "Nothing to give"


def _numbered(session: Session) -> list[tuple[str, int]]:
    return [(f"{row.number} {row.words}", row.number) for row in as_chart(session.run).rows]
