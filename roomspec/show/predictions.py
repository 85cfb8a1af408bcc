"""Predict, then run: a question whose key is worked out by the rules, never typed in.

A choice says what would have to come out for it to be right. The fact is asked of the model when the question is shown;
should the rules change, so does the key, and a wrong choice to which nothing is said is reported.
The questions of the notebooks stand in `questions`, words and facts apart, so that the code above a question in a
notebook cannot give its answer away. Each choice opens by itself, so that nothing has to run.
"""

import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property, partial
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from .drawing import sheet
from .drawing.sheet import Figure, element, joined, prose, signed

CHOICE_LETTERS: Final = "ABCDEF"
SHORTEST: Final = 4
"""Fewer words make no sentence that answers a question."""

CHOICE_STYLE: Final = f"border-top:1px solid {sheet.LINE};padding:0 14px"
MISCONCEPTIONS = (
    "invited is member",
    "every server learns at once",
    "“forbidden” is a polite answer",
    "the candidate list is current",
    "joined means present",
    "to remember a room is to have it",
    "who does not know asks",
    "to name it is to prove it",
    "a no is final",
    "the room is its maker's",
    "a knock is a question",
    "somebody is in charge",
    "a guess is knowledge",
    "a door can be unseen",
    "a wish has no end",
    "what is decided can be heard",
)
"""What people take for granted about shared rooms and are wrong about, as they would say it.

A closed list, so that a class can be counted: a new one is a line here, not a phrase in a notebook.
"""


class NoQuestion(ValueError):
    """The choices make no question, or there is none of that name; the message says which, and why."""


@dataclass(frozen=True)
class Option:
    """One answer to choose: its words, what must come out for it to be right, and what is said to who is wrong with it.

    A choice before a run may also name what is believed by whoever takes it.
    """

    words: str
    means: object
    says: str = ""
    belief: str | None = None


@dataclass(frozen=True, repr=False)
class Question:
    """What is asked, its choices, how the rules are asked for the answer, and why it is so.

    Each choice opens and says what the rules say to it.
    """

    name: str
    asked: str
    options: tuple[Option, ...]
    fact: Callable[[], object]
    because: str

    def faults(self) -> Iterable[str]:
        """What of its words makes it no question that a reader can answer."""
        if not self.because.endswith((".", ".”")):
            yield "no sentence says why the right choice is right"
        for letter, option in zip(CHOICE_LETTERS, self.options, strict=False):
            if not option.words.endswith(".") or len(option.words.split()) < SHORTEST:
                yield f"choice {letter} is no sentence that answers the question: {option.words!r}"
            if option.belief is not None and option.belief not in MISCONCEPTIONS:
                what = f"choice {letter} names {option.belief!r}, which is no misconception of the list"
                yield f"{what}: {'; '.join(MISCONCEPTIONS)}"

    @cached_property
    def key(self) -> str:
        """The letter that is right by the rules. Raises `NoQuestion` unless one choice is, and the others hear why."""
        for fault in self.faults():
            raise NoQuestion(f"{self.name}: {fault}")
        found = _plain(self.fact())
        right = [letter for letter, option in zip(CHOICE_LETTERS, self.options, strict=False) if option.means == found]
        if len(right) != 1:
            means = f"the rules give {found!r}, which {len(right)} choices mean; exactly one has to"
            raise NoQuestion(f"{self.name}: {means}")
        for letter, option in zip(CHOICE_LETTERS, self.options, strict=False):
            if letter != right[0] and not option.says:
                raise NoQuestion(f"{self.name}: choice {letter} is wrong under these rules and nothing says why")
        return right[0]

    def reply(self, letter: str) -> str:
        """What the rules say to the choice of that letter."""
        said = f"{signed('fails', 'Not so.')} {prose(self.options[CHOICE_LETTERS.index(letter)].says)}"
        if letter == self.key:
            said = f"{signed('accepted', 'Right.')} {prose(self.because)}"
        return element("div", said, style="padding:2px 0 8px 0")

    def choices(self) -> str:
        """Each choice, with what the rules say to it folded under it."""
        ring = f"display:inline-block;width:15px;height:15px;border:2px solid {sheet.BLUE.mark};border-radius:10px"
        mark = element("span", "", style=f"{ring};vertical-align:-3px;margin:0 8px 0 -28px")
        lines = []
        for letter, option in zip(CHOICE_LETTERS, self.options, strict=False):
            words = f"{mark}{element('b', letter)} &#160;{prose(option.words)}"
            style = "display:block;padding:8px 0 8px 28px;font-size:15px;line-height:1.5"
            said = element("div", self.reply(letter), style="padding:0 0 0 28px")
            whole = element("details", element("summary", words, style=style) + said)
            lines.append(element("div", whole, style=CHOICE_STYLE))
        return joined(lines)

    def figure(self) -> Figure:
        """The question and its choices."""
        kicker = element("div", element("b", "Predict"), style="font-size:13.5px")
        asked = element("div", element("b", prose(self.asked)), style="font-size:17px;padding:2px 0 0 0")
        head = element("div", kicker + asked, style="padding:10px 14px")
        foot = element("div", "Choose one, then open it: the rules answer.", style=f"{CHOICE_STYLE};padding:7px 14px")
        body = element("div", head + self.choices() + foot, style=f"border-left:4px solid {sheet.BLUE.mark}")
        return Figure(element("div", body, style=sheet.FRAME), self.asked)

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        return self.figure()._repr_mimebundle_(include, exclude) | {"text/plain": repr(self)}

    def __repr__(self) -> str:
        return f"<prediction: {self.asked}>"


