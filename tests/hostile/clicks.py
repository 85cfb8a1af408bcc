"""Clicks in any order on every control of a stepper, in towns where people invite those who are not there."""

from collections.abc import Callable, Iterator
from functools import partial
from itertools import product
from random import Random
from typing import Any

import ipywidgets as widgets

from roomspec.show import LeakGame, Stepper
from roomspec.show.exercises.catalogue import EXERCISES
from roomspec.show.exercises.kinds import Exercise
from spec_impl import COMPLETED, LITERAL_2014, Deny, Invite, Reading, Revoke, Trace, UserId
from spec_impl.cast import TEA, A, C, M
from tests.hostile.attempt import Attempt
from tests.model.walks import BEGINNINGS, STORIES, beginning
from tests.show.stepper.runs import COMMANDS, hidden_room, invited_but_not_everywhere

CLICKS = 20
BROKEN = "That could not be done"
NOBODY = (UserId("nobody", C), UserId("nobody", M), UserId("", A), UserId("zoë", C))


def attempts() -> Iterator[Attempt]:
    """So many clicks by lot, on each beginning, each story and each exercise; and each word to or about nobody."""
    for how, reading, seed in product(BEGINNINGS, (COMPLETED, LITERAL_2014), range(3)):
        what = partial(stays_usable, partial(beginning, how, reading), seed)
        yield Attempt("stepper", "clicks by lot", f"{how}, {reading.name}, seed {seed}", what)
    for story, seed in product(STORIES, range(2)):
        yield Attempt("stepper", "clicks by lot", f"{story.__name__}, seed {seed}", partial(stays_usable, story, seed))
    for make in EXERCISES:
        if make().start is not None:
            yield Attempt("stepper", "an exercise", make.__name__, partial(solves, make))
    for scope, name in ((COMMANDS, "commands"), ((), "nothing")):
        what = partial(stays_usable, invited_but_not_everywhere, 0, scope)
        yield Attempt("stepper", "a narrow scope", name, what)
    yield Attempt("stepper", "two worlds", "a hidden room", partial(stays_usable, hidden_room, 0, None, (TEA, M)))
    for kind, user, reading in product((Invite, Revoke, Deny), NOBODY, (COMPLETED, LITERAL_2014)):
        what = partial(bears, kind, user, reading)
        yield Attempt("stepper", "somebody who is not there", f"{kind.__name__} {user}, {reading.name}", what)
    for seed in range(4):
        yield Attempt("game", "clicks by lot", f"seed {seed}", partial(plays, seed))


def controls(widget: Any) -> Iterator[Any]:
    """Every button and list in a box that a reader can use now."""
    if getattr(widget.layout, "display", None) == "none":
        return
    if isinstance(widget, widgets.Button | widgets.Dropdown) and not widget.disabled:
        yield widget
    for child in getattr(widget, "children", ()):
        yield from controls(child)


def use(control: Any, drawn: Random) -> None:
    """Press a button, or choose from a list."""
    if isinstance(control, widgets.Button):
        control.click()
    elif control.options:
        control.index = drawn.randrange(len(control.options))


def stays_usable(start: Any, seed: int, scope: Any = None, two_worlds: Any = None) -> str:
    """What is wrong after some click: a callback broke, or nothing can be used any more."""
    widget, drawn = Stepper(start(), scope, two_worlds=two_worlds), Random(seed)
    for number in range(CLICKS):
        can = list(controls(widget.box))
        if widget.share not in can:
            return f"after {number} clicks Share cannot be pressed"
        control = drawn.choice(can)
        use(control, drawn)
        if BROKEN in widget.status.value:
            return f"click {number} on {control.description}: {widget.status.value}"
    return ""


def solves(make: Callable[[], Exercise]) -> str:
    """What is wrong with the stepper on an exercise."""
    exercise = make()
    return stays_usable(lambda: exercise.start, 0, exercise.scope)


def bears(kind: type, user: UserId, reading: Reading) -> str:
    """What is wrong with a stepper in which a member says something to or about somebody who is not there."""
    town = Trace(beginning("knock", reading))
    said = town.give("alice", kind(TEA, user))
    widget = Stepper(said)
    for _ in range(12):
        widget.next.click()
        if BROKEN in widget.status.value:
            return widget.status.value
    widget.share.click()
    said_so = "cannot be written" in widget.status.value or Stepper.open(widget.text.value).trace == widget.trace
    return "" if said_so else f"is not shared: {widget.status.value}"


def plays(seed: int) -> str:
    """What is wrong with the game after some clicks."""
    game, drawn = LeakGame(COMPLETED, str(seed)), Random(seed)
    for _ in range(CLICKS):
        use(drawn.choice(list(controls(game.box))), drawn)
        if BROKEN in game.status.value:
            return game.status.value
    return ""
