"""The command `roomspec`: each command asks a package below and prints the answer, as the figures say it.

Rule 1: nothing is decided here; a command is a question, words for its answer, and a status.
Rule 2: whatever is wrong with a question is said in one sentence, before the work begins and with nothing written.
Rule 3: a command loads what it asks when it is asked itself, so that help and refusals are quick.
"""

import errno
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from enum import IntEnum
from pathlib import Path
from shlex import quote
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated, Any, BinaryIO, NoReturn, TypeVar

import typer
from typer.core import TyperCommand, TyperOption

from . import __version__
from .interrupts import ends_at_once, outlives_those_it_asks

if TYPE_CHECKING:
    from spec_impl import Trace
    from spec_impl.claims import Claim

    from .search import Findings

SIZES = {"tiny": ("tiny",), "small": ("tiny", "small")}
"""How far a diff looks: each size with the scopes that it takes."""

WRITTEN = ("diff.md", "report.md", "diff.json")
"""What a comparison writes: the comment, all of it, and the document that both are made of."""

TraceArgument = Annotated[str, typer.Argument(help="A trace file, - for standard input, or the text or link of a run.")]
T = TypeVar("T")


class OnceEach(TyperCommand):
    """A command that refuses an option with a value that is given twice: one of the two would count, and nobody see."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """As typer does, once the options have been counted."""
        *_, given = self.make_parser(ctx).parse_args(list(args))
        for option in given:
            if isinstance(option, TyperOption) and not option.is_flag and given.count(option) > 1:
                raise typer.BadParameter(f"it is given {given.count(option)} times: give it once", ctx, option)
        return super().parse_args(ctx, args)


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
    """A search was stopped at its limit, or a log does not say how a room began: no answer; or memory ran out."""


class BadQuestion(ValueError):
    """What was asked cannot be answered; the sentence says what was wrong, and what there is."""


@contextmanager
def status_2_for(*kinds: type[Exception]) -> Iterator[None]:
    """Say in one sentence what was wrong with the question, and stop with status 2."""
    try:
        yield
    except kinds as wrong:
        said = _words_of(wrong) if isinstance(wrong, OSError) else str(wrong)
        sentence = "".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in said)
        typer.echo(f"roomspec: {sentence}", err=True)
        raise typer.Exit(ExitStatus.WRONG) from wrong


def _words_of(error: OSError) -> str:
    """What the system says of a file; where it names none, it is the folder in which the question was asked."""
    return f"{error.filename or 'the folder in which this is asked'}: {error.strerror}; nothing is written"


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


@app.command("check", cls=OnceEach)
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
    with ends_at_once():
        from spec_impl import READINGS
        from spec_impl.claims import ALL, CLAIMS, WITNESSES
        from spec_impl.scopes import GROUPS, SCOPES

        from .search import Limits
        from .search.claims import is_asked_in
        from .search.moves import TooLarge
    with status_2_for(BadQuestion, TooLarge):
        by_name = {claim.name: claim for claim in ALL}
        named = tuple(_one_of(name, by_name, "claim") for name in dict.fromkeys(claims or ()))
        scopes = GROUPS[scope] if scope in GROUPS else (_one_of(scope, SCOPES, "scope", also=GROUPS),)
        under = _one_of(reading, READINGS, "reading")
        for claim in named:
            if not any(is_asked_in(claim, each) for each in scopes):
                raise BadQuestion(f"no scope of {scope!r} has what {claim.name} is about; name another with --scope")
        if save:
            _check_plain(save)
        with ends_at_once():
            from .terminal import print_claims, say, searched
        findings = searched(scopes, under, named or (*CLAIMS, *WITNESSES), Limits(limit))
        saved = _save_shortest(save, findings) if save else ""
    print_claims(named, findings)
    if saved:
        say(saved)
    raise typer.Exit(_status_of(named, findings))


def _status_of(named: tuple["Claim", ...], findings: tuple["Findings", ...]) -> ExitStatus:
    """What becomes of the question; a witness counts where it was asked for by its name."""
    from spec_impl.claims import Mood

    if not all(found.exploration.is_exhaustive for found in findings):
        return ExitStatus.STOPPED
    witnessed = {claim.name for found in findings for claim in found.witnessed}
    unseen = any(claim.mood is Mood.SOMETIMES and claim.name not in witnessed for claim in named)
    return ExitStatus.FAILS if unseen or any(found.failing for found in findings) else ExitStatus.HOLDS


def _check_plain(path: Path, *read: Path) -> None:
    """Raise `BadQuestion` for what cannot become a plain file, or is something that it must not replace.

    That is what is no plain file, and what is read to answer the question, whatever it is called.
    """
    try:
        if path.exists() and any(each.exists() and path.samefile(each) for each in read):
            raise BadQuestion(f"{path} is read here, and would be lost; name another file")
        if path.is_symlink() or (path.exists() and not path.is_file()):
            raise BadQuestion(f"{path} is no plain file; name a new file, or one to be replaced")
        if path.exists() and not os.access(path, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        with TemporaryDirectory(dir=path.parent):
            pass
    except OSError as error:
        sentence = f"{path} cannot be written ({error.strerror}); name a file in a folder that exists"
        raise BadQuestion(sentence) from None


def _save_shortest(path: Path, findings: tuple["Findings", ...]) -> str:
    """Write the shortest failing run to the file, whole or not at all, and say so."""
    runs = [(len(found.run(claim) or ()), n, claim) for n, found in enumerate(findings) for claim in found.failing]
    if not runs:
        return f"No run fails, so {path} is not written."
    _, n, claim = min(runs, key=lambda run: run[:2])
    from spec_impl.tracefile import dump

    try:
        _write_whole(path.parent, {path.name: dump(findings[n].trace(claim))})
    except OSError as error:
        raise BadQuestion(f"{path} cannot be written ({error.strerror}); name a file in another folder") from None
    asked = quote(f"./{path}" if str(path).startswith("-") else str(path))
    return f"The shortest of these runs is in {path}; roomspec replay {asked} shows it."


def _one_of(name: str, known: Mapping[str, T], what: str, also: Iterable[str] = ()) -> T:
    """What a name means; a name that means nothing is answered by those near it."""
    if name in known:
        return known[name]
    from spec_impl.wanted import no_such

    raise BadQuestion(no_such(what, name, (*known, *also)))


def _write_whole(folder: Path, texts: dict[str, str]) -> None:
    """Write all these files into a folder, or none of them."""
    with TemporaryDirectory(dir=folder) as half:
        for name, text in texts.items():
            (Path(half) / name).write_text(text, encoding="utf-8", newline="\n")
        for name in texts:
            (Path(half) / name).replace(folder / name)


# --- What happened ----------------------------------------------------------------------------------------------------


@app.command("why", cls=OnceEach)
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
        with ends_at_once():
            from spec_impl.rows import why

            from .show.decisions import asked_of
            from .terminal import print_rules
        try:
            asked, situation = asked_of(run.steps[number - 1])
        except ValueError:
            sentence = f"step {number} is a fault, or a message that an outsider writes: no rule decides it"
            raise BadQuestion(sentence) from None
    print_rules(f"{asked.title}, step {number}", why(asked, situation))


@app.command("replay", cls=OnceEach)
def replay_trace(
    trace: TraceArgument = "-",
    is_itf: Annotated[bool, typer.Option("--itf", help="In Apalache's format, for a viewer of traces.")] = False,
    is_link: Annotated[
        bool, typer.Option("--link", help="The link that opens it on the site that ROOMSPEC_SITE names.")
    ] = False,
) -> None:
    """Let every step of a trace happen again, and print it; what was recorded must be what follows."""
    with ends_at_once():
        from spec_impl.trace_schema import TraceError

        from .show.stepper.sharing import SITE, linked, shared
    with status_2_for(BadQuestion, TraceError):
        if is_link and is_itf:
            raise BadQuestion("--itf and --link are two questions: give one of them")
        run = _trace_in(trace)
        if is_link and not linked(run):
            raise BadQuestion(f"a link leads to a site: name its address in {SITE}, or share the text {shared(run)}")
    if is_link:
        typer.echo(linked(run))
        return
    if is_itf:
        from .show.itf import itf

        typer.echo(itf(run), nl=False)
        return
    with ends_at_once():
        from .terminal import print_steps, say
    reading, scope = run.initial.reading.name, f", scope “{run.scope}”" if run.scope else ""
    say(f"{len(run.steps)} steps, reading {reading}{scope}: each follows from the one before.")
    print_steps(run)


def _trace_in(name: str) -> "Trace":
    """The trace in a file or in a shared text, made again; what is none is refused with what is wrong."""
    with ends_at_once():
        from spec_impl.bounds import LONGEST
        from spec_impl.trace_schema import TraceError
        from spec_impl.tracefile import load

        from .show.stepper.sharing import NotShared, is_shared, opened, other_version
    try:
        if is_shared(name):
            return opened(name)
        with nullcontext(sys.stdin.buffer) if name == "-" else Path(name).open("rb") as file:
            return load(file.read(LONGEST + 1))
    except OSError as error:
        sentence = f"{name} cannot be read ({error.strerror}); name a trace file, or - for standard input"
    except NotShared as flaw:
        from .show.drawing.chart import steps_text
        from .show.run import as_chart

        possible = f" Its steps until then: {' '.join(steps_text(as_chart(flaw.so_far)))}" if flaw.so_far else ""
        sentence = other_version(name) + str(flaw) + possible
    except TraceError as error:
        sentence = f"{name} is no trace of this specification: {error}"
    raise BadQuestion(sentence)


# --- For teachers -----------------------------------------------------------------------------------------------------


@app.command("mark", cls=OnceEach)
def mark_papers(
    folder: Annotated[Path, typer.Argument(help="The folder with the files that handin wrote.")],
    out: Annotated[Path | None, typer.Option(help="Write the table to this file.")] = None,
) -> None:
    """Mark what was handed in, every answer anew by the rules, and write a table (CSV) with what was checked."""
    with status_2_for(BadQuestion):
        if not folder.is_dir() or not any(folder.glob("*.json")):
            raise BadQuestion(f"{folder} holds no paper: name the folder with the files that handin wrote (NAME.json)")
        if out:
            _check_plain(out, *folder.glob("*.json"))
        with ends_at_once():
            from .show.exercises.papers import as_csv, marked
            from .terminal import progress
        with progress("marking", unit=" answers") as bar:
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


@app.command("diff", cls=OnceEach)
def compare_revisions(
    base: Annotated[str | None, typer.Argument(help="The older revision; where the branch left main.")] = None,
    head: Annotated[str | None, typer.Argument(help="The newer revision; the working tree.")] = None,
    out: Annotated[Path | None, typer.Option(help="Write diff.md, report.md and diff.json into this folder.")] = None,
    size: Annotated[
        str, typer.Option(help="How far to look: tiny, or small, which has the tiny scopes as well.")
    ] = "small",
) -> None:
    """Say what a change to the rules does, and whether its fragment declares as much."""
    with status_2_for(BadQuestion):
        if size not in SIZES:
            raise BadQuestion(f"there is no size {size!r}: choose tiny or small")
    with ends_at_once():
        from spec_impl.trace_schema import TraceError

        from .change.beside import NotComparable
        from .change.compare import Asked
        from .change.document import diff_document, document_text
        from .change.report import CHANGED_SITE, CLAUSE_FILE, annotations, full, short
        from .show.stepper.sharing import SITE, site_in
        from .terminal import progress
    with status_2_for(NotComparable, OSError, TraceError):
        for variable in (SITE, CHANGED_SITE):
            site_in(variable)  # what is no address is said before the work begins
        if out:
            written = [out / name for name in WRITTEN]
            for path in filter(Path.is_dir, written):
                raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), path)
            for path in written:  # what an older comparison left, or somebody else put there, is no answer to this one
                path.unlink(missing_ok=True)
        with progress("comparing", unit="it") as bar, outlives_those_it_asks():

            def tell(_: str, of: int) -> None:
                bar.total = of
                bar.update()

            document = diff_document(Path.cwd(), base, head, Asked(SIZES[size], watch=tell))
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


@app.command("ledger", cls=OnceEach)
def print_evidence(
    as_markdown: Annotated[bool, typer.Option("--markdown", help="As Markdown, for a page or a comment.")] = False,
) -> None:
    """Say clause by clause what rests on it and what shows that it is kept."""
    with ends_at_once():
        from .change.ledger import RecordError, checkout_with_records, ledger_of, markdown
        from .terminal import print_ledger
    with status_2_for(RecordError, OSError):
        found = ledger_of(checkout_with_records(Path.cwd()))
    if as_markdown:
        sys.stdout.write(markdown(found))
    else:
        print_ledger(found)
    raise typer.Exit(found.is_red)


@app.command("vectors", cls=OnceEach)
def write_vectors(
    folder: Annotated[Path, typer.Argument(help="The folder to write; one that holds anything else is left alone.")],
    is_check: Annotated[bool, typer.Option("--check", help="Write nothing; say what is out of date.")] = False,
    run: Annotated[
        str | None, typer.Option(help="Write nothing; play this command, a server in any language, against the folder.")
    ] = None,
    only: Annotated[str | None, typer.Option(help="With --run: only vectors with this in their names.")] = None,
    timeout: Annotated[
        int | None, typer.Option(min=1, max=3600, help="With --run: how many seconds an answer may take; else 10.")
    ] = None,
) -> None:
    """Write the vectors, runs as files for implementers, and print their digest; this needs a checkout."""
    with status_2_for(BadQuestion):
        if run is not None and is_check:
            raise BadQuestion("--check and --run are two questions: give one of them")
        if run is None and (only is not None or timeout is not None):
            raise BadQuestion("--only and --timeout are about a server: name the command that starts it with --run")
        if is_check and not folder.is_dir():
            raise BadQuestion(f"{folder} is no folder; name the one with the vectors")
    if run is not None:
        _play(folder, run, only or "", timeout or 10)
    with ends_at_once():
        from .change import vectors
    with status_2_for(vectors.FolderError, OSError):
        lines = vectors.stale(folder) if is_check else [vectors.write(folder, vectors.stories_of_checkout(Path.cwd()))]
    typer.echo("\n".join(lines) or "fresh")
    raise typer.Exit(is_check and bool(lines))


def _play(folder: Path, command: str, only: str, timeout: int) -> NoReturn:
    """Play a server against the vectors in a folder, print what it did otherwise, and end."""
    with ends_at_once():
        from .change.driver import NoServer, played, roles_in
        from .change.vectors import FolderError
        from .terminal import print_played, progress
    results = []
    with status_2_for(FolderError, NoServer):
        roles = roles_in(folder, only)
        with progress("played", unit=" servers", total=len(roles)) as bar, outlives_those_it_asks():
            for result in played(command, roles, timeout):
                results.append(result)
                bar.update()
    counts = print_played(roles, results)
    raise typer.Exit(ExitStatus.FAILS if counts["failed"] or not counts["passed"] else ExitStatus.HOLDS)


# --- What another implementation did ----------------------------------------------------------------------------------


def _opened(name: str) -> AbstractContextManager[BinaryIO]:
    """The log of that name, open."""
    try:
        return nullcontext(sys.stdin.buffer) if name == "-" else Path(name).open("rb")
    except OSError as error:
        sentence = f"{name} cannot be read ({error.strerror}); name a log, or - for standard input"
    raise BadQuestion(sentence)


@app.command("conform", cls=OnceEach)
def conform_logs(
    logs: Annotated[list[str], typer.Argument(help="Logs, one for each server; - for standard input.")],
    as_json: Annotated[bool, typer.Option("--json", help="As JSON, whole.")] = False,
    junit: Annotated[Path | None, typer.Option(help="Write JUnit's XML to this file as well, for a CI.")] = None,
) -> None:
    """Hold what servers did, line by line, against the rules, and say which line is the first that none allows."""
    with ends_at_once():
        from rich.text import Text

        from .conform import LogError, answer_lines, answer_text, check_logs, junit_text
        from .terminal import progress, say
    with status_2_for(BadQuestion, LogError, OSError), ExitStack() as stack, progress("judged", " lines") as bar:
        if junit:
            _check_plain(junit, *map(Path, logs))
        answer = check_logs({name: stack.enter_context(_opened(name)) for name in logs}, bar.update)
        if junit:
            _write_whole(junit.parent, {junit.name: junit_text(answer)})
    if as_json:
        typer.echo(answer_text(answer), nl=False)
    else:
        for said in answer_lines(answer):
            say(Text(said.text, said.style), said.indent)
    if answer.conforms and not answer.can_tell:
        raise typer.Exit(ExitStatus.STOPPED)
    raise typer.Exit(ExitStatus.HOLDS if answer.conforms else ExitStatus.FAILS)
