"""What a story is: a vector before it is written, told as a short chain of what people do, from an empty town on.

The stories themselves stand among the tests of the rules, and only in a checkout. The name of the function is the name
of the vector, its docstring the sentence; a vector is a run and nothing else, so that no world stands in it that no
run leads to.
"""

import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

from spec_impl import ServerName, Trace
from spec_impl.cast import M

STORIES_FOLDER = "tests/rules/stories"


class FolderError(ValueError):
    """A folder in which the vectors cannot be written or no stories are found, and why."""


@dataclass(frozen=True)
class Story:
    """The clause that a vector is about, the observer of whom a view is kept, and the run."""

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


def stories_of_checkout(start: Path) -> tuple[Story, ...]:
    """The stories of the checkout that this folder lies in. Raises `FolderError` where there is none."""
    start = start.resolve()
    for folder in (start, *start.parents):
        package = folder / STORIES_FOLDER / "__init__.py"
        if package.is_file():
            return _loaded(package)
    raise FolderError(
        f"writing the vectors needs a checkout, and {start} lies in none: no {STORIES_FOLDER} here or above; "
        "--check needs none"
    )


def _loaded(package: Path) -> tuple[Story, ...]:
    """Under a name of its own, so that another package called tests, wherever it is installed, is in nobody's way."""
    name = "roomspec_stories"
    spec = spec_from_file_location(name, package, submodule_search_locations=[str(package.parent)])
    assert spec and spec.loader
    for loaded in [each for each in sys.modules if each.partition(".")[0] == name]:
        del sys.modules[loaded]
    sys.modules[name] = module_from_spec(spec)
    spec.loader.exec_module(sys.modules[name])
    stories: tuple[Story, ...] = sys.modules[name].STORIES
    return stories
