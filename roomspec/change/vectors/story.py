"""How a vector is written: a short chain of what people do, beginning in a town where there is no room yet.

The name of the function is the name of the vector, its docstring the sentence; a vector is a run and nothing else, so
that no world stands in it that no run leads to.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from spec_impl import COMPLETED, Reading, ServerName, Trace
from spec_impl.cast import M


@dataclass(frozen=True)
class Story:
    """A vector before it is written: the clause that it is about, the observer of whom a view is kept, and the run."""

    workflow: str
    clause: str
    name: str
    sentence: str
    observer: ServerName
    tell: Callable[[], Trace]
    told_as_in: "Story | None" = None

    @property
    def path(self) -> str:
        """Where its files stand in the folder, without the endings that say which of them."""
        return f"{self.workflow}/{self.clause}-{self.name}"

    def trace(self) -> Trace:
        """The run; its scope is the name of the vector."""
        return replace(self.tell(), scope=self.path)


def about(
    clause: str, observer: ServerName = M, told_as_in: Story | None = None
) -> Callable[[Callable[[], Trace]], Story]:
    """Make a function a story of the workflow that its module is named after.

    `told_as_in` names a story that the observer must not be able to tell from this one: his two views are the same.
    """

    def told(tell: Callable[[], Trace]) -> Story:
        workflow = tell.__module__.rpartition(".")[2].replace("_", "-")
        sentence = (tell.__doc__ or "").strip().partition("\n")[0]
        return Story(workflow, clause, tell.__name__.replace("_", "-"), sentence, observer, tell, told_as_in)

    return told


def otherwise(switch: str, value: str) -> Reading:
    """The recommended reading with one switch turned."""
    return replace(COMPLETED, name=f"{switch}={value}", **{switch: value})  # type: ignore[arg-type]
