"""Who is in a room as each home server holds it, after a step."""

from spec_impl import Membership, Trace
from spec_impl.terms import RoomId, ServerName, UserId
from spec_impl.world import HomeServer

from .drawing.sheet import Figure
from .drawing.tables import MembershipCell, MembershipRow, membership_table
from .words import letter


def members(trace: Trace, room: RoomId, title: str = "") -> Figure:
    """Every user by every server, with the cells that the last step changed marked."""
    changed, done = _changed(trace, room), len(trace.steps)
    after = f"After step {done}: {_count(len(changed), 'cell')} changed." if done else "Before the first step."
    return membership_table(
        title or f"Who is in {room}, as each home server holds it.",
        after,
        tuple(server.name for server in trace.world.servers),
        membership_rows(trace, room),
    )


def membership_rows(trace: Trace, room: RoomId) -> tuple[MembershipRow, ...]:
    """The same table as picture values, a row a user."""
    servers, changed = trace.world.servers, _changed(trace, room)
    return tuple(
        MembershipRow(user.name, user.server, tuple(_cell(server, room, user, changed) for server in servers))
        for user in sorted({user for server in servers for user in server.users})
    )


def _changed(trace: Trace, room: RoomId) -> dict[tuple[ServerName, UserId], str]:
    """What stood before in each cell that the last step changed."""
    if not trace.steps:
        return {}
    return {
        (change.server, change.user): _was(trace.last.before.server(change.server), room, change.before)
        for change in trace.last.changes
        if change.room == room
    }


def _was(server: HomeServer, room: RoomId, before: Membership) -> str:
    return "not held" if server.room(room).mode is None and before is Membership.NONE else before


def _cell(
    server: HomeServer, room: RoomId, user: UserId, changed: dict[tuple[ServerName, UserId], str]
) -> MembershipCell:
    view = server.room(room)
    entry = view.entry(user)
    if entry is None and view.mode is None:
        return MembershipCell()
    membership = view.membership(user)
    before = changed.get((server.name, user))
    return MembershipCell(letter(membership), membership, before or "", _is_apart(server, room))


def _is_apart(server: HomeServer, room: RoomId) -> bool:
    """Whether the server was in the room and is no longer: its view stays as it was."""
    return server.room(room).mode is not None and not server.is_aware(room)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
