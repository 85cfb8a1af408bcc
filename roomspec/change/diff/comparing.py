"""Two models compared: rows, cells, and every run within the named scopes; both are asked at the same time.

Nothing is judged here; `judging.py` says which class the change has, and `report.py` puts it in words.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from .beside import Beside, Bounds, NotAnswered, NotComparable, place_beside
from .claiming import CONCEALMENT, claim_changes
from .following import Followed, Follower, stopped
from .parting import Rows, parting, same_seen
from .sameness import same_program
from .searched import Searched, Sighting
from .tables import Cells, RowChange, compare_cells, row_changes, written_otherwise

RECOMMENDED, LITERAL = "COMPLETED", "LITERAL_2014"
WORKERS = 2
Watch = Callable[[str], None]


@dataclass(frozen=True)
class Model:
    """A folder with a package `model` in it, and what it is called."""

    folder: Path
    name: str


@dataclass(frozen=True)
class Asked:
    """How far to look: scopes of these sizes, or those named; tables, all if none is named; bounds; who watches."""

    sizes: tuple[str, ...] = ("tiny", "small")
    scopes: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()
    bounds: Bounds = field(default_factory=Bounds)
    watch: Watch | None = None

    def takes(self, scope: dict[str, Any]) -> bool:
        """Whether a scope is to be searched."""
        return scope["name"] in self.scopes if self.scopes else scope["size"] in self.sizes


@dataclass
class Compared:
    """All that was found; `same_program` says that the two are one program in other clothes, so nothing was run."""

    base: Model
    head: Model
    tables: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
    rows: list[RowChange] = field(default_factory=list)
    cells: Cells = field(default_factory=Cells)
    searched: list[Searched] = field(default_factory=list)
    same_program: bool = False
    pictures: dict[str, dict[str, Any]] = field(default_factory=dict)

    def sightings(self) -> dict[str, Sighting]:
        """For each parting its shortest run, the first found among equals."""
        shortest: dict[str, Sighting] = {}
        for searched in self.searched:
            for key, sighting in searched.sightings.items():
                if key not in shortest or len(sighting.run) < len(shortest[key].run):
                    shortest[key] = sighting
        return shortest


class Pair:
    """A process beside each version."""

    def __init__(self, base: Beside, head: Beside) -> None:
        self.base, self.head = base, head


def compare(
    base: Model,
    head: Model,
    asked: Asked,
) -> Compared:
    """Compare two models as far as is asked. Raises `NotComparable`, with one sentence, for what cannot be."""
    found = Compared(base, head)
    if same_program(base.folder / "model", head.folder / "model"):
        found.same_program = True
        return found
    with ExitStack() as stack:
        folders = [_placed(model, stack) for model in (base, head)]
        pairs = [Pair(*_started(found, folders, asked.bounds, stack)) for _ in range(WORKERS)]
        for each in (pairs[0].base, pairs[0].head):
            each.check_interface()
        pool = stack.enter_context(ThreadPoolExecutor(WORKERS))
        Comparing(found, pairs, pool, asked).run()
    return found


def _placed(model: Model, stack: ExitStack) -> Path:
    """A folder with the model and the tool beside it, in which every process of this version is started."""
    folder = Path(stack.enter_context(TemporaryDirectory()))
    place_beside(model.folder / "model", folder)
    return folder


def _started(found: Compared, folders: list[Path], bounds: Bounds, stack: ExitStack) -> list[Beside]:
    named = zip(folders, (found.base.name, found.head.name), strict=True)
    return [stack.enter_context(Beside(folder, name, bounds)) for folder, name in named]


class Comparing:
    """One comparison under way."""

    def __init__(self, found: Compared, pairs: list[Pair], pool: ThreadPoolExecutor, asked: Asked) -> None:
        self.found, self.pairs, self.pool, self.asked = found, pairs, pool, asked
        self.watch: Watch = asked.watch or (lambda _: None)
        self.changed: Rows = frozenset()
        self.known: set[str] = set()

    def run(self) -> None:
        """Rows and cells, then the tiny scopes, then the others: what is known by then need not be found again."""
        first = self.pairs[0]
        rows = self._both(first, "rows")
        self.found.tables = (_names(rows[0]), _names(rows[1]))
        self.found.rows = row_changes(*rows)
        self.changed = written_otherwise(self.found.rows)
        self.found.cells = compare_cells(*self._both(first, "cells", tables=list(self.asked.tables)), self.changed)
        self.watch("cells")
        scopes = [each for each in first.head.ask("scopes") if self.asked.takes(each)]
        tiny = [(s, r) for r in (RECOMMENDED, LITERAL) for s in scopes if s["size"] == "tiny"]
        others = [(s, RECOMMENDED) for s in scopes if s["size"] != "tiny"]
        self._search(tiny)
        self._search(others)
        self._draw(first)

    def _both(self, pair: Pair, question: str, **about: Any) -> tuple[Any, Any]:
        """Ask both at the same time."""
        asked = [self.pool.submit(self._needed, side, question, about) for side in (pair.base, pair.head)]
        return asked[0].result(), asked[1].result()

    @staticmethod
    def _needed(side: Beside, question: str, about: dict[str, Any]) -> Any:
        try:
            return side.ask(question, **about)
        except NotAnswered as broken:
            sentence = f"the tool cannot ask the model of {side.name}: {broken}; compare through the interface"
            raise NotComparable(sentence) from None

    def _search(self, tasks: list[tuple[dict[str, Any], str]]) -> None:
        """Search scopes two at a time; each worker has a process beside each version."""
        free = list(self.pairs)
        longest_first = sorted(tasks, key=lambda task: -task[0]["commands"])
        asked = {id(task): self.pool.submit(self._one, free, *task) for task in longest_first}
        searched = [asked[id(task)].result() for task in tasks]
        self.found.searched += searched
        self.known |= {key for each in searched for key in each.sightings}

    def _one(self, free: list[Pair], scope: dict[str, Any], reading: str) -> Searched:
        pair = free.pop()
        try:
            return self._in_scope(pair, scope, reading)
        finally:
            free.append(pair)
            self.watch(scope["name"])

    def _in_scope(self, pair: Pair, scope: dict[str, Any], reading: str) -> Searched:
        about = {"scope": scope["name"], "reading": reading}
        found = Searched(scope, reading)
        mine = self._needed(pair.head, "search", about)
        found.counts, found.begin, found.lines = mine["counts"], mine["begin"], len(mine["table"]["lines"])
        led = self._led(pair.base, mine["begin"], reading, found)
        followed = Follower(mine["table"], pair.base, self.changed).follow(led) if led else Followed()
        found.partings |= followed.partings
        found.inside = followed.inside
        if followed.partings:
            self._sight(pair.head, followed, found)
        asked = found.partings or scope["size"] == "tiny"
        found.claims = (self._claims_before(pair.base, about, found) if asked else None, mine["claims"])
        return found

    def _led(self, base: Beside, begin: dict[str, Any], reading: str, found: Searched) -> dict[str, int] | None:
        """Where the older version stands when the scope begins; none where the two part on the way there."""
        world, actions = begin["world"], begin["actions"]
        there = self._needed(base, "begin", {"reading": reading, "world": world, "actions": actions})
        for place, mine in enumerate(begin["seen"]):
            theirs = there["seen"][place] if place < len(there["seen"]) else stopped(there["stopped"])
            if not same_seen(theirs, mine):
                way = parting(theirs, mine, self.changed)
                found.partings[way.key] = way
                run = actions[: place + 1]
                found.sightings[way.key] = Sighting(found.scope["name"], reading, world, [], run, on_the_way=True)
                found.note = "the two versions part on the way to where this scope begins; it was not searched further"
                return None
        actors: dict[str, int] = there["actors"]
        return actors

    def _sight(self, head: Beside, followed: Followed, found: Searched) -> None:
        """Find a shortest run to each parting that has none yet in a smaller scope."""
        named = [[*line, key] for line, key in followed.parted.items() if key not in self.known]
        if not named:
            return
        after = [[*line, number] for line, number in followed.after.items()]
        seen = [[*line, key] for line, key in followed.parted.items()]
        looked = self._needed(head, "lockstep", {"pairs": followed.mine, "after": after, "parted": seen})
        begin, runs = found.begin, looked["runs"]
        if not looked["stopped"]:
            for key in {str(key) for _, _, key in named} - {*runs}:
                del found.partings[key]  # each line was met, but never in a run in which both had done the same
        for key, run in runs.items():
            place = (found.scope["name"], found.reading, begin["world"], begin["actions"], run)
            found.sightings[key] = Sighting(*place)

    @staticmethod
    def _claims_before(base: Beside, about: dict[str, Any], found: Searched) -> Any:
        """What becomes of the claims in the older version, which may not know what they speak of."""
        try:
            return base.ask("search", **about)["claims"]
        except NotAnswered as missing:
            found.note = f"the claims cannot be put to {base.name}: {missing}"
            return None

    def _draw(self, pair: Pair) -> None:
        """The charts of the shortest runs, as each version makes them; of a leak, the two worlds as well."""
        pictures = self.found.pictures
        for key, sighting in self.found.sightings().items():
            sides = (("before", pair.base), ("after", pair.head))
            pictures[key] = {side: picture_of(each, "chart", sighting) for side, each in sides}
        for claim in (change for searched in self.found.searched for change in claim_changes(searched)):
            if claim.is_broken:
                pictures[claim.fingerprint] = {"after": picture_of(pair.head, "chart", claim.sighting)}
                if claim.name in CONCEALMENT:
                    worlds = picture_of(pair.head, "two_worlds", claim.sighting, scope=claim.scope)
                    pictures[claim.fingerprint]["worlds"] = worlds


def _names(rows: list[dict[str, Any]]) -> tuple[str, ...]:
    return tuple(table["table"] for table in rows)


def picture_of(side: Beside, question: str, sighting: Sighting, **more: str) -> Any:
    """The picture of a run, or none where this version cannot draw one."""
    about = {"reading": sighting.reading, "world": sighting.world, "lead": sighting.lead, "run": sighting.run}
    try:
        return side.ask(question, **about, **more)
    except (NotAnswered, NotComparable):
        return None
