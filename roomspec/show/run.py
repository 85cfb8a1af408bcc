"""A run as a sequence chart, and who is in a room after it: what is shown of a step, and not how it is drawn."""

from collections.abc import Sequence
from dataclasses import replace

from spec_impl import JoinRefused, Membership, StateUpdate, Trace, WireMessage
from spec_impl.actions import Crash, Cut, Deliver, Give, GiveUp, Heal, Lose, Post, Repeat, Spread
from spec_impl.messages import Acceptance, Envelope, FetchPdu, Grant, JoinRequest, KnockPlaced, KnockRequest, Refusal
from spec_impl.rows import Outcome
from spec_impl.situation import Situation
from spec_impl.stepping import Change, Step, spreads
from spec_impl.terms import DIRECTORY, Ender, RoomId, ServerName, UserId
from spec_impl.world import HomeServer

from .drawing.chart import Chart, ChartRow, Fold, InFlight, Lane, Note, Tone
from .drawing.sequence import chart_figure
from .drawing.sheet import Figure, counted
from .drawing.svg import LONGEST_ALT
from .drawing.tables import MembershipCell, MembershipRow, membership_table
from .words import OUTCOME_SIGN, act_words, decided, letter, message_words, plain_words, spoken, told, update_words

REQUESTS = (JoinRequest, KnockRequest, Acceptance, FetchPdu)
NOTHING_HELD = "\N{EN DASH}"
FOLD_WORDS = 3
"""So many commands are named on a fold; of more, none is."""

ANSWERED_TABLES = ("acceptance", "join request", "knock request")


def chart(trace: Trace, title: str, rest: str = "", *, since: int = 1, latest: bool = False) -> Figure:
    """The trace as a sequence chart with its text twin.

    Arguments: the sentence that says what to see, the rest of the caption, the first step to be drawn (earlier ones
    are folded into one strip; the last step is always drawn), and whether the last step is marked.
    """
    picture = as_chart(trace, since, latest)
    return chart_figure(picture, title, rest, alternative(picture, title))


def as_chart(
    trace: Trace, since: int = 1, latest: bool = False, servers: Sequence[str] = (), *, plain: bool = False
) -> Chart:
    """The trace as picture values; servers that take no part in it have no lane, unless the lanes are given.

    A `plain` one names no clauses, and says on each card how things stood there before the first step.
    """
    rows = tuple(_row(trace, number, step) for number, step in enumerate(trace.steps, start=1))
    if plain:
        rows = tuple(replace(row, tags=()) for row in rows)
    last = len(trace.steps) + 1
    under_way = [
        *trace.world.in_flight,
        *(Envelope(_publisher(trace, last, s.update), s.server, s.update) for s in spreads(trace.world)),
    ]
    waiting = tuple(
        InFlight(
            e.sender,
            e.receiver,
            message_words(e.message),
            _sent_at(trace, last, e.message) or 0,
            plain_words(e.message),
        )
        for e in under_way
    )
    there = {end for row in rows for end in (row.at, row.to) if end}
    there |= {end for message in waiting for end in (message.frm, message.to)}
    folded = min(since, len(rows)) - 1
    told = [row.label for row in rows[: max(0, folded)] if row.kind == "command"]
    folds = (Fold(1, folded, "; ".join(told) if len(told) <= FOLD_WORDS else ""),) if folded > 0 else ()
    return Chart(_lanes(trace, there, servers, plain), rows, waiting, latest, folds, bool(servers))


def _lanes(trace: Trace, there: set[str], chosen: Sequence[str], plain: bool) -> tuple[Lane, ...]:
    """Those chosen in that order, or all that take part; the directory stands last."""
    world = trace.initial if plain else trace.world
    lanes: dict[str, Lane] = {
        home.name: Lane(home.name, home.name[0], home.name, _users(home, plain)) for home in world.servers
    }
    lanes |= {name: Lane(name, name[0], name, "no such server") for name in sorted(there - {DIRECTORY, *lanes})}
    names = world.directory.names if plain else ()
    listed = f"{names[0].listing.alias}: {', then '.join(c[0] for c in names[0].listing.candidates)}" if names else ""
    directory = Lane(DIRECTORY, "#", "directory", listed or "names of rooms", is_directory=True)
    if not chosen:
        every = (*lanes.values(), directory)
        return tuple(lane for lane in every if lane.key in there) or every
    if forgotten := there - {DIRECTORY, *chosen}:
        raise ValueError(
            f"{', '.join(sorted(forgotten))} takes part and has no lane; the lanes are {', '.join(chosen)}"
        )
    if unknown := [name for name in chosen if name not in lanes]:
        raise ValueError(f"there is no home server {', '.join(unknown)}; there are {', '.join(lanes)}")
    return (*(lanes[name] for name in chosen), *([directory] if DIRECTORY in there else ()))


