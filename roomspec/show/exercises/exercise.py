"""What an exercise is: a task, hints one after another, and a judge that looks at an answer."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from spec_impl import Trace
from spec_impl.scopes.scope import Scope

from ..drawing.sheet import FRAME, MUTED, Figure, SignKind, element, framed, joined, prose, signed

Kind = Literal["solved", "not yet", "no answer"]
REPLY_SIGNS: dict[Kind, tuple[SignKind, str]] = {
    "solved": ("accepted", "Solved."),
    "not yet": ("held", "Not yet."),
    "no answer": ("unknown", "No answer."),
}


@dataclass(frozen=True)
class Reply:
    """What a check says: how the answer does, what was looked at, what was not, and the next hint.

    `run` is a run that shows why, where the check found one; it is a counterexample, never a solution.
    """

    kind: Kind
    words: str
    checked: str = ""
    unchecked: str = ""
    hint: str = ""
    run: Trace | None = None

    def __repr__(self) -> str:
        return " ".join(part for part in (REPLY_SIGNS[self.kind][1], *self._lines()) if part)

    def _lines(self) -> tuple[str, ...]:
        parts = (("Checked", self.checked), ("Not checked", self.unchecked), ("Hint", self.hint))
        return (self.words, *(f"{name}: {words}" for name, words in parts if words))

    def _repr_html_(self) -> str:
        first, *others = self._lines()
        head = element("div", f"{signed(*REPLY_SIGNS[self.kind])} {prose(first)}")
        style = f"color:{MUTED.ink};font-size:12.5px;margin:4px 0 0 0"
        body = joined(element("div", prose(line), style=style) for line in others)
        return element("div", head + body, style=f"{FRAME};padding:8px 12px")


Examiner = Callable[[object], Reply]


class Exercise:
    """A task to be solved; every answer that does not solve it yet earns the next hint.

    Where it is about runs, it has a `start` and a `scope`: with these a stepper drives it, too.
    """

    def __init__(
        self,
        name: str,
        task: str,
        hints: tuple[str, ...],
        judge: Examiner,
        start: Trace | None = None,
        scope: Scope | None = None,
    ) -> None:
        self.name, self.task, self.hints, self._judge = name, task, hints, judge
        self.start, self.scope = start, scope
        self._misses = 0

    def check(self, answer: object) -> Reply:
        """How an answer does; what is no answer at all costs no hint."""
        reply = self._judge(answer)
        if reply.kind != "not yet" or not self.hints:
            return reply
        hint = self.hints[min(self._misses, len(self.hints) - 1)]
        self._misses += 1
        return Reply(reply.kind, reply.words, reply.checked, reply.unchecked, hint, reply.run)

    def figure(self) -> Figure:
        """The task as a sheet."""
        hints = f"{len(self.hints)} hints, one for each try." if len(self.hints) > 1 else ""
        lines = joined(element("div", prose(line), style="margin:3px 0") for line in self.task.splitlines())
        below = element("div", prose(hints), style=f"color:{MUTED.ink};font-size:12.5px") if hints else ""
        return framed(self.name, element("div", element("b", prose(self.name))) + lines + below)

    def __repr__(self) -> str:
        return f"<exercise: {self.name}>"

    def _repr_html_(self) -> str:
        return self.figure().html


def no_answer(wanted: str, given: object) -> Reply:
    """One sentence to whoever answers with something else."""
    name = type(given).__name__
    article = "an" if name[0].lower() in "aeiou" else "a"
    return Reply("no answer", f"This exercise is answered with {wanted}; this is {article} {name}.")
