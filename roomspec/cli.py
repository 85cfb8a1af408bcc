"""The command `roomspec`: each command asks a package below and prints the answer, as the figures say it.

Rule 1: nothing is decided here; a command is a question, words for its answer, and a status.
Rule 2: whatever is wrong with a question is said in one sentence, before the work begins and with nothing written.
"""

import errno
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from enum import IntEnum
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any, BinaryIO, TypeVar

import typer
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.padding import Padding
from rich.table import Column, Table
from rich.text import Text
from tqdm import tqdm

from spec_impl import READINGS, Reading, Trace
from spec_impl.bounds import LONGEST
from spec_impl.claims import ALL, CLAIMS, WITNESSES, Claim, Mood
from spec_impl.rows import why
from spec_impl.scopes import GROUPS, SCOPES, Scope
from spec_impl.scopes.hidden import not_looked_at
from spec_impl.trace_schema import TraceError
from spec_impl.tracefile import dump, load

from . import __version__
from .change import vectors
from .change.beside import NotComparable
from .change.compare import Asked
from .change.document import diff_document, document_text
from .change.ledger import HEADERS, RecordError, cells_of, checkout_with_records, ledger_of, markdown
from .change.report import CLAUSE_FILE, annotations, full, short
from .search import Findings, Limits, because, check, check_each
from .search.claims import is_asked_in
from .search.moves import TooLarge
from .search.nearest import no_such
from .show.checked import fate, looks_at_the_whole_world, shortest, what_happened
from .show.decisions import asked_of
from .show.drawing.chart import steps_text
from .show.drawing.sheet import SIGNS, SignKind
from .show.itf import itf
from .show.run import as_chart

SIZES = {"tiny": ("tiny",), "small": ("tiny", "small")}
"""How far a diff looks: each size with the scopes that it takes."""

COMPARED = 33
"""How many things a full comparison tells of: the cells, and the scopes."""

WRITTEN = ("diff.md", "report.md", "diff.json")
"""What a comparison writes: the comment, all of it, and the document that both are made of."""

COLOUR_OF_SIGN: dict[SignKind, str] = {"accepted": "green", "witnessed": "blue", "fails": "red", "unknown": "yellow"}
STYLE_OF_ROW = {"decides": "bold", "disagrees": "yellow"}

TraceArgument = Annotated[str, typer.Argument(help="A trace file, or - for standard input.")]
T = TypeVar("T")

app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False)


class ExitStatus(IntEnum):
    """With what a command ends; an interrupt ends it with 130, a reader that has gone with 141, as shells have it."""

    HOLDS = 0
    """What was asked for holds."""
    FAILS = 1
    """It does not."""
    WRONG = 2
    """The question was wrong, or the answer cannot be written."""
    STOPPED = 3
    """A search was stopped at its limit, or a log does not say how a room began: what was seen is no answer."""


class BadQuestion(ValueError):
    """What was asked cannot be answered; the sentence says what was wrong, and what there is."""


@contextmanager
def status_2_for(*kinds: type[Exception]) -> Iterator[None]:
    """Say in one sentence what was wrong with the question, and stop with status 2."""
    try:
        yield
    except kinds as wrong:
        sentence = "".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in str(wrong))
        typer.echo(f"roomspec: {sentence}", err=True)
        raise typer.Exit(ExitStatus.WRONG) from wrong


def _console() -> Console:
    """Where answers go: every word as it is, whatever brackets or colons stand in it."""
    return Console(highlight=False, markup=False, emoji=False)


def _say(console: Console, line: str | Text, indent: int = 0) -> None:
    """Print one line; on a terminal, what does not fit goes on below where the line began."""
    if console.is_terminal:
        console.print(Padding(line, (0, 0, 0, indent)))
    else:
        console.print(Text(" " * indent).append(line), soft_wrap=True)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"roomspec {__version__}")
        raise typer.Exit


@app.callback()
def roomspec(
    version: Annotated[
        bool, typer.Option("--version", help="Print the version and stop.", callback=_print_version, is_eager=True)
    ] = False,
) -> None:
    """The 2014 room-join workflow as a specification that runs."""


# --- What holds -------------------------------------------------------------------------------------------------------


