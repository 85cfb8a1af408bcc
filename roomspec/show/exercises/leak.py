"""Spot the leak: unlabelled worlds, one of which hides a room; ask in all, and bet, in Python or by buttons.

The model counts what could be known: which of all the questions would have told the worlds apart, and which of those
asked did. Where none can, a won bet was luck, and the game says so.
"""

from functools import partial
from random import Random
from typing import NamedTuple

import ipywidgets as widgets

from spec_impl import COMPLETED, Deliver, Envelope, Post, Reading, Trace
from spec_impl.cast import ALICE, MALLORY, TEA, A, M, unnamed_room
from spec_impl.messages import Acceptance, DirectoryQuery, FetchPdu, JoinRequest, KnockRequest
from spec_impl.reading import switches
from spec_impl.scopes.hidden import alphabet
from spec_impl.terms import PduId

from ...search import without
from ..controls import Panel, enable, in_a_row, offer
from ..drawing.sheet import Figure, stack
from ..drawing.tables import plain_table
from ..words import answer_words
from .kinds import Kind, Reply

DOORS = tuple(range(1, 9))
"""Eight, so that a guess seldom wins, and few neighbours have the same."""


class Exchange(NamedTuple):
    """One question, what is answered where there is no room, and what is answered behind the one door with a room."""

    question: str
    without_room: str
    with_room: str


class SpotTheLeak:
    """Eight worlds behind eight doors; one hides a room. `ask(n)` puts a question to all, `bet(3)` says where it is.

    Arguments: the reading whose rules hold in all worlds, and a word that decides behind which door the room is and in
    which order the questions stand: another word for each learner, so that nobody can learn it from a neighbour.
    """

    def __init__(self, reading: Reading = COMPLETED, word: str = "") -> None:
        with_room = unnamed_room("invite", others=(MALLORY,), reading=reading).world
        self._worlds = Trace(without(with_room, TEA, M)), Trace(with_room)
        self._start = self._worlds
        drawn = Random(f"{word} {[getattr(reading, each) for each in switches()]}".encode(errors="replace"))
        self._hides = drawn.choice(DOORS)
        asking = (Acceptance, DirectoryQuery, FetchPdu, JoinRequest, KnockRequest)
        questions = (
            each
            for each in alphabet((ALICE,), (A,))
            if isinstance(each.message, asking) and (isinstance(each.message, FetchPdu) or each.message.user == MALLORY)
        )
        self._questions = list({_words(each): each for each in questions}.values())
        if word:
            drawn.shuffle(self._questions)
        self.reading, self.word = reading, word
        self.asked: list[Exchange] = []
        self.numbers: list[int] = []
        self.door: int | None = None
        self.because = ""

    def questions(self) -> Figure:
        """Everything that mallory's server can ask, under its number."""
        lines = [(str(n), words) for n, words in self.numbered()]
        rest = f"One of {len(DOORS)} worlds hides a room, under {self.reading.name}. ask(number), then bet(door)."
        return plain_table("What mallory can ask.", rest, ("number", "question"), lines)

    def numbered(self) -> list[tuple[int, str]]:
        """The questions in words, each with its number."""
        return [(n, _words(each)) for n, each in enumerate(self._questions, start=1)]

    def ask(self, number: object) -> Figure | Reply:
        """Put one question to all worlds, and see what each answers."""
        last = len(self._questions)
        if isinstance(number, bool) or not isinstance(number, int) or not 1 <= number <= last:
            return Reply("no answer", f"Ask with the number of a question, 1 to {last}; this is {number!r}.")
        question = self._questions[number - 1]
        (empty, nothing), (full, something) = (_put(world, question) for world in self._worlds)
        self._worlds = empty, full
        self.numbers.append(number)
        self.asked.append(Exchange(_words(question), nothing, something))
        return self.answers()

    def answers(self) -> Figure:
        """What was asked so far, and what was heard behind each door."""
        lines = [(each.question, self._heard(each)) for each in self.asked]
        return plain_table(f"{len(lines)} asked.", "", ("mallory asks", "behind the doors she hears"), lines)

    def _heard(self, each: Exchange) -> str:
        if each.without_room == each.with_room:
            return f"behind every door: {each.with_room}"
        return f"behind door {self._hides}: {each.with_room}; behind every other: {each.without_room}"

    def bet(self, door: object, because: str = "") -> Reply:
        """Say behind which door the room is, and why; the reply says what could have been known, not only who won."""
        if isinstance(door, bool) or not isinstance(door, int) or door not in DOORS:
            return Reply("no answer", f"Bet on one of the doors, {DOORS[0]} to {DOORS[-1]}; this is {door!r}.")
        if self.door is not None:
            return Reply("no answer", "A bet is final: begin another game, with another word.")
        self.door, self.because = door, because
        won, telling = door == self._hides, self._telling()
        told_apart = sum(each.without_room != each.with_room for each in self.asked)
        asked = "1 question" if len(self.asked) == 1 else f"{len(self.asked)} questions"
        how = f"you could know: {told_apart} of your {asked}" if told_apart else f"it was a guess: none of {asked}"
        words = f"You {'won' if won else 'lost'}, and {how} told the worlds apart."
        looked = f"each of {len(self._questions)} questions, put first of all: {telling} tell the worlds apart."
        unlooked = "runs of several questions; a search of a whole scope does that (“a private room and an outsider”)."
        kind: Kind = "solved" if won and told_apart else "not yet"
        hint = "There is a question that tells." if telling else "There is no question that tells: that is the claim."
        return Reply(kind, words, looked, unlooked, "" if told_apart else hint)

    def _telling(self) -> int:
        """How many questions, asked first of all, are answered differently."""
        first = [[_put(world, each)[1] for world in self._start] for each in self._questions]
        return sum(nothing != something for nothing, something in first)

    def __repr__(self) -> str:
        return f"<{len(DOORS)} worlds, one room; {len(self.asked)} questions asked>"


