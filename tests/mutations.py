"""What stands in place of a guard or an effect in a mutant: each is the right one, with one thing forgotten."""

from dataclasses import replace

from spec_impl.messages import Acceptance, Ending, Envelope, Told
from spec_impl.notices import CommandRefused
from spec_impl.reading import Reading
from spec_impl.rows import looks_at
from spec_impl.rules.acceptance import decide_again
from spec_impl.rules.candidates import request_of
from spec_impl.rules.endings import _end_own, _likely_to_know, _telling, has_not_knocked
from spec_impl.rules.invitation import _add_its_servers, _ended_here
from spec_impl.rules.knock import _knows_it_stands
from spec_impl.rules.public_join import _take_grant, admit, wish_for
from spec_impl.rules.register import author, learn
from spec_impl.rules.table import telling, to_the_user
from spec_impl.situation import Reaction, Situation
from spec_impl.terms import Entry, JoinMode, Membership, RoomId, ServerName, Update, epoch_after
from spec_impl.world import Held, HomeServer, Wish

_decide_again, _wish_for, _learn, _to_the_user = decide_again, wish_for, learn, to_the_user


@looks_at("{server} knows an invitation of that stay.")
def some_invitation_is_in_force(s: Situation) -> bool:
    """Whether the user cited is invited; who asks is not compared with him."""
    assert isinstance(s.message, Acceptance)
    entry = s.room.entry(s.message.proof.user)
    return entry is not None and (entry.epoch, entry.membership) == (s.epoch, Membership.INVITED)


@looks_at("{server} has heard of that stay.")
def was_ever_invited(s: Situation) -> bool:
    """Whether there ever was such an invitation; that it has ended since is not asked."""
    return s.entry is not None and s.entry.epoch == s.epoch


@looks_at("{server} holds {user} as {held}.")
def exact_invitation_in_force(s: Situation) -> bool:
    """Whether the very change cited is in force; another invitation of the same stay is none."""
    assert isinstance(s.message, Acceptance)
    entry = s.entry
    return entry is not None and entry.membership is Membership.INVITED and entry.pdu_id == s.message.proof


@looks_at("{server} knows an invitation of that stay, of whichever room.")
def in_force_in_some_room(s: Situation) -> bool:
    """Whether the user is invited in that stay, into any room that this server holds."""
    entries = (view.entry(s.user) for view in s.server.rooms)
    return any(each is not None and (each.epoch, each.membership) == (s.epoch, Membership.INVITED) for each in entries)


def seen_in_some_room(s: Situation) -> bool:
    """Whether the server has seen an invitation of that stay, or a later stage, into any room that it holds."""
    invitation = s.server.invitation(s.user, s.room_id)
    entries = (view.entry(s.user) for view in s.server.rooms)
    return invitation is not None and any(
        each is not None and (each.epoch, each.membership.rank) >= (invitation.epoch, Membership.INVITED.rank)
        for each in entries
    )


@looks_at("{server} holds {user} as {held}; this invitation is for stay {epoch}.")
def ended_here_whoever_asks(s: Situation) -> bool:
    """Whether that stay was ended here, and no invitation is in hand; whether the sender may know is not asked."""
    return _ended_here(s) and s.server.invitation(s.user, s.room_id) is None


def add_the_servers_of_anybody(s: Situation) -> Reaction:
    """Whoever sends an invitation again counts as asked."""
    known = s.server.wishing(replace(s.wish, asked=(*s.wish.asked, ServerName(str(s.sender))))) if s.wish else s.server
    return _add_its_servers(replace(s, server=known))


def add_to_the_list_alone(s: Situation) -> Reaction:
    """What is still to be tried stays as it was."""
    added = _add_its_servers(s)
    return replace(added, server=added.server.wishing(s.wish)) if s.wish else added


def hides_invite_rooms_only(reading: Reading, mode: JoinMode | None) -> bool:  # noqa: ARG001
    """Private rooms forgotten."""
    return mode is JoinMode.INVITE


@looks_at("The mode is {mode}; {server} holds {user} as {held}.")
def hidden_from_who_never_knocked(s: Situation) -> bool:
    """Whoever knocked while the room was semi-public is thought to know of it anyway."""
    return s.mode_hides and s.standing not in (Membership.INVITED, Membership.JOINED, Membership.KNOCKED)


@looks_at("The server has asked {asked} for {user}.")
def waits_for_no_answer(s: Situation) -> bool:
    """Whether the user is not held as knocked, and nobody owes an answer; that one may come late is not asked."""
    return has_not_knocked(s) and (s.wish is None or s.wish.waiting_for is None)


def ask_the_same_again(server: HomeServer, wish: Wish) -> Reaction:
    """The candidate asked stays on the list."""
    candidate = wish.untried[0]
    wish = replace(wish, asked=(*wish.asked, candidate), waiting_for=candidate, wanted=True)
    return Reaction(server.wishing(wish), sends=(Envelope(server.name, candidate, request_of(wish)),))


def ask_the_first_alone(s: Situation, *rest: object) -> Wish:
    """All but the first candidate forgotten."""
    wish = _wish_for(s, *rest)  # type: ignore[arg-type]
    return replace(wish, untried=wish.untried[:1])


def nobody_likely_to_know(s: Situation) -> set[ServerName]:  # noqa: ARG001
    """Who ends a stay tells no other server."""
    return set()


def only_those_asked(s: Situation) -> set[ServerName]:
    """Who ends a stay tells the servers asked, not the inviter's."""
    return set(s.wish.asked) if s.wish else set()


