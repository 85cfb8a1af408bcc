"""Graphs drawn by Graphviz from what the rules do: membership as a state machine, and the PDUs of a room.

Stored figures come from one engine, the wheel `graphviz-pure`, so that they are the same bytes everywhere. A system
`dot` serves where the wheel is missing; where there is neither the figure is its text twin and says so.
"""

import re
import sysconfig
from collections.abc import Iterator
from dataclasses import dataclass, field
from math import ceil
from pathlib import Path

import graphviz

from spec_impl import COMPLETED, Reading, RoomId, ServerName, Trace, World, receive
from spec_impl.actions import Action, Deliver, Fault, Give, Repeat, Spread
from spec_impl.cells import PLANS
from spec_impl.scopes.scope import Scope
from spec_impl.situation import Situation

from ..search.moves import State
from ..search.table import RuleTable
from ..search.town import Town
from .drawing.sheet import INK, SANS, SHEET, WIDTH, Figure, counted, visible
from .drawing.svg import LONGEST_ALT, picture_figure
from .pdu import pdus_in
from .words import plain_words, spoken

WHO = {
    "create": "Create",
    "invite": "Invite (member)",
    "revoke": "Revoke (member)",
    "deny": "Deny (member)",
    "leave": "Leave",
    "decline": "Decline",
    "withdraw": "Withdraw",
    "join request": "JoinRequest",
    "acceptance": "Acceptance",
    "knock request": "KnockRequest",
}
"""The tables under which a membership is decided, and by whom where it is not the user's own doing."""

USUAL_CHANGES = {
    ("none", "knocked"): ("knock request", "knocks"),
    ("none", "invited"): ("invite", "a member invites"),
    ("none", "joined"): ("join request", "walks in"),
    ("knocked", "invited"): ("invite", "a member invites"),
    ("knocked", "over"): ("deny", "a member says no"),
    ("invited", "joined"): ("acceptance", "yes"),
    ("invited", "over"): ("revoke", "no, or taken back"),
    ("joined", "over"): ("leave", "leaves"),
    ("over", "invited"): ("invite", "invited again"),
    ("over", "joined"): ("join request", "walks in again"),
}
"""The changes of the usual ways, each with the table that decides it in plain words; the rules have to make each."""

MEASURED_IN, MEASURED_AT, DRAWN_AT = "Helvetica", 15, 13
SMALLEST_SCALE = 0.86
"""Graphviz leaves room by a font that it knows; the words are then drawn smaller, in the font of the charts."""
LEFT = 12
"""Where a drawing begins, so that a narrow page shows a small one whole."""


MOST_WORLDS = 5_000


@dataclass(frozen=True, repr=False)
class GraphFigure(Figure):
    """A drawn graph, which is also there as the `graphviz` object that it was drawn from."""

    graph: graphviz.Digraph = field(default_factory=graphviz.Digraph, compare=False)

    @property
    def source(self) -> str:
        """The graph in the language of Graphviz."""
        return str(self.graph.source)


def membership_machine(title: str, rest: str = "", reading: Reading = COMPLETED, *, main: bool = False) -> GraphFigure:
    """Membership as a state machine: every change that some situation of some table leads to, and who causes it.

    `main` draws the changes of the usual ways alone, in plain words. Raises `ValueError` where no rule makes one.
    """
    edges = sorted({(*change, who) for name, who in WHO.items() for change in _changes(name, reading)})
    if main:
        if missing := [
            f"{start} to {end}"
            for (start, end), (name, _) in USUAL_CHANGES.items()
            if (start, end, WHO[name]) not in edges
        ]:
            raise ValueError(f"no rule of {reading.name} makes {' or '.join(missing)}, so it is no usual way")
        edges = [(*change, words) for change, (_, words) in USUAL_CHANGES.items()]
    graph = _new_graph(rankdir="TB", nodesep="0.35" if main else "0.1", ranksep="0.6")
    for state in ("none", "knocked", "invited", "joined", "over"):
        graph.node(state, style="rounded,filled,bold" if state == "joined" else "rounded,filled")
    for start, end in sorted({(start, end) for start, end, _ in edges}):
        words = [f" {who} " for s, e, who in edges if (s, e) == (start, end)]
        graph.edge(start, end, label="\\l".join(words) + "\\l")
    twin = tuple(f"{start} to {end}: {who}." for start, end, who in edges)
    alt = f"Membership as a state machine, 5 states, {len(edges)} {'main changes' if main else 'changes'}. {title}"
    return _figure(graph, title, rest, alt, f"the same as text, {len(edges)} changes", twin)