@app.command("check")
def check_claims(
    claims: Annotated[
        list[str] | None, typer.Argument(help="Names of claims; none means all that should hold.")
    ] = None,
    scope: Annotated[str, typer.Option(help="A scope's name, or tiny, small, full or all.")] = "tiny",
    reading: Annotated[str, typer.Option(help="COMPLETED or LITERAL_2014.")] = "COMPLETED",
    limit: Annotated[int, typer.Option(min=1, help="Stop after so many worlds in a scope.")] = 3_000_000,
    save: Annotated[Path | None, typer.Option(help="Write the shortest failing run to this file.")] = None,
) -> None:
    """Search every world within a scope, and say which claims hold there."""
    with status_2_for(BadQuestion, TooLarge):
        named = tuple(_one_of(name, {claim.name: claim for claim in ALL}, "claim") for name in claims or ())
        scopes = GROUPS[scope] if scope in GROUPS else (_one_of(scope, SCOPES, "scope", also=GROUPS),)
        under = _one_of(reading, READINGS, "reading")
        for claim in named:
            if not any(is_asked_in(claim, each) for each in scopes):
                raise BadQuestion(f"no scope of {scope!r} has what {claim.name} is about; name another with --scope")
        if save:
            _check_plain(save)
        findings = _searched(scopes, under, named or (*CLAIMS, *WITNESSES), Limits(limit))
        saved = _save_shortest(save, findings) if save else ""
    console = _console()
    _print_claims(console, named, findings)
    if saved:
        _say(console, saved)
    raise typer.Exit(_status_of(named, findings))


def _status_of(named: tuple[Claim, ...], findings: tuple[Findings, ...]) -> ExitStatus:
    """What becomes of the question; a witness counts where it was asked for by its name."""
    if not all(found.exploration.is_exhaustive for found in findings):
        return ExitStatus.STOPPED
    witnessed = {claim.name for found in findings for claim in found.witnessed}
    unseen = any(claim.mood is Mood.SOMETIMES and claim.name not in witnessed for claim in named)
    return ExitStatus.FAILS if unseen or any(found.failing for found in findings) else ExitStatus.HOLDS