def _words(question: Envelope) -> str:
    """A question as mallory would say it; a visit is a stay, and whoever was never there is on her first."""
    match question.message:
        case DirectoryQuery(_, alias, word):
            rooms = f"Which rooms are there with {word}?" if word else "Which rooms are there?"
            return f"“What is behind {alias}?”" if alias else f"“{rooms}”"
        case JoinRequest(epoch=epoch):
            return f"“May I come in?”, {_visit(epoch)}"
        case KnockRequest(epoch=epoch):
            return f"“I knock.”, {_visit(epoch)}"
        case Acceptance(proof=PduId(user, epoch)):
            whose = "the invitation" if user == MALLORY else f"{user.name}'s invitation"
            return f"“I accept {whose} that my own server wrote.”, {_visit(epoch)}"
        case FetchPdu(pdu=PduId(user, epoch)):
            return f"“Send me the record that says that {user.name} is invited.”, {_visit(epoch)}"
        case other:
            raise AssertionError(f"{type(other).__name__} is nothing that an outsider asks")


def _visit(epoch: int) -> str:
    return {1: "on a first visit", 2: "on a second visit"}[epoch]


def _put(trace: Trace, question: Envelope) -> tuple[Trace, str]:
    """The run with the question sent and arrived, and all that came back to mallory's server."""
    asked = trace.then(Post(question), Deliver(question))
    heard = (answer_words(sent.message) for sent in asked.last.sends if sent.receiver == M)
    return asked, "; ".join(heard) or "(nothing)"


class LeakGame(Panel):
    """The game on screen; without a kernel, the list of what can be asked."""

    css_class = "roomspec-leak"

    def __init__(self, reading: Reading = COMPLETED, word: str = "") -> None:
        super().__init__("Spot the leak")
        self.game = SpotTheLeak(reading, word)
        self.question = self.choice("question", width="480px")
        offer(self.question, [(f"{n}  {words}", n) for n, words in self.game.numbered()])
        self.ask = self.button("Ask", "Put this question to all worlds", self._ask, primary=True)
        self.bets = tuple(
            self.button(str(door), f"Bet that the room is behind door {door}", partial(self._bet, door))
            for door in DOORS
        )
        self.answers = widgets.HTML()
        betting = in_a_row(widgets.Label("The room is behind door"), *self.bets)
        self.box = self.framed(in_a_row(self.question, self.ask), self.answers, betting, self.status)

    def without_kernel(self) -> Figure:
        """The list of what can be asked, and how to ask."""
        return stack(self.game.questions(), super().without_kernel(), apart=8)

    def __repr__(self) -> str:
        return repr(self.game)

    def _ask(self) -> None:
        self.answers.value = self.game.ask(self.question.value)._repr_html_()

    def _bet(self, door: int) -> None:
        self.say_markup(self.game.bet(door)._repr_html_())
        for each in (*self.bets, self.ask):
            enable(each, False)