@cache
def all_questions() -> Mapping[str, Question]:
    """Every question of the library by its name, in the order in which its file has them."""
    from . import questions

    found: dict[str, Question] = {}
    for file in sorted(Path(questions.__path__[0]).glob("*.toml")):
        written = tomllib.loads(file.read_text(encoding="utf-8"))
        if file.with_suffix(".py").exists():
            found |= questions_of(written, vars(import_module(f"{questions.__name__}.{file.stem}"))[file.stem.upper()])
        else:
            found |= questions_of(written, dict.fromkeys(written, asked_of_its_page))
    return found


def questions_of(written: Mapping[str, Any], facts: Mapping[str, Callable[[], object]]) -> dict[str, Question]:
    """The questions of one file. Raises `NoQuestion` where one has words and no fact, or a fact and no words."""
    if alone := sorted(written.keys() ^ facts.keys()):
        raise NoQuestion(f"{alone[0]}: this question has words and no fact, or a fact and no words")
    return {
        name: Question(name, it["asked"], tuple(Option(*each) for each in it["options"]), facts[name], it["because"])
        for name, it in written.items()
    }


def asked_of_its_page() -> object:
    """The fact of a question whose page works it out, since that takes long."""
    raise NoQuestion("what this is about is worked out on its page, which hands it to quiz")


def predict(name: str) -> Question:
    """A question of the library, to be answered before the run: `predict("03.stale-list")`."""
    found = all_questions()
    if name not in found:
        raise NoQuestion(f"there is no question {name!r}; there are {', '.join(found)}")
    assert found[name].key  # what is no question is not shown
    return found[name]


def quiz(begins: str, facts: Mapping[str, object] | None = None) -> Figure:
    """The questions whose names begin so, one a line; choices and answers are folded, and the rules hold the key.

    `facts`, by the last part of the names, are of a page that works them out itself.
    """
    asked = {name: each for name, each in all_questions().items() if name.startswith(begins)}
    for name, fact in (facts or {}).items():
        if begins + name not in asked:
            raise NoQuestion(f"there is no question {begins + name!r}; there are {', '.join(asked)}")
        asked[begins + name] = replace(asked[begins + name], fact=partial(_plain, fact))
    if not asked:
        raise NoQuestion(f"no question begins with {begins!r}; there are {', '.join(all_questions())}")
    style = f"border-top:1px solid {sheet.LINE};padding:7px 14px"
    lines = []
    for number, each in enumerate(asked.values(), start=1):
        title = element("summary", f"{number}. {prose(each.asked)}")
        lines.append(element("div", element("details", title + each.choices()), style=style))
    head = sheet.caption(f"{len(asked)} questions.", "Open one, decide, then open your answer.")
    return sheet.framed("Questions.", joined(lines), head)


def _plain(value: object) -> object:
    """A fact as a file of words can write it: lists, words, numbers."""
    match value:
        case tuple() | list():
            return [_plain(each) for each in value]
        case bool() | int():
            return value
        case _:
            return str(value)