def telling_nobody(reaction: Reaction, s: Situation, entry: Entry, servers: set[ServerName]) -> Reaction:
    """A member's server ends a stay without telling the user's own."""
    return (
        reaction
        if entry.membership in (Membership.DENIED, Membership.REVOKED)
        else _TELLING(reaction, s, entry, servers)
    )


_TELLING, _END_OWN = _telling, _end_own


def end_own_by_word_of_mouth(s: Situation, how: Membership) -> Reaction:
    """A server that is out publishes nothing, and tells those whom it knows to be inside."""
    ended = _END_OWN(s, how)
    entry = ended.server.room(s.room_id).entry(s.user)
    if s.is_aware or not ended.published or not entry:
        return ended
    return _TELLING(replace(ended, published=()), s, entry, _likely_to_know(s))


def announced_to_nobody(situation: Situation, reaction: Reaction) -> Reaction:  # noqa: ARG001
    """The directory is not told of a new mode."""
    return reaction


def learn_and_remember(server: HomeServer, room: RoomId, update: Update, reading: Reading) -> HomeServer:
    """A knock that was answered stays remembered."""
    return replace(_learn(server, room, update, reading), knocks=server.knocks)


def learn_and_forget(server: HomeServer, room: RoomId, update: Update, reading: Reading) -> HomeServer:
    """A server forgets the room with its last member."""
    return _learn(server, room, update, replace(reading, forgetting="on_last_leave"))


def the_same_stay(entry: Entry | None) -> int:
    """A new act belongs to the old stay, though that has ended."""
    return entry.epoch if entry else 1


def restart_without_memory(s: Situation) -> Reaction:
    """A crash takes knocks and wishes with it."""
    return Reaction(replace(s.server, found=(), knocks=(), wishes=()))


def restart_without_asking(s: Situation) -> Reaction:
    """A server that comes up again waits for answers that it does not ask for."""
    return Reaction(replace(s.server, found=()))


def decide_again_and_say_so(s: Situation, held: Held) -> Reaction:
    """Whoever was told once that there is no room is told again each time the acceptance is looked at."""
    reaction = _decide_again(s, held)
    if held in reaction.server.held:
        return telling(s.facing(held.acceptance, held.asker), reaction, Told.NO_SUCH_ROOM)
    return reaction


def _weight_by_origin(self: Entry) -> tuple[int, int, str, str]:
    """Within one stay the name of the writer's server decides, not how far the stay has got."""
    return (self.epoch, 0, self.origin, self.membership)


weight_by_origin = property(_weight_by_origin)


def keep_nothing(s: Situation) -> Reaction:
    """The acceptance is not kept."""
    return Reaction(s.server)


def admit_in_silence(s: Situation) -> Reaction:
    """The user is written down, and her home server hears nothing."""
    return replace(admit(s), sends=())


def admit_here_alone(s: Situation) -> Reaction:
    """The user is granted entry, and the members hear nothing."""
    return replace(admit(s), published=())


def invite_as_joined(s: Situation) -> Reaction:
    """Whom a member asks in is in, without having said yes."""
    return author(s, Entry(s.user, epoch_after(s.entry), Membership.JOINED, s.server.name))


def admit_whom_the_proof_names(s: Situation) -> Reaction:
    """Whoever accepts, the user named in the proof is written down as joined."""
    assert isinstance(s.message, Acceptance)
    return author(s, Entry(s.message.proof.user, s.epoch, Membership.JOINED, s.server.name))


@looks_at("{sender} speaks of {user} of {home}.")
def does_not_write_for_itself(s: Situation) -> bool:
    """Who wrote it, and whose stay it is, are asked; whether a revocation comes from a member is not."""
    assert isinstance(s.message, Ending)
    entry = s.message.entry
    return s.sender != entry.origin or not (s.sender == entry.user.server or entry.user in s.server.users)


def take_the_grant_alone(s: Situation) -> Reaction:
    """Take the room's state in, and keep to oneself what the members do not know."""
    return replace(_take_grant(s), published=())


def invite_anew(s: Situation) -> Reaction:
    """An invitation that stands is written a second time, as one of the next stay."""
    assert s.entry
    return author(s, Entry(s.user, s.entry.epoch + 1, Membership.INVITED, s.server.name))


@looks_at("{user} holds {holding}.")
def holds_no_invitation(s: Situation) -> bool:
    """No invitation is in hand; what the register holds is not asked."""
    return s.server.invitation(s.user, s.room_id) is None


def no_such_room_alone_in_other_words(situation: Situation, told: Told) -> Told:
    """What a server says of knocking goes on as it came."""
    return _to_the_user(situation, told) if told is Told.NO_SUCH_ROOM else told


def as_it_came(_situation: Situation, told: Told) -> Told:
    """What a server was told, told on to its user as it stands."""
    return told


def know_and_forget(s: Situation) -> Reaction:
    """The knock is held as placed, and the memory of it is thought to have done its work."""
    known = _knows_it_stands(s)
    return replace(known, server=known.server.forgetting_knock(s.user, s.room_id))


def say_nothing(s: Situation) -> Reaction:
    """Nothing happens, and nobody is told."""
    return Reaction(s.server)


def say_that_it_takes_no_knocks(s: Situation) -> Reaction:
    """The true reason, to whoever asks."""
    return Reaction(s.server).showing(CommandRefused(s.giver, Told.NO_KNOCKING))
