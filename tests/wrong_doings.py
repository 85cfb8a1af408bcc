"""What wrong servers do in place of the right thing; `wrong_servers.toml` says where, and what mistake it is."""

from dataclasses import replace
from typing import Any

from spec_impl import stepping
from spec_impl.messages import Asking, Grant, Invitation, Refusal
from spec_impl.notices import InvitationShown, KnockSeen, MembershipChanged, Notice
from spec_impl.room import Room
from spec_impl.rows import Outcome
from spec_impl.rules import acceptance, candidates, endings, invitation, knock, public_join, register
from spec_impl.situation import Inquiry, Reaction, Situation
from spec_impl.stepping import receive
from spec_impl.terms import (
    DIRECTORY,
    Entry,
    JoinMode,
    Membership,
    ModeChange,
    RoomId,
    ServerName,
    Update,
    UserId,
    epoch_after,
)
from spec_impl.world import Held, HomeServer, NamedRoom, Wish

_receive, _admit, _wish_for = receive, public_join.admit, public_join.wish_for
_to_members, _wishing = stepping._to_members, HomeServer.wishing
_merged, _settled, _end_own, _likely_to_know = Room.merged, register._settled, endings._end_own, endings._likely_to_know
_decide_again, _take_grant, _ask_again = acceptance.decide_again, public_join._take_grant, candidates._ask_again


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
    return _ask_again(replace(s, server=replace(s.server, held=())))


def restart_without_names(s: Situation) -> Reaction:
    """The names that this server gave are lost."""
    return _ask_again(replace(s, server=replace(s.server, names=())))


def restart_without_those_asked(s: Situation) -> Reaction:
    """Of whom a wish was put to only who owes an answer is remembered."""
    wishes = (replace(wish, asked=(wish.waiting_for,) if wish.waiting_for else ()) for wish in s.server.wishes)
    return _ask_again(replace(s, server=replace(s.server, wishes=tuple(wishes))))


def restart_without_those_knocked_at(s: Situation) -> Reaction:
    """Of a knock only the server that owes an answer is remembered."""
    asked = {(wish.user, wish.room): (wish.waiting_for,) for wish in s.server.wishes if wish.waiting_for}
    knocks = (replace(knock, asked=asked.get((knock.user, knock.room), ())) for knock in s.server.knocks)
    return _ask_again(replace(s, server=replace(s.server, knocks=tuple(knocks))))


def is_public_to_whoever_has_not_left(s: Situation) -> bool:
    """A public room lets in whoever has not left it."""
    return s.room.mode is JoinMode.PUBLIC and s.room.membership(s.user) is not Membership.LEFT


def takes_knocks_of_whoever_was_not_denied(s: Situation) -> bool:
    """A semi-public room takes the knock of whoever was not turned down before."""
    return s.room.mode is JoinMode.KNOCK and s.room.membership(s.user) is not Membership.DENIED


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


def to_the_first_member(before: Room, after: Room, entry: Entry, server: ServerName) -> tuple[Notice, ...]:
    """One of those who are joined is shown it."""
    return _to_members(before, after, entry, server)[:1]


def wishing_for_one_room(self: HomeServer, wish: Wish) -> HomeServer:
    """No answer is awaited any more for what the user wished for in another room."""
    others = (
        replace(each, waiting_for=None) if each.user == wish.user and each.room != wish.room else each
        for each in self.wishes
    )
    return _wishing(replace(self, wishes=tuple(others)), wish)


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


@property  # type: ignore[misc]
def weight_by_parts_of_the_name(self: Entry) -> tuple[Any, ...]:
    """Of two authors, first what stands before the first point of the name."""
    return (self.epoch, self.membership.rank, self.origin.split("."), self.membership)


@property  # type: ignore[misc]
def weight_without_the_word(self: Entry) -> tuple[Any, ...]:
    """Two endings of one stay by one server weigh the same."""
    return (self.epoch, self.membership.rank, self.origin)


@property  # type: ignore[misc]
def mode_weight_without_the_word(self: ModeChange) -> tuple[Any, ...]:
    """Two changes of one depth by one server weigh the same."""
    return (self.depth, self.origin)


