"""A town with an outsider's server in it that keeps to no rule, and what a town without the room would owe him.

Without the room every server answers each of his messages always alike (`constant_answers` makes sure). So the second
world need not be searched beside the first: his message, when it arrives, adds its constant answer to what is owed; a
message to him must be owed, else it is a leak; a quiet world that still owes is a silence. That is exact for a network
that orders nothing, and by induction whole runs agree under every schedule (PRV-4).
"""

from collections import Counter
from collections.abc import Iterable, Sequence

from spec_impl import Post, Reading, World
from spec_impl.actions import Deliver
from spec_impl.messages import Envelope
from spec_impl.scopes.scope import Scope
from spec_impl.stepping import inquire, receive
from spec_impl.terms import DIRECTORY, RoomId, ServerName
from spec_impl.world import Directory, HomeServer

from .erasure import without
from .tabulated import Numbers, Rules, ones
from .town import Move, State, Town

LEAK = -1
"""What stands in place of the debt once the outsider has been told what a town without the room would not tell him."""

Answers = tuple[Envelope, ...]


class Besieged:
    """A town whose outsider posts any message of his alphabet, as often as he likes, but one at a time.

    That is one that is on its way, or that a town without the room would have answered by now.

    The last number of a state is what is owed to him. Where the scope hides nothing, his answers are dropped uncounted.
    """

    def __init__(self, scope: Scope, rules: Rules) -> None:
        assert scope.outsider, "a town is besieged by somebody"
        self.town, self.rules, self.outsider = Town(scope, rules), rules, scope.outsider
        self.debts: Numbers[Answers] = Numbers()
        self.posts = tuple(Move(Post, -1, -1, 1 << rules.envelopes.of(envelope)) for envelope in scope.alphabet)
        self.posted = sum(post.bit for post in self.posts)
        self.room = scope.hides
        self.answers = self._constant() if self.room else {}
        self._to_him = (0, 0)

    def _constant(self) -> dict[int, Answers]:
        assert self.room
        answers = constant_answers(self.town.start, self.room, self.outsider, self.town.scope.alphabet)
        return {self.rules.envelopes.of(envelope): answer for envelope, answer in answers.items()}

    def initial(self) -> State:
        """The town as it begins, and nothing owed."""
        return (*self.town.initial(), self.debts.of(()))

    def enabled(self, state: State) -> Sequence[Move]:
        """What the town can do; and the outsider posts, while nothing of his is on its way or still to be answered."""
        if state[-1] == LEAK:
            return ()
        moves = list(self.town.enabled(state[:-1]))
        if not state[self.town.flight] & self.posted and not self.owes(state):
            moves += self.posts
        return moves

    def step(self, state: State, action: Move) -> State:
        """The state after one action; whatever is sent to the outsider is set off against what is owed."""
        if action.kind is Post:
            after = list(state)
            after[self.town.flight] |= action.bit
            return tuple(after)
        after = [*self.town.step(state[:-1], action), state[-1]]
        sent = after[self.town.flight] & self._messages_to_him()
        after[self.town.flight] &= ~sent
        if self.room:
            after[-1] = self._settle(state[-1], action, sent)
        return tuple(after)

    def is_own(self, action: Move) -> bool:
        """Whether it happens without a client, an outsider or a fault."""
        return self.town.is_own(action)

    def owes(self, state: State) -> Answers:
        """What he would have been sent by now if there were no room, and has not been."""
        return self.debts.values[state[-1]] if state[-1] != LEAK else ()

    def _messages_to_him(self) -> int:
        known, bits = self._to_him
        envelopes = self.rules.envelopes.values
        for number in range(known, len(envelopes)):
            bits |= (envelopes[number].receiver == self.outsider) << number
        self._to_him = (len(envelopes), bits)
        return bits

    def _settle(self, debt: int, action: Move, sent: int) -> int:
        arrived = action.bit & self.posted if action.kind is Deliver else 0
        if not arrived and not sent:
            return debt
        owed = Counter(self.debts.values[debt])
        owed.update(self.answers[arrived.bit_length() - 1] if arrived else ())
        paid = Counter(self.rules.envelopes.values[number] for number in ones(sent))
        if paid - owed:
            return LEAK
        return self.debts.of(tuple(sorted((owed - paid).elements(), key=repr)))


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
        answers |= _answers_of(actor, mine, world.reading, outsider)
    return answers


def _answers_of(
    actor: HomeServer | Directory, alphabet: list[Envelope], reading: Reading, outsider: ServerName
) -> dict[Envelope, Answers]:
    answers: dict[Envelope, Answers] = {}
    ahead, met = [actor], {actor}
    while ahead:
        state = ahead.pop()
        for envelope in alphabet:
            after, sends = _react(state, envelope, reading)
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
        inquired = inquire(actor, envelope.sender, envelope.message, reading)
        return inquired.directory, inquired.sends
    reaction = receive(actor, envelope.sender, envelope.message, reading)
    return reaction.server, reaction.sends
