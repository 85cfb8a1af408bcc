"""The driver: a server in any language is played against the vectors of a folder, and where it does otherwise is said.

From top to bottom: what a folder asks of each server, the program at the other end, and how its answer differs.

Rule 1: everything that is asked and expected is read from the files of the folder; no rule is asked here.
Rule 2: whatever the program does, dies, hangs or prints, it is one sentence, and the next server begins anew.
"""

import json
import os
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from subprocess import TimeoutExpired
from typing import Any

from spec_impl.actions import Deliver, Post, Repeat
from spec_impl.bounds import LONGEST
from spec_impl.reading import Reading
from spec_impl.stepping import arrival
from spec_impl.terms import DIRECTORY, ServerName
from spec_impl.trace_schema import TraceError, from_json, from_text, shown, to_json
from spec_impl.tracefile import Document, RecordedStep, RecordedVerdict, parse

from .differences import left_of
from .lines import LineProcess
from .observer import Did, LineHeld, RunViews, ServerView
from .protocol import PROTOCOL, PROTOCOL_VERSION, Done, FromServer, NotPlayed, Ready, Start, ToServer
from .rulebook import Rulebook, RuleRow
from .vectors import MANIFEST, RULES, FolderError, Manifest, Vector

MOST_TROUBLE = 10
"""How often the program may die, keep silent or print what is no answer before nothing more is asked of it."""

TO_BEGIN = 10
"""How many times as long a program may take for its first answer, since it has to be loaded."""

SEEN, IN_ORDER = ("sends", "published", "notices"), ("published", "notices")
"""What the traces have of an answer, and what of it is compared as a list; the rest means nothing by its order."""

_Decision = tuple[str, RuleRow]
_Item = dict[str, Any]


class NoServer(ValueError):
    """The command is no server that speaks the protocol, and what it did instead."""


# --- What a folder asks of each server --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Turn:
    """One thing that comes to a server: its line, what has to follow, what is then held, and which rows decide it."""

    step: int
    line: ToServer
    due: dict[str, list[_Item]]
    decided: tuple[_Decision, ...]


@dataclass(frozen=True, slots=True)
class Role:
    """One server of one vector, from its start on."""

    start: Start
    turns: tuple[Turn, ...]


def roles_in(folder: Path, only: str = "") -> tuple[Role, ...]:
    """Every server of every vector whose name has `only` in it, in the order of the manifest.

    Raises `FolderError` where the folder is none that the tool wrote, or a file of it is another than was written.
    """
    manifest: Manifest = _read(folder, MANIFEST, Manifest)
    sums = {each.path: each.sha256 for each in manifest.files}
    book: Rulebook = _read(folder, RULES, Rulebook, sums.get(RULES))
    roles = [role for each in manifest.vectors if only in each.name for role in _roles_of(folder, each, book)]
    if not roles:
        raise FolderError(f"no vector of {folder} has {only!r} in its name; {MANIFEST} there lists them")
    return tuple(roles)


def _read(folder: Path, name: str, cls: Any, expected: str | None = None) -> Any:
    try:
        with (folder / name).open("rb") as file:
            content = file.read(LONGEST + 1)
        found = parse(content) if cls is Document else from_json(from_text(content), cls)
    except OSError as error:
        raise FolderError(f"{folder / name} cannot be read ({error.strerror}); name a folder of vectors") from None
    except TraceError as flaw:
        raise FolderError(f"{folder / name} is none of this version: {flaw}") from None
    if expected not in (None, sha256(content).hexdigest()):
        raise FolderError(
            f"{folder / name} is not what {MANIFEST} has the sum of; take the folder whole, as it was written"
        )
    return found


def _roles_of(folder: Path, vector: Vector, book: Rulebook) -> Iterator[Role]:
    document: Document = _read(folder, f"{vector.name}.trace.json", Document, vector.sha256.trace)
    run: RunViews = _read(folder, f"{vector.name}.view.json", RunViews, vector.sha256.view)
    for view in run.views:
        own = [] if str(view.server) == DIRECTORY else document.initial.server(ServerName(view.server)).users
        start = Start(PROTOCOL, PROTOCOL_VERSION, vector.name, view.server, tuple(own), document.reading)
        yield Role(start, tuple(_turns(document, view, book)))


