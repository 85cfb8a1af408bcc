"""The same run in two worlds: with a room, and as it would be without it.

What the stranger does himself happens in both, and so does what has nothing to do with the room; what other people do
in the room happens in one. He sees only what his own server is sent.
"""

from dataclasses import dataclass, replace
from typing import assert_never

from spec_impl import Browse, Command, DirectoryAnswer, DirectoryQuery, Envelope, Find, NotEnabled, Trace, WireMessage
from spec_impl.actions import Action, Crash, Cut, Deliver, Give, GiveUp, Heal, Lose, Post, Repeat, Spread
from spec_impl.terms import RoomId, ServerName

from ...search import without
from ..drawing import two_worlds_sheet as picture
from ..drawing.sheet import Figure
from ..words import message_words, remark
from ..worlds import decided_inside


@dataclass(frozen=True)
class TwoRuns:
    """A run and its shadow in the world without the room."""

    room: RoomId
    outsider: ServerName
    one: Trace
    zero: Trace

    @property
    def seen(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Everything that the stranger's server was sent, without the room and with it."""
        return _seen(self.zero, self.outsider), _seen(self.one, self.outsider)

    @property
    def are_told_apart(self) -> bool:
        """Whether the stranger knows in which world he lives."""
        zero, one = self.seen
        return zero != one


def beside(trace: Trace, room: RoomId, outsider: ServerName) -> TwoRuns:
    """The run beside the same acts in the world without the room, as far as they can happen there."""
    zero = Trace(without(trace.initial, room, outsider))
    for made in trace.steps:
        if _happens_in_both(made.action, room, outsider):
            try:
                zero = zero.then(made.action)
            except NotEnabled:
                continue
    return TwoRuns(room, outsider, trace, zero)


def _happens_in_both(action: Action, room: RoomId, outsider: ServerName) -> bool:
    """Whether it is the stranger's own doing, his message or his answer, or about something else."""
    match action:
        case Give(user, command):
            return user.server == outsider or not _is_about(command, room)
        case Deliver(envelope) | Lose(envelope) | Repeat(envelope) | Post(envelope):
            return outsider in (envelope.sender, envelope.receiver) or not _is_about(envelope.message, room)
        case GiveUp(user, asked):
            return user.server == outsider or asked != room
        case Spread(_, update):
            return update.room != room
        case Crash() | Cut() | Heal():
            return True
        case _:
            assert_never(action)


def _is_about(said: Command | WireMessage, room: RoomId) -> bool:
    match said:
        case Find() | Browse() | DirectoryQuery() | DirectoryAnswer():
            return False
        case _:
            return said.room == room


def heard_words(sent: Envelope) -> str:
    """A message as its receiver reads it."""
    about = remark(sent.message)
    return f"{message_words(sent.message)}: {about}" if about else message_words(sent.message)


def _seen(trace: Trace, outsider: ServerName) -> tuple[str, ...]:
    sends = (sent for made in trace.steps for sent in made.sends)
    return tuple(heard_words(sent) for sent in sends if sent.receiver == outsider != sent.sender)


def two_worlds_pane(runs: TwoRuns, *, plain: bool = False) -> Figure:
    """What the stranger asked, what was decided, and what he was told, world by world; `plain` ones cite nothing."""
    worlds = (
        _world("World 0: there is no room", runs.zero, runs.outsider, plain),
        _world(f"World 1: {runs.room} is there", runs.one, runs.outsider, plain),
    )
    steps, who = len(runs.one.steps), runs.outsider[0]
    because = f"{who} knows which world this is." if runs.are_told_apart else f"{who} cannot tell them apart so far."
    comparison = picture.Comparison(
        worlds, "the other servers", who, steps, because, () if plain else ("PRV-3", "PRV-4")
    )
    return picture.two_worlds_sheet(
        "The same acts in two worlds.", f"What {runs.outsider} sees is underlined.", comparison
    )


def _world(title: str, trace: Trace, outsider: ServerName, plain: bool) -> picture.WorldColumn:
    """Each message that left the stranger's server, what was decided about those that arrived, and what came back."""
    asked = tuple(
        f"{sent.sender[0]} → {sent.receiver[0]}  {message_words(sent.message)}"
        for made in trace.steps
        for sent in made.sends
        if sent.sender == outsider
    )
    inside = tuple(
        replace(each, clauses=()) if plain else each
        for made in trace.steps
        if isinstance(made.action, Deliver | Repeat) and made.action.envelope.sender == outsider
        for each in decided_inside(made)
    )
    return picture.WorldColumn(title, asked or ("nothing yet",), inside, _seen(trace, outsider))
