"""What a reader is offered: each thing on its way with what can be done with it, and the faults there can be."""

from dataclasses import dataclass

from spec_impl import Action, Crash, Cut, Deliver, Envelope, Fault, Give, GiveUp, Heal, Lose, Post, Repeat, Spread
from spec_impl.stepping import spreads

from ..drawing.chart import InFlight
from ..run import as_chart
from ..words import command_words, message_words, remark, update_words
from .session import Session
from .writing import spelt


@dataclass(frozen=True)
class OnItsWay:
    """One arrival: since when, between whom, what it is, and what can be done; None where the scope has no such fault.

    `arrives` is None for a message that cannot pass now; `can_lose` and `can_repeat` say whether that can be done now.
    """

    sent: str
    route: str
    words: str
    arrives: Action | None
    loses: Action | None = None
    repeats: Action | None = None
    can_lose: bool = False
    can_repeat: bool = False
    is_held_back: bool = False

    @property
    def verb(self) -> str:
        """What its first button says."""
        return "Give up" if isinstance(self.arrives, GiveUp) else "Deliver"

    @property
    def sentence(self) -> str:
        """The line as one sentence, for a screen reader and for the static twin."""
        held = ", held back" if self.is_held_back else "" if self.arrives else ", cannot pass"
        return f"{self.route} {self.words} ({self.sent}{held})"


def on_their_way(session: Session) -> tuple[OnItsWay, ...]:
    """Everything in flight, then the updates that can spread, then the requests that can be given up."""
    world, waiting = session.world, as_chart(session.trace).waiting
    messages = zip(world.in_flight, waiting, strict=False)
    updates = zip(spreads(world), waiting[len(world.in_flight) :], strict=True)
    return (
        *(_message(session, envelope, since) for envelope, since in messages),
        *(_update(session, action, since) for action, since in updates),
        *(_request(session, action) for action in session.arrivals if isinstance(action, GiveUp)),
    )


def _message(session: Session, envelope: Envelope, since: InFlight) -> OnItsWay:
    can, faults = session.can_happen, session.allowed.faults
    deliver, lose, repeat = Deliver(envelope), Lose(envelope), Repeat(envelope)
    about = remark(envelope.message)
    return OnItsWay(
        _since(since),
        f"{_letter(since.frm)} → {_letter(since.to)}",
        f"{message_words(envelope.message)}, {about}" if about else message_words(envelope.message),
        deliver if deliver in can else None,
        lose if Fault.LOSS in faults else None,
        repeat if Fault.REPETITION in faults else None,
        lose in can,
        repeat in can,
        deliver in session.held_back,
    )


def _update(session: Session, action: Spread, since: InFlight) -> OnItsWay:
    route = f"{_letter(since.frm)} → {_letter(since.to)}"
    words = f"StateUpdate, {update_words(action.update)}"
    return OnItsWay(_since(since), route, words, action, is_held_back=action in session.held_back)


def _request(session: Session, action: GiveUp) -> OnItsWay:
    words = f"gives up waiting, for {action.user.name}"
    return OnItsWay("no answer", _letter(action.user.server), words, action, is_held_back=action in session.held_back)


def _since(since: InFlight) -> str:
    return f"sent at {since.sent_at}" if since.sent_at else "from the start"


def commands_of(session: Session) -> dict[str, dict[str, Action]]:
    """Who may say what now: by user, the words of each command."""
    found: dict[str, dict[str, Action]] = {}
    for action in session.can_happen:
        if isinstance(action, Give):
            of_user = found.setdefault(str(action.user), {})
            words = _said(action)
            of_user[words if words not in of_user else f"{words} {spelt(action.command)}"] = action
    return found


def _said(give: Give) -> str:
    """The command as it stands in a list under its user's name."""
    words = command_words(give).partition(": ")[2]
    room = getattr(give.command, "room", "")
    listed = ", listed" if getattr(give.command, "listed", False) else ""
    return words + listed if room in words else f"{words} · {room}"


def other_acts(session: Session) -> dict[str, Action]:
    """Faults of servers and links, and what an outsider may write, each in words."""
    named: dict[str, Action] = {}
    for action in session.can_happen:
        match action:
            case Crash(server):
                named[f"crash {server}"] = action
            case Cut(one, other):
                named[f"cut the link {one} – {other}"] = action
            case Heal(one, other):
                named[f"heal the link {one} – {other}"] = action
            case Post(envelope):
                named[f"{_letter(envelope.sender)} writes to {_letter(envelope.receiver)}: {_post_words(envelope)}"] = (
                    action
                )
            case _:
                continue
    return named


def _post_words(envelope: Envelope) -> str:
    about = [
        str(getattr(envelope.message, name)) for name in ("room", "alias") if getattr(envelope.message, name, None)
    ]
    user = getattr(envelope.message, "user", None)
    return " ".join((message_words(envelope.message), *about, *((f"for {user.name}",) if user else ())))


def _letter(name: str) -> str:
    return "directory" if name == "directory" else name[0]
