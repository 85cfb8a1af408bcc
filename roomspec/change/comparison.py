"""Two versions compared: rows, cells, and every run within the named scopes; both are asked at the same time.

The newer version's search leaves a table of lines, and the older one is led along them, pair of states by pair of
states. Where no line parts, and the same can happen in each state, the two do the same in every run within the scope,
whatever their states look like inside. Nothing is judged here.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

from spec_impl.wanted import no_such

from .beside import Beside, NotAnswered, NotComparable, place_beside, place_words_of
from .changed import SourceChange
from .compare import LITERAL, RECOMMENDED, Asked, Compared, Searched, Sighting, Version
from .differences import (
    Known,
    compare_cells,
    parting,
    possible_parting,
    row_changes,
    rows_decided,
    same_seen,
    stopped,
    written_otherwise,
)
from .followed import SAME, Followed
from .side.marks import AS_OTHERS_HAVE_IT, NOT_AT_WORK

WORKERS = 2
OF_A_STATE = ("state", "request")
"""The questions about what can happen that name a state by its number."""

T = TypeVar("T")
Processes = tuple[Beside, Beside]
"""A process beside the older version, and one beside the newer."""


def compare(base: Version, head: Version, source: SourceChange, asked: Asked) -> Compared:
    """Compare two versions as far as is asked. Raises `NotComparable`, with one sentence, for what cannot be."""
    with ExitStack() as stack:
        is_untouched = source.before.files == source.after.files
        begun = [] if is_untouched else [_begun(version, asked, stack) for version in (base, head)]
        found = Compared(base, head, same_program=source.is_same_program)
        if found.same_program:
            _check_names(asked, [], ())
            return found
        found.words_only = source.is_in_words_only
        if not (source.is_same("claims/") and source.is_same("scopes/")):
            for (folder, _), other in zip(begun, (head, base), strict=True):
                place_words_of(other.folder, folder)
        for (_, processes), wanted, tables in zip(begun, source.wanted, ([], source.tables), strict=True):
            for process in processes:
                process.ask("marks.watch", functions=wanted, tables=tables, is_told=source.is_told_by_marks)
        pairs = list(zip(*(processes for _, processes in begun), strict=True))
        pool = stack.enter_context(ThreadPoolExecutor(WORKERS))
        list(pool.map(Beside.check_interface, pairs[0]))
        TwoVersions(found, source, pairs, pool, asked).run()
    return found


def _begun(version: Version, asked: Asked, stack: ExitStack) -> tuple[Path, list[Beside]]:
    """The processes beside a version, in their folder: they come up while its sources are read."""
    folder = Path(stack.enter_context(TemporaryDirectory()))
    place_beside(version.folder, folder)
    return folder, [stack.enter_context(closing(Beside(folder, version.name, asked.bounds))) for _ in range(WORKERS)]


def _check_names(asked: Asked, scopes: list[dict[str, Any]], tables: tuple[str, ...]) -> None:
    """Refuse names that mean nothing: a verdict on nothing is none. Raises `NotComparable` with the nearest ones."""
    known = {
        "size": (asked.sizes, {"tiny", "small", "full", *(scope["size"] for scope in scopes)}),
        "scope": (asked.scopes, {scope["name"] for scope in scopes}),
        "table": (asked.tables, {*tables}),
    }
    for what, (names, there) in known.items():
        for name in names:
            if there and name not in there:
                raise NotComparable(no_such(what, name, sorted(there)))
    if not asked.scopes and not asked.sizes:
        raise NotComparable("no size and no scope is asked for, and a verdict on nothing is none: name one")


class TwoVersions:
    """One comparison under way."""

    def __init__(
        self, found: Compared, source: SourceChange, pairs: list[Processes], pool: ThreadPoolExecutor, asked: Asked
    ) -> None:
        self.found, self.source, self.pairs, self.pool, self.asked = found, source, pairs, pool, asked
        self.watch, self.of = asked.watch or (lambda _name, _of: None), 0
        self.known = Known()
        self.sighted: set[str] = set()
        self.decided: tuple[set[tuple[str, str]], set[tuple[str, str]]] = (set(), set())
        self.differing = source.claims_otherwise()
        self.scopes_before: set[str] = set()

    def run(self) -> None:
        """Rows and cells, then the tiny scopes, then the others: what is known by then need not be found again."""
        asked, found = self.asked, self.found
        old, new = self._both("observe.rows")
        found.tables = tuple(each["table"] for each in old), tuple(each["table"] for each in new)
        found.rows = row_changes(old, new)
        self._cite(old, new)
        if found.words_only:
            return
        before, after = (self.pool.submit(side.ask, "search.list_scopes") for side in self.pairs[0])
        scopes = after.result()
        with suppress(NotComparable):
            self.scopes_before = {each["name"] for each in before.result()}
        _check_names(asked, scopes, (*found.tables[0], *found.tables[1]))
        self.known = Known(written_otherwise(found.rows), self._kinds())
        sized = [each for each in scopes if each["size"] in asked.sizes and not each["is_once_more"]]
        scopes = [each for each in scopes if each["name"] in asked.scopes] if asked.scopes else sized
        free = list(self.pairs)
        tiny = [(s, r) for r in (RECOMMENDED, LITERAL) for s in scopes if s["size"] == "tiny"]
        others = [(s, RECOMMENDED) for s in scopes if s["size"] != "tiny"]
        self.of = 1 + len(tiny) + len(others)
        cells = self.pool.submit(self._with_a_pair, free, "cells", self._compare_cells)
        self._search(free, tiny)
        self._search(free, others)
        cells.result()
        self._look_for_lost_witnesses()
        self._compare_what_runs_begin_with()
        self._say_what_was_not_compared()
        draw(found, *self.pairs[0])

    def _cite(self, old: list[dict[str, Any]], new: list[dict[str, Any]]) -> None:
        """Which clauses are behind the rows that are written otherwise, and which rows behind each clause."""
        found = self.found
        otherwise = {*written_otherwise(found.rows), *(row for rows in self.source.rows_otherwise() for row in rows)}
        for table, row in ((each["table"], row) for side in (new, old) for each in side for row in each["rows"]):
            clauses = [*row["cites"], *row["over"]]
            if (table, row["sentence"]) in otherwise:
                found.row_clauses += [clause for clause in clauses if clause not in found.row_clauses]
            for clause in clauses:
                rows = found.citing.setdefault(clause, [])
                rows += [words for words in [f"{table}: {row['sentence']}"] if words not in rows]
        found.row_clauses += [
            each for each in self.source.cites if each in found.citing and each not in found.row_clauses
        ]

    def _both(self, question: str) -> Iterator[Any]:
        """Ask both at the same time."""
        return self.pool.map(lambda side: side.ask(question), self.pairs[0])

    def _kinds(self) -> dict[str, list[str]]:
        """The clauses of each kind of message, as either version has them; a version too old to say has none."""
        found: dict[str, list[str]] = {}
        for side in self.pairs[0]:
            with suppress(NotComparable):
                for kind, clauses in side.ask("search.kinds").items():
                    found[kind] = list(dict.fromkeys((*found.get(kind, ()), *clauses)))
        return found

    def _search(self, free: list[Processes], tasks: list[tuple[dict[str, Any], str]]) -> None:
        """Search scopes two at a time, the longest first; each worker has a process beside each version."""
        longest_first = sorted(tasks, key=lambda task: -task[0]["weight"])
        asked = {
            (scope["name"], reading): self.pool.submit(
                self._with_a_pair, free, scope["name"], partial(self._in_scope, scope, reading)
            )
            for scope, reading in longest_first
        }
        self.found.searched += [asked[scope["name"], reading].result() for scope, reading in tasks]
        sightings = self.found.sightings().items()
        self.sighted = {key for key, sighting in sightings if sighting.reading == RECOMMENDED}

    def _with_a_pair(self, free: list[Processes], name: str, task: Callable[[Beside, Beside], T]) -> T:
        pair = free.pop()
        try:
            return task(*pair)
        finally:
            free.append(pair)
            self.watch(name, self.of)

    def _compare_cells(self, base: Beside, head: Beside) -> None:
        """Ask both in each situation; where the newer one says that nothing that differs was at work, it alone.

        Also in the readings that the older one alone can tell apart: a row that is gone may have obeyed a switch.
        """
        after = head.ask("observe.cells", tables=[*self.asked.tables])
        places: dict[str, dict[str, list[int]]] = {}
        if at_work := sorted({each["table"] for each in after if each["observations"]}):
            told_apart = base.ask("observe.readings_told_apart", tables=at_work)
            asked = {(each["table"], each["reading"]) for each in after}
            more = {of: [each for each in names if (of, each) not in asked] for of, names in told_apart.items()}
            after += head.ask("observe.cells", tables=at_work, readings={of: more[of] for of in more if more[of]})
            places = {of: {name: [] for name in names} for of, names in more.items()}
        for each in after:
            if each["observations"]:
                here = [place for place, number in enumerate(each["cells"]) if number != NOT_AT_WORK]
                places.setdefault(each["table"], {})[each["reading"]] = here
        about = {"places": places} if self.source.is_told_by_marks else {}
        before = base.ask("observe.cells", tables=[*self.asked.tables], **about)
        self.found.cells = compare_cells(before, after, self.known)
        for decided, side in zip(self.decided, (before, after), strict=True):
            decided.update(rows_decided(each for table in side for each in table["observations"]))

    def _in_scope(self, scope: dict[str, Any], reading: str, base: Beside, head: Beside) -> Searched:
        mine = head.ask("search.search", scope=scope["name"], reading=reading, differing=self.differing)
        self.decided[1].update((table, sentence) for table, sentence in mine["rows"])
        found = Searched(scope, reading, mine["counts"], mine["lines"], begin=mine["begin"])
        found.is_the_same = mine["is_the_same"]
        if not found.is_the_same:
            self._lead(base, head, mine, found)
        if not found.is_the_same:
            about = {"scope": scope["name"], "reading": reading, "differing": self.differing}
            after, before = head.ask("search.ask_claims", **about), None
            failing = [claim["name"] for claim in after if claim["run"] is not None and claim["mood"] != "sometimes"]
            is_asked_all = scope["size"] == "tiny" and reading == RECOMMENDED
            if failing or is_asked_all:
                before = self._claims_of(base, found, None if is_asked_all else failing)
            found.claims = before, after
        return found

    def _lead(self, base: Beside, head: Beside, mine: dict[str, Any], found: Searched) -> None:
        """Lead the older version along the table of the newer one."""
        actors = self._led(base, found, mine["table"]["actions"])
        if actors is None:
            return
        followed = Followed(mine["table"], (base, head), self.known)
        followed.follow(actors)
        self.decided[0].update(rows_decided(followed.seen))
        found.partings |= followed.partings
        found.inside = followed.inside
        self._compare_what_can_happen(base, mine["possible"], followed, found)
        if followed.passed_over and not found.note:
            found.note = f"{base.name} has no words for what is new: it passed that over {followed.passed_over} times"
            found.note += " and went on as it was"
            found.note += f"; {followed.cannot} times it could not go on" if followed.cannot else ""
        found.is_the_same = followed.is_the_same and not found.partings
        self._sight(head, followed, found)

    def _claims_of(self, base: Beside, found: Searched, names: list[str] | None) -> list[dict[str, Any]] | None:
        """What becomes of these claims, or of all, in the older version, as far as it has the words for them."""
        name = found.scope["name"].removesuffix(AS_OTHERS_HAVE_IT)
        if name not in self.scopes_before:
            return None
        own = {each.removesuffix(AS_OTHERS_HAVE_IT) for each in names or ()}
        only = names and sorted({*own, *(each + AS_OTHERS_HAVE_IT for each in own)})
        about = {"scope": name, "reading": found.reading, "differing": self.differing, "only": only}
        try:
            claims = base.ask("search.ask_claims", **about)
        except NotComparable as missing:
            self.found.unasked = missing.why if isinstance(missing, NotAnswered) else str(missing)
            return None
        for claim in claims:  # what is the other one's wording there is our own here, and the other way round
            plain = claim["name"].removesuffix(AS_OTHERS_HAVE_IT)
            is_theirs = plain == claim["name"] and plain in self.differing
            claim["name"] = plain + AS_OTHERS_HAVE_IT * is_theirs
            if claim["missing"]:
                self.found.unasked = f"{plain}: {claim['missing']}"
        return [claim for claim in claims if not claim["missing"]]

    def _led(self, base: Beside, found: Searched, actions: list[Any]) -> dict[str, int] | None:
        """Where the older version stands when the scope begins; none where the two part on the way there."""
        world, lead, seen = found.begin["world"], found.begin["actions"], found.begin["seen"]
        there = base.ask("observe.begin", reading=found.reading, world=world, lead=lead, actions=actions)
        nothing: dict[str, Any] = {"seen": {}, "decided": []}
        steps = [*there["seen"], *[stopped(there["stopped"])] * bool(there["stopped"])]
        for place, (theirs, mine) in enumerate(zip(steps, seen or [nothing], strict=False)):
            if not same_seen(theirs, mine):
                way, run = parting(theirs, mine, self.known), lead[: place + 1]
                found.partings[way.key] = way
                found.sightings[way.key] = replace(found.sighting(run), lead=[], on_the_way=True)
                found.note = "the two versions part on the way to where this scope begins; it was not searched further"
                return None
        actors: dict[str, int] = there["actors"]
        return actors

    def _compare_what_can_happen(self, base: Beside, mine: Any, followed: Followed, found: Searched) -> None:
        """Ask both what can happen in the states and with the letters that the search met."""
        states = followed.states_of({about[0] for (kind, *about), _ in mine["asked"] if kind in OF_A_STATE})
        asked = [each for each in mine["asked"] if each[0][0] not in OF_A_STATE or each[0][1] in states]
        put = [
            [kind, states[about[0]], *about[1:]] if kind in OF_A_STATE else [kind, *about]
            for (kind, *about), _ in asked
        ]
        if not asked:
            return
        try:
            theirs = base.ask("possible.can_happen", about=mine["about"], asked=put)
        except NotAnswered as missing:
            found.note = f"what can happen could not be asked of {base.name}: {missing.why}"
            self.found.not_compared.append(found.note)
            return
        for (_, said), there in zip(asked, theirs["answers"], strict=True):
            here = _without_what_is_new(said, theirs["unread"])
            if there is not None and here is not None and any(here[name] != there[name] for name in here):
                way = possible_parting(there, here, self.known)
                found.partings.setdefault(way.key, way)

    def _sight(self, head: Beside, followed: Followed, found: Searched) -> None:
        """Find a shortest run to each parting that has none yet in a smaller scope."""
        wanted = {*followed.parted.values()} - self.sighted
        if not wanted:
            return
        after, parted = ([[*line, end] for line, end in ends.items()] for ends in (followed.after, followed.parted))
        pairs = [[mine, theirs == SAME] for mine, theirs, _ in followed.pairs.values]
        looked = head.ask("search.lockstep", pairs=pairs, after=after, parted=parted)
        if not looked["stopped"]:
            for key in wanted - {*looked["runs"]}:
                del found.partings[key]  # each line was met, but never in a run in which both had done the same
        found.sightings |= {key: found.sighting(run) for key, run in looked["runs"].items()}

    def _look_for_lost_witnesses(self) -> None:
        """What is seen in no scope now is asked of the older version, where that was not asked before."""
        seen = [pair[1].ask("search.witnesses", differing=self.differing) for pair in self.pairs]
        found, lost = self.found, {name for name in seen[0] if not any(each[name] for each in seen)}
        found.not_witnessed = frozenset(lost)
        lost -= {change.name for change in found.claim_changes() if change.became == "no longer witnessed"}
        for each in sorted(found.searched, key=lambda each: int(each.scope["weight"])):
            if lost and not each.is_the_same and each.reading == RECOMMENDED and each.scope["size"] != "tiny":
                asked = self._claims_of(self.pairs[0][0], each, sorted(lost)) or []
                each.claims = [*(each.claims[0] or ()), *asked], each.claims[1]
                lost -= {claim["name"] for claim in asked if claim["run"] is not None}

    def _compare_what_runs_begin_with(self) -> None:
        """Readings and beginnings that are otherwise now, where nothing that was seen is due to them."""
        found = self.found
        if any(each.partings or each.inside for each in found.searched) or found.cells.flips:
            return
        old, new = self._both("observe.named_readings")
        for name in old.keys() & new.keys():
            for switch in old[name].keys() & new[name].keys():
                was, now = old[name][switch], new[name][switch]
                if was != now:
                    words = f"the reading {name} takes {switch}={now} now, and took {was}; nothing showed a difference"
                    found.not_compared.append(words)
        asked = {each.scope["name"] for each in found.searched}
        old, new = self._both("search.beginnings")
        otherwise = sorted(name for name in old.keys() & new.keys() & asked if old[name] != new[name])
        found.not_compared += [f"“{name}” begins with other steps now" for name in otherwise]

    def _say_what_was_not_compared(self) -> None:
        """Name what differs and was not seen at work, and the rows that decided nowhere."""
        found = self.found
        for pair in self.pairs:
            self.source.ran |= {(file, name) for side in pair for file, name in side.ask("marks.ran")}
        found.not_compared += [f"{each} (changed, and never at work here)" for each in self.source.unseen()]
        found.not_compared += [*found.cells.lost]
        found.not_compared += [
            f"“{each.scope['name']}”: {each.counts['stopped']}" for each in found.searched if each.counts["stopped"]
        ]
        found.not_compared = sorted({*found.not_compared})
        for decided, rows in zip(self.decided, self.source.rows_otherwise(), strict=True):
            found.not_shown += [row for row in rows if row not in decided and row not in found.not_shown]


def draw(found: Compared, base: Beside, head: Beside) -> None:
    """The charts of the shortest runs, as each version makes them; of a leak, the two worlds as well."""
    broken = [claim for claim in found.claim_changes() if claim.is_broken]
    shown = found.sightings() | {claim.fingerprint: claim.sighting for claim in reversed(broken)}
    for key, sighting in shown.items():
        before, after = (_picture(process, "draw.draw_run", sighting) for process in (base, head))
        found.pictures[key] = {"before": before, "after": after}
    for claim in broken:
        drawn, sighting = found.pictures[claim.fingerprint], shown[claim.fingerprint]
        if claim.is_leak and "worlds" not in drawn:
            about = {"scope": sighting.scope}
            drawn["worlds"] = worlds = _picture(head, "draw.draw_worlds", sighting, **about)
            if worlds:
                drawn["once"] = _picture(base, "draw.draw_worlds", sighting, **about, at=worlds["at"])


def _picture(side: Beside, question: str, sighting: Sighting, **more: Any) -> Any:
    """The picture of a run, or none where this version cannot draw one."""
    about = {"reading": sighting.reading, "world": sighting.world, "lead": sighting.lead, "run": sighting.run}
    try:
        return side.ask(question, **about, **more)
    except NotComparable:
        return None


def _without_what_is_new(said: dict[str, Any] | None, unread: list[Any]) -> dict[str, Any] | None:
    """What can happen, without what the older version has no words for."""
    if said is None or not unread:
        return said

    def is_new(action: dict[str, Any]) -> bool:
        return {name: each for name, each in action.items() if name != "kind"} in unread or action.get(
            "update"
        ) in unread

    return {"enabled": [each for each in said["enabled"] if not is_new(each)]}