def _changes(table: str, reading: Reading) -> Iterator[tuple[str, str]]:
    """Every change of a membership at the deciding server, over all situations of the table."""
    for cell in PLANS[table].cells(reading):
        situation = cell.situation
        assert isinstance(situation, Situation)
        before = situation.server.room(situation.room_id)
        after = receive(situation.server, situation.sender, situation.message, reading).server.room(before.room)
        for entry in after.members:
            was, now = ("over" if m.is_over else m.value for m in (before.membership(entry.user), entry.membership))
            if was != now:
                yield was, now


def pdu_graph(trace: Trace, room: RoomId, title: str, rest: str = "") -> GraphFigure:
    """The PDUs of a room, each pointing back to those that its origin had seen (INV-6)."""
    made = pdus_in(trace, room)
    graph, twin = _new_graph(rankdir="BT", nodesep="0.3", ranksep="0.4"), []
    for pdu in made:
        what = pdu.state_key.partition(":")[0].lstrip("@") or pdu.pdu_type.removeprefix("m.").replace("_", " ")
        content = f"{what} {', '.join(word for _, word in pdu.content)}"
        label = "\\n".join(graphviz.escape(visible(line)) for line in (f"{pdu.pdu_id}, {pdu.origin}", content))
        graph.node(pdu.pdu_id, label=label, style="filled", margin="0.15,0.08")
        back = " and ".join(reference for reference, _ in pdu.prev_pdus) or "none"
        twin.append(f"{pdu.pdu_id} of {pdu.origin}: {content}; points to {back}.")
    for pdu in made:
        for reference, _ in pdu.prev_pdus:
            graph.edge(pdu.pdu_id, reference)
    alt = f"The records (PDUs) of {room}, {len(made)} of them, each with arrows to those before it. {title}"
    return _figure(graph, title, rest, alt, f"the same as text, {len(made)} records", tuple(twin))


def world_graph(
    scope: Scope, observer: ServerName, title: str, rest: str = "", reading: Reading = COMPLETED
) -> GraphFigure:
    """Every world of a tiny scope, those drawn as one in which a home server holds the same of its rooms.

    An arrow is what can change that; whatever else happens meanwhile, the observer does not see.
    Raises `ValueError` for a scope with too many worlds, or in which an outsider may post without end.
    """
    if scope.outsider or Fault.CUT in scope.faults:
        raise ValueError(f"“{scope.name}” has no end that a picture could show: its worlds are searched, not drawn")
    town = Town(scope, RuleTable(reading, lambda _moment: (), lambda *_answered: ()))
    views: dict[str, set[State]] = {}
    arrows: dict[tuple[str, str], set[str]] = {}
    for before, action, after in moves_in(town):
        here, there = (_view(town.world_of(state), observer) for state in (before, after))
        views.setdefault(here, set()).add(before)
        views.setdefault(there, set()).add(after)
        if here != there:
            arrows.setdefault((here, there), set()).add(_said(action))
    graph = _new_graph(rankdir="TB", nodesep="0.2", ranksep="0.5")
    names = {view: f"n{number}" for number, view in enumerate(views)}
    for view, name in names.items():
        label = f"{graphviz.escape(view)}\\n{counted(views[view], 'world')}"
        graph.node(name, label=label, style="rounded,filled")
    for (here, there), said in arrows.items():
        graph.edge(names[here], names[there], label="\\l".join(f" {each} " for each in sorted(said)) + "\\l")
    count = len({state for those in views.values() for state in those})
    twin = [
        f"{' '.join(here.split())} to {there}: {', '.join(sorted(said))}." for (here, there), said in arrows.items()
    ]
    alt = f"{count} worlds of the scope “{scope.name}” as {observer} sees them: {len(views)} views. {title}"
    return _figure(graph, title, rest, alt, f"the same as text, {len(views)} views of {count} worlds", tuple(twin))


def moves_in(town: Town) -> Iterator[tuple[State, Action, State]]:
    """Everything that can happen in a scope, from each world once, in the order in which a search comes by it."""
    states = [town.initial()]
    seen = set(states)
    for before in states:
        for move in town.enabled(before):
            after = town.step(before, move)
            if after not in seen:
                seen.add(after)
                states.append(after)
            if len(states) > MOST_WORLDS:
                name = town.scope.name
                raise ValueError(f"“{name}” has more than the {MOST_WORLDS:,} worlds that a picture is made of")
            yield before, move.action, after