def merged_by_whole_id(self: Room, update: Update) -> Room:
    """The members sorted as their ids are spelt."""
    merged = _merged(self, update)
    return replace(merged, members=tuple(sorted(merged.members, key=lambda entry: str(entry.user))))


def servers_by_their_members(self: Room) -> tuple[ServerName, ...]:
    """Each server where its first member stands."""
    return tuple(dict.fromkeys(user.server for user in self.joined()))


@property  # type: ignore[misc]
def standing_in_any_stay(self: Situation) -> Membership:
    """How the user is held, also where that is of an earlier stay."""
    return self.room.membership(self.user)


@property  # type: ignore[misc]
def standing_in_the_very_stay(self: Situation) -> Membership:
    """How the user is held, but as none where that is of a later stay."""
    entry = self.entry
    return entry.membership if entry and entry.epoch == self.epoch else Membership.NONE


def strike_nothing(s: Situation) -> HomeServer:
    """The knock stays remembered."""
    return s.server


def strike_at_any_refusal(s: Situation) -> HomeServer:
    """The knock is forgotten as soon as anybody refuses one."""
    is_one = isinstance(s.message, Refusal) and s.message.asking is Asking.KNOCK
    return s.server.forgetting_knock(s.user, s.room_id) if is_one else s.server


def answered_by_nothing(s: Situation) -> Reaction:
    """The wish goes on waiting."""
    return Reaction(s.server)


def answered_by_any_word(s: Situation) -> Reaction:
    """No wish goes on waiting."""
    return Reaction(s.server.wishing(replace(s.wish, waiting_for=None)) if s.wish else s.server)


def place_after_the_stay_held(s: Situation) -> Reaction:
    """One more than the stay of a member, whatever was asked for."""
    is_in = s.entry is not None and s.entry.membership in (Membership.INVITED, Membership.JOINED)
    epoch = epoch_after(s.entry) + 1 if is_in else max(s.epoch, epoch_after(s.entry))
    entry = Entry(s.user, epoch, Membership.KNOCKED, s.server.name)
    return knock._acknowledging(s, register.author(s, entry))


def wishing_anew(self: HomeServer, wish: Wish) -> HomeServer:
    """The wish with those that it asked itself."""
    others = (other for other in self.wishes if (other.user, other.room) != (wish.user, wish.room))
    asked = replace(wish, asked=tuple(sorted({*wish.asked})))
    return replace(self, wishes=tuple(sorted((*others, asked), key=lambda kept: (kept.user, kept.room))))


def wish_for_all_that_is_listed(s: Situation) -> Wish:
    """Every server of the invitation's list."""
    invitation = s.server.invitation(s.user, s.room_id)
    assert invitation
    return _wish_for(s, Asking.ACCEPTANCE, invitation.proof)


def wish_for_the_invitations_first(s: Situation, asking: Asking, *proof: Any) -> Wish:
    """The servers of the invitation before those that the directory named."""
    wish, invitation = _wish_for(s, asking, *proof), s.server.invitation(s.user, s.room_id)
    first = [server for server in invitation.servers if server in wish.untried] if invitation else []
    return replace(wish, untried=tuple(dict.fromkeys((*first, *wish.untried))))


def settled_whatever_the_stay(server: HomeServer, room: RoomId, entry: Entry, *reading: Any) -> HomeServer:
    """As if it were of the latest stay that there is."""
    return _settled(server, room, replace(entry, epoch=9) if entry.membership.rank > 2 else entry, *reading)


def settled_but_for_the_invitation(server: HomeServer, room: RoomId, entry: Entry, *reading: Any) -> HomeServer:
    """The rest is settled."""
    return replace(_settled(server, room, entry, *reading), invitations=server.invitations)


def end_own_by_the_line_alone(s: Situation, how: Membership) -> Reaction:
    """As if the invitation in hand were of the stay held, or of none."""
    if invitation := s.server.invitation(s.user, s.room_id):
        proof = replace(invitation.proof, epoch=s.entry.epoch if s.entry else 0)
        s = replace(s, server=s.server.inviting(replace(invitation, proof=proof)))
    return _end_own(s, how)


