"""The same run in two worlds: with a room, and as it would be without it.

What the stranger does himself happens in both, and so does what has nothing to do with the room; what other people do
in the room happens in one. He sees only what his own server is sent.
"""

from dataclasses import replace
from typing import assert_never

from spec_impl import NotEnabled, Trace
from spec_impl.actions import Action, Crash, Cut, Deliver, Give, GiveUp, Heal, Lose, Post, Repeat, Spread
from spec_impl.terms import RoomId, ServerName

from ...search import without
from ..drawing.two_worlds_sheet import Comparison, WorldColumn
from ..words import heard_words, message_words
from ..worlds import decided_inside


def beside(trace: Trace, room: RoomId, outsider: ServerName, *, plain: bool = False) -> Comparison:
    """What the stranger asked, what was decided, and what he was told, world by world; a `plain` one cites nothing."""
    nothing = _world("World 0: there is no room", without_room(trace, room, outsider), outsider, plain)
    something = _world(f"World 1: {room} is there", trace, outsider, plain)
    who, steps = outsider[0], len(trace.steps)
    because = f"{who} cannot tell them apart so far."
    if nothing.told != something.told:
        because = f"{who} knows which world this is."
    clauses = () if plain else ("PRV-3", "PRV-4")
    return Comparison((nothing, something), "the other servers", who, steps, because, clauses)


def without_room(trace: Trace, room: RoomId, outsider: ServerName) -> Trace:
    """The same acts in the world without the room, as far as they can happen there."""
    zero = Trace(without(trace.initial, room, outsider))
    for made in trace.steps:
        if _happens_in_both(made.action, room, outsider):
            try:
                zero = zero.then(made.action)
            except NotEnabled:
                continue
    return zero


def _happens_in_both(action: Action, room: RoomId, outsider: ServerName) -> bool:
    """Whether it is the stranger's own doing, his message or his answer, or about something else."""
    match action:
        case Give(user, command):
            return user.server == outsider or command.room != room
        case Deliver(envelope) | Lose(envelope) | Repeat(envelope) | Post(envelope):
            return outsider in (envelope.sender, envelope.receiver) or envelope.message.room != room
        case GiveUp(user, asked):
            return user.server == outsider or asked != room
        case Spread(_, update):
            return update.room != room
        case Crash() | Cut() | Heal():
            return True
        case _:
            assert_never(action)


def _world(title: str, trace: Trace, outsider: ServerName, plain: bool) -> WorldColumn:
    """Each message that left the stranger's server, what was decided about those that arrived, and what came back."""
    sends = [sent for made in trace.steps for sent in made.sends]
    asked = tuple(
        f"{sent.sender[0]} → {sent.receiver[0]}  {message_words(sent.message)}"
        for sent in sends
        if sent.sender == outsider
    )
    inside = tuple(
        replace(each, clauses=()) if plain else each
        for made in trace.steps
        if isinstance(made.action, Deliver | Repeat) and made.action.envelope.sender == outsider
        for each in decided_inside(made)
    )
    told = tuple(heard_words(sent.message) for sent in sends if sent.receiver == outsider != sent.sender)
    return WorldColumn(title, asked or ("nothing yet",), inside, told)
