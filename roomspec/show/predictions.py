"""Predict, then run: a question whose key is worked out by the rules, never typed in.

A choice says what would have to come out for it to be right. The fact is asked of the model when the question is made;
should the rules change, so does the key, and a wrong choice that names no misconception is reported.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Literal

import ipywidgets as widgets

from .controls import Panel, in_a_row
from .drawing.sheet import FRAME, MUTED, Figure, SignKind, caption, element, framed, joined, prose, signed, stack, text

ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth")
Mark = Literal["right", "wrong", "no answer"]
FEEDBACK_SIGNS: dict[Mark, tuple[SignKind, str]] = {
    "right": ("accepted", "Right."),
    "wrong": ("fails", "Not so."),
    "no answer": ("unknown", "No answer."),
}
MISCONCEPTIONS = {
    "invited is member": "An invitation opens a door; a member is who has gone through it.",
    "every server learns at once": "News travels to each server by itself, and any two may hear in any order.",
    "an acceptance cannot come before its invitation": "Nothing on the network keeps its order: a yes may "
    "overtake what it answers.",
    "“forbidden” is a polite answer": "Nobody can be forbidden what does not exist, so the word shows that it does.",
    "silence gives nothing away": "A server without the room answers at once, so silence shows that there is one.",
    "the candidate list is current": "The list says who had the room once; a server on it may have left long ago.",
    "joined means present": "A home server acts for its users, whether or not they are at their desks.",
    "to remember a room is to have it": "A server counts as having a room only as long as one of its users is in it.",
    "the directory knows what the room knows": "The directory holds what it was told about a name, and "
    "nothing about people.",
    "who does not know asks": "It answers from what it holds; asking would itself be an answer to whoever watches.",
    "to name it is to prove it": "An id is a name, not a secret; what counts is what the server holds about the asker.",
    "a guess is knowledge": "One can try a thousand ids; only the answer could say which of them was right.",
    "a no is final": "What is told now may be decided later, when the missing news has come.",
    "news gets stuck": "A change goes to every server with a member, and arrives in the end.",
    "the room is its maker's": "Any member may let somebody in; whoever made the room is one of them.",
    "a knock is a question": "The knock is remembered, and the invitation that follows needs no second yes.",
}
"""What people take for granted about shared rooms and are wrong about, as they would say it; and what is the case.

A closed list, so that it can be counted: a new one is a line here, not a phrase in a notebook.
"""


class NoQuestion(ValueError):
    """The choices make no question; the message says which of them, and why."""


@dataclass(frozen=True)
class Option:
    """One answer to choose: its words, what must come out for it to be right, and what is believed by who takes it."""

    words: str
    means: object
    belief: str | None = None


def predict(
    question: str,
    choices: Sequence[tuple[str, object, str] | tuple[str, object]],
    fact: Callable[[], object],
    because: str = "",
) -> "Prediction":
    """A question to be answered before the run: `fact` works out the answer, and the one choice that means it is right.

    Each choice is its words, the fact that would make it right, and the misconception behind it if it is wrong.
    """
    options = tuple(Option(*each) for each in choices)
    for number, option in enumerate(options, start=1):
        if option.belief is not None and option.belief not in MISCONCEPTIONS:
            what = f"choice {number} names {option.belief!r}, which is no misconception of the list"
            raise NoQuestion(f"{what}: {'; '.join(MISCONCEPTIONS)}")
    found = fact()
    right = [number for number, option in enumerate(options, start=1) if option.means == found]
    if len(right) != 1:
        raise NoQuestion(f"the rules give {found!r}, which {len(right)} choices mean; exactly one has to")
    for number, option in enumerate(options, start=1):
        if number != right[0] and option.belief is None:
            raise NoQuestion(f"choice {number} is wrong under these rules and names no misconception")
    return Prediction(question, options, right[0], because)


@dataclass(frozen=True)
class Feedback:
    """What is said to an answer: whether it is right, and one or two sentences."""

    kind: Mark
    words: str

    @property
    def is_right(self) -> bool:
        """Whether the rules bear the answer out."""
        return self.kind == "right"

    def __repr__(self) -> str:
        return self.words

    def _repr_html_(self) -> str:
        sign, word = FEEDBACK_SIGNS[self.kind]
        return element("div", f"{signed(sign, word)} {prose(self.words)}", style=f"{FRAME};padding:8px 12px")


class Prediction(Panel):
    """A question with buttons to answer it; without a kernel its choices are text and the answer is folded away."""

    css_class = "roomspec-prediction"

    def __init__(self, question: str, choices: tuple[Option, ...], key: int, because: str) -> None:
        super().__init__(question)
        self.question, self.choices, self._key, self._because = question, choices, key, because
        self.buttons = [
            self.button(str(number), choice.words, partial(self._say_to, number))
            for number, choice in enumerate(choices, start=1)
        ]
        asked = element("div", element("b", text(question)) + self._listed(), style="line-height:1.45")
        row = in_a_row(widgets.Label("I choose"), *self.buttons)
        self.box = self.framed(widgets.HTML(asked), row, self.status)

    def answer(self, number: object) -> Feedback:
        """What the rules say to the choice of that number."""
        last = len(self.choices)
        if isinstance(number, bool) or not isinstance(number, int) or not 1 <= number <= last:
            return Feedback("no answer", f"Answer with the number of a choice, 1 to {last}; this is {number!r}.")
        choice = self.choices[number - 1]
        if number == self._key:
            return Feedback("right", f"The rules do just that: {choice.words} {self._because}".strip())
        assert choice.belief is not None
        believed = f"Behind this stands the belief: {choice.belief}."
        return Feedback("wrong", f"{believed} {MISCONCEPTIONS[choice.belief]} Try again.")

    def twin(self) -> Figure:
        """The question as text, with the answer behind a summary."""
        asked = element("div", caption(self.question, "Decide before you go on."))
        title = element("summary", "The answer", style=f"color:{MUTED.ink};font-size:12.5px")
        lines = [f"The {ORDINALS[self._key - 1]}. {self._because}".strip()]
        for n, choice in enumerate(self.choices, start=1):
            if n != self._key and choice.belief is not None:
                said = f"{choice.belief}. {MISCONCEPTIONS[choice.belief]}"
                lines.append(f"Wrong in the {ORDINALS[n - 1]}: {said}")
        inside = joined(element("div", prose(line), style="margin:4px 0") for line in lines)
        answer = element("details", title + inside, style="margin:8px 0 0 0")
        return framed(self.question, asked + self._listed() + answer)

    def _listed(self) -> str:
        lines = (f"{n}. {choice.words}" for n, choice in enumerate(self.choices, start=1))
        return joined(element("div", prose(line), style="margin:3px 0") for line in lines)

    def without_kernel(self) -> Figure:
        """The twin, and how to answer with buttons."""
        return stack(self.twin(), super().without_kernel(), apart=8)

    def __repr__(self) -> str:
        return f"<prediction: {self.question}>"

    def _say_to(self, number: int) -> None:
        self.say_markup(self.answer(number)._repr_html_())
