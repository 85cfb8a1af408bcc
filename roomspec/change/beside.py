"""A process beside one revision of the specification: isolated, with an empty environment, bounded in time and memory.

The folder that it is given holds the revision's `spec_impl`, beside its own claims and scopes those of the other
revision where they differ, and the tool.
Nothing of a revision is ever imported into the process of whoever compares.
"""

import json
import os
import shutil
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import roomspec
from spec_impl.interface import INTERFACE

from .lines import LineProcess

TOOL = ("__init__.py", "doors.py", "search", "show", "change/__init__.py", "change/side")
"""What of the tool stands beside the specification that is asked."""

OF_THE_OTHER = {"claims": "claims_of_the_other", "scopes": "scopes_of_the_other"}
"""What is asked of both versions in the words of both, and where that of the other one stands."""

BOOT = "import sys; sys.path.insert(0, ''); from roomspec.change.side.serve import serve; serve()"
"""How a process begins; both sides alike, and nothing in its arguments says what it is for."""


class NotComparable(Exception):
    """Something is wrong with what is to be compared; one sentence says what, and what to do."""

    def _render_traceback_(self) -> list[str]:
        """What a notebook shows of it: the sentence, and not the way to it."""
        return [f"NotComparable: {self}"]


class NotAnswered(NotComparable):
    """A question that this revision cannot answer, though it can answer others; `why` is what is missing."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(f"the tool cannot ask the model of {name}: {why}; compare through the interface")
        self.why = why


@dataclass(frozen=True)
class Bounds:
    """What a process may take: seconds for one question, and bytes of memory."""

    seconds: int = 300
    memory: int = 4 << 30


def place_beside(specification: Path, folder: Path) -> None:
    """Put a specification into the folder as `spec_impl`, lacking its bytecode, which has no marks, and the tool."""
    _copy(specification, folder / "spec_impl", ignore=("__pycache__",))
    for name in TOOL:
        _copy(Path(roomspec.__file__).parent / name, folder / "roomspec" / name)


def place_words_of(other: Path, folder: Path) -> None:
    """Put what is asked in the words of another specification there as well."""
    for name, here in OF_THE_OTHER.items():
        if (other / name).is_dir():
            _copy(other / name, folder / "spec_impl" / here, ignore=("__pycache__",))


def _copy(source: Path, target: Path, ignore: tuple[str, ...] = ()) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.is_dir():
        shutil.copytree(source, target, ignore=shutil.ignore_patterns(*ignore))
    else:
        shutil.copy2(source, target)


class Beside(LineProcess):
    """One process; `name` is what the revision is called in sentences."""

    def __init__(self, folder: Path, name: str, bounds: Bounds) -> None:
        self.name, self.bounds = name, bounds
        command = [sys.executable, "-I", "-S", "-B", "-c", BOOT]
        environment = {key: os.environ[key] for key in ("SYSTEMROOT",) if key in os.environ}
        try:
            super().__init__(command, stderr=subprocess.DEVNULL, cwd=folder, env=environment)
        except OSError as error:
            sentence = f"each version runs in a process of its own, and none can be started here ({error})"
            raise NotComparable(f"{sentence}: in a browser read what is stored, and compare on a machine") from None
        numpy = find_spec("numpy")
        where = str(Path(numpy.origin).parents[1]) if numpy and numpy.origin else ""
        with suppress(BrokenPipeError):  # one that is gone already is named when it is asked
            self.tell(json.dumps({"memory": bounds.memory, "seconds": bounds.seconds * 4, "numpy": where}))

    def ask(self, question: str, **about: Any) -> Any:
        """The answer. Raises `NotComparable` where the revision breaks, `NotAnswered` where only a question does."""
        line = self.answer(json.dumps({"ask": question, **about}), self.bounds.seconds)
        if self.is_late:
            wanted = f"did not end within {self.bounds.seconds} seconds"
            raise NotComparable(f"the model of {self.name} {wanted}; look for a loop that it does not leave")
        if not line.endswith(b"\n"):
            what = f"ended before it answered, perhaps for want of memory ({self.bounds.memory >> 20} MB)"
            raise NotComparable(f"the process beside {self.name} {what}; look for a line of the model that ends it")
        try:
            answer = {**json.loads(line)}
        except (ValueError, TypeError):
            what = "answered what is no answer; the model must leave it alone"
            raise NotComparable(f"the process beside {self.name} {what}") from None
        if "answer" in answer:
            return answer["answer"]
        sentence = str(answer.get("sentence", "no answer"))
        if answer.get("fault") == "load":
            raise NotAnswered(self.name, sentence)
        if answer.get("fault") == "search":
            advice = "look for a rule that does not answer the same each time, such as one that draws a number"
            raise NotComparable(f"a search of the model of {self.name} breaks off: {sentence}; {advice}")
        raise NotComparable(f"the model of {self.name} breaks: {sentence}; mend it, then compare again")

    def check_interface(self) -> None:
        """Ask that the revision can be asked at all."""
        try:
            found = self.ask("serve.interface")
        except NotAnswered as broken:
            raise NotComparable(
                f"the model of {self.name} does not import: {broken.why}; mend it, then compare again"
            ) from None
        if found != INTERFACE:
            raise NotComparable(
                f"the model of {self.name} has interface {found}, and this tool asks through {INTERFACE}: "
                f"use the roomspec of {'that' if found > INTERFACE else 'an earlier'} revision"
            )
