"""An outsider's server that keeps to no rule, and what a town without the room would owe him (PRV-4).

Concealment is about two worlds that differ in the room only: he must not be able to tell in which one he lives.
Without the room every server answers each of his messages always alike (`constant_answers` makes sure). So the second
world need not be searched beside the first: his message, when it arrives, adds its constant answer to what is owed; a
message to him must be owed, else it is a leak; a quiet world that still owes is a silence. That is exact for a network
that orders nothing, and by induction whole runs agree under every schedule. `Besieged` keeps these books in numbers for
the search; `accounts` keeps them for people, step by step in one run, and is a second opinion.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from functools import cache
from typing import Any, Literal, get_args, get_type_hints

from spec_impl import (
    Action,
    Deliver,
    Envelope,
    Give,
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

from .town import Event, Move, Numbers, RuleTable, State, Town, ones

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


# --- The books in numbers, for the search -----------------------------------------------------------------------------


def _is_given_at(servers: list[ServerName], action: Action) -> bool:
    return isinstance(action, Give) and action.user.server in servers


LEAK = -1
"""What stands in place of the debt once the outsider has been told what a town without the room would not tell him."""


class Besieged:
    """A town whose outsider posts any message of his alphabet, as often as he likes, but one at a time.

    That is one that is on its way, or that a town without the room would have answered by now. Where he can tell
    nothing by a message, since it would change nothing and be answered at once as without the room, it is not posted:
    posting it later is the same. A user who holds an invitation of his gives no command: what she tells is her doing.

    The last number of a state is what is owed to him. Where the scope hides nothing, his answers are dropped uncounted.
    """

    def __init__(self, scope: Scope, rules: RuleTable) -> None:
        assert scope.outsider, "a town is besieged by somebody"
        self.town, self.rules, self.outsider, self.room = Town(scope, rules), rules, scope.outsider, scope.hides
        self.debts: Numbers[Answers] = Numbers()
        self.telling, self.is_baited = cache(self._telling), cache(self._is_baited)
        self.posted = rules.envelopes.bits(scope.alphabet)
        self.answers: dict[int, Answers] = {}
        if self.room:
            answers = constant_answers(self.town.start, self.room, self.outsider, scope.alphabet)
            self.answers = {rules.envelopes.of(envelope): answer for envelope, answer in answers.items()}
        self._to_him = (0, 0)

    def initial(self) -> State:
        """The town as it begins, and nothing owed."""
        return (*self.town.initial(), self.debts.of(()))

    def enabled(self, state: State) -> Sequence[Move]:
        """What the town can do; and the outsider posts, while nothing of his is on its way or still to be answered."""
        if state[-1] == LEAK:
            return ()
        actors = tuple(enumerate(state[: self.town.directory + 1]))
        baited = [self.town.names[actor] for actor, local in actors if self.is_baited(local)]
        moves = [move for move in self.town.enabled(state) if not (baited and _is_given_at(baited, move.action))]
        if state[self.town.flight] & self.posted or self.owes(state):
            return moves
        return [*moves, *(post for actor, local in actors for post in self.telling(actor, local))]

    def _telling(self, actor: int, local: int) -> tuple[Move, ...]:
        """The posts to an actor in some state by which something changes, is seen, or is answered otherwise."""
        name = (*self.town.names, DIRECTORY)[actor]
        posts = (envelope for envelope in self.town.scope.alphabet if envelope.receiver == name)
        return self.town.moves((Post(each) for each in posts if self._tells(local, each)), self.town.network(0))

    def _tells(self, local: int, envelope: Envelope) -> bool:
        event = self.rules.events.of(Event(envelope.sender, envelope.message))
        after, sends, published, sights = self.rules.effect(local, event)
        owed = self.rules.envelopes.bits(self.answers.get(self.rules.envelopes.of(envelope), ()))
        return (after, sends, published, sights) != (local, owed, 0, ())

    def _is_baited(self, local: int) -> bool:
        """Whether a home server in this state holds an invitation in which the outsider's server has a hand."""
        mine = self.rules.locals.values[local]
        if isinstance(mine, Directory):
            return False
        return any(self.outsider in (each.inviter.server, *each.servers) for each in mine.server.invitations)

    def step(self, state: State, move: Move) -> State:
        """The state after one action; whatever is sent to the outsider is set off against what is owed."""
        after = self.town.step(state, move)
        sent = after[self.town.flight] & self._messages_to_him()
        arrived = move.takes & self.posted if isinstance(move.action, Deliver) else 0
        if not sent and not arrived:
            return after
        settled = list(after)
        settled[self.town.flight] &= ~sent
        if self.room:
            settled[-1] = self._settled(state[-1], arrived, sent)
        return tuple(settled)

    def is_own(self, move: Move) -> bool:
        """Whether it happens without a client, an outsider or a fault."""
        return move.is_own

    def owes(self, state: State) -> Answers:
        """What he would have been sent by now if there were no room, and has not been."""
        return self.debts.values[state[-1]] if state[-1] != LEAK else ()

    def _messages_to_him(self) -> int:
        known, bits = self._to_him
        envelopes = self.rules.envelopes.values
        if known < len(envelopes):
            for number in range(known, len(envelopes)):
                bits |= (envelopes[number].receiver == self.outsider) << number
            self._to_him = (len(envelopes), bits)
        return bits

    def _settled(self, debt: int, arrived: int, sent: int) -> int:
        owed = Counter(self.debts.values[debt])
        owed.update(self.answers[arrived.bit_length() - 1] if arrived else ())
        paid = Counter(self.rules.envelopes.values[number] for number in ones(sent))
        return LEAK if paid - owed else self.debts.of(_listed(owed - paid))


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


def accounts(trace: Trace, room: RoomId, outsider: ServerName) -> tuple[Account, ...]:
    """The books of a run, an account for each step."""
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
