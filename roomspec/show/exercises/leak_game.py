"""Spot the leak with buttons: choose a question, ask it in both worlds, and bet."""

from typing import Any

import ipywidgets as widgets

from spec_impl import COMPLETED, Reading

from ..drawing.sheet import Figure, element
from ..stepper.controls import button, choice, enable, offer
from .exercise import Reply
from .leak import DOORS, SpotTheLeak


class LeakGame:
    """The game on screen; without a kernel, the list of what can be asked."""

    def __init__(self, reading: Reading = COMPLETED, word: str = "") -> None:
        self.game = SpotTheLeak(reading, word)
        self.question = choice("question", width="480px")
        offer(self.question, [(f"{n}  {words}", n) for n, words in self.game.numbered()])
        self.ask = button("Ask", "Put this question to both worlds", self._ask, primary=True)
        self.bets = tuple(self._bet_button(door) for door in DOORS)
        self.answers, self.reply = widgets.HTML(), widgets.HTML()
        wraps = widgets.Layout(flex_flow="row wrap", align_items="center")
        asking = widgets.HBox((self.question, self.ask), layout=wraps)
        betting = widgets.HBox((widgets.Label("The room is in the"), *self.bets), layout=wraps)
        self.box = widgets.VBox((asking, self.answers, betting, self.reply), layout=widgets.Layout(max_width="780px"))
        self.box.add_class("roomspec-leak")

    def twin(self) -> Figure:
        """What can be asked, for readers without a kernel."""
        return self.game.questions()

    def __repr__(self) -> str:
        return repr(self.game)

    def _repr_mimebundle_(self, **how: Any) -> dict[str, Any]:
        bundle: dict[str, Any] = self.box._repr_mimebundle_(**how)
        return bundle | {"text/html": self.twin().html, "text/plain": repr(self)}

    def _bet_button(self, door: str) -> Any:
        return button(f"{door} world", f"Bet that the {door} world hides the room", lambda: self._bet(door))

    def _ask(self) -> None:
        heard = self.game.ask(self.question.value)
        self.answers.value = heard._repr_html_()

    def _bet(self, door: str) -> None:
        reply: Reply = self.game.bet(door)
        self.reply.value = element("div", reply._repr_html_(), role="status")
        for each in (*self.bets, self.ask):
            enable(each, False)
