"""An outsider's server that keeps to no rule, and what a town without the room would owe him (PRV-4).

Concealment is about two worlds that differ in the room only: he must not be able to tell in which one he lives.
Without the room every server answers each of his messages always alike (`constant_answers` makes sure). So the second
world need not be searched beside the first: his message, when it arrives, adds its constant answer to what is owed; a
message to him must be owed, else it is a leak; a quiet world that still owes is a silence. That is exact for a network
that orders nothing, and by induction whole runs agree under every schedule. `Besieged` keeps these books as marks for
the search; `accounts` keeps them for people, step by step in one run, and is a second opinion.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from functools import cache, partial
from typing import Any, Literal, get_args, get_type_hints

from spec_impl import (
    Deliver,
    Envelope,
    Post,
    Reading,
    RoomId,
    ServerName,
    Step,
    Trace,
    World,
    step,
    stepping,
)
from spec_impl.messages import DirectoryAnswer, DirectoryQuery
from spec_impl.scopes.scope import Scope
from spec_impl.terms import DIRECTORY
from spec_impl.world import Directory, HomeServer

from ..doors import door, wrong_use
from .moves import NONE_THERE, Line, State
from .table import Event, RuleTable
from .town import POSTED, Owed, Town

Answers = tuple[Envelope, ...]


# --- The world without the room ---------------------------------------------------------------------------------------


def without(world: World, room: RoomId, outsider: ServerName) -> World:
    """The same world, never touched by the room: not at other servers, not at the directory, not on its way.

    What the outsider's own server holds, has sent or is being sent stays as it is.
    """

    def is_his(envelope: Envelope) -> bool:
        return outsider in (envelope.sender, envelope.receiver)

    def unlisted(envelope: Envelope) -> Envelope:
        """An answer of the directory to somebody else, without the room in it."""
        message = envelope.message
        if is_his(envelope) or not isinstance(message, DirectoryAnswer):
            return envelope
        found = tuple(listing for listing in message.found if listing.room != room)
        return replace(envelope, message=replace(message, found=found))

    def stays(envelope: Envelope) -> bool:
        message = envelope.message
        return is_his(envelope) or isinstance(message, DirectoryQuery | DirectoryAnswer) or message.room != room

    names = tuple(name for name in world.directory.names if name.listing.room != room)
    return replace(
        world,
        servers=tuple(server if server.name == outsider else erased(server, room) for server in world.servers),
        directory=replace(world.directory, names=names),
        in_flight=stepping.as_set(unlisted(envelope) for envelope in world.in_flight if stays(envelope)),
        broadcast=tuple(update for update in world.broadcast if update.room != room),
    )


def erased(server: HomeServer, room: RoomId) -> HomeServer:
    """A home server that holds nothing of the room, in whichever of its collections."""
    kind: Any = type(server)
    held: dict[str, Any] = {name: getattr(server, name) for name in _kept_by_room(kind)}
    kept: dict[str, Any] = {name: tuple(each for each in of if each.room != room) for name, of in held.items()}
    return replace(server, **kept)


@cache
def _kept_by_room(kind: Any) -> tuple[str, ...]:
    """The fields of a home server but its name and users. Raises `TypeError` for one that does not tell its room."""
    hints, names = get_type_hints(kind), [each.name for each in fields(kind) if each.name not in ("name", "users")]
    for name in names:
        elements = [each for each in get_args(hints[name]) if each is not Ellipsis]
        if len(elements) != 1 or "room" not in {*dir(elements[0]), *get_type_hints(elements[0])}:
            raise TypeError(
                f"{kind.__name__}.{name} is no collection of things of one room each: what is to be erased?"
            )
    return tuple(names)


# --- What he is answered where there is no room -----------------------------------------------------------------------


class NotConstant(AssertionError):
    """Without the room some answer depends on what was asked before, so the search beside it would prove nothing."""


def constant_answers(
    world: World, room: RoomId, outsider: ServerName, alphabet: Iterable[Envelope]
) -> dict[Envelope, Answers]:
    """What each message of the alphabet is answered where there is no room, whatever was sent before it.

    Every state that a server can be brought into by the alphabet is asked every message of it. Raises `NotConstant`
    where two of them answer differently, or where somebody else is sent something.
    """
    empty = without(world, room, outsider)
    actors: dict[ServerName, HomeServer | Directory] = {server.name: server for server in empty.servers}
    actors[DIRECTORY] = empty.directory
    answers: dict[Envelope, Answers] = {}
    for name, actor in actors.items():
        mine = [envelope for envelope in alphabet if envelope.receiver == name]
        ahead, met = [actor], {actor}
        while ahead:
            state = ahead.pop()
            for envelope in mine:
                after, sends = _react(state, envelope, world.reading)
                if answers.setdefault(envelope, sends) != sends or any(each.receiver != outsider for each in sends):
                    raise NotConstant(f"{envelope.receiver} answers {envelope.message} by what came before it")
                if after not in met:
                    met.add(after)
                    ahead.append(after)
    return answers


def _react(
    actor: HomeServer | Directory, envelope: Envelope, reading: Reading
) -> tuple[HomeServer | Directory, Answers]:
    if isinstance(actor, Directory):
        inquired = stepping.inquire(actor, envelope.sender, envelope.message, reading)
        return inquired.directory, inquired.sends
    reaction = stepping.receive(actor, envelope.sender, envelope.message, reading)
    return reaction.server, reaction.sends


# --- The books as marks, for the search -------------------------------------------------------------------------------


class Besieged(Town):
    """A town whose outsider posts any message of his alphabet, as often as he likes, but one at a time.

    That is one that is on its way, or that a town without the room would have answered by now. Where he can tell
    nothing by a message, since it would change nothing and be answered at once as without the room, it is not posted:
    posting it later is the same. A user who holds an invitation of his gives no command: what she tells is her doing.

    What is owed to him are marks, and a leak is the end of its run. Where the scope hides nothing, his answers are
    dropped uncounted.
    """

    def __init__(self, scope: Scope, rules: RuleTable) -> None:
        assert scope.outsider, "a town is besieged by somebody"
        self.outsider, self.room = scope.outsider, scope.hides
        super().__init__(scope, rules)
        self.answers: dict[Envelope, Answers] = {}
        if self.room:
            self.answers = constant_answers(self.start, self.room, self.outsider, scope.alphabet)
        self.debts = self.bits(Owed(answer) for answers in self.answers.values() for answer in answers)
        posted = self.bits(scope.alphabet)
        for place, envelope in enumerate(scope.alphabet):
            actor = self.number[envelope.receiver]
            event = rules.events.of(Event(envelope.sender, envelope.message))
            tells = partial(self._tells, event=event, answers=self.answers.get(envelope, ()))
            post = partial(self._add, (POSTED, actor, place), Post(envelope), lambda _: True)
            post(lacks=posted | self.debts, host=actor, offers=tells)

    def _may_give(self, number: int) -> bool:
        return not self.is_baited(number)

    def is_baited(self, number: int) -> bool:
        """Whether a home server in this state holds an invitation in which the outsider's server has a hand."""
        held = self.rules.server(number).invitations
        return any(self.outsider in (each.inviter.server, *each.servers) for each in held)

    def _tells(self, number: int, event: int, answers: Answers) -> bool:
        """Whether by this post something changes, is seen, or is answered otherwise than without the room."""
        return self.rules.effect(number, event) != (number, answers, (), ())

    def _line(self, number: int, move: int) -> Line:
        """The line of the town; whatever is sent to the outsider is set off against what is owed."""
        row = self.moves[move]
        line = super()._line(number, move)
        sends = self.rules.effect(number, row.event).sends if row.event != NONE_THERE else ()
        sent = [envelope for envelope in sends if envelope.receiver == self.outsider]
        arrived = row.action.envelope if isinstance(row.action, Deliver) else None
        owed = self.answers.get(arrived, ()) if arrived else ()
        if not self.room or not (sent or owed):
            return line
        leak = line._replace(clears=line.clears | self.debts, puts=line.puts | self.ended)
        if set(sent) - {*owed} and owed:
            return leak
        if owed:
            return line._replace(puts=line.puts | self.bits(Owed(answer) for answer in owed if answer not in sent))
        paid = {Owed(answer) for answer in sent}
        if any(debt not in self.marks for debt in paid):
            return leak
        bits = self.bits(paid)
        return line._replace(clears=line.clears | bits, demands=bits, otherwise=leak)

    def _is_kept(self, envelope: Envelope) -> bool:
        return envelope.receiver != self.outsider

    def owes(self, state: State) -> bool:
        """Whether he would have been sent something by now if there were no room, and has not been."""
        return bool(state[-1] & self.debts)

    def has_leaked(self, state: State) -> bool:
        """Whether he was sent what a town without the room would not have sent."""
        return bool(state[-1] & self.ended)


