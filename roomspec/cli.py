"""The command `roomspec`: each command asks a package below and prints the answer, as the figures say it.

Rule 1: nothing is decided here; a command is a question, words for its answer, and a status.
Rule 2: status 0 is that what was asked for holds, 1 that it does not, 2 that the question was wrong, in one sentence.
"""

import difflib
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any, TypeVar

import typer
from rich.console import Console
from rich.table import Column, Table
from rich.text import Text
from tqdm import tqdm

from spec_impl import READINGS, Reading, Trace
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
from .change.ledger import HEADERS, cells_of, ledger_of, markdown
from .change.report import CLAUSE_FILE, annotations, full, short
from .search import Findings, Limits, because, check, check_each
from .show.checked import fate, looks_at_the_whole_world, what_happened
from .show.decisions import asked_of
from .show.drawing.chart import steps_text
from .show.drawing.sheet import SIGNS, SignKind
from .show.itf import itf
from .show.run import as_chart

SIZES = {"tiny": ("tiny",), "small": ("tiny", "small")}
"""How far a diff looks: each size with the scopes that it takes."""

COMPARED = 33
"""How many things a full comparison tells of: the cells, and the scopes."""

COLOUR_OF_SIGN: dict[SignKind, str] = {"accepted": "green", "witnessed": "blue", "fails": "red", "unknown": "yellow"}
STYLE_OF_ROW = {"decides": "bold", "disagrees": "yellow"}

TraceArgument = Annotated[str, typer.Argument(help="A trace file, or - for standard input.")]
T = TypeVar("T")

app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False)


def main() -> None:
    """Run the command line."""
    app()


class BadQuestion(ValueError):
    """What was asked cannot be answered; the sentence says what was wrong, and what there is."""


@contextmanager
def status_2_for(*kinds: type[Exception]) -> Iterator[None]:
    """Say in one sentence what was wrong with the question, and stop with status 2."""
    try:
        yield
    except kinds as wrong:
        typer.echo(f"roomspec: {wrong}", err=True)
        raise typer.Exit(2) from wrong


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
    console = Console(highlight=False)
    with status_2_for(BadQuestion):
        named = tuple(_one_of(name, {claim.name: claim for claim in ALL}, "claim") for name in claims or ())
        asked = named or (*CLAIMS, *WITNESSES)
        scopes = GROUPS[scope] if scope in GROUPS else (_one_of(scope, SCOPES, "scope", also=GROUPS),)
        under = _one_of(reading, READINGS, "reading")
        findings = _searched(scopes, under, asked, Limits(limit))
        _print_claims(console, asked, findings)
        runs = [(len(found.run(claim) or ()), n, claim) for n, found in enumerate(findings) for claim in found.failing]
        if save and runs:
            _, n, claim = min(runs, key=lambda run: run[:2])
            try:
                _write_whole(save.parent, {save.name: dump(findings[n].trace(claim))})
            except OSError as error:
                sentence = f"{save} cannot be written ({error.strerror}); name a file in a folder that exists"
                raise BadQuestion(sentence) from None
            console.print(f"The shortest of these runs is in {save}; roomspec replay {save} shows it.")
    raise typer.Exit(bool(runs))


def _one_of(name: str, known: Mapping[str, T], what: str, also: Iterable[str] = ()) -> T:
    """What a name means; a name that means nothing is answered by those near it."""
    if name in known:
        return known[name]
    names = (*known, *also)
    near = difflib.get_close_matches(name, names, 3) or names
    listed = ", ".join(f"“{each}”" if " " in each else each for each in near)
    raise BadQuestion(f"there is no {what} {name!r}; {'near it' if len(near) < len(names) else 'there'} is {listed}")


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


def _print_claims(console: Console, claims: tuple[Claim, ...], findings: tuple[Findings, ...]) -> None:
    """Each scope with its counts, each claim with its verdict and what it leaves out, each failure with its reasons."""
    reading = findings[0].reading.name
    scopes = Table("scope", "worlds", "transitions", "depth", "quiet", "search", title=f"Searched, reading {reading}")
    for found in findings:
        search = found.exploration
        counts = (search.states, search.transitions, search.depth, search.quiet)
        scopes.add_row(found.scope.name, *(f"{count:,}" for count in counts), search.stopped or "exhaustive")
    console.print(scopes)
    for claim in claims:
        kind, word, where = fate(claim, findings)
        line = Text(f"{SIGNS[kind].glyph} {claim.name} ").append(word, COLOUR_OF_SIGN[kind]).append(f" {where}")
        console.print(line.append(f" [{' '.join(claim.cites)}]", "dim"), soft_wrap=True)
        if claim.mood is Mood.PAIR and any(claim in found.claims for found in findings):
            for what, reason in not_looked_at():
                console.print(Text(f"  not looked at: {what}; {reason}", "dim"), soft_wrap=True)
    for claim in claims:
        broken = [found for found in findings if claim in found.failing]
        if broken:
            _print_counterexample(console, min(broken, key=lambda found: len(found.run(claim) or ())), claim)


