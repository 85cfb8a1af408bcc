"""The command `roomspec`, for people who have the wheel.

One function per command and no logic: a command asks a floor below and prints the answer. Exit status: 0 what was
asked for holds, 1 it does not, 2 the question was wrong.
"""

from pathlib import Path
from typing import Annotated, NoReturn

import typer

from . import __version__

app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False)


def print_version(wanted: bool) -> None:
    """Print the version and stop, where it was asked for."""
    if wanted:
        typer.echo(f"roomspec {__version__}")
        raise typer.Exit


@app.callback()
def roomspec(
    version: Annotated[
        bool, typer.Option("--version", help="Print the version and stop.", callback=print_version, is_eager=True)
    ] = False,
) -> None:
    """The 2014 room-join workflow as a specification that runs."""


@app.command()
def check(
    claims: Annotated[
        list[str] | None, typer.Argument(help="Names of claims; none means all that should hold.")
    ] = None,
    scope: Annotated[str, typer.Option(help="A scope's name, or tiny, small, full or all.")] = "tiny",
    reading: Annotated[str, typer.Option(help="COMPLETED or LITERAL_2014.")] = "COMPLETED",
    limit: Annotated[int, typer.Option(min=1, help="Stop after so many worlds in a scope.")] = 3_000_000,
    save: Annotated[Path | None, typer.Option(help="Write the shortest failing run to this file.")] = None,
) -> None:
    """Search every world within a scope, and say which claims hold there."""
    from .show.commands import BadQuestion, check_claims

    try:
        holds = check_claims(tuple(claims or ()), scope, reading, limit, save)
    except BadQuestion as wrong:
        refuse(wrong)
    raise typer.Exit(not holds)


@app.command()
def why(
    trace: Annotated[str, typer.Argument(help="A trace file, or - for standard input.")],
    step: Annotated[int, typer.Option(help="Which step; the last one if none is named.")] = 0,
) -> None:
    """Print each rule in the situation of one step of a trace: which applied, and which decided."""
    from .show.commands import BadQuestion, explain_step

    try:
        explain_step(trace, step)
    except BadQuestion as wrong:
        refuse(wrong)


@app.command()
def replay(
    trace: Annotated[str, typer.Argument(help="A trace file, or - for standard input.")] = "-",
) -> None:
    """Let every step of a trace happen again, and print it; what was recorded must be what follows."""
    from .show.commands import BadQuestion, replay_trace

    try:
        replay_trace(trace)
    except BadQuestion as wrong:
        refuse(wrong)


@app.command()
def diff(
    base: Annotated[str | None, typer.Argument(help="The older revision; where the branch left main.")] = None,
    head: Annotated[str | None, typer.Argument(help="The newer revision; the working tree.")] = None,
    out: Annotated[Path | None, typer.Option(help="Write diff.md, report.md and diff.json into this folder.")] = None,
    size: Annotated[
        str, typer.Option(help="How far to look: tiny, or small, which has the tiny scopes as well.")
    ] = "small",
) -> None:
    """Say what a change to the rules does, and whether its fragment declares as much."""
    from .change.beside import NotComparable
    from .change.commands import compare_revisions

    try:
        is_red = compare_revisions(base, head, out, size)
    except (NotComparable, OSError) as wrong:
        refuse(wrong)
    raise typer.Exit(is_red)


@app.command()
def ledger(
    markdown: Annotated[bool, typer.Option("--markdown", help="As Markdown, for a page or a comment.")] = False,
) -> None:
    """Say clause by clause what rests on it and what shows that it is kept."""
    from .change.beside import NotComparable
    from .change.commands import show_ledger

    try:
        is_red = show_ledger(markdown)
    except NotComparable as wrong:
        refuse(wrong)
    raise typer.Exit(is_red)


@app.command()
def vectors(
    folder: Annotated[Path, typer.Argument(help="The folder to write; one that holds anything else is left alone.")],
    check: Annotated[bool, typer.Option("--check", help="Write nothing; say what is out of date.")] = False,
) -> None:
    """Write the vectors, runs as files for implementers, and print their digest."""
    from .change.vectors import FolderError, stale, write

    try:
        lines = stale(folder) if check else [write(folder)]
    except (FolderError, OSError) as wrong:
        refuse(wrong)
    typer.echo("\n".join(lines) or "fresh")
    raise typer.Exit(int(check and bool(lines)))


def refuse(wrong: Exception) -> NoReturn:
    """Say in one sentence what was wrong with the question, and stop with status 2."""
    typer.echo(f"roomspec: {wrong}", err=True)
    raise typer.Exit(2)


def main() -> None:
    """Run the command line."""
    app()


if __name__ == "__main__":
    main()