def likely_but_the_author(s: Situation) -> set[ServerName]:
    """Whoever is on the list, and all others."""
    invitation = s.server.invitation(s.user, s.room_id)
    author = {invitation.proof.origin} - {*invitation.servers} if invitation else set()
    return _likely_to_know(s) - author


def likely_but_those_found(s: Situation) -> set[ServerName]:
    """As if nothing had been looked up."""
    return _likely_to_know(replace(s, server=replace(s.server, found=())))


def knowing_of_nobody(told: set[ServerName], s: Situation, epoch: int) -> HomeServer:  # noqa: ARG001
    """Nothing is remembered of whom was told."""
    return s.server


def holding_the_last(self: HomeServer, held: Held) -> HomeServer:
    """The acceptance in place of any other of the user and room."""
    return replace(self.releasing(held), held=(*self.releasing(held).held, held))


def holding_one_for_each_user(self: HomeServer, held: Held) -> HomeServer:
    """The acceptance in place of any other of the user."""
    others = (each for each in self.held if each.user != held.user)
    return replace(self, held=(*others, held))


def leave_the_stay_held(s: Situation) -> Reaction:
    """As if no invitation were in hand."""
    return _end_own(replace(s, server=s.server.declining(s.user, s.room_id)), Membership.LEFT)


def to_members_of_knock_rooms(before: Room, after: Room, entry: Entry, server: ServerName) -> tuple[Notice, ...]:
    """Nothing of a knock where the mode is another one."""
    is_unseen = entry.membership is Membership.KNOCKED and after.mode is not JoinMode.KNOCK
    return () if is_unseen else _to_members(before, after, entry, server)


def decide_again_and_keep_what_is_refused(s: Situation, held: Held) -> Reaction:
    """Only what was granted is kept no more."""
    verdict, _ = acceptance.ACCEPTANCE.decide(s.facing(held.acceptance, held.asker))
    return _decide_again(s, held) if verdict.outcome is Outcome.ACCEPT else Reaction(s.server)


def add_its_servers_to_the_new_one(s: Situation) -> Reaction:
    """The one that came is in hand, with the servers of both."""
    held, came = s.server.invitation(s.user, s.room_id), s.message
    assert held and isinstance(came, Invitation)
    both = replace(came, servers=tuple(dict.fromkeys((*held.servers, *came.servers))))
    return Reaction(s.server.inviting(both)).showing(InvitationShown(s.user, s.room_id, came.inviter))


def take_grant_in_silence(s: Situation) -> Reaction:
    """The grant is taken and the directory not told."""
    reaction = _take_grant(s)
    return replace(reaction, sends=tuple(each for each in reaction.sends if each.receiver != DIRECTORY))


def to_members_as_they_were(before: Room, after: Room, entry: Entry, server: ServerName) -> tuple[Notice, ...]:
    """Everybody who was joined before is shown it."""
    witnesses = [user for user in before.joined(server) if user != entry.user]
    if entry.membership is Membership.KNOCKED:
        return tuple(KnockSeen(user, after.room, entry.user) for user in witnesses)
    return tuple(MembershipChanged(user, after.room, entry.user, entry.membership) for user in witnesses)


def ask_again_for_joins(s: Situation) -> Reaction:
    """Only a request to join is sent again."""
    joins = tuple(wish for wish in s.server.wishes if wish.asking is Asking.JOIN)
    again = _ask_again(replace(s, server=replace(s.server, wishes=joins)))
    return replace(again, server=replace(again.server, wishes=s.server.wishes))


def not_for_an_id_of_this_server(s: Situation) -> bool:
    """Whether the id names another home server."""
    assert isinstance(s.message, Invitation)
    return s.user.server != s.server.name or s.sender != s.message.inviter.server


def accept_for_the_user_unseen(s: Situation) -> Reaction:
    """What is accepted for the user is never shown to her."""
    accepted = invitation._accept_for_the_user(s)
    return replace(accepted, notices=tuple(each for each in accepted.notices if not isinstance(each, InvitationShown)))