def _turns(document: Document, view: ServerView, book: Rulebook) -> Iterator[Turn]:
    """What comes to the server; a step is followed by the moment of the view that shows it."""
    numbered = enumerate(document.steps, start=1)
    here = ((n, step) for n, step in numbered if (at := arrival(step.action)) and str(at.actor) == view.server)
    moments = (each for each in view.seen if not (isinstance(each.what, Did) and isinstance(each.what.action, Post)))
    held: dict[tuple[str, ...], _Item] = {}
    for (n, step), moment in zip(here, moments, strict=True):
        for change in moment.changes:
            about = (change.room, str(change.user)) if isinstance(change, LineHeld) else (change.room,)
            held.pop(about, None)
            if change.after:
                held[about] = {"room": change.room, **to_json(change.after, type(change.after))}
        action = step.action
        line = Deliver(action.envelope) if isinstance(action, Repeat) else action  # nobody tells a copy from the first
        due = to_json(step, RecordedStep)
        rows = tuple(_row_of(verdict, document.reading, book) for verdict in step.verdicts)
        yield Turn(n, line, {**{what: due[what] for what in SEEN}, "holds": [*held.values()]}, rows)  # type: ignore[arg-type]


def _row_of(verdict: RecordedVerdict, reading: Reading, book: Rulebook) -> _Decision:
    """The row behind a verdict, as the rulebook has it: of its table, in this reading, with all that was recorded."""
    table = next(each for each in book.tables if each.name == verdict.table)
    rows = (row for row in table.rows if row.under is None or reading.takes(row.under.switch, *row.under.values))
    said = (verdict.cites, verdict.outcome, verdict.reason, verdict.told)
    return table.name, next(row for row in rows if (row.cites, row.outcome, row.reason, row.told) == said)


# --- The program at the other end -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one role: at which turn it went wrong and in what, or why it was not played; else it passed."""

    role: Role
    turn: Turn | None = None
    faults: tuple[str, ...] = ()
    not_played: str = ""


class _Trouble(Exception):
    """The program gave no answer that can be compared."""


def played(command: str, roles: tuple[Role, ...], timeout: float) -> Iterator[Result]:
    """Play each role in turn; after `MOST_TROUBLE` no more, so that fewer results may come than there are roles.

    Raises `NoServer` where the command cannot be started, or is in trouble before it was ready even once.
    """
    program, troubles, is_known = _Program(command, timeout), 0, False
    try:
        for role in roles:
            try:
                result = program.play(role)
            except _Trouble as trouble:
                if not is_known and program.turn is None:
                    raise NoServer(f"{command!r} {trouble}; PROTOCOL.md beside the vectors has the lines") from None
                program.stop()
                troubles += 1
                result = Result(role, program.turn, (str(trouble),))
            is_known = True
            yield result
            if troubles == MOST_TROUBLE:
                return
    finally:
        program.stop()


class _Program:
    """The process that a command starts, once and again after trouble; `turn` is the one that it was last asked."""

    def __init__(self, command: str, timeout: float) -> None:
        self.words, self.timeout = _words_of(command), timeout
        self.process: LineProcess | None = None
        self.turn: Turn | None = None

    def play(self, role: Role) -> Result:
        """Be this server from its start on, as long as nothing differs."""
        self.turn = None
        started = self._asked(role.start, (Ready, NotPlayed))
        if isinstance(started, NotPlayed):
            return Result(role, not_played=started.why)
        for self.turn in role.turns:
            answer = self._asked(self.turn.line, (Done,))
            assert isinstance(answer, Done)
            if faults := tuple(faults_of(answer, self.turn)):
                return Result(role, self.turn, faults)
        return Result(role)

    def _asked(self, line: ToServer, wanted: tuple[type, ...]) -> FromServer:
        seconds = self.timeout if self.process else self.timeout * TO_BEGIN
        process = self.process = self.process or self._started()
        said = process.answer(written(to_json(line, ToServer)), seconds, LONGEST + 1)
        if process.is_late:
            raise _Trouble(f"did not answer within {seconds:g} seconds")
        if len(said) > LONGEST and not said.endswith(b"\n"):
            raise _Trouble(f"answers with a line of more than {LONGEST:,} bytes")
        if not said.endswith(b"\n"):
            try:
                raise _Trouble(f"ended with status {process.process.wait(1)} instead of answering")
            except TimeoutExpired:
                raise _Trouble("closed its output instead of answering") from None
        try:
            answer: FromServer = from_json(from_text(said), FromServer)
        except TraceError as flaw:
            text = said.decode(errors="replace").strip()
            raise _Trouble(
                f"prints what is no answer of {PROTOCOL} {PROTOCOL_VERSION}: {flaw}, in {shown(text)}"
            ) from None
        if not isinstance(answer, wanted):
            names = " or ".join(each.__name__ for each in wanted)
            raise _Trouble(f"answers {type(answer).__name__} where {names} belongs")
        return answer

    def _started(self) -> LineProcess:
        try:
            return LineProcess(self.words)
        except (OSError, ValueError) as error:
            said = error.strerror if isinstance(error, OSError) else error
            raise NoServer(f"{self.words[0]!r} cannot be started ({said}); name a program with --run") from None

    def stop(self) -> None:
        """End the process, which has a second to do so by itself."""
        if self.process:
            self.process.leave(1)
        self.process = None


