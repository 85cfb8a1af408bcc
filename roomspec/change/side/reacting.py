"""How the actors of this revision react to what another revision met: they are led along, step by step.

A state of an actor is known by a number; what happens to it is an action in the form of the trace files.
"""

from collections.abc import Hashable
from dataclasses import replace
from typing import Any

from spec_impl.interface import (
    DIRECTORY,
    Action,
    Directory,
    HomeServer,
    Inquiry,
    NotEnabled,
    Reading,
    Situation,
    TraceError,
    World,
    from_json,
    inquire,
    receive,
    situation,
    step,
)

from .deciding import reading_named
from .observing import Observations, observation


class Led:
    """The actors of one beginning."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.states: list[HomeServer | Directory] = []
        self._numbers: dict[Hashable, int] = {}
        self.seen = Observations()
        self.told = 0

    def number(self, state: HomeServer | Directory) -> int:
        """The number of a state."""
        found = self._numbers.setdefault(state, len(self.states))
        if found == len(self.states):
            self.states.append(state)
        return found

    def answer(self, number: int, written: Any) -> list[Any]:
        """The state after an action and what was seen; or, with no state, why there is neither."""
        before = self.states[number]
        try:
            action = from_json(written, Action)
        except TraceError as unknown:
            return [-1, "unknown", str(unknown)]
        try:
            after, reaction = self._react(before, action)
        except Exception as broken:  # noqa: BLE001  a rule that was never meant for this is a difference, not a fault
            return [-1, "broken", type(broken).__name__]
        return [self.number(after), self.seen.of(before, after, reaction, self.reading)]

    def _react(self, before: HomeServer | Directory, action: Any) -> tuple[Any, Any]:
        world = (
            World(self.reading, directory=before) if isinstance(before, Directory) else World(self.reading, (before,))
        )
        judged = situation(world, action)
        if isinstance(judged, Inquiry):
            inquired = inquire(judged.directory, judged.sender, judged.message, self.reading)
            return inquired.directory, inquired
        assert isinstance(judged, Situation), "a fault is judged by nobody"
        reaction = receive(judged.server, judged.sender, judged.message, self.reading)
        return reaction.server, reaction


_LED: list[Led] = []
"""The one beginning that is followed now."""


def begin(reading: str, world: Any, actions: list[Any]) -> dict[str, Any]:
    """Begin as the other revision began: the same world, then the same actions, as far as they can happen here."""
    led = Led(reading_named(reading))
    _LED[:] = [led]
    now: World = replace(from_json(world, World), reading=led.reading)
    seen: list[Any] = []
    for written in actions:
        try:
            made = step(now, from_json(written, Action))
        except (NotEnabled, TraceError) as refused:
            return {"seen": seen, "stopped": str(refused)}
        seen.append(step_seen(made))
        now = made.after
    actors = {str(server.name): led.number(server) for server in now.servers}
    return {"seen": seen, "stopped": "", "actors": actors | {str(DIRECTORY): led.number(now.directory)}}


def step_seen(made: Any) -> dict[str, Any]:
    """What is seen of a whole step."""
    judged = situation(made.before, made.action)
    if judged is None:
        return {"seen": {}, "decided": []}
    if isinstance(judged, Inquiry):
        return observation(made.before.directory, made.after.directory, made, made.before.reading)
    after = next(server for server in made.after.servers if server.name == judged.server.name)
    return observation(judged.server, after, made, made.before.reading)


def answers(questions: list[Any]) -> dict[str, Any]:
    """For each state and action the answer, and the observations that are new since the last time."""
    (led,) = _LED
    found = [led.answer(number, action) for number, action in questions]
    fresh = led.seen.since(led.told)
    led.told = len(led.seen.written)
    return {"answers": found, "observations": fresh}
