"""Logs in which one thing is wrong, of each kind listed here, and who sees it: the rules, the other logs, nobody.

`python -m tests.conform.corrupted` stores the table in `docs/corrupted-logs.md`; a test holds it. What nobody sees is
told with the reason, computed from the log that it was: the corrupted one is then a log that a right server may write.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, replace
from pathlib import Path
from random import Random
from typing import Any

from roomspec.conform import LogLine, log_text
from roomspec.conform.answer import fold_logs
from roomspec.conform.judge import judge_line
from roomspec.conform.log import Post
from roomspec.conform.messages import Messages
from spec_impl import COMPLETED, Deliver, Envelope, Refusal, ServerName, Told, Trace
from spec_impl.cast import M
from spec_impl.messages import Asking, Grant, KnockPlaced
from spec_impl.notices import Notice
from spec_impl.scopes import SMALL, TINY
from spec_impl.terms import Entry
from tests.conform.logs import Log, logs_of, run_of
from tests.rules.stories import STORIES

TABLE = Path(__file__).parents[2] / "docs" / "corrupted-logs.md"
Lines = tuple[LogLine, ...]
Corrupt = Callable[[Lines, Random], "Corrupted | None"]


@dataclass(frozen=True)
class Corrupted:
    """The lines after the corruption, and where it is."""

    lines: Lines
    place: int


def _at(lines: Lines, place: int, *instead: LogLine) -> Corrupted:
    return Corrupted((*lines[:place], *instead, *lines[place + 1 :]), place)


def _places(lines: Lines, wanted: Callable[[LogLine], Any], chance: Random) -> Iterator[int]:
    """The places of lines that have what is wanted, in an order drawn by lot."""
    places = [place for place, line in enumerate(lines) if wanted(line)]
    yield from chance.sample(places, len(places))


def _changing(part: str, change: Callable[[Any, Random], Any]) -> Corrupt:
    """Change one thing of a part of one line: into another, or into nothing."""

    def corrupt(lines: Lines, chance: Random) -> Corrupted | None:
        for place in _places(lines, lambda line: getattr(line, part), chance):
            done = list(getattr(lines[place], part))
            number = chance.randrange(len(done))
            changed = change(done[number], chance)
            if changed != done[number]:
                done[number : number + 1] = [] if changed is None else [changed]
                return _at(lines, place, replace(lines[place], **{part: tuple(done)}))
        return None

    return corrupt


def dropped(lines: Lines, chance: Random) -> Corrupted | None:
    """A line is left out."""
    return _at(lines, chance.randrange(len(lines)))


def doubled(lines: Lines, chance: Random) -> Corrupted | None:
    """A line stands twice."""
    place = chance.randrange(len(lines))
    return _at(lines, place, lines[place], lines[place])


def reordered(lines: Lines, chance: Random) -> Corrupted | None:
    """Two lines that follow each other have changed places."""
    pairs = [place for place in range(len(lines) - 1) if lines[place] != lines[place + 1]]
    if not pairs:
        return None
    place = chance.choice(pairs)
    return Corrupted((*lines[:place], lines[place + 1], lines[place], *lines[place + 2 :]), place)


def _field_altered(sent: Envelope, chance: Random) -> Envelope:
    """A number of the message is another, or a name in it."""
    message: Any = sent.message
    numbers = [each.name for each in fields(message) if type(getattr(message, each.name)) is int]
    if numbers:
        name = chance.choice(numbers)
        return replace(sent, message=replace(message, **{name: getattr(message, name) + 1}))
    if isinstance(getattr(message, "entry", None), Entry):
        return replace(sent, message=replace(message, entry=replace(message.entry, epoch=message.entry.epoch + 1)))
    return sent


def _answer_replaced(sent: Envelope, chance: Random) -> Envelope:
    """A refusal says something else, and a yes becomes a no."""
    message = sent.message
    if isinstance(message, Refusal):
        return replace(
            sent, message=replace(message, told=chance.choice([each for each in Told if each != message.told]))
        )
    if isinstance(message, Grant | KnockPlaced):
        no = (message.room, message.entry.user, chance.choice(list(Asking)), message.entry.epoch, Told.NO_SUCH_ROOM)
        return replace(sent, message=Refusal(*no))
    return sent


def _notice_wrong(notice: Notice, chance: Random) -> Notice:
    """It is shown to somebody else."""
    return replace(notice, to=replace(notice.to, name=chance.choice(["mallory", "nobody"])))


def _change_wrong(change: Any, _: Random) -> Any:
    """The line that is held then has another author."""
    after = getattr(change, "after", None)
    return replace(change, after=replace(after, origin=ServerName("x.example"))) if after else change


def told_outsider(lines: Lines, chance: Random) -> Corrupted | None:
    """What a member's server sends to somebody goes to mallory's server as well."""
    for place in _places(lines, lambda line: line.sends, chance):
        line = lines[place]
        sent = chance.choice(line.sends)
        if sent.receiver not in (M, "directory"):
            return _at(lines, place, replace(line, sends=(*line.sends, replace(sent, receiver=M))))
    return None


def invented(lines: Lines, chance: Random) -> Corrupted | None:
    """A message is sent once more that was sent before, though nothing asks for it now."""
    sent = [envelope for line in lines for envelope in line.sends]
    if not sent:
        return None
    again = chance.choice(sent)
    place = next(_places(lines, lambda line: again not in line.sends, chance), None)
    return None if place is None else _at(lines, place, replace(lines[place], sends=(*lines[place].sends, again)))


def misnamed(lines: Lines, chance: Random) -> Corrupted | None:
    """What came is said to have come to, or from, a server that is another one."""
    for place in _places(lines, lambda line: isinstance(line.what, Deliver), chance):
        what = lines[place].what
        assert isinstance(what, Deliver)
        name = chance.choice(["sender", "receiver"])
        return _at(lines, place, replace(lines[place], what=Deliver(replace(what.envelope, **{name: "x.example"}))))
    return None


KINDS: dict[str, Corrupt] = {
    "a line is left out": dropped,
    "a line stands twice": doubled,
    "two lines changed places": reordered,
    "a number in a message is another": _changing("sends", _field_altered),
    "an answer is another": _changing("sends", _answer_replaced),
    "an update is not published": _changing("published", lambda *_: None),
    "a notice is shown to somebody else": _changing("notices", _notice_wrong),
    "a notice is not shown": _changing("notices", lambda *_: None),
    "what is held has another author": _changing("changes", _change_wrong),
    "a message goes to an outsider as well": told_outsider,
    "a message is sent once more": invented,
    "what came has another sender or receiver": misnamed,
}
"""Each kind of corruption."""


# --- Who sees it ------------------------------------------------------------------------------------------------------

WHY_NOT: dict[Corrupt, Callable[[bool], str]] = {
    dropped: lambda changed: (
        "nothing later in the log rests on it" if changed else "what came changed nothing, and no other log has it"
    ),
    doubled: lambda _: "a copy may come, and the server does the same about it",
    reordered: lambda _: "neither rests on the other",
    misnamed: lambda _: "the server does the same, whoever it came from",
}
"""Why nobody can see it, by whether the line changed what the server holds; the other kinds are always seen."""


@dataclass(frozen=True)
class Case:
    """A corruption of one log of a run, and who sees it: the rules, the other logs, or nobody, with the reason."""

    kind: str
    run: str
    file: str
    line: int
    seen_by: str
    why_not: str = ""


def runs() -> Iterator[tuple[str, Trace]]:
    """The runs whose logs are corrupted, each with its name: one of each scope, and every third vector's."""
    for scope in (*TINY, *SMALL):
        yield scope.name, run_of(scope, 1)
    told = ((story.path, story.trace()) for story in STORIES[::3])
    yield from ((path, trace) for path, trace in told if trace.initial.reading is COMPLETED)