def _users(home: HomeServer, plain: bool) -> str:
    """The users of a server; one who is alone there is told of as well: whether she is in a room, or has left it."""
    if not plain or len(home.users) != 1:
        return ", ".join(user.name for user in home.users)
    (user,) = home.users
    for view in home.rooms:
        membership = view.membership(user)
        if membership is Membership.JOINED:
            return f"{user.name}, inside"
        if membership.is_over:
            return f"{user.name}, has {membership}" if membership.ended_by is Ender.THE_USER else user.name
    return user.name


def _row(trace: Trace, number: int, step: Step) -> ChartRow:
    match step.action:
        case Give(user) as give:
            words, notes = spoken(give), _notes(step, user.server)
            return ChartRow(number, "command", user.server, label=words, tags=step.cites, notes=notes)
        case Deliver(envelope) | Repeat(envelope) | Lose(envelope):
            return _message_row(trace, number, envelope)
        case Spread(server, update):
            sender = _publisher(trace, number, update)
            if sender != server:
                return _message_row(trace, number, Envelope(sender, server, update))
            label = f"is told again what it had forgotten: {update_words(update)}"
            return ChartRow(number, "act", server, label=label, tags=update.clauses, notes=_notes(step, server))
        case GiveUp(user):
            words, notes = act_words(step), _notes(step, user.server)
            return ChartRow(number, "act", user.server, label=words, tags=step.cites, notes=notes)
        case Crash(server):
            return ChartRow(number, "act", server, label=act_words(step), tags=step.cites)
        case Post(envelope):
            return ChartRow(number, "act", envelope.sender, label=act_words(step), tags=envelope.message.clauses)
        case Cut(one, other):
            return ChartRow(number, "cut", one, other)
        case Heal(one, other):
            return ChartRow(number, "heal", one, other)


def _message_row(trace: Trace, number: int, envelope: Envelope) -> ChartRow:
    step, message, receiver = trace.steps[number - 1], envelope.message, envelope.receiver
    sent = _sent_at(trace, number, message)
    lost = isinstance(step.action, Lose)
    ignored = bool(step.verdicts) and step.verdicts[0].outcome is Outcome.IGNORE
    tone: Tone = "grant" if isinstance(message, Grant | KnockPlaced) else "plain"
    return ChartRow(
        number,
        "lost" if lost else "arrow",
        envelope.sender,
        receiver,
        message_words(message),
        message.clauses,
        "ignored" if ignored else "",
        "refusal" if isinstance(message, Refusal) else tone,
        None if sent in (None, number - 1) else sent,
        Repeat(envelope) in (earlier.action for earlier in trace.steps[: number - 1]),
        () if lost else _notes(step, receiver, request=isinstance(message, REQUESTS)),
        plain_words(message),
    )


def _publisher(trace: Trace, number: int, update: StateUpdate) -> ServerName:
    """The server that broadcast the update first: its author, or whom the author told of it."""
    for earlier in trace.steps[: number - 1]:
        judged = earlier.judged
        if update in earlier.published and isinstance(judged, Situation):
            return judged.server.name
    return update.update.origin


def _sent_at(trace: Trace, number: int, message: WireMessage) -> int | None:
    """The step in which the message was sent, or none where it was under way from the start."""
    for earlier in range(1, number):
        if message in trace.steps[earlier - 1].published:
            return earlier
    for earlier in range(number - 1, 0, -1):
        if any(envelope.message == message for envelope in trace.steps[earlier - 1].sends):
            return earlier
    return None


