"""The commands about changes, `roomspec diff` and `roomspec ledger`: they ask, print, and write whole files or none."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Column, Table
from tqdm import tqdm

from .annotations import CLAUSES, annotations
from .diff.beside import NotComparable
from .diff.comparing import Asked
from .diff.comparison import diff
from .diff.document import to_text
from .ledger import HEADERS, Ledger, cells_of, ledger, markdown
from .report import full, short

RED, BAD_INPUT = 1, 2
STEPS = 33
"""How many things a full comparison is told of: the cells, and the scopes."""


def add_to(app: typer.Typer) -> None:
    """Give the command line these commands."""
    app.command("diff")(compare_revisions)
    app.command("ledger")(show_ledger)


def compare_revisions(
    base: Annotated[str | None, typer.Argument(help="The older revision; where the branch left main.")] = None,
    head: Annotated[str | None, typer.Argument(help="The newer revision; the working tree.")] = None,
    out: Annotated[Path | None, typer.Option(help="Write diff.md, report.md and diff.json into this folder.")] = None,
    size: Annotated[
        str, typer.Option(help="How far to look: tiny, or small, which has the tiny scopes as well.")
    ] = "small",
) -> None:
    """What a change to the rules does: exit 0 if it is what its fragment declares, 1 if it is not, 2 for bad input."""
    try:
        with _progress() as bar:
            document = diff(Path.cwd(), base, head, Asked(_sizes(size), watch=lambda _: _moved(bar)))
        if out:
            _write(out, document)
    except (NotComparable, OSError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(BAD_INPUT) from None
    typer.echo(short(document))
    if os.environ.get("GITHUB_ACTIONS") == "true":
        _annotate(document)
    raise typer.Exit(RED if document["verdict"]["is_red"] else 0)


def show_ledger(
    as_markdown: Annotated[bool, typer.Option("--markdown", help="As Markdown, for a page or a comment.")] = False,
) -> None:
    """Clause by clause, what rests on it and what shows that it is kept: exit 1 where something is missing."""
    try:
        found = ledger(Path.cwd())
    except (OSError, ValueError) as error:
        typer.echo(f"the records of the tests cannot be read ({error}): write them anew with make", err=True)
        raise typer.Exit(BAD_INPUT) from None
    if as_markdown:
        typer.echo(markdown(found), nl=False)
    else:
        _print(found)
    raise typer.Exit(RED if found.is_red else 0)


def _print(found: Ledger) -> None:
    columns = [Column(header, no_wrap=True, justify="left" if n == 0 else "right") for n, header in enumerate(HEADERS)]
    table = Table(*columns, title=f"{len(found.lines)} clauses, {len(found.faults)} faults")
    for line in found.lines:
        table.add_row(*cells_of(line), style="" if line.is_kept else "bold red")
    console = Console()
    console.print(table)
    for fault in found.faults:
        console.print(f"✗ {fault}", markup=False)


def _sizes(size: str) -> tuple[str, ...]:
    if size not in ("tiny", "small"):
        raise NotComparable(f"there is no size {size!r}: choose tiny or small")
    return ("tiny",) if size == "tiny" else ("tiny", "small")


@contextmanager
def _progress() -> Iterator["tqdm[Any]"]:
    """A bar for people; none under CI or where nobody watches."""
    with tqdm(total=STEPS, desc="comparing", leave=False, disable=True if os.environ.get("CI") else None) as bar:
        yield bar


def _moved(bar: "tqdm[Any]") -> None:
    bar.update()


def _write(folder: Path, document: dict[str, Any]) -> None:
    """Write all three files, or none of them."""
    texts = {"diff.md": short(document), "report.md": full(document), "diff.json": to_text(document)}
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=folder) as half:
        for name, text in texts.items():
            (Path(half) / name).write_text(text, encoding="utf-8", newline="\n")
        for name in texts:
            (Path(half) / name).replace(folder / name)


def _annotate(document: dict[str, Any]) -> None:
    clauses = Path(CLAUSES)
    for line in annotations(document, clauses.read_text(encoding="utf-8") if clauses.is_file() else ""):
        typer.echo(line)
