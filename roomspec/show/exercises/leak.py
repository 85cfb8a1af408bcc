"""Spot the leak: two unlabelled worlds, one of which hides a room; ask in both, and bet, in Python or by buttons.

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
from spec_impl.scopes.hidden import alphabet
from spec_impl.terms import DIRECTORY, PduId

from ...search import without
from ..controls import Panel, enable, in_a_row, offer
from ..drawing.sheet import Figure, stack
from ..drawing.tables import plain_table
from ..stepper.beside import heard_words
from ..words import message_words
from .kinds import Kind, Reply, no_answer

DOORS = ("left", "right")


class Exchange(NamedTuple):
    """One question, and what each world answered."""

    question: str
    left: str
    right: str


class SpotTheLeak:
    """Two worlds behind two doors. `ask(n)` puts a question to both; `bet("left")` says where the room is.

    Arguments: the reading whose rules hold in both worlds, and a word that decides which door is which: another word
    for each student, so that nobody can learn it from a neighbour.
    """

    def __init__(self, reading: Reading = COMPLETED, word: str = "") -> None:
        with_room = unnamed_room("invite", others=(MALLORY,), reading=reading).world
        pair = (Trace(without(with_room, TEA, M)), Trace(with_room))
        self._hides = Random(f"{word} {reading.name}").choice(DOORS)
        self._doors = dict(zip(DOORS, pair if self._hides == "right" else pair[::-1], strict=True))
        self._start = {door: trace.world for door, trace in self._doors.items()}
        asking = (Acceptance, DirectoryQuery, FetchPdu, JoinRequest, KnockRequest)
        questions = (
            each
            for each in alphabet((ALICE,), (A,))
            if isinstance(each.message, asking) and (isinstance(each.message, FetchPdu) or each.message.user == MALLORY)
        )
        self._questions = tuple({_words(each): each for each in questions}.values())
        self._reading = reading
        self.asked: list[Exchange] = []
        self._has_bet = False

    def questions(self) -> Figure:
        """Everything that mallory's server can ask, under its number."""
        lines = [(str(n), words) for n, words in self.numbered()]
        rest = f"One world hides a room, under {self._reading.name}. Ask with ask(number); bet with bet(door)."
        return plain_table("What mallory can ask.", rest, ("number", "question"), lines)

    def numbered(self) -> list[tuple[int, str]]:
        """The questions in words, each with its number."""
        return [(n, _words(each)) for n, each in enumerate(self._questions, start=1)]

    def ask(self, number: object) -> Figure | Reply:
        """Put one question to both worlds, and see what each answers."""
        last = len(self._questions)
        if isinstance(number, bool) or not isinstance(number, int) or not 1 <= number <= last:
            return Reply("no answer", f"Ask with the number of a question, 1 to {last}; this is {number!r}.")
        question = self._questions[number - 1]
        answers = {}
        for door in DOORS:
            self._doors[door], answers[door] = _put(self._doors[door], question)
        self.asked.append(Exchange(_words(question), answers["left"], answers["right"]))
        return self.answers()

    def answers(self) -> Figure:
        """What was asked so far, and what was heard behind each door."""
        headers = ("mallory asks", "the left world answers", "the right world answers")
        return plain_table(f"{len(self.asked)} asked.", "What differs is yours to find.", headers, self.asked)

    def bet(self, door: object) -> Reply:
        """Say behind which door the room is; the reply says what could have been known, not only who won."""
        if not isinstance(door, str):
            return no_answer("“left” or “right”", door)
        if door not in DOORS:
            return Reply("no answer", f"There are two doors, “left” and “right”; this is {door!r}.")
        if self._has_bet:
            return Reply("no answer", "A bet is final: begin another game, with another word.")
        self._has_bet = True
        won, telling = door == self._hides, self._telling()
        told_apart = sum(each.left != each.right for each in self.asked)
        asked = "1 question" if len(self.asked) == 1 else f"{len(self.asked)} questions"
        how = f"you could know: {told_apart} of your" if told_apart else "it was a coin toss: none of your"
        words = f"You {'won' if won else 'lost'}, and {how} {asked} told the worlds apart."
        looked = f"each of {len(self._questions)} questions, put first of all: {telling} tell the worlds apart."
        unlooked = "runs of several questions; a search of a whole scope does that (“a private room and an outsider”)."
        kind: Kind = "solved" if won and told_apart else "not yet"
        hint = "There is a question that tells." if telling else "There is no question that tells: that is the claim."
        return Reply(kind, words, looked, unlooked, "" if told_apart else hint)

    def _telling(self) -> int:
        """How many questions, asked first of all, are answered differently."""
        first = [[_put(Trace(self._start[door]), each)[1] for door in DOORS] for each in self._questions]
        return sum(left != right for left, right in first)

    def __repr__(self) -> str:
        return f"<two worlds, one room; {len(self.asked)} questions asked>"


def _words(question: Envelope) -> str:
    """A question as it is asked: which stay it names, and which state change it cites."""
    to = "directory" if question.receiver == DIRECTORY else question.receiver[0]
    asked = f"m → {to}  {message_words(question.message)}"
    match question.message:
        case DirectoryQuery(_, alias, word):
            return f"m → {to}  look up {alias}" if alias else f"m → {to}  browse {word}".rstrip()
        case JoinRequest(epoch=epoch) | KnockRequest(epoch=epoch):
            return f"{asked} stay {epoch}"
        case Acceptance(proof=PduId(user, epoch, rank, origin)) | FetchPdu(pdu=PduId(user, epoch, rank, origin)):
            return f"{asked} citing ({user.name}, {epoch}, {rank}, {origin[0]})"
        case _:
            return asked


def _put(trace: Trace, question: Envelope) -> tuple[Trace, str]:
    """The run with the question sent and arrived, and all that came back to mallory's server."""
    asked = trace.then(Post(question), Deliver(question))
    return asked, "; ".join(heard_words(sent) for sent in asked.last.sends if sent.receiver == M) or "(nothing)"


class LeakGame(Panel):
    """The game on screen; without a kernel, the list of what can be asked."""

    css_class = "roomspec-leak"

    def __init__(self, reading: Reading = COMPLETED, word: str = "") -> None:
        super().__init__("Two worlds, one room")
        self.game = SpotTheLeak(reading, word)
        self.question = self.choice("question", width="480px")
        offer(self.question, [(f"{n}  {words}", n) for n, words in self.game.numbered()])
        self.ask = self.button("Ask", "Put this question to both worlds", self._ask, primary=True)
        self.bets = tuple(
            self.button(f"{door} world", f"Bet that the {door} world hides the room", partial(self._bet, door))
            for door in DOORS
        )
        self.answers = widgets.HTML()
        betting = in_a_row(widgets.Label("The room is in the"), *self.bets)
        self.box = self.framed(in_a_row(self.question, self.ask), self.answers, betting, self.status)

    def twin(self) -> Figure:
        """What can be asked, for readers without a kernel."""
        return self.game.questions()

    def without_kernel(self) -> Figure:
        """The list of what can be asked, and how to ask."""
        return stack(self.twin(), super().without_kernel(), apart=8)

    def __repr__(self) -> str:
        return repr(self.game)

    def _ask(self) -> None:
        self.answers.value = self.game.ask(self.question.value)._repr_html_()

    def _bet(self, door: str) -> None:
        self.say_markup(self.game.bet(door)._repr_html_())
        for each in (*self.bets, self.ask):
            enable(each, False)