def is_made_up(line: LogLine) -> bool:
    """Whether it is an outsider's doing, who keeps to no rule."""
    return isinstance(line.what, Post)


def cases() -> Iterator[Case]:
    """Each kind of corruption once in each run in which there is something of the kind to corrupt."""
    for name, trace in runs():
        logs = {file: log for file, log in logs_of(trace).items() if not any(is_made_up(line) for line in log[1])}
        texts = {file: log_text(*log) for file, log in logs.items()}
        before = unanswered(fold_logs(texts)[1])
        for kind, corrupt in KINDS.items():
            chance = Random(f"{name} {kind}")
            for file in chance.sample(sorted(logs), len(logs)):
                _, lines = logs[file]
                if (found := corrupt(lines, chance)) and found.lines != lines:
                    where = (kind, name, file, found.place + 2)
                    who = seen_by(texts | {file: log_text(logs[file][0], found.lines)}, before)
                    changed = who == "nobody" and changes_something(logs[file], found.place)
                    yield Case(*where, who, WHY_NOT[corrupt](changed) if who == "nobody" else "")
                    break


def seen_by(texts: dict[str, str], before: list[object]) -> str:
    """Who sees that something is wrong in these logs, where this was unanswered as long as nothing was."""
    folds, sent = fold_logs(texts)
    if any(fold.faults or fold.leaks for fold in folds):
        return "the rules"
    return "the other logs" if any(sent.never_sent()) or unanswered(sent) != before else "nobody"


def changes_something(log: Log, place: int) -> bool:
    """Whether the server holds anything otherwise after a line of its log."""
    head, lines = log
    held = head.initial
    assert held is not None
    for line in lines[:place]:
        held = judge_line(held, line, head).after
    return judge_line(held, lines[place], head).after != held


def unanswered(messages: Messages) -> list[object]:
    """What was sent and did not arrive."""
    return [each.message for each in messages.never_arrived()]


def table(found: list[Case]) -> str:
    """Of each kind how many there were, who saw them, and why the others cannot be seen."""
    lines = [
        "# What `roomspec conform` sees of a log in which something is wrong",
        "",
        "Logs of random runs and of vectors, each corrupted in one place: how many the rules see in that log alone,",
        "how many only the logs of the other servers show, and how many nobody can see, with the reason. Written by",
        "`python -m tests.conform.corrupted`; a test holds it.",
        "",
        "| what is wrong | logs | seen by the rules | by the other logs | by nobody | why nobody can see these |",
        "| --- | ---: | ---: | ---: | ---: | --- |",
    ]
    for kind in KINDS:
        of_kind = [case for case in found if case.kind == kind]
        seen = Counter(case.seen_by for case in of_kind)
        reasons = Counter(case.why_not for case in of_kind if case.why_not)
        why = "; ".join(f"{reason} ({count})" for reason, count in sorted(reasons.items()))
        counts = " | ".join(str(seen[who]) for who in ("the rules", "the other logs", "nobody"))
        lines.append(f"| {kind} | {len(of_kind)} | {counts} | {why} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    TABLE.write_text(table(list(cases())), encoding="utf-8")