def _words_of(command: str) -> list[str]:
    try:
        words = shlex.split(command, posix=os.name != "nt")
    except ValueError as flaw:
        raise NoServer(f"{command!r} cannot be split into words ({flaw})") from None
    if not words:
        raise NoServer("the command is empty; name a program with --run")
    return words


# --- How an answer differs --------------------------------------------------------------------------------------------


def written(found: Any) -> str:
    """A value on one line, as it is sent and as it stands in a sentence."""
    return json.dumps(found, ensure_ascii=False)


def _apart(answer: Done) -> dict[str, list[_Item]]:
    """The answer in the parts that are compared; of a room each line and the mode are compared by themselves."""
    found = to_json(answer, Done)
    lines = [(room["room"], line) for room in found.pop("holds") for line in (*room["members"], room["mode_change"])]
    return {**found, "holds": [{"room": room, **line} for room, line in lines if line]}


def faults_of(answer: Done, turn: Turn) -> Iterator[str]:
    """A sentence for each thing that differs: what is too much, what lacks, and of a pair which fields."""
    came = _apart(answer)
    for what, wanted in turn.due.items():
        lacking, extra = left_of(wanted, came[what]), left_of(came[what], wanted)
        for each in lacking:
            if near := next((one for one in extra if _named(one) == _named(each)), None):
                extra.remove(near)
                yield f"{what}: {_named(each)}: {'; '.join(_fields(near, each))}"
            else:
                yield f"{what}: {_named(each)} lacks: {written(each)}"
        yield from (f"{what}: {_named(each)} is too much: {written(each)}" for each in extra)
        if (
            what in IN_ORDER
            and came[what] != wanted
            and sorted(map(written, wanted)) == sorted(map(written, came[what]))
        ):
            yield f"{what}: in another order than {', '.join(map(_named, wanted))}"


def _named(item: _Item) -> str:
    """What an item is about, in a few words."""
    match item:
        case {"receiver": receiver, "message": {"kind": kind}}:
            return f"{kind} to {receiver}"
        case {"to": user, "kind": kind}:
            return f"{kind} to {user}"
        case {"room": room, "update": {"kind": kind, **update}}:
            return f"{kind} of {update['user']} in {room}" if "user" in update else f"{kind} of {room}"
        case {"room": room, "user": user}:
            return f"{user} in {room}"
        case _:
            return f"the mode of {item['room']}"


def _fields(came: Any, due: Any, place: str = "") -> Iterator[str]:
    """Each field of two values of one kind that differs."""
    if isinstance(came, dict) and isinstance(due, dict) and came.keys() == due.keys():
        for name in due:
            yield from _fields(came[name], due[name], f"{place}.{name}".lstrip("."))
    elif isinstance(came, list) and isinstance(due, list) and len(came) == len(due):
        for n, pair in enumerate(zip(came, due, strict=True)):
            yield from _fields(*pair, f"{place}[{n}]")
    elif came != due:
        yield f"{place} is {written(came)} and should be {written(due)}"
