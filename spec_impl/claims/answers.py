"""How often a request is put, and what copies and crashes may do to it."""

from dataclasses import replace

from .. import NoAnswer, Refusal, Restart, ServerName, Told, UserId
from ..messages import Acceptance, DirectoryAnswer, JoinRequest, KnockRequest, WireMessage
from ..stepping import receive
from .claim import Moment, in_every_run


def _asked(moment: Moment) -> list[tuple[ServerName, JoinRequest | KnockRequest | Acceptance]]:
    """The requests that the server sends, each with the server asked."""
    sends = ((sent.receiver, sent.message) for sent in moment.reaction.sends)
    return [(to, message) for to, message in sends if isinstance(message, JoinRequest | KnockRequest | Acceptance)]


@in_every_run("PUB-5 TEN-3 GAP-15")
def each_candidate_is_asked_once(moment: Moment) -> bool:
    """After a refusal or a silence one server at most is asked: the next on the list, which grows shorter by it."""
    message = moment.message
    if not isinstance(message, Refusal | NoAnswer):
        return True
    before = moment.before.wish(message.user, message.room)
    after = moment.after.wish(message.user, message.room)
    asked = [receiver for receiver, _ in _asked(moment)]
    if not asked:
        return True
    assert before and after
    return len(asked) == 1 and before.untried == (asked[0], *after.untried)


@in_every_run("PUB-5 TEN-3")
def a_refusal_by_a_server_that_knows_the_room_is_the_answer(moment: Moment) -> bool:
    """Only where a server knows no such room is the next one asked; any other refusal ends the walk."""
    message = moment.message
    if not isinstance(message, Refusal) or message.told is Told.NO_SUCH_ROOM:
        return True
    return not _asked(moment)


@in_every_run("GAP-9")
def a_second_copy_changes_nothing(moment: Moment) -> bool:
    """A message that arrives twice in a row changes no register the second time.

    It publishes nothing else either, and nobody is shown anything.
    """
    if isinstance(moment.sender, UserId) or not isinstance(moment.message, WireMessage):
        return True
    again = receive(moment.after, moment.sender, moment.message, moment.reading)
    published = set(again.published)
    shown = () if isinstance(moment.message, DirectoryAnswer) else again.notices
    return again.server.rooms == moment.after.rooms and not shown and published <= set(moment.reaction.published)


@in_every_run("GAP-18 GAP-9")
def a_register_only_moves_forward(moment: Moment) -> bool:
    """No line of a register gives way to an older one, and none disappears."""
    kept = {(view.room, entry.user): entry for view in moment.after.rooms for entry in view.members}
    return all(
        (now := kept.get((view.room, entry.user))) is not None and now.weight >= entry.weight
        for view in moment.before.rooms
        for entry in view.members
    )


@in_every_run("GAP-15")
def nothing_is_lost_in_a_crash(moment: Moment) -> bool:
    """A server that comes up again has all that it had but look-ups, and asks again wherever an answer is awaited."""
    if not isinstance(moment.message, Restart):
        return True
    old, new = moment.before, moment.after
    waiting = {(wish.user, wish.room, wish.waiting_for) for wish in old.wishes if wish.wanted and wish.waiting_for}
    asked = {(request.user, request.room, receiver) for receiver, request in _asked(moment)}
    return replace(new, found=old.found) == old and waiting == asked
