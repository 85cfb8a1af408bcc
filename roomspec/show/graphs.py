"""Graphs drawn by Graphviz from what the rules do: membership as a state machine, and the PDUs of a room.

Stored figures come from one engine, the wheel `graphviz-pure`, so that they are the same bytes everywhere. A system
`dot` serves where the wheel is missing; where there is neither the figure is its text twin and says so.
"""

import re
import sysconfig
from collections.abc import Iterator
from pathlib import Path

import graphviz

from spec_impl import COMPLETED, Reading, RoomId, Trace, receive
from spec_impl.cells import PLANS
from spec_impl.situation import Situation

from .drawing.sheet import INK, MUTED, SHEET, WIDTH, Figure, visible
from .drawing.svg import LONGEST_ALT, picture_figure
from .pdu import pdus_in

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

PIXELS_PER_POINT = 4 / 3
FONT = "Helvetica"


def membership_machine(title: str, rest: str = "", reading: Reading = COMPLETED) -> Figure:
    """Membership as a state machine: every change that some situation of some table leads to, and who causes it."""
    edges = sorted({(*change, who) for name, who in WHO.items() for change in _changes(name, reading)})
    graph = _new_graph(rankdir="TB", nodesep="0.25", ranksep="0.75")
    for state in ("none", "knocked", "invited", "joined", "over"):
        graph.node(state, shape="box", style="rounded,bold" if state == "joined" else "rounded")
    for start, end in sorted({(start, end) for start, end, _ in edges}):
        words = [f" {who} " for s, e, who in edges if (s, e) == (start, end)]
        graph.edge(start, end, label="\\l".join(words) + "\\l")
    twin = tuple(f"{start} to {end}: {who}." for start, end, who in edges)
    alt = f"Membership as a state machine, 5 states, {len(edges)} changes. {title}"
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


def pdu_graph(trace: Trace, room: RoomId, title: str, rest: str = "") -> Figure:
    """The PDUs of a room, each pointing back to those that its origin had seen (INV-6)."""
    made = pdus_in(trace, room)
    graph, twin = _new_graph(rankdir="RL", nodesep="0.3", ranksep="0.4"), []
    for pdu in made:
        what = pdu.state_key.partition(":")[0].lstrip("@") or pdu.pdu_type
        content = f"{what} {', '.join(word for _, word in pdu.content)}"
        label = "\\n".join(graphviz.escape(visible(line)) for line in (f"{pdu.pdu_id}, {pdu.origin}", content))
        graph.node(pdu.pdu_id, label=label, shape="box", margin="0.15,0.08")
        back = " and ".join(reference for reference, _ in pdu.prev_pdus) or "none"
        twin.append(f"{pdu.pdu_id} of {pdu.origin}: {content}; points to {back}.")
    for pdu in made:
        for reference, _ in pdu.prev_pdus:
            graph.edge(pdu.pdu_id, reference)
    alt = f"The PDUs of {room}, {len(made)} of them, each with arrows to those before it. {title}"
    return _figure(graph, title, rest, alt, f"the same as text, {len(made)} PDUs", tuple(twin))


def _new_graph(**attributes: str) -> graphviz.Digraph:
    font = {"fontname": FONT, "fontsize": "13", "fontcolor": INK.ink}
    return graphviz.Digraph(
        graph_attr={"bgcolor": "transparent", "pad": "0.1", **attributes},
        node_attr={**font, "color": INK.ink, "fillcolor": SHEET, "margin": "0.2,0.1"},
        edge_attr={**font, "fontsize": "12", "color": MUTED.ink, "arrowsize": "0.7"},
    )


def _figure(graph: graphviz.Digraph, title: str, rest: str, alt: str, summary: str, twin: tuple[str, ...]) -> Figure:
    try:
        svg = _on_sheet(_drawn(graph))
    except graphviz.ExecutableNotFound:
        svg = _on_sheet('<svg width="300pt" height="30pt" viewBox="0 0 300 30"></svg>')
        rest = f"{rest} Not drawn: Graphviz is missing here; install graphviz-pure or dot, or read the text.".strip()
    return picture_figure(svg, title, rest, alt[:LONGEST_ALT], summary, twin)


def _drawn(graph: graphviz.Digraph) -> str:
    """The graph as Graphviz draws it, with coordinates rounded to whole points."""
    engine = Path(sysconfig.get_path("scripts")) / "graphviz-pure"
    engine = engine if engine.exists() else engine.with_suffix(".exe")
    if engine.exists():
        graphviz.backend.dot_command.DOT_BINARY = engine
    svg = graph.pipe(format="svg", encoding="utf-8", quiet=True)  # it warns of each letter that it has no width for
    body = re.sub(r"<!--.*?-->\s*|<title>.*?</title>\s*", "", svg[svg.index("<svg") :], flags=re.DOTALL)
    return re.sub(r"-?\d+\.\d+", lambda found: str(round(float(found.group()))), body)


def _on_sheet(svg: str) -> str:
    """The drawing in the middle of a sheet of the common width, at its natural size or smaller."""
    found = re.search(r'width="(\d+)pt" height="(\d+)pt"\s+viewBox="([^"]+)"', svg)
    assert found, "Graphviz gives its drawings a size in points"
    natural = int(found[1]) * PIXELS_PER_POINT
    width = round(min(natural, WIDTH - 24))
    height = round(int(found[2]) * PIXELS_PER_POINT * width / natural)
    inner = svg[svg.index(">", found.end()) + 1 : svg.rindex("</svg>")]
    size = f'width="{WIDTH}" height="{height + 24}"'
    place = f'x="{(WIDTH - width) // 2}" y="12" width="{width}" height="{height}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} viewBox="0 0 {WIDTH} {height + 24}">'
        f'<rect x="0" y="0" {size} fill="{SHEET}"/><svg {place} viewBox="{found[3]}">{inner}</svg></svg>'
    )