def _notes(step: Step, at: ServerName, request: bool = False) -> tuple[Note, ...]:
    """What was decided and told, and whose membership changed there: a decision only where somebody asked for one."""
    here = [change for change in step.changes if change.server == at]
    changes = tuple(f"{c.user.name}: {c.before if _was_held(step, c) else NOTHING_HELD} → {c.after}" for c in here)
    changes += _noted(step, at)
    asked = [v for v in step.verdicts if request or v.told or v.table in ANSWERED_TABLES]
    for verdict in step.verdicts:
        if verdict.table == "name query" and verdict.outcome is Outcome.REFUSE:
            return (Note(at, "refused", (decided(verdict), "told: “nothing found”")),)
    if asked:
        answer = told(step)
        lines = (decided(asked[-1]), *((f"told: “{answer}”",) if answer else ()), *changes)
        return (Note(at, OUTCOME_SIGN[asked[-1].outcome], lines),)
    judged, is_given = step.judged, isinstance(step.action, Give)
    if isinstance(judged, Situation) and not is_given and any(v.table == "accept" for v in step.verdicts):
        return (Note(at, "accepted", (f"invited; says yes for {judged.user.name}", *changes)),)
    heard = tuple(f"{n.to.name} is told: {n.told}" for n in step.notices if isinstance(n, JoinRefused))
    if heard:
        return (Note(at, "refused", (*heard, *changes)),)
    return (Note(at, "changed", changes),) if changes else ()


def _noted(step: Step, at: str) -> tuple[str, ...]:
    """The note of a knock that the knocker's own server begins to keep in the step, or no longer keeps."""
    before, after = (
        {(kept.user.name, kept.room) for home in world.servers if home.name == at for kept in home.knocks}
        for world in (step.before, step.after)
    )
    begun = tuple(f"note: {name} wants in" for name, _ in sorted(after - before))
    return begun + tuple(f"note on {name} ends" for name, _ in sorted(before - after))


def alternative(picture: Chart, title: str) -> str:
    """What the picture shows, in at most 350 characters: how long, who, the turns as far as there is room, the end."""
    who = "; ".join(
        f"{lane.title} ({lane.subtitle})" if lane.subtitle else lane.title
        for lane in picture.lanes
        if not lane.is_directory
    )
    start = f"Sequence chart, {len(picture.rows)} steps: {who}. {title}"
    end = f" On its way: {', '.join(f'{w.label} to {w.to}' for w in picture.waiting)}." if picture.waiting else ""
    turns = ""
    for row in picture.rows:
        for note in row.notes:
            turn = f" Step {row.number}, {note.at}: {', '.join(note.lines)}."
            if note.tone in ("refused", "held", "accepted") and len(start + turns + turn + end) <= LONGEST_ALT:
                turns += turn
    return (start + turns + end)[:LONGEST_ALT]


def members(trace: Trace, room: RoomId, title: str = "", servers: Sequence[str] = ()) -> Figure:
    """Every user by every server, or by these in this order, with the cells that the last step changed marked."""
    done = len(trace.steps)
    after = f"After step {done}: {counted(_changed(trace, room), 'cell')} changed."
    return membership_table(
        title or f"Who is in {room}, as each home server holds it.",
        after if done else "Before the first step.",
        servers or tuple(server.name for server in trace.world.servers),
        membership_rows(trace, room, servers),
    )


def membership_rows(trace: Trace, room: RoomId, chosen: Sequence[str] = ()) -> tuple[MembershipRow, ...]:
    """The same table as picture values, a row a user."""
    changed = _changed(trace, room)
    servers = [trace.world.server(ServerName(name)) for name in chosen] or trace.world.servers
    rows = []
    for user in sorted({user for server in servers for user in server.users}):
        cells = []
        for server in servers:
            view, before = server.room(room), changed.get((server.name, user), "")
            membership = view.membership(user)
            # It was in the room and is no longer where its view stays as it was.
            is_apart = view.mode is not None and not server.is_aware(room)
            knows = view.mode is not None or view.entry(user) is not None
            held = MembershipCell(letter(membership), membership, before, is_apart, server.is_aware(room))
            cells.append(held if knows else MembershipCell())
        rows.append(MembershipRow(user.name, user.server, tuple(cells)))
    return tuple(rows)


def _changed(trace: Trace, room: RoomId) -> dict[tuple[ServerName, UserId], str]:
    """What stood before in each cell that the last step changed."""
    found: dict[tuple[ServerName, UserId], str] = {}
    for change in trace.last.changes if trace.steps else ():
        if change.room == room:
            found[change.server, change.user] = change.before if _was_held(trace.last, change) else "not held"
    return found


def _was_held(step: Step, change: Change) -> bool:
    """Whether the server held anything of the user before the step: a copy of the room says of each how she stands."""
    knew_the_room = step.before.server(change.server).room(change.room).mode is not None
    return knew_the_room or change.before is not Membership.NONE
