"""The same run in two worlds: with a room, and as it would be without it.

What the stranger does himself happens in both, and so does what has nothing to do with the room; what other people do
in the room happens in one. He sees only what his own server is sent.
"""

from dataclasses import dataclass

from spec_impl import Action, Deliver, Envelope, NotEnabled, Repeat, RoomId, ServerName, Trace

from ...search.erasure import without
from ..drawing import two_worlds_sheet as picture
from ..drawing.sheet import Figure
from ..drawing.tables import ShownOutcome
from ..words import OUTCOME_SIGN, message_words, remark


@dataclass(frozen=True)
class Pair:
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


def beside(trace: Trace, room: RoomId, outsider: ServerName) -> Pair:
    """The run beside the same acts in the world without the room."""
    zero = Trace(without(trace.initial, room, outsider))
    for made in trace.steps:
        if _happens_in_both(made.action, room, outsider):
            zero = _if_it_can(zero, made.action)
    return Pair(room, outsider, trace, zero)


def _if_it_can(trace: Trace, action: Action) -> Trace:
    try:
        return trace.then(action)
    except NotEnabled:
        return trace


def _happens_in_both(action: Action, room: RoomId, outsider: ServerName) -> bool:
    """Whether it is the stranger's own doing, his message or his answer, or about something else."""
    envelope: Envelope | None = getattr(action, "envelope", None)
    if envelope is not None and outsider in (envelope.sender, envelope.receiver):
        return True
    user = getattr(action, "user", None)
    if user is not None and user.server == outsider:
        return True
    about = (
        action,
        getattr(action, "command", None),
        getattr(action, "update", None),
        getattr(envelope, "message", None),
    )
    return all(getattr(each, "room", None) != room for each in about)


def _seen(trace: Trace, outsider: ServerName) -> tuple[str, ...]:
    sends = (sent for made in trace.steps for sent in made.sends if sent.receiver == outsider != sent.sender)
    return tuple(_words(sent) for sent in sends)


def _words(sent: Envelope) -> str:
    about = remark(sent.message)
    return f"{message_words(sent.message)}: {about}" if about else message_words(sent.message)


def two_worlds(pair: Pair) -> Figure:
    """What the stranger asked, what was decided, and what he was told, world beside world."""
    worlds = (
        _world("World 0: there is no room", pair.zero, pair),
        _world(f"World 1: {pair.room} is there", pair.one, pair),
    )
    steps = len(pair.one.steps)
    who = pair.outsider[0]
    because = f"{who} knows which world this is." if pair.are_told_apart else f"{who} cannot tell them apart so far."
    comparison = picture.Comparison(worlds, "the other servers", who, steps, because, ("PRV-3", "PRV-4"))
    return picture.two_worlds_sheet(
        "The same acts in two worlds.", f"What {pair.outsider} sees is underlined.", comparison
    )


def _world(title: str, trace: Trace, pair: Pair) -> picture.WorldColumn:
    asked = tuple(_asked(trace, pair.outsider))
    inside = tuple(
        picture.Inside(ShownOutcome(v.outcome, OUTCOME_SIGN[v.outcome], str(v.reason or "")), v.cites)
        for made in trace.steps
        if isinstance(made.action, Deliver | Repeat) and made.action.envelope.sender == pair.outsider
        for v in made.verdicts
    )
    return picture.WorldColumn(title, asked or ("nothing yet",), inside, _seen(trace, pair.outsider))


def _asked(trace: Trace, outsider: ServerName) -> list[str]:
    """Each message that left the stranger's server, as he sent it."""
    sends = (sent for made in trace.steps for sent in made.sends if sent.sender == outsider)
    return [f"{sent.sender[0]} → {sent.receiver[0]}  {message_words(sent.message)}" for sent in sends]
