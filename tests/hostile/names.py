"""Names of people, rooms and searches: any script in every figure and text, and unseen signs at every door."""

import re
from base64 import b64decode
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from functools import cache, partial
from typing import Any

from roomspec import show
from roomspec.show.stepper.code import as_cell
from roomspec.show.stepper.sharing import opened, shared
from spec_impl import Browse, Create, Find, Invite, Join, JoinMode, NotEnabled, RoomAlias, RoomId, Trace, UserId, World
from spec_impl.cast import TEA, A, M
from spec_impl.messages import JoinRequest
from spec_impl.terms import UNSEEN, NotAName
from spec_impl.tracefile import dump, load
from tests.hostile.attempt import Attempt
from tests.model.spellings import HIDDEN, SCRIPTS, tea_of
from tests.show.drawing.untrusted import complaints

FIGURES: dict[str, Callable[[Trace, RoomId], show.Figure]] = {
    "chart": lambda run, _: show.chart(run, "A run."),
    "members": show.members,
    "pdus": lambda run, room: show.pdus(run, room, "What was written."),
    "pdu_graph": lambda run, room: show.pdu_graph(run, room, "What was written."),
    "decision": lambda run, _: show.decision(run, "Why."),
    "stepper": lambda run, _: show.Figure(show.Stepper(run).panes.value, "A stepper."),
}
RAW = re.compile(f"[{UNSEEN}]")


def attempts() -> Iterator[Attempt]:
    """Each name in each figure and each text; each unseen sign at each door, and drawn though no door let it in."""
    names = (*SCRIPTS, *(f"{one}{other}" for one in SCRIPTS[:15] for other in ("-2", *SCRIPTS[:6])))
    for name in names:
        for figure in FIGURES:
            yield Attempt(f"figure {figure}", "a name in any script", ascii(name), partial(drawn, figure, name))
        for way in TEXTS:
            yield Attempt(f"text {way}", "a name in any script", ascii(name), partial(written, way, name))
    for sign in HIDDEN:
        for place in (sign, f"al{sign}ice", f"alice{sign}"):
            for door in DOORS:
                yield Attempt(f"door {door}", "a sign that nobody sees", ascii(place), partial(shut, door, place))
            for figure in FIGURES:
                what = partial(neutral, figure, place)
                yield Attempt(f"figure {figure}", "a sign that nobody sees", ascii(place), what)


@cache
def run_of(name: str) -> Trace:
    """The run that all figures of a name show."""
    return tea_of(name)


def drawn(figure: str, name: str) -> str:
    """What is wrong with a figure of that name."""
    html = FIGURES[figure](run_of(name), RoomId(f"!{name}")).html
    return "; ".join(complaints(html))


# --- Texts ------------------------------------------------------------------------------------------------------------


def _run_by(code: str) -> Trace:
    names: dict[str, Trace] = {}
    exec(code, names)
    return names["trace"]


TEXTS: dict[str, Callable[[Trace], Trace]] = {
    "Share": lambda run: opened(shared(run)),
    "JSON": lambda run: load(dump(run)),
    "Python": lambda run: _run_by(as_cell(run)),
}


def written(way: str, name: str) -> str:
    """What is wrong with a text that a run was written as."""
    return "" if TEXTS[way](run_of(name)) == run_of(name) else "another run comes back"


# --- Signs that nobody sees -------------------------------------------------------------------------------------------

TOWN = Trace(World.of({"a.example": ["alice"]}))
DOORS: dict[str, Callable[[str], object]] = {
    "World.of, a user": lambda name: World.of({"a.example": [name]}),
    "World.of, a server": lambda name: World.of({name: ["alice"]}),
    "Create, a room": lambda name: TOWN.give("alice", Create(RoomId(f"!{name}"), JoinMode.PUBLIC)),
    "Create, an alias": lambda name: TOWN.give("alice", Create(TEA, JoinMode.PUBLIC, RoomAlias(f"#{name}"))),
    "Join": lambda name: TOWN.give("alice", Join(RoomId(f"!{name}"))),
    "Find": lambda name: TOWN.give("alice", Find(RoomAlias(f"#{name}"))),
    "Browse": lambda name: TOWN.give("alice", Browse(name)),
    "Invite": lambda name: TOWN.give("alice", Invite(TEA, UserId(name, A))),
    "post": lambda name: TOWN.post(M, A, JoinRequest(TEA, UserId(name, M), 1)),
}


def shut(door: str, name: str) -> str:
    """What is wrong where such a name is let in, or turned away without a word about the sign."""
    try:
        DOORS[door](name)
    except (NotEnabled, NotAName) as refused:
        return "" if "U+" in str(refused) and not RAW.search(str(refused)) else f"is refused with “{refused}”"
    return "is let in"


def renamed(value: Any, was: str, now: str) -> Any:
    """The same value with another name wherever that one stands."""
    if isinstance(value, str):
        return value.replace(was, now) if type(value) is str else value
    if isinstance(value, tuple):
        return tuple(renamed(part, was, now) for part in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{each.name: renamed(getattr(value, each.name), was, now) for each in fields(value)})
    return value


def neutral(figure: str, name: str) -> str:
    """What is wrong with a figure of a run that somebody put together by hand, past every door."""
    run = renamed(run_of("zoë"), "zoë", name)
    html = FIGURES[figure](run, RoomId(f"!{name}")).html
    pictures = (b64decode(each).decode() for each in re.findall(r"svg\+xml;base64,([^\"]*)", html))
    found = RAW.search("".join((html, *pictures)).replace("\n", ""))
    return f"{found.group()!a} stands in it" if found else ""
