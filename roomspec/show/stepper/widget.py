"""The stepper as a widget: buttons over the panes of a session.

Nothing is decided here: each click asks the session for the next one and shows it. What cannot be done now is disabled
and has a dashed border, and stays where it is, so that nothing jumps under a hand.
"""

from collections.abc import Callable, Sequence
from typing import Any

import ipywidgets as widgets

from spec_impl import READINGS, Action, GiveUp, RoomId, ServerName, Trace, World
from spec_impl.trace_schema import TraceError
from spec_impl.tracefile import dump

from ...search.claims import standings
from ..controls import LOW, NO_KERNEL, Panel, enable, in_a_row, offer
from ..drawing.sheet import Figure, text, visible
from ..film import LANES_IN_A_FRAME
from ..run import as_chart
from ..walk import Walk
from .code import as_cell, as_test
from .panes import Display, StandingOf, flight_title, head_words, panes
from .session import Offered, OnItsWay, Session, commands_of, on_their_way, other_acts
from .sharing import linked, shared


class Flight:
    """The list of what is on its way, a line each; lines are made once and hidden when there is less to show."""

    def __init__(self, panel: Panel, act: Callable[[Action], None], hold_back: Callable[[Action], None]) -> None:
        self.lines: list[_Line] = []
        self._of = panel, act, hold_back
        self.box = widgets.VBox()

    def show(self, offers: Sequence[OnItsWay], first: Action | None) -> None:
        """These offers; the one that Next would take is blue."""
        self.lines += [_Line(*self._of) for _ in range(len(offers) - len(self.lines))]
        self.box.children = tuple(line.box for line in self.lines)
        for line, each in zip(self.lines, offers, strict=False):
            line.show(each, each.arrives is not None and each.arrives == first)
        for line in self.lines[len(offers) :]:
            line.box.layout.display = "none"


class _Line:
    """One message: its words and its buttons."""

    def __init__(self, panel: Panel, act: Callable[[Any], None], hold_back: Callable[[Any], None]) -> None:
        self._offer = OnItsWay("", "", "", None)
        self.words = widgets.Label(layout=widgets.Layout(flex="1 1 320px", min_width="200px"))
        does = {
            "Deliver": lambda: act(self._offer.arrives),
            "Lose": lambda: act(self._offer.loses),
            "Repeat": lambda: act(self._offer.repeats),
            "Hold back": lambda: hold_back(self._offer.arrives),
        }
        self.buttons = [panel.button(words, "", each, height=LOW) for words, each in does.items()]
        self.deliver, self.lose, self.repeat, self.hold = self.buttons
        self.box = widgets.HBox((self.words, *self.buttons), layout=widgets.Layout(flex_flow="row wrap", width="100%"))

    def show(self, offer: OnItsWay, is_first: bool) -> None:
        self._offer = offer
        self.box.layout.display = None
        held = " (held back)" if offer.is_held_back else ""
        self.words.value = visible(f"{offer.sent}: {offer.route}  {offer.words}{held}")
        self.deliver.description = "Give up" if isinstance(offer.arrives, GiveUp) else "Deliver"
        self.hold.description = "Let go" if offer.is_held_back else "Hold back"
        enable(self.deliver, offer.arrives is not None, primary=is_first)
        enable(self.hold, offer.arrives is not None)
        faults = ((self.lose, offer.loses, offer.can_lose), (self.repeat, offer.repeats, offer.can_repeat))
        for fault, action, can in faults:
            fault.layout.display = None if action is not None else "none"
            enable(fault, can)
        for each in self.buttons:
            each.tooltip = visible(f"{each.description}: {offer.route} {offer.words}")
        if not offer.can_lose:
            self.lose.tooltip = f"Not lost, since it is sent until it arrives: {offer.route} {offer.words}"


# --- The stepper ------------------------------------------------------------------------------------------------------


