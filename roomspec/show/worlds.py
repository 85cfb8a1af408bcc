"""One request in two worlds: with a room, and as it would be without it.

A comparison draws this for an older specification too, so that little of it is imported here.
"""

from dataclasses import replace

from spec_impl import Deliver, DirectoryQuery, Envelope, ServerName, Step, WireMessage, World, step
from spec_impl.situation import hides
from spec_impl.terms import DIRECTORY, RoomId, UserId

from ..search import without
from .drawing import two_worlds_sheet as picture
from .drawing.sheet import Figure
from .words import OUTCOME_SIGN, OUTCOME_WORDS, answer_words, message_words, plain_words, reason_words


def two_worlds(
    world: World,
    room: RoomId,
    asker: UserId,
    server: str,
    message: WireMessage,
    title: str,
    rest: str = "",
    *,
    plain: bool = False,
) -> Figure:
    """What one message of an outsider leads to, where there is no room and where there is this one.

    The message goes to a home server, or to `"directory"`; what comes back to the outsider's own server is compared.
    A `plain` figure says it as a walk does, without clauses.
    """
    found = as_comparison(world, room, asker, server, message)
    if plain:
        asked = (plain_words(message),)
        nothing, something = (
            replace(each, asked=asked, inside=tuple(map(_plain, each.inside))) for each in found.worlds
        )
        found = replace(found, worlds=(nothing, something), clauses=())
    return picture.two_worlds_sheet(title, rest, found)


def _plain(inside: picture.Inside) -> picture.Inside:
    """A decision with its reason in words, and without its clauses."""
    outcome = inside.outcome
    words = ": ".join(filter(None, (outcome.word, reason_words(outcome.reason))))
    return picture.Inside(replace(outcome, word=words, reason=""), ())


def as_comparison(world: World, room: RoomId, asker: UserId, server: str, message: WireMessage) -> picture.Comparison:
    """The two worlds as picture values."""
    question = Envelope(asker.server, ServerName(server), message)
    views = [home.room(room) for home in world.servers if home.is_aware(room)]
    name = f"World 1: {room} was there, and everybody has left"
    if views:
        members = " and ".join(user.name for user in views[0].joined())
        name = f"World 1: a room of mode {views[0].mode}, {members} in it"
    empty = _asked_in("World 0: there is no room", without(world, room, asker.server), question)
    full = _asked_in(name, world, question)
    same = empty.told == full.told
    because = f"{asker.name} cannot tell them apart." if same else f"{asker.name} learns which world this is."
    where = "the directory" if server == DIRECTORY else server
    is_hidden = all(hides(world.reading, view.mode) for view in views)
    return picture.Comparison((empty, full), where, asker.name, 0, because, ("PRV-3", "PRV-4"), is_hidden)


def _asked_in(name: str, world: World, question: Envelope) -> picture.WorldColumn:
    """The question as one world answers it: what is decided inside, and what comes back."""
    asked = step(replace(world, in_flight=(question,)), Deliver(question))
    answers = tuple(answer_words(sent.message) for sent in asked.sends if sent.receiver == question.sender)
    to = "directory" if question.receiver == DIRECTORY else question.receiver[0]
    message = question.message
    about = message.alias or message.word if isinstance(message, DirectoryQuery) else message.room or ""
    words = f"{question.sender[0]} → {to}  {message_words(message)} {about}".rstrip()
    return picture.WorldColumn(name, (words,), decided_inside(asked), answers)


def decided_inside(asked: Step) -> tuple[picture.Inside, ...]:
    """What was decided in a step, as an outsider never sees it."""
    return tuple(
        picture.Inside(
            picture.ShownOutcome(OUTCOME_WORDS[v.outcome], OUTCOME_SIGN[v.outcome], str(v.reason or "")), v.cites
        )
        for v in asked.verdicts
    )