def _view(world: World, observer: ServerName) -> str:
    """What a home server holds of its rooms, in words."""
    home = world.server(observer)
    several = len(home.rooms) > 1
    entries = ((f"{view.room} " if several else "", entry) for view in home.rooms for entry in view.members)
    held = [f"{room}{entry.user.name} {entry.membership}" for room, entry in entries]
    return ", ".join(held) or "nothing held"


def _said(action: Action) -> str:
    """What happens, in plain words."""
    match action:
        case Give():
            return spoken(action)
        case Deliver(envelope) | Repeat(envelope):
            return plain_words(envelope.message)
        case Spread(update=update):
            return plain_words(update)
        case _:
            return type(action).__name__.lower()


def _new_graph(**attributes: str) -> graphviz.Digraph:
    font = {"fontname": MEASURED_IN, "fontsize": str(MEASURED_AT), "fontcolor": INK.ink}
    return graphviz.Digraph(
        graph_attr={"bgcolor": "transparent", "pad": "0.1", **attributes},
        node_attr={**font, "shape": "box", "color": INK.ink, "fillcolor": INK.tint, "margin": "0.2,0.1"},
        edge_attr={**font, "color": INK.ink, "arrowsize": "0.8", "penwidth": "1.3"},
    )


def _figure(
    graph: graphviz.Digraph, title: str, rest: str, alt: str, summary: str, twin: tuple[str, ...]
) -> GraphFigure:
    try:
        svg = _on_sheet(_drawn(graph))
    except (graphviz.ExecutableNotFound, OSError):  # a browser runs no other program
        svg = _on_sheet('<svg width="300pt" height="30pt" viewBox="0 0 300 30"></svg>')
        rest = f"{rest} Not drawn: Graphviz is missing here; install graphviz-pure or dot, or read the text.".strip()
    narrowest = int(re.findall(r'width="(\d+)"', svg)[0])
    drawn = picture_figure(svg, title, rest, alt[:LONGEST_ALT], summary, twin, narrowest=narrowest)
    return GraphFigure(drawn.html, drawn.name, graph=graph)


def _drawn(graph: graphviz.Digraph) -> str:
    """The graph as Graphviz draws it, with coordinates rounded to whole points."""
    engine = Path(sysconfig.get_path("scripts")) / "graphviz-pure"
    engine = engine if engine.exists() else engine.with_suffix(".exe")
    if engine.exists():
        graphviz.backend.dot_command.DOT_BINARY = engine
    svg = graph.pipe(format="svg", encoding="utf-8", quiet=True)  # it warns of each letter that it has no width for
    body = re.sub(r"<!--.*?-->\s*|<title>.*?</title>\s*", "", svg[svg.index("<svg") :], flags=re.DOTALL)
    whole = re.sub(r"-?\d+\.\d+", lambda found: str(round(float(found.group()))), body)
    face = f'font-family="{SANS}" font-size="{DRAWN_AT}"'
    in_our_face = re.sub(r'font-family="[^"]*" font-size="[^"]*"', face, whole)
    return re.sub(r'"#[0-9a-f]{6}"', lambda found: found.group().upper(), in_our_face)


def _on_sheet(svg: str) -> str:
    """The drawing at the left of a sheet of the common width, or on a wider one; what a phone does not show scrolls."""
    found = re.search(r'width="(\d+)pt" height="(\d+)pt"\s+viewBox="([^"]+)"', svg)
    assert found, "Graphviz gives its drawings a size in points"
    natural = int(found[1])  # A point is drawn as a pixel, as large as the words of a chart.
    width = min(natural, max(WIDTH - 12, ceil(natural * SMALLEST_SCALE)))
    whole, height = max(WIDTH, width + 12), round(int(found[2]) * width / natural)
    inner = svg[svg.index(">", found.end()) + 1 : svg.rindex("</svg>")]
    size = f'width="{whole}" height="{height + 24}"'
    place = f'x="{min((whole - width) // 2, LEFT)}" y="12" width="{width}" height="{height}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} viewBox="0 0 {whole} {height + 24}">'
        f'<rect x="0" y="0" {size} fill="{SHEET}"/><svg {place} viewBox="{found[3]}">{inner}</svg></svg>'
    )
