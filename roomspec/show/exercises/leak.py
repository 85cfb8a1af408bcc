"""Spot the leak: two unlabelled worlds, one of which hides a room; ask in both, and bet.

The model counts what could be known: which of all the questions would have told the worlds apart, and which of those
asked did. Where none can, a won bet was luck, and the game says so.
"""

from dataclasses import dataclass
from random import Random

from spec_impl import COMPLETED, Deliver, Envelope, Post, Reading, Trace
from spec_impl.cast import ALICE, MALLORY, TEA, A, M, unnamed_room
from spec_impl.messages import DirectoryQuery
from spec_impl.scopes.hidden import alphabet
from spec_impl.terms import DIRECTORY

from ...search.erasure import without
from ..drawing.sheet import Figure
from ..drawing.tables import plain_table
from ..words import message_words, remark
from .exercise import Kind, Reply, no_answer

DOORS = ("left", "right")


@dataclass(frozen=True)
class Asked:
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
        self._questions = _questions()
        self._reading = reading
        self.asked: list[Asked] = []
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
        self.asked.append(Asked(_words(question), answers["left"], answers["right"]))
        return self.answers()

    def answers(self) -> Figure:
        """What was asked so far, and what was heard behind each door."""
        lines = [(f"{each.question}", each.left, each.right) for each in self.asked]
        headers = ("mallory asks", "the left world answers", "the right world answers")
        return plain_table(f"{len(self.asked)} asked.", "What differs is yours to find.", headers, lines)

    def bet(self, door: object) -> Reply:
        """Say behind which door the room is; the reply says what could have been known, not only who won."""
        if not isinstance(door, str):
            return no_answer("“left” or “right”", door)
        if door not in DOORS:
            return Reply("no answer", f"There are two doors, “left” and “right”; this is {door!r}.")
        if self._has_bet:
            return Reply("no answer", "A bet is final: begin another game, with another word.")
        self._has_bet = True
        won = door == self._hides
        telling = self._telling()
        told_apart = sum(each.left != each.right for each in self.asked)
        words = f"You {'won' if won else 'lost'}, {_how(told_apart, len(self.asked))}"
        looked = f"each of {len(self._questions)} questions, put first of all: {telling} tell the worlds apart."
        unlooked = "runs of several questions; a search of a whole scope does that (“a private room and an outsider”)."
        kind: Kind = "solved" if won and told_apart else "not yet"
        return Reply(kind, words, looked, unlooked, _advice(telling, told_apart))

    def _telling(self) -> int:
        """How many questions, asked first of all, are answered differently."""
        both = [self._start[door] for door in DOORS]
        return sum(_put(Trace(both[0]), each)[1] != _put(Trace(both[1]), each)[1] for each in self._questions)

    def __repr__(self) -> str:
        return f"<two worlds, one room; {len(self.asked)} questions asked>"


def _questions() -> tuple[Envelope, ...]:
    """Mallory's questions as herself; those that are answered by nothing in any world are left out."""
    written = alphabet((ALICE,), (A,))
    asking = ("JoinRequest", "KnockRequest", "Acceptance", "FetchPdu", "DirectoryQuery")
    return tuple(each for each in written if type(each.message).__name__ in asking)


def _words(question: Envelope) -> str:
    message = question.message
    to = "directory" if question.receiver == DIRECTORY else question.receiver[0]
    if isinstance(message, DirectoryQuery):
        return f"m → {to}  look up {message.alias}" if message.alias else f"m → {to}  browse {message.word}".rstrip()
    cited = getattr(message, "proof", None) or getattr(message, "pdu", None)
    about = f" citing ({cited.user.name}, {cited.epoch}, {cited.rank}, {cited.origin[0]})" if cited else ""
    stay = f" stay {message.epoch}" if hasattr(message, "epoch") else ""
    return f"m → {to}  {message_words(message)}{stay}{about}"


def _put(trace: Trace, question: Envelope) -> tuple[Trace, str]:
    """The run with the question sent and arrived, and all that came back to mallory's server."""
    asked = trace.then(Post(question), Deliver(question))
    back = [sent for sent in asked.last.sends if sent.receiver == M]
    return asked, "; ".join(map(_heard, back)) or "(nothing)"


def _heard(sent: Envelope) -> str:
    about = remark(sent.message)
    return f"{message_words(sent.message)}: {about}" if about else message_words(sent.message)


def _how(told_apart: int, asked: int) -> str:
    if told_apart:
        return f"and you could know: {told_apart} of your {_questions_of(asked)} told the worlds apart."
    return f"and it was a coin toss: none of your {_questions_of(asked)} told the worlds apart."


def _questions_of(asked: int) -> str:
    return "1 question" if asked == 1 else f"{asked} questions"


def _advice(telling: int, told_apart: int) -> str:
    if told_apart:
        return ""
    return "There is a question that tells." if telling else "There is no question that tells: that is the claim."
