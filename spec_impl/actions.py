"""What can happen next: a client gives a command, a message arrives, a request is given up, or a fault occurs."""

from dataclasses import dataclass
from enum import StrEnum

from .commands import Command
from .messages import Envelope, StateUpdate
from .terms import RoomId, ServerName, UserId
from .wanted import want_all


@dataclass(frozen=True, slots=True)
class Give:
    """A client gives its home server a command."""

    user: UserId
    command: Command


@dataclass(frozen=True, slots=True)
class Deliver:
    """A message in flight arrives."""

    envelope: Envelope


@dataclass(frozen=True, slots=True)
class Spread:
    """An update reaches a server with a member in the usual way, which this reading assumes (GAP-1)."""

    server: ServerName
    update: StateUpdate


@dataclass(frozen=True, slots=True)
class GiveUp:
    """The transport tells a home server that no answer will come to its user's request (GAP-15)."""

    user: UserId
    room: RoomId


@dataclass(frozen=True, slots=True)
class Lose:
    """A message in flight never arrives."""

    envelope: Envelope


@dataclass(frozen=True, slots=True)
class Repeat:
    """A message in flight arrives, and a copy of it stays in flight."""

    envelope: Envelope


@dataclass(frozen=True, slots=True)
class Crash:
    """A home server goes down and comes up again with what it had stored."""

    server: ServerName


@dataclass(frozen=True, slots=True)
class Cut:
    """Nothing passes between two servers any more, in either direction."""

    one: ServerName
    other: ServerName


@dataclass(frozen=True, slots=True)
class Heal:
    """Messages pass again between two servers."""

    one: ServerName
    other: ServerName


@dataclass(frozen=True, slots=True)
class Post:
    """A server that keeps to no rule sends a message of its own making, under its own name (PRV-4, GAP-17)."""

    envelope: Envelope


Action = Give | Deliver | Spread | GiveUp | Lose | Repeat | Crash | Cut | Heal | Post


class Fault(StrEnum):
    """The kinds of fault that a scope may allow."""

    LOSS = "loss"
    REPETITION = "repetition"
    CRASH = "crash"
    CUT = "cut"


@dataclass(frozen=True, slots=True)
class Allowed:
    """What may happen beside deliveries: commands that clients may give, faults, and what an outsider may post."""

    commands: tuple[Give, ...] = ()
    faults: tuple[Fault, ...] = ()
    posts: tuple[Post, ...] = ()

    def __post_init__(self) -> None:
        """Refuse what is nothing that can happen."""
        want_all("Allowed: commands", self.commands, Give)
        want_all("Allowed: faults", self.faults, Fault)
        want_all("Allowed: posts", self.posts, Post)
