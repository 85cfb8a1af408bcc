"""Two versions compared: rows, cells, and every run within the named scopes; both are asked at the same time.

The newer version's search leaves a table of lines, and the older one is led along them, pair of states by pair of
states. Where no line parts, the two do the same in every run within the scope, whatever their states look like inside.
Nothing is judged here; `judge.py` says which class the change has, and `report.py` puts it in words.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from spec_impl.claims import concealment
from spec_impl.claims.claim import Claim

from ..search.table import Numbers
from .beside import Beside, Bounds, NotAnswered, NotComparable, place_beside
from .differences import (
    CellChanges,
    Observation,
    Parting,
    RowChange,
    RowNames,
    compare_cells,
    parting,
    row_changes,
    same_decided,
    same_program,
    same_seen,
    stopped,
    written_otherwise,
)

RECOMMENDED, LITERAL = "COMPLETED", "LITERAL_2014"
WORKERS = 2
CONCEALMENT = frozenset(claim.name for claim in vars(concealment).values() if isinstance(claim, Claim))
"""The claims whose breaking no class excuses."""

Processes = tuple[Beside, Beside]
"""A process beside the older version, and one beside the newer."""


# --- What is asked, and what is found ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Version:
    """The folder of a specification, and what it is called."""

    folder: Path
    name: str


@dataclass(frozen=True)
class Asked:
    """How far to look: scopes of these sizes, or those named; tables, all if none is named; bounds; who watches."""

    sizes: tuple[str, ...] = ("tiny", "small")
    scopes: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()
    bounds: Bounds = field(default_factory=Bounds)
    watch: Callable[[str], object] | None = None


@dataclass(frozen=True)
class Sighting:
    """A shortest run in which both versions do the same until its last step; `on_the_way` to where the scope begins."""

    scope: str
    reading: str
    world: Any
    lead: list[Any]
    run: list[Any]
    on_the_way: bool = False


@dataclass
class Searched:
    """What came of leading both versions through one scope under one reading: where they part, and the claims there."""

    scope: dict[str, Any]
    reading: str
    counts: dict[str, Any] = field(default_factory=dict)
    lines: int = 0
    partings: dict[str, Parting] = field(default_factory=dict)
    inside: dict[str, Parting] = field(default_factory=dict)
    sightings: dict[str, Sighting] = field(default_factory=dict)
    claims: tuple[list[dict[str, Any]] | None, list[dict[str, Any]] | None] = (None, None)
    begin: dict[str, Any] = field(default_factory=dict)
    note: str = ""

    def sighting(self, run: list[Any]) -> Sighting:
        """A run of this scope, from where it begins."""
        return Sighting(self.scope["name"], self.reading, self.begin["world"], self.begin["actions"], run)


@dataclass(frozen=True)
class ClaimChange:
    """What became of a claim in one scope: broken, mended, no longer or newly witnessed; and the run that shows it."""

    name: str
    sentence: str
    cites: tuple[str, ...]
    became: str
    sighting: Sighting

    @property
    def is_broken(self) -> bool:
        """Whether it held before and does not now."""
        return self.became == "broken"

    @property
    def fingerprint(self) -> str:
        """What it is known by."""
        return fingerprint("claim", self.became, self.name, self.sighting.scope, self.sighting.reading)


@dataclass
class Compared:
    """All that was found; `same_program` says that the two are one program in other clothes, so nothing was run."""

    base: Version
    head: Version
    tables: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
    rows: list[RowChange] = field(default_factory=list)
    cells: CellChanges = field(default_factory=CellChanges)
    searched: list[Searched] = field(default_factory=list)
    same_program: bool = False
    pictures: dict[str, dict[str, Any]] = field(default_factory=dict)

    def sightings(self) -> dict[str, Sighting]:
        """For each parting its shortest run, the first found among equals."""
        shortest: dict[str, Sighting] = {}
        for key, sighting in (found for searched in self.searched for found in searched.sightings.items()):
            if key not in shortest or len(sighting.run) < len(shortest[key].run):
                shortest[key] = sighting
        return shortest

    def claim_changes(self) -> Iterator[ClaimChange]:
        """The claims of which another answer is true now, scope by scope."""
        for searched in self.searched:
            before, after = searched.claims
            if before is None or after is None:
                continue
            old = {claim["name"]: claim["run"] for claim in before}
            for claim in after:
                was, now = old[claim["name"]], claim["run"]
                if (was is None) is not (now is None):
                    some = claim["mood"] == "sometimes"
                    words = ("witnessed", "no longer witnessed") if some else ("broken", "mended")
                    became, sighting = words[now is None], searched.sighting(was if now is None else now)
                    yield ClaimChange(claim["name"], claim["sentence"], tuple(claim["cites"]), became, sighting)


def fingerprint(*parts: str) -> str:
    """What a finding is known by, whichever run happens to show it."""
    return sha256("\n".join(parts).encode()).hexdigest()[:12]


# --- The comparison ---------------------------------------------------------------------------------------------------


def compare(base: Version, head: Version, asked: Asked) -> Compared:
    """Compare two versions as far as is asked. Raises `NotComparable`, with one sentence, for what cannot be."""
    found = Compared(base, head, same_program=same_program(base.folder, head.folder))
    if found.same_program:
        return found
    with ExitStack() as stack:
        processes: list[list[Beside]] = []
        for version in (base, head):
            folder = Path(stack.enter_context(TemporaryDirectory()))
            place_beside(version.folder, folder)
            started = (Beside(folder, version.name, asked.bounds) for _ in range(WORKERS))
            processes.append([stack.enter_context(process) for process in started])
        pairs = list(zip(*processes, strict=True))
        for process in pairs[0]:
            process.check_interface()
        pool = stack.enter_context(ThreadPoolExecutor(WORKERS))
        Comparing(found, pairs, pool, asked).run()
    return found


class Comparing:
    """One comparison under way."""

    def __init__(self, found: Compared, pairs: list[Processes], pool: ThreadPoolExecutor, asked: Asked) -> None:
        self.found, self.pairs, self.pool, self.asked = found, pairs, pool, asked
        self.watch = asked.watch or (lambda _: None)
        self.changed: RowNames = frozenset()
        self.known: set[str] = set()

    def run(self) -> None:
        """Rows and cells, then the tiny scopes, then the others: what is known by then need not be found again."""
        asked = self.asked
        old, new = self._both("rows")
        self.found.tables = tuple(each["table"] for each in old), tuple(each["table"] for each in new)
        self.found.rows = row_changes(old, new)
        self.changed = written_otherwise(self.found.rows)
        self.found.cells = compare_cells(*self._both("cells", tables=list(asked.tables)), self.changed)
        self.watch("cells")
        known = self.pairs[0][1].ask("list_scopes")
        scopes = [s for s in known if (s["name"] in asked.scopes if asked.scopes else s["size"] in asked.sizes)]
        self._search([(s, r) for r in (RECOMMENDED, LITERAL) for s in scopes if s["size"] == "tiny"])
        self._search([(s, RECOMMENDED) for s in scopes if s["size"] != "tiny"])
        self._draw()

    def _both(self, question: str, **about: Any) -> tuple[Any, Any]:
        """Ask both at the same time."""
        asked = [self.pool.submit(_needed, side, question, **about) for side in self.pairs[0]]
        return asked[0].result(), asked[1].result()

    def _search(self, tasks: list[tuple[dict[str, Any], str]]) -> None:
        """Search scopes two at a time, the longest first; each worker has a process beside each version."""
        free = list(self.pairs)
        longest_first = sorted(tasks, key=lambda task: -task[0]["commands"])
        asked = {id(task): self.pool.submit(self._with_a_pair, free, *task) for task in longest_first}
        self.found.searched += [asked[id(task)].result() for task in tasks]
        self.known = {*self.found.sightings()}

    def _with_a_pair(self, free: list[Processes], scope: dict[str, Any], reading: str) -> Searched:
        pair = free.pop()
        try:
            return self._in_scope(*pair, scope, reading)
        finally:
            free.append(pair)
            self.watch(scope["name"])

    def _in_scope(self, base: Beside, head: Beside, scope: dict[str, Any], reading: str) -> Searched:
        about = {"scope": scope["name"], "reading": reading}
        mine = _needed(head, "search", **about)
        found = Searched(scope, reading, mine["counts"], len(mine["table"]["lines"]), begin=mine["begin"])
        actors = self._led(base, found)
        if actors is not None:
            followed = Followed(mine["table"], base, self.changed)
            followed.follow(actors)
            found.partings |= followed.partings
            found.inside = followed.inside
            self._sight(head, followed, found)
        claims = None
        if found.partings or scope["size"] == "tiny":
            try:
                claims = base.ask("search", **about)["claims"]
            except NotAnswered as missing:  # the older version may not know what the claims speak of
                found.note = f"the claims cannot be put to {base.name}: {missing}"
        found.claims = (claims, mine["claims"])
        return found

    def _led(self, base: Beside, found: Searched) -> dict[str, int] | None:
        """Where the older version stands when the scope begins; none where the two part on the way there."""
        world, actions = found.begin["world"], found.begin["actions"]
        there = _needed(base, "begin", reading=found.reading, world=world, actions=actions)
        for place, mine in enumerate(found.begin["seen"]):
            theirs = there["seen"][place] if place < len(there["seen"]) else stopped(there["stopped"])
            if not same_seen(theirs, mine):
                way, run = parting(theirs, mine, self.changed), actions[: place + 1]
                found.partings[way.key] = way
                found.sightings[way.key] = replace(found.sighting(run), lead=[], on_the_way=True)
                found.note = "the two versions part on the way to where this scope begins; it was not searched further"
                return None
        actors: dict[str, int] = there["actors"]
        return actors

    def _sight(self, head: Beside, followed: "Followed", found: Searched) -> None:
        """Find a shortest run to each parting that has none yet in a smaller scope."""
        wanted = {*followed.parted.values()} - self.known
        if not wanted:
            return
        after, parted = ([[*line, end] for line, end in ends.items()] for ends in (followed.after, followed.parted))
        pairs = [mine for mine, _ in followed.pairs.values]
        looked = _needed(head, "lockstep", pairs=pairs, after=after, parted=parted)
        if not looked["stopped"]:
            for key in wanted - {*looked["runs"]}:
                del found.partings[key]  # each line was met, but never in a run in which both had done the same
        found.sightings |= {key: found.sighting(run) for key, run in looked["runs"].items()}

    def _draw(self) -> None:
        """The charts of the shortest runs, as each version makes them; of a leak, the two worlds as well."""
        base, head = self.pairs[0]
        pictures = self.found.pictures
        for key, sighting in self.found.sightings().items():
            before, after = (_picture(process, "draw_run", sighting) for process in (base, head))
            pictures[key] = {"before": before, "after": after}
        for claim in self.found.claim_changes():
            if claim.is_broken:
                drawn = pictures[claim.fingerprint] = {"after": _picture(head, "draw_run", claim.sighting)}
                if claim.name in CONCEALMENT:
                    drawn["worlds"] = _picture(head, "draw_worlds", claim.sighting, scope=claim.sighting.scope)


def _needed(side: Beside, question: str, **about: Any) -> Any:
    """The answer to a question without which nothing can be compared."""
    try:
        return side.ask(question, **about)
    except NotAnswered as broken:
        sentence = f"the tool cannot ask the model of {side.name}: {broken}; compare through the interface"
        raise NotComparable(sentence) from None


def _picture(side: Beside, question: str, sighting: Sighting, **more: str) -> Any:
    """The picture of a run, or none where this version cannot draw one."""
    about = {"reading": sighting.reading, "world": sighting.world, "lead": sighting.lead, "run": sighting.run}
    try:
        return side.ask(question, **about, **more)
    except (NotAnswered, NotComparable):
        return None


class Followed:
    """The older version led along the table of the newer: pairs of states, its own last, and the lines that part.

    A line is a pair and an event, by their numbers.
    """

    def __init__(self, table: dict[str, Any], base: Beside, changed: RowNames) -> None:
        self.table, self.base, self.changed = table, base, changed
        self.pairs: Numbers[tuple[int, int]] = Numbers()
        self.after: dict[tuple[int, int], int] = {}
        self.parted: dict[tuple[int, int], str] = {}
        self.partings: dict[str, Parting] = {}
        self.inside: dict[str, Parting] = {}
        """What is decided otherwise without anybody seeing anything of it."""

        self._seen: list[Observation] = []
        self._keys: dict[tuple[int, int], str] = {}

    def follow(self, actors: dict[str, int]) -> None:
        """From where both begin, until no pair is left whose lines have not been compared."""
        lines_of: dict[int, list[list[int]]] = defaultdict(list)
        for mine, *line in self.table["lines"]:
            lines_of[mine].append(line)
        for name, mine in self.table["actors"].items():
            self.pairs.of((mine, actors[name]))
        done = 0
        while done < len(self.pairs):
            ahead = range(done, len(self.pairs))
            done = ahead.stop
            self._compare([(pair, line) for pair in ahead for line in lines_of[self.pairs.values[pair][0]]])

    def _compare(self, lines: list[tuple[int, list[int]]]) -> None:
        actions = self.table["actions"]
        questions = [[self.pairs.values[pair][1], actions[action]] for pair, (_, action, _, _) in lines]
        answered = self.base.ask("react", questions=questions)
        self._seen += answered["observations"]
        for (pair, (event, _, mine, number)), answer in zip(lines, answered["answers"], strict=True):
            if key := self._key(number, answer):
                self.parted[pair, event] = key
            else:
                self.after[pair, event] = self.pairs.of((mine, answer[0]))

    def _key(self, number: int, answer: list[Any]) -> str:
        """The key of the parting, or nothing where both do the same."""
        mine = self.table["observations"][number]
        if answer[0] < 0:
            return self._noted(stopped(answer[2]), mine, self.partings)
        seen = (number, answer[1])
        if seen not in self._keys:
            theirs, self._keys[seen] = self._seen[answer[1]], ""
            if not same_seen(theirs, mine):
                self._keys[seen] = self._noted(theirs, mine, self.partings)
            elif theirs != mine and not same_decided(theirs, mine):
                self._noted(theirs, mine, self.inside)
        return self._keys[seen]

    def _noted(self, theirs: Observation, mine: Observation, among: dict[str, Parting]) -> str:
        way = parting(theirs, mine, self.changed)
        among.setdefault(way.key, way)
        return way.key
