"""One request in two worlds: with a room, and as it would be without it."""

from dataclasses import replace

from spec_impl import Deliver, Envelope, ServerName, World, step
from spec_impl.messages import DirectoryAnswer, FetchPdu, Grant, KnockPlaced, PduAnswer, Refusal, WireMessage
from spec_impl.rows import Verdict
from spec_impl.terms import DIRECTORY, RoomId, UserId

from ..search.erasure import without
from .drawing import two_worlds_sheet as picture
from .drawing.sheet import Figure
from .drawing.tables import ShownOutcome
from .words import OUTCOME_SIGN, listings, message_words


def two_worlds(
    world: World, room: RoomId, asker: UserId, server: str, message: WireMessage, title: str, rest: str = ""
) -> Figure:
    """What one message of an outsider leads to, where there is no room and where there is this one.

    The message goes to a home server, or to `"directory"`; what comes back to the outsider's own server is compared.
    """
    return picture.two_worlds_sheet(title, rest, as_comparison(world, room, asker, server, message))


def as_comparison(world: World, room: RoomId, asker: UserId, server: str, message: WireMessage) -> picture.Comparison:
    """The two worlds as picture values."""
    question = Envelope(asker.server, ServerName(server), message)
    worlds = (("World 0: there is no room", without(world, room, asker.server)), (_name(world, room), world))
    seen = tuple(_faced(name, each, question) for name, each in worlds)
    same = seen[0].told == seen[1].told
    because = f"{asker.name} cannot tell them apart." if same else f"{asker.name} learns which world this is."
    inside = "the directory" if server == DIRECTORY else server
    return picture.Comparison((seen[0], seen[1]), inside, asker.server[0], 2, because, ("PRV-3", "PRV-4"))


def _name(world: World, room: RoomId) -> str:
    view = next((home.room(room) for home in world.servers if home.is_aware(room)), None)
    if view is None:
        return f"World 1: {room} was there, and everybody has left"
    return f"World 1: a room of mode {view.mode}, {' and '.join(user.name for user in view.joined())} in it"


def _faced(name: str, world: World, question: Envelope) -> picture.WorldColumn:
    asked = step(replace(world, in_flight=(question,)), Deliver(question))
    answers = tuple(answer_words(sent.message) for sent in asked.sends if sent.receiver == question.sender)
    about = next((words for name in ("room", "alias", "word") if (words := getattr(question.message, name, ""))), "")
    to = "#" if question.receiver == DIRECTORY else question.receiver[0]
    words = f"{question.sender[0]} → {to}  {message_words(question.message)} {about}".rstrip()
    return picture.WorldColumn(name, (words,), tuple(map(_inside, asked.verdicts)), answers)


def answer_words(answer: WireMessage) -> str:
    """An answer as the outsider reads it."""
    match answer:
        case Refusal(told=told):
            return str(told)
        case DirectoryAnswer(found=found):
            return listings(found)
        case Grant():
            return "joined"
        case KnockPlaced():
            return "knock placed"
        case PduAnswer():
            return "the state change"
        case FetchPdu():
            return "a question back, for the state change"
        case _:
            return message_words(answer)


def _inside(verdict: Verdict) -> picture.Inside:
    outcome = ShownOutcome(verdict.outcome, OUTCOME_SIGN[verdict.outcome], str(verdict.reason or ""))
    return picture.Inside(outcome, verdict.cites)
