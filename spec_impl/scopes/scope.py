"""A scope: a named small world with bounds, within which a search is exhaustive; and the words to write one in.

Bounds are the commands that clients may still give, each once as often as it stands here, and how many faults of each
kind may occur. Messages in flight are bounded by what the rules send. Time is no part of it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from .. import Fault, Give, Reading, ServerName, Trace, UserId, World
from ..cast import MALLORY, tea_room, unnamed_room
from ..commands import Command
from ..messages import Envelope
from ..terms import RoomId
from ..wanted import WrongUse, brief, want

Begin = Callable[[Reading], Trace]

ROOM_FOR_COMMANDS, ROOM_FOR_FAULTS = 64, 16
"""How many commands, and faults of a kind, a scope may have: with half as many no search of it would end."""


@dataclass(frozen=True)
class Scope:
    """What may happen, beginning with which world.

    `begin` makes the run that leads there under a reading, `commands` are those that clients may give and how often,
    `faults` says how many of each kind, `size` is tiny, small or full: done in milliseconds, seconds or minutes.
    `outsider` is a server that keeps to no rule: it may post any of `alphabet`, one at a time, as often as it likes;
    `hides` is the room that he must not learn of.
    """

    name: str
    sentence: str
    size: str
    begin: Begin
    commands: tuple[Give, ...] = ()
    faults: Mapping[Fault, int] = field(default_factory=dict)
    outsider: ServerName | None = None
    alphabet: tuple[Envelope, ...] = ()
    hides: RoomId | None = None

    def world(self, reading: Reading) -> World:
        """The world in which a search of this scope begins. Raises `WrongUse` where none under this reading does."""
        begun = self.begin(reading)
        want(f"what begins “{self.name}”", begun, Trace)
        if begun.world.reading != reading:
            readings = f"under {begun.world.reading.name}, and is asked under {reading.name}"
            raise WrongUse(f"“{self.name}” begins {readings}: in begin=lambda reading: ..., pass the reading on")
        if flaw := self._flaw(begun.world):
            raise WrongUse(f"“{self.name}” {flaw}")
        return begun.world

    def _flaw(self, world: World) -> str:
        """Why a search would not end, or hold for an answer that it found nothing of somebody, or a room, not there."""
        for fault, count in self.faults.items():
            if not 0 <= count <= ROOM_FOR_FAULTS:
                return f"allows {fault} {count} times: let it be any number from 0 to {ROOM_FOR_FAULTS}"
        if len(self.commands) > ROOM_FOR_COMMANDS:
            return f"has {len(self.commands):,} commands, and there is room for {ROOM_FOR_COMMANDS}: leave some out"
        for give in self.commands:
            if give.user not in world.server(give.user.server).users:
                return f"has a command of {give.user}, who does not live there: let it begin with her"
        if self.outsider:
            world.server(self.outsider)
        elif self.hides:
            return "hides a room from nobody: name the outsider"
        held = {view.room for server in world.servers for view in server.rooms}
        if self.hides and self.hides not in held | {give.command.room for give in self.commands}:
            return f"hides {brief(self.hides)}, which is no room there: there is {', '.join(sorted(held)) or 'none'}"
        return ""


def gives(user: UserId, *commands: Command) -> tuple[Give, ...]:
    """The same user gives these commands, each once, in any order."""
    return tuple(Give(user, command) for command in commands)


def with_tea_room(
    mode: str,
    host: UserId,
    *guests: UserId,
    strangers: tuple[UserId, ...] = (),
    others: tuple[UserId, ...] = (),
    candidates: tuple[ServerName, ...] = (),
) -> Begin:
    """A town of these people alone, with the host's tea room: the strangers found it, the others only live there."""
    return lambda reading: tea_room(
        mode, *guests, finders=strangers, candidates=candidates, host=host, others=others, reading=reading
    )


def with_hidden_room(mode: str, host: UserId, *others: UserId, guests: tuple[UserId, ...] = ()) -> Begin:
    """A town of these people and mallory, with a room that was hidden from the first moment and has no name."""
    return lambda reading: unnamed_room(mode, *guests, host=host, others=(*others, MALLORY), reading=reading)
