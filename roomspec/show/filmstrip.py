"""A run as a film: which steps become frames, and what stands in each, as picture values.

Nothing is drawn here and nothing decided: words and notes are those of the chart.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from spec_impl import RoomId, Trace, World

from ..search.claims import ClaimStatus, standings
from .drawing.chart import Chart, ChartRow
from .drawing.film import Column, Film, Frame
from .run import as_chart

MOST_FRAMES = 5
STANDING_WORDS: dict[ClaimStatus, str] = {
    "holds": "are true",
    "fails": "fail",
    "not yet": "not decided yet",
    "witnessed": "seen",
}


def film_of(
    trace: Trace, steps: tuple[int, ...] = (), says: Mapping[int, str] | None = None, servers: Sequence[str] = ()
) -> Film:
    """The run as a film of these steps, or of those in which most happens. Raises `ValueError` for no step."""
    chart, says = as_chart(trace, servers=servers, plain=True), says or {}
    rows = {row.number: row for row in chart.rows}
    if unknown := sorted({*steps, *says} - rows.keys()):
        raise ValueError(f"this run has steps 1 to {len(rows)}, and no step {', '.join(map(str, unknown))}")
    chosen = steps or most_telling(chart)
    room = _room_of(trace)
    worlds = [trace.initial, *(step.after for step in trace.steps)]
    ends = {end for number in chosen for end in (rows[number].at, rows[number].to)}
    lanes = [lane for lane in chart.lanes if not lane.is_directory or lane.key in ends]
    frames = []
    for number in chosen:
        row, before, after = rows[number], worlds[number - 1], worlds[number]
        columns = tuple(
            Column(lane.letter, *_held(before, after, lane.key, room), is_directory=lane.is_directory) for lane in lanes
        )
        note = row.notes[0] if row.notes else None
        several = note is not None and note.tone == "changed" and len(note.lines) > 1
        words = f"{len(note.lines)} changes at {note.at[0]}" if note and several else note.lines[0] if note else ""
        words = says.get(number, words)
        frames.append(Frame(row, columns, note.tone if note else "plain", words))
    return Film(replace(chart, latest=False), tuple(frames), room or "a room")


def most_telling(chart: Chart) -> tuple[int, ...]:
    """The steps that tell most: what was decided or changed, then what arrives; in order, no more than fit."""
    ranked = sorted(chart.rows, key=lambda row: (_weight(row), -row.number))
    return tuple(sorted(row.number for row in ranked[:MOST_FRAMES]))


def _weight(row: ChartRow) -> int:
    if row.notes:
        return 0 if row.is_message else 1
    return 2 if row.is_message else 3


def _room_of(trace: Trace) -> RoomId | None:
    """The room that somebody was in most lately."""
    for world in (trace.world, trace.initial):
        for server in world.servers:
            for view in server.rooms:
                if view.members:
                    return view.room
    return None


def _held(before: World, after: World, server: str, room: RoomId | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Whom a server holds as in the room while it is in it itself, and who of them is new since the step before."""
    now, earlier = _inside(after, server, room), _inside(before, server, room)
    return now, tuple(name for name in now if name not in earlier)


def _inside(world: World, server: str, room: RoomId | None) -> tuple[str, ...]:
    homes = {home.name: home for home in world.servers}
    if room is None or server not in homes or not homes[server].is_aware(room):  # type: ignore[index]
        return ()
    return tuple(user.name for user in homes[server].room(room).joined())  # type: ignore[index]


def standing_words(trace: Trace) -> tuple[str, list[str]]:
    """How the claims stand after the run: `16 claims are true, 8 not decided yet`, and the names behind the numbers."""
    found = standings(trace)
    by_status = {status: [each for each in found if each.status == status] for status in STANDING_WORDS}
    parts = [f"{len(those)} {STANDING_WORDS[status]}" for status, those in by_status.items() if those]
    first, *others = parts or ["0 are true"]
    count, _, rest = first.partition(" ")
    summary = ", ".join((f"{count} claims {rest}", *others))
    lines = [f"{each.claim.replace('-', ' ')}: {each.status}" for those in by_status.values() for each in those]
    return summary, lines