# --- The books of one run, for people ---------------------------------------------------------------------------------

Balance = Literal["even", "open", "leak", "silence"]


@dataclass(frozen=True)
class Account:
    """One step: what a town without the room would answer him for it, what he is sent, and what is owed after it.

    `extra` is what he is sent and was not owed.
    """

    number: int
    owed: Answers
    sent: Answers
    extra: Answers
    still_owed: Answers

    @property
    def is_blank(self) -> bool:
        """Whether nothing is written down for this step."""
        return not self.owed and not self.sent


@door
def accounts(trace: Trace, room: RoomId, outsider: ServerName) -> tuple[Account, ...]:
    """The books of a run, an account for each step."""
    trace.world.server(outsider)
    worlds = (trace.initial, *(made.after for made in trace.steps))
    if not any(view.room == room for world in worlds for server in world.servers for view in server.rooms):
        raise wrong_use(f"no server holds a room {room!r} in this run: name one that it is about")
    books, debt = [], Counter[Envelope]()
    for number, made in enumerate(trace.steps, start=1):
        sent: Answers = _sent_to(outsider, made)
        owed: Answers = ()
        if isinstance(made.action, Deliver) and made.action.envelope.sender == outsider:
            owed = _sent_to(outsider, step(without(made.before, room, outsider), made.action))
        debt.update(owed)
        extra = Counter(sent) - debt
        debt -= Counter(sent)
        books.append(Account(number, owed, sent, _listed(extra), _listed(debt)))
    return tuple(books)


@door
def balance(trace: Trace, room: RoomId, outsider: ServerName) -> Balance:
    """How the books stand at the end: a leak is for ever, a debt is a silence once nothing more will happen.

    What is on its way to him was sent, and counts as there.
    """
    books = accounts(trace, room, outsider)
    if any(account.extra for account in books):
        return "leak"
    if not books or not books[-1].still_owed:
        return "even"
    others = tuple(envelope for envelope in trace.world.in_flight if envelope.receiver != outsider)
    return "silence" if stepping.is_quiet(replace(trace.world, in_flight=others)) else "open"


def _sent_to(outsider: ServerName, made: Step) -> Answers:
    return tuple(envelope for envelope in made.sends if envelope.receiver == outsider)


def _listed(envelopes: Counter[Envelope]) -> Answers:
    return tuple(sorted(envelopes.elements(), key=ascii))