def _print_counterexample(console: Console, found: Findings, claim: Claim) -> None:
    """A shortest run that breaks a claim: every step, then those that matter and why."""
    trace = found.trace(claim)
    console.print(Text(f"\n✗ {claim.words}", "bold red"))
    console.print(Text(f"  {claim.sentence}\n  Scope “{found.scope.name}”, reading {found.reading.name}; it fails so:"))
    _print_steps(console, trace)
    console.print(Text("  Because:", "bold"))
    for link in because(trace, whole_world=looks_at_the_whole_world(claim)):
        rests = f" — after {', '.join(map(str, link.rests_on))}" if link.rests_on else ""
        console.print(Text(f"  {link.number:>3}. {what_happened(trace, link.number)}{rests}"))
        for decision in link.decisions:
            row = f"{decision.table}, row {decision.row}"
            console.print(Text(f"       {decision.sentence} [{' '.join(decision.cites)}; {row}]", "dim"))
        for change in link.step.changes:
            held = f"{change.server} holds {change.user}: {change.before} → {change.after}"
            console.print(Text(f"       ▲ {held}", "magenta"))
    if claim.first:
        console.print(Text(f"  No reading makes it true. {claim.first}", "bold"))


def _print_steps(console: Console, trace: Trace) -> None:
    """Every step of a trace in words, and what is still in flight."""
    for line in steps_text(as_chart(trace)):
        console.print(Text(f"  {line}"))


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
    step: Annotated[int, typer.Option(help="Which step; the last one if none is named.")] = 0,
) -> None:
    """Print each rule in the situation of one step of a trace: which applied, and which decided."""
    with status_2_for(BadQuestion):
        run = _trace_in(trace)
        if not run.steps:
            raise BadQuestion("nothing happens in this trace, so no rule decides anything in it")
        number = step or len(run.steps)
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
    Console(highlight=False).print(table)


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
    console = Console(highlight=False)
    reading, scope = run.initial.reading.name, f", scope “{run.scope}”" if run.scope else ""
    console.print(f"{len(run.steps)} steps, reading {reading}{scope}: each follows from the one before.")
    _print_steps(console, run)


def _trace_in(name: str) -> Trace:
    """The trace in a file, each of its steps made again; what is none is refused with what is wrong there."""
    try:
        return load(sys.stdin.read() if name == "-" else Path(name).read_text(encoding="utf-8"))
    except OSError as error:
        sentence = f"{name} cannot be read ({error.strerror}); name a trace file, or - for standard input"
    except UnicodeDecodeError:
        sentence = f"{name} is no text in UTF-8, so no trace"
    except TraceError as error:
        sentence = f"{name} is no trace of this specification: {error}"
    raise BadQuestion(sentence)


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
        with _progress("comparing", unit="it", total=COMPARED) as bar:
            document = diff_document(Path.cwd(), base, head, Asked(SIZES[size], watch=lambda _: bar.update()))
        if out:
            out.mkdir(parents=True, exist_ok=True)
            texts = {"diff.md": short(document), "report.md": full(document), "diff.json": document_text(document)}
            _write_whole(out, texts)
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
    with status_2_for(BadQuestion):
        try:
            found = ledger_of(Path.cwd())
        except (OSError, ValueError) as error:
            sentence = f"the records of the tests cannot be read ({error}): write them anew with make"
            raise BadQuestion(sentence) from None
    if as_markdown:
        sys.stdout.write(markdown(found))
        raise typer.Exit(found.is_red)
    columns = [Column(header, no_wrap=True, justify="right" if n else "left") for n, header in enumerate(HEADERS)]
    table = Table(*columns, title=f"{len(found.lines)} clauses, {len(found.faults)} faults")
    for line in found.lines:
        table.add_row(*cells_of(line), style="" if line.is_kept else "bold red")
    console = Console()
    console.print(table)
    for fault in found.faults:
        console.print(f"✗ {fault}", markup=False)
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
