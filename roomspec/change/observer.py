"""What each server sees of a run and does about it: what two runs must have in common not to be told apart.

No number of a step stands in a view: how often others acted in between is not seen. Nothing here decides anything.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from spec_impl import Action, Deliver, Envelope, Notice, Repeat, ServerName, Spread, StateUpdate, Step, Trace, UserId
from spec_impl.actions import Post
from spec_impl.messages import WireMessage
from spec_impl.situation import Incoming
from spec_impl.stepping import arrival
from spec_impl.terms import DIRECTORY, Entry, ModeChange, RoomId
from spec_impl.trace_schema import Actor
from spec_impl.world import HomeServer


@dataclass(frozen=True, slots=True)
class About:
    """The room, the user and the stay that something is about, wherever they stand in it; nothing where in none."""

    room: RoomId | None
    user: UserId | None
    epoch: int | None


@dataclass(frozen=True, slots=True)
class Did:
    """The server's own side did something: a command, a message of its own making, giving up, coming up again."""

    about: About
    action: Action


@dataclass(frozen=True, slots=True)
class Arrived:
    """A message reached the server."""

    about: About
    envelope: Envelope


@dataclass(frozen=True, slots=True)
class Learned:
    """An update reached the server in the usual way, as it reaches every member's."""

    about: About
    update: StateUpdate


@dataclass(frozen=True, slots=True)
class Sent:
    """A message that the server sent."""

    about: About
    envelope: Envelope


@dataclass(frozen=True, slots=True)
class Published:
    """A change that the server broadcast to the members in the usual way."""

    about: About
    update: StateUpdate


@dataclass(frozen=True, slots=True)
class LineHeld:
    """A line of a member register that the server now holds otherwise, whole."""

    room: RoomId
    user: UserId
    before: Entry | None
    after: Entry | None


@dataclass(frozen=True, slots=True)
class ModeHeld:
    """The join mode of a room that the server now holds otherwise, with the change that set it."""

    room: RoomId
    before: ModeChange | None
    after: ModeChange | None


@dataclass(frozen=True, slots=True)
class ObservedMoment:
    """One thing that came to a server, and all that the server did about it; the order of `sends` means nothing."""

    what: Did | Arrived | Learned
    sends: tuple[Sent, ...]
    published: tuple[Published, ...]
    notices: tuple[Notice, ...]
    changes: tuple[LineHeld | ModeHeld, ...]


@dataclass(frozen=True, slots=True)
class ServerView:
    """Everything that one server sees of a run and does, in order, and what is still on its way to it."""

    server: Actor
    seen: tuple[ObservedMoment, ...]
    on_its_way: tuple[Envelope, ...]


@dataclass(frozen=True, slots=True)
class RunViews:
    """The view of each server that a run comes to, in the order of their names, the directory last.

    The observer's is always there, where he has a server in the run.
    """

    format: Literal["roomspec-view"]
    version: Literal[2]
    observer: ServerName
    views: tuple[ServerView, ...]


def views_of(trace: Trace, observer: ServerName) -> RunViews:
    """The views of a run, for a file."""
    names = (*(server.name for server in trace.initial.servers), DIRECTORY)
    views = (view(trace, name) for name in names)
    there = (each for each in views if each.seen or each.on_its_way or each.server == Actor(observer))
    return RunViews("roomspec-view", 2, observer, tuple(there))


def view(trace: Trace, server: ServerName) -> ServerView:
    """What one server, or the directory, sees of the run and does."""
    seen = tuple(each for step in trace.steps for each in _moments(step, server))
    coming = tuple(envelope for envelope in trace.world.in_flight if envelope.receiver == server)
    return ServerView(Actor(server), seen, coming)


def _moments(step: Step, name: ServerName) -> Iterator[ObservedMoment]:
    if isinstance(step.action, Post):
        if step.action.envelope.sender == name:
            about = _about(step.action.envelope.message)
            yield ObservedMoment(Did(about, step.action), _sent(step), (), (), ())
        return
    comes = arrival(step.action)
    if comes is None or comes.actor != name:
        return
    about = _about(comes.message, comes.sender if isinstance(comes.sender, UserId) else None)
    what: Did | Arrived | Learned
    match step.action:
        case Deliver(envelope) | Repeat(envelope):
            what = Arrived(about, envelope)
        case Spread(_, update):
            what = Learned(about, update)
        case action:
            what = Did(about, action)
    published = tuple(Published(_about(update), update) for update in step.published)
    changes = () if name == DIRECTORY else tuple(changes_between(step.before.server(name), step.after.server(name)))
    yield ObservedMoment(what, _sent(step), published, step.notices, changes)


def _sent(step: Step) -> tuple[Sent, ...]:
    return tuple(Sent(_about(envelope.message), envelope) for envelope in step.sends)


def _about(message: Incoming | WireMessage, giver: UserId | None = None) -> About:
    return About(message.room, message.user or giver, message.epoch)


def changes_between(old: HomeServer, new: HomeServer) -> Iterator[LineHeld | ModeHeld]:
    """Every mode and every line that a server holds otherwise than before, room by room."""
    for room in sorted({held.room for server in (old, new) for held in server.rooms}):
        was, now = old.room(room), new.room(room)
        if was.mode_change != now.mode_change:
            yield ModeHeld(room, was.mode_change, now.mode_change)
        for user in sorted({entry.user for held in (was, now) for entry in held.members}):
            if was.entry(user) != now.entry(user):
                yield LineHeld(room, user, was.entry(user), now.entry(user))