def _check_plain(path: Path) -> None:
    """Raise `BadQuestion` for what cannot become a plain file, or is something else and would be replaced by one."""
    try:
        if path.is_symlink() or (path.exists() and not path.is_file()):
            raise BadQuestion(f"{path} is no plain file; name a new file, or one to be replaced")
        if path.exists() and not os.access(path, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        with TemporaryDirectory(dir=path.parent):
            pass
    except OSError as error:
        sentence = f"{path} cannot be written ({error.strerror}); name a file in a folder that exists"
        raise BadQuestion(sentence) from None


def _save_shortest(path: Path, findings: tuple[Findings, ...]) -> str:
    """Write the shortest failing run to the file, whole or not at all, and say so."""
    runs = [(len(found.run(claim) or ()), n, claim) for n, found in enumerate(findings) for claim in found.failing]
    if not runs:
        return f"No run fails, so {path} is not written."
    _, n, claim = min(runs, key=lambda run: run[:2])
    try:
        _write_whole(path.parent, {path.name: dump(findings[n].trace(claim))})
    except OSError as error:
        raise BadQuestion(f"{path} cannot be written ({error.strerror}); name a file in another folder") from None
    return f"The shortest of these runs is in {path}; roomspec replay {path} shows it."


def _one_of(name: str, known: Mapping[str, T], what: str, also: Iterable[str] = ()) -> T:
    """What a name means; a name that means nothing is answered by those near it."""
    if name in known:
        return known[name]
    raise BadQuestion(no_such(what, name, (*known, *also)))


def _searched(
    scopes: tuple[Scope, ...], reading: Reading, claims: tuple[Claim, ...], limits: Limits
) -> tuple[Findings, ...]:
    """What is found in these scopes; a bar counts them, or the worlds of the only one."""
    if len(scopes) > 1:
        with _progress("searched", unit=" scopes", total=len(scopes)) as bar:
            findings = []
            for found in check_each(scopes, reading, claims, limits):
                findings.append(found)
                bar.update()
            return tuple(findings)
    with _progress(scopes[0].name, unit=" worlds") as bar:

        def watch(expanded: int, known: int) -> None:
            bar.total = known
            bar.update(expanded - bar.n)

        return (check(scopes[0], reading, claims, limits, watch),)


def _progress(what: str, unit: str, total: int | None = None) -> "tqdm[Any]":
    """A bar with a rate for whoever sits before a terminal; nothing where CI=true or nobody looks."""
    return tqdm(desc=what, unit=unit, total=total, leave=False, disable=True if os.environ.get("CI") else None)


def _print_claims(console: Console, named: tuple[Claim, ...], findings: tuple[Findings, ...]) -> None:
    """Each scope with its counts, each claim with its verdict and what it leaves out, each failure with its reasons.

    Without names, what these scopes have no run of, or nothing to ask of, is no fault, and stands in a line of its own.
    """
    reading = findings[0].reading.name
    counted = (Column(name, justify="right", no_wrap=True) for name in ("worlds", "transitions", "depth", "quiet"))
    scopes = Table("scope", *counted, "search", title=f"Searched, reading {reading}", box=SIMPLE_HEAD, padding=0)
    for found in findings:
        search = found.exploration
        counts = (search.states, search.transitions, search.depth, search.quiet)
        scopes.add_row(found.scope.name, *(f"{count:,}" for count in counts), search.stopped or "exhaustive")
    console.print(scopes)
    unsaid: dict[str, list[str]] = {}
    for claim in named or (*CLAIMS, *WITNESSES):
        kind, word, where = fate(claim, findings)
        if kind == "accepted" and not all(f.exploration.is_exhaustive for f in findings if claim in f.claims):
            kind, word = "unknown", "not refuted"
        elif kind == "unknown" and not named:
            unsaid.setdefault(f"{word.capitalize()} ({where})", []).append(claim.name)
            continue
        line = Text(f"{SIGNS[kind].glyph} {claim.name} ").append(word, COLOUR_OF_SIGN[kind]).append(f" {where}")
        _say(console, line.append(f" [{' '.join(claim.cites)}]", "dim"))
        if claim.mood is Mood.PAIR and any(claim in found.claims for found in findings):
            for what, reason in not_looked_at():
                _say(console, Text(f"not looked at: {what}; {reason}", "dim"), 2)
    for why_not, names in unsaid.items():
        _say(console, Text(f"{why_not}: {', '.join(names)}.", "dim"))
    for claim in named or (*CLAIMS, *WITNESSES):
        if broken := shortest(claim, findings):
            _print_counterexample(console, broken, claim)


def _print_counterexample(console: Console, found: Findings, claim: Claim) -> None:
    """A shortest run that breaks a claim: every step, then those that matter and why."""
    trace = found.trace(claim)
    _say(console, Text(f"\n✗ {claim.words}", "bold red"))
    _say(console, claim.sentence, 2)
    _say(console, f"Scope “{found.scope.name}”, reading {found.reading.name}; it fails so:", 2)
    _print_steps(console, trace)
    for flaw in found.flaws(claim):
        _say(console, Text(f"What fails: {flaw}.", "bold red"), 2)
    _say(console, Text("Because:", "bold"), 2)
    for link in because(trace, whole_world=looks_at_the_whole_world(claim)):
        rests = f" — after {', '.join(map(str, link.rests_on))}" if link.rests_on else ""
        _say(console, f"{link.number}. {what_happened(trace, link.number)}{rests}", 4)
        for decision in link.decisions:
            row = f"{decision.table}, row {decision.row}"
            _say(console, Text(f"{decision.sentence} [{' '.join(decision.cites)}; {row}]", "dim"), 7)
        for change in link.step.changes:
            held = f"{change.server} holds {change.user}: {change.before} → {change.after}"
            _say(console, Text(f"▲ {held}", "magenta"), 7)
    if claim.first:
        _say(console, Text(f"No reading makes it true. {claim.first}", "bold"), 2)


def _print_steps(console: Console, trace: Trace) -> None:
    """Every step of a trace in words, and what is still in flight."""
    for line in steps_text(as_chart(trace)):
        _say(console, line, 2)


def _write_whole(folder: Path, texts: dict[str, str]) -> None:
    """Write all these files into a folder, or none of them."""
    with TemporaryDirectory(dir=folder) as half:
        for name, text in texts.items():
            (Path(half) / name).write_text(text, encoding="utf-8", newline="\n")
        for name in texts:
            (Path(half) / name).replace(folder / name)


# --- What happened ----------------------------------------------------------------------------------------------------


@app.command("why")
def explain(
    trace: TraceArgument,
    step: Annotated[int | None, typer.Option(help="Which step; the last one if none is named.")] = None,
) -> None:
    """Print each rule in the situation of one step of a trace: which applied, and which decided."""
    with status_2_for(BadQuestion):
        run = _trace_in(trace)
        if not run.steps:
            raise BadQuestion("nothing happens in this trace, so no rule decides anything in it")
        number = len(run.steps) if step is None else step
        if not 1 <= number <= len(run.steps):
            raise BadQuestion(f"there is no step {step}; the trace has steps 1 to {len(run.steps)}")
        try:
            asked, situation = asked_of(run.steps[number - 1])
        except ValueError:
            sentence = f"step {number} is a fault, or a message that an outsider writes: no rule decides it"
            raise BadQuestion(sentence) from None
    table = Table("", "rule", "clauses", "told", "this time", title=f"{asked.title}, step {number}")
    for judgement in why(asked, situation):
        mark, row = str(judgement)[0], judgement.row
        rule = Text(f"{row.sentence}\n").append(judgement.facts, "dim")
        told = f"“{row.tells}”" if row.tells else ""
        state = Text(f"{mark} {judgement.state}", STYLE_OF_ROW.get(judgement.state, "dim"))
        table.add_row(str(judgement.number), rule, " ".join(row.cites), told, state)
    _console().print(table)


@app.command("replay")
def replay_trace(
    trace: TraceArgument = "-",
    is_itf: Annotated[bool, typer.Option("--itf", help="In Apalache's format, for a viewer of traces.")] = False,
) -> None:
    """Let every step of a trace happen again, and print it; what was recorded must be what follows."""
    with status_2_for(BadQuestion):
        run = _trace_in(trace)
    if is_itf:
        typer.echo(itf(run), nl=False)
        return
    console = _console()
    reading, scope = run.initial.reading.name, f", scope “{run.scope}”" if run.scope else ""
    _say(console, f"{len(run.steps)} steps, reading {reading}{scope}: each follows from the one before.")
    _print_steps(console, run)


def _trace_in(name: str) -> Trace:
    """The trace in a file, each of its steps made again; what is none is refused with what is wrong there."""
    try:
        with nullcontext(sys.stdin.buffer) if name == "-" else Path(name).open("rb") as file:
            return load(file.read(LONGEST + 1))
    except OSError as error:
        sentence = f"{name} cannot be read ({error.strerror}); name a trace file, or - for standard input"
    except TraceError as error:
        sentence = f"{name} is no trace of this specification: {error}"
    raise BadQuestion(sentence)


# --- For teachers -----------------------------------------------------------------------------------------------------


@app.command("mark")
def mark_papers(
    folder: Annotated[Path, typer.Argument(help="The folder with the files that handin wrote.")],
    out: Annotated[Path | None, typer.Option(help="Write the table to this file.")] = None,
) -> None:
    """Mark what was handed in, every answer anew by the rules, and write a table (CSV) with what was checked."""
    from .show.exercises.papers import as_csv, marked

    with status_2_for(BadQuestion):
        if not folder.is_dir() or not any(folder.glob("*.json")):
            raise BadQuestion(f"{folder} holds no paper: name the folder with the files that handin wrote (NAME.json)")
        if out:
            _check_plain(out)
        with _progress("marking", unit=" answers") as bar:
            marks = marked(folder, bar.update)
        if out is None:
            sys.stdout.write(as_csv(marks))
        else:
            try:
                _write_whole(out.parent, {out.name: as_csv(marks)})
            except OSError as error:
                raise BadQuestion(f"{out} cannot be written ({error.strerror})") from None
    raise typer.Exit(any(mark.mark == "cannot be read" for mark in marks))


# --- What a change does -----------------------------------------------------------------------------------------------


@app.command("diff")
def compare_revisions(
    base: Annotated[str | None, typer.Argument(help="The older revision; where the branch left main.")] = None,
    head: Annotated[str | None, typer.Argument(help="The newer revision; the working tree.")] = None,
    out: Annotated[Path | None, typer.Option(help="Write diff.md, report.md and diff.json into this folder.")] = None,
    size: Annotated[
        str, typer.Option(help="How far to look: tiny, or small, which has the tiny scopes as well.")
    ] = "small",
) -> None:
    """Say what a change to the rules does, and whether its fragment declares as much."""
    with status_2_for(BadQuestion, NotComparable, OSError):
        if size not in SIZES:
            raise BadQuestion(f"there is no size {size!r}: choose tiny or small")
        if out:
            for name in WRITTEN:  # what an older comparison left, or somebody else put there, is no answer to this one
                (out / name).unlink(missing_ok=True)
        with _progress("comparing", unit="it", total=COMPARED) as bar:
            document = diff_document(Path.cwd(), base, head, Asked(SIZES[size], watch=lambda _: bar.update()))
        if out:
            out.mkdir(parents=True, exist_ok=True)
            texts = (short(document), full(document), document_text(document))
            _write_whole(out, dict(zip(WRITTEN, texts, strict=True)))
        sys.stdout.write(short(document))
        if os.environ.get("GITHUB_ACTIONS") == "true":
            clauses = Path(CLAUSE_FILE)
            text = clauses.read_text(encoding="utf-8") if clauses.is_file() else ""
            sys.stdout.writelines(f"{line}\n" for line in annotations(document, text))
    raise typer.Exit(document["verdict"]["is_red"])


@app.command("ledger")
def print_ledger(
    as_markdown: Annotated[bool, typer.Option("--markdown", help="As Markdown, for a page or a comment.")] = False,
) -> None:
    """Say clause by clause what rests on it and what shows that it is kept."""
    with status_2_for(RecordError, OSError):
        found = ledger_of(checkout_with_records(Path.cwd()))
    if as_markdown:
        sys.stdout.write(markdown(found))
        raise typer.Exit(found.is_red)
    columns = [Column(header, justify="right" if n else "left") for n, header in enumerate(HEADERS)]
    table = Table(*columns, title=f"{len(found.lines)} clauses, {len(found.faults)} faults", box=SIMPLE_HEAD, padding=0)
    for line in found.lines:
        table.add_row(*cells_of(line), style="" if line.is_kept else "bold red")
    console = _console()
    console.print(table)
    for fault in found.faults:
        _say(console, f"✗ {fault}")
    raise typer.Exit(found.is_red)


@app.command("vectors")
def write_vectors(
    folder: Annotated[Path, typer.Argument(help="The folder to write; one that holds anything else is left alone.")],
    is_check: Annotated[bool, typer.Option("--check", help="Write nothing; say what is out of date.")] = False,
) -> None:
    """Write the vectors, runs as files for implementers, and print their digest; this needs a checkout."""
    with status_2_for(vectors.FolderError, OSError):
        lines = vectors.stale(folder) if is_check else [vectors.write(folder, vectors.stories_of_checkout(Path.cwd()))]
    typer.echo("\n".join(lines) or "fresh")
    raise typer.Exit(is_check and bool(lines))


# --- What another implementation did ----------------------------------------------------------------------------------


def _opened(name: str) -> AbstractContextManager[BinaryIO]:
    """The log of that name, open."""
    try:
        return nullcontext(sys.stdin.buffer) if name == "-" else Path(name).open("rb")
    except OSError as error:
        sentence = f"{name} cannot be read ({error.strerror}); name a log, or - for standard input"
    raise BadQuestion(sentence)


@app.command("conform")
def conform_logs(
    logs: Annotated[list[str], typer.Argument(help="Logs, one for each server; - for standard input.")],
    as_json: Annotated[bool, typer.Option("--json", help="As JSON, whole.")] = False,
    junit: Annotated[Path | None, typer.Option(help="Write JUnit's XML to this file as well, for a CI.")] = None,
) -> None:
    """Hold what servers did, line by line, against the rules, and say which line is the first that none allows."""
    from .conform import LogError, answer_text, check_logs, junit_text, words_of

    with status_2_for(BadQuestion, LogError, OSError), ExitStack() as stack, _progress("judged", " lines") as bar:
        if junit:
            _check_plain(junit)
        answer = check_logs({name: stack.enter_context(_opened(name)) for name in logs}, bar.update)
        if junit:
            _write_whole(junit.parent, {junit.name: junit_text(answer)})
    if as_json:
        typer.echo(answer_text(answer), nl=False)
    else:
        console = _console()
        for said in words_of(answer):
            _say(console, Text(said.text, said.style), said.indent)
    if answer.conforms and not answer.can_tell:
        raise typer.Exit(ExitStatus.STOPPED)
    raise typer.Exit(ExitStatus.HOLDS if answer.conforms else ExitStatus.FAILS)
