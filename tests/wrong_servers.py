"""Wrong servers, and which vectors convict them: each named mutant as one server, and those of `wrong_servers.toml`.

A server is given what its view says that came to it, and nothing else; what it sends, publishes, shows and then holds
has to be what the view says. `python -m tests.wrong_servers` stores the table of which vector convicts whom.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Any

from roomspec.change.observer import Arrived, Did, Learned, ObservedMoment, RunViews, ServerView, changes_between
from spec_impl import stepping
from spec_impl.actions import Post
from spec_impl.messages import DirectoryQuery, NamePublished
from spec_impl.reading import Reading
from spec_impl.stepping import Arrival, arrival
from spec_impl.terms import DIRECTORY, ServerName
from spec_impl.trace_schema import from_json, from_text
from spec_impl.tracefile import parse
from spec_impl.world import Directory, HomeServer
from tests.mutants import Mutant, mutants, planted

FILE = Path(__file__).with_suffix(".toml")
FOLDER = Path(__file__).with_name("vectors")
TABLE = Path(__file__).parents[1] / "docs" / "wrong-servers.md"


@dataclass(frozen=True)
class Played:
    """One view of one vector: what a server begins with, what comes to it, and what it has to do.

    Of each thing that comes there is a number, the same wherever the same came before it: many vectors begin alike.
    """

    vector: str
    reading: Reading
    start: HomeServer | Directory
    view: ServerView
    numbers: tuple[int, ...]


def wrong_servers() -> tuple[Mutant, ...]:
    """Every wrong server: the named mutants first, then those that no mutant makes."""
    more = tomllib.loads(FILE.read_text(encoding="utf-8"))["server"]
    others = (Mutant(each["name"], each["about"], tuple(each["edits"]), "", "", 0) for each in more)
    return (*mutants(), *others)


def played() -> Iterator[Played]:
    """Every view of every stored vector."""
    numbers: dict[tuple[Any, ...], int] = {}
    for path in sorted(FOLDER.rglob("*.view.json")):
        name = path.relative_to(FOLDER).as_posix().removesuffix(".view.json")
        run: RunViews = from_json(from_text(path.read_bytes()), RunViews)
        document = parse((FOLDER / f"{name}.trace.json").read_bytes())
        for view in run.views:
            at_first = document.initial.directory if view.server == DIRECTORY else None
            start = at_first or document.initial.server(ServerName(view.server))
            begun = numbers.setdefault((document.reading, start), len(numbers))
            after = accumulate(view.seen, lambda n, seen: numbers.setdefault((n, seen), len(numbers)), initial=begun)
            yield Played(name, document.reading, start, view, tuple(after)[1:])


def fault_in(case: Played, known: "dict[int, HomeServer | Directory | str] | None" = None) -> str | None:
    """At which thing that came the server does otherwise than the view says, and in what; None where it never does.

    `known` is what this server holds after each thing that came so far, by its number, or the fault that it made there.
    """
    known = {} if known is None else known
    state: HomeServer | Directory | str = case.start
    for place, (number, moment) in enumerate(zip(case.numbers, case.view.seen, strict=True), start=1):
        assert not isinstance(state, str)
        if number not in known:
            known[number] = _next(state, moment, case.reading, place)
        state = known[number]
        if isinstance(state, str):
            return state
    return None


def _next(state: HomeServer | Directory, moment: ObservedMoment, reading: Reading, place: int) -> Any:
    """What the server holds after something came to it, or in what it does otherwise than it has to."""
    comes = _coming(moment)
    if comes is None:
        return state
    try:
        after, does = _answered(state, comes, reading)
    except Exception as broken:  # noqa: BLE001, whatever a wrong server falls over is a fault of its
        return f"{place}: breaks down ({type(broken).__name__})"
    wrong = next((what for what, should in _due(moment).items() if does[what] != should), None)
    return f"{place}: {wrong}" if wrong else after


def _coming(moment: ObservedMoment) -> Arrival | None:
    match moment.what:
        case Did(_, action):
            return None if isinstance(action, Post) else arrival(action)
        case Arrived(_, envelope):
            return Arrival(envelope.receiver, envelope.sender, envelope.message)
        case Learned(_, update):
            return Arrival(update.update.origin, update.update.origin, update)


def _due(moment: ObservedMoment) -> dict[str, list[Any]]:
    """What a server has to do; the order in which it sends means nothing."""
    return {
        "sends": sorted(ascii(each.envelope) for each in moment.sends),
        "publishes": [each.update for each in moment.published],
        "shows": [*moment.notices],
        "then holds": [*moment.changes],
    }


def _answered(
    state: HomeServer | Directory, comes: Arrival, reading: Reading
) -> tuple[HomeServer | Directory, dict[str, list[Any]]]:
    """The server after what came, and what it did, in the words of `_due`."""
    if isinstance(state, Directory):
        assert isinstance(comes.message, DirectoryQuery | NamePublished)
        answer = stepping.inquire(state, ServerName(str(comes.sender)), comes.message, reading)
        sent = sorted(map(ascii, answer.sends))
        return answer.directory, {"sends": sent, "publishes": [], "shows": [], "then holds": []}
    reaction = stepping.receive(state, comes.sender, comes.message, reading)
    return reaction.server, {
        "sends": sorted(map(ascii, reaction.sends)),
        "publishes": [*reaction.published],
        "shows": [*reaction.notices],
        "then holds": [*changes_between(state, reaction.server)],
    }


def convicted(wrong: Mutant, cases: tuple[Played, ...]) -> list[tuple[Played, str]]:
    """The views that the wrong server fails, each with where."""
    known: dict[int, HomeServer | Directory | str] = {}
    with planted(wrong):
        found = [(case, fault_in(case, known)) for case in cases]
    return [(case, fault) for case, fault in found if fault]


def table(found: dict[str, list[tuple[Played, str]]]) -> str:
    """Which vectors convict whom, as Markdown; the server with the first vector that does, and what it does there."""
    lines = [
        "# Wrong servers, and the vectors that convict them",
        "",
        "Each is the specification with one mistake in it, played as one server against every view of every vector.",
        "The last column is the first thing that came to it (its number in the view) at which it does otherwise.",
        "Written by `python -m tests.wrong_servers`; a test holds it.",
        "",
        "| wrong server | vectors that it fails | the first of them | played as | at |",
        "| --- | ---: | --- | --- | --- |",
    ]
    for name, failed in found.items():
        first, count = f"{failed[0][0].vector}` | {failed[0][0].view.server} | {failed[0][1]}", len(vectors(failed))
        lines.append(f"| {name} | {count} | `{first} |")
    return "\n".join(lines) + "\n"


def vectors(failed: list[tuple[Played, str]]) -> set[str]:
    """The vectors among the views that were failed."""
    return {case.vector for case, _ in failed}


def every_conviction() -> dict[str, list[tuple[Played, str]]]:
    """What each wrong server fails, by its name."""
    cases = tuple(played())
    return {wrong.name: convicted(wrong, cases) for wrong in wrong_servers()}


if __name__ == "__main__":
    TABLE.write_text(table(every_conviction()), encoding="utf-8")
