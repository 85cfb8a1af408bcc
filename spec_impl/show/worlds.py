"""One request in two worlds: with a room, and as it would be without it."""

from ..check.erasure import without
from ..model import World, receive
from ..model.messages import WireMessage
from ..model.rows import Verdict
from ..model.terms import RoomId, ServerName, UserId
from .drawing import two_worlds_sheet as picture
from .drawing.decision_sheet import Outcome
from .drawing.sheet import Figure
from .words import OUTCOME_SIGN, message_words


def two_worlds(
    world: World, room: RoomId, asker: UserId, server: str, message: WireMessage, title: str, rest: str = ""
) -> Figure:
    """What a home server answers to one message of an outsider, where there is no room and where there is this one."""
    mode = world.server(ServerName(server)).room(room).mode
    members = " and ".join(user.name for user in world.server(ServerName(server)).room(room).joined(ServerName(server)))
    names = ("World 0: there is no room", f"World 1: a room of mode {mode}, {members} in it")
    worlds = (without(world, room, asker.server), world)
    seen = tuple(
        _faced(name, each, asker, ServerName(server), message) for name, each in zip(names, worlds, strict=True)
    )
    same = seen[0].told == seen[1].told
    because = f"{asker.name} cannot tell them apart." if same else f"{asker.name} learns which world he is in."
    comparison = picture.Comparison((seen[0], seen[1]), server, asker.server[0], 2, because, ("PRV-3", "PRV-4"))
    return picture.two_worlds(title, rest, comparison)


def _faced(name: str, world: World, asker: UserId, server: ServerName, message: WireMessage) -> picture.World:
    reaction = receive(world.server(server), asker.server, message, world.reading)
    answers = tuple(
        str(getattr(sent.message, "told", message_words(sent.message)))
        for sent in reaction.sends
        if sent.receiver == asker.server
    )
    asked = f"{asker.server[0]} → {server[0]}  {message_words(message)} {getattr(message, 'room', '')}"
    return picture.World(name, (asked,), tuple(_inside(verdict) for verdict in reaction.verdicts), answers)


def _inside(verdict: Verdict) -> picture.Inside:
    return picture.Inside(
        Outcome(verdict.outcome, OUTCOME_SIGN[verdict.outcome], str(verdict.reason or "")), verdict.cites
    )
