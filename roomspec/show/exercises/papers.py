"""What a learner hands in, as one JSON file; and a folder of such files marked anew by the rules, as a table.

Rule 1: a paper holds answers and reasons, never a verdict: whoever marks it works every verdict out again.
Rule 2: what a mark cannot see, such as who wrote the answer, it says.
"""

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from spec_impl import COMPLETED, Reading, Told, Trace
from spec_impl.bounds import LONGEST
from spec_impl.reading import switches
from spec_impl.rows import Outcome, Row
from spec_impl.rules import guards
from spec_impl.rules.table import Reason, refuse
from spec_impl.trace_schema import TraceError, from_text

from ..drawing.sheet import counted, visible
from ..stepper.sharing import NotShared, opened, shared
from .catalogue import EXERCISES
from .kinds import Exercise, Reply
from .leak import SpotTheLeak

FORMAT = "roomspec paper 1"
A_NAME = re.compile(r"[\w-]{1,60}")
MOST_TRIES = 300
"""How many tries and questions of one paper are marked: each takes up to a second."""
UNMARKED = "who wrote it, how many tries there were, and the reason in words: read that one yourself."


class NotAPaper(ValueError):
    """A file that is no paper; the message says why."""


# --- Handing in -------------------------------------------------------------------------------------------------------


def handin(name: object, *done: object, folder: str | Path = ".") -> Reply:
    """Write what was answered in these exercises and games into one file, `name.json`, and say what it holds."""
    if not isinstance(name, str) or not A_NAME.fullmatch(name):
        return Reply("no answer", f"Hand in under a name of letters, digits, - and _, in quotes; this is {name!r}.")
    papers = [each for each in done if isinstance(each, Exercise | SpotTheLeak)]
    if len(papers) < len(done):
        return Reply("no answer", "Hand in exercises and games, such as handin(name, late, game), and nothing else.")
    if made_for := {each.word for each in papers} - {name}:
        others = ", ".join(f"“{word}”" for word in sorted(made_for))
        return Reply("no answer", f"These were made for {others}: make each for “{name}” and answer it anew.")
    paper = {"format": FORMAT, "name": name, "answers": [_answers_of(each) for each in papers]}
    path = Path(folder) / f"{name}.json"
    try:
        with TemporaryDirectory(dir=folder) as half:
            written = Path(half) / path.name
            written.write_text(json.dumps(paper, indent=1, ensure_ascii=False, sort_keys=True) + "\n", encoding="utf-8")
            written.replace(path)
    except OSError as error:
        return Reply("no answer", f"{path} cannot be written ({error.strerror}): name a folder with folder=.")
    tries = [len(each.tries) for each in papers if isinstance(each, Exercise)]
    answered, games = counted(len(tries), "exercise"), counted(len(papers) - len(tries), "game")
    words = f"{path.name} holds {answered} with {counted(sum(tries), 'try', 'tries')}, and {games}."
    return Reply("written", words, unchecked="anything yet: it is marked from the file.")


def _answers_of(each: Exercise | SpotTheLeak) -> dict[str, Any]:
    if isinstance(each, SpotTheLeak):
        turned = _turned(each.reading, COMPLETED)
        return {
            "game": turned,
            "word": each.word,
            "asked": list(each.numbers),
            "door": each.door,
            "because": each.because,
        }
    tries = [{"answer": _written(each, one.answer), "because": one.because} for one in each.tries]
    return {"exercise": each.key, "word": each.word, "tries": tries}


def _turned(reading: Reading, usual: Reading) -> dict[str, str]:
    return {name: getattr(reading, name) for name in switches() if getattr(reading, name) != getattr(usual, name)}


def _written(exercise: Exercise, answer: object) -> dict[str, Any]:
    """An answer as JSON; a row with a guard of one's own, or one that is not a refusal, as what can be read of it."""
    match answer:
        case Trace():
            return {"run": shared(answer)}
        case Reading():
            return {"switches": _turned(answer, exercise.reading)}
        case Row(outcome=Outcome.REFUSE, reason=Reason() as reason, tells=Told() as told) if answer.when in _GUARDS:
            written = {"clauses": " ".join(answer.cites), "sentence": answer.sentence, "guard": _GUARDS[answer.when]}
            return {"row": written | {"reason": reason.name, "told": told.name}}
        case _:
            return {"other": repr(answer)[:500]}


_GUARDS = {guard: name for name, guard in vars(guards).items() if hasattr(guard, "looks_at")}


# --- Marking ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Mark:
    """One answer of one paper, marked: a line of the table."""

    file: str
    name: str
    exercise: str = ""
    word: str = ""
    mark: str = ""
    said: str = ""
    tries: int = 0
    because: str = ""
    checked: str = ""
    not_checked: str = ""
    same_as: str = ""
    answer: str = ""


def marked(folder: Path, watch: Callable[[], object] = lambda: None) -> tuple[Mark, ...]:
    """Every answer of every paper of a folder, marked anew: a try that solves it, or else the last; and each bet."""
    marks = []
    for path in sorted(folder.glob("*.json")):
        for mark in _marks_of(path):
            marks.append(mark)
            watch()
    return tuple(replace(mark, same_as=", ".join(_same(mark, marks))) for mark in marks)


def as_csv(marks: Iterable[Mark]) -> str:
    """The marks as a table that a spreadsheet opens; the answers themselves stay in the papers."""
    columns = [name for name in Mark.__dataclass_fields__ if name != "answer"]
    text = io.StringIO()
    table = csv.DictWriter(text, columns, extrasaction="ignore", lineterminator="\n")
    table.writeheader()
    table.writerows({name: _plain(getattr(mark, name)) for name in columns} for mark in marks)
    return text.getvalue()


