"""What a reader may do: the commands of the people in a world, and the faults."""

from collections.abc import Iterable, Iterator, Sequence

from spec_impl import (
    Accept,
    Allowed,
    Browse,
    Command,
    Create,
    Decline,
    Deny,
    Fault,
    Find,
    Give,
    Invite,
    Join,
    JoinMode,
    Knock,
    Leave,
    Post,
    Revoke,
    RoomAlias,
    RoomId,
    SetJoinMode,
    UserId,
    Withdraw,
    World,
)
from spec_impl.scopes.scope import Scope as CheckedScope

TEA = RoomId("!tea")
ABOUT_A_ROOM = (Join, Knock, Accept, Decline, Withdraw, Leave)
ABOUT_A_USER = (Invite, Revoke, Deny)

Scope = Allowed | CheckedScope | Sequence[Give] | None


class NoScope(TypeError):
    """What was given as a scope is none."""


def as_allowed(scope: Scope, world: World) -> Allowed:
    """What may happen beside deliveries: an `Allowed`, a scope of the checker, commands; without one, everything."""
    if scope is None:
        return everything(world)
    if isinstance(scope, Allowed):
        return scope
    if isinstance(scope, CheckedScope):
        posts = tuple(map(Post, scope.alphabet))
        return Allowed(tuple(dict.fromkeys(scope.commands)), tuple(scope.faults), posts)
    given: tuple[object, ...] = tuple(scope) if isinstance(scope, tuple | list) else (scope,)
    for each in given:
        if not isinstance(each, Give):
            raise NoScope(f"a scope is an Allowed(...) or commands as Give(user, command); this is {each!r}")
    return Allowed(tuple(give for give in given if isinstance(give, Give)))


def everything(world: World) -> Allowed:
    """Every command that anybody can give about the rooms and names of a world, and every fault."""
    rooms, names = rooms_of(world), names_of(world)
    users = [user for server in world.servers for user in server.users]
    commands = (Give(user, command) for user in users for command in _commands(user, users, rooms, names))
    return Allowed(tuple(commands), tuple(Fault))


def rooms_of(world: World) -> tuple[RoomId, ...]:
    """The rooms that any server or the directory holds, or where there is none yet, one that could be made."""
    held = {view.room for server in world.servers for view in server.rooms}
    return tuple(sorted(held | {name.listing.room for name in world.directory.names})) or (TEA,)


def names_of(world: World) -> tuple[RoomAlias, ...]:
    """The names that the directory holds, and for each room the one that it would be given."""
    listed = {name.listing.alias for name in world.directory.names}
    return tuple(sorted(listed | {_name_for(room) for room in rooms_of(world)}))


def _name_for(room: RoomId) -> RoomAlias:
    return RoomAlias(f"#{room[1:]}")


def _commands(
    user: UserId, users: Iterable[UserId], rooms: Iterable[RoomId], names: Iterable[RoomAlias]
) -> Iterator[Command]:
    yield from map(Find, names)
    yield Browse()
    for room in rooms:
        yield from (kind(room) for kind in ABOUT_A_ROOM)
        yield from (kind(room, other) for kind in ABOUT_A_USER for other in users if other != user)
        yield from (SetJoinMode(room, mode) for mode in JoinMode)
        yield from (Create(room, mode, _name_for(room), listed=mode == JoinMode.PUBLIC) for mode in JoinMode)
