"""How often a request is put, and what copies and crashes may do to it."""

from collections.abc import Iterator
from dataclasses import replace

from .. import NoAnswer, Refusal, Restart, ServerName, Told
from ..messages import Acceptance, DirectoryAnswer, JoinRequest, KnockRequest, WireMessage
from ..stepping import receive
from .claim import Moment, changes_a_register, does_something, in_every_run, others_than


def _asked(moment: Moment) -> list[tuple[ServerName, JoinRequest | KnockRequest | Acceptance]]:
    """The requests that the server sends, each with the server asked."""
    sends = ((sent.receiver, sent.message) for sent in moment.reaction.sends)
    return [(to, message) for to, message in sends if isinstance(message, JoinRequest | KnockRequest | Acceptance)]


@in_every_run("PUB-5 TEN-3 GAP-15", about=Refusal | NoAnswer)
def each_candidate_is_asked_once(moment: Moment) -> Iterator[str]:
    """After a refusal or a silence one server at most is asked: the next on the list, which grows shorter by it."""
    message = moment.message
    asked = [receiver for receiver, _ in _asked(moment)]
    if not asked:
        return
    assert isinstance(message, Refusal | NoAnswer)
    before = moment.before.wish(message.user, message.room)
    after = moment.after.wish(message.user, message.room)
    assert before and after
    if len(asked) > 1:
        yield f"for {message.user.name} {moment.after.name} asks {', '.join(asked)} at once"
    elif before.untried != (asked[0], *after.untried):
        yield f"for {message.user.name} {moment.after.name} asks {asked[0]}, which is not next on the list"


@in_every_run("PUB-5 TEN-3", about=Refusal)
def a_refusal_by_a_server_that_knows_the_room_is_the_answer(moment: Moment) -> Iterator[str]:
    """Only where a server knows no such room is the next one asked; any other refusal ends the walk."""
    message = moment.message
    assert isinstance(message, Refusal)
    if message.told is not Told.NO_SUCH_ROOM:
        for receiver, _ in _asked(moment):
            yield f"{message.user.name} was told “{message.told}”, and {receiver} is asked all the same"


@in_every_run("GAP-9", about=WireMessage, concerns=does_something)
def a_second_copy_changes_nothing(moment: Moment) -> Iterator[str]:
    """A message that arrives twice in a row changes no register the second time.

    It publishes nothing else either, and nobody is shown anything.
    """
    is_as_before = moment.after == moment.before  # and so does what it did before
    again = moment.reaction if is_as_before else receive(moment.after, moment.sender, moment.message, moment.reading)
    twice = f"a second {type(moment.message).__name__} at {moment.after.name}"
    if again.server.rooms != moment.after.rooms:
        yield f"{twice} changes its register"
    for notice in () if isinstance(moment.message, DirectoryAnswer) else again.notices:
        yield f"{twice} shows {notice.to.name} something"
    if not set(again.published) <= set(moment.reaction.published):
        yield f"{twice} makes it publish something else"


@in_every_run("GAP-18 GAP-9", concerns=changes_a_register)
def a_register_only_moves_forward(moment: Moment) -> Iterator[str]:
    """No line of a register gives way to an older one, and none disappears."""
    for view in others_than(moment.after.rooms, moment.before.rooms):
        for entry in view.members:
            now = moment.after.room(view.room).entry(entry.user)
            if now is None or now.weight < entry.weight:
                was, becomes = entry.membership, now.membership if now else "nothing"
                yield f"{moment.after.name} holds {entry.user.name} as {becomes}, which is older than {was}"


@in_every_run("GAP-15", about=Restart)
def nothing_is_lost_in_a_crash(moment: Moment) -> Iterator[str]:
    """A server that comes up again has all that it had but look-ups, and asks again wherever an answer is awaited."""
    old, new = moment.before, moment.after
    waiting = {(wish.user, wish.room, wish.waiting_for) for wish in old.wishes if wish.wanted and wish.waiting_for}
    asked = {(request.user, request.room, receiver) for receiver, request in _asked(moment)}
    if replace(new, found=old.found) != old:
        yield f"{new.name} comes up and has lost something"
    for user, _, receiver in sorted(waiting ^ asked, key=str):
        yield f"{new.name} comes up, and what it asked {receiver} for {user.name} is not what it now asks"
