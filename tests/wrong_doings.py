"""What wrong servers do in place of the right thing; `wrong_servers.toml` says where, and what mistake it is."""

from dataclasses import replace
from typing import Any

from spec_impl.messages import Asking, Grant, Refusal
from spec_impl.notices import Notice
from spec_impl.room import Room
from spec_impl.rules import candidates, public_join
from spec_impl.situation import Inquiry, Reaction, Situation
from spec_impl.stepping import receive
from spec_impl.terms import Entry, Membership, ModeChange, RoomId, ServerName, Update, UserId
from spec_impl.world import HomeServer, NamedRoom, Wish

_receive, _admit, _wish_for = receive, public_join.admit, public_join.wish_for


def _backwards(name: str) -> tuple[int, ...]:
    return tuple(-ord(letter) for letter in name)


@property  # type: ignore[misc]
def entry_weight_turned_round(self: Entry) -> tuple[Any, ...]:
    """Of two authors the earlier name wins."""
    return (self.epoch, self.membership.rank, _backwards(self.origin), self.membership)


@property  # type: ignore[misc]
def mode_weight_turned_round(self: ModeChange) -> tuple[Any, ...]:
    """Of two authors the earlier name wins."""
    return (self.depth, _backwards(self.origin), self.mode)


@property  # type: ignore[misc]
def rank_before_epoch(self: Entry) -> tuple[Any, ...]:
    """The further stage wins, of whichever stay."""
    return (self.membership.rank, self.epoch, self.origin, self.membership)


@property  # type: ignore[misc]
def without_rank(self: Entry) -> tuple[Any, ...]:
    """Within a stay the author decides, and then the word as it is written."""
    return (self.epoch, self.origin, self.membership)


def always_news(self: Room, update: Update) -> bool:  # noqa: ARG001
    """Whatever comes is taken."""
    return True


def receive_and_send_twice(*given: Any) -> Reaction:
    """Each message once more."""
    reaction = _receive(*given)
    return replace(reaction, sends=reaction.sends * 2)


def receive_and_name_the_first_stay(*given: Any) -> Reaction:
    """In a refusal, stay 1."""
    return _refusing(_receive(*given), epoch=1)


def receive_and_refuse_a_join(*given: Any) -> Reaction:
    """In a refusal, that a join was asked for."""
    return _refusing(_receive(*given), asking=Asking.JOIN)


def _refusing(reaction: Reaction, **changed: Any) -> Reaction:
    return replace(
        reaction,
        sends=tuple(
            replace(each, message=replace(each.message, **changed)) if isinstance(each.message, Refusal) else each
            for each in reaction.sends
        ),
    )


def any_room(self: HomeServer, room: RoomId) -> Room:
    """The first room that is held, whatever was asked for."""
    return next(iter(self.rooms), Room(room))


def entry_by_name(self: Room, user: UserId) -> Entry | None:
    """The line of whoever is called so, on any server."""
    return next((entry for entry in self.members if entry.user.name == user.name), None)


def joined_on_the_machine(self: Room, server: ServerName | None = None) -> tuple[UserId, ...]:
    """Those of the machine, whatever the port."""
    joined = (entry.user for entry in self.members if entry.membership is Membership.JOINED)
    return tuple(user for user in joined if server is None or _machine(user.server) == _machine(server))


def speaks_for_another_machine(s: Situation) -> bool:
    """Whether the asking server runs on another machine."""
    return _machine(str(s.sender)) != _machine(s.user.server)


def _machine(server: str) -> str:
    return server.partition(":")[0]


def unchanged(self: HomeServer, *_: object) -> HomeServer:
    """Nothing is kept, or nothing let go."""
    return self


def restart_without_kept_requests(s: Situation) -> Reaction:
    """What others asked and still wait for is lost."""
    return candidates._ask_again(replace(s, server=replace(s.server, held=())))


def go_on_in_a_circle(s: Situation) -> Reaction:
    """The one that was asked is asked again after the others."""
    assert s.wish and s.wish.waiting_for
    return candidates.ask_next(s.server, replace(s.wish, untried=(*s.wish.untried, s.wish.waiting_for)))


def wish_from_the_end(*given: Any) -> Wish:
    """The last candidate first."""
    wish = _wish_for(*given)
    return replace(wish, untried=wish.untried[::-1])


def no_notices(*_: object) -> tuple[Notice, ...]:
    """Nobody is shown anything."""
    return ()


def admit_with_one_line(s: Situation) -> Reaction:
    """The grant without the others."""
    reaction = _admit(s)
    cut = tuple(
        replace(each, message=replace(grant, state=replace(grant.state, members=(grant.entry,))))
        for each in reaction.sends
        if isinstance(grant := each.message, Grant)
    )
    return replace(reaction, sends=cut)


def listed_or_not(inquiry: Inquiry) -> list[NamedRoom]:
    """Every room whose name has the word in it."""
    return [name for name in inquiry.directory.names if inquiry.message.word in name.listing.alias]  # type: ignore[union-attr]
