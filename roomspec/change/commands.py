"""What the commands `roomspec diff` and `roomspec ledger` do: ask, print, and write whole files or none."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from rich.console import Console
from rich.table import Column, Table
from tqdm import tqdm

from .beside import NotComparable
from .compare import Asked
from .document import diff_document, document_text
from .ledger import HEADERS, Ledger, cells_of, ledger_of, markdown
from .report import CLAUSE_FILE, annotations, full, short

STEPS = 33
"""How many things a full comparison tells of: the cells, and the scopes."""


def compare_revisions(base: str | None, head: str | None, out: Path | None, size: str) -> bool:
    """Print the report of a diff, write it if a folder is given, and say whether it is red.

    Raises `NotComparable`, with one sentence, for bad input; then nothing is written.
    """
    with _progress() as bar:
        document = diff_document(Path.cwd(), base, head, Asked(_sizes(size), watch=lambda _: _moved(bar)))
    if out:
        _write(out, document)
    sys.stdout.write(short(document))
    if os.environ.get("GITHUB_ACTIONS") == "true":
        _annotate(document)
    is_red: bool = document["verdict"]["is_red"]
    return is_red


def show_ledger(as_markdown: bool) -> bool:
    """Print the ledger of the checkout that this is called in, and say whether something is missing."""
    try:
        found = ledger_of(Path.cwd())
    except (OSError, ValueError) as error:
        sentence = f"the records of the tests cannot be read ({error}): write them anew with make"
        raise NotComparable(sentence) from None
    if as_markdown:
        sys.stdout.write(markdown(found))
    else:
        _print(found)
    return found.is_red


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
    texts = {"diff.md": short(document), "report.md": full(document), "diff.json": document_text(document)}
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=folder) as half:
        for name, text in texts.items():
            (Path(half) / name).write_text(text, encoding="utf-8", newline="\n")
        for name in texts:
            (Path(half) / name).replace(folder / name)


def _annotate(document: dict[str, Any]) -> None:
    clauses = Path(CLAUSE_FILE)
    for line in annotations(document, clauses.read_text(encoding="utf-8") if clauses.is_file() else ""):
        sys.stdout.write(line + "\n")
