"""What learners hand in, damaged in every way in which a file may be, and with odd values put into it by hand."""

import json
import re
from collections.abc import Iterable, Iterator
from functools import cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory

from roomspec.show.exercises.catalogue import missing_row, too_late
from roomspec.show.exercises.leak import SpotTheLeak
from roomspec.show.exercises.papers import handin
from spec_impl import COMPLETED, Told
from spec_impl.rules.guards import hidden_from_asker
from spec_impl.rules.table import Reason, refuse
from spec_impl.terms import UNSEEN
from tests.hostile.attempt import Attempt
from tests.hostile.command import a_place, answer_to
from tests.hostile.files import FEW, VALUES, damaged
from tests.model.strategies import places

RAW = re.compile(f"[{UNSEEN}]")
ODD = (*VALUES[::5], "UNKNOWN-1", "__class__", [1] * 5_000, "carol")
"""What each value of a paper is replaced by in its turn."""


def attempts() -> Iterator[Attempt]:
    """Every such paper beside one that is whole, marked on the terminal or into a file in turn."""
    for number, (what, content) in enumerate((*damaged(paper(), FEW), *_with_an_odd_value())):
        words = ("mark", "papers", *(("--out", "marks.csv") if number % 2 else ()))
        yield Attempt(f"roomspec {' '.join(words)}", "a paper", what, partial(_marked, words, content))


@cache
def paper() -> bytes:
    """What a learner hands in: a run, a row and a game."""
    late, row, game = too_late("carol"), missing_row("carol"), SpotTheLeak(COMPLETED, "carol")
    late.check(late.start, because="nothing happened")
    row.check(refuse("PRV-4", "Nobody.", Reason.NOT_INVITED, Told.NO_SUCH_ROOM, when=hidden_from_asker), because="=1+1")
    game.ask(1)
    game.bet(2, "a guess")
    with TemporaryDirectory() as folder:
        handin("carol", late, row, game, folder=folder)
        return (Path(folder) / "carol.json").read_bytes()


def _with_an_odd_value() -> Iterator[tuple[str, bytes]]:
    """Papers in which one value, each in turn, is one of those that some reader may stumble over."""
    document = json.loads(paper())
    for number, (inside, key) in enumerate(places(document)):
        for put in ODD:
            was, inside[key] = inside[key], put
            yield f"place {number}, the value {put!a:.30}", json.dumps(document).encode()
            inside[key] = was


def _marked(words: Iterable[str], content: bytes) -> str:
    """A paper among others is marked or named as unreadable; it takes nothing else with it, and says nothing unseen."""
    with a_place({"papers/carol.json": content, "papers/dave.json": paper()}) as folder:
        answer = answer_to(*words, at=folder)
        marks = answer.said + b"".join(path.read_bytes() for path in folder.glob("marks.csv"))
    if answer.fault(frozenset({0, 1})):
        return answer.fault(frozenset({0, 1}))
    if marks.count(b"dave.json") < len(json.loads(paper())["answers"]):
        return "another paper is not marked"
    return f"an unseen sign in {marks[:80]!r}" if RAW.search(marks.decode().replace("\n", "")) else ""