class Stepper(Panel):
    """Drive a run: give commands, let messages arrive, and see what each server holds and why.

    Arguments: a world or a run to start from; the scope (`Allowed(...)` or commands; without one, everything); a title;
    `standing`, which says how each claim stands after a run, or None; `two_worlds`, a hidden room and who must not
    learn of it; `lanes`, the servers of a walk in their order: then no clauses are named, here as in the walk.
    """

    css_class = "roomspec-stepper"

    def __init__(
        self,
        start: World | Trace,
        scope: Offered = None,
        *,
        title: str = "Step through it",
        standing: StandingOf | None = standings,
        two_worlds: tuple[RoomId, ServerName] | None = None,
        lanes: Sequence[str] = (),
    ) -> None:
        super().__init__(title)
        self.session, self._scope = Session.of(start, scope), scope
        self._display = Display(title, standing, two_worlds, tuple(lanes))
        self._shows = False
        self.head, self.panes = widgets.HTML(), widgets.HTML()
        self._make_moves()
        self._make_acts()
        self._make_text()
        self._faults = in_a_row(self.fault, self.happen)
        rows = (
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
        self.box = self.framed(*rows)
        self._show()

    @classmethod
    def open(cls, text: str, scope: Offered = None, **how: Any) -> "Stepper":
        """A stepper at the end of a shared run, by its text or its link.

        Of a run of other rules it opens what can still happen, and of a text that holds none nothing, and says why.
        """
        stepper = cls(World.of({}), scope, **how)
        stepper._go_to(Session.opened(text, scope, stepper.session))
        return stepper

    def without_kernel(self) -> Figure:
        """The run so far as a film; where nothing has happened, or too many take part, how to use the widget."""
        trace, title = self.trace, f"{self.name}."
        if not trace.steps or len(as_chart(trace).lanes) > LANES_IN_A_FRAME:
            return super().without_kernel()
        return Walk(*self._display.lanes).film(trace, title, NO_KERNEL, claims=self._display.standing is not None)

    @property
    def trace(self) -> Trace:
        """The run as it is shown, to go on with in another cell."""
        return self.session.trace

    # --- The parts ----------------------------------------------------------------------------------------------------

    def _make_moves(self) -> None:
        """What moves over the run."""
        arrives = "Let the first message on its way arrive, as the blue button in the list does"
        self.next = self.button("Next ▶", arrives, self._does(Session.next), primary=True)
        self.back = self.button("◀ Undo", "Take the last step back", self._does(Session.back))
        again = "Let the step that was taken back happen again"
        self.forward = self.button("Redo ▶", again, self._does(Session.forward))
        self.restart = self.button("Restart", "Back to the beginning", self._does(Session.restart))
        self.step = self.choice("step", self._chosen(Session.looked_at), "200px")
        self.reading = self.choice("reading", self._chosen(Session.read_as), "200px")

    def _make_acts(self) -> None:
        """What makes something happen."""
        self.who = self.choice("who", lambda _: self._offer_commands(), "190px")
        self.what = self.choice("command", lambda _: self._name_command(), "330px")
        act = self._chosen(Session.act)
        self.give = self.button("Give", "Give the chosen command", lambda: act(self.what.value))
        self.fault = self.choice("what else", width="430px")
        it_happens = "Let the chosen fault or post happen"
        self.happen = self.button("Let it happen", it_happens, lambda: act(self.fault.value))
        self.flight_title = widgets.Label()
        self.flight = Flight(self, act, self._chosen(Session.hold_back))

    def _make_text(self) -> None:
        """What leaves a stepper, and comes back."""
        share = self._writes(lambda trace: "\n".join(filter(None, (shared(trace), linked(trace)))))
        self.share = self.button("Share", "Write a text that opens this run anywhere, and its link", share)
        self.as_python = self.button("Copy as Python", "Write this run as a notebook cell", self._writes(as_cell))
        self.as_test = self.button("as test", "Write this run as a test for pytest", self._writes(as_test))
        self.as_json = self.button("as JSON", "Write this run as a trace file", self._writes(dump))
        self.text = widgets.Textarea(
            description="text",
            placeholder="Share writes a text here; paste one and press Open.",
            rows=3,
            style={"description_width": "initial"},
            layout=widgets.Layout(width="auto"),
        )
        reopen = self._does(lambda session: Session.opened(self.text.value, self._scope, session))
        self.reopen = self.button("Open", "Open the run in the text below", reopen)

    # --- What a click does --------------------------------------------------------------------------------------------

    def _does(self, change: Callable[[Session], Session]) -> Callable[[], None]:
        return lambda: self._go_to(change(self.session))

    def _chosen(self, change: Callable[[Session, Any], Session]) -> Callable[[Any], None]:
        """A choice of the reader's, if he made one; not one that the stepper makes while it shows a session."""
        return lambda value: None if self._shows or value is None else self._go_to(change(self.session, value))

    def _writes(self, write: Callable[[Trace], str]) -> Callable[[], None]:
        def wrote() -> None:
            try:
                self.text.value = write(self.trace)
            except TraceError as flaw:
                self._go_to(self.session.saying(f"This run cannot be written down: {flaw}."))
            else:
                self._go_to(self.session.saying("Written into the box below: select it all and copy it."))

        return wrote

    def _go_to(self, session: Session) -> None:
        """Show another session; where it cannot be shown, the one before stays."""
        before, self.session = self.session, session
        try:
            self._show()
        except Exception:
            self.session = before
            self._show()
            raise

    # --- What is shown ------------------------------------------------------------------------------------------------

    def _show(self) -> None:
        """Bring every part up to the session; the head comes last, so that whoever sees it move sees all the rest."""
        self._shows = True
        try:
            self._show_moves()
            self._offer_commands()
            offer(self.fault, other_acts(self.session))
            self._faults.layout.display = None if self.fault.options else "none"
            self.flight_title.value = visible(flight_title(self.session))
            self.flight.show(on_their_way(self.session), self.session.next_arrival)
            self.panes.value = panes(self.session, self._display).html
            self.head.value = f"<b>{text(self._display.title)}</b> &#160; {text(head_words(self.session))}"
        finally:
            self._shows = False

    def _show_moves(self) -> None:
        session = self.session
        self.say(session.status)
        enable(self.next, session.next_arrival is not None, primary=True)
        enable(self.back, session.can_undo)
        enable(self.forward, session.can_redo)
        enable(self.restart, session.can_undo)
        steps = ((f"{row.number} {row.words}", row.number) for row in as_chart(session.run).rows)
        offer(self.step, [("0 beginning", 0), *steps], session.at)
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
