"""A run that a reader drives: what has happened, what can happen next, and the way back.

Every step is made by the model's own `step`; here stands only how far of the run is looked at.
"""

from dataclasses import dataclass, replace

from spec_impl import Action, Allowed, Deliver, Lose, NotEnabled, Reading, Repeat, Spread, Trace, World, enabled

from ..drawing.chart import steps_text
from ..run import as_chart
from .scope import Scope, as_allowed

NOTHING_YET = "Nothing has happened yet."
TRY = f"{NOTHING_YET} Choose who says what and press Give; Next lets the first message on its way arrive."


class NoRun(TypeError):
    """What was given to start from is neither a world nor a run."""


@dataclass(frozen=True)
class Session:
    """A run and how far of it is shown; each act gives the next session, with one sentence on what it did.

    `held_back` are arrivals that `next_arrival` passes over: a reader may let later ones overtake them.
    """

    run: Trace
    at: int
    allowed: Allowed
    held_back: tuple[Action, ...] = ()
    status: str = TRY

    @classmethod
    def of(cls, start: World | Trace, scope: Scope = None) -> "Session":
        """A session at the end of a run, or at the beginning of one in a world."""
        if not isinstance(start, World | Trace):
            raise NoRun(f"a stepper starts from a World or a Trace; this is a {type(start).__name__}")
        run = Trace(start) if isinstance(start, World) else start
        return cls(run, len(run.steps), as_allowed(scope, run.initial)).looked_at(len(run.steps))

    # --- What there is ------------------------------------------------------------------------------------------------

    @property
    def trace(self) -> Trace:
        """The run as far as it is shown."""
        return replace(self.run, steps=self.run.steps[: self.at])

    @property
    def world(self) -> World:
        """The world as it is shown."""
        return self.run.steps[self.at - 1].after if self.at else self.run.initial

    @property
    def can_happen(self) -> tuple[Action, ...]:
        """Everything that the scope lets happen now, in the model's own order."""
        return enabled(self.world, self.allowed)

    @property
    def arrivals(self) -> tuple[Action, ...]:
        """What happens without anybody's doing: messages and updates arrive, requests are given up."""
        return enabled(self.world)

    @property
    def next_arrival(self) -> Action | None:
        """The first arrival that is not held back; a request is given up only where nothing else can arrive."""
        free = [action for action in self.arrivals if action not in self.held_back]
        arriving = (action for action in free if isinstance(action, Deliver | Spread))
        return next(arriving, free[0] if free else None)

    @property
    def can_undo(self) -> bool:
        """Whether a step is shown that can be taken back."""
        return self.at > 0

    @property
    def can_redo(self) -> bool:
        """Whether a step was taken back and nothing else has happened since."""
        return self.at < len(self.run.steps)

    # --- What a reader does -------------------------------------------------------------------------------------------

    def act(self, action: Action) -> "Session":
        """Let one thing happen; what had been undone is gone. Where it cannot happen, only the sentence changes."""
        try:
            run = self.trace.then(action)
        except NotEnabled as refused:
            return self.saying(f"That cannot happen now: {refused}.")
        return replace(self, run=run, held_back=self._still_held(run)).looked_at(self.at + 1)

    def next(self) -> "Session":
        """Let the first thing arrive that is not held back."""
        action = self.next_arrival
        if action is None:
            why = "everything on its way is held back" if self.arrivals else "nothing is on its way; give a command"
            return self.saying(f"Nothing arrives: {why}.")
        return self.act(action)

    def hold_back(self, action: Action) -> "Session":
        """Let others overtake this arrival, or no longer."""
        if action not in self.arrivals:
            return self.saying("That is not on its way, so it cannot be held back.")
        if action in self.held_back:
            held = tuple(each for each in self.held_back if each != action)
            return replace(self, held_back=held, status="It may arrive again.")
        return replace(self, held_back=(*self.held_back, action), status="Held back: Next now passes over it.")

    def back(self) -> "Session":
        """Take the last step back."""
        return self.looked_at(self.at - 1) if self.can_undo else self.saying("There is nothing to undo.")

    def forward(self) -> "Session":
        """Let the step that was taken back happen again."""
        return self.looked_at(self.at + 1) if self.can_redo else self.saying("There is nothing to do again.")

    def restart(self) -> "Session":
        """Back to the beginning; Redo leads forward again."""
        return self.looked_at(0)

    def jump(self, number: int) -> "Session":
        """Look at the run as it was after that step."""
        if not 0 <= number <= len(self.run.steps):
            return self.saying(f"There is no step {number}; this run has {len(self.run.steps)}.")
        return self.looked_at(number)

    def read_as(self, reading: Reading) -> "Session":
        """The same acts under another reading, as far as they can still happen."""
        fresh = Trace(replace(self.run.initial, reading=reading), (), self.run.scope)
        for number, made in enumerate(self.trace.steps, start=1):
            try:
                fresh = fresh.then(alike(fresh.world, made.action))
            except NotEnabled as refused:
                stopped = replace(self, run=fresh, at=number - 1, held_back=())
                return stopped.saying(f"Under {reading.name} step {number} cannot happen: {refused}.")
        return replace(self, run=fresh, held_back=()).saying(f"The same {self.at} steps, read as {reading.name}.")

    def saying(self, sentence: str) -> "Session":
        """The same session with another sentence."""
        return replace(self, status=sentence)

    def looked_at(self, number: int) -> "Session":
        """The run after that step, with the step in words."""
        words = lines(self.run)[number - 1] if number else TRY
        return replace(self, at=number, status=f"Step {words}" if number else words)

    def _still_held(self, run: Trace) -> tuple[Action, ...]:
        arrivals = enabled(run.world)
        return tuple(action for action in self.held_back if action in arrivals)


def lines(run: Trace) -> tuple[str, ...]:
    """Each step of a run in words, under its number."""
    return steps_text(as_chart(run))[: len(run.steps)]


def alike(world: World, action: Action) -> Action:
    """The action as it can happen here: under another reading the same message may carry other things."""
    if not isinstance(action, Deliver | Lose | Repeat) or action.envelope in world.in_flight:
        return action
    meant = action.envelope
    others = [
        envelope
        for envelope in world.in_flight
        if (envelope.sender, envelope.receiver) == (meant.sender, meant.receiver)
        and isinstance(envelope.message, type(meant.message))
    ]
    return type(action)(others[0]) if len(others) == 1 else action
