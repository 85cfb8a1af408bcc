"""One moment at one home server, as claims look at it: what came, what was done, and what its users had asked for.

The users' acts are kept beside the server's own memory, so that a claim can hold the one against the other (KNK-7).
"""

from collections.abc import Iterator
from dataclasses import dataclass

from ..model import Accept, Entry, Join, Knock, Reading, RoomId, ServerName, UserId
from ..model.homeserver import HomeServer
from ..model.rows import Outcome
from ..model.situation import Incoming, Reaction
from ..model.terms import MemberMap, Update, epoch_after


@dataclass(frozen=True, order=True, slots=True)
class Act:
    """That a user asked to be in a room himself, and for which stay; it stands until that stay has ended."""

    user: UserId
    room: RoomId
    epoch: int


Acts = tuple[Act, ...]


@dataclass(frozen=True)
class Moment:
    """One message at one home server, what the server did about it, and the acts of its users that stand by then."""

    before: HomeServer
    sender: ServerName | UserId
    message: Incoming
    reading: Reading
    reaction: Reaction
    acts: Acts = ()

    @property
    def after(self) -> HomeServer:
        """The server when it is over."""
        return self.reaction.server

    @property
    def outcome(self) -> Outcome:
        """What the first table decided."""
        return self.reaction.verdicts[0].outcome

    def written(self) -> Iterator[tuple[RoomId, Entry]]:
        """The lines that this server itself wrote and published in this moment."""
        for update in self.reaction.published:
            for line in lines_of(update.update):
                if line.origin == self.after.name and line != self.before.room(update.room).entry(line.user):
                    yield update.room, line

    def changed(self) -> Iterator[tuple[RoomId, Entry | None, Entry]]:
        """Every line of the register that is another one now: room, the line before, the line after."""
        for view in self.after.rooms:
            for entry in view.members:
                if entry != (was := self.before.room(view.room).entry(entry.user)):
                    yield view.room, was, entry


def lines_of(update: Update) -> tuple[Entry, ...]:
    """The lines of a register that an update carries."""
    if isinstance(update, MemberMap):
        return update.members
    return (update,) if isinstance(update, Entry) else ()


def acts_before(acts: Acts, server: HomeServer, giver: UserId, command: Incoming) -> Acts:
    """The acts that stand while a command is carried out, this one among them."""
    if not isinstance(command, Accept | Join | Knock):
        return acts
    invitation = server.invitation(giver, command.room) if isinstance(command, Accept) else None
    epoch = invitation.proof.epoch if invitation else epoch_after(server.room(command.room).entry(giver))
    return tuple(sorted({*acts, Act(giver, command.room, epoch)}))


def acts_after(moment: Moment) -> Acts:
    """The acts that still stand afterwards: none of a stay that has ended."""
    return tuple(act for act in moment.acts if not _is_over(moment.after.room(act.room).entry(act.user), act.epoch))


def _is_over(entry: Entry | None, epoch: int) -> bool:
    return entry is not None and entry.membership.is_over and entry.epoch >= epoch
