"""What can happen: `enabled` lists it in a fixed order, `receive` and `inquire` react, `step` is the only mover.

Nothing is decided here about rooms or users: a step hands a message to an actor, whose table decides, and puts back
what the actor did.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import combinations
from typing import NamedTuple, TypeVar, assert_never

from .actions import Action, Allowed, Crash, Cut, Deliver, Fault, Give, GiveUp, Heal, Lose, Post, Repeat, Spread
from .commands import Command, Create
from .messages import (
    DirectoryQuery,
    Envelope,
    NamePublished,
    NoAnswer,
    OfARequest,
    OnTheWire,
    Restart,
    StateUpdate,
    WireMessage,
)
from .notices import Joined, KnockSeen, MembershipChanged, ModeChanged, Notice
from .reading import Reading
from .room import Room
from .rows import Table, Verdict
from .rules import table_for
from .rules.acceptance import decide_again
from .rules.discovery import NAME_PUBLISHED, NAME_QUERY, SEARCH
from .rules.table import judged
from .situation import DirectoryReaction, Incoming, Inquiry, Reaction, Situation
from .terms import DIRECTORY, Entry, Membership, NotAName, RoomId, ServerName, UserId, check_names
from .wanted import WrongUse, brief, misfit, want
from .world import Directory, HomeServer, NotEnabled, Wish, World, link

NOTHING_ELSE = Allowed()


def enabled(world: World, allowed: Allowed = NOTHING_ELSE) -> tuple[Action, ...]:
    """Everything that can happen: commands, deliveries, updates spreading, giving up, faults, an outsider's posts.

    Each condition stands in a function of its own, of one server, one message or one link: a search remembers these.
    """
    want("enabled: world", world, World)
    want("enabled: allowed", allowed, Allowed)
    return (
        *(give for give in allowed.commands if not is_taken(world, give)),
        *_by_itself(world),
        *(action for fault in Fault if fault in allowed.faults for action in faults(world, fault)),
        *(post for post in allowed.posts if post.envelope not in world.in_flight),
    )


def _by_itself(world: World) -> Iterator[Action]:
    yield from deliveries(world)
    yield from spreads(world)
    for server in world.servers:
        yield from (GiveUp(wish.user, wish.room) for wish in server.wishes if _lapses(world, wish))


def comes_next(world: World) -> Action | None:
    """The first thing that happens by itself, without a command, a fault or an outsider; none in a quiet world."""
    return next(_by_itself(world), None)


def is_quiet(world: World) -> bool:
    """Whether nothing more happens unless a client gives a command or a fault occurs."""
    want("is_quiet: world", world, World)
    return comes_next(world) is None


def is_held_up(world: World) -> bool:
    """Whether a cut link holds something up: a message that cannot pass, or an update that would be news beyond it."""
    return any(world.is_cut(envelope.sender, envelope.receiver) for envelope in world.in_flight) or any(
        world.is_cut(update.update.origin, server.name) and may_spread(server, update, is_cut=False)
        for update in world.broadcast
        for server in world.servers
    )


def forbids(server: HomeServer, give: Give) -> bool:
    """Whether the command would make a room of an id that this server has used: such an id is never drawn (GAP-21)."""
    return isinstance(give.command, Create) and any(view.room == give.command.room for view in server.rooms)


def is_taken(world: World, give: Give) -> bool:
    """Whether any server stands in the way of the command: ids are opaque and never the same twice (GAP-21)."""
    return any(forbids(server, give) for server in world.servers)


def deliveries(world: World) -> tuple[Deliver, ...]:
    """The arrival of every message in flight that can pass."""
    passing = (envelope for envelope in world.in_flight if world.passes(envelope.sender, envelope.receiver))
    return tuple(map(Deliver, passing))


def may_spread(server: HomeServer, update: StateUpdate, is_cut: bool) -> bool:
    """Whether an update reaches a server: one with a member, to whom it is news, over a link that is not cut."""
    return not is_cut and server.room(update.room).is_news(update.update) and server.is_aware(update.room)


def spreads(world: World) -> tuple[Spread, ...]:
    """Every update that is news to a server with a member, in any order; older ones may be passed over (GAP-1)."""
    return tuple(
        Spread(server.name, update)
        for update in world.broadcast
        for server in world.servers
        if may_spread(server, update, world.is_cut(update.update.origin, server.name))
    )


def is_part_of(envelope: Envelope, wish: Wish) -> bool:
    """Whether a message belongs to the request that waits: it asks or answers, at or from the server that was asked."""
    message = envelope.message
    return (
        isinstance(message, OfARequest)
        and (message.user, message.room) == (wish.user, wish.room)
        and wish.waiting_for in (envelope.sender, envelope.receiver)
    )


def can_be_answered(world: World, wish: Wish) -> bool:
    """Whether the request can reach the server that it waits for."""
    return wish.waiting_for is not None and world.passes(wish.user.server, wish.waiting_for)


def may_give_up(wish: Wish, passes: bool, under_way: bool) -> bool:
    """A request is given up only when no message of it is in flight, or none can pass (GAP-15)."""
    return wish.waiting_for is not None and not (passes and under_way)


def _lapses(world: World, wish: Wish) -> bool:
    """Whether the request may be given up in this world."""
    under_way = any(is_part_of(envelope, wish) for envelope in world.in_flight)
    return may_give_up(wish, can_be_answered(world, wish), under_way)


def faults(world: World, fault: Fault) -> tuple[Action, ...]:
    """What a fault of one kind can do: to each message, each server or each link by itself."""
    match fault:
        case Fault.LOSS:
            return tuple(Lose(envelope) for envelope in world.in_flight if envelope.message.may_be_lost)
        case Fault.REPETITION:
            return tuple(Repeat(delivery.envelope) for delivery in deliveries(world))
        case Fault.CRASH:
            return tuple(Crash(server.name) for server in world.servers)
        case Fault.CUT:
            links = combinations([server.name for server in world.servers], 2)
            return tuple(Heal(*ends) if world.is_cut(*ends) else Cut(*ends) for ends in links)
        case _:
            assert_never(fault)


def receive(server: HomeServer, sender: ServerName | UserId, message: Incoming, reading: Reading) -> Reaction:
    """What a home server does about one message.

    Arguments: the server as it stands, who sent the message (a client's command comes from a user), and the reading.
    Returns the next server, what it sends, publishes and shows, and every verdict behind that, the first one first.
    """
    want("receive: server", server, HomeServer)
    if not hasattr(reading, "takes"):  # a stand-in that notes which switches are asked is as good
        want("receive: reading", reading, Reading)
    if isinstance(sender, UserId) and isinstance(message, OnTheWire):
        raise WrongUse(f"receive: sender is the user {sender}, and {brief(message)} comes from a server: name that")
    situation = Situation(server, sender, message, reading)
    reaction = judged(table_for(message), situation)
    reaction = _decide_what_waits(situation, reaction)
    return reaction.showing(*_changes_seen(server, reaction.server))


def _decide_what_waits(situation: Situation, reaction: Reaction) -> Reaction:
    """After a room's register has changed, every acceptance kept for that room is decided again (ACC-5)."""
    for held in situation.server.held:
        changed = reaction.server.room(held.room) != situation.server.room(held.room)
        if changed and held in reaction.server.held:
            reaction = reaction.then(decide_again(replace(situation, server=reaction.server), held))
    return reaction


def _changes_seen(before: HomeServer, after: HomeServer) -> tuple[Notice, ...]:
    """What clients see of a changed register: members each change, and a user what became of himself."""
    if after.rooms == before.rooms:
        return ()
    return _of_forgotten_rooms(before, after) + tuple(
        notice
        for view in after.rooms
        for notice in (*_of_the_mode(before, view), *_of_entries(before.room(view.room), view, after))
    )


def _of_the_mode(before: HomeServer, view: Room) -> tuple[Notice, ...]:
    """Members see that the mode is another; who has just come in saw none before."""
    if view.mode in (None, before.room(view.room).mode):
        return ()
    return tuple(ModeChanged(user, view.room, view.mode) for user in before.room(view.room).joined(before.name))


def _of_entries(before: Room, view: Room, server: HomeServer) -> tuple[Notice, ...]:
    return tuple(
        notice
        for entry in view.members
        if entry.membership is not before.membership(entry.user)
        for notice in (*_to_members(before, view, entry, server.name), *_to_himself(view, entry, server))
    )


def _of_forgotten_rooms(before: HomeServer, after: HomeServer) -> tuple[Notice, ...]:
    """Where a server forgets a room with its last member, that member is still told that she has left (GAP-4)."""
    held = {view.room for view in after.rooms}
    return tuple(
        MembershipChanged(user, view.room, user, Membership.LEFT)
        for view in before.rooms
        if view.room not in held
        for user in view.joined(before.name)
    )


def _to_members(before: Room, after: Room, entry: Entry, server: ServerName) -> tuple[Notice, ...]:
    witnesses = [user for user in before.joined(server) if user in after.joined(server) and user != entry.user]
    if entry.membership is Membership.KNOCKED:
        return tuple(KnockSeen(user, after.room, entry.user) for user in witnesses)
    return tuple(MembershipChanged(user, after.room, entry.user, entry.membership) for user in witnesses)


def _to_himself(view: Room, entry: Entry, server: HomeServer) -> tuple[Notice, ...]:
    if entry.user not in server.users or entry.membership is Membership.INVITED:
        return ()
    if entry.membership is Membership.JOINED:
        return (Joined(entry.user, view.room),)
    return (MembershipChanged(entry.user, view.room, entry.user, entry.membership),)


def inquire(directory: Directory, sender: ServerName, message: WireMessage, reading: Reading) -> DirectoryReaction:
    """What the directory does about one message."""
    assert isinstance(message, DirectoryQuery | NamePublished), "only questions and names are sent to the directory"
    inquiry = Inquiry(directory, sender, message, reading)
    verdict, row = directory_table_for(message).decide(inquiry)
    return replace(row.does(inquiry), verdicts=(verdict,))


def directory_table_for(message: DirectoryQuery | NamePublished) -> Table[Inquiry, DirectoryReaction]:
    """The table that decides about a message at the directory."""
    if isinstance(message, NamePublished):
        return NAME_PUBLISHED
    return NAME_QUERY if message.alias else SEARCH


T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Change:
    """What one server holds of one user, before and after a step."""

    server: ServerName
    room: RoomId
    user: UserId
    before: Membership
    after: Membership


@dataclass(frozen=True, slots=True)
class Step:
    """One step: the action, what an actor judged, decided, sent, published and showed, and the world after it."""

    before: World
    action: Action
    after: World
    judged: Situation | Inquiry | None = None
    verdicts: tuple[Verdict, ...] = ()
    sends: tuple[Envelope, ...] = ()
    published: tuple[StateUpdate, ...] = ()
    notices: tuple[Notice, ...] = ()

    @property
    def cites(self) -> tuple[str, ...]:
        """The clauses behind the step, each once."""
        return tuple(dict.fromkeys(clause for verdict in self.verdicts for clause in verdict.cites))

    @property
    def changes(self) -> tuple[Change, ...]:
        """Each line of a member register that the step changed."""
        return tuple(
            Change(new.name, room, user, was, now)
            for old, new in zip(self.before.servers, self.after.servers, strict=True)
            if old is not new
            for room, user in _lines(old, new)
            if (was := old.room(room).membership(user)) is not (now := new.room(room).membership(user))
        )


def _lines(*servers: HomeServer) -> list[tuple[RoomId, UserId]]:
    """Every user in every room that one of these states of a server holds a line of."""
    return sorted({(view.room, entry.user) for server in servers for view in server.rooms for entry in view.members})


class Arrival(NamedTuple):
    """What comes to which actor, and from whom."""

    actor: ServerName
    sender: ServerName | UserId
    message: Incoming


def arrival(action: Action) -> Arrival | None:
    """What an action brings to an actor; a mere fault of the network brings nothing to anybody."""
    match action:
        case Give(user, command):
            return Arrival(user.server, user, command)
        case Deliver(envelope) | Repeat(envelope):
            return Arrival(envelope.receiver, envelope.sender, envelope.message)
        case Spread(server, update):
            return Arrival(server, update.update.origin, update)
        case GiveUp(user, room):
            return Arrival(user.server, user.server, NoAnswer(room, user))
        case Crash(server):
            return Arrival(server, server, Restart())
        case Lose() | Cut() | Heal() | Post():
            return None
        case _:
            assert_never(action)


def carried_out(world: World, action: Action) -> World:
    """The world after what an action does to the network, before any actor reacts."""
    match action:
        case Deliver(envelope) | Lose(envelope):
            return replace(world, in_flight=tuple(other for other in world.in_flight if other != envelope))
        case Post(envelope):
            return replace(world, in_flight=as_set((*world.in_flight, envelope)))
        case Cut(one, other):
            return replace(world, cut=tuple(sorted({*world.cut, link(one, other)})))
        case Heal(one, other):
            return replace(world, cut=tuple(pair for pair in world.cut if pair != link(one, other)))
        case Give() | Repeat() | Spread() | GiveUp() | Crash():
            return world
        case _:
            assert_never(action)


def situation(world: World, action: Action) -> Situation | Inquiry | None:
    """What an actor judges when the action happens, at a home server or at the directory; a fault is judged by none."""
    comes = arrival(action)
    if comes is None:
        return None
    if comes.actor != DIRECTORY:
        return Situation(world.server(comes.actor), comes.sender, comes.message, world.reading)
    assert isinstance(comes.message, DirectoryQuery | NamePublished), "the directory takes no other message"
    return Inquiry(world.directory, ServerName(str(comes.sender)), comes.message, world.reading)


def step(world: World, action: Action) -> Step:
    """Let one thing happen. Raises `NotEnabled`, with the reason, where it cannot; then nothing has happened."""
    want("step: world", world, World)
    _check(world, action)
    judged, rest = situation(world, action), carried_out(world, action)
    if isinstance(judged, Situation):
        return _received(world, action, rest, judged)
    if isinstance(judged, Inquiry):
        return _inquired(world, action, rest, judged)
    return Step(world, action, rest, sends=(action.envelope,) if isinstance(action, Post) else ())


def _check(world: World, action: Action) -> None:
    """Raise `NotEnabled` where the action cannot happen."""
    _check_form(action)
    match action:
        case Give(_, command):
            _check_names(command)
            _check_command(world, action)
        case Deliver() | Repeat() | Lose():
            _check_message(world, action)
        case Spread(server):
            if action not in spreads(world):
                raise NotEnabled(f"that update is no news at {server}, or does not reach it")
        case GiveUp(user, room):
            wish = world.server(user.server).wish(user, room)
            if wish is None or not _lapses(world, wish):
                raise NotEnabled(f"{user} waits for no answer about {brief(room)}, or one may still come")
        case Cut() | Heal():
            _check_link(world, action)
        case Post():
            _check_post(world, action.envelope)
        case Crash():
            return
        case _:
            assert_never(action)


def _check_form(action: Action) -> None:
    """What somebody writes may be no action at all, or have a word where a mode or a user belongs."""
    is_written = not isinstance(action, Crash | Spread | Cut | Heal)
    if isinstance(action, Deliver | Repeat | Lose):
        is_written = not isinstance(action.envelope, Envelope)
    if is_written and (flaw := misfit(action, Action, "the action")):
        raise NotEnabled(flaw)


def _check_command(world: World, give: Give) -> None:
    if give.user not in world.server(give.user.server).users:
        raise NotEnabled(f"{give.user} is no user of {give.user.server}")
    if is_taken(world, give):
        raise NotEnabled("there is a room of that id; ids are opaque, and none is drawn twice (GAP-21)")


def _check_message(world: World, action: Deliver | Repeat | Lose) -> None:
    sender, receiver, message = action.envelope.sender, action.envelope.receiver, action.envelope.message
    kind = type(message).__name__
    if action.envelope not in world.in_flight:
        raise NotEnabled(f"no such {kind} from {sender} to {receiver} is in flight")
    if isinstance(action, Lose):
        if not message.may_be_lost:
            raise NotEnabled(f"a {kind} is not lost: it is sent until it arrives")
        return
    _check_receiver(action.envelope)
    if world.is_cut(sender, receiver):
        raise NotEnabled(f"the link between {sender} and {receiver} is cut")
    if not world.passes(sender, receiver):
        raise NotEnabled(f"there is no server {brief(receiver)}, so nothing arrives there")


def _check_receiver(envelope: Envelope) -> None:
    if envelope.message.is_for_the_directory is not (envelope.receiver == DIRECTORY):
        raise NotEnabled(f"a {type(envelope.message).__name__} is no message for {envelope.receiver}")


def _check_link(world: World, action: Cut | Heal) -> None:
    one, other, should_be_cut = action.one, action.other, isinstance(action, Heal)
    if world.server(one) is world.server(other) or world.is_cut(one, other) is not should_be_cut:
        raise NotEnabled(f"the link between {one} and {other} is {'not' if should_be_cut else 'none, or already'} cut")


def _check_names(said: Command | WireMessage) -> None:
    """What a person or an outsider writes enters here; everything else comes from what is there already."""
    try:
        check_names(said)
    except NotAName as flaw:
        raise NotEnabled(str(flaw)) from None


def _check_post(world: World, envelope: Envelope) -> None:
    _check_names(envelope.message)
    _check_receiver(envelope)
    if envelope in world.in_flight or envelope.sender == envelope.receiver:
        raise NotEnabled(f"that message from {world.server(envelope.sender).name} is in flight already, or to itself")


def _received(world: World, action: Action, rest: World, judged: Situation) -> Step:
    reaction = receive(judged.server, judged.sender, judged.message, world.reading)
    after = replace(
        rest,
        servers=tuple(reaction.server if server.name == judged.server.name else server for server in rest.servers),
        in_flight=as_set((*rest.in_flight, *reaction.sends)),
        broadcast=as_set((*rest.broadcast, *reaction.published)) if reaction.published else rest.broadcast,
    )
    return Step(world, action, after, judged, reaction.verdicts, reaction.sends, reaction.published, reaction.notices)


def _inquired(world: World, action: Action, rest: World, judged: Inquiry) -> Step:
    reaction = inquire(judged.directory, judged.sender, judged.message, world.reading)
    after = replace(rest, directory=reaction.directory, in_flight=as_set((*rest.in_flight, *reaction.sends)))
    return Step(world, action, after, judged, reaction.verdicts, reaction.sends)


def as_set(items: Iterable[T]) -> tuple[T, ...]:
    """The items once each, in their one order, which is that of their `repr` in ASCII.

    Which newer characters `repr` spells as they are differs from one Python to the next.
    """
    found = set(items)
    return tuple(sorted(found, key=ascii) if len(found) > 1 else found)