def _plain(value: object) -> object:
    """A cell that no spreadsheet takes for a formula, and no terminal for an order."""
    if not isinstance(value, str):
        return value
    return "'" * (value[:1] in ("=", "+", "-", "@")) + "\n".join(map(visible, value.split("\n")))


def _same(mark: Mark, marks: Iterable[Mark]) -> Iterator[str]:
    """Whose answer to the same exercise is this one, letter by letter."""
    for other in marks:
        if other is not mark and mark.answer and (other.exercise, other.answer) == (mark.exercise, mark.answer):
            yield other.name


def _marks_of(path: Path) -> Iterator[Mark]:
    try:
        paper = _read(path)
    except NotAPaper as flaw:
        yield Mark(path.name, "", mark="cannot be read", said=str(flaw))
        return
    for place, answers in enumerate(paper["answers"], start=1):
        blank = Mark(path.name, paper["name"], not_checked=UNMARKED)
        try:
            mark = _marked_game(blank, answers) if "game" in answers else _marked_exercise(blank, answers)
        except (LookupError, TypeError, ValueError, AttributeError) as flaw:
            yield replace(blank, mark="cannot be read", said=f"answer {place}: {type(flaw).__name__}, {flaw}")
            continue
        yield mark if mark.word == paper["name"] else replace(mark, mark="not theirs", said=f"made for “{mark.word}”")


def _read(path: Path) -> dict[str, Any]:
    if not path.is_file():
        raise NotAPaper("this is no plain file")
    try:
        with path.open("rb") as file:
            paper = from_text(file.read(LONGEST + 1))
    except (OSError, TraceError) as flaw:
        raise NotAPaper(f"this is no JSON: {flaw}") from None
    if not isinstance(paper, dict) or paper.get("format") != FORMAT:
        raise NotAPaper(f"this was not written by handin: it lacks the format “{FORMAT}”")
    if not isinstance(paper.get("name"), str) or not isinstance(paper.get("answers"), list):
        raise NotAPaper("this was changed by hand: a paper has a name and answers")
    lists = [answers[key] for answers in paper["answers"] if isinstance(answers, dict) for key in answers]
    if sum(len(each) for each in lists if isinstance(each, list)) > MOST_TRIES:
        raise NotAPaper(f"this has more than {MOST_TRIES} tries and questions, which nobody gives by hand")
    return paper


def _marked_exercise(blank: Mark, answers: dict[str, Any]) -> Mark:
    makers = {make.__name__: make for make in EXERCISES}
    if answers["exercise"] not in makers:
        raise ValueError(f"there is no exercise {answers['exercise']!r}; there are {', '.join(makers)}")
    exercise = makers[answers["exercise"]](answers["word"])
    if not answers["tries"]:
        return replace(blank, exercise=exercise.key, word=exercise.word, mark="not tried")
    marks = []
    for tried in reversed(answers["tries"]):
        marks.append(_marked_try(blank, exercise, tried))
        if marks[-1].mark == "solved":
            break
    best = next((mark for mark in marks if mark.mark == "solved"), marks[0])
    return replace(best, tries=len(answers["tries"]))


def _marked_try(blank: Mark, exercise: Exercise, tried: dict[str, Any]) -> Mark:
    text = json.dumps(tried["answer"], sort_keys=True, ensure_ascii=False)
    about = replace(blank, exercise=exercise.key, word=exercise.word, because=str(tried["because"]), answer=text)
    if "other" in tried["answer"]:
        return replace(about, mark="by hand", said=f"this answer cannot be made again: {tried['answer']['other']}")
    try:
        reply = exercise.check(_again(exercise, tried["answer"]))
    except NotShared as flaw:
        return replace(about, mark="cannot be read", said=str(flaw))
    unchecked = " ".join(part for part in (reply.unchecked, blank.not_checked) if part)
    return replace(about, mark=reply.kind, said=reply.words, checked=reply.checked, not_checked=unchecked)


def _again(exercise: Exercise, written: dict[str, Any]) -> object:
    """An answer made again from what was written of it."""
    match written:
        case {"run": str(text)}:
            return opened(text)
        case {"switches": dict(turned)}:
            return replace(exercise.reading, name="HANDED_IN", **turned)
        case {"row": dict(row)}:
            guard = {name: guard for guard, name in _GUARDS.items()}[row["guard"]]
            return refuse(row["clauses"], row["sentence"], Reason[row["reason"]], Told[row["told"]], when=guard)
        case _:
            raise ValueError(f"an answer is a run, switches or a row, and this has {', '.join(written)}")


def _marked_game(blank: Mark, answers: dict[str, Any]) -> Mark:
    game = SpotTheLeak(replace(COMPLETED, name="HANDED_IN", **answers["game"]), answers["word"])
    about = replace(blank, exercise="spot_the_leak", word=game.word, because=str(answers["because"]))
    for number in answers["asked"]:
        game.ask(number)
    if answers["door"] is None:
        return replace(about, mark="not tried", tries=len(game.numbers))
    reply = game.bet(answers["door"])
    text = json.dumps([answers["game"], answers["asked"], answers["door"]], sort_keys=True)
    seen = replace(about, said=reply.words, checked=reply.checked, tries=len(game.numbers), answer=text)
    return replace(seen, mark=reply.kind)
